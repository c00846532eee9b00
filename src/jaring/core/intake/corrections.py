"""Correction workbooks."""

from __future__ import annotations

from pathlib import Path

from jaring.core.intake.model import Batch


def write_corrections(batch: Batch, folder: Path) -> None:
    folder.mkdir()
