"""Wording of a decree from the regency's versioned template, to be shown and edited before use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.documents.decree import DecreeKind
from jaring.documents.letterhead import Letterhead


@dataclass(frozen=True, slots=True, kw_only=True)
class DecreeFacts:
    """What the sentences of a decree speak about.

    ``additions`` and ``removals`` count the rows of the annex; an initial decree removes nobody.
    """

    kind: DecreeKind
    payer: str
    from_month: Month
    until_month: Month
    participants: int
    monthly_idr: Rupiah
    total_idr: Rupiah
    additions: int
    removals: int = 0
    amends_number: str = ""
    amends_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecreeWording:
    """Proposed text of a decree; fields as in ``DecreeDocument``."""

    template: str
    about: str
    considerations: tuple[str, ...]
    legal_bases: tuple[str, ...]
    dictum: tuple[str, ...]
    copies: tuple[str, ...]
    unverified: tuple[str, ...]


def propose_wording(regency_code: str, facts: DecreeFacts, on: date) -> DecreeWording:
    """Fill the regency's decree template that is valid on a day.

    Returns:
        The text; ``unverified`` repeats the legal bases whose text has not been read against the
        official publication, for the legal section to check.

    Raises:
        TemplateUnknownError: (JRG-804) no version is valid on that day.
        TemplateBrokenError: (JRG-805) the template file is wrong.
    """
    raise NotImplementedError


def decree_letterhead(regency_code: str, on: date) -> Letterhead:
    """Return the letterhead under which the regent decrees."""
    raise NotImplementedError


def office_letterhead(regency_code: str, on: date) -> Letterhead:
    """Return the letterhead of the office that runs the programme, for bills."""
    raise NotImplementedError
