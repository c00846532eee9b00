"""Reading and judging lists, beside the time that calamine alone needs to read the same files.

    python benchmarks/intake.py [--rounds 5] [--rows 100000]

Two loads: the 193 lists of the demonstration, and one list of 100,000 people in 15 columns. The baseline opens every
workbook with calamine and turns its sheets into Python lists (text files are only read as bytes), in this process.
Beside it stands ``read_lists``: hashing, the guard, reading in child processes, judging, duplicates. Baseline and
measure take turns; the best of each counts, because other work on the machine can only make either slower. The limits
are 2.5 times for the lists of the demonstration and twice for the long list, within 512 MiB.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from jaring.core.intake import read_lists
from jaring.core.intake.outputs import write_outputs
from jaring.core.places import regency
from jaring.demo import population, write_lists

AS_OF = date(2026, 11, 1)
REGENCY = "53.03"
SEED = 2025
HEADINGS = [
    "No", "NIK", "No KK", "Nama", "L/P", "Tempat Lahir", "Tanggal Lahir", "Alamat", "Desa", "Kecamatan", "Pekerjaan",
    "No HP", "Penghasilan", "Nama Ibu", "Ahli Waris",
]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rows", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_lists(population(SEED), folder / "demo", SEED)
        (folder / "long").mkdir()
        write_long_list(folder / "long" / "list.xlsx", options.rows)
        print(f"{os.cpu_count()} cores; best of {options.rounds} rounds, seconds; load {os.getloadavg()[0]:.1f}")
        print(f"{'load':<22} {'calamine':>9} {'intake':>8} {'ratio':>6} {'limit':>6} {'with outputs':>13}")
        measure("193 demo lists", folder / "demo", 2.5, options.rounds, folder)
        measure(f"{options.rows:,} x 15", folder / "long", 2.0, options.rounds, folder)
        print(f"peak memory of the long list, all processes together: {peak_mib(folder / 'long')} MiB")


def measure(label: str, lists: Path, limit: float, rounds: int, folder: Path) -> None:
    paths = sorted(lists.iterdir())
    baseline, intake, whole = [], [], []
    for _ in range(rounds):
        gc.collect()
        baseline.append(timed(lambda: calamine_alone(paths)))
        gc.collect()
        start = time.perf_counter()
        batch = read_lists([lists], regency=REGENCY, as_of=AS_OF)
        intake.append(time.perf_counter() - start)
        write_outputs(batch, folder / "out")
        whole.append(time.perf_counter() - start)
    ratio = min(intake) / min(baseline)
    figures = f"{min(baseline):>9.3f} {min(intake):>8.3f} {ratio:>6.2f} {limit:>6.1f} {min(whole):>13.3f}"
    print(f"{label:<22} {figures}")


def timed(work: object) -> float:
    assert callable(work)
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def calamine_alone(paths: list[Path]) -> None:
    for path in paths:
        if path.suffix in (".csv", ".tsv"):
            path.read_bytes()
            continue
        with CalamineWorkbook.from_path(path) as book:
            for position in range(len(book.sheet_names)):
                book.get_sheet_by_index(position).to_python()


def peak_mib(lists: Path) -> int:
    """Return the sum of the peaks of the reading process and of its largest child, in a process of its own.

    The process asks the kernel for its own peak since it began: what ``getrusage`` says of it starts from the size of
    the process that started it.
    """
    script = (
        "import re, resource, sys; from datetime import date; from pathlib import Path; "
        "from jaring.core.intake import read_lists; "
        f"read_lists([sys.argv[1]], regency={REGENCY!r}, as_of=date.fromisoformat({AS_OF.isoformat()!r})); "
        "own = int(re.search(r'VmHWM:\\s+([0-9]+)', Path('/proc/self/status').read_text())[1]); "
        "print(own + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(lists)], capture_output=True, text=True, check=True)
    return int(done.stdout) // 1024


def write_long_list(path: Path, rows: int) -> None:
    """Write invented people, one in twenty with a mistake, as a clerk of the whole regency might send them."""
    rng = random.Random(SEED)
    first = (
        "Maria",
        "Yohanes",
        "Petrus",
        "Agnes",
        "Yosefina",
        "Paulus",
        "Dominggus",
        "Wilhelmina",
        "Kristina",
        "Markus",
    )
    last = ("Naitufe", "Taek", "Unbaun", "Kolo", "Tnesi", "Fallo", "Banusu", "Manek", "Usfinit", "Leonifu", "Sasmelo")
    places = regency(REGENCY)
    villages = [(village.name, district.name) for district in places.districts for village in district.villages]
    work = ["Petani", "Nelayan", "Tukang kayu", "Ojek", "Pedagang", "Buruh tani", "Penenun"]

    def name() -> str:
        return f"{rng.choice(first)} {rng.choice(first)} {rng.choice(last)}"

    with xlsxwriter.Workbook(path, {"strings_to_numbers": False}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        for row in range(1, rows + 1):
            born = date(1963, 1, 1) + timedelta(days=rng.randrange(16_000))
            is_woman = rng.random() < 0.5
            nik = f"5303{rng.randint(1, 24):02d}{born.day + 40 * is_woman:02d}{born:%m%y}9{rng.randrange(1000):03d}"
            nik = nik[:15] if rng.random() < 0.05 else nik
            village, district = rng.choice(villages)
            kk = f"5303{rng.randint(1, 24):02d}010110{rng.randint(9001, 9999)}"
            address = f"RT {rng.randint(1, 12):03d}/RW {rng.randint(1, 9):03d}"
            phone = f"0812{rng.randrange(10_000):04d}0000"
            who = [row, nik, kk, name(), "P" if is_woman else "L", "Kefamenanu", f"{born:%d/%m/%Y}", address]
            income = rng.choice(["900000", "Rp 1.200.000"])
            sheet.write_row(row, 0, [*who, village, district, rng.choice(work), phone, income, name(), name()])


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
