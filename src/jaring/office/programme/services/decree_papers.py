"""After the draft: discard it, keep its signed scan, make it known."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from io import BytesIO
from typing import Final

from django.db import transaction
from django.db.models import Count
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from jaring.office import proofs
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import require
from jaring.office.audit import services as audit
from jaring.office.locks import lock_year
from jaring.office.programme.errors import (
    AlreadyInForceError,
    DecreeDiscardedError,
    DoneAlreadyError,
    NotYetInForceError,
    ReasonMissingError,
    ScanRefusedError,
    WrongPaperError,
)
from jaring.office.programme.models import Decree, DecreeDiscard, DecreeEnactment, DecreePublication, DecreeScan

SCAN_BYTES_MAX: Final = 40 * 1024 * 1024
HASH_LETTERS_MIN: Final = 8
"""So much of the annex's hash is read from the paper at least; sixteen stand at the foot of each page."""


def discard_draft(decree: Decree, reason: str, *, actor: User, now: datetime) -> DecreeDiscard:
    """End a draft that will not be signed. Its people are free for another one, and so is its number.

    Raises:
        NotAllowedError: (JRG-601)
        ReasonMissingError: (JRG-560)
        AlreadyInForceError: (JRG-507)
        DecreeDiscardedError: (JRG-555)
    """
    require(actor, Action.DRAFT_DECREE, decree.regency_id)
    if not reason.strip():
        raise ReasonMissingError
    with transaction.atomic(durable=True):
        lock_year(decree.programme_year_id)
        if DecreeEnactment.objects.filter(decree=decree).exists():
            raise AlreadyInForceError
        check_not_discarded(decree)
        discard = DecreeDiscard.objects.create(
            decree=decree, reason=reason.strip(), discarded_by=actor, discarded_at=now
        )
        audit.record(
            actor,
            "decree.discarded",
            decree.regency_id,
            now=now,
            subject=decree.number,
            detail={"reason": discard.reason},
        )
    return discard


def check_not_discarded(decree: Decree) -> None:
    """Refuse a draft that was discarded (JRG-555)."""
    if DecreeDiscard.objects.filter(decree=decree).exists():
        raise DecreeDiscardedError


def keep_scan(
    decree: Decree, content: bytes, *, number: str, annex_hash: str, signed_date: date, actor: User, now: datetime
) -> DecreeScan:
    """Keep the scan of a signed decree, once number and hash read from the paper prove to be those of the decree.

    Args:
        decree: A draft or a decree in force.
        content: The PDF.
        number: Of the decree, as the paper says.
        annex_hash: Of the annex in hexadecimal, as the paper says: its first letters, eight or more.
        signed_date: When it was signed.
        actor: Who uploads it.
        now: Aware instant.

    Raises:
        NotAllowedError: (JRG-601)
        WrongPaperError: (JRG-557)
        ScanRefusedError: (JRG-556)
        DecreeDiscardedError: (JRG-555)
        DoneAlreadyError: (JRG-559) this very file was kept for the decree before.
    """
    require(actor, Action.DRAFT_DECREE, decree.regency_id)
    read = "".join(annex_hash.split()).lower()
    if number.strip() != decree.number or len(read) < HASH_LETTERS_MIN or not decree.annex_hash.startswith(read):
        raise WrongPaperError
    pages = _pages_of(content)
    proof = proofs.keep(content, ".pdf")
    with transaction.atomic(durable=True):
        lock_year(decree.programme_year_id)
        check_not_discarded(decree)
        if DecreeScan.objects.filter(decree=decree, sha256=proof.sha256).exists():
            raise DoneAlreadyError
        scan = DecreeScan.objects.create(
            decree=decree,
            signed_date=signed_date,
            sha256=proof.sha256,
            size_bytes=len(content),
            pages=pages,
            uploaded_by=actor,
            uploaded_at=now,
        )
        audit.record(
            actor,
            "decree.scan_kept",
            decree.regency_id,
            now=now,
            subject=decree.number,
            detail={"sha256": proof.sha256, "pages": pages},
        )
    return scan


def publish_decree(decree: Decree, *, actor: User, now: datetime) -> DecreePublication:
    """Make a decree in force known on the public page: number, day, and how many people of each district.

    Raises:
        NotAllowedError: (JRG-601)
        NotYetInForceError: (JRG-558)
        DoneAlreadyError: (JRG-559)
    """
    require(actor, Action.OPEN_PUBLIC_PAGE, decree.regency_id)
    with transaction.atomic(durable=True):
        lock_year(decree.programme_year_id)
        if not DecreeEnactment.objects.filter(decree=decree).exists():
            raise NotYetInForceError
        if DecreePublication.objects.filter(decree=decree).exists():
            raise DoneAlreadyError
        publication = DecreePublication.objects.create(
            decree=decree, counts=_counts_by_district(decree), published_by=actor, published_at=now
        )
        audit.record(actor, "decree.published", decree.regency_id, now=now, subject=decree.number)
    return publication


def _counts_by_district(decree: Decree) -> list[dict[str, str | int]]:
    """Count whom a decree adds and removes in each district, by code."""
    lines = decree.lines.order_by().values_list("village__district", "village__district__name", "change")
    counts: Counter[tuple[str, str, str]] = Counter()
    for code, name, change, people in lines.annotate(Count("pk")):
        counts[code, name, change] = people
    return [
        {
            "code": code,
            "name": name,
            "additions": counts[code, name, "addition"],
            "removals": counts[code, name, "removal"],
        }
        for code, name in sorted({(code, name) for code, name, _change in counts})
    ]


def _pages_of(content: bytes) -> int:
    """Return how many pages a PDF has (JRG-556)."""
    refused = ScanRefusedError(size_mib=SCAN_BYTES_MAX // 1024**2)
    if not content.startswith(b"%PDF-") or len(content) > SCAN_BYTES_MAX:
        raise refused
    try:
        reader = PdfReader(BytesIO(content))
        pages = 0 if reader.is_encrypted else len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise refused from error  # What a broken file makes of the reader.
    if not pages:
        raise refused
    return pages
