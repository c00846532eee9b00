"""Proofs of transfers: files of banks, kept under the hash of their content and handed out as they came."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final, NamedTuple

from django.conf import settings

from jaring.documents.files import replacing
from jaring.office.payments.errors import ProofRefusedError
from jaring.office.payments.models import Transfer

BYTES_MAX: Final = 8 * 1024 * 1024
BEGINNINGS: Final = {b"%PDF-": ".pdf", b"\xff\xd8\xff": ".jpg", b"\x89PNG\r\n\x1a\n": ".png"}
"""How the files that are taken begin; the name that they come under says nothing."""


class Proof(NamedTuple):
    """A kept file: SHA-256 of its content in hexadecimal, and its kind."""

    sha256: str
    suffix: str


def keep(content: bytes) -> Proof:
    """Keep a proof and return under what; the same content is kept once.

    It is kept before the transfer is written: a file that no transfer names harms nobody, a transfer without its file
    would.

    Raises:
        ProofRefusedError: (JRG-235) it is no PDF, JPG or PNG, or it is too large.
        DocumentNotWrittenError: (JRG-807)
    """
    suffix = next((suffix for start, suffix in BEGINNINGS.items() if content.startswith(start)), "")
    if not suffix or len(content) > BYTES_MAX:
        raise ProofRefusedError(size_mib=BYTES_MAX // 1024**2)
    proof = Proof(hashlib.sha256(content).hexdigest(), suffix)
    path = _path(proof)
    if not path.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with replacing(path, private=True) as folder:
            (folder / path.name).write_bytes(content)
    return proof


def proof_of(transfer: Transfer) -> Path:
    """Return where the proof of a transfer is kept."""
    return _path(Proof(transfer.proof_hash, transfer.proof_suffix))


def is_whole(transfer: Transfer) -> bool:
    """Say whether the proof of a transfer is there and still has the content that was recorded."""
    path = proof_of(transfer)
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == transfer.proof_hash


def _path(proof: Proof) -> Path:
    return Path(settings.JARING_DATA) / "proofs" / f"{proof.sha256}{proof.suffix}"
