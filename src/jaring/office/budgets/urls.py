"""The budget room."""

from django.urls import path

from jaring.office.budgets import move_views, views

app_name = "budgets"
urlpatterns = [
    path("", views.room, name="room"),
    path("unduh/", views.export, name="export"),
    path("tahun/", views.open_year, name="year"),
    path("sumber/", views.payers, name="payers"),
    path("sumber/baru/", views.add, name="add"),
    path("sumber/desa/", views.village_payers, name="villages"),
    path("sumber/<int:pk>/", views.payer, name="payer"),
    path("sumber/<int:pk>/catat/", views.book, name="book"),
    path("sumber/<int:pk>/ubah/", views.change, name="change"),
    path("pindah/", move_views.move, name="move"),
    path("rencana/", move_views.plans, name="plans"),
    path("rencana/baru/", move_views.make_plan, name="make_plan"),
]
