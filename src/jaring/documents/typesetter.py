"""Typeset one part of a document; run as a process of its own.

A process gives its memory back when it ends, so a long annex never holds more than two parts at once.
The order comes on standard input as JSON and the PDF leaves on standard output: people's names touch no
temporary file, and a killed process leaves nothing behind.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import typst

HERE = Path(__file__).parent
PICTURE_PPI = 144
FAILED_STATUS = 3
"""Exit status when the template does not compile; the reason is on standard error."""


def typeset(order: dict[str, str | int | bool]) -> bytes:
    """Return the PDF of a part, its number of pages when only counting, or a picture of its only page."""
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[HERE / "fonts"])
    compiler = typst.Compiler(
        HERE / "typst" / str(order["template"]),
        root=HERE / "typst",
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"facts": str(order["facts"])},
    )
    if order["count"]:
        return compiler.query("<pages>", field="value", one=True).encode("ascii")
    if order["picture"]:
        picture = compiler.compile(format="png", ppi=PICTURE_PPI)
        assert isinstance(picture, bytes)
        return picture
    document = compiler.compile(format="pdf", timestamp=int(order["made_at"]), pdf_tags=False)
    assert isinstance(document, bytes)
    return document


def main() -> int:
    """Read an order, write its result; exit status 3 when the template does not compile."""
    try:
        result = typeset(json.load(sys.stdin.buffer))
    except RuntimeError as error:  # typst raises it plain when counting, as TypstError when printing
        sys.stderr.write(str(error))
        return FAILED_STATUS
    sys.stdout.buffer.write(result)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
