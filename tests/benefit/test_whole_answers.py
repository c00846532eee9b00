"""Typical cases are answered as a reader would check them: every amount, sentence, deadline and source."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import whole_answers
from benefit_cases import answer, death

from jaring.core.benefit.document import as_document
from jaring.core.benefit.working_days import working_day_after
from jaring.core.coverage.document import as_document as cover_document
from jaring.core.text import Language


@pytest.mark.parametrize("file", whole_answers.FILES, ids=lambda file: file.stem)
def test_typical_case_is_answered_in_full_in_both_languages(file: Path) -> None:
    asked = whole_answers.read(file)

    assert whole_answers.answered(asked) == asked["answer"]


@pytest.mark.parametrize("wrong", whole_answers.read(whole_answers.REFUSALS), ids=lambda wrong: wrong["name"])
def test_wrong_case_is_refused_with_every_fault_in_both_languages(wrong: dict[str, Any]) -> None:
    assert whole_answers.refused(wrong["case"]) == wrong["refusal"]


def test_paper_says_who_issues_it_in_which_form_and_where_it_goes() -> None:
    result = answer(death())
    indonesian: Any = as_document(result, Language.INDONESIAN)["documents"]
    english: Any = as_document(result, Language.ENGLISH)["documents"]

    assert indonesian[0] == {
        "code": "form_stage_1",
        "label": "Formulir F3, laporan kecelakaan kerja tahap I",
        "from": "BPJS Ketenagakerjaan; diisi pemberi kerja, peserta, atau kelompoknya (wadah)",
        "form": "asli, diisi dan ditandatangani",
        "bring_to": "kantor cabang BPJS Ketenagakerjaan, atau meja bantuan kabupaten yang meneruskannya",
        "sources": [{"law": "Praktik BPJS", "article": "daftar berkas", "status": "reported"}],
    }
    assert english[0] == {
        "code": "form_stage_1",
        "label": "Form F3, report of a work accident, stage I",
        "from": "the insurer; filled in by the employer, the participant or the group that enrolled them",
        "form": "original, filled in and signed",
        "bring_to": "the BPJS Ketenagakerjaan branch, or the regency's help desk, which passes it on",
        "sources": [{"law": "Praktik BPJS", "article": "daftar berkas", "status": "reported"}],
    }


@pytest.mark.parametrize("language", Language)
def test_cover_is_told_in_the_language_of_the_answer(language: Language) -> None:
    result = answer(death())

    assert as_document(result, language)["cover"] == cover_document(result.cover, language)


def test_count_within_the_last_year_of_decreed_holidays_is_certain() -> None:
    assert working_day_after(date(2026, 3, 2), 3, joint_leave_is_off=True).is_certain
    assert working_day_after(date(2027, 3, 1), 3, joint_leave_is_off=True).is_certain
