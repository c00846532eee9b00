"""The wording of a decree comes from dated data, filled with facts and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.documents.decree import DecreeKind
from jaring.documents.errors import TemplateBrokenError
from jaring.documents.templates import REGENCIES
from jaring.documents.wording import DecreeFacts, Sharing, decree_letterhead, office_letterhead, propose_wording

TTU = "53.03"
DAY = date(2025, 7, 1)
FACTS = DecreeFacts(
    kind=DecreeKind.INITIAL,
    payer="APBD Kabupaten Timor Tengah Utara",
    from_month=Month(2025, 7),
    until_month=Month(2026, 1),
    participants=14_880,
    monthly_idr=Rupiah(249_984_000),
    total_idr=Rupiah(1_499_904_000),
    additions=14_880,
)
AMENDMENT = replace(
    FACTS,
    kind=DecreeKind.AMENDMENT,
    additions=12,
    removals=12,
    amends_number="123/KEP/HK/2025",
    amends_date=date(2025, 7, 1),
)

MOVE = replace(AMENDMENT, from_payer=FACTS.payer, payer="Peserta mandiri")
SHARING = Sharing("Menuju mandiri", "Peserta mandiri", ((Month(2025, 7), 75), (Month(2025, 10), 0)))
SHARE = replace(AMENDMENT, from_payer=FACTS.payer, sharing=SHARING)


def test_an_initial_decree_states_people_period_and_money() -> None:
    wording = propose_wording(TTU, FACTS, DAY)

    text = " ".join(wording.dictum)
    assert "14.880 (empat belas ribu delapan ratus delapan puluh) orang" in text
    assert "6 (enam) bulan, yaitu Juli 2025 sampai dengan Desember 2025" in text
    assert (
        "Rp249.984.000,00 (dua ratus empat puluh sembilan juta sembilan ratus delapan puluh empat ribu rupiah)" in text
    )
    assert "Rp1.499.904.000,00" in text
    assert wording.about in wording.considerations[-1]
    assert wording.template == "decree 1"


def test_an_amendment_names_the_decree_it_changes() -> None:
    wording = propose_wording(TTU, AMENDMENT, DAY)

    text = " ".join(wording.dictum)
    assert "Nomor 123/KEP/HK/2025 tanggal 1 Juli 2025" in text
    assert "menambah 12 (dua belas) orang dan mengurangi 12 (dua belas) orang" in text
    assert "123/KEP/HK/2025" in wording.about


def test_move_says_whose_money_takes_over_and_from_when() -> None:
    wording = propose_wording(TTU, MOVE, DAY)

    text = " ".join(wording.dictum)
    assert "dari APBD Kabupaten Timor Tengah Utara kepada Peserta mandiri terhitung mulai iuran Juli 2025" in text
    assert "iuran sampai dengan Juni 2025 tetap dibebankan pada APBD Kabupaten Timor Tengah Utara" in text
    assert "mengurangi" not in text
    assert "Pengalihan Pembiayaan Iuran" in wording.about


def test_shares_of_a_plan_stand_in_the_dictum_of_its_decree() -> None:
    said = "sebesar 75% (tujuh puluh lima persen) mulai Juli 2025, dan 0% (nol persen) mulai Oktober 2025"

    for facts in (replace(FACTS, sharing=SHARING), SHARE):
        wording = propose_wording(TTU, facts, DAY)
        assert said in wording.dictum[-3]
        assert wording.dictum[-1].endswith("mulai berlaku pada tanggal ditetapkan")
    assert "Pembiayaan Bersama" in wording.about


@pytest.mark.parametrize("facts", [FACTS, AMENDMENT, MOVE, SHARE], ids=["initial", "amendment", "move", "share"])
def test_no_placeholder_is_left(facts: DecreeFacts) -> None:
    wording = propose_wording(TTU, facts, DAY)

    sentences = [wording.about, *wording.considerations, *wording.legal_bases, *wording.dictum, *wording.copies]
    assert [sentence for sentence in sentences if "{" in sentence or "}" in sentence] == []
    assert [sentence for sentence in sentences if sentence != sentence.strip() or sentence.endswith((".", ";"))] == []


def test_braces_in_a_fact_stay_what_they_are() -> None:
    wording = propose_wording(TTU, replace(FACTS, payer="CSR {total} {payer.__class__}"), DAY)

    assert "CSR {total} {payer.__class__}" in wording.about


def test_legal_bases_that_nobody_has_read_are_listed() -> None:
    wording = propose_wording(TTU, FACTS, DAY)

    assert set(wording.unverified) <= set(wording.legal_bases)
    assert len(wording.unverified) == 4
    assert wording.to_add


@pytest.mark.parametrize("sentence", ["{nobody}", "{payer.__class__}", "{payer!r}", "{payer:>9}", "{0}", "{payer"])
def test_a_placeholder_is_a_known_name_and_nothing_more(tmp_path: Path, sentence: str) -> None:
    shipped = yaml.safe_load((REGENCIES / TTU / "templates/decree-1.yaml").read_text(encoding="utf-8"))
    shipped["initial"]["dictum"] = [sentence]
    folder = tmp_path / TTU / "templates"
    folder.mkdir(parents=True)
    (folder / "decree.yaml").write_text(yaml.safe_dump(shipped), encoding="utf-8")

    with pytest.raises(TemplateBrokenError):
        propose_wording(TTU, FACTS, DAY, regencies=tmp_path)


def test_the_regent_and_the_office_have_heads_of_their_own() -> None:
    assert decree_letterhead(TTU, DAY).government == "BUPATI TIMOR TENGAH UTARA"
    assert office_letterhead(TTU, DAY).office == "DINAS TENAGA KERJA DAN TRANSMIGRASI"
