"""Lists in, verdicts out. No database, no web framework."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Final

import typer

from jaring.cli.commands import explained, paper, print_json, read_day
from jaring.cli.language import both, say
from jaring.core.intake import Batch, FileStatus, Verdict, read_lists
from jaring.core.text import Text

_REFUSED: Final = 1
_SECONDS_BETWEEN_LINES: Final = 2.0

Progress = Callable[[int, int, str], None]


@explained(
    Text(
        "Membaca daftar calon peserta (.xlsx, .xls, .ods, .csv, .tsv) apa pun bentuknya, menilai setiap baris, dan "
        "menulis hasilnya: records.csv, summary.json, serta lembar perbaikan untuk pengirim. Tidak memerlukan basis "
        "data.",
        "Read lists of candidates (.xlsx, .xls, .ods, .csv, .tsv) of whatever shape, judge every row, and write the "
        "results: records.csv, summary.json, and workbooks for the sender to mend. Needs no database.",
    ),
    "jaring intake daftar/ --regency 53.03 --as-of 2026-11-01 --out hasil/",
    'jaring intake "Desa Bijeli.xlsx" kefamenanu.csv --regency 53.03 --as-of 2026-11-01 --out hasil/ --json',
)
def intake_command(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar=both("BERKAS", "PATH"),
            help=both(
                "Berkas, atau folder yang semua berkasnya dibaca.", "Files, or folders of which every file is read."
            ),
        ),
    ],
    regency: Annotated[
        str,
        typer.Option(
            metavar=both("KODE", "CODE"),
            help=both("Kode Kemendagri kabupaten, misalnya 53.03.", "Kemendagri code of the regency, such as 53.03."),
        ),
    ],
    as_of: Annotated[
        date,
        typer.Option(
            parser=read_day,
            metavar="YYYY-MM-DD",
            help=both("Hari yang menentukan umur saat pendaftaran.", "The day that decides the age at entry."),
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            metavar="DIR",
            help=both(
                "Folder hasil; dibuat bila belum ada, hasil lama di dalamnya diganti.",
                "Folder for the results; made if missing, earlier results in it are replaced.",
            ),
        ),
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help=both("Cetak satu dokumen JSON.", "Print one JSON document."))
    ] = False,
) -> None:
    """Read lists and write verdicts. Exit status: 0 done, 1 refused or no file could be read, 2 wrong usage."""
    from jaring.core.intake import outputs

    missing = next((path for path in paths if not path.exists()), None)
    if missing is not None:
        raise typer.BadParameter(say(_NO_SUCH_PATH.fill(path=missing)), param_hint=say(_PATH))
    outputs.check_folder(out)
    with _progress() as progress:
        batch = read_lists(paths, regency=regency, as_of=as_of, leave_out=out, progress=progress)
    outputs.write_outputs(batch, out)
    if as_json:
        print_json(outputs.summary(batch))
    else:
        _print_summary(batch, out)
    _tell_refusals(batch)
    if all(file.status is FileStatus.REFUSED for file in batch.files):
        raise typer.Exit(_REFUSED)


@contextmanager
def _progress() -> Iterator[Progress]:
    """Show how far the reading is: a bar on a terminal, plain lines elsewhere; always on standard error."""
    if not sys.stderr.isatty():
        yield _LineProgress()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(say(_READING))

        def show(done: int, total: int, _: str) -> None:
            bar.update(task, completed=done, total=total)

        yield show


class _LineProgress:
    """Says how far the reading is, at most every few seconds, and at the end."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def __call__(self, done: int, total: int, _: str) -> None:
        now = time.monotonic()
        if done == total or now - self._last >= _SECONDS_BETWEEN_LINES:
            self._last = now
            sys.stderr.write(say(_READ.fill(done=done, total=total)) + "\n")
            sys.stderr.flush()


def _print_summary(batch: Batch, out: Path) -> None:
    from rich.table import Table

    console = paper()
    table = Table(title=say(_TITLE), title_justify="left", box=None, pad_edge=False, header_style="dim")
    table.add_column(say(_FILE), overflow="fold")
    for verdict in Verdict:
        table.add_column(say(verdict.label), justify="right")
    table.add_column(say(_ROWS), justify="right")
    for file in batch.files:
        if file.status is FileStatus.REFUSED:
            table.add_row(_escaped(file.file), "", "", "", f"[red]{file.code}[/]")
        else:
            counts = [str(getattr(file, verdict.value)) for verdict in Verdict]
            table.add_row(_escaped(file.file), *counts, str(file.rows))
    table.add_section()
    totals = [str(batch.count(verdict)) for verdict in Verdict]
    table.add_row(say(_TOTAL), *totals, str(sum(map(int, totals))), style="bold")
    console.print(table)
    console.print(say(_WRITTEN.fill(folder=out)), markup=False)


def _tell_refusals(batch: Batch) -> None:
    for file in batch.files:
        if file.problem is not None and file.remedy is not None:
            sys.stderr.write(f"{file.code}  {file.file}: {say(file.problem)} {say(file.remedy)}\n")


def _escaped(text: str) -> str:
    return text.replace("[", "\\[")


_PATH: Final = Text("BERKAS", "PATH")
_NO_SUCH_PATH: Final = Text("tidak ada berkas atau folder {path}.", "there is no file or folder {path}.")
_READING: Final = Text("Membaca daftar", "Reading lists")
_READ: Final = Text("{done} dari {total} berkas terbaca", "{done} of {total} files read")
_TITLE: Final = Text("Hasil pembacaan daftar", "Results of the intake")
_FILE: Final = Text("berkas", "file")
_ROWS: Final = Text("baris", "rows")
_TOTAL: Final = Text("Jumlah", "Total")
_WRITTEN: Final = Text("Hasil ditulis ke {folder}.", "The results are in {folder}.")
