"""The tables beside this module: headings and occupations, kept as YAML so that they can be widened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_LOADER: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_table(name: str) -> dict[str, Any]:
    """Return the mapping that a YAML file of this package holds."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    table = yaml.load(text, Loader=_LOADER)  # noqa: S506 - both loaders are the safe ones.
    assert isinstance(table, dict), f"{name} holds a mapping"
    return table
