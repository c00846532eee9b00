"""Accounts of the office: who, which roles, what waits for a second person."""

from django.urls import path

from jaring.office.access import user_views as views

app_name = "users"
urlpatterns = [
    path("", views.users, name="list"),
    path("baru/", views.invite, name="invite"),
    path("usulan/", views.proposals, name="proposals"),
    path("usulan/<uuid:public_id>/putuskan/", views.decide, name="decide"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/peran/", views.propose_role, name="propose_role"),
    path("<int:pk>/peran/<int:grant_id>/akhiri/", views.end_grant, name="end_grant"),
    path("<int:pk>/tautan/", views.make_link, name="make_link"),
    path("<int:pk>/pengaman/", views.propose_reset, name="propose_reset"),
    path("<int:pk>/buka/", views.unlock, name="unlock"),
    path("<int:pk>/tutup/", views.end_account, name="end_account"),
]
