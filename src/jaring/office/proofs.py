"""Proofs: files that come from outside, kept under the hash of their content and handed out as they came."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from jaring.documents.files import replacing


class Proof(NamedTuple):
    """A kept file: SHA-256 of its content in hexadecimal, and its kind as the end of a file name."""

    sha256: str
    suffix: str

    @property
    def path(self) -> Path:
        return Path(settings.JARING_DATA) / "proofs" / f"{self.sha256}{self.suffix}"

    @property
    def is_whole(self) -> bool:
        """Whether the file is there and still has the content that was kept."""
        return self.path.is_file() and hashlib.sha256(self.path.read_bytes()).hexdigest() == self.sha256


def keep(content: bytes, suffix: str) -> Proof:
    """Keep a file and return under what; the same content is kept once.

    It is kept before the row that names it is written: a file that nothing names harms nobody, a row without its file
    would.

    Raises:
        DocumentNotWrittenError: (JRG-807)
    """
    proof = Proof(hashlib.sha256(content).hexdigest(), suffix)
    if not proof.path.exists():
        proof.path.parent.mkdir(mode=0o700, exist_ok=True)
        with replacing(proof.path, private=True) as folder:
            (folder / proof.path.name).write_bytes(content)
    return proof
