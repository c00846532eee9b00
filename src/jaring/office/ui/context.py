"""What the frame of every page shows: navigation by role, areas, language. Read only when it is rendered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from jaring.office.access.middleware import OPEN
from jaring.office.access.models import User
from jaring.office.access.roles import Action, Role
from jaring.office.access.scope import may, roles_of
from jaring.office.ui.areas import Area, areas_of


class Room(NamedTuple):
    """An entry of the navigation: shown to whoever may do ``action``, to everybody where it is ``OPEN``."""

    route: str
    action: Action | str
    icon: str
    label: Promise | str


ROOMS: Final = (
    Room("ui:home", Action.SEE_HOME, "home", _("Beranda")),
    Room("people:list", Action.SEE_PEOPLE, "users", _("Peserta")),
    Room("intake:list", Action.SEE_IMPORTS, "file-import", _("Daftar masuk")),
    Room("proposals:list", Action.SEE_IMPORTS, "user-plus", _("Usulan")),
    Room("targeting:list", Action.SEE_TARGETING, "target", _("Penetapan")),
    Room("targeting:newest_objections", Action.FILE_OBJECTION, "user-check", _("Sanggahan")),
    Room("decrees:list", Action.SEE_DECREES, "file-certificate", _("Surat Keputusan")),
    Room("budgets:room", Action.SEE_MONEY, "cash", _("Anggaran")),
    Room("billing:list", Action.SEE_BILLS, "receipt", _("Iuran")),
    Room("payments:list", Action.SEE_MONEY, "cash", _("Pembayaran")),
    Room("books:statement", Action.SEE_MONEY, "list", _("Buku")),
    Room("reconciliation:list", Action.SEE_RECONCILIATION, "user-check", _("Rekonsiliasi")),
    Room("guard:list", Action.SEE_MONEY, "hourglass", _("Penjaga perlindungan")),
    Room("brief:page", Action.SEE_BRIEF, "activity", _("Ringkasan")),
    Room("map:page", Action.SEE_TOTALS, "map-pin", _("Peta")),
    Room("boundaries:page", Action.MANAGE_BOUNDARIES, "map-pin", _("Batas wilayah")),
    Room("rules:list", OPEN, "scale", _("Aturan")),
    Room("calculators:index", OPEN, "calculator", _("Hitung")),
    Room("public:page", OPEN, "users", _("Halaman publik")),
    Room("audit:list", Action.SEE_AUDIT, "history", _("Jejak")),
    Room("users:list", Action.SEE_USERS, "settings", _("Pengguna dan peran")),
)

SEARCHED: Final = (Action.SEE_PEOPLE, Action.SEE_DECREES, Action.SEE_BILLS, Action.SEE_IMPORTS)
"""Whoever may do one of these is offered the search by anything."""


class Link(NamedTuple):
    """A link of the navigation, marked when the reader is inside it."""

    url: str
    icon: str
    label: Promise | str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Shell:
    """What the frame shows to one user on one page."""

    rooms: list[Link]
    areas: list[Area]
    roles: list[str]
    may_search: bool = False


def shell(request: HttpRequest) -> dict[str, object]:
    """Return the frame's content; a page without frame costs no query."""
    return {"shell": SimpleLazyObject(lambda: _shell_of(request))}


def _shell_of(request: HttpRequest) -> Shell:
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return Shell([_link(room, request.path) for room in ROOMS if room.action == OPEN], [], [])
    held = roles_of(user)
    return Shell(
        rooms=[_link(room, request.path) for room in ROOMS if _is_open_to(user, room)],
        areas=areas_of(user),
        roles=[str(role.label) for role in Role if role in held],
        may_search=any(may(user, action) for action in SEARCHED),
    )


def address(route: str, **query: str) -> str:
    """Return the address of a room with a query."""
    url = reverse(route)
    return f"{url}?{urlencode(query)}" if query else url


def _is_open_to(user: User, room: Room) -> bool:
    return room.action == OPEN or may(user, Action(room.action))


def _link(room: Room, path: str) -> Link:
    url = reverse(room.route)
    return Link(url, room.icon, room.label, path == url or (url != "/" and path.startswith(url)))
