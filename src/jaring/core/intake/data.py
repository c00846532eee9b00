"""The tables beside this module: headings and occupations, kept as YAML so that they can be widened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

HEADINGS: Final = "headings.yaml"
OCCUPATIONS: Final = "occupations.yaml"

_tables: dict[str, dict[str, Any]] = {}


def load_table(name: str) -> dict[str, Any]:
    """Return the mapping that a YAML file of this package holds; read once."""
    if name not in _tables:
        from pathlib import Path

        import yaml  # Takes 15 ms to import: a child process is handed its tables instead.

        loader: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        text = (Path(__file__).parent / name).read_text(encoding="utf-8")
        table = yaml.load(text, Loader=loader)  # noqa: S506 - both loaders are the safe ones.
        assert isinstance(table, dict), f"{name} holds a mapping"
        _tables[name] = table
    return _tables[name]


def take_tables(tables: Mapping[str, dict[str, Any]]) -> None:
    """Use tables that another process has read."""
    _tables.update(tables)
