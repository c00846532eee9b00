"""The steps of a contribution: they lead to the total, and each says by which numbers and articles."""

from __future__ import annotations

import pytest

from jaring.core.contribution import (
    BaseUnknownError,
    Payer,
    RateFacts,
    RiskGroup,
    Sector,
    Segment,
    base_in_programme,
    contribution,
    contribution_for_base,
    rate_card,
)
from jaring.core.contribution_steps import Step, StepCode, steps_of
from jaring.core.errors import ParameterNotInForceError
from jaring.core.law import Status
from jaring.core.money import ZERO, Rupiah
from jaring.core.month import Month

MONTHS = (Month(2015, 7), Month(2020, 9), Month(2025, 5), Month(2026, 5), Month(2027, 2))
INCOMES = (0, 900_000, 1_099_500, 2_426_640, 30_000_000)


def steps(month: Month, payer: Payer, income_idr: int, **options: object) -> dict[StepCode, Step]:
    income = Rupiah(income_idr)
    due = contribution(month, payer, income, **options)  # type: ignore[arg-type]  # Options by name.
    return {step.code: step for step in steps_of(due, income=income)}


@pytest.mark.parametrize("payer", Payer)
@pytest.mark.parametrize("month", MONTHS, ids=str)
@pytest.mark.parametrize("income_idr", INCOMES)
@pytest.mark.parametrize("sector", Sector)
def test_the_steps_sum_up_to_the_total(payer: Payer, month: Month, income_idr: int, sector: Sector) -> None:
    with_jht = payer.segment is Segment.BPU
    due = contribution(month, payer, Rupiah(income_idr), sector, with_jht=with_jht)

    *parts, total = steps_of(due)

    assert sum((step.amount or ZERO for step in parts), ZERO) == due.total == total.amount


def test_every_amount_names_its_article() -> None:
    found = steps(Month(2026, 5), Payer.SELF, 900_000)

    assert [step.sources[0].cited.id for code, step in found.items() if code in (StepCode.JKK, StepCode.JKM)] == [
        "PP 44/2015, Lampiran II",
        "PP 44/2015, Lampiran II",
    ]
    assert found[StepCode.DISCOUNT].sources[0].law == "PP 50/2025"


def test_an_income_is_put_into_its_row_and_the_last_row_is_open() -> None:
    row = steps(Month(2026, 5), Payer.APBD, 1_099_500)[StepCode.BASE].formula
    last = steps(Month(2026, 5), Payer.APBD, 30_000_000)[StepCode.BASE].formula

    assert row.id.endswith("termasuk baris Rp0 sampai kurang dari Rp1.100.000; dasarnya Rp1.000.000.")
    assert last.en.endswith("falls into the row of Rp20.200.000 or more; its base is Rp20.700.000.")


def test_a_base_without_income_says_whom_it_is_for() -> None:
    due = contribution(Month(2026, 5), Payer.APBD, Rupiah(900_000))

    written = steps_of(due)[0].formula.id
    assert written == "Dasar Rp1.000.000, untuk penghasilan Rp0 sampai kurang dari Rp1.100.000 sebulan."


def test_a_discount_is_taken_off_programme_by_programme() -> None:
    discount = steps(Month(2026, 5), Payer.SELF, 900_000)[StepCode.DISCOUNT]

    assert discount.amount == Rupiah(-8_400)
    assert discount.formula.id == "Dipotong 50\u00a0%: JKK Rp10.000 menjadi Rp5.000, JKM Rp6.800 menjadi Rp3.400"


def test_a_discount_for_others_is_named_and_costs_nothing() -> None:
    discount = steps(Month(2026, 5), Payer.DANA_DESA, 900_000)[StepCode.DISCOUNT]

    assert (discount.amount, discount.status) == (ZERO, Status.ASSUMED)
    assert "tidak untuk iuran yang dibayar dari Dana Desa" in discount.formula.id


def test_no_discount_is_mentioned_where_the_law_has_none() -> None:
    assert StepCode.DISCOUNT not in steps(Month(2025, 5), Payer.SELF, 900_000)
    assert StepCode.JHT not in steps(Month(2025, 5), Payer.SELF, 900_000)


def test_a_rate_of_a_wage_is_rounded_and_says_so() -> None:
    found = steps(Month(2026, 5), Payer.EMPLOYER, 2_426_640)

    assert found[StepCode.JKK].formula.id == "0,24\u00a0% × Rp2.426.640 = Rp5.824 (dibulatkan)"
    assert found[StepCode.JKM].formula.en == "0.3\u00a0% × Rp2.426.640 = Rp7.280 (rounded)"
    assert found[StepCode.TOTAL].formula.id == "Rp5.824 + Rp7.280 = Rp13.104"


def test_a_risk_group_that_was_given_is_no_assumption() -> None:
    usual = steps(Month(2026, 5), Payer.EMPLOYER, 2_000_000)[StepCode.JKK]
    given = steps(Month(2026, 5), Payer.EMPLOYER, 2_000_000, risk_group=RiskGroup.LOW)[StepCode.JKK]

    paths = [value.path.rpartition("/")[2] for value in given.values]
    assert paths == ["jkk_rate", "rounding"]
    assert "village_apparatus_risk_group" in {value.path.rpartition("/")[2] for value in usual.values}


def test_the_document_of_a_contribution_has_the_public_keys() -> None:
    document = contribution(Month(2026, 5), Payer.APBD, Rupiah(900_000)).as_json()

    sources = document.pop("sources")
    assert document == {
        "month": "2026-05",
        "payer": "APBD",
        "base_idr": 1_000_000,
        "jkk_idr": 10_000,
        "jkm_idr": 6_800,
        "total_idr": 16_800,
        "discount_rate": 0,
    }
    assert type(document["discount_rate"]) is int
    assert isinstance(sources, list)
    assert sources[0] == {"law": "PP 44/2015", "article": "Lampiran II", "status": "reported"}


def test_a_rate_card_prices_each_combination_once_by_the_readings_followed() -> None:
    facts = RateFacts(Month(2026, 5), Payer.DANA_DESA, Rupiah(1_000_000), Sector.OTHER)
    followed = frozenset({"dana_desa_discounted"})

    card = rate_card([facts, facts], readings=followed)

    assert list(card) == [facts]
    assert card[facts].total == contribution_for_base(facts, readings=followed).total
    assert card[facts].total < contribution_for_base(facts).total


def test_a_base_that_no_row_has_is_named_with_its_month() -> None:
    with pytest.raises(BaseUnknownError) as refused:
        contribution_for_base(RateFacts(Month(2026, 5), Payer.APBD, Rupiah(1_000_001)))

    assert "Rp1.000.001" in refused.value.title.en
    assert "2026-05" in refused.value.title.en


@pytest.mark.parametrize(
    ("payer", "income_idr", "base_idr"),
    [
        (Payer.APBD, 1_500_000, 1_000_000),
        (Payer.SELF, None, 1_000_000),
        (Payer.EMPLOYER, 3_000_000, 3_000_000),
        (Payer.EMPLOYER, 1_500_000, 2_022_200),
        (Payer.EMPLOYER, None, 2_022_200),
    ],
)
def test_a_programme_insures_on_its_declared_base_and_a_wage_earner_on_the_wage(
    payer: Payer, income_idr: int | None, base_idr: int
) -> None:
    income = Rupiah(income_idr) if income_idr else None

    assert base_in_programme(Month(2026, 5), payer, Rupiah(1_000_000), income) == Rupiah(base_idr)


def test_no_wage_of_village_staff_is_known_before_its_law() -> None:
    with pytest.raises(ParameterNotInForceError):
        base_in_programme(Month(2019, 2), Payer.EMPLOYER, Rupiah(1_000_000), None)
