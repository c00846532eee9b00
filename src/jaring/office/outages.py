"""What the database says of itself when it stops an act: a refusal in words, because nothing is wrong with the act."""

from __future__ import annotations

import sqlite3
from typing import Final

import psycopg
from django.db import Error

from jaring.core.errors import JaringError
from jaring.core.text import Text
from jaring.office.locks import BusyError


class DatabaseSlowError(JaringError):
    """A statement ran longer than a statement may, and was stopped."""

    code = "JRG-722"
    sentence = Text(
        "Basis data memerlukan waktu lebih lama daripada yang diizinkan.", "The database took longer than it may."
    )
    hint = Text(
        "Tidak ada yang tersimpan setengah. Tunggu sebentar, lalu ulangi.",
        "Nothing is half-written. Wait a moment and repeat.",
    )


class ConnectionLostError(JaringError):
    """The connection broke, perhaps while the act was being confirmed: its outcome is not known here."""

    code = "JRG-723"
    sentence = Text("Hubungan ke basis data terputus.", "The connection to the database was lost.")
    hint = Text(
        "Ulangi dari halaman yang sama, atau dengan --key yang sama: yang sudah tersimpan tidak dikerjakan dua kali.",
        "Repeat from the same page, or with the same --key: what was kept already is not done twice.",
    )


_CANCELLED: Final = ("57014",)
_BUSY: Final = ("55P03", "40P01", "40001")
"""A lock not to be had in time, a deadlock, two acts that cannot be put in an order."""
_LOST: Final = ("08", "57P0", "25P03", "53300")
"""A broken connection, a server that goes down or ends a session, and one that takes no further session."""


def outage_of(error: BaseException) -> JaringError | None:
    """Return the refusal for an error of the database that says nothing of the act; ``None`` for every other error."""
    if not isinstance(error, Error):
        return None
    cause = error.__cause__
    if isinstance(cause, sqlite3.OperationalError):
        return BusyError() if cause.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY else None
    if isinstance(cause, (psycopg.OperationalError, psycopg.InternalError, psycopg.InterfaceError)):
        return _of_state(cause)
    return None


def _of_state(cause: psycopg.Error) -> JaringError | None:
    state = cause.sqlstate
    if state is None or state.startswith(_LOST):  # The server said nothing: it is the connection that failed.
        return ConnectionLostError()
    if state in _CANCELLED:
        return DatabaseSlowError()
    return BusyError() if state in _BUSY else None
