"""Writes of saved views."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import uuid4

from django.db import IntegrityError, transaction

from jaring.office.access.models import User
from jaring.office.access.roles import Role
from jaring.office.access.scope import NotAllowedError, is_system, require, scope_for
from jaring.office.audit import services as audit
from jaring.office.intake.masking import hide_numbers
from jaring.office.lists.errors import ViewNameError, ViewNameTakenError
from jaring.office.lists.models import NAME_LENGTH_MAX, OFFICE, SavedView
from jaring.office.lists.sheets import Sheet

VALUES_MAX: Final = 40
_VALUE = re.compile(r"-?[\w.:-]{1,40}")
_IDENTIFIER = re.compile(r"\d{9}")


def save_view(
    sheet: Sheet,
    name: str,
    state: Mapping[str, Sequence[str]],
    *,
    shared_with: str = "",
    actor: User,
    now: datetime,
) -> SavedView:
    """Keep filters, order and columns of a list under a name.

    Args:
        sheet: The list.
        name: What the view is called.
        state: The address of the list; searched words and the page are left out, and so is what is no choice.
        shared_with: Empty for the actor alone, ``office``, or a role.
        actor: Whose view it is.
        now: Aware instant.

    Raises:
        NotAllowedError: (JRG-601)
        ViewNameError: (JRG-443)
        ViewNameTakenError: (JRG-442)
    """
    require(actor, sheet.action)
    name = " ".join(name.split())
    if not 0 < len(name) <= NAME_LENGTH_MAX or hide_numbers(name) != name:
        raise ViewNameError
    if shared_with not in ("", OFFICE, *Role.values):
        raise ValueError(shared_with)  # The form offers nothing else.
    kept = {part: _choices(state[part]) for part in sheet.kept if part in state}
    try:
        with transaction.atomic():
            view = SavedView.objects.create(
                public_id=uuid4(),
                regency_id=_regency_of(actor, sheet),
                sheet=sheet.name,
                name=name,
                state={part: values for part, values in kept.items() if values},
                shared_with=shared_with,
                owner=actor,
                saved_at=now,
            )
            _record(view, "lists.view_saved", actor, now)
    except IntegrityError:
        raise ViewNameTakenError from None
    return view


def delete_view(view: SavedView, *, actor: User, now: datetime) -> None:
    """Take a view away; only its owner does.

    Raises:
        NotAllowedError: (JRG-601)
    """
    if view.owner_id != actor.pk:
        raise NotAllowedError
    with transaction.atomic():
        _record(view, "lists.view_deleted", actor, now)
        view.delete()


def _choices(values: Sequence[str]) -> list[str]:
    """Leave out what no filter, order or column can be called, and whatever looks like a number of a person."""
    good = [value for value in values if _VALUE.fullmatch(value) and not _IDENTIFIER.search(value)]
    return good[:VALUES_MAX]


def _regency_of(actor: User, sheet: Sheet) -> str:
    """Return the regency in which the actor meets the list: the first where there are several."""
    scope = scope_for(actor, sheet.action)
    codes = sorted({code[:5] for code in scope.regencies | scope.districts | scope.villages})
    if is_system(actor) or not codes:
        raise NotAllowedError
    return codes[0]


def _record(view: SavedView, event: str, actor: User, now: datetime) -> None:
    detail: dict[str, int | str | list[str]] = {"sheet": view.sheet, "shared_with": view.shared_with or "own"}
    audit.record(actor, event, view.regency_id, now=now, subject=str(view.public_id), detail=detail)
