"""The child process in which foreign lists are opened. Speaks in frames of JSON over its standard streams."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from jaring.core.intake.cells import CellValue, cell_text
from jaring.core.intake.child import answer_file, serve, sheets_of
from jaring.core.intake.codes import FileCode
from jaring.core.intake.columns import Column
from jaring.core.intake.data import take_tables
from jaring.core.intake.guard import FileRefusedError
from jaring.core.intake.judging import FIELDS, Judge, Memory, Rules
from jaring.core.intake.tables import Table, find_tables
from jaring.core.intake.villages import NOWHERE, Gazetteer, Place

# From here on a number cell no longer shows its digits in a spreadsheet program.
_SHOWN_AS_POWER: Final = 1e11


def main() -> None:
    """Answer requests until the caller closes the stream."""
    serve(Reader)


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

        def fill(data: bytes, answer: dict[str, Any]) -> None:
            answer["blobs"] = []
            answer["tables"] = self._tables(data, request["name"], answer["blobs"])

        return answer_file(request["path"], fill)

    def _tables(self, data: bytes, name: str, blobs: list[str]) -> list[dict[str, Any]]:
        sheets = sheets_of(data)
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


if __name__ == "__main__":
    main()
