"""Checks of the installation: its disk, and the audit chain."""

from __future__ import annotations

import shutil
from typing import Final

from django.conf import settings

from jaring.core.text import Text
from jaring.office.audit import services as audit
from jaring.office.doctor.check import Check
from jaring.office.places.models import Regency

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
)
