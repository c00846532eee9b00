"""The gate before parsing: what a file really is, and whether opening it could do harm.

Looks at signatures and directories only; nothing is parsed. Zip entries are unpacked once into nothing, with a
byte counter, so that an entry that lies about its size is caught.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from enum import Enum
from typing import ClassVar, Final, NamedTuple

from jaring.core.errors import JaringError
from jaring.core.intake.codes import FileCode
from jaring.core.text import Text

FILE_SIZE_BYTES_MAX: Final = 25 * 1024 * 1024
UNPACKED_BYTES_MAX: Final = 200 * 1024 * 1024
ENTRIES_MAX: Final = 500
RATIO_MAX: Final = 100
_RATIO_COUNTS_FROM_BYTES: Final = 1024 * 1024
_TEXT_COUNTS: Final = 3  # Text and old workbooks say in a byte what others spend a tag on.


class FileKind(Enum):
    """What a file is by its content."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    TEXT = "text"


class FileRefusedError(JaringError):
    """A file that is not read as a whole, with the reason."""

    code: ClassVar[str] = "JRG-451"
    sentence = Text("Berkas ditolak ({file_code}): {problem_id}", "The file was refused ({file_code}): {problem_en}")
    hint = Text("{remedy_id}", "{remedy_en}")

    def __init__(self, file_code: FileCode) -> None:
        self.file_code = file_code
        super().__init__(
            file_code=file_code.value,
            problem_id=file_code.problem.id,
            problem_en=file_code.problem.en,
            remedy_id=file_code.remedy.id,
            remedy_en=file_code.remedy.en,
        )


class Inspected(NamedTuple):
    """What a file is, and how many bytes the parser will see of it; text is counted threefold."""

    kind: FileKind
    unpacked_bytes: int


def inspect(data: bytes) -> Inspected:
    """Return what the bytes are, if they may be parsed.

    Raises:
        FileRefusedError: (JRG-451) no spreadsheet, or one that is too large, locked, or dangerous.
    """
    if len(data) > FILE_SIZE_BYTES_MAX:
        raise FileRefusedError(FileCode.FILE_TOO_LARGE)
    if data.startswith(b"PK"):
        return _inspect_zip(data)
    if data.startswith(_OLE_SIGNATURE):
        return Inspected(_inspect_ole(data), _TEXT_COUNTS * len(data))
    return Inspected(_inspect_text(data), _TEXT_COUNTS * len(data))


# --- zip: xlsx and ods -----------------------------------------------------------------------------------


def _inspect_zip(data: bytes) -> Inspected:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OverflowError, struct.error, NotImplementedError, OSError) as error:
        raise FileRefusedError(FileCode.FILE_UNREADABLE) from error
    with archive:
        entries = archive.infolist()
        _check_directory(entries)
        kind = _zip_kind(archive, entries)
        _check_sizes(entries)
        _check_overlap(entries)
        # What so few bytes can unpack to at most does no harm, whatever they declare.
        is_small = sum(entry.compress_size for entry in entries) <= _HARMLESS_PACKED_BYTES
        for entry in entries:
            _check_content(data, entry, kind, is_small=is_small)
    return Inspected(kind, sum(entry.file_size for entry in entries))


def _check_directory(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > ENTRIES_MAX:
        raise FileRefusedError(FileCode.FILE_BOMB)
    names = [entry.filename for entry in entries]
    if len({name.casefold() for name in names}) != len(names):
        raise FileRefusedError(FileCode.FILE_UNREADABLE)
    if any(name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name for name in names):
        raise FileRefusedError(FileCode.FILE_UNREADABLE)
    if any(entry.flag_bits & 0x41 for entry in entries):
        raise FileRefusedError(FileCode.FILE_ENCRYPTED)
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise FileRefusedError(FileCode.FILE_UNREADABLE)


def _zip_kind(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> FileKind:
    names = {entry.filename.replace("\\", "/").casefold(): entry for entry in entries}
    if any(
        name.endswith("vbaproject.bin") or name.startswith(("xl/macrosheets/", "basic/", "scripts/")) for name in names
    ):
        raise FileRefusedError(FileCode.FILE_MACRO)
    if "xl/workbook.xml" in names:
        return FileKind.XLSX
    if "content.xml" not in names or "mimetype" not in names:
        raise FileRefusedError(FileCode.FILE_TYPE)
    if not _small(archive, names["mimetype"]).startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        raise FileRefusedError(FileCode.FILE_TYPE)
    manifest = names.get("meta-inf/manifest.xml")
    if manifest and b"encryption-data" in _small(archive, manifest):
        raise FileRefusedError(FileCode.FILE_ENCRYPTED)
    return FileKind.ODS


def _small(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Return at most the first 64 KiB of an entry."""
    try:
        with archive.open(entry) as file:
            return file.read(65_536)
    except _BROKEN_ENTRY as error:
        raise FileRefusedError(FileCode.FILE_UNREADABLE) from error


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    if sum(entry.file_size for entry in entries) > UNPACKED_BYTES_MAX:
        raise FileRefusedError(FileCode.FILE_BOMB)
    for entry in entries:
        if entry.file_size > _RATIO_COUNTS_FROM_BYTES and entry.file_size > RATIO_MAX * max(entry.compress_size, 1):
            raise FileRefusedError(FileCode.FILE_BOMB)


def _check_overlap(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse entries that share bytes: one bomb's body counted many times."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            raise FileRefusedError(FileCode.FILE_BOMB)
        end = entry.header_offset + 30 + len(entry.filename.encode()) + entry.compress_size


def _check_content(data: bytes, entry: zipfile.ZipInfo, kind: FileKind, *, is_small: bool) -> None:
    """Unpack an entry with a counter; refuse what is longer than declared, and document types in XML."""
    header_end = entry.header_offset + 30
    header = data[entry.header_offset : header_end]
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise FileRefusedError(FileCode.FILE_UNREADABLE)
    start = header_end + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    packed = data[start : start + entry.compress_size]
    if len(packed) < entry.compress_size:
        raise FileRefusedError(FileCode.FILE_UNREADABLE)
    is_xml = entry.filename.casefold().endswith((".xml", ".rels"))
    if entry.compress_type == zipfile.ZIP_STORED:
        _check_piece(packed, is_xml=is_xml)
        return
    unpacker = zlib.decompressobj(-15)
    left = entry.file_size
    try:
        is_glance = is_small and "worksheets/sheet" not in entry.filename
        piece = unpacker.decompress(packed, _PROLOGUE_BYTES if is_glance else _PIECE_BYTES)
        _check_piece(piece, is_xml=is_xml)
        if is_glance:
            return
        sheet = _SheetExtent() if kind is FileKind.XLSX and "worksheets/sheet" in entry.filename else None
        while True:
            left -= len(piece)
            if left < 0:
                raise FileRefusedError(FileCode.FILE_BOMB)
            if sheet:
                sheet.see(piece)
            if unpacker.eof or not piece:
                break
            piece = unpacker.decompress(unpacker.unconsumed_tail, min(_PIECE_BYTES, left + 1))
    except zlib.error as error:
        raise FileRefusedError(FileCode.FILE_UNREADABLE) from error
    if left or not unpacker.eof:
        raise FileRefusedError(FileCode.FILE_UNREADABLE)


def _check_piece(piece: bytes, *, is_xml: bool) -> None:
    """Refuse a document type declaration: no spreadsheet has one, every entity bomb does."""
    if is_xml and b"<!DOCTYPE" in piece[:_PROLOGUE_BYTES].replace(b"\x00", b"").upper():
        raise FileRefusedError(FileCode.FILE_BOMB)


class _SheetExtent:
    """Watches a worksheet go by for a cell with a value so far out that its grid would fill the memory.

    A long sheet that declares a small extent is not watched: if it lies, the parser's own limits stop it.
    """

    def __init__(self) -> None:
        self._carry = b""
        self._is_watched: bool | None = None

    def see(self, piece: bytes) -> None:
        if self._is_watched is None:
            declared = _DIMENSION(piece[:_PROLOGUE_BYTES])
            is_small = declared is not None and len(declared[1]) <= 2 and int(declared[2]) <= _FAR_ROW
            self._is_watched = len(piece) < _PIECE_BYTES or not is_small
        if not self._is_watched:
            return
        text = self._carry + piece
        self._carry = piece[-64:]
        for match in _FAR_CELL(text) if _COULD_BE_FAR(text) else ():
            if match[1] or int(match[2]) > _FAR_ROW:
                raise FileRefusedError(FileCode.FILE_TOO_LARGE)


# --- OLE: xls --------------------------------------------------------------------------------------------


def _inspect_ole(data: bytes) -> FileKind:
    try:
        streams = _ole_streams(data)
        names = {name.casefold() for name in streams}
        if "encryptedpackage" in names:
            raise FileRefusedError(FileCode.FILE_ENCRYPTED)
        if "_vba_project_cur" in names or "vba" in names or "_vba_project" in names:
            raise FileRefusedError(FileCode.FILE_MACRO)
        start = next((streams[name] for name in streams if name.casefold() in ("workbook", "book")), None)
        if start is None:
            raise FileRefusedError(FileCode.FILE_TYPE)
        _check_records(data, start)
    except (struct.error, IndexError) as error:
        raise FileRefusedError(FileCode.FILE_UNREADABLE) from error
    return FileKind.XLS


class _OleFile:
    """Just enough of a compound file: its sector size and the chain of sectors of a stream."""

    def __init__(self, data: bytes) -> None:
        (shift,) = struct.unpack_from("<H", data, 30)
        if shift not in (9, 12):
            raise FileRefusedError(FileCode.FILE_UNREADABLE)
        self.data = data
        self.size: int = 1 << shift
        self.directory_sector: int = struct.unpack_from("<I", data, 48)[0]
        fat_sectors = list(struct.unpack_from("<109I", data, 76))
        extra = struct.unpack_from("<I", data, 68)[0]
        per_sector = self.size // 4
        for _ in range(len(data) // self.size + 1):
            if extra >= _LAST_SECTOR:
                break
            more = struct.unpack_from(f"<{per_sector}I", data, self._offset(extra))
            fat_sectors.extend(more[:-1])
            extra = more[-1]
        self.fat: list[int] = []
        for sector in fat_sectors:
            if sector < _LAST_SECTOR:
                self.fat.extend(struct.unpack_from(f"<{per_sector}I", data, self._offset(sector)))

    def _offset(self, sector: int) -> int:
        return (sector + 1) * self.size

    def chain(self, sector: int, length_max: int) -> bytes:
        """Return the bytes of a chain of sectors, at most ``length_max`` of them."""
        pieces = []
        for _ in range(min(len(self.fat), length_max // self.size + 1)):
            if sector >= _LAST_SECTOR:
                break
            pieces.append(self.data[self._offset(sector) : self._offset(sector) + self.size])
            sector = self.fat[sector]
        return b"".join(pieces)


def _ole_streams(data: bytes) -> dict[str, tuple[int, int]]:
    """Return the first sector and the length of every entry of the directory, by name."""
    directory = _OleFile(data)
    body = directory.chain(directory.directory_sector, 4 * 1024 * 1024)
    streams = {}
    for offset in range(0, len(body) - 127, 128):
        length = struct.unpack_from("<H", body, offset + 64)[0]
        if 2 < length <= 64:
            name = body[offset : offset + length - 2].decode("utf-16-le", "replace")
            streams[name] = (
                struct.unpack_from("<I", body, offset + 116)[0],
                struct.unpack_from("<I", body, offset + 120)[0],
            )
    return streams


def _check_records(data: bytes, stream: tuple[int, int]) -> None:
    """Walk the workbook's global records: a FILEPASS record means encrypted, a macro sheet means macros."""
    sector, length = stream
    body = _OleFile(data).chain(sector, min(length, 4 * 1024 * 1024))
    if body[:2] not in (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00"):
        return  # A stream too short for a sector of its own: nothing to walk, the parser decides.
    position = 0
    while position + 4 <= len(body):
        record, size = struct.unpack_from("<HH", body, position)
        if record == _FILEPASS:
            raise FileRefusedError(FileCode.FILE_ENCRYPTED)
        if record == _BOUNDSHEET and size >= 6 and body[position + 9] in (1, 6):
            raise FileRefusedError(FileCode.FILE_MACRO)
        if record == _END_OF_GLOBALS:
            return
        position += 4 + size


# --- text: csv and tsv -----------------------------------------------------------------------------------


def _inspect_text(data: bytes) -> FileKind:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        sample = data[:8192].decode("utf-16", "replace")
    else:
        sample = data[:8192].decode("latin-1")
        if sample.startswith(_FOREIGN_SIGNATURES):
            raise FileRefusedError(FileCode.FILE_TYPE)
        if data[1:200:2].count(0) > 50 or data[0:200:2].count(0) > 50:  # UTF-16 without its mark.
            sample = sample.replace("\x00", "")
    start = sample.lstrip("\ufeff\u00ef\u00bb\u00bf \t\r\n\x00").casefold()
    if start.startswith(
        ("<!doctype", "<html", "<?xml", "<table", "<head", "<body", "<meta", "<script", "<style", "<svg", "<!--")
    ):
        raise FileRefusedError(FileCode.FILE_TYPE)
    strange = len(_STRANGE_CONTROLS(sample))
    if strange * 50 > len(sample) or sample.count("\x00") * 10 > len(sample):
        raise FileRefusedError(FileCode.FILE_TYPE)
    return FileKind.TEXT


_OLE_SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN_SIGNATURES: Final = (
    "%PDF",
    "MZ",
    "\x7fELF",
    "{\\rtf",
    "\x89PNG",
    "\xff\xd8\xff",
    "GIF8",
    "BM\x00",
    "\x1f\x8b",
    "7z\xbc\xaf",
    "Rar!",
    "BZh",
    "\xfd7zXZ",
    "%!PS",
    "SQLite format 3",
    "#!",
    "ID3",
    "OggS",
    "RIFF",
    "II*\x00",
    "MM\x00*",
)
# Controls that no text file has; NUL is counted apart.
_STRANGE_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x19\x1b-\x1f]").findall
_LAST_SECTOR: Final = 0xFFFFFFF0
_FILEPASS: Final = 0x2F
_BOUNDSHEET: Final = 0x85
_END_OF_GLOBALS: Final = 0x0A
_PIECE_BYTES: Final = 4 * 1024 * 1024
# Deflate packs at most about a thousand to one.
_HARMLESS_PACKED_BYTES: Final = 40 * 1024
_PROLOGUE_BYTES: Final = 4096
_BROKEN_ENTRY: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)
# A row of seven digits or a column of three letters, in a cell that is not empty.
_FAR_ROW: Final = 200_000
_DIMENSION = re.compile(rb'<dimension ref="(?:[A-Z]+[0-9]+:)?([A-Z]+)([0-9]+)"').search
_COULD_BE_FAR = re.compile(rb' r="(?:[A-Z]{3}|[A-Z]{1,2}[0-9]{6})').search  # Finds out in half the time.
_FAR_CELL = re.compile(rb'<c r="(?:([A-Z]{3})[0-9]+|[A-Z]{1,2}([0-9]{6,7}))"(?:[^>]*[^/>])?>').finditer
