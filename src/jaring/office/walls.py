"""Walls in the database itself: promises that hold whoever writes, in both dialects.

A trigger that refuses raises ``IntegrityError`` on SQLite and on PostgreSQL alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.state import ProjectState

Runner = Callable[[Any, BaseDatabaseSchemaEditor], None]


class RunStatements(RunPython):
    """Code that asks for no model: Django need not build all of them anew, as it does for every ``RunPython``."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        self.code(None, schema_editor)  # type: ignore[arg-type]  # Our code asks for no model.

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        assert self.reverse_code is not None
        self.reverse_code(None, schema_editor)  # type: ignore[arg-type]  # As above.


def run_sql(forward: Mapping[str, list[str]], reverse: Mapping[str, list[str]]) -> RunPython:
    """Return an operation that runs the statements written for the dialect in use.

    Args:
        forward: Statements by dialect, ``sqlite`` and ``postgresql``.
        reverse: The same for the way back.
    """
    return RunStatements(_runner(forward), _runner(reverse))


def _runner(statements: Mapping[str, list[str]]) -> Runner:
    def run(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        with schema_editor.connection.cursor() as cursor:
            for statement in statements[schema_editor.connection.vendor]:
                cursor.execute(statement)

    return run


def append_only(*tables: str) -> RunPython:
    """Refuse UPDATE, DELETE and (on PostgreSQL) TRUNCATE on tables whose rows are history."""
    return run_sql(_walls_up(tables), _walls_down(tables))


def append_only_lifted(*tables: str) -> RunPython:
    """Put these walls aside: for a migration that keeps every row and changes its shape, and raises them again."""
    return run_sql(_walls_down(tables), _walls_up(tables))


def constraints_checked() -> RunPython:
    """Have PostgreSQL check at once what it would check at the end: it changes no table whose rows wait for that."""
    now = {"sqlite": [], "postgresql": ["SET CONSTRAINTS ALL IMMEDIATE"]}
    return run_sql(now, now)


def _walls_up(tables: Iterable[str]) -> dict[str, list[str]]:
    statements: dict[str, list[str]] = {"sqlite": [], "postgresql": [_POSTGRESQL_FUNCTION]}
    for table in tables:
        statements["sqlite"] += [
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for verb in _VERBS
        ]
        statements["postgresql"] += [
            (
                f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION jaring_append_only()"
            ),
            (
                f"CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION jaring_append_only()"
            ),
        ]
    return statements


def _walls_down(tables: Iterable[str]) -> dict[str, list[str]]:
    statements: dict[str, list[str]] = {"sqlite": [], "postgresql": []}
    for table in tables:
        statements["sqlite"] += [f"DROP TRIGGER {table}_no_{verb.lower()}" for verb in _VERBS]
        statements["postgresql"] += [
            f"DROP TRIGGER append_only ON {table}",
            f"DROP TRIGGER append_only_truncate ON {table}",
        ]
    return statements


def triggers_aside() -> RunPython:
    """Put every trigger aside on SQLite, where changing a table makes it anew; ``triggers_back`` raises them again.

    PostgreSQL changes a table in place and keeps its triggers, so nothing is done there.
    """
    return RunStatements(_triggers_down, _triggers_up)


def triggers_back() -> RunPython:
    """Raise the triggers again that ``triggers_aside`` put aside in the same migration."""
    return RunStatements(_triggers_up, _triggers_down)


def _triggers_down(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        cursor.execute("CREATE TEMP TABLE triggers_aside (sql text)")
        cursor.executemany("INSERT INTO triggers_aside VALUES (%s)", [(sql,) for _name, sql in triggers])
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")


def _triggers_up(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM triggers_aside")
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)
        cursor.execute("DROP TABLE triggers_aside")


def refuse_insert_unless(table: str, name: str, condition: str, message: str) -> RunPython:
    """Refuse a new row unless ``condition``, an SQL expression over ``NEW`` that both dialects understand, is true."""
    return run_sql(_wall_raised(table, name, condition, message), _wall_razed(table, name))


def refuse_insert_unless_instead(table: str, name: str, condition: str, message: str, *, before: str) -> RunPython:
    """Put a wall of another condition in the place of the one that stands; ``before`` is the condition it had."""
    razed = _wall_razed(table, name)
    raised, again = (_wall_raised(table, name, each, message) for each in (condition, before))
    forward, back = ({dialect: razed[dialect] + wall[dialect] for dialect in razed} for wall in (raised, again))
    return run_sql(forward, back)


def _wall_raised(table: str, name: str, condition: str, message: str) -> dict[str, list[str]]:
    function = f"jaring_{name}"
    return {
        "sqlite": [
            (
                f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN NOT ({condition}) "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
        ],
        "postgresql": [
            (
                f"CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF NOT ({condition}) THEN RAISE EXCEPTION '{message}' "
                "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
            ),
            f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()",
        ],
    }


def _wall_razed(table: str, name: str) -> dict[str, list[str]]:
    return {
        "sqlite": [f"DROP TRIGGER {name}"],
        "postgresql": [f"DROP TRIGGER {name} ON {table}", f"DROP FUNCTION jaring_{name}()"],
    }


_VERBS = ("UPDATE", "DELETE")
_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION jaring_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only (% refused)', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
