"""PostgreSQL: its roles, and the move of an installation from SQLite."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from jaring.cli import office
from jaring.cli.commands import explained, paper, print_json, table_of
from jaring.cli.language import both, say
from jaring.cli.operate import JsonOption
from jaring.core.money import Rupiah
from jaring.core.text import Text


@explained(
    Text(
        "Memasang peran basis data PostgreSQL (jaring_app untuk menyajikan, jaring_auditor untuk memeriksa), haknya, "
        "dan tembok antar-kabupaten. Dijalankan oleh pemilik basis data, sesudah pemasangan dan setiap pembaruan; "
        "aman diulang.",
        "Make the roles of a PostgreSQL database (jaring_app serves, jaring_auditor audits), their rights, and the "
        "walls between regencies. Run by the owner of the database after set-up and every upgrade; safe to repeat.",
    ),
    "jaring roles",
)
def roles_command(as_json: JsonOption = False) -> None:
    office.open_office()
    from jaring.office.postgresql.roles import settle_roles

    settled = settle_roles()
    if as_json:
        print_json(settled)
        return
    done = Text(
        "Peran jaring_app dan jaring_auditor siap: {tables} tabel, {walls} di antaranya di balik tembok kabupaten.",
        "The roles jaring_app and jaring_auditor are ready: {tables} tables, {walls} behind the regency's wall.",
    )
    paper().print(say(done.fill(**settled)))


@explained(
    Text(
        "Memindahkan seluruh isi dari SQLite ke basis data PostgreSQL yang kosong, lalu membandingkan jumlah baris, "
        "jumlah rupiah, dan sidik setiap tabel. Sumber tidak berubah. Bila terputus, tujuan tetap kosong; ulangi.",
        "Move everything from SQLite to an empty PostgreSQL database, then compare the rows, the rupiah and a hash of "
        "every table. The source stays as it is. Interrupted, it leaves the target empty; just repeat it.",
    ),
    "jaring move --to postgres://jaring@127.0.0.1/jaring",
)
def move_command(
    to: Annotated[str, typer.Option("--to", metavar="URL", help=both("Basis data tujuan.", "The target."))],
    as_json: JsonOption = False,
) -> None:
    office.start_django()
    from jaring.office.postgresql.move import move

    with office.progress_bar() as progress:
        moved = move(to, progress)
    if as_json:
        print_json(
            {
                "tables": [
                    {
                        "table": each.table,
                        "rows": each.target.rows,
                        "sums_idr": dict(each.target.sums_idr),
                        "sha256_sum": each.target.digest,
                        "equal": each.source == each.target,
                    }
                    for each in moved
                ]
            }
        )
        return
    table = table_of(Text("Tabel", "Table"), Text("Baris", "Rows"), Text("Rupiah", "Rupiah"), Text("Sidik", "Hash"))
    for each in moved:
        total = sum(each.target.sums_idr.values())
        rupiah = str(Rupiah(total)) if each.target.sums_idr else ""
        table.add_row(each.table, str(each.target.rows), rupiah, each.target.digest[:12])
    paper().print(table)
    paper().print(say(_MOVED.fill(tables=len(moved), rows=sum(each.target.rows for each in moved))))


_MOVED: Final = Text(
    "Pindah: {tables} tabel, {rows} baris, semuanya sama dengan sumbernya. Atur DATABASE_URL ke basis data baru, lalu "
    "jalankan jaring roles dan jaring doctor.",
    "Moved: {tables} tables, {rows} rows, all equal to their source. Point DATABASE_URL to the new database, then run "
    "jaring roles and jaring doctor.",
)
