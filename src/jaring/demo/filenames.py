"""File names as clerks give them."""

from __future__ import annotations

from random import Random

from jaring.demo.clerks import FileKind
from jaring.demo.places import DemoVillage

_WITH_VILLAGE = (
    "Data Pekerja Rentan Ds. {v}",
    "DATA PEKERJA RENTAN DESA {V}",
    "Desa {v} Kec. {k}",
    "daftar nama2 pekerja rentan {l}",
    "{v}",
    "PEKERJA RENTAN {V} 2025",
    "BPJS TK {v}",
    "usulan pekerja rentan {l}",
    "Data BPJS Ketenagakerjaan Desa {v}",
    "{V} KEC {K}",
    "Format Data Pekerja Rentan_{u}",
    "Lampiran Data Desa {v}",
    "data pekerja desa {l}",
    "Copy of Data Pekerja Rentan {v}",
    "Pekerja Rentan - {v}",
    "Ds. {v}",
    "{v} data BPJS",
    "DATA {V}",
    "nama-nama pekerja rentan desa {l}",
    "Desa {v} - Data Calon Peserta JKK JKM",
    "{v}_{k}_pekerja rentan",
    "Kirim data BPJS TK desa {l}",
    "List pekerja {v}",
    "Pendataan pekerja rentan Desa {v} Kecamatan {k}",
    "20250612 {v}",
)
_WITHOUT_VILLAGE = (
    "Book1", "data pekerja rentan", "Lampiran surat", "Data BPJS TK", "DATA PEKERJA RENTAN",
    "Format isian pekerja", "Daftar usulan", "rekap pekerja", "Data terbaru", "KIRIM KE DINAS",
)  # fmt: skip
_TAILS = (
    "", "", "", "", " fix", " FIX", " fix(2)", " (1)", " (2)", " revisi", " - revisi 2", " FINAL", " terbaru",
    " ok", " 2025", " baru", " - Copy", "_rev1",
)  # fmt: skip


class FileNamer:
    """Gives every list a name of its own, also where names are compared without regard to case."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._used: set[str] = set()

    def name(self, village: DemoVillage, kind: FileKind, *, names_village: bool) -> str:
        """Return a free file name for the list of a village."""
        stem = self._stem(village, names_village=names_village)
        name, copy = f"{stem}.{kind.value}", 1
        while name.casefold() in self._used:
            copy += 1
            name = f"{stem} ({copy}).{kind.value}"
        self._used.add(name.casefold())
        return name

    def _stem(self, village: DemoVillage, *, names_village: bool) -> str:
        pattern = self._rng.choice(_WITH_VILLAGE if names_village else _WITHOUT_VILLAGE)
        if village.is_kelurahan:
            pattern = pattern.replace("Ds.", "Kel.").replace("Desa", "Kelurahan").replace("desa", "kelurahan")
            pattern = pattern.replace("DESA", "KELURAHAN")
        name, district = village.name, village.district_name
        stem = pattern.format(
            v=name, V=name.upper(), l=name.lower(), u=name.replace(" ", "_"), k=district, K=district.upper()
        )
        return stem + self._rng.choice(_TAILS)
