"""Whole sets in one statement: what the ORM lacks for decisions that reach everybody at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.db import connections
from django.db.models import Field, Model, QuerySet


def insert_from(model: type[Model], rows: QuerySet[Any, Any], table: str | None = None) -> int:
    """Insert every row of a ``values()`` query into the table of ``model``, in one statement.

    Args:
        model: Whose columns are filled; the names of the query's values are its field names.
        rows: A ``values(...)`` query; expressions are allowed.
        table: Another table of the same shape, for example one month's partition.

    Returns:
        The number of rows inserted.
    """
    connection = connections[rows.db]
    quote = connection.ops.quote_name
    query, params = rows.query.sql_with_params()
    names = list(rows.query.selected or ())  # In the order of the SELECT.
    columns = ", ".join(quote(cast("Field[Any, Any]", model._meta.get_field(name)).column or "") for name in names)
    target = quote(table or model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {target} ({columns}) {query}", params)  # Names come from the model.
        return int(cursor.rowcount)


def insert_rows(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert many rows that come from outside, in one go: by COPY on PostgreSQL, by one prepared statement on SQLite.

    Args:
        model: Whose table is filled.
        names: Names of its fields, in the order of the values.
        rows: Values as the database takes them: a month as its number, a truth as a bool, bytes as bytes.
    """
    connection = connections["default"]
    columns = ", ".join(cast("Field[Any, Any]", model._meta.get_field(name)).column or "" for name in names)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Walls between regencies take an INSERT, never a COPY: the rows come in beside the table first.
            staged = f"{table}_staged"
            cursor.execute(
                f"CREATE TEMPORARY TABLE {staged} ON COMMIT DROP AS SELECT {columns} FROM {table} LIMIT 0"  # noqa: S608 - names are the model's.
            )
            with cursor.copy(f"COPY {staged} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {staged}")  # noqa: S608 - as above.
            cursor.execute(f"DROP TABLE {staged}")
        else:
            marks = ", ".join(["%s"] * len(names))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(rows))  # noqa: S608 - names are the model's.
