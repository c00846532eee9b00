"""Contribution, cover and death benefit of 2.7 million people for 12 months, beside OpenFisca-core.

    python benchmarks/law_at_scale.py [--people 2700000] [--environment DIR]

The same facts, the same law and the same three variables per person and month. OpenFisca-core (AGPL) is no part of
Jaring: this script installs it into an environment of its own, kept where ``--environment`` says and thrown away
otherwise, and gives it a law written for it (``openfisca_peer/peer.py``). Each side runs as a process of its own, one
after the other. Totals per month have to agree to the rupiah, or the script fails. OpenFisca's time is that of
``calculate`` alone, once the facts are given; Jaring's has everything. Memory is the greatest of the process.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
FIRST, ASKED, END = "2025-07", "2026-01", "2027-01"


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        facts = Path(folder) / "facts.npz"
        np.savez(facts, **invented(options.people))
        python = _environment(options.environment or Path(folder) / "environment")
        ours = _run([sys.executable, HERE / "openfisca_peer" / "ours.py", facts])
        theirs = _run([python, HERE / "openfisca_peer" / "peer.py", facts])
    if ours["totals"] != theirs["totals"]:
        raise SystemExit(f"totals differ:\n{_differences(ours['totals'], theirs['totals'])}")
    print(f"{options.people:,} people, 12 months; totals of all variables equal to the rupiah")
    print(f"{'':>14} {'seconds':>9} {'greatest MiB':>13}")
    for name, answer in (("OpenFisca-core", theirs), ("Jaring", ours)):
        print(f"{name:>14} {answer['computed_s']:>9.2f} {answer['peak_mib']:>13,.0f}")
    faster, leaner = (theirs[key] / ours[key] for key in ("computed_s", "peak_mib"))
    print(f"{'ratio':>14} {faster:>9.1f} {leaner:>13.1f}")


def invented(people: int) -> dict[str, np.ndarray]:
    """Return facts by name, each an array of ``people``: income, payer, sector, and months of cover with gaps.

    Months count from ``first_month``. ``unbroken_before`` are months of cover without a gap before it; ``unpaid`` is
    one month left out, -1 for none.
    """
    draw = np.random.default_rng(4711)
    known = np.arange(FIRST, END, dtype="datetime64[M]")
    poor = draw.random(people) < 0.8
    started = draw.integers(-12, 12, people)
    return {
        "first_month": np.array(FIRST),
        "known_months": known.astype(str),
        "asked_months": known[known >= np.datetime64(ASKED)].astype(str),
        "income_idr": np.where(poor, draw.integers(0, 1_099_000, people), draw.integers(0, 21_000_000, people)).astype(
            np.int32
        ),
        "payer": draw.choice(4, people, p=[0.7, 0.2, 0.05, 0.05]).astype(np.int8),
        "sector": (draw.random(people) < 0.1).astype(np.int8),
        "paid_from": np.maximum(started, 0).astype(np.int8),
        "unbroken_before": np.maximum(-started, 0).astype(np.int32),
        "paid_until": np.where(draw.random(people) < 0.8, len(known), draw.integers(12, 19, people)).astype(np.int8),
        "unpaid": np.where(draw.random(people) < 0.1, draw.integers(0, len(known), people), -1).astype(np.int8),
    }


def _environment(folder: Path) -> Path:
    """Return the Python of an environment that has OpenFisca-core."""
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        venv.EnvBuilder(with_pip=False).create(folder)
        packages = ["pip", "--python", str(python), "install", "--quiet", "openfisca-core>=46,<47"]
        maker = Path(sys.executable).resolve()  # The project's own environment holds no pip.
        subprocess.run([str(maker), "-m", *packages], check=True)
    return python


def _run(command: list[object]) -> dict:
    with tempfile.NamedTemporaryFile(suffix=".json") as answer:
        subprocess.run([*map(str, command), answer.name], check=True)
        return json.loads(Path(answer.name).read_text(encoding="utf-8"))


def _differences(ours: dict, theirs: dict) -> str:
    return "\n".join(
        f"{month} {variable}: Jaring {ours[month][variable]:,}, OpenFisca {theirs[month][variable]:,}"
        for month in theirs
        for variable in theirs[month]
        if ours[month][variable] != theirs[month][variable]
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=2_700_000)
    parser.add_argument("--environment", type=Path, help="where OpenFisca-core is kept for the next time")
    return parser.parse_args()


if __name__ == "__main__":
    main()
