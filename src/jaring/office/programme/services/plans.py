"""Making plans of co-funding. A plan is data; a decree puts people under it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from django.db import transaction

from jaring.core.contribution_shared import WHOLE_PERCENT
from jaring.core.month import Month
from jaring.core.text import Text
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import require
from jaring.office.audit import services as audit
from jaring.office.programme.errors import PlanNameTakenError, PlanUnusableError
from jaring.office.programme.models import Payer, PayerKind, Plan, PlanStep

Steps = Sequence[tuple[Month, int]]
"""From which month on which public share, in percent."""


def make_plan(name: str, payer: Payer, partner: Payer, steps: Steps, *, actor: User, now: datetime) -> Plan:
    """Write down a plan by which a public payer's share falls and a partner pays the rest.

    Args:
        name: As pages and papers call it.
        payer: The public payer, who pays the whole before the first step.
        partner: Who pays the rest: the workers themselves, as a rule.
        steps: The share of the public payer in percent from each month on, in order, never rising.
        actor: Who makes it.
        now: Aware instant.

    Raises:
        NotAllowedError: (JRG-601)
        PlanUnusableError: (JRG-540)
        PlanNameTakenError: (JRG-541)
    """
    require(actor, Action.MANAGE_BUDGET, payer.regency_id)
    if fault := fault_of(payer, partner, steps):
        raise PlanUnusableError(fault=fault)
    with transaction.atomic():
        if Plan.objects.filter(regency=payer.regency_id, name=name).exists():
            raise PlanNameTakenError
        plan = Plan.objects.create(
            regency_id=payer.regency_id, name=name, payer=payer, partner=partner, made_by=actor, made_at=now
        )
        PlanStep.objects.bulk_create(
            PlanStep(plan=plan, from_month=month, public_percent=percent) for month, percent in steps
        )
        audit.record(
            actor,
            "programme.plan_made",
            payer.regency_id,
            now=now,
            subject=name,
            detail={"steps": [f"{month} {percent}" for month, percent in steps]},
        )
    return plan


def fault_of(payer: Payer, partner: Payer, steps: Steps) -> Text | None:
    """Say what keeps payers and steps from being a plan; None where nothing does."""
    if payer == partner or payer.regency_id != partner.regency_id:
        return Text("dua sumber dana yang berbeda diperlukan", "two different payers are needed")
    if PayerKind.EMPLOYER in (payer.kind, partner.kind):
        return Text("upah tidak dapat dibayar bersama", "contributions on wages cannot be shared")
    if not steps or not all(0 <= percent <= WHOLE_PERCENT for _, percent in steps):
        return Text("persentase dari 0 sampai 100 diperlukan", "percentages from 0 to 100 are needed")
    if any(later <= earlier for (earlier, _), (later, _) in pairwise(steps)):
        return Text("bulannya tidak berurutan", "its months are not in order")
    if any(later > earlier for (_, earlier), (_, later) in pairwise(steps)):
        return Text("bagian publik tidak boleh naik", "the public share must not rise")
    return None
