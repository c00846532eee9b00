"""The answer of the coverage rules as a JSON document (contract of ``jaring coverage``)."""

from __future__ import annotations

from datetime import date

from jaring.core.coverage.cover import Cover
from jaring.core.coverage.lapse import Lapse
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


def lapse_document(lapse: Lapse, language: Language = Language.INDONESIAN) -> dict[str, object]:
    """Return what happens if nothing more is paid, as stands under ``lapse``."""
    values = [value for reason in lapse.reasons for value in reason.values]
    restart = lapse.restart
    months = (
        ()
        if restart is None or restart.funeral_only is None
        else restart.funeral_only[0].until(restart.funeral_only[1])
    )
    return {
        "last_covered_on": _written(lapse.last_covered_on),
        "uncovered_from": _written(lapse.uncovered_from),
        "pay_next": None if lapse.pay_next is None else str(lapse.pay_next),
        "due_on": _written(lapse.due_on),
        "payable_until": _written(lapse.payable_until),
        "borders": [
            {
                "on": border.on.isoformat(),
                "unpaid_months": border.unpaid_months,
                "ended": border.is_end,
                "text": border.why.text.say(language),
            }
            for border in lapse.borders
        ],
        "restart": None
        if restart is None
        else {
            "on": restart.on.isoformat(),
            "jkm_full_from": restart.jkm_full_from.isoformat(),
            "funeral_only_months": [str(month) for month in months],
        },
        "restoration_possible": lapse.restoration_possible,
        "reasons": [{"code": reason.code, "text": reason.text.say(language)} for reason in lapse.reasons],
        "sources": [source.as_json() for source in sources_of(values)],
    }
