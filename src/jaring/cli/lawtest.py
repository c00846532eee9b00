"""Running worked examples of the law: ``jaring law test``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.table import Table as RichTable

from jaring.cli.commands import explained, paper, print_json
from jaring.cli.language import both, say
from jaring.core.lawtest import Result, Table, read_table, run_table
from jaring.core.text import Text


@explained(
    Text(
        "Menjalankan tabel uji hukum: contoh yang ditulis pejabat dalam YAML, dibandingkan dengan hitungan Jaring. "
        "Bentuk tabel ada pada docs/panduan/uji-hukum.md.",
        "Run tables of worked examples that an officer wrote in YAML, and compare them with what Jaring computes. "
        "The form of a table is in docs/panduan/uji-hukum.md.",
    ),
    "jaring law test contoh-kami.yaml",
    "jaring law test tests/law/",
    "jaring law test contoh-kami.yaml --json",
)
def run_tables_command(
    files: Annotated[
        list[Path],
        typer.Argument(
            exists=True,
            metavar=both("BERKAS", "FILE"),
            help=both(
                "Tabel uji, atau folder yang berisi tabel (*.yaml).", "Test tables, or folders of them (*.yaml)."
            ),
        ),
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help=both("Cetak satu dokumen JSON.", "Print one JSON document."))
    ] = False,
) -> None:
    """Run test tables. Exit status: 0 all pass, 1 some differ or a table was refused, 2 wrong usage."""
    tables = [(path, read_table(path)) for path in _tables_in(files)]
    runs = [(path, table, list(run_table(table))) for path, table in tables]
    failed = sum(not result.passed for _, _, results in runs for result in results)
    passed = sum(len(results) for _, _, results in runs) - failed
    if as_json:
        documents = [_run_document(path, table, results) for path, table, results in runs]
        print_json({"passed": passed, "failed": failed, "tables": documents})
    else:
        _print_runs(runs, passed, failed)
    if failed:
        raise typer.Exit(1)


def _tables_in(files: Iterable[Path]) -> Iterator[Path]:
    for path in files:
        if not path.is_dir():
            yield path
        elif found := sorted(path.glob("*.yaml")):
            yield from found
        else:
            raise typer.BadParameter(say(_NO_TABLES.fill(folder=path)), param_hint="FILE")


def _print_runs(runs: Iterable[tuple[Path, Table, list[Result]]], passed: int, failed: int) -> None:
    console = paper()
    for path, table, results in runs:
        wrong = [result for result in results if not result.passed]
        mark = f"[red]{say(_DIFFER.fill(count=len(wrong)))}[/]" if wrong else f"[green]{say(_ALL_PASS)}[/]"
        console.print(f"{escape(path.name)}  [dim]{table.rule}, {len(results)}[/]  {mark}")
        if wrong:
            shown = RichTable(*map(say, (_CASE, _KEY, _EXPECTED, _GOT)), box=SIMPLE_HEAD, pad_edge=False)
            for result in wrong:
                for each in result.differences:
                    cells = (result.example.name, each.key, _written(each.expected), _written(each.got))
                    shown.add_row(*map(escape, cells))
            console.print(shown)
    console.print(say(_SUMMARY.fill(passed=passed, failed=failed)), style="red" if failed else "green")


def _run_document(path: Path, table: Table, results: Iterable[Result]) -> dict[str, object]:
    cases = [
        {
            "name": result.example.name,
            "passed": result.passed,
            "differences": [
                {"key": each.key, "expected": _written(each.expected), "got": _written(each.got)}
                for each in result.differences
            ],
        }
        for result in results
    ]
    return {"file": path.name, "rule": table.rule.value, "cases": cases}


def _written(value: object) -> str:
    """Write what was expected or computed in one line."""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return say(value) if isinstance(value, Text) else str(value)


_NO_TABLES: Final = Text("tidak ada tabel (*.yaml) di {folder}.", "there are no tables (*.yaml) in {folder}.")
_ALL_PASS: Final = Text("cocok", "as expected")
_DIFFER: Final = Text("{count} berbeda", "{count} different")
_SUMMARY: Final = Text("{passed} cocok, {failed} berbeda.", "{passed} as expected, {failed} different.")
_CASE: Final = Text("Kasus", "Case")
_KEY: Final = Text("Bagian", "Part")
_EXPECTED: Final = Text("Seharusnya", "Expected")
_GOT: Final = Text("Hasil hitungan", "Computed")
