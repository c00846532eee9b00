"""What happens if nothing more is paid: until when cover holds, what can still be mended, and what a gap costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from jaring.core import law
from jaring.core.contribution import Payer, Segment
from jaring.core.coverage.calendar import ONE_DAY, first_day, month_of, number_at, number_of
from jaring.core.coverage.membership import Carrier, Membership
from jaring.core.coverage.payments import LapseRules, Payment, due_on, lapse_rules, last_payable, unpaid_wage_rule
from jaring.core.coverage.reasons import why_other_carrier
from jaring.core.coverage.runs import History, Run, history_of
from jaring.core.coverage.sentence import Sentence
from jaring.core.coverage.stays import OPEN_END, Stay
from jaring.core.coverage.waiting import wait_rule
from jaring.core.law.finding import Finding
from jaring.core.month import Month
from jaring.core.wording import day_text, month_text, months_text

NO_READINGS: Final[frozenset[str]] = frozenset()


class Border(NamedTuple):
    """A day from which things are worse than the day before. ``unpaid_months`` counts the month that begins on it."""

    on: date
    unpaid_months: int
    why: Finding

    @property
    def is_end(self) -> bool:
        """Whether the membership has ended on the day."""
        return self.why.code == _ENDS.code


class Restart(NamedTuple):
    """A new beginning after the membership ended: paid on the day ``on``, and unbroken from then.

    Attributes:
        jkm_full_from: First day on which a death pays more than the funeral money, by the law of the day ``on``.
        funeral_only: Months, half-open, in which it would pay no more than that; None where there are none.
    """

    on: date
    jkm_full_from: date
    funeral_only: tuple[Month, Month] | None


class Standing(NamedTuple):
    """How the payments of a non-wage participant stand: all that decides what happens if nothing more is paid.

    Attributes:
        uncovered_from: First day without cover; where no payment has covered yet, the day of enrolment.
        was_covered: Whether a payment has covered before it.
        pay_from: First month that has to be paid. It may lie after ``uncovered_from``: a month that was paid too late
            to cover is paid nevertheless.
        leaves_on: First day on which the membership no longer holds; ``OPEN_END`` while nobody has left.
    """

    uncovered_from: date
    was_covered: bool
    pay_from: Month
    leaves_on: date = OPEN_END

    @property
    def is_paid_up(self) -> bool:
        """Whether nothing is left to pay, because the participant leaves before."""
        return self.pay_from.first_day >= self.leaves_on


@dataclass(frozen=True, slots=True)
class Lapse:
    """What happens if nothing more is paid. What cannot be said, for the reasons given, is None or empty.

    Attributes:
        last_covered_on: Last day with cover; None where there was none, and where cover does not wait for a payment.
        uncovered_from: First day without cover.
        pay_next: Month to pay next: the first unpaid one, or once the membership has ended that of a new beginning.
        due_on: Day on which that month falls due.
        payable_until: Last day on which arrears can be paid without a new beginning.
        borders: The first days of the unpaid months, and the day on which the membership has ended.
        restart: A new beginning on the first day on which only that is left.
        restoration_possible: Whether the insurer can restore months that the payer pays late.
    """

    day: date
    last_covered_on: date | None
    uncovered_from: date | None
    pay_next: Month | None
    due_on: date | None
    payable_until: date | None
    borders: tuple[Border, ...]
    restart: Restart | None
    restoration_possible: bool
    reasons: tuple[Finding, ...]


def lapse_of(membership: Membership, day: date, *, readings: frozenset[str] = NO_READINGS) -> Lapse:
    """Say what happens if nothing more is paid, as it stands on a day.

    All payments count that are known, also those made after the day. For a day without cover it is told from where
    cover last stopped; for a day before enrolment, from enrolment.

    Raises:
        ParameterNotInForceError: (JRG-101) the day or a payment lies before the law.
        AlternativeUnknownError: (JRG-103) there is no such reading.

    Source of law:
        The published practice of BPJS Ketenagakerjaan for arrears and restoration, PP 44/2015 for the due date,
        Permenaker 1/2025 for the waiting period; see ``cover_on``.

    >>> from jaring.core.contribution import Payer
    >>> from jaring.core.coverage.membership import PaidMonth
    >>> from jaring.core.money import Rupiah
    >>> paid = tuple(PaidMonth(month) for month in Month(2025, 7).until(Month(2026, 1)))
    >>> farmer = Membership(
    ...     Segment.BPU, Carrier.BPJS_TK, Rupiah(1_000_000), Payer.APBD, date(2025, 7, 1), paid
    ... )
    >>> lapse = lapse_of(farmer, date(2025, 12, 10))
    >>> str(lapse.uncovered_from), str(lapse.pay_next), str(lapse.payable_until)
    ('2026-01-01', '2026-01', '2026-03-31')
    >>> str(lapse.restart.on), str(lapse.restart.jkm_full_from)
    ('2026-04-01', '2026-07-01')
    """
    if membership.carrier is not Carrier.BPJS_TK:
        return _nothing_to_pay(day, None, why_other_carrier())
    history = history_of(membership, day, readings)
    looked_at = max(day, membership.enrolled_on)
    stay = history.stay_on(looked_at)
    if stay is None:
        return _nothing_to_pay(day, _end_of(history.run_before(looked_at)), _LEFT.on())
    if membership.segment is Segment.PU:
        return _of_wage_earner(history, stay, history.run_on(looked_at), day, readings)
    return lapse_from(_standing(history, stay, looked_at), membership.payer, day, readings=readings)


def standing_of(membership: Membership, day: date, *, readings: frozenset[str] = NO_READINGS) -> Standing | None:
    """Return how the payments of a non-wage participant stand on a day; None where there is nothing to pay any more.

    That is so for wage earners, for members of another carrier, and for those who have left.

    Raises:
        ParameterNotInForceError: (JRG-101) a payment lies before the law.
        AlternativeUnknownError: (JRG-103) there is no such reading.
    """
    if membership.carrier is not Carrier.BPJS_TK or membership.segment is Segment.PU:
        return None
    history = history_of(membership, day, readings)
    looked_at = max(day, membership.enrolled_on)
    stay = history.stay_on(looked_at)
    return None if stay is None else _standing(history, stay, looked_at)


def _standing(history: History, stay: Stay, day: date) -> Standing:
    run = history.run_on(day) or history.run_before(day)
    if run is not None and run.stay != stay:
        run = None
    stopped = month_of(_stopped(history, stay, run))
    if run is None:
        return Standing(stay.start, was_covered=False, pay_from=stopped, leaves_on=stay.end)
    return Standing(run.end, was_covered=True, pay_from=stopped, leaves_on=stay.end)


def _stopped(history: History, stay: Stay, run: Run | None) -> int:
    """Return the number of the first month that has to be paid: one paid late need not, even if it covers nothing."""
    stopped = number_at(stay.start if run is None else run.end)
    if run is not None and run.end == stay.end:
        return number_at(run.end - ONE_DAY) + 1
    paid_late = {each.month for each in history.months if each.payment is Payment.LATE}
    while stopped in paid_late:
        stopped += 1
    return stopped


def lapse_from(standing: Standing, payer: Payer, day: date, *, readings: frozenset[str] = NO_READINGS) -> Lapse:
    """Say what happens to a non-wage participant if nothing more is paid, from how the payments stand on the day.

    Raises:
        ParameterNotInForceError: (JRG-101) the day lies before the law.
        AlternativeUnknownError: (JRG-103) there is no such reading.
    """
    covered_until = standing.uncovered_from if standing.was_covered else None
    if standing.is_paid_up:
        return _nothing_to_pay(day, covered_until, _LEAVES.on(on=day_text(standing.leaves_on)))
    stopped = number_of(standing.pay_from)
    rules = lapse_rules(first_day(stopped), readings)
    payable = last_payable(stopped, rules.grace_months)
    restart = _restart(standing, max(payable + ONE_DAY, day), readings)
    has_ended = day > payable
    pay_next = number_at(restart.on) if has_ended and restart else stopped
    due, due_rule = due_on(pay_next)
    restorable = law.at(day, readings=readings).value("coverage/restoration/possible", payer=payer.value)
    arrears = _ARREARS_COVER if rules.late_payment_covers else _ARREARS_WITHOUT_COVER
    known: dict[str, object] = {
        "month": month_text(month_of(stopped)),
        "due": day_text(due_on(stopped)[0]),
        "payable": day_text(payable),
        "count": rules.grace_months,
    }
    reasons = [_duration(standing)]
    if not has_ended:
        reasons += [_PAY_NEXT.on(due_rule, **known), arrears.on(*rules.values, **known)]
    if restart is not None:
        reasons += _cost(restart, standing.uncovered_from, readings, has_ended=has_ended)
    reasons.append((_RESTORABLE if restorable.flag else _NOT_RESTORABLE).on(restorable, payer=payer.label))
    return Lapse(
        day=day,
        last_covered_on=None if covered_until is None else covered_until - ONE_DAY,
        uncovered_from=standing.uncovered_from,
        pay_next=month_of(pay_next),
        due_on=due,
        payable_until=payable,
        borders=tuple(_borders(standing, rules)),
        restart=restart,
        restoration_possible=restorable.flag,
        reasons=tuple(reasons),
    )


def _borders(standing: Standing, rules: LapseRules) -> Iterator[Border]:
    stopped = number_of(standing.pay_from)
    payable = last_payable(stopped, rules.grace_months)
    for month in range(stopped, stopped + rules.grace_months):
        on, due = max(first_day(month), standing.uncovered_from), due_on(month)[0]
        if on >= standing.leaves_on:
            return
        until = payable if rules.late_payment_covers else min(due, payable)
        count = month - stopped + 1
        parts = {"month": month_text(month_of(month)), "count": count, "until": day_text(until)}
        yield Border(on, count, _UNPAID.on(*rules.values, **parts))
    if payable + ONE_DAY < standing.leaves_on:
        on = payable + ONE_DAY
        ends = _ENDS.on(rules.values[0], count=rules.grace_months)
        yield Border(on, rules.grace_months + 1, ends)


def _restart(standing: Standing, on: date, readings: frozenset[str]) -> Restart | None:
    """Return what a new beginning would give; None where the participant will have left by then."""
    if on >= standing.leaves_on:
        return None
    beginning = Run(Stay(on, standing.leaves_on, None), on, OPEN_END, on, None)
    full = wait_rule(Segment.BPU, on, readings).full_from(beginning)
    if full == on:
        return Restart(on, full, None)
    return Restart(on, full, (Month.of(on), Month.of(full - ONE_DAY) + 1))


def _cost(restart: Restart, uncovered: date, readings: frozenset[str], *, has_ended: bool) -> Iterator[Finding]:
    """Say what the gap costs if only a new beginning is left."""
    parts: dict[str, object] = {
        "uncovered": day_text(uncovered),
        "last": day_text(restart.on - ONE_DAY),
        "on": day_text(restart.on),
    }
    yield (_NEW_BEGINNING if has_ended else _GAP_COSTS).on(**parts)
    values = wait_rule(Segment.BPU, restart.on, readings).values
    if restart.funeral_only is None:
        yield _NO_NEW_WAIT.on(*values, **parts)
    else:
        months = months_text(*restart.funeral_only)
        yield _NEW_WAIT.on(*values, months=months, full=day_text(restart.jkm_full_from))


def _of_wage_earner(history: History, stay: Stay, run: Run | None, day: date, readings: frozenset[str]) -> Lapse:
    """Tell the employer's next month. A wage earner's arrears have no last day: they stay the employer's debt."""
    paid = {each.month for each in history.months if each.covers}
    month = number_at(stay.start)
    while month in paid:
        month += 1
    if first_day(month) >= stay.end:
        return _nothing_to_pay(day, _end_of(run), _LEAVES.on(on=day_text(stay.end)))
    due, due_rule = due_on(month)
    rule = unpaid_wage_rule(day, readings)
    is_open = run is not None and run.end in (OPEN_END, stay.end)
    last = run or history.run_before(day)
    parts = {"month": month_text(month_of(month)), "due": day_text(due)}
    return Lapse(
        day=day,
        last_covered_on=None if is_open or last is None else last.end - ONE_DAY,
        uncovered_from=None if is_open or last is None else last.end,
        pay_next=month_of(month),
        due_on=due,
        payable_until=None,
        borders=(),
        restart=None,
        restoration_possible=False,
        reasons=(
            (_WAGE_EARNER if is_open else _WAGE_EARNER_ALONE).on(rule),
            _PAY_NEXT_OF_EMPLOYER.on(due_rule, **parts),
        ),
    )


def _end_of(run: Run | None) -> date | None:
    return None if run is None else run.end


def _nothing_to_pay(day: date, covered_until: date | None, *why: Finding) -> Lapse:
    return Lapse(
        day=day,
        last_covered_on=None if covered_until is None else covered_until - ONE_DAY,
        uncovered_from=covered_until,
        pay_next=None,
        due_on=None,
        payable_until=None,
        borders=(),
        restart=None,
        restoration_possible=False,
        reasons=why,
    )


def _duration(standing: Standing) -> Finding:
    stopped = standing.uncovered_from
    if not standing.was_covered:
        return _NEVER_PAID.on(start=day_text(stopped))
    return _STOPS.on(last=day_text(stopped - ONE_DAY), uncovered=day_text(stopped))


_STOPS: Final = Sentence.of(
    "LAPSE_STOPS",
    "Bila tidak ada iuran lagi, hari terakhir yang dilindungi adalah {last}; mulai {uncovered} tidak dilindungi.",
    "If nothing more is paid, the last day covered is {last}; from {uncovered} on there is no cover.",
)
_NEVER_PAID: Final = Sentence.of(
    "LAPSE_NEVER_PAID",
    "Sejak terdaftar pada {start} belum ada iuran yang melindungi.",
    "Since the registration on {start} no contribution has given cover yet.",
)
_PAY_NEXT: Final = Sentence.of(
    "LAPSE_PAY_NEXT",
    "Bulan yang dibayar berikutnya: {month}, jatuh tempo {due}.",
    "Month to pay next: {month}, due on {due}.",
)
_ARREARS_COVER: Final = Sentence.of(
    "LAPSE_ARREARS",
    "Lewat jatuh tempo, tunggakan masih dapat dibayar sampai {payable} ({count} bulan) tanpa menjadi peserta baru; "
    "bulan yang dilunasi tetap dilindungi.",
    "After the due date, arrears can still be paid until {payable} ({count} months) without becoming a new "
    "participant; the months so paid are covered.",
)
_ARREARS_WITHOUT_COVER: Final = Sentence.of(
    "LAPSE_ARREARS",
    "Lewat jatuh tempo, tunggakan masih dapat dibayar sampai {payable} ({count} bulan) tanpa menjadi peserta baru; "
    "menurut tafsir yang dipilih, bulan yang terlambat dibayar tidak dilindungi.",
    "After the due date, arrears can still be paid until {payable} ({count} months) without becoming a new "
    "participant; by the reading chosen, a month paid late is not covered.",
)
_UNPAID: Final = Sentence.of(
    "LAPSE_UNPAID_MONTH",
    "Bulan ke-{count} tanpa iuran ({month}): tidak dilindungi, kecuali iuran yang tertunggak sampai bulan itu dibayar "
    "paling lambat {until}.",
    "Unpaid month no. {count} ({month}): not covered, unless what is owed up to that month is paid by {until}.",
)
_ENDS: Final = Sentence.of(
    "LAPSE_ENDS",
    "Kepesertaan berakhir karena {count} bulan tidak dibayar; pembayaran berikutnya dihitung sebagai peserta baru.",
    "The membership has ended, as {count} months were not paid; the next payment counts as that of a new participant.",
)
_GAP_COSTS: Final = Sentence.of(
    "LAPSE_GAP",
    "Bila lewat batas itu dan dimulai lagi pada {on}, kejadian dari {uncovered} sampai {last} tidak dilindungi.",
    "If that passes and cover begins again on {on}, events from {uncovered} to {last} are not covered.",
)
_NEW_BEGINNING: Final = Sentence.of(
    "LAPSE_NEW_BEGINNING",
    "Tunggakan tidak dapat dibayar lagi. Bila dimulai lagi pada {on}, kejadian dari {uncovered} sampai {last} tetap "
    "tidak dilindungi.",
    "Arrears can no longer be paid. If cover begins again on {on}, events from {uncovered} to {last} stay uncovered.",
)
_NEW_WAIT: Final = Sentence.of(
    "LAPSE_NEW_WAIT",
    "Masa tunggu JKM dihitung baru: dalam {months} kematian hanya mendapat biaya pemakaman; penuh lagi mulai {full}.",
    "The waiting period of JKM counts anew: in {months} a death pays funeral money only; in full again from {full}.",
)
_NO_NEW_WAIT: Final = Sentence.of(
    "LAPSE_NO_NEW_WAIT",
    "JKM langsung penuh lagi mulai {on}: menurut hukum hari itu tidak ada masa tunggu.",
    "JKM is full again from {on} at once: by the law of that day there is no waiting period.",
)
_RESTORABLE: Final = Sentence.of(
    "LAPSE_RESTORATION",
    "Bila terlambat karena pencairan dana {payer}, pembayarnya dapat meminta BPJS Ketenagakerjaan memulihkan bulan "
    "yang kosong dengan melunasinya.",
    "If the money of {payer} comes late, the payer may ask BPJS Ketenagakerjaan to restore the missing months by "
    "paying them.",
)
_NOT_RESTORABLE: Final = Sentence.of(
    "LAPSE_NO_RESTORATION",
    "Pemulihan bulan yang kosong tidak disediakan bagi sumber iuran ini ({payer}).",
    "Restoring missing months is not open to this payer ({payer}).",
)
_LEFT: Final = Sentence.of(
    "LAPSE_LEFT",
    "Peserta sudah keluar, jadi tidak ada iuran yang ditagih.",
    "The participant has left, so nothing is to be paid.",
)
_LEAVES: Final = Sentence.of(
    "LAPSE_LEAVES",
    "Semua bulan sampai peserta keluar sudah dibayar; kepesertaan tidak berlaku lagi mulai {on}.",
    "All months until the participant leaves are paid; the membership no longer holds from {on}.",
)
_WAGE_EARNER: Final = Sentence.of(
    "LAPSE_WAGE_EARNER",
    "Perlindungan penerima upah tidak berhenti karena iuran belum dibayar: tunggakan adalah utang pemberi kerja.",
    "A wage earner's cover does not stop for want of payment: arrears are the employer's debt.",
)
_WAGE_EARNER_ALONE: Final = Sentence.of(
    "LAPSE_WAGE_EARNER",
    "Menurut tafsir yang dipilih, dalam bulan yang belum dibayar manfaat ditanggung pemberi kerja, bukan oleh BPJS "
    "Ketenagakerjaan.",
    "By the reading chosen, in an unpaid month the employer bears the benefit, not BPJS Ketenagakerjaan.",
)
_PAY_NEXT_OF_EMPLOYER: Final = Sentence.of(
    "LAPSE_PAY_NEXT",
    "Bulan yang dibayar pemberi kerja berikutnya: {month}, jatuh tempo {due}.",
    "Month for the employer to pay next: {month}, due on {due}.",
)
