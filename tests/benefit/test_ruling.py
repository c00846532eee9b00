"""Which programme pays at the boundaries, and why."""

from __future__ import annotations

from typing import Any

import pytest
from benefit_cases import WAGE_EARNER, accident, answer, codes, death, member

from jaring.core.benefit import Entitlement
from jaring.core.benefit.answer import Scheme

LAPSED = member(paid_months={"from": "2018-01", "until": "2020-01"})


def said(result: Entitlement) -> str:
    return " ".join(note.text.id for note in result.notes)


def test_death_by_work_accident_is_paid_by_jkk() -> None:
    assert answer(death("work_accident")).scheme is Scheme.JKK


def test_death_by_occupational_disease_is_paid_by_jkk() -> None:
    assert answer(death("occupational_disease")).scheme is Scheme.JKK


def test_any_other_death_is_paid_by_jkm() -> None:
    result = answer(death("other"))

    assert result.scheme is Scheme.JKM
    assert codes(result.notes) == ["not_at_work"]


def test_accident_outside_work_without_death_is_paid_by_nobody() -> None:
    result = answer({"kind": "accident", "cause": "other", "date": "2026-05-04", "outcome": "partial_disability",
                     "disabilities": [{"part": "big_toe"}]})  # fmt: skip

    assert result.scheme is Scheme.NONE
    assert result.items == ()
    assert result.cash_total.idr == 0
    assert codes(result.notes) == ["no_benefit"]
    assert result.papers == ()
    assert result.deadlines == ()
    assert result.inheritance.shares == ()
    assert result.inheritance.reasons == ()


@pytest.mark.parametrize("hours", [0, 1, 24])
def test_sudden_death_within_the_hours_is_a_work_accident(hours: int) -> None:
    result = answer(death("sudden_death_at_work", onset_hours=hours))

    assert result.scheme is Scheme.JKK
    assert codes(result.notes) == ["sudden_death"]
    assert f"{hours} jam" in said(result)
    assert result.cash_total.idr == 70_000_000


def test_sudden_death_after_the_hours_is_paid_by_jkm() -> None:
    result = answer(death("sudden_death_at_work", onset_hours=25))

    assert result.scheme is Scheme.JKM
    assert codes(result.notes) == ["sudden_death"]
    assert "lebih dari 24 jam" in said(result)
    assert result.cash_total.idr == 42_000_000


def test_sudden_death_with_unknown_hours_names_both_outcomes() -> None:
    result = answer(death("sudden_death_at_work"))

    assert result.scheme is Scheme.JKK
    assert codes(result.missing) == ["onset_hours_unknown"]
    assert "24 jam" in result.missing[0].text.id
    assert "JKM" in result.missing[0].text.id


@pytest.mark.parametrize(
    ("day", "scheme"), [("2021-03-31", Scheme.JKM), ("2021-04-01", Scheme.JKK), ("2021-04-02", Scheme.JKK)]
)
def test_sudden_death_of_a_non_wage_participant_counts_since_april_2021(day: str, scheme: Scheme) -> None:
    result = answer(death("sudden_death_at_work", date=day, onset_hours=3))

    assert result.scheme is scheme
    assert codes(result.notes) == (["sudden_death_not_yet"] if scheme is Scheme.JKM else ["sudden_death"])


def test_sudden_death_of_a_wage_earner_counted_before() -> None:
    result = answer(death("sudden_death_at_work", date="2021-03-31", onset_hours=3), member=WAGE_EARNER)

    assert result.scheme is Scheme.JKK


def test_loss_at_sea_counts_as_a_work_accident_and_asks_for_proof() -> None:
    result = answer(death("missing_at_sea"))

    assert result.scheme is Scheme.JKK
    assert codes(result.missing) == ["proof_of_death"]
    assert "pengadilan" in result.missing[0].text.id
    assert "missing_at_sea" in codes(result.notes)
    assert codes(result.notes)[0] == "assumption"


def test_loss_at_sea_may_be_read_as_an_ordinary_death() -> None:
    result = answer(death("missing_at_sea"), "missing_at_sea_as_death")

    assert result.scheme is Scheme.JKM
    assert "dinilai menurut JKM" in said(result)


def test_proof_of_a_loss_at_sea_may_be_read_as_a_statement() -> None:
    result = answer(death("missing_at_sea"), "missing_proof_by_authority")

    assert "pengadilan" not in result.missing[0].text.id
    assert "Basarnas" in result.missing[0].text.id


@pytest.mark.parametrize("cause", ["work_accident", "other"])
def test_taspen_is_never_computed(cause: str) -> None:
    result = answer(death(cause), member={**WAGE_EARNER, "carrier": "TASPEN"})

    assert result.scheme is Scheme.NONE
    assert result.items == ()
    assert codes(result.notes).count("other_carrier") == 1
    assert "TASPEN" in said(result)


def test_taspen_at_work_leaves_death_insurance_of_another_membership() -> None:
    result = answer(death(), member={**WAGE_EARNER, "carrier": "TASPEN"}, other_memberships=[member()])

    assert result.scheme is Scheme.JKM
    assert codes(result.notes)[-2:] == ["other_carrier", "death_insurance_instead"]


def test_where_no_membership_pays_each_says_why_once_and_the_first_is_shown() -> None:
    other_carrier = {**WAGE_EARNER, "carrier": "TASPEN"}

    at_work = answer(death(), member=other_carrier, other_memberships=[LAPSED])
    ill = answer(death("other"), member=LAPSED, other_memberships=[other_carrier, LAPSED])

    assert (at_work.scheme, ill.scheme) == (Scheme.NONE, Scheme.NONE)
    assert codes(at_work.notes) == ["other_carrier", "not_covered"]
    assert codes(ill.notes) == ["not_at_work", "not_covered", "other_carrier"]
    assert at_work.cover.reasons[0].code == "OTHER_CARRIER"
    assert ill.cover.reasons[0].code != "OTHER_CARRIER"
    assert str(ill.cover.day) == "2026-05-04"


def test_death_insurance_is_no_stand_in_where_no_work_accident_was_refused() -> None:
    result = answer(death("other"), member={**WAGE_EARNER, "carrier": "TASPEN"}, other_memberships=[member()])

    assert result.scheme is Scheme.JKM
    assert codes(result.notes) == ["not_at_work", "membership_does_not_pay"]
    assert result.cover.is_covered


def test_a_membership_that_does_not_pay_is_told_with_the_rules_behind_it() -> None:
    result = answer(death("other"), other_memberships=[member(paid_months={"from": "2018-01", "until": "2025-01"})])

    assert codes(result.notes) == ["not_at_work", "membership_does_not_pay"]
    assert result.notes[1].values


@pytest.mark.parametrize("cause", ["work_accident", "other"])
def test_lapsed_membership_pays_nothing_and_says_what_was_needed(cause: str) -> None:
    result = answer(death(cause), member=LAPSED)

    assert result.scheme is Scheme.NONE
    assert result.items == ()
    assert codes(result.notes).count("not_covered") == 1
    assert "Tidak terlindungi pada 4 Mei 2026." in said(result)
    assert "iuran Mei 2026 dibayar pada waktunya" in said(result)
    assert not result.cover.is_covered


def test_wage_earner_who_was_not_enrolled_is_owed_by_the_employer() -> None:
    late = {**WAGE_EARNER, "enrolled_on": "2026-06-01", "paid_months": []}

    result = answer(death(), member=late)

    assert result.scheme is Scheme.NONE
    assert "Pemberi kerja" in said(result)


def test_accident_after_the_lapse_pays_nothing_to_the_living() -> None:
    result = answer(accident(days_unable=30), member=LAPSED)

    assert result.scheme is Scheme.NONE
    assert codes(result.notes) == ["not_covered"]


def test_accident_while_covered_pays_though_the_death_came_after_the_lapse() -> None:
    event = accident("death", date="2019-12-20", died_on="2020-06-01")

    result = answer(event, member=LAPSED)

    assert result.scheme is Scheme.JKK
    assert result.cash_total.idr == 70_000_000


def test_death_while_covered_from_an_accident_before_the_cover_is_paid_by_jkm() -> None:
    new: dict[str, Any] = member(enrolled_on="2026-01-01", paid_months={"from": "2026-01", "until": "2026-07"})
    event = accident("death", date="2025-12-30", died_on="2026-05-01")

    result = answer(event, member=new)

    assert result.scheme is Scheme.JKM
    assert result.cash_total.idr == 42_000_000
    assert codes(result.notes)[:2] == ["not_covered", "death_insurance_instead"]


def test_jkk_pays_during_the_waiting_period_of_jkm() -> None:
    new = member(enrolled_on="2026-05-01", paid_months={"from": "2026-05", "until": "2026-07"})

    assert answer(death(), member=new).cash_total.idr == 70_000_000
