"""Checks of what the register keeps beside the names, so that lists are quick."""

from __future__ import annotations

from typing import Final

from jaring.core.text import Text
from jaring.office.doctor.check import Check
from jaring.office.programme.services import standing

_REGISTER_ONLY: Final = Text(
    "Saringan daftar peserta dapat keliru; SK dan tagihan tidak terpengaruh. Laporkan.",
    "Filters of the register may be wrong; decrees and bills are not touched by it. Report it.",
)

CHECKS: Final = (
    Check(
        "outcome_kept",
        Text(
            "Keputusan terakhir di daftar peserta sama dengan hasil penetapan terakhir",
            "The latest decision on the register is that of the latest targeting run",
        ),
        _REGISTER_ONLY,
        lambda: standing.with_wrong_outcome().count(),
    ),
    Check(
        "cover_kept",
        Text(
            "Masa kepesertaan di daftar peserta sama dengan SK yang berlaku",
            "The months of cover on the register are those of the decrees in force",
        ),
        _REGISTER_ONLY,
        lambda: standing.with_wrong_cover().count(),
    ),
)
