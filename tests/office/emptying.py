"""Emptying the database after a test that really committed, past the walls that refuse it.

A test marked ``django_db(transaction=True)`` is followed by Django's flush, which deletes every row. The append-only
triggers refuse that, rightly, so the flush is replaced by this one:

* PostgreSQL: ``session_replication_role = replica`` keeps triggers and foreign keys silent for the one transaction.
  The role of the tests owns the server, as ``run.py`` starts it. The tables of single bills are dropped.
* SQLite: the triggers are dropped and made again from their own text, in one transaction.

The walls stand again before the next test begins; ``test_walls.py`` would show it if they did not.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection, transaction

KEPT = frozenset({"django_migrations", "sqlite_sequence"})


def empty_database(_statements: object = None) -> None:
    """Delete every row but the history of migrations. Takes the place of Django's ``execute_sql_flush``."""
    tables = [table for table in connection.introspection.table_names() if table not in KEPT]
    EMPTY[connection.vendor](tables)


def without_walls(statements: Callable[[], None]) -> None:
    """Run statements as somebody would who owns the database and has put the triggers aside."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            statements()
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        statements()
        for _, sql in triggers:
            cursor.execute(sql)


def _empty_sqlite(tables: list[str]) -> None:
    def delete() -> None:
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f'DELETE FROM "{table}"')

    with connection.constraint_checks_disabled():
        without_walls(delete)


def _empty_postgresql(tables: list[str]) -> None:
    def delete() -> None:
        with connection.cursor() as cursor:
            for table in tables:
                if table.startswith("billing_due_"):
                    cursor.execute(f'DROP TABLE "{table}"')
                else:
                    cursor.execute(f'DELETE FROM "{table}"')

    without_walls(delete)


EMPTY = {"sqlite": _empty_sqlite, "postgresql": _empty_postgresql}
