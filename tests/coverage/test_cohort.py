"""What is said of a payer's people is what is said of each of them, added up."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from memberships import days, memberships, readings

from jaring.core.contribution import Payer, Segment
from jaring.core.coverage import lapse_of
from jaring.core.coverage.cohort import CohortLapse, Group, MarkKind, MonthToPay, cohort_lapse
from jaring.core.coverage.lapse import Lapse, Standing, standing_of
from jaring.core.coverage.membership import Membership
from jaring.core.month import Month

FILE = Path(__file__).with_name("cohorts.yaml")
non_wage = memberships(Segment.BPU)


def read_cases() -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return cases


def read_groups(rows: list[dict[str, Any]]) -> list[Group]:
    return [
        Group(
            row["people"],
            Standing(
                date.fromisoformat(row["uncovered_from"]),
                was_covered=row.get("was_covered", True),
                pay_from=Month.parse(row["pay_from"]),
                **({"leaves_on": date.fromisoformat(row["leaves_on"])} if "leaves_on" in row else {}),
            ),
        )
        for row in rows
    ]


def judged(case: dict[str, Any]) -> CohortLapse:
    decreed = case.get("decreed_until")
    return cohort_lapse(
        Payer(case.get("payer", "APBD")),
        read_groups(case["groups"]),
        date.fromisoformat(case["day"]),
        decreed_until=Month.parse(decreed) if decreed else None,
        readings=frozenset(case.get("readings", ())),
    )


def answered(case: dict[str, Any]) -> dict[str, Any]:
    cohort, until = judged(case), Month.parse(case["until"])
    return {
        "people": cohort.people,
        "stops": [f"{stop.on}: {stop.people}" for stop in cohort.stops],
        "due_on": str(cohort.due_on),
        "payable_until": str(cohort.payable_until),
        "to_pay": [written(month) for month in cohort.to_pay(until)],
        "missing": [written(month) for month in cohort.missing(until)],
        "marks": [f"{mark.on} {mark.kind}: {mark.people}. {mark.why.text.id}" for mark in cohort.marks],
        "restorable": cohort.restorability.is_possible,
        "offices": [text.id for text in cohort.restorability.offices],
        "papers": [text.id for text in cohort.restorability.papers],
        "english": [mark.why.text.en for mark in cohort.marks],
    }


def written(month: MonthToPay) -> str:
    return f"{month.month}: {month.people}, due {month.due_on}"


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: str(case["name"]))
def test_a_cohort_is_told_whole(case: dict[str, Any]) -> None:
    assert answered(case) == case["expect"]


def test_what_is_said_of_a_cohort_rests_on_rules() -> None:
    unpaid = Standing(date(2026, 11, 1), was_covered=True, pay_from=Month(2026, 11))
    leaving = unpaid._replace(leaves_on=date(2027, 1, 1))

    cohort = cohort_lapse(
        Payer.APBD, [Group(5, unpaid), Group(2, leaving)], date(2026, 11, 30), decreed_until=Month(2027, 1)
    )

    marks = {mark.kind: mark for mark in cohort.marks}
    assert cohort.payer is Payer.APBD
    assert [value.path for value in marks[MarkKind.DUE].why.values] == ["contribution/common/due_day"]
    assert (marks[MarkKind.DUE].unpaid_months, marks[MarkKind.YEAR_TURN].unpaid_months) == (0, 0)
    assert marks[MarkKind.YEAR_TURN].people == 5
    assert [value.path for value in cohort.restorability.values] == [
        f"coverage/restoration/{key}" for key in ("possible", "asked_from", "papers")
    ]


def grouped(group: list[Membership], day: date, followed: frozenset[str]) -> list[Group]:
    standings = [standing_of(each, day, readings=followed) for each in group]
    return [Group(1, standing) for standing in standings if standing is not None]


@given(st.lists(non_wage, max_size=6), days, readings)
@settings(max_examples=60, deadline=None)
def test_each_of_a_cohort_is_told_what_is_told_alone(
    group: list[Membership], day: date, followed: frozenset[str]
) -> None:
    cohort = cohort_lapse(Payer.APBD, grouped(group, day, followed), day, readings=followed)

    alone = [each for each in (lapse_of(member, day, readings=followed) for member in group) if each.pay_next]
    told: Counter[str] = Counter()
    for each in cohort.groups:
        told[sentences(each.lapse)] += each.people
    assert told == Counter(sentences(each) for each in alone)
    assert {sentences(each.lapse): each.lapse for each in cohort.groups} == {sentences(each): each for each in alone}


def sentences(lapse: Lapse) -> str:
    return " ".join([*(reason.text.id for reason in lapse.reasons), str(lapse.restart)])


@given(st.lists(non_wage, min_size=1, max_size=6), days, readings)
@settings(max_examples=60, deadline=None)
def test_stops_and_borders_count_the_people_who_meet_them(
    group: list[Membership], day: date, followed: frozenset[str]
) -> None:
    cohort = cohort_lapse(Payer.APBD, grouped(group, day, followed), day, readings=followed)

    owing = [each for each in (lapse_of(member, day, readings=followed) for member in group) if each.pay_next]
    assert {stop.on: stop.people for stop in cohort.stops} == Counter(each.uncovered_from for each in owing)
    borders = Counter((border.on, border.unpaid_months) for each in owing for border in each.borders)
    kinds = (MarkKind.UNPAID_MONTH, MarkKind.ENDED)
    assert {(m.on, m.unpaid_months): m.people for m in cohort.marks if m.kind in kinds} == borders


@given(st.lists(non_wage, min_size=1, max_size=6), days)
@settings(max_examples=60, deadline=None)
def test_who_can_still_pay_arrears_is_not_asked_for_a_restoration(group: list[Membership], day: date) -> None:
    cohort = cohort_lapse(Payer.APBD, grouped(group, day, frozenset()), day)

    until = Month.of(day) + 1
    owed = sum(each.people for each in cohort.ended)
    assert max((each.people for each in cohort.missing(until)), default=0) <= owed
    assert all(each.lapse.payable_until and each.lapse.payable_until >= day for each in cohort.mendable)
    assert all(each.lapse.payable_until and each.lapse.payable_until < day for each in cohort.ended)


def test_nobody_is_an_empty_cohort() -> None:
    cohort = cohort_lapse(Payer.APBD, [], date(2026, 11, 30), decreed_until=Month(2027, 1))

    assert (cohort.people, cohort.first_stop, cohort.marks, cohort.due_on) == (0, None, (), None)


if __name__ == "__main__":
    cases = [each | {"expect": answered(each)} for each in read_cases()]
    text = yaml.dump(cases, sort_keys=False, allow_unicode=True, default_flow_style=None, width=118)
    FILE.write_text(text, encoding="utf-8")
