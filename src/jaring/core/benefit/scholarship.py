"""Scholarships (beasiswa pendidikan anak) of a case: by child and school year, as far as they can be foreseen.

A scholarship is claimed once in a school year with the school's letter, so the answer has two amounts: what is due
in the school year that the question is asked in, and the most that may still come until the child is too old. The
second supposes that the child goes on from class to class; whoever repeats a class or leaves school gets less.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Final, NamedTuple

from jaring.core import law
from jaring.core.benefit.answer import ChildScholarship, Scheme, Scholarship, YearOfStudy
from jaring.core.benefit.case import Case, Child, Level, Outcome
from jaring.core.benefit.decisive import deciding_law
from jaring.core.coverage.cover import Cover, Protection
from jaring.core.eligibility import age_on
from jaring.core.law import LawOfDay, Value
from jaring.core.law.finding import Finding
from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.core.text import Text
from jaring.core.wording import day_text

NO_READINGS: Final[frozenset[str]] = frozenset()
SCHOOL: Final = (Level.TK, Level.SD, Level.SMP, Level.SMA, Level.PT)
_REMEMBERED_MAX: Final = 1024
_MONTHS: Final = {"july": 7}


class Grade(NamedTuple):
    """One year of one level: SD class 3 is ``Grade(Level.SD, 3)``."""

    level: Level
    year: int


class _Months(NamedTuple):
    """Contribution months of a person, and the rule by which they were counted."""

    months: int
    rule: Value


@dataclass(frozen=True)
class _Rules:
    """The law on the day that decides, read once for all children and remembered for the next case."""

    yearly: Mapping[Level, Value]
    max_years: Mapping[Level, Value]
    school_years: Mapping[Level, Value]
    entry_age: Mapping[Level, Value]
    entry_age_below: Value
    split: Value
    waits: Value
    age_below: Value
    age_judged_on: Value
    year_starts_in: Value
    back_payment: Value

    def school_year_of(self, day: date) -> date:
        """Return the first day of the school year that ``day`` lies in."""
        start = date(day.year, _MONTHS[self.year_starts_in.name], 1)
        return start if day >= start else _later(start, -1)

    def judged_on(self, starts_on: date, as_of: date) -> date:
        """Return the day on which the child's age decides over a school year."""
        if self.age_judged_on.name == "school_year_end":
            return _later(starts_on, 1) - timedelta(days=1)
        return max(starts_on, as_of)

    @cached_property
    def purses(self) -> Mapping[Level, Level]:
        """The level whose limit of years counts for each: kindergarten shares that of primary school."""
        return {level: Level.SD if level is Level.TK and self._is_shared else level for level in SCHOOL}

    @cached_property
    def years_paid(self) -> Mapping[Level, int]:
        """The most years that each purse pays for."""
        limits = self.max_years if self._is_shared else {**self.max_years, **self._years_of_split}
        return {level: limits[level].count for level in SCHOOL}

    @cached_property
    def way(self) -> tuple[Grade, ...]:
        """All grades from kindergarten on, in order."""
        return tuple(Grade(level, year) for level in SCHOOL for year in range(1, self.school_years[level].count + 1))

    @property
    def _is_shared(self) -> bool:
        return self.split.name == "shared"

    @property
    def _years_of_split(self) -> Mapping[Level, Value]:
        return {level: self.school_years[level] for level in (Level.TK, Level.SD)}


def scholarship(case: Case, scheme: Scheme, cover: Cover, *, readings: frozenset[str] = NO_READINGS) -> Scholarship:
    """Return what the children of a case get, child by child and school year by school year.

    Args:
        case: The case; ``children`` may be empty. A child's level and class are those of the school year of ``as_of``.
        scheme: The programme that pays.
        cover: Cover on the day of the event; ``contribution_months`` decides under JKM.
        readings: Alternative readings of unsettled law to follow, by name.

    Returns:
        One entry a child, in the order of the case; every zero with its reason.

    Raises:
        ParameterNotInForceError: (JRG-101) the event lies before the law.
        AlternativeUnknownError: (JRG-103) no parameter offers such a reading.

    Source of law:
        PP 44/2015 as amended by PP 82/2019 (amounts, years, number of children); Permenaker 5/2021 article 103 as
        amended by Permenaker 1/2025. Parameters under ``benefit/scholarship``. Checked 2026-11-22.
    """
    of_day = deciding_law(case, scheme, readings)
    hindrance = _against_any(case, scheme, cover, of_day)
    if hindrance is not None:
        return Scholarship((), (hindrance,))
    grounds = _grounds(scheme, cover, of_day)
    if not case.children:
        return Scholarship((), (grounds, Finding("scholarship_no_children", _NO_CHILDREN)))
    once = of_day.find("benefit/scholarship/once")
    found = _once(case, once, of_day) if once is not None else _yearly(case, of_day)
    chosen, limit = _choose(case, found, of_day)
    answer = Scholarship(chosen, (grounds, *limit))
    return answer if not answer.max_total.idr else replace(answer, reasons=(*answer.reasons, _total(answer)))


def _against_any(case: Case, scheme: Scheme, cover: Cover, of_day: LawOfDay) -> Finding | None:
    """Return what stands against a scholarship for any child, or None."""
    if scheme is Scheme.NONE:
        return Finding("scholarship_not_insured", _NOT_INSURED)
    if scheme is Scheme.JKK:
        gives = case.event.outcome in (Outcome.DEATH, Outcome.TOTAL_DISABILITY)
        return None if gives else Finding("scholarship_not_for_outcome", _NOT_FOR_OUTCOME)
    if cover.jkm is not Protection.FULL:
        return Finding("scholarship_funeral_only", _FUNERAL_ONLY)
    needed, counted = of_day.value("benefit/scholarship/jkm_months"), _months_counted(cover, of_day)
    if counted.months < needed.count:
        text = _TOO_FEW_MONTHS.fill(months=counted.months, needed=needed.count)
        return Finding("scholarship_too_few_months", text, (needed, counted.rule))
    return None


def _grounds(scheme: Scheme, cover: Cover, of_day: LawOfDay) -> Finding:
    if scheme is Scheme.JKK:
        return Finding("scholarship_of_jkk", _OF_JKK)
    needed, counted = of_day.value("benefit/scholarship/jkm_months"), _months_counted(cover, of_day)
    text = _OF_JKM.fill(months=counted.months, needed=needed.count)
    return Finding("scholarship_of_jkm", text, (needed, counted.rule))


def _months_counted(cover: Cover, of_day: LawOfDay) -> _Months:
    """Return the contribution months that count: all of them, or those without a gap up to the day."""
    rule = of_day.value("benefit/scholarship/jkm_months_counted")
    if rule.name != "consecutive" or cover.since is None:
        return _Months(cover.contribution_months, rule)
    return _Months(Month.of(cover.day) - Month.of(cover.since) + 1, rule)


def _yearly(case: Case, of_day: LawOfDay) -> list[ChildScholarship]:
    rules = _rules(of_day.day, of_day.readings)
    return [_of_child(index, child, case, of_day, rules) for index, child in enumerate(case.children)]


@lru_cache(_REMEMBERED_MAX)
def _rules(day: date, readings: frozenset[str]) -> _Rules:
    of_day = law.at(day, readings=readings)

    def one(key: str) -> Value:
        return of_day.value(f"benefit/scholarship/{key}")

    def by_level(key: str, levels: Iterable[Level] = SCHOOL) -> dict[Level, Value]:
        return {level: of_day.value(f"benefit/scholarship/{key}", level=level.value) for level in levels}

    return _Rules(
        yearly=by_level("yearly"),
        max_years=by_level("max_years"),
        school_years=by_level("school_years"),
        entry_age=by_level("entry_age", (Level.TK, Level.SD)),
        entry_age_below=one("entry_age_below"),
        split=one("tk_sd_split"),
        waits=one("waits_for_school"),
        age_below=one("age_below"),
        age_judged_on=one("age_judged_on"),
        year_starts_in=one("school_year_starts"),
        back_payment=one("back_payment"),
    )


def _of_child(index: int, child: Child, case: Case, of_day: LawOfDay, rules: _Rules) -> ChildScholarship:
    hindrance = _against_child(child, case.as_of, of_day) or _out_of_school(child, case.as_of, rules)
    if hindrance is not None:
        return ChildScholarship(index, (), (hindrance,))
    years = tuple(_years(child, case, rules))
    if not years:
        values = (rules.age_below, rules.age_judged_on, *rules.max_years.values())
        return ChildScholarship(index, (), (Finding("child_no_year_left", _NO_YEAR_LEFT, values),))
    return ChildScholarship(index, years, tuple(_reasons(child, years, rules)))


def _against_child(child: Child, day: date, of_day: LawOfDay) -> Finding | None:
    """Return what in the child's life stands against a scholarship on the day of the question, or None."""
    age_below = of_day.value("benefit/scholarship/age_below")
    if age_on(day, child.birth_date) >= age_below.count:
        text = _TOO_OLD.fill(age=age_below.count, day=day_text(_birthday(child.birth_date, age_below.count)))
        return Finding("child_too_old", text, (age_below,))
    unmarried = of_day.value("benefit/scholarship/unmarried_required")
    if child.is_married and unmarried.flag:
        return Finding("child_married", _MARRIED, (unmarried,))
    not_working = of_day.value("benefit/scholarship/not_working_required")
    if child.is_working and not_working.flag:
        return _of_working_child(not_working, of_day)
    return None


def _of_working_child(not_working: Value, of_day: LawOfDay) -> Finding:
    """Say that a working child gets nothing, and which work is excepted where the law excepts any."""
    allowed = of_day.find("benefit/scholarship/work_allowed")
    if allowed is None:
        return Finding("child_working", _WORKING, (not_working,))
    months = of_day.value("benefit/scholarship/wage_work_months_max")
    return Finding("child_working", _WORKING_BUT.fill(months=months.count), (not_working, allowed, months))


def _out_of_school(child: Child, day: date, rules: _Rules) -> Finding | None:
    """Return that the child is not at school, or None where it is or will be."""
    if child.level is not Level.NONE:
        return None if child.is_studying else Finding("child_not_studying", _NOT_STUDYING)
    limit = rules.entry_age_below
    if age_on(day, child.birth_date) < limit.count:
        return None
    return Finding("child_not_studying", _TOO_OLD_TO_ENTER.fill(age=limit.count), (limit,))


def _years(child: Child, case: Case, rules: _Rules) -> Iterator[YearOfStudy]:
    """Yield the school years that give money, in order of time.

    Each level pays for so many years only, counted from the school year of the event. A year that has passed counts
    whether it was claimed or not.
    """
    current, too_old_from = rules.school_year_of(case.as_of), _birthday(child.birth_date, rules.age_below.count)
    used: Counter[Level] = Counter()
    for starts_on, grade in _way_through_school(child, case, current, rules):
        purse = rules.purses[grade.level]
        used[purse] += 1
        is_paid = used[purse] <= rules.years_paid[purse] and (starts_on >= current or rules.back_payment.flag)
        if is_paid and rules.judged_on(starts_on, case.as_of) < too_old_from:
            amount = rules.yearly[grade.level].amount
            yield YearOfStudy(grade.level, grade.year, amount, starts_on <= current, starts_on)


def _way_through_school(child: Child, case: Case, current: date, rules: _Rules) -> Iterator[tuple[date, Grade]]:
    """Yield each school year from that of the event on with its grade: what was, what is, and what would follow.

    It is supposed that the child went on from class to class, and will.
    """
    if child.level is Level.NONE:
        starts_on, grades = _entry(child, current, rules)
    else:
        before, here, after = _grades_around(child, rules)
        since_event = current.year - rules.school_year_of(case.event.on).year
        passed = before[max(len(before) - since_event, 0) :]
        starts_on, grades = _later(current, -len(passed)), (*passed, here, *after)
    for years, grade in enumerate(grades):
        yield _later(starts_on, years), grade


def _grades_around(child: Child, rules: _Rules) -> tuple[tuple[Grade, ...], Grade, tuple[Grade, ...]]:
    """Return the grades behind a child at school, its own, and those ahead.

    Who stays in a level longer than usual has grades of its own behind, and goes on to the next level.
    """
    start = rules.way.index(Grade(child.level, 1))
    end = start + rules.school_years[child.level].count
    behind = tuple(Grade(child.level, year) for year in range(1, child.year_of_level))
    ahead = rules.way[min(start + child.year_of_level, end) :]
    return (*rules.way[:start], *behind), Grade(child.level, child.year_of_level), ahead


def _entry(child: Child, current: date, rules: _Rules) -> tuple[date, tuple[Grade, ...]]:
    """Return when a child who is not at school yet enters at the earliest, and the grades ahead of it."""
    starts_on, kindergarten = _later(current, 1), rules.school_years[Level.TK].count
    age = age_on(starts_on, child.birth_date)
    waiting = rules.entry_age[Level.TK].count - age
    if waiting >= 0:
        return _later(starts_on, waiting), rules.way
    if age >= rules.entry_age[Level.SD].count:
        return starts_on, rules.way[kindergarten:]
    return starts_on, rules.way[min(-waiting, kindergarten) :]


def _later(school_year: date, years: int) -> date:
    return school_year.replace(year=school_year.year + years)


def _birthday(birth_date: date, age: int) -> date:
    """Return the day on which somebody completes ``age`` years; 1 March in a common year for 29 February."""
    try:
        return birth_date.replace(year=birth_date.year + age)
    except ValueError:
        return date(birth_date.year + age, 3, 1)


def _reasons(child: Child, years: tuple[YearOfStudy, ...], rules: _Rules) -> Iterator[Finding]:
    levels = tuple(dict.fromkeys(year.level for year in years))
    values = (*(rules.yearly[level] for level in levels), *(rules.max_years[level] for level in levels))
    yield Finding("child_years", _formula(years), values)
    yield _now(child, years, rules)
    limit = rules.age_below
    ends = _ENDS.fill(age=limit.count, day=day_text(_birthday(child.birth_date, limit.count)))
    yield Finding("child_right_ends", ends, (limit, rules.age_judged_on))


def _now(child: Child, years: tuple[YearOfStudy, ...], rules: _Rules) -> Finding:
    """Say what is due in the school year of the question, or why nothing is due yet."""
    due = [year for year in years if year.is_due]
    if due:
        amount = Rupiah(sum(year.amount.idr for year in due))
        text = _DUE_NOW.fill(amount=amount, grades=_joined([_grade_text(year) for year in due]))
        return Finding("child_due_now", text, (rules.year_starts_in, rules.back_payment))
    begins = _DAY_OF[child.level is Level.NONE].fill(day=day_text(years[0].starts_on))
    if child.level is Level.NONE:
        entry = (rules.entry_age[Level.TK], rules.entry_age[Level.SD])
        return Finding("child_waits_for_school", begins, (rules.waits, *entry, rules.year_starts_in))
    return Finding("child_level_exhausted", begins, (rules.max_years[child.level],))


def _once(case: Case, once: Value, of_day: LawOfDay) -> list[ChildScholarship]:
    """The law before 2 December 2019: one amount, once, whatever the class."""
    starts_on = date(case.event.on.year, _MONTHS[of_day.value("benefit/scholarship/school_year_starts").name], 1)
    found = []
    for index, child in enumerate(case.children):
        hindrance = _against_child(child, case.as_of, of_day)
        if hindrance is None:
            year = YearOfStudy(child.level, child.year_of_level, once.amount, True, starts_on)
            reason = Finding("child_once", _ONCE.fill(amount=once.amount), (once,))
            found.append(ChildScholarship(index, (year,), (reason,)))
        else:
            found.append(ChildScholarship(index, (), (hindrance,)))
    return found


def _choose(
    case: Case, found: list[ChildScholarship], of_day: LawOfDay
) -> tuple[tuple[ChildScholarship, ...], tuple[Finding, ...]]:
    """Leave the years of as many children as the law pays for; the family may choose others."""
    limit = of_day.value("benefit/scholarship/max_children")
    rule = of_day.value("benefit/scholarship/which_children")
    entitled = [each for each in found if each.years]
    if len(entitled) <= limit.count:
        return tuple(found), ()
    if rule.name == "eldest":
        order = sorted(entitled, key=lambda each: case.children[each.child].birth_date)
    else:
        order = sorted(entitled, key=lambda each: -each.max_total.idr)
    left_out = {each.child for each in order[limit.count :]}
    chosen = tuple(_left_out(each, limit) if each.child in left_out else each for each in found)
    text = _LIMIT[rule.name].fill(limit=limit.count, entitled=len(entitled))
    return chosen, (Finding("scholarship_children_limit", text, (limit, rule)),)


def _left_out(child: ChildScholarship, limit: Value) -> ChildScholarship:
    text = _BEYOND_LIMIT.fill(limit=limit.count, amount=child.max_total)
    return ChildScholarship(child.child, (), (Finding("child_beyond_limit", text, (limit,)),))


def _total(answer: Scholarship) -> Finding:
    text = _TOTAL.fill(
        due=answer.due_now, most=answer.max_total, children=sum(bool(c.years) for c in answer.per_child)
    )
    return Finding("scholarship_total", text)


def _formula(years: tuple[YearOfStudy, ...]) -> Text:
    """Write the amounts of a child out: ``3 x Rp1.500.000 (SD) + 3 x Rp2.000.000 (SMP) = Rp10.500.000``."""
    parts = [
        _part(*kind, len(list(same))) for kind, same in groupby(years, key=lambda year: (year.level, year.amount))
    ]
    total = Rupiah(sum(year.amount.idr for year in years))
    return Text(*(f"{' + '.join(part[i] for part in parts)} = {total}" for i in (0, 1)))


@lru_cache(_REMEMBERED_MAX)
def _part(level: Level, amount: Rupiah, count: int) -> Text:
    return Text(_PART.id, _PART.en if count != 1 else _ONE_YEAR).fill(count=count, level=_LEVELS[level], amount=amount)


def _grade_text(year: YearOfStudy) -> Text:
    school_year = f"{year.starts_on.year}/{year.starts_on.year + 1}"
    return _GRADE.fill(level=_LEVELS[year.level], year=year.year_of_level, school_year=school_year)


def _joined(texts: list[Text]) -> Text:
    return Text(*("; ".join(text[i] for text in texts) for i in (0, 1)))


_LEVELS: Final = {
    Level.TK: Text("TK", "kindergarten (TK)"),
    Level.SD: Text("SD", "primary school (SD)"),
    Level.SMP: Text("SMP", "junior secondary school (SMP)"),
    Level.SMA: Text("SMA/SMK", "senior secondary school (SMA/SMK)"),
    Level.PT: Text("perguruan tinggi atau pelatihan", "university or training"),
}
_PART: Final = Text("{count} tahun {level} x {amount}", "{count:year|years} of {level} x {amount}")
_ONE_YEAR: Final = "{count} year of {level} x {amount}"
_GRADE: Final = Text("{level} tahun ke-{year}, tahun ajaran {school_year}", "year {year} of {level}, {school_year}")
_NOT_INSURED: Final = Text(
    "Tidak ada beasiswa, karena tidak ada perlindungan pada hari kejadian.",
    "There is no scholarship, because there was no cover on the day of the event.",
)
_NOT_FOR_OUTCOME: Final = Text(
    "Beasiswa hanya diberikan bila peserta meninggal dunia atau cacat total tetap karena kecelakaan kerja.",
    "A scholarship is given only when a work accident led to death or to total permanent disability.",
)
_FUNERAL_ONLY: Final = Text(
    "Dalam masa tunggu hanya biaya pemakaman yang dibayar; beasiswa tidak diberikan.",
    "In the waiting period only the funeral money is paid; there is no scholarship.",
)
_TOO_FEW_MONTHS: Final = Text(
    "Masa iuran {months} bulan; beasiswa Jaminan Kematian memerlukan masa iuran paling singkat {needed} bulan.",
    "Contributions of {months:month|months}; a scholarship after a death (JKM) needs at least {needed} months.",
)
_OF_JKK: Final = Text(
    "Beasiswa diberikan tanpa syarat masa iuran, karena akibat kecelakaan kerja.",
    "The scholarship needs no contribution period, because a work accident led to it.",
)
_OF_JKM: Final = Text(
    "Masa iuran {months} bulan memenuhi syarat beasiswa, paling singkat {needed} bulan.",
    "Contributions of {months:month|months} are enough for a scholarship, which needs at least {needed}.",
)
_NO_CHILDREN: Final = Text(
    "Tidak ada anak yang disebutkan, sehingga beasiswa tidak dihitung.",
    "No children were named, so no scholarship was computed.",
)
_TOO_OLD: Final = Text(
    "Genap {age} tahun pada {day}; beasiswa hanya untuk anak yang belum genap {age} tahun.",
    "Turned {age} on {day}; a scholarship is for children below {age} only.",
)
_MARRIED: Final = Text(
    "Sudah menikah; beasiswa hanya untuk anak yang belum menikah.",
    "Is married; a scholarship is for unmarried children only.",
)
_WORKING: Final = Text(
    "Sudah bekerja; beasiswa hanya untuk anak yang belum bekerja.",
    "Works already; a scholarship is for children who do not work yet.",
)
_WORKING_BUT: Final = Text(
    "Sudah bekerja; beasiswa hanya untuk anak yang belum bekerja. Dikecualikan anak yang masih sekolah dan"
    " bekerja pada pemberi kerja paling lama {months} bulan berturut-turut, menjadi peserta bukan penerima upah, atau"
    " magang; bila demikian, isi sebagai belum bekerja.",
    "Works already; a scholarship is for children who do not work yet. Excepted are children still at school who work"
    " for an employer for at most {months:month|months} in a row, are non-wage participants, or are interns; if so,"
    " enter the child as not working.",
)
_TOO_OLD_TO_ENTER: Final = Text(
    "Berusia {age} tahun atau lebih tanpa jenjang sekolah, jadi tidak diperkirakan kapan masuk sekolah. Beasiswa dapat"
    " diminta bila bersekolah sebelum melewati batas usia.",
    "Is {age} or older without a level of school, so no entry to school is foreseen. A scholarship can be claimed on"
    " going to school before the age limit.",
)
_NOT_STUDYING: Final = Text(
    "Saat ini tidak bersekolah. Beasiswa dapat diminta bila bersekolah lagi sebelum melewati batas usia.",
    "Is not at school now. A scholarship can be claimed on going back to school before the age limit.",
)
_NO_YEAR_LEFT: Final = Text(
    "Tidak ada lagi tahun ajaran yang dapat dibayar sebelum melewati batas usia atau batas tahun tiap jenjang.",
    "No school year is left that could be paid before the age limit or within the years of each level.",
)
_DUE_NOW: Final = Text("Dapat diminta sekarang: {amount} ({grades}).", "Can be claimed now: {amount} ({grades}).")
_DAY_OF: Final = {
    True: Text(
        "Belum bersekolah. Hak mulai saat masuk sekolah, paling cepat tahun ajaran yang mulai {day}.",
        "Is not at school yet. The right begins on entering school, at the earliest in the school year from {day}.",
    ),
    False: Text(
        "Tahun ini tidak dibayar, karena batas tahun jenjang ini sudah habis. Hak berlanjut pada jenjang berikutnya,"
        " paling cepat tahun ajaran yang mulai {day}.",
        "This year is not paid, because the years of this level are used up. The right goes on at the next level, at"
        " the earliest in the school year from {day}.",
    ),
}
_ENDS: Final = Text(
    "Hak berakhir saat anak genap {age} tahun ({day}), menikah, atau bekerja. Beasiswa diminta setiap tahun ajaran.",
    "The right ends when the child turns {age} ({day}), marries or begins to work. It is claimed every school year.",
)
_ONCE: Final = Text(
    "Menurut ketentuan sebelum 2 Desember 2019 beasiswa diberikan satu kali: {amount}.",
    "Under the law before 2 December 2019 the scholarship is given once: {amount}.",
)
_LIMIT: Final = {
    "largest_total": Text(
        "{entitled} anak memenuhi syarat, yang dibayar paling banyak {limit} anak. Dihitung anak dengan sisa beasiswa"
        " terbesar; keluarga boleh memilih anak yang lain.",
        "{entitled} children qualify, at most {limit} are paid for. Those with the largest remaining scholarship were"
        " taken; the family may choose others.",
    ),
    "eldest": Text(
        "{entitled} anak memenuhi syarat, yang dibayar paling banyak {limit} anak. Dihitung anak yang tertua.",
        "{entitled} children qualify, at most {limit} are paid for. The eldest were taken.",
    ),
}
_BEYOND_LIMIT: Final = Text(
    "Tidak dihitung, karena paling banyak {limit} anak. Bila keluarga memilih anak ini: paling banyak {amount}.",
    "Not counted, because at most {limit:child is|children are} paid for. If the family chooses this child: at most"
    " {amount}.",
)
_TOTAL: Final = Text(
    "Beasiswa untuk {children} anak: {due} dapat diminta sekarang; seluruhnya paling banyak {most}, bila syarat tetap"
    " terpenuhi setiap tahun.",
    "Scholarship for {children:child|children}: {due} can be claimed now; {most} at most in all, if the conditions are"
    " still met every year.",
)
