"""Choosing a reading on the command line: the same service as the page, and the same refusals."""

from __future__ import annotations

import json

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
