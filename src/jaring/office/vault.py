"""Identifiers at rest: encrypted, bound to their place, and found again by a keyed hash.

A sealed value is ``version (1 byte) | nonce (12) | ciphertext and tag``: AES-256-GCM whose associated data
names the table, the column and the row, so that a value moved to another row or column does not open.
A look-up value is HMAC-SHA256 under a key of its own over field, regency and value: the space of
NIKs is so small that a plain hash would be guessed in a minute.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from functools import cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from jaring.core.errors import JaringError
from jaring.core.text import Text
from jaring.office.keys import Keys, open_keys

NONCE_BYTES = 12


class SealBrokenError(JaringError):
    """A sealed value does not open: wrong key, altered, or moved from another row or column."""

    code = "JRG-703"
    sentence = Text(
        "Nilai terenkripsi tidak dapat dibuka: kunci salah atau data pernah diubah di luar Jaring.",
        "An encrypted value does not open: the key is wrong or the data was altered outside Jaring.",
    )
    hint = Text(
        "Periksa berkas kunci dan jalankan pemeriksaan: jaring doctor.",
        "Check the key file and run the examination: jaring doctor.",
    )


@cache
def keys() -> Keys:
    """Return the keys of this installation, read once."""
    return open_keys(settings.JARING_KEYS, settings.JARING_DATA)


@cache
def _cipher(version: int) -> AESGCM:
    return AESGCM(keys().data[version])


def seal(value: str, table: str, column: str, row: UUID) -> bytes:
    """Encrypt ``value`` for one cell of the database."""
    version = keys().newest
    nonce = secrets.token_bytes(NONCE_BYTES)
    return bytes((version,)) + nonce + _cipher(version).encrypt(nonce, value.encode(), _place(table, column, row))


def unseal(sealed: bytes | memoryview, table: str, column: str, row: UUID) -> str:
    """Decrypt a value sealed for this very cell.

    Raises:
        SealBrokenError: (JRG-703) altered, moved, or sealed under another key.
    """
    sealed = bytes(sealed)
    try:
        cipher = _cipher(sealed[0])
        return cipher.decrypt(
            sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], _place(table, column, row)
        ).decode()
    except (InvalidTag, KeyError, IndexError, ValueError):
        raise SealBrokenError from None


def look_up(field: str, regency_code: str, value: str) -> bytes:
    """Return the 32 bytes under which ``value`` can be found again, and nothing else."""
    message = f"{field}\0{regency_code}\0{value}".encode()
    return hmac.new(keys().index[max(keys().index)], message, hashlib.sha256).digest()


def check_value() -> bytes:
    """Return a value that changes with any key: kept in the database to notice a lost key at start."""
    parts = b"".join(keys().data[v] + keys().index[v] for v in sorted(keys().data))
    return hmac.new(parts, b"jaring key check", hashlib.sha256).digest()


def _place(table: str, column: str, row: UUID) -> bytes:
    return f"{table}\0{column}\0".encode() + row.bytes
