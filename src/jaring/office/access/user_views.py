"""Accounts of others: invited, given roles by two people, and ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from jaring.core.errors import JaringError
from jaring.office.access import queries, second_factor, services, throttle
from jaring.office.access.account_views import user_of
from jaring.office.access.forms import InvitationForm, ReasonForm, RoleForm
from jaring.office.access.middleware import needs
from jaring.office.access.models import RoleGrant, User
from jaring.office.access.roles import Action, Role
from jaring.office.access.scope import may, scope_for
from jaring.office.access.views import said
from jaring.office.ui.listing import Listing

ORDERS: Final = {
    "nama": ("full_name", "username"),
    "pengguna": ("username",),
    "masuk": ("-last_login", "username"),
}


@needs(Action.SEE_USERS)
@require_GET
def users(request: HttpRequest) -> HttpResponse:
    """Everybody with an account in the user's regencies."""
    user = user_of(request)
    accounts = queries.accounts_visible_to(user)
    wanted = request.GET.get("cari", "").strip()
    if wanted:
        accounts = accounts.filter(full_name__icontains=wanted) | accounts.filter(username__icontains=wanted)
    listing = Listing.of(request, queries.with_state(accounts, user, timezone.localdate()), ORDERS)
    content = {
        "listing": listing,
        "wanted": wanted,
        "lines": [(each, [str(Role(g.role).label) for g in each.roles_held]) for each in listing.rows],
        "waiting": queries.waiting_for(user).count() if may(user, Action.CONFIRM_ACCESS) else 0,
        "may_manage": may(user, Action.MANAGE_USERS),
        "factor_is_required": second_factor.is_required(),
    }
    return render(request, "access/users.html", content)


@needs(Action.SEE_USERS)
@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """An account: roles, proposals, links, and what can be done."""
    return _page(request, _account(request, pk, Action.SEE_USERS))


@needs(Action.MANAGE_USERS, fresh=True)
@never_cache
def invite(request: HttpRequest) -> HttpResponse:
    """Make an account and a link for its owner."""
    user = user_of(request)
    form = InvitationForm(request.POST or None, scope_for(user, Action.MANAGE_USERS).regencies)
    if form.is_valid():
        given = form.cleaned_data
        try:
            account, token = services.invite(
                given["username"], given["full_name"], given["regency_code"], actor=user, now=timezone.now()
            )
        except JaringError as error:
            form.add_error("username", said(error))
        else:
            return _page(request, account, token=token)
    return render(request, "access/invite.html", {"form": form}, status=422 if form.errors else 200)


@needs(Action.MANAGE_USERS, fresh=True)
@require_POST
@never_cache
def make_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a new link and show it once."""
    user, account = user_of(request), _account(request, pk)
    token = services.make_link(account, _regency(user, account), actor=user, now=timezone.now())
    return _page(request, account, token=token)


@needs(Action.MANAGE_USERS, fresh=True)
@require_POST
def unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody log in again who failed too often."""
    account = _account(request, pk)
    services.unlock(account, actor=user_of(request), now=timezone.now())
    messages.success(request, _("Percobaan masuk dibuka kembali. Orangnya dapat mencoba sekarang."))
    return redirect("users:detail", account.pk)


@needs(Action.MANAGE_USERS, fresh=True)
@require_POST
def propose_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a role; another person decides."""
    user, account = user_of(request), _account(request, pk)
    form = RoleForm(request.POST, scope_for(user, Action.MANAGE_USERS).regencies)
    if form.is_valid():
        given = form.cleaned_data
        try:
            services.propose_role(
                account,
                Role(given["role"]),
                given["area_code"],
                from_date=given["from_date"],
                until_date=given["until_date"],
                reason=given["reason"],
                actor=user,
                now=timezone.now(),
            )
        except JaringError as error:
            form.add_error(None, said(error))
        else:
            messages.success(request, _("Peran diusulkan. Orang lain harus menyetujuinya."))
            return redirect("users:detail", account.pk)
    return _page(request, account, status=422, forms={"role_form": form})


@needs(Action.MANAGE_USERS, fresh=True)
@require_POST
def propose_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose that a lost second factor may be set up anew; another person decides."""
    user, account = user_of(request), _account(request, pk)

    def act(reason: str) -> None:
        services.propose_reset(account, _regency(user, account), reason=reason, actor=user, now=timezone.now())
        messages.success(request, _("Pemasangan ulang diusulkan. Orang lain harus menyetujuinya."))

    return _with_reason(request, account, "reset_form", act)


@needs(Action.MANAGE_USERS, fresh=True)
@require_POST
def end_account(request: HttpRequest, pk: int) -> HttpResponse:
    """End everything that somebody who leaves may do, by one act."""
    user, account = user_of(request), _account(request, pk)

    def act(reason: str) -> None:
        ended = services.end_account(
            account, reason=reason, actor=user, now=timezone.now(), today=timezone.localdate()
        )
        messages.success(request, _("Akses diakhiri. Sesi yang ditutup: %(n)s.") % {"n": ended})

    return _with_reason(request, account, "end_form", act)


@needs(Action.MANAGE_USERS, fresh=True)
@require_POST
def end_grant(request: HttpRequest, pk: int, grant_id: int) -> HttpResponse:
    """Let one role end today."""
    user, account = user_of(request), _account(request, pk)
    grants = queries.grants_visible_to(user, Action.MANAGE_USERS).filter(user=account).select_related("user")
    grant = get_object_or_404(grants, pk=grant_id)

    def act(reason: str) -> None:
        services.end_grant(grant, reason=reason, actor=user, now=timezone.now(), today=timezone.localdate())
        messages.success(request, _("Peran itu berakhir hari ini."))

    return _with_reason(request, account, "grant_form", act)


@needs(Action.SEE_USERS)
@require_GET
def proposals(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, and what was decided."""
    user = user_of(request)
    shown = queries.proposals_visible_to(user).select_related("user", "proposed_by", "decided_by")
    waiting, decided = (
        list(shown.filter(outcome="").order_by("id")),
        list(shown.exclude(outcome="").order_by("-id")[:50]),
    )
    decidable = (
        set(queries.waiting_for(user).values_list("pk", flat=True)) if may(user, Action.CONFIRM_ACCESS) else set()
    )
    names = queries.names_of_areas(each.area_code for each in (*waiting, *decided))
    content = {
        "waiting": [(each, names.get(each.area_code, ""), each.pk in decidable) for each in waiting],
        "decided": [(each, names.get(each.area_code, "")) for each in decided],
    }
    return render(request, "access/proposals.html", content)


@needs(Action.CONFIRM_ACCESS, fresh=True)
@require_POST
def decide(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Confirm or decline what somebody else proposed."""
    user = user_of(request)
    visible = queries.proposals_visible_to(user, Action.CONFIRM_ACCESS).select_related("user")
    proposal = get_object_or_404(visible, public_id=public_id)
    confirms = request.POST.get("decision") == "confirm"
    services.decide(proposal, confirms=confirms, actor=user, now=timezone.now())
    messages.success(request, _("Usulan disetujui.") if confirms else _("Usulan ditolak."))
    return redirect("users:proposals")


def _account(request: HttpRequest, pk: int, action: Action = Action.MANAGE_USERS) -> User:
    return get_object_or_404(queries.with_factor(queries.accounts_visible_to(user_of(request), action)), pk=pk)


def _regency(user: User, account: User) -> str:
    """Return the first regency of the account in which the administrator works."""
    scope = scope_for(user, Action.MANAGE_USERS)
    return next(code for code in queries.regencies_of(account) if scope.covers(code))


def _with_reason(request: HttpRequest, account: User, name: str, act: Callable[[str], None]) -> HttpResponse:
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            act(form.cleaned_data["reason"])
        except JaringError as error:
            form.add_error(None, said(error))
        else:
            return redirect("users:detail", account.pk)
    return _page(request, account, status=422, forms={name: form})


def _page(
    request: HttpRequest,
    account: User,
    *,
    token: str = "",
    status: int = 200,
    forms: dict[str, Any] | None = None,
) -> HttpResponse:
    user, today = user_of(request), timezone.localdate()
    grants = list(queries.grants_visible_to(user).filter(user=account).order_by("-from_date", "role"))
    proposals = list(queries.proposals_visible_to(user).filter(user=account, outcome="").select_related("proposed_by"))
    names = queries.names_of_areas([*(g.area_code for g in grants), *(p.area_code for p in proposals)])
    may_manage = account.is_active and may(user, Action.MANAGE_USERS)
    content = {
        "account": account,
        "grants": [(each, names.get(each.area_code, each.area_code), _is_open(each, today)) for each in grants],
        "proposals": [(each, names.get(each.area_code, each.area_code)) for each in proposals],
        "has_factor": getattr(account, "has_factor", False),  # An account that was just made has none.
        "rests": queries.is_unused(account, timezone.now()),
        "link": account.invitations.filter(used_at=None, withdrawn_at=None).order_by("-id").first(),
        "address": request.build_absolute_uri(reverse("access:link", args=[token])) if token else "",
        "may_manage": may_manage,
        "failures": throttle.failures_of(account.username, timezone.now()) if may_manage else 0,
        "is_own": account == user,
        "open_cases": queries.open_cases_of(account) if may_manage else 0,
        **(_forms(user, forms or {}) if may_manage else {}),
    }
    return render(request, "access/user.html", content, status=status)


def _forms(user: User, given: dict[str, Any]) -> dict[str, Any]:
    """Return the forms of an account's page; one that was refused as it came."""
    regencies = scope_for(user, Action.MANAGE_USERS).regencies
    fresh = {
        "role_form": RoleForm(None, regencies, auto_id="peran_%s", initial={"from_date": timezone.localdate()}),
        "reset_form": ReasonForm(auto_id="ulang_%s"),
        "end_form": ReasonForm(auto_id="tutup_%s"),
        "grant_form": ReasonForm(auto_id="akhiri_%s"),
    }
    return fresh | given


def _is_open(grant: RoleGrant, today: date) -> bool:
    return grant.until_date is None or grant.until_date > today
