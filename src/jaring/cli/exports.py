"""Bulk exports on the command line: ask, release or decline, and take what was released."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID, uuid4, uuid5

import typer

from jaring.cli import office
from jaring.cli.commands import add, explained, paper, print_json, table_of
from jaring.cli.language import both, say
from jaring.cli.options import AsOption, JsonOption
from jaring.core.text import Text
from jaring.documents.files import keep_private

if TYPE_CHECKING:
    from jaring.office.access.models import User
    from jaring.office.billing.models import Bill
    from jaring.office.lists.models import ExportRequest

RequestArgument = Annotated[
    UUID, typer.Argument(parser=UUID, metavar="ID", help=both("Nomor permintaan.", "Id of the request."))
]
NoteOption = Annotated[str, typer.Option(help=both("Keterangan.", "A remark."))]
_STATES = {
    "waiting": Text("menunggu orang kedua", "waits for the second person"),
    "released": Text("dilepas", "released"),
    "expired": Text("masa berlaku lewat", "expired"),
    "declined": Text("ditolak", "declined"),
}


def export_commands() -> typer.Typer:
    """Return the group ``jaring export``."""
    app = typer.Typer(add_completion=False)
    app.callback(help=both("Unduhan besar oleh dua orang.", "Bulk exports by two people."))(lambda: None)
    add(app, "list", export_list_command)
    add(app, "ask", export_ask_command)
    add(app, "release", export_release_command)
    add(app, "decline", export_decline_command)
    add(app, "take", export_take_command)
    return app


@explained(
    Text(
        "Menampilkan permintaan unduhan besar yang Anda ajukan atau dapat Anda putuskan.",
        "List the bulk exports that you asked for or can decide.",
    ),
    "jaring export list --as kepala",
)
def export_list_command(user: AsOption = None, as_json: JsonOption = False) -> None:
    office.open_office()
    from jaring.office.lists import queries

    actor = office.acting_user(user)
    rows = queries.exports_visible_to(actor).select_related("requested_by", "decision").order_by("id")
    shown = [_plain(asked) for asked in rows]
    if as_json:
        print_json({"exports": shown})
        return
    headings = {
        "request": Text("Nomor", "Id"),
        "list": Text("Daftar", "List"),
        "rows": Text("Baris", "Rows"),
        "filters": Text("Isi dan saringan", "Content and filters"),
        "by": Text("Diminta oleh", "Asked for by"),
        "reason": Text("Alasan", "Reason"),
        "state": Text("Keadaan", "State"),
    }
    table = table_of(*headings.values())
    for each in shown:
        words = each | {"filters": "; ".join(each["filters"]), "state": say(_STATES[each["state"]])}
        table.add_row(*(str(words[name]) for name in headings))
    paper().print(table)


@explained(
    Text(
        "Meminta orang kedua melepas sebuah daftar, dengan saringan, urutan, dan kolom dari alamat halamannya.",
        "Ask that a second person releases a list, with the filters, order and columns of its page's address.",
    ),
    "jaring export ask people --query 'kec=53.03.05&kolom=nik' --reason 'Dicocokkan dengan Dukcapil' --as petugas",
)
def export_ask_command(
    sheet: Annotated[
        str, typer.Argument(help=both("Nama daftar: people, dues, upload, ...", "The list: people, dues, upload, ..."))
    ],
    query: Annotated[str, typer.Option(help=both("Bagian alamat sesudah tanda ?.", "The address after the ?."))] = "",
    subject: Annotated[
        str, typer.Option(help=both("Tagihan, SK, atau penetapannya.", "Its bill, decree or choice."))
    ] = "",
    reason: Annotated[str, typer.Option(help=both("Untuk apa.", "What for."))] = "",
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from django.http import Http404, QueryDict

    from jaring.office.lists.errors import ListUnknownError
    from jaring.office.lists.registry import EXPORTS
    from jaring.office.lists.services import ask_export

    actor = office.acting_user(user)
    if sheet not in EXPORTS:
        raise ListUnknownError
    try:
        export = EXPORTS[sheet](actor, QueryDict(query), subject)
    except Http404:
        raise ListUnknownError from None
    asked = ask_export(export, query, reason, request_key=uuid4(), actor=actor, now=office.now())
    _report(asked, as_json=as_json)


@explained(
    Text("Melepas unduhan yang diminta orang lain.", "Release an export that somebody else asked for."),
    "jaring export release 6f1c... --as kepala",
)
def export_release_command(
    request: RequestArgument, note: NoteOption = "", user: AsOption = None, as_json: JsonOption = False
) -> None:
    _decide(request, user, is_released=True, note=note, as_json=as_json)


@explained(
    Text("Menolak unduhan yang diminta orang lain.", "Decline an export that somebody else asked for."),
    "jaring export decline 6f1c... --note 'Cukup per kecamatan' --as kepala",
)
def export_decline_command(
    request: RequestArgument, note: NoteOption = "", user: AsOption = None, as_json: JsonOption = False
) -> None:
    _decide(request, user, is_released=False, note=note, as_json=as_json)


@explained(
    Text("Mengambil daftar yang dilepas untuk Anda.", "Take a list that was released to you."),
    "jaring export take 6f1c... --out peserta.xlsx --as petugas",
)
def export_take_command(
    request: RequestArgument,
    out: Annotated[Path, typer.Option(help=both("Berkas yang ditulis.", "The file to write."))],
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.office.lists.exporting import written
    from jaring.office.lists.registry import export_asked
    from jaring.office.lists.services import check_released

    actor, now = office.acting_user(user), office.now()
    asked = _visible(request, actor)
    export = export_asked(asked, actor)
    check_released(asked, export, actor=actor, now=now)
    with written(export, actor, now, request=str(asked.public_id)) as file:
        keep_private(file, out)
    _report(asked, as_json=as_json)


def upload_list_of(
    bill: Bill, out: Path, reason: str, request_key: UUID, actor: User, now: datetime
) -> dict[str, str]:
    """Write the insurer's list, or ask for one that takes two people; return what to report of it.

    The system operator is nobody whom a second person could answer: he is told how somebody asks.
    """
    from django.http import QueryDict

    from jaring.office.access.scope import is_system
    from jaring.office.billing import exports
    from jaring.office.lists.services import ask_export

    export = exports.upload_of(actor, QueryDict(), str(bill.public_id))
    if export.needs_two and is_system(actor):
        return {"upload_ask": f"jaring export ask upload --subject {bill.public_id} --reason ... --as ..."}
    if export.needs_two:
        asked = ask_export(export, "", reason, request_key=uuid5(request_key, "upload"), actor=actor, now=now)
        return {"upload_request": str(asked.public_id)}
    target = (out / f"daftar-unggah-{bill.month}").with_suffix(Path(export.file_name).suffix)
    with exports.written_for(export, actor, reason, now) as file:
        keep_private(file, target)
    return {"upload_list": str(target)}


def _decide(request: UUID, user: str | None, *, is_released: bool, note: str, as_json: bool) -> None:
    office.open_office()
    from jaring.office.lists.services import decide_export

    actor = office.acting_user(user)
    asked = _visible(request, actor)
    decide_export(asked, is_released=is_released, note=note, actor=actor, now=office.now())
    _report(_visible(request, actor), as_json=as_json)


def _visible(request: UUID, actor: User) -> ExportRequest:
    from jaring.office.lists import queries
    from jaring.office.lists.errors import ListUnknownError

    rows = queries.exports_visible_to(actor).select_related("requested_by", "decision")
    asked = rows.filter(public_id=request).first()
    if asked is None:
        raise ListUnknownError
    return asked


def _plain(asked: ExportRequest) -> dict[str, Any]:
    from jaring.office.lists.queries import state_of

    return {
        "request": str(asked.public_id),
        "list": asked.sheet,
        "rows": asked.rows,
        "filters": asked.filters,
        "by": asked.requested_by.username,
        "reason": asked.reason,
        "state": state_of(asked, office.now()),
    }


def _report(asked: ExportRequest, *, as_json: bool) -> None:
    plain = _plain(asked)
    if as_json:
        print_json(plain)
    else:
        paper().print(f"{plain['request']}  {say(_STATES[plain['state']])}")
