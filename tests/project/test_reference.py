"""The reference names every setting, command and official term that the code has."""

from __future__ import annotations

import re
from pathlib import Path

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
