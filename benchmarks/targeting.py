"""Targeting of 19,000 candidates with quota and reasons, beside sorting them and adding up their prices.

    python benchmarks/targeting.py [--sizes 19000,300000] [--rounds 5]

The baseline is what any spreadsheet macro would do: one NumPy lexsort of the same people by decile, family and age,
a running sum of prices, and a cut at the budget; no quota, no lots, no reserve, no reasons. Targeting is timed up to
the last sentence of the last candidate. The optimum (HiGHS) is computed on request only and is timed by itself.
Figures are the best of the rounds in seconds of wall-clock time; what matters is their ratio.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from datetime import date
from typing import TypeVar

import numpy as np

from jaring.core.money import Rupiah
from jaring.core.targeting import (
    Candidate,
    Exit,
    ExitKind,
    Selection,
    Terms,
    best_possible,
    fairness,
    replace_exits,
    rule_set_of,
    select,
)

Answer = TypeVar("Answer")

AS_OF = date(2025, 7, 1)
MONTHS = 12
PRICE_IDR = 16_800
COVERED, CANDIDATES = 14_880, 19_000
VILLAGES = 193
DISTRICTS = 24
LIMIT_S = 3.0
OCCUPATIONS = ["farmer"] * 12 + [
    "fisher",
    "trader",
    "transport",
    "construction",
    "craft",
    "service",
    "labour",
    "other",
    "",
]
DECILES = [1] * 4 + [2] * 4 + [3] * 3 + [4] * 2 + [5, 6, 7, 8, None]


def main() -> None:
    options = _options()
    heads = ("people", "baseline", "choice", "+reasons", "ratio", "exits", "optimum")
    print(" ".join(f"{head:>9}" for head in heads))
    for size in options.sizes:
        _report(size, options.rounds)


def _report(size: int, rounds: int) -> None:
    people, rules = invented(size), rule_set_of("53.03")
    budget_idr = size * COVERED // CANDIDATES * PRICE_IDR * MONTHS
    terms = Terms(AS_OF, budget_idr, MONTHS, "Kefamenanu, 1 Juli 2025")
    baseline_s, count = best_of(rounds, lambda: sorted_prefix(people, budget_idr))
    choice_s, selection = best_of(rounds, lambda: select(people, rules, terms))
    whole_s, sentences = best_of(rounds, lambda: everything_said(select(people, rules, terms)))
    exits_s, _ = best_of(rounds, lambda: after_exits(selection))
    optimum_s, optimum = best_of(1, lambda: best_possible(selection))
    assert count == len(selection.selected_ids)
    times = (choice_s, whole_s, whole_s / baseline_s, exits_s, optimum_s)
    print(f"{size:>9,} {baseline_s:>9.4f} " + " ".join(f"{figure:>9.3f}" for figure in times))
    print(f"{'':>9} {count:,} covered for {Rupiah(selection.cost_idr)}, {sentences:,} sentences")
    print(f"{'':>9} {optimum.sentence.en} ({optimum.columns:,} columns)")
    if size == CANDIDATES:
        verdict = "kept" if whole_s < LIMIT_S else "BROKEN"
        print(f"{'':>9} promise: 19,000 candidates with quota and reasons under {LIMIT_S:.0f} s: {verdict}")


def sorted_prefix(people: list[Candidate], budget_idr: int) -> int:
    """Sort by decile, size of the family and birth date, and cut where the money ends."""
    decile = np.fromiter((11 if one.decile is None else one.decile for one in people), np.int64, len(people))
    family = np.fromiter((one.household_size or 0 for one in people), np.int64, len(people))
    born = np.fromiter((one.birth_date.toordinal() for one in people if one.birth_date), np.int64, len(people))
    price = np.fromiter((one.monthly_idr for one in people), np.int64, len(people))
    order = np.lexsort((born, -family, decile))
    return int(np.searchsorted(np.cumsum(price[order]) * MONTHS, budget_idr, side="right"))


def everything_said(selection: Selection) -> int:
    """Make every sentence of every verdict, the places of every unit and the counts of every group."""
    said = sum(len(one.reasons) + len(one.changes) for one in selection.decisions())
    return said + len(selection.places()) + len(fairness(selection))


def after_exits(selection: Selection) -> int:
    """Replace one covered person in a hundred."""
    exits = [Exit(who, ExitKind.DIED, date(2025, 9, 1)) for who in selection.selected_ids[::100]]
    months = MONTHS - 2
    budget_idr = selection.cost_idr // MONTHS * months
    return len(replace_exits(selection, exits, budget_idr=budget_idr, months=months).replacements)


def invented(size: int) -> list[Candidate]:
    """Return invented people in villages of very different size, the same for every run."""
    chance = random.Random(5303)
    weights = [chance.uniform(0.3, 3.0) for _ in range(VILLAGES)]
    homes = chance.choices(range(VILLAGES), weights, k=size)
    return [_invented(chance, number, home, size) for number, home in enumerate(homes)]


def _invented(chance: random.Random, number: int, home: int, size: int) -> Candidate:
    district = f"53.03.{home % DISTRICTS + 1:02d}"
    return Candidate(
        id=number,
        stable_key=f"{chance.getrandbits(128):032x}",
        village_code=f"{district}.{2001 + home // DISTRICTS}",
        district_code=district,
        birth_date=date(chance.randint(1961, 2007), chance.randint(1, 12), chance.randint(1, 28)),
        sex=chance.choice("MF"),
        occupation_group=chance.choice(OCCUPATIONS),
        monthly_idr=PRICE_IDR,
        decile=chance.choice(DECILES),
        household_key=f"{chance.randrange(size * 2 // 3)}",
        household_size=chance.choice([None, 2, 3, 4, 5, 6, 7, 8, 9]),
    )


def best_of(rounds: int, work: Callable[[], Answer]) -> tuple[float, Answer]:
    """Return the shortest time of several rounds, and the answer."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        answer = work()
        times.append(time.perf_counter() - start)
    return min(times), answer


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--sizes", type=lambda text: [int(size) for size in text.split(",")], default=[19_000, 300_000]
    )
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


if __name__ == "__main__":
    main()
