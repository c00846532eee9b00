"""The annex of a decree: who is named, in which order, and the hash that pins it down."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from jaring.core.month import Month
from jaring.core.text import Text
from jaring.documents.errors import DocumentFactsError, IdentifierExposedError

_FIRST_LINE = b'{"form":"jaring-annex-1"}'
"""Names the canonical form; changed whenever the form changes."""

_VISIBLE_DIGITS_MAX = 8
"""A masked NIK shows the region (6) and the end of the serial (2), never the birth date between them."""


class AnnexChange(StrEnum):
    """What a row does to the list of participants."""

    ADDITION = "addition"
    REMOVAL = "removal"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexRow:
    """One person in the annex, by name and address.

    The birth *year* is printed, not the date: region, birth date and serial together would spell out
    the whole NIK.

    Attributes:
        number: Running number across the whole annex, from 1.
        district_code: Kemendagri code of the kecamatan, ``53.03.05``.
        village_code: Kemendagri code of the village, ``53.03.05.1001``.
        masked_nik: NIK with at most eight digits to be seen.
        birth_year: 0 where nobody knows; printed as a dash.
        address: Street, RT/RW or hamlet; may be empty.
        effective_month: First month with (addition) or without (removal) cover.
        reason: Why, for changes; empty in an initial decree.
    """

    number: int
    district_code: str
    district_name: str
    village_code: str
    village_name: str
    name: str
    masked_nik: str
    birth_year: int
    address: str
    occupation: str
    effective_month: Month
    change: AnnexChange = AnnexChange.ADDITION
    reason: str = ""


def canonical_line(row: AnnexRow) -> bytes:
    """Write a row as one line of canonical JSON.

    Keys in alphabetical order, no spaces, UTF-8 without escapes beyond those JSON needs; values are
    strings and integers only, so that any JSON library writes the same bytes (RFC 8785).
    """
    facts = {
        "address": row.address,
        "birth_year": row.birth_year,
        "change": row.change.value,
        "district_code": row.district_code,
        "district_name": row.district_name,
        "effective_month": str(row.effective_month),
        "masked_nik": row.masked_nik,
        "name": row.name,
        "number": row.number,
        "occupation": row.occupation,
        "reason": row.reason,
        "village_code": row.village_code,
        "village_name": row.village_name,
    }
    text = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def canonical_annex(rows: Iterable[AnnexRow]) -> bytes:
    """Write the whole annex in canonical form: a line that names the form, then the rows.

    The lines of :func:`canonical_line` are sorted as bytes and each ends with a line feed, so the order
    in which rows are given does not matter.
    """
    lines = sorted(canonical_line(row) for row in rows)
    return b"".join(line + b"\n" for line in (_FIRST_LINE, *lines))


def annex_hash(rows: Iterable[AnnexRow]) -> str:
    """Return the SHA-256 of the canonical annex, in lower-case hexadecimal.

    Every printed field counts. ``sha256sum lampiran.jsonl`` on the file attached to the decree's PDF
    gives the same.
    """
    return hashlib.sha256(canonical_annex(rows)).hexdigest()


def by_district(rows: Iterable[AnnexRow]) -> list[tuple[str, list[AnnexRow]]]:
    """Group rows by kecamatan, in the order of code, village and running number."""
    ordered = sorted(rows, key=lambda row: (row.district_code, row.village_code, row.number))
    return [(code, list(group)) for code, group in groupby(ordered, key=lambda row: row.district_code)]


def check_annex(rows: Sequence[AnnexRow]) -> None:
    """Refuse an annex that may not be published or cannot be cited.

    Raises:
        IdentifierExposedError: (JRG-806) a NIK is not masked.
        DocumentFactsError: (JRG-801) a running number stands twice.
    """
    for row in rows:
        if len(re.findall(r"\d", row.masked_nik)) > _VISIBLE_DIGITS_MAX:
            raise IdentifierExposedError(row=row.number)
    if len({row.number for row in rows}) != len(rows):
        raise DocumentFactsError(
            rule=Text("ada nomor urut lampiran yang ganda.", "a running number of the annex stands twice.")
        )
