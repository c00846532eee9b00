"""Whoever writes a file of the law wrongly is told the exact place, and what was written well is read whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from jaring.core import law
from jaring.core.contribution import Payer, RateFacts, contribution_for_base, rate_card
from jaring.core.law import Alternative, Law, Source, Status, Value
from jaring.core.law.choice import Choice, readings_on
from jaring.core.law.document import parameter_document
from jaring.core.law.parameters import parse_laws, parse_parameter
from jaring.core.law.words import code_text, days_text, fact_text, facts_text, is_worded, topic_text, value_text
from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.core.text import Language, Text

PATH = "test/topic/key"
FIRST = date(2020, 1, 1)
LAWS = parse_laws({"UU 1/2020": {"title_id": "Uji", "title_en": "Test", "from": FIRST}})
SOURCE = {"law": "UU 1/2020", "article": "Pasal 1", "checked": date(2026, 1, 1), "status": "confirmed"}
ROW = {"from": FIRST, "value": "0.5", "source": SOURCE}
READING = {"name": "other", "value": "0.7", "note_id": "lain", "note_en": "else"}
PART = {"part": "thumb", "label_id": "ibu jari", "label_en": "thumb", "percent": 15}


def file(value: object = "0.5", unit: str = "1", **changes: Any) -> dict[str, Any]:
    return {"label_id": "a", "label_en": "b", "unit": unit, "values": [{**ROW, "value": value, **changes}]}


def from_source(**changes: Any) -> dict[str, Any]:
    return file(source={**SOURCE, **changes})


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        ([], f"{PATH}: expected a mapping"),
        ({**file(), "label_id": ""}, f"{PATH}: expected a text, got ''"),
        ({**file(), "label_en": 5}, f"{PATH}: expected a text, got 5"),
        ({**file(), "note_id": "a"}, f"{PATH}: a note is written in both languages"),
        ({**file(), "note_en": "a"}, f"{PATH}: a note is written in both languages"),
        ({**file(), "values": ["0.5"]}, f"{PATH}[0]: expected a mapping"),
        ({**file(), "values": []}, f"{PATH}: values must be a list with at least one row"),
        ({**file(), "values": [ROW, ROW]}, f"{PATH}: values 0 and 1 overlap from 2020-01-01"),
        (file(until="x"), f"{PATH}[0]: dates are written YYYY-MM-DD, unquoted"),
        (file(until=FIRST), f"{PATH}[0]: the range from 2020-01-01 until 2020-01-01 is empty"),
        (file(where=[]), f"{PATH}[0]: where is a mapping"),
        (file(0.5), f'{PATH}[0]: write the rate in quotes ("0.50"), so that no float enters'),
        (file(note_id="a"), f"{PATH}[0]: a note is written in both languages"),
        (file(source=[]), f"{PATH}[0]: expected a mapping"),
        (from_source(law=""), f"{PATH}[0]: expected a text, got ''"),
        (from_source(article=""), f"{PATH}[0]: expected a text, got ''"),
        (from_source(status=""), f"{PATH}[0]: expected a text, got ''"),
        (from_source(law="UU 2"), f"{PATH}[0]: UU 2 is not in laws.yaml"),
        (from_source(checked="x"), f"{PATH}[0]: checked is a date, unquoted"),
        (from_source(status="reported"), f"{PATH}[0]: a reported value names in 'via' who reports it"),
        (file(alternatives={}), f"{PATH}[0]: alternatives is a list"),
        (file(alternatives=[1]), f"{PATH}[0]: expected a mapping"),
        (file(alternatives=[{**READING, "name": ""}]), f"{PATH}[0]: expected a text, got ''"),
        (
            file(alternatives=[{**READING, "value": 1}]),
            f'{PATH}[0]: write the rate in quotes ("0.50"), so that no float enters',
        ),
        (file("x", "yes or no"), f"{PATH}[0]: expected true or false, got 'x'"),
        (file(None, "yes or no"), f"{PATH}[0]: expected true or false, got None"),
        (file("x", "day of month"), f"{PATH}[0]: expected a whole number, got 'x'"),
        (file("x", "days"), f"{PATH}[0]: expected a whole number, got 'x'"),
        (file(5, "code"), f"{PATH}[0]: expected a text, got 5"),
        (file([5], "codes"), f"{PATH}[0]: expected a text, got 5"),
        (file(["a", "a"], "codes"), f"{PATH}[0]: written twice: ['a']"),
        (file([[]], "groups of codes"), f"{PATH}[0]: expected a list of codes"),
        (file([["a"], ["a"]], "groups of codes"), f"{PATH}[0]: written twice: ['a']"),
        (file(["x"], "counts of months"), f"{PATH}[0]: expected a whole number, got 'x'"),
        (file(5, "rounding"), f"{PATH}[0]: expected a text, got 5"),
        (file([5], "income table"), f"{PATH}[0] row 1: expected a mapping"),
        (
            file([{"from": 0, "to": "x", "base": 1}], "income table"),
            f"{PATH}[0] row 1: expected a whole number, got 'x'",
        ),
        (file([{"from": "x", "base": 1}], "income table"), f"{PATH}[0] row 1: expected a whole number, got 'x'"),
        (file([{"from": 0, "base": "x"}], "income table"), f"{PATH}[0] row 1: expected a whole number, got 'x'"),
        (
            file([{"from": 0, "to": 0, "base": 1}, {"from": 5, "base": 2}], "income table"),
            f"{PATH}[0]: the table does not rise at the row from 5",
        ),
        (
            file([{"from": 0, "to": 4, "base": 2}, {"from": 5, "base": 2}], "income table"),
            f"{PATH}[0]: the table does not rise at the row from 5",
        ),
        (file([5], "rate schedule"), f"{PATH}[0] row 1: expected a mapping"),
        (
            file([{"from_month": "x", "rate": "1"}], "rate schedule"),
            f"{PATH}[0] row 1: expected a whole number, got 'x'",
        ),
        (
            file([{"from_month": 1, "rate": "2"}], "rate schedule"),
            f"{PATH}[0] row 1: a rate lies between 0 and 1, got 2",
        ),
        (file([5], "disability table"), f"{PATH}[0] row 1: expected a mapping"),
        (file([PART, PART], "disability table"), f"{PATH}[0]: written twice: ['thumb']"),
    ],
)
def test_a_refusal_names_the_place_and_what_is_wrong_there(data: object, complaint: str) -> None:
    with pytest.raises((TypeError, ValueError)) as refused:
        parse_parameter(PATH, data, LAWS)

    assert str(refused.value) == complaint


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"part": "a b"}, "a code has letters, digits and underscores, got 'a b'"),
        ({"label_id": ""}, "expected a text, got ''"),
        ({"label_en": ""}, "expected a text, got ''"),
        ({"percent": 101}, "a percentage lies above 0 and up to 100, got 101"),
        ({"percent_from": 1}, "either a percentage or a range"),
        ({"percent_to": 20}, "either a percentage or a range"),
        ({"other_side": 5}, "expected a text, got 5"),
        ({"per_id": "", "per_en": "a", "percent_max": 40}, "expected a text, got ''"),
        ({"per_id": "a", "per_en": "", "percent_max": 40}, "expected a text, got ''"),
        ({"per_id": "a", "per_en": "a", "percent_max": 0}, "a percentage lies above 0 and up to 100, got 0"),
    ],
)
def test_a_refused_row_of_the_disability_table_is_counted_from_one(changes: dict[str, Any], complaint: str) -> None:
    with pytest.raises((TypeError, ValueError)) as refused:
        parse_parameter(PATH, file([{**PART, "part": "index"}, {**PART, **changes}], "disability table"), LAWS)

    assert str(refused.value) == f"{PATH}[0] row 2: {complaint}"


def test_a_law_is_registered_with_its_title_and_days() -> None:
    assert {"UU 1/2020": Law("UU 1/2020", Text("Uji", "Test"), FIRST, date.max)} == LAWS


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"title_id": ""}, "UU 9: expected a text, got ''"),
        ({"title_en": ""}, "UU 9: expected a text, got ''"),
        ({"until": FIRST}, "UU 9: the range from 2020-01-01 until 2020-01-01 is empty"),
        ({"x": 1}, "UU 9: unknown keys ['x']"),
    ],
)
def test_a_refused_law_is_named(changes: dict[str, Any], complaint: str) -> None:
    with pytest.raises((TypeError, ValueError)) as refused:
        parse_laws({"UU 9": {"title_id": "a", "title_en": "b", "from": FIRST, **changes}})

    assert str(refused.value) == complaint


FULL = file(
    until=date(2021, 1, 1),
    where={"payer": "SELF", "sector": ["other", "transport"]},
    note_id="catatan",
    note_en="note",
    source={**SOURCE, "status": "assumed", "via": "koran"},
    alternatives=[READING],
)


def test_a_value_is_read_with_all_that_is_written_about_it() -> None:
    read = parse_parameter(PATH, {**FULL, "note_id": "umum", "note_en": "general"}, LAWS)

    assert read.note == ("umum", "general")
    assert read.values == (
        Value(
            path=PATH,
            start=FIRST,
            end=date(2021, 1, 1),
            where={"payer": ("SELF",), "sector": ("other", "transport")},
            content=Decimal("0.5"),
            source=Source("UU 1/2020", "Pasal 1", Status.ASSUMED, date(2026, 1, 1), "koran"),
            note=Text("catatan", "note"),
            alternatives=(Alternative("other", Decimal("0.7"), Text("lain", "else")),),
        ),
    )
    assert parse_parameter(PATH, file(), LAWS).values[0].note == ("", "")
    assert parse_parameter(PATH, file(), LAWS).values[0].source.via == ""


@pytest.mark.parametrize(
    ("language", "label", "note", "else_"),
    [(Language.INDONESIAN, "a", "catatan", "lain"), (Language.ENGLISH, "b", "note", "else")],
)
def test_a_parameter_is_published_whole_in_either_language(
    language: Language, label: str, note: str, else_: str
) -> None:
    general = {"note_id": f"{label} umum", "note_en": f"{label} umum"}
    assert parameter_document(
        parse_parameter(PATH, FULL | general | {f"note_{language.value}": note}, LAWS), language
    ) == {
        "path": PATH,
        "label": label,
        "unit": "1",
        "note": note,
        "values": [
            {
                "path": PATH,
                "from": "2020-01-01",
                "until": "2021-01-01",
                "where": {"payer": ["SELF"], "sector": ["other", "transport"]},
                "value": "0.5",
                "source": {
                    "law": "UU 1/2020",
                    "article": "Pasal 1",
                    "status": "assumed",
                    "checked": "2026-01-01",
                    "via": "koran",
                },
                "note": note,
                "alternatives": [{"name": "other", "value": "0.7", "note": else_}],
            }
        ],
    }


def test_a_disability_is_published_in_the_language_asked_for_and_an_open_end_as_null() -> None:
    steps = {**PART, "percent": 6, "per_id": "10 desibel", "per_en": "10 decibels", "percent_max": 40}
    document = parameter_document(parse_parameter(PATH, file([steps], "disability table"), LAWS), Language.ENGLISH)

    (value,) = document["values"]  # type: ignore[misc]  # The list of values.
    assert value["until"] is None
    assert value["value"] == [
        {
            "part": "thumb",
            "label": "thumb",
            "rate_from": "0.06",
            "rate_to": "0.06",
            "per": "10 decibels",
            "rate_max": "0.4",
            "other_side": None,
        }
    ]


def test_days_are_said_with_their_last_day() -> None:
    ended, open_ = (parse_parameter(PATH, each, LAWS).values[0] for each in (FULL, file()))

    assert days_text(ended) == ("1 Januari 2020 sampai dengan 31 Desember 2020", "1 January 2020 to 31 December 2020")
    assert days_text(open_) == ("sejak 1 Januari 2020", "since 1 January 2020")


def test_what_has_no_words_stands_for_itself() -> None:
    assert fact_text("unheard_of") == topic_text("unheard_of") == code_text("unheard_of") == ("unheard_of",) * 2
    assert not is_worded("unheard_of")
    assert not is_worded("unheard_of", "benefit/jkk/missing_at_sea")
    assert is_worded("SD")


def test_a_settled_reading_does_not_hide_the_choices_after_it() -> None:
    assert readings_on([Choice("settled", FIRST), Choice("day_divisor_25", FIRST)], FIRST) == {"day_divisor_25"}


def test_a_contribution_is_published_with_its_facts_share_and_sources() -> None:
    facts = RateFacts(Month(2026, 5), Payer.SELF, Rupiah(1_000_000))
    due = contribution_for_base(facts)

    assert due.as_json() == {
        "month": "2026-05",
        "payer": "SELF",
        "base_idr": 1_000_000,
        "jkk_idr": 5_000,
        "jkm_idr": 3_400,
        "total_idr": 8_400,
        "discount_rate": 0.5,
        "sources": [source.as_json() for source in due.sources],
    }
    nothing_waived = contribution_for_base(facts._replace(payer=Payer.APBD)).as_json()["discount_rate"]
    assert (nothing_waived, type(nothing_waived)) == (0, int)


def test_a_rate_card_follows_the_readings() -> None:
    facts = RateFacts(Month(2026, 5), Payer.APBDES, Rupiah(1_000_000))

    assert rate_card([facts])[facts].total == Rupiah(16_800)
    assert rate_card([facts], readings=frozenset({"apbdes_discounted"}))[facts].total == Rupiah(8_400)


def test_sides_that_name_each_other_are_read_and_others_refused() -> None:
    right, left = {**PART, "part": "r", "other_side": "l"}, {**PART, "part": "l", "other_side": "r"}

    read = parse_parameter(PATH, file([right, left], "disability table"), LAWS).values[0].disabilities
    assert {name: row.other_side for name, row in read.items()} == {"r": "l", "l": "r"}
    with pytest.raises(ValueError, match="name each other") as refused:
        parse_parameter(PATH, file([right, {**PART, "part": "l"}], "disability table"), LAWS)
    assert str(refused.value) == f"{PATH}[0]: r and l do not name each other"


def test_a_register_of_laws_that_is_no_mapping_is_told_what_it_should_be() -> None:
    with pytest.raises(TypeError) as refused:
        parse_laws([])

    assert str(refused.value) == "laws: a mapping from the law's name to its title and days"


def test_on_the_day_on_which_a_value_ends_it_holds_no_more() -> None:
    read = parse_parameter(PATH, FULL, LAWS)

    assert [len(list(read.on(day))) for day in (date(2020, 12, 31), date(2021, 1, 1))] == [1, 0]


def test_one_of_a_thing_is_said_in_the_singular() -> None:
    days = law.at(date(2026, 5, 1)).value("benefit/jkk/day_divisor")

    assert value_text(replace(days, content=1)) == ("1 hari", "1 day")
    assert value_text(replace(days, content=2)) == ("2 hari", "2 days")


def test_codes_of_groups_and_facts_are_said_as_their_own_parameter_means_them() -> None:
    for path, codes in law.read_yaml(law.FOLDER / "words.yaml")["codes_of"].items():
        for code, words in codes.items():
            value = replace(law.parameter(path).values[0], where={"payer": (code,)})
            assert facts_text(value).id == f"sumber iuran: {words[0]}"
            assert facts_text(value).en == f"payer: {words[1]}"
