"""The page about the law is what the parameter files say.

Run as a script, this file writes the generated part of the page anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from jaring.core import law
from jaring.core.law import OPEN_END, DisabilityRow, Parameter, Value
from jaring.core.law.words import facts_text, topic_of, topic_text, value_text
from jaring.core.text import Text
from jaring.core.wording import percent_text

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/reference/law.md"
BEGIN = "<!-- Written from the parameter files by: python tests/law/test_law_page.py -->\n"
END = "<!-- end -->\n"


def written_from_parameters() -> str:
    parts = ["\n## Parameter · Parameters\n"]
    for topic, group in groupby(law.all_parameters(), key=topic_of):
        parts.append(f"\n### {both(topic_text(topic))}\n")
        parts += [part for parameter in group for part in described(parameter)]
    parts.append("\n## Peraturan yang dikutip · Regulations cited\n\n| | Judul | Title |\n| --- | --- | --- |\n")
    parts += [f"| {each.name} | {each.title.id} | {each.title.en} |\n" for each in law.laws().values()]
    return "".join([*parts, "\n"])


def described(parameter: Parameter) -> list[str]:
    lines = [
        f"\n#### `{parameter.path}`\n",
        f"\n{parameter.label.id}. *{parameter.label.en}.* Satuan · unit: `{parameter.unit}`.\n",
    ]
    if parameter.note.id:
        lines.append(f"\n{parameter.note.id} *{parameter.note.en}*\n")
    lines.append("\n| Mulai · from | Sebelum · until | Untuk · for | Nilai · value | Sumber · source | Status |\n")
    lines.append("| --- | --- | --- | --- | --- | --- |\n")
    lines += [row_of(value) for value in parameter.values]
    notes = dict.fromkeys(value.note for value in parameter.values if value.note.id)
    lines += [f"\n- {note.id} *{note.en}*" for note in notes]
    for value in parameter.values:
        lines += [
            f"\n- `{each.name}` → {both(value_text(value.read_as(each)))}: {each.note.id} *{each.note.en}*"
            for each in value.alternatives
        ]
    lines += ["\n"] if lines[-1].startswith("\n-") else []
    return [*lines, *(line for value in parameter.values for line in rows_inside(value))]


def row_of(value: Value) -> str:
    until = "" if value.end == OPEN_END else value.end.isoformat()
    facts = both(facts_text(value))
    cells = [
        value.start.isoformat(),
        until,
        facts,
        both(value_text(value)),
        value.source.cited.id,
        value.source.status,
    ]
    return f"| {' | '.join(cells)} |\n"


def rows_inside(value: Value) -> Iterator[str]:
    """Yield the rows of a value that is a table of its own."""
    unit = law.parameter(value.path).unit
    if unit == "income table":
        yield "\n| Penghasilan dari · income from | sampai (tercetak) · to (printed) | Dasar · base |\n"
        yield "| ---: | ---: | ---: |\n"
        for bracket in value.brackets:
            to = "" if bracket.to_idr is None else f"{bracket.to_idr:,}"
            yield f"| {bracket.from_idr:,} | {to} | {bracket.base_idr:,} |\n"
    if unit == "disability table":
        yield "\n| Kode · code | Bagian tubuh · part of the body | Bagian · share | Kidal · left-handed |\n"
        yield "| --- | --- | ---: | --- |\n"
        for row in value.disabilities.values():
            yield f"| `{row.part}` | {both(row.label)} | {share_of(row)} | {row.other_side or ''} |\n"


def share_of(row: DisabilityRow) -> str:
    if row.rate_range is not None:
        return " - ".join(percent_text(share).id for share in row.rate_range)
    assert row.rate is not None
    share = percent_text(row.rate).id
    if row.per is None or row.rate_max is None:
        return share
    return f"{share} / {both(row.per)}, ≤ {percent_text(row.rate_max).id}"


def both(text: Text) -> str:
    return text.id if text.id == text.en else f"{text.id} · *{text.en}*"


def test_the_page_about_the_law_is_what_the_files_say() -> None:
    generated = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]

    assert generated == written_from_parameters(), f"write it anew: python {Path(__file__).relative_to(ROOT)}"


if __name__ == "__main__":
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(before + BEGIN + written_from_parameters() + END + after, encoding="utf-8")
