"""The locks of the office, in the order in which a transaction takes them. Nobody locks in any other way.

A lock makes acts on the same thing follow one another, so that the second meets what the first did and is refused in
words; the constraints of the database are the promise, the lock makes it polite. On SQLite the immediate transaction
is the only lock there is. On PostgreSQL each lock lasts until the transaction ends.

Order: request key, then year, then deposit, then books, then cases, then chain. Whoever needs two takes them in this
order.
"""

from __future__ import annotations

from uuid import UUID

from django.db import OperationalError, connection
from psycopg.errors import LockNotAvailable

from jaring.core.errors import JaringError
from jaring.core.text import Text

_CHAIN = 7101
_YEAR = 7102
_BOOKS = 7103
_DEPOSIT = 7104
_CASES = 7105


def lock_request_key(key: UUID) -> None:
    """Let twins of one request follow one another."""
    _take("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", str(key))


def lock_year(year_id: int) -> None:
    """Let budgets, choices, decrees and bills of one programme year follow one another."""
    _take("SELECT pg_advisory_xact_lock(%s, %s)", _YEAR, year_id)


def lock_deposit(payer_id: int) -> None:
    """Let payments, allocations and refunds of one payer follow one another."""
    _take("SELECT pg_advisory_xact_lock(%s, %s)", _DEPOSIT, payer_id)


def lock_books(regency_code: str) -> None:
    """Let entries of one regency's ledger follow one another, so that their numbers have no gap."""
    _take("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", _BOOKS, regency_code)


def lock_cases(regency_code: str) -> None:
    """Let the insurer's lists, matches and cases of one regency follow one another."""
    _take("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", _CASES, regency_code)


def lock_chain(regency_code: str) -> None:
    """Let entries of one regency's audit chain follow one another; the last lock of a transaction."""
    _take("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", _CHAIN, regency_code)


class BusyError(JaringError):
    """Another act on the same thing takes longer than anybody should wait."""

    code = "JRG-721"
    sentence = Text(
        "Pekerjaan lain atas hal yang sama sedang berlangsung.", "Another act on the same thing is still going on."
    )
    hint = Text("Tunggu sebentar, lalu ulangi; tidak ada yang tersimpan.", "Wait and repeat; nothing was kept.")


def _take(statement: str, *subject: int | str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            try:
                cursor.execute(statement, subject)
            except OperationalError as error:
                if isinstance(error.__cause__, LockNotAvailable):
                    raise BusyError from error
                raise
