"""Reading what people wrote in YAML, strictly: nothing misspelt, repeated or of the wrong kind passes."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import yaml

DEPTH_MAX: Final = 50
"""How deep what came from outside may be nested; a reader spends minutes on a thousand times as much."""


def read_yaml(path: Path) -> dict[str, Any]:
    """Read a YAML mapping; a key written twice is refused, where YAML itself would drop the first."""
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader)  # noqa: S506  # A safe loader below.
    if not isinstance(data, dict):
        raise TypeError(f"{path.name}: expected a mapping")
    return data


def mapping(place: str, data: object, required: set[str], optional: set[str]) -> dict[str, Any]:
    """Return a mapping that has all required keys and no unknown one."""
    if not isinstance(data, dict):
        raise TypeError(f"{place}: expected a mapping")
    if unknown := sorted(str(key) for key in set(data) - required - optional):
        raise ValueError(f"{place}: unknown keys {unknown}")
    if missing := sorted(required - set(data)):
        raise ValueError(f"{place}: missing keys {missing}")
    return data


def text(place: str, value: object) -> str:
    """Return a text that is not blank."""
    if not isinstance(value, str) or not value.strip():
        raise TypeError(f"{place}: expected a text, got {value!r}")
    return value


def parse_yaml(written: str) -> object:
    """Read YAML that came from outside: keys once, no depth, and no anchors, which a few lines could blow up with.

    Raises:
        YAMLError: it is not YAML.
        ValueError: a key is written twice, something is nested too deeply, or there are anchors.
    """
    depth = 0
    for event in yaml.parse(written, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEPTH_MAX or isinstance(event, yaml.AliasEvent):
            raise ValueError("anchors and depth are not read")
    return yaml.load(written, Loader=_StrictLoader)  # noqa: S506  # A safe loader below.


class _StrictLoader(yaml.CSafeLoader):
    """The fast safe loader, with duplicate keys refused."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        if repeated := {key for key in keys if keys.count(key) > 1}:
            raise ValueError(f"written twice: {sorted(repeated)}{node.start_mark}")
        return super().construct_mapping(node, deep)
