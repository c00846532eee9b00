"""The explanation as PDF for whoever asks, without an account: a stranger can keep only so much of the server busy."""

from __future__ import annotations

from datetime import datetime
from threading import BoundedSemaphore
from typing import Final

from jaring.core.explanation import Explanation
from jaring.documents.explanation import explanation_pdf
from jaring.office.rules.errors import TypesettersBusyError

TYPESETTINGS_MAX: Final = 2
"""Explanations that one process of the server typesets at once; each takes about a second of one processor."""

_places: Final = BoundedSemaphore(TYPESETTINGS_MAX)


def public_pdf(explanation: Explanation, *, made_at: datetime, language: str) -> bytes:
    """Return the explanation as PDF, or refuse at once while as many as may be are being made.

    Nobody waits here: who waited would keep a thread of the server from everybody else.

    Raises:
        TypesettersBusyError: (JRG-808)
    """
    if not _places.acquire(blocking=False):
        raise TypesettersBusyError
    try:
        return explanation_pdf(explanation, made_at=made_at, language=language)
    finally:
        _places.release()
