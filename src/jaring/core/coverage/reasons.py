"""Why a person is covered on a day, or not: short sentences that can be read aloud, each with its values of law.

Codes are public and stable.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from jaring.core import law
from jaring.core.contribution import Payer, Segment
from jaring.core.coverage.calendar import ONE_DAY, first_day, month_of, number_at
from jaring.core.coverage.membership import Membership
from jaring.core.coverage.payments import Judged, Payment, due_on, lapse_rules, last_payable, unpaid_wage_rule
from jaring.core.coverage.runs import History, Run
from jaring.core.coverage.sentence import Sentence
from jaring.core.coverage.stays import OPEN_END, Stay
from jaring.core.coverage.waiting import WaitRule
from jaring.core.law import Value
from jaring.core.law.finding import Finding
from jaring.core.month import Month
from jaring.core.text import Language, Text
from jaring.core.wording import day_text, month_text, months_text


def why_other_carrier() -> Finding:
    return Finding("OTHER_CARRIER", _OTHER_CARRIER)


def why_covered(
    membership: Membership, history: History, run: Run, wait: WaitRule, day: date, readings: frozenset[str]
) -> Iterator[Finding]:
    """Yield the reasons in the order in which a reader asks: belongs, paid, unbroken since, how much."""
    of_day = law.at(day, {"segment": membership.segment, "payer": membership.payer}, readings)
    yield _entry(run.stay, membership, of_day.value("coverage/start/day"))
    yield _months_taken(membership)
    month = next((each for each in run.months if each.start <= day < each.end), None)
    if month is None:
        yield _WAGE_MONTH_OWED.on(unpaid_wage_rule(day, readings), month=month_text(month_of(number_at(day))))
    else:
        yield _paid(month, membership, readings)
    yield from _beginning(history, run)
    yield from _mended(run, month, readings)
    yield from _changes_of_payer(run, membership, day)
    yield _duration(run)
    yield _JKK_FULL.on(of_day.value("coverage/jkk_wait/applies"))
    yield _waiting(run, wait, day, membership.segment)


def why_not_covered(
    membership: Membership, history: History, day: date, readings: frozenset[str]
) -> Iterator[Finding]:
    """Yield the reasons: what is missing on the day, when cover stopped, and whether it comes back."""
    start = law.at(day, readings=readings).value("coverage/start/day")
    stay = history.stay_on(day)
    if day < membership.enrolled_on:
        yield _NOT_YET_ENROLLED.on(start, day=day_text(day), enrolled_on=day_text(membership.enrolled_on))
    elif stay is None:
        yield from _exit(history, membership, day)
    else:
        yield _entry(stay, membership, start)
        yield _months_taken(membership)
        yield from _not_paid(membership, history, stay, day, readings)
    after = next((run for run in history.runs if run.start > day), None)
    if after is not None:
        yield _COVERED_LATER.on(start=day_text(after.start))


def _entry(stay: Stay, membership: Membership, rule: Value) -> Finding:
    if stay.start == membership.enrolled_on:
        return _ENROLLED.on(rule, day=day_text(stay.start))
    return _RETURNED.on(rule, day=day_text(stay.start))


def _months_taken(membership: Membership) -> Finding:
    """Say which months were taken as paid, in words, so that a reader can compare them with the receipts."""
    spans: list[list[Month]] = []
    for paid in membership.paid:
        if spans and paid.month - spans[-1][1] == 1:
            spans[-1][1] = paid.month
        else:
            spans.append([paid.month, paid.month])
    if not spans:
        return _NO_MONTHS_PAID.on()
    named = [months_text(first, last + 1) for first, last in spans]
    written = Text(*("; ".join(name.say(language) for name in named) for language in Language))
    return _MONTHS_PAID.on(months=written, count=len(membership.paid))


def _paid(month: Judged, membership: Membership, readings: frozenset[str]) -> Finding:
    """Say how the month of the day was paid, and why that counts."""
    payer = (month.paid.payer or membership.payer).label
    named = {"month": month_text(month.paid.month), "payer": payer}
    paid_on = month.paid.paid_on
    if paid_on is None or membership.segment is Segment.PU:
        return _MONTH_PAID.on(**named)
    due, due_rule = due_on(month.month)
    rules = lapse_rules(paid_on, readings)
    days = {
        "paid_on": day_text(paid_on),
        "due": day_text(due),
        "payable": day_text(last_payable(month.stopped, rules.grace_months)),
    }
    if month.payment is Payment.RESTORED:
        return _MONTH_RESTORED.on(due_rule, **named, **days)
    if month.payment is Payment.LATE:
        return _MONTH_PAID_LATE.on(due_rule, *rules.values, **named, **days)
    if month.payment is Payment.AFTER_END:
        return _MONTH_BEGINS_ANEW.on(*rules.values, start=day_text(month.start), **named, **days)
    return _MONTH_PAID_IN_TIME.on(due_rule, **named, **days)


def _beginning(history: History, run: Run) -> Iterator[Finding]:
    """Say what was before the run, where cover had been there already."""
    earlier = [each for each in history.runs if each.end <= run.start and each.stay == run.stay]
    if not earlier:
        return
    gap = {"stopped": day_text(earlier[-1].end), "start": day_text(run.start)}
    yield (_ENDED_BEFORE if run.before is None else _GAP_BEFORE).on(**gap)


def _mended(run: Run, month: Judged | None, readings: frozenset[str]) -> Iterator[Finding]:
    """Say which months of the run, besides that of the day, count only because they were restored or paid in grace."""
    for payment, sentence in ((Payment.RESTORED, _RESTORED_IN_RUN), (Payment.LATE, _LATE_IN_RUN)):
        found = [each for each in run.months if each.payment is payment]
        if found not in ([], [month]):
            first, last = found[0], found[-1]
            rules = lapse_rules(first.paid.paid_on or first_day(first.month), readings)
            values = rules.values if payment is Payment.LATE else ()
            count, months = len(found), months_text(first.paid.month, last.paid.month + 1)
            yield sentence.on(*values, months=months, count=count)


def _changes_of_payer(run: Run, membership: Membership, day: date) -> Iterator[Finding]:
    """Say where another payer took over without a gap; cover goes on."""
    payer: Payer | None = None
    for each in run.months:
        if each.start > day:
            return
        now = each.paid.payer or membership.payer
        if payer is not None and now is not payer:
            yield _PAYER_CHANGED.on(month=month_text(each.paid.month), before=payer.label, after=now.label)
        payer = now


def _duration(run: Run) -> Finding:
    if run.end == OPEN_END:
        return _RUNS_OPEN.on(since=day_text(run.start))
    sentence = _RUNS_TO_EXIT if run.end == run.stay.end else _RUNS
    return sentence.on(since=day_text(run.start), last=day_text(run.end - ONE_DAY))


def _waiting(run: Run, wait: WaitRule, day: date, segment: Segment) -> Finding:
    if not wait.applies:
        sentence = _NO_WAIT_FOR_WAGE_EARNERS if segment is Segment.PU else _NO_WAIT_YET
        return sentence.on(*wait.values, day=day_text(day))
    start, full = wait.start_for(run), wait.full_from(run)
    if start < wait.spared_before:
        return _WAIT_SPARED.on(*wait.values, start=day_text(start), commencement=day_text(wait.spared_before))
    length = _WAIT_UNITS[wait.unit].fill(count=wait.length)
    days = {"start": day_text(start), "length": length, "full": day_text(full)}
    return (_WAIT_OVER if day >= full else _WAITING).on(*wait.values, **days)


def _exit(history: History, membership: Membership, day: date) -> Iterator[Finding]:
    last = [stay for stay in history.stays if stay.end <= day][-1]
    assert last.exit is not None, "a stay that is over ended with an exit"
    yield _EXITED.on(on=day_text(last.exit.on), reason=_EXIT_REASONS.get(last.exit.reason, _OTHER_REASON))
    is_paid = any(paid.month.first_day <= day <= paid.month.last_day for paid in membership.paid)
    if is_paid and number_at(day) > number_at(last.end):
        yield _PAID_BEYOND_EXIT.on(month=month_text(month_of(number_at(day))))


def _not_paid(
    membership: Membership, history: History, stay: Stay, day: date, readings: frozenset[str]
) -> Iterator[Finding]:
    number = number_at(day)
    named: dict[str, object] = {"month": month_text(month_of(number)), "day": day_text(day)}
    if membership.segment is Segment.PU:
        yield _WAGE_MONTH_UNPAID.on(unpaid_wage_rule(day, readings), **named)
        return
    month = next((each for each in history.months if each.month == number and each.end <= stay.end), None)
    if month is None:
        yield _MONTH_UNPAID.on(**named)
    else:
        yield _paid_in_vain(month, named, readings)
    yield from _lapse(history, stay, day, readings, is_paid=month is not None)


def _paid_in_vain(month: Judged, named: dict[str, object], readings: frozenset[str]) -> Finding:
    """Say why a month that was paid does not cover the day."""
    paid_on = month.paid.paid_on
    assert paid_on is not None, "a month with an unknown day of payment covers all its days"
    rules = lapse_rules(paid_on, readings)
    due, due_rule = due_on(month.month)
    days = {
        "paid_on": day_text(paid_on),
        "due": day_text(due),
        "payable": day_text(last_payable(month.stopped, rules.grace_months)),
    }
    if month.payment is Payment.LATE:
        return _LATE_WITHOUT_COVER.on(due_rule, *rules.values, **named, **days)
    return _PAID_AFTER_END.on(*rules.values, **named, **days)


def _lapse(history: History, stay: Stay, day: date, readings: frozenset[str], *, is_paid: bool) -> Iterator[Finding]:
    """Say when cover stopped, and whether arrears could still be paid on the day, unless they have been since."""
    before = history.run_before(day)
    if before is None or before.stay != stay:
        return
    rules = lapse_rules(day, readings)
    payable = last_payable(number_at(before.end), rules.grace_months)
    days = {"last": day_text(before.end - ONE_DAY), "payable": day_text(payable), "count": rules.grace_months}
    if day > payable:
        yield _MEMBERSHIP_ENDED.on(rules.values[0], **days)
    elif not is_paid:
        yield _ARREARS_PAYABLE.on(rules.values[0], **days)


_OTHER_CARRIER: Final = Text(
    "Kepesertaan ini ada pada PT TASPEN, bukan pada BPJS Ketenagakerjaan. Manfaatnya ditanyakan kepada PT TASPEN.",
    "This membership is kept by PT TASPEN, not by BPJS Ketenagakerjaan. Ask PT TASPEN about its benefits.",
)
_ENROLLED: Final = Sentence.of(
    "ENROLLED", "Pendaftaran diterima pada {day}.", "The registration was accepted on {day}."
)
_RETURNED: Final = Sentence.of(
    "RETURNED",
    "Peserta pernah keluar dan terdaftar kembali pada {day}; masa perlindungan dihitung baru sejak hari itu.",
    "The participant had left and was registered again on {day}; cover counts anew from that day.",
)
_NOT_YET_ENROLLED: Final = Sentence.of(
    "NOT_YET_ENROLLED",
    "Pendaftaran baru diterima pada {enrolled_on}, jadi {day} belum dilindungi.",
    "The registration was accepted only on {enrolled_on}, so {day} is not covered yet.",
)
_MONTHS_PAID: Final = Sentence.of(
    "MONTHS_PAID",
    "Bulan iuran yang dibayar: {months} ({count} bulan).",
    "Contribution months paid: {months} ({count:month|months}).",
)
_NO_MONTHS_PAID: Final = Sentence.of(
    "NO_MONTHS_PAID", "Belum ada bulan iuran yang dibayar.", "No contribution month has been paid."
)
_MONTH_PAID: Final = Sentence.of(
    "MONTH_PAID",
    "Iuran {month} sudah dibayar (sumber iuran: {payer}).",
    "The contribution for {month} was paid (by {payer}).",
)
_MONTH_PAID_IN_TIME: Final = Sentence.of(
    "MONTH_PAID_IN_TIME",
    "Iuran {month} dibayar pada {paid_on} (sumber iuran: {payer}), tidak lewat jatuh tempo {due}.",
    "The contribution for {month} was paid on {paid_on} (by {payer}), not after the due date, {due}.",
)
_MONTH_PAID_LATE: Final = Sentence.of(
    "MONTH_PAID_LATE",
    "Iuran {month} dibayar pada {paid_on}, lewat jatuh tempo {due}. Tunggakan masih dapat dibayar sampai {payable}, "
    "jadi bulan itu tetap dilindungi.",
    "The contribution for {month} was paid on {paid_on}, after the due date, {due}. Arrears could still be paid until "
    "{payable}, so the month is covered.",
)
_MONTH_RESTORED: Final = Sentence.of(
    "MONTH_RESTORED",
    "Iuran {month} baru dibayar pada {paid_on}. BPJS Ketenagakerjaan memulihkan bulan itu, jadi dianggap dibayar "
    "tepat waktu.",
    "The contribution for {month} was paid only on {paid_on}. BPJS Ketenagakerjaan restored the month, so it counts "
    "as paid in time.",
)
_MONTH_BEGINS_ANEW: Final = Sentence.of(
    "MONTH_BEGINS_ANEW",
    "Iuran {month} dibayar pada {paid_on}. Tunggakan hanya dapat dibayar sampai {payable}, jadi peserta dihitung "
    "sebagai peserta baru dan dilindungi sejak {start}.",
    "The contribution for {month} was paid on {paid_on}. Arrears could be paid only until {payable}, so the person "
    "counts as a new participant and is covered from {start}.",
)
_MONTH_UNPAID: Final = Sentence.of(
    "MONTH_UNPAID",
    "Iuran {month} belum dibayar, jadi {day} tidak dilindungi.",
    "The contribution for {month} has not been paid, so {day} is not covered.",
)
_LATE_WITHOUT_COVER: Final = Sentence.of(
    "LATE_WITHOUT_COVER",
    "Iuran {month} baru dibayar pada {paid_on}, lewat jatuh tempo {due}; menurut tafsir yang dipilih, hari sebelum "
    "pembayaran tidak dilindungi.",
    "The contribution for {month} was paid only on {paid_on}, after the due date, {due}; by the reading chosen, days "
    "before the payment are not covered.",
)
_PAID_AFTER_END: Final = Sentence.of(
    "PAID_AFTER_END",
    "Iuran {month} baru dibayar pada {paid_on}, padahal tunggakan hanya dapat dibayar sampai {payable}. Perlindungan "
    "dihitung baru sejak pembayaran, jadi {day} tidak dilindungi.",
    "The contribution for {month} was paid only on {paid_on}, while arrears could be paid only until {payable}. Cover "
    "counts anew from the payment, so {day} is not covered.",
)
_ARREARS_PAYABLE: Final = Sentence.of(
    "ARREARS_PAYABLE",
    "Perlindungan terakhir berlaku sampai {last}. Tunggakan dapat dibayar sampai {payable} ({count} bulan) tanpa "
    "menjadi peserta baru.",
    "Cover last ran until {last}. Arrears can be paid until {payable} ({count} months) without becoming a new "
    "participant.",
)
_MEMBERSHIP_ENDED: Final = Sentence.of(
    "MEMBERSHIP_ENDED",
    "Perlindungan terakhir berlaku sampai {last}. Tunggakan tidak dibayar sampai {payable} ({count} bulan), jadi "
    "kepesertaan berakhir; pembayaran berikutnya dihitung sebagai peserta baru.",
    "Cover last ran until {last}. Arrears were not paid by {payable} ({count} months), so the membership ended; the "
    "next payment counts as that of a new participant.",
)
_WAGE_MONTH_OWED: Final = Sentence.of(
    "WAGE_MONTH_OWED",
    "Iuran {month} belum dibayar pemberi kerja. Itu utang pemberi kerja: pekerja tetap dilindungi, dan pemberi kerja "
    "menanggung manfaatnya lebih dahulu sampai iuran lunas.",
    "The employer has not paid the contribution for {month}. That is the employer's debt: the worker stays covered, "
    "and the employer bears the benefit first until it has paid.",
)
_WAGE_MONTH_UNPAID: Final = Sentence.of(
    "WAGE_MONTH_UNPAID",
    "Iuran {month} belum dibayar pemberi kerja; menurut tafsir yang dipilih, manfaat ditanggung pemberi kerja "
    "seluruhnya, bukan oleh BPJS Ketenagakerjaan.",
    "The employer has not paid the contribution for {month}; by the reading chosen, the employer alone bears the "
    "benefit, not BPJS Ketenagakerjaan.",
)
_ENDED_BEFORE: Final = Sentence.of(
    "ENDED_BEFORE",
    "Perlindungan berhenti pada {stopped} dan kepesertaan berakhir karena tunggakan; sejak {start} dihitung sebagai "
    "peserta baru.",
    "Cover stopped on {stopped} and the membership ended for arrears; from {start} on the person counts as a new "
    "participant.",
)
_GAP_BEFORE: Final = Sentence.of(
    "GAP_BEFORE",
    "Perlindungan terputus sejak {stopped} dan berlaku kembali sejak {start}.",
    "Cover was broken from {stopped} and resumed on {start}.",
)
_RESTORED_IN_RUN: Final = Sentence.of(
    "RESTORED_IN_RUN",
    "BPJS Ketenagakerjaan memulihkan {count} bulan ({months}), jadi perlindungan tidak terputus.",
    "BPJS Ketenagakerjaan restored {count:month|months} ({months}), so cover was not broken.",
)
_LATE_IN_RUN: Final = Sentence.of(
    "LATE_IN_RUN",
    "{count} bulan ({months}) dibayar terlambat, tetapi masih dalam batas tunggakan; perlindungan tidak terputus.",
    "{count:month|months} ({months}), paid late but while arrears could be paid, did not break cover.",
)
_PAYER_CHANGED: Final = Sentence.of(
    "PAYER_CHANGED",
    "Sejak {month} sumber iuran berganti dari {before} ke {after} tanpa jeda; perlindungan tidak terputus.",
    "From {month} the payer changed from {before} to {after} without a gap; cover was not broken.",
)
_RUNS: Final = Sentence.of(
    "RUNS",
    "Perlindungan berjalan tanpa jeda sejak {since}, dan berlaku sampai {last} bila tidak ada iuran lagi.",
    "Cover has run unbroken since {since}, and lasts until {last} if nothing more is paid.",
)
_RUNS_TO_EXIT: Final = Sentence.of(
    "RUNS_TO_EXIT",
    "Perlindungan berjalan tanpa jeda sejak {since} sampai {last}, karena sesudah itu peserta keluar.",
    "Cover runs unbroken from {since} to {last}, because the participant then leaves.",
)
_RUNS_OPEN: Final = Sentence.of(
    "RUNS_OPEN",
    "Perlindungan berjalan tanpa jeda sejak {since}, selama pekerja belum keluar.",
    "Cover has run unbroken since {since}, as long as the worker has not left.",
)
_JKK_FULL: Final = Sentence.of(
    "JKK_FULL",
    "JKK (kecelakaan kerja) berlaku penuh sejak hari pertama, tanpa masa tunggu.",
    "JKK (work accident) holds in full from the first day, without a waiting period.",
)
_NO_WAIT_YET: Final = Sentence.of(
    "JKM_NO_WAIT",
    "JKM (kematian) berlaku penuh: pada {day} belum ada masa tunggu.",
    "JKM (death) holds in full: on {day} there was no waiting period.",
)
_NO_WAIT_FOR_WAGE_EARNERS: Final = Sentence.of(
    "JKM_NO_WAIT",
    "JKM (kematian) berlaku penuh: bagi penerima upah tidak ada masa tunggu.",
    "JKM (death) holds in full: wage earners have no waiting period.",
)
_WAIT_SPARED: Final = Sentence.of(
    "JKM_WAIT_SPARED",
    "JKM (kematian) berlaku penuh: kepesertaan dimulai pada {start}, sebelum masa tunggu diatur ({commencement}).",
    "JKM (death) holds in full: the membership began on {start}, before the waiting rule ({commencement}).",
)
_WAITING: Final = Sentence.of(
    "JKM_WAITING",
    "JKM (kematian) masih dalam masa tunggu {length} sejak {start}: baru biaya pemakaman; penuh mulai {full}.",
    "JKM (death) is in its waiting period of {length} from {start}: funeral money only; in full from {full}.",
)
_WAIT_OVER: Final = Sentence.of(
    "JKM_WAIT_OVER",
    "JKM (kematian) berlaku penuh sejak {full}: masa tunggu {length} sejak {start} sudah dilewati.",
    "JKM (death) holds in full since {full}: the waiting period of {length} from {start} is over.",
)
_EXITED: Final = Sentence.of(
    "EXITED",
    "Kepesertaan berakhir pada {on} ({reason}).",
    "The membership ended on {on} ({reason}).",
)
_PAID_BEYOND_EXIT: Final = Sentence.of(
    "PAID_BEYOND_EXIT",
    "Iuran {month} sudah dibayar, tetapi sesudah keluar tidak melindungi; mintalah pengembaliannya.",
    "The contribution for {month} was paid, but after leaving it does not cover; ask for it back.",
)
_COVERED_LATER: Final = Sentence.of(
    "COVERED_LATER", "Perlindungan berlaku sejak {start}.", "Cover holds from {start}."
)
_WAIT_UNITS: Final = {
    "calendar_months": Text("{count} bulan", "{count:month|months}"),
    "days": Text("{count} hari", "{count:day|days}"),
    "paid_months": Text("{count} bulan iuran", "{count:contribution month|contribution months}"),
}
_EXIT_REASONS: Final = {
    "died": Text("meninggal dunia", "died"),
    "moved": Text("pindah", "moved away"),
    "own_wish": Text("atas permintaan sendiri", "own wish"),
    "employed": Text("bekerja sebagai penerima upah", "became a wage earner"),
    "civil_servant": Text("menjadi ASN, TNI, atau Polri", "became a civil servant, soldier or police"),
    "removed": Text("dikeluarkan dari daftar", "taken off the list"),
}
_OTHER_REASON: Final = Text("alasan lain", "another reason")
