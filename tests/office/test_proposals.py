"""A worker proposed from a device without a signal comes in once, is judged like a row, and becomes a delivery."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from browsing import NARROW, picture, violations
from django.db import IntegrityError, transaction

from jaring.office import vault
from jaring.office.access.scope import NotAllowedError
from jaring.office.audit.models import AuditEntry
from jaring.office.audit.services import KeyReusedError
from jaring.office.intake.models import ImportBatch
from jaring.office.people import services as people
from jaring.office.people.models import Person
from jaring.office.places.models import Village
from jaring.office.proposals import queries, services
from jaring.office.proposals.errors import NothingProposedError, ProposalEmptyError
from jaring.office.proposals.models import Conflict, Gathered, Proposal, Returned
from jaring.office.proposals.services import gather, submit

if TYPE_CHECKING:
    from conftest import Users

pytestmark = pytest.mark.django_db
KEPT = """new Promise((resolve) => {
  const opening = indexedDB.open("jaring", 1);
  opening.onsuccess = () => {
    const asked = opening.result.transaction("queue").objectStore("queue").getAll();
    asked.onsuccess = () => resolve(asked.result);
  };
})"""
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
VILLAGE = "53.03.05.1006"
SETTLE = "/usulan/putuskan/"
GOOD = {
    "nik": "5303055212809001",
    "kk": "5303050101109001",
    "name": "Maria Naitufe",
    "sex": "P",
    "birth_place": "Kefamenanu",
    "birth_date": "12-12-1980",
    "occupation": "Petani",
    "phone": "081200001001",
}


@pytest.fixture
def village(gazetteer: object) -> Village:
    return Village.objects.select_related("district__regency").get(code=VILLAGE)


@pytest.fixture
def clerk(village: Village, make_user):
    return make_user("lurah", "village_operator", VILLAGE)


def send(village: Village, clerk, key: UUID | None = None, **changes: str) -> Proposal:
    return submit(village, GOOD | changes, request_key=key or uuid4(), actor=clerk, now=NOW)


def test_the_same_record_sent_again_and_again_is_kept_once(village, clerk) -> None:
    key = uuid4()

    assert {send(village, clerk, key).pk for _ in range(3)} == {Proposal.objects.get().pk}
    assert AuditEntry.objects.filter(event="proposal.received").count() == 1


def test_another_record_under_the_same_key_is_refused(village, clerk) -> None:
    key = uuid4()
    send(village, clerk, key)

    with pytest.raises(KeyReusedError, match="JRG-301"):
        send(village, clerk, key, name="Orang Lain")


def test_numbers_are_sealed_and_reach_neither_the_chain_nor_a_list(village, clerk) -> None:
    proposal = send(village, clerk)

    line = queries.line_of(proposal)
    assert GOOD["nik"].encode() not in bytes(proposal.content_sealed)
    assert bytes(proposal.nik_look_up or b"") == vault.look_up("nik", "53.03", GOOD["nik"])
    assert (line.name, line.nik) == ("Maria Naitufe", "530305********01")
    assert GOOD["nik"] not in str([(e.subject, e.detail) for e in AuditEntry.objects.all()])


@pytest.mark.parametrize(
    ("changes", "verdict"), [({}, "accepted"), ({"nik": "123"}, "rejected"), ({"birth_date": "1-1-2020"}, "rejected")]
)
def test_a_proposal_is_judged_like_a_row(village, clerk, changes, verdict) -> None:
    assert send(village, clerk, **changes).verdict == verdict


def test_who_is_on_the_register_or_waits_already_is_said(village, clerk, users, make_person) -> None:
    assert send(village, clerk).conflict == Conflict.NONE
    assert send(village, clerk, name="Maria N.").conflict == Conflict.PROPOSED
    make_person("Rosa Bana", village, nik="5303055212809002")
    assert send(village, clerk, nik="5303055212809002").conflict == Conflict.KNOWN


def test_a_proposal_needs_a_name(village, clerk) -> None:
    with pytest.raises(ProposalEmptyError, match="JRG-431"):
        send(village, clerk, name="   ")


@pytest.mark.parametrize("who", ["operator", "treasurer", "auditor", "leadership", "officer_elsewhere"])
def test_nobody_proposes_outside_his_area(village, users, who) -> None:
    with pytest.raises(NotAllowedError, match="JRG-601"):
        send(village, getattr(users, who))


def test_gathered_proposals_are_one_delivery_and_end_on_the_register(village, clerk, users: Users) -> None:
    send(village, clerk)
    send(village, clerk, nik="5303055212809002", kk="5303050101109002", name="Agnes Unbaun")
    batch = gather(village.district.regency, actor=users.officer, now=NOW)
    people.take_over(batch, actor=users.officer, now=NOW)

    assert set(Person.objects.values_list("name", flat=True)) == {"Maria Naitufe", "Agnes Unbaun"}
    assert not queries.waiting(users.officer).exists()
    with pytest.raises(NothingProposedError, match="JRG-433"):
        gather(village.district.regency, actor=users.officer, now=NOW)
    assert ImportBatch.objects.count() == 1


def test_ticked_proposals_are_gathered_or_sent_back_and_each_says_what_became_of_it(
    village, clerk, users: Users, client_of
) -> None:
    good, unfit, settled = (send(village, clerk, nik=f"530305521280900{n}", kk="") for n in (1, 2, 3))
    own = submit(village, {"name": "Usulan Sendiri"}, request_key=uuid4(), actor=users.officer, now=NOW)
    officer = client_of(users.officer)
    services.send_back(settled, "Sudah pindah ke desa lain", actor=users.head, now=NOW)

    back = officer.post(SETTLE, {"act": "return", "reason": "Alamatnya di desa lain", "baris": [unfit.public_id]})
    gathered = officer.post(SETTLE, {"act": "gather", "baris": [p.public_id for p in (good, unfit, settled, own)]})

    assert [each.refusal for each in back.context["results"]] == [None]
    assert [each.refusal and each.refusal.code for each in gathered.context["results"]] == [
        "JRG-580",
        "JRG-580",
        "JRG-602",
        None,
    ]
    assert ImportBatch.objects.get().proposals.get().proposal == good
    assert set(queries.sent_back(clerk)) == {settled, unfit}
    assert "Alamatnya di desa lain" in client_of(clerk).get("/usulan/?keadaan=returned").content.decode()
    assert send(village, clerk, nik="5303055212809002").conflict == Conflict.NONE
    assert list(queries.sent_back(clerk)) == [settled]


def test_the_database_lets_nobody_settle_his_own_proposal_or_settle_one_twice(village, clerk, users: Users) -> None:
    gathered, returned = send(village, clerk), send(village, clerk)
    own = submit(village, {"name": "Usulan Sendiri"}, request_key=uuid4(), actor=users.officer, now=NOW)
    batch = gather(village.district.regency, chosen=[gathered.public_id], actor=users.officer, now=NOW)
    services.send_back(returned, "Alamatnya di desa lain", actor=users.officer, now=NOW)
    facts = {"reason": "Alamatnya di desa lain", "returned_by": users.officer, "returned_at": NOW}
    writes = [
        lambda: Gathered.objects.create(proposal=returned, batch=batch),
        lambda: Gathered.objects.create(proposal=own, batch=batch),
        lambda: Returned.objects.create(proposal=gathered, **facts),
        lambda: Returned.objects.create(proposal=own, **facts),
    ]

    for write in writes:
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


def test_what_was_proposed_is_never_changed(village, clerk) -> None:
    proposal = send(village, clerk)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(verdict="accepted")


# --- The queue ---------------------------------------------------------------------------------------------------


def post(client, body: object, key: str | None = None, kind: str = "pekerja"):
    content = body if isinstance(body, bytes) else json.dumps(body)
    headers = {"Idempotency-Key": key or str(uuid4())}
    return client.post(f"/usulan/antrean/{kind}/", content, content_type="application/json", headers=headers)


def test_the_queue_answers_with_the_verdict_and_what_to_do(village, clerk, client_of) -> None:
    answer = post(client_of(clerk), GOOD | {"village": VILLAGE, "nik": "123"})

    assert answer.status_code == 200
    assert answer.json()["verdict"] == "rejected"
    assert any("NIK" in remark for remark in answer.json()["remarks"])
    assert "123" not in json.dumps(answer.json()["remarks"])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b"\xff",
        b"x" * 20_000,
        {"village": VILLAGE, "name": 5},
        {"name": "Maria"},
        {"village": "53.04"},
    ],
)
def test_what_is_no_record_is_refused_in_words(village, clerk, client_of, body) -> None:
    answer = post(client_of(clerk), body)

    assert answer.status_code == 422
    assert answer.json()["code"] == "JRG-432"
    assert not Proposal.objects.exists()


def test_a_key_that_is_none_and_a_kind_that_is_unknown_are_refused(village, clerk, client_of) -> None:
    client = client_of(clerk)

    assert post(client, GOOD | {"village": VILLAGE}, key="satu").status_code == 422
    assert post(client, GOOD | {"village": VILLAGE}, kind="lain").status_code == 404
    assert not Proposal.objects.exists()


def test_without_a_script_the_form_works_as_it_is(village, clerk, users, client_of) -> None:
    client = client_of(clerk)
    given = GOOD | {"village": VILLAGE, "key": str(uuid4())}
    first, again = (client.post("/usulan/baru/", given) for _ in range(2))
    incomplete = client.post("/usulan/baru/", given | {"name": "", "key": str(uuid4())})

    assert first.status_code == again.status_code == 302
    assert incomplete.status_code == 422
    assert Proposal.objects.count() == 1
    assert "Maria Naitufe" in client.get("/usulan/").content.decode()
    assert "Maria Naitufe" not in client_of(users.operator).get("/usulan/").content.decode()


def test_the_paper_twin_is_a_pdf(clerk, client_of) -> None:
    answer = client_of(clerk).get("/usulan/formulir.pdf")

    assert b"".join(answer.streaming_content).startswith(b"%PDF")


def test_the_list_takes_at_most_twelve_statements(village, clerk, users, client_of, django_assert_max_num_queries):
    for number in range(4):
        send(village, clerk, nik=f"530305521280900{number}")
    gather(village.district.regency, actor=users.officer, now=NOW)
    send(village, clerk, nik="5303055212809008")
    client = client_of(users.officer)

    with django_assert_max_num_queries(12):
        client.get("/usulan/")


# --- On a device -------------------------------------------------------------------------------------------------


@pytest.mark.browser
def test_three_records_written_without_a_signal_arrive_once(village, clerk, open_as, address) -> None:
    page = open_as(clerk, "/usulan/baru/", NARROW)
    picture(page, "usulan-sempit")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()  # Now through the service worker, which keeps the page.
    page.context.set_offline(True)

    for number in range(3):
        page.reload()
        page.fill("#usul_name", f"Maria Naitufe {'ABC'[number]}")
        page.fill("#usul_nik", f"530305521280900{number}")
        page.fill("#usul_birth_date", "12-12-1980")
        page.click("form[data-queue] button[type=submit]")
        page.wait_for_selector(f"#queue-list li:nth-child({number + 1})")
    assert not Proposal.objects.exists()
    page.context.set_offline(False)
    page.reload()
    page.wait_for_selector(
        "#queue-list li[data-state=accepted]:nth-child(3), #queue-list li[data-state=doubtful]:nth-child(3)"
    )

    page.reload()
    page.wait_for_load_state("networkidle")
    names = sorted(queries.line_of(each).name for each in Proposal.objects.all())
    assert names == ["Maria Naitufe A", "Maria Naitufe B", "Maria Naitufe C"]
    kept = page.evaluate(KEPT)
    assert all("fields" not in record for record in kept)
