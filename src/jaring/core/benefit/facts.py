"""What was taken as a fact in a case, in words: the first thing a reader checks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jaring.core.benefit.case import Case, Cause, Event, Kind, Outcome
from jaring.core.coverage.membership import Carrier, Membership
from jaring.core.law.finding import Finding
from jaring.core.text import Text
from jaring.core.wording import day_text


def facts(case: Case) -> tuple[Finding, ...]:
    """Return the facts that decide the case, without anything that identifies a person."""
    return tuple(_facts(case))


def _facts(case: Case) -> Iterator[Finding]:
    yield Finding("event", _event_text(case.event))
    member = case.member
    yield Finding("member", _MEMBER.fill(**_parts(member)))
    for other in case.other_memberships:
        yield Finding("other_membership", _OTHER.fill(**_parts(other)))
    yield Finding("as_of", _AS_OF.fill(day=day_text(case.as_of)))


def _parts(member: Membership) -> dict[str, object]:
    return {
        "segment": member.segment.label,
        "carrier": _CARRIERS[member.carrier],
        "enrolled_on": day_text(member.enrolled_on),
        "base": member.base,
        "payer": member.payer.label,
    }


def _event_text(event: Event) -> Text:
    parts: dict[str, object] = {
        "cause": _CAUSES[event.kind, event.cause],
        "day": day_text(event.on),
        "outcome": _OUTCOMES[event.outcome],
    }
    if event.died_on is not None and event.died_on != event.on:
        return _EVENT_AND_DEATH.fill(**parts, died_on=day_text(event.died_on))
    if event.kind is Kind.DEATH and event.cause in _DEATHS:
        return _DEATH.fill(**parts)
    return _EVENT.fill(**parts)


_DEATHS: Final = frozenset({Cause.OTHER, Cause.SUDDEN_DEATH_AT_WORK})  # Their names say the outcome already.
_DEATH: Final = Text("{cause} pada {day}.", "{cause} on {day}.")
_EVENT: Final = Text("{cause} pada {day}; akibatnya: {outcome}.", "{cause} on {day}; outcome: {outcome}.")
_EVENT_AND_DEATH: Final = Text(
    "{cause} pada {day}; akibatnya: {outcome} pada {died_on}.", "{cause} on {day}; outcome: {outcome} on {died_on}."
)
_MEMBER: Final = Text(
    "Peserta {segment} pada {carrier} sejak {enrolled_on}; dasar {base} sebulan; sumber iuran: {payer}.",
    "Participant ({segment}) with {carrier} since {enrolled_on}; base {base} a month; paid by: {payer}.",
)
_OTHER: Final = Text(
    "Kepesertaan lain: {segment} pada {carrier} sejak {enrolled_on}; dasar {base} sebulan; sumber iuran: {payer}.",
    "Another membership: {segment} with {carrier} since {enrolled_on}; base {base} a month; paid by: {payer}.",
)
_AS_OF: Final = Text("Ditanyakan menurut keadaan pada {day}.", "Asked as things stood on {day}.")
_CARRIERS: Final = {Carrier.BPJS_TK: "BPJS Ketenagakerjaan", Carrier.TASPEN: "TASPEN"}
_OTHER_CAUSES: Final = {
    Cause.WORK_ACCIDENT: Text("Kecelakaan kerja", "Work accident"),
    Cause.OCCUPATIONAL_DISEASE: Text("Penyakit akibat kerja", "Occupational disease"),
    Cause.SUDDEN_DEATH_AT_WORK: Text("Meninggal mendadak di tempat kerja", "Sudden death at work"),
    Cause.MISSING_AT_SEA: Text("Hilang di laut", "Missing at sea"),
}
_CAUSES: Final = {
    **{(kind, cause): text for kind in Kind for cause, text in _OTHER_CAUSES.items()},
    (Kind.DEATH, Cause.OTHER): Text("Meninggal bukan karena pekerjaan", "Death not caused by work"),
    (Kind.ACCIDENT, Cause.OTHER): Text("Kecelakaan di luar pekerjaan", "Accident outside work"),
}
_OUTCOMES: Final = {
    Outcome.DEATH: Text("meninggal dunia", "death"),
    Outcome.TOTAL_DISABILITY: Text("cacat total tetap", "permanent total disability"),
    Outcome.PARTIAL_DISABILITY: Text("cacat sebagian", "partial disability"),
    Outcome.TEMPORARY: Text("sementara tidak mampu bekerja", "temporarily unable to work"),
}
