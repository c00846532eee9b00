"""The calculators in a browser: usable at 360 px and by keyboard, without script and on paper."""

from __future__ import annotations

import pytest
from browsing import NARROW, looks_well, looks_well_wide_and_narrow

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
FACTS = {
    "Tanggal kejadian": "10-11-2026",
    "Terdaftar sejak": "01-07-2025",
    "Dihitung menurut keadaan pada": "23-11-2026",
}


def fill_in(page, **facts: str) -> None:
    for label, value in (FACTS | facts).items():
        page.get_by_label(label).first.fill(value)
    page.get_by_label("Dari bulan").first.fill("07-2025")
    page.get_by_label("Sampai dengan bulan").first.fill("11-2026")


def test_a_death_is_computed_step_by_step(villages, open_as) -> None:
    page = open_as(None, "/hitung/manfaat/", NARROW)
    page.get_by_role("link", name="Meninggal karena kecelakaan kerja").click()

    fill_in(page)
    page.get_by_label("Suami atau istri").select_option("widow")
    page.get_by_label("Tanggal lahir anak").first.fill("02-03-2015")
    page.get_by_label("Sekolah sekarang").first.select_option("SD")
    page.get_by_role("button", name="Hitung", exact=True).click()

    page.get_by_text("Ahli waris berhak menerima Rp70.000.000 tunai").wait_for()
    looks_well_wide_and_narrow(page, "manfaat-hasil")


def test_a_loss_is_found_in_the_table_and_refusals_stand_at_their_fields(villages, open_as) -> None:
    page = open_as(None, "/hitung/manfaat/?kejadian=kecelakaan", NARROW)
    fill_in(page)
    page.get_by_label("Akibatnya").select_option("partial_disability")
    page.get_by_role("button", name="Hitung", exact=True).click(no_wait_after=True)
    page.get_by_text("“Akibatnya” cacat sebagian, tetapi “Bagian tubuh” kosong.").wait_for()
    looks_well(page, "kecelakaan-tolak")

    page.get_by_label("Bagian tubuh").first.fill("ibu jari kaki")
    page.get_by_role("button", name="Hitung", exact=True).click()

    page.get_by_text("Peserta berhak menerima Rp4.000.000 tunai").wait_for()


def test_what_is_folded_opens_by_keyboard_and_counts(villages, open_as) -> None:
    page = open_as(None, "/hitung/manfaat/?kejadian=meninggal", NARROW)
    fill_in(page)
    for title in ("Pembayaran terlambat", "Keluar", "Kepesertaan lain", "Laporan dan pembayaran klaim"):
        page.locator("summary", has_text=title).first.focus()
        page.keyboard.press("Enter")
    payment = page.get_by_role("group", name="Pembayaran 1").first
    payment.get_by_label("Dari bulan").fill("10-2025")
    payment.get_by_label("Sampai dengan bulan").fill("12-2025")
    payment.get_by_label("Dibayar pada tanggal").fill("20-01-2026")
    other = page.get_by_role("group", name="Kepesertaan lain 1")
    other.get_by_label("Terdaftar sejak").fill("01-05-2026")
    page.get_by_label("Tanggal dilaporkan").fill("11-11-2026")
    page.get_by_role("button", name="Hitung", exact=True).click(no_wait_after=True)
    page.get_by_text("Isi bulan yang dibayar, atau tandai bahwa belum ada.").wait_for()

    other.get_by_label("Dari bulan").first.fill("05-2026")
    other.get_by_label("Sampai dengan bulan").first.fill("10-2026")
    page.get_by_role("button", name="Hitung", exact=True).click()

    page.get_by_text("Ahli waris berhak menerima Rp42.000.000 tunai").wait_for()
    page.get_by_text("Kepesertaan lain: bukan penerima upah pada BPJS Ketenagakerjaan sejak 1 Mei 2026").wait_for()
    looks_well(page, "manfaat-lain-hasil")


def test_the_calculators_work_without_script(villages, browser, address) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto("/hitung/manfaat/?kejadian=meninggal")
    fill_in(page)
    page.get_by_role("button", name="Hitung", exact=True).click()

    assert page.locator("#hasil .verdict").inner_text().startswith("Ahli waris berhak menerima Rp42.000.000 tunai")
    context.close()


def test_only_the_result_is_printed(villages, open_as) -> None:
    page = open_as(None, "/hitung/iuran/?bulan=2026-05&sumber=SELF&penghasilan=900000&bidang=other")

    page.emulate_media(media="print")

    assert page.locator("#hasil").is_visible()
    assert not page.get_by_role("button", name="Hitung", exact=True).is_visible()
    assert not page.get_by_role("navigation", name="Menu utama").is_visible()
