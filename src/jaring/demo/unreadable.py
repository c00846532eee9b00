"""Files that no office should have to read, for the guided tour: each is refused with a reason."""

from __future__ import annotations

from pathlib import Path

from jaring.demo.sheets import Dress, Look, Sheet, write_xlsx

_WEB_PAGE = (
    "<html><head><title>Masuk</title></head><body><h1>Sesi Anda telah berakhir</h1>"
    "<p>Silakan masuk kembali untuk mengunduh berkas.</p></body></html>\n"
)


def write_unreadable(folder: Path) -> list[Path]:
    """Write a letter without a list, a cut-off workbook and a web page under a spreadsheet's name."""
    folder.mkdir(parents=True, exist_ok=True)
    letter = folder / "Surat pengantar data pekerja rentan.xlsx"
    write_xlsx(letter, [_letter()], Dress(font="Times New Roman", size=12, is_title_centred=False))
    cut_off = folder / "Data Pekerja Rentan (terpotong).xlsx"
    cut_off.write_bytes(letter.read_bytes()[: letter.stat().st_size // 2])
    web_page = folder / "unduhan data pekerja.xlsx"
    web_page.write_text(_WEB_PAGE, encoding="utf-8")
    return [letter, cut_off, web_page]


def _letter() -> Sheet:
    sheet = Sheet("Surat", widths={0: 90.0})
    for line in (
        "PEMERINTAH KABUPATEN TIMOR TENGAH UTARA",
        "",
        "Nomor     : 27/VI/2025",
        "Perihal    : Pengantar data pekerja rentan",
        "",
        "Bersama ini kami sampaikan data pekerja rentan desa kami.",
        "Daftar nama akan menyusul karena listrik padam.",
        "Demikian, atas perhatian kami ucapkan terima kasih.",
    ):
        sheet.add(Look.PLAIN, line)
    return sheet
