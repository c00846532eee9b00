"""The workbook that goes back to a sender: made by the core from the rows as the database keeps them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import Any

from jaring.core.intake import Batch, Code, FileStatus, ListFile, RowReference
from jaring.core.intake.batch import Records, Table, rules_on
from jaring.core.intake.corrections import workbook_names, write_corrections
from jaring.core.intake.judging import FIELDS
from jaring.office.intake.models import ImportBatch, ImportFile, ImportRow
from jaring.office.intake.queries import readings_of
from jaring.office.intake.services import current_texts

Opened = tuple[ImportRow, dict[str, Any]]


def write_workbook(batch: ImportBatch, file: ImportFile, rows: Iterable[ImportRow], folder: Path) -> Path | None:
    """Write the rows of one file that have to be mended into a workbook; ``None`` where there is nothing to mend.

    What was mended on the page stands in the cells already. Rows that an officer took are left out.

    Args:
        batch: The delivery.
        file: One of its files.
        rows: The rows of that file which the reader may have, in the order of the file.
        folder: Where to write.
    """
    opened = [(row, row.content) for row in rows if row.judgement != ImportRow.Judgement.TAKE]
    alike = groupby(opened, key=lambda one: (one[0].sheet, _headings(one[1])))
    tables = [_table(sheet, headings, list(group)) for (sheet, headings), group in alike]
    listed = ListFile(file.name, file.sha256, file.size_bytes, FileStatus.READ)
    records = Records(tables, [file.name], rules_on(batch.as_of, readings_of(batch)))
    write_corrections(Batch(batch.regency_id, batch.as_of, (listed,), records), folder)
    path = folder / workbook_names([file.name])[file.name]
    return path if path.exists() else None


def _headings(content: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((cell["heading"], cell["field"]) for cell in content["cells"])


def _table(sheet: str, headings: tuple[tuple[str, str], ...], group: list[Opened]) -> Table:
    contents = [content for _, content in group]
    values = {name: _column(_text(content["values"][name]) for content in contents) for name in FIELDS}
    table = Table(
        file=0,
        sheet=sheet,
        rows=[row.row_number for row, _ in group],
        values=values,
        codes={},
        others={},
        suggestions={},
        headings=list(headings),
        cells=[_column(cells) for cells in zip(*map(_cells, contents), strict=True)],
        places=[
            (content["context"].get("village", ""), content["context"].get("district", "")) for content in contents
        ],
        place_numbers=list(range(len(contents))),
    )
    for position, content in enumerate(contents):
        for found in content["findings"]:
            code = Code(found["code"])
            table.codes.setdefault(position, set()).add(code)
            if found["other"]:
                table.others[position, code] = RowReference(*found["other"])
            if suggestion := found["details"].get("suggestion"):
                table.suggestions[position] = suggestion
    return table


def _column(texts: Iterable[str]) -> str:
    """Return a column as the core keeps it: one line a row, each with its newline."""
    return "".join(f"{text}\n" for text in texts)


def _cells(content: dict[str, Any]) -> list[str]:
    """Return a row's cells, mended ones in place of those that were sent."""
    texts = current_texts(content) if content.get("mended") else {}
    return [texts.get(cell["field"], cell["text"]) if cell["field"] else cell["text"] for cell in content["cells"]]


def _text(value: Any) -> str:
    return "" if value is None else str(value)
