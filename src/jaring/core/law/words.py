"""Values of law in words: what a person reads where the file has a number, a code or a table.

The words of codes stand in ``words.yaml``; those of payers, sectors, risk groups, segments and papers in their own
modules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

from jaring.core.contribution import Payer, RiskGroup, Sector, Segment
from jaring.core.law import FOLDER, OPEN_END, Parameter, RateStep, Value, parameter, read_yaml
from jaring.core.money import Rounding
from jaring.core.text import Text
from jaring.core.wording import day_text, percent_text


def value_text(value: Value) -> Text:
    """Write a value by the unit of its parameter; of a table, how long it is.

    >>> from datetime import date
    >>> value_text(parameter("contribution/bpu/jkm_monthly").at(date(2026, 5, 1), {}))
    Text(id='Rp6.800 sebulan', en='Rp6.800 a month')
    """
    return _WRITERS[parameter(value.path).unit](value)


def facts_text(value: Value) -> Text:
    """Write for whom or what a value holds: ``sumber iuran: Dana Desa``; empty where it holds for everybody."""
    parts = (
        Text("{fact}: {codes}", "{fact}: {codes}").fill(fact=fact_text(fact), codes=_either(codes, value.path))
        for fact, codes in value.where.items()
    )
    return _joined("; ", parts)


def fact_text(fact: str) -> Text:
    """Write the name of a fact that ``where`` uses; a fact without words of its own stands for itself."""
    return _words().facts.get(fact, Text(fact, fact))


def days_text(value: Value) -> Text:
    """Write the days on which a value holds. The file names the first day without it, people the last day with it."""
    start = day_text(value.start)
    if value.end == OPEN_END:
        return _SINCE.fill(start=start)
    return _FROM_TO.fill(start=start, last=day_text(value.end - timedelta(days=1)))


def code_text(code: str, path: str = "") -> Text:
    """Write a code of the law in words; a code without words of its own stands for itself.

    Args:
        code: The code.
        path: The parameter in which it stands, since some codes mean different things in different ones.
    """
    words = _words()
    return words.codes_of.get(path, {}).get(code) or words.codes.get(code) or Text(code, code)


def is_worded(code: str, path: str = "") -> bool:
    """Say whether people are spared the code itself."""
    words = _words()
    return code in words.codes or code in words.codes_of.get(path, {})


def topic_of(shown: Parameter) -> str:
    """Return the file in which a parameter stands: ``contribution/bpu``."""
    return shown.path.rpartition("/")[0]


def topic_text(topic: str) -> Text:
    """Write what a file of the law is about; a file without words of its own stands for itself."""
    return _words().topics.get(topic, Text(topic, topic))


def _counted(singular: Text, plural: Text) -> Callable[[Value], Text]:
    return lambda value: (singular if value.count == 1 else plural).fill(count=value.count)


def _money(suffix: Text) -> Callable[[Value], Text]:
    return lambda value: _AMOUNT.fill(amount=value.amount, suffix=suffix)


def _share(suffix: Text) -> Callable[[Value], Text]:
    return lambda value: _AMOUNT.fill(amount=percent_text(value.rate), suffix=suffix)


def _schedule(value: Value) -> Text:
    steps = value.rate_steps
    parts = [
        _MONTHS_AT.fill(first=a.from_month, last=b.from_month - 1, share=percent_text(a.rate))
        for a, b in pairwise(steps)
    ]
    return _joined("; ", [*parts, _last_step(steps[-1])])


def _last_step(step: RateStep) -> Text:
    return _MONTHS_FROM.fill(first=step.from_month, share=percent_text(step.rate))


def _groups(value: Value) -> Text:
    return _joined(
        "; ",
        (
            Text("{n}. {codes}", "{n}. {codes}").fill(n=n, codes=_either(group, value.path))
            for n, group in enumerate(value.groups, 1)
        ),
    )


def _either(codes: Iterable[str], path: str) -> Text:
    return _joined(", ", (code_text(code, path) for code in codes))


def _joined(comma: str, parts: Iterable[Text]) -> Text:
    listed = list(parts)
    return Text(comma.join(part.id for part in listed), comma.join(part.en for part in listed))


class _Words(NamedTuple):
    topics: Mapping[str, Text]
    facts: Mapping[str, Text]
    codes: Mapping[str, Text]
    codes_of: Mapping[str, Mapping[str, Text]]


@cache
def _words() -> _Words:
    from jaring.core.benefit.papers import WORDS  # Here, because benefits themselves speak through this module.

    written = read_yaml(FOLDER / "words.yaml")
    labels = {member.value: member.label for kind in (Payer, Sector, RiskGroup, Segment) for member in kind}
    papers = {code: words.label for code, words in WORDS.items()}
    return _Words(
        topics=_pairs(written["topics"]),
        facts=_pairs(written["facts"]),
        codes={**labels, **papers, **_pairs(written["codes"])},
        codes_of={path: _pairs(codes) for path, codes in written["codes_of"].items()},
    )


def _pairs(data: Mapping[str, Sequence[str]]) -> dict[str, Text]:
    return {name: Text(*pair) for name, pair in data.items()}


_AMOUNT: Final = Text("{amount}{suffix}", "{amount}{suffix}")
_NOTHING: Final = Text("", "")
_A_MONTH: Final = Text(" sebulan", " a month")
_A_YEAR: Final = Text(" setahun", " a year")
_A_DAY: Final = Text(" sehari", " a day")
_SINCE: Final = Text("sejak {start}", "since {start}")
_FROM_TO: Final = Text("{start} sampai dengan {last}", "{start} to {last}")
_MONTHS_AT: Final = Text("bulan ke-{first} sampai ke-{last}: {share}", "months {first} to {last}: {share}")
_MONTHS_FROM: Final = Text("bulan ke-{first} dan seterusnya: {share}", "month {first} and later: {share}")
_YES: Final = Text("ya", "yes")
_NO: Final = Text("tidak", "no")
_ROWS: Final = Text("tabel {count} baris", "table of {count} rows")
_ROUNDINGS: Final[Mapping[Rounding, Text]] = {
    Rounding.HALF_UP: Text("setengah rupiah ke atas", "half a rupiah goes up"),
    Rounding.UP: Text("selalu ke atas", "always up"),
    Rounding.DOWN: Text("selalu ke bawah", "always down"),
}
_WRITERS: Final[Mapping[str, Callable[[Value], Text]]] = {
    "IDR": _money(_NOTHING),
    "IDR/month": _money(_A_MONTH),
    "IDR/year": _money(_A_YEAR),
    "1": _share(_NOTHING),
    "1/month": _share(_A_MONTH),
    "1/day": _share(_A_DAY),
    "years": _counted(Text("{count} tahun", "{count} year"), Text("{count} tahun", "{count} years")),
    "months": _counted(Text("{count} bulan", "{count} month"), Text("{count} bulan", "{count} months")),
    "days": _counted(Text("{count} hari", "{count} day"), Text("{count} hari", "{count} days")),
    "working days": _counted(
        Text("{count} hari kerja", "{count} working day"), Text("{count} hari kerja", "{count} working days")
    ),
    "hours": _counted(Text("{count} jam", "{count} hour"), Text("{count} jam", "{count} hours")),
    "children": _counted(Text("{count} anak", "{count} child"), Text("{count} anak", "{count} children")),
    "day of month": lambda value: Text("tanggal {count}", "day {count} of the month").fill(count=value.count),
    "yes or no": lambda value: _YES if value.flag else _NO,
    "code": lambda value: code_text(value.name, value.path),
    "codes": lambda value: _either(value.names, value.path),
    "groups of codes": _groups,
    "counts of months": lambda value: Text("{counts} bulan", "{counts} months").fill(
        counts=", ".join(map(str, value.counts))
    ),
    "rounding": lambda value: _ROUNDINGS[value.rounding],
    "income table": lambda value: _ROWS.fill(count=len(value.brackets)),
    "rate schedule": _schedule,
    "disability table": lambda value: _ROWS.fill(count=len(value.disabilities)),
}
