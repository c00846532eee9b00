"""Writes of saved views, and of bulk exports: asked for by one, released or declined by another."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from jaring.office.access.models import User
from jaring.office.access.roles import Action, Role
from jaring.office.access.scope import NotAllowedError, SamePersonError, is_system, require, scope_for
from jaring.office.audit import services as audit
from jaring.office.intake.masking import hide_numbers
from jaring.office.lists import limits
from jaring.office.lists.errors import (
    ExportGrownError,
    ExportNotReleasedError,
    ExportSettledError,
    ViewNameError,
    ViewNameTakenError,
)
from jaring.office.lists.exporting import Export
from jaring.office.lists.models import NAME_LENGTH_MAX, OFFICE, ExportDecision, ExportRequest, SavedView
from jaring.office.lists.sheets import Sheet
from jaring.office.people.errors import ReasonMissingError
from jaring.office.people.notes import check_no_numbers

VALUES_MAX: Final = 40
REASON_LENGTH_MIN: Final = 10
REASON_LENGTH_MAX: Final = 240
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


def ask_export(
    export: Export, address: str, reason: str, *, request_key: UUID, actor: User, now: datetime
) -> ExportRequest:
    """Ask that somebody else releases a list. The same key gives the same request.

    Args:
        export: What would be taken away, as the actor sees it now.
        address: The query of the list: filters, order and columns.
        reason: What for; 10 to 240 letters, no number of identity.
        request_key: Made where the form was shown.
        actor: Who will take it.
        now: Aware instant.

    Raises:
        NotAllowedError: (JRG-601)
        ReasonMissingError: (JRG-603)
        NumberInNoteError: (JRG-416)
        KeyReusedError: (JRG-301)
    """
    require(actor, export.action)
    if is_system(actor):
        raise NotAllowedError
    regency_code = export.regency_codes[0]
    reason = " ".join(reason.split())[:REASON_LENGTH_MAX]
    if len(reason) < REASON_LENGTH_MIN:
        raise ReasonMissingError
    check_no_numbers(reason)
    with transaction.atomic(durable=True):
        what = (export.sheet.name, export.subject, address, reason)
        claim = audit.claim_request_key(request_key, "export.ask", regency_code, actor.pk, *what)
        if claim.answer_id is not None:
            return ExportRequest.objects.get(pk=claim.answer_id)
        asked = ExportRequest(
            public_id=uuid4(),
            regency_id=regency_code,
            sheet=export.sheet.name,
            subject=export.subject,
            filters=export.said,
            rows=export.rows,
            reason=reason,
            requested_by=actor,
            requested_at=now,
        )
        asked.address_sealed = asked.sealed_address(address)
        asked.save(force_insert=True)
        claim.settle(asked.pk, now)
        _record_export(asked, "export.requested", actor, now, reason=reason)
    return asked


def decide_export(
    asked: ExportRequest, *, is_released: bool, note: str = "", actor: User, now: datetime
) -> ExportDecision:
    """Release an export for the days of the regency's data, or decline it.

    Raises:
        NotAllowedError: (JRG-601)
        SamePersonError: (JRG-602)
        NumberInNoteError: (JRG-416)
        ExportSettledError: (JRG-581)
    """
    require(actor, Action.RELEASE_EXPORT, asked.regency_id)
    if asked.requested_by_id == actor.pk:
        raise SamePersonError
    note = " ".join(note.split())[:REASON_LENGTH_MAX]
    check_no_numbers(note)
    days = limits.limits_of(asked.regency_id).open_days
    try:
        with transaction.atomic(durable=True):
            decision = ExportDecision.objects.create(
                request=asked,
                is_released=is_released,
                note=note,
                decided_by=actor,
                decided_at=now,
                expires_at=now + timedelta(days=days) if is_released else None,
            )
            _record_export(asked, "export.released" if is_released else "export.declined", actor, now, reason=note)
    except IntegrityError:
        raise ExportSettledError from None
    return decision


def check_released(asked: ExportRequest, export: Export, *, actor: User, now: datetime) -> None:
    """Refuse to hand out what was not released to the actor, no longer is, or has grown since.

    Raises:
        NotAllowedError: (JRG-601)
        ExportNotReleasedError: (JRG-582)
        ExportGrownError: (JRG-583)
    """
    require(actor, export.action)
    if asked.requested_by_id != actor.pk:
        raise NotAllowedError
    decision = ExportDecision.objects.filter(request=asked).first()
    if decision is None or decision.expires_at is None or decision.expires_at <= now:
        raise ExportNotReleasedError
    if export.rows > asked.rows:
        raise ExportGrownError


def _record_export(asked: ExportRequest, event: str, actor: User, now: datetime, *, reason: str) -> None:
    detail: dict[str, int | str | list[str]] = {"sheet": asked.sheet, "rows": asked.rows, "filters": asked.filters}
    audit.record(actor, event, asked.regency_id, now=now, subject=str(asked.public_id), reason=reason, detail=detail)


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
