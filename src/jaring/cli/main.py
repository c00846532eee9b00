"""The ``jaring`` command: which commands there are, in which language they speak, and how they end.

To add a command
----------------
Write a function in a module of this folder, explain it, and add one line to ``COMMANDS``::

    @explained(Text("Membaca daftar.", "Read lists."), "jaring intake daftar/ --regency 53.03 --out hasil/")
    def intake_command(paths: Annotated[list[Path], typer.Argument(help=both("Berkas.", "Files."))]) -> None:
        ...

    Entry("intake", Panel.LISTS, "jaring.cli.intake", "intake_command", Text("Membaca daftar", "Read lists")),

For a group of commands name a function that ends in ``_commands`` and returns the ``typer.Typer`` (see ``law.py``).
The module is imported only when its command runs, so that a command without a database starts quickly and never
loads the web framework. Options that exist everywhere (``--lang``) are taken off the line before typer sees it.

Exit status: 0 done, 1 refused with a documented code, 2 wrong usage, 3 a defect, 130 interrupted.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from enum import Enum
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Any, Final, NamedTuple

import typer
from rich.console import Console
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

import jaring
from jaring.cli.commands import JaringGroup, add
from jaring.cli.language import both, current, say, speak
from jaring.core.errors import JaringError
from jaring.core.text import Language, Text

DONE, REFUSED, WRONG_USAGE, DEFECT, INTERRUPTED = 0, 1, 2, 3, 130

LANGUAGE_VARIABLE: Final = "JARING_LANG"
TRACEBACK_VARIABLE: Final = "JARING_TRACEBACK"


class Panel(Enum):
    """The tasks by which ``jaring --help`` lists the commands, in this order."""

    LISTS = Text("Daftar dari desa", "Lists from villages")
    PROGRAMME = Text("Program dan tagihan", "Programme and bills")
    RULES = Text("Aturan dan perhitungan", "Rules and calculations")
    OPERATION = Text("Menjalankan Jaring", "Running Jaring")


class Entry(NamedTuple):
    """One command: where it is listed, and where its function stands."""

    name: str
    panel: Panel
    module: str
    function: str
    summary: Text


COMMANDS: Final[tuple[Entry, ...]] = (
    Entry(
        "intake",
        Panel.LISTS,
        "jaring.cli.intake",
        "intake_command",
        Text("Membaca daftar dan menilai setiap baris", "Read lists and judge every row"),
    ),
    Entry(
        "contribution",
        Panel.RULES,
        "jaring.cli.rules",
        "contribution_command",
        Text("Menghitung iuran satu peserta untuk satu bulan", "Compute one participant's contribution for a month"),
    ),
    Entry(
        "coverage",
        Panel.RULES,
        "jaring.cli.coverage",
        "coverage_command",
        Text("Menilai perlindungan satu peserta pada suatu hari", "Judge one participant's cover on a day"),
    ),
    Entry(
        "benefit",
        Panel.RULES,
        "jaring.cli.benefit",
        "benefit_command",
        Text("Menghitung manfaat JKK atau JKM dari satu kasus", "Compute the JKK or JKM benefit of one case"),
    ),
    Entry(
        "law",
        Panel.RULES,
        "jaring.cli.law",
        "law_commands",
        Text("Menampilkan aturan yang dipakai, beserta pasalnya", "Show the rules in use, with their articles"),
    ),
    Entry(
        "demo",
        Panel.OPERATION,
        "jaring.cli.operate",
        "demo_command",
        Text("Membangun kabupaten contoh", "Build the demonstration regency"),
    ),
    Entry(
        "serve",
        Panel.OPERATION,
        "jaring.cli.operate",
        "serve_command",
        Text("Menyajikan halaman di komputer ini", "Serve the pages on this computer"),
    ),
    Entry(
        "region",
        Panel.OPERATION,
        "jaring.cli.operate",
        "region_commands",
        Text("Menyiapkan kabupaten", "Make a regency ready"),
    ),
    Entry(
        "boundaries",
        Panel.OPERATION,
        "jaring.cli.boundaries",
        "boundaries_commands",
        Text("Mengimpor batas wilayah untuk peta", "Import boundaries for the map"),
    ),
    Entry(
        "user",
        Panel.OPERATION,
        "jaring.cli.users",
        "user_commands",
        Text("Mengurus akun dan peran", "Look after accounts and roles"),
    ),
    Entry(
        "doctor",
        Panel.OPERATION,
        "jaring.cli.operate",
        "doctor_command",
        Text("Memeriksa kesehatan dan janji pembukuan", "Examine health and the promises of the books"),
    ),
    Entry(
        "roles",
        Panel.OPERATION,
        "jaring.cli.postgresql",
        "roles_command",
        Text("Memasang peran dan tembok basis data PostgreSQL", "Make the roles and walls of a PostgreSQL database"),
    ),
    Entry(
        "move",
        Panel.OPERATION,
        "jaring.cli.postgresql",
        "move_command",
        Text("Memindahkan SQLite ke PostgreSQL", "Move from SQLite to PostgreSQL"),
    ),
    Entry(
        "audit",
        Panel.OPERATION,
        "jaring.cli.operate",
        "audit_commands",
        Text("Memeriksa keutuhan jejak audit", "Verify the audit chain"),
    ),
    Entry(
        "import",
        Panel.LISTS,
        "jaring.cli.programme",
        "import_command",
        Text("Memasukkan daftar desa ke daftar peserta", "Bring village lists onto the register"),
    ),
    Entry(
        "year",
        Panel.PROGRAMME,
        "jaring.cli.programme",
        "year_commands",
        Text("Membuka tahun program dan mencatat anggaran", "Open a programme year and enter its budget"),
    ),
    Entry(
        "payer",
        Panel.PROGRAMME,
        "jaring.cli.payers",
        "payer_commands",
        Text("Mendaftarkan dan menampilkan sumber dana", "Register and list payers"),
    ),
    Entry(
        "budget",
        Panel.PROGRAMME,
        "jaring.cli.budget",
        "budget_commands",
        Text("Menampilkan dan mencatat anggaran", "Show and enter budgets"),
    ),
    Entry(
        "plan",
        Panel.PROGRAMME,
        "jaring.cli.budget",
        "plan_commands",
        Text("Rencana pendanaan bersama yang menurun", "Plans of co-funding that step down"),
    ),
    Entry(
        "target",
        Panel.PROGRAMME,
        "jaring.cli.programme",
        "target_command",
        Text("Menetapkan siapa yang dilindungi menurut anggaran", "Choose who is covered under the budget"),
    ),
    Entry(
        "objection",
        Panel.PROGRAMME,
        "jaring.cli.objections",
        "objection_commands",
        Text("Mengajukan dan memutuskan sanggahan", "File and decide objections"),
    ),
    Entry(
        "decree",
        Panel.PROGRAMME,
        "jaring.cli.programme",
        "decree_commands",
        Text("Menyusun, menetapkan, dan mencetak SK", "Draft, enact and print decrees"),
    ),
    Entry(
        "bill",
        Panel.PROGRAMME,
        "jaring.cli.programme",
        "bill_command",
        Text("Menerbitkan tagihan iuran sebulan", "Issue the bill of a month"),
    ),
    Entry(
        "export",
        Panel.PROGRAMME,
        "jaring.cli.exports",
        "export_commands",
        Text("Unduhan besar oleh dua orang", "Bulk exports by two people"),
    ),
    Entry(
        "ledger",
        Panel.PROGRAMME,
        "jaring.cli.ledger",
        "ledger_commands",
        Text("Menampilkan dan menutup buku besar", "Show and close the ledger"),
    ),
    Entry(
        "lapse",
        Panel.PROGRAMME,
        "jaring.cli.lapse",
        "lapse_command",
        Text("Menjaga agar perlindungan tidak terputus", "Keep cover from lapsing"),
    ),
    Entry(
        "reconcile",
        Panel.PROGRAMME,
        "jaring.cli.reconciliation",
        "reconcile_command",
        Text("Mencocokkan sebulan dengan daftar BPJS", "Match a month with the insurer's lists"),
    ),
    Entry(
        "pay",
        Panel.PROGRAMME,
        "jaring.cli.pay",
        "pay_commands",
        Text("Menyetujui, memerintahkan, dan mencatat pembayaran", "Approve, order and enter payments"),
    ),
)


class _Jaring(JaringGroup):
    """The command itself. Lists its commands from the table, and imports only the one that runs."""

    def list_commands(self, ctx: Any) -> list[str]:
        order = list(Panel)
        return [entry.name for entry in sorted(COMMANDS, key=lambda entry: order.index(entry.panel))]

    def get_command(self, ctx: Any, cmd_name: str) -> TyperCommand | None:
        entry = _ENTRIES.get(cmd_name)
        if entry is None:
            return None
        return TyperCommand(entry.name, help=say(entry.summary), rich_help_panel=say(entry.panel.value))

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        name, listed, rest = super().resolve_command(ctx, args)
        return name, listed and resolve(_ENTRIES[args[0]]), rest


def resolve(entry: Entry) -> TyperCommand | TyperGroup:
    """Import the module of a command and build it in the language of the run."""
    function = getattr(import_module(entry.module), entry.function)
    made = function() if function.__name__.endswith("_commands") else None
    app = made if isinstance(made, typer.Typer) else typer.Typer(add_completion=False)
    if made is None:
        add(app, entry.name, function)
    command = get_command(app)
    assert isinstance(command, TyperCommand | TyperGroup)
    command.name = entry.name
    return command


def run(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run one command line and return its exit status. Nothing but a defect passes as an exception."""
    try:
        rest = _take_language(list(arguments), environment)
        application = _application()
        with application.make_context("jaring", rest or ["--help"]) as context:
            application.invoke(context)
        sys.stdout.flush()
    except typer.Exit as ended:
        return ended.exit_code
    except JaringError as refusal:
        _print_refusal(refusal, as_json="--json" in arguments)
        return REFUSED
    except typer.exceptions.TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":  # Typer has shown the help already.
            return DONE
        _print_usage_error(error)
        return WRONG_USAGE
    except (KeyboardInterrupt, typer.Abort):
        _errors().print(say(_INTERRUPTED), style="yellow")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (head, less) has gone. Nothing is wrong, but Python must not try to flush to it again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        outage = _outage_behind(error)
        if outage is None:
            raise
        _print_refusal(outage, as_json="--json" in arguments)
        return REFUSED
    return DONE


def _outage_behind(error: Exception) -> JaringError | None:
    """Return what the database said of itself; a command that loaded no office has asked no database."""
    if "jaring.office" not in sys.modules:
        return None
    from jaring.office.outages import outage_of

    return outage_of(error)


def main() -> None:
    """Entry point of the console script."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    try:
        status = run(sys.argv[1:], os.environ)
    except Exception as defect:  # noqa: BLE001  # The outermost handler: a defect is shown by its id.
        _print_defect(defect, with_traceback=TRACEBACK_VARIABLE in os.environ)
        status = DEFECT
    sys.exit(status)


def _application() -> TyperGroup:
    options = typer.Typer(add_completion=False, cls=_Jaring)
    options.callback(help=say(_ABOUT), epilog=say(_EPILOGUE))(_options)
    group = get_command(options)
    assert isinstance(group, TyperGroup)
    # Typer offers no name for "these commands are found elsewhere"; the names serve its spelling suggestions.
    group.commands.update((entry.name, TyperCommand(entry.name)) for entry in COMMANDS)
    return group


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"jaring {jaring.__version__}")
        raise typer.Exit


def _options(
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_version, help=both("Nomor versi.", "Version number.")),
    ] = False,
) -> None:
    """Declare the options of ``jaring`` itself."""


def _take_language(arguments: list[str], environment: Mapping[str, str]) -> list[str]:
    """Choose the language and return the line without the option, wherever it stood before a ``--``."""
    chosen = environment.get(LANGUAGE_VARIABLE, Language.INDONESIAN)
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word == "--lang":
            chosen = next(words, "")
        elif word.startswith("--lang="):
            chosen = word.removeprefix("--lang=")
        else:
            rest.append(word)
    if chosen not in list(Language):
        raise typer.BadParameter(say(_LANGUAGES), param_hint="--lang")
    speak(Language(chosen))
    return rest


def _print_refusal(refusal: JaringError, *, as_json: bool) -> None:
    if as_json:
        sys.stderr.write(json.dumps(refusal.as_problem(422, current()), ensure_ascii=False) + "\n")
        return
    console = _errors()
    console.print(f"[bold red]{refusal.code}[/]", end="  ")
    console.print(say(refusal.title), markup=False)
    if advice := say(refusal.advice):
        console.print(" " * (len(refusal.code) + 2) + advice, markup=False, style="dim")


def _print_usage_error(error: typer.exceptions.TyperException) -> None:
    console = _errors()
    console.print(_explain_usage(error), markup=False, style="red")
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "jaring"
    console.print(say(_SEE_HELP.fill(command=command)), markup=False)


def _explain_usage(error: typer.exceptions.TyperException) -> str:
    """Say in the language of the run what typer says in English only."""
    if current() is Language.ENGLISH:
        return error.format_message()
    param = getattr(error, "param", None)
    hint = getattr(error, "param_hint", None) or (param.get_error_hint() if param is not None else "")
    match type(error).__name__:
        case "MissingParameter":
            return f"Belum diisi: {hint}."
        case "NoSuchOption":
            return f"Pilihan tidak dikenal: {getattr(error, 'option_name', '')}."
        case "BadParameter":
            return f"Nilai {hint} tidak dapat dipakai: {error.message}"
        case _:
            return _say_in_indonesian(error.format_message())


def _say_in_indonesian(message: str) -> str:
    for english, indonesian in _TYPER_PHRASES.items():
        message = message.replace(english, indonesian)
    return message


def _print_defect(defect: Exception, *, with_traceback: bool) -> None:
    """Show a defect by an id that is the same each time it happens, and by its place; never by its values."""
    frames = traceback.extract_tb(defect.__traceback__)
    ours = [frame for frame in frames if "jaring" in Path(frame.filename).parts and not _carries(frame)] or frames
    place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno} {type(defect).__name__}"
    identifier = hashlib.sha256(place.encode()).hexdigest()[:8]
    console = _errors()
    console.print(say(_DEFECT.fill(identifier=identifier, place=place)), markup=False, style="bold red")
    console.print(say(_DEFECT_HINT.fill(variable=TRACEBACK_VARIABLE)), markup=False)
    if with_traceback:
        traceback.print_exception(defect)


def _carries(frame: traceback.FrameSummary) -> bool:
    """Say whether a frame only hands a statement on to the database: the place of every statement, and of none."""
    return Path(frame.filename).parts[-2:] == ("postgresql", "base.py")


def _errors() -> Console:
    return Console(stderr=True, highlight=False, soft_wrap=True)


_ENTRIES: Final = {entry.name: entry for entry in COMMANDS}
_ABOUT: Final = Text(
    "Jaring menjalankan program kabupaten yang melindungi pekerja rentan: dari daftar desa sampai Surat Keputusan, "
    "tagihan iuran, dan manfaat.",
    "Jaring runs a regency's programme that insures vulnerable workers: from village lists to the decree, the bill "
    "and the benefit.",
)
_EPILOGUE: Final = Text(
    "Bantuan satu perintah: jaring PERINTAH --help\nBahasa Inggris: tambahkan --lang en pada perintah mana pun",
    "Help on one command: jaring COMMAND --help\nIndonesian: leave out --lang en",
)
_LANGUAGES: Final = Text("pilih id atau en.", "choose id or en.")
_INTERRUPTED: Final = Text("Dihentikan. Tidak ada yang tersimpan setengah.", "Interrupted. Nothing is half-written.")
_SEE_HELP: Final = Text("Lihat: {command} --help", "See: {command} --help")
_DEFECT: Final = Text(
    "Kesalahan program {identifier} ({place}). Tidak ada yang tersimpan setengah.",
    "Defect {identifier} ({place}). Nothing is half-written.",
)
_DEFECT_HINT: Final = Text(
    "Laporkan nomor itu kepada pengelola. Rinciannya tampil bila {variable}=1 dipasang.",
    "Report this id to the maintainer. Set {variable}=1 to see the details.",
)
_TYPER_PHRASES: Final = {
    "Missing command": "Perintah belum ditulis",
    "No such command": "Tidak ada perintah",
    "Did you mean": "Maksud Anda",
    "Got unexpected extra argument(s)": "Ada isian yang berlebih:",
    "requires an argument": "memerlukan isian",
    "does not take a value": "tidak memerlukan isian",
    "Option": "Pilihan",
}
