"""The examination: what must always be true of an installation, each check with a name and a remedy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jaring.office.doctor import billing, books, installation, payments, programme, reconciliation, register
from jaring.office.doctor.check import Check
from jaring.office.readiness import require_ready

BOOKS: Final[tuple[Check, ...]] = (
    *programme.CHECKS,
    *billing.CHECKS,
    *books.CHECKS,
    *payments.CHECKS,
    *reconciliation.CHECKS,
)
"""The promises about decrees and money: ``jaring doctor --books``."""

CHECKS: Final[tuple[Check, ...]] = (
    *BOOKS,
    *programme.PAPERS,
    *payments.PAPERS,
    *register.CHECKS,
    *installation.CHECKS,
)
"""Everything."""


def examine(checks: tuple[Check, ...] = CHECKS) -> Iterator[tuple[Check, int]]:
    """Run checks and yield each with the number of violations; zero is well.

    Raises:
        DatabaseUnreachableError: (JRG-705)
        DatabaseNotReadyError: (JRG-704)
        KeysDifferError: (JRG-706)
    """
    require_ready()
    for check in checks:
        yield check, check.count()
