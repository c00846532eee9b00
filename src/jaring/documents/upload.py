"""The list that the insurer takes in: a versioned template as data, filled row by row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path


class UploadFormat(StrEnum):
    """File type of an upload list."""

    XLSX = "xlsx"
    CSV = "csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadRow:
    """One person for the insurer, decrypted. Never logged, never kept.

    Empty string or ``None`` where the office does not know.
    """

    nik: str
    name: str
    birth_place: str
    birth_date: date
    sex: str
    mother_name: str
    address: str
    rt_rw: str
    village_code: str
    village_name: str
    district_name: str
    regency_name: str
    phone: str
    email: str
    occupation_code: str
    occupation: str
    workplace: str
    working_hours: str
    income_idr: int | None
    programmes: str
    heir_name: str
    heir_relation: str
    heir_phone: str
    bank_name: str
    bank_account: str
    kk_number: str = ""
    kpj: str = ""
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


def load_upload_template(regency_code: str, template_id: str, on: date) -> UploadTemplate:
    """Read the version of an upload template that is valid on a day.

    Raises:
        TemplateUnknownError: (JRG-804) no version is valid on that day.
        TemplateBrokenError: (JRG-805) the template file is wrong.
    """
    raise NotImplementedError


def write_upload_list(
    template: UploadTemplate, rows: Iterable[UploadRow], target: Path, *, made_at: datetime
) -> WrittenUpload:
    """Write the list, one row at a time; ``rows`` may be an iterator over the database."""
    raise NotImplementedError
