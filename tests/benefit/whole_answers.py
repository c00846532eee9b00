"""Whole answers, written out: each file of ``whole_answers/`` holds a typical case and all that is said about it.

``python tests/benefit/whole_answers.py`` writes the answers anew after a change; each changed line is to be read.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import yaml

from jaring.core.benefit import entitlement
from jaring.core.benefit.document import as_document
from jaring.core.benefit.reading import read_case
from jaring.core.errors import JaringError
from jaring.core.text import Language

FOLDER: Final = Path(__file__).with_name("whole_answers")
REFUSALS: Final = Path(__file__).with_name("whole_refusals.yaml")
FILES: Final = sorted(FOLDER.glob("*.yaml"))


def read(file: Path) -> Any:
    return yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def answered(asked: dict[str, Any]) -> dict[str, Any]:
    """Return the answer in both languages; of covers and of the words for papers other tests tell."""
    result = entitlement(read_case(asked["case"]), readings=frozenset(asked.get("readings", ())))
    merged: dict[str, Any] = in_both(as_document(result, Language.INDONESIAN), as_document(result, Language.ENGLISH))
    del merged["cover"]
    merged["documents"] = [{each["code"]: each["sources"]} for each in merged["documents"]]
    return merged


def in_both(indonesian: Any, english: Any) -> Any:
    """Return one document: a sentence becomes ``[Indonesian, English]``, a source one line.

    A finding is its code with its sentence and the sources that follow it.
    """
    match indonesian:
        case {"law": law, "article": article, "status": status}:
            return f"{law}, {article} ({status})"
        case {"code": code, "text": text, "sources": sources}:
            return {code: [*in_both([text], [english["text"]]), *in_both(sources, english["sources"])]}
        case dict():
            assert list(indonesian) == list(english)
            return {key: in_both(indonesian[key], english[key]) for key in indonesian}
        case list():
            return [in_both(*pair) for pair in zip(indonesian, english, strict=True)]
    return indonesian if indonesian == english else [indonesian, english]


def refused(case: dict[str, Any]) -> list[str]:
    """Return the code of a refusal and its sentence in both languages."""
    try:
        read_case(case)
    except JaringError as refusal:
        return [refusal.code, refusal.title.id, refusal.title.en]
    raise AssertionError("the case is not refused")


def write(file: Path, content: Any) -> None:
    written = yaml.dump(content, sort_keys=False, allow_unicode=True, default_flow_style=None, width=118)
    file.write_text(written, encoding="utf-8")


if __name__ == "__main__":
    for each in FILES:
        asked = read(each)
        write(each, {**asked, "answer": answered(asked)})
    write(REFUSALS, [{**each, "refusal": refused(each["case"])} for each in read(REFUSALS)])
