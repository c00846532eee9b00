"""What a passkey says, and whether it is true: WebAuthn level 2, as far as an office needs it.

Nothing is asked about who built the device (attestation "none"), so that a registration has nothing to verify but its
form, and a log-in one signature. The browser hands the public key over as SubjectPublicKeyInfo.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import secrets
import struct
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from jaring.office.access.errors import PasskeyInvalidError

ALGORITHMS: Final = (-7, -257)
"""ES256 and RS256 by their COSE numbers: what telephones, computers and security keys offer."""
CREATE, GET = "webauthn.create", "webauthn.get"
CHALLENGE_BYTES: Final = 32
CREDENTIAL_ID_MAX: Final = 1023
RSA_BITS_MIN: Final = 2048
_PRESENT, _VERIFIED, _HAS_CREDENTIAL = 0x01, 0x04, 0x40
_HEAD: Final = struct.Struct(">32sBI")
_CREDENTIAL: Final = struct.Struct(">16sH")


@dataclass(frozen=True, slots=True)
class Party:
    """Where somebody logs in: the address that the browser shows, and the name that passkeys are bound to."""

    origin: str
    host: str


@dataclass(frozen=True, slots=True)
class Registered:
    """A passkey that was just made."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


def new_challenge() -> str:
    """Return a challenge as the browser reports it back."""
    return encode(secrets.token_bytes(CHALLENGE_BYTES))


def encode(raw: bytes) -> str:
    """Write bytes as base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """Read base64url without padding.

    Raises:
        PasskeyInvalidError: (JRG-461)
    """
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise PasskeyInvalidError from None


def registered(
    client_data: bytes, authenticator_data: bytes, public_key: bytes, *, challenge: str, party: Party
) -> Registered:
    """Read the answer to the making of a passkey.

    Raises:
        PasskeyInvalidError: (JRG-461)
    """
    _check_client_data(client_data, CREATE, challenge, party)
    flags, sign_count, rest = _head_of(authenticator_data, party)
    if not flags & _HAS_CREDENTIAL or len(rest) < _CREDENTIAL.size:
        raise PasskeyInvalidError
    length = _CREDENTIAL.unpack_from(rest)[1]
    credential_id = rest[_CREDENTIAL.size : _CREDENTIAL.size + length]
    if not 0 < length <= CREDENTIAL_ID_MAX or len(credential_id) != length:
        raise PasskeyInvalidError
    _key_of(public_key)
    return Registered(credential_id, public_key, sign_count)


def signed(
    client_data: bytes, authenticator_data: bytes, signature: bytes, public_key: bytes, *, challenge: str, party: Party
) -> int:
    """Verify that the holder of a passkey answered this challenge here, with a finger, a face or a PIN.

    Returns:
        How often the passkey says it has signed; zero where it does not count.

    Raises:
        PasskeyInvalidError: (JRG-461)
    """
    _check_client_data(client_data, GET, challenge, party)
    sign_count = _head_of(authenticator_data, party)[1]
    said = authenticator_data + hashlib.sha256(client_data).digest()
    key = _key_of(public_key)
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, said, padding.PKCS1v15(), SHA256())
        else:
            key.verify(signature, said, ec.ECDSA(SHA256()))
    except InvalidSignature:
        raise PasskeyInvalidError from None
    return sign_count


def _check_client_data(client_data: bytes, kind: str, challenge: str, party: Party) -> None:
    """Refuse an answer of another kind, to another challenge, or given to another address."""
    try:
        said = json.loads(client_data)
    except ValueError:
        raise PasskeyInvalidError from None
    wanted = {"type": kind, "challenge": challenge, "origin": party.origin}
    if not isinstance(said, dict) or any(said.get(name) != value for name, value in wanted.items()):
        raise PasskeyInvalidError
    if said.get("crossOrigin") or not challenge:
        raise PasskeyInvalidError


def _head_of(authenticator_data: bytes, party: Party) -> tuple[int, int, bytes]:
    """Return flags, count and what follows; the device must have seen its owner and made sure of him."""
    if len(authenticator_data) < _HEAD.size:
        raise PasskeyInvalidError
    host_hash, flags, sign_count = _HEAD.unpack_from(authenticator_data)
    bound_to = hashlib.sha256(party.host.encode()).digest()
    if not secrets.compare_digest(host_hash, bound_to) or not flags & _PRESENT or not flags & _VERIFIED:
        raise PasskeyInvalidError
    return flags, sign_count, authenticator_data[_HEAD.size :]


def _key_of(public_key: bytes) -> ec.EllipticCurvePublicKey | rsa.RSAPublicKey:
    try:
        key = load_der_public_key(public_key)
    except (ValueError, UnsupportedAlgorithm):
        raise PasskeyInvalidError from None
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
        return key
    if isinstance(key, rsa.RSAPublicKey) and key.key_size >= RSA_BITS_MIN:
        return key
    raise PasskeyInvalidError
