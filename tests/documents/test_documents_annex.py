"""The hash of an annex pins down every printed word, and an outsider can recompute it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_people import invented_rows

from jaring.core.month import Month
from jaring.documents.annex import (
    AnnexChange,
    AnnexRow,
    annex_hash,
    by_district,
    canonical_annex,
    canonical_line,
    check_annex,
)
from jaring.documents.errors import DocumentFactsError, IdentifierExposedError

PEOPLE = invented_rows(12)
ANOTHER_VALUE = {
    "number": 99,
    "birth_year": 1950,
    "effective_month": Month(2025, 8),
    "change": AnnexChange.REMOVAL,
}


@given(st.permutations(PEOPLE))
def test_the_order_of_rows_does_not_matter(shuffled: list[AnnexRow]) -> None:
    assert annex_hash(shuffled) == annex_hash(PEOPLE)


@pytest.mark.parametrize("field", [field.name for field in fields(AnnexRow)])
def test_every_field_matters(field: str) -> None:
    changed = replace(PEOPLE[4], **{field: ANOTHER_VALUE.get(field, "lain")})

    assert annex_hash([*PEOPLE[:4], changed, *PEOPLE[5:]]) != annex_hash(PEOPLE)


def test_leaving_a_row_out_or_giving_it_twice_matters() -> None:
    assert len({annex_hash(PEOPLE), annex_hash(PEOPLE[1:]), annex_hash([*PEOPLE, PEOPLE[0]])}) == 3


def test_the_canonical_form_never_changes_unnoticed() -> None:
    row = AnnexRow(
        number=1,
        district_code="53.03.05",
        district_name="Kota Kefamenanu",
        village_code="53.03.05.1001",
        village_name="Bansone",
        name='Maria "Ria" Té Naisaban',
        masked_nik="530305********01",
        birth_year=1980,
        address="RT 001/RW 002",
        occupation="Petani",
        effective_month=Month(2025, 7),
    )

    assert canonical_line(row).decode() == (
        '{"address":"RT 001/RW 002","birth_year":1980,"change":"addition","district_code":"53.03.05",'
        '"district_name":"Kota Kefamenanu","effective_month":"2025-07","masked_nik":"530305********01",'
        '"name":"Maria \\"Ria\\" Té Naisaban","number":1,"occupation":"Petani","reason":"",'
        '"village_code":"53.03.05.1001","village_name":"Bansone"}'
    )
    assert annex_hash([row]) == "99847cb719d4b4fe96fb6e837b36fe629c4231f178af05a50865dce48f6b95a3"


def test_an_outsider_can_recompute_the_hash_from_the_lines() -> None:
    first, *lines = canonical_annex(PEOPLE).decode().splitlines()

    again = sorted(
        json.dumps(json.loads(line), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        for line in lines
    )
    digest = hashlib.sha256(b"".join(line + b"\n" for line in [first.encode(), *again])).hexdigest()
    assert digest == annex_hash(PEOPLE)
    assert {json.loads(line)["name"] for line in lines} == {row.name for row in PEOPLE}


def test_people_stand_by_kecamatan_village_and_number() -> None:
    grouped = by_district(reversed(PEOPLE))

    assert [code for code, _ in grouped] == ["53.03.01", "53.03.02", "53.03.03"]
    assert [row for _, group in grouped for row in group] == PEOPLE


def test_an_unmasked_nik_is_refused_without_being_repeated() -> None:
    exposed = replace(PEOPLE[3], masked_nik="5303041109909001")

    with pytest.raises(IdentifierExposedError) as refusal:
        check_annex([*PEOPLE[:3], exposed])

    assert "5303041109909001" not in str(refusal.value) + refusal.value.title.id + refusal.value.advice.id
    assert "4" in refusal.value.title.id


def test_a_number_that_stands_twice_is_refused() -> None:
    with pytest.raises(DocumentFactsError):
        check_annex([PEOPLE[0], replace(PEOPLE[1], number=1)])
