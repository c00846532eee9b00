"""How names are compared and searched: without case, accents, apostrophes and extra spaces."""

from __future__ import annotations

import unicodedata

_DROPPED = str.maketrans("", "", "'’‘`´.\"")


def search_form(name: str) -> str:
    """Return the form of a name under which it is stored for searching and in which a query is matched."""
    plain = name.translate(_DROPPED)
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return " ".join(plain.upper().split())
