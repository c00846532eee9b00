"""A payment against the deadlines of its month: in time, late or too late, the fine, and the rules behind it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from jaring.core.contribution import Payer
from jaring.core.coverage.delay import delay_of, months_begun
from jaring.core.errors import ParameterNotInForceError
from jaring.core.money import Rupiah
from jaring.core.month import Month

CASES = yaml.safe_load(Path(__file__).with_name("delays.yaml").read_text(encoding="utf-8"))
MAY = Month(2026, 5)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_payment_is_judged_by_its_deadlines(case: dict[str, Any]) -> None:
    expect = case["expect"]

    delay = delay_of(
        MAY,
        case["paid_on"],
        Payer(case["payer"]),
        Rupiah(case.get("contribution", 100_000)),
        stopped=Month.parse(case["stopped"]) if "stopped" in case else None,
        readings=frozenset(case.get("readings", ())),
    )

    assert delay.due_on == date(2026, 6, 15)
    assert (delay.payment.value, delay.days_late, delay.fine.idr) == (
        expect["payment"],
        expect["days"],
        expect["fine"],
    )
    assert delay.payable_until == expect["until"]
    assert [reason.code for reason in delay.reasons] == expect["codes"]
    if "values" in expect:
        names = [[value.path.rpartition("/")[2] for value in reason.values] for reason in delay.reasons]
        assert names == expect["values"]
    text = delay.reasons[0].text.en
    assert text.startswith("The contribution for May 2026 ")
    assert expect.get("says", "") in text


@pytest.mark.parametrize(
    ("on", "months"),
    [
        (date(2026, 6, 14), 0),
        (date(2026, 6, 15), 0),
        (date(2026, 6, 16), 1),
        (date(2026, 7, 15), 1),
        (date(2026, 7, 16), 2),
        (date(2026, 12, 15), 6),
        (date(2027, 1, 15), 7),
        (date(2028, 6, 16), 25),
    ],
)
def test_a_month_has_begun_on_the_day_after_the_due_day(on: date, months: int) -> None:
    assert months_begun(date(2026, 6, 15), on) == months


def test_before_the_law_there_is_no_deadline() -> None:
    with pytest.raises(ParameterNotInForceError):
        delay_of(Month(2014, 1), date(2014, 3, 1), Payer.APBD, Rupiah(16_800))
