"""Budgets, moves and plans on the command line, by the same services as the budget room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID, uuid4

import typer

from jaring.cli import office
from jaring.cli.commands import add, explained, paper, print_json, read_month, read_rupiah, report, table_of
from jaring.cli.language import both, say
from jaring.cli.options import AsOption, DayOption, JsonOption, KeyOption, NumberOption, RegencyOption
from jaring.cli.payers import PayerOption, VillageOption, payer_named, read_payer
from jaring.core.contribution import Payer
from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.core.text import Text

if TYPE_CHECKING:
    from jaring.office.budgets.queries import Standing
    from jaring.office.programme import models, movers
    from jaring.office.programme.services import LineAmount

YearArgument = Annotated[int, typer.Argument(min=2015, max=2199, help=both("Tahun anggaran.", "Budget year."))]
LineOption = Annotated[
    list[str],
    typer.Option(
        "--line",
        metavar=both("REKENING=RUPIAH", "LINE=RUPIAH"),
        help=both(
            "Rekening (jkk, jkm, both, atau kodenya) dan jumlahnya; boleh beberapa kali.",
            "A line (jkk, jkm, both, or its code) and its amount; may be given several times.",
        ),
    ),
]
BasisOption = Annotated[str, typer.Option(help=both("Dasar, misalnya nama DPA.", "Basis, for example the DPA."))]


def budget_commands() -> typer.Typer:
    """Return the group ``jaring budget``."""
    app = typer.Typer(add_completion=False)
    app.callback(help=both("Anggaran: keadaan, DPA, perubahan.", "Budgets: standing, DPA, revisions."))(lambda: None)
    add(app, "show", budget_show_command)
    add(app, "enter", budget_enter_command)
    add(app, "revise", budget_revise_command)
    return app


@explained(
    Text(
        "Menampilkan plafon, kebutuhan SK yang berlaku, tagihan, pembayaran, sisa, dan lama cukupnya untuk setiap "
        "sumber dana.",
        "Show each payer's ceiling, what decrees in force need, bills, payments, what is left and how long it lasts.",
    ),
    "jaring budget show 2026",
)
def budget_show_command(
    year: YearArgument, regency: RegencyOption = None, user: AsOption = None, as_json: JsonOption = False
) -> None:
    office.open_office()
    from jaring.office.budgets import queries

    actor, opened = office.acting_user(user), _year(office.regency_code(regency), year)
    found = queries.standings(opened, queries.payers_visible_to(actor).filter(regency=opened.regency_id))
    if as_json:
        print_json({"year": year, "payers": [plain_standing(each) for each in found]})
        return
    table = table_of(*_HEADINGS)
    for each in found:
        plain = plain_standing(each)
        amounts = [str(Rupiah(plain[key])) for key in ("ceiling_idr", "committed_idr", "billed_idr", "left_idr")]
        table.add_row(plain["payer"], str(plain["people"]), *amounts, str(plain["runway_months"] or ""))
    paper().print(table)


@explained(
    Text(
        "Mencatat anggaran awal (DPA) sebuah sumber dana menurut rekeningnya.",
        "Enter the original budget (DPA) of a payer by its lines.",
    ),
    "jaring budget enter 2027 --line jkk=1785600000 --line jkm=1214208000 --basis 'DPA 2027'",
    "jaring budget enter 2027 --payer CSR-1 --line both=50000000 --basis 'Perjanjian CSR'",
)
def budget_enter_command(
    year: YearArgument,
    line: LineOption,
    basis: BasisOption,
    number: NumberOption = "",
    day: DayOption = None,
    payer: PayerOption = Payer.APBD.value,
    village: VillageOption = "",
    key: KeyOption = None,
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    from_kind = "original"
    _book(year, line, from_kind, basis, number, day, payer, village, key, regency, user, as_json=as_json)


@explained(
    Text(
        "Mencatat perubahan anggaran (DPPA, APBD-P), atau dengan --shift pergeseran antarrekening yang berjumlah nol. "
        "Pengurangan ditulis dengan minus.",
        "Enter a revision (DPPA, APBD-P), or with --shift a shift between lines that sums to nothing. Cuts are "
        "written with a minus.",
    ),
    "jaring budget revise 2026 --line jkk=100000000 --basis 'DPPA 2026' --number DPPA/12/2026 --date 2026-09-30",
    "jaring budget revise 2026 --shift --line jkk=-5000000 --line jkm=5000000 --basis 'Pergeseran'",
)
def budget_revise_command(
    year: YearArgument,
    line: LineOption,
    basis: BasisOption,
    number: NumberOption = "",
    day: DayOption = None,
    shift: Annotated[bool, typer.Option("--shift", help=both("Pergeseran.", "A shift."))] = False,
    despite: Annotated[
        bool,
        typer.Option(
            "--despite-commitments",
            help=both("Catat juga bila di bawah kebutuhan SK.", "Enter it also below what decrees need."),
        ),
    ] = False,
    payer: PayerOption = Payer.APBD.value,
    village: VillageOption = "",
    key: KeyOption = None,
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    kind = "shift" if shift else "revision"
    _book(year, line, kind, basis, number, day, payer, village, key, regency, user, despite=despite, as_json=as_json)


def _book(
    year: int,
    lines: Sequence[str],
    kind: str,
    basis: str,
    number: str,
    day: date | None,
    payer: str,
    village: str,
    key: UUID | None,
    regency: str | None,
    user: str | None,
    *,
    despite: bool = False,
    as_json: bool,
) -> None:
    office.open_office()
    from jaring.office.budgets import queries
    from jaring.office.programme import queries as programme
    from jaring.office.programme import services
    from jaring.office.programme.models import BudgetEntry

    code = office.regency_code(regency)
    opened, source = _year(code, year), payer_named(code, payer, village)
    services.book_budget(
        opened,
        source,
        _line_amounts(source, lines),
        services.BudgetDocument(basis=basis, kind=BudgetEntry.Kind(kind), number=number, day=day),
        despite_commitments=despite,
        request_key=key or uuid4(),
        actor=office.acting_user(user),
        now=office.now(),
    )
    standing = queries.standing_of(opened, source, programme.ceilings_of(opened, source))
    report({"year": year, **plain_standing(standing)}, _LABELS, as_json=as_json)


def _line_amounts(source: models.Payer, written: Sequence[str]) -> list[LineAmount]:
    """Read ``jkk=100``: a line of the regency by its key or its code, or ``both`` where it has none for the payer."""
    from jaring.core.budget import Programme
    from jaring.office.programme.errors import BudgetLineUnknownError
    from jaring.office.programme.services import LineAmount
    from jaring.regencies.budget_lines import lines_for

    offered = {
        name: line for line in lines_for(source.regency_id, Payer(source.kind)) for name in (line.key, line.code)
    }
    amounts = []
    for text in written:
        name, is_sign, amount = text.rpartition("=")
        if not is_sign:
            raise typer.BadParameter(say(_LINE_FORM), param_hint="--line")
        found = offered.get(name)
        if found is not None:
            amounts.append(LineAmount(read_rupiah(amount).idr, found.programme, found.code, found.name.id))
        elif name == Programme.BOTH:
            amounts.append(LineAmount(read_rupiah(amount).idr))
        else:
            raise BudgetLineUnknownError(line=name, known=", ".join(sorted(offered)) or Programme.BOTH)
    return amounts


@explained(
    Text(
        "Menyusun rancangan SK yang memindahkan peserta dari satu sumber dana ke yang lain tanpa bulan yang hilang. "
        "Dengan --preview hanya biayanya yang ditampilkan. Tanpa pilihan orang, semua peserta sumber asal pindah.",
        "Draft the decree that moves people from one payer to another without a lost month. With --preview only its "
        "cost is shown. Where nobody is chosen, everybody of the first payer moves.",
    ),
    "jaring decree move --from-payer APBD --payer CSR-1 --in-village 53.03.05.1001 --from 2026-12 --preview",
    "jaring decree move --from-payer CSR-1 --payer SELF --from 2026-12 --number 05/KEP --as petugas",
)
def decree_move_command(
    from_payer: Annotated[
        str, typer.Option(parser=read_payer, metavar=both("SUMBER", "SOURCE"), help=both("Sumber asal.", "From whom."))
    ],
    payer: Annotated[
        str, typer.Option(parser=read_payer, metavar=both("SUMBER", "SOURCE"), help=both("Sumber tujuan.", "To whom."))
    ],
    from_month: Annotated[
        Month,
        typer.Option("--from", parser=read_month, metavar="YYYY-MM", help=both("Mulai berlaku.", "First month.")),
    ],
    number: Annotated[str, typer.Option(help=both("Nomor SK.", "Number of the decree."))] = "",
    day: DayOption = None,
    signatory: Annotated[str, typer.Option(help=both("Nama penanda tangan.", "Name of the signatory."))] = "",
    in_village: Annotated[
        list[str] | None,
        typer.Option(metavar=both("KODE", "CODE"), help=both("Hanya dari desa ini.", "From this village only.")),
    ] = None,
    in_district: Annotated[
        list[str] | None,
        typer.Option(metavar=both("KODE", "CODE"), help=both("Hanya dari kecamatan ini.", "From this district only.")),
    ] = None,
    people: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help=both("Berkas berisi ID publik, satu per baris.", "File of public ids, one a line."),
        ),
    ] = None,
    run: Annotated[
        UUID | None,
        typer.Option(
            parser=UUID, metavar="UUID", help=both("Yang ada pada penetapan ini.", "On the list of this run.")
        ),
    ] = None,
    plan: Annotated[str, typer.Option(help=both("Dengan rencana bersama ini.", "Under this plan."))] = "",
    preview: Annotated[bool, typer.Option("--preview", help=both("Hanya hitung.", "Only weigh it."))] = False,
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.office.access.roles import Action
    from jaring.office.access.scope import require
    from jaring.office.programme import movers, queries, services

    code, actor = office.regency_code(regency), office.acting_user(user)
    year = queries.year_of(code, from_month)
    source, target = payer_named(code, from_payer), payer_named(code, payer)
    under = _plan(code, plan) if plan else None
    chosen = movers.chosen_people(
        code,
        districts=in_district or (),
        villages=in_village or (),
        run=_run(code, run) if run else None,
        by_hand=_ids(people) if people else None,
    )
    if preview or not number:
        require(actor, Action.DRAFT_DECREE, code)
        meant = queries.movable(chosen, source, from_month)
        weighed = movers.weigh_move(year, source, target, meant, from_month, under)
        weights = {"people": meant.count(), "from_month": str(from_month), **_plain_weight(weighed)}
        report(weights, _LABELS, as_json=as_json)
        return
    facts = services.decree_paper(code, number, day or office.today(code), from_month, signatory)
    decree = services.draft_move(year, source, target, chosen, facts, plan=under, actor=actor, now=office.now())
    report(plain_move(decree), _LABELS, as_json=as_json)


def _plain_weight(weighed: movers.Weighed) -> dict[str, object]:
    return {
        "before_idr": weighed.before_idr,
        "after_idr": weighed.after_idr,
        "partner_idr": weighed.partner_idr,
        "more_idr": weighed.more_idr,
        "months": [
            {"month": str(each.month), "before_idr": each.before.total_idr, "after_idr": each.after.total_idr}
            for each in weighed.months
        ],
    }


def plan_commands() -> typer.Typer:
    """Return the group ``jaring plan``; without a command it lists the plans."""
    app = typer.Typer(add_completion=False, invoke_without_command=True)

    def list_when_alone(context: typer.Context) -> None:
        if context.invoked_subcommand is None:
            plan_list_command()

    app.callback(help=both("Rencana pendanaan bersama.", "Plans of co-funding."))(list_when_alone)
    add(app, "list", plan_list_command)
    add(app, "add", plan_add_command)
    return app


@explained(Text("Menampilkan rencana pendanaan bersama.", "List the plans of co-funding."), "jaring plan list")
def plan_list_command(regency: RegencyOption = None, as_json: JsonOption = False) -> None:
    office.open_office()
    from jaring.office.programme.models import Plan

    plans = Plan.objects.filter(regency=office.regency_code(regency)).select_related("payer", "partner")
    report({"plans": [plain_plan(plan) for plan in plans.order_by("id")]}, _LABELS, as_json=as_json)


@explained(
    Text(
        "Membuat rencana: bagian publik yang menurun, sisanya dibayar pendamping. Peserta masuk rencana melalui "
        "jaring decree move --plan.",
        "Make a plan: a falling public share, the rest paid by a partner. People come under it by "
        "jaring decree move --plan.",
    ),
    "jaring plan add 'Menuju mandiri' --payer APBD --partner SELF --step 2027-01=75 --step 2027-07=0",
)
def plan_add_command(
    name: Annotated[str, typer.Argument(help=both("Nama rencana.", "Name of the plan."))],
    step: Annotated[
        list[str],
        typer.Option(
            metavar=both("BULAN=PERSEN", "MONTH=PERCENT"),
            help=both("Bagian publik sejak bulan itu.", "The public share from that month on."),
        ),
    ],
    payer: PayerOption = Payer.APBD.value,
    partner: Annotated[
        str,
        typer.Option(parser=read_payer, metavar=both("SUMBER", "SOURCE"), help=both("Pembayar sisanya.", "The rest.")),
    ] = Payer.SELF.value,
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.office.programme import services

    code = office.regency_code(regency)
    plan = services.make_plan(
        name,
        payer_named(code, payer),
        payer_named(code, partner),
        [_step(text) for text in step],
        actor=office.acting_user(user),
        now=office.now(),
    )
    report(plain_plan(plan), _LABELS, as_json=as_json)


def plain_standing(standing: Standing) -> dict[str, Any]:
    """Return how a payer stands as the commands print it."""
    runway = standing.runway
    return {
        "payer": standing.payer.short,
        "people": standing.next_cost.people if standing.next_cost else 0,
        "ceiling_idr": standing.ceiling_idr,
        "committed_idr": standing.committed_idr,
        "billed_idr": standing.billed_idr,
        "approved_idr": standing.approved_idr,
        "ordered_idr": standing.ordered_idr,
        "transferred_idr": standing.transferred_idr,
        "paid_idr": standing.realised.paid_idr,
        "left_idr": standing.left_idr,
        "lacks_idr": standing.lacks_idr,
        "runway_months": runway.months if runway else None,
        "runway_ends": str(runway.ends) if runway and runway.ends else None,
    }


def plain_plan(plan: models.Plan) -> dict[str, Any]:
    """Return a plan as the commands print it."""
    return {
        "plan": plan.name,
        "payer": plan.payer.short,
        "partner": plan.partner.short,
        "steps": [{"from": str(step.from_month), "percent": step.public_percent} for step in plan.steps.all()],
    }


def plain_move(decree: models.Decree) -> dict[str, Any]:
    """Return the draft of a move as the commands print it."""
    return {
        "number": decree.number,
        "from_month": str(decree.effective_month),
        "payer": decree.payer.short,
        "people": decree.additions,
        "monthly_idr": decree.monthly_idr,
    }


def _year(regency_code: str, year: int) -> models.ProgrammeYear:
    from jaring.office.programme import queries

    return queries.year_of(regency_code, Month(year, 12))


def _plan(regency_code: str, name: str) -> models.Plan:
    from jaring.office.programme.errors import PlanUnknownError
    from jaring.office.programme.models import Plan

    plan = Plan.objects.filter(regency=regency_code, name=name).first()
    if plan is None:
        raise PlanUnknownError
    return plan


def _run(regency_code: str, public_id: UUID) -> models.TargetingRun:
    from jaring.office.programme.errors import RunUnknownError
    from jaring.office.programme.models import TargetingRun

    run = TargetingRun.objects.filter(public_id=public_id, programme_year__regency=regency_code).first()
    if run is None:
        raise RunUnknownError
    return run


def _step(text: str) -> tuple[Month, int]:
    month, is_sign, percent = text.partition("=")
    if not is_sign or not percent.isascii() or not percent.isdigit():
        raise typer.BadParameter(say(_STEP_FORM), param_hint="--step")
    return read_month(month), int(percent)


def _ids(path: Path) -> list[UUID]:
    lines = path.read_text(encoding="utf-8").split()
    try:
        return [UUID(line) for line in lines]
    except ValueError:
        raise typer.BadParameter(say(_IDS_FORM), param_hint="--people") from None


_HEADINGS = (
    Text("Sumber dana", "Payer"),
    Text("Peserta", "People"),
    Text("Plafon", "Ceiling"),
    Text("Kebutuhan SK", "Committed"),
    Text("Ditagih", "Billed"),
    Text("Sisa", "Left"),
    Text("Cukup (bulan)", "Lasts (months)"),
)
_LABELS = {
    "year": Text("Tahun program", "Programme year"),
    "payer": Text("Sumber dana", "Payer"),
    "people": Text("Peserta", "People"),
    "ceiling_idr": Text("Plafon", "Ceiling"),
    "committed_idr": Text("Kebutuhan SK", "Committed"),
    "billed_idr": Text("Sudah ditagih", "Billed"),
    "approved_idr": Text("Sudah disetujui", "Approved"),
    "ordered_idr": Text("Perintah bayar", "Ordered"),
    "transferred_idr": Text("Sudah disetor", "Transferred"),
    "paid_idr": Text("Dialokasikan per orang", "Set against dues"),
    "left_idr": Text("Sisa", "Left"),
    "lacks_idr": Text("Kurang", "Lacks"),
    "runway_months": Text("Cukup (bulan)", "Lasts (months)"),
    "runway_ends": Text("Bulan yang tidak tertutup", "First month not covered"),
    "from_month": Text("Mulai", "From"),
    "from": Text("Mulai", "From"),
    "percent": Text("Bagian publik (%)", "Public share (%)"),
    "month": Text("Bulan", "Month"),
    "before_idr": Text("Biaya sekarang", "Cost now"),
    "after_idr": Text("Biaya sesudah pindah", "Cost after the move"),
    "partner_idr": Text("Bagian pendamping", "Partner's part"),
    "more_idr": Text("Selisih sampai akhir tahun", "Difference until the year's end"),
    "months": Text("Bulan demi bulan", "Month by month"),
    "plans": Text("Rencana", "Plans"),
    "plan": Text("Rencana", "Plan"),
    "partner": Text("Pendamping", "Partner"),
    "steps": Text("Tahap", "Steps"),
    "number": Text("Nomor", "Number"),
    "monthly_idr": Text("Iuran sebulan", "Contribution a month"),
}
_LINE_FORM = Text(
    "tulis sebagai REKENING=RUPIAH, misalnya jkk=1000000.", "write LINE=RUPIAH, for example jkk=1000000."
)
_STEP_FORM = Text("tulis sebagai BULAN=PERSEN, misalnya 2027-01=75.", "write MONTH=PERCENT, for example 2027-01=75.")
_IDS_FORM = Text("berkas itu harus berisi satu ID publik per baris.", "the file must hold one public id a line.")
