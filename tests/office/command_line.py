"""Run ``jaring`` inside a test, on the database of the test: as its user types it, without a process of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from jaring.cli import office
from jaring.cli.main import run


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended: its exit status, and what it printed."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The one JSON document on standard output."""
        assert self.status == 0, self.err
        read: dict[str, Any] = json.loads(self.out)
        return read

    @property
    def code(self) -> str:
        """The code of the refusal on standard error."""
        assert self.status == 1, (self.status, self.out, self.err)
        return str(json.loads(self.err)["code"]) if self.err.startswith("{") else self.err.split()[0]


Jaring = Callable[..., Done]


def command_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], now: datetime) -> Jaring:
    """Return a function that runs a command of 53.03 at an instant; what is no text is written as text."""
    monkeypatch.setattr(office, "open_office", lambda: None)
    monkeypatch.setattr(office, "now", lambda: now)

    def jaring(*arguments: object) -> Done:
        status = run([*map(str, arguments)], {"JARING_REGENCY": "53.03"})
        return Done(status, *capsys.readouterr())

    return jaring
