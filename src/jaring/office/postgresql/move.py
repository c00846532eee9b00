"""The move of an installation from SQLite to an empty PostgreSQL database.

Everything happens in one transaction of the target: the tables are made, filled by COPY, and compared with the source,
and only then does anything of it exist. A move that is killed leaves an empty database and can be repeated. The source
is locked against writing meanwhile and never written. Sealed identifiers are copied as they are: they are bound to
table, column and row, and all three stay the same.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import dj_database_url
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from psycopg import sql

from jaring.core.errors import JaringError
from jaring.core.text import Text
from jaring.office.billing.keys import KEYS_A_YEAR, LARGE_FROM
from jaring.office.readiness import DatabaseUnreachableError, require_ready

Progress = Callable[[Text, float], None]
Row = tuple[Any, ...]

NOT_COPIED: Final = frozenset({"django_migrations", "sqlite_sequence"})
ROWS_AT_ONCE: Final = 2_000
BOTTOMLESS: Final = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")


class NotFromSqliteError(JaringError):
    """The installation in use is not on SQLite, or the target is not PostgreSQL."""

    code = "JRG-715"
    sentence = Text(
        "Pemindahan hanya dari SQLite ke PostgreSQL.", "A move goes from SQLite to PostgreSQL and in no other way."
    )
    hint = Text(
        "Jalankan dengan DATABASE_URL yang lama, dan sebut yang baru: jaring move --to postgres://...",
        "Run it with the DATABASE_URL of old, and name the new one: jaring move --to postgres://...",
    )


class TargetNotEmptyError(JaringError):
    """The target holds something already."""

    code = "JRG-716"
    sentence = Text(
        "Basis data tujuan tidak kosong: ada {count} tabel.",
        "The target database is not empty: {count} tables.",
    )
    hint = Text(
        "Buat basis data baru yang kosong dengan createdb, lalu ulangi.",
        "Make a new and empty database with createdb, and repeat.",
    )


class CopyDiffersError(JaringError):
    """What arrived is not what was sent."""

    code = "JRG-717"
    sentence = Text(
        "Hasil salinan berbeda dari sumbernya pada tabel: {tables}. Tidak ada yang dipindahkan.",
        "The copy differs from its source in the tables: {tables}. Nothing was moved.",
    )
    hint = Text("Sumber tidak berubah dan tetap dapat dipakai. Laporkan.", "The source is unchanged. Report it.")


@dataclass(frozen=True, slots=True)
class Tally:
    """What a table comes to: its rows, the sum of every column of money, and a hash over all values.

    The hash does not depend on the order of the rows: it is the sum of theirs.
    """

    rows: int
    sums_idr: Mapping[str, int]
    digest: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A table in both databases."""

    table: str
    source: Tally
    target: Tally


def move(address: str, progress: Progress) -> list[Moved]:
    """Move everything to the PostgreSQL database at ``address``, which must be empty.

    The process works in the target from then on.

    Args:
        address: ``postgres://...`` of the owner of the target.
        progress: Told what is being done, and which share is done.

    Returns:
        What each table came to, in the source and in the target; they are equal.

    Raises:
        DatabaseNotReadyError: (JRG-704) and the other refusals of a source that cannot be used.
        DatabaseUnreachableError: (JRG-705)
        NotFromSqliteError: (JRG-715)
        TargetNotEmptyError: (JRG-716)
        CopyDiffersError: (JRG-717)
    """
    if connection.vendor != "sqlite" or not address.startswith(("postgres://", "postgresql://")):
        raise NotFromSqliteError
    require_ready()
    path = Path(settings.DATABASES["default"]["NAME"])
    _work_in(address)
    with closing(sqlite3.connect(path, isolation_level=None, timeout=20)) as source:
        source.execute("BEGIN IMMEDIATE")  # Nobody writes what the copy would not have; nothing is written here.
        with transaction.atomic(durable=True):
            _require_empty()
            progress(_MAKING, 0.0)
            call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
            moved = list(_copied(source, progress))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return moved


def _work_in(address: str) -> None:
    """Make the target the database in which this process works: migrations write to no other."""
    database = dj_database_url.parse(address)
    database["ENGINE"] = "jaring.office.postgresql"
    connections["default"].close()
    connections.settings["default"].clear()
    connections.settings["default"].update(connections.configure_settings({"default": database})["default"])
    del connections["default"]


def _require_empty() -> None:
    try:
        with connection.cursor() as cursor:
            for limit in BOTTOMLESS:
                cursor.execute(f"SET LOCAL {limit} = 0")
    except DatabaseError as error:
        raise DatabaseUnreachableError from error
    if tables := connection.introspection.table_names():
        raise TargetNotEmptyError(count=len(tables))


def _copied(source: sqlite3.Connection, progress: Progress) -> Iterator[Moved]:
    names = set(connection.introspection.table_names()) - NOT_COPIED
    # Dues last: the keys of a large bill are checked as soon as its table is full.
    tables = [_Table(name) for name in sorted(names, key=lambda name: (name == "billing_due", name))]
    with connection.cursor() as cursor, _walls_aside():
        for table in tables:
            # What migrations laid down comes with the source.
            cursor.execute(f'DELETE FROM "{table.name}"')  # noqa: S608  # Names come from the database.
        for number, table in enumerate(tables):
            progress(_COPYING, 0.05 + 0.5 * number / len(tables))
            table.copy_from(source)
        progress(_COMPARING, 0.55)
    moved = []
    for number, table in enumerate(tables):
        progress(_COMPARING, 0.55 + 0.45 * number / len(tables))
        moved.append(Moved(table.name, table.tally(table.rows_of(source)), table.tally(table.rows_here())))
    if different := [each.table for each in moved if each.source != each.target]:
        raise CopyDiffersError(tables=", ".join(different))
    _reset_sequences()
    yield from moved


@contextmanager
def _walls_aside() -> Iterator[None]:
    """Put foreign keys and the walls against wrong rows aside while rows come in an order of their own.

    They stand again before the transaction ends; each foreign key is then checked over the whole table.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE contype = 'f' AND conparentid = 0 AND connamespace = 'public'::regnamespace"
        )
        keys = cursor.fetchall()
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger"
            " WHERE NOT tgisinternal AND (tgtype & 4 > 0 OR tgname = 'append_only')"
        )
        triggers = cursor.fetchall()
        for table, name, _ in keys:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for table, name in triggers:
            cursor.execute(f'ALTER TABLE {table} DISABLE TRIGGER "{name}"')
        yield
        for table, name in triggers:
            cursor.execute(f'ALTER TABLE {table} ENABLE TRIGGER "{name}"')
        for table, name, definition in keys:
            cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')


class _Table:
    """A table that both databases have, with the readers that make a value of SQLite one of PostgreSQL."""

    def __init__(self, name: str) -> None:
        self.name = name
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT column_name, data_type FROM information_schema.columns"
                " WHERE table_schema = 'public' AND table_name = %s ORDER BY ordinal_position",
                [name],
            )
            self.types: dict[str, str] = dict(cursor.fetchall())
        self.readers = [_READERS.get(kind) for kind in self.types.values()]
        self.money = [index for index, column in enumerate(self.types) if column.endswith("_idr")]

    def copy_from(self, source: sqlite3.Connection) -> None:
        if self.name != "billing_due":
            self._fill(self.name, self.rows_of(source))
            return
        for key in self._bills():
            with connection.cursor() as cursor:
                cursor.execute("SELECT jaring_open_dues(%s)", [key])
                if (table := cursor.fetchone()[0]) != self.name:
                    self._fill(table, self.rows_of(source, f"bill_id = {key}"))
                    cursor.execute("SELECT jaring_close_dues(%s)", [key])
        self._fill(self.name, self.rows_of(source, f"bill_id % {KEYS_A_YEAR} < {LARGE_FROM}"))

    def _bills(self) -> list[int]:
        """Return the keys of the bills, which come before their dues."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM billing_bill ORDER BY id")
            return [int(key) for (key,) in cursor.fetchall()]

    def _fill(self, table: str, rows: Iterable[Row]) -> None:
        columns = sql.SQL(", ").join(map(sql.Identifier, self.types))
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), columns)
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(
                    json.dumps(value, ensure_ascii=False) if kind == "jsonb" and value is not None else value
                    for kind, value in zip(self.types.values(), row, strict=True)
                )

    def rows_of(self, source: sqlite3.Connection, condition: str = "TRUE") -> Iterator[Row]:
        """Yield the rows of the source as PostgreSQL would give them."""
        columns = ", ".join(f'"{column}"' for column in self.types)
        statement = f'SELECT {columns} FROM "{self.name}" WHERE {condition}'  # noqa: S608  # Names and keys of our own.
        for row in source.execute(statement):
            yield tuple(
                value if value is None or read is None else read(value)
                for read, value in zip(self.readers, row, strict=True)
            )

    def rows_here(self) -> Iterator[Row]:
        """Yield the rows of the target."""
        columns = ", ".join(
            f'"{column}"::text' if kind == "jsonb" else f'"{column}"' for column, kind in self.types.items()
        )
        with connection.chunked_cursor() as cursor:
            cursor.execute(f'SELECT {columns} FROM "{self.name}"')  # noqa: S608  # Names come from the database.
            while rows := cursor.fetchmany(ROWS_AT_ONCE):
                for row in rows:
                    yield tuple(
                        json.loads(value) if kind == "jsonb" and value is not None else value
                        for kind, value in zip(self.types.values(), row, strict=True)
                    )

    def tally(self, rows: Iterable[Row]) -> Tally:
        names = list(self.types)
        count, digest, sums = 0, 0, dict.fromkeys(self.money, 0)
        for row in rows:
            count += 1
            digest += int.from_bytes(hashlib.sha256(_canonical(row)).digest())
            for index in self.money:
                sums[index] += row[index] or 0
        in_words = f"{digest % 2**256:064x}"
        return Tally(count, {names[index]: total for index, total in sums.items()}, in_words)


def _canonical(row: Sequence[Any]) -> bytes:
    """Write a row the same way whichever database it came from."""
    return json.dumps([*map(_plain, row)], sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _plain(value: Any) -> Any:
    match value:
        case bytes() | memoryview():
            return bytes(value).hex()
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date() | UUID():
            return str(value)
        case _:
            return value


_READERS: Final[dict[str, Callable[[Any], Any]]] = {
    "boolean": bool,
    "uuid": UUID,
    "date": date.fromisoformat,
    "timestamp with time zone": lambda text: datetime.fromisoformat(text).replace(tzinfo=UTC),
    "jsonb": json.loads,
    "bytea": bytes,
    "double precision": float,
}
"""By type of column in PostgreSQL: how a value of SQLite becomes the value that PostgreSQL gives back."""


def _reset_sequences() -> None:
    """Let new rows follow the last that came; a bill's sequence counts its running numbers."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            for sequence in connection.introspection.get_sequences(cursor, table):
                column, name = sequence["column"], f'"{table}"'
                last = f'MAX("{column}" % {LARGE_FROM})' if table == "billing_bill" else f'MAX("{column}")'
                reset = f"setval(pg_get_serial_sequence('{name}', '{column}'), COALESCE({last}, 1), COUNT(*) > 0)"
                cursor.execute(f"SELECT {reset} FROM {name}")  # noqa: S608  # As above.


_MAKING: Final = Text("Membuat tabel", "Making the tables")
_COPYING: Final = Text("Menyalin baris", "Copying the rows")
_COMPARING: Final = Text("Membandingkan kedua basis data", "Comparing the two databases")
