"""Every refusal can be looked up, says what to do in both languages, and never carries a person's data.

Run as a script, this file writes the generated part of the page about refusals anew.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
import string
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import jaring
from jaring.core.errors import JaringError
from jaring.core.text import Text

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/reference/errors.md"
BEGIN = "<!-- Written from the code by: python tests/project/test_refusals.py -->\n"
END = "<!-- end -->\n"
AREAS = {
    "1": "Peraturan dan hitungan · Law and rules",
    "2": "Buku besar · Ledger",
    "3": "Tagihan · Billing",
    "4": "Daftar dan impor · Lists and import",
    "5": "Program dan Surat Keputusan · Programme and decree",
    "6": "Hak akses · Access",
    "7": "Pemasangan dan pengoperasian · Set-up and operation",
    "8": "Dokumen · Documents",
}
PERSONAL_PARTS = {"nik", "kk", "kk_number", "kpj", "person", "phone", "mother_name", "heir_name", "birth_date"}


def import_everything() -> None:
    """Import every module of the package, so that every class of refusal exists."""
    for module in pkgutil.walk_packages(jaring.__path__, "jaring."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def refusals() -> list[type[JaringError]]:
    """Return every refusal of the package that has a code of its own, by code."""
    import_everything()

    def below(kind: type[JaringError]) -> Iterator[type[JaringError]]:
        for sub in kind.__subclasses__():
            yield sub
            yield from below(sub)

    own = {kind for kind in below(JaringError) if kind.__module__.startswith("jaring.") and "code" in vars(kind)}
    return sorted(own, key=lambda kind: (kind.code, kind.__qualname__))


def sentences() -> Iterator[tuple[str, Text]]:
    for kind in refusals():
        yield f"{kind.code} sentence", kind.sentence
        yield f"{kind.code} hint", kind.hint


def parts_of(sentence: str) -> set[str]:
    return {field.split(".")[0] for _, field, _, _ in string.Formatter().parse(sentence) if field}


def have_the_same_parts(text: Text) -> bool:
    """Say whether both sentences name the same; ``{why_id}`` and ``{why_en}`` are one part in two languages."""
    indonesian, english = parts_of(text.id), parts_of(text.en)
    only_indonesian = {part.removesuffix("_id") for part in indonesian - english}
    return only_indonesian == {part.removesuffix("_en") for part in english - indonesian}


def written_from_code() -> str:
    """Return the generated part of the page: a heading, both sentences and both hints for each code."""
    parts: list[str] = []
    area = ""
    for kind in refusals():
        if kind.code[4] != area:
            area = kind.code[4]
            parts.append(f"\n## JRG-{area}xx · {AREAS[area]}\n")
        parts.append(
            f"\n### {kind.code}\n\n{kind.sentence.id} {kind.hint.id}\n\n*{kind.sentence.en} {kind.hint.en}*\n"
        )
    return "".join(parts) + "\n"


def test_every_refusal_has_a_code_of_its_own() -> None:
    uses = Counter(kind.code for kind in refusals())

    assert {code: times for code, times in uses.items() if times > 1} == {}


def test_every_code_belongs_to_an_area() -> None:
    strange = [kind.code for kind in refusals() if not re.fullmatch(r"JRG-[1-8][0-9]{2}", kind.code)]

    assert strange == []


def test_every_refusal_speaks_both_languages_and_says_what_to_do() -> None:
    silent = [where for where, text in sentences() if not text.id.strip() or not text.en.strip()]

    assert silent == []


def test_both_languages_name_the_same_parts() -> None:
    unequal = [where for where, text in sentences() if not have_the_same_parts(text)]

    assert unequal == []


def test_no_refusal_has_a_part_for_a_persons_data() -> None:
    leaking = [where for where, text in sentences() if parts_of(text.id + text.en) & PERSONAL_PARTS]

    assert leaking == []


def test_no_message_carries_a_number_of_sixteen_digits() -> None:
    carrying = [where for where, text in sentences() if re.search(r"[0-9]{16}", text.id + text.en)]

    assert carrying == []


def test_the_page_about_refusals_is_what_the_code_says() -> None:
    generated = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]

    assert generated == written_from_code(), f"write it anew: python {Path(__file__).relative_to(ROOT)}"


def test_every_refusal_of_the_set_up_has_its_heading() -> None:
    used = set(re.findall(r'"(JRG-[0-9]{3})"', (ROOT / "run.py").read_text(encoding="utf-8")))
    headings = set(re.findall(r"^### (JRG-79[0-9])$", PAGE.read_text(encoding="utf-8"), re.MULTILINE))

    assert used
    assert used == headings


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jaring.office.settings")
    django.setup()
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(before + BEGIN + written_from_code() + END + after, encoding="utf-8")
