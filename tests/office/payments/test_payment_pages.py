"""Payments as pages: each role its own steps, strangers nothing, a proof only as a download, few statements."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import money_trail
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from money_trail import PRICE_IDR, PROOF, Till, annex
from openpyxl import load_workbook
from pypdf import PdfReader

from jaring.office.audit.models import AuditEntry
from jaring.office.billing.models import Bill
from jaring.office.payments import queries
from jaring.office.payments.guard import guards_visible_to
from jaring.office.payments.models import (
    Allocation,
    BillApproval,
    PaymentOrder,
    RefundClaim,
    RefundWriteOff,
    Release,
    ReleaseRequest,
    Transfer,
)
from jaring.office.people.models import Person

if TYPE_CHECKING:
    from conftest import Programme, Users

STATEMENTS_MAX = 12
SIXTEEN_DIGITS = re.compile(r"(?<![0-9a-f])\d{16}(?![0-9a-f])")
ClientOf = Callable[..., Client]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelf(settings: Any, tmp_path: Path) -> None:
    settings.JARING_DATA = tmp_path


@pytest.fixture(autouse=True)
def december() -> Any:
    with time_machine.travel(datetime(2026, 12, 10, 4, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def till(programme: Programme, users: Users, people: dict[str, Person], under_decree: None) -> Till:
    return Till(programme, users)


@pytest.fixture
def bill(till: Till) -> Bill:
    return till.bill()


def key_of(text: str) -> str:
    found = re.search(r'name="request_key" value="([^"]+)"', text)
    assert found is not None
    return found[1]


def text_of(response: Any) -> str:
    return str(response.content.decode())


def address(name: str, *args: object, query: str = "") -> str:
    return reverse(f"payments:{name}", args=args) + query


def test_the_way_from_bill_to_receipt_in_the_pages(users: Users, client_of: ClientOf, bill: Bill) -> None:
    head, treasurer = client_of(users.head), client_of(users.treasurer)
    page = f"/iuran/2026-11/?sumber={bill.payer_id}"
    assert "Menunggu persetujuan" in text_of(treasurer.get(page))
    text = text_of(head.get(page))
    assert "Setujui tagihan" in text
    head.post(address("approve", bill.public_id), {"request_key": key_of(text)})
    assert BillApproval.objects.filter(bill=bill).exists()

    assert "Buat perintah bayar" in text_of(treasurer.get(page))
    order_page = address("order_new", query=f"?sumber={bill.payer_id}")
    request = {
        "request_key": key_of(text_of(treasurer.get(order_page))),
        "bills": [str(bill.public_id)],
        "number": "014/SPP-LS/2026",
        "order_date": "08-12-2026",
        "billing_code": "260012345678",
        "months_ahead": "1",
    }
    for _ in range(2):
        answer = treasurer.post(order_page, request)
    order = PaymentOrder.objects.get()
    assert answer["Location"] == address("order", order.public_id)
    assert "260012345678" in text_of(treasurer.get(answer["Location"]))

    assert "Catat setoran" in text_of(treasurer.get(page))
    transfer_page = address("transfer_new", query=f"?perintah={order.public_id}")
    paid = {
        "request_key": key_of(text_of(treasurer.get(transfer_page))),
        "amount": "Rp134.400",
        "value_date": "10-12-2026",
        "bank_reference": "NTT 77",
        "spm_number": "01/SPM",
        "spm_date": "09-12-2026",
        "sp2d_number": "01/SP2D",
        "sp2d_date": "10-12-2026",
    }
    for _ in range(2):
        answer = treasurer.post(transfer_page, paid | {"proof": SimpleUploadedFile("bukti.pdf", PROOF)})
    transfer = Transfer.objects.get()
    assert answer["Location"] == address("transfer", transfer.public_id)
    assert Allocation.objects.filter(bill=bill).count() == 4
    for phrase in ("Rp134.400", "Rp67.200", "01/SP2D", "NTT77"):
        assert phrase in text_of(treasurer.get(answer["Location"]))


def test_a_bill_issued_in_the_pages_uses_the_deposit_at_once(users: Users, client_of: ClientOf, till: Till) -> None:
    till.transfer(till.ordered(till.bill(), months_ahead=1))
    officer = client_of(users.officer)
    request = dict(re.findall(r'name="(payer|month|request_key)" value="([^"]+)"', text_of(officer.get("/iuran/"))))

    officer.post(reverse("billing:issue"), request)

    assert Allocation.objects.filter(bill__month="2026-12").count() == 4


def test_a_form_that_the_service_refuses_says_why_in_place(users: Users, client_of: ClientOf, till: Till) -> None:
    order = till.ordered(till.bill())
    treasurer = client_of(users.treasurer)
    page = address("transfer_new", query=f"?perintah={order.public_id}")
    wrong = {
        "request_key": str(uuid4()),
        "amount": "1",
        "value_date": "10-12-2026",
        "bank_reference": "x",
        "spm_number": "1",
        "spm_date": "10-12-2026",
        "sp2d_number": "1",
        "sp2d_date": "09-12-2026",
    }

    answer = treasurer.post(page, wrong | {"proof": SimpleUploadedFile("bukti.pdf", PROOF)})

    assert answer.status_code == 422
    assert "Urutan tanggal" in text_of(answer)
    answer = treasurer.post(page, wrong | {"proof": SimpleUploadedFile("bukti.pdf", b"MZ")})
    assert "JPG" in text_of(answer)
    assert not Transfer.objects.exists()


@pytest.fixture
def story(till: Till, bill: Bill) -> Bill:
    money_trail.live_through(till, bill)
    return bill


def pages(bill: Bill) -> list[str]:
    order, transfer = PaymentOrder.objects.latest("id"), Transfer.objects.get()
    return [
        address("list"),
        address("order", order.public_id),
        address("transfer", transfer.public_id),
        address("dues", bill.public_id),
        address("refunds"),
        address("refund", RefundClaim.objects.earliest("id").public_id),
        address("release", ReleaseRequest.objects.get().public_id),
        f"/iuran/2026-11/?sumber={bill.payer_id}",
    ]


@pytest.mark.parametrize("who", ["officer", "head", "treasurer", "auditor"])
def test_whoever_sees_money_sees_every_page_with_few_statements_and_no_nik(
    users: Users, client_of: ClientOf, story: Bill, who: str, django_assert_max_num_queries: Any
) -> None:
    reader = client_of(getattr(users, who))
    reader.get("/")

    for page in pages(story):
        with django_assert_max_num_queries(STATEMENTS_MAX):
            answer = reader.get(page)
        assert answer.status_code == 200, page
        assert not SIXTEEN_DIGITS.search(text_of(answer)), page


@pytest.mark.parametrize("who", ["operator", "verifier", "leadership", "administrator"])
def test_other_roles_see_no_payment(users: Users, client_of: ClientOf, story: Bill, who: str) -> None:
    reader = client_of(getattr(users, who))

    assert {reader.get(page).status_code for page in pages(story)} == {403}


def test_payments_of_another_regency_do_not_exist(users: Users, client_of: ClientOf, story: Bill) -> None:
    stranger = client_of(users.officer_elsewhere)
    transfer, order = Transfer.objects.get(), PaymentOrder.objects.latest("id")
    claim = RefundClaim.objects.earliest("id")

    for page in (
        address("order", order.public_id),
        address("order_print", order.public_id),
        address("transfer", transfer.public_id),
        address("proof", transfer.public_id),
        address("receipt", transfer.public_id),
        address("dues", story.public_id),
        address("refund", claim.public_id),
        address("refund_letter", claim.public_id),
        address("release", ReleaseRequest.objects.get().public_id),
        address("claim_deposit", query=f"?sumber={story.payer_id}"),
    ):
        assert stranger.get(page).status_code == 404, page
    for page in (
        address("order_code", order.public_id),
        address("order_cancel", order.public_id),
        address("use_deposit", story.payer_id),
        address("dues_export", story.public_id),
    ):
        assert stranger.post(page, {"request_key": str(uuid4())}).status_code == 404, page
    assert "Rp" not in re.sub(r"<header.*?</header>", "", text_of(stranger.get(address("list"))), flags=re.DOTALL)


def test_a_stranger_is_sent_to_the_login(client_of: ClientOf, story: Bill) -> None:
    for page in pages(story):
        assert client_of(None).get(page)["Location"].startswith("/masuk/")


@pytest.mark.parametrize("who", ["officer", "auditor"])
def test_who_may_not_pay_gets_no_form_and_no_act(users: Users, client_of: ClientOf, story: Bill, who: str) -> None:
    reader = client_of(getattr(users, who))
    order, claim = PaymentOrder.objects.latest("id"), RefundClaim.objects.earliest("id")

    assert reader.get(address("transfer_new", query=f"?perintah={order.public_id}")).status_code == 403
    assert reader.post(address("approve", story.public_id), {}).status_code == 403
    assert reader.post(address("refund_receive", claim.public_id), {}).status_code == 403
    assert reader.post(address("refund_write_off", claim.public_id), {}).status_code == 403


def test_a_proof_is_handed_out_only_as_a_download(users: Users, client_of: ClientOf, story: Bill) -> None:
    answer = client_of(users.auditor).get(address("proof", Transfer.objects.get().public_id))

    assert b"".join(answer.streaming_content) == PROOF  # type: ignore[attr-defined]  # A file response.
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


def test_a_bill_lists_the_people_of_a_state_in_order_of_name(
    users: Users, client_of: ClientOf, story: Bill, monkeypatch: pytest.MonkeyPatch
) -> None:
    treasurer = client_of(users.treasurer)

    for state, name, many in product(["", *queries.State.values], ["", "a"], [0, 20_000]):
        monkeypatch.setattr(queries, "MANY", many)
        dues = queries.dues_in_state(story.dues.filter(person__search_name__contains=name.upper()), state)
        expected = list(dues.order_by("person__search_name").values_list("person__name", "state"))
        page = treasurer.get(address("dues", story.public_id), {"keadaan": state, "cari": name})
        shown = [(each.due.person.name, each.state) for each in page.context["table"].lines]
        assert (shown, page.context["listing"].total) == (expected, len(expected)), (state, name, many)


def test_dues_are_ticked_to_be_released_and_somebody_else_grants_it(
    users: Users, client_of: ClientOf, bill: Bill
) -> None:
    officer, head = client_of(users.officer), client_of(users.head)
    page = address("dues", bill.public_id)
    ask = {
        "request_key": key_of(text_of(officer.get(page))),
        "act": "release",
        "reason": "died",
        "reference": "Laporan lurah 12/2026",
        "baris": [str(annex()[0])],
    }
    answer = officer.post(page, ask)
    asked = ReleaseRequest.objects.get()
    assert answer["Location"] == address("release", asked.public_id)
    assert "Lepaskan iuran ini?" not in text_of(officer.get(answer["Location"]))

    text = text_of(head.get(answer["Location"]))
    head.post(address("release_decide", asked.public_id), {"request_key": key_of(text), "putusan": "kabul"})

    assert Release.objects.count() == 1


def test_every_request_for_release_can_be_reached(users: Users, client_of: ClientOf, bill: Bill) -> None:
    known = {"regency_id": bill.regency_id, "payer": bill.payer, "reason": "died", "people": 1, "jkk_idr": 10_000}
    known |= {"jkm_idr": 6_800, "requested_by": users.officer, "requested_at": timezone.now()}
    ReleaseRequest.objects.bulk_create(ReleaseRequest(reference=f"Laporan {n}", **known) for n in range(51))

    officer = client_of(users.officer)
    shown = "".join(text_of(officer.get(address("refunds"), {"hal-lepas": page})) for page in (1, 2))

    assert [n for n in range(51) if f">Laporan {n}<" not in shown] == []


def test_paid_dues_are_ticked_to_be_claimed_back(users: Users, client_of: ClientOf, till: Till) -> None:
    bill = till.paid()
    officer = client_of(users.officer)
    page = address("dues", bill.public_id)
    ask = {
        "request_key": str(uuid4()),
        "act": "refund",
        "reason": "rejected",
        "reference": "Daftar tolak BPJS",
        "number": "560/1/2026",
    }
    assert officer.post(page, ask).status_code == 422
    answer = officer.post(page, ask | {"baris": [str(key) for key in annex()[:2]]})

    claim = RefundClaim.objects.get()
    assert answer["Location"] == address("refund", claim.public_id)
    assert claim.amount_idr == 2 * PRICE_IDR
    receipt = {"request_key": str(uuid4()), "amount": "16.800", "received_on": "10-12-2026", "bank_reference": "B1"}
    client_of(users.treasurer).post(address("refund_receive", claim.public_id), receipt)
    give_up = {"request_key": str(uuid4()), "reason": "ditolak kantor cabang"}
    client_of(users.head).post(address("refund_write_off", claim.public_id), give_up)
    assert RefundWriteOff.objects.get().amount_idr == PRICE_IDR


@pytest.mark.parametrize(
    ("name", "phrases"),
    [
        ("order_print", ("RANCANGAN SURAT PERMINTAAN PEMBAYARAN", "JKK", "JKM", "260012345", "Rp50.400,00")),
        ("receipt", ("KUITANSI", "Titipan", "Rp55.400,00")),
        ("refund_letter", ("PERMINTAAN PENGEMBALIAN IURAN", "ditolak BPJS", "Rp16.800,00")),
    ],
)
def test_papers_say_what_they_must(
    users: Users, client_of: ClientOf, story: Bill, name: str, phrases: tuple[str, ...]
) -> None:
    subject = {
        "order_print": PaymentOrder.objects.latest("id").public_id,
        "receipt": Transfer.objects.get().public_id,
        "refund_letter": RefundClaim.objects.earliest("id").public_id,
    }[name]
    answer = client_of(users.officer).get(address(name, subject))
    document = PdfReader(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]  # A file response.

    text = " ".join(page.extract_text() for page in document.pages).replace("\n", " ")
    for phrase in phrases:
        assert phrase in text
    assert not SIXTEEN_DIGITS.search(text)


def test_every_list_of_money_leaves_as_a_workbook_and_that_is_written_down(
    users: Users, client_of: ClientOf, story: Bill
) -> None:
    treasurer, payer = users.treasurer, story.payer
    claims = list(RefundClaim.objects.order_by("claim_date", "id"))
    guard = guards_visible_to(users.treasurer, timezone.localdate())[0]
    held = {
        "payments:export": [Transfer.objects.get().amount_idr, Transfer.objects.get().sp2d_number],
        "payments:refunds_export": [*(each.amount_idr for each in claims), ReleaseRequest.objects.get().reference],
        "guard:export": [payer.name, guard.people, guard.amount_idr],
        "billing:export": [payer.name, story.people, story.jkk_idr, story.jkm_idr, story.total_idr],
    }
    before = AuditEntry.objects.count()

    for name, expected in held.items():
        assert client_of(users.verifier).post(reverse(name)).status_code == 403
        answer = client_of(treasurer).post(reverse(name))
        book = load_workbook(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]  # A file response.
        cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
        assert not [value for value in (*expected, "Diunduh pada") if value not in cells], name
        assert not any(SIXTEEN_DIGITS.search(str(cell)) for cell in cells)

    written = list(AuditEntry.objects.order_by("id").values_list("event", flat=True))[before:]
    assert written == ["payment.transfers_exported", "refund.exported", "guard.exported", "bill.year_exported"]


def test_filters_and_nonsense_in_an_address_do_no_harm(users: Users, client_of: ClientOf, story: Bill) -> None:
    reader = client_of(users.treasurer)

    assert "01/SP2D" not in text_of(reader.get(address("list", query="?tahun=2026&sumber=x")))
    assert reader.get(address("list", query=f"?tahun=2026&sumber={story.payer_id}")).status_code == 200
    assert reader.get(address("dues", story.public_id, query="?keadaan=x&cari=zzz")).status_code == 200
    for page in ("?perintah=x", "?sumber=x", ""):
        assert reader.get(address("transfer_new", query=page)).status_code == 404
    assert reader.get(address("order_new", query="?sumber=x")).status_code == 404
