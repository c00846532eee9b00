"""Papers about a payment: order draft (SPP), receipt (kuitansi) and the letter that claims money back, as PDF."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from jaring.core.money import Rupiah
from jaring.core.text import Text
from jaring.documents import words
from jaring.documents.errors import DocumentFactsError
from jaring.documents.files import replacing
from jaring.documents.letterhead import Letterhead, Signatory, letterhead_facts, signatory_facts
from jaring.documents.typesetting import Part, typeset
from jaring.documents.words import printable


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the table: its heading, how wide it is in shares of the sheet, and whether it holds figures."""

    heading: str
    share: int
    is_figure: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountAmount:
    """What is asked for on one account code (kode rekening) of a budget."""

    code: str
    name: str
    amount_idr: Rupiah


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentPaper:
    """All that a paper about a payment says; every text is Indonesian and ready to print.

    Attributes:
        title: In capitals above the text: ``KUITANSI``.
        is_draft: Whether it is marked as a draft.
        opening: What stands above the table.
        accounts: The amount by account codes, in a table of its own; none where the paper has no such table.
        total_label: What the amount in the box is called.
        closing: What stands below the box.
    """

    title: str
    number: str
    paper_date: date
    particulars: tuple[tuple[str, str], ...]
    opening: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total_label: str
    total_idr: Rupiah
    closing: str
    letterhead: Letterhead
    signatory: Signatory
    signed_place: str
    accounts: tuple[AccountAmount, ...] = ()
    is_draft: bool = False


def write_payment_pdf(paper: PaymentPaper, target: Path, *, made_at: datetime) -> None:
    """Write a paper about a payment as PDF.

    Args:
        paper: What it says.
        target: File to write; replaced only when the new one is complete.
        made_at: Instant that the file states as its time of making (aware).

    Raises:
        DocumentFactsError: (JRG-801) a row has another number of cells than there are columns, nothing is paid, or
            the account codes come to another amount.
        TypesettingStoppedError: (JRG-802)
        TypesettingFailedError: (JRG-803)
    """
    ragged = any(len(row) != len(paper.columns) for row in paper.rows)
    on_accounts = sum(each.amount_idr.idr for each in paper.accounts)
    if paper.total_idr.idr <= 0 or ragged or (paper.accounts and on_accounts != paper.total_idr.idr):
        raise DocumentFactsError(
            rule=Text("jumlah atau isi tabelnya tidak lengkap.", "its amount or its table is not complete.")
        )
    title = f"{paper.title.capitalize()} Nomor {paper.number}"
    document, _ = typeset(
        [Part(paper.title.capitalize(), "payment.typ", _facts(paper, title))], title=title, made_at=made_at
    )
    with replacing(target) as folder:
        (folder / target.name).write_bytes(document)


def _facts(paper: PaymentPaper, title: str) -> Mapping[str, object]:
    fingerprint = hashlib.sha256(repr(paper).encode()).hexdigest()
    return {
        "title": title,
        "heading": paper.title,
        "number": printable(paper.number),
        "draft": paper.is_draft,
        "running_foot": f"{title}, {fingerprint[:16]}",
        "letterhead": letterhead_facts(paper.letterhead),
        "signatory": signatory_facts(paper.signatory),
        "particulars": [[label, printable(value)] for label, value in paper.particulars if value],
        "opening": printable(paper.opening),
        "columns": [[each.heading, each.share, each.is_figure] for each in paper.columns],
        "rows": [[printable(cell) for cell in row] for row in paper.rows],
        "accounts": [
            [printable(each.code), printable(each.name), words.thousands(each.amount_idr.idr)]
            for each in paper.accounts
        ],
        "total_label": paper.total_label,
        "total": words.rupiah(paper.total_idr),
        "total_words": words.spell_rupiah(paper.total_idr),
        "closing": printable(paper.closing),
        "signed_place": printable(paper.signed_place),
        "paper_date": words.long_date(paper.paper_date),
    }
