"""Sentences that exist in Indonesian and in English, kept side by side so that neither can be forgotten."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


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
        """Put the same parts into both sentences, by ``str.format``."""
        return Text(self.id.format(**parts), self.en.format(**parts))

    def __str__(self) -> str:
        return self.id
