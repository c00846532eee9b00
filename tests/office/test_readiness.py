"""A database is used only when it is of this version and sealed with these keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError
from django.db.migrations.executor import MigrationExecutor

from jaring.office import readiness, vault
from jaring.office.access.models import KeyCheck
from jaring.office.readiness import (
    DatabaseNotReadyError,
    DatabaseUnreachableError,
    KeysDifferError,
    prepare,
    require_ready,
)


@pytest.fixture(autouse=True)
def database_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the test's database, which may live in memory, seem to be a file that exists."""
    path = tmp_path / "jaring.sqlite3"
    path.touch()
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", str(path))
    return path


def test_prepared_database_is_ready_and_preparing_is_safe_to_repeat(db: None) -> None:
    prepare()
    prepare()

    require_ready()
    assert bytes(KeyCheck.objects.get().value) == vault.check_value()


def test_database_that_was_never_prepared_is_not_ready(db: None) -> None:
    with pytest.raises(DatabaseNotReadyError, match="JRG-704"):
        require_ready()


def test_database_of_an_older_version_is_not_ready(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare()
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: ["one more"])

    with pytest.raises(DatabaseNotReadyError):
        require_ready()


def test_other_keys_are_refused(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare()
    monkeypatch.setattr(readiness.vault, "check_value", lambda: b"x" * 32)

    with pytest.raises(KeysDifferError, match="JRG-706"):
        require_ready()
    with pytest.raises(KeysDifferError):
        prepare()


def test_database_that_does_not_answer_is_refused(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(MigrationExecutor, "__init__", unreachable)

    with pytest.raises(DatabaseUnreachableError, match="JRG-705"):
        require_ready()
