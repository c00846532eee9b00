"""Time and memory of the papers for a whole regency: decree with annex, workbooks, upload list.

Usage: python benchmarks/documents.py [ROWS]

Seconds are of the clock and of the processors (this process and its children, where the system tells). Memory is the
highest sum of the resident sets of this process and of all its children, sampled every 20 ms; what this process held
before (the rows, the libraries) is counted in. As a baseline, the same annex is written as plain CSV in the same run.
"""

from __future__ import annotations

import csv
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import psutil
from pypdf import PdfReader

from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.documents.annex import AnnexRow
from jaring.documents.decree import DecreeDocument, DecreeStatus, write_annex_xlsx, write_decree_pdf
from jaring.documents.letterhead import Letterhead, Signatory
from jaring.documents.upload import UploadRow, load_upload_template, write_upload_list

ROWS = 14_880
DISTRICTS = 24
VILLAGES = 8
MADE_AT = datetime(2025, 7, 1, tzinfo=UTC)
TIME_BUDGET_S, MEMORY_BUDGET_MIB = 20, 400
NAMES = ("Yohanes Naisaban", "Maria Goreti Tnesi", "Petrus Kefi", "Emanuel Fransiskus Bana Taek", "Kristina Usboko")
ADDRESSES = ("RT 003/RW 001", "RT 012/RW 004, Dusun Oelbubuk")
OCCUPATIONS = ("Petani", "Nelayan", "Buruh bangunan", "Tukang ojek")


def annex(count: int) -> list[AnnexRow]:
    places = DISTRICTS * VILLAGES
    rows = []
    for index in range(count):
        district, village = divmod(index * places // count, VILLAGES)
        rows.append(
            AnnexRow(
                number=index + 1,
                district_code=f"53.03.{district + 1:02d}",
                district_name=f"Kecamatan Contoh {district + 1}",
                village_code=f"53.03.{district + 1:02d}.{2001 + village}",
                village_name=f"Desa Contoh {village + 1}",
                name=f"{NAMES[index % len(NAMES)]} {index:06d}",
                masked_nik=f"5303{district + 1:02d}********{index % 100:02d}",
                birth_year=1961 + index % 45,
                address=ADDRESSES[index % 2],
                occupation=OCCUPATIONS[index % 4],
                effective_month=Month(2025, 7),
            )
        )
    return rows


def decree(count: int) -> DecreeDocument:
    return DecreeDocument(
        number="123/KEP/HK/2025",
        signed_date=date(2025, 7, 1),
        about="Penetapan Peserta",
        considerations=("bahwa",),
        legal_bases=("Undang-Undang",),
        dictum=("Menetapkan",),
        payer="APBD",
        from_month=Month(2025, 7),
        until_month=Month(2026, 7),
        participants=count,
        monthly_idr=Rupiah(16_800 * count),
        total_idr=Rupiah(16_800 * count * 12),
        letterhead=Letterhead(government="BUPATI CONTOH"),
        signatory=Signatory(title="BUPATI CONTOH", name="NAMA CONTOH"),
        signed_place="Kefamenanu",
        status=DecreeStatus.IN_FORCE,
    )


def people(count: int) -> Iterator[UploadRow]:
    for index in range(count):
        nik = f"530304110990{9000 + index % 1000}"
        yield UploadRow(nik=nik, name=NAMES[index % len(NAMES)], birth_date=date(1990, 9, 11), sex="M")


def memory_mib(process: psutil.Process) -> float:
    total = 0
    for member in (process, *process.children(recursive=True)):
        try:
            total += member.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total / 2**20


@dataclass(frozen=True)
class Cost:
    """What a call took."""

    clock_s: float
    processor_s: float
    memory_mib: float


def measured(write: Callable[[], object]) -> Cost:
    """Call and watch."""
    samples = [memory_mib(psutil.Process())]
    is_over = threading.Event()

    def watch() -> None:
        while not is_over.wait(0.02):
            samples.append(memory_mib(psutil.Process()))

    watcher = threading.Thread(target=watch)
    watcher.start()
    clock, processor = time.perf_counter(), sum(os.times()[:4])
    write()
    clock, processor = time.perf_counter() - clock, sum(os.times()[:4]) - processor
    is_over.set()
    watcher.join()
    return Cost(clock, processor, max(samples))


def write_csv(rows: list[AnnexRow], target: Path) -> None:
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows((row.number, row.name, row.masked_nik, row.address, row.occupation) for row in rows)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    rows, paper = annex(count), decree(count)
    template = load_upload_template("53.03", "upload-bpu", date(2025, 7, 1))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tasks: dict[str, Callable[[], object]] = {
            "CSV of the annex (baseline)": lambda: write_csv(rows, folder / "a.csv"),
            "decree with annex, PDF": lambda: write_decree_pdf(paper, rows, folder / "a.pdf", made_at=MADE_AT),
            "annex, XLSX": lambda: write_annex_xlsx(paper, rows, folder / "a.xlsx", made_at=MADE_AT),
            "upload list, XLSX": lambda: write_upload_list(
                template, people(count), folder / "u.xlsx", made_at=MADE_AT
            ),
        }
        print(f"{count} rows")
        costs = {task: measured(write) for task, write in tasks.items()}
        baseline = costs["CSV of the annex (baseline)"].clock_s
        for task, cost in costs.items():
            print(
                f"{task:30} {cost.clock_s:7.2f} s  {cost.processor_s:7.2f} s of processors  "
                f"{cost.clock_s / baseline:6.0f} x  {cost.memory_mib:5.0f} MiB"
            )
        pages = len(PdfReader(folder / "a.pdf").pages)
        print(f"{pages} pages, {(folder / 'a.pdf').stat().st_size / 2**20:.1f} MiB")
        cost = costs["decree with annex, PDF"]
        if count == ROWS and (cost.clock_s > TIME_BUDGET_S or cost.memory_mib > MEMORY_BUDGET_MIB):
            sys.exit(f"over the budget of {TIME_BUDGET_S} s and {MEMORY_BUDGET_MIB} MiB")


if __name__ == "__main__":
    main()
