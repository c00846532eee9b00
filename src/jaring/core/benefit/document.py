"""The JSON document of an entitlement (contract of ``jaring benefit``), in one language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from jaring.core.benefit.answer import (
    ChildScholarship,
    Deadline,
    DelayCompensation,
    Entitlement,
    Inheritance,
    Item,
    Paper,
    Scholarship,
)
from jaring.core.coverage.document import as_document as cover_document
from jaring.core.law import Source, Value
from jaring.core.law.finding import Finding, sources_of
from jaring.core.text import Language


def as_document(answer: Entitlement, language: Language = Language.INDONESIAN) -> dict[str, object]:
    """Return the document. Money is whole rupiah, days are ISO, sentences are in ``language``."""
    return {
        "scheme": answer.scheme.value,
        "items": [_item(item, language) for item in answer.items],
        "cash_total_idr": answer.cash_total.idr,
        "not_yet_due_idr": answer.not_yet_due.idr,
        "scholarship": _scholarship(answer.scholarship, language),
        "services": _findings(answer.services, language),
        "documents": [_paper(paper, language) for paper in answer.papers],
        "deadlines": [_deadline(deadline, language) for deadline in answer.deadlines],
        "delay": _delay(answer.delay, language),
        "heirs": _heirs(answer, language),
        "cover": cover_document(answer.cover, language),
        "facts": _findings(answer.facts, language),
        "missing": _findings(answer.missing, language),
        "notes": _findings(answer.notes, language),
    }


def cited(sources: Iterable[Source], language: Language) -> str:
    """Write laws and articles as one string, each once: ``PP 82/2019, Pasal 25; PP 44/2015, Lampiran III``."""
    return "; ".join(dict.fromkeys(source.cited.say(language) for source in sources))


def _item(item: Item, language: Language) -> dict[str, object]:
    return {
        "code": item.code.value,
        "label": item.label.say(language),
        "amount_idr": item.amount.idr,
        "formula": item.formula.say(language),
        "source": cited(item.sources, language),
        "status": item.status.value,
    }


def _scholarship(study: Scholarship, language: Language) -> dict[str, object]:
    return {
        "per_child": [_child(child, language) for child in study.per_child],
        "total_max_idr": study.max_total.idr,
        "due_now_idr": study.due_now.idr,
        "reasons": _findings(study.reasons, language),
    }


def _child(child: ChildScholarship, language: Language) -> dict[str, object]:
    years = [
        {
            "level": year.level.value,
            "year_of_level": year.year_of_level,
            "starts_on": year.starts_on.isoformat(),
            "amount_idr": year.amount.idr,
            "is_due": year.is_due,
        }
        for year in child.years
    ]
    return {
        "child": child.child,
        "max_idr": child.max_total.idr,
        "due_now_idr": child.due_now.idr,
        "years": years,
        "reasons": _findings(child.reasons, language),
    }


def _paper(paper: Paper, language: Language) -> dict[str, object]:
    return {
        "code": paper.code,
        "label": paper.label.say(language),
        "from": paper.from_whom.say(language),
        "form": paper.form.say(language),
        "bring_to": paper.bring_to.say(language),
        "sources": _sources(paper.values),
    }


def _deadline(deadline: Deadline, language: Language) -> dict[str, object]:
    return {
        "code": deadline.code,
        "label": deadline.label.say(language),
        "by": _day(deadline.by),
        "is_past": deadline.is_past,
        "who": deadline.who.say(language),
        "sources": _sources(deadline.values),
        "notes": _findings(deadline.notes, language),
    }


def _delay(delay: DelayCompensation, language: Language) -> dict[str, object]:
    return {
        "days_late": delay.days_late,
        "amount_idr": delay.amount.idr,
        "formula": delay.formula.say(language),
        "sources": _sources(delay.values),
    }


def _heirs(answer: Entitlement, language: Language) -> dict[str, object]:
    inheritance: Inheritance = answer.inheritance
    shares = [
        {
            "survivor": share.survivor,
            "amount_idr": share.amount.idr,
            "needs_guardian": share.needs_guardian,
        }
        for share in inheritance.shares
    ]
    reasons = _findings(inheritance.reasons, language)
    return {"shares": shares, "to_fund_idr": inheritance.to_fund.idr, "reasons": reasons}


def _findings(findings: Iterable[Finding], language: Language) -> list[dict[str, object]]:
    return [
        {"code": each.code, "text": each.text.say(language), "sources": _sources(each.values)} for each in findings
    ]


def _sources(values: Iterable[Value]) -> list[dict[str, str]]:
    return [source.as_json() for source in sources_of(values)]


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
