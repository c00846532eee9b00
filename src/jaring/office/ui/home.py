"""What waits on each role's desk: things to do and key figures. Totals only; no person is named here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final, NamedTuple, TypeVar
from uuid import UUID

from django.db.models import Count, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jaring.core import contribution as law
from jaring.core.law.choice import Choice
from jaring.core.month import Month
from jaring.core.wording import NO_BREAK
from jaring.office.access import queries as access
from jaring.office.access.models import SYSTEM_USERNAME, User
from jaring.office.access.roles import Action, Role
from jaring.office.access.scope import grants_of, roles_of, scope_for
from jaring.office.audit.models import AuditEntry
from jaring.office.billing.models import Bill
from jaring.office.billing.queries import bills_visible_to, rate_facts_of
from jaring.office.intake import schedule
from jaring.office.intake.models import ImportBatch, ImportRow
from jaring.office.lists import queries as lists
from jaring.office.payments import guard_words
from jaring.office.payments.guard import PayerGuard, Urgency, warnings_for
from jaring.office.payments.waiting import WaitingMoney, money_waiting_for
from jaring.office.people import queries as people
from jaring.office.places.models import District, Village
from jaring.office.programme import objections, shares
from jaring.office.programme.models import BudgetEntry, Decree, Payer, TargetingRun
from jaring.office.programme.queries import decrees_visible_to, enrolled_in, open_exits
from jaring.office.proposals import queries as proposed
from jaring.office.proposals.models import State as Proposed
from jaring.office.reconciliation import queries as reconciliation
from jaring.office.rules import queries as rules
from jaring.office.ui.context import address
from jaring.office.ui.templatetags.jaring import day, month, number, rupiah

Item = TypeVar("Item")
URGENT_DAYS = 10
"""A bill that falls due within so many days is pressing."""


@dataclass(frozen=True, slots=True)
class Todo:
    """Something that waits for this user."""

    title: str
    note: str
    url: str
    icon: str
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that leads to what it counts."""

    label: str
    value: str
    url: str = ""
    note: str = ""
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class NextBill:
    """The earliest month that is not billed yet: what it will come to, by the law and the decrees in force."""

    month: Month
    people: int
    total_idr: int
    due_date: date


@dataclass(frozen=True, slots=True)
class Money:
    """The budget of the running year over all payers, and what was billed to it."""

    budget_idr: int
    billed_idr: int
    next_bill: NextBill | None


@dataclass(frozen=True, slots=True)
class DistrictPlaces:
    """People of one district in the last targeting."""

    name: str
    eligible: int
    chosen: int
    reserve: int


LAST_TARGETING: Final = ("candidates", "kept", "selected", "reserve", "run_at", "summary")


class Waiting(NamedTuple):
    """Doubtful rows, deliveries, villages that owe a list, exits that no decree takes up, draft decrees, proposals,
    hand-overs, workers proposed one by one that wait to be gathered or came back, bulk exports to release and to take,
    proposed access, cases of the reconciliation that the user looks after and how many of them are late; objections,
    and the run whose are to be answered first and by when; and the last targeting, if any.
    """

    doubtful: int
    batches: int
    owing: int
    exits: int
    drafts: int
    proposals: int
    hand_overs: int
    to_gather: int
    sent_back: int
    to_release: int
    to_take: int
    access: int
    cases: int
    late_cases: int
    objections: int
    objections_due: date | None
    objections_run: UUID | None
    candidates: int | None
    kept: int | None
    selected: int | None
    reserve: int | None
    run_at: datetime | None
    summary: dict[str, Any] | None


class Desk:
    """Figures in the user's area, each read at most once however many roles ask for it."""

    def __init__(self, user: User, today: date) -> None:
        self.user = user
        self.today = today
        self.month = Month.of(today)
        self._choices: dict[str, list[Choice]] = {}

    @cached_property
    def people(self) -> int:
        return people.visible_to(self.user).count()

    @cached_property
    def covered(self) -> int:
        scope = scope_for(self.user, Action.SEE_PEOPLE)
        return scope.within(enrolled_in(self.month), village="person__village", regency="person__regency").count()

    @cached_property
    def waiting(self) -> Waiting:
        """What waits for the user and what the last targeting came to, by one statement."""
        rows = ImportRow.objects.filter(
            batch__state=ImportBatch.State.PREVIEW,
            verdict=ImportRow.Verdict.DOUBTFUL,
            judgement=ImportRow.Judgement.NONE,
        )
        batches = ImportBatch.objects.filter(state=ImportBatch.State.PREVIEW)
        imports, people_seen = scope_for(self.user, Action.SEE_IMPORTS), scope_for(self.user, Action.SEE_PEOPLE)
        exits = people_seen.within(open_exits(self.month), village="person__village", regency="person__regency")
        cases = reconciliation.open_cases_of(self.user)
        objected = objections.waiting_for(self.user)
        first = objected.order_by("decision__run__objection_window__due_date", "decision__run")
        run = self._runs.order_by("-id")
        counts = User.objects.filter(pk=self.user.pk).values_list(
            _counted(imports.within(rows, regency="batch__regency")),
            _counted(imports.within(batches, village="")),
            _counted(self._owing),
            _counted(exits),
            _counted(decrees_visible_to(self.user).filter(enactment=None, discard=None)),
            _counted(people.open_corrections(self.user)),
            _counted(people.open_notes(self.user)),
            _counted(proposed.to_gather(self.user)),
            _counted(proposed.sent_back(self.user)),
            _counted(lists.exports_waiting_for(self.user)),
            _counted(lists.exports_to_take(self.user, timezone.now())),
            _counted(access.waiting_for(self.user)),
            _counted(cases),
            _counted(cases.filter(due_date__lt=self.today)),
            _counted(objected),
            Subquery(first.values("decision__run__objection_window__due_date")[:1]),
            Subquery(first.values("decision__run__public_id")[:1]),
            *(Subquery(run.values(name)[:1]) for name in LAST_TARGETING),
        )
        return Waiting(*counts.get())

    @cached_property
    def round(self) -> schedule.Round | None:
        """The round of lists that the user's villages are in; None where their regency has no rhythm."""
        regencies = {grant.area_code[:5] for grant in grants_of(self.user) if len(grant.area_code) > 5}
        return schedule.round_on(min(regencies), self.today) if regencies else None

    @property
    def _owing(self) -> QuerySet[Village]:
        return schedule.missing_for(self.user, self.round) if self.round else Village.objects.none()

    @property
    def _runs(self) -> QuerySet[TargetingRun]:
        return scope_for(self.user, Action.SEE_TOTALS).within(
            TargetingRun.objects.all(), village="", regency="programme_year__regency"
        )

    @cached_property
    def money(self) -> Money:
        scope = scope_for(self.user, Action.SEE_TOTALS)
        running = Q(programme_year__from_month__lte=self.month, programme_year__until_month__gt=self.month)
        entries = scope.within(BudgetEntry.objects.filter(running), village="", regency="programme_year__regency")
        bills = Bill.objects.filter(running, payer=OuterRef("payer")).order_by().values("payer")
        decrees = Decree.objects.filter(running, enactment__isnull=False, additions__gt=0).order_by()
        covers = decrees.filter(Q(payer=OuterRef("payer")) | Q(plan__partner=OuterRef("payer")))
        rows = (
            entries.order_by()
            .values("payer", "payer__kind", "payer__regency")
            .annotate(
                until=F("programme_year__until_month"),
                begins=Subquery(covers.order_by("effective_month").values("effective_month")[:1]),
                total=Sum("amount_idr"),
                billed=Subquery(bills.annotate(sum=Sum("total_idr")).values("sum")),
                newest=Subquery(bills.annotate(last=Max("month")).values("last")),
            )
        )
        budget: dict[int, dict[str, Any]] = {row["payer"]: row for row in rows}
        return Money(
            budget_idr=sum(row["total"] for row in budget.values()),
            billed_idr=sum(row["billed"] or 0 for row in budget.values()),
            next_bill=self._next_bill(budget),
        )

    @cached_property
    def guards(self) -> list[PayerGuard]:
        """Payers whose people are to be paid for, the most pressing first; computed on reading, so none is missed."""
        return warnings_for(self.user, self.today, self.choices_of)

    def choices_of(self, regency_code: str) -> list[Choice]:
        """Return the readings that a regency has chosen, read once."""
        if regency_code not in self._choices:
            self._choices[regency_code] = rules.choices_of(regency_code)
        return self._choices[regency_code]

    def _next_bill(self, budget: Mapping[int, Mapping[str, Any]]) -> NextBill | None:
        """Return what the earliest open month in which somebody is covered comes to, of all whose turn it is."""
        turns: dict[Month, dict[int, Payer]] = defaultdict(dict)
        for key, row in budget.items():
            month = row["newest"] + 1 if row["newest"] else row["begins"]
            if month is not None and month < row["until"]:
                turns[month][key] = Payer(pk=key, kind=row["payer__kind"], regency_id=row["payer__regency"])
        bills = (self._bill_of(turn, turns[turn]) for turn in sorted(turns))
        return next((bill for bill in bills if bill.people), None)

    def _bill_of(self, of_month: Month, payers: Mapping[int, Payer]) -> NextBill:
        facts = rate_facts_of(payers, of_month)
        regencies = {payer.regency_id for payer in payers.values()}
        plans = shares.plans_of(*regencies) if any(met.plan_id for met in facts) else {}
        pricing = {code: rules.Pricing(self.choices_of(code)) for code in regencies}
        number_of_people, total_idr = 0, 0
        for met in facts:
            terms = plans.get(met.plan_id or 0)
            shared = terms.paying_in(of_month) if terms else [met.payer_id]
            paying = [payers[each] for each in shared if each in payers]
            number_of_people += met.people if paying else 0
            for payer in paying:
                price = shares.price_of(payer, of_month, met.base_idr, met.sector, terms, pricing[payer.regency_id])
                total_idr += met.people * (price.jkk_idr + price.jkm_idr)
        return NextBill(of_month, number_of_people, total_idr, law.due_date(of_month)[0])

    @cached_property
    def waiting_money(self) -> WaitingMoney:
        """What waits for its next step on the way of the money."""
        return money_waiting_for(self.user)

    @cached_property
    def places(self) -> list[DistrictPlaces]:
        """What the last targeting gave each district, by code."""
        places = (self.waiting.summary or {}).get("places", ())
        units = [unit for unit in places if unit["level"] == "district"]
        names = dict(District.objects.filter(code__in=[u["code"] for u in units]).values_list("code", "name"))
        return [
            DistrictPlaces(names[u["code"]], u["eligible"], u["kept"] + u["selected"], u["reserve"])
            for u in sorted(units, key=lambda unit: str(unit["code"]))
        ]


def _counted(rows: QuerySet[Any]) -> Coalesce:
    """Return the number of rows, to be read together with other numbers."""
    one = rows.order_by().annotate(alike=Value(1)).values("alike")
    return Coalesce(Subquery(one.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def todos_of(desk: Desk) -> list[Todo]:
    """Return what waits for the user: the pressing first, else in the order of ``TODOS``."""
    return sorted(_for_roles(desk, TODOS), key=lambda todo: not todo.is_urgent)


def figures_of(desk: Desk) -> list[Figure]:
    """Return the key figures of the user's roles."""
    return _for_roles(desk, FIGURES)


def _for_roles(desk: Desk, table: Mapping[Callable[[Desk], Item | None], frozenset[Role]]) -> list[Item]:
    held = roles_of(desk.user)
    found = (make(desk) for make, roles in table.items() if held & roles)
    return [item for item in found if item is not None]


def _mend_rows(desk: Desk) -> Todo | None:
    if not desk.waiting.doubtful:
        return None
    title = ngettext("%(n)s baris meragukan", "%(n)s baris meragukan", desk.waiting.doubtful) % {
        "n": number(desk.waiting.doubtful)
    }
    note = _("Lengkapi atau putuskan, agar orangnya dapat diterima.")
    return Todo(title, note, address("intake:list", keadaan=ImportBatch.State.PREVIEW), "alert-triangle")


def _send_lists(desk: Desk) -> Todo | None:
    found = desk.round
    if found is None or not desk.waiting.owing:
        return None
    if desk.today > found.closes:
        title = _("Kiriman daftar %(month)s sudah ditutup %(day)s")
        note = _("Tetap kirimlah: kiriman yang menyusul diterima dan ditandai terlambat.")
    else:
        title, note = _("Kiriman daftar %(month)s ditutup %(day)s"), _("Daftar desa Anda belum dikirim.")
    title %= {"month": month(found.month), "day": day(found.closes)}
    return Todo(title, note, address("intake:new"), "upload", found.is_pressing(desk.today))


def _remind_villages(desk: Desk) -> Todo | None:
    found = desk.round
    if found is None or not desk.waiting.owing:
        return None
    title = ngettext("%(n)s desa belum mengirim", "%(n)s desa belum mengirim", desk.waiting.owing) % {
        "n": number(desk.waiting.owing)
    }
    if desk.today > found.closes:
        note = _("Kiriman daftar %(month)s sudah ditutup %(day)s.")
    else:
        note = _("Kiriman daftar %(month)s ditutup %(day)s.")
    url = address("intake:calendar", bulan=str(found.month), kiriman=schedule.Standing.MISSING)
    said = note % {"month": month(found.month), "day": day(found.closes)}
    return Todo(title, said, url, "calendar", found.is_pressing(desk.today))


def _settle_batches(desk: Desk) -> Todo | None:
    if not desk.waiting.batches:
        return None
    title = _("%(n)s kiriman daftar menunggu keputusan") % {"n": number(desk.waiting.batches)}
    return Todo(
        title,
        _("Periksa lalu terima, atau kembalikan."),
        address("intake:list", keadaan=ImportBatch.State.PREVIEW),
        "file-import",
    )


def _replace_leavers(desk: Desk) -> Todo | None:
    if not desk.waiting.exits:
        return None
    title = _("%(n)s laporan keluar belum masuk SK") % {"n": number(desk.waiting.exits)}
    note = _("Tempatnya diisi dari cadangan melalui perubahan SK.")
    return Todo(title, note, address("decrees:replace"), "door-exit")


def _decide_proposals(desk: Desk) -> Todo | None:
    if not desk.waiting.proposals:
        return None
    title = _("%(n)s usulan perbaikan data menunggu keputusan") % {"n": number(desk.waiting.proposals)}
    return Todo(title, _("Yang mengusulkan tidak boleh memutuskan."), address("people:waiting"), "pencil")


def _take_over_people(desk: Desk) -> Todo | None:
    if not desk.waiting.hand_overs:
        return None
    title = _("%(n)s peserta diserahkan kepada peran Anda") % {"n": number(desk.waiting.hand_overs)}
    return Todo(title, _("Baca catatannya, lalu tandai selesai."), address("people:waiting"), "file-text")


def _gather_proposals(desk: Desk) -> Todo | None:
    waiting = desk.waiting.to_gather
    if not waiting:
        return None
    title = ngettext("%(n)s usulan pekerja menunggu", "%(n)s usulan pekerja menunggu", waiting) % {
        "n": number(waiting)
    }
    note = _("Kumpulkan menjadi kiriman, atau kembalikan dengan alasan.")
    url = address("proposals:list", keadaan=Proposed.WAITING)
    return Todo(title % {"n": number(waiting)}, note, url, "user-plus")


def _mend_proposals(desk: Desk) -> Todo | None:
    back = desk.waiting.sent_back
    if not back:
        return None
    title = ngettext("%(n)s usulan dikembalikan", "%(n)s usulan dikembalikan", back) % {"n": number(back)}
    note = _("Baca alasannya, lalu usulkan kembali orangnya.")
    url = address("proposals:list", keadaan=Proposed.RETURNED)
    return Todo(title, note, url, "arrow-back-up")


def _release_exports(desk: Desk) -> Todo | None:
    waiting = desk.waiting.to_release
    if not waiting:
        return None
    title = ngettext("%(n)s unduhan besar menunggu", "%(n)s unduhan besar menunggu", waiting) % {"n": number(waiting)}
    return Todo(title, _("Baca alasannya, lalu lepaskan atau tolak."), address("lists:exports"), "download")


def _take_exports(desk: Desk) -> Todo | None:
    waiting = desk.waiting.to_take
    if not waiting:
        return None
    title = ngettext("%(n)s unduhan Anda dilepas", "%(n)s unduhan Anda dilepas", waiting) % {"n": number(waiting)}
    return Todo(title, _("Ambil sebelum masa berlakunya lewat."), address("lists:exports"), "download")


def _answer_objections(desk: Desk) -> Todo | None:
    waiting = desk.waiting
    if waiting.objections_due is None:
        return None
    title = ngettext("%(n)s sanggahan menunggu", "%(n)s sanggahan menunggu", waiting.objections)
    is_late = waiting.objections_due < desk.today
    note = _("Seharusnya dijawab paling lambat %(day)s.") if is_late else _("Dijawab paling lambat %(day)s.")
    url = reverse("targeting:objections", args=[waiting.objections_run])
    title %= {"n": number(waiting.objections)}
    return Todo(title, note % {"day": day(waiting.objections_due)}, url, "user-check", is_urgent=is_late)


def _enact_drafts(desk: Desk) -> Todo | None:
    if not desk.waiting.drafts:
        return None
    title = _("%(n)s rancangan SK menunggu penetapan") % {"n": number(desk.waiting.drafts)}
    note = _("Yang menyusun tidak boleh sekaligus menetapkan.")
    return Todo(title, note, address("decrees:list"), "file-certificate", is_urgent=True)


def _issue_next_bill(desk: Desk) -> Todo | None:
    bill = desk.money.next_bill
    if bill is None or bill.month > desk.month + 1:
        return None
    title = _("Iuran %(month)s belum ditagihkan") % {"month": month(bill.month)}
    note = _("%(amount)s untuk %(people)s peserta, paling lambat %(day)s.") % {
        "amount": rupiah(bill.total_idr),
        "people": number(bill.people),
        "day": day(bill.due_date),
    }
    return Todo(title, note, address("billing:list"), "receipt", (bill.due_date - desk.today).days <= URGENT_DAYS)


def _pay_in_time(desk: Desk) -> Todo | None:
    urgent = (Urgency.LATE, Urgency.NEAR)
    pressing = [guard for guard in desk.guards if guard.months and guard.urgency in urgent]
    if not pressing:
        return None
    first = pressing[0]
    due = first.months[0]
    title = _("Iuran %(month)s harus disetor paling lambat %(day)s") % {
        "month": month(due.month),
        "day": day(first.deadline),
    }
    note = _("%(payer)s: %(amount)s untuk %(people)s peserta; %(stage)s.") % {
        "payer": first.payer.name,
        "amount": rupiah(first.amount_idr),
        "people": number(first.people),
        "stage": guard_words.STAGES[due.stage],
    }
    if others := len(pressing) - 1:
        note += " " + ngettext("%(n)s sumber dana lain juga.", "%(n)s sumber dana lain juga.", others) % {"n": others}
    return Todo(title, note, address("guard:list"), "hourglass", is_urgent=True)


def _ask_restoration(desk: Desk) -> Todo | None:
    ended = [guard for guard in desk.guards if guard.is_restorable]
    if not ended:
        return None
    lost = sum(group.people for guard in ended for group in guard.once.cohort.ended)
    title = _("Kepesertaan %(people)s orang sudah berakhir") % {"people": number(lost)}
    note = _("Mintalah pemulihan kesinambungan kepada BPJS Ketenagakerjaan; suratnya sudah dapat dicetak.")
    return Todo(title, note, address("guard:list"), "hourglass", is_urgent=True)


def _prepare_january(desk: Desk) -> Todo | None:
    turns = [guard.turn_of_year for guard in desk.guards if guard.turn_of_year and guard.turn_of_year.missing]
    if not turns:
        return None
    missing = {step for turn in turns for step in turn.missing}
    title = _("Iuran %(month)s belum siap") % {"month": month(turns[0].month)}
    texts = [str(text) for step, text in guard_words.STEPS.items() if step in missing]
    note = _("Yang belum selesai: %(steps)s.") % {"steps": "; ".join(texts)}
    return Todo(title, note, address("guard:list"), "calendar", desk.today.month == 12)


def _countdown_figure(desk: Desk) -> Figure | None:
    coming = [guard for guard in desk.guards if guard.deadline]
    if not coming:
        return None
    first = coming[0]
    label = _("Tunggakan masih dapat dibayar") if first.urgency is Urgency.LATE else _("Iuran jatuh tempo")
    stops_on = first.cohort.stops[0].on
    note = (
        _("%(payer)s, %(people)s peserta; tidak terlindungi sejak %(day)s")
        if stops_on <= desk.today
        else _("%(payer)s, %(people)s peserta; tanpa iuran lagi perlindungan berhenti %(day)s")
    ) % {"payer": first.payer.name, "people": number(first.people), "day": day(stops_on)}
    url = _room(desk, "guard:list", Action.SEE_MONEY)
    left = first.days_left or 0
    value = ngettext("%(n)s hari lagi", "%(n)s hari lagi", left) % {"n": number(left)}
    return Figure(label, value, url, note, is_urgent=first.urgency is not Urgency.CALM)


def _approve_bills(desk: Desk) -> Todo | None:
    waiting = desk.waiting_money
    if not waiting.bills:
        return None
    title = _("%(n)s tagihan menunggu persetujuan") % {"n": number(waiting.bills)}
    note = _("Yang menerbitkan tidak boleh sekaligus menyetujui.")
    return _due(desk, waiting.bills_due, Todo(title, note, address("billing:list"), "shield-check", is_urgent=True))


def _order_payments(desk: Desk) -> Todo | None:
    waiting = desk.waiting_money
    if not waiting.approved:
        return None
    title = _("%(n)s tagihan disetujui menunggu perintah bayar") % {"n": number(waiting.approved)}
    note = _("Buat SPP, lalu catat kode iuran dari BPJS.")
    return _due(desk, waiting.approved_due, Todo(title, note, address("payments:order_new"), "file-text"))


def _due(desk: Desk, due: date | None, todo: Todo) -> Todo:
    """Say by when a task is to be done, and mark it where that day is near or past."""
    if due is None:
        return todo
    words = _("Batas bayar %(day)s sudah lewat.") if due < desk.today else _("Batas bayar %(day)s.")
    is_urgent = todo.is_urgent or (due - desk.today).days <= URGENT_DAYS
    return replace(todo, note=f"{words % {'day': day(due)}} {todo.note}", is_urgent=is_urgent)


def _pay_orders(desk: Desk) -> Todo | None:
    waiting = desk.waiting_money
    if not waiting.orders:
        return None
    title = _("%(n)s perintah bayar belum dibayar") % {"n": number(waiting.orders)}
    note = _("Catat SPM, SP2D, dan bukti setorannya.")
    return _due(desk, waiting.orders_due, Todo(title, note, address("payments:list"), "cash"))


def _use_deposits(desk: Desk) -> Todo | None:
    waiting = desk.waiting_money
    if not waiting.deposit_idr:
        return None
    title = _("Titipan %(amount)s dapat dialokasikan") % {"amount": rupiah(waiting.deposit_idr)}
    return Todo(title, _("Ada iuran yang masih terbuka pada sumber dana yang sama."), address("payments:list"), "cash")


def _follow_refunds(desk: Desk) -> Todo | None:
    waiting = desk.waiting_money
    if not waiting.refund_idr:
        return None
    title = _("%(amount)s belum dikembalikan BPJS") % {"amount": rupiah(waiting.refund_idr)}
    return Todo(
        title, _("Tagih kantor cabang, lalu catat penerimaannya."), address("payments:refunds"), "arrow-back-up"
    )


def _decide_releases(desk: Desk) -> Todo | None:
    waiting = desk.waiting_money
    if not waiting.releases:
        return None
    title = _("%(n)s permintaan pelepasan menunggu keputusan") % {"n": number(waiting.releases)}
    return Todo(title, _("Yang mengajukan tidak boleh mengabulkan."), address("payments:refunds"), "arrow-back-up")


def _answer_cases(desk: Desk) -> Todo | None:
    waiting = desk.waiting
    if not waiting.cases:
        return None
    title = ngettext("%(n)s kasus rekonsiliasi menunggu Anda", "%(n)s kasus rekonsiliasi menunggu Anda", waiting.cases)
    note = (
        ngettext("%(n)s di antaranya lewat batas waktu.", "%(n)s di antaranya lewat batas waktu.", waiting.late_cases)
        % {"n": number(waiting.late_cases)}
        if waiting.late_cases
        else _("Semuanya masih dalam batas waktu.")
    )
    url = address("reconciliation:cases", milik=str(desk.user.pk))
    return Todo(title % {"n": number(waiting.cases)}, note, url, "user-check", is_urgent=bool(waiting.late_cases))


def _people_figure(desk: Desk) -> Figure:
    return Figure(_("Orang tercatat"), number(desk.people), address("people:list"))


def _covered_figure(desk: Desk) -> Figure:
    note = month(desk.month)
    return Figure(_("Terlindungi"), number(desk.covered), address("people:list", peserta="covered"), note)


def _doubtful_figure(desk: Desk) -> Figure:
    return Figure(
        _("Baris meragukan"), number(desk.waiting.doubtful), address("intake:list", keadaan=ImportBatch.State.PREVIEW)
    )


def _exits_figure(desk: Desk) -> Figure:
    return Figure(
        _("Laporan keluar belum masuk SK"), number(desk.waiting.exits), address("people:list", keluar="open")
    )


def _run_figure(desk: Desk) -> Figure | None:
    run = desk.waiting
    if run.candidates is None:
        return None
    note = _("dari %(all)s calon, cadangan %(reserve)s; %(day)s") % {
        "all": number(run.candidates),
        "reserve": number(run.reserve),
        "day": day(run.run_at),
    }
    url = _room(desk, "targeting:list", Action.SEE_TARGETING)
    return Figure(_("Terpilih pada penetapan terakhir"), number((run.kept or 0) + (run.selected or 0)), url, note)


def _decide_access(desk: Desk) -> Todo | None:
    waiting = desk.waiting.access
    if not waiting:
        return None
    title = ngettext("Putuskan %(n)s usulan akses", "Putuskan %(n)s usulan akses", waiting) % {"n": number(waiting)}
    note = _("Peran baru atau pemasangan ulang pengaman kedua menunggu orang kedua.")
    return Todo(title, note, address("users:proposals"), "user-check")


def _room(desk: Desk, route: str, action: Action) -> str:
    """Return where a figure opens to names and papers; who sees totals only is led to the brief."""
    return address(route if scope_for(desk.user, action) else "brief:page")


def _next_bill_figure(desk: Desk) -> Figure | None:
    bill = desk.money.next_bill
    if bill is None:
        return None
    note = _("%(month)s, %(people)s peserta, jatuh tempo %(day)s") % {
        "month": month(bill.month),
        "people": number(bill.people),
        "day": day(bill.due_date),
    }
    url = _room(desk, "billing:list", Action.SEE_BILLS)
    return Figure(_("Tagihan berikutnya"), rupiah(bill.total_idr), url, note)


def _budget_figure(desk: Desk) -> Figure | None:
    money = desk.money
    if not money.budget_idr:
        return None
    note = _("%(share)s dari plafon %(budget)s") % {
        "share": f"{money.billed_idr * 100 // money.budget_idr}{NO_BREAK}%",
        "budget": rupiah(money.budget_idr),
    }
    url = _room(desk, "billing:list", Action.SEE_BILLS)
    return Figure(_("Ditagihkan tahun ini"), rupiah(money.billed_idr), url, note)


def _accounts_figure(desk: Desk) -> Figure:
    today = Q(grants__from_date__lte=desk.today) & (
        Q(grants__until_date__isnull=True) | Q(grants__until_date__gt=desk.today)
    )
    accounts = User.objects.filter(is_active=True).exclude(username=SYSTEM_USERNAME)
    counts = accounts.aggregate(
        everyone=Count("pk", distinct=True), with_role=Count("pk", distinct=True, filter=today)
    )
    note = _("%(n)s tanpa peran yang berlaku") % {"n": number(counts["everyone"] - counts["with_role"])}
    return Figure(_("Akun aktif"), number(counts["everyone"]), address("users:list"), note)


_V, _D, _O, _H, _T, _A, _L, _S, _I = Role

TODOS: Final[Mapping[Callable[[Desk], Todo | None], frozenset[Role]]] = {
    _send_lists: frozenset({_V}),
    _remind_villages: frozenset({_D}),
    _mend_rows: frozenset({_V, _D, _O}),
    _mend_proposals: frozenset({_V, _D, _O, _H}),
    _gather_proposals: frozenset({_O, _H}),
    _settle_batches: frozenset({_O, _H}),
    _decide_proposals: frozenset({_D, _O, _H}),
    _take_over_people: frozenset({_V, _D, _O, _H, _T, _A}),
    _release_exports: frozenset({_O, _H}),
    _take_exports: frozenset(Role),
    _answer_objections: frozenset({_O, _H}),
    _enact_drafts: frozenset({_O, _H}),
    _replace_leavers: frozenset({_O, _H}),
    _issue_next_bill: frozenset({_O, _H, _T}),
    _pay_in_time: frozenset({_O, _H, _T}),
    _ask_restoration: frozenset({_O, _H}),
    _prepare_january: frozenset({_O, _H, _T}),
    _approve_bills: frozenset({_H}),
    _decide_releases: frozenset({_H}),
    _decide_access: frozenset({_H, _S}),
    _order_payments: frozenset({_T}),
    _pay_orders: frozenset({_T}),
    _use_deposits: frozenset({_T}),
    _follow_refunds: frozenset({_T}),
    _answer_cases: frozenset({_O, _H, _T, _I}),
}
"""Who is reminded of what, in the order in which a case goes through the office."""

FIGURES: Final[Mapping[Callable[[Desk], Figure | None], frozenset[Role]]] = {
    _people_figure: frozenset({_V, _D}),
    _covered_figure: frozenset({_V, _D}),
    _doubtful_figure: frozenset({_V, _D}),
    _exits_figure: frozenset({_V, _D}),
    _countdown_figure: frozenset({_O, _H, _T, _L}),
    _next_bill_figure: frozenset({_O, _H, _T, _L}),
    _budget_figure: frozenset({_O, _H, _T, _L}),
    _run_figure: frozenset({_O, _H, _L}),
    _accounts_figure: frozenset({_S}),
}
"""Who sees which figure."""


def latest_entries(user: User) -> list[AuditEntry]:
    """Return the last entries of the chains that the user may read."""
    entries = scope_for(user, Action.SEE_AUDIT).within(AuditEntry.objects.all(), village="")
    return list(entries.select_related("actor").order_by("-at", "-position")[:8])


def latest_bills(user: User) -> list[Bill]:
    """Return the last bills that the user may see."""
    return list(bills_visible_to(user).select_related("payer").order_by("-month", "-total_idr", "payer")[:6])


def latest_decrees(user: User) -> list[Decree]:
    """Return the last decrees that the user may see, each with its state."""
    return list(decrees_visible_to(user).select_related("enactment", "discard").order_by("-decree_date", "-id")[:6])
