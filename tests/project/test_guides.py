"""A guide for every role: the same steps on the help page and in the papers, with fresh and small pictures.

Run as a script, this file writes the guides anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import django
import pytest
from django.utils import translation

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jaring.office.settings")
    django.setup()

from jaring.office.access.roles import Role
from jaring.office.ui.glossary import TERMS, Term
from jaring.office.ui.guides import GUIDES

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "panduan" / "peran"
GLOSSARY = ROOT / "docs" / "panduan" / "istilah.md"
PICTURES = ROOT / "docs" / "pictures"
PICTURE_BYTES_MAX = 120_000


def written(role: Role) -> str:
    """Return the guide of a role as Markdown."""
    guide = GUIDES[role]
    with translation.override("id"):
        lines = [f"# {role.label}", "", f"{guide.task.id}, dalam sepuluh menit.", ""]
    for number, step in enumerate(guide.steps, start=1):
        lines.append(f"{number}. {step.text.id}")
        if step.picture:
            seen = step.text.id.partition(".")[0].replace("**", "")
            lines += ["", f"    ![Langkah {number}: {seen}](../../pictures/{step.picture}.png)", ""]
    return "\n".join(
        [*lines, "", guide.mind.id, "", "Langkah yang sama tampil pada **Bantuan** di menu, juga tanpa jaringan.", ""]
    )


def written_terms() -> str:
    """Return what the words of pages and papers mean, as Markdown."""
    rows = [f"| {each.term.id} | {each.meaning.id} | {each.law} |" for each in in_order(TERMS)]
    head = ["# Istilah pada halaman dan dokumen", "", "Daftar yang sama tampil pada **Istilah** di menu.", ""]
    developers = "Nama dalam kode program dan berkas ada pada [rujukan istilah](../reference/glossary.md)."
    return "\n".join([*head, "| Istilah | Arti | Dasar |", "| --- | --- | --- |", *rows, "", developers, ""])


def in_order(terms: Iterable[Term]) -> list[Term]:
    return sorted(terms, key=lambda each: each.term.id.casefold())


def test_the_terms_of_the_guide_are_those_of_the_help_page() -> None:
    assert GLOSSARY.read_text(encoding="utf-8") == written_terms(), (
        f"write it anew: python {Path(__file__).relative_to(ROOT)}"
    )
    assert len({each.name for each in TERMS}) == len(TERMS)


def test_every_role_has_a_guide_of_its_own() -> None:
    assert set(GUIDES) == set(Role)
    assert len({guide.name for guide in GUIDES.values()}) == len(GUIDES)


@pytest.mark.parametrize("role", Role)
def test_the_guide_of_a_role_is_what_the_help_page_says(role: Role) -> None:
    page = FOLDER / f"{GUIDES[role].name}.md"

    assert page.read_text(encoding="utf-8") == written(role), (
        f"write it anew: python {Path(__file__).relative_to(ROOT)}"
    )


def test_every_picture_of_a_guide_is_there_and_small() -> None:
    asked = {step.picture for guide in GUIDES.values() for step in guide.steps if step.picture}
    sizes = {name: (PICTURES / f"{name}.png").stat().st_size for name in asked}

    assert {name for name, size in sizes.items() if size > PICTURE_BYTES_MAX} == set()


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    GLOSSARY.write_text(written_terms(), encoding="utf-8")
    for each in Role:
        (FOLDER / f"{GUIDES[each].name}.md").write_text(written(each), encoding="utf-8")
