"""Accounts come by invitation and end by one act."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from jaring.office.access import throttle
from jaring.office.access.errors import (
    AccountClosedError,
    LinkInvalidError,
    OwnAccessError,
    UsernameTakenError,
)
from jaring.office.access.models import AccessProposal, Invitation, RoleGrant, User
from jaring.office.access.queries import regencies_of
from jaring.office.access.roles import Action
from jaring.office.access.scope import NotAllowedError, require
from jaring.office.access.services.chains import own_act, record_in
from jaring.office.access.services.factors import forget_wrong_codes
from jaring.office.access.sessions import end_sessions
from jaring.office.audit import services as audit

LINK_LIVES: Final = {Invitation.Kind.WELCOME: timedelta(days=3), Invitation.Kind.PASSWORD: timedelta(hours=24)}


def invite(username: str, full_name: str, regency_code: str, *, actor: User, now: datetime) -> tuple[User, str]:
    """Make an account without password or role, and a link with which its owner chooses a password.

    Returns:
        The account, and the secret of the link: shown once, kept by nobody.

    Raises:
        NotAllowedError: (JRG-601)
        UsernameTakenError: (JRG-608)
    """
    require(actor, Action.MANAGE_USERS, regency_code)
    with transaction.atomic(durable=True):
        account = User(username=username, full_name=full_name)
        account.set_unusable_password()
        try:
            with transaction.atomic():
                account.save(force_insert=True)
        except IntegrityError:
            raise UsernameTakenError from None
        token = _new_link(account, Invitation.Kind.WELCOME, regency_code, actor=actor, now=now)
        audit.record(actor, "access.invited", regency_code, now=now, subject=username)
    return account, token


def make_link(account: User, regency_code: str, *, actor: User, now: datetime) -> str:
    """Withdraw the links of an account and make a new one: an invitation again, or a new password.

    Returns:
        The secret of the link: shown once, kept by nobody.

    Raises:
        NotAllowedError: (JRG-601)
        AccountClosedError: (JRG-614)
    """
    require(actor, Action.MANAGE_USERS, regency_code)
    with transaction.atomic(durable=True):
        account = User.objects.select_for_update().get(pk=account.pk)
        if not account.is_active:
            raise AccountClosedError
        kind = Invitation.Kind.PASSWORD if account.has_usable_password() else Invitation.Kind.WELCOME
        token = _new_link(account, kind, regency_code, actor=actor, now=now)
        audit.record(actor, "access.link_made", regency_code, now=now, subject=account.username, detail={"kind": kind})
    return token


def _new_link(account: User, kind: str, regency_code: str, *, actor: User, now: datetime) -> str:
    _open_links(account).update(withdrawn_at=now)
    token = secrets.token_urlsafe(32)
    Invitation.objects.create(
        user=account,
        kind=kind,
        regency_code=regency_code,
        token_hash=hash_of(token),
        made_by=actor,
        made_at=now,
        expires_at=now + LINK_LIVES[Invitation.Kind(kind)],
    )
    return token


def _open_links(account: User) -> QuerySet[Invitation]:
    return account.invitations.filter(used_at=None, withdrawn_at=None)


def hash_of(token: str) -> str:
    """Return what is kept of a link's secret; it is random, so that a plain hash cannot be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_link(token: str, now: datetime) -> Invitation:
    """Return the link with this secret if it still works.

    Raises:
        LinkInvalidError: (JRG-605)
    """
    links = Invitation.objects.select_related("user").filter(used_at=None, withdrawn_at=None, expires_at__gt=now)
    found = links.filter(token_hash=hash_of(token), user__is_active=True).first()
    if found is None:
        raise LinkInvalidError
    return found


def accept_link(token: str, password: str, *, now: datetime) -> User:
    """Let the owner of a link choose a password; the link has worked then, and open sessions end.

    Raises:
        LinkInvalidError: (JRG-605)
    """
    account = open_link(token, now).user
    with own_act(account) as regencies:
        account = User.objects.select_for_update().get(pk=account.pk)
        link = open_link(token, now)  # Once more, behind the lock.
        link.used_at = now
        link.save(update_fields=["used_at"])
        account.set_password(password)
        account.save(update_fields=["password"])
        end_sessions(account)
        throttle.forget_subject(account.username)
        record_in(regencies, account, "access.password_chosen", account, now=now, detail={"kind": link.kind})
    return account


def change_password(account: User, password: str, *, session_key: str | None, now: datetime) -> None:
    """Change the own password; every other session ends."""
    with own_act(account) as regencies:
        account.set_password(password)
        account.save(update_fields=["password"])
        end_sessions(account, but=session_key)
        record_in(regencies, account, "access.password_changed", account, now=now)


def unlock(account: User, *, actor: User, now: datetime) -> int:
    """Let somebody try again whose log-in rests after too many failures.

    Returns:
        How many failures were forgotten.

    Raises:
        NotAllowedError: (JRG-601)
    """
    scope = require(actor, Action.MANAGE_USERS)
    with transaction.atomic(durable=True):
        regencies = [code for code in regencies_of(account) if scope.covers(code)]
        if not regencies:
            raise NotAllowedError
        forgotten = throttle.forget_subject(account.username) + forget_wrong_codes(account)
        record_in(regencies, actor, "access.unlocked", account, now=now, detail={"failures": forgotten})
    return forgotten


def end_grant(grant: RoleGrant, *, reason: str, actor: User, now: datetime, today: date) -> None:
    """Let a role end today. Less access takes one person only.

    Raises:
        NotAllowedError: (JRG-601)
    """
    require(actor, Action.MANAGE_USERS, grant.area_code)
    with transaction.atomic(durable=True):
        named = _cut([grant], today)
        detail: dict[str, int | str | list[str]] = {"roles": named}
        record_in([grant.area_code[:5]], actor, "access.role_ended", grant.user, now=now, reason=reason, detail=detail)


def end_account(account: User, *, reason: str, actor: User, now: datetime, today: date) -> int:
    """End everything that an account may do where the actor looks after accounts, by one act.

    Roles, links, open proposals and sessions end; nothing is handed over to anybody. The account itself is closed
    unless it works for another regency too.

    Returns:
        How many sessions were ended.

    Raises:
        NotAllowedError: (JRG-601)
        OwnAccessError: (JRG-612) an administrator does not close the own account.
    """
    scope = require(actor, Action.MANAGE_USERS)
    if account == actor:
        raise OwnAccessError
    with transaction.atomic(durable=True):
        account = User.objects.select_for_update().get(pk=account.pk)
        regencies = [code for code in regencies_of(account) if scope.covers(code)]
        if not regencies:
            raise NotAllowedError
        in_force = list(account.grants.filter(Q(until_date__isnull=True) | Q(until_date__gt=today)))
        ours = [grant for grant in in_force if scope.covers(grant.area_code)]
        named = _cut(ours, today)
        _open_links(account).filter(regency_code__in=regencies).update(withdrawn_at=now)
        _withdraw_proposals(account, regencies, actor=actor, now=now)
        if len(ours) == len(in_force):
            _close(account)
        ended = end_sessions(account)
        detail: dict[str, int | str | list[str]] = {"active": int(account.is_active), "roles": named}
        record_in(regencies, actor, "access.account_ended", account, now=now, reason=reason, detail=detail)
    return ended


def _close(account: User) -> None:
    """Close the account itself; what would let somebody in is forgotten."""
    account.is_active = False
    account.set_unusable_password()
    account.save(update_fields=["is_active", "password"])
    account.authenticators.all().delete()
    account.recovery_codes.all().delete()


def _cut(grants: list[RoleGrant], today: date) -> list[str]:
    """Let roles end today, and take those away that had not begun; return their names for the chain."""
    for grant in grants:
        if grant.from_date < today:
            grant.until_date = today
            grant.save(update_fields=["until_date"])
        else:
            grant.delete()
    return [f"{grant.role} {grant.area_code}" for grant in grants]


def _withdraw_proposals(account: User, regencies: list[str], *, actor: User, now: datetime) -> None:
    """Decline what was proposed for an account; what he himself proposed is taken away, as nobody stands for it."""
    still_open = AccessProposal.objects.filter(outcome="", area_code__startswith=regencies[0])
    for code in regencies[1:]:
        still_open |= AccessProposal.objects.filter(outcome="", area_code__startswith=code)
    still_open.filter(proposed_by=account).delete()
    still_open.filter(user=account, proposed_by=actor).delete()  # Nobody decides what he proposed himself.
    still_open.filter(user=account).update(outcome=AccessProposal.Outcome.DECLINED, decided_by=actor, decided_at=now)
