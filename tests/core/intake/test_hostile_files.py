"""Files that could do harm, or are not what they seem: each is refused quickly, by its code, before it is parsed."""

from __future__ import annotations

import contextlib
import io
import re
import struct
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from people import people, write_ods, write_text, write_xls, write_xlsx

from jaring.core.intake import read_lists
from jaring.core.intake.guard import FILE_SIZE_BYTES_MAX, FileRefusedError, inspect
from jaring.core.intake.sandbox import _Child

AS_OF = date(2026, 11, 1)
HEAD = ["NIK", "Nama", "JK", "Tgl Lahir", "Desa"]
SECONDS_MAX = 2.0


def good_xlsx(folder: Path, rows: int = 3) -> bytes:
    path = folder / "good.xlsx"
    write_xlsx(path, {"Sheet1": [HEAD, *[[p.nik, p.name, p.sex, p.day, "Bijeli"] for p in people(rows)]]})
    return path.read_bytes()


def repacked(data: bytes, change: Callable[[str, bytes], bytes] = lambda _, body: body, **more: bytes) -> bytes:
    """Return the zip with every entry changed and some added (double underscores stand for slashes)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, change(entry.filename, old.read(entry)))
        for name, body in more.items():
            new.writestr(name.replace("__", "/").replace("_dot_", "."), body)
    return out.getvalue()


def in_sheet(change: Callable[[str], str]) -> Callable[[str, bytes], bytes]:
    def changed(name: str, body: bytes) -> bytes:
        return change(body.decode()).encode() if name == "xl/worksheets/sheet1.xml" else body

    return changed


def lying_about_its_size(data: bytes) -> bytes:
    """Return a zip whose directory and headers declare a hundredth of what the sheet unpacks to."""
    bomb = repacked(data, in_sheet(lambda xml: xml.replace("</sheetData>", "<row/>" * 2_000_000 + "</sheetData>")))
    with zipfile.ZipFile(io.BytesIO(bomb)) as archive:
        real = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    return bomb.replace(struct.pack("<I", real), struct.pack("<I", real // 100))


def overlapping(data: bytes) -> bytes:
    """Return a zip in which a second directory entry points into the body of the first."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        first, second = entries[0].header_offset, entries[1].header_offset
    directory = data.rindex(b"PK\x05\x06")
    body = bytearray(data)
    at = data.index(struct.pack("<I", second) + entries[1].filename.encode(), data.index(b"PK\x01\x02"), directory)
    body[at : at + 4] = struct.pack("<I", first + 5)
    return bytes(body)


def encrypted_ole() -> bytes:
    """Return the frame of a password-protected workbook: a compound file with an EncryptedPackage stream."""
    sector = 512
    header = bytearray(sector)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHH", header, 26, 3, 9, 6)
    header[24:26] = b"\x3e\x00"
    header[28:30] = b"\xfe\xff"
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<II", header, 44, 1, 1)
    struct.pack_into("<III", header, 60, 0xFFFFFFFE, 0, 0xFFFFFFFE)
    struct.pack_into("<I", header, 76, 0)
    for position in range(1, 109):
        struct.pack_into("<I", header, 76 + 4 * position, 0xFFFFFFFF)
    fat = struct.pack("<III", 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE).ljust(sector, b"\xff")
    directory = b"".join(_ole_entry(name) for name in ("Root Entry", "EncryptionInfo", "EncryptedPackage", ""))
    return bytes(header) + fat + directory


def _ole_entry(name: str) -> bytes:
    entry = bytearray(128)
    encoded = name.encode("utf-16-le") + b"\x00\x00" if name else b""
    entry[: len(encoded)] = encoded
    struct.pack_into("<H", entry, 64, len(encoded))
    entry[66] = 5 if name == "Root Entry" else 2 if name else 0
    return bytes(entry)


def encrypted_xls(folder: Path) -> bytes:
    """Return an old workbook with a FILEPASS record right after its first one."""
    write_xls(folder / "a.xls", [HEAD])
    data = (folder / "a.xls").read_bytes()
    at = data.index(b"\x09\x08\x10\x00")
    next_record = at + 20
    return data[:next_record] + b"\x2f\x00" + data[next_record + 2 :]


def hostile(folder: Path) -> dict[str, tuple[bytes, set[str]]]:
    """Return every hostile file with the codes that are right for it."""
    good = good_xlsx(folder)
    write_ods(folder / "good.ods", [HEAD])
    ods = (folder / "good.ods").read_bytes()
    entities = (
        '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        "<worksheet>&b;</worksheet>"
    )
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    rows_bomb = in_sheet(lambda xml: xml.replace("</sheetData>", "<row/>" * 5_000_000 + "</sheetData>"))
    flagged = bytearray(good)
    for match in re.finditer(b"PK\x01\x02", good):
        flagged[match.start() + 8] |= 1
    return {
        "web page.xlsx": (
            b"<!DOCTYPE html><html><body><table><tr><td>NIK</td></tr></table></body></html>",
            {"FILE_TYPE"},
        ),
        "xml.xls": (b'<?xml version="1.0"?><Workbook></Workbook>', {"FILE_TYPE"}),
        "print.xlsx": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", {"FILE_TYPE"}),
        "program.xlsx": (b"MZ\x90\x00\x03\x00\x00\x00\x04\x00" + bytes(300), {"FILE_TYPE"}),
        "picture.csv": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, {"FILE_TYPE"}),
        "noise.csv": (
            bytes((n * 37 + n // 7) % 256 for n in range(5000)),
            {"FILE_TYPE", "FILE_UNREADABLE", "FILE_NO_TABLE"},
        ),
        "letter.docx": (repacked(b"PK\x05\x06" + bytes(18), word__document_dot_xml=b"<w/>"), {"FILE_TYPE"}),
        "archive.xlsx": (repacked(b"PK\x05\x06" + bytes(18), a_dot_txt=b"a"), {"FILE_TYPE"}),
        "empty.xlsx": (b"", {"FILE_NO_TABLE", "FILE_UNREADABLE"}),
        "rows bomb.xlsx": (repacked(good, rows_bomb), {"FILE_BOMB"}),
        "lying.xlsx": (lying_about_its_size(good), {"FILE_BOMB", "FILE_UNREADABLE"}),
        "many entries.xlsx": (repacked(good, **{f"x{n}": b"" for n in range(600)}), {"FILE_BOMB"}),
        "overlap.xlsx": (overlapping(good), {"FILE_BOMB", "FILE_UNREADABLE"}),
        "escape.xlsx": (repacked(good, **{"..__..__etc__passwd": b"x"}), {"FILE_UNREADABLE"}),
        "entities.xlsx": (
            repacked(good, lambda name, body: entities.encode() if "sheet1" in name else body),
            {"FILE_BOMB"},
        ),
        "macro.xlsm": (repacked(good, xl__vbaProject_dot_bin=b"\x01"), {"FILE_MACRO"}),
        "macro.ods": (repacked(ods, Basic__script_dot_xml=b"<x/>"), {"FILE_MACRO"}),
        "locked.xlsx": (encrypted_ole(), {"FILE_ENCRYPTED"}),
        "locked.xls": (encrypted_xls(folder), {"FILE_ENCRYPTED"}),
        "locked zip.xlsx": (bytes(flagged), {"FILE_ENCRYPTED"}),
        "far cell.xlsx": (repacked(good, in_sheet(lambda xml: xml.replace("</sheetData>", far))), {"FILE_TOO_LARGE"}),
        "half.xlsx": (good[: len(good) // 2], {"FILE_UNREADABLE"}),
        "half.xls": (encrypted_ole()[:700], {"FILE_UNREADABLE", "FILE_TYPE", "FILE_ENCRYPTED"}),
        "huge.csv": (b"x" * (FILE_SIZE_BYTES_MAX + 1), {"FILE_TOO_LARGE"}),
        "long line.csv": (b'"' + b"a,b;" * 1_000_000, {"FILE_UNREADABLE", "FILE_NO_TABLE", "FILE_TOO_LARGE"}),
        "no table.csv": (b"Nomor;12/2026\nPerihal;Pengantar data\n", {"FILE_NO_TABLE"}),
    }


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, set[str]]]:
    folder = tmp_path_factory.mktemp("hostile")
    paths = {}
    (folder / "files").mkdir()
    for name, (data, codes) in hostile(folder).items():
        (folder / "files" / name).write_bytes(data)
        paths[name] = (folder / "files" / name, codes)
    return paths


def test_every_hostile_file_is_refused_by_its_code(corpus: dict[str, tuple[Path, set[str]]]) -> None:
    batch = read_lists([path for path, _ in corpus.values()], regency="53.03", as_of=AS_OF)

    said = {file.file: str(file.code) for file in batch.files}
    assert {name: code for name, code in said.items() if code not in corpus[name][1]} == {}
    assert len(batch.records) == 0


def test_the_guard_needs_no_time_for_a_hostile_file(corpus: dict[str, tuple[Path, set[str]]]) -> None:
    for name, (path, _) in corpus.items():
        data = path.read_bytes()
        start = time.process_time()
        with contextlib.suppress(FileRefusedError):
            inspect(data)
        assert time.process_time() - start < SECONDS_MAX, name


@pytest.mark.skipif(sys.platform == "win32", reason="Windows counts memory differently")
def test_refusing_them_all_needs_little_memory(corpus: dict[str, tuple[Path, set[str]]]) -> None:
    # In a process of its own: a child counts the memory of the process that started it as its own.
    script = (
        "import resource, sys; from datetime import date; from jaring.core.intake import read_lists; "
        f"read_lists(sys.argv[1:], regency='53.03', as_of=date.fromisoformat('{AS_OF}')); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    paths = [str(path) for path, _ in corpus.values()]
    done = subprocess.run([sys.executable, "-c", script, *paths], capture_output=True, text=True, check=True)

    assert int(done.stdout) <= 256 * 1024


def test_absurd_dimensions_that_hold_few_cells_are_read(tmp_path: Path) -> None:
    def stretch(xml: str) -> str:
        xml = re.sub(r'<dimension ref="[^"]*"', '<dimension ref="A1:XFD1048576"', xml)
        return xml.replace("</sheetData>", '<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>')

    (tmp_path / "wide.xlsx").write_bytes(repacked(good_xlsx(tmp_path), in_sheet(stretch)))

    batch = read_lists([tmp_path / "wide.xlsx"], regency="53.03", as_of=AS_OF)

    assert [file.code for file in batch.files] == [None]
    assert len(batch.records) == 3


def parser_killer(folder: Path) -> bytes:
    """Return a workbook with cells that the guard does not take for far, but whose grid no memory holds."""
    far = "".join(f'<row r="{row}"><c r="ZZ{row}"><v>1</v></c></row>' for row in (190_000, 199_999))
    return repacked(good_xlsx(folder), in_sheet(lambda xml: xml.replace("</sheetData>", far + "</sheetData>")))


def test_a_file_that_kills_the_parser_is_refused_and_the_next_one_read(tmp_path: Path) -> None:
    (tmp_path / "1 killer.xlsx").write_bytes(parser_killer(tmp_path))
    write_text(tmp_path / "2 next.csv", [HEAD, *[[p.nik, p.name, p.sex, p.day, "Bijeli"] for p in people(2)]])

    batch = read_lists([tmp_path / "1 killer.xlsx", tmp_path / "2 next.csv"], regency="53.03", as_of=AS_OF)

    assert str(batch.files[0].code) in ("FILE_UNREADABLE", "FILE_TOO_LARGE")
    assert [file.rows for file in batch.files] == [0, 2]


def test_files_that_kill_the_parser_take_no_waiting_file_with_them(tmp_path: Path) -> None:
    killer = parser_killer(tmp_path)
    (tmp_path / "good.xlsx").unlink()
    for number in range(3):
        (tmp_path / f"killer {number}.xlsx").write_bytes(killer)
    for number in range(8):
        rows = [[p.nik, p.name, p.sex, p.day, "Bijeli"] for p in people(number + 1)]
        write_text(tmp_path / f"list {number}.csv", [HEAD, *rows])

    batch = read_lists([tmp_path], regency="53.03", as_of=AS_OF)

    assert [file.rows for file in batch.files] == [0, 0, 0, *range(1, 9)]
    assert all(file.code for file in batch.files[:3])


def test_a_child_that_is_ended_while_it_is_being_replaced_leaves_none_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    child = _Child("jaring.core.intake.worker")
    begin = child._start
    ending = threading.Thread(target=child.end)

    def start_late() -> subprocess.Popen[bytes]:
        ending.start()
        ending.join(0.3)  # Long enough to end, unless the replacement is waited for.
        return begin()

    monkeypatch.setattr(child, "_start", start_late)
    child.replace()
    ending.join()

    assert child._process.poll() is not None


def test_a_truncated_workbook_is_never_taken_for_a_whole_one(tmp_path: Path) -> None:
    data = good_xlsx(tmp_path)

    for length in range(8, len(data), max(len(data) // 60, 1)):
        with pytest.raises(FileRefusedError):
            inspect(data[:length])
