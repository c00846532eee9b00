"""The reference names every setting, command and official term that the code has."""

from __future__ import annotations

import re
from pathlib import Path

import yaml
from django.apps import apps
from django.utils import translation

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs/reference"
SETTING = re.compile(r"\bJARING_[A-Z_]+\b(?=[\"'`=])|\bDATABASE_URL\b")


def headings(page: str, pattern: str) -> set[str]:
    return set(re.findall(rf"^#+ `({pattern})`$", (REFERENCE / page).read_text(encoding="utf-8"), re.MULTILINE))


def test_every_setting_has_its_heading() -> None:
    readers = [ROOT / "run.py", ROOT / "tests/conftest.py", ROOT / ".ci/run", *(ROOT / "src").rglob("*.py")]
    found = {name for path in readers for name in SETTING.findall(path.read_text(encoding="utf-8"))}

    assert "DATABASE_URL" in found
    assert found <= headings("settings.md", "[A-Z_]+")


ABBREVIATION = re.compile(r"\b[A-Z]{2,}\b")
LAW = ROOT / "src/jaring/core/law"


def labels_of_parameters() -> set[str]:
    files = (yaml.safe_load(path.read_text(encoding="utf-8")) for path in LAW.rglob("*/*.yaml"))
    return {parameter["label_id"] for file in files for parameter in file.values()}


def labels_of_fields() -> set[str]:
    own = [model for model in apps.get_models() if model.__module__.startswith("jaring.")]
    fields = [field for model in own for field in model._meta.fields if not field.auto_created]
    choices = [label for field in fields for _, label in field.flatchoices]
    with translation.override("id"):
        return {str(text) for text in [*(field.verbose_name for field in fields), *choices]}


def test_every_abbreviation_that_officers_read_is_in_the_glossary() -> None:
    """Official terms are what Indonesian labels write in capitals: NIK, JKK, APBD."""
    labels = labels_of_parameters() | labels_of_fields()
    explained = {word.upper() for word in re.findall(r"\w+", (REFERENCE / "glossary.md").read_text(encoding="utf-8"))}

    assert len(labels) > 50
    assert {word for label in labels for word in ABBREVIATION.findall(label)} - explained == set()
