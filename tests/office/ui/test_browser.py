"""What one does in a page: by keyboard, without script, on a narrow screen, on paper."""

from __future__ import annotations

import paper_trail as trail
import pytest
from browsing import NARROW, looks_well

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_the_menu_of_a_narrow_screen_opens_by_keyboard(users, open_as) -> None:
    page = open_as(users.officer, "/", NARROW)
    menu = page.get_by_role("button", name="Menu")

    assert not page.get_by_role("link", name="Peserta").is_visible()
    menu.focus()
    page.keyboard.press("Enter")

    assert menu.get_attribute("aria-expanded") == "true"
    assert page.get_by_role("link", name="Peserta").is_visible()


def test_the_first_tab_leads_past_the_navigation(users, open_as) -> None:
    page = open_as(users.officer, "/")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Langsung ke isi"
    page.keyboard.press("Enter")
    page.wait_for_url("**/#main")


def test_a_nik_typed_into_the_search_never_stands_in_an_address(users, villages, make_person, open_as) -> None:
    person = make_person("Lusia Bani", villages.kefa, nik="5303045203859777")
    page = open_as(users.officer, "/peserta/")
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))

    page.get_by_label("Nama atau NIK").fill("5303 0452 0385 9777")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/peserta/{person.public_id}/")

    assert page.get_by_role("heading", level=1).inner_text() == "Lusia Bani"
    assert not [address for address in addresses if "9777" in address]


def test_a_filter_changes_the_list_and_the_address_without_loading_the_page(users, people, villages, open_as) -> None:
    page = open_as(users.officer, "/peserta/")
    page.evaluate("window.isSamePage = true")

    page.get_by_role("combobox", name="Desa/kelurahan").select_option(villages.maubeli.code)
    page.wait_for_url("**desa=*")
    page.get_by_text("1 orang").wait_for()

    assert page.locator("tbody tr").count() == 1
    assert page.evaluate("window.isSamePage")
    page.reload()
    assert page.locator("tbody tr").count() == 1


def test_the_list_works_without_script(users, people, browser, address, client_of) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=address)
    cookie = client_of(users.officer).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": address}])
    page = context.new_page()
    page.goto("/peserta/")

    page.get_by_label("Nama atau NIK").fill("maria")
    page.get_by_role("main").get_by_role("button", name="Cari").click()

    assert page.locator("tbody tr").count() == 1
    context.close()


def test_escape_closes_a_question_and_gives_the_focus_back(users, people, open_as) -> None:
    page = open_as(users.officer, f"/peserta/{people['maria'].public_id}/")
    button = page.locator("summary", has_text="Tampilkan NIK")

    button.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Untuk keperluan apa?").focus()
    page.keyboard.press("Escape")

    assert not page.get_by_label("Untuk keperluan apa?").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_language_switches_and_stays(users, open_as) -> None:
    page = open_as(users.officer, "/peserta/")

    page.get_by_role("button", name="English").click()
    page.wait_for_load_state()

    assert page.get_by_role("heading", level=1).inner_text() == "Participants and candidates"
    assert page.locator("html").get_attribute("lang") == "en"


def test_only_the_content_is_printed(users, people, open_as) -> None:
    page = open_as(users.officer, "/peserta/")

    page.emulate_media(media="print")

    assert not page.get_by_role("navigation", name="Menu utama").is_visible()
    assert not page.get_by_role("main").get_by_role("button", name="Cari").is_visible()
    assert page.locator("tbody tr").first.is_visible()


LIST = (
    "NIK;Nama;Tanggal Lahir;Desa;Pekerjaan\n"
    "5303041203859101;Yohanes Naisoko;12-03-1985;Kefamenanu Selatan;Petani\n"
    "5303044207909102;Maria Sa'u;;Kefamenanu Selatan;Pedagang\n"
    "530304120385910;Petrus Kefi;12-03-1985;Kefamenanu Selatan;Petani\n"
)


def test_a_list_is_sent_in_judged_by_keyboard_mended_and_taken_over(users, gazetteer, open_as) -> None:
    page = open_as(users.officer, "/impor/baru/", NARROW)
    page.get_by_label("Berkas daftar").set_input_files(
        {"name": "Kefa.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    )
    page.get_by_label("Pengirim").fill("Lurah")
    page.get_by_role("button", name="Kirim dan nilai").click()
    page.get_by_text("1 baris meragukan belum diputuskan.").wait_for()
    looks_well(page, "kiriman")
    listed = page.url

    page.get_by_role("button", name="Terima Maria Sa'u", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_text("Tidak ada baris meragukan yang menunggu keputusan.").wait_for()
    assert page.url == listed, "only the row is exchanged"
    assert page.evaluate("document.activeElement.getAttribute('aria-pressed')") == "true"

    page.get_by_role("link", name="ditolak").click()
    page.get_by_role("link", name="Perbaiki Petrus Kefi").click()
    page.get_by_role("heading", level=1, name="Petrus Kefi").wait_for()
    looks_well(page, "baris")
    page.get_by_label("NIK").fill("5303041203859103")
    page.get_by_role("button", name="Simpan", exact=True).click()
    page.get_by_text("Baris telah diperbaiki dan dinilai ulang: baik.").wait_for()

    page.get_by_role("link", name="Bandingkan dengan daftar peserta").click()
    page.get_by_text("Baru (3)").wait_for()
    looks_well(page, "perbandingan")
    page.go_back()
    page.locator("summary", has_text="Ambil alih ke daftar peserta").click()
    page.get_by_role("button", name="Ambil alih", exact=True).click()
    page.get_by_text("Diambil alih ke daftar peserta: 3 orang baru, 0 berubah, 0 tetap.").wait_for()


def test_a_folder_is_sent_whole_and_a_form_that_comes_back_still_holds_it(users, gazetteer, open_as, tmp_path) -> None:
    heading, yohanes, maria = LIST.splitlines(keepends=True)[:3]
    (tmp_path / "Naibenu").mkdir()
    (tmp_path / "Kefa.csv").write_text(heading + yohanes)
    (tmp_path / "Naibenu" / "Maubeli.csv").write_text(heading + maria)
    (tmp_path / "~$Kefa.xlsx").write_text("kunci")
    page = open_as(users.officer, "/impor/baru/")

    page.locator("input[webkitdirectory]").set_input_files(tmp_path)
    page.get_by_text("Dipilih: 2 berkas").wait_for()
    page.get_by_label("Pengirim").fill("Camat")
    page.get_by_label("Tanggal terima").fill("31-12-2099")
    page.get_by_role("button", name="Kirim dan nilai").click()
    page.get_by_text("Tanggal terima tidak boleh sesudah hari ini.").wait_for()
    page.get_by_text("Dipilih: 2 berkas").wait_for()
    page.get_by_label("Tanggal terima").fill("01-11-2026")
    page.get_by_role("button", name="Kirim dan nilai").click()

    page.get_by_role("heading", level=1, name="2 berkas").wait_for()


def test_the_reasons_of_a_decision_open_by_keyboard(users, people, programme, open_as) -> None:
    run = trail.run_targeting(programme.year, programme.payer, users.officer)
    page = open_as(users.officer, f"/penetapan/{run.public_id}/", NARROW)
    reasons = page.locator("#list td details").first

    reasons.locator("summary").focus()
    page.keyboard.press("Enter")

    assert reasons.locator("li").first.is_visible()
