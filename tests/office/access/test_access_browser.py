"""A second factor set up and used by hand, on a narrow screen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from browsing import NARROW, looks_well
from test_second_factor import code_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_a_second_factor_is_set_up_and_asked_for(users, open_as, settings) -> None:
    settings.MFA = "required"
    users.officer.set_password("sandi-untuk-uji-2026")
    users.officer.save()
    page = open_as(None, "/masuk/", NARROW)

    page.get_by_label("Nama pengguna").fill("petugas")
    page.get_by_label("Kata sandi").fill("sandi-untuk-uji-2026")
    page.get_by_role("button", name="Masuk").click()
    page.get_by_role("button", name="Mulai memasang").click()
    page.get_by_role("img", name="Gambar QR").wait_for()
    page.get_by_role("textbox", name="Kode").fill(code_of(users.officer, datetime.now(UTC)))
    page.get_by_role("button", name="Pasang", exact=True).click()
    looks_well(page, "akses-kode-cadangan")
    paper = page.locator("ol.mono li").first.inner_text()
    page.get_by_role("link", name="Sudah saya simpan").click()
    page.wait_for_url("**/")

    again = open_as(None, "/masuk/", NARROW)
    again.get_by_label("Nama pengguna").fill("petugas")
    again.get_by_label("Kata sandi").fill("sandi-untuk-uji-2026")
    again.get_by_role("button", name="Masuk").click()
    again.get_by_label("Kode").wait_for()
    looks_well(again, "akses-kode")
    again.get_by_label("Kode").fill(paper)
    again.get_by_role("button", name="Lanjut").click()
    again.wait_for_url("**/")
