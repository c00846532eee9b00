"""Write operations of the register: rows become people, numbers are shown with a reason, exits are reported."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import ProtectedError, Q

from jaring.core.identity import Nik, parse_nik
from jaring.office import vault
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import require
from jaring.office.audit import services as audit
from jaring.office.audit.models import AuditEntry
from jaring.office.intake import services as intake
from jaring.office.intake.errors import (
    BatchBuiltOnError,
    BatchSettledError,
    NothingToTakeError,
    RegisterUnreadableError,
)
from jaring.office.intake.models import ImportBatch, ImportRow
from jaring.office.intake.queries import rows_to_take
from jaring.office.people.errors import (
    ExitInFutureError,
    ExitKnownError,
    NoIdentifierError,
    ReasonMissingError,
)
from jaring.office.people.models import Correction, CoveredElsewhere, DtsenEntry, Exit, Person, PersonChange

CHUNK = 1000
REASON_LENGTH_MIN = 10

PLAIN_FIELDS = (
    "village_id",
    "name",
    "sex",
    "birth_place",
    "birth_date",
    "mother_name",
    "occupation",
    "occupation_group",
    "income_idr",
    "heir_name",
    "heir_relation",
)
"""What a list may say of a person besides numbers. An empty value in a later list erases nothing."""

SEALED_FIELDS = ("kk", "phone")
COLUMNS_OF_A_LIST = (
    *(name.removesuffix("_id") for name in PLAIN_FIELDS),
    "search_name",
    "sound_name",
    "kk_sealed",
    "kk_look_up",
    "phone_sealed",
)
"""What a list writes of somebody who is on the register; where the person stands is not the lists' to say."""


def take_over(
    batch: ImportBatch, *, actor: User, now: datetime, progress: Callable[[int, int], None] | None = None
) -> dict[str, int]:
    """Bring the good rows, and the doubtful ones that were judged good, onto the register.

    Somebody who is on the register already (same NIK) is brought up to date; the state before is kept. Rows judged
    later can be taken over by calling again.

    Returns:
        How many people are ``new``, ``changed`` and ``unchanged``.

    Raises:
        NotAllowedError: (JRG-601)
        BatchSettledError: (JRG-403) the batch was undone.
        NothingToTakeError: (JRG-404)
    """
    require(actor, Action.ACCEPT_BATCH, batch.regency_id)
    with transaction.atomic(durable=True):
        batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if batch.state == ImportBatch.State.UNDONE:
            raise BatchSettledError
        if not rows_to_take(batch).exists():
            raise NothingToTakeError
        return _take_rows(batch, actor=actor, now=now, progress=progress)


def read_and_take_over(
    paths: Sequence[Path],
    *,
    regency_code: str,
    as_of: date,
    source: str,
    sender: str,
    received_date: date,
    actor: User,
    now: datetime,
    progress: Callable[..., None] | None = None,
) -> tuple[ImportBatch, dict[str, int]]:
    """Read a delivery and take its good rows over at once: both or neither. Doubtful rows wait for their decision.

    Arguments and refusals are those of ``intake.services.read_delivery``; a delivery without a good row is kept.

    Returns:
        The batch, and how many people are ``new``, ``changed`` and ``unchanged``.
    """
    require(actor, Action.ACCEPT_BATCH, regency_code)
    counts = _no_people()

    def take(batch: ImportBatch) -> None:
        if rows_to_take(batch).exists():
            counts.update(_take_rows(batch, actor=actor, now=now))

    batch = intake.read_delivery(
        paths,
        regency_code=regency_code,
        as_of=as_of,
        source=source,
        sender=sender,
        received_date=received_date,
        actor=actor,
        now=now,
        progress=progress,
        also=take,
    )
    return batch, counts


def undo(batch: ImportBatch, *, actor: User, now: datetime) -> None:
    """Take a batch back as if it had not come, as long as nothing rests on it.

    Raises:
        NotAllowedError: (JRG-601)
        BatchSettledError: (JRG-403) it was undone before.
        BatchBuiltOnError: (JRG-405) a decision, decree, exit or later list rests on its people.
    """
    require(actor, Action.UNDO_BATCH, batch.regency_id)
    with transaction.atomic(durable=True):
        batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if batch.state == ImportBatch.State.UNDONE:
            raise BatchSettledError
        _undo_changes(batch, actor=actor, now=now)
        try:
            Person.objects.filter(first_row__batch=batch).delete()
        except ProtectedError:
            raise BatchBuiltOnError from None
        DtsenEntry.objects.filter(batch=batch).delete()
        CoveredElsewhere.objects.filter(batch=batch).delete()
        batch.rows.update(taken_at=None)
        batch.state, batch.settled_by, batch.settled_at = ImportBatch.State.UNDONE, actor, now
        batch.save(update_fields=["state", "settled_by", "settled_at"])
        audit.record(actor, "intake.undone", batch.regency_id, now=now, subject=str(batch.public_id))


def reveals_lately(actor: User, now: datetime) -> int:
    """Return how many numbers somebody has opened within the last day."""
    opened = AuditEntry.objects.filter(actor=actor, event="people.identifier_shown", at__gt=now - timedelta(days=1))
    return opened.count()


def reveal(person: Person, field: str, *, actor: User, reason: str, now: datetime) -> str:
    """Return a number of a person unmasked: an audited act with a reason.

    Args:
        person: Somebody in the actor's area.
        field: ``nik``, ``kk`` or ``phone``.
        actor: Who asks.
        reason: What for, in the actor's words.
        now: Aware instant.

    Raises:
        NotAllowedError: (JRG-601)
        ReasonMissingError: (JRG-603)
        NoIdentifierError: (JRG-408) nothing is recorded.
    """
    require(actor, Action.REVEAL_IDENTIFIER, person.village_id)
    if len(reason.strip()) < REASON_LENGTH_MIN:
        raise ReasonMissingError
    with transaction.atomic():
        audit.record(
            actor,
            "people.identifier_shown",
            person.regency_id,
            now=now,
            subject=str(person.public_id),
            reason=reason.strip(),
            detail={"field": field},
        )
    value = person.identifier(field)
    if not value:
        raise NoIdentifierError
    return value


def report_exit(person: Person, reason: str, happened_on: date, *, note: str = "", actor: User, now: datetime) -> Exit:
    """Record why somebody leaves. The place is freed by the next amendment of the decree, not by this.

    Raises:
        NotAllowedError: (JRG-601)
        ExitInFutureError: (JRG-410)
        ExitKnownError: (JRG-409)
    """
    require(actor, Action.REPORT_EXIT, person.village_id)
    today = person.regency.day_of(now)
    if happened_on > today or (person.birth_date and happened_on < person.birth_date):
        raise ExitInFutureError
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        if Exit.objects.filter(person=person).filter(Q(reason=reason) | Q(reason=Exit.Reason.DIED)).exists():
            raise ExitKnownError
        report = Exit.objects.create(
            person=person,
            reason=reason,
            happened_on=happened_on,
            note=note[:240],
            reported_by=actor,
            reported_at=now,
        )
        audit.record(
            actor,
            "people.exit_reported",
            person.regency_id,
            now=now,
            subject=str(person.public_id),
            detail={"exit": reason},
        )
    return report


def import_dtsen(path: Path, *, regency_code: str, received_date: date, actor: User, now: datetime) -> ImportBatch:
    """Read the DTSEN deciles: CSV with ``nik``, ``desil`` and, where known, ``jumlah_anggota``.

    Raises:
        NotAllowedError: (JRG-601)
        AlreadyImportedError: (JRG-402)
        RegisterUnreadableError: (JRG-407)
    """
    require(actor, Action.IMPORT_REGISTERS, regency_code)
    with transaction.atomic(durable=True):
        batch = intake.open_register_batch(
            path,
            ImportBatch.Kind.DTSEN,
            regency_code=regency_code,
            received_date=received_date,
            actor=actor,
            now=now,
        )
        entries = [
            DtsenEntry(
                regency_id=regency_code,
                nik_look_up=vault.look_up("nik", regency_code, nik),
                decile=_number(row, "desil", 1, 10),
                household_size=_number(row, "jumlah_anggota", 1, 60) if row.get("jumlah_anggota") else None,
                batch=batch,
            )
            for nik, row in _register_rows(path, "desil")
        ]
        DtsenEntry.objects.bulk_create(entries, batch_size=CHUNK)
        audit.record(
            actor,
            "people.dtsen_read",
            regency_code,
            now=now,
            subject=str(batch.public_id),
            detail={"rows": len(entries)},
        )
    return batch


def import_elsewhere(path: Path, *, regency_code: str, received_date: date, actor: User, now: datetime) -> ImportBatch:
    """Read whom the insurer reports as covered by another payer: CSV with ``nik`` and, where known, ``segmen``.

    Raises:
        NotAllowedError: (JRG-601)
        AlreadyImportedError: (JRG-402)
        RegisterUnreadableError: (JRG-407)
    """
    require(actor, Action.IMPORT_REGISTERS, regency_code)
    with transaction.atomic(durable=True):
        batch = intake.open_register_batch(
            path,
            ImportBatch.Kind.ELSEWHERE,
            regency_code=regency_code,
            received_date=received_date,
            actor=actor,
            now=now,
        )
        entries = [
            CoveredElsewhere(
                regency_id=regency_code,
                nik_look_up=vault.look_up("nik", regency_code, nik),
                segment=row.get("segmen", "")[:8],
                batch=batch,
            )
            for nik, row in _register_rows(path, "nik")
        ]
        CoveredElsewhere.objects.bulk_create(entries, batch_size=CHUNK)
        audit.record(
            actor,
            "people.elsewhere_read",
            regency_code,
            now=now,
            subject=str(batch.public_id),
            detail={"rows": len(entries)},
        )
    return batch


def _no_people() -> dict[str, int]:
    return {"new": 0, "changed": 0, "unchanged": 0}


def _take_rows(
    batch: ImportBatch, *, actor: User, now: datetime, progress: Callable[[int, int], None] | None = None
) -> dict[str, int]:
    rows = rows_to_take(batch)
    total, done, counts = rows.count(), 0, _no_people()
    for chunk in _chunks(rows.order_by("id").iterator(chunk_size=CHUNK), CHUNK):
        _take_chunk(batch, chunk, counts, actor=actor, now=now)
        done += len(chunk)
        if progress:
            progress(done, total)
    rows.update(taken_at=now)
    batch.state, batch.settled_by, batch.settled_at = ImportBatch.State.ACCEPTED, actor, now
    batch.save(update_fields=["state", "settled_by", "settled_at"])
    audit.record(
        actor, "intake.taken_over", batch.regency_id, now=now, subject=str(batch.public_id), detail={**counts}
    )
    return counts


def _take_chunk(
    batch: ImportBatch, rows: Sequence[ImportRow], counts: dict[str, int], *, actor: User, now: datetime
) -> None:
    look_ups = [bytes(row.nik_look_up) for row in rows if row.nik_look_up]
    known = {
        bytes(person.nik_look_up): person
        for person in Person.objects.filter(regency=batch.regency_id, nik_look_up__in=look_ups)
    }
    new: dict[bytes, Person] = {}
    changes: list[PersonChange] = []
    for row in rows:
        values, key = row.content["values"], bytes(row.nik_look_up or b"")
        if person := known.get(key) or new.get(key):
            change = _bring_up_to_date(person, row, values, actor=actor, now=now)
            counts["changed" if change else "unchanged"] += 1
            changes += [change] if change else []
        else:
            new[key] = _new_person(batch, row, values, now)
            counts["new"] += 1
    Person.objects.bulk_create(new.values())
    changed = {change.person_id: change.person for change in changes if change.person_id}
    if changed:
        Person.objects.bulk_update(changed.values(), COLUMNS_OF_A_LIST, batch_size=100)
    PersonChange.objects.bulk_create(changes)


def _new_person(batch: ImportBatch, row: ImportRow, values: dict[str, Any], now: datetime) -> Person:
    person = Person(
        public_id=uuid4(),
        regency_id=batch.regency_id,
        nik_look_up=row.nik_look_up,
        first_row=row,
        recorded_at=now,
        **_plain(values),
    )
    person.note_name()
    person.nik_sealed = person.sealed("nik", values["nik"])
    _set_numbers(person, values)
    return person


def _set_numbers(person: Person, values: dict[str, Any]) -> None:
    if values["kk"]:
        person.kk_sealed = person.sealed("kk", values["kk"])
        person.kk_look_up = vault.look_up("kk", person.regency_id, values["kk"])
    if values["phone"]:
        person.phone_sealed = person.sealed("phone", values["phone"])


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a row as columns of a person, cut to the columns' lengths."""
    return {
        "village_id": values["village_code"],
        "name": values["name"][:160],
        "sex": values["sex"],
        "birth_place": values["birth_place"][:80],
        "birth_date": date.fromisoformat(values["birth_date"]) if values["birth_date"] else None,
        "mother_name": values["mother_name"][:160],
        "occupation": values["occupation"][:120],
        "occupation_group": values["occupation_group"],
        "income_idr": values["income_idr"],
        "heir_name": values["heir_name"][:160],
        "heir_relation": values["heir_relation"][:60],
    }


def _differs(known: object, said: object) -> bool:
    """Say whether a list says something new; another use of capitals is not."""
    if isinstance(known, str) and isinstance(said, str):
        return known.casefold() != said.casefold()
    return known != said


def _bring_up_to_date(
    person: Person, row: ImportRow, values: dict[str, Any], *, actor: User, now: datetime
) -> PersonChange | None:
    """Put what a later row says into the person; return the change, or None where it says nothing new."""
    plain = {name: value for name, value in _plain(values).items() if value not in ("", None)}
    fields = [name for name, value in plain.items() if _differs(getattr(person, name), value)]
    fields += [name for name in SEALED_FIELDS if values[name] and person.identifier(name) != values[name]]
    if not fields:
        return None
    change = change_of(person, fields, row=row, actor=actor, now=now)
    for name in fields:
        if name in plain:
            setattr(person, name, plain[name])
    person.note_name()
    _set_numbers(person, {name: values[name] if name in fields else "" for name in SEALED_FIELDS})
    return change


def change_of(
    person: Person,
    fields: list[str],
    *,
    row: ImportRow | None,
    actor: User,
    now: datetime,
    with_nik: bool = False,
) -> PersonChange:
    """Return the record of a change that is about to be made: the state before, sealed. The caller saves it."""
    change = PersonChange(public_id=uuid4(), person=person, row=row, fields=fields, at=now, actor=actor)
    before = {name: _text(getattr(person, name)) for name in PLAIN_FIELDS}
    before |= {name: person.identifier(name) for name in (*SEALED_FIELDS, *(["nik"] if with_nik else []))}
    text = json.dumps(before, ensure_ascii=False, separators=(",", ":"))
    change.before_sealed = vault.seal(text, change._meta.db_table, "before", change.public_id)
    return change


def _text(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _undo_changes(batch: ImportBatch, *, actor: User, now: datetime) -> None:
    """Give people whom this batch changed their state before, unless a later list that stands changed them again."""
    changes = list(PersonChange.objects.filter(row__batch=batch).select_related("person").order_by("-id"))
    people = {change.person_id for change in changes}
    newest = max((change.pk for change in changes), default=0)
    later = PersonChange.objects.filter(person__in=people, pk__gt=newest, row__isnull=False).exclude(row__batch=batch)
    if later.exclude(row__batch__state=ImportBatch.State.UNDONE).exists():
        raise BatchBuiltOnError
    corrected = Correction.objects.filter(person__in=people, decision__is_accepted=True)
    if corrected.filter(decision__decided_at__gte=min((change.at for change in changes), default=now)).exists():
        raise BatchBuiltOnError
    for change in changes:
        person = change.person
        text = vault.unseal(change.before_sealed, change._meta.db_table, "before", change.public_id)
        before = json.loads(text)
        change_of(person, change.fields, row=None, actor=actor, now=now).save(force_insert=True)
        for name in PLAIN_FIELDS:
            setattr(person, name, before[name])
        person.note_name()
        person.kk_sealed = person.kk_look_up = person.phone_sealed = None
        _set_numbers(person, before)
        person.save(update_fields=COLUMNS_OF_A_LIST)


def _register_rows(path: Path, needed: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the NIK and the row of each line whose NIK can be read; refuse a file of another shape."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            headings = {(name or "").strip().lower() for name in reader.fieldnames or ()}
            if not {"nik", needed} <= headings:
                raise RegisterUnreadableError(
                    why_id=f"kolom nik dan {needed} tidak ditemukan", why_en=f"no columns nik and {needed}"
                )
            seen: set[str] = set()
            for line in reader:
                row = {(key or "").strip().lower(): (value or "").strip() for key, value in line.items() if key}
                nik = parse_nik(row["nik"])
                if isinstance(nik, Nik) and nik.digits not in seen:
                    seen.add(nik.digits)
                    yield nik.digits, row
    except (UnicodeDecodeError, csv.Error):
        raise RegisterUnreadableError(why_id="bukan CSV UTF-8", why_en="it is not CSV in UTF-8") from None


def _number(row: dict[str, str], column: str, lowest: int, highest: int) -> int:
    text = row[column]
    if not (text.isascii() and text.isdigit() and lowest <= int(text) <= highest):
        raise RegisterUnreadableError(
            why_id=f"kolom {column} memuat nilai di luar {lowest} sampai {highest}",
            why_en=f"column {column} holds a value outside {lowest} to {highest}",
        )
    return int(text)


def _chunks(rows: Iterable[ImportRow], size: int) -> Iterator[list[ImportRow]]:
    iterator = iter(rows)
    while chunk := list(islice(iterator, size)):
        yield chunk
