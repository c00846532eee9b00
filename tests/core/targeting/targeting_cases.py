"""Small invented regencies for the tests of targeting."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from hypothesis import strategies as st

from jaring.core.targeting import Candidate, PlaceLimit, Reason, RuleSet, Terms, load_rule_set, rule_set_of
from jaring.core.text import Text

AS_OF = date(2026, 7, 1)
MONTHS = 6
PRICE_IDR = 16_800
VILLAGES = {
    "53.03.04.2001": "53.03.04",
    "53.03.04.2002": "53.03.04",
    "53.03.08.2001": "53.03.08",
    "53.03.08.2002": "53.03.08",
}
TTU = rule_set_of("53.03")
COVERED_ELSEWHERE = Reason("COVERED_ELSEWHERE", Text("Sudah dilindungi pihak lain.", "Covered by somebody else."))

RULES = """
schema: 1
regency: "53.03"
name: {id: Uji, en: Trial}
status: assumed
source: {id: Uji, en: Trial}
criteria:
  - key: poverty
    kind: order
    label: {id: Desil, en: Decile}
    fact: decile
    first: lowest
    says: {id: "Desil {value}.", en: "Decile {value}."}
    missing_says: {id: Desil belum tercatat., en: Decile not recorded.}
  - key: household_turn
    kind: household_turn
    label: {id: Giliran, en: Turn}
    says: {id: "Orang ke-{turn}.", en: "Person {turn}."}
  - key: age
    kind: order
    label: {id: Usia, en: Age}
    fact: age_years
    first: highest
    says: {id: "Usia {value}.", en: "Age {value}."}
    missing_says: {id: Usia belum tercatat., en: Age not recorded.}
quota:
  levels: [district, village]
  basis: eligible
  regency_first_deciles: []
  village_at_least: 0
replacement: [village, district, regency]
optimum:
  quota_slack_places: 1
  weight:
    - fact: decile
      label: {id: "desil {value}", en: "decile {value}"}
      missing_label: {id: desil belum tercatat, en: decile not recorded}
      steps:
        - {at_least: 1, points: 9}
        - {at_least: 2, points: 5}
        - {at_least: 3, points: 2}
      missing: 1
      otherwise: 0
"""


def rules_with(
    *, levels: str = "district, village", basis: str = "eligible", first: str = "", least: int = 0, slack: int = 1
) -> RuleSet:
    """Return the trial rules with another quota."""
    deciles = "\n  basis_deciles: [1, 2]" if basis == "deciles" else ""
    text = RULES.replace("levels: [district, village]", f"levels: [{levels}]")
    text = text.replace("basis: eligible", f"basis: {basis}{deciles}")
    text = text.replace("regency_first_deciles: []", f"regency_first_deciles: [{first}]")
    text = text.replace("quota_slack_places: 1", f"quota_slack_places: {slack}")
    return load_rule_set(text.replace("village_at_least: 0", f"village_at_least: {least}"))


def person(number: int, village: str = "53.03.04.2001", **facts: object) -> Candidate:
    """Return an invented farmer of forty, decile 2."""
    common = Candidate(
        id=number,
        stable_key=f"key-{number}",
        village_code=village,
        district_code=VILLAGES[village],
        birth_date=date(1986, 3, 1),
        sex="F",
        occupation_group="farmer",
        monthly_idr=PRICE_IDR,
        decile=2,
        household_size=4,
    )
    return replace(common, **facts)


def terms_for(people: int, *, seed: str = "Kefamenanu", limits: dict[str, PlaceLimit] | None = None) -> Terms:
    """Return terms whose budget pays for so many people."""
    return Terms(AS_OF, people * PRICE_IDR * MONTHS, MONTHS, seed, limits or {})


@dataclass(frozen=True)
class Case:
    """A random instance, with a second, larger budget."""

    people: tuple[Candidate, ...]
    rules: RuleSet
    terms: Terms
    enrolled: frozenset[int]
    ineligible: dict[int, tuple[Reason, ...]]
    more_idr: int

    @property
    def sides(self) -> dict[str, object]:
        return {"enrolled": self.enrolled, "ineligible": self.ineligible}


rule_sets = st.builds(
    rules_with,
    levels=st.sampled_from(["district, village", "village", "district", ""]),
    basis=st.sampled_from(["eligible", "deciles"]),
    first=st.sampled_from(["", "1", "1, 2"]),
    least=st.integers(0, 2),
    slack=st.integers(0, 1),
)
village_limits = st.dictionaries(
    st.sampled_from(list(VILLAGES)),
    st.builds(lambda least, more: PlaceLimit(least, least + more), st.integers(0, 2), st.integers(0, 4)),
    max_size=3,
)
district_limits = st.dictionaries(st.just("53.03.04"), st.builds(PlaceLimit, at_most=st.integers(0, 8)), max_size=1)
limits = st.builds(lambda villages, districts: villages | districts, village_limits, district_limits)


@st.composite
def crowds(
    draw: st.DrawFn, prices: tuple[int, ...] = (8_400, 16_800, 25_000), most: int = 24
) -> tuple[Candidate, ...]:
    """Draw some people who differ in what the rules look at, many of them not at all."""
    numbers = draw(st.lists(st.integers(1, 10_000), max_size=most, unique=True))
    return tuple(
        person(
            number,
            draw(st.sampled_from(list(VILLAGES))),
            decile=draw(st.sampled_from([None, 1, 1, 2, 3])),
            birth_date=draw(st.sampled_from([None, date(1970, 1, 1), date(1990, 1, 1)])),
            household_key=draw(st.sampled_from([None, "a", "b"])),
            monthly_idr=draw(st.sampled_from(prices)),
        )
        for number in numbers
    )


@st.composite
def cases(draw: st.DrawFn, prices: tuple[int, ...] = (8_400, 16_800, 25_000), most: int = 24) -> Case:
    """Draw a whole instance whose budget pays at least for those already enrolled."""
    people = draw(crowds(prices, most))
    ids = [one.id for one in people]
    some = st.frozensets(st.sampled_from(ids), max_size=6) if ids else st.just(frozenset())
    enrolled, ineligible = draw(some), draw(some)
    kept_idr = MONTHS * sum(one.monthly_idr for one in people if one.id in enrolled)
    budget_idr = kept_idr + draw(st.integers(0, (len(people) + 1) * 25_000 * MONTHS))
    return Case(
        people=people,
        rules=draw(rule_sets),
        terms=Terms(AS_OF, budget_idr, MONTHS, draw(st.sampled_from(["satu", "dua"])), draw(limits)),
        enrolled=enrolled,
        ineligible=dict.fromkeys(ineligible, (COVERED_ELSEWHERE,)),
        more_idr=draw(st.integers(0, 6 * 25_000 * MONTHS)),
    )
