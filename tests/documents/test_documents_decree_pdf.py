"""What stands in the PDF of a decree, and what is left when its making fails."""

from __future__ import annotations

import hashlib
import json
import pickle
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import typst
from invented_people import invented_rows
from pypdf import PdfReader

from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.documents import decree_pages, typesetter
from jaring.documents.annex import AnnexChange, AnnexRow, annex_hash
from jaring.documents.decree import DecreeDocument, DecreeKind, DecreeStatus, write_decree_pdf
from jaring.documents.decree_pages import decree_parts
from jaring.documents.errors import (
    DocumentFactsError,
    DocumentNotWrittenError,
    IdentifierExposedError,
    TypesettingFailedError,
    TypesettingStoppedError,
)
from jaring.documents.typesetting import typeset

F4_POINTS = (215 / 25.4 * 72, 330 / 25.4 * 72)


def pages_of(path: Path) -> list[str]:
    return [re.sub(r"[ \n]+", " ", page.extract_text()) for page in PdfReader(path).pages]


@pytest.fixture(scope="module")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("decree")


@pytest.fixture
def printed(shared_folder: Path, decree: DecreeDocument, rows: list[AnnexRow], made_at: datetime) -> Path:
    """Return the decree of the fixtures as PDF, made once."""
    target = shared_folder / "sk.pdf"
    if not target.exists():
        write_decree_pdf(decree, rows, target, made_at=made_at)
    return target


def test_the_decree_says_what_it_decrees(printed: Path) -> None:
    text = " ".join(pages_of(printed)[:2])

    for phrase in (
        "BUPATI TIMOR TENGAH UTARA",
        "NOMOR 123/KEP/HK/2025",
        "Menimbang : a. bahwa pekerja rentan perlu dilindungi;",
        "Mengingat : 1. Undang-Undang Nomor 40 Tahun 2004;",
        "MEMUTUSKAN:",
        "KESATU : Menetapkan peserta",
        "KEDUA : Keputusan ini mulai berlaku.",
        "Ditetapkan di Kefamenanu",
        "pada tanggal 1 Juli 2025",
        "YOSEP CONTOH NAISABAN",
        "Kepala BPJS Ketenagakerjaan Cabang Atambua.",
    ):
        assert phrase in text


def test_amounts_stand_in_figures_and_in_words(printed: Path) -> None:
    text = " ".join(pages_of(printed))

    assert "Rp2.520.000,00 (dua juta lima ratus dua puluh ribu rupiah)" in text
    assert "Rp15.120.000,00 (lima belas juta seratus dua puluh ribu rupiah)" in text
    assert "150 (seratus lima puluh) orang" in text


def test_everyone_is_named_once(printed: Path, rows: list[AnnexRow]) -> None:
    text = " ".join(pages_of(printed))

    assert [row.name for row in rows if text.count(row.name) != 1] == []


def test_pages_are_numbered_through(printed: Path) -> None:
    pages = pages_of(printed)

    assert len(pages) >= 5
    assert [f"Halaman {n} dari {len(pages)}" in page for n, page in enumerate(pages, 1)] == [True] * len(pages)


def test_every_page_of_people_repeats_the_head_of_the_table(printed: Path) -> None:
    pages = [page for page in pages_of(printed) if "530301" in page or "530302" in page or "530303" in page]

    assert len(pages) >= 3
    assert all("No. Nama NIK Lahir Alamat Pekerjaan Mulai" in page for page in pages)


def test_the_sheet_is_f4_and_only_shipped_fonts_are_used(printed: Path) -> None:
    reader = PdfReader(printed)

    sizes = {(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in reader.pages}
    fonts = {str(font["/BaseFont"]) for page in reader.pages for font in fonts_of(page)}
    assert sizes == {tuple(map(round, F4_POINTS))}
    assert {name.partition("+")[2].split("-")[0] for name in fonts} == {
        "TeXGyreBonum",
        "TeXGyreHerosCondensed",
        "DejaVuSansMono",
    }


def fonts_of(page: object) -> list[dict[str, object]]:
    # pypdf types the entries of a page as any PDF object; resources are always a dictionary.
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]  # A page of ours has fonts.


def test_the_printed_hash_is_that_of_the_attached_lines(printed: Path, rows: list[AnnexRow]) -> None:
    reader = PdfReader(printed)

    attached = reader.attachments["lampiran.jsonl"][0]
    printed_text = "".join(reader.pages[0].extract_text().split())
    assert hashlib.sha256(attached).hexdigest() == annex_hash(rows)
    assert annex_hash(rows) in printed_text


def test_the_outline_leads_to_each_kecamatan(printed: Path) -> None:
    reader = PdfReader(printed)

    outline = {item.title: reader.get_destination_page_number(item) for item in reader.outline}
    assert list(outline)[:3] == ["Keputusan", "Lampiran I", "Kecamatan Miomaffo Timur"]
    assert "KECAMATAN BIBOKI SELATAN" in pages_of(printed)[outline["Kecamatan Biboki Selatan"]]


def test_same_facts_give_the_same_bytes(
    tmp_path: Path, printed: Path, decree: DecreeDocument, rows: list[AnnexRow], made_at: datetime
) -> None:
    written = write_decree_pdf(decree, rows[::-1], tmp_path / "again.pdf", made_at=made_at)

    assert (tmp_path / "again.pdf").read_bytes() == printed.read_bytes()
    assert written.file_sha256 == hashlib.sha256(printed.read_bytes()).hexdigest()
    assert (written.rows, written.annex_hash) == (150, annex_hash(rows))


def test_only_a_draft_is_marked_on_every_page(
    tmp_path: Path, printed: Path, decree: DecreeDocument, made_at: datetime
) -> None:
    rows = invented_rows(10)
    draft = replace(decree, status=DecreeStatus.DRAFT, number="", signed_date=None, participants=10)

    write_decree_pdf(draft, rows, tmp_path / "draft.pdf", made_at=made_at)

    assert all("RANCANGAN" in page for page in pages_of(tmp_path / "draft.pdf"))
    assert not any("RANCANGAN" in page for page in pages_of(printed))


def test_an_amendment_separates_who_comes_from_who_goes(
    tmp_path: Path, decree: DecreeDocument, made_at: datetime
) -> None:
    rows = [
        replace(row, change=AnnexChange.REMOVAL, reason="Meninggal dunia") if row.number % 2 else row
        for row in invented_rows(12)
    ]
    amendment = replace(
        decree,
        kind=DecreeKind.AMENDMENT,
        amends_number="123/KEP/HK/2025",
        amends_date=date(2025, 7, 1),
        number="201/KEP/HK/2025",
        participants=150,
    )

    write_decree_pdf(amendment, rows, tmp_path / "amendment.pdf", made_at=made_at)

    text = " ".join(pages_of(tmp_path / "amendment.pdf"))
    assert text.count("Penambahan peserta") == text.count("Pengurangan peserta") == 3
    assert text.count("Meninggal dunia") == 6
    assert "DAFTAR PERUBAHAN PESERTA" in text
    assert "peserta sesudah perubahan 150 (seratus lima puluh) orang" in text


@pytest.mark.parametrize("count", [48, 51, 54, 57, 60])
def test_the_signature_never_stands_on_a_page_without_people(
    tmp_path: Path, decree: DecreeDocument, made_at: datetime, count: int
) -> None:
    rows = invented_rows(count, districts=1)

    write_decree_pdf(replace(decree, participants=count), rows, tmp_path / "sk.pdf", made_at=made_at)

    last = pages_of(tmp_path / "sk.pdf")[-1]
    assert "YOSEP CONTOH NAISABAN" in last
    assert rows[-2].name in last
    assert rows[-1].name in last


def test_text_is_never_read_as_markup(tmp_path: Path, decree: DecreeDocument, made_at: datetime) -> None:
    hostile = ["#panic()", "*tebal* _miring_", "$x^2$ @ref <l>", "= Judul", "\\u{41} // x", "[x](y) ]", "a\u0000b\nc"]
    rows = [replace(row, name=name) for row, name in zip(invented_rows(7), hostile, strict=True)]

    write_decree_pdf(replace(decree, participants=7, about='#read("x")'), rows, tmp_path / "sk.pdf", made_at=made_at)

    text = " ".join(pages_of(tmp_path / "sk.pdf"))
    for name in [*hostile[:6], "a b c", '#READ("X")']:
        assert name in text


def test_long_words_wrap_inside_their_cell(tmp_path: Path, decree: DecreeDocument, made_at: datetime) -> None:
    rows = [replace(row, name="W" * 60, occupation="M" * 60, address="Q" * 60) for row in invented_rows(3)]

    write_decree_pdf(replace(decree, participants=3), rows, tmp_path / "sk.pdf", made_at=made_at)

    text = PdfReader(tmp_path / "sk.pdf").pages[-1].extract_text()
    assert max(map(len, re.findall(r"W+|M+|Q+", text))) <= 16


def test_no_word_of_an_endless_decree_is_lost(tmp_path: Path, decree: DecreeDocument, made_at: datetime) -> None:
    endless = " ".join(f"kata{n}" for n in range(2000))
    copies = tuple(f"Camat {n}" for n in range(90))
    paper = replace(decree, participants=1, considerations=(endless,), dictum=("Satu", endless), copies=copies)

    write_decree_pdf(paper, invented_rows(1), tmp_path / "sk.pdf", made_at=made_at)

    words = " ".join(pages_of(tmp_path / "sk.pdf")).split()
    assert [n for n in range(2000) if sum(word.rstrip(".;") == f"kata{n}" for word in words) != 2] == []
    assert "89" in [word.rstrip(".;") for word in words]


@pytest.mark.parametrize("lines", range(14, 40, 3))
def test_the_signature_of_the_decree_stands_with_its_last_item(
    tmp_path: Path, decree: DecreeDocument, rows: list[AnnexRow], lines: int
) -> None:
    dictum = (*(f"Ketentuan {n}" for n in range(lines)), "Penutup keputusan")
    part = decree_parts(replace(decree, dictum=dictum), rows, annex_hash(rows))[0]
    document, _ = typeset([part], title="x", made_at=datetime(2025, 7, 1, tzinfo=UTC))
    (tmp_path / "sk.pdf").write_bytes(document)

    signed = [page for page in pages_of(tmp_path / "sk.pdf") if "YOSEP CONTOH NAISABAN" in page]

    assert len(signed) == 1
    assert "Penutup keputusan" in signed[0]


def test_a_large_kecamatan_is_typeset_in_parts(
    decree: DecreeDocument, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, made_at: datetime
) -> None:
    monkeypatch.setattr(decree_pages, "ROWS_PER_PART_MAX", 50)
    rows = invented_rows(120, districts=1)

    write_decree_pdf(replace(decree, participants=120), rows, tmp_path / "sk.pdf", made_at=made_at)

    pages = pages_of(tmp_path / "sk.pdf")
    assert [row.name for row in rows if " ".join(pages).count(row.name) != 1] == []
    assert sum("120 orang, lanjutan" in page for page in pages) == 2
    assert f"Halaman {len(pages)} dari {len(pages)}" in pages[-1]


def test_the_templates_compile_without_a_warning(decree: DecreeDocument, rows: list[AnnexRow]) -> None:
    for part in decree_parts(decree, rows, annex_hash(rows)):
        facts = json.dumps({**part.facts, "first_page": 1, "total_pages": 9})
        _, warnings = typst.compile_with_warnings(
            typesetter.HERE / "typst" / part.template,
            font_paths=typst.Fonts(include_system_fonts=False, font_paths=[typesetter.HERE / "fonts"]),
            ignore_system_fonts=True,
            sys_inputs={"facts": facts},
        )
        assert [warning.message for warning in warnings] == []


def test_the_code_vouches_for_the_decree_and_names_nobody(decree: DecreeDocument, rows: list[AnnexRow]) -> None:
    text = decree_pages.vouched_text(decree, rows, annex_hash(rows))

    assert text.splitlines() == [
        "JARING SK 1",
        "nomor: 123/KEP/HK/2025",
        "tanggal: 2025-07-01",
        "status: berlaku",
        "baris lampiran: 150",
        "peserta: 150",
        "iuran seluruhnya (Rp): 15120000",
        f"sha256 lampiran: {annex_hash(rows)}",
    ]


CONTRADICTIONS: dict[str, Callable[[DecreeDocument], DecreeDocument]] = {
    "in force without a number": lambda d: replace(d, number=""),
    "in force without a date": lambda d: replace(d, signed_date=None),
    "fewer participants than rows": lambda d: replace(d, participants=149),
    "no period": lambda d: replace(d, until_month=Month(2025, 7)),
    "no dictum": lambda d: replace(d, dictum=()),
    "initial, yet amends": lambda d: replace(d, amends_number="1/2025"),
    "amends nothing": lambda d: replace(d, kind=DecreeKind.AMENDMENT),
    "more than the months cost": lambda d: replace(d, total_idr=d.total_idr + Rupiah(1)),
    "negative": lambda d: replace(d, monthly_idr=Rupiah(-1)),
}


@pytest.mark.parametrize("name", CONTRADICTIONS)
def test_contradictory_facts_are_refused(
    name: str, tmp_path: Path, decree: DecreeDocument, rows: list[AnnexRow], made_at: datetime
) -> None:
    with pytest.raises(DocumentFactsError):
        write_decree_pdf(CONTRADICTIONS[name](decree), rows, tmp_path / "sk.pdf", made_at=made_at)

    assert list(tmp_path.iterdir()) == []


def test_an_empty_annex_a_removal_and_a_bare_nik_are_refused(
    tmp_path: Path, decree: DecreeDocument, rows: list[AnnexRow], made_at: datetime
) -> None:
    removed = [replace(rows[0], change=AnnexChange.REMOVAL), *rows[1:]]
    exposed = [replace(rows[0], masked_nik="5303041109909001"), *rows[1:]]

    for people, refusal in (
        ([], DocumentFactsError),
        (removed, DocumentFactsError),
        (exposed, IdentifierExposedError),
    ):
        with pytest.raises(refusal):
            write_decree_pdf(decree, people, tmp_path / "sk.pdf", made_at=made_at)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_killed_process_leaves_the_earlier_file_and_nothing_else(
    tmp_path: Path, decree: DecreeDocument, rows: list[AnnexRow], made_at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "sk.pdf"
    target.write_bytes(b"earlier")
    suicidal = tmp_path / "typesetter.py"
    suicidal.write_text("import os, signal, sys\nsys.stdin.read(9)\nos.kill(os.getpid(), signal.SIGKILL)\n")
    monkeypatch.setattr(typesetter, "__file__", str(suicidal))

    with pytest.raises(TypesettingStoppedError):
        write_decree_pdf(decree, rows, target, made_at=made_at)

    assert {path.name for path in tmp_path.iterdir()} == {"sk.pdf", "typesetter.py"}
    assert target.read_bytes() == b"earlier"


def test_a_broken_template_is_refused_and_told_to_the_developer(
    tmp_path: Path, decree: DecreeDocument, rows: list[AnnexRow], made_at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "jaring.documents.decree.decree_parts",
        lambda *facts: [replace(part, facts={"first": 1}) for part in decree_parts(*facts)],
    )

    with pytest.raises(TypesettingFailedError) as refusal:
        write_decree_pdf(decree, rows, tmp_path / "sk.pdf", made_at=made_at)

    assert "decree.typ" in refusal.value.title.id
    assert "draft" in refusal.value.__notes__[0]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_a_refusal(tmp_path: Path, decree: DecreeDocument, made_at: datetime) -> None:
    with pytest.raises(DocumentNotWrittenError):
        write_decree_pdf(
            replace(decree, participants=3), invented_rows(3), tmp_path / "no" / "sk.pdf", made_at=made_at
        )


def test_progress_runs_from_the_first_to_the_last_step(
    tmp_path: Path, decree: DecreeDocument, rows: list[AnnexRow], made_at: datetime
) -> None:
    steps: list[tuple[int, int]] = []

    write_decree_pdf(
        decree, rows, tmp_path / "sk.pdf", made_at=made_at, on_progress=lambda done, total: steps.append((done, total))
    )

    assert steps == [(step, 10) for step in range(1, 11)]


WRITER = """
import datetime, pathlib, pickle, sys
from jaring.documents.decree import write_decree_pdf
decree, rows = pickle.loads(pathlib.Path(sys.argv[1]).read_bytes())
made_at = datetime.datetime(2025, 7, 1, 2, tzinfo=datetime.timezone.utc)
def say(done, total):
    if done == int(sys.argv[3]):
        print("there", flush=True)
        sys.stdin.read()
write_decree_pdf(decree, rows, pathlib.Path(sys.argv[2]), made_at=made_at, on_progress=say)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("step", [1, 5, 9])
def test_after_a_kill_the_earlier_file_stands_and_the_same_call_succeeds(
    tmp_path: Path, decree: DecreeDocument, rows: list[AnnexRow], made_at: datetime, step: int
) -> None:
    target, facts = tmp_path / "sk.pdf", tmp_path / "facts"
    target.write_bytes(b"earlier")
    facts.write_bytes(pickle.dumps((decree, rows)))
    command = [sys.executable, "-c", WRITER, str(facts), str(target), str(step)]

    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "there\n"
        writer.kill()

    assert target.read_bytes() == b"earlier"
    assert write_decree_pdf(decree, rows, target, made_at=made_at).size_bytes == target.stat().st_size
    assert {path.name for path in tmp_path.iterdir()} == {"sk.pdf", "facts"}


def test_an_emblem_is_drawn_from_svg(tmp_path: Path, decree: DecreeDocument, made_at: datetime) -> None:
    emblem = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4"/></svg>'
    paper = replace(decree, participants=3, letterhead=replace(decree.letterhead, emblem_svg=emblem))

    plain = write_decree_pdf(replace(decree, participants=3), invented_rows(3), tmp_path / "a.pdf", made_at=made_at)
    drawn = write_decree_pdf(paper, invented_rows(3), tmp_path / "b.pdf", made_at=made_at)

    assert drawn.file_sha256 != plain.file_sha256
    assert "BUPATI TIMOR TENGAH UTARA" in pages_of(tmp_path / "b.pdf")[0]


def test_an_unknown_birth_year_is_a_dash(tmp_path: Path, decree: DecreeDocument, made_at: datetime) -> None:
    rows = [replace(row, birth_year=0) for row in invented_rows(1)]

    write_decree_pdf(replace(decree, participants=1), rows, tmp_path / "sk.pdf", made_at=made_at)

    assert f"{rows[0].masked_nik} - RT" in pages_of(tmp_path / "sk.pdf")[-1]
