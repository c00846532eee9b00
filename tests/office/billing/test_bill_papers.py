"""The paper of a bill adds up to the bill, cites the law, and the upload list leaves a trace or nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import IO, Any

import paper_trail as trail
import pytest
from django.http import Http404, QueryDict
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from jaring.core.law import Status
from jaring.office.access.models import User
from jaring.office.audit import services as audit
from jaring.office.audit.models import AuditEntry
from jaring.office.billing import exports, papers
from jaring.office.billing.errors import UploadBirthDateMissingError, UploadReasonMissingError
from jaring.office.billing.models import Bill
from jaring.office.people.models import Person

REASON = "Pendaftaran peserta baru di cabang Atambua"


@pytest.fixture(autouse=True)
def shelf(settings: Any, tmp_path: Path) -> Path:
    settings.JARING_DATA = tmp_path
    return tmp_path / "documents"


@pytest.fixture
def bill(people: Any, programme: Any, users: Any) -> Bill:
    run = trail.run_targeting(programme.year, programme.payer, users.officer)
    trail.initial_decree(run, users.officer, users.head)
    return trail.bill(programme.payer, users.officer)


def test_the_lines_add_up_to_the_bill(bill: Bill) -> None:
    document = papers.bill_document(bill)

    assert [(line.district_name, line.participants) for line in document.lines] == [
        ("Kota Kefamenanu", 3),
        ("Naibenu", 1),
    ]
    assert (document.participants, document.total_idr.idr) == (bill.people, bill.total_idr)
    assert (document.jkk_idr.idr, document.jkm_idr.idr) == (bill.jkk_idr, bill.jkm_idr)


def test_a_bill_prints_the_same_after_somebody_moved(bill: Bill, villages: Any) -> None:
    before = papers.bill_document(bill)

    Person.objects.filter(name="Agustinus Ua").update(village=villages.kefa)

    assert papers.bill_document(bill) == before


def test_the_bill_cites_the_law_with_its_status_as_the_rate_card_keeps_it(bill: Bill) -> None:
    values = papers.law_values(bill)

    by_value = {value.value: value for value in values}
    assert by_value["1\u00a0% x Rp1.000.000"].law == "PP 44/2015"
    assert by_value["tidak berlaku"].law == "PP 50/2025"
    assert by_value["Rp6.800"].status is Status.REPORTED
    assert "15 Desember 2026" in by_value
    assert len(values) == len(set(values))


def test_a_source_that_the_law_no_longer_names_is_still_cited(bill: Bill) -> None:
    card = bill.rates.get()
    card.sources = [{"law": "PP 1/1945", "article": "-", "status": "reported"}]

    values = list(papers._values_of(card, bill))  # Only a change of law leads here.

    assert [(value.law, value.article) for value in values] == [("PP 1/1945", "")]


def test_the_pdf_names_decree_amount_and_who_heads_the_office(bill: Bill, users: Any, tmp_path: Path) -> None:
    papers.write_bill_pdf(bill, tmp_path / "b.pdf", now=trail.NOW)

    text = " ".join("".join(page.extract_text() for page in PdfReader(tmp_path / "b.pdf").pages).split())
    assert "01/KEP/CONTOH/2026" in text
    assert "Rp67.200,00" in text
    assert users.head.full_name in text


def test_the_workbook_holds_the_total_as_a_number(bill: Bill, tmp_path: Path) -> None:
    papers.write_bill_xlsx(bill, tmp_path / "b.xlsx")

    cells = CalamineWorkbook.from_path(tmp_path / "b.xlsx").get_sheet_by_index(0).to_python()
    assert 67_200.0 in [cell for row in cells for cell in row]


def test_the_same_bill_is_typeset_once(bill: Bill, shelf: Path) -> None:
    first = papers.kept_bill(bill, ".pdf", now=trail.NOW).read_bytes()

    assert papers.kept_bill(bill, ".pdf", now=trail.NOW + timedelta(days=9)).read_bytes() == first
    assert len(list(shelf.glob("*.pdf"))) == 1


def test_the_districts_are_counted_once(bill: Bill, shelf: Path, django_assert_num_queries: Any) -> None:
    first = papers.district_lines(bill)

    with django_assert_num_queries(1):  # The names of the districts.
        assert papers.district_lines(bill) == first


def test_an_altered_count_of_the_districts_is_not_believed(bill: Bill, shelf: Path) -> None:
    first = papers.district_lines(bill)
    (path,) = shelf.glob("*.json")

    path.write_text('[["53.03.04", 3000, 30000000, 20400000]]', encoding="utf-8")

    assert papers.district_lines(bill) == first


def upload_list(bill: Bill, user: User, reason: str = REASON) -> IO[bytes]:
    export = exports.upload_of(user, QueryDict(), str(bill.public_id))
    return exports.written_for(export, user, reason, trail.NOW)


def test_the_upload_list_holds_full_identifiers_and_is_written_down(bill: Bill, users: Any) -> None:
    with upload_list(bill, users.officer) as file:
        rows = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    assert len(rows) - 1 == 4
    assert {row[0] for row in rows[1:]} == {
        person.identifier("nik") for person in Person.objects.filter(regency="53.03")
    }
    entry = AuditEntry.objects.get(event="bill.upload_list_exported")
    assert (entry.reason, entry.subject) == (REASON, str(bill.public_id))
    assert entry.detail == {"rows": 4, "filters": [], "template": "upload-bpu 1"}


@pytest.mark.parametrize("reason", ["", "unggah", "1234567890123456"])
def test_the_upload_list_asks_for_a_reason_in_words(bill: Bill, users: Any, reason: str) -> None:
    with pytest.raises(UploadReasonMissingError):
        upload_list(bill, users.officer, reason)


def test_who_may_not_export_gets_no_list(bill: Bill, users: Any) -> None:
    for stranger in (users.treasurer, users.auditor, users.operator, users.officer_elsewhere):
        with pytest.raises(Http404):
            upload_list(bill, stranger)


def test_somebody_without_birth_date_stops_the_list(bill: Bill, users: Any) -> None:
    Person.objects.filter(name="Petrus Kefi").update(birth_date=None)

    with pytest.raises(UploadBirthDateMissingError):
        upload_list(bill, users.officer)


def test_without_trace_there_is_no_list(bill: Bill, users: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(audit, "record", fail)

    with pytest.raises(OSError, match="disk is full"):
        upload_list(bill, users.officer)
