"""Reading the law that Jaring computes with: ``jaring law show``, ``at``, ``diff`` and ``stale``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated, Final, Literal

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from jaring.cli.commands import JaringGroup, add, explained, paper, print_json, read_day
from jaring.cli.language import both, current, say
from jaring.cli.rules import percent
from jaring.core import law
from jaring.core.law import OPEN_END, Bracket, Parameter, ParameterUnknownError, Status, Value
from jaring.core.money import Rounding
from jaring.core.text import Text

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


def law_commands() -> typer.Typer:
    """Build the group in the language of the run."""
    app = typer.Typer(cls=JaringGroup, add_completion=False, help=say(_ABOUT), no_args_is_help=True)
    for name, function in (
        ("show", show_command),
        ("at", at_command),
        ("diff", diff_command),
        ("stale", stale_command),
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
        print_json([_parameter_document(parameter) for parameter in parameters])
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
        print_json({"day": day.isoformat(), "values": [_value_document(value) for value in values]})
    else:
        _print_values(say(_AT_TITLE.fill(day=day.isoformat())), values)


@explained(
    Text(
        "Menampilkan apa yang berubah di antara dua hari: nilai yang berakhir (-) dan yang mulai (+).",
        "Show what changed between two days: values that ended (-) and that began (+).",
    ),
    "jaring law diff 2026-03-31 2026-04-01",
)
def diff_command(day1: DayArgument, day2: DayArgument, path: PathArgument = "", as_json: JsonOption = False) -> None:
    """Compare the law of two days. Exit status: 0 shown, 1 no such parameter."""
    changes = [change for parameter in _below(path) for change in _changes(parameter, day1, day2)]
    if as_json:
        rows = [{"change": sign, **_value_document(value)} for sign, value in changes]
        print_json({"from": day1.isoformat(), "to": day2.isoformat(), "changes": rows})
        return
    if not changes:
        paper().print(say(_NO_CHANGE.fill(day1=day1.isoformat(), day2=day2.isoformat())))
        return
    _print_changes(say(_DIFF_TITLE.fill(day1=day1.isoformat(), day2=day2.isoformat())), changes)


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
        print_json({"checked_before": limit.isoformat(), "values": [_value_document(value) for value in values]})
    elif values:
        _print_values(say(_STALE_TITLE.fill(limit=limit.isoformat())), values, with_checked=True)
    else:
        paper().print(say(_NOTHING_STALE.fill(limit=limit.isoformat())))


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


def _changes(parameter: Parameter, day1: date, day2: date) -> list[tuple[str, Value]]:
    before, after = list(parameter.on(day1)), list(parameter.on(day2))
    ended = [("-", value) for value in before if value not in after]
    began = [("+", value) for value in after if value not in before]
    return ended + began


def _print_overview(parameters: list[Parameter]) -> None:
    table = _table(say(_ALL_TITLE), _PATH, _STATUS)
    for parameter in parameters:
        statuses = {value.source.status for value in parameter.values}
        table.add_row(
            f"[bold]{parameter.path}[/]\n{escape(say(parameter.label))}",
            ", ".join(_coloured(status) for status in Status if status in statuses),
        )
    console = paper()
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
        _print_brackets(console, value)
        for alternative in value.alternatives:
            written = _content(value.read_as(alternative))
            console.print(f"  --assume {alternative.name} = {written}: {say(alternative.note)}", markup=False)


def _print_brackets(console: Console, value: Value) -> None:
    if not value.path.endswith("/income_table"):
        return
    table = _table("", _FROM_INCOME, _TO_INCOME, _BASE, justify="right")
    for bracket in value.brackets:
        upper = "" if bracket.to_idr is None else _grouped(bracket.to_idr)
        table.add_row(_grouped(bracket.from_idr), upper, _grouped(bracket.base_idr))
    console.print(table)


def _print_values(title: str, values: Iterable[Value], *, with_checked: bool = False) -> None:
    headings = (_PATH, _VALUE, _STATUS, _SOURCE, *((_CHECKED,) if with_checked else ()))
    table = _table(title, *headings)
    for value in values:
        checked = (value.source.checked.isoformat(),) if with_checked else ()
        table.add_row(_path_and_facts(value), escape(_content(value)), *_status_and_source(value), *checked)
    paper().print(table)


def _print_changes(title: str, changes: list[tuple[str, Value]]) -> None:
    table = _table(title, Text("", ""), _PATH, _VALUE, _STATUS, _SOURCE)
    for sign, value in changes:
        table.add_row(
            sign,
            _path_and_facts(value),
            escape(_content(value)),
            *_status_and_source(value),
            style="red" if sign == "-" else "green",
        )
    paper().print(table)


def _values_table(values: Iterable[Value]) -> Table:
    table = _table("", _FROM, _UNTIL, _FOR, _VALUE, _STATUS, _SOURCE)
    for value in values:
        until = "" if value.end == OPEN_END else value.end.isoformat()
        cells = (value.start.isoformat(), until, escape(_facts(value)), escape(_content(value)))
        table.add_row(*cells, *_status_and_source(value))
    return table


def _table(title: str, *headings: Text, justify: Literal["left", "right"] = "left") -> Table:
    table = Table(title=title or None, title_justify="left", title_style="bold", box=SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        table.add_column(say(heading), justify=justify, overflow="fold", no_wrap=heading is _PATH)
    return table


def _path_and_facts(value: Value) -> str:
    facts = _facts(value)
    return f"{value.path}\n  {escape(facts)}" if facts else value.path


def _status_and_source(value: Value) -> tuple[str, str]:
    source = value.source
    return _coloured(source.status), escape(source.cited)


def _facts(value: Value) -> str:
    return "; ".join(f"{fact}={', '.join(allowed)}" for fact, allowed in value.where.items())


def _content(value: Value) -> str:
    """Write a value as people read it, by its unit."""
    content, unit = value.content, law.parameter(value.path).unit
    if unit == "1":
        return percent(value.rate)
    if unit.startswith("IDR"):
        return str(value.amount)
    if unit == "yes or no":
        return say(_YES if value.flag else _NO)
    if unit == "income table":
        return say(_ROWS.fill(count=len(value.brackets)))
    if isinstance(content, tuple):
        return ", ".join(value.names)
    if unit == "rounding":
        return say(_ROUNDINGS[value.rounding])
    return str(content) if unit == "code" else say(_UNITS[unit].fill(count=content))


def _coloured(status: Status) -> str:
    return f"[{_STATUS_STYLES[status]}]{say(status.label)}[/]"


def _grouped(amount_idr: int) -> str:
    return f"{amount_idr:,}" if current() == "en" else f"{amount_idr:,}".replace(",", ".")


def _parameter_document(parameter: Parameter) -> dict[str, object]:
    return {
        "path": parameter.path,
        "label": say(parameter.label),
        "unit": parameter.unit,
        "note": say(parameter.note),
        "values": [_value_document(value) for value in parameter.values],
    }


def _value_document(value: Value) -> dict[str, object]:
    """Return a value as JSON: rates as text, so that nothing is lost; money as whole rupiah."""
    source = value.source
    return {
        "path": value.path,
        "from": value.start.isoformat(),
        "until": None if value.end == OPEN_END else value.end.isoformat(),
        "where": {fact: list(allowed) for fact, allowed in value.where.items()},
        "value": _plain(value.content),
        "source": {**source.as_json(), "checked": source.checked.isoformat(), "via": source.via},
        "note": say(value.note),
        "alternatives": [
            {"name": each.name, "value": _plain(each.content), "note": say(each.note)} for each in value.alternatives
        ],
    }


def _plain(content: law.Content) -> object:
    if isinstance(content, tuple):
        return [_plain_bracket(item) if isinstance(item, Bracket) else item for item in content]
    return content if isinstance(content, bool | int) else str(content)


def _plain_bracket(bracket: Bracket) -> dict[str, int | None]:
    return {"from_idr": bracket.from_idr, "to_idr": bracket.to_idr, "base_idr": bracket.base_idr}


_ABOUT: Final = Text(
    "Menampilkan aturan yang dipakai Jaring: nilai, masa berlaku, pasal, dan seberapa pasti.",
    "Show the law that Jaring computes with: values, when they hold, the article, and how certain they are.",
)
_ALL_TITLE: Final = Text("Parameter hukum", "Legal parameters")
_AT_TITLE: Final = Text("Berlaku pada {day}", "In force on {day}")
_DIFF_TITLE: Final = Text("Perubahan dari {day1} ke {day2}", "Changes from {day1} to {day2}")
_NO_CHANGE: Final = Text("Tidak ada perubahan antara {day1} dan {day2}.", "Nothing changed between {day1} and {day2}.")
_STALE_TITLE: Final = Text("Diperiksa terakhir sebelum {limit}", "Last checked before {limit}")
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
_YES: Final = Text("ya", "yes")
_NO: Final = Text("tidak", "no")
_ROWS: Final = Text("{count} baris", "{count} rows")
_UNITS: Final = {
    "years": Text("{count} tahun", "{count} years"),
    "months": Text("{count} bulan", "{count} months"),
    "day of month": Text("tanggal {count}", "day {count}"),
}
_ROUNDINGS: Final = {
    Rounding.HALF_UP: Text("setengah rupiah ke atas", "half a rupiah goes up"),
    Rounding.UP: Text("selalu ke atas", "always up"),
    Rounding.DOWN: Text("selalu ke bawah", "always down"),
}
_STATUS_STYLES: Final = {Status.CONFIRMED: "green", Status.REPORTED: "default", Status.ASSUMED: "yellow"}
