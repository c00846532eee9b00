"""The reference page of the documents says what the code does."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from invented_people import invented_rows
from test_documents_wording import FACTS

from jaring.documents import upload, wording
from jaring.documents.annex import annex_hash, canonical_annex

PAGE = (Path(__file__).parents[2] / "docs/reference/documents.md").read_text(encoding="utf-8")


def test_the_recipe_for_the_hash_works_as_printed() -> None:
    recipe = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert recipe is not None
    names: dict[str, Callable[[Any], str]] = {}
    exec(recipe[1], names)
    rows = invented_rows(20)

    lines = canonical_annex(rows).decode().splitlines()[1:]

    assert names["annex_hash"](json.loads(line) for line in lines[::-1]) == annex_hash(rows)


def test_every_key_of_the_canonical_form_is_described() -> None:
    keys = json.loads(canonical_annex(invented_rows(1)).decode().splitlines()[1])

    assert [key for key in keys if f"`{key}`" not in PAGE] == []


def test_every_style_and_every_placeholder_is_described() -> None:
    said = wording._sayings(FACTS)

    assert [style for style in upload._STYLES if f"| `{style}` |" not in PAGE] == []
    assert [name for name in said if f"`{{{name}}}`" not in PAGE] == []
