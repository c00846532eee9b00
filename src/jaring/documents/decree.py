"""The decree (Surat Keputusan Bupati) that enrols participants, with its annex, as PDF and workbook."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from jaring.documents.annex import AnnexRow, canonical_annex
from jaring.documents.annex_workbook import write_annex_xlsx
from jaring.documents.decree_document import DecreeDocument, DecreeKind, DecreeStatus, check_decree
from jaring.documents.decree_pages import decree_parts, decree_title
from jaring.documents.files import replacing
from jaring.documents.typesetting import Attachment, no_progress, typeset

__all__ = [
    "DecreeDocument",
    "DecreeKind",
    "DecreeStatus",
    "WrittenDecree",
    "check_decree",
    "write_annex_xlsx",
    "write_decree_pdf",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenDecree:
    """What was written: for the record of the office and the audit log."""

    pages: int
    rows: int
    annex_hash: str
    file_sha256: str
    size_bytes: int


def write_decree_pdf(
    decree: DecreeDocument,
    rows: Sequence[AnnexRow],
    target: Path,
    *,
    made_at: datetime,
    on_progress: Callable[[int, int], None] = no_progress,
) -> WrittenDecree:
    """Write the decree and its annex, a table per kecamatan, as one PDF.

    The PDF carries the canonical lines of the annex as an attachment, from which anyone can recompute
    the printed hash.

    Args:
        decree: The decree.
        rows: The annex; any order.
        target: File to write; replaced only when the new one is complete.
        made_at: Instant that the file states as its time of making (aware); same facts and same
            instant give the same bytes.
        on_progress: Called with steps done and steps in all.

    Raises:
        DocumentFactsError: (JRG-801) the facts contradict each other.
        TypesettingStoppedError: (JRG-802) a typesetting process was killed or took too long.
        TypesettingFailedError: (JRG-803) a page template does not compile.
        IdentifierExposedError: (JRG-806) a NIK in the annex is not masked.
    """
    check_decree(decree, rows)
    canonical = canonical_annex(rows)
    fingerprint = hashlib.sha256(canonical).hexdigest()
    document, pages = typeset(
        decree_parts(decree, rows, fingerprint),
        title=decree_title(decree),
        made_at=made_at,
        attachment=Attachment("lampiran.jsonl", canonical),
        on_progress=on_progress,
    )
    with replacing(target) as folder:
        (folder / target.name).write_bytes(document)
    return WrittenDecree(
        pages=pages,
        rows=len(rows),
        annex_hash=fingerprint,
        file_sha256=hashlib.sha256(document).hexdigest(),
        size_bytes=len(document),
    )
