"""The work that vulnerable workers of the region do, how common it is, and what it brings in a month."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from random import Random

_INCOME_STEP_IDR = 50_000


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of work: weights for men and women, a usual monthly income, and how clerks write it."""

    name: str
    group: str
    weight_men: float
    weight_women: float
    income_from_idr: int
    income_until_idr: int
    spellings: tuple[str, ...]
    coastal: bool = False
    urban: float = 1.0


_WORK = (
    Work("Petani ladang", "farmer", 30, 25, 300_000, 900_000,
         ("Petani", "Petani ladang", "Tani", "Petani/Pekebun", "Petani kebun"), urban=0.4),
    Work("Petani sawah", "farmer", 10, 7, 400_000, 1_200_000,
         ("Petani sawah", "Petani", "Tani sawah"), urban=0.4),
    Work("Peternak", "farmer", 6, 4, 400_000, 1_500_000,
         ("Peternak", "Peternak sapi", "Peternak babi"), urban=0.5),
    Work("Buruh tani", "farmer", 4, 3, 300_000, 800_000, ("Buruh tani", "Buruh Tani/Perkebunan"), urban=0.5),
    Work("Nelayan", "fisher", 34, 4, 500_000, 1_800_000, ("Nelayan", "Nelayan/Perikanan"), coastal=True),
    Work("Petani garam", "farmer", 3, 4, 400_000, 1_000_000, ("Petani garam",), coastal=True),
    Work("Penjual ikan", "trader", 1, 6, 400_000, 1_200_000, ("Penjual ikan", "Papalele ikan"), coastal=True),
    Work("Penenun", "craft", 0.1, 22, 250_000, 900_000,
         ("Penenun", "Penenun tais", "Penenun tenun ikat", "Pengrajin tenun", "Tenun")),
    Work("Papalele", "trader", 0.8, 8, 300_000, 1_100_000, ("Papalele", "Papa lele"), urban=1.6),
    Work("Pedagang pasar", "trader", 3, 8, 400_000, 1_500_000,
         ("Pedagang", "Pedagang pasar", "Pedagang kecil", "Jualan di pasar"), urban=2.0),
    Work("Penjual sayur", "trader", 0.3, 5, 300_000, 900_000, ("Penjual sayur", "Jual sayur"), urban=1.6),
    Work("Penjual sirih pinang", "trader", 0.1, 3, 250_000, 700_000,
         ("Penjual sirih pinang", "Jual sirih pinang")),
    Work("Penjaga kios", "trader", 0.8, 2.5, 400_000, 1_000_000, ("Penjaga kios", "Usaha kios"), urban=1.8),
    Work("Tukang ojek", "transport", 9, 0.1, 500_000, 1_600_000,
         ("Tukang ojek", "Ojek", "Pengojek"), urban=2.4),
    Work("Sopir", "transport", 5, 0, 700_000, 2_000_000,
         ("Sopir", "Sopir angkot", "Supir", "Sopir bemo"), urban=1.8),
    Work("Kondektur", "transport", 1.4, 0, 400_000, 1_000_000, ("Kondektur", "Konjak"), urban=1.8),
    Work("Buruh bangunan", "construction", 7, 0.1, 600_000, 1_600_000,
         ("Buruh bangunan", "Kuli bangunan"), urban=2.2),
    Work("Tukang batu", "construction", 4, 0, 700_000, 1_900_000, ("Tukang batu",), urban=1.5),
    Work("Tukang kayu", "construction", 3.2, 0, 700_000, 1_900_000, ("Tukang kayu",), urban=1.4),
    Work("Pemecah batu", "labour", 0.8, 1, 300_000, 800_000, ("Pemecah batu", "Pengumpul batu kali")),
    Work("Buruh harian lepas", "labour", 4, 1, 400_000, 1_200_000,
         ("Buruh harian lepas", "Buruh", "BHL"), urban=2.0),
    Work("Buruh angkut", "labour", 1.2, 0, 400_000, 1_100_000,
         ("Buruh angkut pasar", "Buruh bagasi"), urban=2.5),
    Work("Penjahit", "craft", 0.4, 2.6, 400_000, 1_200_000, ("Penjahit", "Tukang jahit"), urban=1.6),
    Work("Tukang las", "construction", 0.7, 0, 600_000, 1_600_000, ("Tukang las",), urban=1.8),
    Work("Montir", "service", 0.9, 0, 500_000, 1_500_000, ("Montir", "Bengkel motor"), urban=2.2),
    Work("Pangkas rambut", "service", 0.3, 0.2, 400_000, 1_000_000,
         ("Pangkas rambut", "Tukang cukur"), urban=2.0),
    Work("Asisten rumah tangga", "service", 0.1, 2.4, 400_000, 900_000,
         ("Asisten rumah tangga", "ART", "Pembantu rumah tangga"), urban=3.0),
    Work("Penyadap nira", "farmer", 1.0, 0, 300_000, 800_000, ("Penyadap nira", "Iris tuak"), urban=0.2),
    Work("Pembuat batu bata", "craft", 0.9, 0.4, 400_000, 1_100_000, ("Pembuat batu bata", "Cetak batako")),
    Work("Pemulung", "service", 0.2, 0.2, 200_000, 600_000, ("Pemulung",), urban=3.0),
    Work("Ketua RT", "village_apparatus", 0.6, 0.1, 300_000, 700_000, ("Ketua RT",), urban=0.8),
    Work("Perangkat desa", "village_apparatus", 0.6, 0.3, 1_200_000, 2_000_000,
         ("Perangkat desa", "Aparat desa", "Kaur desa"), urban=0.0),
    Work("Kader posyandu", "service", 0, 1.6, 150_000, 500_000, ("Kader posyandu",)),
    Work("Guru honorer", "service", 0.8, 1.2, 300_000, 1_000_000, ("Guru honorer", "Honorer", "Guru honor")),
    Work("Koster", "service", 0.3, 0.1, 200_000, 600_000, ("Koster", "Guru agama")),
    Work("Ibu rumah tangga", "other", 0, 2.2, 0, 0, ("Ibu rumah tangga", "IRT", "Mengurus rumah tangga")),
)  # fmt: skip

#: People whom the law keeps out of such a programme, and whom villages list all the same.
_EXCLUDED = (
    Work("Pegawai negeri sipil", "excluded", 1, 1, 2_800_000, 5_000_000, ("PNS", "ASN", "Pegawai Negeri Sipil")),
    Work("PPPK", "excluded", 1, 1, 2_500_000, 4_000_000, ("PPPK", "P3K", "Guru PPPK")),
    Work("TNI", "excluded", 0.5, 0, 3_000_000, 5_000_000, ("TNI", "TNI AD")),
    Work("Polri", "excluded", 0.3, 0.1, 3_000_000, 5_000_000, ("POLRI", "Anggota Polri")),
)


class WorkTable:
    """Draws work for the people of one kind of place."""

    def __init__(self, *, coastal: bool, urban: bool) -> None:
        kinds = [work for work in _WORK if coastal or not work.coastal]
        scale = [work.urban if urban else 1.0 for work in kinds]
        self._kinds = kinds
        self._men = list(accumulate(w.weight_men * s for w, s in zip(kinds, scale, strict=True)))
        self._women = list(accumulate(w.weight_women * s for w, s in zip(kinds, scale, strict=True)))

    def draw(self, rng: Random, sex: str) -> Work:
        """Draw one kind of work by its weight."""
        return rng.choices(self._kinds, cum_weights=self._men if sex == "M" else self._women)[0]


def draw_excluded(rng: Random, sex: str) -> Work:
    """Draw a civil servant, soldier or police officer."""
    weights = [work.weight_men if sex == "M" else work.weight_women for work in _EXCLUDED]
    return rng.choices(_EXCLUDED, weights)[0]


def draw_income_idr(rng: Random, work: Work) -> int:
    """Draw a monthly income in rupiah, a multiple of Rp50.000."""
    steps_from, steps_until = work.income_from_idr // _INCOME_STEP_IDR, work.income_until_idr // _INCOME_STEP_IDR
    return _INCOME_STEP_IDR * round(rng.triangular(steps_from, steps_until, (2 * steps_from + steps_until) / 3))


SPELLINGS = {work.name: work.spellings for work in (*_WORK, *_EXCLUDED)}
