"""What a membership is worth on a day, and the promises that hold for every membership."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from memberships import days, member, memberships, paid_month, readings, readings_exist

from jaring.core.contribution import Payer, Segment
from jaring.core.coverage import cover_of_person, cover_on
from jaring.core.coverage.cover import Protection
from jaring.core.coverage.membership import Carrier, Exit, Membership, PaidMonth, Restoration
from jaring.core.month import Month

COHORT = member("2023-01-01", ["2023-01"], until="2023-07")
LATE = replace(COHORT, paid=(*COHORT.paid, *(paid_month(f"2023-{month:02}", "2023-10-20") for month in range(7, 11))))
FARMER = member("2025-07-10", ["2025-07"], until="2026-01")


def codes(membership: Membership, day: str, *followed: str) -> list[str]:
    cover = cover_on(membership, date.fromisoformat(day), readings=frozenset(followed))
    for reason in cover.reasons:
        assert "{" not in reason.text.id + reason.text.en
    return [reason.code for reason in cover.reasons]


def test_the_readings_of_the_properties_exist() -> None:
    assert readings_exist()


@pytest.mark.parametrize(
    ("membership", "day", "expected"),
    [
        (FARMER, "2025-07-09", ["NOT_YET_ENROLLED", "COVERED_LATER"]),
        (FARMER, "2025-07-10", ["ENROLLED", "MONTHS_PAID", "MONTH_PAID", "RUNS", "JKK_FULL", "JKM_WAITING"]),
        (FARMER, "2025-10-10", ["ENROLLED", "MONTHS_PAID", "MONTH_PAID", "RUNS", "JKK_FULL", "JKM_WAIT_OVER"]),
        (FARMER, "2026-03-31", ["ENROLLED", "MONTHS_PAID", "MONTH_UNPAID", "ARREARS_PAYABLE"]),
        (FARMER, "2026-04-01", ["ENROLLED", "MONTHS_PAID", "MONTH_UNPAID", "MEMBERSHIP_ENDED"]),
        (LATE, "2023-08-03", ["ENROLLED", "MONTHS_PAID", "PAID_AFTER_END", "COVERED_LATER"]),
        (
            LATE,
            "2023-10-20",
            ["ENROLLED", "MONTHS_PAID", "MONTH_BEGINS_ANEW", "ENDED_BEFORE", "RUNS", "JKK_FULL", "JKM_NO_WAIT"],
        ),
        (replace(FARMER, carrier=Carrier.TASPEN), "2025-10-10", ["OTHER_CARRIER"]),
        (replace(FARMER, exits=(Exit(date(2025, 9, 5), "moved"),)), "2025-10-01", ["EXITED", "PAID_BEYOND_EXIT"]),
    ],
)
def test_the_reasons_follow_the_questions_of_a_reader(membership: Membership, day: str, expected: list[str]) -> None:
    assert codes(membership, day) == expected


def test_a_wage_earner_stays_covered_while_the_employer_owes() -> None:
    aide = member("2025-07-01", ["2025-07"], segment=Segment.PU)

    owed = cover_on(aide, date(2025, 9, 1))
    alone = cover_on(aide, date(2025, 9, 1), readings=frozenset({"unpaid_wage_month_employer_alone"}))

    assert (owed.jkk, owed.jkm, owed.until) == (Protection.FULL, Protection.FULL, None)
    assert "WAGE_MONTH_OWED" in codes(aide, "2025-09-01")
    assert not alone.is_covered
    assert "WAGE_MONTH_UNPAID" in codes(aide, "2025-09-01", "unpaid_wage_month_employer_alone")


@pytest.mark.parametrize(
    ("reading", "full_from"),
    [
        ("", date(2025, 10, 10)),
        ("jkm_wait_days", date(2025, 10, 8)),
        ("jkm_wait_paid_months", date(2025, 9, 1)),
    ],
)
def test_the_unit_of_the_wait_is_a_reading(reading: str, full_from: date) -> None:
    followed = frozenset({reading} - {""})

    before = cover_on(FARMER, full_from - timedelta(days=1), readings=followed)
    on = cover_on(FARMER, full_from, readings=followed)

    assert (before.jkm, on.jkm) == (Protection.FUNERAL_ONLY, Protection.FULL)
    assert before.jkm_full_from == on.jkm_full_from == full_from


def test_jkm_comes_from_the_membership_that_gives_most_and_says_which() -> None:
    young = member("2025-12-01", ["2025-12"])

    both = cover_of_person([young, FARMER], date(2025, 12, 10))
    neither = cover_of_person([young, FARMER], date(2026, 3, 1))

    assert (both.jkk, both.jkm, both.jkm_from) == (Protection.FULL, Protection.FULL, 1)
    assert (neither.jkk_from, neither.jkm_from, neither.is_covered) == (None, None, False)
    assert cover_of_person([], date(2026, 3, 1)).jkm is Protection.NONE


@given(memberships(), days, readings)
@settings(max_examples=80, deadline=None)
def test_cover_ends_on_the_first_uncovered_day(membership: Membership, day: date, followed: frozenset[str]) -> None:
    cover = cover_on(membership, day, readings=followed)
    if cover.since is None or cover.until is None:
        return

    assert cover.since <= day < cover.until
    assert cover_on(membership, cover.until - timedelta(days=1), readings=followed).is_covered
    assert not cover_on(membership, cover.until, readings=followed).is_covered
    assert not cover_on(membership, cover.since - timedelta(days=1), readings=followed).is_covered


@given(memberships(Segment.BPU), days)
@settings(max_examples=80, deadline=None)
def test_who_pays_never_changes_cover(membership: Membership, day: date) -> None:
    other = replace(membership, paid=tuple(each._replace(payer=Payer.CSR) for each in membership.paid))

    ours, theirs = cover_on(membership, day), cover_on(other, day)

    assert replace(ours, reasons=()) == replace(theirs, reasons=())


@given(memberships(), days)
@settings(max_examples=80, deadline=None)
def test_restoring_everything_is_as_having_paid_in_time(membership: Membership, day: date) -> None:
    always = (Restoration(Month(2020, 1), Month(2030, 1)),)
    in_time = tuple(
        each._replace(paid_on=None) if each.paid_on and each.paid_on >= each.month.first_day else each
        for each in membership.paid
    )

    restored = cover_on(replace(membership, restorations=always), day)
    paid = cover_on(replace(membership, paid=in_time, restorations=()), day)

    assert replace(restored, reasons=()) == replace(paid, reasons=())


@given(memberships(Segment.BPU), days)
@settings(max_examples=80, deadline=None)
def test_one_more_month_never_shortens_cover(membership: Membership, day: date) -> None:
    have = {each.month for each in membership.paid}
    missing = [m for m in Month.of(membership.enrolled_on).until(Month(2026, 8)) if m not in have]
    if not missing:
        return
    paid = tuple(sorted((*membership.paid, PaidMonth(missing[0])), key=lambda each: each.month))

    before, after = cover_on(membership, day), cover_on(replace(membership, paid=paid), day)

    assert after.is_covered or not before.is_covered
    assert after.contribution_months >= before.contribution_months
    if before.since and after.since and before.until and after.until:
        assert after.since <= before.since
        assert after.until >= before.until
