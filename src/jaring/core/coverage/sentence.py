"""Sentences of the coverage rules: a public code and its words, which become a finding when the facts are put in."""

from __future__ import annotations

from typing import NamedTuple

from jaring.core.law import Value
from jaring.core.law.finding import Finding
from jaring.core.text import Text


class Sentence(NamedTuple):
    """A public code and its sentence."""

    code: str
    text: Text

    @classmethod
    def of(cls, code: str, indonesian: str, english: str) -> Sentence:
        return cls(code, Text(indonesian, english))

    def on(self, *values: Value, **parts: object) -> Finding:
        """Return the finding with the parts put in, resting on the values."""
        return Finding(self.code, self.text.fill(**parts), values)
