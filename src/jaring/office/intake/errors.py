"""Refusals of the intake room."""

from jaring.core.errors import JaringError
from jaring.core.text import Text


class NothingReadError(JaringError):
    """None of the files holds a row with a person."""

    code = "JRG-401"
    sentence = Text(
        "Tidak satu pun berkas memuat baris peserta yang dapat dibaca.",
        "None of the files holds a row with a person that could be read.",
    )
    hint = Text(
        "Kirim daftar dengan judul kolom (NIK, nama, tanggal lahir, desa) sebagai XLSX, XLS, ODS, CSV, atau TSV.",
        "Send a list with column headings (NIK, name, birth date, village) as XLSX, XLS, ODS, CSV or TSV.",
    )


class AlreadyImportedError(JaringError):
    """Exactly these files came in before."""

    code = "JRG-402"
    sentence = Text("Berkas yang persis sama sudah pernah diterima.", "Exactly these files have been received before.")
    hint = Text(
        "Buka penerimaan itu di halaman Impor; batalkan dahulu bila memang hendak diulang.",
        "Open that delivery on the Imports page; undo it first if it is really to be repeated.",
    )


class BatchSettledError(JaringError):
    """The batch was already taken over or undone."""

    code = "JRG-403"
    sentence = Text(
        "Penerimaan ini sudah selesai diputuskan dan tidak dapat diubah lagi.",
        "This delivery has been settled and can no longer be changed.",
    )
    hint = Text("Muat ulang halaman untuk melihat keadaannya.", "Load the page again to see where it stands.")


class NothingToTakeError(JaringError):
    """No row of the batch is good or judged good."""

    code = "JRG-404"
    sentence = Text(
        "Tidak ada baris yang dapat diambil alih ke daftar peserta.",
        "There is no row that could be taken over into the register.",
    )
    hint = Text(
        "Putuskan baris yang meragukan, atau kirim kembali daftar perbaikannya.",
        "Decide on the doubtful rows, or send the correction workbook back.",
    )


class BatchBuiltOnError(JaringError):
    """Something rests on the people of this batch, so it can no longer be undone."""

    code = "JRG-405"
    sentence = Text(
        "Penerimaan ini tidak dapat dibatalkan: keputusan lain sudah dibuat berdasarkan isinya.",
        "This delivery cannot be undone: other decisions already rest on it.",
    )
    hint = Text(
        "Perbaiki orang demi orang, atau catat peserta yang keluar.",
        "Correct person by person, or record who leaves.",
    )


class RowNotOpenError(JaringError):
    """The row cannot be judged this way: rejected rows are mended, taken rows are settled."""

    code = "JRG-406"
    sentence = Text(
        "Baris ini tidak dapat diputuskan: baris ditolak harus diperbaiki dahulu, baris terambil sudah selesai.",
        "This row cannot be decided: a rejected row has to be mended first, a taken one is settled.",
    )
    hint = Text("Perbaiki isian yang disebut, lalu nilai ulang.", "Mend the field that is named, then judge again.")


class RegisterUnreadableError(JaringError):
    """A register file (DTSEN, covered elsewhere) does not have the columns or rows it must have."""

    code = "JRG-407"
    sentence = Text("Berkas register tidak dapat dibaca: {why_id}.", "The register file cannot be read: {why_en}.")
    hint = Text(
        "Kirim CSV UTF-8 dengan baris judul: nik,desil,jumlah_anggota atau nik,segmen.",
        "Send CSV in UTF-8 with a heading line: nik,desil,jumlah_anggota or nik,segmen.",
    )
