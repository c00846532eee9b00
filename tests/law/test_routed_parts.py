"""What of a wage earner's contribution is routed to JKP leaves the net rates that PP 49/2023, article 16A, prints."""

from datetime import date
from decimal import Decimal

import pytest

from jaring.core import law


@pytest.mark.parametrize(
    ("risk_group", "net_percent"),
    [("very_low", "0.10"), ("low", "0.40"), ("medium", "0.75"), ("high", "1.13"), ("very_high", "1.60")],
)
@pytest.mark.parametrize("day", [date(2023, 10, 1), date(2026, 12, 1)])
def test_net_rates_of_jkk_are_those_of_the_regulation(day: date, risk_group: str, net_percent: str) -> None:
    in_force = law.at(day)
    gross = in_force.value("contribution/pu/jkk_rate", risk_group=risk_group).rate
    routed = in_force.value("contribution/pu/jkk_part_routed_to_jkp").rate

    assert (gross - routed) * 100 == Decimal(net_percent)
