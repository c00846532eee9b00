"""``kill -9`` at any moment from an import to the closing of a month: nothing half-written, every act works again."""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from homes import DRAFT, PEOPLE, REQUEST_KEY, WAITING, Home, Homes
from money_trail import PRICE_IDR, PROOF

KILLED = str(Path(__file__).with_name("killed.py"))
KILLS = 3
"""How many deaths at random writes, beside those before each commit."""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX's")

NUMBER = "014/SPP-LS/2026"
COMMANDS = {
    "import": "import {waiting} --as petugas --as-of 2026-12-01",
    "bill": f"bill 2026-11 --as petugas --key {REQUEST_KEY}",
    "enact": f"decree enact {DRAFT} --as kepala",
    "approve": "pay approve 2026-11 --as kepala",
    "order": f"pay order 2026-11 --number {NUMBER} --as bendahara",
    "transfer": (
        f"pay transfer --order {NUMBER} --amount {len(PEOPLE) * PRICE_IDR} --reference NTT9001 --proof {{proof}}"
        " --spm 031/SPM --spm-date {today} --sp2d 1204/SP2D --sp2d-date {today} --as bendahara"
    ),
    "reconcile": "reconcile 2026-11 --active {active} --as petugas",
    "close": "ledger close 2026-10 --as bendahara",
}
"""In the order in which they follow one another."""
EFFECTS = {"bill": 2, "reconcile": 2}
"""Commands of more than one whole effect: the bill and the deposit set against it, the list and the match."""
EXPECTED = {
    "people_person": len(PEOPLE) + len(WAITING),
    "intake_importbatch": 2,
    "billing_bill": 1,
    "billing_due": len(PEOPLE),
    "programme_decreeenactment": 2,
    "programme_enrolmentend": 1,
    "payments_billapproval": 1,
    "payments_paymentorder": 1,
    "payments_transfer": 1,
    "payments_allocation": len(PEOPLE),
    "reconciliation_insurerfile": 1,
    "reconciliation_insurerline": 1,
    "reconciliation_matchrun": 1,
    "books_closing": 1,
}
"""How many rows the tables hold once every command has done its work, and done it once."""


class Killed(NamedTuple):
    """How every run of each command ended, and where."""

    home: Home
    seed: int
    ended: dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def killed(homes: Homes) -> Killed:
    home, seed = homes.copy(), random.SystemRandom().randrange(10**6)
    (home.folder / "bukti.pdf").write_bytes(PROOF)
    (home.folder / "aktif.csv").write_text("NIK,Nama Peserta,Iuran\n5303155208809999,Orang Lain,16800\n")
    facts = {
        "waiting": home.waiting_list,
        "proof": home.folder / "bukti.pdf",
        "active": home.folder / "aktif.csv",
        "today": datetime.now(ZoneInfo("Asia/Makassar")).date(),
    }
    lines = [[word.format(**facts) for word in [*line.split(), "--json"]] for line in COMMANDS.values()]
    done = home.run(sys.executable, KILLED, str(seed), str(KILLS), given=json.dumps(lines))
    assert done.returncode == 0, done.stderr
    return Killed(home, seed, dict(zip(COMMANDS, json.loads(done.stdout), strict=True)))


@pytest.mark.parametrize("name", COMMANDS)
def test_killed_command_leaves_nothing_half_written_and_works_again(killed: Killed, name: str) -> None:
    ended = killed.ended[name]
    *deaths, last = ended["runs"]

    assert {death["status"] for death in deaths} == {-signal.SIGKILL}
    assert last["status"] == 0
    whole = [state for state, _ in groupby([ended["before"], *(run["left"] for run in ended["runs"])])]
    assert len(whole) == len(set(whole)) == 1 + EFFECTS.get(name, 1), f"something stayed, with seed {killed.seed}"
    assert len(deaths) >= KILLS, "the command writes too little to be killed in the middle"


def test_every_act_was_done_once(killed: Killed) -> None:
    assert {table: len(killed.home.rows(table)) for table in EXPECTED} == EXPECTED
    examined = killed.home.jaring("doctor")
    assert examined.returncode == 0, examined.stdout
