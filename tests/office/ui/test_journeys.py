"""What each role does in a day, from log-in to finished task, in a browser, on the demonstration regency.

The office is served as at a start by hand, from a small demonstration that is built for these tests; with
``--demonstration HOME`` from a copy of that installation. ``--pictures FOLDER`` renews the pictures of the guides:

    python -m pytest tests/office/ui/test_journeys.py --demonstration var --pictures docs/pictures
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pictures
import pytest
import small_demonstration
from browsing import is_complaint
from django.db import connection
from paper_trail import today_there
from playwright.sync_api import Browser, BrowserContext, Page, expect

JARING = Path(sys.executable).with_name("jaring")
SIZE = {"width": 1120, "height": 760}
PATIENCE_MS = 90_000
"""How long a busy machine may take for one step."""
PICTURE_BYTES_MAX = 120_000

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Office:
    """A served installation: where it answers, and the password of every account."""

    address: str
    password: str
    folder: Path


@pytest.fixture(scope="module")
def office(request, tmp_path_factory, django_db_setup, django_db_blocker, kept_world) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("journeys") / "home"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JARING_", "DATABASE_URL"))}
    environment = kept | {"JARING_HOME": str(folder)}
    if given := request.config.getoption("--demonstration"):
        shutil.copytree(given, folder)
        subprocess.run([str(JARING), "demo"], env=environment, check=True, timeout=600, stdout=subprocess.DEVNULL)
    else:
        (folder / "data").mkdir(parents=True, mode=0o700)
        with django_db_blocker.unblock():  # The tables of the tests' database, empty, save making them anew.
            kept_world.stand(set(), commits=True)
            if connection.vendor == "sqlite":
                connection.cursor().execute("VACUUM INTO %s", [str(folder / "data" / "jaring.sqlite3")])
        subprocess.run([sys.executable, small_demonstration.__file__], env=environment, check=True, timeout=600)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    served = subprocess.Popen(
        [str(JARING), "serve", "--port", str(port)], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert served.stdout is not None
    try:
        assert any(str(port) in line for line in served.stdout), "the server ended before it was ready"
        password = json.loads((folder / "keys" / "demo-logins.json").read_text())["password"]
        yield Office(f"http://127.0.0.1:{port}", password, folder)
    finally:
        served.terminate()
        served.wait(timeout=30)
        served.stdout.close()


class Journeys:
    """Opens the office for one account after another, and hears every complaint of the browser."""

    def __init__(self, browser: Browser, office: Office, pictures: Path | None) -> None:
        self.browser, self.office, self.pictures = browser, office, pictures
        self.complaints: list[str] = []
        self.contexts: list[BrowserContext] = []

    def log_in(self, username: str) -> Page:
        """Return the home page of an account, reached as people reach it."""
        context = self.browser.new_context(viewport=SIZE, base_url=self.office.address, locale="id-ID")
        self.contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda message: is_complaint(message) and self.complaints.append(message.text))
        page.goto("/masuk/")
        page.get_by_label("Nama pengguna").fill(username)
        page.get_by_label("Kata sandi").fill(self.office.password)
        page.get_by_role("button", name="Masuk").click()
        page.get_by_role("heading", level=1, name="Beranda").wait_for()
        return page

    def picture(self, page: Page, name: str) -> None:
        """Keep what is seen as a picture of the guides, when they are asked for."""
        if self.pictures:
            path = self.pictures / f"{name}.png"
            pictures.keep(page, path)
            assert path.stat().st_size <= PICTURE_BYTES_MAX, name


@pytest.fixture
def journeys(request, browser: Browser, office: Office) -> Iterator[Journeys]:
    folder = request.config.getoption("--pictures")
    made = Journeys(browser, office, Path(folder) if folder else None)
    yield made
    for context in made.contexts:
        context.close()
    assert made.complaints == [], "a script or the policy of the page failed"


HEADINGS = "NIK;Nama;Tanggal Lahir;Desa;Pekerjaan\n"
GOOD = "5303051203859981;Yohanes Naisoko;12-03-1985;Kefamenanu Utara;Petani\n"
DOUBTFUL = "5303054207909982;Maria Sa'u;;Kefamenanu Utara;Pedagang\n"
SHORT_NIK = "530305120385998;Petrus Kefi;12-03-1985;Kefamenanu Utara;Petani\n"

DEATH = {
    "Tanggal kejadian": "10-11-2026",
    "Terdaftar sejak": "01-07-2025",
    "Dari bulan": "07-2025",
    "Sampai dengan bulan": "11-2026",
    "Tanggal lahir anak": "02-03-2015",
    "Dihitung menurut keadaan pada": "23-11-2026",
}


def test_a_list_goes_from_the_village_through_the_kecamatan_onto_the_register(journeys: Journeys) -> None:
    operator = journeys.log_in("desa")
    journeys.picture(operator, "desa-beranda")
    operator.get_by_role("link", name="Daftar masuk").first.click()
    operator.get_by_role("link", name="Kirim daftar").click()
    operator.get_by_label("Berkas daftar").set_input_files(
        {
            "name": "Usulan baru.csv",
            "mimeType": "text/csv",
            "buffer": (HEADINGS + GOOD + DOUBTFUL + SHORT_NIK).encode(),
        }
    )
    operator.get_by_label("Pengirim").fill("Lurah")
    journeys.picture(operator, "desa-kirim")
    operator.get_by_role("button", name="Kirim dan nilai").click()
    operator.get_by_text("1 baris meragukan belum diputuskan.").wait_for()
    delivery = operator.url
    operator.get_by_role("link", name="ditolak").click()
    operator.get_by_role("link", name="Perbaiki Petrus Kefi").click()
    operator.get_by_text("NIK tidak terdiri atas 16 angka.").first.wait_for()
    journeys.picture(operator, "desa-perbaiki")
    operator.get_by_label("NIK").fill("5303051203859983")
    operator.get_by_role("button", name="Simpan", exact=True).click()
    operator.get_by_text("Baris telah diperbaiki dan dinilai ulang: baik.").wait_for()

    verifier = journeys.log_in("kecamatan")
    journeys.picture(verifier, "kecamatan-beranda")
    verifier.goto(delivery)
    journeys.picture(verifier, "kecamatan-meragukan")
    verifier.get_by_role("button", name="Terima Maria Sa'u", exact=True).click()
    verifier.get_by_text("Tidak ada baris meragukan yang menunggu keputusan.").wait_for()
    verifier.get_by_role("link", name="Bandingkan dengan daftar peserta").click()
    verifier.get_by_text("Baru (3)").wait_for()
    journeys.picture(verifier, "kecamatan-banding")

    officer = journeys.log_in("petugas")
    journeys.picture(officer, "beranda")
    officer.goto(delivery)
    journeys.picture(officer, "daftar-masuk")
    officer.locator("summary", has_text="Ambil alih ke daftar peserta").click()
    officer.get_by_role("button", name="Ambil alih", exact=True).click()
    officer.get_by_text("Diambil alih ke daftar peserta: 3 orang baru").wait_for()
    officer.get_by_role("link", name="Penetapan").first.click()
    officer.locator("tbody a").first.click()
    officer.get_by_role("heading", name="Keputusan dan alasannya").wait_for()
    journeys.picture(officer, "penetapan")


def test_a_bill_goes_from_the_head_to_the_treasurer_and_the_auditor_follows_it(
    journeys: Journeys, tmp_path: Path
) -> None:
    head = journeys.log_in("kepala")
    journeys.picture(head, "kepala-beranda")
    head.get_by_role("link", name=re.compile(r"^\d+ tagihan menunggu persetujuan")).click()
    head.locator("tbody th a").last.click()  # The newest month: the current one, or on its first day the one before.
    largest = head.get_by_role("link", name="APBD Kabupaten Timor Tengah Utara")
    if largest.count():  # Where several payers have a bill, the page begins with another.
        largest.first.click()
    head.locator("summary", has_text="Setujui tagihan").wait_for()
    journeys.picture(head, "iuran")
    head.locator("summary", has_text="Setujui tagihan").click()
    journeys.picture(head, "kepala-setujui")
    head.get_by_role("button", name="Setujui tagihan", exact=True).click()
    head.get_by_text("Tagihan disetujui.").wait_for()

    treasurer = journeys.log_in("bendahara")
    journeys.picture(treasurer, "bendahara-beranda")
    treasurer.get_by_role("link", name=re.compile("menunggu perintah bayar")).click()
    treasurer.get_by_label("Nomor SPP").fill("901/SPP-LS/CONTOH")
    treasurer.get_by_label("Tanggal SPP").fill(f"{today_there():%d-%m-%Y}")
    treasurer.get_by_label("Kode iuran").fill("990099990001")
    journeys.picture(treasurer, "bendahara-perintah")
    treasurer.get_by_role("button", name="Buat perintah bayar").click()
    treasurer.get_by_text("Perintah bayar dibuat.").wait_for()
    treasurer.get_by_role("link", name="Catat setoran").click()
    proof = tmp_path / "bukti.pdf"
    proof.write_bytes(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
    for label, value in {"Nomor referensi bank": "REF-9001", "Nomor SPM": "901/SPM", "Nomor SP2D": "901/SP2D"}.items():
        treasurer.get_by_label(label).fill(value)
    for label in ("Tanggal valuta", "Tanggal SPM", "Tanggal SP2D"):
        treasurer.get_by_label(label).fill(f"{today_there():%d-%m-%Y}")
    treasurer.get_by_label("Bukti setoran").set_input_files(proof)
    journeys.picture(treasurer, "bendahara-setoran")
    treasurer.get_by_role("button", name="Catat setoran").click()
    treasurer.get_by_text("Setoran tercatat dan dialokasikan ke iuran yang terbuka.").wait_for()

    auditor = journeys.log_in("pemeriksa")
    journeys.picture(auditor, "pemeriksa-beranda")
    auditor.get_by_role("link", name="Jejak").first.click()
    expect(auditor.get_by_text("Setoran dicatat").last).to_be_visible()
    journeys.picture(auditor, "pemeriksa-jejak")
    auditor.get_by_role("link", name="Periksa rantai").click()
    auditor.get_by_role("heading", level=1).wait_for()
    journeys.picture(auditor, "pemeriksa-rantai")
    auditor.goto("/aturan/?cari=santunan")
    journeys.picture(auditor, "aturan")
    auditor.goto("/hitung/manfaat/")
    auditor.get_by_role("link", name="Meninggal karena kecelakaan kerja").click()
    for label, value in DEATH.items():
        auditor.get_by_label(label).first.fill(value)
    auditor.get_by_label("Suami atau istri").select_option("widow")
    auditor.get_by_label("Sekolah sekarang").first.select_option("SD")
    auditor.get_by_role("button", name="Hitung", exact=True).click()
    auditor.get_by_text("Ahli waris berhak menerima Rp70.000.000 tunai").wait_for()
    journeys.picture(auditor, "manfaat")


def test_the_branch_of_the_insurer_delivers_its_list(journeys: Journeys, tmp_path: Path) -> None:
    last = max((journeys.office.folder / "demo" / "bpjs").glob("aktif-*.csv"))
    listed = tmp_path / "aktif.csv"
    listed.write_text(last.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    branch = journeys.log_in("bpjs")
    journeys.picture(branch, "bpjs-beranda")
    branch.get_by_role("link", name="Rekonsiliasi").first.click()
    journeys.picture(branch, "bpjs-bulan")
    branch.get_by_role("link", name="Masukkan daftar BPJS").click()
    branch.get_by_label("Bulan iuran").select_option(last.stem.removeprefix("aktif-"))
    branch.get_by_label("Daftar peserta aktif").set_input_files(listed)
    journeys.picture(branch, "bpjs-kirim")
    branch.locator("main form button[type=submit]").first.click()
    branch.get_by_text("baris terbaca.").wait_for()


def test_the_leadership_takes_the_brief_along(journeys: Journeys) -> None:
    regent = journeys.log_in("pimpinan")
    journeys.picture(regent, "pimpinan-beranda")
    regent.get_by_role("link", name="Peta").first.click()
    regent.get_by_role("heading", level=1).wait_for()
    journeys.picture(regent, "pimpinan-peta")
    regent.get_by_role("link", name="Ringkasan", exact=True).click()
    journeys.picture(regent, "pimpinan-ringkasan")
    with regent.expect_download() as waiting:
        regent.get_by_role("link", name="PDF satu halaman").click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF")


def test_the_administrator_invites_somebody_whose_role_the_head_confirms(journeys: Journeys) -> None:
    administrator = journeys.log_in("admin")
    journeys.picture(administrator, "admin-beranda")
    administrator.get_by_role("link", name="Pengguna dan peran").click()
    administrator.get_by_role("link", name="Undang").click()
    administrator.get_by_label("Nama lengkap").fill("Theresia Neno")
    administrator.get_by_label("Nama pengguna").fill("theresia")
    journeys.picture(administrator, "admin-undang")
    administrator.get_by_role("button", name="Buat akun dan tautan").click()
    administrator.get_by_role("heading", level=1, name="Theresia Neno").wait_for()
    journeys.picture(administrator, "admin-peran")
    role = administrator.get_by_role("region", name="Usulkan peran")
    role.get_by_label("Peran", exact=True).select_option(label="Verifikator kecamatan")
    role.get_by_label("Wilayah").select_option("53.03.05")
    role.get_by_label("Berlaku sejak").fill(f"{today_there():%d-%m-%Y}")
    role.get_by_label("Alasan").fill("SK penugasan verifikator")
    role.get_by_role("button", name="Usulkan", exact=True).click()
    administrator.get_by_text("Peran diusulkan. Orang lain harus menyetujuinya.").wait_for()

    head = journeys.log_in("kepala")
    head.get_by_role("link", name=re.compile("Putuskan .* usulan akses")).click()
    journeys.picture(head, "kepala-akses")
    head.get_by_role("button", name="Setujui", exact=True).click()
    head.get_by_text("Usulan disetujui.").wait_for()
