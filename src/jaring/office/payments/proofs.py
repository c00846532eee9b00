"""Proofs of transfers: papers of banks, as PDF or picture."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from jaring.office import proofs
from jaring.office.payments.errors import ProofRefusedError
from jaring.office.payments.models import Transfer
from jaring.office.proofs import Proof

BYTES_MAX: Final = 8 * 1024 * 1024
BEGINNINGS: Final = {b"%PDF-": ".pdf", b"\xff\xd8\xff": ".jpg", b"\x89PNG\r\n\x1a\n": ".png"}
"""How the files that are taken begin; the name that they come under says nothing."""


def keep(content: bytes) -> Proof:
    """Keep the proof of a transfer and return under what.

    Raises:
        ProofRefusedError: (JRG-235) it is no PDF, JPG or PNG, or it is too large.
        DocumentNotWrittenError: (JRG-807)
    """
    suffix = next((suffix for start, suffix in BEGINNINGS.items() if content.startswith(start)), "")
    if not suffix or len(content) > BYTES_MAX:
        raise ProofRefusedError(size_mib=BYTES_MAX // 1024**2)
    return proofs.keep(content, suffix)


def proof_of(transfer: Transfer) -> Path:
    """Return where the proof of a transfer is kept."""
    return Proof(transfer.proof_hash, transfer.proof_suffix).path


def is_whole(transfer: Transfer) -> bool:
    """Say whether the proof of a transfer is there and still has the content that was recorded."""
    return Proof(transfer.proof_hash, transfer.proof_suffix).is_whole
