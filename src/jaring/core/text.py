"""Sentences that exist in Indonesian and in English, kept side by side so that neither can be forgotten."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final, NamedTuple


class Language(StrEnum):
    """A language that Jaring speaks. Indonesian is the default everywhere."""

    INDONESIAN = "id"
    ENGLISH = "en"


class Text(NamedTuple):
    """One sentence in both languages."""

    id: str
    en: str

    def say(self, language: Language | str = Language.INDONESIAN) -> str:
        """Return the sentence in ``language``."""
        return self.en if language == Language.ENGLISH else self.id

    def fill(self, **parts: object) -> Text:
        """Put the parts into both sentences, by ``str.format``; a part that is a Text goes in by language.

        In English ``{count:month|months}`` is the count with the word that fits it.
        """
        # Written out rather than looped: explanations fill dozens of sentences for one case.
        indonesian = {name: part[0] if isinstance(part, Text) else part for name, part in parts.items()}
        english = {name: part[1] if isinstance(part, Text) else part for name, part in parts.items()}
        sentence = _COUNTED.sub(lambda found: _counted(found, english), self.en) if "|" in self.en else self.en
        return Text(self.id.format_map(indonesian), sentence.format_map(english))

    def __str__(self) -> str:
        return self.id


def _counted(found: re.Match[str], parts: dict[str, object]) -> str:
    name, one, many = found.groups()
    return f"{{{name}}} {one if parts[name] == 1 else many}"


_COUNTED: Final = re.compile(r"\{(\w+):([^{}|]+)\|([^{}|]+)\}")
