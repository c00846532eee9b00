"""The four-way match of a month as statements over whole sets: decree, bill, transfer and the insurer's lists.

Temporary tables live as long as the caller's transaction. ``match_side`` has a row for everybody who stands on any
side, ``match_difference`` for everybody for whom the sides differ, with the cause that our records propose, and
``match_stranger`` for every line of the insurer that leads to nobody. The number of statements does not depend on the
number of people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection
from django.db.backends.utils import CursorWrapper

from jaring.core.eligibility import entry_age
from jaring.core.month import Month
from jaring.office.columns import month_number
from jaring.office.programme.models import Payer
from jaring.office.reconciliation.likeness import Pair

EVERYBODY: Final = 0
"""Stands for the payer of a list that is about all payers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """What is matched: a month of a regency, perhaps of one payer, and the lists that count, by payer or for all."""

    regency_code: str
    month: Month
    payer: Payer | None
    active: Mapping[int, int]
    rejected: Mapping[int, int]
    billing: Mapping[int, int]

    @property
    def parameters(self) -> dict[str, Any]:
        return {
            "regency": self.regency_code,
            "month": month_number(self.month),
            "payer": self.payer.pk if self.payer else EVERYBODY,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The four sides of a month, counted; ``None`` where the insurer has not answered."""

    enrolled: int
    billed: int
    billed_idr: int
    paid: int
    paid_idr: int
    active: int | None
    insurer_idr: int | None
    rejected: int | None
    agreed: int
    differing: int


_SIDE = """
CREATE TEMPORARY TABLE match_side{until_commit} AS
SELECT person_id, COALESCE(MAX(payer_id), MAX(list_payer_id)) AS payer_id, MAX(from_month) AS from_month,
    MAX(enrolled) AS enrolled, MAX(due) AS due, CAST(SUM(billed_idr) AS bigint) AS billed_idr, MAX(paid) AS paid,
    CAST(SUM(paid_idr) AS bigint) AS paid_idr, MAX(refunded) AS refunded, MAX(released) AS released,
    MAX(active) AS active, CAST(SUM(insurer_idr) AS bigint) AS insurer_idr, MAX(rejected) AS rejected,
    MAX(line_id) AS line_id, MAX(active_idr) AS active_idr
FROM (
    SELECT e.person_id, CASE WHEN %(payer)s = 0 THEN e.payer_id ELSE %(payer)s END AS payer_id,
        CAST(NULL AS bigint) AS list_payer_id, e.from_month, 1 AS enrolled, 0 AS due,
        0 AS billed_idr, 0 AS paid, 0 AS paid_idr, 0 AS refunded, 0 AS released, 0 AS active,
        CAST(NULL AS bigint) AS insurer_idr, 0 AS rejected, CAST(NULL AS bigint) AS line_id,
        CAST(NULL AS bigint) AS active_idr
    FROM programme_enrolment e
    JOIN programme_payer y ON y.id = e.payer_id AND y.regency_id = %(regency)s
    LEFT JOIN programme_enrolmentend x ON x.enrolment_id = e.id
    LEFT JOIN programme_plan n ON n.id = e.plan_id
    WHERE e.from_month <= %(month)s AND e.until_month > %(month)s AND COALESCE(x.until_month, 999912) > %(month)s
        AND %(payer)s IN (0, e.payer_id, n.partner_id)
    UNION ALL
    SELECT d.person_id, b.payer_id, NULL, NULL, 0, 1, d.jkk_idr + d.jkm_idr,
        CASE WHEN a.bill_id IS NULL THEN 0 ELSE 1 END,
        CASE WHEN r.bill_id IS NULL THEN COALESCE(a.amount_idr, 0) ELSE 0 END,
        CASE WHEN r.bill_id IS NULL THEN 0 ELSE 1 END, CASE WHEN s.bill_id IS NULL THEN 0 ELSE 1 END,
        0, NULL, 0, NULL, NULL
    FROM billing_bill b
    JOIN billing_due d ON d.bill_id = b.id
    LEFT JOIN payments_allocation a ON a.bill_id = d.bill_id AND a.person_id = d.person_id
    LEFT JOIN payments_refundline r ON r.bill_id = d.bill_id AND r.person_id = d.person_id
    LEFT JOIN payments_release s ON s.bill_id = d.bill_id AND s.person_id = d.person_id
    WHERE b.regency_id = %(regency)s AND b.month = %(month)s AND %(payer)s IN (0, b.payer_id)
    UNION ALL
    SELECT p.id, NULL, f.payer_id, NULL, 0, 0, 0, 0, 0, 0, 0, 1, NULL, 0, MAX(l.id),
        MAX(l.total_idr)
    FROM reconciliation_insurerline l
    JOIN reconciliation_insurerfile f ON f.id = l.file_id
    JOIN people_person p ON p.regency_id = %(regency)s AND p.nik_look_up = l.key
    WHERE l.file_id IN ({active}) AND l.is_active AND l.is_matched AND l.is_readable
    GROUP BY p.id, f.payer_id
    UNION ALL
    SELECT p.id, NULL, f.payer_id, NULL, 0, 0, 0, 0, 0, 0, 0, 0, l.total_idr, 0, NULL, NULL
    FROM reconciliation_insurerline l
    JOIN reconciliation_insurerfile f ON f.id = l.file_id
    JOIN people_person p ON p.regency_id = %(regency)s AND p.nik_look_up = l.key
    WHERE l.file_id IN ({billing}) AND l.is_matched AND l.is_readable
    UNION ALL
    SELECT p.id, NULL, f.payer_id, NULL, 0, 0, 0, 0, 0, 0, 0, 0, NULL, 1, MAX(l.id), NULL
    FROM reconciliation_insurerline l
    JOIN reconciliation_insurerfile f ON f.id = l.file_id
    JOIN people_person p ON p.regency_id = %(regency)s AND p.nik_look_up = l.key
    WHERE l.file_id IN ({rejected}) AND l.is_matched AND l.is_readable
    GROUP BY p.id, f.payer_id
) AS sides
GROUP BY person_id
"""

# What the insurer may be asked about somebody: whether a list about his payer came at all. Then the reasons known here
# against a contribution: the month of a death, of another exit, and a membership elsewhere.
_FACTS = """
CREATE TEMPORARY TABLE match_fact{until_commit} AS
SELECT s.person_id, p.nik_look_up AS own_key, {listed} AS listed, {itemised} AS itemised, o.died_month, o.left_month,
    w.is_elsewhere, p.birth_date
FROM match_side s
JOIN people_person p ON p.id = s.person_id
LEFT JOIN (
    SELECT x.person_id, MIN(CASE WHEN x.reason = 'died' THEN {happened} END) AS died_month,
        MIN(CASE WHEN x.reason <> 'died' THEN {happened} END) AS left_month
    FROM people_exit x GROUP BY x.person_id
) o ON o.person_id = s.person_id
LEFT JOIN (
    SELECT c.nik_look_up, 1 AS is_elsewhere FROM people_coveredelsewhere c
    WHERE c.regency_id = %(regency)s GROUP BY c.nik_look_up
) w ON w.nik_look_up = p.nik_look_up
"""

_DIFFERENCE = """
CREATE TEMPORARY TABLE match_difference{until_commit} AS
SELECT k.*, {cause} AS cause, CAST(NULL AS bigint) AS likeness, 1 AS people,
    CASE WHEN k.kind IN ('active_not_on_decree', 'insurer_bills_only') THEN COALESCE(k.insurer_idr, k.active_idr, 0)
        WHEN k.kind = 'amount_differs' THEN ABS(k.insurer_idr - k.billed_idr)
        WHEN k.kind IN ('paid_not_active', 'paid_not_due') THEN k.paid_idr
        ELSE k.billed_idr - k.paid_idr END AS amount_idr
FROM (
    SELECT s.*, f.own_key AS key, f.listed, f.died_month, f.left_month, f.is_elsewhere, f.birth_date,
        COALESCE(l.rejection, '') AS rejection,
        CASE
            WHEN s.paid_idr > 0 AND f.listed = 1 AND s.active = 0 THEN 'paid_not_active'
            WHEN s.paid_idr > 0 AND (f.died_month < %(month)s OR f.is_elsewhere = 1) THEN 'paid_not_due'
            WHEN s.active = 1 AND s.enrolled = 0 THEN 'active_not_on_decree'
            WHEN s.rejected = 1 AND s.active = 0 AND s.paid = 0 AND s.released = 0 AND s.enrolled = 1 THEN 'rejected'
            WHEN s.due = 1 AND s.released = 0 AND s.refunded = 0 AND s.paid_idr < s.billed_idr THEN 'billed_not_paid'
            WHEN s.enrolled = 1 AND s.due = 0 THEN 'decree_not_billed'
            WHEN s.due = 1 AND s.released = 0 AND s.refunded = 0 AND s.insurer_idr <> s.billed_idr
                THEN 'amount_differs'
            WHEN s.insurer_idr > 0 AND s.due = 0 THEN 'insurer_bills_only'
        END AS kind
    FROM match_side s
    JOIN match_fact f ON f.person_id = s.person_id
    LEFT JOIN reconciliation_insurerline l ON l.id = s.line_id
) AS k
WHERE k.kind IS NOT NULL
"""

# The cause that our own records propose; the first that fits.
_CAUSE = """CASE
    WHEN k.kind = 'billed_not_paid' THEN 'unpaid'
    WHEN k.kind = 'decree_not_billed' THEN 'not_billed_yet'
    WHEN k.died_month <= %(month)s OR (k.rejection = 'died' AND k.active = 0) THEN 'died'
    WHEN k.is_elsewhere = 1 OR (k.rejection = 'already_active' AND k.active = 0) THEN 'elsewhere'
    WHEN k.rejection = 'over_age' AND k.active = 0 THEN 'over_age'
    WHEN k.rejection <> '' AND k.active = 0 THEN 'rejected'
    WHEN k.left_month <= %(month)s THEN 'left'
    WHEN k.kind IN ('paid_not_active', 'rejected') AND ({over_age}) THEN 'over_age'
    WHEN k.kind = 'paid_not_active' AND k.from_month = %(month)s THEN 'joined_late'
    WHEN k.kind = 'paid_not_active' AND EXISTS (
        SELECT 1 FROM reconciliation_insurerline l JOIN reconciliation_insurerfile f ON f.id = l.file_id
        WHERE l.key = k.key AND f.regency_id = %(regency)s AND f.kind = 'active' AND f.month < %(month)s
            AND l.is_active AND l.is_matched
    ) THEN 'dropped'
    WHEN k.kind = 'paid_not_active' THEN 'not_uploaded'
    ELSE 'unknown'
END"""

_STRANGER = """
CREATE TEMPORARY TABLE match_stranger{until_commit} AS
SELECT MAX(l.id) AS line_id, l.key, MAX(f.payer_id) AS payer_id,
    MAX(CASE WHEN l.is_readable THEN 1 ELSE 0 END) AS is_readable,
    CAST(SUM(CASE WHEN f.kind = 'billing' THEN l.total_idr END) AS bigint) AS insurer_idr,
    MAX(CASE WHEN f.kind = 'active' THEN l.total_idr END) AS active_idr,
    MAX(CASE WHEN f.kind = 'active' THEN 1 ELSE 0 END) AS active, CAST(NULL AS bigint) AS person_id,
    CAST(NULL AS bigint) AS likeness, 0 AS is_taken
FROM reconciliation_insurerline l
JOIN reconciliation_insurerfile f ON f.id = l.file_id
LEFT JOIN people_person p ON p.regency_id = %(regency)s AND p.nik_look_up = l.key
WHERE l.file_id IN ({files}) AND l.is_active AND l.is_matched AND p.id IS NULL
GROUP BY l.key
"""

# A bill of which nothing is paid, and a payer's month without a bill, is one difference of many people, not many.
_WHOLE_BILLS = """
SELECT d.kind, d.payer_id, COUNT(*), SUM(d.amount_idr)
FROM match_difference d
WHERE (d.kind = 'billed_not_paid'
        AND NOT EXISTS (SELECT 1 FROM match_side s WHERE s.payer_id = d.payer_id AND s.paid = 1))
    OR (d.kind = 'decree_not_billed'
        AND NOT EXISTS (SELECT 1 FROM match_side s WHERE s.payer_id = d.payer_id AND s.due = 1))
GROUP BY d.kind, d.payer_id
"""

_FIGURES = """
SELECT COALESCE(SUM(enrolled), 0), COALESCE(SUM(due), 0), COALESCE(SUM(billed_idr), 0), COALESCE(SUM(paid), 0),
    COALESCE(SUM(paid_idr), 0), COALESCE(SUM(active), 0), COALESCE(SUM(insurer_idr), 0), COALESCE(SUM(rejected), 0),
    COALESCE(SUM(CASE WHEN enrolled = 1 AND due = 1 AND paid_idr = billed_idr AND paid = 1 AND active = 1
        AND d.person_id IS NULL THEN 1 ELSE 0 END), 0)
FROM match_side s LEFT JOIN (SELECT DISTINCT person_id FROM match_difference) d ON d.person_id = s.person_id
"""

_NOT_ACTIVE = """
SELECT s.person_id FROM match_side s JOIN match_fact f ON f.person_id = s.person_id
WHERE s.active = 0 AND f.listed = 1 AND (s.enrolled = 1 OR s.due = 1)
"""

_HAPPENED: Final = {
    "sqlite": "CAST(strftime('%%Y%%m', x.happened_on) AS integer)",
    "postgresql": "CAST(to_char(x.happened_on, 'YYYYMM') AS integer)",
}
_UNTIL_COMMIT: Final = {"sqlite": "", "postgresql": " ON COMMIT DROP"}
_TABLES: Final = ("match_side", "match_fact", "match_difference", "match_stranger", "match_pair", "match_seen")


def lay_out(cursor: CursorWrapper, sides: Sides) -> None:
    """Fill the temporary tables for one month."""
    files = {name: _keys(getattr(sides, name)) for name in ("active", "rejected", "billing")}
    _run(cursor, _SIDE, sides.parameters, **files)
    cursor.execute("CREATE UNIQUE INDEX match_side_person ON match_side (person_id)")
    _run(
        cursor,
        _FACTS,
        sides.parameters,
        listed=_answered(sides.active),
        itemised=_answered(sides.billing),
        happened=_HAPPENED[connection.vendor],
    )
    cursor.execute("CREATE UNIQUE INDEX match_fact_person ON match_fact (person_id)")
    _analyse(cursor, "match_side", "match_fact")
    over_age, born = _over_age(cursor)
    cause = _CAUSE.replace("{over_age}", over_age)
    _run(cursor, _DIFFERENCE, {**sides.parameters, **born}, cause=cause)
    _run(cursor, _STRANGER, sides.parameters, files=_keys(sides.active, sides.billing))


def clear(cursor: CursorWrapper) -> None:
    """Drop the temporary tables, for a further match in the same transaction."""
    for table in _TABLES:
        cursor.execute(f"DROP TABLE IF EXISTS {table}")


def not_active(cursor: CursorWrapper) -> list[int]:
    """Return the keys of the people whom we cover and the insurer's list, which came, does not have."""
    cursor.execute(_NOT_ACTIVE)
    return [key for (key,) in cursor.fetchall()]


def strangers(cursor: CursorWrapper) -> list[int]:
    """Return the keys of the insurer's lines that lead to nobody."""
    cursor.execute("SELECT line_id FROM match_stranger")
    return [key for (key,) in cursor.fetchall()]


def propose(cursor: CursorWrapper, pairs: Sequence[Pair]) -> None:
    """Join lines that lead to nobody to the people whom they probably mean.

    Who was paid for and seemed missing is a difference with that line beside it; the line is then none of its own.
    """
    cursor.execute(
        f"CREATE TEMPORARY TABLE match_pair (person_id bigint, line_id bigint, likeness bigint)"
        f"{_UNTIL_COMMIT[connection.vendor]}"
    )
    cursor.executemany("INSERT INTO match_pair VALUES (%s, %s, %s)", [tuple(pair) for pair in pairs])
    cursor.execute(
        "UPDATE match_difference SET cause = 'typed_differently',"
        " line_id = (SELECT q.line_id FROM match_pair q WHERE q.person_id = match_difference.person_id),"
        " likeness = (SELECT q.likeness FROM match_pair q WHERE q.person_id = match_difference.person_id)"
        " WHERE kind = 'paid_not_active' AND cause IN ('not_uploaded', 'dropped', 'joined_late', 'rejected')"
        " AND person_id IN (SELECT person_id FROM match_pair)"
    )
    cursor.execute(
        "UPDATE match_stranger SET"
        " person_id = (SELECT q.person_id FROM match_pair q WHERE q.line_id = match_stranger.line_id),"
        " likeness = (SELECT q.likeness FROM match_pair q WHERE q.line_id = match_stranger.line_id)"
        " WHERE line_id IN (SELECT line_id FROM match_pair)"
    )
    cursor.execute(
        "UPDATE match_stranger SET is_taken = 1 WHERE line_id IN"
        " (SELECT line_id FROM match_difference WHERE cause = 'typed_differently')"
    )


def add_strangers(cursor: CursorWrapper) -> None:
    """Make a difference of every line that leads to nobody."""
    cursor.execute(
        "INSERT INTO match_difference (person_id, payer_id, enrolled, due, billed_idr, paid, paid_idr, refunded,"
        " released, active, insurer_idr, rejected, line_id, key, listed, rejection, kind, cause, likeness, people,"
        " amount_idr)"
        " SELECT person_id, payer_id, 0, 0, 0, 0, 0, 0, 0, active, insurer_idr, 0, line_id, key, active, '',"
        " CASE WHEN is_readable = 0 THEN 'line_unreadable' WHEN active = 1 THEN 'active_not_on_decree'"
        " ELSE 'insurer_bills_only' END,"
        " CASE WHEN person_id IS NULL THEN 'unknown' ELSE 'typed_differently' END, likeness, 1,"
        " COALESCE(insurer_idr, active_idr, 0) FROM match_stranger WHERE is_taken = 0"
    )


def whole_bills(cursor: CursorWrapper) -> list[tuple[str, int, int, int]]:
    """Return (kind, payer, people, amount in IDR) where a whole bill differs in the same way."""
    cursor.execute(_WHOLE_BILLS)
    return [(kind, payer, people, int(amount_idr)) for kind, payer, people, amount_idr in cursor.fetchall()]


def gather(cursor: CursorWrapper, bills: Sequence[tuple[str, int, int, int, bytes]]) -> None:
    """Put one difference in the place of those of a whole bill: (kind, payer, people, amount in IDR, key)."""
    for kind, payer, people, amount_idr, key in bills:
        cursor.execute("DELETE FROM match_difference WHERE kind = %s AND payer_id = %s", [kind, payer])
        cursor.execute(
            "INSERT INTO match_difference (payer_id, enrolled, due, billed_idr, paid, paid_idr, refunded, released,"
            " active, rejected, key, listed, rejection, kind, cause, people, amount_idr)"
            " VALUES (%s, 1, %s, %s, 0, 0, 0, 0, 0, 0, %s, 0, '', %s, %s, %s, %s)",
            [
                payer,
                1 if kind == "billed_not_paid" else 0,
                amount_idr,
                key,
                kind,
                "unpaid" if kind == "billed_not_paid" else "not_billed_yet",
                people,
                amount_idr,
            ],
        )


def figures(cursor: CursorWrapper, sides: Sides) -> Figures:
    """Count the four sides; called before whole bills are gathered, so that every person differing counts."""
    cursor.execute(_FIGURES)
    enrolled, billed, billed_idr, paid, paid_idr, active, insurer_idr, rejected, agreed = map(int, cursor.fetchone())
    cursor.execute("SELECT COALESCE(SUM(active), 0), COALESCE(SUM(insurer_idr), 0) FROM match_stranger")
    strange, strange_idr = map(int, cursor.fetchone())
    cursor.execute("SELECT COUNT(*) FROM match_difference")
    (differing,) = cursor.fetchone()
    return Figures(
        enrolled=enrolled,
        billed=billed,
        billed_idr=billed_idr,
        paid=paid,
        paid_idr=paid_idr,
        active=active + strange if sides.active else None,
        insurer_idr=insurer_idr + strange_idr if sides.billing else None,
        rejected=rejected if sides.rejected else None,
        agreed=agreed,
        differing=differing,
    )


def _run(cursor: CursorWrapper, statement: str, parameters: Mapping[str, Any], **parts: str) -> None:
    for name, part in {"until_commit": _UNTIL_COMMIT[connection.vendor], **parts}.items():
        statement = statement.replace(f"{{{name}}}", part)
    cursor.execute(statement, parameters)


def _analyse(cursor: CursorWrapper, *tables: str) -> None:
    """Let PostgreSQL count new tables, which it otherwise takes for small; SQLite looks at their indexes."""
    if connection.vendor == "postgresql":
        for table in tables:
            cursor.execute(f"ANALYZE {table}")


def _keys(*files: Mapping[int, int]) -> str:
    """Return the keys of lists for an IN; none matches where there is no list."""
    return ", ".join(str(int(key)) for by_payer in files for key in by_payer.values()) or "0"


def _answered(files: Mapping[int, int]) -> str:
    """Return an expression that says whether a list came about the payer of a row."""
    if EVERYBODY in files:
        return "1"
    payers = ", ".join(str(int(payer)) for payer in files) or "0"
    return f"CASE WHEN s.payer_id IN ({payers}) THEN 1 ELSE 0 END"


def _over_age(cursor: CursorWrapper) -> tuple[str, dict[str, date]]:
    """Return a condition that says who was over age at entry, by the law of each first month, with its parameters."""
    cursor.execute("SELECT DISTINCT from_month FROM match_side WHERE from_month IS NOT NULL")
    born = {}
    for (number,) in cursor.fetchall():
        born[f"born_{number}"] = entry_age(Month(number // 100, number % 100).first_day).born_after
    tests = [f"(k.from_month = {name[5:]} AND k.birth_date <= %({name})s)" for name in born]
    return " OR ".join(tests) or "1 = 0", born
