"""The code stays readable: small files and functions, telling names, and no silence without a reason."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src/jaring"
# Ratchets: they go down, never up.
LINES_OF_A_FILE_MAX = 800
LINES_OF_A_FUNCTION_MAX = 80
WORDS_OF_A_REASON_MIN = 1
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "lib", "tools"}
SILENCER = re.compile(r"#\s*(?:noqa(?::\s*[A-Z]+[0-9]+)?|type:\s*ignore(?:\[[a-z, -]+\])?)")


def modules() -> Iterator[tuple[str, str]]:
    for path in sorted(SOURCES.rglob("*.py")):
        if "migrations" not in path.parts and path.name != "apps.py":  # Django's own forms
            yield path.relative_to(SOURCES).as_posix(), path.read_text(encoding="utf-8")


def functions() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for name, text in modules():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{name}:{node.lineno} {node.name}", node


def test_no_file_grows_beyond_what_a_reader_holds() -> None:
    assert {name: lines for name, text in modules() if (lines := text.count("\n")) > LINES_OF_A_FILE_MAX} == {}


def test_no_function_grows_beyond_a_page() -> None:
    long = {
        name: lines
        for name, node in functions()
        if (lines := (node.end_lineno or 0) - node.lineno + 1) > LINES_OF_A_FUNCTION_MAX
    }

    assert long == {}


def test_every_function_says_its_types() -> None:
    untyped = [name for name, node in functions() if node.returns is None]

    assert untyped == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    vague = [name for name, _ in modules() if VAGUE_NAMES & set(Path(name).with_suffix("").parts)]

    assert vague == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [name for name, text in modules() if text.strip() and ast.get_docstring(ast.parse(text)) is None]

    assert silent == []


def test_a_warning_is_silenced_only_with_its_reason_beside_it() -> None:
    unexplained = [
        f"{name}:{number}"
        for name, text in modules()
        for number, line in enumerate(text.splitlines(), start=1)
        if (silencer := SILENCER.search(line))
        and len(re.findall(r"\w+", SILENCER.sub("", line[silencer.start() :]))) < WORDS_OF_A_REASON_MIN
    ]

    assert unexplained == []
