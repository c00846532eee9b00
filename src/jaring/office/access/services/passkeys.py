"""Passkeys: made beside the telephone's codes, used in place of them and of the password, removed by their owner."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import Q

from jaring.office.access import webauthn
from jaring.office.access.errors import PasskeyInvalidError, PasskeyKnownError, PasskeyNeedsCodesError
from jaring.office.access.models import Passkey, User
from jaring.office.access.services.chains import own_act, record_in
from jaring.office.access.services.factors import has_second_factor


def add_passkey(user: User, name: str, made: webauthn.Registered, *, now: datetime) -> Passkey:
    """Keep a passkey that was just made.

    Raises:
        PasskeyNeedsCodesError: (JRG-463) codes on paper open the account when every device is lost; they come first.
        PasskeyKnownError: (JRG-462)
    """
    if not has_second_factor(user):
        raise PasskeyNeedsCodesError
    with own_act(user) as regencies:
        if Passkey.objects.filter(credential_id=made.credential_id).exists():
            raise PasskeyKnownError
        passkey = Passkey.objects.create(
            public_id=uuid4(),
            user=user,
            name=name,
            credential_id=made.credential_id,
            public_key=made.public_key,
            sign_count=made.sign_count,
            made_at=now,
        )
        record_in(regencies, user, "access.passkey_added", user, now=now)
    return passkey


def remove_passkey(passkey: Passkey, *, now: datetime) -> None:
    """Take a passkey away; it lets nobody in any more."""
    with own_act(passkey.user) as regencies:
        passkey.delete()
        record_in(regencies, passkey.user, "access.passkey_removed", passkey.user, now=now)


def check_passkey(answer: dict[str, bytes], *, challenge: str, party: webauthn.Party, now: datetime) -> User:
    """Return whose passkey answered the challenge.

    Args:
        answer: ``credential_id``, ``client_data``, ``authenticator_data`` and ``signature``.
        challenge: What was asked in this session; it is asked once.
        party: Where it was asked.
        now: Aware instant.

    Raises:
        PasskeyInvalidError: (JRG-461) unknown, of a closed account, not signed by it, or a copy of it has signed.
    """
    with transaction.atomic(durable=True):
        known = Passkey.objects.select_for_update(of=("self",)).select_related("user")
        passkey = known.filter(credential_id=answer["credential_id"], user__is_active=True).first()
        if passkey is None:
            raise PasskeyInvalidError
        said = (answer["client_data"], answer["authenticator_data"], answer["signature"])
        count = webauthn.signed(*said, bytes(passkey.public_key), challenge=challenge, party=party)
        # A count that does not grow means that a copy exists; passkeys that do not count say zero each time.
        unused = Passkey.objects.filter(Q(sign_count__lt=count) | Q(sign_count=0), pk=passkey.pk)
        if unused.update(sign_count=count, used_at=now) != 1:
            raise PasskeyInvalidError
    return passkey.user
