"""Parameter files say something that law can mean, or they are refused; every value holds on its days only."""

from __future__ import annotations

import re
import timeit
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaring.core import law
from jaring.core.errors import ParameterNotInForceError
from jaring.core.law import (
    AlternativeUnknownError,
    Bracket,
    DisabilityRow,
    Parameter,
    ParameterUnknownError,
    RateStep,
    ReadingsContradictError,
    Status,
    Value,
)
from jaring.core.law.parameters import parse_laws, parse_parameter
from jaring.core.money import Rounding
from jaring.core.text import Text

ONE_DAY = timedelta(days=1)
VALUES = [value for parameter in law.all_parameters() for value in parameter.values]
LAWS = parse_laws({"UU 1/2020": {"title_id": "Uji", "title_en": "Test", "from": date(2020, 1, 1)}})


def source(**changes: Any) -> dict[str, Any]:
    return {
        "law": "UU 1/2020",
        "article": "1",
        "checked": date(2026, 1, 1),
        "status": "confirmed",
        **changes,
    }


def row(value: object = "0.5", **changes: Any) -> dict[str, Any]:
    return {"from": date(2020, 1, 1), "value": value, "source": source(), **changes}


def part(*without: str, **changes: Any) -> dict[str, Any]:
    fields = {"part": "thumb_right", "label_id": "ibu jari", "label_en": "thumb", "percent": 15, **changes}
    return {key: value for key, value in fields.items() if key not in without}


def parse(*rows: dict[str, Any], unit: str = "1", **changes: Any) -> Parameter:
    fields = {"label_id": "a", "label_en": "b", "unit": unit, "values": list(rows), **changes}
    return parse_parameter("test/topic/key", fields, LAWS)


def facts_of(value: Value) -> dict[str, str]:
    return {fact: allowed[0] for fact, allowed in value.where.items()}


def describe(value: Value) -> str:
    facts = ",".join("|".join(allowed) for allowed in value.where.values())
    return f"{value.path} {value.start} {facts}"


@pytest.mark.parametrize("value", VALUES, ids=describe)
def test_a_value_holds_from_its_first_day_up_to_the_day_before_its_end(value: Value) -> None:
    found = law.parameter(value.path)
    facts = facts_of(value)

    assert found.at(value.start, facts) is value
    assert found.find(value.start - ONE_DAY, facts) is not value
    if value.end != law.OPEN_END:
        assert found.at(value.end - ONE_DAY, facts) is value
        assert found.find(value.end, facts) is not value


@pytest.mark.parametrize("value", VALUES, ids=describe)
def test_a_value_is_cited_in_both_languages_and_never_assumed_in_silence(value: Value) -> None:
    label = law.parameter(value.path).label

    assert label.id
    assert label.en
    assert value.source.law in law.laws()
    assert value.source.article
    if value.source.status is Status.ASSUMED:
        assert value.note.id
        assert value.note.en
    for alternative in value.alternatives:
        assert value.source.status is Status.ASSUMED
        assert alternative.content != value.content


@pytest.mark.parametrize("day", [date(2026, 5, 1), date(2015, 7, 1)])
def test_the_disability_table_has_every_side_and_no_part_beyond_total_disability(day: date) -> None:
    rows = law.at(day).value("benefit/disability/table").disabilities
    total = law.at(day).value("benefit/jkk/total_disability_rate").rate

    assert len(rows) == 46
    for row in rows.values():
        assert (row.rate is None) != (row.rate_range is None)
        assert (row.per is None) == (row.rate_max is None)
        assert all(share <= total for share in (row.rate or total, row.rate_max or total, *(row.rate_range or ())))
        assert (row.other_side is not None) == row.part.endswith(("_right", "_left"))
        if row.other_side is not None:
            assert rows[row.other_side].other_side == row.part


def test_the_law_is_silent_before_its_first_day() -> None:
    with pytest.raises(ParameterNotInForceError, match="JRG-101"):
        law.at(date(2015, 6, 30)).value("contribution/bpu/jkm_monthly")


@pytest.mark.parametrize("path", ["contribution/bpu/jkm", "contribution/bpu", "jkm_monthly", "../laws/x", ""])
def test_a_path_that_does_not_exist_is_refused(path: str) -> None:
    with pytest.raises(ParameterUnknownError, match="JRG-102"):
        law.parameter(path)


def test_a_reading_replaces_the_value_and_is_assumed() -> None:
    day = date(2026, 5, 1)
    path = "contribution/bpu/discount_eligible_by_payer"

    usual = law.at(day, {"payer": "APBDES"}).value(path)
    other = law.at(day, {"payer": "APBDES"}, frozenset({"apbdes_discounted"})).value(path)

    assert (usual.flag, other.flag) == (False, True)
    assert other.source.status is Status.ASSUMED
    with pytest.raises(AlternativeUnknownError, match="JRG-103"):
        law.at(day, readings=frozenset({"no_such_reading"}))


def test_two_readings_of_one_value_cannot_be_followed_together() -> None:
    day = date(2026, 5, 1)

    with pytest.raises(ReadingsContradictError, match="JRG-104") as refused:
        law.at(day, readings=frozenset({"jkm_wait_days", "jkm_wait_paid_months"}))

    assert "coverage/jkm_wait/unit" in refused.value.title.id
    assert law.at(day, readings=frozenset({"jkm_wait_days", "jkm_wait_restart_ended_only"}))


def test_the_name_of_a_reading_is_used_once() -> None:
    names = [alternative.name for value in VALUES for alternative in value.alternatives]

    assert sorted(names) == sorted(set(names))
    assert len(names) == len(law.alternatives()) > 20


def test_a_value_in_force_is_found_within_microseconds() -> None:
    of_day = law.at(date(2026, 5, 1), readings=frozenset({"jkm_wait_days"}))
    of_day.value("coverage/jkm_wait/unit")
    best = min(timeit.repeat(lambda: of_day.value("coverage/jkm_wait/unit"), number=200, repeat=5)) / 200

    assert best < 50e-6  # Twenty lookups of a case stay within a millisecond on a slow computer too.


def test_a_value_is_read_in_its_own_unit_only() -> None:
    jkm = law.at(date(2026, 5, 1)).value("contribution/bpu/jkm_monthly")

    assert jkm.amount.idr == 6800
    for wrong in ("rate", "flag", "name", "names", "counts", "groups", "brackets", "rate_steps", "disabilities"):
        with pytest.raises(TypeError, match="jkm_monthly"):
            getattr(jkm, wrong)


@pytest.mark.parametrize("wrong", ["names", "counts", "groups", "brackets", "rate_steps"])
def test_a_table_is_not_read_as_another_kind_of_table(wrong: str) -> None:
    table = law.at(date(2026, 5, 1)).value("benefit/disability/table")

    with pytest.raises(TypeError, match="rows of DisabilityRow"):
        getattr(table, wrong)


def test_a_rounding_is_read_by_its_name() -> None:
    assert law.at(date(2026, 5, 1)).value("benefit/common/rounding").rounding is Rounding.HALF_UP
    assert parse(row("down"), unit="rounding").values[0].rounding is Rounding.DOWN


def test_a_status_is_said_in_both_languages() -> None:
    assert [status.label for status in Status] == [
        ("naskah dibaca", "text read"),
        ("menurut sumber lain", "by a secondary source"),
        ("anggapan", "assumed"),
    ]


def test_a_citation_has_the_article_unless_there_is_none() -> None:
    of_day = law.at(date(2026, 5, 1))

    assert of_day.value("benefit/heirs/order").source.cited.id == "PP 44/2015, Pasal 37 ayat (5)"
    assert of_day.value("benefit/common/rounding").source.cited.id == "Jaring"


def test_what_describes_an_article_is_cited_in_the_language_of_the_reader() -> None:
    sources = {value.source for each in law.all_parameters() for value in each.values}
    named = re.compile(r"(Pasal|Lampiran|PERDIR|PP|UU|Perpres|Permen\w+) .*|Lampiran|Jaring|-")

    described = {part for source in sources for part in (source.law, source.article) if not named.fullmatch(part)}

    assert "nomor pasal belum diperiksa" in described
    for part in described:
        assert law.cited_text(part).id == part
        assert law.cited_text(part).en != part, part


@given(st.integers(0, 10**12))
def test_every_income_has_exactly_one_bracket(income: int) -> None:
    brackets = law.at(date(2026, 5, 1)).value("contribution/bpu/income_table").brackets
    ends = [bracket.from_idr for bracket in brackets[1:]] + [10**12 + 1]

    holding = [b for b, end in zip(brackets, ends, strict=True) if b.from_idr <= income < end]

    assert len(brackets) == 33
    assert len(holding) == 1


@pytest.mark.parametrize(
    ("rows", "changes", "complaint"),
    [
        ([row(valeu="0.5")], {}, "unknown keys"),
        ([row()], {"lable": "x"}, "unknown keys"),
        ([{"from": date(2020, 1, 1), "value": "0.5"}], {}, "missing keys"),
        ([row(source=source(article=""))], {}, "expected a text"),
        ([row(source={"law": "UU 1/2020"})], {}, "missing keys"),
        ([row(source=source(law="UU 2/2020"))], {}, "not in laws.yaml"),
        ([row(source=source(status="certain"))], {}, "certain"),
        ([row(source=source(status="reported"))], {}, "via"),
        ([row(source=source(checked="2026-01-01"))], {}, "checked is a date"),
        ([row(0.5)], {}, "in quotes"),
        ([row(1)], {}, "in quotes"),
        ([row("1.5")], {}, "between 0 and 1"),
        ([row(16800.0)], {"unit": "IDR"}, "whole number"),
        ([row(-1)], {"unit": "IDR"}, "whole number"),
        ([row(True)], {"unit": "IDR"}, "whole number"),
        ([row("yes")], {"unit": "yes or no"}, "true or false"),
        ([row("1e-3")], {}, "plain decimal"),
        ([row("half")], {}, "plain decimal"),
        ([row([])], {"unit": "codes"}, "list of codes"),
        ([row(["a", "a"])], {"unit": "codes"}, "written twice"),
        ([row(["a b"])], {"unit": "codes"}, "letters, digits"),
        ([row("not a code")], {"unit": "code"}, "letters, digits"),
        ([row([["a"], []])], {"unit": "groups of codes"}, "list of codes"),
        ([row([["a"], ["b", "a"]])], {"unit": "groups of codes"}, "written twice"),
        ([row("a")], {"unit": "groups of codes"}, "list of groups"),
        ([row([1, 3, 2])], {"unit": "counts of months"}, "do not rise"),
        ([row([1, "2"])], {"unit": "counts of months"}, "whole number"),
        ([row([])], {"unit": "counts of months"}, "list of whole numbers"),
        ([row(0)], {"unit": "days"}, "at least 1"),
        ([row(29)], {"unit": "day of month"}, "1 to 28"),
        ([row(0)], {"unit": "day of month"}, "1 to 28"),
        ([row([])], {"unit": "rate schedule"}, "rows of a schedule"),
        ([row([{"from_month": 2, "rate": "1"}])], {"unit": "rate schedule"}, "begins with month 1"),
        (
            [row([{"from_month": 1, "rate": "1"}, {"from_month": 1, "rate": "0.5"}])],
            {"unit": "rate schedule"},
            "months rise",
        ),
        ([row([{"from_month": 1, "rate": 0.5}])], {"unit": "rate schedule"}, "in quotes"),
        ([row([])], {"unit": "disability table"}, "rows of a table"),
        ([row([part(), part()])], {"unit": "disability table"}, "written twice"),
        ([row([part(percent=4.5)])], {"unit": "disability table"}, "in quotes"),
        ([row([part(percent=True)])], {"unit": "disability table"}, "whole number"),
        ([row([part(percent=0)])], {"unit": "disability table"}, "above 0"),
        ([row([part(percent=101)])], {"unit": "disability table"}, "above 0"),
        ([row([part(percent_from=1, percent_to=2)])], {"unit": "disability table"}, "either a percentage or a range"),
        ([row([part("percent")])], {"unit": "disability table"}, "has a percentage, or a range"),
        ([row([part("percent", percent_from=9)])], {"unit": "disability table"}, "or a range"),
        ([row([part("percent", percent_from=9, percent_to=9)])], {"unit": "disability table"}, "does not rise"),
        ([row([part(percent_max=40)])], {"unit": "disability table"}, "what a step is"),
        ([row([part(per_id="10", per_en="10")])], {"unit": "disability table"}, "what a step is"),
        ([row([part(other_side="thumb_left")])], {"unit": "disability table"}, "name each other"),
        ([row([part(other_side="thumb_right")])], {"unit": "disability table"}, "name each other"),
        ([row([part(label_en="")])], {"unit": "disability table"}, "expected a text"),
        ([row([part("label_en")])], {"unit": "disability table"}, "missing keys"),
        ([row("sideways")], {"unit": "rounding"}, "unknown rounding"),
        ([row("0.5")], {"unit": "percent"}, "unknown unit"),
        ([row(until=date(2020, 1, 1))], {}, "empty"),
        ([row(until="2021-01-01")], {}, "unquoted"),
        ([row(**{"from": date(2019, 12, 31)})], {}, "speaks about"),
        ([row(), row(**{"from": date(2021, 1, 1)})], {}, "overlap from 2021-01-01"),
        ([row(where={"a": "x"}), row(where={"a": ["x", "y"]})], {}, "overlap"),
        ([row(where={"a": "x"}), row()], {}, "overlap"),
        ([row(where={"a": "x"}), row(where={"b": "x"})], {}, "overlap"),
        ([row(note_id="hanya satu")], {}, "both languages"),
        ([row(where=["a"])], {}, "where is a mapping"),
        ([row(alternatives={"name": "x"})], {}, "alternatives is a list"),
        ([row(alternatives=[{"name": "x", "value": "1"}])], {}, "missing keys"),
        ([row(alternatives=[{"name": "x", "value": 1, "note_id": "a", "note_en": "b"}])], {}, "in quotes"),
        (["0.5"], {}, "expected a mapping"),
        ([row(note_id="a", note_en="b", extra=1)], {}, "unknown keys"),
        ([], {}, "at least one row"),
        ([row([{"from": 1, "base": 5}])], {"unit": "income table"}, "starts at 0"),
        ([row([{"from": 0, "to": 9, "base": 5}])], {"unit": "income table"}, "last row is open"),
        (
            [row([{"from": 0, "to": 9, "base": 5}, {"from": 9, "base": 7}])],
            {"unit": "income table"},
            "does not rise",
        ),
    ],
)
def test_a_file_that_no_law_could_mean_is_refused(
    rows: list[dict[str, Any]], changes: dict[str, Any], complaint: str
) -> None:
    with pytest.raises((ValueError, TypeError), match=complaint):
        parse(*rows, **changes)


@pytest.mark.parametrize("value", [[], {}, "abc", 5, None, ()])
@pytest.mark.parametrize(
    "unit", ["codes", "groups of codes", "counts of months", "income table", "rate schedule", "disability table"]
)
def test_what_is_no_list_or_an_empty_one_is_refused(unit: str, value: object) -> None:
    with pytest.raises(TypeError, match=r"expected a list|expected the rows"):
        parse(row(value), unit=unit)


@pytest.mark.parametrize(
    ("unit", "written", "read"),
    [
        ("IDR", 0, 0),
        ("1", "0", Decimal(0)),
        ("1", "1", Decimal(1)),
        ("1/day", "0.01", Decimal("0.01")),
        ("hours", 24, 24),
        ("days", 1, 1),
        ("day of month", 1, 1),
        ("day of month", 28, 28),
        ("code", "any_gap", "any_gap"),
        ("codes", ["a", "b"], ("a", "b")),
        ("groups of codes", [["a", "b"], ["c"]], (("a", "b"), ("c",))),
        ("counts of months", [1, 12], (1, 12)),
        ("rate schedule", [{"from_month": 1, "rate": "1"}], (RateStep(1, Decimal(1)),)),
        (
            "income table",
            [{"from": 0, "to": 9, "base": 5}, {"from": 10, "base": 6}],
            (Bracket(0, 9, 5), Bracket(10, None, 6)),
        ),
        (
            "disability table",
            [part(percent=100)],
            (DisabilityRow("thumb_right", Text("ibu jari", "thumb"), Decimal(1), None, None, None, None),),
        ),
        (
            "disability table",
            [part("percent", percent_from=10, percent_to="30.5")],
            (
                DisabilityRow(
                    "thumb_right",
                    Text("ibu jari", "thumb"),
                    None,
                    (Decimal("0.1"), Decimal("0.305")),
                    None,
                    None,
                    None,
                ),
            ),
        ),
        (
            "disability table",
            [part(percent=6, per_id="10 desibel", per_en="10 decibels", percent_max=40)],
            (
                DisabilityRow(
                    "thumb_right",
                    Text("ibu jari", "thumb"),
                    Decimal("0.06"),
                    None,
                    Text("10 desibel", "10 decibels"),
                    Decimal("0.4"),
                    None,
                ),
            ),
        ),
    ],
)
def test_a_value_is_read_as_its_unit_says(unit: str, written: object, read: object) -> None:
    assert parse(row(written), unit=unit).values[0].content == read


ranges = st.tuples(st.integers(0, 40), st.integers(1, 10))


@given(st.lists(ranges, min_size=1, max_size=6))
def test_ranges_are_accepted_exactly_when_no_day_has_two_values(lengths: list[tuple[int, int]]) -> None:
    first = date(2020, 1, 1)
    rows = [
        row(**{"from": first + timedelta(days=start), "until": first + timedelta(days=start + length)})
        for start, length in lengths
    ]
    covered = [day for start, length in lengths for day in range(start, start + length)]

    if len(set(covered)) == len(covered):
        parameter = parse(*rows)
        assert all(len(list(parameter.on(first + timedelta(days=day)))) == 1 for day in covered)
    else:
        with pytest.raises(ValueError, match="overlap"):
            parse(*rows)


def test_one_row_may_begin_on_the_day_on_which_another_ends_in_either_order() -> None:
    before = row("0.1", until=date(2021, 1, 1))
    after = row("0.2", **{"from": date(2021, 1, 1)})

    for rows in ((before, after), (after, before)):
        parameter = parse(*rows)
        assert parameter.at(date(2020, 12, 31), {}).rate == Decimal("0.1")
        assert parameter.at(date(2021, 1, 1), {}).rate == Decimal("0.2")


def test_values_for_different_facts_may_share_their_days() -> None:
    parameter = parse(row("0.1", where={"a": "x"}), row("0.2", where={"a": "y"}))

    assert parameter.at(date(2021, 1, 1), {"a": "y"}).rate == Decimal("0.2")
    assert parameter.find(date(2021, 1, 1), {}) is None
    assert len(list(parameter.on(date(2021, 1, 1)))) == 2


def test_a_silent_law_is_found_to_be_silent_and_facts_add_up() -> None:
    of_day = law.at(date(2026, 5, 1), {"sector": "other"})

    found = of_day.find("contribution/bpu/discount_rate")
    assert found is not None
    assert found.rate == Decimal("0.5")
    assert of_day.find("contribution/bpu/discount_rate", sector="mining") is None
    assert of_day.find("contribution/common/covid_relief_rate") is None
    both = law.at(date(2026, 5, 1), {"segment": "PU"}).value("eligibility/programmes/compulsory", enterprise="small")
    assert both.names == ("JKK", "JKM", "JHT")


def test_a_file_that_holds_no_mapping_is_refused(tmp_path: Any) -> None:
    file = tmp_path / "list.yaml"
    file.write_text("- 1\n")

    with pytest.raises(TypeError, match=r"list\.yaml: expected a mapping"):
        law.read_yaml(file)


def test_a_key_written_twice_is_refused(tmp_path: Any) -> None:
    file = tmp_path / "twice.yaml"
    file.write_text("a: 1\nb: 2\na: 3\n")

    with pytest.raises(ValueError, match="written twice"):
        law.read_yaml(file)


@pytest.mark.parametrize(
    "data", [[], None, {"UU 1/2020": {"title_id": "a", "title_en": "b"}}, {"UU 1/2020": {"from": date(2020, 1, 1)}}]
)
def test_a_register_of_laws_that_says_too_little_is_refused(data: Any) -> None:
    with pytest.raises((TypeError, ValueError), match=r"laws:|missing keys"):
        parse_laws(data)


def test_a_value_beyond_the_last_day_of_its_law_is_refused() -> None:
    laws = parse_laws(
        {
            "UU 1/2020": {
                "title_id": "a",
                "title_en": "b",
                "from": date(2020, 1, 1),
                "until": date(2021, 1, 1),
            }
        }
    )
    fields = {"label_id": "a", "label_en": "b", "unit": "1", "values": [row()]}

    with pytest.raises(ValueError, match="speaks about"):
        parse_parameter("test/topic/key", fields, laws)
