"""Registering who pays: the regency, the province, every village, donors by name, the workers themselves."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from jaring.core.contribution import Payer as PayerOfLaw
from jaring.core.membership_groups import default_group_code, group_codes
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import require
from jaring.office.audit import services as audit
from jaring.office.places.models import Regency, Village
from jaring.office.programme.errors import GroupCodeUnknownError, PayerExistsError, PayerVillageError
from jaring.office.programme.models import OF_VILLAGES, Payer, PayerKind

NUMBERED = frozenset({PayerKind.CSR, PayerKind.EMPLOYER})
"""Kinds of which a regency has many: the first of them is numbered too, so that none is taken for the only one."""


def add_payer(regency: Regency, kind: str, name: str, group_code: str = "", village: Village | None = None) -> Payer:
    """Return the payer of this kind and name, adding it first when it is new."""
    kind = PayerOfLaw(kind).value
    return Payer.objects.get_or_create(
        regency=regency,
        kind=kind,
        name=name,
        defaults={
            "group_code": group_code,
            "village": village,
            "code": f"{kind}-{village.code}" if village else _free_code(regency, kind),
        },
    )[0]


def register_payer(
    regency: Regency,
    kind: str,
    name: str,
    *,
    group_code: str = "",
    village: Village | None = None,
    actor: User,
    now: datetime,
) -> Payer:
    """Register a payer of a regency, for example a donor by its name.

    Args:
        regency: Whose programme.
        kind: One of the law's kinds of payers.
        name: As papers print it.
        group_code: Of the insurer's kind of group; the usual one of the kind where empty.
        village: Whose money it is, for the payers of villages.
        actor: Who registers it.
        now: Aware instant.

    Raises:
        NotAllowedError: (JRG-601)
        PayerVillageError: (JRG-522) the kind has no village, or the village lies elsewhere.
        GroupCodeUnknownError: (JRG-523)
        PayerExistsError: (JRG-521) the name or the village has a payer of this kind.
    """
    require(actor, Action.MANAGE_BUDGET, regency.code)
    _check_village(regency, kind, village)
    _check_group_code(group_code, now.date())
    with transaction.atomic():
        same = Payer.objects.filter(regency=regency, kind=kind)
        taken = same.filter(name=name).first() or (same.filter(village=village).first() if village else None)
        if taken is not None:
            raise PayerExistsError(payer=taken.short)
        group_code = group_code or default_group_code(PayerOfLaw(kind), now.date())
        payer = add_payer(regency, kind, name, group_code, village)
        audit.record(actor, "programme.payer_added", regency.code, now=now, subject=payer.short, reason=name)
    return payer


def register_village_payers(
    regency: Regency, kind: str, *, villages: Collection[str] | None = None, actor: User, now: datetime
) -> int:
    """Register a payer of one kind for every village that has none, by one act; return how many are new.

    Args:
        regency: Whose villages.
        kind: ``DANA_DESA``, ``APBDES`` or ``EMPLOYER``.
        villages: Codes of some villages only; all of the regency where None.
        actor: Who registers them.
        now: Aware instant.

    Raises:
        NotAllowedError: (JRG-601)
        PayerVillageError: (JRG-522) villages have no payers of this kind.
    """
    require(actor, Action.MANAGE_BUDGET, regency.code)
    if kind not in OF_VILLAGES:
        raise PayerVillageError(payer=kind, village="-")
    with transaction.atomic():
        missing = Village.objects.filter(district__regency=regency).exclude(payers__kind=kind)
        if villages is not None:
            missing = missing.filter(code__in=villages)
        group_code = default_group_code(PayerOfLaw(kind), now.date())
        label = PayerOfLaw(kind).label.id
        made = Payer.objects.bulk_create(
            Payer(
                regency=regency,
                kind=kind,
                name=f"{label} {village.name}, {village.district.name}",
                group_code=group_code,
                village=village,
                code=f"{kind}-{village.code}",
            )
            for village in missing.select_related("district").order_by("code")
        )
        audit.record(
            actor, "programme.village_payers_added", regency.code, now=now, subject=kind, detail={"payers": len(made)}
        )
    return len(made)


def change_payer(payer: Payer, *, name: str, group_code: str, actor: User, now: datetime) -> Payer:
    """Give a payer another name, or another kind of group at the insurer.

    Raises:
        NotAllowedError: (JRG-601)
        GroupCodeUnknownError: (JRG-523)
        PayerExistsError: (JRG-521) another payer of the kind bears this name.
    """
    require(actor, Action.MANAGE_BUDGET, payer.regency_id)
    _check_group_code(group_code, now.date())
    with transaction.atomic():
        others = Payer.objects.filter(regency=payer.regency_id, kind=payer.kind, name=name).exclude(pk=payer.pk)
        if taken := others.first():
            raise PayerExistsError(payer=taken.short)
        payer.name, payer.group_code = name, group_code
        payer.save(update_fields=["name", "group_code"])
        audit.record(
            actor,
            "programme.payer_changed",
            payer.regency_id,
            now=now,
            subject=payer.short,
            reason=name,
            detail={"group": group_code},
        )
    return payer


def _free_code(regency: Regency, kind: str) -> str:
    """Return the code of a further payer without a village: the kind itself, or the kind and the next number."""
    others = Payer.objects.filter(regency=regency, kind=kind, village__isnull=True).count()
    return kind if not others and kind not in NUMBERED else f"{kind}-{others + 1}"


def _check_village(regency: Regency, kind: str, village: Village | None) -> None:
    if village is None:
        return
    if kind not in OF_VILLAGES or not village.code.startswith(f"{regency.code}."):
        raise PayerVillageError(payer=kind, village=village.code)


def _check_group_code(group_code: str, on: date) -> None:
    known = group_codes(on)
    if group_code and group_code not in known:
        raise GroupCodeUnknownError(group=group_code, known=", ".join(known))
