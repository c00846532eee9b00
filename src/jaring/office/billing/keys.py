"""The key of a bill, from which follows where its dues lie.

A key is the year of the bill's month, whether its dues have a table of their own on PostgreSQL, and a running number:
2026 5 0000017 is a large bill of 2026, and 2026 0 0000018 a small one. So every year's dues are one range of keys, and
whatever names a due by bill and person names its year too. The database refuses a key of another year.
"""

from __future__ import annotations

from typing import Final

from django.db import connection

from jaring.core.month import Month

KEYS_A_YEAR: Final = 100_000_000
LARGE_FROM: Final = 50_000_000
"""The first key of a year's large bills, counted from the first of the year."""
PEOPLE_OF_A_LARGE_BILL: Final = 5_000
"""From so many on, a table of its own with keys checked in bulk is cheaper than checking them row by row."""


def next_key(month: Month, people: int) -> int:
    """Return the key of a new bill; two at once never get the same."""
    first = month.year * KEYS_A_YEAR + (LARGE_FROM if people >= PEOPLE_OF_A_LARGE_BILL else 0)
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_NUMBER[connection.vendor], [LARGE_FROM])
        return first + int(cursor.fetchone()[0])


_NEXT_NUMBER: Final = {
    "postgresql": "SELECT nextval(pg_get_serial_sequence('billing_bill', 'id')) %% %s",
    "sqlite": "SELECT COALESCE(MAX(id %% %s), 0) + 1 FROM billing_bill",  # It has one writer at a time.
}


def running_number(key: int) -> int:
    """Return the number of a bill that its paper carries: counted through all years and payers."""
    return key % LARGE_FROM


def has_own_table(key: int) -> bool:
    """Say whether the dues of a bill lie in a table of their own on PostgreSQL."""
    return key % KEYS_A_YEAR >= LARGE_FROM
