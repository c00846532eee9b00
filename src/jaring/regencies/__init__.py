"""What Jaring knows of each regency: one folder of data per regency, named by its Kemendagri code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import yaml

from jaring.core.errors import JaringError
from jaring.core.month import Month
from jaring.core.text import Text

FOLDER: Final = Path(__file__).resolve().parent

_KEYS = {"code", "bps_code", "time_zone", "capital", "government", "regent_title_id", "regent_title_en"}
_OFFICE_KEYS = {"name_id", "name_en", "short", "place", "letterhead", "status"}
_WINDOW_KEYS = {"from_month", "status"}
_DAYS_OF_EVERY_MONTH: Final = 28
_NOTE_KEYS = {"about", "status", "id", "en"}


class RegencyUnknownError(JaringError):
    """A regency for which Jaring has no folder."""

    code = "JRG-111"
    sentence = Text("Jaring belum mengenal kabupaten {code}.", "Jaring does not know the regency {code} yet.")
    hint = Text(
        "Buat foldernya dari folder kabupaten lain, atau periksa kodenya (kode Kemendagri, misalnya 53.03).",
        "Make its folder after that of another regency, or check the code (Kemendagri code, such as 53.03).",
    )


class OfficeRole(StrEnum):
    """The offices that take part in the programme, by what they do in it."""

    REGENT = "regent"
    LABOUR_OFFICE = "labour_office"
    TREASURY = "treasury"
    CIVIL_REGISTRY = "civil_registry"
    INSURER_BRANCH = "insurer_branch"
    BANK = "bank"


@dataclass(frozen=True, slots=True)
class Office:
    """One office: its names, the town it sits in and the lines over its letters."""

    role: OfficeRole
    name: Text
    short: str
    place: str
    letterhead: tuple[str, ...]
    status: str


@dataclass(frozen=True, slots=True)
class Note:
    """What a reader must know about the data of this regency."""

    about: str
    text: Text
    status: str


@dataclass(frozen=True, slots=True)
class Remoteness:
    """Villages further from the middle of the seat's district than this, as the crow flies, count as remote."""

    seat_district: str
    beyond_km: int
    status: str


@dataclass(frozen=True, slots=True)
class SendingWindow:
    """From ``from_month`` on, villages send their lists from one day of each month to another, both included."""

    from_month: Month
    opens_day: int
    closes_day: int
    status: str


@dataclass(frozen=True, slots=True)
class Objections:
    """How long objections to a choice are taken, and how long after that all of them are answered, in days."""

    open_days: int
    answer_days: int
    status: str


@dataclass(frozen=True, slots=True)
class Exports:
    """A list of more than ``rows_max`` people leaves when somebody else releases it, for ``open_days`` days."""

    rows_max: int
    open_days: int
    status: str


@dataclass(frozen=True, slots=True)
class RegencyProfile:
    """A regency as a user of Jaring. Its places are in ``jaring.core.places``."""

    code: str
    bps_code: str
    time_zone: ZoneInfo
    capital: str
    government: str
    regent_title: Text
    offices: Mapping[OfficeRole, Office]
    remoteness: Remoteness
    sending: tuple[SendingWindow, ...]
    """When villages send, the oldest rule first; a later one takes over from its month on."""
    objections: Objections
    exports: Exports
    notes: tuple[Note, ...]


def known_regencies() -> tuple[str, ...]:
    """Return the codes of the regencies that Jaring can serve."""
    return tuple(sorted(path.parent.name for path in FOLDER.glob("*/regency.yaml")))


@cache
def profile(code: str) -> RegencyProfile:
    """Return the profile of a regency.

    Raises:
        RegencyUnknownError: (JRG-111) there is no folder for it.
    """
    if code not in known_regencies():
        raise RegencyUnknownError(code=code)
    text = (FOLDER / code / "regency.yaml").read_text(encoding="utf-8")
    return parse_profile(yaml.load(text, Loader=yaml.CSafeLoader))


def parse_profile(data: Mapping[str, object]) -> RegencyProfile:
    """Build a profile from its YAML mapping; a missing or unknown key is an error, not ignored."""
    texts = _only(data, _KEYS, besides={"offices", "remoteness", "sending", "objections", "exports", "notes"})
    offices, sending, notes = data["offices"], data["sending"], data["notes"]
    if not isinstance(offices, dict) or not isinstance(sending, list) or not isinstance(notes, list):
        raise TypeError("offices is a mapping, and sending and notes are lists")
    return RegencyProfile(
        code=texts["code"],
        bps_code=texts["bps_code"],
        time_zone=ZoneInfo(texts["time_zone"]),
        capital=texts["capital"],
        government=texts["government"],
        regent_title=Text(texts["regent_title_id"], texts["regent_title_en"]),
        offices={OfficeRole(role): _office(OfficeRole(role), office) for role, office in offices.items()},
        remoteness=_remoteness(data["remoteness"]),
        sending=tuple(sorted((_window(window) for window in sending), key=lambda window: window.from_month)),
        objections=_objections(data["objections"]),
        exports=_exports(data["exports"]),
        notes=tuple(_note(note) for note in notes),
    )


def _office(role: OfficeRole, data: Mapping[str, object]) -> Office:
    texts = _only(data, _OFFICE_KEYS - {"letterhead"}, besides={"letterhead"})
    lines = data["letterhead"]
    if not isinstance(lines, list):
        raise TypeError(f"the letterhead of {role} is a list of lines")
    return Office(
        role=role,
        name=Text(texts["name_id"], texts["name_en"]),
        short=texts["short"],
        place=texts["place"],
        letterhead=tuple(str(line) for line in lines),
        status=texts["status"],
    )


def _remoteness(data: object) -> Remoteness:
    if not isinstance(data, dict) or type(data.get("beyond_km")) is not int:
        raise TypeError("remoteness is a mapping and its beyond_km a whole number")
    texts = _only(data, {"seat_district", "status"}, besides={"beyond_km"})
    return Remoteness(texts["seat_district"], data["beyond_km"], texts["status"])


def _window(data: Mapping[str, object]) -> SendingWindow:
    texts = _only(data, _WINDOW_KEYS, besides={"opens_day", "closes_day"})
    opens, closes = data["opens_day"], data["closes_day"]
    if type(opens) is not int or type(closes) is not int or not 1 <= opens <= closes <= _DAYS_OF_EVERY_MONTH:
        raise ValueError("villages send from opens_day to closes_day, two days that every month has")
    return SendingWindow(Month.parse(texts["from_month"]), opens, closes, texts["status"])


def _objections(data: object) -> Objections:
    days = ("open_days", "answer_days")
    if not isinstance(data, dict) or any(type(data.get(key)) is not int or data[key] < 1 for key in days):
        raise TypeError("objections is a mapping and its days are whole numbers from 1 up")
    texts = _only(data, {"status"}, besides=set(days))
    return Objections(data["open_days"], data["answer_days"], texts["status"])


def _exports(data: object) -> Exports:
    numbers = ("rows_max", "open_days")
    if not isinstance(data, dict) or any(type(data.get(key)) is not int or data[key] < 1 for key in numbers):
        raise TypeError("exports is a mapping and its numbers are whole ones from 1 up")
    texts = _only(data, {"status"}, besides=set(numbers))
    return Exports(data["rows_max"], data["open_days"], texts["status"])


def _note(data: Mapping[str, object]) -> Note:
    texts = _only(data, _NOTE_KEYS, besides=set())
    return Note(texts["about"], Text(texts["id"], texts["en"]), texts["status"])


def _only(data: Mapping[str, object], keys: set[str], besides: set[str]) -> dict[str, str]:
    """Return the values of ``keys`` as texts; refuse a mapping that has other keys or lacks one."""
    if wrong := set(data) ^ (keys | besides):
        raise ValueError(f"unknown or missing keys: {sorted(wrong)}")
    if not_text := sorted(key for key in keys if not isinstance(data[key], str)):
        raise TypeError(f"write these as text, in quotes where they look like numbers: {not_text}")
    return {key: str(data[key]) for key in keys}
