"""Dues that a list names, brought into the database as one table: (bill, person) pairs, each with a reason."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from django.db import connection

from jaring.office.payments.errors import NobodyNamedError
from jaring.office.payments.models import NotOwed
from jaring.office.programme.models import Payer


class NamedDue(NamedTuple):
    """A due, by the keys of its bill and its person, and why it is not owed after all."""

    bill_id: int
    person_id: int
    reason: NotOwed = NotOwed.REJECTED


class Sum(NamedTuple):
    """How many dues, and what they come to, in IDR."""

    people: int
    jkk_idr: int
    jkm_idr: int

    @property
    def amount_idr(self) -> int:
        return self.jkk_idr + self.jkm_idr


_PAIRS: Final = {
    "sqlite": (
        "SELECT json_extract(value, '$[0]') AS bill_id, json_extract(value, '$[1]') AS person_id,"
        " json_extract(value, '$[2]') AS reason FROM json_each(%(dues)s)"
    ),
    "postgresql": (
        "SELECT (value->>0)::bigint AS bill_id, (value->>1)::bigint AS person_id, value->>2 AS reason"
        " FROM jsonb_array_elements(%(dues)s::jsonb) AS value"
    ),
}
_OF_PAYER: Final = """
FROM ({pairs}) AS named
JOIN billing_bill AS bill ON bill.id = named.bill_id AND bill.payer_id = %(payer)s
JOIN billing_due AS due ON due.bill_id = named.bill_id AND due.person_id = named.person_id
"""
_TOTAL: Final = "SELECT COUNT(*), COALESCE(SUM(due.jkk_idr), 0), COALESCE(SUM(due.jkm_idr), 0)"
IS_PAID: Final = """EXISTS (SELECT 1 FROM payments_allocation AS paid
                WHERE paid.bill_id = due.bill_id AND paid.person_id = due.person_id)"""
IS_RELEASED: Final = """EXISTS (SELECT 1 FROM payments_release AS released
                WHERE released.bill_id = due.bill_id AND released.person_id = due.person_id)"""
IS_CLAIMED: Final = """EXISTS (SELECT 1 FROM payments_refundline AS claimed
                WHERE claimed.bill_id = due.bill_id AND claimed.person_id = due.person_id)"""


def distinct_dues(dues: Iterable[NamedDue]) -> list[NamedDue]:
    """Return the dues in a fixed order, each once.

    Raises:
        NobodyNamedError: (JRG-246)
    """
    by_key = {(due.bill_id, due.person_id): NamedDue(due.bill_id, due.person_id, NotOwed(due.reason)) for due in dues}
    if not by_key:
        raise NobodyNamedError
    return [by_key[key] for key in sorted(by_key)]


def total_of(payer: Payer, dues: Sequence[NamedDue], condition: str) -> Sum:
    """Count the named dues of a payer that meet a condition, an SQL expression over ``due``."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_TOTAL} {_named()} WHERE {condition}", _parameters(payer, dues))
        people, jkk_idr, jkm_idr = cursor.fetchone()
    return Sum(int(people), int(jkk_idr), int(jkm_idr))


def insert_named(
    table: str, columns: str, values: str, payer: Payer, dues: Sequence[NamedDue], **more: int | str
) -> int:
    """Insert a row for each named due of a payer, by one statement; return how many.

    Args:
        table: Of our own.
        columns: Its columns, comma separated.
        values: What they hold, over ``due`` and ``named``; parameters are named in ``more``.
        payer: Whose dues.
        dues: Which.
        more: Values of the parameters.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {values} {_named()}",  # Names of our own.
            _parameters(payer, dues) | more,
        )
        return int(cursor.rowcount)


def _named() -> str:
    return _OF_PAYER.format(pairs=_PAIRS[connection.vendor])


def _parameters(payer: Payer, dues: Sequence[NamedDue]) -> dict[str, int | str]:
    return {"payer": payer.pk, "dues": json.dumps([[due.bill_id, due.person_id, str(due.reason)] for due in dues])}
