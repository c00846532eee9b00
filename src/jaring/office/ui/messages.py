"""Keep the English of the pages: ``python -m jaring.office.ui.messages`` renews ``django.po`` and compiles it.

Django's own ``makemessages`` needs GNU gettext, which office machines and bare Debian lack; Babel is here anyway.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

OFFICE = Path(__file__).resolve().parents[1]
PO = OFFICE / "locale" / "en" / "LC_MESSAGES" / "django.po"
HEADER = "# The English of Jaring's pages. Source strings are Indonesian."
BORN = datetime(2026, 11, 1, tzinfo=UTC)
"""A fixed date: a catalogue that changes with the day of its making is noise in every comparison."""
CALL = re.compile(r"""\w+\((?:u?'(?:\\.|[^'\\])*'|u?"(?:\\.|[^"\\])*"|[\s,\w])*\)""")
"""A call with nothing but strings and names in its brackets."""
KEYWORDS: Final[dict[str, Any]] = dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")) | {
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def found() -> Catalog:
    """Return every source string of the office's Python files and templates."""
    catalog = Catalog(locale="en")
    for path, text in _sources():
        for _line, message, comments, context in extract(
            "python", BytesIO(text.encode()), KEYWORDS, ("Translators:",), {"encoding": "utf-8"}
        ):
            where = path.relative_to(OFFICE).as_posix()
            catalog.add(message, locations=[(where, 0)], auto_comments=comments, context=context)
    return catalog


def kept() -> Catalog:
    """Return the catalogue as it stands in the repository."""
    if not PO.exists():
        return Catalog(locale="en")
    with PO.open("rb") as file:
        return read_po(file, locale="en", domain="django")


def missing(catalog: Catalog) -> list[str]:
    """Return the source strings of ``catalog`` that have no English yet."""
    return [str(m.id) for m in catalog if m.id and not (all(m.string or ()) if m.pluralizable else m.string)]


def renewed() -> Catalog:
    """Return the catalogue of today's sources with the English that is known; what is no longer used is gone."""
    catalog = Catalog(locale="en", header_comment=HEADER, project="Jaring", creation_date=BORN, revision_date=BORN)
    catalog.fuzzy = False
    english = kept()
    for message in found():
        if message.id:
            known = english.get(message.id, message.context)
            places = sorted(set(message.locations))
            text = known.string if known else None
            catalog.add(message.id, text, places, auto_comments=message.auto_comments, context=message.context)
    return catalog


def compiled(catalog: Catalog) -> bytes:
    """Return the ``.mo`` of a catalogue."""
    file = BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def renew() -> list[str]:
    """Bring the ``.po`` up to date with the sources, compile it, and return what has no English yet."""
    catalog = renewed()
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, catalog, width=110, sort_output=True, include_lineno=False)
    PO.with_suffix(".mo").write_bytes(compiled(catalog))
    return missing(catalog)


def _sources() -> Iterator[tuple[Path, str]]:
    for path in sorted(OFFICE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, path.read_text(encoding="utf-8")
    for path in sorted(OFFICE.rglob("templates/**/*.html")):
        code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        yield path, "\n".join(call.group() for call in CALL.finditer(code))  # The rest is filling, not Python.


if __name__ == "__main__":
    settings.configure(USE_I18N=True)
    for line in renew():
        sys.stdout.write(f"tanpa bahasa Inggris: {line}\n")
