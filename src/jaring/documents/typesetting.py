"""Typeset the parts of a document in child processes and join them to one PDF with running page numbers."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from jaring.documents import typesetter
from jaring.documents.errors import TypesettingFailedError, TypesettingStoppedError

PROCESSES = 2
PART_TIMEOUT_S = 120

Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Part:
    """A run of pages that is typeset on its own.

    Attributes:
        label: What a refusal and the outline of the PDF call it; never a person.
        template: File name in the folder ``typst``.
        facts: What the template shows; strings, integers, lists and mappings.
    """

    label: str
    template: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file carried inside the PDF."""

    name: str
    content: bytes


def no_progress(done: int, total: int) -> None:
    """Say nothing about progress."""


def typeset(
    parts: Sequence[Part],
    *,
    title: str,
    made_at: datetime,
    attachment: Attachment | None = None,
    on_progress: Callable[[int, int], None] = no_progress,
) -> tuple[bytes, int]:
    """Typeset parts as one PDF whose pages are numbered through.

    Two passes: the first counts the pages of every part, the second knows where each part starts.

    Returns:
        The PDF and its number of pages.
    """
    steps = 2 * len(parts)

    def counted(done: int) -> None:
        on_progress(done, steps)

    def printed(done: int) -> None:
        on_progress(len(parts) + done, steps)

    counts = [int(answer) for answer in _run_all(parts, [_order(p, made_at) for p in parts], counted)]
    total = sum(counts)
    starts = [1 + sum(counts[:index]) for index in range(len(parts))]
    orders = [
        _order(part, made_at, first_page=start, total_pages=total) for part, start in zip(parts, starts, strict=True)
    ]
    documents = _run_all(parts, orders, printed)
    return _join(parts, documents, starts, title, made_at, attachment), total


def typeset_picture(part: Part) -> bytes:
    """Typeset a part of one page as PNG.

    Raises:
        TypesettingStoppedError: (JRG-802) the typesetting process was killed or took too long.
        TypesettingFailedError: (JRG-803) the page template does not compile.
    """
    facts = {**part.facts, "first_page": 1, "total_pages": 1}
    order = {
        "template": part.template,
        "facts": json.dumps(facts, ensure_ascii=False),
        "count": False,
        "picture": True,
        "made_at": 0,
    }
    return _run(part, json.dumps(order, ensure_ascii=False).encode("utf-8"))


def _order(part: Part, made_at: datetime, *, first_page: int = 1, total_pages: int = 0) -> bytes:
    facts = {**part.facts, "first_page": first_page, "total_pages": total_pages}
    order = {
        "template": part.template,
        "facts": json.dumps(facts, ensure_ascii=False),
        "count": total_pages == 0,
        "picture": False,
        "made_at": int(made_at.timestamp()),
    }
    return json.dumps(order, ensure_ascii=False).encode("utf-8")


def _run_all(parts: Sequence[Part], orders: Sequence[bytes], on_done: Callable[[int], None]) -> list[bytes]:
    """Run one child process per order, two at a time; a refusal stops what has not begun."""
    results = []
    with ThreadPoolExecutor(max_workers=PROCESSES) as pool:
        running = [pool.submit(_run, part, order) for part, order in zip(parts, orders, strict=True)]
        try:
            for future in running:
                results.append(future.result())
                on_done(len(results))
        finally:
            pool.shutdown(cancel_futures=True)
    return results


def _run(part: Part, order: bytes) -> bytes:
    command = [sys.executable, "-I", typesetter.__file__]
    try:
        child = subprocess.run(  # noqa: S603 - our own interpreter and our own file, no shell
            command, input=order, capture_output=True, timeout=PART_TIMEOUT_S, check=False
        )
    except subprocess.TimeoutExpired:
        raise TypesettingStoppedError(part=part.label) from None
    if child.returncode == typesetter.FAILED_STATUS:
        error = TypesettingFailedError(part=part.template)
        error.add_note(child.stderr.decode("utf-8", "replace"))
        raise error
    if child.returncode != 0:
        raise TypesettingStoppedError(part=part.label)
    return child.stdout


def _join(
    parts: Sequence[Part],
    documents: Sequence[bytes],
    starts: Sequence[int],
    title: str,
    made_at: datetime,
    attachment: Attachment | None,
) -> bytes:
    writer = PdfWriter()
    for part, document, start in zip(parts, documents, starts, strict=True):
        # A part that grew between the passes would make every later page number a lie.
        assert len(writer.pages) == start - 1
        writer.append(PdfReader(io.BytesIO(document)), outline_item=part.label)
    writer.compress_identical_objects(remove_unreferenced=True)
    if attachment is not None:
        _attach(writer, attachment)
    stamp = made_at.strftime("D:%Y%m%d%H%M%SZ")
    writer.metadata = {"/Title": title, "/Producer": "Jaring", "/CreationDate": stamp}
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _attach(writer: PdfWriter, attachment: Attachment) -> None:
    """Carry a file in the PDF, compressed; pypdf alone would store it as it is."""
    embedded = writer.add_attachment(attachment.name, attachment.content)
    stream = cast("DecodedStreamObject", cast("DictionaryObject", embedded.pdf_object["/EF"])["/F"])
    stream.set_data(zlib.compress(attachment.content))
    stream[NameObject("/Filter")] = NameObject("/FlateDecode")
