"""What the insurer answers about the people of a test: lines in memory, taken in through the service."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch
from uuid import UUID, uuid4

from jaring.core.insurer.answer import Answer, AnswerKind, Part
from jaring.core.insurer.codes import LINE_FIELDS, LineCode
from jaring.core.month import Month
from jaring.office.people.models import Person
from jaring.office.reconciliation import services
from jaring.office.reconciliation.models import InsurerFile, MatchRun

if TYPE_CHECKING:
    from jaring.office.access.models import User
    from jaring.office.programme.models import Payer

NOW = datetime(2026, 12, 20, 4, 0, tzinfo=UTC)
MONTH = Month(2026, 11)
STRANGER_NIK = "5303155208809999"


def line_of(person: Person, **changes: str) -> dict[str, str]:
    """Return a line about somebody of ours, as the insurer writes him unless changed."""
    born = person.birth_date.isoformat() if person.birth_date else ""
    return {"nik": person.identifier("nik"), "name": person.name, "birth_date": born, "total_idr": "16800"} | changes


def stranger(nik: str = STRANGER_NIK, **changes: str) -> dict[str, str]:
    """Return a line about somebody whom nobody here knows."""
    return {"nik": nik, "name": "Orang Lain", "birth_date": "1980-08-12", "total_idr": "16800"} | changes


def answer_of(kind: AnswerKind, lines: Sequence[dict[str, str]], month: Month = MONTH) -> Answer:
    """Return an answer that has these lines."""
    columns: dict[str, list[str]] = {name: [line.get(name, "") for line in lines] for name in LINE_FIELDS}
    columns["row"] = [str(number) for number, _ in enumerate(lines, start=2)]
    columns["part"] = ["0"] * len(lines)
    codes = {
        number: tuple(map(LineCode, line["codes"].split(";"))) for number, line in enumerate(lines) if "codes" in line
    }
    hashed = sha256(repr((kind, month, lines)).encode()).hexdigest()
    part = Part("daftar.csv", hashed, 1, 1, {"nik": "NIK"}, (), len(lines), 0, None)
    return Answer(kind, month, (part,), columns, codes)


@contextmanager
def answered(answer: Answer) -> Iterator[None]:
    """Let the service meet this answer, whatever file it is given."""
    with patch.object(services, "read_answer", lambda *_, **__: answer):
        yield


def take_in(
    actor: User,
    lines: Sequence[dict[str, str]],
    kind: AnswerKind = AnswerKind.ACTIVE,
    month: Month = MONTH,
    payer: Payer | None = None,
    regency_code: str = "53.03",
) -> InsurerFile:
    with answered(answer_of(kind, lines, month)):
        return services.take_in(
            [Path("daftar.csv")], kind, month, regency_code=regency_code, payer=payer, actor=actor, now=NOW
        )


def match(actor: User, month: Month = MONTH, request_key: UUID | None = None, **options: Any) -> MatchRun:
    given: dict[str, Any] = {"regency_code": "53.03", "actor": actor, "now": NOW} | options
    return services.reconcile(month, request_key=request_key or uuid4(), **given)
