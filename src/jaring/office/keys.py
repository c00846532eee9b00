"""The key file: one file outside the database and outside the backup, made on first start, mode 0600.

It holds the keys for identifiers at rest and Django's own signing key. Losing it makes encrypted
identifiers unreadable for good; whoever has it and a copy of the database can read them. So it never
lies in the data folder, which is what a backup takes.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jaring.core.errors import JaringError
from jaring.core.text import Text

FORMAT = 1
KEY_BYTES = 32
SIGNING_LENGTH_MIN = 50
NEWEST_VERSION_MAX = 255
"""A sealed value names its key's version in one byte."""


class KeyInBackupError(JaringError):
    """The key file lies where the backup would take it along with the data it protects."""

    code = "JRG-701"
    sentence = Text(
        "Berkas kunci terletak di dalam folder data, sehingga ikut tersalin ke cadangan.",
        "The key file lies inside the data folder, so a backup would carry it along.",
    )
    hint = Text(
        "Pindahkan berkas kunci ke luar folder data dan atur JARING_KEYS.",
        "Move the key file out of the data folder and set JARING_KEYS.",
    )


class KeyFileUnreadableError(JaringError):
    """The key file cannot be used: damaged, or readable by other users of the machine."""

    code = "JRG-702"
    sentence = Text("Berkas kunci tidak dapat dipakai: {why_id}.", "The key file cannot be used: {why_en}.")
    hint = Text(
        "Pulihkan berkas kunci dari salinan yang disimpan terpisah, dengan hak baca hanya bagi pemiliknya (0600).",
        "Restore the key file from the copy kept apart, readable by its owner only (0600).",
    )


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys by version; the highest version encrypts, all of them decrypt. Never shown, not even in a repr."""

    signing: str = field(repr=False)
    data: dict[int, bytes] = field(repr=False)
    index: dict[int, bytes] = field(repr=False)

    @property
    def newest(self) -> int:
        return max(self.data)


def open_keys(path: Path, data_folder: Path) -> Keys:
    """Read the key file, making it first when it does not exist.

    Raises:
        KeyInBackupError: (JRG-701) the file lies inside ``data_folder``.
        KeyFileUnreadableError: (JRG-702) damaged, or open to other users.
    """
    if path.resolve().is_relative_to(data_folder.resolve()):
        raise KeyInBackupError
    if not path.exists():
        _create(path)
    return _read(path)


def _create(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    content = {
        "format": FORMAT,
        "signing": secrets.token_urlsafe(48),
        "data": {"1": base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()},
        "index": {"1": base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()},
    }
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # Fails when another process was first: its keys win.
    except FileExistsError:
        pass
    except OSError:
        draft.replace(path)  # A file system without hard links.
        return
    draft.unlink()


def _read(path: Path) -> Keys:
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise KeyFileUnreadableError(
            why_id="pengguna lain di mesin ini dapat membacanya",
            why_en="other users of this machine can read it",
        )
    try:
        return _parse(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise KeyFileUnreadableError(why_id="isinya rusak", why_en="its content is damaged") from None


def _parse(content: dict[str, Any]) -> Keys:
    """Return the keys of a file's content; ``ValueError`` and its like for anything that ``_create`` never writes."""
    keys = Keys(
        signing=content["signing"],
        data={int(version): base64.b64decode(key, validate=True) for version, key in content["data"].items()},
        index={int(version): base64.b64decode(key, validate=True) for version, key in content["index"].items()},
    )
    is_sound = (
        content["format"] == FORMAT
        and len(keys.signing) >= SIGNING_LENGTH_MIN
        and keys.data
        and keys.data.keys() == keys.index.keys()
        and all(1 <= version <= NEWEST_VERSION_MAX for version in keys.data)
        and all(len(key) == KEY_BYTES for key in (*keys.data.values(), *keys.index.values()))
    )
    if not is_sound:
        raise ValueError("not a key file of this format")
    return keys
