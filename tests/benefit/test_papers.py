"""Which papers a case needs, each once, with words in both languages for every code of the law."""

from __future__ import annotations

from typing import Any

import pytest
from family_cases import DIED_ON, accident, child, death, left

from jaring.core import law
from jaring.core.benefit.answer import Paper, Scheme
from jaring.core.benefit.case import Case, Cause, Outcome, Relation
from jaring.core.benefit.papers import BRING_TO, WORDS, papers
from jaring.core.law import AlternativeUnknownError

OF_JKM = (
    "form_death",
    "identity_card",
    "family_card",
    "participant_card",
    "death_certificate",
    "heirs_identity_card",
    "heirs_family_card",
    "statement_of_heirs",
    "heirs_bank_book",
)
OF_JKK = (
    "form_stage_1",
    "form_stage_2",
    "doctors_statement_form",
    "identity_card",
    "family_card",
    "participant_card",
    "chronology_with_two_witnesses",
    "hospital_letter",
)
OF_DEATH = ("death_certificate", "heirs_identity_card", "heirs_family_card", "statement_of_heirs", "heirs_bank_book")
OF_STUDY = ("form_scholarship", "active_student_letter", "school_report", "childs_identity", "birth_certificate")


def codes(case: Case, scheme: Scheme = Scheme.JKM, **options: Any) -> tuple[str, ...]:
    return tuple(paper.code for paper in papers(case, scheme, **options))


def one(code: str, case: Case, scheme: Scheme = Scheme.JKM) -> Paper:
    return next(paper for paper in papers(case, scheme) if paper.code == code)


OF_A_PHYSICIAN = ("doctors_statement_form", "hospital_letter")  # Nobody has treated who is lost at sea.


def test_a_death_needs_the_papers_of_death_insurance() -> None:
    assert codes(death()) == OF_JKM


@pytest.mark.parametrize(
    ("outcome", "cause", "further"),
    [
        (Outcome.TEMPORARY, Cause.WORK_ACCIDENT, ("police_report", "receipts", "participants_bank_book")),
        (
            Outcome.PARTIAL_DISABILITY,
            Cause.WORK_ACCIDENT,
            ("police_report", "receipts", "disability_statement", "participants_bank_book"),
        ),
        (
            Outcome.TOTAL_DISABILITY,
            Cause.OCCUPATIONAL_DISEASE,
            ("diagnosis_letter", "work_history", "receipts", "disability_statement", "participants_bank_book"),
        ),
        (Outcome.DEATH, Cause.WORK_ACCIDENT, ("police_report", "receipts", *OF_DEATH)),
        (Outcome.DEATH, Cause.SUDDEN_DEATH_AT_WORK, ("receipts", *OF_DEATH)),
        (
            Outcome.DEATH,
            Cause.MISSING_AT_SEA,
            (*OF_DEATH, "missing_person_report", "court_determination_of_death"),
        ),
    ],
)
def test_a_work_accident_needs_more_by_cause_and_outcome(
    outcome: Outcome, cause: Cause, further: tuple[str, ...]
) -> None:
    of_all = [code for code in OF_JKK if cause is not Cause.MISSING_AT_SEA or code not in OF_A_PHYSICIAN]

    assert codes(accident(outcome, cause=cause), Scheme.JKK) == (*of_all, *further)


def test_who_is_lost_at_sea_needs_proof_under_death_insurance_too() -> None:
    assert codes(accident(cause=Cause.MISSING_AT_SEA))[len(OF_JKM) :] == (
        "missing_person_report",
        "court_determination_of_death",
    )


@pytest.mark.parametrize(
    ("survivors", "further"),
    [
        ((left(Relation.WIDOW),), ("marriage_certificate",)),
        ((left(Relation.WIDOWER),), ("marriage_certificate",)),
        ((left(Relation.CHILD, "1990-01-01"),), ("birth_certificate",)),
        (
            (left(Relation.WIDOW), left(Relation.CHILD, "2010-01-01")),
            ("marriage_certificate", "birth_certificate", "guardian_statement", "guardians_identity_card"),
        ),
        ((left(Relation.WIDOW, alive=False), left(Relation.PARENT)), ()),
        ((left(Relation.SIBLING, "2010-01-01"),), ("guardian_statement", "guardians_identity_card")),
        ((left(Relation.NAMED_IN_WILL, "1980-01-01"),), ("notarial_will",)),
        ((left(Relation.FUNERAL_ARRANGER),), ("funeral_statement", "court_determination")),
        ((left(Relation.PARENT), left(Relation.NAMED_IN_WILL)), ()),
    ],
)
def test_heirs_show_who_they_are(survivors: tuple[Any, ...], further: tuple[str, ...]) -> None:
    assert codes(death(survivors=survivors)) == (*OF_JKM, *further)
    assert codes(accident(survivors=survivors), Scheme.JKK)[-len(further) or None :] == (
        further or codes(accident(), Scheme.JKK)
    )


def test_the_age_of_a_minor_has_another_reading() -> None:
    case = death(survivors=(left(Relation.CHILD, "2007-01-01"),))

    assert "guardian_statement" not in codes(case)
    assert "guardian_statement" in codes(case, readings=frozenset({"heirs_of_age_at_21"}))


def test_heirs_are_not_asked_while_the_participant_lives() -> None:
    case = accident(Outcome.TOTAL_DISABILITY, survivors=(left(Relation.WIDOW),))

    assert "marriage_certificate" not in codes(case, Scheme.JKK)


@pytest.mark.parametrize(
    ("case", "scheme", "asked"),
    [
        (death(children=(child("2015-01-01"),)), Scheme.JKM, True),
        (accident(children=(child("2015-01-01"),)), Scheme.JKK, True),
        (accident(Outcome.TOTAL_DISABILITY, children=(child("2015-01-01"),)), Scheme.JKK, True),
        (accident(Outcome.PARTIAL_DISABILITY, children=(child("2015-01-01"),)), Scheme.JKK, False),
        (accident(Outcome.TEMPORARY, children=(child("2015-01-01"),)), Scheme.JKK, False),
        (death(), Scheme.JKM, False),
    ],
)
def test_children_need_the_papers_of_a_scholarship(case: Case, scheme: Scheme, asked: bool) -> None:
    assert (codes(case, scheme)[-len(OF_STUDY) :] == OF_STUDY) is asked
    assert ("form_scholarship" in codes(case, scheme)) is asked


def test_each_paper_is_asked_for_once() -> None:
    case = death(children=(child("2015-01-01"),), survivors=(left(Relation.CHILD, "2015-01-01"),))

    assert len(set(codes(case))) == len(codes(case))
    assert codes(case).count("birth_certificate") == codes(case).count("family_card") == 1


def test_without_a_programme_no_paper_is_needed() -> None:
    assert papers(death(), Scheme.NONE) == ()


def test_a_paper_says_what_it_is_who_issues_it_and_where_it_goes() -> None:
    paper = one("statement_of_heirs", death())

    assert paper.label == ("Surat keterangan ahli waris", "Statement of who the heirs are")
    assert paper.from_whom.id == "desa/kelurahan, dilegalisasi camat"
    assert paper.form == ("asli", "original")
    assert paper.bring_to == BRING_TO
    assert "meja bantuan kabupaten" in BRING_TO.id
    assert [value.path for value in paper.values] == ["benefit/papers/jkm"]


def test_every_code_of_the_law_has_words_and_every_word_a_code() -> None:
    lists = [each for each in law.all_parameters() if each.path.startswith("benefit/papers/") and each.unit == "codes"]
    asked = {code for each in lists for value in each.values for code in value.names}

    assert asked == set(WORDS)
    for words in WORDS.values():
        for text in words:
            assert all(text)


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ("form_stage_1", "F3"),
        ("form_stage_2", "F3a"),
        ("doctors_statement_form", "F3b"),
        ("form_death", "F4"),
    ],
)
def test_forms_are_called_by_their_number(form: str, code: str) -> None:
    number = law.at(DIED_ON).value("benefit/papers/form_number", form=form).name

    assert number == code
    assert f"Formulir {code}," in WORDS[form].label.id
    assert f"Form {code}," in WORDS[form].label.en


def test_a_reading_that_nobody_offers_is_refused() -> None:
    with pytest.raises(AlternativeUnknownError):
        papers(death(), Scheme.JKM, readings=frozenset({"without_papers"}))
