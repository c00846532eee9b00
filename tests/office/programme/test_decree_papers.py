"""The paper of a decree says what the database says, refuses an altered annex, and never changes once in force."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import paper_trail as trail
import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from jaring.documents.annex import annex_hash
from jaring.documents.decree import DecreeStatus
from jaring.office.access.scope import NotAllowedError
from jaring.office.audit.models import AuditEntry
from jaring.office.programme import papers
from jaring.office.programme.errors import DecreeAlteredError
from jaring.office.programme.models import Decree
from jaring.office.programme.services import enact_decree


@pytest.fixture(autouse=True)
def shelf(settings: Any, tmp_path: Path) -> Path:
    settings.JARING_DATA = tmp_path
    return tmp_path / "documents"


@pytest.fixture
def decree(people: Any, programme: Any, users: Any) -> Decree:
    run = trail.run_targeting(programme.year, programme.payer, users.officer)
    return trail.initial_decree(run, users.officer, users.head)


def test_the_paper_says_what_the_decree_costs(decree: Decree) -> None:
    document = papers.decree_document(decree)

    assert document.participants == 4  # Domingos lives in another regency.
    assert (document.monthly_idr.idr, document.total_idr.idr) == (67_200, 134_400)
    assert document.status is DecreeStatus.IN_FORCE
    assert "4 (empat) orang pekerja rentan" in document.dictum[0]
    assert document.signed_place == "Kefamenanu"


def test_an_amendment_counts_those_who_stay_and_those_who_come(
    decree: Decree, programme: Any, users: Any, people: Any, make_person: Any, villages: Any
) -> None:
    make_person("Elisabet Nahak", villages.kefa)
    trail.leave(people["yohanes"], users.officer)

    amendment = trail.amendment(programme.year, programme.payer, users.officer)
    document = papers.decree_document(amendment)

    assert (amendment.additions, amendment.removals, document.participants) == (0, 1, 3)
    assert document.amends_number == decree.number
    assert document.total_idr.idr == 3 * 16_800


def test_an_amendment_prints_the_same_before_and_after_it_is_in_force(
    decree: Decree, programme: Any, users: Any, people: Any
) -> None:
    trail.leave(people["yohanes"], users.officer)
    amendment = trail.amendment(programme.year, programme.payer, users.officer)
    before = papers.decree_document(amendment)

    enact_decree(amendment, actor=users.head, now=trail.NOW + timedelta(hours=1))
    after = papers.decree_document(Decree.objects.get(pk=amendment.pk))

    assert (before.participants, before.total_idr) == (after.participants, after.total_idr)
    assert papers.decree_document(decree).participants == 4  # The first decree's paper stays as it was.


def test_legal_bases_say_how_sure_they_are_and_the_offices_own_say_nothing(decree: Decree) -> None:
    statuses = [basis.status for basis in papers.legal_bases(decree)]

    assert statuses[-1] == ""
    assert set(statuses[:-1]) <= {"confirmed", "reported", "assumed"}


def test_the_pdf_holds_names_and_no_full_nik(decree: Decree, tmp_path: Path) -> None:
    path = papers.write_decree(decree, tmp_path, now=trail.NOW)

    text = "".join(page.extract_text() for page in PdfReader(path).pages)
    assert path.name == "SK-01-KEP-CONTOH-2026.pdf"
    assert "Yohanes Naisoko" in text
    assert not re.search(r"\d{16}", re.sub(r"[0-9a-f]{32}", "", text))


def test_a_draft_says_that_it_is_one(people: Any, programme: Any, users: Any, tmp_path: Path) -> None:
    run = trail.run_targeting(programme.year, programme.payer, users.officer)
    draft = trail.initial_decree(run, users.officer, None)

    path = papers.write_decree(draft, tmp_path, now=trail.NOW)

    assert path.name == "RANCANGAN-SK-01-KEP-CONTOH-2026.pdf"
    assert "RANCANGAN" in PdfReader(path).pages[0].extract_text()


def test_a_decree_in_force_is_typeset_once(decree: Decree, users: Any, tmp_path: Path, shelf: Path) -> None:
    first = papers.write_decree(decree, tmp_path, now=trail.NOW).read_bytes()
    again = papers.print_decree(decree, ".pdf", actor=users.treasurer, now=trail.NOW + timedelta(days=30))

    assert again.read_bytes() == first
    assert [path.suffix for path in shelf.iterdir()] == [".pdf"]
    assert shelf.stat().st_mode & 0o077 == 0


def test_the_paper_of_the_draft_goes_once_another_text_is_printed(
    people: Any, programme: Any, users: Any, tmp_path: Path, shelf: Path
) -> None:
    run = trail.run_targeting(programme.year, programme.payer, users.officer)
    draft = trail.initial_decree(run, users.officer, None)
    papers.write_decree(draft, tmp_path, now=trail.NOW)

    draft.signatory_name = "Pejabat lain"
    papers.write_decree(draft, tmp_path, now=trail.NOW)

    assert len(list(shelf.iterdir())) == 1


def test_an_altered_annex_is_refused(decree: Decree, tmp_path: Path, shelf: Path) -> None:
    decree.annex_hash = annex_hash([])

    with pytest.raises(DecreeAlteredError):
        papers.write_decree(decree, tmp_path, now=trail.NOW)
    with pytest.raises(DecreeAlteredError):
        papers.write_annex_workbook(decree, tmp_path / "a.xlsx")
    assert not list(shelf.iterdir())


def test_printing_is_written_down_with_its_format(decree: Decree, users: Any) -> None:
    papers.print_decree(decree, ".xlsx", actor=users.auditor, now=trail.NOW)

    entry = AuditEntry.objects.get(event="decree.printed")
    assert (entry.actor, entry.subject, entry.detail) == (users.auditor, decree.number, {"format": "xlsx", "rows": 4})


def test_who_may_not_print_gets_nothing(decree: Decree, users: Any, shelf: Path) -> None:
    for stranger in (users.operator, users.leadership, users.officer_elsewhere):
        with pytest.raises(NotAllowedError):
            papers.print_decree(decree, ".pdf", actor=stranger, now=trail.NOW)
    assert not shelf.exists()


def test_the_workbook_lists_the_annex_by_district(decree: Decree, tmp_path: Path) -> None:
    papers.write_annex_workbook(decree, tmp_path / "a.xlsx")

    book = CalamineWorkbook.from_path(tmp_path / "a.xlsx")
    assert len(book.sheet_names) == 3
    assert decree.annex_hash in str(book.get_sheet_by_index(0).to_python())
