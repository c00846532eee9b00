"""Read a case from its JSON document (contract of ``jaring benefit``); what cannot be so is refused by field.

Three refusals, each telling everything of its kind at once: what cannot be read (JRG-140), what cannot be true by
itself (JRG-141), and facts that contradict each other (JRG-142).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from jaring.core import law
from jaring.core.benefit.body import lost_too_often
from jaring.core.benefit.case import (
    Appliance,
    Case,
    Cause,
    Child,
    Disability,
    Event,
    Hand,
    Kind,
    Level,
    Mode,
    Outcome,
    Relation,
    Survivor,
    Transport,
)
from jaring.core.benefit.heirs import with_children
from jaring.core.contribution import Payer, Segment
from jaring.core.coverage.membership import Carrier, Membership
from jaring.core.coverage.reading import MembershipContradictsItselfError, read_membership
from jaring.core.errors import JaringError
from jaring.core.fields import Fault, Fields, Misread, as_day, as_flag, as_money, as_share, one_of, whole
from jaring.core.law import DisabilityRow
from jaring.core.money import ZERO
from jaring.core.text import Text

POSTHUMOUS_BIRTH_DAYS_MAX: Final = 300
DAYS_UNABLE_MAX: Final = 36_500
HOURS_MAX: Final = 8_760
YEARS_OF_LEVEL_MAX: Final = {Level.TK: 3, Level.SD: 6, Level.SMP: 3, Level.SMA: 4, Level.PT: 10, Level.NONE: 10}
APPLIANCES: Final = ("prosthesis", "orthosis", "denture", "hearing_aid", "glasses")
_NO_DAY: Final = date.min
_EARLIEST_EVENT: Final = date(2015, 7, 1)
_NOBODY: Final = Membership(Segment.BPU, Carrier.BPJS_TK, ZERO, Payer.SELF, _EARLIEST_EVENT)


class CaseUnreadableError(JaringError):
    """A case with missing, unknown or wrongly written fields."""

    code = "JRG-140"
    sentence = Text("Kasus tidak dapat dibaca: {faults}.", "The case cannot be read: {faults}.")
    hint = Text(
        "Perbaiki isian yang disebut; bentuknya ada di docs/reference/benefit.md.",
        "Correct the fields named; their form is described in docs/reference/benefit.md.",
    )


class FactImpossibleError(JaringError):
    """Facts that cannot be true, whatever else is the case."""

    code = "JRG-141"
    sentence = Text("Fakta ini tidak mungkin: {faults}.", "These facts cannot be: {faults}.")
    hint = Text("Periksa isian yang disebut, lalu ulangi.", "Check the fields named and try again.")


class FactsContradictError(JaringError):
    """Facts of which at most one can be true. All such pairs are told at once."""

    code = "JRG-142"
    sentence = Text("Fakta saling bertentangan: {faults}.", "Facts contradict each other: {faults}.")
    hint = Text(
        "Periksa mana yang benar, perbaiki yang lain, lalu ulangi.",
        "Find out which is right, correct the other and try again.",
    )


def read_case(document: object, *, as_of: date | None = None) -> Case:
    """Read one case.

    Where survivors are named, the children of the document are among them, and need not be named twice.

    Args:
        document: The parsed JSON; shares as text, money as whole rupiah, days as ``YYYY-MM-DD``.
        as_of: Day of the question where the document names none.

    Raises:
        CaseUnreadableError: (JRG-140) fields are missing, unknown or of the wrong form.
        FactImpossibleError: (JRG-141) a fact cannot be true.
        FactsContradictError: (JRG-142) facts contradict each other.
    """
    faults: list[Fault] = []
    fields = Fields(document, "", faults)
    event = _event(fields)
    given_member = fields.raw("member")
    refusals: list[JaringError] = []
    member = _member(given_member, "member", faults, refusals)
    children, survivors = fields.rows("children", _child), fields.rows("survivors", _survivor)
    case = Case(
        event=event,
        member=member,
        as_of=fields.needed("as_of", as_day, _NO_DAY) if as_of is None else fields.optional("as_of", as_day, as_of),
        children=children,
        survivors=with_children(survivors, children) if survivors else (),
        other_memberships=_others(fields, faults, refusals),
        hand=fields.optional("hand", one_of(Hand), Hand.RIGHT),
        file_complete_on=fields.optional("file_complete_on", as_day, None),
        paid_on=fields.optional("paid_on", as_day, None),
    )
    fields.done()
    _refuse(faults, refusals)
    contradictions = [*_contradictions(case, _birth_date(given_member))]
    if len(refusals) == 1 and not contradictions:
        raise refusals[0]
    if told := [*map(_faults_of, refusals), *contradictions]:
        raise FactsContradictError(faults=_joined(told))
    return case


def _refuse(faults: list[Fault], refusals: list[JaringError]) -> None:
    """Refuse what cannot be read or cannot be; memberships that only contradict themselves are left for later.

    The refusal of a membership stands alone where nothing else is wrong, and joins the others otherwise.
    """
    if not faults and all(isinstance(each, MembershipContradictsItselfError) for each in refusals):
        return
    if not faults and len(refusals) == 1:
        raise refusals[0]
    is_form = bool(refusals) or any(fault.is_form for fault in faults)
    sentences = [_FAULT.fill(field=fault.field, rule=fault.rule) for fault in faults]
    kind = CaseUnreadableError if is_form else FactImpossibleError
    raise kind(faults=_joined([*sentences, *map(_faults_of, refusals)]))


def _faults_of(refusal: JaringError) -> Text:
    """Return what the refusal of a membership names, without the sentence around it."""
    faults = refusal.parts["faults"]
    assert isinstance(faults, Text)
    return faults


def _joined(sentences: list[Text]) -> Text:
    return Text("; ".join(each.id for each in sentences), "; ".join(each.en for each in sentences))


def _member(document: object, place: str, faults: list[Fault], refusals: list[JaringError]) -> Membership:
    if not isinstance(document, Mapping):
        faults.append(Fault(place, _MEMBER_NEEDED, is_form=True))
        return _NOBODY
    try:
        return read_membership(document, place)
    except JaringError as refusal:  # Told below, together with what else is wrong.
        refusals.append(refusal)
        return _NOBODY


def _birth_date(member: object) -> date | None:
    """Return the birth date of the participant, of which the membership's own reader has seen to the form."""
    given = member.get("birth_date") if isinstance(member, Mapping) else None
    return None if given is None else as_day(given)


def _event(case: Fields) -> Event:
    fields = Fields(case.raw("event"), "event", case.faults)
    kind = fields.needed("kind", one_of(Kind), Kind.DEATH)
    on = fields.needed("date", as_day, _EARLIEST_EVENT)
    disabilities = fields.rows("disabilities", lambda row: _disability(row, on))
    died_on = fields.optional("died_on", as_day, None)
    event = Event(
        kind=kind,
        cause=fields.needed("cause", one_of(Cause), Cause.OTHER),
        on=on,
        outcome=fields.optional("outcome", one_of(Outcome), _usual_outcome(kind, died_on, disabilities)),
        died_on=died_on,
        disabilities=disabilities,
        days_unable=fields.optional("days_unable", whole(0, DAYS_UNABLE_MAX), 0),
        transport=fields.rows("transport", _transport),
        medical_cost=fields.optional("medical_cost_idr", as_money, ZERO),
        home_care_cost=fields.optional("home_care_cost_idr", as_money, ZERO),
        appliances=fields.rows("appliances", _appliance),
        onset_hours=fields.optional("onset_hours", whole(0, HOURS_MAX), None),
        reported_on=fields.optional("reported_on", as_day, None),
    )
    if on < _EARLIEST_EVENT:
        fields.fault("date", _BEFORE_THE_LAW)
    fields.done()
    return event


def _usual_outcome(kind: Kind, died_on: date | None, disabilities: tuple[Disability, ...]) -> Outcome:
    """Return the outcome that the other facts tell where none is written."""
    if kind is Kind.DEATH or died_on is not None:
        return Outcome.DEATH
    return Outcome.PARTIAL_DISABILITY if disabilities else Outcome.TEMPORARY


def _disability(fields: Fields, on: date) -> Disability:
    table = law.at(max(on, _EARLIEST_EVENT)).value("benefit/disability/table").disabilities

    def as_part(value: object) -> str:
        if not isinstance(value, str) or value not in table:
            raise Misread(_PART_UNKNOWN, is_form=False)
        return value

    part = fields.needed("part", as_part, "")
    disability = Disability(
        part=part,
        loss_of_function=fields.optional("loss_of_function", as_share, Decimal(1)),
        degree=fields.optional("degree", as_share, None),
        units=fields.optional("units", whole(1, 10), 1),
    )
    row = table.get(part)
    if row is not None:
        _check_measure(fields, disability, row)
    return disability


def _check_measure(fields: Fields, disability: Disability, row: DisabilityRow) -> None:
    degree = disability.degree
    if degree is not None and row.rate_range is None:
        fields.fault("degree", _DEGREE_FIXED)
    elif degree is not None and row.rate_range is not None and not row.rate_range[0] <= degree <= row.rate_range[1]:
        fields.fault("degree", _DEGREE_OUTSIDE)
    if disability.units != 1 and row.per is None:
        fields.fault("units", _NO_STEPS)


def _transport(fields: Fields) -> Transport:
    return Transport(fields.needed("mode", one_of(Mode), Mode.LAND), fields.needed("cost_idr", as_money, ZERO))


def _appliance(fields: Fields) -> Appliance:
    def as_kind(value: object) -> str:
        if not isinstance(value, str) or value not in APPLIANCES:
            raise Misread(_APPLIANCE_UNKNOWN, is_form=False)
        return value

    return Appliance(fields.needed("kind", as_kind, ""), fields.needed("cost_idr", as_money, ZERO))


def _child(fields: Fields) -> Child:
    level = fields.needed("level", one_of(Level), Level.NONE)
    return Child(
        birth_date=fields.needed("birth_date", as_day, _NO_DAY),
        level=level,
        year_of_level=fields.optional("year_of_level", whole(1, YEARS_OF_LEVEL_MAX[level]), 1),
        is_studying=fields.optional("studying", as_flag, True),
        is_married=fields.optional("is_married", as_flag, False),
        is_working=fields.optional("is_working", as_flag, False),
    )


def _survivor(fields: Fields) -> Survivor:
    return Survivor(
        relation=fields.needed("relation", one_of(Relation), Relation.CHILD),
        birth_date=fields.optional("birth_date", as_day, None),
        is_alive=fields.optional("is_alive", as_flag, True),
    )


def _others(fields: Fields, faults: list[Fault], refusals: list[JaringError]) -> tuple[Membership, ...]:
    given = fields.raw("other_memberships") or ()
    if not isinstance(given, list | tuple):
        fields.fault("other_memberships", _A_LIST, is_form=True)
        return ()
    return tuple(_member(row, f"other_memberships[{i}]", faults, refusals) for i, row in enumerate(given))


def _contradictions(case: Case, birth_date: date | None) -> Iterator[Text]:
    yield from _of_days(case)
    yield from _of_outcome(case.event)
    yield from _of_cause(case.event)
    yield from _of_body(case.event)
    yield from _of_births(case, birth_date)
    yield from _of_spouses(case)


def _of_days(case: Case) -> Iterator[Text]:
    """Yield the pairs of days that stand in an order they cannot have."""
    event = case.event
    order = (
        ("event.date", event.on, "as_of", case.as_of),
        ("event.date", event.on, "event.died_on", event.died_on),
        ("event.died_on", event.died_on, "as_of", case.as_of),
        ("event.date", event.on, "event.reported_on", event.reported_on),
        ("event.reported_on", event.reported_on, "as_of", case.as_of),
        ("event.date", event.on, "file_complete_on", case.file_complete_on),
        ("file_complete_on", case.file_complete_on, "as_of", case.as_of),
        ("file_complete_on", case.file_complete_on, "paid_on", case.paid_on),
        ("event.date", event.on, "paid_on", case.paid_on),
        ("paid_on", case.paid_on, "as_of", case.as_of),
    )
    for earlier, first, later, second in order:
        if first is not None and second is not None and first > second:
            yield _NOT_AFTER.fill(earlier=earlier, later=later)


def _of_outcome(event: Event) -> Iterator[Text]:
    died, outcome = event.outcome is Outcome.DEATH, event.outcome
    if event.kind is Kind.DEATH and not died:
        yield _DEATH_WITHOUT_DEATH
    if event.kind is Kind.DEATH and event.died_on not in {None, event.on}:
        yield _TWO_DAYS_OF_DEATH
    if event.died_on is not None and not died:
        yield _DIED_AND_LIVES
    if outcome is Outcome.TEMPORARY and event.disabilities:
        yield _TEMPORARY_AND_LASTING
    if outcome is Outcome.PARTIAL_DISABILITY and not event.disabilities:
        yield _PARTIAL_OF_NOTHING
    if event.died_on is not None and event.days_unable > (event.died_on - event.on).days + 1:
        yield _UNABLE_AFTER_DEATH


def _of_cause(event: Event) -> Iterator[Text]:
    if event.cause in {Cause.SUDDEN_DEATH_AT_WORK, Cause.MISSING_AT_SEA} and event.outcome is not Outcome.DEATH:
        yield _CAUSE_IS_A_DEATH
    if event.onset_hours is not None and event.cause is not Cause.SUDDEN_DEATH_AT_WORK:
        yield _HOURS_OF_NOTHING


def _of_body(event: Event) -> Iterator[Text]:
    """Yield the losses for which those named beside them leave no room on one body."""
    for place, others in lost_too_often(event.disabilities):
        names = ", ".join(f"event.disabilities[{other}].part" for other in others)
        yield _LOST_ALREADY.fill(field=f"event.disabilities[{place}].part", others=names)


def _of_spouses(case: Case) -> Iterator[Text]:
    places = {survivor.relation: place for place, survivor in enumerate(case.survivors)}
    if {Relation.WIDOW, Relation.WIDOWER} <= set(places):
        yield _WIDOW_AND_WIDOWER.fill(widow=places[Relation.WIDOW], widower=places[Relation.WIDOWER])


def _of_births(case: Case, birth_date: date | None) -> Iterator[Text]:
    if birth_date is not None and birth_date > case.event.on:
        yield _NOT_AFTER.fill(earlier="member.birth_date", later="event.date")
    last_birth = case.as_of
    died_on = case.event.death_on
    if died_on is not None:
        last_birth = min(last_birth, died_on + timedelta(days=POSTHUMOUS_BIRTH_DAYS_MAX))
    for i, child in enumerate(case.children):
        name = f"children[{i}].birth_date"
        if child.birth_date > case.as_of:
            yield _NOT_AFTER.fill(earlier=name, later="as_of")
        elif child.birth_date > last_birth:
            yield _BORN_TOO_LATE.fill(field=name, most=POSTHUMOUS_BIRTH_DAYS_MAX)
        if birth_date is not None and child.birth_date <= birth_date:
            yield _OLDER_THAN_PARENT.fill(field=name)
    for i, survivor in enumerate(case.survivors):
        if survivor.birth_date is not None and survivor.birth_date > case.as_of:
            yield _NOT_AFTER.fill(earlier=f"survivors[{i}].birth_date", later="as_of")


_FAULT: Final = Text("{field}: {rule}", "{field}: {rule}")
_MEMBER_NEEDED: Final = Text("wajib diisi dengan objek kepesertaan", "must be given as the object of a membership")
_A_LIST: Final = Text("harus berupa daftar", "must be a list")
_BEFORE_THE_LAW: Final = Text(
    "terjadi sebelum 1 Juli 2015, saat PP 44/2015 belum berlaku", "lies before 1 July 2015, when PP 44/2015 began"
)
_PART_UNKNOWN: Final = Text(
    "bagian ini tidak ada dalam tabel cacat; lihat: jaring law show benefit/disability/table",
    "this part is not in the disability table; see: jaring law show benefit/disability/table",
)
_APPLIANCE_UNKNOWN: Final = Text(
    f"pilih salah satu: {', '.join(APPLIANCES)}", f"choose one of: {', '.join(APPLIANCES)}"
)
_DEGREE_OUTSIDE: Final = Text("di luar rentang tabel cacat", "lies outside the range of the disability table")
_DEGREE_FIXED: Final = Text(
    "persentase bagian ini tetap; pakai loss_of_function", "the percentage of this part is fixed; use loss_of_function"
)
_NO_STEPS: Final = Text("bagian ini tidak dihitung bertahap", "this part is not counted in steps")
_NOT_AFTER: Final = Text("{earlier} tidak boleh sesudah {later}", "{earlier} cannot lie after {later}")
_DEATH_WITHOUT_DEATH: Final = Text(
    "event.kind menyebut kematian, tetapi event.outcome bukan kematian",
    "event.kind says death but event.outcome is not death",
)
_TWO_DAYS_OF_DEATH: Final = Text(
    "event.kind menyebut kematian pada event.date, tetapi event.died_on hari lain "
    "(bila kecelakaan mendahuluinya, event.kind adalah accident)",
    "event.kind says death on event.date but event.died_on is another day "
    "(where an accident came first, event.kind is accident)",
)
_DIED_AND_LIVES: Final = Text(
    "event.died_on terisi, tetapi event.outcome bukan kematian",
    "event.died_on is given but event.outcome is not death",
)
_TEMPORARY_AND_LASTING: Final = Text(
    "event.outcome sementara, tetapi event.disabilities menyebut cacat yang menetap",
    "event.outcome is temporary but event.disabilities names a lasting loss",
)
_PARTIAL_OF_NOTHING: Final = Text(
    "event.outcome cacat sebagian, tetapi event.disabilities kosong",
    "event.outcome is a partial disability but event.disabilities is empty",
)
_UNABLE_AFTER_DEATH: Final = Text(
    "event.days_unable lebih panjang daripada masa dari event.date sampai event.died_on",
    "event.days_unable is longer than the time from event.date to event.died_on",
)
_CAUSE_IS_A_DEATH: Final = Text(
    "event.cause menyebut kematian atau hilang di laut, tetapi event.outcome bukan kematian",
    "event.cause is a death or a loss at sea but event.outcome is not death",
)
_HOURS_OF_NOTHING: Final = Text(
    "event.onset_hours hanya untuk event.cause sudden_death_at_work",
    "event.onset_hours is only for the event.cause sudden_death_at_work",
)
_LOST_ALREADY: Final = Text(
    "{field} sudah hilang menurut {others}, dan satu tubuh tidak memilikinya lagi",
    "{field} is lost already by {others}, and a body has no more of it",
)
_WIDOW_AND_WIDOWER: Final = Text(
    "survivors[{widow}].relation menyebut janda, tetapi survivors[{widower}].relation menyebut duda",
    "survivors[{widow}].relation says widow but survivors[{widower}].relation says widower",
)
_BORN_TOO_LATE: Final = Text(
    "{field} lebih dari {most} hari sesudah hari kematian", "{field} lies more than {most} days after the death"
)
_OLDER_THAN_PARENT: Final = Text(
    "{field} tidak boleh sebelum member.birth_date", "{field} cannot lie before member.birth_date"
)
