"""The explanation of an answer as PDF or text file, for a family, a village office or a file. It names nobody."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

from jaring.core.explanation import NO_DECISION, Explanation, Mark, plain_text
from jaring.core.law import Source, Status
from jaring.core.text import Language, Text
from jaring.documents.files import replacing
from jaring.documents.typesetting import Facts, Part, typeset


def explanation_pdf(explanation: Explanation, *, made_at: datetime, language: Language | str) -> bytes:
    """Return the explanation as PDF on F4, numbered pages.

    Args:
        explanation: The answer laid out.
        made_at: Instant that the file states as its time of making (aware).
        language: The one language of the paper.

    Raises:
        TypesettingStoppedError: (JRG-802) the typesetting process was killed or took too long.
        TypesettingFailedError: (JRG-803) the page template does not compile.
    """
    title = explanation.title.say(language)
    part = Part(title, "explanation.typ", _page_facts(explanation, language))
    document, _pages = typeset([part], title=title, made_at=made_at)
    return document


def write_explanation_pdf(
    explanation: Explanation, target: Path, *, made_at: datetime, language: Language | str
) -> None:
    """Write the explanation as PDF; ``target`` is replaced only when the new file is complete.

    Raises:
        TypesettingStoppedError: (JRG-802), TypesettingFailedError: (JRG-803)
        DocumentNotWrittenError: (JRG-807) no space, no right to write, no such folder.
    """
    document = explanation_pdf(explanation, made_at=made_at, language=language)
    with replacing(target) as folder:
        (folder / target.name).write_bytes(document)


def write_explanation_text(explanation: Explanation, target: Path, *, language: Language | str) -> None:
    """Write the explanation as plain text; ``target`` is replaced only when the new file is complete.

    Raises:
        DocumentNotWrittenError: (JRG-807) no space, no right to write, no such folder.
    """
    with replacing(target) as folder:
        (folder / target.name).write_text(plain_text(explanation, language), encoding="utf-8")


def _page_facts(explanation: Explanation, language: Language | str) -> Facts:
    def say(text: Text) -> str:
        return text.say(language)

    total = explanation.total
    return {
        "title": say(explanation.title),
        "language": str(language),
        "draft": False,
        "running_foot": f"Jaring. {say(explanation.title)}",
        "page_words": [say(_PAGE), say(_OF)],
        "heading": say(_HEADING),
        "verdict": say(explanation.verdict),
        "columns": [say(column) for column in (_NUMBER, _LABEL, _FORMULA, _AMOUNT)],
        "lines": [
            {
                "number": f"{number}.",
                "label": say(line.label),
                "formula": say(line.formula),
                "amount": "" if line.amount is None else str(line.amount),
                "sources": [_source(source, language) for source in line.sources],
            }
            for number, line in enumerate(explanation.lines, start=1)
        ],
        "total": [say(total[0]), str(total[1])] if total else [],
        "sections": [
            {
                "title": say(section.title),
                "entries": [
                    {
                        "text": say(entry.text),
                        "under": [say(line) for line in entry.under],
                        "box": entry.mark is Mark.BOX,
                        "urgent": entry.is_urgent,
                    }
                    for entry in section.entries
                ],
            }
            for section in explanation.sections
        ],
        "note": say(NO_DECISION),
    }


def _source(source: Source, language: Language | str) -> dict[str, object]:
    return {
        "text": f"{source.cited.say(language)} ({source.status.label.say(language)})",
        "assumed": source.status is Status.ASSUMED,
    }


_HEADING: Final = Text("Jaminan sosial ketenagakerjaan", "Employment social security")
_PAGE: Final = Text("Halaman", "Page")
_OF: Final = Text("dari", "of")
_NUMBER: Final = Text("No.", "No.")
_LABEL: Final = Text("Manfaat atau iuran, dan dasarnya", "Amount and its source")
_FORMULA: Final = Text("Perhitungan", "Computation")
_AMOUNT: Final = Text("Jumlah", "Amount")
