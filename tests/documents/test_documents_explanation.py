"""The explanation of an amount on paper and as plain text says all that the answer holds, in one language."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from jaring.core.benefit import Entitlement, entitlement
from jaring.core.benefit.case import (
    Case,
    Cause,
    Child,
    Event,
    Kind,
    Level,
    Mode,
    Outcome,
    Relation,
    Survivor,
    Transport,
)
from jaring.core.contribution import Payer, Segment, contribution
from jaring.core.coverage import cover_on
from jaring.core.coverage.membership import Carrier, Membership, PaidMonth
from jaring.core.explanation import (
    NO_DECISION,
    Explanation,
    explain_benefit,
    explain_contribution,
    explain_cover,
    plain_text,
    verdict_of,
)
from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.core.text import Language
from jaring.documents.errors import DocumentNotWrittenError
from jaring.documents.explanation import explanation_pdf, write_explanation_pdf, write_explanation_text

MADE_AT = datetime(2026, 11, 1, tzinfo=UTC)
FARMER = Membership(
    Segment.BPU,
    Carrier.BPJS_TK,
    Rupiah(1_000_000),
    Payer.APBD,
    date(2026, 1, 1),
    tuple(PaidMonth(month) for month in Month(2026, 1).until(Month(2026, 7))),
)


def fatal_accident(on: date = date(2026, 2, 10)) -> Entitlement:
    event = Event(
        Kind.ACCIDENT,
        Cause.WORK_ACCIDENT,
        on,
        Outcome.DEATH,
        transport=(Transport(Mode.SEA, Rupiah(3_000_000)),),
    )
    family = (Survivor(Relation.WIDOW, date(1985, 3, 1)), Survivor(Relation.CHILD, date(2015, 5, 1)))
    children = (Child(date(2015, 5, 1), Level.SD, 4),)
    return entitlement(Case(event, FARMER, date(2026, 11, 1), children=children, survivors=family))


def explanations() -> list[Explanation]:
    return [
        explain_benefit(fatal_accident()),
        explain_benefit(fatal_accident(date(2026, 8, 10))),
        explain_cover(cover_on(FARMER, date(2026, 2, 10))),
        explain_contribution(contribution(Month(2026, 5), Payer.SELF, Rupiah(900_000)), income=Rupiah(900_000)),
    ]


def words(text: str) -> str:
    return " ".join(text.split())


def test_the_plain_text_has_every_amount_paper_and_deadline() -> None:
    answer = fatal_accident()

    text = words(plain_text(explain_benefit(answer)))

    for item in answer.items:
        assert str(item.amount) in text
        assert words(item.formula.id) in text
    for said in (*answer.papers, *answer.deadlines):
        assert said.label.id in text
    assert "Janda (lahir 1 Maret 1985): Rp36.000.000" in text
    assert "Anak (lahir 1 Mei 2015): Rp36.000.000, diwakili wali" in text
    assert "Berkas yang dibawa - Dibawa ke kantor cabang BPJS Ketenagakerjaan" in text
    assert "Jumlah tunai: Rp72.000.000" in text
    assert "Rp1.000.000 dari biayanya tidak diganti" in text


def test_what_is_owed_for_paying_late_is_said_apart_from_the_cash() -> None:
    event = Event(Kind.DEATH, Cause.OTHER, date(2026, 6, 10), Outcome.DEATH)
    case = Case(event, FARMER, date(2026, 11, 1), file_complete_on=date(2026, 7, 1), paid_on=date(2026, 7, 10))

    text = words(plain_text(explain_benefit(entitlement(case))))

    assert "Ganti rugi karena terlambat dibayar - Rp1.680.000, di luar jumlah tunai, untuk 4 hari" in text
    assert "Jumlah tunai: Rp42.000.000" in text


def test_a_right_whose_last_day_has_passed_is_not_promised() -> None:
    event = Event(Kind.DEATH, Cause.OTHER, date(2026, 6, 10), Outcome.DEATH)
    in_time, too_late = date(2031, 6, 10), date(2031, 6, 11)

    def lapsed(as_of: date, complete: date | None = None) -> bool:
        case = Case(event, FARMER, as_of, file_complete_on=complete)
        return "Batas mengajukan klaim sudah lewat (10 Juni 2031)" in verdict_of(entitlement(case)).id

    assert [lapsed(in_time), lapsed(too_late)] == [False, True]
    assert [lapsed(too_late, in_time), lapsed(too_late, too_late)] == [False, True]


def test_who_is_not_covered_reads_why_and_no_amount() -> None:
    text = plain_text(explain_benefit(fatal_accident(date(2026, 8, 10))))

    assert "Tidak ada santunan BPJS Ketenagakerjaan untuk kejadian ini." in text
    assert "Sebabnya" in text
    assert "Jumlah tunai" not in text


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("explanation", explanations(), ids=lambda each: each.title.en)
def test_no_line_is_wider_than_the_paper_and_no_gap_is_left_open(explanation: Explanation, language: Language) -> None:
    text = plain_text(explanation, language)

    assert max(map(len, text.splitlines())) <= 80
    assert "{" not in text
    assert words(explanation.verdict.say(language)) in words(text)


def test_cover_is_explained_by_its_reasons() -> None:
    cover = cover_on(FARMER, date(2026, 2, 10))

    text = words(plain_text(explain_cover(cover), "en"))

    assert "10 February 2026: covered." in text
    for reason in cover.reasons:
        assert reason.text.en in text


def test_cover_is_explained_with_its_extent_days_and_assumptions() -> None:
    text = words(plain_text(explain_cover(cover_on(FARMER, date(2026, 2, 10)))))

    assert "JKK (kecelakaan kerja): penuh - JKM (kematian): hanya biaya pemakaman" in text
    assert "JKM penuh mulai: 1 April 2026" in text
    assert "Anggapan yang dipakai; tanyakan kepada cabang BPJS Ketenagakerjaan" in text


def test_days_that_have_passed_and_missing_facts_are_urgent() -> None:
    answer = fatal_accident()

    entries = [entry for section in explain_benefit(answer).sections for entry in section.entries]

    past = [str(deadline.label.id) for deadline in answer.deadlines if deadline.is_past]
    assert past
    urgent = [entry.text.id for entry in entries if entry.is_urgent]
    assert [text for text in urgent if "SUDAH LEWAT" in text] == [
        text for text in urgent if text.split(":")[0] in past
    ]
    assert len(urgent) == len(past) + len(answer.missing)


@pytest.mark.parametrize("language", list(Language))
def test_every_text_ends_with_who_decides(language: Language) -> None:
    for explanation in explanations():
        assert words(plain_text(explanation, language)).endswith(NO_DECISION.say(language))


@pytest.mark.parametrize(("language", "foot"), [("id", "Halaman 1 dari"), ("en", "Page 1 of")])
def test_the_paper_says_what_the_plain_text_says(language: str, foot: str) -> None:
    answer = fatal_accident()

    document = explanation_pdf(explain_benefit(answer), made_at=MADE_AT, language=language)

    text = words(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(document)).pages))
    assert foot in text
    for item in answer.items:
        assert str(item.amount) in text
    for paper in answer.papers:
        assert words(paper.label.say(language)) in text


def test_the_paper_is_written_whole(tmp_path: Path) -> None:
    target = tmp_path / "iuran.pdf"
    due = contribution(Month(2026, 5), Payer.APBD, Rupiah(900_000))

    write_explanation_pdf(explain_contribution(due), target, made_at=MADE_AT, language="id")

    page = PdfReader(target).pages[0].extract_text()
    assert "Rp16.800" in page
    assert [path.name for path in tmp_path.iterdir()] == ["iuran.pdf"]


def test_the_text_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    explanation = explain_benefit(fatal_accident())
    target = tmp_path / "manfaat.txt"

    write_explanation_text(explanation, target, language="en")

    assert target.read_text(encoding="utf-8") == plain_text(explanation, "en")
    with pytest.raises(DocumentNotWrittenError):
        write_explanation_text(explanation, tmp_path / "no-such-folder" / "manfaat.txt", language="en")
    assert [path.name for path in tmp_path.iterdir()] == ["manfaat.txt"]
