"""The description for software catalogues keeps to the standard and tells the truth about this version."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import jaring

ROOT = Path(__file__).parents[2]
REQUIRED = {
    "publiccodeYmlVersion",
    "name",
    "url",
    "platforms",
    "developmentStatus",
    "softwareType",
    "description",
    "legal",
    "maintenance",
    "localisation",
}


@pytest.fixture
def description() -> dict[str, Any]:
    loaded = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def test_every_key_that_the_standard_asks_for_is_there(description: dict[str, Any]) -> None:
    assert set(description) >= REQUIRED
    assert description["maintenance"]["contacts"][0]["name"]


def test_the_version_is_the_one_of_the_package(description: dict[str, Any]) -> None:
    assert description["softwareVersion"] == jaring.__version__


def test_the_licence_is_the_one_of_the_tree(description: dict[str, Any]) -> None:
    assert description["legal"]["license"] == "Apache-2.0"
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_each_language_has_descriptions_of_the_length_that_catalogues_show(description: dict[str, Any]) -> None:
    assert set(description["description"]) == set(description["localisation"]["availableLanguages"])
    for texts in description["description"].values():
        assert len(texts["shortDescription"]) <= 150
        assert 150 <= len(texts["longDescription"]) <= 10_000
        assert texts["features"]
