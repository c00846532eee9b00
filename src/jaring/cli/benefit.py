"""One case in, an itemised entitlement out. No database, no web framework."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Final

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from jaring.cli.commands import explained, paper, print_json, read_json
from jaring.cli.language import both, current, say
from jaring.core.benefit import Entitlement, Scheme, entitlement
from jaring.core.benefit.answer import Deadline
from jaring.core.benefit.document import as_document, cited
from jaring.core.benefit.reading import read_case
from jaring.core.law import Status
from jaring.core.law.finding import sources_of
from jaring.core.text import Text
from jaring.core.wording import day_text


@explained(
    Text(
        "Menghitung manfaat JKK atau JKM dari satu kasus: siapa yang membayar, berapa, dari mana angkanya, siapa yang "
        "menerima, berkas apa yang dibawa, dan sampai kapan. Bentuk berkas kasus ada di docs/reference/benefit.md.",
        "Compute the JKK or JKM benefit of one case: which programme pays, how much, where each figure comes from, "
        "who receives it, which papers to bring and until when. The form of a case is in docs/reference/benefit.md.",
    ),
    "jaring benefit kasus.json",
    "jaring benefit kasus.json --assume jkm_for_each_membership",
    "jaring benefit - --json < kasus.json",
)
def benefit_command(
    file: Annotated[
        str,
        typer.Argument(
            metavar=both("BERKAS", "FILE"),
            help=both("Berkas JSON dari kasusnya; - untuk masukan standar.", "JSON file of the case; - for stdin."),
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
    """Show what a case entitles to. Exit status: 0 shown (also where nothing is due), 1 refused, 2 wrong usage."""
    today = date.today()  # noqa: DTZ011  # The day on the clerk's own clock, where the case names none.
    answer = entitlement(read_case(read_json(file), as_of=today), readings=frozenset(assume or ()))
    if as_json:
        print_json(as_document(answer, current()))
    else:
        _print_text(answer)


def _print_text(answer: Entitlement) -> None:
    console = paper()
    console.print(say(_VERDICTS[answer.scheme].fill(total=answer.cash_total)), style="bold", markup=False)
    _print_lines(console, None, (finding.text for finding in answer.facts))
    if answer.items:
        _print_items(console, answer)
    _print_lines(console, _SERVICES, (finding.text for finding in answer.services))
    _print_scholarship(console, answer)
    _print_heirs(console, answer)
    _print_papers(console, answer)
    _print_deadlines(console, answer.deadlines)
    _print_lines(console, _MISSING, (finding.text for finding in answer.missing), style="yellow")
    _print_lines(console, _NOTES, (finding.text for finding in answer.notes))
    _print_lines(console, _COVER, (finding.text for finding in answer.cover.reasons))
    _print_sources(console, answer)


def _print_items(console: Console, answer: Entitlement) -> None:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_footer=True)
    table.add_column(say(_ITEM), say(_TOTAL), footer_style="bold", overflow="fold")
    table.add_column(say(_AMOUNT), str(answer.cash_total), footer_style="bold", justify="right", no_wrap=True)
    table.add_column(say(_FORMULA), overflow="fold")
    table.add_column(say(_STATUS))
    for item in answer.items:
        status = item.status
        shown = f"[yellow]{say(status.label)}[/]" if status is Status.ASSUMED else say(status.label)
        table.add_row(say(item.label), str(item.amount), say(item.formula), shown)
    console.print(table)


def _print_scholarship(console: Console, answer: Entitlement) -> None:
    study = answer.scholarship
    texts = [reason.text for reason in study.reasons]
    for child in study.per_child:
        number = child.child + 1
        texts += [_CHILD.fill(number=number, reason=reason.text) for reason in child.reasons]
    if answer.scheme is not Scheme.NONE:
        _print_lines(console, _SCHOLARSHIP, texts)


def _print_heirs(console: Console, answer: Entitlement) -> None:
    texts = [reason.text for reason in answer.inheritance.reasons]
    for number, share in enumerate(answer.inheritance.shares, start=1):
        text = _SHARE_OF_MINOR if share.needs_guardian else _SHARE
        texts.append(text.fill(number=number, amount=share.amount))
    _print_lines(console, _HEIRS, texts)


def _print_papers(console: Console, answer: Entitlement) -> None:
    _print_lines(
        console,
        _PAPERS,
        (_PAPER.fill(label=each.label, source=each.from_whom) for each in answer.papers),
        bullet="[ ]",
    )


def _print_deadlines(console: Console, deadlines: Iterable[Deadline]) -> None:
    texts = []
    for each in deadlines:
        by = day_text(each.by) if each.by else _NOT_YET
        text = _DEADLINE_PAST if each.is_past else _DEADLINE
        texts.append(text.fill(by=by, label=each.label, who=each.who))
        texts += [_UNDER.fill(note=note.text) for note in each.notes]
    _print_lines(console, _DEADLINES, texts)


def _print_sources(console: Console, answer: Entitlement) -> None:
    values = [value for item in answer.items for value in item.values]
    values += [value for reason in answer.cover.reasons for value in reason.values]
    sources = sources_of(values)
    by_status = [(status, [each for each in sources if each.status is status]) for status in Status]
    texts = [_SOURCE.fill(status=status.label, laws=cited(found)) for status, found in by_status if found]
    _print_lines(console, _SOURCES, texts)


def _print_lines(
    console: Console, title: Text | None, texts: Iterable[Text], *, style: str = "", bullet: str = "-"
) -> None:
    """Print a title and its lines, each indented as a whole where it runs over the width; nothing without lines."""
    lines = [say(text) for text in texts]
    if not lines:
        return
    if title is not None:
        console.print()
        console.print(say(title), style=f"bold {style}".strip(), markup=False)
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for line in lines:
        is_under = line.startswith(_INDENT)
        grid.add_row("" if is_under else _escaped(bullet), _escaped(line.removeprefix(_INDENT)))
    console.print(Padding(grid, (0, 0, 0, 1)))


def _escaped(text: str) -> str:
    return text.replace("[", "\\[")


_INDENT: Final = "\t"  # Marks a line that explains the one above it.
_UNDER: Final = Text(f"{_INDENT}{{note}}", f"{_INDENT}{{note}}")
_VERDICTS: Final = {
    Scheme.JKK: Text(
        "JKK (jaminan kecelakaan kerja) membayar: uang tunai {total}",
        "JKK (work accident insurance) pays: {total} in cash",
    ),
    Scheme.JKM: Text(
        "JKM (jaminan kematian) membayar: uang tunai {total}", "JKM (death insurance) pays: {total} in cash"
    ),
    Scheme.NONE: Text("JKK dan JKM tidak membayar", "Neither JKK nor JKM pays"),
}
_ITEM: Final = Text("Manfaat", "Benefit")
_AMOUNT: Final = Text("Jumlah", "Amount")
_FORMULA: Final = Text("Perhitungan", "Computation")
_STATUS: Final = Text("Status", "Status")
_TOTAL: Final = Text("Uang tunai", "Cash")
_SERVICES: Final = Text("Pelayanan", "Care in kind")
_SCHOLARSHIP: Final = Text("Beasiswa anak (di luar uang tunai)", "Scholarship (outside the cash)")
_CHILD: Final = Text("Anak {number}: {reason}", "Child {number}: {reason}")
_HEIRS: Final = Text("Yang menerima", "Who receives it")
_SHARE: Final = Text("Bagian {number}: {amount}", "Share {number}: {amount}")
_SHARE_OF_MINOR: Final = Text(
    "Bagian {number}: {amount}, ditandatangani wali", "Share {number}: {amount}, signed for by the guardian"
)
_PAPERS: Final = Text("Berkas yang dibawa", "Papers to bring")
_PAPER: Final = Text("{label} - dari {source}", "{label} - from {source}")
_DEADLINES: Final = Text("Batas waktu", "Deadlines")
_DEADLINE: Final = Text("{by}: {label} ({who})", "{by}: {label} ({who})")
_DEADLINE_PAST: Final = Text("{by}, SUDAH LEWAT: {label} ({who})", "{by}, PAST: {label} ({who})")
_NOT_YET: Final = Text("belum dapat dihitung", "not known yet")
_MISSING: Final = Text("Yang belum diketahui", "What is not known yet")
_NOTES: Final = Text("Catatan", "Notes")
_COVER: Final = Text("Perlindungan pada hari itu", "Cover on that day")
_SOURCES: Final = Text("Sumber", "Sources")
_SOURCE: Final = Text("{status}: {laws}", "{status}: {laws}")
