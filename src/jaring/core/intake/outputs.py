"""Writes what ``jaring intake`` promises: records.csv, summary.json and the correction workbooks."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar, Final

from jaring.core.errors import JaringError
from jaring.core.intake.batch import Records
from jaring.core.intake.codes import Code, Verdict, Weight
from jaring.core.intake.corrections import write_corrections
from jaring.core.intake.judging import FIELDS
from jaring.core.intake.model import Batch
from jaring.core.text import Text

HEADER: Final = ("file", "sheet", "row", "verdict", "codes", *FIELDS)
# Free texts: a spreadsheet program would run one that begins with such a sign as a formula.
_FREE_TEXTS: Final = ("name", "birth_place", "occupation", "mother_name", "heir_name", "heir_relation")
_FORMULA_SIGNS: Final = ("=", "+", "-", "@")


class OutputInTheWayError(JaringError):
    """The folder to write to holds something that the intake did not write."""

    code: ClassVar[str] = "JRG-453"
    sentence = Text(
        "Folder {folder} sudah berisi sesuatu yang bukan hasil pembacaan daftar.",
        "The folder {folder} holds something that is no result of an intake.",
    )
    hint = Text("Pilih folder lain atau kosongkan folder itu.", "Choose another folder, or empty this one.")


def check_folder(folder: Path) -> None:
    """Refuse a folder whose content would be lost.

    Raises:
        OutputInTheWayError: (JRG-453) it is a file, or holds something else than results of an intake.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise OutputInTheWayError(folder=folder.name)
    names = {path.name for path in folder.iterdir()}
    if names and not ("summary.json" in names and names <= {"summary.json", "records.csv", "corrections"}):
        raise OutputInTheWayError(folder=folder.name)


def write_outputs(batch: Batch, folder: Path) -> None:
    """Write the results of a batch, all or nothing: they are made beside the folder and moved into its place.

    Raises:
        OutputInTheWayError: (JRG-453) the folder holds something else.
    """
    check_folder(folder)
    folder = folder.absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = folder.parent / f".{folder.name}.{os.getpid()}.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    try:
        write_records(batch, unfinished / "records.csv")
        write_corrections(batch, unfinished / "corrections")
        text = json.dumps(summary(batch), ensure_ascii=False, indent=1)
        (unfinished / "summary.json").write_text(text + "\n", encoding="utf-8")
        _move_into_place(unfinished, folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _move_into_place(finished: Path, folder: Path) -> None:
    if folder.exists():
        old = folder.parent / f".{folder.name}.{os.getpid()}.old"
        folder.rename(old)
        finished.rename(folder)
        shutil.rmtree(old)
    else:
        finished.rename(folder)


def write_records(batch: Batch, path: Path) -> None:
    """Write ``records.csv``: one line for every row that holds a person."""
    records = batch.records
    assert isinstance(records, Records), "read_lists made the batch"
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(HEADER) + "\n")
        for table in records.tables:
            name = batch.files[table.file].file
            count = len(table.rows)
            verdicts, codes = _verdict_columns(table.codes, count)
            place = [_quoted(name), _quoted(table.sheet)]
            columns: list[Iterable[str]] = [[",".join(place)] * count, map(str, table.rows), verdicts, codes]
            columns += [_quoted_column(table.values[field], _safe(field, table.column(field))) for field in FIELDS]
            file.writelines(f"{line}\n" for line in map(",".join, zip(*columns, strict=True)))


def _verdict_columns(codes: dict[int, set[Code]], count: int) -> tuple[list[str], list[str]]:
    verdicts = [Verdict.ACCEPTED.value] * count
    texts = [""] * count
    for position, found in codes.items():
        counting = sorted(code for code in found if code.weight is not Weight.REMARK)
        if counting:
            rejects = any(code.weight is Weight.REJECTS for code in counting)
            verdicts[position] = (Verdict.REJECTED if rejects else Verdict.DOUBTFUL).value
            texts[position] = ";".join(counting)
    return verdicts, texts


def _quoted_column(text: str, cells: list[str]) -> list[str]:
    """Return the cells as CSV writes them; most columns hold nothing that needs quotes."""
    if '"' in text or "," in text or "\r" in text:
        return [_quoted(cell) for cell in cells]
    return cells


def _quoted(cell: str) -> str:
    if '"' in cell or "," in cell or "\n" in cell or "\r" in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _safe(field: str, texts: list[str]) -> list[str]:
    """Put an apostrophe before a free text that a spreadsheet program would take for a formula."""
    if field not in _FREE_TEXTS or not any(text.startswith(_FORMULA_SIGNS) for text in texts):
        return texts
    return [f"'{text}" if text.startswith(_FORMULA_SIGNS) else text for text in texts]


def summary(batch: Batch) -> dict[str, Any]:
    """Return what ``summary.json`` holds: each file with its counts, and the totals."""
    records = batch.records
    assert isinstance(records, Records), "read_lists made the batch"
    by_code = Counter(
        code.value
        for table in records.tables
        for codes in table.codes.values()
        for code in codes
        if code.weight is not Weight.REMARK
    )
    remarks = Counter(
        code.value
        for table in records.tables
        for codes in table.codes.values()
        for code in codes
        if code.weight is Weight.REMARK
    )
    by_verdict = {verdict.value: batch.count(verdict) for verdict in Verdict}
    return {
        "regency": batch.regency,
        "as_of": batch.as_of.isoformat(),
        "files": [
            {
                "file": file.file,
                "status": file.status.value,
                "code": file.code.value if file.code else "",
                "rows": file.rows,
                **{verdict.value: getattr(file, verdict.value) for verdict in Verdict},
                "sha256": file.sha256,
            }
            for file in batch.files
        ],
        "totals": {
            "files": len(batch.files),
            "rows": sum(by_verdict.values()),
            **by_verdict,
            "by_verdict": by_verdict,
            "by_code": dict(sorted(by_code.items())),
            "remarks": dict(sorted(remarks.items())),
        },
    }
