"""The permission table: every page and file with who may use it, where, what for, and under which safeguards.

Nothing is typed here twice: addresses come from the routes, actions and safeguards from what each view declares for
the middleware that enforces it, roles and areas from ``roles.py``. What an action is for stands here.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from django.http import FileResponse, StreamingHttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

from jaring.core.text import Text
from jaring.office.access.middleware import OPEN, declared_action, needs_fresh
from jaring.office.access.roles import MAY, Action, Role

PURPOSES: Final[dict[Action, Text]] = {
    Action.SEE_HOME: Text("bekerja dengan akun sendiri", "working with the own account"),
    Action.SEE_PEOPLE: Text("mengurus kepesertaan", "looking after who is covered"),
    Action.EXPORT_PEOPLE: Text("mengolah daftar di luar Jaring", "working on a list outside Jaring"),
    Action.RELEASE_EXPORT: Text(
        "melepas unduhan besar sebagai orang kedua", "releasing bulk exports as the second person"
    ),
    Action.REVEAL_IDENTIFIER: Text("memastikan satu orang", "making sure of one person"),
    Action.REPORT_EXIT: Text("melaporkan yang keluar", "reporting who left"),
    Action.PROPOSE_CORRECTION: Text("mengusulkan perbaikan data", "proposing what is right"),
    Action.DECIDE_CORRECTION: Text("memutuskan usulan perbaikan", "deciding what was proposed"),
    Action.WRITE_NOTE: Text("mencatat dan menyerahkan pekerjaan", "noting and handing over work"),
    Action.SEE_IMPORTS: Text("memperbaiki daftar desa", "mending village lists"),
    Action.IMPORT_LISTS: Text("memasukkan daftar desa", "bringing in village lists"),
    Action.JUDGE_ROWS: Text("memutuskan baris meragukan", "deciding doubtful rows"),
    Action.ACCEPT_BATCH: Text("menerima daftar ke daftar peserta", "taking lists onto the register"),
    Action.UNDO_BATCH: Text("membatalkan kiriman yang keliru", "taking a mistaken delivery back"),
    Action.IMPORT_REGISTERS: Text("memasukkan DTSEN dan peserta lain", "bringing in DTSEN and other members"),
    Action.SEE_TARGETING: Text("menelaah penetapan", "examining the choice"),
    Action.RUN_TARGETING: Text("menghitung penetapan", "computing the choice"),
    Action.SEE_OBJECTIONS: Text("mengikuti sanggahan", "following objections"),
    Action.FILE_OBJECTION: Text("menyanggah penetapan", "objecting to the choice"),
    Action.REVIEW_OBJECTION: Text("menelaah sanggahan", "reviewing objections"),
    Action.APPROVE_FINDING: Text("memutuskan hasil telaah sanggahan", "deciding on what a review found"),
    Action.SEE_DECREES: Text("membaca SK", "reading decrees"),
    Action.DRAFT_DECREE: Text("menyusun SK", "drawing up decrees"),
    Action.ENACT_DECREE: Text("menetapkan SK", "enacting decrees"),
    Action.PRINT_DECREE: Text("mencetak SK", "printing decrees"),
    Action.SEE_BILLS: Text("memeriksa tagihan", "checking bills"),
    Action.ISSUE_BILL: Text("menerbitkan tagihan", "issuing bills"),
    Action.PRINT_BILL: Text("mencetak tagihan", "printing bills"),
    Action.EXPORT_UPLOAD_LIST: Text(
        "mengunggah peserta ke BPJS, dengan nomor lengkap", "uploading people to the insurer, with full numbers"
    ),
    Action.SEE_MONEY: Text("mengawasi uang", "watching over money"),
    Action.MANAGE_BUDGET: Text("mencatat anggaran dan sumber dana", "entering budgets and payers"),
    Action.APPROVE_BILL: Text("menyetujui pembayaran", "consenting to payment"),
    Action.ORDER_PAYMENT: Text("memerintahkan pembayaran", "ordering payment"),
    Action.RECORD_TRANSFER: Text("mencatat setoran", "recording transfers"),
    Action.REVERSE_TRANSFER: Text("membatalkan setoran yang keliru dicatat", "reversing transfers entered in error"),
    Action.APPLY_DEPOSIT: Text("memakai titipan", "using deposits"),
    Action.CLAIM_REFUND: Text("meminta pengembalian", "claiming money back"),
    Action.CLOSE_PERIOD: Text("menutup bulan pembukuan", "closing a month of the books"),
    Action.SEE_RECONCILIATION: Text("menelaah perbedaan dengan BPJS", "examining differences with the insurer"),
    Action.DELIVER_ANSWER: Text("menyampaikan daftar BPJS", "delivering the insurer's lists"),
    Action.ANSWER_CASE: Text("menjawab kasus rekonsiliasi", "answering cases of the reconciliation"),
    Action.RECONCILE: Text("mencocokkan dan menyelesaikan kasus", "matching and settling cases"),
    Action.CHOOSE_READING: Text("memilih tafsir aturan", "choosing a reading of the law"),
    Action.SEE_AUDIT: Text("memeriksa jejak", "examining the audit chain"),
    Action.SEE_TOTALS: Text("melihat jumlah, tanpa nama", "seeing totals, without names"),
    Action.SEE_BRIEF: Text("melapor kepada bupati, dengan jumlah saja", "briefing the regent, with totals only"),
    Action.OPEN_PUBLIC_PAGE: Text("membuka halaman publik", "opening the public page"),
    Action.MANAGE_BOUNDARIES: Text("mengurus batas wilayah pada peta", "looking after boundaries on the map"),
    Action.SEE_USERS: Text("mengetahui siapa berakses", "knowing who has access"),
    Action.MANAGE_USERS: Text("mengurus akun", "looking after accounts"),
    Action.CONFIRM_ACCESS: Text("menyetujui akses sebagai orang kedua", "confirming access as the second person"),
}
"""What each action is for: the purpose to which its data are limited."""

SECOND_PERSON: Final[dict[Action, Action]] = {
    Action.DECIDE_CORRECTION: Action.PROPOSE_CORRECTION,
    Action.RELEASE_EXPORT: Action.EXPORT_PEOPLE,
    Action.APPROVE_FINDING: Action.REVIEW_OBJECTION,
    Action.ENACT_DECREE: Action.DRAFT_DECREE,
    Action.APPROVE_BILL: Action.ISSUE_BILL,
    Action.ORDER_PAYMENT: Action.APPROVE_BILL,
    Action.CONFIRM_ACCESS: Action.MANAGE_USERS,
}
"""Actions whose service refuses (JRG-602) whoever did the other one to the same thing."""

_FILES: Final = (FileResponse, StreamingHttpResponse)


@dataclass(frozen=True, slots=True)
class Permission:
    """A row of the table. ``action`` is ``None`` where no account is needed."""

    name: str
    address: str
    action: Action | None
    gives_file: bool
    is_fresh: bool

    @property
    def roles(self) -> list[Role]:
        """Who may, in the order of the roles; nobody in particular where it is open to everybody."""
        return [role for role in Role if self.action is not None and role in MAY[self.action]]


def permissions() -> list[Permission]:
    """Return the row of every route, by address.

    Raises:
        LookupError: a view declares nothing, or a route has no name.
    """
    return sorted(_rows(get_resolver().url_patterns), key=lambda row: row.address)


def _rows(patterns: Iterable[URLPattern | URLResolver], prefix: str = "/", space: str = "") -> Iterator[Permission]:
    for pattern in patterns:
        address = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from _rows(pattern.url_patterns, address, pattern.namespace or space)
            continue
        declared = declared_action(pattern.callback)
        if declared is None or pattern.name is None:
            raise LookupError(f"no action or no name: {address}")
        yield Permission(
            name=f"{space}:{pattern.name}",
            address=address,
            action=None if declared == OPEN else Action(declared),
            gives_file=_gives_file(pattern.callback),
            is_fresh=needs_fresh(pattern.callback),
        )


def _gives_file(view: Callable[..., object]) -> bool:
    """Say whether a view answers with a file, by what it declares to return."""
    returned = inspect.unwrap(view).__annotations__.get("return", "")
    return any(kind.__name__ in str(returned) for kind in _FILES)
