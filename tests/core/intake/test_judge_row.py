"""Judging one row again after somebody mended it in a page."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from people import people, write_text

from jaring.core.intake import JudgedRow, Verdict, judge_row, read_lists
from jaring.core.intake.codes import Code

AS_OF = date(2026, 11, 1)


def judged(**typed: str) -> JudgedRow:
    return judge_row(typed, regency="53.03", as_of=AS_OF)


def test_a_whole_row_is_accepted_with_its_values() -> None:
    [someone] = people(1)

    row = judged(
        nik=someone.nik,
        name=someone.name,
        sex=someone.sex,
        birth_date=someone.day,
        village="Bijeli",
        income_idr="900rb",
    )

    assert row.verdict is Verdict.ACCEPTED
    assert row.values.birth_date == someone.born
    assert row.values.village_code == "53.03.04.2001"
    assert row.values.income_idr == 900_000


def test_a_row_is_judged_as_it_was_in_its_list(tmp_path: Path) -> None:
    listed = people(3)
    rows = [["NIK", "Nama", "JK", "Tgl Lahir", "Desa"]]
    rows += [[listed[0].nik, listed[0].name, listed[0].sex, "31-02-1980", "Bijelli"]]
    rows += [["-", listed[1].name, listed[1].sex, listed[1].day, "Antah Berantah"]]
    rows += [[listed[2].nik, listed[2].name, listed[2].sex, "", "Seo"]]
    write_text(tmp_path / "a.csv", rows)

    for record in read_lists([tmp_path], regency="53.03", as_of=AS_OF).records:
        again = judged(**record.typed)

        assert again.codes == record.codes
        assert again.values == record.values


def test_a_village_from_the_title_is_typed_into_the_row(tmp_path: Path) -> None:
    [someone] = people(1)
    rows = [["DESA BIJELI"], ["NIK", "Nama", "JK", "Tgl Lahir"], ["", someone.name, someone.sex, someone.day]]
    write_text(tmp_path / "a.csv", rows)

    [record] = read_lists([tmp_path], regency="53.03", as_of=AS_OF).records

    assert record.typed["village"] == "Bijeli"
    assert judged(**{**record.typed, "nik": someone.nik}).verdict is Verdict.ACCEPTED


def test_an_empty_row_is_rejected_without_an_exception() -> None:
    assert judged().verdict is Verdict.REJECTED
    assert {"NIK_MISSING", "NAME_MISSING", "VILLAGE_UNKNOWN"} <= {code.value for code in judged().codes}


def test_remarks_leave_the_verdict_alone() -> None:
    [someone] = people(1)
    typed = {"nik": someone.nik, "name": someone.name, "birth_date": someone.day, "village": "Seo"}

    row = judged(**typed, phone="tanya anaknya", kk="123", income_idr="500.000 - 900.000")

    assert row.verdict is Verdict.ACCEPTED
    assert row.codes == ()
    assert {finding.code for finding in row.findings} == {
        Code.PHONE_UNREADABLE,
        Code.KK_UNREADABLE,
        Code.INCOME_UNREADABLE,
    }


@pytest.mark.parametrize("code", list(Code))
def test_every_code_says_what_is_wrong_and_what_to_do_in_both_languages(code: Code) -> None:
    assert all([code.problem.id, code.problem.en, code.remedy.id, code.remedy.en])
    assert code.problem.id != code.problem.en


@pytest.mark.parametrize(
    ("born", "readings", "code", "limit"),
    [
        ("02-11-2009", set(), Code.UNDER_AGE, "17"),
        ("01-11-2009", set(), None, ""),
        ("02-11-2008", {"entry_from_18"}, Code.UNDER_AGE, "18"),
        ("01-11-2008", {"entry_from_18"}, None, ""),
        ("02-11-2011", {"entry_from_15"}, Code.UNDER_AGE, "15"),
        ("01-11-2011", {"entry_from_15"}, None, ""),
        ("01-11-1961", {"entry_from_15"}, Code.OVER_AGE, "65"),
    ],
)
def test_ages_are_judged_by_the_readings_followed(
    tmp_path: Path, born: str, readings: set[str], code: Code | None, limit: str
) -> None:
    typed = {"nik": "-", "name": "Yohanes Naisoko", "sex": "L", "birth_date": born, "village": "Bijeli"}
    write_text(tmp_path / "a.csv", [list(typed), list(typed.values())])

    [record] = read_lists([tmp_path], regency="53.03", as_of=AS_OF, readings=frozenset(readings)).records
    row = judge_row(typed, regency="53.03", as_of=AS_OF, readings=frozenset(readings))

    ages = {Code.UNDER_AGE, Code.OVER_AGE}
    assert set(record.codes) & ages == set(row.codes) & ages == ({code} if code else set())
    for findings in (record.findings, row.findings):
        assert [limit in finding.problem.id for finding in findings if finding.code in ages] == [True] * bool(code)
