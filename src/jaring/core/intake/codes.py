"""Every verdict code of the intake: what is wrong with a row or a file, and what to do about it.

The codes are public and keep their meaning; ``docs/reference/intake.md`` lists them all. A code belongs to
one weight: it rejects a row, makes it doubtful, or is a remark that leaves the verdict alone.
"""

from __future__ import annotations

from enum import StrEnum

from jaring.core.text import Text


class Verdict(StrEnum):
    """What becomes of one row."""

    ACCEPTED = "accepted"
    DOUBTFUL = "doubtful"
    REJECTED = "rejected"

    @property
    def label(self) -> Text:
        return _VERDICT_LABELS[self]


class FileStatus(StrEnum):
    """What became of one file."""

    READ = "read"
    REFUSED = "refused"

    @property
    def label(self) -> Text:
        return _STATUS_LABELS[self]


class Code(StrEnum):
    """Why a row is not simply accepted."""

    # Rejected: the row cannot be used before it is mended.
    NIK_MISSING = "NIK_MISSING"
    NIK_LENGTH = "NIK_LENGTH"
    NIK_CHARACTERS = "NIK_CHARACTERS"
    NIK_NUMERIC_CELL = "NIK_NUMERIC_CELL"
    NIK_PLACEHOLDER = "NIK_PLACEHOLDER"
    NIK_DATE_IMPOSSIBLE = "NIK_DATE_IMPOSSIBLE"
    NAME_MISSING = "NAME_MISSING"
    BIRTH_DATE_INVALID = "BIRTH_DATE_INVALID"
    VILLAGE_UNKNOWN = "VILLAGE_UNKNOWN"
    UNDER_AGE = "UNDER_AGE"
    OVER_AGE = "OVER_AGE"
    EXCLUDED_OCCUPATION = "EXCLUDED_OCCUPATION"
    SAMPLE_PERSON = "SAMPLE_PERSON"
    DUPLICATE_NIK = "DUPLICATE_NIK"
    # Doubtful: a person has to look.
    NIK_BIRTH_DATE_MISMATCH = "NIK_BIRTH_DATE_MISMATCH"
    NIK_SEX_MISMATCH = "NIK_SEX_MISMATCH"
    NIK_REGION_UNKNOWN = "NIK_REGION_UNKNOWN"
    BIRTH_DATE_FROM_NIK = "BIRTH_DATE_FROM_NIK"
    BIRTH_DATE_MISSING = "BIRTH_DATE_MISSING"
    BIRTH_DATE_AMBIGUOUS = "BIRTH_DATE_AMBIGUOUS"
    SEX_UNREADABLE = "SEX_UNREADABLE"
    VILLAGE_FUZZY = "VILLAGE_FUZZY"
    VILLAGE_AMBIGUOUS = "VILLAGE_AMBIGUOUS"
    NAME_SUSPECT = "NAME_SUSPECT"
    DUPLICATE_NIK_OTHER_PERSON = "DUPLICATE_NIK_OTHER_PERSON"
    POSSIBLE_DUPLICATE = "POSSIBLE_DUPLICATE"
    # Remarks: shown to who mends the row; they do not change the verdict and are not in records.csv.
    KK_UNREADABLE = "KK_UNREADABLE"
    PHONE_UNREADABLE = "PHONE_UNREADABLE"
    INCOME_UNREADABLE = "INCOME_UNREADABLE"

    @property
    def weight(self) -> Weight:
        return _WEIGHTS[self]

    @property
    def field(self) -> str:
        """The column of ``records.csv`` that has to be mended."""
        return _MESSAGES[self][0]

    @property
    def problem(self) -> Text:
        """What is wrong, in one sentence that names no person."""
        return _MESSAGES[self][1]

    @property
    def remedy(self) -> Text:
        """What the sender has to do."""
        return _MESSAGES[self][2]


class Weight(StrEnum):
    """How much a code counts."""

    REJECTS = "rejects"
    DOUBTS = "doubts"
    REMARK = "remark"


class FileCode(StrEnum):
    """Why a file was refused as a whole."""

    FILE_UNREADABLE = "FILE_UNREADABLE"
    FILE_TOO_LARGE = "FILE_TOO_LARGE"
    FILE_BOMB = "FILE_BOMB"
    FILE_ENCRYPTED = "FILE_ENCRYPTED"
    FILE_NO_TABLE = "FILE_NO_TABLE"
    FILE_MACRO = "FILE_MACRO"
    FILE_TYPE = "FILE_TYPE"

    @property
    def problem(self) -> Text:
        return _FILE_MESSAGES[self][0]

    @property
    def remedy(self) -> Text:
        return _FILE_MESSAGES[self][1]


_VERDICT_LABELS = {
    Verdict.ACCEPTED: Text("diterima", "accepted"),
    Verdict.DOUBTFUL: Text("meragukan", "doubtful"),
    Verdict.REJECTED: Text("ditolak", "rejected"),
}
_STATUS_LABELS = {
    FileStatus.READ: Text("terbaca", "read"),
    FileStatus.REFUSED: Text("ditolak", "refused"),
}

# Field, problem, remedy. Placeholders in braces come from the finding's details.
_MESSAGES: dict[Code, tuple[str, Text, Text]] = {
    Code.NIK_MISSING: (
        "nik",
        Text("NIK kosong.", "The NIK is missing."),
        Text(
            "Isi NIK 16 angka sesuai KTP-el atau Kartu Keluarga.",
            "Enter the 16 digits from the identity or family card.",
        ),
    ),
    Code.NIK_LENGTH: (
        "nik",
        Text("NIK tidak terdiri atas 16 angka.", "The NIK does not have 16 digits."),
        Text(
            "Tulis ulang NIK 16 angka sesuai KTP-el.",
            "Write the NIK again with its 16 digits, as on the identity card.",
        ),
    ),
    Code.NIK_CHARACTERS: (
        "nik",
        Text(
            "NIK memuat huruf atau tanda yang bukan angka.",
            "The NIK holds letters or signs that are no digits.",
        ),
        Text(
            "Ketik ulang dengan angka saja; huruf O bukan angka 0, huruf I bukan angka 1.",
            "Type it again with digits only; the letter O is not a 0, the letter I is not a 1.",
        ),
    ),
    Code.NIK_NUMERIC_CELL: (
        "nik",
        Text(
            "NIK tersimpan sebagai bilangan, sehingga angka terakhirnya hilang.",
            "The sheet stored the NIK as a number, so its last digit is lost.",
        ),
        Text(
            "Ketik ulang NIK 16 angka sesuai KTP-el pada sel ini (sel sudah berformat Teks).",
            "Type the 16 digits again from the identity card into this cell (it is formatted as text).",
        ),
    ),
    Code.NIK_PLACEHOLDER: (
        "nik",
        Text("Isian NIK bukan nomor yang sebenarnya.", "What stands for the NIK is not a real number."),
        Text(
            "Isi NIK yang sebenarnya; bila belum ada, urus dahulu di Dinas Dukcapil.",
            "Enter the real NIK; where there is none yet, apply for it at the civil registry first.",
        ),
    ),
    Code.NIK_DATE_IMPOSSIBLE: (
        "nik",
        Text(
            "Tanggal lahir di dalam NIK (angka ke-7 sampai ke-12) tidak mungkin.",
            "The birth date inside the NIK (digits 7 to 12) cannot exist.",
        ),
        Text(
            "Cocokkan NIK dengan KTP-el, lalu perbaiki.",
            "Compare the NIK with the identity card and correct it.",
        ),
    ),
    Code.NAME_MISSING: (
        "name",
        Text("Nama kosong.", "The name is missing."),
        Text("Isi nama lengkap sesuai KTP-el.", "Enter the full name as on the identity card."),
    ),
    Code.BIRTH_DATE_INVALID: (
        "birth_date",
        Text(
            "Tanggal lahir tidak ada di kalender atau tidak terbaca.",
            "The birth date does not exist or cannot be read.",
        ),
        Text("Tulis tanggal lahir dengan bentuk 31-12-1980.", "Write the birth date in the form 31-12-1980."),
    ),
    Code.VILLAGE_UNKNOWN: (
        "village_code",
        Text(
            "Desa/kelurahan kosong atau tidak dikenal di kabupaten/kecamatan ini.",
            "The village is missing, or not known in this regency or kecamatan.",
        ),
        Text(
            "Pilih nama desa/kelurahan dari daftar pilihan pada sel itu.",
            "Choose the village from the list in that cell.",
        ),
    ),
    Code.UNDER_AGE: (
        "birth_date",
        Text("Umur di bawah {minimum} tahun pada {as_of}.", "Younger than {minimum} on {as_of}."),
        Text(
            "Periksa tanggal lahir; bila benar, orang ini belum dapat didaftarkan.",
            "Check the birth date; if it is right, this person cannot be enrolled yet.",
        ),
    ),
    Code.OVER_AGE: (
        "birth_date",
        Text("Umur sudah {maximum} tahun atau lebih pada {as_of}.", "Already {maximum} or older on {as_of}."),
        Text(
            "Periksa tanggal lahir; bila benar, orang ini tidak dapat didaftarkan sebagai peserta baru.",
            "Check the birth date; if it is right, this person cannot be enrolled as a new participant.",
        ),
    ),
    Code.EXCLUDED_OCCUPATION: (
        "occupation",
        Text(
            "Aparatur sipil negara, TNI, dan Polri tidak termasuk pekerja bukan penerima upah.",
            "Civil servants, soldiers and police are not non-wage workers.",
        ),
        Text(
            "Periksa pekerjaan; bila benar, keluarkan dari usulan.",
            "Check the occupation; if it is right, leave the row out.",
        ),
    ),
    Code.SAMPLE_PERSON: (
        "name",
        Text("Ini orang rekaan dari daftar contoh.", "This is an invented person of the sample list."),
        Text(
            "Hapus baris ini, atau ganti seluruh isinya dengan data pekerja yang sebenarnya.",
            "Delete this row, or replace all of it by the data of a real worker.",
        ),
    ),
    Code.DUPLICATE_NIK: (
        "nik",
        Text("NIK ini sudah ada: {other}.", "This NIK is already on {other}."),
        Text("Hapus baris ini bila orangnya sama.", "Delete this row if it is the same person."),
    ),
    Code.NIK_BIRTH_DATE_MISMATCH: (
        "birth_date",
        Text(
            "Tanggal lahir berbeda dengan tanggal di dalam NIK.",
            "The birth date differs from the date inside the NIK.",
        ),
        Text(
            "Cocokkan NIK dan tanggal lahir dengan KTP-el; perbaiki yang salah.",
            "Compare NIK and birth date with the identity card; correct the wrong one.",
        ),
    ),
    Code.NIK_SEX_MISMATCH: (
        "sex",
        Text(
            "Jenis kelamin berbeda dengan yang tersirat di dalam NIK.",
            "The sex differs from the one inside the NIK.",
        ),
        Text(
            "Cocokkan NIK dan jenis kelamin dengan KTP-el; perbaiki yang salah.",
            "Compare NIK and sex with the identity card; correct the wrong one.",
        ),
    ),
    Code.NIK_REGION_UNKNOWN: (
        "nik",
        Text(
            "Enam angka pertama NIK bukan kode kecamatan yang dikenal.",
            "The first six digits of the NIK are no known kecamatan.",
        ),
        Text("Cocokkan NIK dengan KTP-el.", "Compare the NIK with the identity card."),
    ),
    Code.BIRTH_DATE_FROM_NIK: (
        "birth_date",
        Text("Tanggal lahir kosong; diambil dari NIK.", "The birth date is missing; it was taken from the NIK."),
        Text("Isi tanggal lahir sesuai KTP-el.", "Enter the birth date from the identity card."),
    ),
    Code.BIRTH_DATE_MISSING: (
        "birth_date",
        Text("Tanggal lahir kosong.", "The birth date is missing."),
        Text("Isi tanggal lahir dengan bentuk 31-12-1980.", "Enter the birth date in the form 31-12-1980."),
    ),
    Code.BIRTH_DATE_AMBIGUOUS: (
        "birth_date",
        Text(
            "Tanggal lahir dapat dibaca lebih dari satu cara (hari dan bulan, atau tahun dua angka).",
            "The birth date can be read in more than one way (day and month, or a two-digit year).",
        ),
        Text("Tulis tanggal lahir dengan bentuk 31-12-1980.", "Write the birth date in the form 31-12-1980."),
    ),
    Code.SEX_UNREADABLE: (
        "sex",
        Text("Jenis kelamin tidak terbaca.", "The sex cannot be read."),
        Text("Isi L (laki-laki) atau P (perempuan).", "Enter L (male) or P (female)."),
    ),
    Code.VILLAGE_FUZZY: (
        "village_code",
        Text(
            "Nama desa/kelurahan salah eja; mungkin yang dimaksud {suggestion}.",
            "The village's name is misspelt; {suggestion} may be meant.",
        ),
        Text(
            "Pilih nama desa/kelurahan dari daftar pilihan pada sel itu.",
            "Choose the village from the list in that cell.",
        ),
    ),
    Code.VILLAGE_AMBIGUOUS: (
        "village_code",
        Text(
            "Nama desa/kelurahan ini ada di lebih dari satu kecamatan.",
            "A village of this name exists in more than one kecamatan.",
        ),
        Text("Isi juga nama kecamatan.", "Enter the kecamatan as well."),
    ),
    Code.NAME_SUSPECT: (
        "name",
        Text(
            "Nama memuat angka, tanda asing, atau keterangan lain.",
            "The name holds digits, odd signs or a remark.",
        ),
        Text("Tulis nama lengkap sesuai KTP-el.", "Write the full name as on the identity card."),
    ),
    Code.DUPLICATE_NIK_OTHER_PERSON: (
        "nik",
        Text("NIK yang sama dipakai orang lain: {other}.", "The same NIK is used by another person on {other}."),
        Text("Cocokkan NIK kedua orang dengan KTP-el.", "Compare the NIK of both with their identity cards."),
    ),
    Code.POSSIBLE_DUPLICATE: (
        "name",
        Text(
            "Nama dan tanggal lahir sama dengan {other}, tetapi NIK berbeda.",
            "Name and birth date are the same as on {other}, with another NIK.",
        ),
        Text(
            "Periksa apakah ini orang yang sama; hapus salah satu.",
            "Check whether it is the same person; delete one row.",
        ),
    ),
    Code.KK_UNREADABLE: (
        "kk",
        Text("Nomor Kartu Keluarga tidak terbaca.", "The family card number cannot be read."),
        Text("Tulis nomor KK 16 angka.", "Write its 16 digits."),
    ),
    Code.PHONE_UNREADABLE: (
        "phone",
        Text("Nomor telepon tidak terbaca.", "The phone number cannot be read."),
        Text("Tulis satu nomor, misalnya 081200001234.", "Write one number, for example 081200001234."),
    ),
    Code.INCOME_UNREADABLE: (
        "income_idr",
        Text("Penghasilan tidak terbaca sebagai satu jumlah.", "The income cannot be read as one amount."),
        Text(
            "Tulis satu jumlah rupiah sebulan, misalnya 900000.",
            "Write one amount in rupiah a month, for example 900000.",
        ),
    ),
}

_REMARKS = frozenset({Code.KK_UNREADABLE, Code.PHONE_UNREADABLE, Code.INCOME_UNREADABLE})
_ORDER = list(Code)
_FIRST_DOUBT = _ORDER.index(Code.NIK_BIRTH_DATE_MISMATCH)
_WEIGHTS = {
    code: Weight.REMARK if code in _REMARKS else Weight.REJECTS if position < _FIRST_DOUBT else Weight.DOUBTS
    for position, code in enumerate(_ORDER)
}

_FILE_MESSAGES: dict[FileCode, tuple[Text, Text]] = {
    FileCode.FILE_UNREADABLE: (
        Text("Berkas rusak atau tidak dapat dibaca.", "The file is damaged or cannot be read."),
        Text(
            "Buka berkas itu, simpan ulang sebagai .xlsx, lalu kirim kembali.",
            "Open it, save it again as .xlsx and send it again.",
        ),
    ),
    FileCode.FILE_TOO_LARGE: (
        Text("Berkas melampaui batas ukuran.", "The file is larger than the limits allow."),
        Text(
            "Pecah menjadi beberapa berkas, atau hapus baris dan kolom kosong yang jauh di luar tabel.",
            "Split it, or delete stray rows and columns far outside the table.",
        ),
    ),
    FileCode.FILE_BOMB: (
        Text(
            "Isi berkas mengembang tidak wajar, sehingga tidak dibuka.",
            "The file unpacks to an unreasonable size; it was not opened.",
        ),
        Text(
            "Kirim daftar asli yang dibuat dengan aplikasi lembar kerja.",
            "Send the original list made with a spreadsheet program.",
        ),
    ),
    FileCode.FILE_ENCRYPTED: (
        Text("Berkas dilindungi kata sandi.", "The file is protected by a password."),
        Text(
            "Simpan ulang tanpa kata sandi, lalu kirim kembali.",
            "Save it without the password and send it again.",
        ),
    ),
    FileCode.FILE_NO_TABLE: (
        Text("Tidak ada tabel berisi orang di dalam berkas.", "The file holds no table of people."),
        Text(
            "Kirim daftar yang memuat kolom nama dan NIK.",
            "Send a list with at least the columns name and NIK.",
        ),
    ),
    FileCode.FILE_MACRO: (
        Text("Berkas memuat makro, sehingga tidak dibuka.", "The file holds macros; it was not opened."),
        Text("Simpan ulang sebagai .xlsx tanpa makro.", "Save it again as .xlsx, without macros."),
    ),
    FileCode.FILE_TYPE: (
        Text(
            "Isi berkas bukan lembar kerja (.xlsx, .xls, .ods, .csv, .tsv).",
            "What the file holds is no spreadsheet (.xlsx, .xls, .ods, .csv, .tsv).",
        ),
        Text(
            "Kirim lembar kerja aslinya, bukan hasil cetak atau unduhan.",
            "Send the spreadsheet itself, not a print or a web page.",
        ),
    ),
}
