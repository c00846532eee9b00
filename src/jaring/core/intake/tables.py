"""Finds the tables of people in a sheet: where the heading stands, what each column holds, which rows count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from jaring.core.intake.cells import CellValue, Row, cell_text, fold, says_nothing, word_set
from jaring.core.intake.codes import FileCode
from jaring.core.intake.columns import Column, by_content, is_sixteen_digits, without_heading
from jaring.core.intake.guard import FileRefusedError
from jaring.core.intake.headings import ANCHORS, PERSONAL, heading_field
from jaring.core.intake.lines import SIXTEEN_DIGITS, joined, odd_lines
from jaring.core.intake.reading import Sheet
from jaring.core.intake.values import PLAIN_NAME
from jaring.core.intake.villages import NOWHERE, Gazetteer, Place

# More tables than a regency has hamlets: no list, but a file made to keep the reader busy.
_TABLES_MAX: Final = 2_000
_HEADING_ROWS_MAX: Final = 3
_DIGITS_OF_A_NIK_MIN: Final = 8
_FIGURES_MIN: Final = 4
_ROWS_AT_ONCE: Final = 1_000
_LOOKS_LIKE_NIK = re.compile(r"[\s'`\u2019\u00a0.\-]*(?:[0-9][\s\u00a0.\-\u2013]*){15,17}").fullmatch
_TOTAL = re.compile(r"(?:sub|grand)? ?(?:jumlah|total|jml|rekapitulasi|terbilang)\b").match
_SIGNATURE = re.compile(
    r"(?:mengetahui|menyetujui|disetujui|dibuat|diketahui|yang membuat|a ?n |an |nip\b|ttd|kepala |camat|lurah|"
    r"sekretaris|ketua|bendahara|pj |pjs |plt |penjabat|petugas|operator|catatan|keterangan|ket |sumber|hormat|"
    r"demikian|kasi |kabid|plh )"
).match
_DATE_LINE = re.compile(r"[a-z ]+ [0-9]{1,2} [a-z]+ (?:19|20)[0-9]{2}|[a-z ]+ (?:tgl|tanggal) .*").fullmatch
_SECTION_WORDS = re.compile(
    r"\b(?:kelompok|dusun|dsn|rt|rw|desa|ds|kel|kelurahan|kecamatan|kec|lingkungan|wilayah|kategori|jenis|bagian|"
    r"poktan|gapoktan|profesi|halaman|lanjutan|tabel|daftar|data|lampiran)\b"
).search
_INTEGER = re.compile(r"\(?[0-9]{1,3}\)?\.?").fullmatch
_ALPHABET: Final = "abcdefghijklmnopqrstuvwxyz"

# Fields that repeat for a whole household or village; they make no person of a row.
_OF_THE_PLACE: Final = frozenset({"", "row_number", "village", "district", "address"})
_OF_OTHERS: Final = frozenset({"heir_name", "heir_relation", "mother_name", "kk"})
# Where cells are merged over several rows, these hold for all of them.
_SHARED_BY_MERGE: Final = frozenset({"village", "district", "address", "kk", "birth_place", "occupation"})


class Table:
    """People of one table: ``people`` are indices into ``sheet.rows``, each with the place it inherits."""

    def __init__(
        self, sheet: Sheet, columns: list[Column], people: Sequence[int] = (), places: Sequence[Place] = ()
    ) -> None:
        self.sheet = sheet
        self.columns = columns
        self.people = list(people)
        self.places = list(places)
        self._by_column: list[Sequence[CellValue]] | None = None
        self._joined: dict[int, str | None] = {}

    def column(self, name: str) -> Column | None:
        """Return the column that holds a field."""
        for column in self.columns:
            if column.field == name:
                return column
        return None

    def has_long_number(self, row: Row) -> bool:
        """Return whether the NIK cell of a row holds so many digits that it can only be meant as a NIK."""
        column = self.column("nik")
        if column is None:
            return False
        return sum(map(str.isdigit, cell_text(row[column.index]))) >= _DIGITS_OF_A_NIK_MIN

    def joined(self, index: int) -> str | None:
        """Return a column's cells, each with a newline behind it; ``None`` unless all are texts of one line."""
        if index not in self._joined:
            self._joined[index] = joined(self.cells_by_column()[index])
        return self._joined[index]

    @property
    def has_one_place(self) -> bool:
        """Whether all people inherit the same place."""
        return not self.places or self.places.count(self.places[0]) == len(self.places)

    def cells_by_column(self) -> list[Sequence[CellValue]]:
        """Return the people's cells column by column; made once."""
        if self._by_column is None:
            rows, people = self.sheet.rows, self.people
            if people and people[-1] - people[0] + 1 == len(people):
                chosen = rows[people[0] : people[-1] + 1]
            else:
                chosen = [rows[position] for position in people]
            width = len(rows[0]) if rows else 0
            self._by_column = list(zip(*chosen, strict=True)) if chosen else [()] * width
        return self._by_column


def find_tables(sheet: Sheet, gazetteer: Gazetteer, wider: Place) -> list[Table]:
    """Return the tables of people in a sheet, in order; ``wider`` is what file and sheet name say.

    Raises:
        FileRefusedError: (JRG-451) there is no end of tables.
    """
    tables: list[Table] = []
    rows = sheet.rows
    inherited = wider
    start = 0
    while start < len(rows):
        heading = _find_heading(sheet, start)
        if heading is None:
            break
        title = gazetteer.place_in_title(_lines(rows[start : heading.first]))
        scan = _Scan(sheet, heading, gazetteer, title.or_else(wider if title.village.code else inherited))
        start = scan.run()
        inherited = scan.last_place
        tables.extend(scan.tables())
        if len(tables) > _TABLES_MAX:
            raise FileRefusedError(FileCode.FILE_TOO_LARGE)
    if not tables:
        columns, first = without_heading(sheet, gazetteer)
        if columns:
            title = gazetteer.place_in_title(_lines(rows[:first]))
            heading = _Heading(first, first, [columns])
            scan = _Scan(sheet, heading, gazetteer, title.or_else(wider))
            scan.run()
            tables.extend(scan.tables())
    return tables


# --- the heading -----------------------------------------------------------------------------------------


class _Heading(NamedTuple):
    """Rows ``first`` up to ``end`` head the columns; side-by-side tables have one list of columns each."""

    first: int
    end: int
    tables: list[list[Column]]


def _find_heading(sheet: Sheet, start: int) -> _Heading | None:
    rows = sheet.rows
    for position in range(start, len(rows)):
        row = rows[position]
        if sum(type(value) is str and value != "" for value in row) < 2:
            continue
        heading = _heading_at(sheet, position)
        if heading is not None:
            return heading
    return None


def _heading_at(sheet: Sheet, position: int) -> _Heading | None:
    """Read a heading of one to three rows that begins here, the reading with the most fields."""
    if _holds_figures(sheet.rows[position]):
        return None
    own = _texts(sheet.rows[position])
    known = [heading_field(text) for text in own if text]
    recognised = sum(name is not None for name in known)
    if recognised < 2 and not (recognised and len(known) >= 2):
        return None
    best: _Heading | None = None
    best_score = 0
    columns = [Column(index, text, heading_field(text)) for index, text in enumerate(own)]
    for end in range(position + 1, min(position + _HEADING_ROWS_MAX, len(sheet.rows)) + 1):
        if end > position + 1:
            child = _texts(sheet.rows[end - 1])
            if not _is_child_row(child, sheet.rows[end - 1]):
                break
            columns = _joined(columns, child, sheet, position, end - 1)
        fields = {column.field for column in columns if column.field}
        score = len(fields)
        if _makes_a_table(fields) and score >= best_score:
            best, best_score = _Heading(position, end, _side_by_side(columns)), score
    if best is None:
        return None
    text_cells = [text for text in own if text and not _INTEGER(text)]
    if best.end == position + 1 and recognised * 2 < len(text_cells):
        return None
    if best.end > position + 1 and _heads_alone(sheet, position + 1, best_score):
        return None
    return best


def _holds_figures(row: Row) -> bool:
    """Return whether a row holds what no heading does: a number, a date, a text full of digits."""
    for value in row:
        if not isinstance(value, str):
            return True
        if sum(map(str.isdigit, value)) >= _FIGURES_MIN and heading_field(cell_text(value)) is None:
            return True
    return False


def _heads_alone(sheet: Sheet, position: int, score: int) -> bool:
    """Return whether the row below is the heading by itself and the row above only a title."""
    columns = [Column(index, text, heading_field(text)) for index, text in enumerate(_texts(sheet.rows[position]))]
    fields = {column.field for column in columns if column.field}
    return _makes_a_table(fields) and len(fields) >= score


def _makes_a_table(fields: set[str]) -> bool:
    if "nik" in fields and len(fields) >= 2:
        return True
    return bool(ANCHORS & fields) and bool(PERSONAL & fields) and len(fields) >= 2


def _is_child_row(texts: list[str], row: Row) -> bool:
    """Return whether a row can be the lower part of a heading: short words, no figures, mostly known ones."""
    said = [text for text in texts if text]
    if not said or any(not isinstance(value, str) for value in row):
        return False
    if len(said) == 1:
        return fold(said[0]) in _LAST_WORDS
    if any(len(text) > 40 or sum(map(str.isdigit, text)) > _FIGURES_MIN for text in said):
        return False
    known = sum(_could_be_child(text) for text in said)
    return known * 2 > len(said) or (known == len(said))


_LAST_WORDS: Final = word_set("lahir kelamin lengkap kk nik hp keluarga ktp kandung waris lhr")


def _could_be_child(text: str) -> bool:
    folded = fold(text)
    if folded in _CHILD_WORDS:
        return True
    return heading_field(text) is not None and folded not in ("l", "p")


_CHILD_WORDS: Final = word_set(
    "tempat tanggal tgl bulan bln tahun thn hari nama hubungan hub l p lk pr laki perempuan pria wanita rt rw desa "
    "kota tmpt tpt no nomor"
) | {"laki laki", "tgl bln thn", "tgl bulan tahun", "tanggal bulan tahun", "rt rw"}


def _joined(above: list[Column], child: list[str], sheet: Sheet, first: int, row: int) -> list[Column]:
    """Put a lower heading row under the columns read so far."""
    spans = _spans(above, child, sheet, first, row)
    columns = []
    for column, text, parent in zip(above, child, spans, strict=True):
        if not text:
            columns.append(column)
        elif not parent:
            columns.append(Column(column.index, text, heading_field(text)))
        else:
            whole = f"{parent} {text}"
            field = heading_field(whole) if _stands_alone(column, above, spans) else None
            columns.append(Column(column.index, whole, field or heading_field(text, parent)))
    return columns


def _stands_alone(column: Column, above: list[Column], spans: list[str]) -> bool:
    """Return whether an upper heading spans its own column only: the lower one then goes on with its words."""
    after = column.index + 1
    return bool(column.heading) and not (
        after < len(above) and not above[after].heading and spans[after] == column.heading
    )


def _spans(above: list[Column], child: list[str], sheet: Sheet, first: int, row: int) -> list[str]:
    """Return for each column the upper heading that spans it: its own, or a merged or open one to the left."""
    spans = [column.heading for column in above]
    for top, left, bottom, right in sheet.merges:
        if first <= top <= bottom < row and right > left and left < len(spans) and spans[left]:
            for index in range(left + 1, min(right + 1, len(spans))):
                spans[index] = spans[index] or spans[left]
    for index in range(1, len(spans)):
        if not spans[index] and child[index] and child[index - 1] and not _is_merged_down(sheet, first, index - 1):
            spans[index] = spans[index - 1]
    return spans


def _is_merged_down(sheet: Sheet, row: int, column: int) -> bool:
    return any(top == row and left == right == column and bottom > top for top, left, bottom, right in sheet.merges)


def _side_by_side(columns: list[Column]) -> list[list[Column]]:
    """Cut the columns where the same headings begin again: two tables side by side."""
    anchors = [column for column in columns if column.field in ANCHORS]
    names = [column.field for column in anchors]
    if names.count("nik") < 2 or names.count("name") < 2:
        return [_settled(columns)]
    first_heading = next(column for column in columns if column.field is not None)
    again = [
        column.index
        for column in columns
        if column.field == first_heading.field and column.index > first_heading.index
    ]
    starts = [first_heading.index, *again]
    parts = [
        [column for column in columns if low <= column.index < high]
        for low, high in zip(starts, [*starts[1:], len(columns)], strict=True)
    ]
    if all({"nik", "name"} <= {column.field for column in part} for part in parts):
        return [_settled(part) for part in parts]
    return [_settled(columns)]


def _settled(columns: list[Column]) -> list[Column]:
    """Give each field to one column: the first that claims it, after what neighbours say about it."""
    settled: list[Column] = []
    taken: set[str] = set()
    fields = [column.field for column in columns]
    for position, column in enumerate(columns):
        name = column.field
        after = fields[position + 1] if position + 1 < len(fields) else None
        before = fields[position - 1] if position else None
        if name == "birth_day_or_date":
            name = "birth_day" if "birth_month" in fields or "birth_year" in fields else "birth_date"
        elif name == "birth_date" and {"birth_month", "birth_year"} <= set(fields):
            name = "birth_day"
        elif name == "place":  # Alone it may be anything; before a date it is where somebody was born.
            name = "birth_place" if after in ("birth_date", "birth_day", "day") else None
        elif name == "day":
            is_only_date = not {"birth_date", "birth_place_and_date"} & {*fields, *taken}
            name = "birth_date" if before in ("place", "birth_place") and is_only_date else None
        elif name == "sex_male" and after != "sex_female" and before != "sex_female":
            name = "sex" if column.heading.strip().upper() == "L" else None
        elif name == "sex_female" and before != "sex_male" and after != "sex_male":
            name = None
        elif name == "name" and "name" in taken and after == "heir_relation":
            name = "heir_name"
        elif name == "heir_relation" and not {"heir_name"} & {*fields, *taken}:
            name = ""
        if name and name in taken:
            name = ""
        if name:
            taken.add(name)
        settled.append(Column(column.index, column.heading, name))
    return settled


# --- the body --------------------------------------------------------------------------------------------


class _Scan:
    """Goes through the rows under a heading, up to the next different heading or the end."""

    def __init__(self, sheet: Sheet, heading: _Heading, gazetteer: Gazetteer, place: Place) -> None:
        self.sheet = sheet
        self.gazetteer = gazetteer
        self.place = place
        self.first = heading.end
        self.end = len(sheet.rows)
        self._heading_texts = [[fold(text) for text in _texts(row)] for row in sheet.rows[heading.first : heading.end]]
        body = sheet.rows[self.first :]
        self._tables = [Table(sheet, by_content(columns, body, gazetteer)) for columns in heading.tables]
        self._sections: list[tuple[int, Place]] = []
        self._headings = {fold(column.heading) for table in self._tables for column in table.columns if column.heading}

    @property
    def last_place(self) -> Place:
        """What holds below the last row: a section's line may stand right above the next heading."""
        if not self._sections:
            return self.place
        place = self._sections[-1][1]
        return place if place.village.finding else place.or_else(self.place)

    def tables(self) -> list[Table]:
        return [table for table in self._tables if table.people or len(self._tables) == 1]

    def run(self) -> int:
        """Find the people; return where the next table may begin."""
        self._fill_merged()
        odd_rows = self._odd_rows()
        skipped: list[set[int]] = [set() for _ in self._tables]
        is_tail = False
        previous = self.first - 1
        for position in odd_rows:
            if position - previous > 1:
                is_tail = False
            previous = position
            row = self.sheet.rows[position]
            kind = self._kind(row, position)
            if kind == "heading":
                self.end = position
                break
            holders = [kind == "person" and _holds_person(table, row, is_tail=is_tail) for table in self._tables]
            if kind == "tail":
                is_tail = True
            elif kind in ("repeated", "section", "total") or any(holders):
                is_tail = False
            for holds, skips in zip(holders, skipped, strict=True):
                if not holds:
                    skips.add(position)
        for table, skips in zip(self._tables, skipped, strict=True):
            table.people = [position for position in range(self.first, self.end) if position not in skips]
            table.places = self._places_of(table.people)
        return self.end

    def _odd_rows(self) -> Iterator[int]:
        """Yield the rows that are not clearly a person: those whose NIK cell does not look like a NIK."""
        niks = [column.index for table in self._tables if (column := table.column("nik")) is not None]
        if len(niks) < len(self._tables):
            yield from range(self.first, len(self.sheet.rows))
            return
        # A piece at a time: the next heading, where the reading stops, may be near.
        for start in range(self.first, len(self.sheet.rows), _ROWS_AT_ONCE):
            piece = self.sheet.rows[start : start + _ROWS_AT_ONCE]
            odd: set[int] = set()
            for index in niks:
                cells = [row[index] for row in piece]
                text = joined(cells)
                unusual = range(len(cells)) if text is None else odd_lines(text, SIXTEEN_DIGITS)
                odd.update(position for position in unusual if not _looks_like_nik(cells[position]))
            yield from (start + position for position in sorted(odd))

    def _kind(self, row: Row, position: int) -> str:
        """Say what an odd row is: blank, repeated, heading, number, total, tail, section or (perhaps) person."""
        if any(table.has_long_number(row) for table in self._tables):
            return "person"
        whole = _texts(row)
        texts = [text for text in whole if text]
        if not texts:
            return "blank"
        if len(texts) >= 2:
            if list(map(fold, whole)) in self._heading_texts:
                return "repeated"
            heading = _heading_at(self.sheet, position)
            if heading is not None:
                return "repeated" if self._is_same_layout(heading) else "heading"
            if self._is_lower_heading(row, texts):
                return "repeated"
            if _counts_columns(texts):
                return "number"
        folded = [fold(text) for text in texts]
        if any(_TOTAL(text) for text in folded[:2]):
            return "total"
        if len(texts) <= 4:
            if any(is_sixteen_digits(text) for text in texts):
                return "person"
            if any(_SIGNATURE(text) for text in folded) and not self._says_much(row):
                return "tail"
            if len(texts) <= 2 and any(_DATE_LINE(text) for text in folded):
                return "tail"
            if len(texts) <= 3 and self._is_section(row, texts, position):
                return "section"
        return "person"

    def _is_same_layout(self, heading: _Heading) -> bool:
        mine = [[(c.index, c.field) for c in table.columns if c.field and c.heading] for table in self._tables]
        other = [[(c.index, c.field) for c in columns if c.field] for columns in heading.tables]
        return mine == other

    def _is_lower_heading(self, row: Row, texts: list[str]) -> bool:
        """Return whether this is the second row of a heading that is repeated on a new page."""
        return all(any(folded and folded in heading for heading in self._headings) for folded in map(fold, texts))

    def _says_much(self, row: Row) -> bool:
        """Return whether at least two columns of a person's own hold something."""
        return any(len(_filled(table, row) - _OF_OTHERS) >= 3 for table in self._tables)

    def _is_section(self, row: Row, texts: list[str], position: int) -> bool:
        if any(len(_filled(table, row) - {"name", "nik"} - _OF_OTHERS) > 0 for table in self._tables):
            return False
        words = [text for text in texts if not _INTEGER(text)]
        if len(words) == 2 and fold(words[0]) in ("desa", "kelurahan", "nama desa", "kecamatan", "dusun"):
            words = [f"{words[0]} {words[1]}"]
        if len(words) == 2:
            words = [" ".join(words)] if _SECTION_WORDS(fold(words[0])) or _is_ordinal(words[0]) else words
        if len(words) != 1:
            return False
        place = self.gazetteer.place_in_section(words[0])
        if place is not None:
            self._sections.append((position, place))
            return True
        return _SECTION_WORDS(fold(words[0])) is not None

    def _places_of(self, people: list[int]) -> list[Place]:
        if not self._sections:
            return [self.place] * len(people)
        places = []
        sections = iter([*self._sections, (len(self.sheet.rows), NOWHERE)])
        current = self.place
        next_position, next_place = next(sections)
        for position in people:
            while position > next_position:
                current = next_place if next_place.village.finding else next_place.or_else(self.place)
                next_position, next_place = next(sections)
            places.append(current)
        return places

    def _fill_merged(self) -> None:
        """Copy the value of a cell merged over several rows into all of them, where a household shares it."""
        shared = {
            column.index for table in self._tables for column in table.columns if column.field in _SHARED_BY_MERGE
        }
        rows = self.sheet.rows
        for top, left, bottom, right in self.sheet.merges:
            if not (left == right and left in shared and self.first <= top < bottom < len(rows)):
                continue
            if heading_field(cell_text(rows[top][left])) is None:  # A heading repeated on a new page stays as it is.
                for position in range(top + 1, bottom + 1):
                    rows[position][left] = rows[top][left]


def _holds_person(table: Table, row: Row, *, is_tail: bool) -> bool:
    """Return whether an odd row names somebody: enough is said that only a person has."""
    filled = _filled(table, row)
    own = filled - _OF_OTHERS
    number = table.column("row_number")
    has_number = number is not None and _INTEGER(cell_text(row[number.index])) is not None
    if table.has_long_number(row):
        return True
    if "name" not in filled:
        return len(own) >= 2
    if own - {"name"}:
        return not (is_tail and not has_number and len(own) < 3)
    if is_tail:
        return False
    if number is not None:
        return has_number
    name = table.column("name")
    assert name is not None, "name is filled"
    text = cell_text(row[name.index])
    return PLAIN_NAME(text) is not None and _SECTION_WORDS(fold(text)) is None


def _filled(table: Table, row: Row) -> set[str]:
    """Return the fields about a person that say something in this row."""
    return {
        column.field
        for column in table.columns
        if column.field
        and column.field not in _OF_THE_PLACE
        and (
            (column.field == "nik" and cell_text(row[column.index]) != "")
            or not says_nothing(cell_text(row[column.index]))
        )
    }


def _counts_columns(texts: list[str]) -> bool:
    """Return whether a row only numbers the columns, ``1 2 3`` or ``a b c``, or says how to fill them in brackets."""
    if len(texts) >= 2 and all(text.startswith("(") and text.endswith(")") for text in texts):
        return True
    if len(texts) >= 3 and "".join(texts).casefold() == _ALPHABET[: len(texts)]:
        return True
    if len(texts) < 3 or not all(map(_INTEGER, texts)):
        return False
    numbers = [int(text.strip("().")) for text in texts]
    return all(after - before in (0, 1) for before, after in pairwise(numbers))


def _looks_like_nik(value: CellValue) -> bool:
    if type(value) is not str:
        return False
    return (len(value) == 16 and value.isdigit()) or _LOOKS_LIKE_NIK(value) is not None


def _is_ordinal(text: str) -> bool:
    return re.fullmatch(r"(?:[ivxIVX]{1,5}|[A-Za-z]|[0-9]{1,3})[.)]?", text) is not None


def _texts(row: Row) -> list[str]:
    return [cell_text(value) for value in row]


def _lines(rows: Iterable[Row]) -> list[str]:
    """Return the text of each row above a table, cells joined, so that ``Desa | : | Bijeli`` reads as one."""
    return [" ".join(text for text in _texts(row) if text) for row in rows]


def value_at(row: Row, column: Column | None) -> CellValue:
    """Return a row's cell in a column; nothing where there is no such column."""
    return row[column.index] if column is not None else ""
