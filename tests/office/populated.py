"""Two regencies in which everything has happened: a row in every table about people, and the address of every page.

Tests that ask something of every page take it from here, so that a page which is new is asked too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

import paper_trail as trail
from django.db.models import Model
from django.http import QueryDict
from django.urls import reverse
from insurer_answers import MONTH, line_of, match, stranger, take_in
from money_trail import NOW, Till, live_through

from jaring.core.insurer.answer import AnswerKind
from jaring.core.intake.model import Values
from jaring.core.month import Month
from jaring.office.access import services as access
from jaring.office.access.models import User
from jaring.office.access.permissions import Permission
from jaring.office.access.roles import Role
from jaring.office.billing.models import Bill
from jaring.office.books.models import Entry
from jaring.office.insight.models import BoundarySet
from jaring.office.intake.models import ImportBatch, ImportFile, ImportRow
from jaring.office.lists.models import ExportRequest
from jaring.office.lists.services import ask_export, decide_export
from jaring.office.payments.models import (
    PaymentOrder,
    RefundClaim,
    RefundReceipt,
    RefundWriteOff,
    ReleaseRequest,
    Settlement,
    Transfer,
)
from jaring.office.people import corrections, notes
from jaring.office.people.exports import export_of
from jaring.office.people.models import Correction, Exit, Note, Person
from jaring.office.programme.models import (
    BudgetEntry,
    Decree,
    Objection,
    Payer,
    PayerKind,
    ProgrammeYear,
    TargetingRun,
)
from jaring.office.proposals.services import submit
from jaring.office.reconciliation.models import Case, InsurerFile

if TYPE_CHECKING:
    from conftest import MakePerson, MakeUser, Programme, Users, Villages

WHY: Final = "KTP-el asli diperlihatkan"
DOUBT: Final = {
    "code": "NAME_SUSPECT",
    "field": "name",
    "other": None,
    "details": {},
    "problem_id": "Nama meragukan.",
    "problem_en": "The name is doubtful.",
    "remedy_id": "Periksa KTP-el.",
    "remedy_en": "Check the identity card.",
}


@dataclass(frozen=True)
class Side:
    """One regency: who works there, who lives there, and what addresses name."""

    regency_code: str
    till: Till
    people: dict[str, Person]
    """By short name. Everybody was covered and billed. The first was released, the second's due claimed back; the last
    but one is not active at the insurer, the last had died before."""
    run: TargetingRun
    account: User
    token: str
    """The secret of a link that works."""

    @property
    def payer(self) -> Payer:
        return self.till.payer


def both_sides(
    programme: Programme,
    users: Users,
    people: dict[str, Person],
    villages: Villages,
    make_user: MakeUser,
    make_person: MakePerson,
) -> tuple[Side, Side]:
    """Let everything happen in both regencies of the small office; Belu gets the people that it lacks."""
    beyond = {"domingos": people["domingos"]} | {
        name.split()[0].lower(): make_person(name, villages.atambua)
        for name in ("Tomas Bele", "Rosa Mau", "Elias Tes")
    }
    there = SimpleNamespace(
        officer=users.officer_elsewhere,
        head=make_user("kepala_belu", Role.HEAD, "53.04"),
        treasurer=make_user("bendahara_belu", Role.TREASURER, "53.04"),
        administrator=make_user("administrator_belu", Role.ADMINISTRATOR, "53.04"),
    )
    year = ProgrammeYear.objects.create(
        regency_id="53.04", year=2026, from_month=Month(2026, 1), until_month=Month(2027, 1), base_idr=1_000_000
    )
    payer = Payer.objects.create(regency_id="53.04", kind=PayerKind.APBD, name="APBD Kabupaten Belu")
    BudgetEntry.objects.create(
        programme_year=year,
        payer=payer,
        amount_idr=2_999_808_000,
        basis="DPA 2026",
        entered_by=there.officer,
        entered_at=trail.NOW,
    )
    here = {name: person for name, person in people.items() if person.regency_id == "53.03"}
    return (
        _populate("53.03", Till(programme, users), here),
        _populate("53.04", Till(SimpleNamespace(year=year, payer=payer), there), beyond),  # type: ignore[arg-type]  # Has what a till asks for.
    )


def _populate(regency_code: str, till: Till, people: dict[str, Person]) -> Side:
    who = till.users
    _delivery(regency_code, who.officer, people.values())
    for person in people.values():
        _spoken_of(person, who.officer)
    run = trail.run_targeting(till.programme.year, till.payer, who.officer, with_optimum=False)
    trail.initial_decree(run, who.officer, who.head)
    for person in people.values():
        trail.object_to(run, person, who.officer)
    released, claimed, missing, gone = people.values()
    live_through(till, till.bill(), released.pk, claimed.pk)
    facts = {"reason": Exit.Reason.DIED, "happened_on": "2026-10-03"}
    Exit.objects.create(person=gone, reported_by=who.officer, reported_at=trail.NOW, **facts)
    take_in(who.officer, [*map(line_of, [released, claimed, gone]), stranger()], regency_code=regency_code)
    rejected = [line_of(missing, reject_reason="NIK tidak valid")]
    take_in(who.officer, rejected, AnswerKind.REJECTED, regency_code=regency_code)
    match(who.officer, regency_code=regency_code)
    export = export_of(who.officer, QueryDict(""))
    asked = ask_export(export, "", "Contoh unduhan", request_key=uuid4(), actor=who.officer, now=NOW)
    decide_export(asked, is_released=True, actor=who.head, now=NOW)
    account, token = access.invite(
        f"undangan{regency_code}", "Orang Undangan", regency_code, actor=who.administrator, now=NOW
    )
    return Side(regency_code, till, people, run, account, token)


def _delivery(regency_code: str, actor: User, people: Iterable[Person]) -> None:
    """Keep a delivery of the regency with a doubtful row for everybody, of his village."""
    batch = ImportBatch.objects.create(
        regency_id=regency_code,
        kind=ImportBatch.Kind.LISTS,
        state=ImportBatch.State.PREVIEW,
        source="Daftar usulan",
        sender="Camat",
        received_date=trail.NOW.date(),
        as_of=trail.NOW.date(),
        content_hash=regency_code.ljust(64, "0"),
        created_by=actor,
        created_at=trail.NOW,
    )
    file = ImportFile.objects.create(batch=batch, name="daftar.xlsx", sha256="0" * 64, size_bytes=1)
    for number, person in enumerate(people, 2):
        values = asdict(Values(nik=person.identifier("nik"), name=person.name, occupation="Nelayan"))
        cells = [{"heading": "Nama", "text": person.name, "field": "name"}]
        row = ImportRow(batch=batch, file=file, row_number=number, verdict="doubtful", village=person.village)
        row.nik_look_up = person.nik_look_up
        row.content_sealed = row.sealed_content({"values": values, "cells": cells, "context": {}, "findings": [DOUBT]})
        row.save()


def _spoken_of(person: Person, officer: User) -> None:
    """Propose a correction, hand the person over by a note, and propose somebody of this name from his village."""
    corrections.propose(person, Correction.Field.OCCUPATION, "Nelayan", WHY, actor=officer, now=trail.NOW)
    notes.write(person, "Mohon ditengok", handed_to=Role.OFFICER, actor=officer, now=trail.NOW)
    submit(person.village, {"name": person.name}, request_key=uuid4(), actor=officer, now=trail.NOW)


Arguments = Callable[[Side], Iterable[dict[str, Any]]]


def _rows(side: Side) -> Iterable[dict[str, Any]]:
    rows = ImportRow.objects.filter(batch__regency=side.regency_code).select_related("batch")
    return [{"public_id": row.batch.public_id, "row_id": row.public_id} for row in rows]


def _files(side: Side) -> Iterable[dict[str, Any]]:
    files = ImportFile.objects.filter(batch__regency=side.regency_code).select_related("batch")
    return [{"public_id": file.batch.public_id, "file_id": file.pk} for file in files]


def _made(find: Callable[[Side], Iterable[Any]], name: str = "public_id", field: str = "") -> Arguments:
    """Take an argument of addresses from a field of what ``find`` finds."""
    return lambda side: [{name: getattr(found, field or name)} for found in find(side)]


def _in_regency(model: type[Model], path: str = "regency") -> Callable[[Side], Iterable[Any]]:
    return lambda side: model._default_manager.filter(**{path: side.regency_code})


def _months(_side: Side) -> Iterable[dict[str, Any]]:
    return [{"month": MONTH}]


BATCHES = _made(_in_regency(ImportBatch))
PEOPLE = _made(lambda side: side.people.values())
BILLS = _made(_in_regency(Bill))
PAYERS = _in_regency(Payer)
CLAIMS = _made(_in_regency(RefundClaim))
ORDERS = _made(_in_regency(PaymentOrder))
TRANSFERS = _made(_in_regency(Transfer))
RELEASES = _made(_in_regency(ReleaseRequest))
DECREES = _made(_in_regency(Decree))
RUNS = _made(lambda side: [side.run])
OBJECTIONS = _made(_in_regency(Objection, "decision__run__programme_year__regency"))
EXPORTS = _made(_in_regency(ExportRequest))
CASES = _made(_in_regency(Case))
ACCOUNTS = _made(lambda side: [side.account], "pk")

ARGUMENTS: Final[dict[str, Arguments]] = {
    "access:end_session": lambda side: [{"public_id": uuid4()}],
    "access:passkey_remove": lambda side: [{"public_id": uuid4()}],
    "access:link": lambda side: [{"token": side.token}],
    "billing:detail": _months,
    "billing:print": _months,
    "billing:upload": _months,
    "books:account": lambda side: [{"key": "cash"}],
    "books:close": lambda side: [{"regency_code": side.regency_code, "month": MONTH}],
    "books:entry": _made(_in_regency(Entry), "key", "pk"),
    "books:source": _made(_in_regency(Entry), "source"),
    "boundaries:withdraw": _made(_in_regency(BoundarySet)),
    "budgets:book": _made(PAYERS, "pk"),
    "budgets:change": _made(PAYERS, "pk"),
    "budgets:payer": _made(PAYERS, "pk"),
    "decrees:detail": DECREES,
    "decrees:discard": DECREES,
    "decrees:enact": DECREES,
    "decrees:export": DECREES,
    "decrees:new": _made(lambda side: [side.run], "run_id", "public_id"),
    "decrees:print": DECREES,
    "decrees:publish": DECREES,
    "decrees:scan": lambda side: [kwargs | {"scan_id": uuid4()} for kwargs in DECREES(side)],
    "decrees:sign": DECREES,
    "guard:detail": _made(PAYERS, "payer", "pk"),
    "guard:people": _made(PAYERS, "payer", "pk"),
    "guard:people_export": _made(PAYERS, "payer", "pk"),
    "guard:request": _made(PAYERS, "payer", "pk"),
    "guard:restored": _made(PAYERS, "payer", "pk"),
    "intake:corrections": _files,
    "intake:detail": BATCHES,
    "intake:difference": BATCHES,
    "intake:files": BATCHES,
    "intake:judge_by_code": BATCHES,
    "intake:take_over": BATCHES,
    "intake:undo": BATCHES,
    "intake:reading": lambda side: [{"key": uuid4()}],
    "intake:row": _rows,
    "intake:judge": _rows,
    "lists:decide_export": EXPORTS,
    "lists:export": EXPORTS,
    "lists:take_export": EXPORTS,
    "lists:delete": lambda side: [{"public_id": uuid4()}],
    "payments:approve": BILLS,
    "payments:dues": BILLS,
    "payments:dues_export": BILLS,
    "payments:order": ORDERS,
    "payments:order_cancel": ORDERS,
    "payments:order_code": ORDERS,
    "payments:order_print": ORDERS,
    "payments:proof": TRANSFERS,
    "payments:receipt": TRANSFERS,
    "payments:transfer": TRANSFERS,
    "payments:transfer_reverse": TRANSFERS,
    "payments:refund": CLAIMS,
    "payments:refund_letter": CLAIMS,
    "payments:refund_people_export": CLAIMS,
    "payments:refund_receive": CLAIMS,
    "payments:refund_write_off": CLAIMS,
    "payments:refund_of_receipt": _made(_in_regency(RefundReceipt, "claim__regency")),
    "payments:refund_of_write_off": _made(_in_regency(RefundWriteOff, "claim__regency")),
    "payments:release": RELEASES,
    "payments:release_decide": RELEASES,
    "payments:release_people_export": RELEASES,
    "payments:settlement": _made(_in_regency(Settlement, "bill__regency")),
    "payments:sipd": _months,
    "payments:use_deposit": _made(PAYERS, "payer_id", "pk"),
    "people:decide": _made(_in_regency(Correction, "person__regency")),
    "people:detail": PEOPLE,
    "people:finish": _made(_in_regency(Note, "person__regency")),
    "people:note": PEOPLE,
    "people:propose": PEOPLE,
    "people:report_exit": PEOPLE,
    "people:reveal": PEOPLE,
    "proposals:queue": lambda side: [{"kind": "pekerja"}],
    "reconciliation:case": CASES,
    "reconciliation:decide": lambda side: [kwargs | {"act": "catatan"} for kwargs in CASES(side)],
    "reconciliation:file": _made(_in_regency(InsurerFile)),
    "reconciliation:minutes": _months,
    "reconciliation:month": _months,
    "reconciliation:month_export": _months,
    "reconciliation:run": _months,
    "rules:parameter": lambda side: [{"path": "contribution/bpu/jkm_monthly"}],
    "targeting:choose_scenario": lambda side: [{"public_id": uuid4()}],
    "targeting:detail": RUNS,
    "targeting:difference": lambda side: [{"public_id": uuid4(), "other_id": uuid4()}],
    "targeting:discard_scenario": lambda side: [{"public_id": uuid4()}],
    "targeting:export": RUNS,
    "targeting:export_difference": lambda side: [{"public_id": uuid4(), "other_id": uuid4()}],
    "targeting:export_moved": RUNS,
    "targeting:file_objection": lambda side: [
        {"public_id": side.run.public_id, "person_id": person.public_id} for person in side.people.values()
    ],
    "targeting:new_scenario": _made(lambda side: [side.run], "run_id", "public_id"),
    "targeting:objection": OBJECTIONS,
    "targeting:objections": RUNS,
    "targeting:open_objections": RUNS,
    "targeting:review_objection": OBJECTIONS,
    "targeting:rule_objection": OBJECTIONS,
    "targeting:shares_png": RUNS,
    "targeting:try": RUNS,
    "targeting:villages": RUNS,
    "users:decide": lambda side: [{"public_id": uuid4()}],
    "users:detail": ACCOUNTS,
    "users:end_account": ACCOUNTS,
    "users:end_grant": lambda side: [kwargs | {"grant_id": 1} for kwargs in ACCOUNTS(side)],
    "users:make_link": ACCOUNTS,
    "users:propose_reset": ACCOUNTS,
    "users:propose_role": ACCOUNTS,
    "users:unlock": ACCOUNTS,
}
"""What each address with arguments is filled with, for one regency."""


def addresses_of(route: Permission, side: Side) -> list[str]:
    """Return every address of a route in one regency; a route with arguments that nobody described fails.

    Raises:
        KeyError: the route takes arguments and is not in ``ARGUMENTS``.
    """
    if "<" not in route.address:
        return [route.address]
    return [reverse(route.name, kwargs=kwargs) for kwargs in ARGUMENTS[route.name](side)]
