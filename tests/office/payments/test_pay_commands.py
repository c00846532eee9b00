"""``jaring pay``: each command does what it says, refuses with a code, and prints one JSON document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import money_trail
import pytest
from command_line import Jaring, command_line
from money_trail import Till

from jaring.office.payments.models import RefundClaim, RestorationGrant, Transfer

if TYPE_CHECKING:
    from conftest import Programme, Users

    from jaring.office.people.models import Person

pytestmark = pytest.mark.django_db
MONTH, DUES_IDR = "2026-11", 67_200
TREASURY = ("--spm", "1/SPM", "--spm-date", "2026-12-10", "--sp2d", "1/SP2D", "--sp2d-date", "2026-12-10")


@pytest.fixture
def till(
    programme: Programme, users: Users, people: dict[str, Person], under_decree: None, settings: Any, tmp_path: Path
) -> Till:
    """Four people are covered from November 2026 on, and November is billed."""
    settings.JARING_DATA = tmp_path
    made = Till(programme, users)
    made.bill()
    return made


@pytest.fixture
def jaring(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], till: Till) -> Jaring:
    monkeypatch.setenv("JARING_REGENCY", "53.03")
    return command_line(monkeypatch, capsys, money_trail.NOW)


def test_bill_is_approved_by_another_than_its_issuer(jaring: Jaring, users: Users) -> None:
    assert jaring("pay", "approve", MONTH, "--as", users.officer.username).code == "JRG-601"

    done = jaring("pay", "approve", MONTH, "--as", users.head.username, "--json")

    assert done.document == {"month": MONTH, "total_idr": DUES_IDR, "approved_by": users.head.username}
    assert jaring("pay", "approve", MONTH, "--as", users.head.username).code == "JRG-221"


def test_approved_bill_is_ordered_coded_and_cancelled(jaring: Jaring, users: Users) -> None:
    order = ("pay", "order", MONTH, "--number", "1/SPP", "--as", users.treasurer.username, "--json")
    assert jaring(*order).code == "JRG-220"
    jaring("pay", "approve", MONTH, "--as", users.head.username)

    document = jaring(*order).document
    assert (document["order"], document["months"], document["amount_idr"]) == ("1/SPP", [MONTH], DUES_IDR)
    assert jaring(*order).code == "JRG-224"

    coded = jaring("pay", "code", "1/SPP", "9900112233", "--as", users.treasurer.username, "--json")
    assert coded.document["billing_code"] == "9900112233"
    assert jaring("pay", "code", "2/SPP", "9900112233", "--as", users.treasurer.username).code == "JRG-248"

    cancel = ("pay", "cancel", "1/SPP", "--reason", "keliru", "--as", users.treasurer.username)
    assert jaring(*cancel, "--json").document["order"] == "1/SPP"
    assert jaring(*cancel).code == "JRG-228"


def test_transfer_pays_an_order_with_its_papers(jaring: Jaring, users: Users, till: Till, tmp_path: Path) -> None:
    order = till.ordered(till.programme.payer.bills.get())
    proof = tmp_path / "bukti.pdf"
    proof.write_bytes(money_trail.PROOF)
    transfer = (
        "pay",
        "transfer",
        "--amount",
        DUES_IDR,
        "--reference",
        "BANK1",
        "--proof",
        proof,
        "--order",
        order.number,
    )
    who = ("--as", users.treasurer.username, "--json")
    assert jaring(*transfer, *who).status == 1
    assert not Transfer.objects.exists()

    document = jaring(*transfer, *TREASURY, *who).document

    assert (document["amount_idr"], document["allocated_idr"], document["people"]) == (DUES_IDR, DUES_IDR, 4)
    assert document["deposit_idr"] == 0


def test_transfer_is_reversed_by_another_than_its_recorder(jaring: Jaring, users: Users, till: Till) -> None:
    till.transfer(till.ordered(till.programme.payer.bills.get()), bank_reference="NTT 77")
    reverse = ("pay", "reverse", "ntt77", "--reason", "jumlahnya salah ketik", "--as")
    assert jaring(*reverse, users.treasurer.username).code == "JRG-602"

    document = jaring(*reverse, users.head.username, "--json").document

    assert (document["status"], document["allocated_idr"], document["deposit_idr"]) == ("reversed", 0, 0)
    assert jaring(*reverse, users.head.username).code == "JRG-595"
    assert jaring("pay", "reverse", "NTT78", "--reason", "x", "--as", users.head.username).code == "JRG-248"


def test_what_lies_on_deposit_is_shown_used_claimed_received_and_written_off(
    jaring: Jaring, users: Users, till: Till
) -> None:
    till.transfer(till.ordered(till.programme.payer.bills.get()), DUES_IDR + 50_000)
    (row,) = jaring("pay", "deposit", "--json").document["payers"]
    assert (row["open_idr"], row["deposit_idr"]) == (0, 50_000)
    assert "50.000" in jaring("pay").out

    used = jaring("pay", "allocate", "--as", users.officer.username, "--json")
    assert used.document["allocated_idr"] == 0

    claim = ("pay", "refund", "--basis", "Setoran lebih", "--as", users.officer.username, "--json")
    assert jaring(*claim, "--amount", 50_001, "--number", "1/NAKER").code == "JRG-239"
    assert jaring(*claim, "--amount", 50_000, "--number", "1/NAKER").document["left_idr"] == 50_000

    receive = ("pay", "receive", "1/NAKER", "--reference", "BPJS1", "--as", users.treasurer.username, "--json")
    assert jaring(*receive, "--amount", 50_001).code == "JRG-241"
    assert jaring(*receive, "--amount", 20_000).document["left_idr"] == 30_000

    end = ("pay", "write-off", "1/NAKER", "--reason", "ditolak BPJS", "--json")
    assert jaring(*end, "--as", users.officer.username).code == "JRG-601"
    document = jaring(*end, "--as", users.head.username).document
    assert (document["written_off_idr"], document["left_idr"]) == (30_000, 0)


def test_restoration_is_recorded_by_its_letter(jaring: Jaring, users: Users) -> None:
    command = ("pay", "restored", "B/88/2026", "--by", "Kepala Cabang", "--as", users.officer.username, "--json")

    document = jaring(*command, "--from", "2026-11", "--until", "2026-12", "--date", "2026-12-09").document

    assert document["months"] == ["2026-11", "2026-12"]
    assert (document["letter"], document["date"]) == ("B/88/2026", "2026-12-09")
    assert jaring(*command, "--from", "2026-09", "--until", "2026-10").code == "JRG-254"
    assert RestorationGrant.objects.count() == 1


def test_who_only_sees_money_moves_none(jaring: Jaring, users: Users) -> None:
    claim = ("pay", "refund", "--amount", 1, "--number", "1", "--basis", "x")

    assert jaring(*claim, "--as", users.auditor.username).code == "JRG-601"
    assert not RefundClaim.objects.exists()
