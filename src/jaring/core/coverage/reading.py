"""Read a membership from its JSON object; what cannot be so is refused by field.

Three refusals, each telling everything of its kind at once: what cannot be read (JRG-130), what cannot be true by
itself (JRG-131), and facts that contradict each other (JRG-132).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple

from jaring.core.contribution import Payer, Segment
from jaring.core.coverage.calendar import number_at, number_of
from jaring.core.coverage.membership import Carrier, Exit, Membership, PaidMonth, Restoration
from jaring.core.coverage.stays import DIED
from jaring.core.errors import JaringError
from jaring.core.fields import MONEY_MAX_IDR, Fault, Fields, Misread, as_day, one_of, whole
from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.core.text import Text

EXIT_REASONS: Final = (DIED, "moved", "employed", "civil_servant", "own_wish", "other")
PREPAID_MONTHS_MAX: Final = 12
PAID_MONTHS_MAX: Final = 1200
FIRST_MONTH: Final = Month(2015, 7)  # PP 44/2015; the law that Jaring knows begins here.
LAST_MONTH: Final = Month(2199, 12)
_FIRST_ENROLMENT: Final = date(1977, 1, 1)  # There was no employment insurance in Indonesia before.
_NO_DAY: Final = date(2000, 1, 1)  # Stands in for a day that could not be read; the document is refused.
_NO_MONTH: Final = Month(2000, 1)
_MONTH: Final = re.compile(r"([0-9]{4})-([0-9]{2})").fullmatch


class MembershipUnreadableError(JaringError):
    """A membership with missing, unknown or wrongly written fields."""

    code = "JRG-130"
    sentence = Text("Kepesertaan tidak dapat dibaca: {faults}.", "The membership cannot be read: {faults}.")
    hint = Text(
        "Perbaiki isian yang disebut; bentuknya ada di docs/reference/coverage.md.",
        "Correct the fields named; their form is described in docs/reference/coverage.md.",
    )


class MembershipImpossibleError(JaringError):
    """Facts of a membership that cannot be true, whatever else is the case."""

    code = "JRG-131"
    sentence = Text(
        "Fakta kepesertaan ini tidak mungkin: {faults}.", "These facts of a membership cannot be: {faults}."
    )
    hint = Text("Periksa isian yang disebut, lalu ulangi.", "Check the fields named and try again.")


class MembershipContradictsItselfError(JaringError):
    """Facts of a membership of which at most one can be true. All such pairs are told at once."""

    code = "JRG-132"
    sentence = Text(
        "Fakta kepesertaan saling bertentangan: {faults}.", "Facts of the membership contradict each other: {faults}."
    )
    hint = Text(
        "Periksa mana yang benar, perbaiki yang lain, lalu ulangi.",
        "Find out which is right, correct the other and try again.",
    )


class _Named(NamedTuple):
    """A paid month with the name of the field that it stands in."""

    field: str
    paid: PaidMonth


def read_membership(document: Mapping[str, object], place: str = "member") -> Membership:
    """Read one membership.

    Months of ranges are half-open: ``{"from": "2025-07", "until": "2026-01"}`` are July to December. An exit without
    ``returned_on`` ends with the first later month that shows a return: paid on or after the exit, or after an unpaid
    month. Months prepaid beyond an exit show none.

    Args:
        document: The parsed JSON object; money as whole rupiah, days as ``YYYY-MM-DD``, months as ``YYYY-MM``.
        place: Name of the object, with which the names of fields begin in a refusal.

    Raises:
        MembershipUnreadableError: (JRG-130) fields are missing, unknown or of the wrong form.
        MembershipImpossibleError: (JRG-131) a fact cannot be true.
        MembershipContradictsItselfError: (JRG-132) facts contradict each other.
    """
    faults: list[Fault] = []
    fields = Fields(document, place, faults)
    enrolled_on = fields.needed("enrolled_on", _as_enrolment, _NO_DAY)
    named = _paid_months(fields)
    membership = Membership(
        segment=fields.needed("segment", one_of(Segment), Segment.BPU),
        carrier=fields.optional("carrier", one_of(Carrier), Carrier.BPJS_TK),
        base=Rupiah(fields.needed("base_idr", whole(1, MONEY_MAX_IDR), 1)),
        payer=fields.needed("payer", one_of(Payer), Payer.SELF),
        enrolled_on=enrolled_on,
        paid=tuple(sorted((each.paid for each in named), key=lambda paid: number_of(paid.month))),
        exits=fields.rows("exits", _exit),
        restorations=fields.rows("restorations", _restoration),
    )
    birth_date = fields.optional("birth_date", as_day, None)
    fields.done()
    _refuse(faults)
    contradictions = [*_contradictions(membership, named, birth_date, place)]
    if contradictions:
        raise MembershipContradictsItselfError(faults=_joined(contradictions))
    return _with_returns(membership)


def _refuse(faults: Sequence[Fault]) -> None:
    if faults:
        kind = MembershipUnreadableError if any(fault.is_form for fault in faults) else MembershipImpossibleError
        raise kind(faults=_joined([_FAULT.fill(field=fault.field, rule=fault.rule) for fault in faults]))


def _joined(sentences: Sequence[Text]) -> Text:
    return Text("; ".join(each.id for each in sentences), "; ".join(each.en for each in sentences))


def _paid_months(fields: Fields) -> list[_Named]:
    """Read ``paid_months``: one range, or a list of months, objects and ranges."""
    given = fields.raw("paid_months")
    name = fields.name("paid_months")
    if given is None:
        return []
    if isinstance(given, Mapping):
        return _paid(name, given, fields.faults)
    if not isinstance(given, list | tuple):
        fields.fault("paid_months", _MONTHS_FORM, is_form=True)
        return []
    found: list[_Named] = []
    for i, row in enumerate(given[:PAID_MONTHS_MAX]):
        found += _paid(f"{name}[{i}]", row, fields.faults)
    if len(given) > PAID_MONTHS_MAX or len(found) > PAID_MONTHS_MAX:
        fields.fault("paid_months", _TOO_MANY_MONTHS.fill(most=PAID_MONTHS_MAX))
        return []
    return found


def _paid(name: str, row: object, faults: list[Fault]) -> list[_Named]:
    """Read one month written as text, one month as an object, or a range of months."""
    is_object = isinstance(row, Mapping)
    fields = Fields(row if is_object else {"month": row}, name, faults)
    paid_on = fields.optional("paid_on", as_day, None)
    payer = fields.optional("payer", one_of(Payer), None)
    if is_object and isinstance(row, Mapping) and "month" not in row:
        start, end = _range(fields)
    else:
        start = _month_of(fields, "month", is_object=is_object)
        end = start + 1
    fields.done()
    return [_Named(name, PaidMonth(month, paid_on, payer)) for month in start.until(end)]


def _month_of(fields: Fields, key: str, *, is_object: bool) -> Month:
    if is_object:
        return fields.needed(key, _as_month, _NO_MONTH)
    try:
        return _as_month(fields.raw(key))
    except Misread as misread:
        fields.faults.append(Fault(fields.place, misread.rule, misread.is_form))
        return _NO_MONTH


def _range(fields: Fields) -> tuple[Month, Month]:
    start = fields.needed("from", _as_month, _NO_MONTH)
    end = fields.needed("until", _as_month, _NO_MONTH)
    if end <= start and _NO_MONTH not in (start, end):
        fields.fault("until", _EMPTY_RANGE)
    if end - start > PAID_MONTHS_MAX:
        fields.fault("until", _TOO_MANY_MONTHS.fill(most=PAID_MONTHS_MAX))
        return _NO_MONTH, _NO_MONTH
    return start, end


def _exit(fields: Fields) -> Exit:
    left_on = fields.needed("on", as_day, _NO_DAY)
    reason = fields.optional("reason", _as_exit_reason, "other")
    return Exit(left_on, reason, fields.optional("returned_on", as_day, None))


def _restoration(fields: Fields) -> Restoration:
    start, end = _range(fields)
    return Restoration(start, end, fields.optional("accepted_on", as_day, None))


def _as_enrolment(value: object) -> date:
    day = as_day(value)
    if day < _FIRST_ENROLMENT:
        raise Misread(_ENROLLED_TOO_EARLY.fill(year=_FIRST_ENROLMENT.year), is_form=False)
    return day


def _as_month(value: object) -> Month:
    match = _MONTH(value) if isinstance(value, str) else None
    if match is None:
        raise Misread(_MONTH_FORM, is_form=True)
    year, number = int(match[1]), int(match[2])
    if not 1 <= number <= 12:
        raise Misread(_MONTH_NUMBER, is_form=False)
    if not FIRST_MONTH.year <= year <= LAST_MONTH.year or Month(year, number) < FIRST_MONTH:
        raise Misread(_MONTH_RANGE.fill(first=FIRST_MONTH, last=LAST_MONTH), is_form=False)
    return Month(year, number)


def _as_exit_reason(value: object) -> str:
    if not isinstance(value, str) or value not in EXIT_REASONS:
        raise Misread(_EXIT_REASON, is_form=False)
    return value


def _contradictions(
    membership: Membership, named: Sequence[_Named], birth_date: date | None, place: str
) -> Iterator[Text]:
    yield from _of_months(membership, named, place)
    yield from _of_payers(membership, named, place)
    yield from _of_exits(membership, place)
    paid = {each.paid.month for each in named}
    for i, restoration in enumerate(membership.restorations):
        if not paid.issuperset(restoration.start.until(restoration.end)):
            yield _RESTORED_UNPAID.fill(field=f"{place}.restorations[{i}]", other=f"{place}.paid_months")
    if birth_date is not None and birth_date > membership.enrolled_on:
        yield _NOT_AFTER.fill(earlier=f"{place}.birth_date", later=f"{place}.enrolled_on")


def _of_months(membership: Membership, named: Sequence[_Named], place: str) -> Iterator[Text]:
    """Yield months before the enrolment, months paid twice, and prepayments farther ahead than anybody can pay."""
    enrolled = Month.of(membership.enrolled_on)
    seen: dict[Month, str] = {}
    told: set[str] = set()
    for field, paid in named:
        if paid.month < enrolled and field not in told:
            told.add(field)
            yield _NOT_BEFORE.fill(later=field, earlier=f"{place}.enrolled_on")
        if paid.month in seen:
            yield _TWICE.fill(field=field, other=seen[paid.month], month=str(paid.month))
        seen[paid.month] = field
        is_far_ahead = paid.paid_on is not None and paid.month - Month.of(paid.paid_on) > PREPAID_MONTHS_MAX
        if is_far_ahead and field not in told:
            told.add(field)
            yield _TOO_FAR_AHEAD.fill(field=field, month=str(paid.month), most=PREPAID_MONTHS_MAX)


def _of_payers(membership: Membership, named: Sequence[_Named], place: str) -> Iterator[Text]:
    """Yield payers that the segment cannot have: an employer pays wage earners, who do not pay themselves."""
    wrong = Payer.SELF if membership.segment is Segment.PU else Payer.EMPLOYER
    payers = {f"{place}.payer": membership.payer} | {each.field: each.paid.payer for each in named}
    for field, payer in payers.items():
        if payer is wrong:
            yield _PAYER_OF_SEGMENT.fill(field=field, other=f"{place}.segment", payer=payer.value)


def _of_exits(membership: Membership, place: str) -> Iterator[Text]:
    def name(i: int) -> str:
        return f"{place}.exits[{i}]"

    for i, each in enumerate(membership.exits):
        if each.on < membership.enrolled_on:
            yield _NOT_BEFORE.fill(later=f"{name(i)}.on", earlier=f"{place}.enrolled_on")
        if each.returned_on is not None and each.returned_on <= each.on:
            yield _RETURN_BEFORE_EXIT.fill(field=f"{name(i)}.returned_on", other=f"{name(i)}.on")
        if each.returned_on is not None and each.reason == DIED:
            yield _DIED_AND_RETURNED.fill(field=name(i))
    for i, (left, after) in enumerate(pairwise(membership.exits)):
        if left.reason == DIED or after.on <= (left.returned_on or left.on):
            yield _EXITS_OUT_OF_ORDER.fill(field=name(i + 1), other=name(i))


def _with_returns(membership: Membership) -> Membership:
    """Put in the days of return that the paid months show."""
    exits = membership.exits
    if not exits:
        return membership
    nexts = [*(each.on for each in exits[1:]), date.max]
    returned = tuple(
        each if each.returned_on else Exit(each.on, each.reason, _return_after(each, until, membership))
        for each, until in zip(exits, nexts, strict=True)
    )
    return replace(membership, exits=returned)


def _return_after(left: Exit, until: date, membership: Membership) -> date | None:
    """Return the first day of the first month after an exit whose payment shows that the person was back."""
    if left.reason == DIED:
        return None
    expected = number_at(left.on) + 1
    for paid in membership.paid:
        month = number_of(paid.month)
        if month < expected or paid.month.first_day >= until:
            continue
        if month > expected or (paid.paid_on is not None and paid.paid_on >= left.on):
            first, last = paid.month.first_day, paid.month.last_day
            return paid.paid_on if paid.paid_on is not None and first < paid.paid_on <= last else first
        expected = month + 1
    return None


_FAULT: Final = Text("{field}: {rule}", "{field}: {rule}")
_MONTHS_FORM: Final = Text(
    'tulis daftar bulan, atau satu rentang {{"from": "2025-07", "until": "2026-01"}}',
    'write a list of months, or one range {{"from": "2025-07", "until": "2026-01"}}',
).fill()
_TOO_MANY_MONTHS: Final = Text("paling banyak {most} bulan", "at most {most} months")
_EMPTY_RANGE: Final = Text(
    "rentang ini kosong: bulan until tidak ikut dihitung", "this range is empty: the month of until is not included"
)
_ENROLLED_TOO_EARLY: Final = Text(
    "sebelum tahun {year} belum ada jaminan sosial tenaga kerja", "there was no employment insurance before {year}"
)
_MONTH_FORM: Final = Text(
    "tulis bulan sebagai TTTT-BB, misalnya 2026-05", "write the month as YYYY-MM, for example 2026-05"
)
_MONTH_NUMBER: Final = Text("bulan hanya 01 sampai 12", "months run from 01 to 12 only")
_MONTH_RANGE: Final = Text(
    "bulan harus antara {first} dan {last}; aturan yang dikenal mulai {first}",
    "the month must lie between {first} and {last}; the law known begins in {first}",
)
_EXIT_REASON: Final = Text(f"pilih salah satu: {', '.join(EXIT_REASONS)}", f"choose one of: {', '.join(EXIT_REASONS)}")
_NOT_AFTER: Final = Text("{earlier} tidak boleh sesudah {later}", "{earlier} cannot lie after {later}")
_NOT_BEFORE: Final = Text("{later} tidak boleh sebelum {earlier}", "{later} cannot lie before {earlier}")
_TWICE: Final = Text(
    "{field} dan {other} menyebut bulan yang sama ({month})", "{field} and {other} name the same month ({month})"
)
_TOO_FAR_AHEAD: Final = Text(
    "{field}: {month} dibayar lebih dari {most} bulan di muka",
    "{field}: {month} was paid more than {most} months ahead",
)
_PAYER_OF_SEGMENT: Final = Text(
    "{field} {payer} tidak cocok dengan {other}: pemberi kerja membayar bagi penerima upah, bukan lainnya",
    "{field} {payer} does not fit {other}: employers pay for wage earners, and for nobody else",
)
_RETURN_BEFORE_EXIT: Final = Text("{field} harus sesudah {other}", "{field} must lie after {other}")
_DIED_AND_RETURNED: Final = Text(
    "{field}: yang meninggal dunia tidak terdaftar kembali", "{field}: who died is not registered again"
)
_EXITS_OUT_OF_ORDER: Final = Text(
    "{field} harus sesudah {other} dan sesudah kembali darinya",
    "{field} must lie after {other} and the return from it",
)
_RESTORED_UNPAID: Final = Text(
    "{field} memulihkan bulan yang tidak ada dalam {other}", "{field} restores a month that is not in {other}"
)
