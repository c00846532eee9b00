"""Running worked examples: each rule answers an example with the document that its command prints."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from jaring.core import law
from jaring.core.benefit import document as benefit_document
from jaring.core.benefit import entitlement
from jaring.core.benefit.reading import read_case
from jaring.core.contribution import Payer, RiskGroup, Sector, contribution
from jaring.core.coverage import cover_on
from jaring.core.coverage import document as coverage_document
from jaring.core.coverage.reading import read_membership
from jaring.core.eligibility import EntryFacts, reasons_against_entry
from jaring.core.errors import JaringError
from jaring.core.fields import Fault, Fields, Misread, as_day, as_flag, one_of, whole
from jaring.core.law.document import value_document
from jaring.core.law.finding import weakest
from jaring.core.lawtest.table import Example, LawTestUnusableError, Rule, Table
from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.core.text import Text


class Difference(NamedTuple):
    """Where an answer is not what an example expects; the key is written ``items.death_grant``."""

    key: str
    expected: object
    got: object


@dataclass(frozen=True, slots=True)
class Result:
    """How one example came out."""

    example: Example
    differences: tuple[Difference, ...]

    @property
    def passed(self) -> bool:
        return not self.differences


def run_table(table: Table) -> Iterator[Result]:
    """Answer every example of a table and compare. What the rules refuse is an answer too: ``refused: JRG-101``.

    Raises:
        LawTestUnusableError: (JRG-105) the facts of an example are not those of its rule.
    """
    answer = _ANSWERS[table.rule]
    for example in table.examples:
        try:
            got = answer(example)
        except _FactsUnusable as unusable:
            raise LawTestUnusableError(
                table=table.name,
                place=Text(f"kasus {example.name}", f"case {example.name}"),
                fault=_FAULT.fill(field=unusable.fault.field, rule=unusable.fault.rule),
            ) from None
        except JaringError as refusal:
            if "refused" not in example.expect:
                yield Result(example, (Difference("refused", MISSING, _why(refusal)),))
                continue
            got = {"refused": refusal.code}
        yield Result(example, tuple(_differences("", example.expect, got)))


def _why(refusal: JaringError) -> Text:
    """Write a refusal that nobody expected out, so that the facts can be mended."""
    return Text(*(f"{refusal.code}: {title}" for title in refusal.title))


class _FactsUnusable(Exception):  # noqa: N818  # Caught in this module, which knows the name of the table.
    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.field)


def _facts_of(example: Example) -> tuple[Fields, list[Fault]]:
    faults: list[Fault] = []
    return Fields(example.facts, "facts", faults), faults


def _finish(fields: Fields, faults: list[Fault]) -> None:
    fields.done()
    if faults:
        raise _FactsUnusable(faults[0])


def _of_contribution(example: Example) -> object:
    fields, faults = _facts_of(example)
    payer = fields.needed("payer", one_of(Payer), Payer.SELF)
    income_idr = fields.needed("income_idr", whole(-_IDR_MAX, _IDR_MAX), 0)
    sector = fields.optional("sector", one_of(Sector), Sector.OTHER)
    group = fields.optional("risk_group", _risk_group, None)
    with_jht = fields.optional("with_jht", as_flag, False)
    paid_in = fields.optional("paid_in", _month, None)
    _finish(fields, faults)
    due = contribution(
        Month.of(example.day),
        payer,
        Rupiah(income_idr),
        sector,
        risk_group=group,
        with_jht=with_jht,
        paid_in=paid_in,
        readings=example.readings,
    )
    return {**due.as_json(), "jht_idr": due.jht.idr, "status": weakest(due.values).value}


def _risk_group(value: object) -> RiskGroup:
    return one_of(RiskGroup)(value)


def _month(value: object) -> Month | None:
    try:
        return Month.parse(value if isinstance(value, str) else "")
    except ValueError:
        raise Misread(_A_MONTH, is_form=True) from None


def _of_entry(example: Example) -> object:
    fields, faults = _facts_of(example)
    regency_code = fields.needed("regency", _text, "")
    facts = EntryFacts(
        birth_date=fields.optional("birth_date", as_day, None),
        regency_code=fields.optional("regency_code", _text, ""),
        occupation=fields.optional("occupation", _text, ""),
        is_covered_elsewhere=fields.optional("is_covered_elsewhere", as_flag, False),
        died_on=fields.optional("died_on", as_day, None),
    )
    _finish(fields, faults)
    reasons = reasons_against_entry(facts, regency_code=regency_code, day=example.day, readings=example.readings)
    return {"reasons": [reason.code.value for reason in reasons]}


def _of_parameter(example: Example) -> object:
    fields, faults = _facts_of(example)
    path = fields.needed("path", _text, "")
    where: dict[str, str] = fields.optional("where", _words, {})
    _finish(fields, faults)
    value = law.at(example.day, where, example.readings).value(path)
    document = value_document(value)
    source = value.source
    return {
        **document,
        "unit": law.parameter(path).unit,
        "status": source.status.value,
        "law": source.law,
        "article": source.article,
    }


def _of_coverage(example: Example) -> object:
    fields, faults = _facts_of(example)
    member = fields.raw("member")
    if member is None:  # The facts may be the membership itself.
        member = example.facts
    else:
        _finish(fields, faults)
    if not isinstance(member, Mapping):
        raise _FactsUnusable(Fault("facts.member", _PAIRS, is_form=True))
    return coverage_document.as_document(cover_on(read_membership(member), example.day, readings=example.readings))


def _of_benefit(example: Example) -> object:
    case = read_case(example.facts, as_of=example.day)
    return benefit_document.as_document(entitlement(case, readings=example.readings))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Misread(_A_TEXT, is_form=True)
    return value


def _words(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping) or not all(isinstance(word, str) for pair in value.items() for word in pair):
        raise Misread(_TEXT_PAIRS, is_form=True)
    return dict(value)


def _differences(key: str, expected: object, got: object) -> Iterator[Difference]:
    """Yield where the answer is not as expected; of mappings only the expected keys are compared."""
    if isinstance(expected, Mapping):
        by_key = _by_key(got)
        if by_key is None:
            yield Difference(key, expected, got)
            return
        for name, value in expected.items():
            inner = f"{key}.{name}" if key else str(name)
            yield from _differences(inner, value, _part(by_key.get(name, MISSING), value))
    elif isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        for number, (one, other) in enumerate(zip(expected, got, strict=True), start=1):
            yield from _differences(f"{key}[{number}]", one, other)
    elif not _same(expected, got):
        yield Difference(key, expected, got)


def _by_key(got: object) -> Mapping[Any, Any] | None:
    """Return what keys of an expectation select from: a mapping, or a list of objects by their codes."""
    if isinstance(got, Mapping):
        return got
    if isinstance(got, list) and all(isinstance(row, Mapping) and "code" in row for row in got):
        return {row["code"]: row for row in got}
    return None


def _part(got: object, expected: object) -> object:
    """Return the amount of a row where a plain number is expected of it: ``items: {funeral_grant: 10000000}``."""
    if type(expected) is int and isinstance(got, Mapping) and "amount_idr" in got:
        return got["amount_idr"]
    return got


def _same(expected: object, got: object) -> bool:
    if expected is None:
        return got is None or got is MISSING
    if isinstance(expected, bool) or isinstance(got, bool):
        return expected is got
    if isinstance(expected, date):
        return got in (expected, expected.isoformat())
    one, other = _fraction(expected), _fraction(got)
    return expected == got if one is None or other is None else one == other


def _fraction(value: object) -> Decimal | None:
    """Return a number, also one written as text (``"0.60"``), as an exact fraction; None for anything else."""
    if isinstance(value, int | float | Decimal) or (isinstance(value, str) and _NUMBER(value)):
        return Decimal(str(value))
    return None


class _Missing:
    def __repr__(self) -> str:
        return "-"


MISSING: Final = _Missing()
_IDR_MAX: Final = 10**15
_NUMBER: Final = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,15})?").fullmatch
_FAULT: Final = Text("{field} {rule}", "{field} {rule}")
_A_MONTH: Final = Text("ditulis sebagai TTTT-BB", "is written as YYYY-MM")
_A_TEXT: Final = Text("harus berupa teks", "has to be a text")
_PAIRS: Final = Text("harus berisi pasangan kunci dan nilai", "has to hold keys with values")
_TEXT_PAIRS: Final = Text("harus berisi pasangan teks", "has to hold pairs of texts")
_ANSWERS: Final[Mapping[Rule, Callable[[Example], object]]] = {
    Rule.CONTRIBUTION: _of_contribution,
    Rule.ENTRY: _of_entry,
    Rule.PARAMETER: _of_parameter,
    Rule.COVERAGE: _of_coverage,
    Rule.BENEFIT: _of_benefit,
}
