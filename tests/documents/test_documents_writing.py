"""Numbers in Indonesian words, and files that are whole or not there."""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path

import pytest

from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.documents import words
from jaring.documents.errors import DocumentNotWrittenError
from jaring.documents.files import replacing


@pytest.mark.parametrize(
    ("amount_idr", "expected"),
    [
        (0, "nol rupiah"),
        (1_000, "seribu rupiah"),
        (16_800, "enam belas ribu delapan ratus rupiah"),
        (249_984_000, "dua ratus empat puluh sembilan juta sembilan ratus delapan puluh empat ribu rupiah"),
        (
            2_999_808_000,
            "dua miliar sembilan ratus sembilan puluh sembilan juta delapan ratus delapan ribu rupiah",
        ),
    ],
)
def test_amounts_are_spelt(amount_idr: int, expected: str) -> None:
    assert words.spell_rupiah(Rupiah(amount_idr)) == expected


def test_a_debt_has_no_words() -> None:
    with pytest.raises(ValueError, match="never negative"):
        words.spell_rupiah(Rupiah(-1))


def test_days_months_and_amounts_are_written_the_indonesian_way() -> None:
    assert words.long_date(date(2026, 8, 17)) == "17 Agustus 2026"
    assert words.period(Month(2025, 7), Month(2025, 8)) == "Juli 2025"
    assert words.period(Month(2025, 12), Month(2026, 2)) == "Desember 2025 sampai dengan Januari 2026"
    assert words.rupiah(Rupiah(2_999_808_000)) == "Rp2.999.808.000,00"
    assert [words.ordinal(n) for n in (1, 2, 4, 10, 12)] == ["KESATU", "KEDUA", "KEEMPAT", "KESEPULUH", "KEDUA BELAS"]


def test_a_failure_leaves_the_earlier_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"earlier")

    with pytest.raises(ZeroDivisionError), replacing(target) as folder:
        (folder / "a.pdf").write_bytes(b"half" * (1 // 0))

    assert target.read_bytes() == b"earlier"
    assert list(tmp_path.iterdir()) == [target]


def test_a_disk_that_cannot_take_it_is_a_refusal(tmp_path: Path) -> None:
    with pytest.raises(DocumentNotWrittenError), replacing(tmp_path / "a.pdf"):
        raise OSError(28, "No space left on device")

    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_is_removed_once_it_is_old(tmp_path: Path) -> None:
    old, young, other = (tmp_path / name for name in (".a.pdf.old.part", ".a.pdf.young.part", ".b.pdf.old.part"))
    for folder in (old, young, other):
        folder.mkdir()
        (folder / "a.pdf").write_bytes(b"half")
    for folder in (old, other):
        os.utime(folder, (time.time() - 7200,) * 2)

    with replacing(tmp_path / "a.pdf") as folder:
        (folder / "a.pdf").write_bytes(b"whole")

    assert {path.name for path in tmp_path.iterdir()} == {"a.pdf", young.name, other.name}
    assert (tmp_path / "a.pdf").read_bytes() == b"whole"
