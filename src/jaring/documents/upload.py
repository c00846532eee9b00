"""The list that the insurer takes in: a versioned template as data, filled row by row."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from jaring.documents.files import replacing
from jaring.documents.templates import REGENCIES, broken, load_template
from jaring.documents.workbook import heading_format, workbook, write_row


class UploadFormat(StrEnum):
    """File type of an upload list."""

    XLSX = "xlsx"
    CSV = "csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadRow:
    """One person for the insurer, decrypted. Never logged, never kept; its repr shows no identity.

    Empty string or ``None`` where the office does not know; ``sex`` is ``M`` or ``F``, ``phone`` starts
    with ``+62``, ``effective_month`` is ``YYYY-MM``.
    """

    nik: str = field(repr=False)
    name: str = field(repr=False)
    birth_date: date = field(repr=False)
    sex: str = ""
    birth_place: str = field(default="", repr=False)
    mother_name: str = field(default="", repr=False)
    kk_number: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    rt_rw: str = ""
    village_code: str = ""
    village_name: str = ""
    district_name: str = ""
    regency_name: str = ""
    phone: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    occupation_code: str = ""
    occupation: str = ""
    workplace: str = ""
    working_hours: str = ""
    income_idr: int | None = None
    programmes: str = ""
    heir_name: str = field(default="", repr=False)
    heir_relation: str = ""
    heir_phone: str = field(default="", repr=False)
    bank_name: str = ""
    bank_account: str = field(default="", repr=False)
    kpj: str = field(default="", repr=False)
    effective_month: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadColumn:
    """One column: what stands above it, where it comes from, how it is written."""

    heading: str
    field: str
    style: str
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadTemplate:
    """A version of the insurer's list."""

    template_id: str
    version: int
    valid_from: date
    valid_until: date | None
    status: str
    source: str
    file_format: UploadFormat
    sheet: str
    columns: tuple[UploadColumn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenUpload:
    """What was written: for the record of the office and the audit log. Holds no person."""

    template_id: str
    version: int
    rows: int
    file_sha256: str
    size_bytes: int


def load_upload_template(
    regency_code: str, template_id: str, on: date, *, regencies: Path = REGENCIES
) -> UploadTemplate:
    """Read the version of an upload template that is valid on a day.

    Raises:
        TemplateUnknownError: (JRG-804) no version is valid on that day.
        TemplateBrokenError: (JRG-805) the template file is wrong.
    """
    template = load_template(regency_code, template_id, on, regencies=regencies)
    try:
        columns = tuple(UploadColumn(**column) for column in template["columns"])
        file_format = UploadFormat(template["file_format"])
        sheet = str(template["sheet"])
    except (KeyError, TypeError, ValueError) as error:
        raise broken(
            template_id, "kolom atau jenis berkasnya salah.", "its columns or file type are wrong."
        ) from error
    _check_columns(template_id, columns)
    return UploadTemplate(
        template_id=template_id,
        version=template["version"],
        valid_from=template["valid_from"],
        valid_until=template["valid_until"],
        status=template["status"],
        source=template["source"],
        file_format=file_format,
        sheet=sheet,
        columns=columns,
    )


def write_upload_list(
    template: UploadTemplate, rows: Iterable[UploadRow], target: Path, *, made_at: datetime
) -> WrittenUpload:
    """Write the list, one row at a time, into a file that only its owner can read.

    Args:
        template: The version of the insurer's list to follow.
        rows: The people, decrypted by the caller; an iterator over the database is read once.
        target: File to write; replaced only when the new one is complete.
        made_at: Instant that the file states as its time of making (aware); a CSV states none.
    """
    write = {UploadFormat.XLSX: _write_xlsx, UploadFormat.CSV: _write_csv}[template.file_format]
    with replacing(target, private=True) as folder:
        path = folder / target.name
        count = write(template, rows, path, made_at)
        size_bytes = path.stat().st_size
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    return WrittenUpload(
        template_id=template.template_id,
        version=template.version,
        rows=count,
        file_sha256=digest,
        size_bytes=size_bytes,
    )


def _check_columns(template_id: str, columns: tuple[UploadColumn, ...]) -> None:
    known = {source.name for source in fields(UploadRow)}
    for column in columns:
        if column.field not in known:
            raise broken(template_id, f"sumber {column.field} tidak dikenal.", f"unknown field {column.field}.")
        if column.style not in _STYLES:
            raise broken(template_id, f"bentuk {column.style} tidak dikenal.", f"unknown style {column.style}.")
    if not columns:
        raise broken(template_id, "tidak ada kolom.", "it has no columns.")


def _write_xlsx(template: UploadTemplate, rows: Iterable[UploadRow], path: Path, made_at: datetime) -> int:
    count = 0
    with workbook(path, title=template.sheet, made_at=made_at) as book:
        sheet = book.add_worksheet(template.sheet)
        # Text format, so that a NIK stays text even when someone edits its cell.
        text, heading = book.add_format({"num_format": "@"}), heading_format(book)
        looks = [book.add_format() if c.style == "integer" else text for c in template.columns]
        sheet.freeze_panes(1, 0)
        for index, column in enumerate(template.columns):
            sheet.set_column(index, index, column.width)
        write_row(sheet, 0, [column.heading for column in template.columns], [heading] * len(looks))
        for count, row in enumerate(rows, start=1):
            write_row(sheet, count, _cells(template, row), looks)
    return count


def _write_csv(template: UploadTemplate, rows: Iterable[UploadRow], path: Path, made_at: datetime) -> int:
    count = 0
    # With the byte order mark, without which Excel reads UTF-8 as the local code page.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow([column.heading for column in template.columns])
        for count, row in enumerate(rows, start=1):  # noqa: B007 - the count is what is left
            writer.writerow([_inert(cell) for cell in _cells(template, row)])
    return count


def _cells(template: UploadTemplate, row: UploadRow) -> list[str | int]:
    return [_STYLES[column.style](getattr(row, column.field)) for column in template.columns]


def _inert(cell: str | int) -> str | int:
    """Put an apostrophe before text that a spreadsheet would run as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS) else cell


def _local_phone(phone: str) -> str:
    """Write a phone number as dialled inside the country: ``+62812...`` becomes ``0812...``."""
    return f"0{phone.removeprefix('+62')}" if phone.startswith("+62") else phone


_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_STYLES: Mapping[str, Callable[[Any], str | int]] = {
    "text": lambda value: "" if value is None else str(value),
    "date_iso": lambda day: day.isoformat(),
    "date_dmy": lambda day: f"{day:%d-%m-%Y}",
    "sex": lambda sex: {"M": "L", "F": "P"}.get(sex, ""),
    "phone": _local_phone,
    "integer": lambda number: "" if number is None else int(number),
}
"""How a value is written; templates name these."""
