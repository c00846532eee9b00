"""Checks of the installation: its disk, and the audit chain."""

from __future__ import annotations

import shutil
from typing import Final

from django.conf import settings

from jaring.core.text import Text
from jaring.office.access import queries, second_factor
from jaring.office.audit import services as audit
from jaring.office.doctor.check import Check
from jaring.office.places.models import Regency
from jaring.office.postgresql import server

DISK_FREE_MIN_BYTES: Final = 500 * 1024 * 1024


def _chain_faults() -> int:
    return sum(1 for regency in Regency.objects.all() for _ in audit.verify(regency.code))


def _disk_low() -> int:
    return int(shutil.disk_usage(settings.JARING_DATA).free < DISK_FREE_MIN_BYTES)


def _second_factor_optional() -> int:
    """Say whether a password alone opens what is no demonstration."""
    from jaring.office.demonstration import is_built  # Heavy, and needed here only.

    return int(not second_factor.is_required() and not is_built())


def _without_second_factor() -> int:
    """Count the accounts that will have to set one up at their next log-in."""
    return queries.accounts_without_factor().count() if second_factor.is_required() else 0


CHECKS: Final = (
    Check(
        "audit_chain",
        Text("Rantai jejak audit utuh", "The audit chain is whole"),
        Text(
            "Jangan ubah apa pun; panggil pemeriksa dan bandingkan dengan cadangan.",
            "Change nothing; call the auditor and compare with a backup.",
        ),
        _chain_faults,
    ),
    Check(
        "disk_space",
        Text("Ruang disk mencukupi", "There is enough disk space"),
        Text("Kosongkan ruang pada disk data.", "Free some space on the data disk."),
        _disk_low,
    ),
    Check(
        "server_keeps_what_it_confirms",
        Text(
            "Peladen basis data menyimpan apa yang sudah dikonfirmasinya, juga saat listrik padam",
            "The database server keeps what it confirmed, also when the power fails",
        ),
        Text(
            "Nyalakan fsync, full_page_writes dan synchronous_commit di postgresql.conf.",
            "Turn on fsync, full_page_writes and synchronous_commit in postgresql.conf.",
        ),
        lambda: len(server.settings_off()),
        warns=True,  # In production nothing starts without them, the examination included.
    ),
    Check(
        "server_checks_its_pages",
        Text(
            "Peladen basis data memeriksa sidik setiap halaman yang dibacanya",
            "The database server checks every page that it reads from the disk",
        ),
        Text(
            "Nyalakan saat peladen berhenti: pg_checksums --enable.",
            "Turn it on while the server is stopped: pg_checksums --enable.",
        ),
        lambda: int(server.checksums_absent()),
        warns=True,
    ),
    Check(
        "second_factor_required",
        Text(
            "Data nyata tidak terbuka dengan kata sandi saja",
            "Real data do not open to a password alone",
        ),
        Text("Atur JARING_MFA=required.", "Set JARING_MFA=required."),
        _second_factor_optional,
        warns=True,
    ),
    Check(
        "second_factor_set_up",
        Text("Setiap akun telah memasang pengaman kedua", "Every account has set up its second factor"),
        Text(
            "Mintalah pemiliknya masuk dan memasangnya, atau akhiri akun yang tidak dipakai.",
            "Ask the owners to log in and set it up, or end accounts that nobody uses.",
        ),
        _without_second_factor,
        warns=True,
    ),
)
