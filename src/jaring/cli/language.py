"""The language of one run of the command line, chosen by ``--lang`` or ``JARING_LANG``; Indonesian otherwise.

Help texts are written where the command is defined, in both languages, with ``both``. They travel through typer
as one string and are parted when the command is built, which is after the language is known.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Final

from jaring.core.text import Language, Text

_PARTING: Final = "\x1e"  # The record separator of ASCII: no help text contains it.
_language: ContextVar[Language] = ContextVar("language", default=Language.INDONESIAN)


def speak(language: Language) -> None:
    """Choose the language of everything that follows."""
    _language.set(language)


def current() -> Language:
    return _language.get()


def say(text: Text) -> str:
    """Return the sentence in the language of this run."""
    return text.say(current())


def both(indonesian: str, english: str) -> str:
    """Join a help text in both languages into the one string that typer takes."""
    return f"{indonesian}{_PARTING}{english}"


def part(joined: str) -> str:
    """Return the part of a joined text in the language of this run; any other text as it is."""
    indonesian, parting, english = joined.partition(_PARTING)
    return english if parting and current() is Language.ENGLISH else indonesian
