"""The child process in which foreign files are opened. Speaks in frames of JSON over its standard streams.

Nothing that a file makes a parser do reaches the caller: memory, time and files to write are limited where the
system can limit them, and the death of the child is only the refusal of one file.
"""

from __future__ import annotations

import gc
import hashlib
import os
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from jaring.core.intake.cells import CellValue, cell_text
from jaring.core.intake.codes import FileCode
from jaring.core.intake.columns import Column
from jaring.core.intake.data import take_tables
from jaring.core.intake.frames import read_frame, write_frame
from jaring.core.intake.guard import FILE_SIZE_BYTES_MAX, FileRefusedError, inspect
from jaring.core.intake.judging import FIELDS, Judge, Memory, Rules
from jaring.core.intake.reading import read_sheets
from jaring.core.intake.tables import Table, find_tables
from jaring.core.intake.villages import NOWHERE, Gazetteer, Place

MEMORY_BYTES_MAX: Final = 1024 * 1024 * 1024
CPU_SECONDS_MAX: Final = 60
# Looking for cycles takes longer than reading a small file; only long ones may leave something worth finding.
_COLLECT_AFTER_BYTES: Final = 1024 * 1024
# What a small file may use, and how much more for every byte that is parsed. A list of 100,000 rows uses about four
# bytes for each of its own; a small file that asks for more is no list.
_MEMORY_BYTES_FREE: Final = 170 * 1024 * 1024
_MEMORY_PER_BYTE: Final = 6
# From here on a number cell no longer shows its digits in a spreadsheet program.
_SHOWN_AS_POWER: Final = 1e11


def main() -> None:
    """Answer requests until the caller closes the stream."""
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # Whatever a library prints must not disturb the frames.
    _limit()
    gc.disable()  # One batch, then the process ends; cycles are collected between files.
    setup = read_frame(requests)
    if setup is None:
        return
    reader = Reader(setup)
    while (request := read_frame(requests)) is not None:
        _allow_cpu()
        answer = reader.answer(request)
        write_frame(answers, answer)
        if answer["size"] > _COLLECT_AFTER_BYTES:
            gc.collect()


class Reader:
    """Reads one file after the other for one regency and day."""

    def __init__(self, setup: Mapping[str, Any]) -> None:
        take_tables(setup["tables"])
        self.gazetteer = Gazetteer(
            {code: tuple(names) for code, names in setup["villages"].items()},
            setup["districts"],
            setup["regency_name"],
        )
        rules = Rules(
            date.fromisoformat(setup["as_of"]),
            setup["age_from"],
            setup["age_below"],
            frozenset(setup["nik_districts"]),
        )
        self.judge = Judge(self.gazetteer, rules)
        self._as_sent = Memory(_as_sent)

    def answer(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is in one file: its hash, and its judged tables or the code of its refusal."""
        try:
            size = os.stat(request["path"]).st_size  # noqa: PTH116 - pathlib takes 10 ms to import.
            if size > FILE_SIZE_BYTES_MAX:
                return {"size": size, "sha256": "", "refused": FileCode.FILE_TOO_LARGE.value}
            with open(request["path"], "rb") as file:  # noqa: PTH123 - pathlib takes 10 ms to import.
                data = file.read()
        except OSError:
            return {"size": 0, "sha256": "", "refused": FileCode.FILE_UNREADABLE.value}
        answer: dict[str, Any] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        try:
            answer["blobs"] = []
            answer["tables"] = self._tables(data, request["name"], answer["blobs"])
        except FileRefusedError as refusal:
            answer["refused"] = refusal.file_code.value
        except (MemoryError, RecursionError):
            answer["refused"] = FileCode.FILE_UNREADABLE.value
        return answer

    def _tables(self, data: bytes, name: str, blobs: list[str]) -> list[dict[str, Any]]:
        kind, unpacked = inspect(data)
        _allow_memory(unpacked)
        sheets = read_sheets(data, kind)
        del data
        file_place = self._place_of_file(name)
        found: list[dict[str, Any]] = []
        for sheet in sheets:
            wider = self.gazetteer.place_in_name(sheet.name).or_else(file_place)
            tables = find_tables(sheet, self.gazetteer, wider)
            for table in tables:
                table.cells_by_column()
            sheet.rows.clear()  # The columns hold the cells now.
            found.extend(self._judged(table, blobs) for table in tables)
        if not found:
            raise FileRefusedError(FileCode.FILE_NO_TABLE)
        return found

    def _place_of_file(self, name: str) -> Place:
        place = NOWHERE
        *folders, file_name = name.split("/")
        for folder in folders:
            place = self.gazetteer.place_in_name(folder).or_else(place)
        return self.gazetteer.place_in_name(file_name.rpartition(".")[0] or file_name).or_else(place)

    def _judged(self, table: Table, blobs: list[str]) -> dict[str, Any]:
        """Return a judged table; columns go as numbers of texts in ``blobs``, the same text once."""
        judged = self.judge.judge(table)
        sent = [self._column_as_sent(table, column) for column in table.columns]
        known = {text: number for number, text in enumerate(sent, len(blobs))}
        blobs.extend(sent)
        values = {}
        for name in FIELDS:
            text = judged.values[name]
            number = known.setdefault(text, len(blobs))
            if number == len(blobs):
                blobs.append(text)
            values[name] = number
        return {
            "sheet": judged.sheet,
            "rows": judged.rows,
            "values": values,
            "codes": {str(position): sorted(codes) for position, codes in judged.codes.items()},
            "suggestions": judged.suggestions,
            "headings": [[column.heading, column.field or ""] for column in table.columns],
            "cells": [known[text] for text in sent],
            "places": _places(table, self.gazetteer),
        }

    def _column_as_sent(self, table: Table, column: Column) -> str:
        """Return a column's cells as a reader sees them, one cell a line."""
        text = table.joined(column.index)
        if text is not None:
            return text
        return "\n".join([*map(self._as_sent.__getitem__, table.cells_by_column()[column.index]), ""])


def _as_sent(cell: CellValue) -> str:
    """Return a cell's text; a number too long to be shown keeps the form that tells what happened to it."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= _SHOWN_AS_POWER:
        return f"{cell:.5E}".replace(".", ",")
    return cell_text(cell)


def _places(table: Table, gazetteer: Gazetteer) -> list[Any]:
    """Return the inherited village and kecamatan names, once each, and which row has which."""
    distinct: dict[Place, int] = {}
    if table.has_one_place:
        numbers: list[int] = []
        distinct = dict.fromkeys(table.places[:1], 0)
    else:
        numbers = [distinct.setdefault(place, len(distinct)) for place in table.places]
    names = [
        [
            place.village.written if place.village.finding else gazetteer.names.get(place.village.code, ""),
            gazetteer.district_names.get(place.district_code, ""),
        ]
        for place in distinct
    ]
    return [names, numbers]


# --- limits ----------------------------------------------------------------------------------------------


def _limit() -> None:
    """Limit memory, core dumps and files; Windows has no such limits, there only the caller's clock counts."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _allow_memory(unpacked: int) -> None:
    """Allow so much memory for the next file as its content can need; Linux only, elsewhere the one limit holds."""
    if sys.platform != "linux":
        return
    import resource

    with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - once for every file, however small.
        pages = int(file.read().split()[0])
    allowed = pages * resource.getpagesize() + _MEMORY_BYTES_FREE + _MEMORY_PER_BYTE * unpacked
    resource.setrlimit(resource.RLIMIT_AS, (min(allowed, MEMORY_BYTES_MAX), MEMORY_BYTES_MAX))


def _allow_cpu() -> None:
    """Allow so much processor time for the next file, whatever earlier ones took."""
    try:
        import resource
    except ImportError:
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime) + CPU_SECONDS_MAX, hard))


if __name__ == "__main__":
    main()
