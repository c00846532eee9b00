"""The villages of the demonstration regency, with how many workers each of them lists."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from jaring.core.places import VillageKind, regency

_CANDIDATES = 19_000
_NUMERALS = ("I", "II", "III", "IV")
_TOWN_DISTRICTS = frozenset({"53.03.05"})
_COASTAL_DISTRICTS = frozenset({"53.03.07", "53.03.09", "53.03.23"})
_COASTAL_VILLAGES = frozenset(
    {  # Not every village of a coastal district reaches the sea.
        "53.03.07.2001", "53.03.07.2007", "53.03.07.2008", "53.03.09.2007", "53.03.09.2008", "53.03.09.2009",
        "53.03.09.2010", "53.03.23.2004", "53.03.23.2006", "53.03.23.2007",
    }
)  # fmt: skip
_TETUN_SHARE = {"53.03.07": 0.4, "53.03.23": 0.45, "53.03.24": 0.25, "53.03.05": 0.15, "53.03.09": 0.15}
_LARGE_DISTRICTS = frozenset({"53.03.07", "53.03.08", "53.03.04"})


@dataclass(frozen=True, slots=True)
class DemoVillage:
    """One village of the demonstration and what its list will look like."""

    code: str
    name: str
    district_code: str
    district_name: str
    district_seat: str
    other_names: tuple[str, ...]
    is_kelurahan: bool
    is_urban: bool
    is_coastal: bool
    tetun_share: float
    listed: int
    hamlets: int

    def hamlet(self, number: int) -> str:
        """Return the name of a hamlet: ``Dusun II``, in town ``Lingkungan II``."""
        return f"{'Lingkungan' if self.is_kelurahan else 'Dusun'} {_NUMERALS[number - 1]}"

    @property
    def label(self) -> str:
        """The village with what it is: ``Desa Bokon``."""
        return f"{'Kelurahan' if self.is_kelurahan else 'Desa'} {self.name}"


def demo_villages(seed: int, regency_code: str = "53.03") -> tuple[DemoVillage, ...]:
    """Return every village of a regency in the order of the codes; the lists together hold about 19,000 people."""
    places = [(district, village) for district in regency(regency_code).districts for village in district.villages]
    rng = Random(f"villages {seed}")
    weights = [_weight(rng, district.code) for district, _ in places]
    scale = _CANDIDATES / sum(weights)
    return tuple(
        DemoVillage(
            code=village.code,
            name=village.name,
            district_code=district.code,
            district_name=district.name,
            district_seat=district.seat,
            other_names=village.other_names,
            is_kelurahan=village.kind is VillageKind.KELURAHAN,
            is_urban=district.code in _TOWN_DISTRICTS,
            is_coastal=_is_coastal(village.code, district.code),
            tetun_share=_TETUN_SHARE.get(district.code, 0.04),
            listed=max(24, round(weight * scale)),
            hamlets=rng.choice((2, 3, 3, 4)),
        )
        for (district, village), weight in zip(places, weights, strict=True)
    )


def _weight(rng: Random, district_code: str) -> float:
    weight = min(rng.lognormvariate(0.0, 0.42), 2.4)
    if district_code in _TOWN_DISTRICTS:
        return 1.6 + 1.1 * weight
    return weight * (1.2 if district_code in _LARGE_DISTRICTS else 1.0)


def _is_coastal(village_code: str, district_code: str) -> bool:
    return district_code in _COASTAL_DISTRICTS and village_code in _COASTAL_VILLAGES
