"""Putting one fact of a person right: somebody proposes, somebody else decides, the state before is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CharField

from jaring.core.identity import KkNumber, Nik, parse_kk_number, parse_nik
from jaring.core.intake.cells import tidy
from jaring.core.intake.occupations import read_occupation
from jaring.core.intake.values import clean_words, read_name, read_phone, read_sex
from jaring.office import vault
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import SamePersonError, require
from jaring.office.audit import services as audit
from jaring.office.people.errors import (
    CorrectionChangesNothingError,
    CorrectionSettledError,
    CorrectionUnreadableError,
    CorrectionWaitsError,
    NikTakenError,
    ReasonMissingError,
)
from jaring.office.people.models import Correction, CorrectionDecision, Person
from jaring.office.people.names import search_form, sound_form
from jaring.office.people.services import REASON_LENGTH_MIN, change_of
from jaring.office.ui.fields import DayField, RupiahField

Field = Correction.Field
NUMBERS: Final = frozenset({Field.NIK, Field.KK, Field.PHONE})
BIRTH_YEAR_MIN: Final = 1900
_ENGLISH: Final[Mapping[str, str]] = {
    Field.NAME: "a name",
    Field.NIK: "a NIK",
    Field.KK: "a KK number",
    Field.SEX: "a sex",
    Field.BIRTH_PLACE: "a place of birth",
    Field.BIRTH_DATE: "a day of birth",
    Field.MOTHER_NAME: "a mother's name",
    Field.OCCUPATION: "an occupation",
    Field.INCOME: "a monthly income",
    Field.PHONE: "a telephone number",
    Field.HEIR_NAME: "an heir's name",
    Field.HEIR_RELATION: "a relation",
}


def propose(person: Person, field: str, typed: str, reason: str, *, actor: User, now: datetime) -> Correction:
    """Propose what a person's fact should be.

    Args:
        person: Somebody in the actor's area.
        field: One of ``Correction.Field``.
        typed: The right value, as people write it.
        reason: Which paper says so, in the actor's words.
        actor: Who proposes.
        now: Aware instant.

    Raises:
        NotAllowedError: (JRG-601)
        ReasonMissingError: (JRG-603)
        CorrectionUnreadableError: (JRG-411)
        CorrectionChangesNothingError: (JRG-412)
        CorrectionWaitsError: (JRG-413)
        NikTakenError: (JRG-414)
    """
    require(actor, Action.PROPOSE_CORRECTION, person.village_id)
    if len(reason.strip()) < REASON_LENGTH_MIN:
        raise ReasonMissingError
    value = read(Field(field), typed, person.regency.day_of(now))
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        _check(person, Field(field), value)
        if person.corrections.filter(field=field, decision=None).exists():
            raise CorrectionWaitsError
        correction = Correction(
            public_id=uuid4(),
            person=person,
            field=field,
            reason=reason.strip()[:240],
            proposed_by=actor,
            proposed_at=now,
        )
        correction.value_sealed = vault.seal(value, correction._meta.db_table, "value", correction.public_id)
        correction.save(force_insert=True)
        _record(actor, "people.correction_proposed", correction, now)
    return correction


def decide(correction: Correction, *, is_accepted: bool, note: str = "", actor: User, now: datetime) -> None:
    """Accept a proposal, which changes the person at once, or decline it.

    Raises:
        NotAllowedError: (JRG-601)
        SamePersonError: (JRG-602) who proposed does not decide.
        CorrectionSettledError: (JRG-415)
        CorrectionChangesNothingError: (JRG-412) a list brought the same fact since.
        NikTakenError: (JRG-414) somebody else came with this NIK since.
    """
    require(actor, Action.DECIDE_CORRECTION, correction.person.village_id)
    if correction.proposed_by_id == actor.pk:
        raise SamePersonError
    with transaction.atomic(durable=True):
        person = Person.objects.select_for_update().get(pk=correction.person_id)
        if CorrectionDecision.objects.filter(correction=correction).exists():
            raise CorrectionSettledError
        if is_accepted:
            field, value = Field(correction.field), proposed_value(correction)
            _check(person, field, value)
            change_of(person, [field.value], row=None, actor=actor, now=now, with_nik=True).save(force_insert=True)
            _apply(person, field, value)
        CorrectionDecision.objects.create(
            correction=correction, is_accepted=is_accepted, note=note.strip()[:240], decided_by=actor, decided_at=now
        )
        _record(actor, "people.correction_accepted" if is_accepted else "people.correction_declined", correction, now)


def proposed_value(correction: Correction) -> str:
    """Return what was proposed, unmasked; ``queries.shown_value`` is for pages."""
    return vault.unseal(correction.value_sealed, correction._meta.db_table, "value", correction.public_id)


def read(field: Correction.Field, typed: str, today: date) -> str:
    """Return the canonical text of a typed fact.

    Raises:
        CorrectionUnreadableError: (JRG-411)
    """
    value = _READERS[field](tidy(typed), today)
    if not value or len(value) > _length_max(field):
        raise CorrectionUnreadableError(field_id=str(field.label), field_en=_ENGLISH[field])
    return value


def _length_max(field: Correction.Field) -> int:
    if field in NUMBERS or field in (Field.SEX, Field.BIRTH_DATE, Field.INCOME):
        return 20
    column = Person._meta.get_field(field.value)
    assert isinstance(column, CharField)
    assert column.max_length is not None
    return column.max_length


def _name(text: str, _today: date) -> str:
    name = read_name(text)
    return "" if name.is_suspect else name.text


def _sex(text: str, _today: date) -> str:
    sex = read_sex(text)
    return sex if sex in ("M", "F") else ""


def _birth_date(text: str, today: date) -> str:
    try:
        born = DayField().clean(text)
    except ValidationError:
        return ""
    return born.isoformat() if date(BIRTH_YEAR_MIN, 1, 1) <= born <= today else ""


def _income(text: str, _today: date) -> str:
    try:
        income = RupiahField().clean(text).idr
    except ValidationError:
        return ""
    return str(income) if income >= 0 else ""


def _nik(text: str, _today: date) -> str:
    nik = parse_nik(text)
    return nik.digits if isinstance(nik, Nik) else ""


def _kk(text: str, _today: date) -> str:
    kk = parse_kk_number(text)
    return kk.digits if isinstance(kk, KkNumber) else ""


def _phone(text: str, _today: date) -> str:
    phone = read_phone(text)
    return phone if phone.startswith("+") else ""


def _words(text: str, _today: date) -> str:
    return clean_words(text)


_READERS: Final[Mapping[str, Callable[[str, date], str]]] = {
    Field.NAME: _name,
    Field.NIK: _nik,
    Field.KK: _kk,
    Field.SEX: _sex,
    Field.BIRTH_PLACE: _words,
    Field.BIRTH_DATE: _birth_date,
    Field.MOTHER_NAME: _name,
    Field.OCCUPATION: _words,
    Field.INCOME: _income,
    Field.PHONE: _phone,
    Field.HEIR_NAME: _name,
    Field.HEIR_RELATION: _words,
}


def _check(person: Person, field: Correction.Field, value: str) -> None:
    if _known(person, field) == value:
        raise CorrectionChangesNothingError
    if field is Field.NIK:
        look_up = vault.look_up("nik", person.regency_id, value)
        if Person.objects.filter(regency=person.regency_id, nik_look_up=look_up).exclude(pk=person.pk).exists():
            raise NikTakenError


def _known(person: Person, field: Correction.Field) -> str:
    if field in NUMBERS:
        return person.identifier(field.value)
    known = getattr(person, field.value)
    return known.isoformat() if isinstance(known, date) else "" if known is None else str(known)


def _apply(person: Person, field: Correction.Field, value: str) -> None:
    written: dict[str, Any] = {field.value: value}
    if field in NUMBERS:
        written = {f"{field.value}_sealed": person.sealed(field.value, value)}
        if field is not Field.PHONE:
            written[f"{field.value}_look_up"] = vault.look_up(field.value, person.regency_id, value)
    elif field is Field.BIRTH_DATE:
        written = {"birth_date": date.fromisoformat(value)}
    elif field is Field.INCOME:
        written = {"income_idr": int(value)}
    elif field is Field.OCCUPATION:
        written["occupation_group"] = read_occupation(value).group
    elif field is Field.NAME:
        written |= {"search_name": search_form(value), "sound_name": sound_form(value)}
    for name, new in written.items():
        setattr(person, name, new)
    person.save(update_fields=list(written))


def _record(actor: User, event: str, correction: Correction, now: datetime) -> None:
    person = correction.person
    audit.record(
        actor,
        event,
        person.regency_id,
        now=now,
        subject=str(person.public_id),
        reason=correction.reason if event.endswith("proposed") else "",
        detail={"field": correction.field},
    )
