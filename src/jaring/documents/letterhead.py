"""Who speaks in a paper, and who signs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jaring.documents.words import printable


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """The head (kop) of a paper.

    A decree speaks as the regent (``BUPATI TIMOR TENGAH UTARA``); a bill as an office of the
    regency's government, whose name then stands in ``office``.
    """

    government: str
    office: str = ""
    address: str = ""
    contact: str = ""
    emblem_svg: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Who signs, as printed under the signature.

    ``rank`` and ``employee_number`` (NIP) stay empty for elected officials.
    """

    title: str
    name: str
    rank: str = ""
    employee_number: str = ""
    on_behalf_of: str = ""


def letterhead_facts(letterhead: Letterhead) -> Mapping[str, str]:
    """Return the head as the page templates show it."""
    return {
        "government": printable(letterhead.government),
        "office": printable(letterhead.office),
        "address": printable(letterhead.address),
        "contact": printable(letterhead.contact),
        "emblem": letterhead.emblem_svg.decode("utf-8"),
    }


def signatory_facts(signatory: Signatory) -> Mapping[str, str]:
    """Return the signatory as the page templates show it."""
    return {
        "title": printable(signatory.title),
        "name": printable(signatory.name),
        "rank": printable(signatory.rank),
        "employee_number": printable(signatory.employee_number),
        "on_behalf_of": printable(signatory.on_behalf_of),
    }
