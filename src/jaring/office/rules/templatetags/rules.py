"""Pieces of the law on any page: ``{% load rules %}``. Described in ``docs/developer/pages.md``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jaring.core import law
from jaring.core.benefit.case import Level, Relation
from jaring.core.contribution import Payer, RateFacts, Sector, contribution_for_base
from jaring.core.law import DisabilityRow, Parameter, Value, words
from jaring.core.law.finding import Finding
from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.core.wording import percent_text
from jaring.office.rules.case_words import RELATION_LABELS
from jaring.office.rules.readers import REGENCY
from jaring.office.ui.templatetags.jaring import icon, rupiah, say

register = template.Library()


@register.filter
def value_text(value: Value) -> str:
    """A value of law in words, by its unit."""
    return say(words.value_text(value))


@register.filter
def facts_text(value: Value) -> str:
    """For whom or what a value holds; empty where for everybody."""
    return say(words.facts_text(value))


@register.filter
def days_text(value: Value) -> str:
    """The days on which a value holds."""
    return say(words.days_text(value))


@register.filter
def topic_text(parameter: Parameter) -> str:
    """What the file of a parameter is about."""
    return say(words.topic_text(words.topic_of(parameter)))


@register.simple_tag
def explanation_address(month: Month, payer: str, base_idr: int, sector: str = "other", regency: str = "") -> str:
    """Where a contribution is explained. It holds what the amount depends on, and nothing about anybody."""
    query = {"bulan": str(month), "sumber": payer, "dasar": str(base_idr), "bidang": sector}
    if regency:
        query[REGENCY] = regency
    return f"{reverse('rules:contribution_explained')}?{urlencode(query)}"


@register.simple_tag
def explained_amount(
    amount_idr: int | Rupiah, month: Month, payer: str, base_idr: int, sector: str = "other", regency: str = ""
) -> SafeString:
    """An amount of contribution as a link to how it came about, marked where it rests on an assumed value."""
    return format_html(
        '<a class="explained" href="{}">{}<span class="visually-hidden"> – {}</span></a>{}',
        explanation_address(month, payer, base_idr, sector, regency),
        rupiah(amount_idr),
        _("lihat cara menghitungnya"),
        _mark(month, payer, base_idr, sector),
    )


@register.simple_tag
def amount_leading_to(amount_idr: int | Rupiah, address: str) -> SafeString:
    """A sum as a link to the parts that it is made of."""
    words = _("lihat rinciannya")
    return format_html(
        '<a class="explained" href="{}">{}<span class="visually-hidden"> – {}</span></a>',
        address,
        rupiah(amount_idr),
        words,
    )


def _mark(month: Month, payer: str, base_idr: int, sector: str) -> SafeString:
    """Return the sign of an assumed value behind a contribution; nothing where every value has a source."""
    facts = RateFacts(month, Payer(payer), Rupiah(base_idr), Sector(sector))
    if not contribution_for_base(facts).rests_on_assumption:
        return SafeString("")
    words = _("memakai anggapan")
    return format_html(' <span class="assumed" title="{}">{}</span>', words, icon("alert-triangle", words))


class Table(NamedTuple):
    """A table that the law prints."""

    headings: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    is_numeric: bool


@register.filter
def law_table(value: Value) -> Table | None:
    """The rows of a value that is a table; None where it is none."""
    unit = law.parameter(value.path).unit
    if unit == "income table":
        return _income_table(value)
    return _disability_table(value) if unit == "disability table" else None


def _income_table(value: Value) -> Table:
    rows = value.brackets
    ends = [*(rupiah(row.to_idr) for row in rows[:-1]), _("ke atas")]
    cells = [(rupiah(row.from_idr), end, rupiah(row.base_idr)) for row, end in zip(rows, ends, strict=True)]
    return Table((_("Penghasilan dari"), _("sampai (tercetak)"), _("Dasar penghasilan")), cells, is_numeric=True)


def _disability_table(value: Value) -> Table:
    rows = value.disabilities.values()
    return Table((_("Bagian tubuh"), _("Persentase")), [(_part(row), _share(row)) for row in rows], False)


def _part(row: DisabilityRow) -> str:
    """Name a part; where its share is for a step, the step and the most that all steps give."""
    if row.per is None or row.rate_max is None:
        return say(row.label)
    parts = {"part": say(row.label), "step": say(row.per), "most": say(percent_text(row.rate_max))}
    return _("%(part)s, tiap %(step)s (paling banyak %(most)s)") % parts


def _share(row: DisabilityRow) -> str:
    if row.rate_range:
        low, high = (say(percent_text(rate)) for rate in row.rate_range)
        return f"{low} – {high}"
    return say(percent_text(row.rate)) if row.rate is not None else ""


@register.filter
def level_text(level: Level) -> str:
    """A level of education, as people call it."""
    return level.value if level is not Level.PT else _("perguruan tinggi")


@register.filter
def relation_text(relation: Relation) -> str:
    """How a survivor stands to the participant."""
    return say(RELATION_LABELS[relation])


@register.filter
def cited_text(words: str) -> str:
    """A law or an article that a document keeps, in the reader's language."""
    return say(law.cited_text(words))


@register.filter
def grounds(finding: Finding) -> list[Value]:
    """The values behind a sentence, one for each article cited."""
    once: dict[str, Value] = {}
    for value in finding.values:
        once.setdefault(value.source.cited.id, value)
    return list(once.values())
