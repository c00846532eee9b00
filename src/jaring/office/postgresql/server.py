"""What a PostgreSQL server must promise before an office may rely on it."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import connection
from django.db.backends.utils import CursorWrapper

from jaring.core.errors import JaringError
from jaring.core.text import Text
from jaring.office.postgresql import roles

DURABLE: Final = ("fsync", "full_page_writes", "synchronous_commit")
UTC: Final = frozenset({"UTC", "Etc/UTC"})


class ServerForgetsError(JaringError):
    """The server answers before what it answers is on the disk."""

    code = "JRG-711"
    sentence = Text(
        "Peladen basis data dapat kehilangan data saat listrik padam: {settings} dimatikan.",
        "The database server can lose what it confirmed when the power fails: {settings} is off.",
    )
    hint = Text(
        "Nyalakan di postgresql.conf (atau ALTER SYSTEM SET {settings} = on), lalu muat ulang peladen.",
        "Turn it on in postgresql.conf (or ALTER SYSTEM SET {settings} = on) and reload the server.",
    )


class ServerZoneError(JaringError):
    """The server keeps another time than UTC."""

    code = "JRG-712"
    sentence = Text(
        "Zona waktu peladen basis data {zone}, bukan UTC.", "The time zone of the database server is {zone}, not UTC."
    )
    hint = Text(
        "Atur timezone = 'UTC' di postgresql.conf, dan hapus setelan lain pada basis data dan perannya.",
        "Set timezone = 'UTC' in postgresql.conf, and remove other settings of the database and its roles.",
    )


class WallsMissingError(JaringError):
    """The serving role would meet tables that no wall between regencies guards."""

    code = "JRG-713"
    sentence = Text(
        "Tembok antar-kabupaten belum dipasang pada {count} tabel atau fungsi.",
        "The wall between regencies is missing on {count} tables or functions.",
    )
    hint = Text(
        "Jalankan jaring roles sebagai pemilik basis data, sesudah setiap pembaruan.",
        "Run jaring roles as the owner of the database, after every upgrade.",
    )


def require_trustworthy() -> None:
    """Refuse a server in production on which confirmed data may be lost, or a serving role without walls.

    Raises:
        ServerForgetsError: (JRG-711)
        ServerZoneError: (JRG-712)
        WallsMissingError: (JRG-713)
    """
    if connection.vendor != "postgresql":
        return
    if settings.IN_PRODUCTION:
        if off := settings_off():
            raise ServerForgetsError(settings=", ".join(off))
        if (zone := time_zone()) not in UTC:
            raise ServerZoneError(zone=zone)
    if serves() and (missing := roles.missing_walls()):
        raise WallsMissingError(count=len(missing))


def settings_off() -> list[str]:
    """Return which of the settings that keep what was confirmed are off."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        return [name for name in DURABLE if _value(cursor, name) == "off"]


def time_zone() -> str:
    """Return the zone that the server gives to whoever does not ask for another."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reset_val FROM pg_settings WHERE name = 'TimeZone'")
        return str(cursor.fetchone()[0])


def checksums_absent() -> bool:
    """Say whether the server would not notice a page that the disk returns changed."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        return _value(cursor, "data_checksums") == "off"


def serves() -> bool:
    """Say whether this connection is the serving role's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0]) == roles.APP


def _value(cursor: CursorWrapper, name: str) -> str:
    cursor.execute("SELECT current_setting(%s)", [name])
    return str(cursor.fetchone()[0])
