"""How the lapse guard speaks: what a month waits for, what January needs, days on the line, estimates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from babel.numbers import format_decimal
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from jaring.core.coverage.cohort import MarkKind
from jaring.core.coverage.gap import GapCost
from jaring.core.text import Text
from jaring.office.payments.guard import MonthMoney, PayerGuard, Stage, Step, Urgency
from jaring.office.payments.models import BY_TREASURY
from jaring.office.payments.partners import OpenPart, open_parts
from jaring.office.ui.templatetags.jaring import month, rupiah

STAGES: Final[dict[Stage, Promise]] = {
    Stage.NOT_DECREED: gettext_lazy("belum ada SK yang menanggung bulan ini"),
    Stage.TO_BILL: gettext_lazy("tagihan belum diterbitkan"),
    Stage.TO_APPROVE: gettext_lazy("tagihan menunggu persetujuan"),
    Stage.TO_ORDER: gettext_lazy("menunggu SPP"),
    Stage.TO_TRANSFER: gettext_lazy("menunggu penyetoran dan bukti setor"),
}
PAPERS_BY_ORDER: Final[dict[Stage, Promise]] = {
    Stage.NOT_DECREED: gettext_lazy("Surat Keputusan yang berlaku dan anggaran"),
    Stage.TO_BILL: gettext_lazy("Tagihan iuran"),
    Stage.TO_APPROVE: gettext_lazy("Persetujuan tagihan oleh pejabat lain"),
    Stage.TO_ORDER: gettext_lazy("SPP, dan dari BPKAD: SPM dan SP2D"),
    Stage.TO_TRANSFER: gettext_lazy("Kode iuran BPJS Ketenagakerjaan, penyetoran, dan bukti setor"),
}
"""The papers on the way of public money. Donors and workers need no order."""
_PAPERS_OF_VILLAGE: Final[dict[Stage, Promise]] = {Stage.TO_ORDER: gettext_lazy("SPP desa, disetujui kepala desa")}
STEPS: Final[dict[Step, Promise]] = {
    Step.YEAR: gettext_lazy("Tahun program dibuka"),
    Step.BUDGET: gettext_lazy("Anggaran dicatat"),
    Step.DRAFT: gettext_lazy("Rancangan SK disusun"),
    Step.ENACTED: gettext_lazy("SK ditetapkan"),
    Step.BILL: gettext_lazy("Tagihan Januari terbit"),
    Step.PAID: gettext_lazy("Iuran Januari disetor"),
}


class Day(NamedTuple):
    """A day on the line of a payer. ``kind`` is that of a mark, or ``today``."""

    on: date
    kind: str
    people: int
    text: Text
    is_past: bool

    @property
    def is_border(self) -> bool:
        """Whether things are worse from the day on."""
        return self.kind in (MarkKind.UNPAID_MONTH, MarkKind.ENDED, MarkKind.YEAR_TURN)


@dataclass(frozen=True, slots=True)
class Shown:
    """A payer as its card and its line of the workbook show it."""

    guard: PayerGuard
    parts: list[OpenPart]

    @property
    def is_pressing(self) -> bool:
        return self.guard.urgency in (Urgency.LATE, Urgency.ENDED, Urgency.NEAR)

    @property
    def is_late(self) -> bool:
        return self.guard.urgency is Urgency.LATE

    @property
    def stops_on(self) -> date | None:
        stop = self.guard.cohort.first_stop
        return None if stop is None else stop.on

    @property
    def stages(self) -> list[tuple[MonthMoney, Promise]]:
        return [(each, STAGES[each.stage]) for each in self.guard.months]

    @property
    def waits_for(self) -> str:
        """What the earliest month to pay waits for."""
        return "; ".join(f"{month(each.month)}: {text}" for each, text in self.stages[:1])

    @property
    def papers(self) -> list[Promise]:
        return papers_for(self.guard)

    @property
    def papers_in_words(self) -> str:
        return "; ".join(map(str, self.papers))

    @property
    def parts_in_words(self) -> str:
        """What others still have to bill or to pay of shared months."""
        return "; ".join(_part_in_words(part) for part in self.parts)

    @property
    def days(self) -> list[Day]:
        return list(days_of(self.guard))

    @property
    def loss(self) -> str:
        return loss(self.guard.cost)

    @property
    def january(self) -> list[tuple[Promise, bool]]:
        turn = self.guard.turn_of_year
        return [(STEPS[step], is_done) for step, is_done in turn.done.items()] if turn else []


def shown_of(guards: Sequence[PayerGuard]) -> list[Shown]:
    """Put with each payer what others owe of the months that it shares with them, by one statement."""
    parts = open_parts({each.payer.pk for each in guards})
    return [Shown(each, [*parts.get(each.payer.pk, []), *each.unbilled_parts]) for each in guards]


def _part_in_words(part: OpenPart) -> str:
    said = {"payer": part.payer_name, "month": month(part.month), "amount": rupiah(part.amount_idr)}
    return (_("%(payer)s, %(month)s: %(amount)s belum disetor") if part.is_billed else _BEFORE_BILL) % said


def days_of(guard: PayerGuard) -> Iterator[Day]:
    """Yield the marks of a payer in order, with today between them."""
    today = Day(guard.today, "today", guard.people, _TODAY, is_past=False)
    is_told = False
    for mark in guard.cohort.marks:
        if mark.on > guard.today and not is_told:
            yield today
            is_told = True
        yield Day(mark.on, mark.kind, mark.people, mark.why.text, is_past=mark.on <= guard.today)
    if not is_told:
        yield today


def papers_for(guard: PayerGuard) -> list[Promise]:
    """Return the papers that the earliest month to pay still needs, in order."""
    if not guard.months:
        return []
    stages = list(Stage)
    left = stages[stages.index(guard.months[0].stage) :]
    papers = PAPERS_BY_ORDER if guard.payer.kind in BY_TREASURY else PAPERS_BY_ORDER | _PAPERS_OF_VILLAGE
    return [papers[each] for each in left if each is not Stage.TO_ORDER or guard.is_by_order]


def estimate(amount_idr: int) -> str:
    """Write an estimate with two figures: ``Rp850 juta``, ``Rp1,7 miliar``; in English ``Rp1.7 billion``."""
    for unit, word in ((10**12, _("triliun")), (10**9, _("miliar")), (10**6, _("juta")), (10**3, _("ribu"))):
        if amount_idr >= unit:
            tenths = amount_idr * 10 // unit
            step = 10 ** max(0, len(str(tenths)) - 2)
            rounded = (tenths + step // 2) // step * step / 10
            return f"Rp{format_decimal(rounded, locale=get_language() or 'id')} {word}"
    return f"Rp{format_decimal(amount_idr, locale=get_language() or 'id')}"


def people_in_thousandths(low: int, high: int) -> str:
    """Write a range of expected deaths as whole people."""
    first, last = (low + 500) // 1000, (high + 500) // 1000
    if not last:
        return _("kurang dari 1 orang")
    return (
        _("%(low)s–%(high)s orang") % {"low": first, "high": last} if first != last else _("%(n)s orang") % {"n": last}
    )


def loss(cost: GapCost) -> str:
    """Write what a gap costs: ``Rp850 juta – Rp1,7 miliar``."""
    low, high = cost.lost_idr
    return f"{estimate(low)} – {estimate(high)}" if high else _("tidak ada")


_BEFORE_BILL: Final = gettext_lazy("%(payer)s, %(month)s: %(amount)s belum ditagihkan")
_TODAY: Final = Text("Hari ini", "Today")
