"""What takes two people: one proposes a role, or a new start for a lost second factor; another decides."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q, QuerySet

from jaring.office.access.errors import (
    AccountClosedError,
    AreaUnfitError,
    NothingToResetError,
    OwnAccessError,
    ProposalDecidedError,
    RoleKnownError,
)
from jaring.office.access.models import AccessProposal, RoleGrant, User
from jaring.office.access.roles import AREA_LEVEL, Action, Role
from jaring.office.access.scope import SamePersonError, require
from jaring.office.access.services.chains import record_in
from jaring.office.access.services.factors import has_second_factor
from jaring.office.access.sessions import end_sessions
from jaring.office.places.models import District, Regency, Village

_PLACES: Final[dict[str, QuerySet[Any]]] = {
    "regency": Regency.objects.all(),
    "district": District.objects.all(),
    "village": Village.objects.all(),
}


def propose_role(
    account: User,
    role: Role,
    area_code: str,
    *,
    from_date: date,
    until_date: date | None = None,
    reason: str,
    actor: User,
    now: datetime,
) -> AccessProposal:
    """Propose a role for somebody; it holds once another person has confirmed it.

    Args:
        account: For whom.
        role: Which role.
        area_code: Kemendagri code of an area of the role's level.
        from_date: First day.
        until_date: First day on which it no longer holds; open without.
        reason: Why, for whoever decides and for the chain.
        actor: An administrator of the regency.
        now: Aware instant.

    Raises:
        NotAllowedError: (JRG-601)
        AreaUnfitError: (JRG-609)
        RoleKnownError: (JRG-610)
        AccountClosedError: (JRG-614)
    """
    require(actor, Action.MANAGE_USERS, area_code)
    if not _PLACES[AREA_LEVEL[role]].filter(pk=area_code).exists():
        raise AreaUnfitError
    with transaction.atomic(durable=True):
        account = _locked(account)
        same = Q(role=role, area_code=area_code)
        held = account.grants.filter(same).filter(Q(until_date__isnull=True) | Q(until_date__gt=from_date))
        if held.exists() or account.proposals.filter(same, outcome="").exists():
            raise RoleKnownError
        proposal = AccessProposal.objects.create(
            kind=AccessProposal.Kind.ROLE,
            user=account,
            role=role,
            area_code=area_code,
            from_date=from_date,
            until_date=until_date,
            reason=reason,
            proposed_by=actor,
            proposed_at=now,
        )
        _record(proposal, "access.role_proposed", actor, now)
    return proposal


def propose_reset(account: User, regency_code: str, *, reason: str, actor: User, now: datetime) -> AccessProposal:
    """Propose that somebody who has lost telephone and paper sets up the second factor anew.

    Raises:
        NotAllowedError: (JRG-601)
        NothingToResetError: (JRG-613)
        RoleKnownError: (JRG-610) it was proposed already.
        AccountClosedError: (JRG-614)
    """
    require(actor, Action.MANAGE_USERS, regency_code)
    with transaction.atomic(durable=True):
        account = _locked(account)
        if not has_second_factor(account):
            raise NothingToResetError
        if account.proposals.filter(kind=AccessProposal.Kind.RESET, outcome="").exists():
            raise RoleKnownError
        proposal = AccessProposal.objects.create(
            kind=AccessProposal.Kind.RESET,
            user=account,
            area_code=regency_code,
            reason=reason,
            proposed_by=actor,
            proposed_at=now,
        )
        _record(proposal, "access.reset_proposed", actor, now)
    return proposal


def decide(proposal: AccessProposal, *, confirms: bool, actor: User, now: datetime) -> None:
    """Confirm or decline what somebody else proposed. What is confirmed holds at once.

    Raises:
        NotAllowedError: (JRG-601)
        SamePersonError: (JRG-602) whoever proposed it does not decide it.
        OwnAccessError: (JRG-612) nobody confirms his own access.
        ProposalDecidedError: (JRG-611)
        AccountClosedError: (JRG-614)
    """
    require(actor, Action.CONFIRM_ACCESS, proposal.area_code[:5])
    with transaction.atomic(durable=True):
        account = _locked(proposal.user)
        proposal = AccessProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
        if proposal.outcome:
            raise ProposalDecidedError
        if proposal.proposed_by_id == actor.pk:
            raise SamePersonError
        if confirms and account == actor:
            raise OwnAccessError
        outcome = AccessProposal.Outcome.CONFIRMED if confirms else AccessProposal.Outcome.DECLINED
        proposal.outcome, proposal.decided_by, proposal.decided_at = outcome, actor, now
        proposal.save(update_fields=["outcome", "decided_by", "decided_at"])
        if confirms:
            _carry_out(proposal, account)
        _record(proposal, f"access.{proposal.kind}_{outcome}", actor, now)


def _carry_out(proposal: AccessProposal, account: User) -> None:
    if proposal.kind == AccessProposal.Kind.RESET:
        account.authenticators.all().delete()
        account.recovery_codes.all().delete()
        account.passkeys.all().delete()
        end_sessions(account)
        return
    assert proposal.from_date is not None  # The database takes no role without.
    RoleGrant.objects.create(
        user=account,
        role=proposal.role,
        area_code=proposal.area_code,
        from_date=proposal.from_date,
        until_date=proposal.until_date,
    )


def _locked(account: User) -> User:
    account = User.objects.select_for_update().get(pk=account.pk)
    if not account.is_active:
        raise AccountClosedError
    return account


def _record(proposal: AccessProposal, event: str, actor: User, now: datetime) -> None:
    named = f"{proposal.role} {proposal.area_code}" if proposal.role else proposal.area_code
    detail: dict[str, int | str | list[str]] = {"roles": [named]}
    record_in([proposal.area_code[:5]], actor, event, proposal.user, now=now, reason=proposal.reason, detail=detail)
