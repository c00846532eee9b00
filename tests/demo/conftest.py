"""One population and one folder of lists, shared by the tests that only look at them."""

from __future__ import annotations

from pathlib import Path

import pytest

from jaring.demo import DemoPerson, Truth, population, write_lists

_SEED = 2025


@pytest.fixture(scope="session")
def seed() -> int:
    return _SEED


@pytest.fixture(scope="session")
def people(seed: int) -> list[DemoPerson]:
    return population(seed)


@pytest.fixture(scope="session")
def lists_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lists")


@pytest.fixture(scope="session")
def truth(people: list[DemoPerson], lists_folder: Path, seed: int) -> Truth:
    return write_lists(people, lists_folder, seed)
