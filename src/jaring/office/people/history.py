"""What happened to a person: every act with its day, its author and its reason, the latest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.db.models import BooleanField, CharField, DateField, F, QuerySet, UUIDField, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from jaring.office.access.roles import Role
from jaring.office.audit.models import AuditEntry
from jaring.office.people.models import Correction, Exit, Person, PersonChange
from jaring.office.programme.models import Enrolment
from jaring.office.ui.templatetags.jaring import day, field_label, month, month_before

REVEALED: Final = "people.identifier_shown"


class Kind(StrEnum):
    """Where an act is kept."""

    EXIT = "exit"
    CORRECTION = "correction"
    NOTE = "note"
    REVEAL = "reveal"


@dataclass(frozen=True, slots=True)
class Act:
    """An act that one statement reads from four tables.

    Attributes:
        word: The exit's reason, the correction's field, the role that a note is handed to.
        settled_by: Who decided a correction or did what a note asks; empty while nobody has.
    """

    kind: Kind
    public_id: UUID | None
    at: datetime
    by: str
    word: str
    text: str
    on: date | None
    settled_by: str
    is_accepted: bool | None

    @property
    def label(self) -> str:
        """What the word means on pages."""
        if self.kind is Kind.EXIT:
            return str(Exit.Reason(self.word).label)
        if self.kind is Kind.CORRECTION:
            return str(Correction.Field(self.word).label)
        return str(Role(self.word).label) if self.kind is Kind.NOTE and self.word else ""


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the timeline: when, what, by whom and why; ``url`` leads to the paper."""

    at: datetime
    icon: str
    title: str
    by: str = ""
    why: str = ""
    decree_id: UUID | None = None
    paper: str = ""


def acts_on(person: Person) -> list[Act]:
    """Return exits, corrections, notes and shown numbers, the latest first, by one statement."""
    exits = _rows(person.exits, Kind.EXIT, "reported", "reason", "note", on=F("happened_on"))
    corrections = _rows(
        person.corrections,
        Kind.CORRECTION,
        "proposed",
        "field",
        "reason",
        settled_by=F("decision__decided_by__full_name"),
        accepted=F("decision__is_accepted"),
    )
    notes = _rows(person.notes, Kind.NOTE, "written", "handed_to", "text", settled_by=F("done__done_by__full_name"))
    shown = AuditEntry.objects.filter(regency=person.regency_id, subject=str(person.public_id), event=REVEALED)
    reveals = shown.order_by().values_list(
        Value(Kind.REVEAL.value, CharField()),
        Value(None, UUIDField()),
        "at",
        "actor__full_name",
        Value("", CharField()),
        "reason",
        Value(None, DateField()),
        Value("", CharField()),
        Value(None, BooleanField()),
    )
    rows = exits.union(corrections, notes, reveals, all=True)
    acts = [
        Act(Kind(kind), public_id, at, by, word, text, on, settled_by or "", is_accepted)
        for kind, public_id, at, by, word, text, on, settled_by, is_accepted in rows
    ]
    return sorted(acts, key=lambda act: act.at, reverse=True)


def _rows(
    rows: Any,
    kind: Kind,
    verb: str,
    word: str,
    text: str,
    *,
    on: Any = None,
    settled_by: Any = None,
    accepted: Any = None,
) -> QuerySet[Any, Any]:
    listed: QuerySet[Any, Any] = rows.order_by().values_list(
        Value(kind.value, CharField()),
        "public_id",
        f"{verb}_at",
        f"{verb}_by__full_name",
        Cast(word, CharField()),
        Cast(text, CharField()),
        on or Value(None, DateField()),
        settled_by or Value("", CharField()),
        accepted or Value(None, BooleanField()),
    )
    return listed


def timeline(
    person: Person, enrolments: Sequence[Enrolment], changes: Iterable[PersonChange], acts: Iterable[Act]
) -> list[Event]:
    """Put everything that happened in one order, the latest first."""
    events = [*_of_acts(acts), *_of_decrees(enrolments), *_of_changes(changes)]
    source = person.first_row.batch.source if person.first_row else ""
    events.append(Event(person.recorded_at, "user-plus", _("Dicatat pada daftar peserta"), why=source))
    return sorted(events, key=lambda event: event.at, reverse=True)


def _of_acts(acts: Iterable[Act]) -> Iterator[Event]:
    for act in acts:
        if act.kind is Kind.EXIT:
            title = _("Dilaporkan keluar: %(reason)s, %(day)s") % {"reason": act.label, "day": day(act.on)}
            yield Event(act.at, "door-exit", title, act.by, act.text)
        elif act.kind is Kind.CORRECTION:
            title = _("Perbaikan %(field)s diusulkan") % {"field": act.label}
            yield Event(act.at, "pencil", title, act.by, _outcome(act))
        elif act.kind is Kind.NOTE:
            title = _("Diserahkan kepada %(role)s") % {"role": act.label} if act.word else _("Catatan")
            yield Event(act.at, "file-text", title, act.by, act.text)
        else:
            yield Event(act.at, "eye", _("Nomor lengkap dibuka"), act.by, act.text)


def _outcome(act: Act) -> str:
    if act.is_accepted is None:
        return _("%(why)s – menunggu keputusan") % {"why": act.text}
    words = _("%(why)s – diterima oleh %(who)s") if act.is_accepted else _("%(why)s – ditolak oleh %(who)s")
    return words % {"why": act.text, "who": act.settled_by}


def _of_decrees(enrolments: Sequence[Enrolment]) -> Iterator[Event]:
    for enrolment in enrolments:
        decree = enrolment.line.decree
        title = _("Menjadi peserta %(start)s – %(end)s, %(payer)s") % {
            "start": month(enrolment.from_month),
            "end": month_before(enrolment.until_month),
            "payer": f"{enrolment.payer.name} + {enrolment.plan.partner.name}"
            if enrolment.plan
            else enrolment.payer.name,
        }
        signed = decree.enactment
        yield Event(
            signed.enacted_at, "shield-check", title, str(signed.enacted_by), "", decree.public_id, decree.number
        )
        if ended := getattr(enrolment, "end", None):
            paper = ended.line.decree
            title = _("Dikeluarkan mulai %(month)s") % {"month": month(ended.until_month)}
            yield Event(
                paper.enactment.enacted_at,
                "door-exit",
                title,
                str(paper.enactment.enacted_by),
                "",
                paper.public_id,
                paper.number,
            )


def _of_changes(changes: Iterable[PersonChange]) -> Iterator[Event]:
    for change in changes:
        names = ", ".join(field_label(name) for name in change.fields)
        source = change.row.batch.source if change.row else ""
        yield Event(change.at, "pencil", _("Diubah: %(fields)s") % {"fields": names}, str(change.actor), source)
