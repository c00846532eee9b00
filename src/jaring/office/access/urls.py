"""Log-in, log-out, the own account, and language."""

from django.urls import path

from jaring.office.access import account_views, passkey_views, views

app_name = "access"
urlpatterns = [
    path("masuk/", views.login, name="login"),
    path("masuk/kode/", views.code, name="code"),
    path("masuk/kunci/", passkey_views.enter, name="passkey_enter"),
    path("keluar/", views.logout, name="logout"),
    path("tautan/<str:token>/", views.link, name="link"),
    path("akun/", account_views.account, name="account"),
    path("akun/pengaman/", account_views.factor, name="factor"),
    path("akun/pengaman/kode-cadangan/", account_views.recovery_codes, name="recovery_codes"),
    path("akun/kunci-sandi/", passkey_views.add, name="passkey_add"),
    path("akun/kunci-sandi/<uuid:public_id>/hapus/", passkey_views.remove, name="passkey_remove"),
    path("akun/konfirmasi/", account_views.confirm, name="confirm"),
    path("akun/sesi/akhiri/", account_views.end_others, name="end_sessions"),
    path("akun/sesi/<uuid:public_id>/akhiri/", account_views.end_one, name="end_session"),
    path("kata-sandi/", account_views.password, name="password"),
    path("bahasa/", views.language, name="language"),
]
