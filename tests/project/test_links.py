"""The papers hold together: every link leads somewhere, every page is in the contents, nothing is orphaned."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)


def pages() -> list[Path]:
    return sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])


def links(page: Path) -> Iterator[tuple[Path, str]]:
    """Yield the file and the anchor of every link of a page that stays inside the project."""
    for target in LINK.findall(CODE.sub("", page.read_text(encoding="utf-8"))):
        if "://" not in target and not target.startswith("mailto:"):
            path, _, anchor = target.partition("#")
            yield (page.parent / path).resolve() if path else page, anchor


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[ ]+", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower()) for heading in headings}


def contents(entry: Any) -> Iterator[str]:
    """Yield every page that the table of contents of ``mkdocs.yml`` names."""
    if isinstance(entry, str):
        yield entry
    elif isinstance(entry, dict):
        for below in entry.values():
            yield from contents(below)
    else:
        for below in entry:
            yield from contents(below)


def test_every_link_leads_to_a_file() -> None:
    broken = [(page.name, target.name) for page in pages() for target, _ in links(page) if not target.exists()]

    assert broken == []


def test_every_anchor_leads_to_a_heading() -> None:
    broken = [
        (page.name, target.name, anchor)
        for page in pages()
        for target, anchor in links(page)
        if anchor and target.suffix == ".md" and target.exists() and anchor not in anchors(target)
    ]

    assert broken == []


def test_the_table_of_contents_is_the_tree() -> None:
    named = set(contents(yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]))
    present = {page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md")}

    assert named == present
