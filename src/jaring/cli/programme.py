"""The programme on the command line: lists in, choice, decree, bill; by the same services as the pages."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID, uuid4, uuid5

import typer

from jaring.cli import office
from jaring.cli.budget import decree_move_command
from jaring.cli.commands import (
    add,
    choice_of,
    choices,
    explained,
    paper,
    print_json,
    read_day,
    read_month,
    read_rupiah,
    report,
    table_of,
)
from jaring.cli.exports import upload_list_of
from jaring.cli.language import both, current, say
from jaring.cli.options import AsOption, JsonOption, RegencyOption
from jaring.cli.payers import PayerOption, VillageOption, payer_named
from jaring.core.contribution import Payer
from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.core.text import Text

if TYPE_CHECKING:
    from jaring.office.access.models import User
    from jaring.office.billing.models import Bill
    from jaring.office.intake.models import ImportBatch
    from jaring.office.places.models import Regency
    from jaring.office.programme import models
    from jaring.office.programme.models import Decree, TargetingRun


LOWEST_BASE = Rupiah(1_000_000)
"""The base of the lowest bracket, on which a regency usually insures."""


class ImportKind(StrEnum):
    """What the files hold."""

    LISTS = "lists"
    DTSEN = "dtsen"
    ELSEWHERE = "elsewhere"


DayOption = Annotated[
    date | None,
    typer.Option(
        parser=read_day, metavar="YYYY-MM-DD", help=both("Tanggal; bawaannya hari ini.", "Day; default today.")
    ),
]


@explained(
    Text(
        "Membaca daftar desa dan mengambil alih baris yang baik ke daftar peserta. Baris yang meragukan menunggu "
        "keputusan di halaman Daftar masuk. Dengan --preview tidak ada yang diambil alih.",
        "Read village lists and take the good rows over into the register. Doubtful rows wait for a decision on the "
        "page Incoming lists. With --preview nothing is taken over.",
    ),
    "jaring import daftar/ --sender 'Kecamatan Noemuti'",
    "jaring import dtsen.csv --kind dtsen",
)
def import_command(
    paths: Annotated[list[Path], typer.Argument(exists=True, help=both("Berkas atau folder.", "Files or folders."))],
    kind: Annotated[
        ImportKind,
        typer.Option(parser=choice_of(ImportKind), metavar=choices(ImportKind), help=both("Isi berkas.", "Content.")),
    ] = ImportKind.LISTS,
    sender: Annotated[str, typer.Option(help=both("Pengirim.", "Sender."))] = "",
    as_of: DayOption = None,
    preview: Annotated[
        bool, typer.Option("--preview", help=both("Hanya baca dan nilai.", "Only read and judge."))
    ] = False,
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.office.insight.ahead import count_ahead
    from jaring.office.intake import services as intake
    from jaring.office.people import services as people

    code, actor, now = office.regency_code(regency), office.acting_user(user), office.now()
    day = office.today(code)
    if kind is not ImportKind.LISTS:
        read = people.import_dtsen if kind is ImportKind.DTSEN else people.import_elsewhere
        batches = [read(path, regency_code=code, received_date=day, actor=actor, now=now) for path in paths]
        count_ahead(code)
        report({"batches": [_plain_batch(batch) for batch in batches]}, _LABELS, as_json=as_json)
        return
    with office.progress_bar() as show:
        facts: dict[str, Any] = {
            "regency_code": code,
            "as_of": as_of or day,
            "source": ", ".join(path.name for path in paths),
            "sender": sender or str(actor),
            "received_date": day,
            "actor": actor,
            "now": now,
            "progress": lambda done, total, _file: show(Text("Membaca", "Reading"), done / total),
        }
        taken: dict[str, int] = {}
        if preview:
            batch = intake.read_delivery(paths, **facts)
        else:
            batch, taken = people.read_and_take_over(paths, **facts)
    report({**_plain_batch(batch), **taken}, _LABELS, as_json=as_json)


@explained(
    Text(
        "Menetapkan siapa yang dilindungi dari bulan tertentu sampai akhir tahun program, menurut aturan kabupaten "
        "dan sisa anggaran. Setiap calon mendapat keputusan, peringkat, dan alasan. Dengan --try tidak ada yang "
        "ditetapkan atau disimpan: hanya dikatakan apa arti plafon lain bagi penetapan terakhir.",
        "Choose who is covered from a month to the end of the programme year, by the regency's rules and what is left "
        "of the budget. Every candidate gets a decision, a rank and reasons. With --try nothing is chosen or kept: it "
        "is said what another budget would mean for the latest choice.",
    ),
    "jaring target",
    "jaring target --try 2500000000",
    "jaring target --from 2026-12 --seed TTU-2026-XII --optimum",
)
def target_command(
    from_month: Annotated[
        Month | None,
        typer.Option(
            "--from",
            parser=read_month,
            metavar="YYYY-MM",
            help=both(
                "Bulan pertama; bawaannya bulan berikut yang belum ditagih.", "First month; default: next to bill."
            ),
        ),
    ] = None,
    payer: PayerOption = Payer.APBD.value,
    village: VillageOption = "",
    seed: Annotated[str | None, typer.Option(help=both("Benih undian yang diumumkan.", "Published seed."))] = None,
    as_of: DayOption = None,
    optimum: Annotated[
        bool, typer.Option("--optimum", help=both("Hitung juga pilihan terbaik.", "Also compute the best choice."))
    ] = False,
    tried: Annotated[
        Rupiah | None,
        typer.Option(
            "--try", parser=read_rupiah, metavar="RUPIAH", help=both("Coba plafon ini saja.", "Only try this budget.")
        ),
    ] = None,
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.core import targeting
    from jaring.office.access.roles import Action
    from jaring.office.access.scope import require
    from jaring.office.billing import queries as billing
    from jaring.office.insight.ahead import count_ahead
    from jaring.office.programme import queries, services

    code, actor = office.regency_code(regency), office.acting_user(user)
    source = payer_named(code, payer, village)
    if tried is not None:
        require(actor, Action.SEE_TARGETING, code)
        report(_plain_trial(queries.latest_run(code, source), tried.idr), _LABELS, as_json=as_json)
        return
    month = from_month or billing.next_month_to_bill(source, Month.of(office.today(code)))
    year = queries.year_of(code, month)
    rules_text = targeting.rule_text_of(code)
    run = services.run_targeting(
        year,
        source,
        from_month=month,
        as_of=as_of or month.first_day,
        seed=seed or f"{code}-{month}",
        spent_idr=billing.spoken_for_idr(year, source, month),
        rules=targeting.load_rule_set(rules_text),
        rules_text=rules_text,
        with_optimum=optimum,
        actor=actor,
        now=office.now(),
    )
    count_ahead(code)
    report(_plain_run(run), _LABELS, as_json=as_json)


def _payer_or_new(place: Regency, named: str, village: str, actor: User) -> models.Payer:
    """Return the payer that a new year is opened for; a kind that has none yet gets its first one."""
    from jaring.office.programme import services
    from jaring.office.programme.errors import PayerUnknownError

    try:
        return payer_named(place.code, named, village)
    except PayerUnknownError:
        if village or named not in set(Payer):
            raise
        return services.register_payer(place, named, Payer(named).label.id, actor=actor, now=office.now())


def year_commands() -> typer.Typer:
    """Return the group ``jaring year``."""
    app = typer.Typer(add_completion=False)
    app.callback(help=both("Tahun program dan anggarannya.", "Programme years and their budgets."))(lambda: None)
    add(app, "open", year_open_command)
    add(app, "budget", year_budget_command)
    return app


def read_budget(text: str) -> Rupiah:
    """Read an amount to add to a budget, or to take from it: anything but nothing."""
    amount = read_rupiah(text)
    if not amount.idr:
        raise typer.BadParameter(say(Text("jumlahnya tidak boleh nol.", "the amount must not be zero.")))
    return amount


BudgetOption = Annotated[
    Rupiah,
    typer.Option(parser=read_budget, metavar="RUPIAH", help=both("Jumlah anggaran.", "Amount of the budget.")),
]
BasisOption = Annotated[str, typer.Option(help=both("Dasar, misalnya nomor DPA.", "Basis, for example the DPA."))]


@explained(
    Text(
        "Membuka tahun program, mendaftarkan sumber dananya, dan mencatat anggarannya.",
        "Open a programme year, register its payer and enter the budget.",
    ),
    "jaring year open 2027 --budget 2999808000 --basis 'DPA 2027'",
)
def year_open_command(
    year: Annotated[int, typer.Argument(min=2015, max=2199, help=both("Tahun anggaran.", "Budget year."))],
    budget: BudgetOption,
    basis: BasisOption,
    from_month: Annotated[
        Month | None,
        typer.Option("--from", parser=read_month, metavar="YYYY-MM", help=both("Bulan pertama.", "First month.")),
    ] = None,
    base: Annotated[
        Rupiah | None,
        typer.Option(
            parser=read_rupiah,
            metavar="RUPIAH",
            help=both(f"Dasar penghasilan; bawaannya {LOWEST_BASE}.", f"Declared base; default {LOWEST_BASE}."),
        ),
    ] = None,
    payer: PayerOption = Payer.APBD.value,
    village: VillageOption = "",
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from django.db import transaction

    from jaring.office.places.models import Regency
    from jaring.office.programme import services

    place, actor = Regency.objects.get(code=office.regency_code(regency)), office.acting_user(user)
    with transaction.atomic():  # A year without its budget would be half a year.
        source = _payer_or_new(place, payer, village, actor)
        opened = services.open_year(
            place,
            year,
            from_month=from_month or Month(year, 1),
            until_month=Month(year + 1, 1),
            base_idr=(base or LOWEST_BASE).idr,
            actor=actor,
            now=office.now(),
        )
        services.enter_budget(opened, source, budget.idr, basis=basis, actor=actor, now=office.now())
    report({"year": year, "payer": payer, "budget_idr": budget.idr}, _LABELS, as_json=as_json)


@explained(
    Text(
        "Mencatat tambahan atau pengurangan anggaran (APBD-P) pada tahun yang sudah dibuka.",
        "Enter an addition to or a cut of the budget (APBD-P) of an open year.",
    ),
    "jaring year budget 2026 --budget 201600000 --basis 'DPPA 2026'",
)
def year_budget_command(
    year: Annotated[int, typer.Argument(min=2015, max=2199, help=both("Tahun anggaran.", "Budget year."))],
    budget: BudgetOption,
    basis: BasisOption,
    payer: PayerOption = Payer.APBD.value,
    village: VillageOption = "",
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.office.programme import queries, services

    code, actor = office.regency_code(regency), office.acting_user(user)
    opened = queries.year_of(code, Month(year, 12))
    source = payer_named(code, payer, village)
    services.enter_budget(opened, source, budget.idr, basis=basis, actor=actor, now=office.now())
    report(
        {"year": year, "payer": source.code or source.kind, "budget_idr": queries.budget_idr(opened, source)},
        _LABELS,
        as_json=as_json,
    )


def decree_commands() -> typer.Typer:
    """Return the group ``jaring decree``; without a command it lists the decrees."""
    app = typer.Typer(add_completion=False, invoke_without_command=True)

    def list_when_alone(context: typer.Context) -> None:
        if context.invoked_subcommand is None:
            decree_list_command()

    app.callback(help=both("SK: daftar, rancangan, penetapan, cetak.", "Decrees: list, draft, enact, print."))(
        list_when_alone
    )
    add(app, "list", decree_list_command)
    add(app, "draft", decree_draft_command)
    add(app, "amend", decree_amend_command)
    add(app, "move", decree_move_command)
    add(app, "enact", decree_enact_command)
    add(app, "discard", decree_discard_command)
    add(app, "sign", decree_sign_command)
    add(app, "publish", decree_publish_command)
    add(app, "print", decree_print_command)
    return app


@explained(Text("Menampilkan SK yang ada.", "List the decrees."), "jaring decree list")
def decree_list_command(regency: RegencyOption = None, as_json: JsonOption = False) -> None:
    office.open_office()
    from jaring.office.programme.models import Decree

    code = office.regency_code(regency)
    decrees = [
        _plain_decree(decree)
        for decree in Decree.objects.filter(regency=code)
        .select_related("enactment", "discard")
        .order_by("decree_date", "id")
    ]
    if as_json:
        print_json({"decrees": decrees})
        return
    table = table_of(
        Text("Nomor", "Number"),
        Text("Tanggal", "Date"),
        Text("Mulai", "From"),
        Text("Tambah", "Add"),
        Text("Kurang", "Remove"),
        Text("Keadaan", "State"),
    )
    states = {
        "in_force": Text("berlaku", "in force"),
        "draft": Text("rancangan", "draft"),
        "discarded": Text("dibuang", "discarded"),
    }
    for decree in decrees:
        table.add_row(
            decree["number"],
            decree["date"],
            decree["effective_month"],
            str(decree["additions"]),
            str(decree["removals"]),
            say(states[decree["status"]]),
        )
    paper().print(table)


@explained(
    Text(
        "Menyusun rancangan SK dari penetapan sasaran yang terakhir.",
        "Draft the decree that the latest targeting leads to.",
    ),
    "jaring decree draft --number 188.45/900/KEP/2026 --as petugas",
)
def decree_draft_command(
    number: Annotated[str, typer.Option(help=both("Nomor SK.", "Number of the decree."))],
    day: Annotated[
        date | None,
        typer.Option("--date", parser=read_day, metavar="YYYY-MM-DD", help=both("Tanggal SK.", "Date of the decree.")),
    ] = None,
    from_month: Annotated[
        Month | None,
        typer.Option("--from", parser=read_month, metavar="YYYY-MM", help=both("Mulai berlaku.", "First month.")),
    ] = None,
    signatory: Annotated[str, typer.Option(help=both("Nama penanda tangan.", "Name of the signatory."))] = "",
    payer: PayerOption = Payer.APBD.value,
    village: VillageOption = "",
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.office.programme import queries, services

    code, actor = office.regency_code(regency), office.acting_user(user)
    run = queries.latest_run(code, payer_named(code, payer, village))
    paper_facts = services.decree_paper(
        code, number, day or office.today(code), from_month or run.from_month, signatory
    )
    decree = services.draft_decree(run, paper_facts, actor=actor, now=office.now())
    report(_plain_decree(decree), _LABELS, as_json=as_json)


@explained(
    Text(
        "Menyusun rancangan SK perubahan: yang keluar dilepas, cadangan menggantikan menurut aturan.",
        "Draft the amendment: who has left is removed, and the reserve follows by the rule.",
    ),
    "jaring decree amend --number 188.45/901/KEP/2026 --from 2026-12 --as petugas",
)
def decree_amend_command(
    number: Annotated[str, typer.Option(help=both("Nomor SK.", "Number of the decree."))],
    from_month: Annotated[
        Month | None,
        typer.Option(
            "--from",
            parser=read_month,
            metavar="YYYY-MM",
            help=both(
                "Mulai berlaku; bawaannya bulan berikut yang belum ditagih.", "First month; default: next to bill."
            ),
        ),
    ] = None,
    day: Annotated[
        date | None,
        typer.Option("--date", parser=read_day, metavar="YYYY-MM-DD", help=both("Tanggal SK.", "Date of the decree.")),
    ] = None,
    signatory: Annotated[str, typer.Option(help=both("Nama penanda tangan.", "Name of the signatory."))] = "",
    payer: PayerOption = Payer.APBD.value,
    village: VillageOption = "",
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.office.billing import queries as billing
    from jaring.office.programme import queries, services

    code, actor = office.regency_code(regency), office.acting_user(user)
    source = payer_named(code, payer, village)
    month = from_month or billing.next_month_to_bill(source, Month.of(office.today(code)))
    facts = services.decree_paper(code, number, day or office.today(code), month, signatory)
    decree = services.draft_replacements(queries.year_of(code, month), source, facts, actor=actor, now=office.now())
    report(_plain_decree(decree), _LABELS, as_json=as_json)


@explained(
    Text(
        "Menetapkan SK yang sudah ditandatangani; pesertanya menjadi terdaftar. Penyusun tidak boleh menetapkan.",
        "Put a signed decree in force; its people become enrolled. The drafter may not enact it.",
    ),
    "jaring decree enact 188.45/900/KEP/2026 --as kepala",
)
def decree_enact_command(
    number: Annotated[str, typer.Argument(help=both("Nomor SK.", "Number of the decree."))],
    reason: Annotated[
        str,
        typer.Option(
            help=both(
                "Alasan bila masih ada sanggahan yang belum selesai.", "Why, where objections are not settled yet."
            )
        ),
    ] = "",
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.office.insight.ahead import count_ahead
    from jaring.office.programme import queries, services
    from jaring.office.programme.models import Decree

    decree = queries.decree_by_number(office.regency_code(regency), number)
    services.enact_decree(decree, reason=reason, actor=office.acting_user(user), now=office.now())
    count_ahead(decree.regency_id)
    report(_plain_decree(Decree.objects.get(pk=decree.pk)), _LABELS, as_json=as_json)


@explained(
    Text(
        "Membuang rancangan SK yang tidak akan ditandatangani; nomornya dapat dipakai lagi.",
        "Discard a draft that will not be signed; its number is free again.",
    ),
    "jaring decree discard 188.45/900/KEP/2026 --reason 'Salah bulan' --as petugas",
)
def decree_discard_command(
    number: Annotated[str, typer.Argument(help=both("Nomor SK.", "Number of the decree."))],
    reason: Annotated[str, typer.Option(help=both("Alasan.", "Reason."))],
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.office.programme import queries, services
    from jaring.office.programme.models import Decree

    actor = office.acting_user(user)
    decree = queries.decree_by_number(office.regency_code(regency), number)
    services.discard_draft(decree, reason, actor=actor, now=office.now())
    report(_plain_decree(Decree.objects.get(pk=decree.pk)), _LABELS, as_json=as_json)


@explained(
    Text(
        "Menyimpan naskah SK bertanda tangan (PDF). Sidik lampiran disalin dari kaki halaman naskah, paling sedikit "
        "delapan huruf.",
        "Keep the signed paper of a decree (PDF). The hash of the annex is copied from the foot of its pages, eight "
        "letters or more.",
    ),
    "jaring decree sign 188.45/900/KEP/2026 naskah.pdf --hash 0a1b2c3d --as petugas",
)
def decree_sign_command(
    number: Annotated[str, typer.Argument(help=both("Nomor pada naskah.", "Number on the paper."))],
    scan: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help=both("Naskah.", "The paper."))],
    annex_hash: Annotated[str, typer.Option("--hash", help=both("Sidik lampiran.", "Hash of the annex."))],
    day: Annotated[
        date | None,
        typer.Option("--date", parser=read_day, metavar="YYYY-MM-DD", help=both("Hari tanda tangan.", "Day signed.")),
    ] = None,
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.office.programme import queries, services

    actor = office.acting_user(user)
    decree = queries.decree_by_number(office.regency_code(regency), number)
    kept = services.keep_scan(
        decree,
        scan.read_bytes(),
        number=number,
        annex_hash=annex_hash,
        signed_date=day or decree.decree_date,
        actor=actor,
        now=office.now(),
    )
    report({"number": decree.number, "sha256": kept.sha256, "pages": kept.pages}, _LABELS, as_json=as_json)


@explained(
    Text(
        "Mengumumkan SK yang berlaku di halaman publik: nomor, tanggal, jumlah per kecamatan; tanpa nama.",
        "Make a decree in force known on the public page: number, day, counts by kecamatan; no names.",
    ),
    "jaring decree publish 188.45/900/KEP/2026 --as kepala",
)
def decree_publish_command(
    number: Annotated[str, typer.Argument(help=both("Nomor SK.", "Number of the decree."))],
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.office.programme import queries, services

    decree = queries.decree_by_number(office.regency_code(regency), number)
    services.publish_decree(decree, actor=office.acting_user(user), now=office.now())
    report(_plain_decree(decree), _LABELS, as_json=as_json)


@explained(
    Text(
        "Mencetak SK beserta lampirannya sebagai PDF dan XLSX, dan naskahnya untuk Word.",
        "Print a decree and its annex as PDF and XLSX, and its text for Word.",
    ),
    "jaring decree print 188.45/900/KEP/2026 --out sk/",
)
def decree_print_command(
    number: Annotated[str, typer.Argument(help=both("Nomor SK.", "Number of the decree."))],
    out: Annotated[Path, typer.Option(help=both("Folder tujuan.", "Target folder."))] = Path(),
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.office.programme import papers, queries

    actor = office.acting_user(user)
    decree = queries.decree_by_number(office.regency_code(regency), number)
    out.mkdir(parents=True, exist_ok=True)
    printed = {"number": decree.number}
    for suffix in (".pdf", ".xlsx", ".docx"):
        target = out / papers.paper_name(decree, suffix)
        copyfile(papers.print_decree(decree, suffix, actor=actor, now=office.now()), target)
        printed[suffix[1:]] = str(target)
    report(printed, _LABELS, as_json=as_json)


@explained(
    Text(
        "Menerbitkan tagihan iuran satu bulan untuk semua peserta yang tercakup SK yang berlaku. Bulan yang sudah "
        "ditagih ditolak; kunci permintaan yang sama memberi tagihan yang sama. Dengan --print tidak ada yang "
        "diterbitkan: hanya dokumen tagihan yang sudah ada yang ditulis. Daftar unggah yang harus dilepas dua orang "
        "dimintakan; sesudah dilepas, diambil dengan jaring export take.",
        "Issue the bill of a month for everyone whom a decree in force covers. A month already billed is refused; the "
        "same request key gives the same bill. With --print nothing is issued: only the papers of a bill that exists "
        "are written. An upload list that takes two people is asked for; once released, jaring export take gives it.",
    ),
    "jaring bill 2026-12",
    "jaring bill 2026-12 --out tagihan/ --json",
    "jaring bill 2026-11 --print --out tagihan/ --upload-list --reason 'Unggah ke kanal BPJS'",
)
def bill_command(
    month: Annotated[Month, typer.Argument(parser=read_month, metavar="YYYY-MM", help=both("Bulan iuran.", "Month."))],
    payer: PayerOption = Payer.APBD.value,
    village: VillageOption = "",
    key: Annotated[
        UUID | None,
        typer.Option(parser=UUID, metavar="UUID", help=both("Kunci permintaan, untuk diulang.", "Request key.")),
    ] = None,
    print_only: Annotated[
        bool, typer.Option("--print", help=both("Hanya tulis dokumen tagihan yang ada.", "Only write its papers."))
    ] = False,
    out: Annotated[Path | None, typer.Option(help=both("Folder untuk dokumen.", "Folder for the papers."))] = None,
    upload_list: Annotated[
        bool,
        typer.Option("--upload-list", help=both("Tulis juga daftar unggah berisi NIK.", "Also the list with NIKs.")),
    ] = False,
    reason: Annotated[str, typer.Option(help=both("Alasan daftar unggah.", "Reason for the upload list."))] = "",
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.office.billing import papers
    from jaring.office.billing.queries import bill_of
    from jaring.office.billing.services import issue_bill
    from jaring.office.insight.ahead import count_ahead
    from jaring.office.payments.services import apply_deposit

    code, actor, now = office.regency_code(regency), office.acting_user(user), office.now()
    source = payer_named(code, payer, village)
    request_key = key or uuid4()
    if print_only:
        bill = bill_of(source, month)
    else:
        bill = issue_bill(month, source, request_key=request_key, actor=actor, now=now)
        apply_deposit(source, request_key=uuid5(request_key, "deposit"), actor=actor, now=now)
        count_ahead(code)
    plain = _plain_bill(bill)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        pdf, workbook = out / f"tagihan-{month}.pdf", out / f"tagihan-{month}.xlsx"
        papers.write_bill_pdf(bill, pdf, now=now)
        papers.write_bill_xlsx(bill, workbook)
        plain |= {"pdf": str(pdf), "xlsx": str(workbook)}
        if upload_list:
            plain |= upload_list_of(bill, out, reason, request_key, actor, now)
    report(plain, _LABELS, as_json=as_json)


def _plain_batch(batch: ImportBatch) -> dict[str, Any]:
    files = list(batch.files.all())
    return {
        "batch": str(batch.public_id),
        "kind": batch.kind,
        "files": len(files),
        "refused_files": sum(bool(file.code) for file in files),
        "accepted": sum(file.accepted for file in files),
        "doubtful": sum(file.doubtful for file in files),
        "rejected": sum(file.rejected for file in files),
    }


def _plain_run(run: TargetingRun) -> dict[str, Any]:
    plain = {
        "run": str(run.public_id),
        "from_month": str(run.from_month),
        "until_month": str(run.until_month),
        "budget_idr": run.budget_idr,
        "cost_idr": run.cost_idr,
        "seed": run.seed,
        "candidates": run.candidates,
        "kept": run.kept,
        "selected": run.selected,
        "reserve": run.reserve,
        "ineligible": run.ineligible,
    }
    if "optimum" in run.summary:
        plain["optimum"] = run.summary["optimum"][current().value]
    return plain


def _plain_trial(run: TargetingRun, budget_idr: int) -> dict[str, Any]:
    from jaring.office.programme.preview import preview

    tried = preview(run, budget_idr)
    return {
        "run": str(run.public_id),
        "budget_idr": tried.budget_idr,
        "cost_idr": tried.after_idr,
        "kept_idr": tried.kept_idr,
        "covered": tried.covered,
        "came_in": max(0, tried.change),
        "fell_out": max(0, -tried.change),
        "next_in_idr": tried.next_in_idr,
    }


def _plain_decree(decree: Decree) -> dict[str, Any]:
    return {
        "number": decree.number,
        "date": decree.decree_date.isoformat(),
        "kind": decree.kind,
        "status": decree.state,
        "effective_month": str(decree.effective_month),
        "additions": decree.additions,
        "removals": decree.removals,
        "monthly_idr": decree.monthly_idr,
        "annex_hash": decree.annex_hash,
    }


def _plain_bill(bill: Bill) -> dict[str, Any]:
    return {
        "bill": str(bill.public_id),
        "month": str(bill.month),
        "payer": bill.payer.kind,
        "people": bill.people,
        "jkk_idr": bill.jkk_idr,
        "jkm_idr": bill.jkm_idr,
        "total_idr": bill.total_idr,
        "due_date": bill.due_date.isoformat(),
    }


_LABELS = {
    "batch": Text("Penerimaan", "Delivery"),
    "batches": Text("Penerimaan", "Deliveries"),
    "kind": Text("Jenis", "Kind"),
    "files": Text("Berkas", "Files"),
    "refused_files": Text("Berkas ditolak", "Files refused"),
    "accepted": Text("Baris baik", "Good rows"),
    "doubtful": Text("Baris meragukan", "Doubtful rows"),
    "rejected": Text("Baris ditolak", "Rejected rows"),
    "new": Text("Peserta baru", "New people"),
    "changed": Text("Diperbarui", "Brought up to date"),
    "unchanged": Text("Tidak berubah", "Unchanged"),
    "run": Text("Penetapan", "Run"),
    "from_month": Text("Mulai", "From"),
    "until_month": Text("Sampai sebelum", "Until before"),
    "budget_idr": Text("Plafon", "Ceiling"),
    "cost_idr": Text("Terpakai", "Used"),
    "seed": Text("Benih undian", "Seed"),
    "candidates": Text("Calon", "Candidates"),
    "kept": Text("Tetap peserta", "Keep their place"),
    "selected": Text("Terpilih", "Selected"),
    "reserve": Text("Cadangan", "Reserve"),
    "ineligible": Text("Tidak memenuhi syarat", "Not eligible"),
    "kept_idr": Text("Biaya peserta yang tetap", "Cost of those who keep their place"),
    "covered": Text("Dilindungi", "Covered"),
    "came_in": Text("Masuk", "Came in"),
    "fell_out": Text("Keluar", "Fell out"),
    "next_in_idr": Text("Plafon untuk satu orang lagi", "Budget that brings in one more"),
    "optimum": Text("Pilihan terbaik", "Best choice"),
    "number": Text("Nomor", "Number"),
    "date": Text("Tanggal", "Date"),
    "status": Text("Keadaan", "Status"),
    "effective_month": Text("Mulai berlaku", "In effect from"),
    "additions": Text("Ditambahkan", "Added"),
    "removals": Text("Dikeluarkan", "Removed"),
    "monthly_idr": Text("Iuran sebulan", "Contribution a month"),
    "annex_hash": Text("Sidik lampiran", "Hash of the annex"),
    "year": Text("Tahun program", "Programme year"),
    "bill": Text("Tagihan", "Bill"),
    "month": Text("Bulan", "Month"),
    "payer": Text("Sumber dana", "Payer"),
    "people": Text("Peserta", "People"),
    "jkk_idr": Text("JKK", "JKK"),
    "jkm_idr": Text("JKM", "JKM"),
    "total_idr": Text("Jumlah", "Total"),
    "due_date": Text("Batas bayar", "Due date"),
    "upload_list": Text("Daftar unggah", "Upload list"),
    "upload_request": Text("Permintaan daftar unggah", "Request for the upload list"),
    "upload_ask": Text("Daftar unggah perlu dua orang; minta dengan", "The upload list takes two people; ask with"),
    "pdf": Text("PDF", "PDF"),
    "xlsx": Text("XLSX", "XLSX"),
    "docx": Text("Word", "Word"),
    "sha256": Text("Sidik berkas", "Hash of the file"),
    "pages": Text("Halaman", "Pages"),
}
