"""Explanations as plain text: to be read aloud, sent on, or kept in a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jaring.core.contribution_steps import StepCode
from jaring.core.law import Source, Status
from jaring.core.text import Text
from jaring.core.wording import day_text, month_text
from jaring.office.rules.explained import ExplainedContribution

WIDTH: Final = 78


def contribution_text(explained: ExplainedContribution, language: str) -> str:
    """Write a contribution with its steps, sources and what is unsettled."""
    return "\n".join(_contribution_lines(explained, language)) + "\n"


def verdict_of(explained: ExplainedContribution) -> Text:
    """Say the amount in one sentence."""
    due = explained.due
    return _VERDICT.fill(month=month_text(due.facts.month), payer=due.facts.payer.label, total=due.total)


def _contribution_lines(explained: ExplainedContribution, language: str) -> Iterator[str]:
    yield verdict_of(explained).say(language)
    yield _DUE_BY.fill(day=day_text(explained.due_by)).say(language)
    yield ""
    for number, step in enumerate(explained.steps, 1):
        amount = "" if step.amount is None else f": {step.amount}"
        yield f"{number}. {step.label.say(language)}{amount}"
        yield f"   {step.formula.say(language)}"
        if step.code is not StepCode.TOTAL:
            yield from (f"   {line}" for line in _cited(step.sources, language))
    if explained.notes:
        yield from ("", _NOTES.say(language))
        yield from (f"- {note.note.say(language)}" for note in explained.notes)
    if explained.touching:
        yield from ("", _READINGS.say(language))
        for reading in explained.touching:
            sentence = _FOLLOWED if reading.is_followed else _OTHERWISE
            yield "- " + sentence.fill(note=reading.note, total=reading.otherwise).say(language)
    yield ""
    yield _NOT_KEPT.say(language)


def _cited(sources: tuple[Source, ...], language: str) -> Iterator[str]:
    for source in sources:
        mark = "! " if source.status is Status.ASSUMED else ""
        yield f"{mark}{source.cited} ({source.status.label.say(language)})"


_VERDICT: Final = Text(
    "Iuran {month} yang dibayar oleh {payer} adalah {total} untuk satu peserta.",
    "The contribution for {month}, paid by {payer}, is {total} for one participant.",
)
_DUE_BY: Final = Text("Dibayar paling lambat {day}.", "To be paid by {day}.")
_NOTES: Final = Text("Yang perlu diketahui:", "What to know:")
_READINGS: Final = Text("Aturan yang belum tegas:", "Where the law is unsettled:")
_FOLLOWED: Final = Text("Diikuti: {note} Bila tidak: {total}.", "Followed: {note} If not: {total}.")
_OTHERWISE: Final = Text("{note} Maka jumlahnya {total}.", "{note} The amount is then {total}.")
_NOT_KEPT: Final = Text(
    "Hitungan ini tidak disimpan dan bukan keputusan BPJS Ketenagakerjaan.",
    "This calculation is not kept and is no decision of BPJS Ketenagakerjaan.",
)
