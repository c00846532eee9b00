"""What a sentence rests on is told once each, and it is only as sure as the worst of it."""

from __future__ import annotations

from datetime import date

from jaring.core import law
from jaring.core.law import Status
from jaring.core.law.finding import Finding, sources_of, weakest
from jaring.core.text import Text

OF_DAY = law.at(date(2026, 5, 1))
CONFIRMED = OF_DAY.value("benefit/heirs/order")
REPORTED = OF_DAY.value("benefit/jkm/death_grant")
ALSO_REPORTED = OF_DAY.value("benefit/grant/funeral")
ASSUMED = OF_DAY.value("benefit/jkk/day_divisor")


def test_a_plain_fact_is_confirmed_and_cites_nothing() -> None:
    finding = Finding("a", Text("a", "b"))

    assert finding.status is Status.CONFIRMED
    assert finding.sources == ()


def test_a_sentence_is_as_sure_as_the_worst_value_behind_it() -> None:
    assert weakest([CONFIRMED]) is Status.CONFIRMED
    assert weakest([CONFIRMED, REPORTED]) is Status.REPORTED
    assert weakest([ASSUMED, CONFIRMED, REPORTED]) is Status.ASSUMED
    assert Finding("a", Text("a", "b"), (REPORTED, ASSUMED)).status is Status.ASSUMED


def test_a_regulation_is_cited_once_and_in_order() -> None:
    cited = [source.cited.id for source in sources_of([REPORTED, CONFIRMED, ALSO_REPORTED, REPORTED])]

    assert cited == ["PP 82/2019, Pasal 34", "PP 44/2015, Pasal 37 ayat (5)"]
    assert sources_of([REPORTED, ALSO_REPORTED])[0].as_json() == {
        "law": "PP 82/2019",
        "article": "Pasal 34",
        "status": "reported",
    }
