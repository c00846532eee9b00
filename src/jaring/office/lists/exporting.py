"""A list on its way out: exactly what the page shows as a workbook, written down before it leaves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from django.db import transaction

from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.audit import services as audit
from jaring.office.lists.sheets import Column, Sheet
from jaring.office.lists.workbook import write_workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What somebody takes away of a list.

    Attributes:
        sheet: The list.
        regency_codes: Whose audit chains say so.
        rows: How many lines there are.
        lines: What the columns read, read while the workbook is written.
        columns: The columns shown, in order.
        spoken: Label and value of each filter in use.
        event: What the audit chain calls it.
        file_name: How the workbook is called; nobody's name or number.
        subject: Of which run, bill or decree the list is, by its public id; empty where it is of no single one.
        about: The same for people, as label and value.
        action: What a user must be allowed to take it away.
    """

    sheet: Sheet
    regency_codes: Sequence[str]
    rows: int
    lines: Iterable[Any]
    columns: Sequence[Column]
    spoken: Sequence[tuple[str, str]]
    event: str
    file_name: str
    subject: str = ""
    about: Sequence[tuple[str, str]] = ()
    action: Action = Action.EXPORT_PEOPLE


def written(export: Export, user: User, now: datetime, *, request: str = "") -> IO[bytes]:
    """Write the workbook of a list, and write down who took it: how many rows, and which filters, not their values.

    Args:
        export: What leaves.
        user: Who takes it.
        now: Aware instant.
        request: By which request for a bulk export, by its public id; empty where it needed none.
    """
    file = write_workbook(
        export.sheet,
        export.columns,
        export.lines,
        rows=export.rows,
        spoken=(*export.about, *export.spoken),
        user=user,
        now=now,
    )
    detail: dict[str, int | str | list[str]] = {
        "rows": export.rows,
        "filters": [label for label, _value in export.spoken],
    }
    if request:
        detail["request"] = request
    with transaction.atomic():
        for regency_code in export.regency_codes:
            audit.record(user, export.event, regency_code, now=now, subject=export.subject, detail=detail)
    return file
