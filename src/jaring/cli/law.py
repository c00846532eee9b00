"""Reading the law that Jaring computes with: ``jaring law show``, ``at``, ``diff`` and ``stale``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby
from typing import Annotated, Final, Literal, NamedTuple

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from jaring.cli.commands import JaringGroup, add, explained, paper, print_json, read_day
from jaring.cli.language import both, current, say
from jaring.cli.lawchoice import choose_command
from jaring.cli.lawtest import run_tables_command
from jaring.core import law
from jaring.core.law import (
    OPEN_END,
    DisabilityRow,
    Parameter,
    ParameterUnknownError,
    Status,
    Value,
    cited_text,
)
from jaring.core.law.document import parameter_document, value_document
from jaring.core.law.words import facts_text, topic_of, topic_text, value_text
from jaring.core.text import Text
from jaring.core.wording import day_text, percent_text

DayArgument = Annotated[
    date,
    typer.Argument(parser=read_day, metavar="YYYY-MM-DD", help=both("Hari yang ditanyakan.", "The day asked about.")),
]
JsonOption = Annotated[bool, typer.Option("--json", help=both("Cetak satu dokumen JSON.", "Print one JSON document."))]
PathArgument = Annotated[
    str,
    typer.Argument(
        metavar="PATH", help=both("Parameter atau awal jalurnya.", "A parameter, or the beginning of its path.")
    ),
]


class Change(NamedTuple):
    """What one parameter was for some facts on one day, and is on another; None where the law is silent."""

    parameter: Parameter
    old: Value | None
    new: Value | None

    @property
    def shown(self) -> Value:
        value = self.new or self.old
        assert value is not None, "a change has a side"
        return value

    @property
    def only_source(self) -> bool:
        """Whether the value stays, and only the regulation or how well it is known has changed."""
        return self.old is not None and self.new is not None and self.old.content == self.new.content

    @property
    def signed(self) -> list[tuple[str, Value]]:
        return [(sign, value) for sign, value in (("-", self.old), ("+", self.new)) if value is not None]


def law_commands() -> typer.Typer:
    """Build the group in the language of the run."""
    app = typer.Typer(cls=JaringGroup, add_completion=False, help=say(_ABOUT), no_args_is_help=True)
    for name, function in (
        ("show", show_command),
        ("at", at_command),
        ("diff", diff_command),
        ("stale", stale_command),
        ("choose", choose_command),
        ("test", run_tables_command),
    ):
        add(app, name, function)
    return app


@explained(
    Text(
        "Menampilkan parameter hukum dengan seluruh riwayat, pasal, dan statusnya. Tanpa PATH: daftar semuanya.",
        "Show legal parameters with their history, article and status. Without PATH: a list of all.",
    ),
    "jaring law show",
    "jaring law show contribution/bpu/discount_eligible_by_payer",
    "jaring law show contribution --json",
)
def show_command(path: PathArgument = "", as_json: JsonOption = False) -> None:
    """Show parameters below a path. Exit status: 0 shown, 1 no such parameter."""
    parameters = _below(path)
    if as_json:
        print_json([parameter_document(parameter, current()) for parameter in parameters])
    elif path:
        for parameter in parameters:
            _print_history(parameter)
    else:
        _print_overview(parameters)


@explained(
    Text("Menampilkan semua nilai yang berlaku pada satu hari.", "Show every value in force on a day."),
    "jaring law at 2026-05-01",
    "jaring law at 2026-05-01 contribution/bpu",
)
def at_command(day: DayArgument, path: PathArgument = "", as_json: JsonOption = False) -> None:
    """Show the law of one day. Exit status: 0 shown, 1 no such parameter."""
    values = [value for parameter in _below(path) for value in parameter.on(day)]
    if as_json:
        print_json({"day": day.isoformat(), "values": [value_document(value, current()) for value in values]})
    else:
        _print_values(say(_AT_TITLE.fill(day=day_text(day))), values)


@explained(
    Text(
        "Menampilkan apa yang berubah di antara dua hari: nilai sebelum dan sesudahnya, dengan peraturannya.",
        "Show what changed between two days: values before and after, with the regulation.",
    ),
    "jaring law diff 2026-03-31 2026-04-01",
    "jaring law diff 2019-12-01 2019-12-02 benefit",
)
def diff_command(day1: DayArgument, day2: DayArgument, path: PathArgument = "", as_json: JsonOption = False) -> None:
    """Compare the law of two days. Exit status: 0 shown, 1 no such parameter."""
    changes = [change for parameter in _below(path) for change in _changes(parameter, day1, day2)]
    days = {"day1": day_text(day1), "day2": day_text(day2)}
    if as_json:
        rows = [
            {"change": sign, **value_document(value, current())} for change in changes for sign, value in change.signed
        ]
        print_json({"from": day1.isoformat(), "to": day2.isoformat(), "changes": rows})
    elif changes:
        _print_changes(say(_DIFF_TITLE.fill(**days)), changes)
    else:
        paper().print(say(_NO_CHANGE.fill(**days)))


@explained(
    Text(
        "Menampilkan nilai yang sumbernya sudah lama tidak diperiksa, agar diperiksa ulang.",
        "List values whose source has not been checked for long, so that somebody looks again.",
    ),
    "jaring law stale",
    "jaring law stale --days 365 --as-of 2027-12-31",
)
def stale_command(
    days: Annotated[
        int, typer.Option(min=0, max=36_500, help=both("Umur pemeriksaan dalam hari.", "Age of the check in days."))
    ] = 180,
    as_of: Annotated[
        date | None,
        typer.Option(
            parser=read_day,
            metavar="YYYY-MM-DD",
            help=both("Dihitung dari hari ini atau dari hari lain.", "Counted from today or from another day."),
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """List values not checked for ``days``. Exit status: 0 shown."""
    reference = as_of or date.today()  # noqa: DTZ011  # The day on the clerk's own clock is meant.
    limit = reference - timedelta(days=days)
    values = [
        value for parameter in law.all_parameters() for value in parameter.values if value.source.checked < limit
    ]
    if as_json:
        print_json(
            {"checked_before": limit.isoformat(), "values": [value_document(value, current()) for value in values]}
        )
    elif values:
        _print_stale(say(_STALE_TITLE.fill(count=len(values), limit=day_text(limit))), values)
    else:
        paper().print(say(_NOTHING_STALE.fill(limit=day_text(limit))))


def _below(path: str) -> list[Parameter]:
    """Return the parameters at or below a path; a path that leads nowhere is refused."""
    prefix = path.rstrip("/")
    found = [
        parameter
        for parameter in law.all_parameters()
        if not prefix or parameter.path == prefix or parameter.path.startswith(f"{prefix}/")
    ]
    if not found:
        raise ParameterUnknownError(path=path)
    return found


def _changes(parameter: Parameter, day1: date, day2: date) -> list[Change]:
    """Return what one parameter was and is, for each of the facts that it distinguishes."""
    before = {_facts_key(value): value for value in parameter.on(day1)}
    after = {_facts_key(value): value for value in parameter.on(day2)}
    pairs = ((before.get(key), after.get(key)) for key in dict.fromkeys((*before, *after)))
    return [Change(parameter, old, new) for old, new in pairs if old is not new]


def _facts_key(value: Value) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(sorted(value.where.items()))


def _print_overview(parameters: list[Parameter]) -> None:
    console = paper()
    table = _table(say(_ALL_TITLE), _PATH, _STATUS)
    for topic, group in groupby(parameters, key=topic_of):
        table.add_row(f"[bold cyan]{escape(say(topic_text(topic)))}[/]", "")
        for parameter in group:
            statuses = {value.source.status for value in parameter.values}
            table.add_row(
                f"  [bold]{parameter.path}[/]\n  {escape(say(parameter.label))}",
                ", ".join(_coloured(status) for status in Status if status in statuses),
            )
        table.add_section()
    console.print(table)
    console.print(say(_READINGS), style="bold")
    for name, (value, alternative) in sorted(law.alternatives().items()):
        console.print(f"  {name}  ({value.path})\n    {say(alternative.note)}", markup=False)


def _print_history(parameter: Parameter) -> None:
    console = paper()
    console.print(parameter.path, style="bold", markup=False)
    console.print(say(parameter.label), markup=False)
    if note := say(parameter.note):
        console.print(note, markup=False, style="dim")
    console.print(_values_table(parameter.values))
    for value in parameter.values:
        _print_rows(console, value)
        for alternative in value.alternatives:
            written = _content(value.read_as(alternative))
            console.print(f"  --assume {alternative.name} = {written}: {say(alternative.note)}", markup=False)
    notes = (say(value.note) for value in parameter.values)
    for note in dict.fromkeys(filter(None, notes)):
        console.print(f"  * {note}", markup=False, style="dim")
    console.print()


def _print_rows(console: Console, value: Value) -> None:
    """Print the rows of a value that is a table of its own."""
    if value.path == "benefit/disability/table":
        table = _table("", _PART, _SHARE, _OTHER_HAND)
        for row in value.disabilities.values():
            other = "" if row.other_side is None else _share_of(value.disabilities[row.other_side])
            table.add_row(f"{say(row.label)}\n[dim]{row.part}[/]", _share_of(row), other)
        console.print(table)
    elif value.path.endswith("/income_table"):
        table = _table("", _FROM_INCOME, _TO_INCOME, _BASE, justify="right")
        for bracket in value.brackets:
            upper = "" if bracket.to_idr is None else _grouped(bracket.to_idr)
            table.add_row(_grouped(bracket.from_idr), upper, _grouped(bracket.base_idr))
        console.print(table)


def _share_of(row: DisabilityRow) -> str:
    """Write the share of a row of the disability table: fixed, from a range, or by steps."""
    if row.rate_range is not None:
        low, high = (say(percent_text(share)) for share in row.rate_range)
        return f"{low} - {high}"
    assert row.rate is not None, "a row has a share or a range"
    share = say(percent_text(row.rate))
    if row.per is None or row.rate_max is None:
        return share
    return say(_PER_STEP.fill(share=share, step=row.per, most=percent_text(row.rate_max)))


def _print_values(title: str, values: Iterable[Value]) -> None:
    table = _table(title, _PATH, _VALUE, _STATUS, _SOURCE)
    for value in values:
        table.add_row(_path_and_facts(value), escape(_content(value)), *_status_and_source(value))
    paper().print(table)


def _print_changes(title: str, changes: list[Change]) -> None:
    """Print what a reader would notice first, and below it what only rests on another regulation now."""
    console = paper()
    console.print(title, style="bold")
    amounts = [change for change in changes if not change.only_source]
    for topic, group in groupby(amounts, key=lambda change: topic_of(change.parameter)):
        console.print(f"\n{say(topic_text(topic))}", style="bold cyan", markup=False)
        for parameter, parts in groupby(group, key=lambda change: change.parameter):
            _print_change(console, parameter, list(parts))
    if same := [change for change in changes if change.only_source]:
        console.print(f"\n{say(_SAME_VALUE)}", style="bold cyan", markup=False)
        for change in same:
            shown = f"{say(change.parameter.label)}: {_facts_before(change.shown)}{_content(change.shown)}"
            console.print(_indented(2, shown))
            console.print(_indented(4, f"{_moved(change)} | {change.parameter.path}"), style="dim")


def _print_change(console: Console, parameter: Parameter, parts: list[Change]) -> None:
    """Print one parameter, a line for each of the facts that it distinguishes."""
    console.print(_indented(2, say(parameter.label)))
    for part in parts:
        console.print(Padding(f"{escape(_facts_before(part.shown))}{_sides(part)}", (0, 0, 0, 4), expand=False))
    cited = "; ".join(dict.fromkeys(say(part.shown.source.cited) for part in parts))
    console.print(_indented(4, f"{cited} | {parameter.path}"), style="dim")


def _indented(columns: int, line: str) -> Padding:
    return Padding(escape(line), (0, 0, 0, columns), expand=False)


def _sides(change: Change) -> str:
    old, new = (None if value is None else _said_with_status(value) for value in (change.old, change.new))
    if old is None:
        return f"{say(_NEW)}: {new}"
    return f"{say(_GONE)}: {old}" if new is None else f"{old} -> {new}"


def _said_with_status(value: Value) -> str:
    return f"[bold]{escape(_content(value))}[/] ({_coloured(value.source.status)})"


def _moved(change: Change) -> str:
    sides = (value.source for value in (change.old, change.new) if value is not None)
    return " -> ".join(f"{say(source.cited)} ({say(source.status.label)})" for source in sides)


def _print_stale(title: str, values: list[Value]) -> None:
    """Print what to look up again, one regulation after the other, the longest unseen first within each."""
    console = paper()
    console.print(title, style="bold")
    for name, group in groupby(sorted(values, key=_by_law_and_age), key=lambda value: value.source.law):
        listed = list(group)
        heading = f"{name}: {say(law.laws()[name].title)} ({len(listed)})"
        table = _table(escape(heading), _PATH, _VALUE, _STATUS, _ARTICLE, _CHECKED)
        for value in listed:
            source = value.source
            cells = (_path_and_facts(value), escape(_content(value)), _coloured(source.status))
            table.add_row(*cells, escape(say(cited_text(source.article))), source.checked.isoformat())
        console.print(table)
    console.print(say(_LOOK_AGAIN), markup=False)


def _by_law_and_age(value: Value) -> tuple[str, date, str]:
    return value.source.law, value.source.checked, value.path


def _values_table(values: Iterable[Value]) -> Table:
    table = _table("", _FROM, _UNTIL, _FOR, _VALUE, _STATUS, _SOURCE)
    for value in values:
        until = "" if value.end == OPEN_END else value.end.isoformat()
        cells = (value.start.isoformat(), until, escape(say(facts_text(value))), escape(_content(value)))
        table.add_row(*cells, *_status_and_source(value))
    return table


def _table(title: str, *headings: Text, justify: Literal["left", "right"] = "left") -> Table:
    table = Table(title=title or None, title_justify="left", title_style="bold", box=SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        width = _INDENT + max(len(each.path) for each in law.all_parameters()) if heading is _PATH else None
        table.add_column(say(heading), justify=justify, overflow="fold", width=width)
    return table


def _path_and_facts(value: Value) -> str:
    facts = say(facts_text(value))
    return f"{value.path}\n  {escape(facts)}" if facts else value.path


def _facts_before(value: Value) -> str:
    facts = say(facts_text(value))
    return f"{facts}: " if facts else ""


def _status_and_source(value: Value) -> tuple[str, str]:
    source = value.source
    return _coloured(source.status), escape(say(source.cited))


def _content(value: Value) -> str:
    return say(value_text(value))


def _coloured(status: Status) -> str:
    return f"[{_STATUS_STYLES[status]}]{say(status.label)}[/]"


def _grouped(amount_idr: int) -> str:
    return f"{amount_idr:,}" if current() == "en" else f"{amount_idr:,}".replace(",", ".")


_ABOUT: Final = Text(
    "Menampilkan aturan yang dipakai Jaring: nilai, masa berlaku, pasal, dan seberapa pasti.",
    "Show the law that Jaring computes with: values, when they hold, the article, and how certain they are.",
)
_ALL_TITLE: Final = Text("Parameter hukum", "Legal parameters")
_AT_TITLE: Final = Text("Berlaku pada {day}", "In force on {day}")
_DIFF_TITLE: Final = Text("Perubahan dari {day1} ke {day2}", "Changes from {day1} to {day2}")
_NO_CHANGE: Final = Text("Tidak ada perubahan antara {day1} dan {day2}.", "Nothing changed between {day1} and {day2}.")
_STALE_TITLE: Final = Text(
    "{count} nilai diperiksa terakhir sebelum {limit}, menurut peraturannya",
    "{count} values last checked before {limit}, by regulation",
)
_NOTHING_STALE: Final = Text(
    "Semua nilai diperiksa sejak {limit} atau sesudahnya.", "Every value was checked on {limit} or later."
)
_READINGS: Final = Text("Tafsir lain yang dapat dicoba dengan --assume:", "Other readings that --assume can try:")
_PATH: Final = Text("Parameter", "Parameter")
_STATUS: Final = Text("Status", "Status")
_FROM: Final = Text("Mulai", "From")
_UNTIL: Final = Text("Sebelum", "Until")
_FOR: Final = Text("Untuk", "For")
_VALUE: Final = Text("Nilai", "Value")
_SOURCE: Final = Text("Sumber", "Source")
_CHECKED: Final = Text("Diperiksa", "Checked")
_FROM_INCOME: Final = Text("Penghasilan dari", "Income from")
_TO_INCOME: Final = Text("sampai (tercetak)", "to (as printed)")
_BASE: Final = Text("Dasar", "Base")
_NEW: Final = Text("baru", "new")
_GONE: Final = Text("berakhir", "ended")
_SAME_VALUE: Final = Text("Nilainya tetap, dasarnya berganti:", "The value stays, its ground changes:")
_ARTICLE: Final = Text("Pasal", "Article")
_LOOK_AGAIN: Final = Text(
    "Cocokkan dengan sumbernya, lalu tulis tanggal pemeriksaan (checked) yang baru pada berkas parameter.",
    "Compare with the source, then write the new day of the check (checked) into the parameter file.",
)
_PART: Final = Text("Bagian tubuh", "Part of the body")
_SHARE: Final = Text("Dari 80 bulan upah", "Of 80 months of the base")
_OTHER_HAND: Final = Text("Bagi yang kidal", "For the left-handed")
_PER_STEP: Final = Text("{share} tiap {step}, paling banyak {most}", "{share} per {step}, at most {most}")
_INDENT: Final = 2
_STATUS_STYLES: Final = {Status.CONFIRMED: "green", Status.REPORTED: "default", Status.ASSUMED: "yellow"}
