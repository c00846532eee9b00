"""Finished papers: kept on disk under a name that says what they hold, and handed out as downloads."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import IO, Any, Final, TypeVar

from django.conf import settings
from django.http import FileResponse
from django.utils.text import slugify

from jaring.documents.files import replacing

Key = TypeVar("Key", bound=Hashable)
CONTENT_TYPES: Final = {
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".csv": "text/csv; charset=utf-8",
    ".png": "image/png",
}
BLANK: Final = "." * 40
"""Printed where a name is to be written by hand."""


def kept(subject: str, content: str, suffix: str, write: Callable[[Path], object]) -> Path:
    """Return a paper, written when it is asked for the first time.

    Earlier papers of the same subject, which then hold another content, are removed.

    Args:
        subject: What the paper is about, for example a decree's public id.
        content: Names what the paper says, for example a hash of it.
        suffix: Of the file name, with its dot.
        write: Writes the paper to the path that it is given, all or nothing.
    """
    path = kept_at(subject, content, suffix)
    if not path.exists():
        write(path)
        for earlier in path.parent.glob(f"{subject}-*{suffix}"):
            if earlier != path:
                earlier.unlink(missing_ok=True)
    return path


def kept_at(subject: str, content: str, suffix: str) -> Path:
    """Return where a paper is kept, whether it was written or not."""
    folder = Path(settings.JARING_DATA) / "documents"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{subject}-{content}{suffix}"


def kept_counts(
    names: Mapping[Key, tuple[str, str]], count: Callable[[Sequence[Key]], Mapping[Key, Sequence[Any]]]
) -> dict[Key, Sequence[Any]]:
    """Return rows of numbers that are costly to count, by key: kept, or counted together where they lack.

    Args:
        names: Subject and content of each, as in ``kept``. The content must name all on which the rows depend.
        count: Counts those whose keys it is given; a key that it leaves out has no rows.
    """
    found, lacking = {}, []
    for key, name in names.items():
        try:
            found[key] = json.loads(kept_at(*name, ".json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            lacking.append(key)
    counted = count(lacking) if lacking else {}
    for key in lacking:
        found[key] = counted.get(key, [])
        kept(*names[key], ".json", partial(_write_rows, found[key]))
    return found


def _write_rows(rows: Sequence[Any], target: Path) -> None:
    with replacing(target) as folder:
        (folder / target.name).write_text(json.dumps(rows), encoding="utf-8")


def content_hash(document: Any, *more: str) -> str:
    """Return SHA-256 over all fields of a document's dataclass, and over what else decides its content."""
    facts = json.dumps([asdict(document), more], default=str, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(facts.encode()).hexdigest()


def copy_to(paper: Path, folder: Path, name: str) -> Path:
    """Put a copy of a kept paper into a folder, all or nothing, and return its path."""
    target = folder / name
    with replacing(target) as part:
        shutil.copyfile(paper, part / name)
    return target


def file_name(*parts: object, suffix: str) -> str:
    """Return a file name that every system takes: ``SK-123-KEP-HK-2025.pdf``."""
    words = "-".join(str(part).replace("/", "-") for part in parts if str(part))
    return f"{slugify(words).upper()}{suffix}"


def download(paper: Path, name: str) -> FileResponse:
    """Hand a kept paper out under a name for people."""
    return hand_out(paper.open("rb"), name)


def hand_out(file: IO[bytes], name: str) -> FileResponse:
    """Hand a file out: to be saved, for the reader only, and as nothing else than what it is."""
    response = FileResponse(file, as_attachment=True, filename=name, content_type=CONTENT_TYPES[Path(name).suffix])
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
