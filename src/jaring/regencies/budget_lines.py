"""The budget lines of a regency: account codes (kode rekening) as data, and what each of them pays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import yaml

from jaring.core.budget import Programme
from jaring.core.contribution import Payer
from jaring.core.law import Status
from jaring.core.text import Text
from jaring.regencies import FOLDER

_KEYS = {"key", "code", "name_id", "name_en", "programme", "payers", "status", "note_id", "note_en"}


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One line: its account code and name, the programmes it pays, and for which kinds of payers it is offered."""

    key: str
    code: str
    name: Text
    programme: Programme
    payers: frozenset[Payer]
    status: Status
    note: Text


@cache
def budget_lines(regency_code: str) -> tuple[BudgetLine, ...]:
    """Return the lines of a regency in the order of its file; none where it has no file."""
    path = FOLDER / regency_code / "budget.yaml"
    if not path.exists():
        return ()
    return parse_lines(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))


def lines_for(regency_code: str, payer: Payer) -> list[BudgetLine]:
    """Return the lines that are offered for a kind of payer."""
    return [line for line in budget_lines(regency_code) if payer in line.payers]


def parse_lines(data: Mapping[str, object]) -> tuple[BudgetLine, ...]:
    """Build the lines from their YAML mapping; a missing or unknown key is an error, and so is a key used twice."""
    rows = data["lines"]
    if set(data) != {"lines"} or not isinstance(rows, list):
        raise TypeError("the file holds one list: lines")
    lines = tuple(_line(row) for row in rows)
    if len({line.key for line in lines}) < len(lines) or len({line.code for line in lines}) < len(lines):
        raise ValueError("a key or a code is used twice")
    return lines


def _line(row: Mapping[str, object]) -> BudgetLine:
    if wrong := set(row) ^ _KEYS:
        raise ValueError(f"unknown or missing keys: {sorted(wrong)}")
    payers = row["payers"]
    if not isinstance(payers, list) or not all(isinstance(row[key], str) for key in _KEYS - {"payers"}):
        raise TypeError("payers is a list, everything else is text")
    texts = {key: str(row[key]) for key in _KEYS}
    return BudgetLine(
        key=texts["key"],
        code=texts["code"],
        name=Text(texts["name_id"], texts["name_en"]),
        programme=Programme(texts["programme"]),
        payers=frozenset(Payer(payer) for payer in payers),
        status=Status(texts["status"]),
        note=Text(texts["note_id"], texts["note_en"]),
    )
