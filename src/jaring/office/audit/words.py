"""The details of an entry in words: codes, fields, roles, months and days as the other pages write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from jaring.core.insurer.words import causes
from jaring.office.access.models import Invitation
from jaring.office.access.roles import Role
from jaring.office.audit.events import DETAILS
from jaring.office.intake import codes
from jaring.office.intake.templatetags.intake import FIELD_LABELS
from jaring.office.lists.models import OFFICE
from jaring.office.lists.registry import SHEETS, TITLES
from jaring.office.people.models import Correction, Exit
from jaring.office.programme.models import BudgetEntry, Ground, Remedy, Scenario
from jaring.office.ui.templatetags.jaring import BADGES, SEALED_LABELS, day, month_in_words, number, rupiah, say

Detail = str | int | list[str]
Labels = Mapping[str, Promise | str]


def said(detail: Mapping[str, Detail]) -> list[tuple[str, str]]:
    """Return label and value of each part of an entry's detail; a value that no table knows stays as it is."""
    return [(str(DETAILS.get(name, name)), _value(name, value)) for name, value in detail.items()]


def _value(name: str, value: Detail) -> str:
    if isinstance(value, list):
        return ", ".join(_value(name, each) for each in value) or "–"
    if isinstance(value, int):
        return rupiah(value) if name.endswith("_idr") else number(value)
    return _SPOKEN.get(name, _dated)(value)


def _dated(text: str) -> str:
    """``2026-12`` and ``2026-12-31`` as a month and a day; any other text as it is."""
    words = month_in_words(text)
    try:
        return day(date.fromisoformat(text)) if words == text else words
    except ValueError:
        return text


def _among(*tables: Labels) -> Callable[[str], str]:
    """Return what says a word of one of these tables."""
    return lambda value: str(next((table[value] for table in tables if value in table), value))


def _badges(kind: str) -> Labels:
    return {value: badge.label for value, badge in BADGES[kind].items()}


def _role(text: str) -> str:
    """``officer 53.03`` as the role and the code of its area."""
    role, _space, area = text.partition(" ")
    return f"{Role(role).label} {area}".strip() if role in Role.values else text


def _step(text: str) -> str:
    """``2026-06 75`` as the month from which the regency pays the percent."""
    begins, _space, percent = text.partition(" ")
    return f"{_dated(begins)} {percent}\u00a0%"


def _cause(key: str) -> str:
    return say(causes()[key].label) if key in causes() else key


def _shared_with(value: str) -> str:
    own: Labels = {"own": _("diri sendiri"), OFFICE: _("seluruh kantor")}
    return _among(own, dict(Role.choices))(value)


_SPOKEN: Final[Mapping[str, Callable[[str], str]]] = {
    "cause": _cause,
    "code": _among(codes.LABELS),
    "exit": _among(dict(Exit.Reason.choices)),
    "field": _among(dict(Correction.Field.choices), SEALED_LABELS),
    "fields": _among(FIELD_LABELS),
    "ground": _among(dict(Ground.choices)),
    "judgement": _among(_badges("judgement")),
    "kind": _among(dict(BudgetEntry.Kind.choices), dict(Invitation.Kind.choices)),
    "reference": str,
    "remedy": _among(dict(Remedy.choices)),
    "roles": _role,
    "shared_with": _shared_with,
    "sheet": _among(TITLES, {sheet.name: sheet.title for sheet in SHEETS.values()}),
    "state": _among(_badges("case")),
    "steps": _step,
    "variant": _among(dict(Scenario.Variant.choices)),
    "verdict": _among(_badges("verdict")),
}
