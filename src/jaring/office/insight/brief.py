"""The brief for the regent: five figures against their targets, the months, and what is red."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final, NamedTuple

from django.db.models import Sum
from django.utils import translation
from django.utils.translation import gettext as _

from jaring.core import contribution as law
from jaring.documents.brief import Brief, write_brief_pdf
from jaring.documents.wording import office_letterhead
from jaring.office import papers
from jaring.office.access.models import User
from jaring.office.billing.models import Bill
from jaring.office.billing.papers import head_of_office
from jaring.office.insight import charts
from jaring.office.insight.figures import FULL, Area, Figures, figures_of, percent
from jaring.office.insight.templatetags.insight import percent as percent_text
from jaring.office.payments.guard import PayerGuard, warnings_for
from jaring.office.programme.models import BudgetEntry
from jaring.office.ui.templatetags.jaring import day, number, rupiah
from jaring.regencies import profile

RED_VILLAGES_MAX: Final = 5
RED_PAYERS_MAX: Final = 4


class Goal(NamedTuple):
    """A figure against its target, in words.

    Attributes:
        metric: What the map shows of it.
        room: Where the amounts stand that it is the sum of, for who may see them; empty for people.
    """

    label: str
    figure: str
    target: str
    is_reached: bool
    metric: str
    room: str = ""

    @property
    def state(self) -> str:
        return _("tercapai") if self.is_reached else _("belum tercapai")


class RedVillage(NamedTuple):
    """A village of the red list."""

    code: str
    name: str
    district: str
    area: Area


@dataclass(frozen=True)
class Situation:
    """What the brief rests on.

    Attributes:
        guards: The payers whose people are to be paid for, the most pressing first.
        budget_idr: What was set aside for the running year, all payers and revisions, IDR.
        used_idr: What was billed to payers that have such a budget, IDR.
    """

    figures: Figures
    guards: Sequence[PayerGuard]
    budget_idr: int
    used_idr: int

    @property
    def goals(self) -> list[Goal]:
        """The five figures."""
        total, year = self.figures.total, self.figures.today.year
        months = [(month, each) for month, each in total.months.items() if month.year == year]
        due = [each for month, each in months if law.due_date(month)[0] < self.figures.today]
        owed_idr, paid_idr = sum(each.paid_idr + each.overdue_idr for each in due), sum(each.paid_idr for each in due)
        gaps = sum(each.gap for each in total.months.values())
        passed = percent(self.figures.today.month - 1, 12)  # The running month may still be billed.
        used = percent(self.used_idr, self.budget_idr)
        return [
            Goal(
                _("Pekerja terlindungi bulan ini"),
                _("%(n)s orang (%(share)s)") % {"n": number(total.covered), "share": percent_text(total.coverage)},
                _("%(n)s orang yang memenuhi syarat") % {"n": number(total.covered + total.waiting)},
                not total.waiting,
                "cakupan",
            ),
            Goal(
                _("Warga miskin dan rentan terlindungi"),
                _("%(share)s dari %(n)s orang")
                % {"share": percent_text(_rest_of(total.need)), "n": number(total.poor)},
                percent_text(FULL),
                total.poor > 0 and not total.poor_waiting,
                "kebutuhan",
            ),
            Goal(
                _("Iuran jatuh tempo tahun ini yang sudah dibayar"),
                _("%(amount)s (%(share)s)")
                % {"amount": rupiah(paid_idr), "share": percent_text(percent(paid_idr, owed_idr))},
                rupiah(owed_idr),
                paid_idr >= owed_idr,
                "uang",
                "billing:list",
            ),
            Goal(
                _("Anggaran tahun ini yang sudah ditagihkan"),
                _("%(amount)s (%(share)s)") % {"amount": rupiah(self.used_idr), "share": percent_text(used)},
                _("paling sedikit %(share)s dari %(amount)s")
                % {"share": percent_text(passed), "amount": rupiah(self.budget_idr)},
                used is not None and passed is not None and passed <= used <= FULL,
                "uang",
                "budgets:room",
            ),
            Goal(
                _("Bulan kosong dalam 12 bulan terakhir"),
                _("%(n)s bulan peserta") % {"n": number(gaps)},
                _("tidak ada"),
                not gaps,
                "kosong",
            ),
        ]

    @property
    def red_villages(self) -> list[RedVillage]:
        """The villages with the most poor people whom nobody covers, then those with the greatest share of them."""
        areas = [area for area in self.figures.villages.values() if area.poor_waiting]
        areas.sort(key=lambda area: (-area.poor_waiting, -(area.need or 0), area.code))
        places = self.figures.places
        return [
            RedVillage(area.code, area.name, places[area.code].district.name, area)
            for area in areas[:RED_VILLAGES_MAX]
        ]

    @property
    def lapses(self) -> list[PayerGuard]:
        """The payers whose next contribution falls due first."""
        return [guard for guard in self.guards if guard.months or guard.missing][:RED_PAYERS_MAX]

    @property
    def overdue_idr(self) -> int:
        return sum(each.overdue_idr for each in self.figures.total.months.values())

    @property
    def overdue(self) -> str:
        """What is overdue, as a sentence."""
        months = sum(1 for each in self.figures.total.months.values() if each.overdue_idr)
        if not months:
            return _("Tidak ada iuran yang lewat jatuh tempo.")
        facts = {"amount": rupiah(self.overdue_idr), "months": number(months)}
        return _("Iuran lewat jatuh tempo: %(amount)s, dari %(months)s bulan.") % facts

    @property
    def people_chart(self) -> str:
        months = self.figures.total.months.items()
        return charts.people_chart([charts.Column(month, each.enrolled, each.paid) for month, each in months])

    @property
    def money_chart(self) -> str:
        months = self.figures.total.months.items()
        return charts.money_chart([charts.Column(month, each.billed_idr, each.paid_idr) for month, each in months])


def situation_visible_to(user: User, regency_code: str, today: date) -> Situation:
    """Return what the brief of a regency rests on; the user sees the totals of that regency."""
    guards = [guard for guard in warnings_for(user, today) if guard.payer.regency_id == regency_code]
    running = {"programme_year__regency": regency_code, "programme_year__year": today.year}
    budget = BudgetEntry.objects.filter(**running)
    budget_idr = int(budget.aggregate(total=Sum("amount_idr"))["total"] or 0)
    bills = Bill.objects.filter(**running, payer__in=budget.order_by().values("payer"))
    used_idr = int(bills.aggregate(total=Sum("total_idr"))["total"] or 0)
    return Situation(figures_of(regency_code, today), guards, budget_idr, used_idr)


def kept_brief(situation: Situation, *, now: datetime) -> Path:
    """Return the brief as PDF, in Indonesian as all papers of the office; the same brief is typeset once."""
    with translation.override("id"):
        brief = _document(situation)
    return papers.kept(
        f"ringkasan-{situation.figures.regency.code}",
        papers.content_hash(brief)[:32],
        ".pdf",
        lambda target: write_brief_pdf(brief, target, made_at=now),
    )


def _document(situation: Situation) -> Brief:
    code, today = situation.figures.regency.code, situation.figures.today
    return Brief(
        on=today,
        letterhead=office_letterhead(code, today),
        signatory=head_of_office(code, today),
        signed_place=profile(code).capital,
        addressee=profile(code).regent_title.id,
        goals=[(goal.label, goal.figure, goal.target, goal.state) for goal in situation.goals],
        pictures=[
            (_("Peserta; bagian gelap: iurannya sudah dibayar"), situation.people_chart),
            (_("Iuran ditagihkan; bagian gelap: sudah dibayar"), situation.money_chart),
        ],
        villages=[
            (
                each.name,
                each.district,
                percent_text(each.area.coverage),
                percent_text(each.area.need),
                number(each.area.poor_waiting),
            )
            for each in situation.red_villages
        ],
        lapses=[_lapse(guard) for guard in situation.lapses],
        overdue=situation.overdue,
        notes=NOTES,
    )


def _lapse(guard: PayerGuard) -> tuple[str, ...]:
    return (
        guard.payer.name,
        number(guard.people),
        rupiah(guard.amount_idr if guard.deadline else guard.missing_idr),
        day(guard.deadline) if guard.deadline else "lewat; perlu pemulihan",
        "–" if guard.days_left is None else number(guard.days_left),
    )


def _rest_of(share: Decimal | None) -> Decimal | None:
    return None if share is None else FULL - share


NOTES: Final = (
    "Terlindungi: peserta menurut Surat Keputusan yang berlaku pada bulan ini, apa pun sumber dananya.",
    "Miskin dan rentan: desil 1–4 menurut DTSEN; batas ini asumsi sampai ditetapkan kabupaten.",
    "Sasaran anggaran: bagian tahun yang sudah berjalan.",
    "Santunan yang diterima keluarga belum dicatat dalam sistem ini.",
)
"""What a reader of the paper must know; Indonesian, as the paper is."""
