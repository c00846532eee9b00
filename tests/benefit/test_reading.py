"""A case is read exactly; what cannot be so is refused by the name of its field, everything at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from benefit_cases import accident, death, document, member

from jaring.core.benefit.case import Cause, Disability, Hand, Kind, Level, Mode, Outcome, Relation
from jaring.core.benefit.reading import CaseUnreadableError, FactImpossibleError, FactsContradictError, read_case
from jaring.core.errors import JaringError
from jaring.core.money import Rupiah


def refusal(case: object) -> JaringError:
    with pytest.raises(JaringError) as caught:
        read_case(case)
    return caught.value


def partial(**disability: Any) -> dict[str, Any]:
    return document(accident("partial_disability", disabilities=[disability]))


def child(**changes: Any) -> dict[str, Any]:
    return {"birth_date": "2015-03-02", "level": "SD", "year_of_level": 5, "studying": True, **changes}


def test_every_key_of_the_contract_is_read() -> None:
    case = read_case(
        {
            "event": {
                "kind": "accident",
                "cause": "work_accident",
                "date": "2026-05-04",
                "outcome": "partial_disability",
                "disabilities": [{"part": "big_toe", "loss_of_function": "0.5"}],
                "days_unable": 12,
                "transport": [{"mode": "sea", "cost_idr": 700_000}],
                "medical_cost_idr": 3_000_000,
            },
            "member": member(),
            "children": [child(), {"birth_date": "2022-01-01", "level": "NONE"}],
            "as_of": "2026-11-01",
        }
    )

    assert case.event.kind is Kind.ACCIDENT
    assert case.event.cause is Cause.WORK_ACCIDENT
    assert case.event.on == date(2026, 5, 4)
    assert case.event.outcome is Outcome.PARTIAL_DISABILITY
    assert case.event.disabilities == (Disability("big_toe", Decimal("0.5")),)
    assert case.event.days_unable == 12
    assert case.event.transport == ((Mode.SEA, Rupiah(700_000)),)
    assert case.event.medical_cost == Rupiah(3_000_000)
    assert case.member.base == Rupiah(1_000_000)
    assert case.children == (
        (date(2015, 3, 2), Level.SD, 5, True, False, False),
        (date(2022, 1, 1), Level.NONE, 1, True, False, False),
    )
    assert case.as_of == date(2026, 11, 1)


def test_every_further_key_is_read() -> None:
    event = death(
        "sudden_death_at_work",
        died_on="2026-05-04",
        onset_hours=3,
        reported_on="2026-05-05",
        home_care_cost_idr=1,
        appliances=[{"kind": "glasses", "cost_idr": 900_000}],
    )

    case = read_case(
        document(
            event,
            hand="left",
            survivors=[{"relation": "widow", "birth_date": "1990-01-01"}, {"relation": "parent", "is_alive": False}],
            other_memberships=[member(base_idr=2_950_000)],
            children=[child(is_married=True, is_working=True, studying=False)],
            file_complete_on="2026-06-01",
            paid_on="2026-06-08",
        )
    )

    assert case.event.death_on == date(2026, 5, 4)
    assert (case.event.onset_hours, case.event.reported_on) == (3, date(2026, 5, 5))
    assert case.event.home_care_cost == Rupiah(1)
    assert case.event.appliances == (("glasses", Rupiah(900_000)),)
    assert case.hand is Hand.LEFT
    assert case.survivors == (
        (Relation.WIDOW, date(1990, 1, 1), True),
        (Relation.PARENT, None, False),
        (Relation.CHILD, date(2015, 3, 2), True),  # A child is left too, and need not be named twice.
    )
    assert [each.base for each in case.other_memberships] == [Rupiah(2_950_000)]
    assert case.children[0][3:] == (False, True, True)
    assert (case.file_complete_on, case.paid_on) == (date(2026, 6, 1), date(2026, 6, 8))


def test_what_is_left_out_has_its_usual_meaning() -> None:
    case = read_case(document({"kind": "death", "cause": "other", "date": "2026-05-04"}))

    assert case.event.outcome is Outcome.DEATH
    assert case.event.death_on == case.event.on
    assert (case.event.disabilities, case.event.transport, case.event.appliances) == ((), (), ())
    assert (case.event.days_unable, case.event.medical_cost.idr, case.event.onset_hours) == (0, 0, None)
    assert (case.children, case.survivors, case.other_memberships, case.hand) == ((), (), (), Hand.RIGHT)


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"died_on": "2026-05-06"}, Outcome.DEATH),
        ({"disabilities": [{"part": "big_toe"}]}, Outcome.PARTIAL_DISABILITY),
        ({"days_unable": 3}, Outcome.TEMPORARY),
        ({}, Outcome.TEMPORARY),
    ],
)
def test_outcome_of_an_accident_follows_from_the_other_facts(facts: dict[str, Any], outcome: Outcome) -> None:
    event = {"kind": "accident", "cause": "work_accident", "date": "2026-05-04", **facts}

    assert read_case(document(event)).event.outcome is outcome


def test_null_is_the_same_as_left_out() -> None:
    event = death(died_on=None, disabilities=None, days_unable=None, transport=None, onset_hours=None)

    assert read_case(document(event, children=None, hand=None, other_memberships=None)) == read_case(document(death()))


def test_day_of_the_question_may_come_from_outside() -> None:
    case = document(death())
    del case["as_of"]

    assert read_case(case, as_of=date(2026, 12, 24)).as_of == date(2026, 12, 24)
    assert read_case(document(death()), as_of=date(2026, 12, 24)).as_of == date(2026, 11, 1)


@pytest.mark.parametrize("share", ["1", "1.0", "0", "0.25", 1, 0, Decimal("0.5")])
def test_share_is_read_exactly(share: object) -> None:
    case = read_case(partial(part="big_toe", loss_of_function=share))

    assert case.event.disabilities[0].loss_of_function == Decimal(str(share))


def test_days_may_be_given_as_days() -> None:
    assert read_case(document(death(date=date(2026, 5, 4)), as_of=date(2026, 11, 1))).event.on == date(2026, 5, 4)


UNREADABLE: list[tuple[str, Any]] = [
    ("-", []),
    ("event", {"member": member(), "as_of": "2026-11-01"}),
    ("event.kind", document({"cause": "other", "date": "2026-05-04"})),
    ("event.cause", document({"kind": "death", "date": "2026-05-04"})),
    ("event.date", document({"kind": "death", "cause": "other"})),
    ("event.date", document(death(date="2026-13-01"))),
    ("event.date", document(death(date="2026-02-30"))),
    ("event.date", document(death(date="04-05-2026"))),
    ("event.date", document(death(date=20260504))),
    ("member", {"event": death(), "as_of": "2026-11-01"}),
    ("as_of", {"event": death(), "member": member()}),
    ("event.colour", document(death(colour="red"))),
    ("event.?", document(death(**{"5303010101909009": 1}))),
    ("colour", document(death(), colour="red")),
    ("event.disabilities", document(accident(disabilities="big_toe"))),
    ("event.disabilities[0].part", partial(loss_of_function="1")),
    ("event.disabilities[0].loss_of_function", partial(part="big_toe", loss_of_function=0.5)),
    ("event.disabilities[0].loss_of_function", partial(part="big_toe", loss_of_function="50%")),
    ("event.disabilities[0].colour", partial(part="big_toe", colour="red")),
    ("event.days_unable", document(accident(days_unable="3"))),
    ("event.days_unable", document(accident(days_unable=True))),
    ("event.medical_cost_idr", document(accident(medical_cost_idr=1.5))),
    ("event.transport[0].cost_idr", document(accident(transport=[{"mode": "land"}]))),
    ("event.transport[1]", document(accident(transport=[{"mode": "land", "cost_idr": 1}, "sea"]))),
    ("children", document(death(), children={})),
    ("children[0].birth_date", document(death(), children=[{"level": "SD"}])),
    ("children[0].studying", document(death(), children=[child(studying="yes")])),
    ("survivors[0].relation", document(death(), survivors=[{}])),
    ("other_memberships", document(death(), other_memberships={"a": 1})),
    ("other_memberships[0]", document(death(), other_memberships=["PU"])),
    ("children", document(death(), children=[child()] * 101)),
]


@pytest.mark.parametrize(
    ("field", "case"), UNREADABLE, ids=[f"{i}-{field}" for i, (field, _) in enumerate(UNREADABLE)]
)
def test_what_cannot_be_read_is_refused_by_its_field(field: str, case: object) -> None:
    refused = refusal(case)

    assert type(refused) is CaseUnreadableError
    assert refused.code == "JRG-140"
    assert f" {field}: " in refused.title.id
    assert f" {field}: " in refused.title.en


IMPOSSIBLE: list[tuple[str, Any]] = [
    ("event.kind", document(death() | {"kind": "birth"})),
    ("event.cause", document(death("murder"))),
    ("event.outcome", document(accident("fine"))),
    ("event.date", document(death(date="2015-06-30"))),
    ("event.date", document(death(date="1899-12-31"))),
    ("event.disabilities[0].part", partial(part="third_arm")),
    ("event.disabilities[0].loss_of_function", partial(part="big_toe", loss_of_function="1.01")),
    ("event.disabilities[0].loss_of_function", partial(part="big_toe", loss_of_function="-0.1")),
    ("event.disabilities[0].loss_of_function", partial(part="big_toe", loss_of_function=2)),
    ("event.disabilities[0].degree", partial(part="scalp_avulsion", degree="0.31")),
    ("event.disabilities[0].degree", partial(part="scalp_avulsion", degree="0.09")),
    ("event.disabilities[0].degree", partial(part="big_toe", degree="0.05")),
    ("event.disabilities[0].units", partial(part="big_toe", units=2)),
    ("event.disabilities[0].units", partial(part="hearing_loss_both_ears_per_10_db", units=0)),
    ("event.disabilities[0].units", partial(part="hearing_loss_both_ears_per_10_db", units=11)),
    ("event.days_unable", document(accident(days_unable=-1))),
    ("event.medical_cost_idr", document(accident(medical_cost_idr=-1))),
    ("event.home_care_cost_idr", document(accident(home_care_cost_idr=-1))),
    ("event.transport[0].cost_idr", document(accident(transport=[{"mode": "land", "cost_idr": -1}]))),
    ("event.transport[0].mode", document(accident(transport=[{"mode": "rail", "cost_idr": 1}]))),
    ("event.appliances[0].kind", document(accident(appliances=[{"kind": "car", "cost_idr": 1}]))),
    ("event.onset_hours", document(death("sudden_death_at_work", onset_hours=-1))),
    ("children[0].level", document(death(), children=[child(level="S3")])),
    ("children[0].year_of_level", document(death(), children=[child(year_of_level=0)])),
    ("children[0].year_of_level", document(death(), children=[child(year_of_level=7)])),
    ("survivors[0].relation", document(death(), survivors=[{"relation": "neighbour"}])),
    ("hand", document(death(), hand="both")),
]


@pytest.mark.parametrize(
    ("field", "case"), IMPOSSIBLE, ids=[f"{i}-{field}" for i, (field, _) in enumerate(IMPOSSIBLE)]
)
def test_what_cannot_be_true_is_refused_by_its_field(field: str, case: object) -> None:
    refused = refusal(case)

    assert type(refused) is FactImpossibleError
    assert refused.code == "JRG-141"
    assert f" {field}: " in refused.title.id


CONTRADICTIONS: list[tuple[tuple[str, str], Any]] = [
    (("event.date", "as_of"), document(death(), as_of="2026-05-03")),
    (("event.date", "event.died_on"), document(accident("death", died_on="2026-05-03"))),
    (("event.died_on", "as_of"), document(accident("death", died_on="2026-11-02"))),
    (("event.date", "event.reported_on"), document(death(reported_on="2026-05-03"))),
    (("event.reported_on", "as_of"), document(death(reported_on="2026-11-02"))),
    (("event.date", "file_complete_on"), document(death(), file_complete_on="2026-05-03")),
    (("file_complete_on", "as_of"), document(death(), file_complete_on="2026-11-02")),
    (("file_complete_on", "paid_on"), document(death(), file_complete_on="2026-06-02", paid_on="2026-06-01")),
    (("event.date", "paid_on"), document(death(), paid_on="2026-05-03")),
    (("paid_on", "as_of"), document(death(), paid_on="2026-11-02")),
    (("event.kind", "event.outcome"), document(death() | {"outcome": "temporary"})),
    (("event.kind", "event.died_on"), document(death(died_on="2026-05-05"))),
    (("event.died_on", "event.outcome"), document(accident("temporary", died_on="2026-05-05"))),
    (("event.outcome", "event.disabilities"), document(accident("temporary", disabilities=[{"part": "big_toe"}]))),
    (("event.outcome", "event.disabilities"), document(accident("partial_disability"))),
    (("event.days_unable", "event.died_on"), document(accident("death", died_on="2026-05-05", days_unable=3))),
    (("event.cause", "event.outcome"), document(accident() | {"cause": "sudden_death_at_work"})),
    (("event.cause", "event.outcome"), document(accident() | {"cause": "missing_at_sea"})),
    (("event.onset_hours", "event.cause"), document(death("other", onset_hours=3))),
    (("member.birth_date", "event.date"), document(death(date="2017-01-01"), member=member(birth_date="2017-06-01"))),
    (("children[0].birth_date", "as_of"), document(accident(), children=[child(birth_date="2026-11-02")])),
    (
        ("children[0].birth_date", "300"),
        document(death(), as_of="2028-01-01", children=[child(birth_date="2027-03-01")]),
    ),
    (
        ("children[0].birth_date", "member.birth_date"),
        document(death(), member=member(birth_date="1990-01-01"), children=[child(birth_date="1990-01-01")]),
    ),
    (
        ("survivors[0].birth_date", "as_of"),
        document(death(), survivors=[{"relation": "child", "birth_date": "2026-11-02"}]),
    ),
]


@pytest.mark.parametrize(
    ("fields", "case"), CONTRADICTIONS, ids=[f"{i}-{'-'.join(fields)}" for i, (fields, _) in enumerate(CONTRADICTIONS)]
)
def test_facts_that_contradict_each_other_are_named_together(fields: tuple[str, str], case: object) -> None:
    refused = refusal(case)

    assert type(refused) is FactsContradictError
    assert refused.code == "JRG-142"
    assert all(field in refused.title.id for field in fields)
    assert ";" not in refused.title.en


AT_THE_EDGE: list[Callable[[], dict[str, Any]]] = [
    lambda: document(death(date="2026-11-01")),
    lambda: document(accident("death", died_on="2026-05-05", days_unable=2)),
    lambda: document(accident("death", died_on="2026-11-01")),
    lambda: document(death(reported_on="2026-05-04")),
    lambda: document(death(), file_complete_on="2026-11-01", paid_on="2026-11-01"),
    lambda: document(death(), as_of="2028-01-01", children=[child(birth_date="2027-02-28")]),
    lambda: document(death(), children=[child(birth_date="2026-11-01", level="NONE", year_of_level=1)]),
    lambda: document(death(), survivors=[{"relation": "child", "birth_date": "2026-11-01"}]),
    lambda: document(death(date="2015-07-01")),
    lambda: partial(part="scalp_avulsion", degree="0.30"),
    lambda: partial(part="scalp_avulsion", degree="0.10"),
    lambda: partial(part="hearing_loss_both_ears_per_10_db", units=10),
    lambda: document(death("sudden_death_at_work", onset_hours=0)),
    lambda: document(death(), children=[child(year_of_level=6)]),
    lambda: document(death(), children=[child()] * 100),
]


@pytest.mark.parametrize("case", AT_THE_EDGE)
def test_what_is_just_possible_is_read(case: Callable[[], dict[str, Any]]) -> None:
    read_case(case())


def test_all_faults_are_told_at_once() -> None:
    event = accident(days_unable=-1, transport=[{"mode": "rail", "cost_idr": -5}], colour="red")

    refused = refusal(document(event, hand="both"))

    assert refused.code == "JRG-140"
    for field in (
        "event.days_unable",
        "event.transport[0].mode",
        "event.transport[0].cost_idr",
        "event.colour",
        "hand",
    ):
        assert f"{field}: " in refused.title.id


def test_all_contradictions_are_told_at_once() -> None:
    event = accident("temporary", disabilities=[{"part": "big_toe"}], reported_on="2026-05-03", onset_hours=2)

    refused = refusal(document(event))

    assert refused.code == "JRG-142"
    assert refused.title.en.count(";") == 2


def test_fault_of_the_membership_alone_keeps_its_own_code() -> None:
    assert refusal(document(death(), member=member(base_idr=-1))).code == "JRG-131"
    assert "member.base_idr" in refusal(document(death(), member=member(base_idr=-1))).title.id


def test_a_membership_that_contradicts_itself_is_told_with_the_contradictions_of_the_case() -> None:
    one, two = (member(exits=[{"on": "2017-01-01"}], **more) for more in ({}, {"birth_date": "2019-01-01"}))

    assert refusal(document(death(), member=one)).code == "JRG-132"
    assert refusal(document(death(), member=one, other_memberships=[one])).title.en.count("exits[0].on") == 2
    refused = refusal(document(death(), member=two, as_of="2026-01-01"))
    assert refused.code == "JRG-142"
    assert "member.exits[0].on" in refused.title.en
    assert "event.date cannot lie after as_of" in refused.title.en


def test_fault_of_the_membership_is_told_with_the_others() -> None:
    refused = refusal(document(accident(days_unable=-1), member=member(base_idr=-1)))

    assert refused.code == "JRG-140"
    assert "event.days_unable" in refused.title.id
    assert "member.base_idr" in refused.title.id


def test_no_refusal_repeats_a_value() -> None:
    wrong = "5303010101909009"
    event = accident(wrong, cause=wrong, date=wrong, days_unable=wrong, disabilities=[{"part": wrong}])

    refused = refusal(document(event, hand=wrong, children=[child(level=wrong)]))

    assert wrong not in str(refused) + refused.title.id + refused.title.en
