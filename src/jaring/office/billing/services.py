"""Write operations of billing. Each is one transaction, safe to repeat, and audited.

Dues are the subledger: what a bill posts to the ledger is what they come to. Payment and reconciliation start from
``Bill`` and ``Due`` and from nothing else here.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import BigIntegerField, Case, F, Q, QuerySet, Sum, Value, When

from jaring.core import contribution as law
from jaring.core.budget import Ceilings
from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import require
from jaring.office.audit import services as audit
from jaring.office.billing import queries
from jaring.office.billing.errors import (
    AlreadyBilledError,
    BillOverBudgetError,
    BillOverLineError,
    MonthsOutOfOrderError,
    NobodyToBillError,
)
from jaring.office.billing.keys import has_own_table
from jaring.office.billing.models import Bill, Due, RateCard
from jaring.office.books import services as books
from jaring.office.books.models import Entry
from jaring.office.locks import lock_year
from jaring.office.programme import queries as programme
from jaring.office.programme import shares
from jaring.office.programme.models import Payer, ProgrammeYear
from jaring.office.programme.shares import Plans
from jaring.office.rules import queries as rules
from jaring.office.setwise import insert_from


def issue_bill(month: Month, payer: Payer, *, request_key: UUID, actor: User, now: datetime) -> Bill:
    """Bill everyone whom a decree in force covers in ``month``; all or nothing.

    Calling again with the same key returns the first bill unchanged. The number of statements does not depend on
    the number of people.

    Args:
        month: Month the contribution is for.
        payer: Who pays.
        request_key: Of this request; a form makes one when it is shown.
        actor: Who issues it.
        now: Aware instant.

    Raises:
        NotAllowedError: (JRG-601)
        KeyReusedError: (JRG-301) the key came before for another bill.
        YearUnknownError: (JRG-501)
        AlreadyBilledError: (JRG-302)
        MonthsOutOfOrderError: (JRG-304) an earlier month is still open.
        NobodyToBillError: (JRG-303) no decree in force covers anybody.
        BillOverBudgetError: (JRG-306)
        BillOverLineError: (JRG-310) the year's money suffices, but not on the line of JKK or of JKM.
    """
    require(actor, Action.ISSUE_BILL, payer.regency_id)
    with transaction.atomic(durable=True):
        claim = audit.claim_request_key(request_key, "issue_bill", month, payer.pk)
        if claim.answer_id is not None:
            return Bill.objects.get(pk=claim.answer_id)
        year = programme.year_of(payer.regency_id, month)
        lock_year(year.pk)
        billed, left = queries.months_billed_and_left(year, payer)
        plans = shares.plans_with(payer)
        _check_month_is_next(month, payer, year, billed, plans)
        rates = _rates(month, payer, plans)
        bill = _write_bill(month, payer, year, rates, left, actor=actor, now=now)
        _write_dues(bill, [card for card, _ in rates], plans)
        _post(bill, actor=actor, now=now)
        claim.settle(bill.pk, now)
        audit.record(
            actor,
            "bill.issued",
            payer.regency_id,
            now=now,
            subject=f"{month} {payer.short}",
            detail={"people": bill.people, "total_idr": bill.total_idr},
        )
    return bill


def _check_month_is_next(month: Month, payer: Payer, year: ProgrammeYear, billed: Set[Month], plans: Plans) -> None:
    if month in billed:
        raise AlreadyBilledError(month=month)
    for earlier in year.from_month.until(month):
        if earlier not in billed and queries.members_to_bill(payer, earlier, plans).exists():
            raise MonthsOutOfOrderError(earlier=earlier, month=month)


def _rates(month: Month, payer: Payer, plans: Plans) -> list[tuple[RateCard, int]]:
    """Work out the law once for each combination of facts; return the rates with the people each one meets."""
    rates = []
    pricing = rules.pricing_of(payer.regency_id)
    for met in queries.distinct_rate_facts(payer, month, plans):
        price = shares.price_of(payer, month, met.base_idr, met.sector, plans.get(met.plan_id or 0), pricing)
        card = RateCard(
            base_idr=met.base_idr,
            sector=met.sector,
            plan_id=met.plan_id,
            percent=price.percent,
            jkk_idr=price.jkk_idr,
            jkm_idr=price.jkm_idr,
            discount_rate=price.discount_rate,
            sources=[
                {"law": source.law, "article": source.article, "status": source.status.value}
                for source in price.sources
            ],
        )
        rates.append((card, met.people))
    if not rates:
        raise NobodyToBillError(month=month)
    return rates


def _write_bill(
    month: Month,
    payer: Payer,
    year: ProgrammeYear,
    rates: Sequence[tuple[RateCard, int]],
    left: Ceilings,
    *,
    actor: User,
    now: datetime,
) -> Bill:
    jkk = sum(card.jkk_idr * people for card, people in rates)
    jkm = sum(card.jkm_idr * people for card, people in rates)
    if payer.has_ceiling and (lacks := left.lacks(jkk, jkm)):
        if jkk + jkm > left.total_idr:
            raise BillOverBudgetError(month=month, needed=Rupiah(jkk + jkm), left=Rupiah(left.total_idr))
        raise BillOverLineError(month=month, lacks=Rupiah(lacks))
    bill = Bill.objects.create(
        regency_id=payer.regency_id,
        programme_year=year,
        payer=payer,
        month=month,
        due_date=law.due_date(month)[0],
        people=sum(people for _, people in rates),
        jkk_idr=jkk,
        jkm_idr=jkm,
        total_idr=jkk + jkm,
        issued_by=actor,
        issued_at=now,
    )
    for card, _ in rates:
        card.bill = bill
    RateCard.objects.bulk_create(card for card, _ in rates)
    return bill


def _post(bill: Bill, *, actor: User, now: datetime) -> None:
    """Enter the bill into the ledger: what its dues come to is owed, from the day of the place on."""
    books.post(
        Entry.Kind.BILL,
        bill.payer,
        date=bill.programme_year.regency.day_of(now),
        document=f"{bill.month} {bill.payer.short}",
        source=bill.public_id,
        amounts={"expense_jkk": bill.jkk_idr, "expense_jkm": bill.jkm_idr, "payable": -bill.total_idr},
        month=bill.month,
        or_first_open_day=True,
        actor=actor,
        now=now,
    )


def _write_dues(bill: Bill, cards: Sequence[RateCard], plans: Plans) -> None:
    """Lay down every due of a bill by one ``INSERT ... SELECT``, and compare control totals with the bill.

    People and rupiah were counted before; that somebody was enrolled meanwhile is what the year's lock forbids. Where
    all rates are the same, the number of dues says what they come to: none can be laid at another, nor at nothing.
    """
    rows = dues_of(bill, cards, plans)
    people = _fill_partition(bill, rows) if connection.vendor == "postgresql" else insert_from(Due, rows)
    laid = _come_to(bill, cards, people)
    if (people, *laid) != (bill.people, bill.jkk_idr, bill.jkm_idr):
        raise AssertionError("the dues written are not what was counted")


def _come_to(bill: Bill, cards: Sequence[RateCard], people: int) -> tuple[int, int]:
    """Return what the dues written come to, for JKK and for JKM."""
    rates = {(card.jkk_idr, card.jkm_idr) for card in cards}
    if len(rates) == 1:
        ((jkk, jkm),) = rates
        return people * jkk, people * jkm
    laid = Due.objects.filter(bill=bill).aggregate(jkk=Sum("jkk_idr"), jkm=Sum("jkm_idr"))
    return laid["jkk"], laid["jkm"]


def dues_of(bill: Bill, cards: Sequence[RateCard], plans: Plans | None = None) -> QuerySet[Any, Any]:
    """Return the query whose rows are the dues of a bill: each member at the rate of his facts."""
    shared_first = sorted(cards, key=lambda card: card.plan_id is None)  # The others ask for no plan, so they go last.

    def rate(column: str) -> Case:
        return Case(
            *(When(_facts_of(card), then=Value(getattr(card, column))) for card in shared_first),
            output_field=BigIntegerField(),
        )

    return (
        queries.members_to_bill(bill.payer, bill.month, plans)
        .annotate(
            bill=Value(bill.pk, output_field=BigIntegerField()),
            enrolment=F("pk"),
            jkk_idr=rate("jkk_idr"),
            jkm_idr=rate("jkm_idr"),
        )
        .values("bill", "person", "enrolment", "jkk_idr", "jkm_idr")
    )


def _facts_of(card: RateCard) -> Q:
    """Return the condition that an enrolment has the facts of a rate card."""
    facts = Q(base_idr=card.base_idr, sector=card.sector)
    return facts if card.plan_id is None else facts & Q(plan=card.plan_id)


def _fill_partition(bill: Bill, rows: QuerySet[Any, Any]) -> int:
    """Lay a bill's dues where its key says, into the table of its year's small bills or one of their own; count them.

    A table of its own has its keys checked in bulk when it is full, and becomes a partition then. The functions stand
    in the migration and run with the rights of the owner: who serves the office makes no tables.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT jaring_open_dues(%s)", [bill.pk])
        people = insert_from(Due, rows, cursor.fetchone()[0])
        if has_own_table(bill.pk):
            cursor.execute("SELECT jaring_close_dues(%s)", [bill.pk])
    return people
