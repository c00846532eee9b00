"""The roles of a PostgreSQL database: who serves the office, who audits it, and whose rows each of them may meet.

The owner is whoever migrates. ``jaring_app`` serves: it reads and adds, changes rows only of tables that are no
history, deletes only where an import is undone or a session ends, and makes nothing but temporary tables.
``jaring_auditor`` reads.
Neither can log in before the administrator of the server gives it a password.

Row security follows from the models: a table with a regency shows the rows of the regencies in sight, every other
table the rows whose parent it shows. What is open to all is named here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.apps import apps
from django.db import connection, transaction
from django.db.models import ForeignKey, Model

from jaring.core.errors import JaringError
from jaring.core.text import Text
from jaring.office.people.models import Person
from jaring.office.places.models import Regency

APP: Final = "jaring_app"
AUDITOR: Final = "jaring_auditor"

OPEN: Final = frozenset(
    {
        "access.accessproposal",
        "access.authenticator",
        "access.failedattempt",
        "access.invitation",
        "access.keycheck",
        "access.officesession",
        "access.passkey",
        "access.recoverycode",
        "access.rolegrant",
        "access.user",
        "audit.requestkey",
        "places.district",
        "places.regency",
        "places.village",
        "rules.readingchoice",  # Which reading of the law a regency follows is public.
    }
)
"""Tables whose rows belong to no regency, or to everybody."""

WRITTEN_BEFORE_THEIR_PARENT: Final = frozenset({"books.posting"})
"""Tables whose rows come before the parent that ties them to a regency; its own wall stands when it is written."""

DELETED_FROM: Final = (
    "people_person",
    "people_dtsenentry",
    "people_coveredelsewhere",
    "payments_allocation",
    "programme_candidate",
    "programme_scenario",
    "programme_scenariomember",
    "access_rolegrant",
    "access_user_groups",
    "access_user_user_permissions",
    "access_authenticator",
    "access_failedattempt",
    "access_officesession",
    "access_passkey",
    "access_recoverycode",
    "audit_requestkey",
    "lists_savedview",
)
"""Where the product takes rows away: an import or a transfer is undone, an account changes, a session ends, a key is
forgotten."""

LOCKED: Final = frozenset({"audit_requestkey"})
"""History whose rows are locked before they are deleted, which PostgreSQL counts as changing them; its wall stands."""

FILLERS: Final = ("jaring_open_dues(bigint)", "jaring_close_dues(bigint)")
HIDDEN_FROM_AUDITOR: Final[dict[str, set[str] | None]] = {
    "access_user": {"password"},
    "access_authenticator": {"secret_sealed"},
    "access_invitation": {"token_hash"},
    "access_failedattempt": None,
    "access_officesession": None,
    "access_recoverycode": None,
}
"""Columns that an auditor does not read; ``None`` for the whole table."""

POLICY: Final = "jaring_regency"
_SEES: Final = """
CREATE OR REPLACE FUNCTION jaring_sees(regency text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT current_setting('app.regency', true) = '*'
        OR regency = ANY (string_to_array(current_setting('app.regency', true), ','))
$$
"""
_NEW_ROLE: Final = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{role}') THEN
        CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL;  -- Another database of this server made it at the same moment.
END $$
"""


class NotPostgresqlError(JaringError):
    """The database in use has no roles."""

    code = "JRG-714"
    sentence = Text("Perintah ini memerlukan basis data PostgreSQL.", "This command needs a PostgreSQL database.")
    hint = Text(
        "Atur DATABASE_URL ke basis data PostgreSQL, sebagai pemiliknya.",
        "Point DATABASE_URL to a PostgreSQL database, as its owner.",
    )


_SETTLED_BY_OWNER: Final = """
SELECT pg_has_role(current_user, relowner, 'MEMBER') AND EXISTS (
    SELECT FROM aclexplode(relacl) AS granted JOIN pg_roles ON oid = granted.grantee WHERE rolname = %s)
FROM pg_class WHERE oid = to_regclass('public.django_migrations')
"""


def settle_roles() -> dict[str, int]:
    """Make the roles, their rights and the walls between regencies what they should be. Safe to repeat.

    Returns:
        How many tables there are, and behind how many a wall stands.

    Raises:
        NotPostgresqlError: (JRG-714)
    """
    if connection.vendor != "postgresql":
        raise NotPostgresqlError
    tables = sorted(connection.introspection.table_names())
    with transaction.atomic(), connection.cursor() as cursor:
        for role in (APP, AUDITOR):
            cursor.execute(_NEW_ROLE.format(role=role))
        for statement in [*_withdrawn(), *_granted(tables), _SEES, *_walls()]:
            cursor.execute(statement)
    return {"tables": len(tables), "walls": len(list(walled_models()))}


def settle_again() -> None:
    """Settle the roles once more after an upgrade, where the owner is connected and has settled them before."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(_SETTLED_BY_OWNER, [APP])
        is_settled = cursor.fetchone()
    if is_settled and is_settled[0]:
        settle_roles()


def _withdrawn() -> Iterator[str]:
    """Begin from nothing, so that a right that is not named below does not stay."""
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    for role in (APP, AUDITOR):
        for kind in ("TABLES", "SEQUENCES", "FUNCTIONS"):
            yield f"REVOKE ALL ON ALL {kind} IN SCHEMA public FROM {role}"
        yield f"GRANT USAGE ON SCHEMA public TO {role}"


def _granted(tables: list[str]) -> Iterator[str]:
    histories = _histories()
    for table in tables:
        yield f'GRANT SELECT, INSERT ON "{table}" TO {APP}'
        if table not in histories - LOCKED:
            yield f'GRANT UPDATE ON "{table}" TO {APP}'
        if table in DELETED_FROM:
            yield f'GRANT DELETE ON "{table}" TO {APP}'
        yield from _granted_to_auditor(table)
    yield f"REVOKE INSERT, UPDATE ON django_migrations FROM {APP}"
    yield f'GRANT TEMPORARY ON DATABASE "{connection.settings_dict["NAME"]}" TO {APP}'  # An import, a match.
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP}"
    for function in FILLERS:
        yield f"GRANT EXECUTE ON FUNCTION {function} TO {APP}"


def _granted_to_auditor(table: str) -> Iterator[str]:
    hidden = HIDDEN_FROM_AUDITOR.get(table, set())
    if hidden is None:
        return
    with connection.cursor() as cursor:
        names = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    shown = ", ".join(f'"{name}"' for name in names if name not in hidden)
    yield f'GRANT SELECT ({shown}) ON "{table}" TO {AUDITOR}' if hidden else f'GRANT SELECT ON "{table}" TO {AUDITOR}'


def _histories() -> set[str]:
    """Return the tables behind the append-only wall."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'append_only'")
        return {name for (name,) in cursor.fetchall()}


def _walls() -> Iterator[str]:
    for function in _blind_functions():  # A wall of the books must meet every row, whoever writes.
        yield f"ALTER FUNCTION {function} SECURITY DEFINER SET search_path = public, pg_temp"
    for model in walled_models():
        table = model._meta.db_table
        yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
        yield f'DROP POLICY IF EXISTS {POLICY} ON "{table}"'
        yield f'CREATE POLICY {POLICY} ON "{table}" TO {APP}, {AUDITOR} USING ({_condition(model)}){_added(model)}'


def _added(model: type[Model]) -> str:
    return " WITH CHECK (true)" if model._meta.label_lower in WRITTEN_BEFORE_THEIR_PARENT else ""


def _blind_functions() -> list[str]:
    """Return the functions of triggers that would see only the rows of whoever writes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
            " WHERE n.nspname = 'public' AND p.proname LIKE 'jaring%' AND p.prorettype = 'trigger'::regtype"
            " AND NOT p.prosecdef"
        )
        return [name for (name,) in cursor.fetchall()]


def walled_models() -> list[type[Model]]:
    """Return the models behind whose tables rows of another regency are out of reach."""
    return [model for model in _own_models() if model._meta.label_lower not in OPEN]


def _own_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("jaring.")]


def _condition(model: type[Model]) -> str:
    """Return what a row must meet: its own regency is in sight, or a parent that is."""
    key = parent_key(model)
    if key.related_model is Regency:
        return f'jaring_sees("{key.column}")'
    parent = key.related_model._meta
    return (
        f'EXISTS (SELECT 1 FROM "{parent.db_table}" parent'  # noqa: S608  # Names of our own models.
        f' WHERE parent."{key.target_field.column}" = "{model._meta.db_table}"."{key.column}")'
    )


def parent_key(model: type[Model]) -> ForeignKey[Any, Any]:
    """Return the foreign key through which a row belongs to a regency: its own, else that of its smallest parent.

    Raises:
        LookupError: nothing ties the table to a regency; then it is to be named in ``OPEN``, or to be tied.
    """
    walled = set(walled_models())
    keys = [
        field
        for field in model._meta.local_fields
        if isinstance(field, ForeignKey) and not field.null and field.related_model in walled | {Regency}
    ]
    if not keys:
        raise LookupError(f"no regency behind {model._meta.label}")
    return min(keys, key=lambda key: (key.related_model is not Regency, key.related_model is Person))


def missing_walls() -> list[str]:
    """Return the tables and functions that ``jaring roles`` has not settled yet, for example after an upgrade."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid WHERE c.relrowsecurity"
        )
        walled = {name for (name,) in cursor.fetchall()}
    return sorted({model._meta.db_table for model in walled_models()} - walled) + _blind_functions()
