"""The JSON document of an entitlement is the contract's."""

from __future__ import annotations

import json
from typing import Any

from benefit_cases import accident, answer, codes, death, member

from jaring.core.benefit.document import as_document
from jaring.core.text import Language

CHILDREN = [{"birth_date": "2015-03-02", "level": "SD", "year_of_level": 5, "studying": True}]


def written(*args: Any, language: Language = Language.INDONESIAN, **changes: Any) -> dict[str, Any]:
    result = as_document(answer(*args, **changes), language)
    loaded = json.loads(json.dumps(result))
    assert loaded == result  # Nothing in it is lost by writing it down.
    return loaded


def test_document_has_the_keys_of_the_contract_and_no_others() -> None:
    assert list(written(death())) == [
        "scheme",
        "items",
        "cash_total_idr",
        "not_yet_due_idr",
        "scholarship",
        "services",
        "documents",
        "deadlines",
        "delay",
        "heirs",
        "cover",
        "facts",
        "missing",
        "notes",
    ]


def test_item_has_label_amount_formula_source_and_status() -> None:
    assert written(death())["items"][0] == {
        "code": "death_grant",
        "label": "Santunan kematian akibat kecelakaan kerja",
        "amount_idr": 48_000_000,
        "formula": "60\u00a0% x 80 x Rp1.000.000 = Rp48.000.000",
        "source": "PP 82/2019, Pasal 25",
        "status": "reported",
    }


def test_item_is_written_in_english_on_request() -> None:
    item = written(death(), language=Language.ENGLISH)["items"][1]

    assert item["label"] == "Periodic grant, paid at once"
    assert item["formula"] == "24 months x Rp500.000 = Rp12.000.000"


def test_source_of_several_values_names_each_once() -> None:
    item = written(accident(days_unable=31))["items"][0]

    assert item["source"] == "PP 82/2019, Pasal 25; PP 44/2015, Pasal 25; Jaring"
    assert item["status"] == "assumed"


def test_scholarship_due_now_is_an_item_that_the_cash_total_leaves_out() -> None:
    result = written(death(), children=CHILDREN)

    item = result["items"][-1]
    assert (item["code"], item["amount_idr"], item["formula"]) == ("scholarship", 1_500_000, "Rp1.500.000")
    assert result["cash_total_idr"] == 70_000_000
    assert result["scholarship"]["due_now_idr"] == 1_500_000
    assert result["scholarship"]["total_max_idr"] == 66_000_000
    assert result["scholarship"]["per_child"][0]["child"] == 0
    assert result["scholarship"]["per_child"][0]["max_idr"] == 66_000_000
    assert result["scholarship"]["per_child"][0]["due_now_idr"] == 1_500_000
    assert result["scholarship"]["per_child"][0]["years"][0] == {
        "level": "SD",
        "year_of_level": 5,
        "starts_on": "2026-07-01",
        "amount_idr": 1_500_000,
        "is_due": True,
    }


def test_scholarships_of_two_children_are_added_in_the_item() -> None:
    result = written(death(), children=[*CHILDREN, {**CHILDREN[0], "level": "PT", "birth_date": "2006-01-01"}])

    assert result["items"][-1]["formula"] == "Rp1.500.000 + Rp12.000.000 = Rp13.500.000"


def test_no_scholarship_due_is_no_item() -> None:
    result = written(death(), children=[{"birth_date": "2024-03-02", "level": "NONE"}])

    assert "scholarship" not in {item["code"] for item in result["items"]}
    assert result["scholarship"]["total_max_idr"] > 0


def test_cover_is_the_document_of_the_coverage_command() -> None:
    cover = written(death())["cover"]

    assert (cover["on"], cover["covered"], cover["jkk"], cover["jkm"]) == ("2026-05-04", True, "full", "full")


def test_sentences_have_a_code_a_text_and_sources() -> None:
    result = written(accident(days_unable=31))

    assert result["facts"][0] == {
        "code": "event",
        "text": "Kecelakaan kerja pada 4 Mei 2026; akibatnya: sementara tidak mampu bekerja.",
        "sources": [],
    }
    assert result["notes"][0]["code"] == "assumption"
    assert result["notes"][0]["sources"] == [{"law": "PP 44/2015", "article": "Pasal 25", "status": "assumed"}]
    assert result["services"][0]["code"] == "treatment"


def test_papers_and_deadlines_are_listed() -> None:
    result = written(death())

    assert {"code", "label", "from", "form", "bring_to", "sources"} == set(result["documents"][0])
    assert {"code", "label", "by", "is_past", "who", "sources", "notes"} == set(result["deadlines"][0])
    assert result["deadlines"][0]["by"] == "2026-05-06"
    assert None in {each["by"] for each in result["deadlines"]}


def test_heirs_share_the_cash() -> None:
    survivors = [{"relation": "widow", "birth_date": "1990-01-01"}, {"relation": "child", "birth_date": "2015-01-01"}]

    heirs = written(death(), survivors=survivors)["heirs"]

    assert heirs["shares"] == [
        {"survivor": 0, "amount_idr": 35_000_000, "needs_guardian": False},
        {"survivor": 1, "amount_idr": 35_000_000, "needs_guardian": True},
    ]
    assert heirs["to_fund_idr"] == 0


def test_without_a_scheme_there_is_no_amount_but_the_reason() -> None:
    result = written(death(), member=member(carrier="TASPEN", segment="PU", payer="EMPLOYER"), children=CHILDREN)

    assert (result["scheme"], result["items"], result["cash_total_idr"]) == ("NONE", [], 0)
    assert result["scholarship"]["total_max_idr"] == 0
    assert (result["documents"], result["deadlines"], result["services"]) == ([], [], [])
    assert [note["code"] for note in result["notes"]] == ["other_carrier"]


def test_facts_name_the_later_death_and_other_memberships() -> None:
    event = accident("death", date="2026-05-04", died_on="2026-06-01")

    result = answer(event, other_memberships=[member()])

    assert codes(result.facts) == ["event", "member", "other_membership", "as_of"]
    assert result.facts[0].text.id == (
        "Kecelakaan kerja pada 4 Mei 2026; akibatnya: meninggal dunia pada 1 Juni 2026."
    )
    assert result.facts[0].text.en == "Work accident on 4 May 2026; outcome: death on 1 June 2026."
    assert result.facts[1].text.en == (
        "Participant (non-wage participant) with BPJS Ketenagakerjaan since 1 January 2018; base Rp1.000.000 a month; "
        "paid by: regency budget."
    )
    assert result.facts[2].text.en == (
        "Another membership: non-wage participant with BPJS Ketenagakerjaan since 1 January 2018; base Rp1.000.000 a "
        "month; paid by: regency budget."
    )
    assert result.facts[3].text.en == "Asked as things stood on 1 November 2026."


def test_facts_of_a_plain_death_do_not_say_it_twice() -> None:
    assert answer(death("other")).facts[0].text.id == "Meninggal bukan karena pekerjaan pada 4 Mei 2026."
    assert answer(death()).facts[0].text.id == "Kecelakaan kerja pada 4 Mei 2026; akibatnya: meninggal dunia."


def test_nothing_in_the_document_is_half_filled() -> None:
    for event in (death(), death("missing_at_sea"), death("other"), accident("total_disability")):
        for language in Language:
            assert "{" not in json.dumps(written(event, children=CHILDREN, language=language)["notes"]).replace(
                '{"', ""
            )


def test_delay_is_what_the_cash_earns_for_each_day_too_late() -> None:
    late = written(death("other"), file_complete_on="2026-05-11", paid_on="2026-05-20")

    assert late["delay"]["days_late"] == 2  # over Ascension Day and its joint leave
    assert late["delay"]["amount_idr"] == 840_000
    assert late["delay"]["formula"] == "2 hari kalender x 1\u00a0% x Rp42.000.000 = Rp840.000"
    assert late["delay"]["sources"][0] == {
        "law": "PP 44/2015",
        "article": "Pasal 37 ayat (3)",
        "status": "reported",
    }
    assert written(death("other"))["delay"]["amount_idr"] == 0


def test_children_are_heirs_without_being_named_twice() -> None:
    result = written(death(), children=CHILDREN, survivors=[{"relation": "widow"}])

    assert [share["amount_idr"] for share in result["heirs"]["shares"]] == [35_000_000, 35_000_000]
    assert written(death(), children=CHILDREN)["heirs"]["shares"] == []
