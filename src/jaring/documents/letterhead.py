"""Who speaks in a paper, and who signs it."""

from __future__ import annotations

from dataclasses import dataclass


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
