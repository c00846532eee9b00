"""Rejections, differences and causes in words: what they are called, who looks after them, what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from jaring.core.intake.cells import fold
from jaring.core.law.written import read_yaml
from jaring.core.text import Text

_HERE: Final = Path(__file__).parent
_LONG_NUMBER: Final = re.compile(r"\d{6,}")
OTHER: Final = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """Why the insurer does not take somebody in."""

    key: str
    label: Text
    remedy: Text
    codes: frozenset[str]
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of difference: ``owner`` is a role of the office, ``days`` how long it may take."""

    key: str
    label: Text
    meaning: Text
    owner: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A cause of differences. Money paid in spite of one that ``claims_back`` is asked for again."""

    key: str
    label: Text
    remedy: Text
    claims_back: bool


@cache
def rejections() -> Mapping[str, Rejection]:
    """Return the reasons of rejections in the order in which they are tried."""
    return {
        key: Rejection(
            key=key,
            label=_text(entry["label"]),
            remedy=_text(entry["remedy"]),
            codes=frozenset(map(str, entry["codes"])),
            phrases=tuple(fold(phrase) for phrase in entry["phrases"]),
        )
        for key, entry in read_yaml(_HERE / "rejections.yaml")["reasons"].items()
    }


@cache
def kinds() -> Mapping[str, Kind]:
    """Return the kinds of differences, the weightiest first."""
    return {
        key: Kind(
            key=key,
            label=_text(entry["label"]),
            meaning=_text(entry["meaning"]),
            owner=entry["owner"],
            days=entry["days"],
        )
        for key, entry in _differences()["kinds"].items()
    }


@cache
def causes() -> Mapping[str, Cause]:
    """Return the causes of differences."""
    return {
        key: Cause(
            key=key,
            label=_text(entry["label"]),
            remedy=_text(entry["remedy"]),
            claims_back=entry.get("claims_back", False),
        )
        for key, entry in _differences()["causes"].items()
    }


def rejection_of(code: str, reason: str) -> str:
    """Return the key of the rejection that a code or the insurer's words stand for, ``other`` where none fits.

    Words go before codes: the codes are assumed, the words were written by the insurer.

    >>> rejection_of("", "NIK Tidak Valid / tidak ditemukan di Dukcapil"), rejection_of("R03", "")
    ('nik_invalid', 'over_age')
    """
    said = fold(reason)
    for rejection in rejections().values():
        if any(phrase in said for phrase in rejection.phrases):
            return rejection.key
    for rejection in rejections().values():
        if code.strip().upper() in rejection.codes:
            return rejection.key
    return OTHER


def without_numbers(reason: str) -> str:
    """Return the insurer's words with long numbers struck out: a reason may quote a NIK or a telephone number.

    >>> without_numbers("NIK 5303041109909001 tidak valid")
    'NIK ****** tidak valid'
    """
    return _LONG_NUMBER.sub("******", reason)


@cache
def _differences() -> dict[str, Any]:
    return read_yaml(_HERE / "differences.yaml")


def _text(written: Mapping[str, str]) -> Text:
    return Text(written["id"], written["en"])
