"""Deliveries made without files: rows judged by the core's own rules and kept as the reader keeps them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import count

import pytest
from import_rows import (
    AS_OF,
    GOOD,
    IN_MANAMAS,
    NO_BIRTH_DATE,
    NOW,
    SHORT_NIK,
    Villages,
)

from jaring.core.intake import Cell, Record, judge_row
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import scope_for
from jaring.office.intake import services
from jaring.office.intake.models import ImportBatch, ImportFile, ImportRow
from jaring.office.places.models import Village

MakeDelivery = Callable[..., ImportBatch]


@pytest.fixture
def villages(real_villages: Villages) -> Villages:
    """The real villages of 53.03, because the core knows these and no others, and one of another regency."""
    return real_villages


@pytest.fixture
def make_delivery(villages: object) -> MakeDelivery:
    """Return a function that makes a delivery of rows; ``village`` is whose delivery it is, none for the regency's."""
    numbers = count(1)

    def make(
        actor: User,
        rows: Sequence[Mapping[str, str]],
        *,
        village: Village | None = None,
        file_name: str = "daftar.xlsx",
        sheet: str = "Lembar1",
    ) -> ImportBatch:
        number = next(numbers)
        batch = ImportBatch.objects.create(
            regency_id="53.03",
            village=village,
            kind=ImportBatch.Kind.LISTS,
            state=ImportBatch.State.PREVIEW,
            source=f"Kiriman {number}",
            sender="Kepala Desa",
            received_date=date(2026, 11, 20),
            as_of=AS_OF,
            content_hash=hashlib.sha256(str(number).encode()).hexdigest(),
            created_by=actor,
            created_at=NOW,
        )
        file = ImportFile.objects.create(batch=batch, name=file_name, sha256="0" * 64, size_bytes=1)
        scope = scope_for(actor, Action.IMPORT_LISTS)
        made = []
        for position, typed in enumerate(rows, 2):
            judged = judge_row(typed, regency="53.03", as_of=AS_OF)
            cells = tuple(Cell(name.upper(), text, name) for name, text in typed.items())
            record = Record(file_name, sheet, position, judged.verdict, judged.findings, judged.values, cells)
            made.append(services._row(batch, file, record, scope))
        ImportRow.objects.bulk_create(made)
        services._recount(batch)
        return batch

    return make


@pytest.fixture
def delivery(make_delivery: MakeDelivery, users: object) -> ImportBatch:
    """The regency's delivery: a good, a doubtful and a bad row of Kefamenanu Selatan, and a good one of Manamas."""
    return make_delivery(users.officer, [GOOD, NO_BIRTH_DATE, SHORT_NIK, IN_MANAMAS])  # type: ignore[attr-defined]  # A fixture typed as an object.
