"""Choosing a reading on the command line: the same service as the page, and the same refusals."""

from __future__ import annotations

import json
from datetime import date

from deliveries import listed, write_list
from homes import Homes

CHOICE = (
    "law",
    "choose",
    "dana_desa_discounted",
    "--reason",
    "Jawaban tertulis cabang",
    "--reference",
    "Surat cabang nomor contoh",
)


def test_head_chooses_takes_back_and_others_are_refused(homes: Homes) -> None:
    home = homes.copy()

    refused = home.jaring(*CHOICE, "--from", "2026-12", "--as", "petugas")
    chosen = home.jaring(*CHOICE, "--from", "2026-12", "--as", "kepala", "--json")
    again = home.jaring(*CHOICE, "--from", "2026-12", "--as", "kepala")
    undone = home.jaring(*CHOICE, "--from", "2027-02", "--as", "kepala", "--undo")

    assert (refused.returncode, again.returncode) == (1, 1)
    assert "JRG-601" in refused.stderr
    assert "JRG-192" in again.stderr
    assert json.loads(chosen.stdout) == {"name": "dana_desa_discounted", "from": "2026-12", "followed": True}
    assert "Tidak lagi diikuti mulai Februari 2027" in undone.stdout


def test_lists_are_judged_by_the_age_that_the_regency_chose_and_without_a_database_by_the_law(homes: Homes) -> None:
    home = homes.copy()
    young = [listed(4, born=date(2009, 3, 15), nik=f"530305150309900{n}", sex="L") for n in (5, 6)]
    first, second = (write_list(home.folder / f"{person.nik[-1]}.csv", [person]) for person in young)
    grounds = ("--reason", "Peraturan bupati kita", "--reference", "Perbup contoh nomor satu")
    home.jaring("law", "choose", "entry_from_18", *grounds, "--from", "2026-12", "--as", "kepala")

    before = home.jaring("import", str(first), "--preview", "--as-of", "2026-11-30", "--json")
    after = home.jaring("import", str(second), "--preview", "--as-of", "2026-12-01", "--json")
    apart = home.jaring(
        "intake", str(second), "--regency", "53.03", "--as-of", "2026-12-01", "--out", f"{home.folder}/hasil", "--json"
    )

    assert json.loads(before.stdout)["accepted"] == 1
    assert json.loads(after.stdout)["rejected"] == 1
    assert json.loads(apart.stdout)["totals"]["accepted"] == 1
