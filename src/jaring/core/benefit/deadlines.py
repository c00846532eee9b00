"""By when who must have done what in a case: report, conclude, pay, claim; and what a late payment costs.

Every day given is the last day that is still in time. Facts are days, not hours, so a limit of 48 hours ends with
the second day after the event.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from jaring.core.benefit.answer import Deadline, DelayCompensation, Scheme
from jaring.core.benefit.case import Case
from jaring.core.benefit.decisive import deciding_law
from jaring.core.benefit.working_days import working_day_after, working_days_between
from jaring.core.contribution import Segment
from jaring.core.law import LawOfDay, Value
from jaring.core.law.finding import Finding
from jaring.core.money import ZERO, Rupiah
from jaring.core.text import Text
from jaring.core.wording import day_text, percent_text

NO_READINGS: Final[frozenset[str]] = frozenset()
_HOURS_OF_DAY: Final = 24


def deadlines(case: Case, scheme: Scheme, *, readings: frozenset[str] = NO_READINGS) -> tuple[Deadline, ...]:
    """Return the deadlines of a case in the order in which they fall.

    Args:
        case: The case; ``as_of`` decides which deadlines are past.
        scheme: The programme that pays; without one there are none.
        readings: Alternative readings of unsettled law to follow, by name.

    Returns:
        One entry a duty. ``by`` is None where the day that it counts from is not known; a note says which.

    Raises:
        ParameterNotInForceError: (JRG-101) the event lies before the law.
        AlternativeUnknownError: (JRG-103) no parameter offers such a reading.

    Source of law:
        PP 44/2015 articles 26 and 37(2), PP 49/2023 articles 25A and 25B, Permenaker 1/2025 articles 8, 48A and 79.
        Parameters under ``benefit/deadline``. Checked 2026-11-22.
    """
    if scheme is Scheme.NONE:
        return ()
    of_day = deciding_law(case, scheme, readings)
    found = [*_reports(case, of_day)] if scheme is Scheme.JKK else []
    return (*found, _payment(case, of_day), _prescription(case, scheme, of_day))


def delay_compensation(
    case: Case, scheme: Scheme, due: Rupiah, *, readings: frozenset[str] = NO_READINGS
) -> DelayCompensation:
    """Return what is owed for a payment after its deadline.

    Args:
        case: ``file_complete_on`` begins the deadline; ``paid_on``, or else ``as_of``, ends the delay.
        scheme: The programme that pays.
        due: The amount that was due, IDR; the scholarship too where it was claimed with the rest.
        readings: Alternative readings of unsettled law to follow, by name.

    Source of law:
        PP 44/2015 article 37(3); the kind of day that counts is assumed. Checked 2026-11-22.
    """
    of_day = deciding_law(case, scheme, readings)
    rate = of_day.value("benefit/deadline/delay_rate_per_day")
    kind = of_day.value("benefit/deadline/delay_days")
    rounding = of_day.value("benefit/common/rounding")
    values = (rate, kind, rounding)
    by = None if scheme is Scheme.NONE else _payment(case, of_day).by
    if by is None:
        return DelayCompensation(0, ZERO, _NOT_COMPLETE, values)
    end = case.paid_on or case.as_of
    if end <= by:
        return DelayCompensation(0, ZERO, _NOT_LATE.fill(by=day_text(by)), values)
    if kind.name == "working":
        days = working_days_between(by, end, joint_leave_is_off=_joint_leave(of_day).flag)
    else:
        days = (end - by).days
    amount = due.times(rate.rate * days, rounding.rounding)
    text = _DELAY[kind.name].fill(days=days, rate=percent_text(rate.rate), due=due, amount=amount)
    return DelayCompensation(days, amount, text, values)


def _reports(case: Case, of_day: LawOfDay) -> Iterator[Deadline]:
    """Yield what a work accident asks for: the report, the second report, and the insurer's conclusion."""
    hours = of_day.value("benefit/deadline/report_hours")
    limit = timedelta(days=hours.count // _HOURS_OF_DAY)
    segment = case.member.segment
    notes = (_counted(hours), *_notifiers(of_day), *_about_report(case, limit, of_day))
    first, done_on = case.event.on + limit, case.event.reported_on
    yield _deadline("report_accident", first, case, _WHO_REPORTS[segment], (hours,), notes, done_on)
    death_on = case.event.death_on  # Nobody tells the day of healing or of a lasting disability.
    second = None if death_on is None else death_on + limit
    missing = () if second else (Finding("stage_two_day_unknown", _STAGE_TWO_UNKNOWN),)
    yield _deadline("report_stage_two", second, case, _WHO_REPORTS[segment], (hours,), missing)
    days = of_day.find("benefit/deadline/conclusion_days")
    if days is not None:
        reported_on = case.event.reported_on
        by = None if reported_on is None else reported_on + timedelta(days=days.count)
        note = Finding("conclusion_counted", _CONCLUSION.fill(days=days.count), (days,))
        yield _deadline("conclusion", by, case, _INSURER, (days,), (note,))


def _counted(hours: Value) -> Finding:
    return Finding("report_counted_in_days", _COUNTED.fill(days=hours.count // _HOURS_OF_DAY), (hours,))


def _notifiers(of_day: LawOfDay) -> Iterator[Finding]:
    """Say who else may report the accident, which the law says for non-wage participants."""
    notifiers = of_day.find("benefit/deadline/may_notify")
    if notifiers is not None:
        yield Finding("who_may_notify", _MAY_NOTIFY, (notifiers,))


def _about_report(case: Case, limit: timedelta, of_day: LawOfDay) -> Iterator[Finding]:
    """Say whether the report came in time, and what a late one means."""
    by, reported_on = case.event.on + limit, case.event.reported_on
    if reported_on is not None:
        late = reported_on > by
        text = _REPORTED[late].fill(day=day_text(reported_on))
        yield Finding("reported_late" if late else "reported_in_time", text)
    else:
        late = case.as_of > by
        if late:
            yield Finding("report_unknown", _REPORT_UNKNOWN)
    if late:
        effect = of_day.value("benefit/deadline/late_report_effect")
        yield Finding(effect.name, _EFFECTS[effect.name], (effect,))


def _payment(case: Case, of_day: LawOfDay) -> Deadline:
    days = of_day.value("benefit/deadline/payment_working_days")
    joint_leave = _joint_leave(of_day)
    values = (days, joint_leave)
    rate = of_day.value("benefit/deadline/delay_rate_per_day")
    costs = Finding("delay_costs", _DELAY_COSTS.fill(rate=percent_text(rate.rate)), (rate,))
    counted = Finding("payment_counted", _PAYMENT_COUNTED.fill(days=days.count), values)
    if case.file_complete_on is None:
        open_notes = (counted, Finding("file_not_complete", _FILE_NOT_COMPLETE), costs)
        return _deadline("payment", None, case, _INSURER, values, open_notes)
    found = working_day_after(case.file_complete_on, days.count, joint_leave_is_off=joint_leave.flag)
    doubt = () if found.is_certain else (Finding("calendar_uncertain", _CALENDAR.fill(year=found.day.year)),)
    paid = () if case.paid_on is None else (_about_payment(case.paid_on, found.day),)
    notes = (counted, *doubt, *paid, costs)
    return _deadline("payment", found.day, case, _INSURER, values, notes, case.paid_on)


def _about_payment(paid_on: date, by: date) -> Finding:
    late = paid_on > by
    return Finding("paid_late" if late else "paid_in_time", _PAID[late].fill(day=day_text(paid_on)))


def _prescription(case: Case, scheme: Scheme, of_day: LawOfDay) -> Deadline:
    years = of_day.value("benefit/deadline/prescription_years")
    note = Finding("prescription_counted", _PRESCRIPTION[scheme].fill(years=years.count), (years,))
    begins = (case.event.death_on or case.event.on) if scheme is Scheme.JKM else case.event.on
    by = _anniversary(begins, years.count)
    return _deadline("prescription", by, case, _CLAIMANT, (years,), (note,))


def _anniversary(day: date, years: int) -> date:
    """Return the same day years later; 28 February for a 29th that the year does not have, to be on the safe side."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)


def _joint_leave(of_day: LawOfDay) -> Value:
    return of_day.value("benefit/deadline/joint_leave_is_off")


def _deadline(
    code: str,
    by: date | None,
    case: Case,
    who: Text,
    values: tuple[Value, ...],
    notes: tuple[Finding, ...],
    done_on: date | None = None,
) -> Deadline:
    """Return a deadline; what was done in time does not pass any more."""
    is_past = by is not None and by < (done_on or case.as_of)
    return Deadline(code, _LABELS[code], by, is_past, who, values, notes)


_LABELS: Final = {
    "report_accident": Text("Laporan kecelakaan kerja (tahap I)", "Report of the accident (stage I)"),
    "report_stage_two": Text("Laporan akibat kecelakaan (tahap II)", "Report of the outcome (stage II)"),
    "conclusion": Text("Kesimpulan BPJS Ketenagakerjaan", "Conclusion of the insurer"),
    "payment": Text("Pembayaran manfaat", "Payment of the benefit"),
    "prescription": Text("Batas mengajukan klaim", "Last day to claim"),
}
_WHO_REPORTS: Final = {
    Segment.PU: Text("Pemberi kerja", "The employer"),
    Segment.BPU: Text(
        "Peserta, keluarga, atau kelompoknya (wadah)", "The participant, the family or the group that enrolled them"
    ),
}
_INSURER: Final = Text("BPJS Ketenagakerjaan", "BPJS Ketenagakerjaan, the insurer")
_CLAIMANT: Final = Text("Peserta atau ahli waris", "The participant or the heirs")
_COUNTED: Final = Text(
    "Dihitung {days} x 24 jam sejak kejadian. Jam kejadian tidak diketahui, jadi berlaku sampai akhir hari ke-{days}.",
    "Counted as {days} x 24 hours from the event. The hour is not known, so it runs to the end of day {days}.",
)
_MAY_NOTIFY: Final = Text(
    "Serikat pekerja, kelompok (wadah), atau fasilitas kesehatan juga boleh memberitahukan kecelakaan, secara daring"
    " atau luring.",
    "A union, the group that enrolled the person, or a health facility may also notify the accident, online or"
    " offline.",
)
_REPORTED: Final = {
    False: Text("Dilaporkan {day}, tepat waktu.", "Reported on {day}, in time."),
    True: Text("Dilaporkan {day}, terlambat.", "Reported on {day}, too late."),
}
_REPORT_UNKNOWN: Final = Text(
    "Belum diketahui apakah kecelakaan sudah dilaporkan; batas waktunya sudah lewat.",
    "It is not known whether the accident was reported; the limit has passed.",
)
_EFFECTS: Final = {
    "employer_bears_first": Text(
        "Laporan terlambat: pemberi kerja membayar lebih dahulu, lalu mendapat penggantian dari BPJS Ketenagakerjaan.",
        "A late report: the employer pays first and is reimbursed by BPJS Ketenagakerjaan.",
    ),
    "none": Text(
        "Akibat laporan terlambat bagi peserta ini belum diketahui. Laporkan segera dan jelaskan sebabnya.",
        "What a late report does to this participant is not known. Report at once and explain why it is late.",
    ),
}
_STAGE_TWO_UNKNOWN: Final = Text(
    "Dihitung sejak dokter menyatakan sembuh atau cacat; tanggalnya belum diketahui.",
    "Counted from the day on which a physician declares the person healed or disabled; that day is not known.",
)
_CONCLUSION: Final = Text(
    "Dugaan kecelakaan kerja disimpulkan paling lama {days} hari sejak laporan tahap I; perawatan dijamin lebih"
    " dahulu.",
    "A suspected work accident is decided within {days:day|days} of the stage I report; treatment is guaranteed until"
    " then.",
)
_PAYMENT_COUNTED: Final = Text(
    "Paling lama {days} hari kerja setelah berkas lengkap; hari berkas lengkap tidak dihitung.",
    "Within {days:working day|working days} after the file is complete; the day of completion is not counted.",
)
_FILE_NOT_COMPLETE: Final = Text(
    "Berkas belum lengkap, jadi tanggalnya belum dapat ditentukan.", "The file is not complete, so the day is open."
)
_CALENDAR: Final = Text(
    "Hari libur dan cuti bersama tahun {year} belum ditetapkan; tanggalnya dapat bergeser.",
    "Holidays and joint leave of {year} are not decreed yet; the day may move.",
)
_PAID: Final = {
    False: Text("Dibayar {day}, tepat waktu.", "Paid on {day}, in time."),
    True: Text("Dibayar {day}, terlambat.", "Paid on {day}, too late."),
}
_DELAY_COSTS: Final = Text(
    "Bila terlambat, BPJS Ketenagakerjaan menambah {rate} dari manfaat untuk setiap hari keterlambatan.",
    "If it is late, BPJS Ketenagakerjaan adds {rate} of the benefit for every day of delay.",
)
_PRESCRIPTION: Final = {
    Scheme.JKK: Text(
        "Hak gugur bila belum diajukan {years} tahun sejak kecelakaan terjadi atau penyakit didiagnosis.",
        "The right lapses if it is not claimed within {years} years of the accident or the diagnosis.",
    ),
    Scheme.JKM: Text(
        "Hak gugur bila belum diajukan {years} tahun sejak meninggal dunia.",
        "The right lapses if it is not claimed within {years} years of the death.",
    ),
}
_NOT_COMPLETE: Final = Text(
    "Tidak ada keterlambatan: batas pembayaran belum ada, karena berkas belum lengkap.",
    "No delay: there is no deadline of payment yet, because the file is not complete.",
)
_NOT_LATE: Final = Text(
    "Tidak ada keterlambatan: batas pembayaran {by}.", "No delay: the deadline of payment is {by}."
)
_DELAY: Final = {
    "calendar": Text(
        "{days} hari kalender x {rate} x {due} = {amount}",
        "{days:calendar day|calendar days} x {rate} x {due} = {amount}",
    ),
    "working": Text(
        "{days} hari kerja x {rate} x {due} = {amount}",
        "{days:working day|working days} x {rate} x {due} = {amount}",
    ),
}
