"""Benefits of work accident insurance (JKK): care, transport, lost income, disability and death.

Every amount follows the law on the day of the accident, or of the diagnosis of an occupational disease, also where
death comes later from it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from jaring.core.benefit.answer import ItemCode
from jaring.core.benefit.award import Award, added, grounds_of_rounding, rounded
from jaring.core.benefit.case import Case, Cause, Disability, Hand, Kind, Mode, Outcome
from jaring.core.benefit.grants import funeral, periodic
from jaring.core.contribution import Segment
from jaring.core.law import DisabilityRow, LawOfDay, Value
from jaring.core.law.finding import Finding
from jaring.core.money import ZERO, Rupiah
from jaring.core.text import Text
from jaring.core.wording import day_text, percent_text

PRICED_BY_CENTRE: Final = frozenset({"prosthesis", "orthosis"})


def award(case: Case, of_day: LawOfDay) -> Award:
    """Compute what JKK gives.

    Args:
        case: The facts; its membership covers the day of the event.
        of_day: The law on the day of the event.

    Returns:
        Amounts in whole rupiah, each with the values behind it; care in kind as services.

    Source of law:
        PP 44/2015 article 25 and Lampiran III, as amended by PP 82/2019; the parameters under ``benefit/jkk`` carry
        article and status. Checked 2026-11-22 in published secondary sources.
    """
    given = Award()
    _base(given, case, of_day)
    _care(given, case, of_day)
    match case.event.outcome:
        case Outcome.DEATH:
            _death(given, case, of_day)
        case Outcome.TOTAL_DISABILITY:
            _total_disability(given, case, of_day)
        case Outcome.PARTIAL_DISABILITY:
            _partial_disability(given, case, of_day)
        case Outcome.TEMPORARY:
            pass
    _temporary_pay(given, case, of_day)
    _transport(given, case, of_day)
    _appliances(given, case, of_day)
    _home_care(given, case, of_day)
    return given


def _base(given: Award, case: Case, of_day: LawOfDay) -> None:
    """Name a base of a non-wage participant that no income gives: somebody may have written the income itself."""
    if case.member.segment is Segment.BPU:
        table = of_day.value("contribution/bpu/income_table")
        if case.member.base.idr not in {bracket.base_idr for bracket in table.brackets}:
            given.missing.append(
                Finding("base_not_in_table", _BASE_NOT_IN_TABLE.fill(base=case.member.base), (table,))
            )


def _death(given: Award, case: Case, of_day: LawOfDay) -> None:
    months, rate = of_day.value("benefit/jkk/base_months"), of_day.value("benefit/jkk/death_rate")
    floor, rounding = of_day.value("benefit/jkm/death_grant"), of_day.value("benefit/common/rounding")
    floor_applies = of_day.value("benefit/jkk/death_grant_floor")
    base = case.member.base
    share = rounded(rate.rate * months.count * base.idr, rounding.rounding)
    formula = _GRANT.fill(rate=percent_text(rate.rate), months=months.count, base=base)
    values: tuple[Value, ...] = (rate, months)
    if floor_applies.flag and share < floor.amount:
        share, values = floor.amount, (*values, floor_applies, floor)
        formula = _AT_LEAST.fill(formula=formula, floor=floor.amount)
    given.give(ItemCode.DEATH_GRANT, _DEATH_GRANT, share, formula, values)
    _periodic(given, case, of_day)
    funeral(given, of_day)
    if case.event.disabilities:
        given.notes.append(Finding("disability_replaced", _DISABILITY_REPLACED_BY_DEATH))
    if case.event.kind is Kind.DEATH and case.event.days_unable:
        given.missing.append(Finding("accident_day_unknown", _ACCIDENT_DAY_UNKNOWN))
    if case.event.death_on != case.event.on:
        rule = of_day.value("benefit/common/decisive_day")
        given.notes.append(Finding("later_death", _LATER_DEATH.fill(day=day_text(of_day.day)), (rule,)))


def _total_disability(given: Award, case: Case, of_day: LawOfDay) -> None:
    months, rate = of_day.value("benefit/jkk/base_months"), of_day.value("benefit/jkk/total_disability_rate")
    rounding = of_day.value("benefit/common/rounding")
    amount = rounded(rate.rate * months.count * case.member.base.idr, rounding.rounding)
    formula = _GRANT.fill(rate=percent_text(rate.rate), months=months.count, base=case.member.base)
    given.give(ItemCode.TOTAL_DISABILITY_GRANT, _TOTAL_DISABILITY_GRANT, amount, formula, (rate, months))
    _periodic(given, case, of_day)
    if case.event.disabilities:
        given.notes.append(Finding("disability_replaced", _DISABILITY_REPLACED_BY_TOTAL))


def _periodic(given: Award, case: Case, of_day: LawOfDay) -> None:
    outcomes = of_day.value("benefit/grant/periodic_for")
    if case.event.outcome.value in outcomes.names:
        periodic(given, of_day, grounds=(outcomes,))


class _Loss(NamedTuple):
    """One disability as a share of the full grant, with its term of the formula."""

    share: Decimal
    term: Text


def _partial_disability(given: Award, case: Case, of_day: LawOfDay) -> None:
    table = of_day.value("benefit/disability/table")
    months, cap = of_day.value("benefit/jkk/base_months"), of_day.value("benefit/jkk/partial_disability_cap")
    functional, rounding = of_day.value("benefit/jkk/functional_multiplies"), of_day.value("benefit/common/rounding")
    losses = [_loss(given, each, case.hand, table, functional) for each in case.event.disabilities]
    total = sum((loss.share for loss in losses), Decimal(0))
    terms = added(loss.term for loss in losses)
    values = [table, months]
    if any(each.loss_of_function != 1 for each in case.event.disabilities):
        values.append(functional)
    if total > cap.rate:
        total, terms = cap.rate, _CAPPED.fill(terms=terms, cap=percent_text(cap.rate))
        values.append(cap)
    elif len(losses) > 1:
        terms = Text(f"({terms.id})", f"({terms.en})")
        values.append(cap)
    exact = total * months.count * case.member.base.idr
    amount = rounded(exact, rounding.rounding)
    values += grounds_of_rounding(exact, rounding)
    formula = _SHARE_OF_BASE.fill(share=terms, months=months.count, base=case.member.base)
    given.give(ItemCode.PARTIAL_DISABILITY_GRANT, _PARTIAL_DISABILITY_GRANT, amount, formula, values)


def _loss(given: Award, disability: Disability, hand: Hand, table: Value, functional: Value) -> _Loss:
    """Return the share of one disability; a left-handed person's sides change places."""
    named = table.disabilities[disability.part]
    row = named
    if hand is Hand.LEFT and named.other_side is not None:
        row = table.disabilities[named.other_side]
        given.notes.append(Finding("left_handed", _LEFT_HANDED.fill(part=named.label, other=row.label), (table,)))
    share, term = _share_of(given, disability, row)
    lost = disability.loss_of_function
    if lost == 1:
        return _Loss(share, term)
    if not functional.flag:
        return _Loss(lost, percent_text(lost))
    return _Loss(
        share * lost, Text(*(f"{each} x {part}" for each, part in zip(percent_text(lost), term, strict=True)))
    )


def _share_of(given: Award, disability: Disability, row: DisabilityRow) -> tuple[Decimal, Text]:
    """Return the share that the table gives: fixed, within a range, or by steps up to a limit."""
    if row.rate_range is not None:
        lowest, highest = row.rate_range
        if disability.degree is None:
            parts = {"part": row.label, "lowest": percent_text(lowest), "highest": percent_text(highest)}
            given.missing.append(Finding("degree_unknown", _DEGREE_UNKNOWN.fill(**parts)))
        share = lowest if disability.degree is None else disability.degree
        return share, percent_text(share)
    assert row.rate is not None
    if row.per is None or row.rate_max is None:
        return row.rate, percent_text(row.rate)
    share = row.rate * disability.units
    if share > row.rate_max:
        return row.rate_max, percent_text(row.rate_max)
    if disability.units == 1:
        return share, percent_text(share)
    term = percent_text(row.rate)
    return share, Text(f"{disability.units} x {term.id}", f"{disability.units} x {term.en}")


def _temporary_pay(given: Award, case: Case, of_day: LawOfDay) -> None:
    days = case.event.days_unable
    if not days:
        return
    steps, block = of_day.value("benefit/jkk/temporary_rates"), of_day.value("benefit/jkk/temporary_month_days")
    divisor, rounding = of_day.value("benefit/jkk/day_divisor"), of_day.value("benefit/common/rounding")
    spans = list(_spans(days, steps, block.count))
    exact = _pay(spans, case.member.base, divisor)
    amount = rounded(exact, rounding.rounding)
    values = (steps, divisor, block, *grounds_of_rounding(exact, rounding))
    parts = {"base": case.member.base, "divisor": divisor.count}
    formula = added(_DAYS_OF_PAY.fill(days=span[0], rate=percent_text(span[1]), **parts) for span in spans)
    first_day = of_day.value("benefit/jkk/temporary_first_day")
    passed = _days_passed(case, first_day)
    until_then = rounded(_pay(_spans(passed, steps, block.count), case.member.base, divisor), rounding.rounding)
    ahead = amount - until_then
    given.give(ItemCode.TEMPORARY_DISABILITY_PAY, _TEMPORARY_PAY, amount, formula, values, not_yet_due=ahead)
    if passed < days:
        text = _PAY_AHEAD.fill(
            day=day_text(case.as_of), passed=passed, days=days, due=until_then, rest=days - passed, ahead=ahead
        )
        given.notes.append(Finding("temporary_pay_ahead", text, (steps, first_day)))


def _days_passed(case: Case, first_day: Value) -> int:
    """Return how many of the days unable to work have passed on the day of the question, that day counted.

    They are taken to follow each other from the day of the accident, or the day after it. Days before a death whose
    accident has no day of its own have all passed.
    """
    days = case.event.days_unable
    if case.event.kind is Kind.DEATH:
        return days
    since_accident = (case.as_of - case.event.on).days
    return min(days, since_accident + 1 if first_day.name == "day_of_accident" else since_accident)


def _pay(spans: Iterable[tuple[int, Decimal]], base: Rupiah, divisor: Value) -> Decimal:
    """Return the exact pay (IDR) for spans of days, each with the share of the base that it gives."""
    return sum((days * rate for days, rate in spans), Decimal(0)) * base.idr / divisor.count


def _spans(days: int, steps: Value, block_days: int) -> Iterator[tuple[int, Decimal]]:
    """Yield how many of the days fall under each rate; neighbours under the same rate are one span."""
    rates: dict[Decimal, int] = defaultdict(int)
    starts = [(step.from_month - 1) * block_days for step in steps.rate_steps]
    ends = [*starts[1:], max(days, starts[-1])]
    for step, start, end in zip(steps.rate_steps, starts, ends, strict=True):
        rates[step.rate] += max(0, min(days, end) - start)
    yield from ((count, rate) for rate, count in rates.items() if count)


def _transport(given: Award, case: Case, of_day: LawOfDay) -> None:
    """Refund what was paid for carrying the injured, by mode up to a limit; several modes add up."""
    costs: dict[Mode, Rupiah] = {}
    for mode, cost in case.event.transport:
        costs[mode] = costs.get(mode, ZERO) + cost
    parts = [
        _Refund.up_to(of_day.value("benefit/jkk/transport_cap", mode=mode), cost, _MODES[mode])
        for mode, cost in costs.items()
    ]
    if len(parts) > 1:
        adds = of_day.value("benefit/jkk/transport_adds")
        parts = [part.resting_on(adds) for part in parts] if adds.flag else [_highest(parts).resting_on(adds)]
    whole_cost = sum(costs.values(), ZERO)
    _give_refund(given, ItemCode.TRANSPORT_REFUND, _TRANSPORT_REFUND, whole_cost, parts)


class _Refund(NamedTuple):
    """What of a cost is refunded, and how that is written."""

    amount: Rupiah
    term: Text
    values: tuple[Value, ...]

    @classmethod
    def up_to(cls, limit: Value, cost: Rupiah, of_what: Text) -> _Refund:
        if cost > limit.amount:
            return cls(limit.amount, _LIMITED.fill(what=of_what, limit=limit.amount, cost=cost), (limit,))
        return cls(cost, _OF.fill(what=of_what, cost=cost), (limit,))

    def resting_on(self, value: Value) -> _Refund:
        return self._replace(values=(*self.values, value))


def _highest(parts: list[_Refund]) -> _Refund:
    return max(parts, key=lambda part: part.amount)


def _give_refund(given: Award, code: ItemCode, label: Text, cost: Rupiah, parts: list[_Refund]) -> None:
    """Add a refund with a term for each part, and say what part of the cost is not covered."""
    total = sum((part.amount for part in parts), ZERO)
    if total > ZERO:
        formula = added(part.term for part in parts)
        given.give(code, label, total, formula, [value for part in parts for value in part.values])
    if cost > total:
        given.notes.append(Finding(f"{code.value}_rest", _REST.fill(label=label, rest=cost - total)))


def _appliances(given: Award, case: Case, of_day: LawOfDay) -> None:
    """Refund prostheses by the price of a government centre with a surcharge, the rest up to a limit each."""
    costs: dict[str, Rupiah] = {}
    for kind, cost in case.event.appliances:
        costs[kind] = costs.get(kind, ZERO) + cost
    parts = [part for kind, cost in costs.items() if (part := _appliance(kind, cost, of_day)) is not None]
    _give_refund(given, ItemCode.APPLIANCE_REFUND, _APPLIANCE_REFUND, sum(costs.values(), ZERO), parts)


def _appliance(kind: str, cost: Rupiah, of_day: LawOfDay) -> _Refund | None:
    """Return the refund of one kind; None where the law of the day knew no such refund."""
    if kind not in PRICED_BY_CENTRE:
        limit = of_day.find("benefit/jkk/appliance_cap", kind=kind)
        return None if limit is None else _Refund.up_to(limit, cost, _APPLIANCES[kind])
    surcharge, rounding = of_day.value("benefit/jkk/appliance_surcharge"), of_day.value("benefit/common/rounding")
    amount = rounded((1 + surcharge.rate) * cost.idr, rounding.rounding)
    term = _WITH_SURCHARGE.fill(what=_APPLIANCES[kind], cost=cost, rate=percent_text(1 + surcharge.rate))
    return _Refund(amount, term, (surcharge,))


def _home_care(given: Award, case: Case, of_day: LawOfDay) -> None:
    cost = case.event.home_care_cost
    if cost == ZERO:
        return
    limit, months = of_day.find("benefit/jkk/home_care_cap"), of_day.find("benefit/jkk/home_care_months")
    parts = [] if limit is None else [_Refund.up_to(limit, cost, _HOME_CARE)]
    _give_refund(given, ItemCode.HOME_CARE_REFUND, _HOME_CARE_REFUND, cost, parts)
    if months is not None:
        given.notes.append(Finding("home_care_months", _HOME_CARE_MONTHS.fill(months=months.count), (months,)))


def _care(given: Award, case: Case, of_day: LawOfDay) -> None:
    """Name the care in kind: treatment without a ceiling, rehabilitation, the way back to work."""
    if case.event.cause is Cause.MISSING_AT_SEA:
        return
    died = case.event.outcome is Outcome.DEATH
    rule, hospital_class = of_day.value("benefit/jkk/services"), of_day.value("benefit/jkk/hospital_class")
    grounds = {"treatment": (rule, hospital_class)}
    for code in rule.names:
        if not died or code == "treatment":
            text = _TREATED_BEFORE_DEATH if died else _SERVICES[code]
            given.services.append(Finding(code, text, grounds.get(code, (rule,))))
    if case.event.medical_cost > ZERO:
        paid = _MEDICAL_COST.fill(cost=case.event.medical_cost)
        given.notes.append(Finding("medical_cost", paid, (rule,)))


_GRANT: Final = Text("{rate} x {months} x {base}", "{rate} x {months} x {base}")
_SHARE_OF_BASE: Final = Text("{share} x {months} x {base}", "{share} x {months} x {base}")
_AT_LEAST: Final = Text("{formula}, paling sedikit {floor}", "{formula}, at least {floor}")
_CAPPED: Final = Text("({terms}, paling banyak {cap})", "({terms}, at most {cap})")
_DAYS_OF_PAY: Final = Text(
    "{days} hari x {base} / {divisor} x {rate}", "{days:day|days} x {base} / {divisor} x {rate}"
)
_PAY_AHEAD: Final = Text(
    "Sampai {day} baru {passed} dari {days} hari STMB yang lewat: {due} sudah menjadi hak. Sisanya {ahead}, untuk "
    "{rest} hari, baru menjadi hak bila dokter menyatakan masih belum mampu bekerja; STMB berhenti pada hari sembuh, "
    "ditetapkan cacat, atau meninggal.",
    "By {day} {passed} of the {days} days of pay have passed: {due} is due. The other {ahead}, for {rest:day|days}, "
    "becomes due only while a physician states that the worker is still unable to work; the pay ends on the day of "
    "recovery, of lasting disability or of death.",
)
_OF: Final = Text("{what} {cost}", "{what} {cost}")
_LIMITED: Final = Text("{what} {limit} (batas; biayanya {cost})", "{what} {limit} (limit; the cost was {cost})")
_WITH_SURCHARGE: Final = Text("{what} {rate} x {cost}", "{what} {rate} x {cost}")
_DEATH_GRANT: Final = Text("Santunan kematian akibat kecelakaan kerja", "Death grant after a work accident")
_TOTAL_DISABILITY_GRANT: Final = Text("Santunan cacat total tetap", "Grant for permanent total disability")
_PARTIAL_DISABILITY_GRANT: Final = Text("Santunan cacat sebagian", "Grant for partial disability")
_TEMPORARY_PAY: Final = Text("Santunan sementara tidak mampu bekerja (STMB)", "Pay for days unable to work (STMB)")
_TRANSPORT_REFUND: Final = Text("Penggantian biaya pengangkutan", "Refund of transport")
_APPLIANCE_REFUND: Final = Text("Penggantian alat bantu", "Refund of appliances")
_HOME_CARE_REFUND: Final = Text("Penggantian perawatan di rumah", "Refund of home care")
_HOME_CARE: Final = Text("perawatan di rumah", "home care")
_MODES: Final = {
    Mode.LAND: Text("darat, sungai, atau danau", "land, river or lake"),
    Mode.SEA: Text("laut", "sea"),
    Mode.AIR: Text("udara", "air"),
}
_APPLIANCES: Final = {
    "prosthesis": Text("protesis", "prosthesis"),
    "orthosis": Text("ortosis", "orthosis"),
    "denture": Text("gigi tiruan", "denture"),
    "hearing_aid": Text("alat bantu dengar", "hearing aid"),
    "glasses": Text("kacamata", "glasses"),
}
_SERVICES: Final = {
    "treatment": Text(
        "Pengobatan dan perawatan sesuai kebutuhan medis sampai sembuh, tanpa batas biaya; di fasilitas kesehatan "
        "yang bekerja sama (PLKK) tanpa membayar lebih dahulu.",
        "Treatment as medically needed until healed, without a ceiling; at a partner clinic or hospital (PLKK) "
        "nothing is paid in advance.",
    ),
    "rehabilitation": Text("Rehabilitasi medis.", "Medical rehabilitation."),
    "home_care": Text(
        "Perawatan di rumah bagi yang tidak mungkin datang ke rumah sakit.",
        "Care at home for who cannot come to the hospital.",
    ),
    "return_to_work": Text(
        "Pendampingan kembali bekerja (Return to Work): pelatihan dan penempatan.",
        "Help to return to work: training and placement.",
    ),
}
_TREATED_BEFORE_DEATH: Final = Text(
    "Pengobatan dan perawatan sebelum meninggal, sesuai kebutuhan medis, tanpa batas biaya; di fasilitas kesehatan "
    "yang bekerja sama (PLKK) keluarga tidak membayar.",
    "Treatment before the death, as medically needed, without a ceiling; at a partner clinic or hospital (PLKK) the "
    "family pays nothing.",
)
_REST: Final = Text("{label}: {rest} dari biayanya tidak diganti.", "{label}: {rest} of the cost is not refunded.")
_HOME_CARE_MONTHS: Final = Text(
    "Perawatan di rumah diganti paling lama {months} bulan.",
    "Home care is refunded for at most {months:month|months}.",
)
_MEDICAL_COST: Final = Text(
    "Biaya pengobatan {cost} dibayar BPJS Ketenagakerjaan kepada PLKK. Bila berobat di luar PLKK dan sudah dibayar "
    "sendiri, biaya itu diganti dengan kuitansi asli; di sini tidak dijumlahkan.",
    "Treatment of {cost} is paid by BPJS Ketenagakerjaan to the partner hospital (PLKK). Paid by oneself outside "
    "the network, it is refunded against receipts; it is not part of the total here.",
)
_LATER_DEATH: Final = Text(
    "Meninggal kemudian akibat kecelakaan itu: dihitung sebagai JKK, menurut aturan pada {day}.",
    "Died later from the accident: counted as JKK, by the law of {day}.",
)
_BASE_NOT_IN_TABLE: Final = Text(
    "Dasar {base} tidak ada dalam tabel penghasilan peserta bukan penerima upah. Cocokkan dengan dasar yang terdaftar "
    "pada BPJS; setiap jumlah di sini mengikutinya.",
    "A base of {base} is not in the income table of non-wage participants. Compare it with the base on the insurer's "
    "record; every amount here follows it.",
)
_ACCIDENT_DAY_UNKNOWN: Final = Text(
    "Hari kecelakaan belum diketahui, padahal ada hari tidak mampu bekerja sebelum meninggal. Perhitungan memakai "
    "hari kematian; tulis event.kind accident dengan tanggal kecelakaan dan event.died_on.",
    "The day of the accident is not known although there were days unable to work before the death. The day of death "
    "is used; write event.kind accident with its date and event.died_on.",
)
_DISABILITY_REPLACED_BY_DEATH: Final = Text(
    "Cacat yang disebut tidak disantuni tersendiri: santunan kematian yang dibayar.",
    "The disabilities named are not paid for on their own: the death grant is paid.",
)
_DISABILITY_REPLACED_BY_TOTAL: Final = Text(
    "Cacat yang disebut tidak disantuni tersendiri: santunan cacat total tetap yang dibayar.",
    "The disabilities named are not paid for on their own: the grant for total disability is paid.",
)
_LEFT_HANDED: Final = Text(
    "Bekerja dengan tangan kiri: {part} dihitung sebagai {other}.",
    "Works with the left hand: {part} is counted as {other}.",
)
_DEGREE_UNKNOWN: Final = Text(
    "Derajat {part} belum diketahui: dokter menetapkannya antara {lowest} dan {highest}. Dihitung {lowest}.",
    "The degree of {part} is not known: a physician sets it between {lowest} and {highest}. {lowest} is used.",
)
