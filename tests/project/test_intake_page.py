"""The page about the intake explains every code of a row and of a file, as the code explains it.

Run as a script, this file writes the generated part of the page anew.
"""

from __future__ import annotations

from pathlib import Path

from jaring.core.intake.codes import Code, FileCode, Weight
from jaring.core.text import Text

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/reference/intake.md"
BEGIN = "<!-- Written from the code by: python tests/project/test_intake_page.py -->\n"
END = "<!-- end -->\n"
TITLES = {
    Weight.REJECTS: Text("Kode yang menolak baris", "Codes that reject a row"),
    Weight.DOUBTS: Text("Kode yang membuat baris meragukan", "Codes that make a row doubtful"),
    Weight.REMARK: Text("Catatan yang tidak mengubah putusan", "Remarks that leave the verdict alone"),
}


def line(code: Code | FileCode) -> str:
    return f"| `{code.value}` | {code.problem.id} {code.remedy.id} | {code.problem.en} {code.remedy.en} |\n"


def table(title: Text, codes: list[Code] | list[FileCode]) -> str:
    head = "| Kode | Arti dan yang dilakukan | Meaning and what to do |\n| --- | --- | --- |\n"
    return f"\n## {title.id} · {title.en}\n\n{head}" + "".join(line(code) for code in codes)


def written_from_code() -> str:
    rows = [table(TITLES[weight], [code for code in Code if code.weight is weight]) for weight in Weight]
    files = table(Text("Kode berkas yang ditolak", "Codes of a refused file"), list(FileCode))
    return "".join([*rows, files]) + "\n"


def test_the_page_about_the_intake_is_what_the_codes_say() -> None:
    generated = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]

    assert generated == written_from_code(), f"write it anew: python {Path(__file__).relative_to(ROOT)}"


if __name__ == "__main__":
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(before + BEGIN + written_from_code() + END + after, encoding="utf-8")
