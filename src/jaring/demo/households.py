"""The invented people of a regency: families who share a family card, often a family name, and a roof.

Everybody is made up. What marks them: the serial of every NIK and family card begins with 9, and every
telephone number has 0000 in its middle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from jaring.demo.names import clans_of, draw_clan, full_name
from jaring.demo.places import DemoVillage, demo_villages
from jaring.demo.work import Work, WorkTable, draw_excluded, draw_income_idr

#: The day on which the lists were gathered for: the programme's first.
LAUNCH_DATE = date(2025, 7, 1)
AGE_MIN_YEARS, AGE_LIMIT_YEARS = 17, 65

_SERIALS = 1000
_SHARE_REGISTERED_ELSEWHERE = 0.065
_SHARE_EXCLUDED = 0.007
_SHARE_COVERED_ELSEWHERE = 0.012
_SHARE_OUTSIDE_DTSEN = 0.04
_SHARE_WITH_PHONE = 0.7
_DECILE_WEIGHTS = (24, 21, 16, 12, 9, 7, 5, 3, 2, 1)
_PHONE_PREFIXES = ("0812", "0813", "0821", "0822", "0852", "0853", "0823")
_OTHER_REGIONS = (
    "530401", "530402", "530405", "532101", "532105", "537101", "537104", "530205", "530901",
    "650401", "737106", "357801", "317506",
)  # fmt: skip
_TOWNS = ("Kefamenanu", "Atambua", "Kupang", "Soe", "Betun", "Oecusse", "Ende", "Maumere", "Nunukan", "Surabaya")
_TOWN_WEIGHTS = (50, 18, 14, 6, 4, 4, 1, 1, 1, 1)
_RELIGIONS, _RELIGION_WEIGHTS = ("Katolik", "Kristen", "Islam"), (91, 8, 1)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One invented candidate as he or she is in truth, before any clerk typed a list."""

    key: str
    nik: str
    kk_number: str
    name: str
    sex: str
    birth_place: str
    birth_date: date
    village_code: str
    hamlet: int
    rt: int
    rw: int
    occupation: str
    occupation_group: str
    income_idr: int
    mother_name: str
    heir_name: str
    heir_relation: str
    phone: str
    decile: int | None
    household_size: int
    household_head: str
    religion: str
    is_excluded: bool
    is_covered_elsewhere: bool

    def age_years(self, day: date) -> int:
        """Return completed years on ``day``."""
        before_birthday = (day.month, day.day) < (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - before_birthday


@dataclass(slots=True)
class _Member:
    name: str
    sex: str
    born: date
    mother_name: str
    role: str
    is_listed: bool


@dataclass(frozen=True, slots=True)
class _Kin:
    """The parents whom brothers and sisters in separate households share."""

    clan: str
    mother_name: str
    around_year: int


def population(seed: int, regency_code: str = "53.03") -> list[DemoPerson]:
    """Return about 19,000 invented candidates of a regency, village by village, household by household.

    Args:
        seed: any integer; the same seed gives the same people.
        regency_code: Kemendagri code of the regency, with dots.
    """
    registry = _Registry()
    people: list[DemoPerson] = []
    for village in demo_villages(seed, regency_code):
        people += _VillageMaker(seed, village, registry).people()
    return people


def newcomers(
    seed: int, village_code: str, people: Iterable[DemoPerson], count: int, regency_code: str = "53.03"
) -> list[DemoPerson]:
    """Return ``count`` more people of a village, who share no number with those who are known."""
    village = next(village for village in demo_villages(seed, regency_code) if village.code == village_code)
    registry = _Registry(people)
    maker = _VillageMaker(seed, replace(village, listed=count), registry, label="newcomers")
    return maker.people()[:count]


class _Registry:
    """Hands out numbers so that no two people, and no two families, bear the same one."""

    def __init__(self, known: Iterable[DemoPerson] = ()) -> None:
        self._used: set[str] = set()
        self._people: Counter[str] = Counter()
        for person in known:
            self._used |= {person.nik, person.kk_number}
            self._people[person.village_code] += 1

    def number(self, rng: Random, stem: str) -> str:
        """Return ``stem`` (region and date) with a free serial from 9000 to 9999."""
        start = rng.randrange(_SERIALS)
        for step in range(_SERIALS):
            number = f"{stem}{9000 + (start + step) % _SERIALS}"
            if number not in self._used:
                self._used.add(number)
                return number
        raise AssertionError("one district and day hold more than a thousand invented people")

    def key(self, village_code: str) -> str:
        """Return the next person key of a village: ``53.03.01.2005-0001``."""
        self._people[village_code] += 1
        return f"{village_code}-{self._people[village_code]:04d}"


class _VillageMaker:
    """Peoples one village until its list is full."""

    def __init__(self, seed: int, village: DemoVillage, registry: _Registry, label: str = "people") -> None:
        self._rng = Random(f"{label} {seed} {village.code}")
        self._village = village
        self._registry = registry
        self._clans = clans_of(self._rng, village.tetun_share, 40 if village.is_urban else 16)
        self._work = WorkTable(coastal=village.is_coastal, urban=village.is_urban)
        self._kin: _Kin | None = None

    def people(self) -> list[DemoPerson]:
        """Return the listed people of the village; a household is never cut in two."""
        people: list[DemoPerson] = []
        while len(people) < self._village.listed:
            people += self._household()
        return people

    def _household(self) -> list[DemoPerson]:
        rng = self._rng
        dice = rng.random()
        if dice < 0.66:
            members = self._couple()
        elif dice < 0.80:
            members = self._widowed()
        else:
            members = self._alone()
        if not any(member.is_listed for member in members):
            members[0].is_listed = True
        return self._register(members)

    def _couple(self) -> list[_Member]:
        rng = self._rng
        man = self._head("M", 41, 11)
        wife_age = max(19, _age(man.born) - round(rng.gauss(3, 4)))
        wife = self._person("F", self._birth_date(wife_age), self._other_clan(_clan(man.name)), "spouse")
        man.is_listed, wife.is_listed = rng.random() < 0.85, rng.random() < 0.6
        return [man, wife, *self._children(man, wife, _age(wife.born))]

    def _widowed(self) -> list[_Member]:
        rng = self._rng
        head = self._head("F" if rng.random() < 0.75 else "M", 52, 9)
        head.is_listed = rng.random() < 0.85
        return [head, *self._children(head, head, min(_age(head.born), 60))]

    def _alone(self) -> list[_Member]:
        rng = self._rng
        head = self._head("M" if rng.random() < 0.6 else "F", 30, 11)
        head.is_listed = True
        if rng.random() < 0.4:
            return [head, self._sibling(head)]
        return [head]

    def _head(self, sex: str, mean_age: int, spread: int) -> _Member:
        rng = self._rng
        kin, self._kin = self._kin, None
        if kin is not None:
            age = LAUNCH_DATE.year - kin.around_year + rng.choice((-6, -5, -3, -2, 2, 3, 4, 6))
            head = self._person(sex, self._birth_date(_clip(age, 18, 72)), kin.clan, "head", kin.mother_name)
        else:
            age = _clip(round(rng.gauss(mean_age, spread)), 18, 74)
            head = self._person(sex, self._birth_date(age), draw_clan(rng, self._clans), "head")
        if rng.random() < 0.16:
            self._kin = _Kin(_clan(head.name), head.mother_name, head.born.year)
        return head

    def _children(self, head: _Member, mother: _Member, mother_age: int) -> list[_Member]:
        rng = self._rng
        mother_name = mother.name if mother.sex == "F" else self._woman(_age(head.born), _clan(head.name))
        children: list[_Member] = []
        age = mother_age - rng.randint(19, 26)
        for _ in range(rng.choice((1, 2, 2, 3, 3, 4, 5, 6))):
            if age < 0:
                break
            children.append(self._child(age, _clan(head.name), mother_name, head))
            if age >= AGE_MIN_YEARS and rng.random() < 0.012:
                children.append(self._twin(children[-1]))
            age -= rng.choice((1, 2, 2, 3, 3, 4))
        return children

    def _child(self, age: int, clan: str, mother_name: str, father: _Member) -> _Member:
        rng = self._rng
        sex = rng.choice("MF")
        child = self._person(sex, self._birth_date(age), clan, "child", mother_name)
        if sex == father.sex and rng.random() < 0.012:
            child.name = father.name
        chance = 0.42 if AGE_MIN_YEARS < age < 36 else 0.012 if 13 <= age < AGE_MIN_YEARS else 0.0
        child.is_listed = rng.random() < chance
        return child

    def _twin(self, other: _Member) -> _Member:
        twin = self._person(other.sex, other.born, _clan(other.name), "child", other.mother_name)
        other.is_listed = twin.is_listed = True
        return twin

    def _sibling(self, head: _Member) -> _Member:
        rng = self._rng
        age = _clip(_age(head.born) + rng.choice((-4, -3, -2, 2, 3, 5)), 18, 60)
        sibling = self._person(rng.choice("MF"), self._birth_date(age), _clan(head.name), "sibling", head.mother_name)
        sibling.is_listed = rng.random() < 0.7
        return sibling

    def _person(self, sex: str, born: date, clan: str, role: str, mother_name: str | None = None) -> _Member:
        name = full_name(self._rng, sex, born.year, clan)
        return _Member(name, sex, born, mother_name or self._woman(_age(born) + 25, clan), role, is_listed=False)

    def _woman(self, age: int, married_into: str) -> str:
        return full_name(self._rng, "F", LAUNCH_DATE.year - age, self._other_clan(married_into))

    def _other_clan(self, clan: str) -> str:
        """Draw a family name into which this one may marry: any but itself."""
        while (other := draw_clan(self._rng, self._clans)) == clan:
            pass
        return other

    def _birth_date(self, age: int) -> date:
        """Return a birth date; older people were often given the first of July or the last of December."""
        rng = self._rng
        day = LAUNCH_DATE - timedelta(days=round(365.25 * (age + rng.random())))
        heap = rng.random() * (0.5 if age < 30 else 1.0)
        if heap > 0.93:
            return date(day.year, 7, 1)
        if heap > 0.87:
            return date(day.year, 12, 31)
        return date(day.year, 1, 1) if heap > 0.855 else day

    def _register(self, members: list[_Member]) -> list[DemoPerson]:
        """Give the listed members of one household their numbers, and everything that a card says."""
        rng, village = self._rng, self._village
        issued = date(2009, 1, 1) + timedelta(days=rng.randrange(5800))
        hamlet = rng.randint(1, village.hamlets)
        shared = _Household(
            kk_number=self._registry.number(rng, _region(village.district_code) + issued.strftime("%d%m%y")),
            hamlet=hamlet,
            rt=4 * (hamlet - 1) + rng.randint(1, 4),
            rw=2 * (hamlet - 1) + rng.randint(1, 2),
            decile=self._decile(),
            phone=self._phone(),
            religion=rng.choices(_RELIGIONS, _RELIGION_WEIGHTS)[0],
            size=len(members),
        )
        return [self._finish(member, members, shared) for member in members if self._appears(member)]

    def _appears(self, member: _Member) -> bool:
        """Villages list some people past the age limit; they know better with most of them."""
        return member.is_listed and (_age(member.born) < AGE_LIMIT_YEARS or self._rng.random() < 0.5)

    def _finish(self, member: _Member, members: list[_Member], shared: _Household) -> DemoPerson:
        rng, village = self._rng, self._village
        is_excluded = rng.random() < _SHARE_EXCLUDED and _age(member.born) < 58
        work: Work = draw_excluded(rng, member.sex) if is_excluded else self._work.draw(rng, member.sex)
        day = member.born.day + (40 if member.sex == "F" else 0)
        stem = f"{self._nik_region()}{day:02d}{member.born:%m%y}"
        heir_name, heir_relation = _heir(rng, member, members)
        return DemoPerson(
            key=self._registry.key(village.code),
            nik=self._registry.number(rng, stem),
            kk_number=shared.kk_number,
            name=member.name,
            sex=member.sex,
            birth_place=self._birth_place(),
            birth_date=member.born,
            village_code=village.code,
            hamlet=shared.hamlet,
            rt=shared.rt,
            rw=shared.rw,
            occupation=work.name,
            occupation_group=work.group,
            income_idr=draw_income_idr(rng, work),
            mother_name=member.mother_name,
            heir_name=heir_name,
            heir_relation=heir_relation,
            phone=shared.phone if rng.random() < 0.8 else self._phone(),
            decile=shared.decile,
            household_size=shared.size,
            household_head=members[0].name,
            religion=shared.religion,
            is_excluded=is_excluded,
            is_covered_elsewhere=not is_excluded and rng.random() < _SHARE_COVERED_ELSEWHERE,
        )

    def _nik_region(self) -> str:
        """Return the region of first registration: mostly the own district, but people move."""
        rng = self._rng
        if rng.random() >= _SHARE_REGISTERED_ELSEWHERE:
            return _region(self._village.district_code)
        if rng.random() < 0.55:
            return f"5303{rng.randint(1, 24):02d}"
        return rng.choice(_OTHER_REGIONS)

    def _birth_place(self) -> str:
        rng = self._rng
        dice = rng.random()
        if dice < 0.58:
            return self._village.name
        if dice < 0.68 and self._village.district_seat:
            return self._village.district_seat
        return rng.choices(_TOWNS, _TOWN_WEIGHTS)[0]

    def _decile(self) -> int | None:
        rng = self._rng
        if rng.random() < _SHARE_OUTSIDE_DTSEN:
            return None
        return rng.choices(range(1, 11), _DECILE_WEIGHTS)[0]

    def _phone(self) -> str:
        rng = self._rng
        if rng.random() >= _SHARE_WITH_PHONE:
            return ""
        return f"{rng.choice(_PHONE_PREFIXES)}0000{rng.randrange(10_000):04d}"


@dataclass(frozen=True, slots=True)
class _Household:
    """What everybody on one family card shares."""

    kk_number: str
    hamlet: int
    rt: int
    rw: int
    decile: int | None
    phone: str
    religion: str
    size: int


def _heir(rng: Random, member: _Member, members: list[_Member]) -> tuple[str, str]:
    """Return who would inherit first: spouse, child, parent, then brother or sister."""
    for other in members:
        if {member.role, other.role} == {"head", "spouse"}:
            return other.name, "Istri" if other.sex == "F" else "Suami"
    if member.role == "child":
        return member.mother_name, "Ibu"
    children = [other for other in members if other.role == "child"]
    if children and member.role == "head":
        return rng.choice(children).name, "Anak"
    if _age(member.born) < 45:
        return member.mother_name, "Ibu"
    return full_name(rng, rng.choice("MF"), member.born.year, _clan(member.name)), "Saudara kandung"


def _age(born: date) -> int:
    before_birthday = (LAUNCH_DATE.month, LAUNCH_DATE.day) < (born.month, born.day)
    return LAUNCH_DATE.year - born.year - before_birthday


def _clan(name: str) -> str:
    return name.rsplit(" ", 1)[1]


def _region(district_code: str) -> str:
    return district_code.replace(".", "")


def _clip(value: int, low: int, high: int) -> int:
    return max(low, min(high, value))
