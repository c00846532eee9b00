"""Whatever the law's files say in codes, people read in words of both languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from jaring.core import law
from jaring.core.law import Parameter, Value, read_yaml
from jaring.core.law.words import code_text, fact_text, facts_text, is_worded, topic_of, topic_text, value_text

PARAMETERS = list(law.all_parameters())
DAY = date(2026, 5, 1)


def codes_of(parameter: Parameter, value: Value) -> Iterator[str]:
    for content in (value.content, *(each.content for each in value.alternatives)):
        if parameter.unit == "code":
            yield str(content)
        elif parameter.unit == "codes":
            assert isinstance(content, tuple)
            yield from map(str, content)
    if parameter.unit == "groups of codes":
        yield from (code for group in value.groups for code in group)
    yield from (code for allowed in value.where.values() for code in allowed)


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda each: each.path)
def test_every_code_fact_and_file_of_the_law_has_words(parameter: Parameter) -> None:
    codes = {code for value in parameter.values for code in codes_of(parameter, value)}
    facts = {fact for value in parameter.values for fact in value.where}

    assert {code for code in codes if not is_worded(code, parameter.path)} == set()
    assert {fact for fact in facts if fact_text(fact) == (fact, fact)} == set()
    assert topic_text(topic_of(parameter)).id != topic_of(parameter)


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda each: each.path)
def test_every_value_and_reading_can_be_said_in_both_languages(parameter: Parameter) -> None:
    for value in parameter.values:
        readings = [value.read_as(each) for each in value.alternatives]
        for said in map(value_text, [value, *readings]):
            assert said.id.strip()
            assert said.en.strip()
            assert "{" not in said.id + said.en
            assert "_" not in said.id + said.en


@pytest.mark.parametrize(
    ("path", "facts", "indonesian", "english"),
    [
        ("benefit/jkk/day_divisor", {}, "30 hari", "30 days"),
        ("benefit/scholarship/max_children", {}, "2 anak", "2 children"),
        ("benefit/deadline/delay_rate_per_day", {}, "1\u00a0% sehari", "1\u00a0% a day"),
        ("benefit/deadline/payment_working_days", {"scheme": "JKM"}, "3 hari kerja", "3 working days"),
        ("benefit/scholarship/yearly", {"level": "SD"}, "Rp1.500.000 setahun", "Rp1.500.000 a year"),
        ("contribution/common/prepayment_months", {}, "1, 2, 3, 6, 12 bulan", "1, 2, 3, 6, 12 months"),
        ("contribution/common/due_day", {}, "tanggal 15", "day 15 of the month"),
        ("coverage/jkm_wait/applies", {"segment": "BPU"}, "ya", "yes"),
        ("benefit/disability/table", {}, "tabel 46 baris", "table of 46 rows"),
        (
            "benefit/jkk/temporary_rates",
            {},
            (
                "bulan ke-1 sampai ke-6: 100\u00a0%; bulan ke-7 sampai ke-12: 100\u00a0%; "
                "bulan ke-13 dan seterusnya: 50\u00a0%"
            ),
            "months 1 to 6: 100\u00a0%; months 7 to 12: 100\u00a0%; month 13 and later: 50\u00a0%",
        ),
    ],
)
def test_a_value_is_said_by_its_unit(path: str, facts: dict[str, str], indonesian: str, english: str) -> None:
    assert value_text(law.at(DAY, facts).value(path)) == (indonesian, english)


def test_one_code_may_mean_two_things_in_two_parameters() -> None:
    assert code_text("death", "benefit/jkk/missing_at_sea").id == "kematian biasa (JKM)"
    assert code_text("death", "benefit/grant/periodic_for").id == "kematian"


def test_for_whom_a_value_holds_is_said_in_words() -> None:
    value = law.at(DAY, {"mode": "sea"}).value("benefit/jkk/transport_cap")

    assert facts_text(value) == ("jenis angkutan: laut", "mode of transport: sea")


def test_no_words_are_kept_for_a_parameter_or_fact_that_is_gone() -> None:
    words = read_yaml(law.FOLDER / "words.yaml")
    topics = {topic_of(each) for each in PARAMETERS}
    facts = {fact for each in PARAMETERS for value in each.values for fact in value.where}

    assert set(words["topics"]) == topics
    assert set(words["facts"]) == facts
    assert set(words["codes_of"]) <= {each.path for each in PARAMETERS}
