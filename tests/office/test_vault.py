"""Numbers at rest: they open in their own cell only, any altered bit is noticed, and the file tells nobody."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from deliveries import listed, read, take_over, write_list
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from jaring.office import vault
from jaring.office.keys import Keys
from jaring.office.people.models import Person
from jaring.office.places.models import Regency
from jaring.office.vault import SealBrokenError, look_up, seal, unseal

if TYPE_CHECKING:
    from conftest import MakePerson, Users, Villages

ROW, OTHER_ROW = UUID(int=1), UUID(int=2)
NIK = "5303041203859001"

texts = st.text(max_size=40)


@pytest.fixture
def with_keys(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Return a function that puts other keys in use."""

    def use(*data: bytes) -> None:
        keys = Keys("s" * 50, dict(enumerate(data, 1)), dict.fromkeys(range(1, len(data) + 1), b"i" * 32))
        monkeypatch.setattr(vault, "keys", lambda: keys)
        vault._cipher.cache_clear()

    yield use
    vault._cipher.cache_clear()


@given(value=texts, row=st.uuids())
def test_what_was_sealed_opens_again(value: str, row: UUID) -> None:
    assert unseal(seal(value, "people_person", "nik", row), "people_person", "nik", row) == value


@given(value=texts.filter(bool))
def test_the_same_value_is_sealed_differently_each_time(value: str) -> None:
    assert seal(value, "t", "c", ROW) != seal(value, "t", "c", ROW)


@pytest.mark.parametrize(
    "place",
    [
        ("people_person", "nik", OTHER_ROW),
        ("people_person", "kk", ROW),
        ("intake_importrow", "nik", ROW),
        ("people_personn", "ik", ROW),
    ],
)
def test_value_moved_to_another_cell_does_not_open(place: tuple[str, str, UUID]) -> None:
    sealed = seal(NIK, "people_person", "nik", ROW)

    with pytest.raises(SealBrokenError, match="JRG-703"):
        unseal(sealed, *place)


@given(value=texts, position=st.integers(0), bit=st.integers(0, 7))
def test_every_flipped_bit_is_noticed(value: str, position: int, bit: int) -> None:
    sealed = bytearray(seal(value, "people_person", "nik", ROW))
    sealed[position % len(sealed)] ^= 1 << bit

    with pytest.raises(SealBrokenError):
        unseal(bytes(sealed), "people_person", "nik", ROW)


@given(length=st.integers(0, 28))
def test_cut_value_is_noticed(length: int) -> None:
    sealed = seal("", "people_person", "nik", ROW)

    with pytest.raises(SealBrokenError):
        unseal(sealed[:length], "people_person", "nik", ROW)


def test_value_sealed_with_another_key_does_not_open(with_keys: object) -> None:
    with_keys(b"a" * 32)  # type: ignore[operator]  # The fixture is a function.
    sealed = seal(NIK, "t", "c", ROW)
    with_keys(b"b" * 32)  # type: ignore[operator]  # The fixture is a function.

    with pytest.raises(SealBrokenError):
        unseal(sealed, "t", "c", ROW)


def test_older_key_still_opens_and_the_newest_seals(with_keys: object) -> None:
    with_keys(b"a" * 32)  # type: ignore[operator]  # The fixture is a function.
    older = seal(NIK, "t", "c", ROW)
    with_keys(b"a" * 32, b"b" * 32)  # type: ignore[operator]  # The fixture is a function.

    assert unseal(older, "t", "c", ROW) == NIK
    assert (older[0], seal(NIK, "t", "c", ROW)[0]) == (1, 2)


def test_look_up_value_differs_by_field_regency_and_value() -> None:
    values = [
        look_up("nik", "53.03", NIK),
        look_up("kk", "53.03", NIK),
        look_up("nik", "53.04", NIK),
        look_up("nik", "53.03", NIK[:-1] + "2"),
    ]

    assert len(set(values)) == 4
    assert {len(value) for value in values} == {32}
    assert look_up("nik", "53.03", NIK) == values[0]


def test_look_up_value_needs_the_key(with_keys: object) -> None:
    with_installed_key = look_up("nik", "53.03", NIK)
    with_keys(b"a" * 32)  # type: ignore[operator]  # The fixture is a function.

    assert look_up("nik", "53.03", NIK) != with_installed_key


def test_check_value_changes_with_every_key(with_keys: object) -> None:
    seen = set()
    for keys in ((b"a" * 32,), (b"b" * 32,), (b"a" * 32, b"b" * 32)):
        with_keys(*keys)  # type: ignore[operator]  # The fixture is a function.
        seen.add(vault.check_value())

    assert len(seen) == 3


def test_number_moved_to_another_person_does_not_open(villages: Villages, make_person: MakePerson) -> None:
    yohanes, petrus = make_person("Yohanes Naisoko", villages.kefa), make_person("Petrus Kefi", villages.kefa)
    Person.objects.filter(pk=petrus.pk).update(nik_sealed=yohanes.nik_sealed)

    with pytest.raises(SealBrokenError):
        _ = Person.objects.get(pk=petrus.pk).masked_nik


def everything_in_the_database() -> bytes:
    """Return every cell of every table, as the bytes and the text that they hold."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [_as_bytes(cell) for row in cursor.fetchall() for cell in row]
    return b"\n".join(found)


def _as_bytes(cell: object) -> bytes:
    return bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()


def disguises(number: str) -> list[bytes]:
    """Return a number as it might be hidden: plain, reversed, as an integer, hexadecimal or base64."""
    raw = number.encode()
    packed = int(number).to_bytes(8, "big")
    plain = [raw, raw[::-1], packed, packed[::-1]]
    encoded = [code(form) for form in plain for code in (bytes.hex, base64.b64encode, base64.b32encode)]
    shifted = [base64.b64encode(b"x" * pad + raw)[4 * bool(pad) : -4] for pad in range(3)]
    return plain + [c.encode() if isinstance(c, str) else c.rstrip(b"=") for c in encoded] + shifted


def test_no_number_of_a_delivery_can_be_read_from_the_database(
    gazetteer: Regency, users: Users, tmp_path: Path
) -> None:
    people = [listed(number) for number in range(4)]
    batch = read(write_list(tmp_path / "daftar.csv", people), users.officer)
    assert take_over(batch, users.officer)["new"] == len(people)

    stored = everything_in_the_database()

    assert people[0].name.encode() in stored  # Names are kept in clear, so the search does find what is there.
    numbers = {number for person in people for number in (person.nik, person.kk, person.phone[1:])}
    assert len(numbers) == 3 * len(people)
    for number in numbers:
        assert not [form for form in disguises(number) if form in stored or form.upper() in stored]


def test_look_for_a_number_finds_one_that_was_kept_in_clear(villages: Villages, make_person: MakePerson) -> None:
    make_person("Yohanes Naisoko", villages.kefa, heir_name=f"KTP {NIK[::-1]}", nik=NIK)

    assert NIK.encode()[::-1] in everything_in_the_database()
    assert uuid4().hex.encode() not in everything_in_the_database()
