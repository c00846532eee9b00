"""Checks of the installation: its disk, and the audit chain."""

from __future__ import annotations

import shutil
from typing import Final

from django.conf import settings

from jaring.core.text import Text
from jaring.office.audit import services as audit
from jaring.office.doctor.check import Check
from jaring.office.places.models import Regency
from jaring.office.postgresql import server

DISK_FREE_MIN_BYTES: Final = 500 * 1024 * 1024


def _chain_faults() -> int:
    return sum(1 for regency in Regency.objects.all() for _ in audit.verify(regency.code))


def _disk_low() -> int:
    return int(shutil.disk_usage(settings.JARING_DATA).free < DISK_FREE_MIN_BYTES)


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
)
