"""The answer of the coverage rules as a JSON document (contract of ``jaring coverage``)."""

from __future__ import annotations

from datetime import date

from jaring.core.coverage.cover import Cover
from jaring.core.law.finding import sources_of
from jaring.core.text import Language


def as_document(cover: Cover, language: Language = Language.INDONESIAN) -> dict[str, object]:
    """Return the document; sentences are in ``language``, everything else is the same in both."""
    values = [value for reason in cover.reasons for value in reason.values]
    return {
        "on": cover.day.isoformat(),
        "covered": cover.is_covered,
        "jkk": cover.jkk.value,
        "jkm": cover.jkm.value,
        "since": _written(cover.since),
        "until": _written(cover.until),
        "jkm_full_from": _written(cover.jkm_full_from),
        "contribution_months": cover.contribution_months,
        "reasons": [{"code": reason.code, "text": reason.text.say(language)} for reason in cover.reasons],
        "sources": [source.as_json() for source in sources_of(values)],
    }


def _written(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
