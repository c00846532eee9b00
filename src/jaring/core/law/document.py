"""Legal parameters as JSON documents: rates are text, so that nothing is lost; money is whole rupiah."""

from __future__ import annotations

from jaring.core.law import OPEN_END, Bracket, DisabilityRow, Parameter, RateStep, Value
from jaring.core.text import Language


def parameter_document(parameter: Parameter, language: Language = Language.INDONESIAN) -> dict[str, object]:
    """Return a parameter with all its values."""
    return {
        "path": parameter.path,
        "label": parameter.label.say(language),
        "unit": parameter.unit,
        "note": parameter.note.say(language),
        "values": [value_document(value, language) for value in parameter.values],
    }


def value_document(value: Value, language: Language = Language.INDONESIAN) -> dict[str, object]:
    """Return one value with its days, its source and its other readings."""
    source = value.source
    return {
        "path": value.path,
        "from": value.start.isoformat(),
        "until": None if value.end == OPEN_END else value.end.isoformat(),
        "where": {fact: list(allowed) for fact, allowed in value.where.items()},
        "value": plain(value.content, language),
        "source": {**source.as_json(), "checked": source.checked.isoformat(), "via": source.via},
        "note": value.note.say(language),
        "alternatives": [
            {"name": each.name, "value": plain(each.content, language), "note": each.note.say(language)}
            for each in value.alternatives
        ],
    }


def plain(content: object, language: Language = Language.INDONESIAN) -> object:
    """Return the content of a value as JSON has it."""
    match content:
        case Bracket():
            return {"from_idr": content.from_idr, "to_idr": content.to_idr, "base_idr": content.base_idr}
        case RateStep():
            return {"from_month": content.from_month, "rate": str(content.rate)}
        case DisabilityRow():
            return _disability(content, language)
        case tuple():
            return [plain(item, language) for item in content]
        case bool() | int():
            return content
        case _:
            return str(content)


def _disability(row: DisabilityRow, language: Language) -> dict[str, object]:
    low, high = row.rate_range or (row.rate, row.rate)
    return {
        "part": row.part,
        "label": row.label.say(language),
        "rate_from": str(low),
        "rate_to": str(high),
        "per": None if row.per is None else row.per.say(language),
        "rate_max": None if row.rate_max is None else str(row.rate_max),
        "other_side": row.other_side,
    }
