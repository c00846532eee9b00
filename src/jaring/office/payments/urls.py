"""Payments: orders, transfers, deposits, refunds, releases."""

from django.urls import path

from jaring.office.payments import due_views, order_views, refund_views, views
from jaring.office.ui import addresses  # noqa: F401  # Makes ``month`` known to the paths below.

app_name = "payments"
urlpatterns = [
    path("", views.payments, name="list"),
    path("unduh/", views.export, name="export"),
    path("sipd/<month:month>/", views.sipd_journal, name="sipd"),
    path("tagihan/<uuid:public_id>/setujui/", order_views.approve, name="approve"),
    path("tagihan/<uuid:public_id>/peserta/", due_views.dues, name="dues"),
    path("tagihan/<uuid:public_id>/peserta/unduh/", due_views.export, name="dues_export"),
    path("perintah/baru/", order_views.new, name="order_new"),
    path("perintah/<uuid:public_id>/", order_views.detail, name="order"),
    path("perintah/<uuid:public_id>/kode/", order_views.code, name="order_code"),
    path("perintah/<uuid:public_id>/batal/", order_views.cancel, name="order_cancel"),
    path("perintah/<uuid:public_id>/cetak/", order_views.printed, name="order_print"),
    path("setoran/baru/", views.new, name="transfer_new"),
    path("setoran/<uuid:public_id>/", views.detail, name="transfer"),
    path("setoran/<uuid:public_id>/batal/", views.reverse, name="transfer_reverse"),
    path("setoran/<uuid:public_id>/bukti/", views.proof, name="proof"),
    path("setoran/<uuid:public_id>/kuitansi/", views.receipt, name="receipt"),
    path("alokasi/<uuid:public_id>/", due_views.settlement, name="settlement"),
    path("titipan/<int:payer_id>/", views.use_deposit, name="use_deposit"),
    path("pengembalian/", refund_views.refunds, name="refunds"),
    path("pengembalian/unduh/", refund_views.export, name="refunds_export"),
    path("pengembalian/titipan/", refund_views.claim_deposit, name="claim_deposit"),
    path("pengembalian/<uuid:public_id>/", refund_views.detail, name="refund"),
    path("pengembalian/terima/<uuid:public_id>/", refund_views.of_receipt, name="refund_of_receipt"),
    path("pengembalian/hapus/<uuid:public_id>/", refund_views.of_write_off, name="refund_of_write_off"),
    path("pengembalian/<uuid:public_id>/unduh/", refund_views.people_export, name="refund_people_export"),
    path("pengembalian/<uuid:public_id>/terima/", refund_views.receive, name="refund_receive"),
    path("pengembalian/<uuid:public_id>/hapus/", refund_views.write_off, name="refund_write_off"),
    path("pengembalian/<uuid:public_id>/surat/", refund_views.letter, name="refund_letter"),
    path("pelepasan/<uuid:public_id>/", refund_views.release, name="release"),
    path("pelepasan/<uuid:public_id>/unduh/", refund_views.release_people_export, name="release_people_export"),
    path("pelepasan/<uuid:public_id>/putuskan/", refund_views.decide, name="release_decide"),
]
