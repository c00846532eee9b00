"""The second factor: codes that a telephone shows (RFC 6238), and codes on paper for the day it is lost."""

from __future__ import annotations

import base64
import secrets
from datetime import datetime
from typing import Final
from uuid import uuid4

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db.models import QuerySet

from jaring.office import vault
from jaring.office.access import throttle
from jaring.office.access.errors import CodesRestError, CodeWrongError
from jaring.office.access.models import Authenticator, RecoveryCode, User
from jaring.office.access.services.chains import own_act, record_in
from jaring.office.access.sessions import end_sessions

DIGITS: Final = 6
STEP_SECONDS: Final = 30
STEPS_AROUND: Final = 1
"""A code of the half minute before and after is taken too: clocks of telephones differ."""
SECRET_BYTES: Final = 20
RECOVERY_CODES: Final = 10
RECOVERY_LETTERS: Final = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""Without letters that are taken for another on paper."""
RECOVERY_LENGTH: Final = 12


def begin_authenticator(user: User, now: datetime) -> Authenticator:
    """Make the secret of a telephone; it counts for nothing until ``confirm_authenticator`` saw a code of it."""
    with own_act(user):
        user.authenticators.filter(confirmed_at=None).delete()
        public_id = uuid4()
        secret = base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()
        sealed = vault.seal(secret, Authenticator._meta.db_table, "secret", public_id)
        return Authenticator.objects.create(public_id=public_id, user=user, secret_sealed=sealed, made_at=now)


def secret_of(authenticator: Authenticator) -> str:
    """Return the secret as base32 text, as it is typed into a telephone.

    Raises:
        SealBrokenError: (JRG-703)
    """
    table = Authenticator._meta.db_table
    return vault.unseal(authenticator.secret_sealed, table, "secret", authenticator.public_id)


def confirm_authenticator(user: User, code: str, *, session_key: str | None, now: datetime) -> list[str]:
    """Take the new telephone into use in place of an earlier one; every other session of the user ends.

    Returns:
        New recovery codes, to be shown once.

    Raises:
        CodeWrongError: (JRG-606)
        CodesRestError: (JRG-607)
    """
    _refuse_at_rest(user, now)
    with own_act(user) as regencies:
        waiting = user.authenticators.select_for_update().filter(confirmed_at=None)
        fresh = waiting.order_by("-made_at").first()
        if fresh is not None and (step := _step_of(fresh, code, now)):
            user.authenticators.exclude(pk=fresh.pk).delete()
            fresh.confirmed_at, fresh.last_step = now, step
            fresh.save(update_fields=["confirmed_at", "last_step"])
            end_sessions(user, but=session_key)
            codes = _write_recovery_codes(user)
            record_in(regencies, user, "access.factor_set_up", user, now=now)
            throttle.forget(_subject(user), "")
            return codes
    raise CodeWrongError


def renew_recovery_codes(user: User, *, now: datetime) -> list[str]:
    """Replace the codes on paper; the old ones work no more."""
    with own_act(user) as regencies:
        codes = _write_recovery_codes(user)
        record_in(regencies, user, "access.recovery_codes_renewed", user, now=now)
    return codes


def check_code(user: User, code: str, *, now: datetime) -> None:
    """Take a code of the telephone, or one of the codes on paper; each is taken once.

    Raises:
        CodeWrongError: (JRG-606)
        CodesRestError: (JRG-607)
    """
    _refuse_at_rest(user, now)
    if not (_takes_code(user, code, now) or _takes_recovery_code(user, code, now)):
        raise CodeWrongError
    throttle.forget(_subject(user), "")


def authenticator_of(user: User) -> Authenticator | None:
    """Return the telephone in use."""
    return user.authenticators.filter(confirmed_at__isnull=False).first()


def has_second_factor(user: User) -> bool:
    """Say whether the user has set one up: then it is always asked for, required or not."""
    return user.authenticators.filter(confirmed_at__isnull=False).exists()


def _takes_code(user: User, code: str, now: datetime) -> bool:
    authenticator = authenticator_of(user)
    if authenticator is None:
        return False
    step = _step_of(authenticator, code, now)
    # The comparison stands in the statement: of two requests with the same code one finds nothing to change.
    unused = Authenticator.objects.filter(pk=authenticator.pk, last_step__lt=step)
    return bool(step) and unused.update(last_step=step) == 1


def _step_of(authenticator: Authenticator, code: str, now: datetime) -> int:
    """Return the half minute of which this is the code, zero where it is of none around ``now``."""
    totp = TOTP(base64.b32decode(secret_of(authenticator)), DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303  # RFC 6238.
    given = code.replace(" ", "").encode()
    today = int(now.timestamp()) // STEP_SECONDS
    around = range(today - STEPS_AROUND, today + STEPS_AROUND + 1)
    return max((s for s in around if secrets.compare_digest(totp.generate(s * STEP_SECONDS), given)), default=0)


def _takes_recovery_code(user: User, code: str, now: datetime) -> bool:
    with own_act(user) as regencies:
        unused = _recovery_codes(user).filter(code_hash=_hash_of(user, code), used_at=None)
        if unused.update(used_at=now) != 1:
            return False
        left = _recovery_codes(user).filter(used_at=None).count()
        record_in(regencies, user, "access.recovery_code_used", user, now=now, detail={"left": left})
    return True


def _write_recovery_codes(user: User) -> list[str]:
    _recovery_codes(user).delete()
    codes = ["".join(secrets.choice(RECOVERY_LETTERS) for _ in range(RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, code_hash=_hash_of(user, code)) for code in codes)
    return [f"{code[:4]}-{code[4:8]}-{code[8:]}" for code in codes]


def _recovery_codes(user: User) -> QuerySet[RecoveryCode]:
    return user.recovery_codes.all()


def _hash_of(user: User, code: str) -> bytes:
    letters = "".join(letter for letter in code.upper() if letter in RECOVERY_LETTERS)
    return vault.look_up("recovery code", str(user.pk), letters)


def _subject(user: User) -> str:
    """Name what is guessed at; no user name has a blank."""
    return f"code {user.pk}"


def forget_wrong_codes(user: User) -> int:
    """Let somebody whose codes rest try again; return how many failures are forgotten."""
    return throttle.forget_subject(_subject(user))


def _refuse_at_rest(user: User, now: datetime) -> None:
    if not throttle.may_try(_subject(user), "", now=now):
        raise CodesRestError
