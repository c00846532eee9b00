"""Slips of an invented bank: the proof of a transfer, as a small PDF of one page."""

from __future__ import annotations

from collections.abc import Sequence

_HEAD = "BANK CONTOH - BUKTI PEMINDAHBUKUAN"
_LINE_POINTS = 18
_TOP_POINTS = 380


def bank_slip(lines: Sequence[str]) -> bytes:
    """Return a slip with some lines of plain ASCII; the same lines give the same bytes."""
    rows = [
        f"BT /F1 {size} Tf 40 {_TOP_POINTS - row * _LINE_POINTS} Td ({_escaped(line)}) Tj ET"
        for row, (size, line) in enumerate([(14, _HEAD), (11, ""), *((11, line) for line in lines)])
    ]
    content = "\n".join(rows)
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 420] /Contents 4 0 R"
            " /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
        ),
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
    )
    file, starts = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        starts.append(len(file))
        file += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{start:010d} 00000 n \n" for start in starts)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(file)}\n%%EOF\n"
    return f"{file}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode("ascii")


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
