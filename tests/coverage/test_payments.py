"""What each paid month is worth: the days that it covers, and how its payment stood."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from memberships import member

from jaring.core.contribution import Segment
from jaring.core.coverage.calendar import number_of
from jaring.core.coverage.membership import Exit
from jaring.core.coverage.payments import Judged, Payment, judged_months
from jaring.core.coverage.stays import stays_of
from jaring.core.month import Month

JULY, AUGUST, SEPTEMBER, OCTOBER = (number_of(Month(2025, month)) for month in (7, 8, 9, 10))


def test_a_wage_earners_months_cover_the_stay_and_a_gap_begins_anew() -> None:
    official = member("2025-07-10", ["2025-07", "2025-08", "2025-10"], segment=Segment.PU)
    membership = replace(official, exits=(Exit(date(2025, 10, 20), "moved"),))
    (stay,) = stays_of(membership)
    july, august, october = membership.paid

    judged = list(judged_months(membership, stay, frozenset()))

    in_time = Payment.IN_TIME
    assert judged == [
        Judged(JULY, july, in_time, date(2025, 7, 10), date(2025, 8, 1), stopped=JULY, is_new=False),
        Judged(AUGUST, august, in_time, date(2025, 8, 1), date(2025, 9, 1), stopped=AUGUST, is_new=False),
        Judged(OCTOBER, october, in_time, date(2025, 10, 1), date(2025, 10, 20), stopped=SEPTEMBER, is_new=True),
    ]
