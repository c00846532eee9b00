"""The text of a decree as a Word document, for the legal section to work on; its annex stays with the PDF."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from jaring.documents.decree_document import DecreeDocument, DecreeStatus
from jaring.documents.decree_pages import decree_text, decree_title, number_of, signed_date_of
from jaring.documents.files import replacing
from jaring.documents.words import printable

FONT: Final = "Bookman Old Style"
"""The letter of official papers; a computer without it takes another."""
SIZE: Final = Pt(12)
PAGE_CM: Final = (21.5, 33.0)
"""F4, on which official papers are printed."""
MARGIN_CM: Final = 2.5
COLUMNS_CM: Final = (3.2, 0.6, 0.9, 11.8)
SIGNATURE_FROM_CM: Final = 8.5


def write_decree_docx(decree: DecreeDocument, target: Path, *, annex_hash: str, made_at: datetime) -> None:
    """Write head, considerations, legal bases, dictum, signature and copies of a decree as .docx.

    Args:
        decree: The decree.
        target: File to write; replaced only when the new one is complete.
        annex_hash: SHA-256 of the annex in hexadecimal, which the paper names.
        made_at: Aware instant that the file states as its time of making.

    Raises:
        DocumentNotWrittenError: (JRG-807)
    """
    paper, text = _blank(decree, made_at), decree_text(decree)
    _head(paper, decree)
    _items(paper, "Menimbang", text.considerations)
    _items(paper, "Mengingat", text.legal_bases)
    _centred(paper, "MEMUTUSKAN:")
    _items(paper, "Menetapkan", [("", text.resolved)])
    for label, item in text.dictum:
        _items(paper, label, [("", item)])
    _signature(paper, decree)
    if text.copies:
        paper.add_paragraph("Tembusan disampaikan kepada Yth.:")
        for number, copy in enumerate(text.copies, start=1):
            paper.add_paragraph(f"{number}. {copy}")
    _foot(paper, decree, annex_hash)
    with replacing(target) as folder:
        paper.save(str(folder / target.name))


def _blank(decree: DecreeDocument, made_at: datetime) -> WordDocument:
    paper = Document()
    paper.styles["Normal"].font.name, paper.styles["Normal"].font.size = FONT, SIZE
    page = paper.sections[0]
    page.page_width, page.page_height = map(Cm, PAGE_CM)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(MARGIN_CM)
    facts = paper.core_properties
    facts.title, facts.author, facts.comments = decree_title(decree), "Jaring", ""
    facts.created = facts.modified = made_at.astimezone(UTC).replace(tzinfo=None)
    facts.language = "id-ID"
    return paper


def _head(paper: WordDocument, decree: DecreeDocument) -> None:
    issuer = printable(decree.letterhead.government).upper()
    _centred(paper, issuer, is_bold=True)
    if decree.letterhead.office:
        _centred(paper, printable(decree.letterhead.office))
    for line in (
        f"KEPUTUSAN {issuer}",
        f"NOMOR {number_of(decree)}",
        "TENTANG",
        printable(decree.about).upper(),
        f"{issuer},",
    ):
        _centred(paper, line)


def _items(paper: WordDocument, label: str, items: Sequence[tuple[str, str]]) -> None:
    """Write a label with its items in columns without lines; the label stands beside the first item only."""
    table = paper.add_table(rows=0, cols=len(COLUMNS_CM))
    table.autofit = False
    for number, (mark, text) in enumerate(items):
        cells = table.add_row().cells
        for cell, width_cm in zip(cells, COLUMNS_CM, strict=True):
            cell.width = Cm(width_cm)
        cells[0].text, cells[1].text = (label, ":") if number == 0 else ("", "")
        body = cells[3] if mark else cells[2].merge(cells[3])
        if mark:
            cells[2].text = mark
        body.text = text
        body.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paper.add_paragraph()


def _signature(paper: WordDocument, decree: DecreeDocument) -> None:
    signatory = decree.signatory
    for line in (
        f"Ditetapkan di {printable(decree.signed_place)}",
        f"pada tanggal {signed_date_of(decree)}",
        *([printable(signatory.on_behalf_of)] if signatory.on_behalf_of else []),
        f"{printable(signatory.title).upper()},",
        "",
        "",
        printable(signatory.name),
    ):
        paper.add_paragraph(line).paragraph_format.left_indent = Cm(SIGNATURE_FROM_CM)


def _foot(paper: WordDocument, decree: DecreeDocument, annex_hash: str) -> None:
    mark = "RANCANGAN, belum berlaku. " if decree.status is DecreeStatus.DRAFT else ""
    line = paper.sections[0].footer.paragraphs[0]
    line.text = f"{mark}{decree_title(decree)}, lampiran {annex_hash[:16]}"
    line.runs[0].font.size = Pt(8)


def _centred(paper: WordDocument, text: str, *, is_bold: bool = False) -> Paragraph:
    line = paper.add_paragraph()
    line.add_run(text).bold = is_bold
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return line
