"""Django's PostgreSQL backend, which tells the server in every transaction whose rows it may meet.

The setting ``app.regency`` is local to the transaction, so that nothing of it stays in a connection that others use
next. It goes with the first statement of a transaction, in the same message; a statement outside of one is a
transaction of its own. Roles that own the tables meet no wall and are told nothing.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import sql
from psycopg.pq import TransactionStatus

from jaring.office.postgresql.sight import in_sight

MEETS_WALLS = "SELECT EXISTS (SELECT 1 FROM pg_class WHERE relname = 'billing_bill' AND row_security_active(oid))"


class TellingCursor(base.Cursor):
    """A cursor that says whose rows are in sight before the first statement of a transaction."""

    connection: Any  # What psycopg gives its cursors; Django's stubs say nothing of them.
    nextset: Any

    def execute(self, query: Any, params: Any = None, **how: Any) -> Any:
        execute = super().execute  # type: ignore[misc]  # As above.
        sight = in_sight()
        if not (sight and self.connection.meets_walls and self._is_first()):
            return execute(query, params, **how)
        telling = f"SELECT set_config('app.regency', '{sight}', true); "  # Codes and commas; see ``sight``.
        told = telling + query if isinstance(query, str) else sql.SQL(telling) + query
        execute(told, params, **how)
        self.nextset()
        return self

    def _is_first(self) -> bool:
        return bool(self.connection.info.transaction_status == TransactionStatus.IDLE)


class DatabaseWrapper(base.DatabaseWrapper):
    """Connections whose cursors tell."""

    def get_connection_params(self) -> dict[str, Any]:
        return {**super().get_connection_params(), "cursor_factory": TellingCursor}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        connection.meets_walls = False
        look_again(connection)
        return connection

    def chunked_cursor(self) -> Any:
        """Return an ordinary cursor where a wall stands: a named one begins a transaction that nobody told."""
        self.ensure_connection()
        return self.cursor() if self.connection.meets_walls else super().chunked_cursor()


def look_again(connection: Any) -> None:
    """Ask the server whether this connection's role meets the walls; when it was opened, or took another role."""
    with connection.cursor() as cursor:
        cursor.execute(MEETS_WALLS)
        connection.meets_walls = bool(cursor.fetchone()[0])
    if not connection.autocommit:
        connection.rollback()
