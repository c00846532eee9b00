"""People and dues counted by village: set-wise, once for each state of decrees, bills and payments, and then kept.

Decrees never change and neither do bills, so what was counted of them stays true. Only counts are kept, no person. The
village is that which the decree or the choice names for a person, wherever people move later.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.db import connection
from django.db.models import Count, OuterRef, Subquery

from jaring.core.month import Month
from jaring.office import papers
from jaring.office.billing.models import Bill
from jaring.office.columns import month_number
from jaring.office.intake.models import ImportBatch
from jaring.office.payments.queries import BillMoney, money_of
from jaring.office.places.models import Regency
from jaring.office.programme.models import Decision, DecreeEnactment, TargetingRun

POOR_DECILE_MAX: Final = 4
"""Deciles of DTSEN that count as poor and vulnerable: the lower 40 per cent. Assumed until the regency decides."""

_ENROLLED: Final = """
SELECT line.village_id, enrolment.from_month, COALESCE(ended.until_month, enrolment.until_month), COUNT(*)
FROM programme_payer AS payer
JOIN programme_enrolment AS enrolment ON enrolment.payer_id = payer.id
JOIN programme_decreeline AS line ON line.id = enrolment.line_id
LEFT JOIN programme_enrolmentend AS ended ON ended.enrolment_id = enrolment.id
WHERE payer.regency_id = %s
GROUP BY 1, 2, 3
"""
_BILLED: Final = """
SELECT due.bill_id, line.village_id, COALESCE(enrolment.plan_id, 0), COUNT(*), SUM(due.jkk_idr + due.jkm_idr)
FROM billing_due AS due
JOIN programme_enrolment AS enrolment ON enrolment.id = due.enrolment_id
JOIN programme_decreeline AS line ON line.id = enrolment.line_id
WHERE due.bill_id IN ({bills})
GROUP BY 1, 2, 3
"""
_UNPAID: Final = """
SELECT due.bill_id, line.village_id, COALESCE(enrolment.plan_id, 0), COUNT(*), SUM(due.jkk_idr + due.jkm_idr),
       COUNT(released.person_id), COALESCE(SUM(released.jkk_idr + released.jkm_idr), 0)
FROM billing_due AS due
JOIN programme_enrolment AS enrolment ON enrolment.id = due.enrolment_id
JOIN programme_decreeline AS line ON line.id = enrolment.line_id
LEFT JOIN payments_release AS released ON released.bill_id = due.bill_id AND released.person_id = due.person_id
WHERE due.bill_id IN ({bills})
  AND NOT EXISTS (SELECT 1 FROM payments_allocation AS paid
                  WHERE paid.bill_id = due.bill_id AND paid.person_id = due.person_id)
GROUP BY 1, 2, 3
"""
# Those who meet the conditions, and which months decrees cover of them; nobody is covered twice in a month.
_DECIDED: Final = """
WITH decided AS (
    SELECT decision.person_id, decision.village_id, CASE WHEN (
        SELECT entry.decile FROM people_dtsenentry AS entry
        WHERE entry.regency_id = person.regency_id AND entry.nik_look_up = person.nik_look_up
        ORDER BY entry.batch_id DESC LIMIT 1
    ) <= %(poor)s THEN 1 ELSE 0 END AS is_poor
    FROM programme_decision AS decision JOIN people_person AS person ON person.id = decision.person_id
    WHERE run_id = %(run)s AND decision.outcome <> %(out)s
)
SELECT village_id, is_poor, 0, 0, COUNT(*) FROM decided GROUP BY 1, 2
UNION ALL
SELECT decided.village_id, is_poor, from_month, COALESCE(ended.until_month, enrolment.until_month), COUNT(*)
FROM decided JOIN programme_enrolment AS enrolment ON enrolment.person_id = decided.person_id
LEFT JOIN programme_enrolmentend AS ended ON ended.enrolment_id = enrolment.id
GROUP BY 1, 2, 3, 4
"""


class Span(NamedTuple):
    """People of a village whom decrees in force cover in the same months, half-open."""

    village: str
    start: Month
    until: Month
    people: int


class Dues(NamedTuple):
    """Dues of a bill in a village, counted, and how many of them were released.

    ``plan`` is 0 where one payer pays the whole.
    """

    bill: int
    village: str
    plan: int
    people: int
    amount_idr: int
    released: int = 0
    released_idr: int = 0


class Decided(NamedTuple):
    """People of a village who meet the conditions, by the last choice; ``waiting`` of them are not covered."""

    village: str
    eligible: int
    poor: int
    waiting: int
    poor_waiting: int


@dataclass(frozen=True, slots=True)
class Counts:
    """All that was counted of a regency for some months."""

    regency: Regency
    run_at: Any
    bills: Sequence[BillMoney]
    spans: Sequence[Span]
    billed: Sequence[Dues]
    unpaid: Sequence[Dues]
    decided: Sequence[Decided]


def counts_of(regency_code: str, first: Month, month: Month) -> Counts:
    """Count a regency, or read what was counted: two statements, and at most four more when something changed.

    Args:
        regency_code: Of the regency.
        first: The first month whose bills are wanted.
        month: The month in which cover is asked for; the last whose bills are wanted.
    """
    runs = TargetingRun.objects.filter(programme_year__regency=OuterRef("pk")).order_by("-id")
    registers = ImportBatch.objects.filter(regency=OuterRef("pk"), kind=ImportBatch.Kind.DTSEN)
    dtsen = registers.filter(state=ImportBatch.State.ACCEPTED).order_by("-pk")
    enacted = DecreeEnactment.objects.filter(decree__regency=OuterRef("pk"))
    latest = enacted.order_by("-pk")
    regency: Any = Regency.objects.annotate(
        enactments=Subquery(enacted.order_by().values("decree__regency").annotate(n=Count("pk")).values("n")),
        latest_act=Subquery(latest.values("decree__public_id")[:1]),
        run=Subquery(runs.values("pk")[:1]),
        run_name=Subquery(runs.values("public_id")[:1]),
        run_at=Subquery(runs.values("run_at")[:1]),
        dtsen=Subquery(dtsen.values("pk")[:1]),
    ).get(pk=regency_code)
    bills = money_of(
        Bill.objects.filter(regency=regency_code, month__gte=first, month__lte=month).order_by("month", "id")
    )
    act = f"{regency.enactments}-{regency.latest_act}"  # Names what is in force, also in another database.
    return Counts(
        regency=regency,
        run_at=regency.run_at,
        bills=bills,
        spans=_spans(regency_code, act),
        billed=_billed(regency_code, bills),
        unpaid=_unpaid(regency_code, bills),
        decided=_decided(regency_code, regency.run, f"{regency.run_name}-{act}-{regency.dtsen}", month),
    )


def _spans(regency_code: str, act: str) -> list[Span]:
    rows = _kept(f"wilayah-sk-{regency_code}", act, lambda: _rows(_ENROLLED, [regency_code]))
    return [Span(village, _month(start), _month(until), int(people)) for village, start, until, people in rows]


def _billed(regency_code: str, bills: Sequence[BillMoney]) -> list[Dues]:
    """Return what bills come to in each village."""
    states = {money.bill: str(money.bill.public_id) for money in bills}
    return _by_month(f"wilayah-tagihan-{regency_code}", _BILLED, states)


def _unpaid(regency_code: str, bills: Sequence[BillMoney]) -> list[Dues]:
    """Return what is open or released of the bills that are not paid whole."""
    states = {money.bill: money.state for money in bills if money.settled_people != money.bill.people}
    return _by_month(f"wilayah-tunggakan-{regency_code}", _UNPAID, states)


def _by_month(subject: str, statement: str, states: Mapping[Bill, str]) -> list[Dues]:
    """Return the dues of bills: kept month by month, and all that lack read by one statement."""
    by_month: dict[Month, list[Bill]] = defaultdict(list)
    for bill in states:
        by_month[bill.month].append(bill)

    def count(lacking: Sequence[Month]) -> Mapping[Month, list[Any]]:
        months = {bill.pk: month for month in lacking for bill in by_month[month]}
        counted: dict[Month, list[Any]] = defaultdict(list)
        for row in _rows(statement.format(bills=_keys(list(months))), []):
            counted[months[row[0]]].append(row)
        return counted

    names = {month: (f"{subject}-{month}", _hash([states[bill] for bill in mine])) for month, mine in by_month.items()}
    return [Dues(*row) for rows in papers.kept_counts(names, count).values() for row in rows]


def _decided(regency_code: str, run: int | None, state: str, month: Month) -> list[Decided]:
    if run is None:
        return []
    facts = {"run": run, "out": Decision.Outcome.INELIGIBLE.value, "poor": POOR_DECILE_MAX}
    met: dict[str, Counter[tuple[bool, bool]]] = defaultdict(Counter)
    for village, poor, start, until, people in _kept(
        f"wilayah-pilihan-{regency_code}", state, lambda: _rows(_DECIDED, facts)
    ):
        if not start or start <= month_number(month) < until:
            met[village][bool(poor), bool(start)] += people
    return [
        Decided(
            village=village,
            eligible=count[True, False] + count[False, False],
            poor=count[True, False],
            waiting=count[True, False] + count[False, False] - count[True, True] - count[False, True],
            poor_waiting=count[True, False] - count[True, True],
        )
        for village, count in met.items()
    ]


def _kept(subject: str, content: str, count: Callable[[], list[Any]]) -> Sequence[Any]:
    return papers.kept_counts({subject: (subject, content)}, lambda _lacking: {subject: count()})[subject]


def _rows(statement: str, facts: Sequence[Any] | Mapping[str, Any]) -> list[list[Any]]:
    """Run a statement; PostgreSQL gives sums as Decimal, so numbers become integers."""
    with connection.cursor() as cursor:
        cursor.execute(statement, facts)
        return [[each if isinstance(each, str) else int(each) for each in row] for row in cursor.fetchall()]


def _hash(facts: object) -> str:
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:32]


def _keys(keys: Sequence[int]) -> str:
    return ", ".join(str(int(key)) for key in keys)


def _month(number: int) -> Month:
    return Month(*divmod(int(number), 100))
