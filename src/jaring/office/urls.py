"""Addresses of the pages. Indonesian nouns, because people read and send them."""

from django.urls import include, path

handler500 = "jaring.office.ui.middleware.failure"
urlpatterns = [
    path("", include("jaring.office.ui.urls")),
    path("", include("jaring.office.access.urls")),
    path("", include("jaring.office.lists.urls")),
    path("peserta/", include("jaring.office.people.urls")),
    path("impor/", include("jaring.office.intake.urls")),
    path("usulan/", include("jaring.office.proposals.urls")),
    path("penetapan/", include("jaring.office.programme.targeting_urls")),
    path("sk/", include("jaring.office.programme.decree_urls")),
    path("anggaran/", include("jaring.office.budgets.urls")),
    path("iuran/", include("jaring.office.billing.urls")),
    path("buku/", include("jaring.office.books.urls")),
    path("rekonsiliasi/", include("jaring.office.reconciliation.urls")),
    path("penjaga/", include("jaring.office.payments.guard_urls")),
    path("pembayaran/", include("jaring.office.payments.urls")),
    path("aturan/", include("jaring.office.rules.urls")),
    path("hitung/", include("jaring.office.rules.calculator_urls")),
    path("ringkasan/", include("jaring.office.insight.brief_urls")),
    path("peta/", include("jaring.office.insight.urls")),
    path("batas-wilayah/", include("jaring.office.insight.boundary_urls")),
    path("publik/", include("jaring.office.insight.public_urls")),
    path("jejak/", include("jaring.office.audit.urls")),
    path("pengguna/", include("jaring.office.access.user_urls")),
]
