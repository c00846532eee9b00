"""Notes on a person, and handing him over to another role."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from jaring.office.access.models import User
from jaring.office.access.roles import MAY, Action, Role
from jaring.office.access.scope import require, roles_of
from jaring.office.audit import services as audit
from jaring.office.intake.masking import hide_numbers
from jaring.office.people.errors import NoteDoneError, NoteEmptyError, NumberInNoteError
from jaring.office.people.models import Note, NoteDone, Person

TEXT_LENGTH_MAX = 500


def write(person: Person, text: str, *, handed_to: str = "", actor: User, now: datetime) -> Note:
    """Write a note, and hand the person over to a role where one is named.

    Raises:
        NotAllowedError: (JRG-601)
        NoteEmptyError: (JRG-417)
        NumberInNoteError: (JRG-416)
    """
    require(actor, Action.WRITE_NOTE, person.village_id)
    text = " ".join(text.split())
    if not 0 < len(text) <= TEXT_LENGTH_MAX:
        raise NoteEmptyError
    check_no_numbers(text)
    if handed_to and Role(handed_to) not in MAY[Action.WRITE_NOTE]:
        raise ValueError(handed_to)  # The form offers no other role.
    with transaction.atomic():
        note = Note.objects.create(
            public_id=uuid4(), person=person, text=text, handed_to=handed_to, written_by=actor, written_at=now
        )
        event = "people.handed_over" if handed_to else "people.note_written"
        audit.record(actor, event, person.regency_id, now=now, subject=str(person.public_id))
    return note


def check_no_numbers(text: str) -> None:
    """Refuse words that hold what may be an identifier (JRG-416)."""
    if hide_numbers(text) != text:
        raise NumberInNoteError


def finish(note: Note, *, actor: User, now: datetime) -> None:
    """Say that what was handed over has been dealt with.

    Raises:
        NotAllowedError: (JRG-601)
        NoteDoneError: (JRG-418) it was done before, or is for another role.
    """
    person = note.person
    require(actor, Action.WRITE_NOTE, person.village_id)
    with transaction.atomic():
        note = Note.objects.select_for_update(of=("self",)).get(pk=note.pk)
        if note.handed_to not in roles_of(actor) or NoteDone.objects.filter(note=note).exists():
            raise NoteDoneError
        NoteDone.objects.create(note=note, done_by=actor, done_at=now)
        audit.record(actor, "people.note_done", person.regency_id, now=now, subject=str(person.public_id))
