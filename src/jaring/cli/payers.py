"""Payers on the command line: naming one of many, listing them, registering more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jaring.cli import office
from jaring.cli.commands import add, choice_of, choices, explained, paper, print_json, report, table_of
from jaring.cli.language import both, say
from jaring.cli.options import AsOption, JsonOption, RegencyOption
from jaring.core.contribution import Payer
from jaring.core.text import Text

if TYPE_CHECKING:
    from jaring.office.places.models import Village
    from jaring.office.programme import models

_CODE = re.compile(r"([A-Z_]+)(-[0-9.]{1,13})?").fullmatch


def read_payer(text: str) -> str:
    """Read a kind of payer, or the code of one payer such as ``CSR-2``, in either case."""
    named = text.upper()
    found = _CODE(named)
    if found is None or found[1] not in set(Payer):
        raise typer.BadParameter(say(_PAYER_FORM.fill(values=choices(Payer))))
    return named


PayerOption = Annotated[
    str,
    typer.Option(
        parser=read_payer,
        metavar=both("SUMBER", "SOURCE"),
        help=both(
            f"Sumber iuran: {choices(Payer)}, atau kode satu sumber dana.",
            f"Whose money pays: {choices(Payer)}, or the code of one payer.",
        ),
    ),
]
VillageOption = Annotated[
    str,
    typer.Option(
        "--village",
        metavar=both("KODE", "CODE"),
        help=both("Desa pemilik sumber dana itu.", "The village whose payer is meant."),
    ),
]


def payer_named(regency_code: str, named: str, village_code: str = "") -> models.Payer:
    """Return the payer that the options of a command name.

    Raises:
        PayerUnknownError: (JRG-502)
        PayerUnclearError: (JRG-520) several payers are of this kind.
    """
    from jaring.office.programme import queries

    return queries.payer_of(regency_code, named, village_code)


def payer_commands() -> typer.Typer:
    """Return the group ``jaring payer``; without a command it lists the payers."""
    app = typer.Typer(add_completion=False, invoke_without_command=True)

    def list_when_alone(context: typer.Context) -> None:
        if context.invoked_subcommand is None:
            payer_list_command()

    app.callback(help=both("Sumber dana: daftar dan pendaftaran.", "Payers: list and register."))(list_when_alone)
    add(app, "list", payer_list_command)
    add(app, "add", payer_add_command)
    add(app, "villages", payer_villages_command)
    add(app, "change", payer_change_command)
    return app


@explained(Text("Menampilkan sumber dana kabupaten.", "List the payers of the regency."), "jaring payer list")
def payer_list_command(regency: RegencyOption = None, as_json: JsonOption = False) -> None:
    office.open_office()
    from jaring.office.programme.models import Payer as Row

    rows = Row.objects.filter(regency=office.regency_code(regency)).order_by("kind", "village", "id")
    payers = [plain_payer(payer) for payer in rows]
    if as_json:
        print_json({"payers": payers})
        return
    table = table_of(Text("Kode", "Code"), Text("Nama", "Name"), Text("Desa", "Village"), Text("Wadah", "Group"))
    for payer in payers:
        table.add_row(payer["code"], payer["name"], payer["village"] or "", payer["group_code"])
    paper().print(table)


GroupOption = Annotated[
    str,
    typer.Option(
        metavar="SG|SD|SA|SL|SC|SB",
        help=both("Kode wadah BPJS; bawaannya menurut jenis.", "The insurer's group code; default by kind."),
    ),
]
KindArgument = Annotated[
    Payer,
    typer.Argument(
        parser=choice_of(Payer), metavar=both("JENIS", "KIND"), help=both(f"{choices(Payer)}.", f"{choices(Payer)}.")
    ),
]


@explained(
    Text(
        "Mendaftarkan satu sumber dana: donatur menurut namanya, atau anggaran satu desa.",
        "Register a payer: a donor by its name, or the budget of a village.",
    ),
    "jaring payer add CSR 'PT Contoh Sejahtera'",
    "jaring payer add DANA_DESA 'Dana Desa Naiola' --village 53.03.14.2001",
)
def payer_add_command(
    kind: KindArgument,
    name: Annotated[str, typer.Argument(help=both("Nama sumber dana.", "Name of the payer."))],
    village: VillageOption = "",
    group: GroupOption = "",
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.office.places.models import Regency
    from jaring.office.programme import services

    place = Regency.objects.get(code=office.regency_code(regency))
    payer = services.register_payer(
        place,
        kind.value,
        name,
        group_code=group.upper(),
        village=_village(village) if village else None,
        actor=office.acting_user(user),
        now=office.now(),
    )
    report(plain_payer(payer), _LABELS, as_json=as_json)


@explained(
    Text(
        "Mendaftarkan satu sumber dana untuk setiap desa yang belum mempunyainya.",
        "Register a payer for every village that has none of this kind.",
    ),
    "jaring payer villages DANA_DESA",
)
def payer_villages_command(
    kind: KindArgument, regency: RegencyOption = None, user: AsOption = None, as_json: JsonOption = False
) -> None:
    office.open_office()
    from jaring.office.places.models import Regency
    from jaring.office.programme import services

    place = Regency.objects.get(code=office.regency_code(regency))
    made = services.register_village_payers(place, kind.value, actor=office.acting_user(user), now=office.now())
    report({"kind": kind.value, "new": made}, _LABELS, as_json=as_json)


@explained(
    Text("Mengganti nama atau kode wadah sebuah sumber dana.", "Change the name or the group code of a payer."),
    "jaring payer change CSR-1 --group SB",
)
def payer_change_command(
    payer: Annotated[str, typer.Argument(parser=read_payer, help=both("Kode sumber dana.", "Code of the payer."))],
    name: Annotated[str, typer.Option(help=both("Nama baru.", "New name."))] = "",
    group: GroupOption = "",
    village: VillageOption = "",
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.office.programme import services

    row = payer_named(office.regency_code(regency), payer, village)
    row = services.change_payer(
        row,
        name=name or row.name,
        group_code=group.upper() or row.group_code,
        actor=office.acting_user(user),
        now=office.now(),
    )
    report(plain_payer(row), _LABELS, as_json=as_json)


def plain_payer(payer: models.Payer) -> dict[str, Any]:
    """Return a payer as the commands print it."""
    return {
        "code": payer.short,
        "kind": payer.kind,
        "name": payer.name,
        "village": payer.village_id,
        "group_code": payer.group_code,
    }


def _village(code: str) -> Village:
    from jaring.core.places import PlaceUnknownError
    from jaring.office.places.models import Village as Row

    village = Row.objects.filter(code=code).first()
    if village is None:
        raise PlaceUnknownError(code=code)
    return village


_LABELS = {
    "code": Text("Kode", "Code"),
    "kind": Text("Jenis", "Kind"),
    "name": Text("Nama", "Name"),
    "village": Text("Desa", "Village"),
    "group_code": Text("Kode wadah", "Group code"),
    "new": Text("Baru", "New"),
}
_PAYER_FORM = Text(
    "pilih salah satu: {values}; atau tulis kode satu sumber dana, misalnya CSR-2.",
    "choose one of: {values}; or write the code of one payer, for example CSR-2.",
)
