"""The page about the law is what the parameter files say.

Run as a script, this file writes the generated part of the page anew.
"""

from __future__ import annotations

from pathlib import Path

from jaring.core import law
from jaring.core.law import OPEN_END, Parameter, Value

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/reference/law.md"
BEGIN = "<!-- Written from the parameter files by: python tests/law/test_law_page.py -->\n"
END = "<!-- end -->\n"


def written_from_parameters() -> str:
    parts = ["\n## Parameter · Parameters\n"]
    parts += [part for parameter in law.all_parameters() for part in described(parameter)]
    parts.append("\n## Peraturan yang dikutip · Regulations cited\n\n| | Judul | Title |\n| --- | --- | --- |\n")
    parts += [f"| {each.name} | {each.title.id} | {each.title.en} |\n" for each in law.laws().values()]
    return "".join([*parts, "\n"])


def described(parameter: Parameter) -> list[str]:
    lines = [
        f"\n### `{parameter.path}`\n",
        f"\n{parameter.label.id}. *{parameter.label.en}.* Satuan · unit: `{parameter.unit}`.\n",
    ]
    if parameter.note.id:
        lines.append(f"\n{parameter.note.id} *{parameter.note.en}*\n")
    lines.append("\n| Mulai · from | Sebelum · until | Untuk · for | Nilai · value | Sumber · source | Status |\n")
    lines.append("| --- | --- | --- | --- | --- | --- |\n")
    lines += [row_of(value) for value in parameter.values]
    for value in parameter.values:
        lines += [f"\n- {text.id} *{text.en}*" for text in [value.note] if text.id]
        lines += [
            f"\n- `{each.name}` → {written(each.content)}: {each.note.id} *{each.note.en}*"
            for each in value.alternatives
        ]
    return [*lines, "\n"] if lines[-1].startswith("\n-") else lines


def row_of(value: Value) -> str:
    until = "" if value.end == OPEN_END else value.end.isoformat()
    facts = "; ".join(f"{fact} = {', '.join(allowed)}" for fact, allowed in value.where.items())
    cells = [value.start.isoformat(), until, facts, written(value.content), value.source.cited, value.source.status]
    return f"| {' | '.join(cells)} |\n"


def written(content: law.Content) -> str:
    if isinstance(content, tuple):
        brackets = [item for item in content if isinstance(item, law.Bracket)]
        return f"{len(brackets)} baris · rows" if brackets else ", ".join(map(str, content))
    return str(content).lower() if isinstance(content, bool) else str(content)


def test_the_page_about_the_law_is_what_the_files_say() -> None:
    generated = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]

    assert generated == written_from_parameters(), f"write it anew: python {Path(__file__).relative_to(ROOT)}"


if __name__ == "__main__":
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(before + BEGIN + written_from_parameters() + END + after, encoding="utf-8")
