"""The page about the reconciliation names every column, rejection, difference and cause, as the data has them.

Run as a script, this file writes the generated part of the page anew.
"""

from __future__ import annotations

from pathlib import Path

from jaring.core.insurer.templates import all_templates
from jaring.core.insurer.words import causes, kinds, rejections

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/reference/reconciliation.md"
BEGIN = "<!-- Written from the code by: python tests/project/test_reconciliation_page.py -->\n"
END = "<!-- end -->\n"


def written_from_code() -> str:
    lines = [
        "",
        "### Kolom · Columns",
        "",
        "| Daftar | Kolom | Wajib | Judul yang dikenal |",
        "| --- | --- | --- | --- |",
    ]
    lines += [
        f"| {template.kind.label.id} | {column.label.id} | {'ya' if column.is_required else ''} |"
        f" {', '.join(column.headings)} |"
        for template in all_templates()
        for column in template.columns
    ]
    lines += [
        "",
        "### Alasan penolakan · Rejections",
        "",
        "| Kunci | Arti | Meaning | Kode anggapan |",
        "| --- | --- | --- | --- |",
    ]
    lines += [
        f"| `{entry.key}` | {entry.label.id} | {entry.label.en} | {', '.join(sorted(entry.codes))} |"
        for entry in rejections().values()
    ]
    lines += [
        "",
        "### Perbedaan · Differences",
        "",
        "| Kunci | Arti | Meaning | Penanggung jawab | Hari |",
        "| --- | --- | --- | --- | ---: |",
    ]
    lines += [
        f"| `{entry.key}` | {entry.label.id} | {entry.label.en} | {entry.owner} | {entry.days} |"
        for entry in kinds().values()
    ]
    lines += [
        "",
        "### Sebab · Causes",
        "",
        "| Kunci | Arti | Meaning | Iuran diminta kembali |",
        "| --- | --- | --- | --- |",
    ]
    lines += [
        f"| `{entry.key}` | {entry.label.id} | {entry.label.en} | {'ya' if entry.claims_back else ''} |"
        for entry in causes().values()
    ]
    return "\n".join([*lines, "", ""])


def test_the_page_about_reconciliation_is_what_the_data_says() -> None:
    generated = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]

    assert generated == written_from_code(), f"write it anew: python {Path(__file__).relative_to(ROOT)}"


if __name__ == "__main__":
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    PAGE.write_text(before + BEGIN + written_from_code() + END + rest.partition(END)[2], encoding="utf-8")
