"""A list on its way out: exactly what the page shows as a workbook, written down before it leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.audit import services as audit
from jaring.office.lists import limits
from jaring.office.lists.errors import ExportNeedsTwoError
from jaring.office.lists.sheets import Column, Sheet
from jaring.office.lists.workbook import Part, write_workbook


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
        searched: Label of the filter that holds words typed, which may be somebody's name.
        event: What the audit chain calls it.
        file_name: How the workbook is called; nobody's name or number.
        subject: Of which run, bill or decree the list is, by its public id; empty where it is of no single one.
        about: The same for people, as label and value.
        action: What a user must be allowed to take it away.
        written_as: Writes a list whose form somebody else prescribes; ``None`` for a workbook of the columns.
        detail: What else the audit chain keeps of it.
        further: Other lists of the same page, each on a sheet of its own.
        names_people: Whether it says anything about single people. Else one person may take it, however long it is.
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
    searched: str = ""
    written_as: Callable[[datetime], IO[bytes]] | None = None
    detail: Mapping[str, str] = field(default_factory=dict)
    further: Sequence[Part] = ()
    names_people: bool = True

    @property
    def needs_two(self) -> bool:
        """Whether the list is longer than one person may take away in one of its regencies."""
        return self.names_people and any(self.rows > limits.limits_of(code).rows_max for code in self.regency_codes)

    @property
    def said(self) -> list[str]:
        """What the list is of and which filters narrow it, as a second person reads them: nothing of typed words."""
        words = [(label, value if label != self.searched else _("dicari dengan kata")) for label, value in self.spoken]
        return [f"{label}: {value}" for label, value in (*self.about, *words)]


def written(export: Export, user: User, now: datetime, *, request: str = "", reason: str = "") -> IO[bytes]:
    """Write the workbook of a list, and write down who took it: how many rows, and which filters, not their values.

    Args:
        export: What leaves.
        user: Who takes it.
        now: Aware instant.
        request: By which released request for a bulk export, by its public id; empty where it needed none.
        reason: What for, where the list asks for it.

    Raises:
        ExportNeedsTwoError: (JRG-586)
    """
    if export.needs_two and not request:
        raise ExportNeedsTwoError
    file = export.written_as(now) if export.written_as else _workbook_of(export, user, now)
    detail: dict[str, int | str | list[str]] = {
        **export.detail,
        "rows": export.rows,
        "filters": [label for label, _value in export.spoken],
    }
    if request:
        detail["request"] = request
    subject = export.subject
    with ExitStack() as unrecorded:
        unrecorded.callback(file.close)
        with transaction.atomic():
            for regency_code in export.regency_codes:
                audit.record(user, export.event, regency_code, now=now, subject=subject, reason=reason, detail=detail)
        unrecorded.pop_all()
    return file


def _workbook_of(export: Export, user: User, now: datetime) -> IO[bytes]:
    first = Part(sheet=export.sheet, columns=export.columns, lines=export.lines, rows=export.rows)
    return write_workbook([first, *export.further], spoken=(*export.about, *export.spoken), user=user, now=now)
