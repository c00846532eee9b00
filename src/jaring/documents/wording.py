"""Wording of a decree from the regency's versioned template, to be shown and edited before use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import Formatter

from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.documents import words
from jaring.documents.decree_document import DecreeKind
from jaring.documents.letterhead import Letterhead
from jaring.documents.templates import REGENCIES, Template, broken, load_template

DECREE_TEMPLATE = "decree"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecreeFacts:
    """What the sentences of a decree speak about.

    ``additions`` and ``removals`` count the rows of the annex; an initial decree removes nobody.
    """

    kind: DecreeKind
    payer: str
    from_month: Month
    until_month: Month
    participants: int
    monthly_idr: Rupiah
    total_idr: Rupiah
    additions: int
    removals: int = 0
    amends_number: str = ""
    amends_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecreeWording:
    """Proposed text of a decree; fields as in ``DecreeDocument``.

    Attributes:
        template: Which template made it, for the record: ``decree 1``.
        unverified: The legal bases whose text has not been read in the official publication.
        to_add: What the template cannot know and the legal section adds to the legal bases.
    """

    template: str
    about: str
    considerations: tuple[str, ...]
    legal_bases: tuple[str, ...]
    dictum: tuple[str, ...]
    copies: tuple[str, ...]
    unverified: tuple[str, ...]
    to_add: tuple[str, ...]


def propose_wording(regency_code: str, facts: DecreeFacts, on: date, *, regencies: Path = REGENCIES) -> DecreeWording:
    """Fill the regency's decree template that is valid on a day.

    Raises:
        TemplateUnknownError: (JRG-804) no version is valid on that day.
        TemplateBrokenError: (JRG-805) the template file is wrong.
    """
    template = load_template(regency_code, DECREE_TEMPLATE, on, regencies=regencies)
    try:
        text = template[facts.kind.value]
        said = _sayings(facts)
        about = _fill(text["about"], said)
        said["about"] = about
        return DecreeWording(
            template=f"{template['template']} {template['version']}",
            about=about,
            considerations=_fill_all(text["considerations"], said),
            legal_bases=tuple(basis["text"] for basis in template["legal_bases"]),
            dictum=_fill_all(text["dictum"], said),
            copies=tuple(template["copies"]),
            unverified=tuple(b["text"] for b in template["legal_bases"] if b["status"] != "confirmed"),
            to_add=tuple(template["to_add"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise _wrong_text() from error


def decree_letterhead(regency_code: str, on: date, *, regencies: Path = REGENCIES) -> Letterhead:
    """Return the letterhead under which the regent decrees."""
    return _letterhead(load_template(regency_code, DECREE_TEMPLATE, on, regencies=regencies), "regent")


def office_letterhead(regency_code: str, on: date, *, regencies: Path = REGENCIES) -> Letterhead:
    """Return the letterhead of the office that runs the programme, for bills."""
    return _letterhead(load_template(regency_code, DECREE_TEMPLATE, on, regencies=regencies), "office")


def _letterhead(template: Template, whose: str) -> Letterhead:
    try:
        return Letterhead(**template["letterheads"][whose])
    except (KeyError, TypeError) as error:
        raise _wrong_text() from error


def _wrong_text() -> Exception:
    return broken(
        DECREE_TEMPLATE,
        "ada bagian yang hilang atau tanda kurung kurawal yang tidak dikenal.",
        "a section is missing or a placeholder is unknown.",
    )


def _sayings(facts: DecreeFacts) -> dict[str, str]:
    counts = {
        "participants": facts.participants,
        "additions": facts.additions,
        "removals": facts.removals,
        "months": facts.until_month - facts.from_month,
    }
    amounts = {"monthly": facts.monthly_idr, "total": facts.total_idr}
    return {
        "payer": facts.payer,
        "period": words.period(facts.from_month, facts.until_month),
        "amends_number": facts.amends_number,
        "amends_date": words.long_date(facts.amends_date) if facts.amends_date else "",
        **{name: f"{words.thousands(count)} ({words.spell(count)})" for name, count in counts.items()},
        **{name: f"{words.rupiah(amount)} ({words.spell_rupiah(amount)})" for name, amount in amounts.items()},
    }


def _fill_all(sentences: Sequence[str], said: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(_fill(sentence, said) for sentence in sentences)


def _fill(sentence: str, said: Mapping[str, str]) -> str:
    """Put facts in place of ``{name}``; no attribute, index or format of ``str.format`` is understood."""
    pieces = []
    for literal, name, spec, conversion in Formatter().parse(sentence):
        pieces.append(literal)
        if name is not None:
            if spec or conversion:
                raise ValueError(name)
            pieces.append(said[name])
    return "".join(pieces)
