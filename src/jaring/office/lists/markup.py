"""The lines of a list as HTML. A template would take ten times as long, and half of all that the page takes."""

from __future__ import annotations

from functools import cache
from typing import Final

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jaring.office.lists.sheets import Cell, Kind, Table

_CLASSES: Final = {
    Kind.NUMBER: "num",
    Kind.RUPIAH: "num text-nowrap",
    Kind.CODE: "mono",
    Kind.SENTENCES: "sentences",
    Kind.DAY: "text-nowrap",
    Kind.MOMENT: "text-nowrap",
    Kind.MONTH: "text-nowrap",
}


def lines_of(table: Table) -> SafeString:
    """Return the rows of the table's body; the first cell of each heads its row and carries its tick box."""
    return format_html_join("\n", "<tr>{}{}</tr>", (_line(tick, cells) for tick, cells in table.rows))


def _line(tick: str, cells: list[Cell]) -> tuple[SafeString, SafeString]:
    first, *others = cells
    head = format_html('<th scope="row">{}{}</th>', _box(tick, first.text) if tick else "", _linked(first, first.text))
    return head, format_html_join(
        "", "<td{}{}>{}</td>", ((_frame(cell), _raw(cell), _content(cell)) for cell in others)
    )


def _box(tick: str, name: str) -> SafeString:
    """Return the box that chooses the line for an act on several."""
    return format_html(
        '<input type="checkbox" class="form-check-input" name="baris" value="{}" form="beberapa" aria-label="{}"> ',
        tick,
        _("Pilih %(name)s") % {"name": name},
    )


def _frame(cell: Cell) -> SafeString:
    return _column_frame(str(cell.column.label), cell.column.kind, cell.is_alarm)


@cache
def _column_frame(label: str, kind: Kind, is_alarm: bool) -> SafeString:
    """Return what the cells of a column have in common; ``label`` in the reader's language."""
    classes = [_CLASSES.get(kind, ""), "text-danger" if is_alarm else ""]
    named = format_html(' class="{}"', " ".join(filter(None, classes))) if any(classes) else ""
    return format_html(' data-label="{}"{}', label, named)


def _raw(cell: Cell) -> SafeString | str:
    return format_html(' data-raw="{}"', raw) if (raw := cell.raw) else ""


def _content(cell: Cell) -> SafeString:
    if badge := cell.badge:
        return _linked(cell, badge.html)
    if folded := cell.folded:
        sentences = format_html_join("", "<li>{}</li>", ((sentence,) for sentence in folded))
        return format_html("<details><summary>{}</summary><ul>{}</ul></details>", cell.first, sentences)
    return _linked(cell, cell.text)


def _linked(cell: Cell, shown: str | SafeString) -> SafeString:
    link = cell.link
    return format_html('<a href="{}" hx-boost="false">{}</a>', link, shown) if link else conditional_escape(shown)
