"""Entering budgets: the original one, its revisions, and shifts between its lines. Entries are only ever added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from jaring.core.budget import Ceilings, Programme
from jaring.core.money import Rupiah
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import require
from jaring.office.audit import services as audit
from jaring.office.locks import lock_year
from jaring.office.programme import queries
from jaring.office.programme.commitments import Outlook, billed_of
from jaring.office.programme.errors import (
    BudgetBelowBilledError,
    BudgetBelowCommittedError,
    BudgetUnchangedError,
    ShiftUnevenError,
)
from jaring.office.programme.models import BudgetEntry, Payer, ProgrammeYear


@dataclass(frozen=True, slots=True)
class LineAmount:
    """What a document says of one line: the amount that is added, or taken away where it is negative."""

    amount_idr: int
    programme: Programme = Programme.BOTH
    account_code: str = ""
    line_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetDocument:
    """The paper behind budget entries. Without a kind the first of a payer and year is the original budget."""

    basis: str
    kind: BudgetEntry.Kind | None = None
    number: str = ""
    day: date | None = None


def book_budget(
    year: ProgrammeYear,
    payer: Payer,
    lines: Sequence[LineAmount],
    document: BudgetDocument,
    *,
    despite_commitments: bool = False,
    request_key: UUID | None = None,
    actor: User,
    now: datetime,
) -> list[BudgetEntry]:
    """Write down what one budget document gives to a payer's lines, or takes from them; all or nothing.

    Args:
        year: Programme year.
        payer: Whose budget.
        lines: The lines of the document, each with an amount other than nothing; those of a shift sum to nothing.
        document: The paper: DPA, DPPA, or the order to shift.
        despite_commitments: Write down a cut below what decrees in force still need; people must then be removed.
        request_key: Of this request; the same one again gives the same entries.
        actor: Who enters it.
        now: Aware instant.

    Raises:
        NotAllowedError: (JRG-601)
        KeyReusedError: (JRG-301)
        BudgetUnchangedError: (JRG-514) an amount is nothing.
        ShiftUnevenError: (JRG-525) what a shift takes is not what it gives.
        BudgetBelowBilledError: (JRG-515) less would be left than what was billed.
        BudgetBelowCommittedError: (JRG-524) less would be left than decrees in force need.
    """
    require(actor, Action.MANAGE_BUDGET, year.regency_id)
    if not lines or any(line.amount_idr == 0 for line in lines):
        raise BudgetUnchangedError
    if document.kind == BudgetEntry.Kind.SHIFT and sum(line.amount_idr for line in lines) != 0:
        raise ShiftUnevenError
    with transaction.atomic():
        claim = audit.claim_request_key(request_key or uuid4(), "book_budget", year.pk, payer.pk, lines, document)
        if claim.answer_id is not None:
            return list(BudgetEntry.objects.filter(act__in=_act_of(claim.answer_id)).order_by("id"))
        lock_year(year.pk)
        _check_ceilings(year, payer, lines, despite_commitments=despite_commitments)
        entries = _write_entries(year, payer, lines, document, actor=actor, now=now)
        claim.settle(entries[0].pk, now)
        audit.record(
            actor,
            "programme.budget_entered",
            year.regency_id,
            now=now,
            subject=f"{year.year} {payer.short}",
            reason=document.basis,
            detail={"amount_idr": sum(line.amount_idr for line in lines), "kind": entries[0].kind},
        )
    return entries


def enter_budget(
    year: ProgrammeYear,
    payer: Payer,
    amount_idr: int,
    *,
    basis: str,
    account_code: str = "",
    despite_commitments: bool = False,
    actor: User,
    now: datetime,
) -> BudgetEntry:
    """Add money to a year's budget on one line for both programmes, or take some away by a negative revision.

    Raises:
        NotAllowedError: (JRG-601)
        BudgetUnchangedError: (JRG-514) the amount is nothing.
        BudgetBelowBilledError: (JRG-515) a revision would leave less than what was billed.
        BudgetBelowCommittedError: (JRG-524) a revision would leave less than decrees in force need.
    """
    lines = [LineAmount(amount_idr, account_code=account_code)]
    document = BudgetDocument(basis=basis)
    return book_budget(year, payer, lines, document, despite_commitments=despite_commitments, actor=actor, now=now)[0]


def _act_of(entry_id: int) -> list[UUID]:
    return list(BudgetEntry.objects.filter(pk=entry_id).values_list("act", flat=True))


def _check_ceilings(
    year: ProgrammeYear, payer: Payer, lines: Sequence[LineAmount], *, despite_commitments: bool
) -> None:
    """Refuse what leaves a line below what was billed, or below what decrees in force still need from it."""
    if all(line.amount_idr > 0 for line in lines):
        return
    after = queries.ceilings_of(year, payer)
    for line in lines:
        after = after.plus(line.programme, line.amount_idr)
    billed = billed_of(year, payer)
    if after.lacks(*billed):
        raise BudgetBelowBilledError(budget=Rupiah(after.total_idr), billed=Rupiah(sum(billed)))
    if despite_commitments:
        return
    committed = Outlook.load(year).committed(payer)
    if _falls_short(after.less(*billed), committed, lines):
        raise BudgetBelowCommittedError(
            budget=Rupiah(after.total_idr), billed=Rupiah(sum(billed)), committed=Rupiah(sum(committed))
        )


def _falls_short(left: Ceilings, committed: tuple[int, int], lines: Sequence[LineAmount]) -> bool:
    """Say whether a document leaves less than what is committed, and less than there was before it."""
    before = left
    for line in lines:
        before = before.plus(line.programme, -line.amount_idr)
    return left.lacks(*committed) > before.lacks(*committed)


def _write_entries(
    year: ProgrammeYear,
    payer: Payer,
    lines: Sequence[LineAmount],
    document: BudgetDocument,
    *,
    actor: User,
    now: datetime,
) -> list[BudgetEntry]:
    is_first = not year.budget.filter(payer=payer).exists()
    kind = document.kind or (BudgetEntry.Kind.ORIGINAL if is_first else BudgetEntry.Kind.REVISION)
    act = uuid4()
    # One by one, the gains of a shift first: the database weighs each entry against what was billed.
    return [
        BudgetEntry.objects.create(
            programme_year=year,
            payer=payer,
            kind=kind,
            programme=line.programme.value,
            amount_idr=line.amount_idr,
            account_code=line.account_code,
            line_name=line.line_name,
            basis=document.basis,
            document_number=document.number,
            document_date=document.day,
            act=act,
            entered_by=actor,
            entered_at=now,
        )
        for line in sorted(lines, key=lambda line: -line.amount_idr)
    ]
