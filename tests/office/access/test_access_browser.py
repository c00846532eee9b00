"""The pages of accounts in a browser: readable by everyone, at two sizes, and a second factor set up by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from browsing import NARROW, looks_well, looks_well_wide_and_narrow
from test_second_factor import code_of

from jaring.office.access import services
from jaring.office.access.roles import Role

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
WHY = "Surat tugas 800/12/2026"

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_the_pages_of_accounts_are_readable_and_fit(users, open_as) -> None:
    facts = {"from_date": date(2026, 12, 1), "reason": WHY, "actor": users.administrator, "now": NOW}
    services.propose_role(users.officer, Role.TREASURER, "53.03", **facts)
    declined = services.propose_role(users.verifier, Role.OFFICER, "53.03", **facts)
    services.decide(declined, confirms=False, actor=users.head, now=NOW)
    _, token = services.invite("martha", "Martha Bano", "53.03", actor=users.administrator, now=datetime.now(UTC))
    services.begin_authenticator(users.treasurer, NOW)
    pages = (
        ("pengguna", users.administrator, "/pengguna/"),
        ("akun-orang", users.administrator, f"/pengguna/{users.officer.pk}/"),
        ("undang", users.administrator, "/pengguna/baru/"),
        ("usulan", users.head, "/pengguna/usulan/"),
        ("akun", users.officer, "/akun/"),
        ("pengaman", users.treasurer, "/akun/pengaman/"),
        ("tautan", None, f"/tautan/{token}/"),
    )

    for name, user, path in pages:
        page = open_as(user, path)
        looks_well_wide_and_narrow(page, f"akses-{name}")
        page.context.close()


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
