"""Reading the keys of a JSON object: every fault is kept with the name of its field, so that all are told at once.

A fault names the field and the rule, never the value: what somebody typed into a wrong field may be a number that
identifies a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final, NamedTuple, TypeVar

from jaring.core.money import Rupiah
from jaring.core.text import Text

T = TypeVar("T")
Choice = TypeVar("Choice", bound=StrEnum)

MONEY_MAX_IDR: Final = 10**15
ROWS_MAX: Final = 100
_YEARS: Final = range(1900, 2201)
_ISO_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch
_SHARE: Final = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,6})?").fullmatch
_KEY: Final = re.compile(r"[A-Za-z_]{1,40}").fullmatch


class Fault(NamedTuple):
    """A field that cannot be used. ``is_form`` tells a value of the wrong form from one that cannot be true."""

    field: str
    rule: Text
    is_form: bool


class Misread(Exception):  # noqa: N818  # Caught within this module's own object, never shown.
    """What a reader raises: the rule that the value breaks."""

    def __init__(self, rule: Text, *, is_form: bool) -> None:
        self.rule, self.is_form = rule, is_form
        super().__init__(rule.en)


class Fields:
    """One JSON object: each key is taken once, and ``done`` names what nobody took."""

    def __init__(self, document: object, place: str, faults: list[Fault]) -> None:
        self.place, self.faults = place, faults
        self._rest: dict[object, object] = {}
        self._is_object = isinstance(document, Mapping)
        if isinstance(document, Mapping):
            self._rest.update(document)
        else:
            faults.append(Fault(place or "-", _AN_OBJECT, is_form=True))

    def name(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key

    def needed(self, key: str, read: Callable[[object], T], stand_in: T) -> T:
        """Read a key that must be there; after a fault the stand-in keeps the reading going."""
        if self._rest.get(key) is None:
            self._rest.pop(key, None)
            if self._is_object:  # Otherwise that there is no object has been said, and says it all.
                self.fault(key, _NEEDED, is_form=True)
            return stand_in
        return self.optional(key, read, stand_in)

    def optional(self, key: str, read: Callable[[object], T], default: T) -> T:
        """Read a key that may be missing or null."""
        given = self._rest.pop(key, None)
        if given is None:
            return default
        try:
            return read(given)
        except Misread as misread:
            self.fault(key, misread.rule, is_form=misread.is_form)
            return default

    def rows(self, key: str, read: Callable[[Fields], T]) -> tuple[T, ...]:
        """Read a list of objects; missing is empty."""
        given = self._rest.pop(key, None)
        if given is None:
            return ()
        if not isinstance(given, list | tuple):
            self.fault(key, _A_LIST, is_form=True)
            return ()
        if len(given) > ROWS_MAX:
            self.fault(key, _TOO_MANY.fill(most=ROWS_MAX), is_form=True)
            return ()
        return tuple(self._row(f"{self.name(key)}[{i}]", row, read) for i, row in enumerate(given))

    def _row(self, place: str, row: object, read: Callable[[Fields], T]) -> T:
        fields = Fields(row, place, self.faults)
        result = read(fields)
        fields.done()
        return result

    def raw(self, key: str) -> object:
        """Take a value as it is; None where it is missing."""
        return self._rest.pop(key, None)

    def fault(self, key: str, rule: Text, *, is_form: bool = False) -> None:
        self.faults.append(Fault(self.name(key), rule, is_form))

    def done(self) -> None:
        """Refuse by name whatever nobody asked for, so that a misspelt key never changes an answer unseen."""
        for key in self._rest:
            known_form = isinstance(key, str) and _KEY(key)
            self.faults.append(Fault(self.name(str(key) if known_form else "?"), _UNKNOWN_KEY, is_form=True))


def as_day(value: object) -> date:
    """Read ``YYYY-MM-DD``, or a day that a YAML file already holds."""
    if isinstance(value, date) and not isinstance(value, datetime):
        day = value
    else:
        day = _parsed_day(value)
    if day.year not in _YEARS:
        raise Misread(_DAY_FAR, is_form=False)
    return day


def _parsed_day(value: object) -> date:
    try:
        return date.fromisoformat(value if isinstance(value, str) and _ISO_DAY(value) else "")
    except ValueError:
        raise Misread(_DAY, is_form=True) from None


def as_money(value: object) -> Rupiah:
    """Read whole rupiah, zero or more."""
    return Rupiah(whole(0, MONEY_MAX_IDR)(value))


def whole(least: int, most: int) -> Callable[[object], int]:
    """Return a reader of whole numbers between two limits, both included."""

    def read(value: object) -> int:
        if type(value) is not int:  # bool is an int to isinstance, and a float may hide a fraction.
            raise Misread(_WHOLE, is_form=True)
        if not least <= value <= most:
            raise Misread(_BETWEEN.fill(least=least, most=most), is_form=False)
        return value

    return read


def as_share(value: object) -> Decimal:
    """Read a share between 0 and 1, written as text: ``"0.5"`` is half."""
    if isinstance(value, str) and _SHARE(value):
        share = Decimal(value)
    elif type(value) in {int, Decimal}:
        share = _decimal(value)
    else:
        raise Misread(_SHARE_FORM, is_form=True)
    if not 0 <= share <= 1:
        raise Misread(_SHARE_RANGE, is_form=False)
    return share


def _decimal(value: object) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise Misread(_SHARE_FORM, is_form=True) from None


def as_flag(value: object) -> bool:
    if type(value) is not bool:
        raise Misread(_FLAG, is_form=True)
    return value


def one_of(kind: type[Choice]) -> Callable[[object], Choice]:
    """Return a reader of one of the values of ``kind``."""
    by_value = {member.value: member for member in kind}
    rule = _ONE_OF.fill(values=", ".join(by_value))

    def read(value: object) -> Choice:
        if not isinstance(value, str) or value not in by_value:
            raise Misread(rule, is_form=False)
        return by_value[value]

    return read


_AN_OBJECT: Final = Text("harus berupa objek JSON", "must be a JSON object")
_A_LIST: Final = Text("harus berupa daftar", "must be a list")
_TOO_MANY: Final = Text("paling banyak {most} baris", "at most {most} rows")
_NEEDED: Final = Text("wajib diisi", "must be given")
_UNKNOWN_KEY: Final = Text("kunci ini tidak dikenal", "this key is not known")
_DAY: Final = Text("tulis tanggal yang ada sebagai TTTT-BB-HH", "write an existing day as YYYY-MM-DD")
_DAY_FAR: Final = Text("tahunnya harus antara 1900 dan 2200", "the year must lie between 1900 and 2200")
_WHOLE: Final = Text("tulis bilangan bulat tanpa tanda kutip", "write a whole number without quotes")
_BETWEEN: Final = Text("harus antara {least} dan {most}", "must lie between {least} and {most}")
_SHARE_FORM: Final = Text('tulis bagian sebagai teks, misalnya "0.5"', 'write the share as text, for example "0.5"')
_SHARE_RANGE: Final = Text(
    "harus antara 0 dan 1; seluruhnya (100\u00a0%) adalah 1", "must lie between 0 and 1; all of it (100\u00a0%) is 1"
)
_FLAG: Final = Text("tulis true atau false", "write true or false")
_ONE_OF: Final = Text("pilih salah satu: {values}", "choose one of: {values}")
