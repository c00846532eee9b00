"""From how many rows on a list leaves by two people, and how long it can be taken then."""

from __future__ import annotations

from typing import Final

from jaring.regencies import Exports, known_regencies, profile

ASSUMED: Final = Exports(rows_max=1000, open_days=3, status="assumed")


def limits_of(regency_code: str) -> Exports:
    """Return what the regency's data say; where it has no folder, what is assumed."""
    return profile(regency_code).exports if regency_code in known_regencies() else ASSUMED
