"""The QR code of a paper: what it vouches for, readable by any telephone, with no person in it."""

from __future__ import annotations

import io
from collections.abc import Mapping

import segno

_QUIET_ZONE_MODULES = 2


def seal_text(form: str, facts: Mapping[str, str | int]) -> str:
    """Write what the code says: a line naming the form, then ``key: value`` lines."""
    return "\n".join([form, *(f"{key}: {value}" for key, value in facts.items())])


def seal_svg(text: str) -> str:
    """Draw the QR code."""
    drawing = io.BytesIO()
    code = segno.make_qr(text, error="m")
    code.save(drawing, kind="svg", xmldecl=False, border=_QUIET_ZONE_MODULES, omitsize=True)
    return drawing.getvalue().decode("utf-8")
