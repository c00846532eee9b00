"""What every command shares: help in two languages, the reading of values, and how results are printed."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

import typer
from rich.console import Console
from rich.table import Table
from typer.core import TyperCommand, TyperGroup

from jaring.cli.language import part, say
from jaring.core.errors import JaringError
from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.core.text import Text

_JSON_CHARACTERS_MAX: Final = 1_000_000
_PAPER_COLUMNS: Final = 120  # Width where the output goes to a file or to another program.
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,15}").fullmatch
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch

Function = TypeVar("Function", bound=Callable[..., None])
Choice = TypeVar("Choice", bound=StrEnum)


class NotJsonError(JaringError):
    """A file that is no JSON document."""

    code = "JRG-143"
    sentence = Text(
        "Berkas itu bukan dokumen JSON yang sah, terlalu panjang, atau menulis satu kunci dua kali.",
        "That file is not a valid JSON document, is too long, or writes a key twice.",
    )
    hint = Text(
        "Periksa berkasnya; contoh yang benar ada di docs/examples.",
        "Check the file; correct examples are in docs/examples.",
    )


class Explanation(NamedTuple):
    """The help of a command, and command lines that a reader can copy and run."""

    help: Text
    examples: tuple[str, ...]


_explanations: Final[dict[Callable[..., None], Explanation]] = {}


def explained(help_text: Text, *examples: str) -> Callable[[Function], Function]:
    """Attach help and at least one example to the function of a command."""
    assert examples, "every command shows an example"

    def attach(function: Function) -> Function:
        _explanations[function] = Explanation(help_text, examples)
        return function

    return attach


def add(app: typer.Typer, name: str, function: Callable[..., None]) -> None:
    """Register an explained function as a command of ``app``."""
    explanation = _explanations[function]
    app.command(
        name,
        cls=JaringCommand,
        help=say(explanation.help),
        epilog="\n".join([say(_EXAMPLES), *(f"  {example}" for example in explanation.examples)]),
    )(function)


_running: list[str] = [""]


def running() -> str:
    """Return the name of the command that runs, without ``jaring``: ``pay approve``."""
    return _running[0]


class JaringCommand(TyperCommand):
    """A command whose help is in the language of the run."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _part_texts(self)

    def invoke(self, ctx: Any) -> Any:
        _running[0] = ctx.command_path.removeprefix("jaring ")
        return super().invoke(ctx)

    def get_usage(self, ctx: Any) -> str:
        return _say_usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        return _say_help(super().get_help_option(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        _speak_in_typer()
        super().format_help(ctx, formatter)


class JaringGroup(TyperGroup):
    """A group of commands whose help is in the language of the run."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _part_texts(self)

    def get_usage(self, ctx: Any) -> str:
        return _say_usage(super().get_usage(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        return _say_help(super().get_help_option(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        _speak_in_typer()
        super().format_help(ctx, formatter)


def choice_of(kind: type[Choice]) -> Callable[[str], Choice]:
    """Return a reader of one of the values of ``kind``, in either case."""
    by_name = {member.value.casefold(): member for member in kind}

    def read(text: str) -> Choice:
        if text.casefold() not in by_name:
            raise typer.BadParameter(say(_ONE_OF.fill(values=choices(kind))))
        return by_name[text.casefold()]

    return read


def choices(kind: type[StrEnum]) -> str:
    """Return the values of ``kind`` as the help shows them."""
    return ", ".join(member.value for member in kind)


def read_month(text: str) -> Month:
    """Read ``YYYY-MM``."""
    try:
        return Month.parse(text)
    except ValueError:
        raise typer.BadParameter(say(_MONTH_FORM)) from None


def read_day(text: str) -> date:
    """Read ``YYYY-MM-DD``."""
    try:
        return date.fromisoformat(text if _ISO_DAY(text) else "")
    except ValueError:
        raise typer.BadParameter(say(_DAY_FORM)) from None


def read_rupiah(text: str) -> Rupiah:
    """Read whole rupiah without separators; a sign is read here and judged by the rule."""
    if not _WHOLE_NUMBER(text):
        raise typer.BadParameter(say(_RUPIAH_FORM))
    return Rupiah(int(text))


def read_json(name: str) -> object:
    """Read one JSON document from a file, or from standard input for ``-``; fractions stay exact.

    Raises:
        NotJsonError: (JRG-143) the text is not JSON, is longer than any case, or names a key twice.
    """
    try:
        text = sys.stdin.read(_JSON_CHARACTERS_MAX + 1) if name == "-" else _text_of(Path(name))
        if len(text) > _JSON_CHARACTERS_MAX:
            raise NotJsonError
        return json.loads(text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_once_each)
    except (ValueError, RecursionError):  # Bytes that are no UTF-8 are a ValueError too.
        raise NotJsonError from None


def _text_of(path: Path) -> str:
    if not path.is_file():
        raise typer.BadParameter(say(_NO_SUCH_FILE.fill(path=path)), param_hint=say(_FILE))
    with path.open(encoding="utf-8-sig") as file:
        return file.read(_JSON_CHARACTERS_MAX + 1)


def _no_constant(name: str) -> None:
    raise ValueError(name)  # NaN and Infinity are no JSON, though Python would read them.


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse a key written twice, of which Python would drop the first unseen."""
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError("a key is written twice")
    return dict(pairs)


def print_json(document: object) -> None:
    """Print the one JSON document of a command on standard output."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def report(plain: Mapping[str, Any], labels: Mapping[str, Text], *, as_json: bool) -> None:
    """Print an outcome: one JSON document, or a table of what each figure is."""
    if as_json:
        print_json(plain)
        return
    table = Table(show_header=False)
    for key, value in plain.items():
        table.add_row(say(labels[key]), _shown(key, value, labels))
    paper().print(table)


def _shown(key: str, value: Any, labels: Mapping[str, Text]) -> str:
    if isinstance(value, list):
        between = "\n" if value and isinstance(value[0], dict) else ", "
        return between.join(_shown(key, each, labels) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{say(labels[name])}: {_shown(name, part, labels)}" for name, part in value.items())
    if value is None:
        return ""
    if key.endswith("_idr"):
        return str(Rupiah(value))
    is_count = isinstance(value, int) and key != "year"
    return f"{value:,}".replace(",", ".") if is_count else str(value)


def table_of(*headings: Text, figures: Collection[Text] = (), title: Text | None = None) -> Table:
    """Return an empty table with its headings; columns of figures are set to the right."""
    table = Table(title=say(title) if title else None, title_justify="left")
    for heading in headings:
        table.add_column(say(heading), justify="right" if heading in figures else "left")
    return table


def paper() -> Console:
    """Return the console for results: as wide as the terminal, or fixed where nobody's terminal is."""
    return Console(width=None if sys.stdout.isatty() else _PAPER_COLUMNS, highlight=False)


def _part_texts(command: TyperCommand | TyperGroup) -> None:
    """Leave one language in the texts of a command, and no type beside its flags: they take no value."""
    command.help = part(command.help or "")
    for option in command.params:
        help_text = getattr(option, "help", None)
        if isinstance(help_text, str):
            setattr(option, "help", part(help_text))  # noqa: B010  # Arguments and options, not their base, have it.
        if getattr(option, "is_flag", False):
            option.metavar = ""
        elif option.metavar is not None:
            option.metavar = part(option.metavar)


def _say_usage(usage: str) -> str:
    for english, said in _USAGE.items():
        usage = usage.replace(english, say(said), 1)
    return usage


def _say_help(option: Any) -> Any:
    if option is not None:
        option.help = say(_HELP_OF_HELP)
        option.metavar = ""
    return option


def _speak_in_typer() -> None:
    """Put typer's own headings into the language of the run."""
    from typer import rich_utils  # Only help needs it, and it takes a tenth of a second.

    rich_utils.OPTIONS_PANEL_TITLE = say(Text("Pilihan", "Options"))
    rich_utils.ARGUMENTS_PANEL_TITLE = say(Text("Isian", "Arguments"))
    rich_utils.COMMANDS_PANEL_TITLE = say(Text("Perintah", "Commands"))
    rich_utils.DEFAULT_STRING = say(Text("[bawaan: {}]", "[default: {}]"))
    rich_utils.REQUIRED_LONG_STRING = say(Text("[wajib]", "[required]"))


_EXAMPLES: Final = Text("Contoh:", "Examples:")
_HELP_OF_HELP: Final = Text("Menampilkan bantuan ini.", "Show this help.")
_USAGE: Final = {
    "Usage:": Text("Pemakaian:", "Usage:"),
    "[OPTIONS]": Text("[PILIHAN]", "[OPTIONS]"),
    "COMMAND [ARGS]...": Text("PERINTAH [ISIAN]...", "COMMAND [ARGS]..."),
}
_FILE: Final = Text("BERKAS", "FILE")
_NO_SUCH_FILE: Final = Text("tidak ada berkas {path}.", "there is no file {path}.")
_ONE_OF: Final = Text("pilih salah satu: {values}.", "choose one of: {values}.")
_MONTH_FORM: Final = Text(
    "tulis bulan sebagai TTTT-BB, misalnya 2026-05.", "write the month as YYYY-MM, for example 2026-05."
)
_DAY_FORM: Final = Text(
    "tulis tanggal sebagai TTTT-BB-HH, misalnya 2026-11-01.",
    "write the day as YYYY-MM-DD, for example 2026-11-01.",
)
_RUPIAH_FORM: Final = Text(
    "tulis rupiah penuh dengan angka saja, tanpa titik atau koma, misalnya 900000.",
    "write whole rupiah in digits only, without points or commas, for example 900000.",
)
