"""Whether one membership covers its person on a day. No database, no web framework."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from jaring.cli.commands import explained, paper, print_json, read_day, read_json
from jaring.cli.language import both, current, say
from jaring.core.coverage import cover_on
from jaring.core.coverage.cover import Cover, Protection
from jaring.core.coverage.document import as_document
from jaring.core.coverage.reading import MembershipUnreadableError, read_membership
from jaring.core.errors import BadInputError
from jaring.core.law import Source, Status
from jaring.core.law.finding import sources_of
from jaring.core.text import Text
from jaring.core.wording import day_text

_LAST_YEAR: Final = 2200


@explained(
    Text(
        "Menilai apakah satu kepesertaan melindungi orangnya pada suatu hari: JKK, JKM (penuh atau hanya biaya "
        "pemakaman), sejak kapan, sampai kapan bila tidak ada iuran lagi, dan mengapa. Bentuk berkas ada di "
        "docs/reference/coverage.md.",
        "Judge whether one membership covers its person on a day: JKK, JKM (in full or funeral money only), since "
        "when, until when if nothing more is paid, and why. The form of the file is in docs/reference/coverage.md.",
    ),
    "jaring coverage peserta.json --on 2026-02-10",
    "jaring coverage peserta.json --on 2026-02-10 --assume jkm_wait_days",
    "jaring coverage - --on 2026-02-10 --json < peserta.json",
)
def coverage_command(
    file: Annotated[
        str,
        typer.Argument(
            metavar=both("BERKAS", "FILE"),
            help=both(
                "Berkas JSON dari kepesertaannya; - untuk masukan standar.",
                "JSON file of the membership; - for standard input.",
            ),
        ),
    ],
    on: Annotated[
        date,
        typer.Option(
            parser=read_day,
            metavar="YYYY-MM-DD",
            help=both(
                "Hari yang ditanyakan, misalnya hari kejadian.", "The day in question, for example of an event."
            ),
        ),
    ],
    assume: Annotated[
        list[str] | None,
        typer.Option(
            metavar=both("NAMA", "NAME"),
            help=both(
                "Tafsir lain untuk aturan yang belum tegas; namanya ada pada: jaring law show.",
                "Another reading of unsettled law; the names are in: jaring law show.",
            ),
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help=both("Cetak satu dokumen JSON.", "Print one JSON document."))
    ] = False,
) -> None:
    """Show cover on a day. Exit status: 0 shown (also where there is none), 1 refused, 2 wrong usage."""
    if on.year > _LAST_YEAR:
        raise BadInputError(field="--on", rule=_DAY_TOO_FAR.fill(last=_LAST_YEAR))
    cover = cover_on(read_membership(_member_in(read_json(file))), on, readings=frozenset(assume or ()))
    if as_json:
        print_json(as_document(cover, current()))
    else:
        _print_text(cover)


def _member_in(document: object) -> Mapping[str, object]:
    """Return the membership of a document: the object itself, or what stands under ``member`` as in a case."""
    found = document.get("member", document) if isinstance(document, Mapping) else document
    if not isinstance(found, Mapping):
        raise MembershipUnreadableError(faults=_AN_OBJECT)
    return found


def _print_text(cover: Cover) -> None:
    console = paper()
    verdict = _COVERED if cover.is_covered else _NOT_COVERED
    console.print(say(verdict.fill(day=day_text(cover.day))), style="bold", markup=False)
    _print_dates(console, cover)
    console.print()
    console.print(say(_WHY), style="bold")
    _print_lines(console, (reason.text for reason in cover.reasons))
    values = [value for reason in cover.reasons for value in reason.values]
    if values:
        console.print()
        console.print(say(_SOURCES), style="bold")
        _print_lines(console, _said(sources_of(values)))
    assumed = [value.note for value in values if value.source.status is Status.ASSUMED]
    if assumed:
        console.print()
        console.print(say(_ASSUMED), style="bold yellow")
        _print_lines(console, dict.fromkeys(assumed))


def _print_dates(console: Console, cover: Cover) -> None:
    table = Table(show_header=False, box=None, pad_edge=False)
    rows = [(_JKK, _PROTECTIONS[cover.jkk]), (_JKM, _PROTECTIONS[cover.jkm])]
    if cover.since is not None and cover.jkm_full_from is not None:
        rows.append((_SINCE, day_text(cover.since)))
        rows.append((_UNTIL, _NO_END if cover.until is None else day_text(cover.until)))
        rows.append((_FULL_FROM, day_text(cover.jkm_full_from)))
    rows.append((_MONTHS, Text(*(str(cover.contribution_months),) * 2)))
    for label, value in rows:
        table.add_row(say(label), say(value))
    console.print(table)


def _said(sources: Iterable[Source]) -> Iterable[Text]:
    """Write each status once, with the regulations known so well."""
    by_status: dict[Status, list[str]] = {}
    for source in sources:
        cited = by_status.setdefault(source.status, [])
        if source.cited not in cited:
            cited.append(source.cited)
    return [
        _SOURCE.fill(status=status.label, laws="; ".join(by_status[status]))
        for status in Status
        if status in by_status
    ]


def _print_lines(console: Console, texts: Iterable[Text]) -> None:
    """Print sentences, each indented as a whole where it runs over the width."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for text in texts:
        grid.add_row("-", say(text).replace("[", "\\["))
    console.print(Padding(grid, (0, 0, 0, 1)))


_AN_OBJECT: Final = Text("member: harus berupa objek JSON", "member: must be a JSON object")
_DAY_TOO_FAR: Final = Text("tahunnya paling akhir {last}.", "the year is {last} at the latest.")
_COVERED: Final = Text("{day}: terlindungi", "{day}: covered")
_NOT_COVERED: Final = Text("{day}: tidak terlindungi", "{day}: not covered")
_JKK: Final = Text("JKK (kecelakaan kerja)", "JKK (work accident)")
_JKM: Final = Text("JKM (kematian)", "JKM (death)")
_PROTECTIONS: Final = {
    Protection.FULL: Text("penuh", "in full"),
    Protection.FUNERAL_ONLY: Text("hanya biaya pemakaman", "funeral money only"),
    Protection.NONE: Text("tidak ada", "none"),
}
_SINCE: Final = Text("Terlindungi tanpa jeda sejak", "Covered without a gap since")
_UNTIL: Final = Text("Hari pertama tanpa perlindungan", "First day without cover")
_NO_END: Final = Text("tidak ada, selama belum keluar", "none, until the worker leaves")
_FULL_FROM: Final = Text("JKM penuh mulai", "JKM in full from")
_MONTHS: Final = Text("Bulan iuran sampai hari itu", "Contribution months up to that day")
_WHY: Final = Text("Alasan", "Why")
_ASSUMED: Final = Text("Anggapan yang dipakai; tanyakan kepada cabang BPJS", "Assumptions made; ask the BPJS branch")
_SOURCES: Final = Text("Sumber", "Sources")
_SOURCE: Final = Text("{status}: {laws}", "{status}: {laws}")
