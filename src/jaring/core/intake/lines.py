"""Whole columns at a glance: which lines of a text, one cell a line, are not as nearly all are.

Going through a hundred thousand cells one by one takes longer than reading them. A pattern that swallows line
after line stops only at the odd ones.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from jaring.core.intake.cells import CellValue

# Each pattern matches as many usual lines as follow one another. Possessive, so it never goes back.
SIXTEEN_DIGITS: Final = re.compile(r"(?:[0-9]{16}\n)*+")
MOBILE_NUMBERS: Final = re.compile(r"(?:08[1-9][0-9]{7,10}\n)*+")
USUAL_DATES: Final = re.compile(r"(?:(?:0[1-9]|1[0-9]|2[0-8])([-/.])(?:0[1-9]|1[0-2])\1(?:19[0-9]{2}|200[0-9])\n)*+")
USUAL_DATES_END: Final = 2010
PLAIN_WORDS: Final = re.compile(r"(?:[A-Za-z]++(?:'[A-Za-z]++)?+(?: [A-Za-z]++\.?+(?:'[A-Za-z]++)?+)++\n)*+")

_FIRST_WORDS = re.compile(r"^[^ \n]+", re.MULTILINE).findall


def joined(cells: Sequence[CellValue]) -> str | None:
    """Return a column's cells, each with a newline behind it; ``None`` unless all are texts of one line."""
    if not set(map(type, cells)) <= {str}:
        return None
    text = "\n".join([*cells, ""])  # type: ignore[list-item]  # All are texts, as just seen.
    return text if text.count("\n") == len(cells) and "\r" not in text else None


def odd_lines(text: str, usual: re.Pattern[str]) -> list[int]:
    """Return the numbers, from 0, of the lines that the pattern does not match; every line ends in a newline.

    >>> odd_lines("5303040101909001\\n-\\n5303040101909002\\n", SIXTEEN_DIGITS)
    [1]
    """
    odd = []
    position = line = 0
    while position < len(text):
        match = usual.match(text, position)
        end = match.end() if match else position
        line += text.count("\n", position, end)
        if end == len(text):
            break
        odd.append(line)
        line += 1
        position = text.index("\n", end) + 1
    return odd


def first_words(text: str) -> set[str]:
    """Return the distinct first words of the lines, in lower case."""
    return {word.lower() for word in set(_FIRST_WORDS(text))}
