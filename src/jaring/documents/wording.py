"""Wording of a decree from the regency's versioned template, to be shown and edited before use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import Formatter
from typing import NamedTuple

from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.documents import words
from jaring.documents.decree_document import DecreeKind
from jaring.documents.letterhead import Letterhead
from jaring.documents.templates import REGENCIES, Template, broken, load_template

DECREE_TEMPLATE = "decree"


class Sharing(NamedTuple):
    """Co-funding: the name of the plan, who pays the rest, and the payer's share in percent from each month on."""

    plan: str
    partner: str
    shares: tuple[tuple[Month, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecreeFacts:
    """What the sentences of a decree speak about.

    ``additions`` and ``removals`` count the rows of the annex; an initial decree removes nobody. ``from_payer`` names
    who paid before where the decree moves people, and ``sharing`` the plan under which it puts them.
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
    from_payer: str = ""
    sharing: Sharing | None = None

    @property
    def section(self) -> str:
        """Which section of the template speaks: a move has words of its own, and so has sharing by the same payer."""
        if not self.from_payer:
            return self.kind.value
        return "move" if self.from_payer != self.payer else "share"


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
        text = template[facts.section]
        said = _sayings(facts)
        about = _fill(text["about"], said)
        said["about"] = about
        return DecreeWording(
            template=f"{template['template']} {template['version']}",
            about=about,
            considerations=_fill_all(text["considerations"], said),
            legal_bases=tuple(basis["text"] for basis in template["legal_bases"]),
            dictum=_dictum(text["dictum"], template["sharing"] if facts.sharing else "", said),
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
        "from_payer": facts.from_payer,
        "from_month": words.month_name(facts.from_month),
        "month_before": words.month_name(facts.from_month + -1),
        **_of_plan(facts.sharing),
        "period": words.period(facts.from_month, facts.until_month),
        "amends_number": facts.amends_number,
        "amends_date": words.long_date(facts.amends_date) if facts.amends_date else "",
        **{name: f"{words.thousands(count)} ({words.spell(count)})" for name, count in counts.items()},
        **{name: f"{words.rupiah(amount)} ({words.spell_rupiah(amount)})" for name, amount in amounts.items()},
    }


def _of_plan(sharing: Sharing | None) -> dict[str, str]:
    if sharing is None:
        return {}
    return {"plan": sharing.plan, "partner": sharing.partner, "shares": _shares(sharing.shares)}


def _shares(shares: Sequence[tuple[Month, int]]) -> str:
    said = [f"{share}% ({words.spell(share)} persen) mulai {words.month_name(month)}" for month, share in shares]
    return ", ".join(said[:-1]) + (", dan " if said[1:] else "") + said[-1]


def _dictum(sentences: Sequence[str], sharing: str, said: Mapping[str, str]) -> tuple[str, ...]:
    """Fill the dictum; how the payers share stands before its two closing provisions."""
    *main, others_stay, in_force = sentences
    return _fill_all([*main, *([sharing] if sharing else []), others_stay, in_force], said)


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
