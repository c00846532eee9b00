"""Writes about accounts: invitations, roles, second factors, departures. Each is one transaction, audited."""

from jaring.office.access.services.accounts import (
    accept_link,
    change_password,
    end_account,
    end_grant,
    invite,
    make_link,
    unlock,
)
from jaring.office.access.services.factors import (
    begin_authenticator,
    check_code,
    confirm_authenticator,
    has_second_factor,
    renew_recovery_codes,
)
from jaring.office.access.services.passkeys import add_passkey, check_passkey, remove_passkey
from jaring.office.access.services.proposals import decide, propose_reset, propose_role

__all__ = [
    "accept_link",
    "add_passkey",
    "begin_authenticator",
    "change_password",
    "check_code",
    "check_passkey",
    "confirm_authenticator",
    "decide",
    "end_account",
    "end_grant",
    "has_second_factor",
    "invite",
    "make_link",
    "propose_reset",
    "propose_role",
    "remove_passkey",
    "renew_recovery_codes",
    "unlock",
]
