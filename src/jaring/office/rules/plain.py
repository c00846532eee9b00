"""Explanations as plain text: to be read aloud, sent on, or kept in a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from jaring.core.contribution_steps import StepCode
from jaring.core.law import Source, Status
from jaring.core.text import Text
from jaring.core.wording import day_text, month_text
from jaring.office.rules.case_words import RELATION_LABELS
from jaring.office.rules.explained import ExplainedBenefit, ExplainedContribution


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


def benefit_text(explained: ExplainedBenefit, language: str) -> str:
    """Write an entitlement: the verdict, amounts, scholarships, heirs, papers, deadlines and what is not sure."""
    parts = (_head, _amounts, _study, _heirs, _papers, _deadlines, _services, _unsure, _facts)
    return "\n".join(line for part in parts for line in part(explained, language)) + "\n"


def _head(explained: ExplainedBenefit, language: str) -> Iterator[str]:
    yield explained.verdict.say(language)
    yield from (finding.text.say(language) for finding in explained.reasons)


def _amounts(explained: ExplainedBenefit, language: str) -> Iterator[str]:
    for number, item in enumerate(explained.cash_items, 1):
        yield from ("", f"{number}. {item.label.say(language)}: {item.amount}", f"   {item.formula.say(language)}")
        yield from (f"   {line}" for line in _cited(item.sources, language))
    if explained.cash_items:
        yield from ("", _CASH.fill(total=explained.answer.cash_total).say(language))


def _study(explained: ExplainedBenefit, language: str) -> Iterator[str]:
    study = explained.answer.scholarship
    lines = [reason.text.say(language) for reason in study.reasons]
    for child in study.per_child:
        sums = {"number": child.child + 1, "due": child.due_now, "most": child.max_total}
        lines.append(_CHILD.fill(**sums).say(language))
        lines += [f"  {reason.text.say(language)}" for reason in child.reasons]
    yield from _listed(_STUDY, lines, language)


def _heirs(explained: ExplainedBenefit, language: str) -> Iterator[str]:
    lines = [reason.text.say(language) for reason in explained.answer.inheritance.reasons]
    for survivor, share in explained.heirs:
        guardian = _GUARDIAN.say(language) if share.needs_guardian else ""
        lines.append(f"{RELATION_LABELS[survivor.relation].say(language)}: {share.amount}{guardian}")
    yield from _listed(_HEIRS, lines, language)


def _papers(explained: ExplainedBenefit, language: str) -> Iterator[str]:
    papers = explained.answer.papers
    lines = [
        f"{paper.label.say(language)} ({paper.form.say(language)}; {paper.from_whom.say(language)})"
        for paper in papers
    ]
    yield from _listed(_PAPERS, lines, language)


def _deadlines(explained: ExplainedBenefit, language: str) -> Iterator[str]:
    lines = []
    for deadline in explained.answer.deadlines:
        day = day_text(deadline.by) if deadline.by else _NOT_YET
        past = _PAST.say(language) if deadline.is_past else ""
        lines.append(f"{deadline.label.say(language)}: {day.say(language)}{past} ({deadline.who.say(language)})")
    yield from _listed(_DEADLINES, lines, language)


def _services(explained: ExplainedBenefit, language: str) -> Iterator[str]:
    yield from _listed(_SERVICES, [each.text.say(language) for each in explained.answer.services], language)


def _unsure(explained: ExplainedBenefit, language: str) -> Iterator[str]:
    yield from _listed(_MISSING, [each.text.say(language) for each in explained.answer.missing], language)
    yield from _listed(_ASSUMED, [each.text.say(language) for each in explained.assumptions], language)


def _facts(explained: ExplainedBenefit, language: str) -> Iterator[str]:
    findings = (*explained.answer.facts, *explained.answer.cover.reasons)
    yield from _listed(_FACTS, [each.text.say(language) for each in findings], language)
    yield from ("", _NOT_KEPT.say(language))


def _listed(heading: Text, lines: list[str], language: str) -> Iterator[str]:
    if lines:
        yield from ("", f"{heading.say(language)}:", *(f"- {line}" if line[:1] != " " else line for line in lines))


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
_CASH: Final = Text("Jumlah tunai: {total}", "Cash total: {total}")
_STUDY: Final = Text("Beasiswa", "Scholarship")
_CHILD: Final = Text(
    "Anak ke-{number}: sekarang {due}, seluruhnya paling banyak {most}",
    "Child {number}: now {due}, in all at most {most}",
)
_HEIRS: Final = Text("Yang menerima", "Who receives")
_GUARDIAN: Final = Text(" (diwakili wali)", " (a guardian signs)")
_PAPERS: Final = Text("Surat yang dibawa", "Papers to bring")
_DEADLINES: Final = Text("Batas waktu", "Deadlines")
_NOT_YET: Final = Text("belum dapat dihitung", "cannot be counted yet")
_PAST: Final = Text(", sudah lewat", ", has passed")
_SERVICES: Final = Text("Layanan", "Services")
_MISSING: Final = Text("Yang belum diketahui", "What is not known")
_ASSUMED: Final = Text("Yang masih anggapan", "What is assumed")
_FACTS: Final = Text("Yang dipakai sebagai fakta", "What was taken as a fact")
