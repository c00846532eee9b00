"""Deadlines on the day before, of and after; working days over Lebaran; and what a late payment costs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from family_cases import DIED_ON, WAGE_EARNER, accident, child, death
from hypothesis import given
from hypothesis import strategies as st

from jaring.core.benefit.answer import Deadline, Scheme
from jaring.core.benefit.case import Case, Cause, Outcome
from jaring.core.benefit.deadlines import deadlines, delay_compensation
from jaring.core.law import AlternativeUnknownError, Status
from jaring.core.money import ZERO, Rupiah

DUE = Rupiah(42_000_000)


def one(code: str, case: Case, scheme: Scheme = Scheme.JKK, **options: Any) -> Deadline:
    return next(each for each in deadlines(case, scheme, **options) if each.code == code)


def codes(deadline: Deadline) -> list[str]:
    return [note.code for note in deadline.notes]


def test_a_work_accident_has_five_deadlines_and_a_death_two() -> None:
    assert [each.code for each in deadlines(accident(), Scheme.JKK)] == [
        "report_accident",
        "report_stage_two",
        "conclusion",
        "payment",
        "prescription",
    ]
    assert [each.code for each in deadlines(death(), Scheme.JKM)] == ["payment", "prescription"]
    assert deadlines(death(), Scheme.NONE) == ()


@pytest.mark.parametrize(
    ("as_of", "is_past"), [(date(2026, 8, 10), False), (date(2026, 8, 12), False), (date(2026, 8, 13), True)]
)
def test_an_accident_is_reported_within_two_days(as_of: date, is_past: bool) -> None:
    report = one("report_accident", accident(Outcome.TEMPORARY, as_of=as_of))

    assert (report.by, report.is_past) == (date(2026, 8, 12), is_past)
    assert ("report_unknown" in codes(report)) is is_past
    assert report.label.id == "Laporan kecelakaan kerja (tahap I)"


@pytest.mark.parametrize(
    ("on", "by"),
    [
        (date(2026, 12, 30), date(2027, 1, 1)),
        (date(2026, 12, 31), date(2027, 1, 2)),
        (date(2028, 2, 27), date(2028, 2, 29)),
        (date(2027, 2, 27), date(2027, 3, 1)),
        (date(2026, 3, 19), date(2026, 3, 21)),  # holidays do not lengthen it
    ],
)
def test_the_two_days_of_the_report_are_calendar_days(on: date, by: date) -> None:
    assert one("report_accident", accident(Outcome.TEMPORARY, on)).by == by


@pytest.mark.parametrize(
    ("reported_on", "note", "day"),
    [
        (date(2026, 8, 10), "reported_in_time", "10 Agustus 2026"),
        (date(2026, 8, 12), "reported_in_time", "12 Agustus 2026"),
        (date(2026, 8, 13), "reported_late", "13 Agustus 2026"),
    ],
)
def test_a_report_is_judged_by_its_day(reported_on: date, note: str, day: str) -> None:
    report = one("report_accident", accident(Outcome.TEMPORARY, reported_on=reported_on, as_of=date(2026, 9, 1)))

    assert codes(report)[2] == note
    assert day in report.notes[2].text.id
    assert ("none" in codes(report)) is (note == "reported_late")
    assert report.is_past is (note == "reported_late")


def test_a_late_report_of_an_employer_is_borne_by_him_first() -> None:
    late = accident(Outcome.TEMPORARY, member=WAGE_EARNER, reported_on=date(2026, 8, 13), as_of=date(2026, 9, 1))

    report = one("report_accident", late)

    assert codes(report) == ["report_counted_in_days", "reported_late", "employer_bears_first"]
    assert report.notes[-1].status is Status.CONFIRMED
    assert report.who.id == "Pemberi kerja"
    assert report.values[0].source.cited.id == "Permenaker 1/2025, Pasal 8"
    in_time = replace(late, event=replace(late.event, reported_on=DIED_ON))
    assert codes(one("report_accident", in_time)) == ["report_counted_in_days", "reported_in_time"]


def test_others_may_notify_for_a_non_wage_participant_since_2025() -> None:
    before, since = accident(on=date(2025, 1, 31)), accident(on=date(2025, 2, 1))

    assert codes(one("report_accident", before)) == ["report_counted_in_days"]
    assert codes(one("report_accident", since)) == ["report_counted_in_days", "who_may_notify"]
    assert one("report_accident", since).notes[1].status is Status.CONFIRMED
    assert one("report_accident", since).who.en.startswith("The participant, the family or the group")
    assert codes(one("report_accident", replace(since, member=WAGE_EARNER))) == ["report_counted_in_days"]


def test_the_second_report_follows_the_death() -> None:
    later = accident(died_on=date(2026, 9, 5), as_of=date(2026, 9, 8))
    at_once = accident(as_of=date(2026, 8, 12))
    alive = accident(Outcome.PARTIAL_DISABILITY)

    assert (one("report_stage_two", later).by, one("report_stage_two", later).is_past) == (date(2026, 9, 7), True)
    assert one("report_stage_two", at_once).by == date(2026, 8, 12)
    assert one("report_stage_two", at_once).notes == ()
    assert (one("report_stage_two", alive).by, codes(one("report_stage_two", alive))) == (
        None,
        ["stage_two_day_unknown"],
    )
    assert not one("report_stage_two", alive).is_past


@pytest.mark.parametrize(
    ("reported_on", "by"),
    [
        (date(2026, 8, 12), date(2026, 9, 11)),
        (date(2026, 12, 31), date(2027, 1, 30)),
        (date(2028, 1, 31), date(2028, 3, 1)),
        (None, None),
    ],
)
def test_the_insurer_concludes_within_thirty_days_of_the_report(reported_on: date | None, by: date | None) -> None:
    case = accident(Outcome.TEMPORARY, on=date(2026, 8, 10), reported_on=reported_on)

    conclusion = one("conclusion", case)

    assert conclusion.by == by
    assert codes(conclusion) == ["conclusion_counted"]
    assert "30 hari" in conclusion.notes[0].text.id
    assert conclusion.who.id == "BPJS Ketenagakerjaan"


def test_before_october_2023_there_was_no_limit_for_the_conclusion() -> None:
    assert "conclusion" not in [each.code for each in deadlines(accident(on=date(2023, 9, 30)), Scheme.JKK)]
    assert "conclusion" in [each.code for each in deadlines(accident(on=date(2023, 10, 1)), Scheme.JKK)]


@pytest.mark.parametrize(
    ("scheme", "complete", "by"),
    [
        (Scheme.JKM, date(2026, 8, 10), date(2026, 8, 13)),
        (Scheme.JKK, date(2026, 8, 10), date(2026, 8, 20)),  # over Independence Day
        (Scheme.JKM, date(2026, 8, 14), date(2026, 8, 20)),
        (Scheme.JKM, date(2026, 3, 17), date(2026, 3, 27)),  # Nyepi, Lebaran and their joint leave
        (Scheme.JKK, date(2026, 3, 17), date(2026, 4, 2)),
        (Scheme.JKM, date(2025, 3, 27), date(2025, 4, 10)),
        (Scheme.JKM, date(2025, 12, 31), date(2026, 1, 6)),
        (Scheme.JKM, date(2026, 12, 23), date(2026, 12, 30)),
        (Scheme.JKM, date(2026, 8, 15), date(2026, 8, 20)),  # complete on a Saturday
    ],
)
def test_payment_follows_in_working_days(scheme: Scheme, complete: date, by: date) -> None:
    case = accident(on=date(2025, 3, 1), file_complete_on=complete, as_of=by)

    payment = one("payment", case, scheme)

    assert (payment.by, payment.is_past) == (by, False)
    assert one("payment", replace(case, as_of=date.fromordinal(by.toordinal() + 1)), scheme).is_past
    assert "calendar_uncertain" not in codes(payment)


def test_joint_leave_is_worked_under_the_other_reading() -> None:
    case = death(date(2026, 3, 1), file_complete_on=date(2026, 3, 17))

    assert one("payment", case, Scheme.JKM, readings=frozenset({"joint_leave_is_worked"})).by == date(2026, 3, 23)


def test_death_insurance_pays_in_seven_days_under_the_other_reading() -> None:
    case = death(file_complete_on=date(2026, 9, 1))

    assert one("payment", case, Scheme.JKM).by == date(2026, 9, 4)
    assert one("payment", case, Scheme.JKM, readings=frozenset({"jkm_payment_in_7_days"})).by == date(2026, 9, 10)


def test_an_incomplete_file_has_no_day_of_payment() -> None:
    payment = one("payment", death(), Scheme.JKM)

    assert (payment.by, payment.is_past) == (None, False)
    assert codes(payment) == ["payment_counted", "file_not_complete", "delay_costs"]
    assert payment.notes[0].text.id.startswith("Paling lama 3 hari kerja setelah berkas lengkap")
    assert "1\u00a0% dari manfaat" in payment.notes[2].text.id


def test_a_year_without_decreed_holidays_is_said_to_be_uncertain() -> None:
    payment = one("payment", death(date(2040, 5, 2), file_complete_on=date(2040, 5, 7)), Scheme.JKM)

    assert codes(payment) == ["payment_counted", "calendar_uncertain", "delay_costs"]
    assert "2040" in payment.notes[1].text.id


@pytest.mark.parametrize(("paid_on", "note"), [(date(2026, 8, 13), "paid_in_time"), (date(2026, 8, 14), "paid_late")])
def test_a_payment_is_judged_by_its_day(paid_on: date, note: str) -> None:
    case = death(file_complete_on=date(2026, 8, 10), paid_on=paid_on, as_of=date(2026, 9, 1))

    assert codes(one("payment", case, Scheme.JKM)) == ["payment_counted", note, "delay_costs"]


@pytest.mark.parametrize(
    ("on", "scheme", "by"),
    [
        (date(2026, 8, 10), Scheme.JKM, date(2031, 8, 10)),
        (date(2026, 12, 31), Scheme.JKM, date(2031, 12, 31)),
        (date(2024, 2, 29), Scheme.JKM, date(2029, 2, 28)),
        (date(2026, 8, 10), Scheme.JKK, date(2031, 8, 10)),
        (date(2019, 12, 2), Scheme.JKK, date(2024, 12, 2)),
        (date(2019, 12, 1), Scheme.JKK, date(2021, 12, 1)),  # two years by the old law
    ],
)
def test_the_right_lapses_after_the_years_of_the_law(on: date, scheme: Scheme, by: date) -> None:
    def prescription(as_of: date) -> Deadline:
        return one("prescription", accident(Outcome.DEATH, on, as_of=as_of), scheme)

    assert prescription(on).by == by
    assert not prescription(by).is_past
    assert prescription(date.fromordinal(by.toordinal() + 1)).is_past


def test_prescription_counts_from_the_accident_or_from_the_death() -> None:
    case = accident(on=date(2024, 8, 10), died_on=date(2026, 1, 5))

    assert one("prescription", case).by == date(2029, 8, 10)
    assert one("prescription", case, Scheme.JKM).by == date(2031, 1, 5)
    assert "kecelakaan terjadi" in one("prescription", case).notes[0].text.id
    assert "meninggal dunia" in one("prescription", case, Scheme.JKM).notes[0].text.id
    assert one("prescription", case).who.en == "The participant or the heirs"
    short = one("prescription", death(), Scheme.JKM, readings=frozenset({"jkm_prescription_2_years"}))
    assert short.by == date(2028, 8, 10)


@pytest.mark.parametrize(
    ("paid_on", "days", "amount"),
    [
        (date(2026, 8, 10), 0, 0),
        (date(2026, 8, 13), 0, 0),  # the last day in time
        (date(2026, 8, 14), 1, 420_000),
        (date(2026, 8, 15), 2, 840_000),
        (date(2026, 8, 23), 10, 4_200_000),
        (date(2026, 11, 22), 101, 42_420_000),  # no ceiling is known
    ],
)
def test_each_day_of_delay_costs_one_per_cent(paid_on: date, days: int, amount: int) -> None:
    case = death(file_complete_on=date(2026, 8, 10), paid_on=paid_on, as_of=date(2026, 12, 1))

    owed = delay_compensation(case, Scheme.JKM, DUE)

    assert (owed.days_late, owed.amount) == (days, Rupiah(amount))
    assert owed.formula.id == (
        f"{days} hari kalender x 1\u00a0% x Rp42.000.000 = {Rupiah(amount)}"
        if days
        else "Tidak ada keterlambatan: batas pembayaran 13 Agustus 2026."
    )


def test_an_unpaid_claim_is_late_up_to_the_day_of_the_question() -> None:
    case = death(file_complete_on=date(2026, 8, 10), as_of=date(2026, 8, 16))

    assert delay_compensation(case, Scheme.JKM, DUE).days_late == 3


def test_only_working_days_count_under_the_other_reading() -> None:
    case = death(file_complete_on=date(2026, 8, 10), paid_on=date(2026, 8, 18), as_of=date(2026, 12, 1))

    owed = delay_compensation(case, Scheme.JKM, DUE, readings=frozenset({"delay_counts_working_days"}))

    assert (owed.days_late, owed.amount.idr) == (2, 840_000)  # Friday and Tuesday; Monday is Independence Day
    assert owed.formula.en == "2 working days x 1\u00a0% x Rp42.000.000 = Rp840.000"
    leave = death(date(2026, 3, 1), file_complete_on=date(2026, 3, 12), paid_on=date(2026, 3, 25))
    both = frozenset({"delay_counts_working_days", "joint_leave_is_worked"})
    assert delay_compensation(leave, Scheme.JKM, DUE, readings=frozenset({"delay_counts_working_days"})).days_late == 1
    assert delay_compensation(leave, Scheme.JKM, DUE, readings=both).days_late == 5


@pytest.mark.parametrize(("due", "amount"), [(49, 0), (50, 1), (149, 1), (150, 2)])
def test_half_a_rupiah_of_compensation_goes_up(due: int, amount: int) -> None:
    case = death(file_complete_on=date(2026, 8, 10), paid_on=date(2026, 8, 14), as_of=date(2026, 12, 1))

    assert delay_compensation(case, Scheme.JKM, Rupiah(due)).amount.idr == amount


def test_an_incomplete_file_is_never_late() -> None:
    owed = delay_compensation(death(as_of=date(2027, 8, 10)), Scheme.JKM, DUE)

    assert (owed.days_late, owed.amount) == (0, ZERO)
    assert owed.formula.en.startswith("No delay: there is no deadline of payment yet")


def test_without_a_programme_nothing_is_owed() -> None:
    case = death(file_complete_on=date(2026, 8, 10), as_of=date(2027, 8, 10))

    assert delay_compensation(case, Scheme.NONE, DUE).amount == ZERO


def test_the_grounds_of_a_compensation_are_given() -> None:
    owed = delay_compensation(death(), Scheme.JKM, DUE)

    assert [value.path for value in owed.values] == [
        "benefit/deadline/delay_rate_per_day",
        "benefit/deadline/delay_days",
        "benefit/common/rounding",
    ]
    assert owed.values[0].source.cited.id == "PP 44/2015, Pasal 37 ayat (3)"


def test_a_reading_that_nobody_offers_is_refused() -> None:
    with pytest.raises(AlternativeUnknownError):
        deadlines(death(), Scheme.JKM, readings=frozenset({"never_lapses"}))


@given(st.integers(0, 400), st.integers(0, 400), st.integers(0, 10**9))
def test_paying_later_never_costs_less(sooner: int, later: int, due: int) -> None:
    sooner, later = sorted((sooner, later))

    def owed(days: int) -> int:
        paid_on = date.fromordinal(DIED_ON.toordinal() + days)
        return delay_compensation(
            death(file_complete_on=DIED_ON, paid_on=paid_on, as_of=paid_on), Scheme.JKM, Rupiah(due)
        ).amount.idr

    assert owed(sooner) <= owed(later)


@given(
    st.dates(date(2015, 7, 1), date(2030, 12, 31)),
    st.sampled_from(Outcome),
    st.sampled_from([Scheme.JKK, Scheme.JKM]),
    st.none() | st.integers(0, 90),
)
def test_every_deadline_lies_after_the_event_and_is_worded(
    on: date, outcome: Outcome, scheme: Scheme, complete: int | None
) -> None:
    day = None if complete is None else date.fromordinal(on.toordinal() + complete)

    for each in deadlines(accident(outcome, on, file_complete_on=day, cause=Cause.OCCUPATIONAL_DISEASE), scheme):
        assert each.by is None or each.by > on
        assert each.is_past is (each.by is not None and each.by < on)
        for text in (each.label, each.who, *(note.text for note in each.notes)):
            assert all(text)
            assert not set("".join(text)) & set("{}")


def test_children_change_no_deadline() -> None:
    with_child = death(file_complete_on=date(2026, 8, 10), children=(child("2015-01-01"),))

    assert deadlines(with_child, Scheme.JKM) == deadlines(replace(with_child, children=()), Scheme.JKM)
