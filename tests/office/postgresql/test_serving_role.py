"""The role that serves, behind its walls, takes a month from decree to closed books and opens every page of it."""

from __future__ import annotations

import contextvars
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import insurer_answers as insurer
import paper_trail as trail
import pytest
import time_machine
from money_trail import NOW, PAID_ON, PROOF, Till, annex, live_through

from jaring.cli.main import run
from jaring.core.insurer.answer import AnswerKind
from jaring.core.month import Month
from jaring.office import vault
from jaring.office.access.models import KeyCheck
from jaring.office.audit.models import RequestKey
from jaring.office.audit.services import KEY_KEPT_DAYS
from jaring.office.books.models import Closing
from jaring.office.books.services import close_month
from jaring.office.doctor import CHECKS
from jaring.office.people.models import Exit, Person
from jaring.office.people.services import report_exit
from jaring.office.postgresql.sight import seeing
from jaring.office.programme import services as programme_services
from jaring.office.reconciliation import services as reconciliation
from jaring.office.reconciliation.models import Case
from jaring.office.reconciliation.queries import claimable

if TYPE_CHECKING:
    from conftest import Programme, Users
    from django.test import Client

pytestmark = pytest.mark.postgresql

NOVEMBER, DECEMBER = Month(2026, 11), Month(2026, 12)
LINK = re.compile(r'(?:href|hx-get)="(/[^"#]*)')
NOT_OPENED = re.compile(r"^/(aset|admin|keluar|bahasa|hitung|aturan)/|/(cetak|surat|kuitansi|permohonan|nota)/")
"""Files of the pages themselves, rooms without a row of anybody, and papers: they print what their page shows."""
OLD_KEY = UUID(int=9901)


@pytest.fixture
def till(programme: Programme, users: Users, app_role: None, settings: Any, tmp_path: Path) -> Iterator[Till]:
    """A till that is served by the role, in sight of its own regency."""
    settings.JARING_DATA = tmp_path
    with seeing(["53.03"]), time_machine.travel(insurer.NOW, tick=False):
        yield Till(programme, users)


def budget_is_moved_about(till: Till, mover: int) -> None:
    """Register payers, book and shift a budget, make a plan, and move somebody to another payer by a decree."""
    users, year = till.users, till.programme.year
    donor = programme_services.register_payer(year.regency, "CSR", "CSR contoh", actor=users.officer, now=NOW)
    workers = programme_services.register_payer(year.regency, "SELF", "Pekerja", actor=users.officer, now=NOW)
    lines = [programme_services.LineAmount(10_000_000, line_name="Iuran")]
    paper = programme_services.BudgetDocument(basis="Perjanjian contoh")
    given: Any = {"request_key": uuid4(), "actor": users.treasurer, "now": NOW}
    programme_services.book_budget(year, donor, lines, paper, **given)
    programme_services.make_plan("Turun", till.payer, workers, [(Month(2027, 1), 50)], actor=users.treasurer, now=NOW)
    move = programme_services.draft_move(
        year,
        till.payer,
        donor,
        Person.objects.filter(pk=mover),
        trail.paper("02/KEP/CONTOH/2026", DECEMBER),
        actor=users.officer,
        now=trail.NOW,
    )
    programme_services.enact_decree(move, actor=users.head, now=trail.NOW)


def month_is_reconciled(till: Till, dead: Person, rejected: Person) -> None:
    """Match the month with the insurer's lists, look after the cases, and claim back what was paid for the dead."""
    officer = till.users.officer
    report_exit(dead, Exit.Reason.DIED, date(2026, 10, 3), actor=officer, now=NOW)
    insurer.take_in(officer, [insurer.line_of(dead), insurer.stranger()])
    insurer.take_in(officer, [insurer.line_of(rejected, reject_reason="NIK tidak valid")], AnswerKind.REJECTED)
    insurer.match(officer)
    given: Any = {"actor": officer, "now": insurer.NOW}
    cases = list(Case.objects.order_by("pk"))
    reconciliation.assign_cases(cases, till.users.head, **given)
    reconciliation.move_cases(cases[:1], Case.State.WAITING, "Ditanyakan ke kantor cabang", **given)
    reconciliation.comment(cases[0], "Dijawab lewat telepon", **given)
    reconciliation.settle_cause(Case.objects.get(person=None), "unknown", "Belum diketahui sebabnya", **given)
    rows = list(claimable(Case.objects.all()))
    reconciliation.claim_back(
        till.payer, rows, number="09/KLAIM/2026", claim_date=PAID_ON, request_key=uuid4(), **given
    )
    insurer.match(officer)


def month_is_lived_through(till: Till) -> None:
    till.cover()
    covered, by_key = annex(), Person.objects.in_bulk()
    dead, mover = (by_key[key] for key in covered[2:4])
    live_through(till, till.bill())
    budget_is_moved_about(till, mover.pk)
    till.transfer(till.ordered(till.bill(DECEMBER)))
    till.apply()
    month_is_reconciled(till, dead, rejected=mover)
    close_month(till.programme.year.regency, NOVEMBER, actor=till.users.treasurer, now=NOW)


def test_serving_role_takes_a_month_from_decree_to_closed_books_and_opens_every_page(
    till: Till, users: Users, client_of: Callable[..., Client]
) -> None:
    before = NOW - timedelta(days=KEY_KEPT_DAYS + 1)
    RequestKey.objects.create(key=OLD_KEY, purpose="contoh", content_hash="x", answer_id=1, at=before)

    month_is_lived_through(till)
    opened: dict[str, int] = {}
    for user in (users.treasurer, users.officer, users.auditor):
        opened |= pages_from("/", client_of(user), set(map(kind_of, opened)) - {"/"})

    assert Closing.objects.exists()
    assert not RequestKey.objects.filter(key=OLD_KEY).exists()
    assert {path: status for path, status in opened.items() if status not in (200, 302)} == {}
    assert {path.split("/")[1] for path in opened} >= {
        "anggaran",
        "iuran",
        "pembayaran",
        "buku",
        "rekonsiliasi",
        "penjaga",
        "peserta",
        "sk",
        "jejak",
    }
    assert [check.name for check in CHECKS if not check.warns and check.count()] == []


def kind_of(path: str) -> str:
    """Return what addresses have in common that differ in a name, a number or a query alone."""
    return re.sub(r"[0-9a-f-]{36}|\d[\d.-]*", "#", path.partition("?")[0])


def pages_from(path: str, client: Client, kinds: set[str]) -> dict[str, int]:
    """Open a page and whatever it leads to, one address of each kind that nobody has opened yet."""
    answers: dict[str, int] = {}
    waiting = [path]
    while waiting:
        path = waiting.pop(0)
        response = client.get(path)
        answers[path] = response.status_code
        body = b"".join(response)  # A file is closed when it was read.
        for link in LINK.findall(body.decode()) if "html" in response["Content-Type"] else []:
            if kind_of(link) not in kinds and not NOT_OPENED.search(link):
                kinds.add(kind_of(link))
                waiting.append(link.replace("&amp;", "&"))
    return answers


def test_commands_about_money_work_as_the_serving_role(
    till: Till, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JARING_REGENCY", "53.03")
    KeyCheck.objects.update_or_create(only=1, defaults={"value": vault.check_value()})
    till.cover()
    proof = tmp_path / "bukti.pdf"
    proof.write_bytes(PROOF)
    day = ("--date", "2026-12-10")

    for line in (
        ("bill", "2026-11", "--as", "petugas"),
        ("pay", "approve", "2026-11", "--as", "kepala"),
        ("pay", "order", "2026-11", "--number", "1/SPP", *day, "--as", "bendahara"),
        ("pay", "cancel", "1/SPP", "--reason", "nomor keliru", "--as", "bendahara"),
        ("pay", "order", "2026-11", "--number", "2/SPP", *day, "--as", "bendahara"),
        ("pay", "code", "2/SPP", "260012345678", "--as", "bendahara"),
        (
            *("pay", "transfer", "--order", "2/SPP", "--amount", "90000", *day, "--reference", "NTT1"),
            *("--proof", str(proof), "--spm", "1/SPM", "--spm-date", "2026-12-10"),
            *("--sp2d", "1/SP2D", "--sp2d-date", "2026-12-10", "--as", "bendahara"),
        ),
        ("pay", "allocate", "--as", "bendahara"),
        ("pay", "deposit"),
        ("pay", "refund", "--amount", "1000", "--number", "1/KLAIM", "--basis", "ganda", *day, "--as", "petugas"),
        ("pay", "receive", "1/KLAIM", "--amount", "400", "--reference", "B1", *day, "--as", "bendahara"),
        ("pay", "write-off", "1/KLAIM", "--reason", "ditolak kantor cabang", "--as", "kepala"),
        ("reconcile", "2026-11", "--out", str(tmp_path / "hasil"), "--as", "petugas"),
        ("lapse", "--as", "bendahara"),
        ("budget", "show", "2026", "--as", "bendahara"),
        ("payer", "list"),
        ("ledger", "balance", "--as", "bendahara"),
        ("ledger", "journal", "--as", "bendahara"),
        ("ledger", "close", "2026-11", "--as", "bendahara"),
        ("ledger", "sipd", "2026-12", "--as", "bendahara"),
        ("ledger", "beancount", str(tmp_path / "buku.beancount"), "--as", "bendahara"),
        ("doctor", "--books"),
    ):
        status = contextvars.copy_context().run(run, line, {})
        assert status == 0, (line, capsys.readouterr())
