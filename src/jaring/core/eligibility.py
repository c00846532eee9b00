"""Who may enter the programme: every reason that stands against it, with what would have to change.

The answer is never a bare no. Nobody is turned away for a fact that is merely unknown without being told which
fact is missing; and passing the age limit later is no reason to leave.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from jaring.core import law
from jaring.core.law import LawOfDay, Source, Value
from jaring.core.text import Text
from jaring.core.wording import day_text

NO_READINGS: Final[frozenset[str]] = frozenset()


class ReasonCode(StrEnum):
    """What can stand against an entry. The names are public."""

    UNDER_AGE = "UNDER_AGE"
    OVER_AGE = "OVER_AGE"
    AGE_UNKNOWN = "AGE_UNKNOWN"
    EXCLUDED_OCCUPATION = "EXCLUDED_OCCUPATION"
    COVERED_ELSEWHERE = "COVERED_ELSEWHERE"
    NOT_RESIDENT = "NOT_RESIDENT"
    RESIDENCE_UNKNOWN = "RESIDENCE_UNKNOWN"
    DIED = "DIED"


class EntryFacts(NamedTuple):
    """What is known of a person on the day of entry. Empty and None mean that nobody has said.

    Attributes:
        birth_date: From the card or the civil registry, never from the NIK alone.
        regency_code: Kemendagri code of the regency where the person lives now; not that in the NIK.
        occupation: ``civil_servant``, ``soldier``, ``police``, or any other code of an occupation.
        is_covered_elsewhere: Somebody else pays an active membership of this person.
        died_on: Day of death.
    """

    birth_date: date | None
    regency_code: str
    occupation: str = ""
    is_covered_elsewhere: bool = False
    died_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason against an entry: what is so, what would have to change, and which rule says it."""

    code: ReasonCode
    text: Text
    remedy: Text
    source: Source | None


class EntryAge(NamedTuple):
    """The birth dates that may enter on a day: ``born_after < birth date <= born_until``."""

    born_after: date
    born_until: date
    age_from: Value
    age_below: Value

    def fault_of(self, birth_date: date) -> ReasonCode | None:
        """Return UNDER_AGE or OVER_AGE, or None where the age is right. Two comparisons: for long lists."""
        if birth_date > self.born_until:
            return ReasonCode.UNDER_AGE
        return ReasonCode.OVER_AGE if birth_date <= self.born_after else None


def reasons_against_entry(
    facts: EntryFacts, *, regency_code: str, day: date, readings: frozenset[str] = NO_READINGS
) -> tuple[Reason, ...]:
    """Return every reason that stands against an entry on ``day``; none means that the person may enter.

    Args:
        facts: What is known of the person.
        regency_code: Kemendagri code of the regency that pays, ``53.03``.
        day: Day of entry; age counts on this day only.
        readings: Alternative readings of unsettled law to follow, by name.

    Raises:
        ParameterNotInForceError: (JRG-101) the day lies before the law.

    Source of law:
        PP 44/2015 article 5(3) for who is a non-wage participant; the limits of age, residence and double cover are
        assumed parameters under ``eligibility/entry``. Checked 2026-11-22.
    """
    of_day = law.at(day, readings=readings)
    found = (
        _death(facts, day),
        _age(facts, day, readings),
        _occupation(facts, of_day),
        _cover(facts, of_day),
        _residence(facts, regency_code, of_day),
    )
    return tuple(reason for reason in found if reason is not None)


def entry_age(day: date, readings: frozenset[str] = NO_READINGS) -> EntryAge:
    """Return the range of birth dates that may enter on ``day``, to be computed once for a whole list."""
    of_day = law.at(day, readings=readings)
    age_from = of_day.value("eligibility/entry/age_from")
    age_below = of_day.value("eligibility/entry/age_below")
    born_after, born_until = _years_before(day, age_below.count), _years_before(day, age_from.count)
    return EntryAge(born_after, born_until, age_from, age_below)


def age_on(day: date, birth_date: date) -> int:
    """Return the completed years of life on ``day``. Who is born on 29 February is a year older on 1 March.

    >>> age_on(date(2026, 11, 1), date(1961, 11, 1)), age_on(date(2026, 11, 1), date(1961, 11, 2))
    (65, 64)
    """
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (0 if had_birthday else 1)


def _years_before(day: date, years: int) -> date:
    """Return the last birth date that has completed ``years`` on ``day``."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February in a common year: whoever was born on the 28th is old enough.
        return date(day.year - years, 2, 28)


def _death(facts: EntryFacts, day: date) -> Reason | None:
    if facts.died_on is None or facts.died_on > day:
        return None
    return Reason(ReasonCode.DIED, *_DIED, source=None)


def _age(facts: EntryFacts, day: date, readings: frozenset[str]) -> Reason | None:
    ages = entry_age(day, readings)
    if facts.birth_date is None:
        return Reason(ReasonCode.AGE_UNKNOWN, *_AGE_UNKNOWN, source=ages.age_from.source)
    fault = ages.fault_of(facts.birth_date)
    if fault is None:
        return None
    rule, sentences = (ages.age_from, _UNDER_AGE) if fault is ReasonCode.UNDER_AGE else (ages.age_below, _OVER_AGE)
    parts = {"age": age_on(day, facts.birth_date), "limit": rule.count, "day": day_text(day)}
    text, remedy = (sentence.fill(**parts) for sentence in sentences)
    return Reason(fault, text, remedy, rule.source)


def _occupation(facts: EntryFacts, of_day: LawOfDay) -> Reason | None:
    rule = of_day.value("eligibility/entry/excluded_occupations")
    if facts.occupation not in rule.names:
        return None
    return Reason(ReasonCode.EXCLUDED_OCCUPATION, *_EXCLUDED_OCCUPATION, source=rule.source)


def _cover(facts: EntryFacts, of_day: LawOfDay) -> Reason | None:
    rule = of_day.value("eligibility/entry/covered_elsewhere_excluded")
    if not (rule.flag and facts.is_covered_elsewhere):
        return None
    return Reason(ReasonCode.COVERED_ELSEWHERE, *_COVERED_ELSEWHERE, source=rule.source)


def _residence(facts: EntryFacts, regency_code: str, of_day: LawOfDay) -> Reason | None:
    rule = of_day.value("eligibility/entry/residence_required")
    if not rule.flag or facts.regency_code == regency_code:
        return None
    if not facts.regency_code:
        return Reason(ReasonCode.RESIDENCE_UNKNOWN, *_RESIDENCE_UNKNOWN, source=rule.source)
    return Reason(ReasonCode.NOT_RESIDENT, *_NOT_RESIDENT, source=rule.source)


_DIED: Final = (
    Text("Sudah meninggal dunia.", "Has died."),
    Text(
        "Bila keliru, perbaiki dengan keterangan dari desa atau Disdukcapil.",
        "If that is wrong, correct it with a letter from the village or the civil registry.",
    ),
)
_AGE_UNKNOWN: Final = (
    Text("Tanggal lahir belum diketahui, sehingga usia tidak dapat dinilai.", "The birth date is not known."),
    Text(
        "Lengkapi tanggal lahir dari KTP atau kartu keluarga.", "Add the birth date from the identity or family card."
    ),
)
_UNDER_AGE: Final = (
    Text(
        "Berusia {age} tahun pada {day}; paling rendah {limit} tahun.",
        "Aged {age} on {day}; the lowest age is {limit}.",
    ),
    Text(
        "Dapat masuk setelah genap {limit} tahun; periksa tanggal lahir bila keliru.",
        "May enter on turning {limit}; check the birth date if it is wrong.",
    ),
)
_OVER_AGE: Final = (
    Text(
        "Berusia {age} tahun pada {day}; saat mendaftar harus belum genap {limit} tahun.",
        "Aged {age} on {day}; at entry the age must be below {limit}.",
    ),
    Text(
        "Tidak dapat didaftarkan lagi, kecuali tanggal lahirnya keliru.",
        "Can no longer be enrolled unless the birth date is wrong.",
    ),
)
_EXCLUDED_OCCUPATION: Final = (
    Text(
        "ASN, TNI, atau Polri: bukan pekerja bukan penerima upah.",
        "Civil servant, soldier or police: not a non-wage worker.",
    ),
    Text(
        "Dapat masuk setelah tidak lagi bekerja di sana; periksa pekerjaan bila keliru.",
        "May enter after leaving that service; check the occupation if it is wrong.",
    ),
)
_COVERED_ELSEWHERE: Final = (
    Text("Iurannya sudah dibayar pihak lain.", "Somebody else already pays the contribution."),
    Text(
        "Dapat masuk setelah kepesertaan itu berakhir; periksa kepada cabang BPJS Ketenagakerjaan.",
        "May enter after that membership has ended; check with the BPJS Ketenagakerjaan branch.",
    ),
)
_NOT_RESIDENT: Final = (
    Text("Bertempat tinggal di luar kabupaten ini.", "Lives outside this regency."),
    Text("Dapat masuk setelah pindah domisili ke kabupaten ini.", "May enter after moving to this regency."),
)
_RESIDENCE_UNKNOWN: Final = (
    Text("Desa tempat tinggal belum diketahui.", "The village of residence is not known."),
    Text(
        "Lengkapi desa tempat tinggal; NIK tidak menunjukkannya.",
        "Add the village of residence; the NIK does not tell it.",
    ),
)
