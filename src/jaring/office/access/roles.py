"""Roles, and the one table of what each may do. Everything else about access is derived from it."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person does in the programme. A person may hold several, each for an area."""

    VILLAGE_OPERATOR = "village_operator", _("Operator desa/kelurahan")
    DISTRICT_VERIFIER = "district_verifier", _("Verifikator kecamatan")
    OFFICER = "officer", _("Petugas dinas tenaga kerja")
    HEAD = "head", _("Kepala dinas tenaga kerja")
    TREASURER = "treasurer", _("Bendahara")
    AUDITOR = "auditor", _("Pemeriksa (Inspektorat)")
    LEADERSHIP = "leadership", _("Pimpinan daerah")
    ADMINISTRATOR = "administrator", _("Administrator sistem")
    INSURER = "insurer", _("Petugas cabang BPJS Ketenagakerjaan")


class Action(StrEnum):
    """Something that a person may do. Every view, command and service names the one it needs."""

    SEE_HOME = "home.see"
    SEE_PEOPLE = "people.see"
    EXPORT_PEOPLE = "people.export"
    RELEASE_EXPORT = "people.release_export"
    REVEAL_IDENTIFIER = "people.reveal"
    REPORT_EXIT = "people.report_exit"
    PROPOSE_CORRECTION = "people.propose"
    DECIDE_CORRECTION = "people.decide"
    WRITE_NOTE = "people.note"
    SEE_IMPORTS = "intake.see"
    IMPORT_LISTS = "intake.import"
    JUDGE_ROWS = "intake.judge"
    ACCEPT_BATCH = "intake.accept"
    UNDO_BATCH = "intake.undo"
    IMPORT_REGISTERS = "intake.import_registers"
    SEE_TARGETING = "targeting.see"
    RUN_TARGETING = "targeting.run"
    SEE_OBJECTIONS = "objection.see"
    FILE_OBJECTION = "objection.file"
    REVIEW_OBJECTION = "objection.review"
    APPROVE_FINDING = "objection.approve"
    SEE_DECREES = "decree.see"
    DRAFT_DECREE = "decree.draft"
    ENACT_DECREE = "decree.enact"
    PRINT_DECREE = "decree.print"
    SEE_BILLS = "bill.see"
    ISSUE_BILL = "bill.issue"
    PRINT_BILL = "bill.print"
    EXPORT_UPLOAD_LIST = "bill.upload_list"
    SEE_MONEY = "money.see"
    MANAGE_BUDGET = "budget.manage"
    APPROVE_BILL = "bill.approve"
    ORDER_PAYMENT = "payment.order"
    RECORD_TRANSFER = "payment.record"
    REVERSE_TRANSFER = "payment.reverse"
    APPLY_DEPOSIT = "deposit.apply"
    CLAIM_REFUND = "refund.claim"
    CLOSE_PERIOD = "books.close"
    SEE_RECONCILIATION = "reconciliation.see"
    DELIVER_ANSWER = "reconciliation.deliver"
    ANSWER_CASE = "reconciliation.answer"
    RECONCILE = "reconciliation.run"
    CHOOSE_READING = "law.choose"
    SEE_AUDIT = "audit.see"
    SEE_TOTALS = "totals.see"
    SEE_BRIEF = "brief.see"
    OPEN_PUBLIC_PAGE = "public_page.open"
    MANAGE_BOUNDARIES = "boundaries.manage"
    SEE_USERS = "users.see"
    MANAGE_USERS = "users.manage"
    CONFIRM_ACCESS = "users.confirm"


_V, _D, _O, _H, _T, _A, _L, _S, _I = Role

MAY: Final[dict[Action, frozenset[Role]]] = {
    Action.SEE_HOME: frozenset(Role),
    Action.SEE_PEOPLE: frozenset({_V, _D, _O, _H, _T, _A}),
    Action.EXPORT_PEOPLE: frozenset({_D, _O, _H, _A}),
    Action.RELEASE_EXPORT: frozenset({_O, _H}),
    Action.REVEAL_IDENTIFIER: frozenset({_V, _D, _O, _H, _A}),
    Action.REPORT_EXIT: frozenset({_V, _D, _O, _H}),
    Action.PROPOSE_CORRECTION: frozenset({_V, _D, _O, _H}),
    Action.DECIDE_CORRECTION: frozenset({_D, _O, _H}),
    Action.WRITE_NOTE: frozenset({_V, _D, _O, _H, _T, _A}),
    Action.SEE_IMPORTS: frozenset({_V, _D, _O, _H, _A}),
    Action.IMPORT_LISTS: frozenset({_V, _D, _O, _H}),
    Action.JUDGE_ROWS: frozenset({_D, _O, _H}),
    Action.ACCEPT_BATCH: frozenset({_O, _H}),
    Action.UNDO_BATCH: frozenset({_O, _H}),
    Action.IMPORT_REGISTERS: frozenset({_O, _H}),
    Action.SEE_TARGETING: frozenset({_D, _O, _H, _A}),
    Action.RUN_TARGETING: frozenset({_O, _H}),
    Action.SEE_OBJECTIONS: frozenset({_V, _D, _O, _H, _A}),
    Action.FILE_OBJECTION: frozenset({_V, _D, _O}),
    Action.REVIEW_OBJECTION: frozenset({_O}),
    Action.APPROVE_FINDING: frozenset({_O, _H}),
    Action.SEE_DECREES: frozenset({_V, _D, _O, _H, _T, _A}),
    Action.DRAFT_DECREE: frozenset({_O, _H}),
    Action.ENACT_DECREE: frozenset({_H}),
    Action.PRINT_DECREE: frozenset({_O, _H, _T, _A}),
    Action.SEE_BILLS: frozenset({_O, _H, _T, _A, _I}),
    Action.ISSUE_BILL: frozenset({_O, _H}),
    Action.PRINT_BILL: frozenset({_O, _H, _T, _A, _I}),
    Action.EXPORT_UPLOAD_LIST: frozenset({_O, _H, _I}),
    Action.SEE_MONEY: frozenset({_O, _H, _T, _A}),
    Action.MANAGE_BUDGET: frozenset({_O, _H, _T}),
    Action.APPROVE_BILL: frozenset({_H}),
    Action.ORDER_PAYMENT: frozenset({_O, _T}),
    Action.RECORD_TRANSFER: frozenset({_T}),
    Action.REVERSE_TRANSFER: frozenset({_H, _T}),
    Action.APPLY_DEPOSIT: frozenset({_O, _H, _T}),
    Action.CLAIM_REFUND: frozenset({_O, _H, _T}),
    Action.CLOSE_PERIOD: frozenset({_T}),
    Action.SEE_RECONCILIATION: frozenset({_O, _H, _T, _A, _I}),
    Action.DELIVER_ANSWER: frozenset({_O, _H, _I}),
    Action.ANSWER_CASE: frozenset({_O, _H, _I}),
    Action.RECONCILE: frozenset({_O, _H}),
    Action.CHOOSE_READING: frozenset({_H}),
    Action.SEE_AUDIT: frozenset({_A}),
    Action.SEE_TOTALS: frozenset({_D, _O, _H, _T, _A, _L}),
    Action.SEE_BRIEF: frozenset({_O, _H, _T, _A, _L}),
    Action.OPEN_PUBLIC_PAGE: frozenset({_H}),
    Action.MANAGE_BOUNDARIES: frozenset({_S}),
    Action.SEE_USERS: frozenset({_S, _H, _A}),
    Action.MANAGE_USERS: frozenset({_S}),
    Action.CONFIRM_ACCESS: frozenset({_S, _H}),
}
"""Which roles may do what. Where: the area of the grant. The leadership sees totals, never names; the insurer's branch
sees whom bills and cases name, and no register."""

AREA_LEVEL: Final[dict[Role, str]] = {
    _V: "village",
    _D: "district",
    _O: "regency",
    _H: "regency",
    _T: "regency",
    _A: "regency",
    _L: "regency",
    _S: "regency",
    _I: "regency",
}
"""The level of area that a grant of this role names."""
