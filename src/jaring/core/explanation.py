"""An answer in words, for every kind of paper: the verdict, each amount with its formula and article, and the rest.

``explain_contribution``, ``explain_cover`` and ``explain_benefit`` put an answer into this one form; the command line,
the plain text here and the PDF of ``jaring.documents`` only lay it out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from textwrap import wrap
from typing import Final, NamedTuple

from jaring.core.benefit.answer import Deadline, Entitlement, ItemCode, Paper, Scheme
from jaring.core.benefit.case import Outcome, Relation, Survivor
from jaring.core.contribution import Contribution, due_date
from jaring.core.contribution_steps import StepCode, steps_of
from jaring.core.coverage.cover import Cover, Protection
from jaring.core.coverage.lapse import Lapse
from jaring.core.law import Source, Status, Value
from jaring.core.law.finding import Finding, sources_of
from jaring.core.money import ZERO, Rupiah
from jaring.core.text import Language, Text
from jaring.core.wording import day_text, month_text

WIDTH: Final = 80

NO_DECISION: Final = Text(
    "Penjelasan ini dihitung dari fakta yang disebutkan di atas. Yang memutuskan adalah BPJS Ketenagakerjaan.",
    "This explanation was computed from the facts named above. BPJS Ketenagakerjaan decides.",
)
"""Closes every paper."""


class Mark(StrEnum):
    """What stands before an entry: a bullet, or a box to tick."""

    BULLET = "-"
    BOX = "[ ]"


class Entry(NamedTuple):
    """One line of a section, and what is said under it."""

    text: Text
    under: tuple[Text, ...] = ()
    mark: Mark = Mark.BULLET
    is_urgent: bool = False
    """What a reader must not pass over: a day that has passed, a fact that is missing, an assumption."""


class Section(NamedTuple):
    """A heading and its entries; at least one."""

    title: Text
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One amount of the table. ``amount`` is None where the line only says what the others rest on."""

    label: Text
    formula: Text
    amount: Rupiah | None
    status: Status
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """An answer laid out. ``total`` closes the table of amounts; None where there is none."""

    title: Text
    verdict: Text
    lines: tuple[Line, ...]
    total: tuple[Text, Rupiah] | None
    sections: tuple[Section, ...]

    @property
    def rests_on_assumption(self) -> bool:
        return any(line.status is Status.ASSUMED for line in self.lines)


def explain_contribution(due: Contribution, *, income: Rupiah | None = None) -> Explanation:
    """Lay out a contribution: base, programmes, discount and total.

    Args:
        due: The contribution.
        income: The monthly income (IDR) from which the base was found; None where only the base is known.
    """
    steps = steps_of(due, income=income)
    lines = tuple(
        Line(step.label, step.formula, step.amount, step.status, step.sources)
        for step in steps
        if step.code is not StepCode.TOTAL
    )
    day, rule = due_date(due.facts.month)
    notes = [Entry(_DUE_BY.fill(day=day_text(day), status=rule.source.status.label))]
    notes += [Entry(value.note) for value in _once(due.values) if value.note.id]
    return Explanation(
        title=_CONTRIBUTION,
        verdict=_CONTRIBUTION_IS.fill(month=month_text(due.facts.month), payer=due.facts.payer.label, total=due.total),
        lines=lines,
        total=(_TO_PAY, due.total),
        sections=_filled((Section(_NOTES, tuple(notes)), _sources(sources_of(due.values)))),
    )


def explain_cover(cover: Cover, lapse: Lapse | None = None) -> Explanation:
    """Lay out whether a day is covered: the verdict, what is covered since when, the reasons and the sources.

    Args:
        cover: The answer for the day.
        lapse: What happens if nothing more is paid, where that is asked too.
    """
    verdict = (_COVERED if cover.is_covered else _NOT_COVERED).fill(day=day_text(cover.day))
    values = [value for reason in cover.reasons for value in reason.values]
    assumed = dict.fromkeys(value.note for value in values if value.source.status is Status.ASSUMED and value.note.id)
    return Explanation(
        title=_COVER,
        verdict=verdict,
        lines=(),
        total=None,
        sections=_filled(
            (
                Section(_EXTENT, tuple(_extent(cover))),
                Section(_REASONS, _entries(cover.reasons)),
                *(() if lapse is None else (_lapse(lapse),)),
                _sources(sources_of(values)),
                Section(_ASSUMED, tuple(Entry(note, is_urgent=True) for note in assumed)),
            )
        ),
    )


def _lapse(lapse: Lapse) -> Section:
    return Section(_LAPSE, _entries(lapse.reasons))


def explain_benefit(answer: Entitlement) -> Explanation:
    """Lay out an entitlement, in the order in which a family asks."""
    lines = tuple(
        Line(item.label, item.formula, item.amount, item.status, item.sources)
        for item in answer.items
        if item.code is not ItemCode.SCHOLARSHIP
    )
    values = [value for item in answer.items for value in item.values]
    values += [value for reason in answer.cover.reasons for value in reason.values]
    return Explanation(
        title=_BENEFIT,
        verdict=verdict_of(answer),
        lines=lines,
        total=(_CASH, answer.cash_total) if lines else None,
        sections=_filled(
            (
                Section(_WHY_NOTHING, _entries(answer.notes)) if answer.scheme is Scheme.NONE else _study(answer),
                _heirs(answer),
                Section(_SERVICES, _entries(answer.services)),
                _papers(answer.papers),
                Section(_DEADLINES, tuple(_deadline(each) for each in answer.deadlines)),
                _late(answer),
                Section(_MISSING, tuple(Entry(finding.text, is_urgent=True) for finding in answer.missing)),
                Section(_NOTES, () if answer.scheme is Scheme.NONE else _entries(answer.notes)),
                Section(_FACTS, _entries((*answer.facts, *answer.cover.reasons))),
                _sources(sources_of(values)),
            )
        ),
    )


def verdict_of(answer: Entitlement) -> Text:
    """Say in one sentence who is entitled to what."""
    if answer.scheme is Scheme.NONE:
        return _NOTHING
    most = answer.scholarship.max_total
    return (_CASH_IS_DUE if answer.cash_total != ZERO else _CARE_ONLY).fill(
        who=_THE_HEIRS if answer.case.event.outcome is Outcome.DEATH else _THE_PARTICIPANT,
        total=answer.cash_total,
        programme=_PROGRAMMES[answer.scheme],
        ahead=_FOR_DAYS_AHEAD.fill(ahead=answer.not_yet_due) if answer.not_yet_due != ZERO else Text("", ""),
        study=_AND_STUDY.fill(study=most) if most != ZERO else Text("", ""),
        lapsed=_lapsed(answer),
    )


def _lapsed(answer: Entitlement) -> Text:
    """Say that the last day to claim has passed; nothing where it has not, or where the file was complete by then."""
    by = next((each.by for each in answer.deadlines if each.code == "prescription" and each.is_past), None)
    claimed_on = answer.case.file_complete_on
    if by is None or (claimed_on is not None and claimed_on <= by):
        return Text("", "")
    return _LAPSED.fill(day=day_text(by))


def plain_text(explanation: Explanation, language: Language | str = Language.INDONESIAN) -> str:
    """Write an explanation as text of at most 80 columns, to be read aloud, printed or sent on."""
    return "\n".join(_plain_lines(explanation, language)) + "\n"


def _plain_lines(explanation: Explanation, language: Language | str) -> Iterator[str]:
    yield from wrap(explanation.title.say(language).upper(), WIDTH)
    yield ""
    yield from wrap(explanation.verdict.say(language), WIDTH)
    for number, line in enumerate(explanation.lines, start=1):
        yield ""
        amount = "" if line.amount is None else f": {line.amount}"
        yield from _indented(f"{number}. ", f"{line.label.say(language)}{amount}")
        yield from _indented("   ", line.formula.say(language))
        for source in line.sources:
            yield from _indented("   ", f"{source.cited.say(language)} ({source.status.label.say(language)})")
    if explanation.total:
        label, amount_idr = explanation.total
        yield from ("", f"{label.say(language)}: {amount_idr}")
    for section in explanation.sections:
        yield from ("", section.title.say(language))
        for entry in section.entries:
            yield from _indented(f"{entry.mark} ", entry.text.say(language))
            for under in entry.under:
                yield from _indented(" " * (len(entry.mark) + 1), under.say(language))
    yield ""
    yield from wrap(NO_DECISION.say(language), WIDTH)


def _indented(first: str, text: str) -> list[str]:
    return wrap(text, WIDTH, initial_indent=first, subsequent_indent=" " * len(first))


def _filled(sections: Iterable[Section]) -> tuple[Section, ...]:
    return tuple(section for section in sections if section.entries)


def _entries(findings: Iterable[Finding]) -> tuple[Entry, ...]:
    return tuple(Entry(finding.text) for finding in findings)


def _extent(cover: Cover) -> Iterator[Entry]:
    yield Entry(_JKK_IS.fill(extent=_EXTENTS[cover.jkk]))
    yield Entry(_JKM_IS.fill(extent=_EXTENTS[cover.jkm]))
    if cover.since is not None and cover.jkm_full_from is not None:
        yield Entry(_SINCE.fill(day=day_text(cover.since)))
        yield Entry(_UNTIL.fill(day=_NO_END if cover.until is None else day_text(cover.until)))
        yield Entry(_FULL_FROM.fill(day=day_text(cover.jkm_full_from)))
    yield Entry(_MONTHS.fill(months=cover.contribution_months))


def _study(answer: Entitlement) -> Section:
    study = answer.scholarship
    entries = [Entry(reason.text) for reason in study.reasons]
    for child in study.per_child:
        born = day_text(answer.case.children[child.child].birth_date)
        sums = _CHILD.fill(number=child.child + 1, born=born, due=child.due_now, most=child.max_total)
        entries.append(Entry(sums, tuple(reason.text for reason in child.reasons)))
    return Section(_STUDY, tuple(entries))


def _heirs(answer: Entitlement) -> Section:
    shares = [
        Entry(
            (_SHARE_OF_MINOR if share.needs_guardian else _SHARE).fill(
                relation=_who(answer.case.survivors[share.survivor]), amount=share.amount
            )
        )
        for share in answer.inheritance.shares
    ]
    return Section(_HEIRS, (*shares, *_entries(answer.inheritance.reasons)))


def _who(survivor: Survivor) -> Text:
    """Name a survivor by relation and birth, which tells brothers and sisters apart without a name."""
    relation = _RELATIONS[survivor.relation]
    if survivor.birth_date is None:
        return relation
    return _BORN.fill(relation=relation, day=day_text(survivor.birth_date))


def _papers(papers: Iterable[Paper]) -> Section:
    listed = tuple(papers)
    counters = [Entry(_BRING_TO.fill(counter=counter)) for counter in dict.fromkeys(each.bring_to for each in listed)]
    return Section(_PAPERS, (*counters, *map(_paper, listed)))


def _paper(paper: Paper) -> Entry:
    return Entry(paper.label, (_PAPER.fill(form=paper.form, source=paper.from_whom),), Mark.BOX)


def _late(answer: Entitlement) -> Section:
    """Say what the insurer owes on top for paying late; nothing where it has not paid late."""
    delay = answer.delay
    if delay.amount == ZERO:
        return Section(_LATE, ())
    text = _LATE_BY.fill(days=delay.days_late, amount=delay.amount)
    return Section(_LATE, (Entry(text, (delay.formula,)),))


def _deadline(deadline: Deadline) -> Entry:
    by = day_text(deadline.by) if deadline.by else _NOT_YET
    text = (_DEADLINE_PAST if deadline.is_past else _DEADLINE).fill(label=deadline.label, by=by)
    under = (_BY_WHOM.fill(who=deadline.who), *(note.text for note in deadline.notes))
    return Entry(text, under, is_urgent=deadline.is_past)


def _sources(sources: Iterable[Source]) -> Section:
    by_status = {status: [each.cited for each in sources if each.status is status] for status in Status}
    entries = (
        Entry(_SOURCE.fill(status=status.label, laws=_listed(dict.fromkeys(cited))))
        for status, cited in by_status.items()
        if cited
    )
    return Section(_SOURCES, tuple(entries))


def _listed(parts: Iterable[Text]) -> Text:
    return Text(*("; ".join(words) for words in zip(*parts, strict=True)))


def _once(values: Iterable[Value]) -> Iterable[Value]:
    return {(value.path, value.start, *value.where.values()): value for value in values}.values()


_CONTRIBUTION: Final = Text("Penjelasan iuran", "Contribution explained")
_COVER: Final = Text("Penjelasan perlindungan", "Cover explained")
_BENEFIT: Final = Text("Penjelasan manfaat", "Benefit explained")
_CONTRIBUTION_IS: Final = Text(
    "Iuran {month} (sumber iuran: {payer}) adalah {total} untuk satu peserta.",
    "The contribution for {month}, paid by {payer}, is {total} for one participant.",
)
_TO_PAY: Final = Text("Jumlah yang dibayar", "Amount to pay")
_DUE_BY: Final = Text(
    "Dibayar paling lambat {day} (batas waktu: {status}).", "To be paid by {day} (deadline: {status})."
)
_COVERED: Final = Text("{day}: terlindungi.", "{day}: covered.")
_NOT_COVERED: Final = Text("{day}: tidak terlindungi.", "{day}: not covered.")
_EXTENT: Final = Text("Perlindungan pada hari itu", "Cover on that day")
_JKK_IS: Final = Text("JKK (kecelakaan kerja): {extent}", "JKK (work accident): {extent}")
_JKM_IS: Final = Text("JKM (kematian): {extent}", "JKM (death): {extent}")
_EXTENTS: Final = {
    Protection.FULL: Text("penuh", "in full"),
    Protection.FUNERAL_ONLY: Text("hanya biaya pemakaman", "funeral money only"),
    Protection.NONE: Text("tidak ada", "none"),
}
_SINCE: Final = Text("Terlindungi tanpa jeda sejak: {day}", "Covered without a gap since: {day}")
_UNTIL: Final = Text("Hari pertama tanpa perlindungan: {day}", "First day without cover: {day}")
_NO_END: Final = Text("tidak ada, selama belum keluar", "none, until the worker leaves")
_FULL_FROM: Final = Text("JKM penuh mulai: {day}", "JKM in full from: {day}")
_MONTHS: Final = Text("Bulan iuran sampai hari itu: {months}", "Contribution months up to that day: {months}")
_ASSUMED: Final = Text(
    "Anggapan yang dipakai; tanyakan kepada cabang BPJS Ketenagakerjaan",
    "Assumptions made; ask the BPJS Ketenagakerjaan branch",
)
_NOTHING: Final = Text(
    "Tidak ada santunan BPJS Ketenagakerjaan untuk kejadian ini.",
    "BPJS Ketenagakerjaan pays nothing for this event.",
)
_CASH_IS_DUE: Final = Text(
    "{who} berhak menerima {total} tunai dari {programme}{ahead}{study}.{lapsed}",
    "{who} entitled to {total} in cash from {programme}{ahead}{study}.{lapsed}",
)
_CARE_ONLY: Final = Text(
    "{who} berhak atas perawatan dari {programme}; belum ada uang tunai yang dapat dihitung{study}.{lapsed}",
    "{who} entitled to care from {programme}; there is no cash to compute yet{study}.{lapsed}",
)
_FOR_DAYS_AHEAD: Final = Text(
    ", {ahead} di antaranya untuk hari yang belum lewat", ", {ahead} of it for days still to come"
)
_AND_STUDY: Final = Text(", dan beasiswa anak paling banyak {study}", ", and scholarships of at most {study}")
_LAPSED: Final = Text(
    " Batas mengajukan klaim sudah lewat ({day}): hak itu gugur bila klaim belum diajukan sampai hari itu.",
    " The last day to claim has passed ({day}): the right has lapsed unless it was claimed by then.",
)
_THE_HEIRS: Final = Text("Ahli waris", "The heirs are")
_THE_PARTICIPANT: Final = Text("Peserta", "The participant is")
_PROGRAMMES: Final = {
    Scheme.JKK: Text("Jaminan Kecelakaan Kerja (JKK)", "the work accident insurance (JKK)"),
    Scheme.JKM: Text("Jaminan Kematian (JKM)", "the death insurance (JKM)"),
}
_CASH: Final = Text("Jumlah tunai", "Cash total")
_WHY_NOTHING: Final = Text("Sebabnya", "Why")
_STUDY: Final = Text("Beasiswa anak, di luar jumlah tunai", "Scholarships, outside the cash total")
_CHILD: Final = Text(
    "Anak ke-{number} (lahir {born}): dapat diminta sekarang {due}; seluruhnya paling banyak {most}",
    "Child {number} (born {born}): {due} may be claimed now; in all at most {most}",
)
_HEIRS: Final = Text("Yang menerima", "Who receives it")
_BORN: Final = Text("{relation} (lahir {day})", "{relation} (born {day})")
_SHARE: Final = Text("{relation}: {amount}", "{relation}: {amount}")
_SHARE_OF_MINOR: Final = Text("{relation}: {amount}, diwakili wali", "{relation}: {amount}, a guardian signs")
_SERVICES: Final = Text("Pelayanan", "Care in kind")
_PAPERS: Final = Text("Berkas yang dibawa", "Papers to bring")
_BRING_TO: Final = Text("Dibawa ke {counter}.", "To be brought to {counter}.")
_PAPER: Final = Text("{form}; dari: {source}", "{form}; from: {source}")
_DEADLINES: Final = Text("Batas waktu", "Deadlines")
_DEADLINE: Final = Text("{label}: {by}", "{label}: {by}")
_DEADLINE_PAST: Final = Text("{label}: {by}, SUDAH LEWAT", "{label}: {by}, HAS PASSED")
_BY_WHOM: Final = Text("Oleh: {who}", "By: {who}")
_NOT_YET: Final = Text("belum dapat dihitung", "cannot be counted yet")
_LATE: Final = Text("Ganti rugi karena terlambat dibayar", "Compensation for late payment")
_LATE_BY: Final = Text(
    "{amount}, di luar jumlah tunai, untuk {days} hari keterlambatan",
    "{amount}, outside the cash total, for {days:day|days} of delay",
)
_MISSING: Final = Text("Yang belum diketahui", "What is not known yet")
_NOTES: Final = Text("Yang perlu diketahui", "What to know")
_LAPSE: Final = Text("Bila tidak ada iuran lagi", "If nothing more is paid")
_REASONS: Final = Text("Alasannya", "Why")
_FACTS: Final = Text("Yang dipakai sebagai fakta", "What was taken as a fact")
_SOURCES: Final = Text("Dasar hukum", "Sources of law")
_SOURCE: Final = Text("{status}: {laws}", "{status}: {laws}")
_RELATIONS: Final = {
    Relation.WIDOW: Text("Janda", "Widow"),
    Relation.WIDOWER: Text("Duda", "Widower"),
    Relation.CHILD: Text("Anak", "Child"),
    Relation.PARENT: Text("Orang tua", "Parent"),
    Relation.GRANDCHILD: Text("Cucu", "Grandchild"),
    Relation.GRANDPARENT: Text("Kakek atau nenek", "Grandparent"),
    Relation.SIBLING: Text("Saudara kandung", "Sibling"),
    Relation.PARENT_IN_LAW: Text("Mertua", "Parent-in-law"),
    Relation.NAMED_IN_WILL: Text("Orang yang ditunjuk dalam wasiat", "Person named in the will"),
    Relation.FUNERAL_ARRANGER: Text("Yang mengurus pemakaman", "Who arranged the funeral"),
}
