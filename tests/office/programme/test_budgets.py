"""Budgets by line: every document a further entry, never below what was billed, and each line pays its programme."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import uuid4

import paper_trail as trail
import pytest
from cohorts import FIRST, Cohort, cohort_of, violations
from django.db import IntegrityError, transaction

from jaring.core.budget import Ceilings, Programme
from jaring.core.contribution import Payer as PayerOfLaw
from jaring.core.month import Month
from jaring.office.audit.services import KeyReusedError
from jaring.office.billing.errors import BillOverBudgetError, BillOverLineError
from jaring.office.programme import queries, services
from jaring.office.programme.commitments import Outlook, billed_of
from jaring.office.programme.errors import (
    BudgetBelowBilledError,
    BudgetBelowCommittedError,
    BudgetUnchangedError,
    DecreeOverLineError,
    ShiftUnevenError,
)
from jaring.office.programme.models import BudgetEntry, Payer
from jaring.office.programme.services import BudgetDocument, LineAmount
from jaring.regencies import known_regencies
from jaring.regencies.budget_lines import budget_lines, lines_for, parse_lines

if TYPE_CHECKING:
    from conftest import MakePerson, Programme, Users, Villages

DECEMBER = FIRST + 1
DPA = BudgetDocument(basis="DPA 2026", number="DPA/1/2026", day=date(2026, 1, 5))


@pytest.fixture
def cohort(programme: Programme, users: Users, villages: Villages, make_person: MakePerson) -> Cohort:
    return cohort_of(programme, users, villages, make_person)


@pytest.fixture
def donor(cohort: Cohort) -> Payer:
    """A donor without any budget yet."""
    regency = cohort.year.regency
    return services.register_payer(regency, "CSR", "PT Contoh", actor=cohort.users.officer, now=trail.NOW)


def book(
    cohort: Cohort, payer: Payer, *lines: LineAmount, document: BudgetDocument = DPA, **facts
) -> list[BudgetEntry]:  # type: ignore[no-untyped-def]  # Facts by name, as the caller gives them.
    return services.book_budget(
        cohort.year, payer, lines, document, actor=cohort.users.treasurer, now=trail.NOW, **facts
    )


def lines(jkk_idr: int, jkm_idr: int, both_idr: int = 0) -> list[LineAmount]:
    amounts = ((Programme.JKK, jkk_idr), (Programme.JKM, jkm_idr), (Programme.BOTH, both_idr))
    return [LineAmount(amount, programme, f"5.1.{programme}") for programme, amount in amounts if amount]


def test_first_document_is_the_original_and_every_later_one_a_revision(cohort: Cohort, donor: Payer) -> None:
    book(cohort, donor, *lines(10_000, 6_800))
    book(cohort, donor, *lines(5_000, 0), document=BudgetDocument(basis="DPPA 2026"))

    entries = BudgetEntry.objects.filter(payer=donor).order_by("id")
    assert [(entry.kind, entry.programme, entry.amount_idr) for entry in entries] == [
        ("original", "jkk", 10_000),
        ("original", "jkm", 6_800),
        ("revision", "jkk", 5_000),
    ]
    assert {entry.document_number for entry in entries} == {"DPA/1/2026", ""}
    assert len({entry.act for entry in entries}) == 2
    assert queries.ceilings_of(cohort.year, donor) == Ceilings(0, 15_000, 6_800)


def test_bill_exceeds_neither_the_year_nor_the_line_of_its_programme(cohort: Cohort, donor: Payer) -> None:
    cohort.move(cohort.apbd, cohort.donor, cohort.people[:2], month=FIRST)
    have = queries.ceilings_of(cohort.year, cohort.donor)
    book(cohort, donor, *lines(2 * 2 * 5_000, 2 * 2 * 3_400))
    cohort.move(cohort.donor, donor, cohort.people[:2], number="06/KEP", month=DECEMBER)

    bill = cohort.bill(donor, DECEMBER)

    assert (bill.jkk_idr, bill.jkm_idr) == (10_000, 6_800)
    assert have.both_idr == 10**9
    assert violations() == {}


@pytest.mark.parametrize(
    ("amounts", "refusal"),
    [
        ((9_999, 6_800), DecreeOverLineError),
        ((10_000, 6_799, 0), DecreeOverLineError),
        ((9_999, 6_800, 1), None),
        ((5_000, 3_400, 8_400), None),
        ((0, 0, 16_800), None),
    ],
    ids=str,
)
def test_common_line_makes_up_for_what_the_own_line_lacks(
    cohort: Cohort, donor: Payer, amounts: tuple[int, ...], refusal: type[Exception] | None
) -> None:
    book(cohort, donor, *lines(*amounts))
    if refusal and sum(amounts) < 16_800:
        book(cohort, donor, *(lines(0, 10) if amounts[0] < 10_000 else lines(10, 0)))

    def draft() -> object:
        return cohort.draft_move(cohort.apbd, donor, cohort.people[:2])

    if refusal is None:
        assert draft()
    else:
        with pytest.raises(refusal, match="JRG-527"):
            draft()


def test_bill_over_its_line_is_refused_though_the_year_has_money(cohort: Cohort, donor: Payer) -> None:
    book(cohort, donor, *lines(10_000, 6_800))
    cohort.move(cohort.apbd, donor, cohort.people[:2])
    with pytest.raises(BudgetBelowCommittedError):
        book(cohort, donor, *lines(-1, 1), document=BudgetDocument(basis="geser", kind=BudgetEntry.Kind.SHIFT))
    shift = BudgetDocument(basis="geser", kind=BudgetEntry.Kind.SHIFT)
    book(cohort, donor, *lines(-1, 1), document=shift, despite_commitments=True)

    with pytest.raises(BillOverLineError, match="JRG-310"):
        cohort.bill(donor, DECEMBER)

    book(cohort, donor, *lines(1, -1), document=shift)
    assert cohort.bill(donor, DECEMBER).total_idr == 16_800


def test_shift_moves_money_between_lines_and_makes_none(cohort: Cohort, donor: Payer) -> None:
    book(cohort, donor, *lines(10_000, 6_800))
    shift = BudgetDocument(basis="Pergeseran", number="1/2026", kind=BudgetEntry.Kind.SHIFT)

    book(cohort, donor, *lines(-4_000, 4_000), document=shift)

    assert queries.ceilings_of(cohort.year, donor) == Ceilings(0, 6_000, 10_800)
    with pytest.raises(ShiftUnevenError, match="JRG-525"):
        book(cohort, donor, *lines(-4_000, 4_001), document=shift)
    with pytest.raises(BudgetUnchangedError):
        book(cohort, donor, document=shift)


def test_nothing_is_cut_below_what_was_billed_of_a_line(cohort: Cohort, donor: Payer) -> None:
    book(cohort, donor, *lines(10_000, 6_800), LineAmount(100))
    cohort.move(cohort.apbd, donor, cohort.people[:2])
    cohort.bill(donor, DECEMBER)
    assert billed_of(cohort.year, donor) == (10_000, 6_800)

    with pytest.raises(BudgetBelowBilledError, match="JRG-515"):
        book(cohort, donor, *lines(-101, 101), document=BudgetDocument(basis="x", kind=BudgetEntry.Kind.SHIFT))
    with pytest.raises(IntegrityError), transaction.atomic():  # Nor by another way than the service.
        BudgetEntry.objects.create(
            programme_year=cohort.year,
            payer=donor,
            kind="revision",
            amount_idr=-101,
            basis="x",
            entered_by=cohort.users.officer,
            entered_at=trail.NOW,
        )
    book(cohort, donor, LineAmount(-100))


def test_cut_below_what_decrees_need_has_to_be_confirmed(cohort: Cohort) -> None:
    need = sum(Outlook.load(cohort.year).committed(cohort.apbd))
    assert need == 6 * 2 * 16_800
    spare = queries.budget_idr(cohort.year, cohort.apbd) - need

    book(cohort, cohort.apbd, LineAmount(-spare), document=BudgetDocument(basis="DPPA"))
    with pytest.raises(BudgetBelowCommittedError, match="JRG-524"):
        book(cohort, cohort.apbd, LineAmount(-1), document=BudgetDocument(basis="DPPA"))

    book(cohort, cohort.apbd, LineAmount(-1), document=BudgetDocument(basis="DPPA"), despite_commitments=True)
    cohort.bill(cohort.apbd, FIRST)
    with pytest.raises(BillOverBudgetError):
        cohort.bill(cohort.apbd, DECEMBER)


def test_same_request_gives_the_same_entries_and_another_with_its_key_is_refused(cohort: Cohort, donor: Payer) -> None:
    key = uuid4()
    first = book(cohort, donor, *lines(10_000, 6_800), request_key=key)

    assert book(cohort, donor, *lines(10_000, 6_800), request_key=key) == first
    with pytest.raises(KeyReusedError, match="JRG-301"):
        book(cohort, donor, *lines(10_000, 6_801), request_key=key)
    assert BudgetEntry.objects.filter(payer=donor).count() == 2


def test_money_lasts_as_long_as_the_price_of_each_month_lets_it(cohort: Cohort) -> None:
    """The workers' own price doubles when the discount of 2026 ends; drivers keep it until March 2027."""
    cohort.move(cohort.apbd, cohort.donor, cohort.people)
    outlook = Outlook.load(cohort.year)
    december, january = outlook.cost(cohort.donor, DECEMBER).total_idr, 4 * 16_800 + 2 * 8_400

    assert december == 6 * 8_400
    lasts = outlook.runway(cohort.donor, Ceilings(both_idr=december + january + january - 1))
    assert lasts is not None
    assert (lasts.months, lasts.ends) == (2, Month(2027, 2))
    assert outlook.runway(cohort.workers, Ceilings()) is None


def test_lines_of_every_regency_are_readable_and_offered_by_payer() -> None:
    for code in known_regencies():
        assert len(budget_lines(code)) >= 1
    assert [line.programme.value for line in lines_for("53.03", PayerOfLaw.APBD)] == ["jkk", "jkm", "both"]
    assert [line.key for line in lines_for("53.03", PayerOfLaw.DANA_DESA)] == ["village"]
    assert lines_for("53.03", PayerOfLaw.SELF) == []
    assert budget_lines("99.99") == ()


def test_line_file_that_cannot_be_meant_is_refused() -> None:
    good = {
        "key": "a",
        "code": "1",
        "name_id": "a",
        "name_en": "a",
        "programme": "jkk",
        "payers": ["APBD"],
        "status": "assumed",
        "note_id": "a",
        "note_en": "a",
    }
    for wrong in ({**good, "x": "y"}, {**good, "payers": "APBD"}, {**good, "code": 1}, {**good, "programme": "jht"}):
        with pytest.raises((ValueError, TypeError)):
            parse_lines({"lines": [wrong]})
    with pytest.raises(ValueError, match="twice"):
        parse_lines({"lines": [good, good]})
    with pytest.raises(TypeError):
        parse_lines({"lines": [], "more": []})
