"""The difference between two lists of the same village: who is new, who is gone, what changed, what is odd.

Rows are matched by NIK, then by name and birth date, then by a NIK that differs in one digit; who has neither
NIK nor birth date is the same person only where the name is written alike. Nothing depends on the order of
the rows. What is odd is said and counted, never decided: an officer looks at it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from jaring.core.identity import mask
from jaring.core.text import Text

_SIXTEEN_DIGITS = re.compile("[0-9]{16}")
_APOSTROPHES = {ord(mark): None for mark in "'`´‘’ʼ"}
_NOT_A_LETTER = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """One row of a list.

    Attributes:
        row: The caller's name for this row, unique in its list; results refer to it.
        nik: Sixteen digits, or empty where it could not be read.
        extra: Further columns to compare, by name.
    """

    row: int
    nik: str = field(repr=False)
    name: str = field(repr=False)
    birth_date: date | None
    sex: str
    village_code: str
    occupation: str = ""
    phone: str = field(default="", repr=False)
    extra: Mapping[str, str] = field(default_factory=dict, repr=False, hash=False)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One column of one person, before and after; a NIK is shown masked."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangedPerson:
    """One person who is on both lists, not quite alike."""

    before_row: int
    after_row: int
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Something that an officer should look at before the new list is used."""

    code: str
    text: Text
    before_rows: tuple[int, ...] = ()
    after_rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DifferencePolicy:
    """From when on a difference is odd. No regulation sets these numbers; a regency chooses its own.

    Attributes:
        gone_percent, growth_percent: Shares of the older list above which the change is odd.
        rows_min: Shorter lists change by large shares for ordinary reasons and are not judged by share.
        same_name_percent: Likeness of two names (0 to 100) from which they may be one name spelt twice.
        other_name_percent: Likeness below which two names are clearly two people's.
    """

    gone_percent: int = 20
    growth_percent: int = 20
    rows_min: int = 10
    same_name_percent: int = 85
    other_name_percent: int = 60


@dataclass(frozen=True, slots=True)
class ListDifference:
    """What a newer list changes. Every row of either list is counted exactly once.

    Attributes:
        added: Rows of the newer list that match nobody.
        gone: Rows of the older list that match nobody.
        unchanged: Pairs of rows, older and newer.
    """

    added: tuple[int, ...]
    gone: tuple[int, ...]
    changed: tuple[ChangedPerson, ...]
    unchanged: tuple[tuple[int, int], ...]
    suspicions: tuple[Suspicion, ...]


DEFAULT_POLICY = DifferencePolicy()

OTHER_PERSON = Text(
    "NIK yang sama sekarang memuat nama dan tanggal lahir orang lain. Periksa KTP-el.",
    "The same NIK now carries another person's name and birth date. Check the identity card.",
)
OTHER_NIK = Text(
    "Nama dan tanggal lahir yang sama sekarang memakai NIK lain. Periksa KTP-el.",
    "The same name and birth date now carry another NIK. Check the identity card.",
)
ONE_DIGIT = Text(
    "NIK orang ini berubah satu angka. Salah satunya salah ketik; periksa KTP-el.",
    "This person's NIK changed by one digit. One of the two is a typing error; check the identity card.",
)
TWICE = Text(
    "NIK yang sama ditulis {times} kali pada daftar baru.",
    "The same NIK is written {times} times on the new list.",
)
PERSON_TWICE = Text(
    "Nama dan tanggal lahir yang sama ditulis {times} kali pada daftar baru dengan NIK yang berbeda.",
    "The same name and birth date are written {times} times on the new list with different NIKs.",
)
MANY_GONE = Text(
    "{gone} dari {rows} orang pada daftar lama tidak ada lagi, lebih dari {percent} persen. "
    "Pastikan daftar baru lengkap.",
    "{gone} of the {rows} people on the older list are missing, more than {percent} per cent. "
    "Make sure that the new list is complete.",
)
MANY_MORE = Text(
    "Daftar bertambah dari {rows} menjadi {now} orang, lebih dari {percent} persen. Tanyakan sebabnya.",
    "The list grew from {rows} to {now} people, more than {percent} per cent. Ask for the reason.",
)


def difference(
    before: Iterable[ListedPerson], after: Iterable[ListedPerson], policy: DifferencePolicy = DEFAULT_POLICY
) -> ListDifference:
    """Compare two lists of the same village.

    Args:
        before: The older list, in any order.
        after: The newer list, in any order.
        policy: From when on a difference is odd.

    Returns:
        Rows by their numbers, sorted.

    Raises:
        ValueError: a row number that stands twice in one list (a defect of the caller).
    """
    older, newer = _by_row(before), _by_row(after)
    matching = _Matching(older, newer)
    matching.join(lambda one: (one.nik, one.name, one.birth_date))
    matching.join(lambda one: (one.nik, _plain(one.name)) if one.nik else None)
    matching.join(lambda one: one.nik or None)
    matching.join(_name_and_birth)
    matching.join_pairs(_one_digit_apart(matching.rest_of_older(), matching.rest_of_newer(), policy))
    pairs = [(older[left], newer[right]) for left, right in sorted(matching.pairs.items())]
    changed = [_changes(left, right) for left, right in pairs]
    gone = tuple(sorted(one.row for one in matching.rest_of_older()))
    return ListDifference(
        added=tuple(sorted(one.row for one in matching.rest_of_newer())),
        gone=gone,
        changed=tuple(one for one in changed if one.changes),
        unchanged=tuple((one.before_row, one.after_row) for one in changed if not one.changes),
        suspicions=(*_odd_lists(older, newer, gone, policy), *_odd_repeats(newer), *_odd_pairs(pairs, policy)),
    )


class _Matching:
    """Pairs of rows, found in rounds; what one round joins the next no longer sees."""

    def __init__(self, older: Mapping[int, ListedPerson], newer: Mapping[int, ListedPerson]) -> None:
        self.pairs: dict[int, int] = {}
        self._older, self._newer = dict(older), dict(newer)

    def rest_of_older(self) -> list[ListedPerson]:
        return list(self._older.values())

    def rest_of_newer(self) -> list[ListedPerson]:
        return list(self._newer.values())

    def join(self, key_of: Callable[[ListedPerson], Hashable]) -> None:
        """Pair rows with equal keys. Of equal rows on one side, as many are paired as the other side has."""
        right_of = _grouped(self._newer.values(), key_of)
        self.join_pairs([(one, right.pop(0)) for one in self._older.values() if (right := right_of.get(key_of(one)))])

    def join_pairs(self, pairs: Iterable[tuple[ListedPerson, ListedPerson]]) -> None:
        for left, right in pairs:
            if left.row in self._older and right.row in self._newer:
                self.pairs[left.row] = right.row
                del self._older[left.row], self._newer[right.row]


def _by_row(people: Iterable[ListedPerson]) -> dict[int, ListedPerson]:
    rows = sorted(people, key=lambda one: one.row)
    by_row = {one.row: one for one in rows}
    if len(by_row) != len(rows):
        raise ValueError("a row number stands twice in one list")
    return by_row


def _grouped(
    people: Iterable[ListedPerson], key_of: Callable[[ListedPerson], Hashable]
) -> dict[Hashable, list[ListedPerson]]:
    groups: dict[Hashable, list[ListedPerson]] = defaultdict(list)
    for one in people:
        key = key_of(one)
        if key is not None:
            groups[key].append(one)
    return groups


def _name_and_birth(one: ListedPerson) -> Hashable:
    return (_plain(one.name), one.birth_date) if one.name and one.birth_date else None


def _plain(text: str) -> str:
    """Return what is left of a text when capitals, apostrophes, other marks and double spaces do not count."""
    return _NOT_A_LETTER.sub(" ", text.casefold().translate(_APOSTROPHES)).strip()


def _likeness(left: str, right: str) -> float:
    return fuzz.token_sort_ratio(_plain(left), _plain(right))


def _one_digit_apart(
    older: Sequence[ListedPerson], newer: Sequence[ListedPerson], policy: DifferencePolicy
) -> list[tuple[ListedPerson, ListedPerson]]:
    """Find pairs whose NIK differs in one digit and whose names agree.

    The name must agree because two people born on one day in one district have neighbouring numbers.
    """
    left, right = _with_nik(older), _with_nik(newer)
    left_niks, right_niks = _numbers(left), _numbers(right)
    found: list[tuple[ListedPerson, ListedPerson]] = []
    for digit in range(16):
        found += [
            (left[i], right[j])
            for i, j in _equal_pairs(_without(left_niks, digit), _without(right_niks, digit))
            if _likeness(left[i].name, right[j].name) >= policy.same_name_percent
        ]
    return sorted(found, key=lambda pair: (-_likeness(pair[0].name, pair[1].name), pair[0].row, pair[1].row))


def _with_nik(people: Iterable[ListedPerson]) -> list[ListedPerson]:
    """Return who has a whole NIK of his own; a number shared by many says nothing about one digit."""
    groups = _grouped(people, lambda one: one.nik if _SIXTEEN_DIGITS.fullmatch(one.nik) else None)
    return [alone[0] for alone in groups.values() if len(alone) == 1]


def _numbers(people: Sequence[ListedPerson]) -> npt.NDArray[np.int64]:
    return np.fromiter((int(one.nik) for one in people), np.int64, len(people))


def _without(niks: npt.NDArray[np.int64], digit: int) -> npt.NDArray[np.int64]:
    """Leave one digit out, counted from the right."""
    shorter: npt.NDArray[np.int64] = niks // 10 ** (digit + 1) * 10**digit + niks % 10**digit
    return shorter


def _equal_pairs(left: npt.NDArray[np.int64], right: npt.NDArray[np.int64]) -> Iterable[tuple[int, int]]:
    """Yield the positions of equal numbers in both arrays."""
    order = np.argsort(right, kind="stable")
    first = np.searchsorted(right[order], left, side="left")
    last = np.searchsorted(right[order], left, side="right")
    for i in np.flatnonzero(last > first).tolist():
        for position in range(int(first[i]), int(last[i])):
            yield i, int(order[position])


def _changes(left: ListedPerson, right: ListedPerson) -> ChangedPerson:
    return ChangedPerson(left.row, right.row, tuple(_changed_fields(left, right)))


def _changed_fields(left: ListedPerson, right: ListedPerson) -> Iterable[FieldChange]:
    if left.nik != right.nik:
        yield FieldChange("nik", _masked(left.nik), _masked(right.nik))
    for name in ("name", "occupation"):
        was, now = getattr(left, name), getattr(right, name)
        if was != now and _plain(was) != _plain(now):
            yield FieldChange(name, was, now)
    for name in ("birth_date", "sex", "village_code", "phone"):
        was, now = getattr(left, name), getattr(right, name)
        if was != now:
            yield FieldChange(name, _shown(was), _shown(now))
    for name in sorted(left.extra.keys() | right.extra.keys()):
        was, now = left.extra.get(name, ""), right.extra.get(name, "")
        if was != now:
            yield FieldChange(name, was, now)


def _shown(value: date | str | None) -> str:
    return "" if value is None else str(value)


def _masked(nik: str) -> str:
    return mask(nik) if nik else ""


def _odd_lists(
    older: Mapping[int, ListedPerson],
    newer: Mapping[int, ListedPerson],
    gone: tuple[int, ...],
    policy: DifferencePolicy,
) -> Iterable[Suspicion]:
    rows, now = len(older), len(newer)
    if rows < policy.rows_min:
        return
    if 100 * len(gone) > policy.gone_percent * rows:
        text = MANY_GONE.fill(gone=len(gone), rows=rows, percent=policy.gone_percent)
        yield Suspicion("MANY_GONE", text, before_rows=gone)
    if 100 * (now - rows) > policy.growth_percent * rows:
        yield Suspicion("SUDDEN_GROWTH", MANY_MORE.fill(rows=rows, now=now, percent=policy.growth_percent))


def _odd_repeats(newer: Mapping[int, ListedPerson]) -> Iterable[Suspicion]:
    for people in _grouped(newer.values(), lambda one: one.nik or None).values():
        if len(people) > 1:
            yield Suspicion("NIK_TWICE", TWICE.fill(times=len(people)), after_rows=_rows(people))
    for people in _grouped(newer.values(), _name_and_birth).values():
        if len({one.nik for one in people if one.nik}) > 1:
            yield Suspicion("PERSON_TWICE", PERSON_TWICE.fill(times=len(people)), after_rows=_rows(people))


def _rows(people: Iterable[ListedPerson]) -> tuple[int, ...]:
    return tuple(one.row for one in people)


def _odd_pairs(pairs: Sequence[tuple[ListedPerson, ListedPerson]], policy: DifferencePolicy) -> Iterable[Suspicion]:
    for left, right in pairs:
        if left.nik == right.nik:
            if _is_other_person(left, right, policy):
                yield Suspicion("SAME_NIK_OTHER_PERSON", OTHER_PERSON, (left.row,), (right.row,))
        elif left.nik and right.nik:
            is_slip = sum(a != b for a, b in zip(left.nik, right.nik, strict=False)) == 1
            code, text = ("NIK_ONE_DIGIT", ONE_DIGIT) if is_slip else ("SAME_PERSON_OTHER_NIK", OTHER_NIK)
            yield Suspicion(code, text, (left.row,), (right.row,))


def _is_other_person(left: ListedPerson, right: ListedPerson, policy: DifferencePolicy) -> bool:
    """Two names that are not alike, and a birth date or a sex that does not agree either."""
    if left.name == right.name or _likeness(left.name, right.name) >= policy.other_name_percent:
        return False
    dates_differ = left.birth_date is not None and right.birth_date is not None and left.birth_date != right.birth_date
    return dates_differ or (left.sex != right.sex and bool(left.sex) and bool(right.sex))
