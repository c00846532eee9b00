"""Every refusal can be looked up, says what to do in both languages, and never carries a person's data."""

from __future__ import annotations

import importlib
import pkgutil
import re
import string
from collections import Counter
from collections.abc import Iterator

import jaring
from jaring.core.errors import JaringError
from jaring.core.text import Text

AREAS = {
    1: "law",
    2: "ledger",
    3: "billing",
    4: "intake",
    5: "programme",
    6: "access",
    7: "set-up",
    8: "documents",
}
PERSONAL_PARTS = {"nik", "kk", "kk_number", "kpj", "name", "phone", "mother_name", "heir_name", "value"}


def import_everything() -> None:
    """Import every module of the package, so that every class of refusal exists."""
    for module in pkgutil.walk_packages(jaring.__path__, "jaring."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def refusals() -> list[type[JaringError]]:
    import_everything()

    def below(kind: type[JaringError]) -> Iterator[type[JaringError]]:
        for sub in kind.__subclasses__():
            yield sub
            yield from below(sub)

    return sorted(
        {kind for kind in below(JaringError) if kind.__module__.startswith("jaring.")}, key=lambda k: k.code
    )


def sentences() -> Iterator[tuple[str, Text]]:
    for kind in refusals():
        yield f"{kind.code} sentence", kind.sentence
        yield f"{kind.code} hint", kind.hint


def test_every_refusal_has_its_own_code() -> None:
    uses = Counter(kind.code for kind in refusals() if "code" in vars(kind))

    assert {code: times for code, times in uses.items() if times > 1} == {}


def test_every_code_belongs_to_an_area() -> None:
    strange = [
        kind.code
        for kind in refusals()
        if not re.fullmatch(r"JRG-[1-8][0-9]{2}", kind.code) or int(kind.code[4]) not in AREAS
    ]

    assert strange == []


def test_every_refusal_speaks_both_languages_and_says_what_to_do() -> None:
    silent = [where for where, text in sentences() if not text.id.strip() or not text.en.strip()]

    assert silent == []


def test_both_languages_name_the_same_parts() -> None:
    """A part may exist once per language: ``{why_id}`` and ``{why_en}`` are the same part."""
    unequal = [where for where, text in sentences() if parts_of(text.id, "_id") != parts_of(text.en, "_en")]

    assert unequal == []


def test_no_refusal_has_a_part_for_a_persons_data() -> None:
    leaking = [where for where, text in sentences() if parts_of(text.id, "_id") & PERSONAL_PARTS]

    assert leaking == []


def test_no_message_carries_a_number_of_sixteen_digits() -> None:
    carrying = [where for where, text in sentences() if re.search(r"[0-9]{16}", text.id + text.en)]

    assert carrying == []


def parts_of(sentence: str, language_suffix: str) -> set[str]:
    named = {field.split(".")[0] for _, field, _, _ in string.Formatter().parse(sentence) if field}
    return {part.removesuffix(language_suffix) for part in named}
