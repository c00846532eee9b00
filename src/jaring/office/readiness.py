"""Whether this installation can be used: database, migrations, keys. Asked before any command that needs it."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from jaring.core.errors import JaringError
from jaring.core.text import Text
from jaring.office import vault
from jaring.office.access.models import KeyCheck
from jaring.office.postgresql.roles import settle_again
from jaring.office.postgresql.server import require_trustworthy


class DatabaseNotReadyError(JaringError):
    """The database has not been made yet, or is older than this version."""

    code = "JRG-704"
    sentence = Text(
        "Basis data belum disiapkan untuk versi ini.", "The database has not been made ready for this version."
    )
    hint = Text(
        "Jalankan jaring demo untuk kabupaten contoh, atau jaring region add KODE untuk kabupaten Anda.",
        "Run jaring demo for the demonstration regency, or jaring region add CODE for your own.",
    )


class DatabaseUnreachableError(JaringError):
    """The database does not answer."""

    code = "JRG-705"
    sentence = Text("Basis data tidak dapat dihubungi.", "The database cannot be reached.")
    hint = Text(
        "Periksa DATABASE_URL dan apakah peladen basis data berjalan.",
        "Check DATABASE_URL and whether the database server runs.",
    )


class KeysDifferError(JaringError):
    """The keys in use are not those that sealed the identifiers of this database."""

    code = "JRG-706"
    sentence = Text(
        "Berkas kunci ini bukan kunci yang menyegel nomor di basis data ini.",
        "This key file is not the one that sealed the numbers in this database.",
    )
    hint = Text(
        "Pulihkan berkas kunci yang benar, atau atur JARING_KEYS ke tempatnya.",
        "Restore the right key file, or point JARING_KEYS to it.",
    )


def prepare() -> None:
    """Bring the database to this version, and remember which keys it is sealed with. Safe to repeat.

    Tables that are new get the rights of the roles at once, where ``jaring roles`` has been run before.
    """
    try:
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        settle_again()
    except DatabaseError as error:
        raise DatabaseUnreachableError from error
    kept, _ = KeyCheck.objects.get_or_create(only=1, defaults={"value": vault.check_value()})
    if bytes(kept.value) != vault.check_value():
        raise KeysDifferError


def require_ready() -> None:
    """Refuse to go on where the database is not ready or the keys are not its own.

    Raises:
        DatabaseUnreachableError: (JRG-705)
        DatabaseNotReadyError: (JRG-704)
        KeysDifferError: (JRG-706)
        ServerForgetsError: (JRG-711) in production only, as the next.
        ServerZoneError: (JRG-712)
        WallsMissingError: (JRG-713)
    """
    if connection.vendor == "sqlite" and not Path(settings.DATABASES["default"]["NAME"]).exists():
        raise DatabaseNotReadyError  # Asking SQLite would make the file.
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise DatabaseNotReadyError
        require_trustworthy()
        kept = KeyCheck.objects.filter(only=1).first()
    except DatabaseError as error:
        raise DatabaseUnreachableError from error
    if kept is None:
        raise DatabaseNotReadyError
    if bytes(kept.value) != vault.check_value():
        raise KeysDifferError
