"""Money never appears or disappears. Each property names the promise it guards."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaring.core.money import ZERO, Rounding, Rupiah

amounts = st.integers(-(10**15), 10**15).map(Rupiah)
weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=50).filter(any)
rates = st.decimals(0, 1, places=4)


@given(amounts, weights)
def test_split_conserves_every_rupiah(amount: Rupiah, shares: list[int]) -> None:
    assert sum(amount.split(shares), ZERO) == amount


@given(amounts, weights)
def test_split_is_within_one_rupiah_of_exact(amount: Rupiah, shares: list[int]) -> None:
    for part, weight in zip(amount.split(shares), shares, strict=True):
        assert abs(part.idr * sum(shares) - amount.idr * weight) < sum(shares)


@pytest.mark.parametrize("shares", [[], [0, 0], [2, -1]])
def test_split_by_nothing_or_by_less_than_nothing_is_refused(shares: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        Rupiah(100).split(shares)


@given(amounts, rates)
def test_rounding_misses_the_exact_product_by_less_than_a_rupiah(amount: Rupiah, rate: Decimal) -> None:
    exact = amount.idr * rate

    assert abs(amount.times(rate, Rounding.HALF_UP).idr - exact) <= Decimal("0.5")
    assert 0 <= amount.times(rate, Rounding.UP).idr - exact < 1
    assert 0 <= exact - amount.times(rate, Rounding.DOWN).idr < 1


@given(amounts, amounts)
def test_subtraction_undoes_addition(one: Rupiah, other: Rupiah) -> None:
    assert one + other - other == one
    assert one - other == -(other - one)


@given(amounts)
def test_the_printed_amount_reads_back(amount: Rupiah) -> None:
    digits = str(amount).replace("Rp", "").replace(".", "")

    assert Rupiah(int(digits)) == amount


@pytest.mark.parametrize("bad", [16800.0, "16800", True, None])
def test_anything_but_int_is_refused(bad: object) -> None:
    with pytest.raises(TypeError):
        Rupiah(bad)  # type: ignore[arg-type]  # The wrong type is what is tested.


def test_amounts_are_printed_as_indonesian_offices_write_them() -> None:
    assert str(Rupiah(16_800)) == "Rp16.800"
    assert str(Rupiah(-2_999_808_000)) == "-Rp2.999.808.000"
