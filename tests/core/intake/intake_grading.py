"""Compares what the intake says with an expected table in which more than one answer may be right.

``expected.csv`` has the columns of ``records.csv`` and one more, ``also``; its entries are explained in
``tests/data/lists/README.md``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

# Left empty in the expected table: the groups are tested on their own.
_NOT_COMPARED = {"file", "sheet", "row", "verdict", "codes", "occupation_group", "also"}
_APOSTROPHES = str.maketrans(dict.fromkeys("‘’ʼ′´`", "'"))

RowKey = tuple[str, str, str]


def read_table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def faults(records: Iterable[Mapping[str, str]], expected: Iterable[Mapping[str, str]]) -> list[str]:
    """Return one line for every way in which the records differ from what is expected."""
    found = {_key(record): record for record in records}
    known = {_key(row): row for row in expected}
    lines = [f"{key}: not expected" for key in found if key not in known]
    for key, row in known.items():
        also = _also(row["also"])
        if "ungraded" in also:
            continue
        if key not in found:
            lines.append(f"{key}: missing")
            continue
        lines += [f"{key}: {line}" for line in _row_faults(found[key], row, also)]
    return lines


def _row_faults(record: Mapping[str, str], row: Mapping[str, str], also: Mapping[str, set[str]]) -> Iterable[str]:
    if record["verdict"] not in {row["verdict"], *also.get("verdict", ())}:
        yield f"verdict {record['verdict']}, not {row['verdict']}"
    yield from _code_faults(_codes(record["codes"]), _codes(row["codes"]), also)
    for field in row:
        if field in _NOT_COMPARED:
            continue
        right = {_plain(value) for value in {row[field], *also.get(field, ())}}
        if "*" not in right and _plain(record[field]) not in right:
            yield f"{field} {record[field]!r}, not {row[field]!r}"


def _code_faults(said: set[str], wanted: set[str], also: Mapping[str, set[str]]) -> Iterable[str]:
    allowed = wanted | also.get("codes", set())
    for code in wanted:
        instead = also.get(code, set())
        allowed |= instead
        if code not in said and not instead & said and "" not in instead:
            yield f"code {code} is missing"
    for code in said - allowed:
        yield f"code {code} is not expected"


def _also(text: str) -> dict[str, set[str]]:
    entries = (entry.partition("=") for entry in text.split(";") if entry)
    return {name: set(values.split("|")) for name, _, values in entries}


def _codes(text: str) -> set[str]:
    return set(filter(None, text.split(";")))


def _plain(text: str) -> str:
    return " ".join(text.translate(_APOSTROPHES).casefold().split())


def _key(row: Mapping[str, str]) -> RowKey:
    return row["file"], row["sheet"], row["row"]
