"""Village names as clerks write them, matched to Kemendagri codes of one regency."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from jaring.core.intake.cells import fold, is_ditto, says_nothing, word_set
from jaring.core.intake.codes import Code

_VILLAGE_WORDS: Final = word_set("desa ds dsa kelurahan kel klrhn keluarahan kelurhan desakelurahan")
_DISTRICT_WORDS: Final = word_set("kecamatan kec kecamtan kcmtn distrik")
_ABOVE_WORDS: Final = word_set("kabupaten kab kota provinsi prov regency")
_BELOW_WORDS: Final = word_set("rt rw dusun dsn lingkungan lingk dukuh kampung jalan jln jl no nomor blok")
_STOP_WORDS: Final = (
    _DISTRICT_WORDS
    | _ABOVE_WORDS
    | _BELOW_WORDS
    | word_set("tahun thn ta tgl tanggal bulan periode se dan yang untuk dalam pada di tahap")
)
# What a file's or sheet's name says besides the village.
_NOISE_WORDS: Final = word_set(
    "data daftar list nama rekap rekapan lampiran usulan calon peserta penerima pekerja rentan bpjs bpjstk tk jkk "
    "jkm ketenagakerjaan jamsostek final fix revisi rev baru terbaru terakhir copy salinan of desa kelurahan kec "
    "kecamatan kel ds kab kabupaten ttu edit ok oke lengkap form format input file sheet lembar tahap bantuan "
    "iuran perbaikan kirim dikirim kiriman hasil dan dari untuk utk yang sudah belum benar betul asli jadi part "
    "bagian lanjutan susulan tambahan perubahan update updated koreksi verifikasi valid cek tahun thn tgl tanggal "
    "bulan new lama sementara warga masyarakat penduduk kelompok petani nelayan ojek excel dokumen arsip backup "
    "wa email isian no"
)
_NOISE_OR_NOTHING: Final = _NOISE_WORDS | {""}
_ABBREVIATIONS: Final = {
    "utr": "utara",
    "ut": "utara",
    "sel": "selatan",
    "slt": "selatan",
    "sltn": "selatan",
    "tim": "timur",
    "tmr": "timur",
    "brt": "barat",
    "bar": "barat",
    "tgh": "tengah",
    "teng": "tengah",
    "tngh": "tengah",
}
_ROMAN: Final = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
_CODE = re.compile(r"[0-9]{2}\.?[0-9]{2}\.?[0-9]{2}\.?[0-9]{4}").fullmatch
# What stands before the village in an address: "rt 02 rw 01", "dusun ii".
_HOUSE = re.compile(
    r"\b(?:rt|rw|no)\b ?[0-9]+[a-z]?\b|\b(?:rt|rw)[0-9]+\b|\b(?:dusun|dsn|lingkungan)\b ?(?:[ivx]+|[0-9]+|[a-d])\b"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DATE_LINE = re.compile(r"\b(?:jan|feb|peb|mar|apr|mei|jun|jul|ag|sep|okt|nop|nov|des)[a-z]* +(?:19|20)[0-9]{2}\b")
_LONGEST_NAME_WORDS: Final = 4
_TEXT_LENGTH_MAX: Final = 300
# A misspelt name is only recognised from this length on, and one more mistake is forgiven in long names.
_FUZZY_LENGTH_MIN: Final = 4
_LONG_NAME_LENGTH: Final = 10


class VillageMatch(NamedTuple):
    """A village, or why there is none.

    ``suggestion`` names the village that a misspelt name may mean; ``written`` is that name as a title wrote it.
    """

    code: str = ""
    finding: Code | None = None
    suggestion: str = ""
    written: str = ""


class Place(NamedTuple):
    """What a title, a sheet's name or a file's name says about where the people below it live."""

    village: VillageMatch = VillageMatch()
    district_code: str = ""

    def or_else(self, wider: Place) -> Place:
        """Fill what this place leaves open from a wider one that does not contradict it."""
        district = self.district_code or self.village.code[:8]
        if self.village.code or (district and wider.village.code and wider.village.code[:8] != district):
            return Place(self.village, district or wider.district_code)
        return Place(wider.village, district or wider.district_code or wider.village.code[:8])


NOWHERE: Final = Place()
_UNKNOWN: Final = VillageMatch(finding=Code.VILLAGE_UNKNOWN)


class Gazetteer:
    """The villages and kecamatan of one regency, by every way of writing them that is certain."""

    def __init__(
        self, villages: Mapping[str, tuple[str, ...]], districts: Mapping[str, str], regency_name: str
    ) -> None:
        """Take village names (the official one first) and kecamatan names, both by code."""
        self.names = {code: names[0] for code, names in villages.items()}
        self.district_names = dict(districts)
        self._regency = _key(regency_name)
        self._villages: dict[str, list[str]] = {}
        for code, names in villages.items():
            for key in {_key(name) for name in names}:
                self._villages.setdefault(key, []).append(code)
        self._districts: dict[str, list[str]] = {}
        for code, name in districts.items():
            for key in {_key(name), _key(name.removeprefix("Kota "))}:
                self._districts.setdefault(key, []).append(code)
        self._resolved: dict[tuple[str, str, str, Place], VillageMatch] = {}
        self._near: dict[tuple[str, str], VillageMatch] = {}
        self._names_by_district: dict[str, list[str]] = {}

    # --- one row -----------------------------------------------------------------------------------------

    def resolve(self, village: str, district: str, address: str, place: Place) -> VillageMatch:
        """Return the village of a row from its cells (tidy texts) and, where they say nothing, its place."""
        key = (village, district, address, place)
        match = self._resolved.get(key)
        if match is None:
            match = self._resolved[key] = self._resolve(village, district, address, place)
        return match

    def is_certain(self, village: str) -> bool:
        """Return whether a cell (a tidy text) names, on its own, a village without doubt."""
        words, _ = self._split(_unless_endless(village))
        if not _CODE(village) and _join(words) not in self._villages and not self._could_end_in_district(words):
            return False  # At best it is misspelt, which takes longer to find out.
        match = self.resolve(village, "", "", NOWHERE)
        return match.code != "" and match.finding is None

    def _could_end_in_district(self, words: list[str]) -> bool:
        """Return whether the words may be a village's name with its kecamatan's behind it."""
        return any(
            _join(words[:length]) in self._villages and _join(words[length:]) in self._districts
            for length in range(len(words) - 1, 0, -1)
        )

    def _resolve(self, village: str, district: str, address: str, place: Place) -> VillageMatch:
        village, district, address = (_unless_endless(text) for text in (village, district, address))
        named_district = self.district(district)
        if not _is_blank(village):
            return self._named(village, named_district, place)
        if place.village.code or place.village.finding:
            return place.village
        if not says_nothing(address):
            return self._in_address(address, named_district or place.district_code)
        return _UNKNOWN

    def _named(self, text: str, named_district: str, place: Place) -> VillageMatch:
        if _CODE(text):
            digits = text.replace(".", "")
            code = f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}.{digits[6:]}"
            return VillageMatch(code) if code in self.names else _UNKNOWN
        words, district_in_cell = self._split(text)
        district = named_district or district_in_cell
        if not words:
            return place.village if place.village.code else _UNKNOWN
        key = _join(words)
        codes = self._villages.get(key, [])
        if codes:
            return self._choose(codes, district, place.district_code)
        near = self._nearest(key, district or place.district_code)
        if near.finding is Code.VILLAGE_UNKNOWN and len(words) > 1:
            return self._inside(words, district or place.district_code)
        return near

    def _choose(self, codes: list[str], district: str, wider_district: str) -> VillageMatch:
        inside = [code for code in codes if code[:8] == (district or wider_district)]
        if len(inside) == 1:
            return VillageMatch(inside[0])
        if len(codes) > 1:
            return VillageMatch(finding=Code.VILLAGE_AMBIGUOUS)
        if district:  # The row itself names another kecamatan: one of the two is wrong.
            return VillageMatch(codes[0], Code.VILLAGE_FUZZY, self.full_name(codes[0]))
        return VillageMatch(codes[0])

    def _inside(self, words: list[str], district: str) -> VillageMatch:
        """Look for a village's name followed by its kecamatan's; any other word beside it leaves a doubt."""
        for length in range(len(words) - 1, 0, -1):
            codes = self._villages.get(_join(words[:length]), [])
            beside = self._district_of(_join(words[length:]), is_fuzzy=False)
            inside = [code for code in codes if code[:8] == (beside or district)]
            if len(inside) == 1 and beside:
                return VillageMatch(inside[0])
        found = self._names_among(words, district)
        if len(found) != 1:
            return _UNKNOWN
        code = found.pop()
        return VillageMatch(code, Code.VILLAGE_FUZZY, self.full_name(code))

    def _in_address(self, address: str, district: str) -> VillageMatch:
        match = self._after_keyword(fold(address).split(), district)
        if match.code:
            return match
        words, _ = self._split(_HOUSE.sub(" ", fold(address)))
        codes = self._villages.get(_join(words), []) if words else []
        inside = [code for code in codes if not district or code[:8] == district]
        return VillageMatch(inside[0]) if len(inside) == 1 else _UNKNOWN

    def full_name(self, code: str) -> str:
        """Return ``Maubesi (Kec. Insana Tengah)``."""
        return f"{self.names[code]} (Kec. {self.district_names.get(code[:8], code[:8])})"

    # --- kecamatan ---------------------------------------------------------------------------------------

    def district(self, text: str) -> str:
        """Return the code of the kecamatan that a tidy text names, or nothing. One slip is forgiven."""
        if _is_blank(text):
            return ""
        words = [word for word in fold(text).split() if word not in _DISTRICT_WORDS]
        return self._district_of(_join(words), is_fuzzy=True)

    def _district_of(self, key: str, *, is_fuzzy: bool) -> str:
        codes = self._districts.get(key)
        if codes:
            return codes[0] if len(set(codes)) == 1 else ""
        if is_fuzzy and len(key) > _FUZZY_LENGTH_MIN:
            close = {code for known in _near(key, list(self._districts), 1) for code in self._districts[known]}
            return close.pop() if len(close) == 1 else ""
        return ""

    # --- titles, sheet names, file names -----------------------------------------------------------------

    def place_in_title(self, lines: Iterable[str]) -> Place:
        """Read the place from the lines above a table. Two different villages there mean none."""
        districts: set[str] = set()
        villages: dict[str, VillageMatch] = {}
        folded_lines = [folded for line in lines if (folded := fold(line)) and not _DATE_LINE.search(folded)]
        for folded in folded_lines:
            districts.update(filter(None, [self._district_after_keyword(folded.split())]))
        district = districts.pop() if len(districts) == 1 else ""
        for folded in folded_lines:
            match = self._after_keyword(folded.split(), district)
            if match.code:
                villages[match.code] = match
        if not villages:
            for folded in folded_lines:
                words = self._without_district(folded.split())
                if _BELOW_WORDS.isdisjoint(words) and _DISTRICT_WORDS.isdisjoint(words):
                    villages.update((code, VillageMatch(code)) for code in self._names_among(words, district))
        exact = [match for match in villages.values() if match.finding is None]
        chosen = exact or list(villages.values())
        village = chosen[0] if len(chosen) == 1 else VillageMatch()
        return Place(village, district or village.code[:8])

    def place_in_name(self, name: str) -> Place:
        """Read the place from a sheet's or file's name (without its suffix)."""
        words = fold(_CAMEL.sub(" ", name).replace("_", " ")).split()
        if not words:
            return NOWHERE
        district = self._district_after_keyword(words)
        match = self._after_keyword(words, district)
        if match.code:
            return Place(match, district or match.code[:8])
        beside = self._without_district(words) if district else words
        rest = [word for word in beside if word.rstrip("0123456789") not in _NOISE_OR_NOTHING]
        key = _join(rest)
        if not district:
            district = self._district_of(key, is_fuzzy=False)
            if district and key not in self._villages:
                return Place(VillageMatch(), district)
            district = ""  # A village of the same name comes first where nothing says "kecamatan".
        inside = [code for code in self._villages.get(key, []) if not district or code[:8] == district]
        found = set(inside) if len(inside) == 1 else self._names_among(rest, district)
        if len(found) == 1:
            code = found.pop()
            return Place(VillageMatch(code), code[:8])
        if not district:
            districts = self._districts_among(rest)
            district = districts.pop() if len(districts) == 1 else ""
        return Place(VillageMatch(), district)

    def _without_district(self, words: list[str]) -> list[str]:
        """Return the words without ``kec`` and the name behind it."""
        for position, word in enumerate(words):
            if word not in _DISTRICT_WORDS:
                continue
            name = _until_stop(words[position + 1 :], keep=frozenset({"kota"}))
            for length in range(min(len(name), _LONGEST_NAME_WORDS), 0, -1):
                if self._district_of(_join(name[:length]), is_fuzzy=length == len(name)):
                    return words[:position] + words[position + 1 + length :]
        return words

    def place_in_section(self, text: str) -> Place | None:
        """Read a line inside a table that may head a section; ``None`` where it names no place."""
        words = fold(text).split()
        if not words or len(words) > 12:
            return None
        district = self._district_after_keyword(words)
        match = self._after_keyword(words, district)
        if match.code:
            return Place(match, district or match.code[:8])
        heading = words[1:] if len(words[0]) <= 2 and words[0] not in _VILLAGE_WORDS else words
        if heading and heading[0] in _VILLAGE_WORDS and _until_stop(heading[1:]):
            return Place(_UNKNOWN)  # A village is named, but not one of this regency.
        if district:
            return Place(VillageMatch(), district)
        bare = [word for word in words if not word.isdigit() and not (_is_roman(word) and word == words[0])]
        codes = self._villages.get(_join(bare), [])
        if len(codes) == 1:
            return Place(VillageMatch(codes[0]), codes[0][:8])
        return None

    def _after_keyword(self, words: list[str], district: str) -> VillageMatch:
        """Return the one village named after ``desa`` or ``kelurahan``."""
        found: dict[str, VillageMatch] = {}
        for position, word in enumerate(words):
            if word not in _VILLAGE_WORDS:
                continue
            match = self._starting(words[position + 1 :], district)
            if match.code:
                found[match.code] = match
        exact = [match for match in found.values() if match.finding is None]
        chosen = exact or list(found.values())
        return chosen[0] if len(chosen) == 1 else VillageMatch()

    def _starting(self, words: list[str], district: str) -> VillageMatch:
        """Return the village whose name the words begin with, the longest name first."""
        while words and words[0] in _VILLAGE_WORDS:
            words = words[1:]
        name = _until_stop(words)
        for length in range(min(len(name), _LONGEST_NAME_WORDS), 0, -1):
            codes = self._villages.get(_join(name[:length]), [])
            inside = [code for code in codes if not district or code[:8] == district] or codes
            if len(inside) == 1:
                return VillageMatch(inside[0])
        if not name or len(name) > _LONGEST_NAME_WORDS:
            return VillageMatch()
        near = self._nearest(_join(name), district)
        return VillageMatch(near.code, near.finding, near.suggestion, " ".join(name).title())

    def _district_after_keyword(self, words: list[str]) -> str:
        found = set()
        for position, word in enumerate(words):
            if word not in _DISTRICT_WORDS:
                continue
            name = _until_stop(words[position + 1 :], keep=frozenset({"kota"}))
            for length in range(min(len(name), _LONGEST_NAME_WORDS), 0, -1):
                code = self._district_of(_join(name[:length]), is_fuzzy=length == len(name))
                if code:
                    found.add(code)
                    break
        return found.pop() if len(found) == 1 else ""

    def _names_among(self, words: list[str], district: str) -> set[str]:
        """Return the villages whose whole name stands among the words; longer names hide shorter ones."""
        found: set[str] = set()
        position = 0
        while position < len(words):
            for length in range(min(_LONGEST_NAME_WORDS, len(words) - position), 0, -1):
                key = _join(words[position : position + length])
                codes = self._villages.get(key, [])
                inside = [code for code in codes if not district or code[:8] == district]
                if inside and len(key) >= _FUZZY_LENGTH_MIN and key not in self._districts and key != self._regency:
                    found.update(inside)
                    position += length - 1
                    break
                if key in self._districts:
                    position += length - 1
                    break
            position += 1
        return found

    def _districts_among(self, words: list[str]) -> set[str]:
        found: set[str] = set()
        for length in range(_LONGEST_NAME_WORDS, 0, -1):
            for position in range(len(words) - length + 1):
                found.update(self._districts.get(_join(words[position : position + length]), []))
            if found:
                return found
        return found

    # --- misspelt names ----------------------------------------------------------------------------------

    def _nearest(self, key: str, district: str) -> VillageMatch:
        match = self._near.get((key, district))
        if match is None:
            match = self._nearest_among(key, district)
            if match.finding is Code.VILLAGE_UNKNOWN and district:
                match = self._nearest_among(key, "")
            self._near[key, district] = match
        return match

    def _nearest_among(self, key: str, district: str) -> VillageMatch:
        """Return the village nearest to ``key``; where several are equally near, only suggest them."""
        length_min = _FUZZY_LENGTH_MIN - 1 if district else _FUZZY_LENGTH_MIN
        if len(key) < length_min:
            return _UNKNOWN
        allowed = 2 if len(key) >= _LONG_NAME_LENGTH else 1
        near = _near(key, self._names_of(district, length_min), allowed)
        least = min(near.values(), default=allowed)
        best = {
            code
            for known, distance in near.items()
            if distance == least
            for code in self._villages[known]
            if not district or code[:8] == district
        }
        if not best:
            return _UNKNOWN
        suggestion = " / ".join(self.full_name(code) for code in sorted(best))
        return VillageMatch(best.pop() if len(best) == 1 else "", Code.VILLAGE_FUZZY, suggestion)

    def _names_of(self, district: str, length_min: int) -> list[str]:
        """Return the names, as compared, of a kecamatan's villages, or of all; short ones are left out."""
        names = self._names_by_district.get(district)
        if names is None:
            names = self._names_by_district[district] = [
                known
                for known, codes in self._villages.items()
                if len(known) >= length_min and any(not district or code[:8] == district for code in codes)
            ]
        return names

    def _split(self, text: str) -> tuple[list[str], str]:
        """Cut a cell into the words of the village's name and the kecamatan it may also name."""
        words = fold(text).split()
        district = self._district_after_keyword(words)
        while words and words[0] in _VILLAGE_WORDS:
            words = words[1:]
        return _until_stop(words), district


def _key(name: str) -> str:
    return _join(fold(name).split())


def _join(words: list[str]) -> str:
    """Return the form in which names are compared: directions in full, Roman numbers as figures, no spaces."""
    full = [_ABBREVIATIONS.get(word, word) for word in words]
    if len(full) > 1:
        full[-1] = _ROMAN.get(full[-1], full[-1])
    return "".join(full)


def _until_stop(words: list[str], keep: frozenset[str] = frozenset()) -> list[str]:
    name: list[str] = []
    for word in words:
        if (word in _STOP_WORDS and word not in keep) or (len(word) > 2 and word.isdigit()):
            break
        name.append(word)
    return name


def _unless_endless(text: str) -> str:
    """Return a cell's text unless it is longer than any name or address is."""
    return text if len(text) <= _TEXT_LENGTH_MAX else "?"


def _is_blank(text: str) -> bool:
    return says_nothing(text) or is_ditto(text) or fold(text).split(" ")[0] in _BELOW_WORDS


def _is_roman(word: str) -> bool:
    return word in _ROMAN or word in {"x", "xi", "xii"}


def _near(key: str, names: list[str], limit: int) -> dict[str, int]:
    """Return the names within an edit distance, neighbours swapped counted once, and how far each is."""
    from rapidfuzz import process  # Takes 40 ms to import: only lists with misspelt names pay.
    from rapidfuzz.distance import OSA

    found = process.extract(key, names, scorer=OSA.distance, score_cutoff=limit, limit=None)
    return {name: int(distance) for name, distance, _ in found}
