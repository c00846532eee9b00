"""What holds for every case, whatever happened: no amount is lost, negative, or hangs on the order of writing."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from benefit_cases import MEMBER, answer, codes, member
from hypothesis import given, settings
from hypothesis import strategies as st

from jaring.core import law
from jaring.core.benefit import Entitlement
from jaring.core.benefit.answer import ItemCode, Scheme
from jaring.core.benefit.body import LOST_WITH
from jaring.core.benefit.document import as_document

TABLE = law.at(date(2026, 5, 4)).value("benefit/disability/table").disabilities
PARTS = sorted(set(TABLE) - {part for lost in LOST_WITH.values() for part in lost})
"""Parts that stand beside each other on one body, each once."""
shares = st.sampled_from(["0", "0.1", "0.333", "0.5", "1"])
disabilities = st.fixed_dictionaries({"part": st.sampled_from(PARTS), "loss_of_function": shares})


def several(least: int, most: int) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(disabilities, min_size=least, max_size=most, unique_by=lambda loss: loss["part"])


costs = st.integers(0, 30_000_000)
bases = st.integers(1, 50_000_000)
days = st.dates(date(2018, 1, 1), date(2026, 10, 31))


@st.composite
def events(draw: st.DrawFn) -> dict[str, Any]:
    outcome = draw(st.sampled_from(["death", "total_disability", "partial_disability", "temporary"]))
    causes = ["work_accident", "occupational_disease", "other"]
    if outcome == "death":
        causes += ["sudden_death_at_work", "missing_at_sea"]
    lasting = several(1, 4) if outcome == "partial_disability" else st.just([])
    modes = st.fixed_dictionaries({"mode": st.sampled_from(["land", "sea", "air"]), "cost_idr": costs})
    return {
        "kind": "accident",
        "cause": draw(st.sampled_from(causes)),
        "date": draw(days).isoformat(),
        "outcome": outcome,
        "disabilities": draw(lasting),
        "days_unable": draw(st.integers(0, 900)),
        "transport": draw(st.lists(modes, max_size=4)),
        "home_care_cost_idr": draw(costs),
        "appliances": [{"kind": draw(st.sampled_from(["prosthesis", "glasses"])), "cost_idr": draw(costs)}],
    }


def partial(*lasting: dict[str, Any], **changes: Any) -> Entitlement:
    event = {
        "kind": "accident",
        "cause": "work_accident",
        "date": "2026-05-04",
        "outcome": "partial_disability",
        "disabilities": list(lasting),
    }
    return answer(event, **changes)


def insured(base_idr: int) -> dict[str, Any]:
    return member(segment="PU", payer="EMPLOYER", base_idr=base_idr)


@given(events())
def test_cash_is_the_sum_of_the_items_and_none_is_negative(event: dict[str, Any]) -> None:
    result = answer(event)

    assert all(item.amount.idr > 0 for item in result.items if item.code is not ItemCode.PARTIAL_DISABILITY_GRANT)
    assert all(item.amount.idr >= 0 for item in result.items)
    assert result.cash_total.idr == sum(item.amount.idr for item in result.items)
    assert len({item.code for item in result.items}) == len(result.items)


@given(events())
def test_every_amount_has_a_formula_that_ends_with_it_and_its_grounds(event: dict[str, Any]) -> None:
    for item in answer(event).items:
        assert item.formula.id.endswith(str(item.amount))
        assert item.formula.en.endswith(str(item.amount))
        assert item.values
        assert item.sources


@given(events())
def test_without_a_scheme_there_is_no_amount_but_a_reason(event: dict[str, Any]) -> None:
    result = answer(event)

    if result.scheme is Scheme.NONE:
        assert result.items == ()
        assert result.notes
    else:
        assert result.papers
        assert result.deadlines


@given(events(), bases, bases)
def test_higher_base_never_gives_less(event: dict[str, Any], one: int, other: int) -> None:
    lower, higher = sorted((one, other))

    poorer, richer = answer(event, member=insured(lower)), answer(event, member=insured(higher))

    assert poorer.cash_total.idr <= richer.cash_total.idr


@given(several(2, 5), st.randoms(use_true_random=False))
def test_order_of_disabilities_changes_nothing(lasting: list[dict[str, Any]], random: Any) -> None:
    shuffled = list(lasting)
    random.shuffle(shuffled)

    assert partial(*lasting).cash_total == partial(*shuffled).cash_total


@given(several(1, 8), bases)
def test_partial_disabilities_never_exceed_the_limit(lasting: list[dict[str, Any]], base: int) -> None:
    amount = partial(*lasting, member=insured(base)).cash_total.idr

    assert 0 <= amount <= base * 56


@given(several(2, 5))
def test_further_disability_never_gives_less(lasting: list[dict[str, Any]]) -> None:
    *first, further = lasting

    assert partial(*first).cash_total <= partial(*first, further).cash_total


@given(st.integers(0, 900), st.integers(0, 900))
def test_longer_inability_never_gives_less(one: int, other: int) -> None:
    shorter, longer = sorted((one, other))

    def pay(days_unable: int) -> int:
        event = {"kind": "accident", "cause": "work_accident", "date": "2023-05-04", "days_unable": days_unable}
        return answer(event).cash_total.idr

    assert pay(shorter) <= pay(longer)


@given(events())
@settings(max_examples=50)
def test_answer_can_be_written_as_json_and_carries_no_birth_date(event: dict[str, Any]) -> None:
    children = [{"birth_date": "2012-12-13", "level": "SD"}]

    written = json.dumps(as_document(answer(event, children=children)))

    assert "2012-12-13" not in written


@given(events())
@settings(max_examples=30)
def test_same_case_gives_the_same_answer(event: dict[str, Any]) -> None:
    assert as_document(answer(event)) == as_document(answer(event))


def test_members_of_the_samples_are_covered() -> None:
    assert MEMBER["carrier"] == "BPJS_TK"
    assert "not_covered" not in codes(partial({"part": "big_toe"}).notes)
