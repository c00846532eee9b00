"""Lists as they come in."""

from django.urls import path

from jaring.office.intake import views

app_name = "intake"
urlpatterns = [
    path("", views.deliveries, name="list"),
    path("baru/", views.new, name="new"),
    path("baru/kemajuan/<uuid:key>/", views.reading, name="reading"),
    path("baru/contoh/", views.sample, name="sample"),
    path("baru/dtsen/", views.new_dtsen, name="new_dtsen"),
    path("baru/peserta-aktif-lain/", views.new_elsewhere, name="new_elsewhere"),
    path("jadwal/", views.calendar, name="calendar"),
    path("<uuid:public_id>/", views.detail, name="detail"),
    path("<uuid:public_id>/ambil-alih/", views.take_over, name="take_over"),
    path("<uuid:public_id>/batalkan/", views.undo, name="undo"),
    path("<uuid:public_id>/putusan/", views.judge_by_code, name="judge_by_code"),
    path("<uuid:public_id>/berkas/", views.files, name="files"),
    path("<uuid:public_id>/berkas/<int:file_id>/perbaikan/", views.corrections, name="corrections"),
    path("<uuid:public_id>/beda/", views.difference, name="difference"),
    path("<uuid:public_id>/baris/<uuid:row_id>/", views.row, name="row"),
    path("<uuid:public_id>/baris/<uuid:row_id>/putusan/", views.judge, name="judge"),
]
