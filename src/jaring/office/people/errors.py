"""Refusals of the register."""

from jaring.core.errors import JaringError
from jaring.core.text import Text


class ReasonMissingError(JaringError):
    """An act that asks for a reason got none."""

    code = "JRG-603"
    sentence = Text("Alasan wajib diisi.", "A reason is required.")
    hint = Text(
        "Tuliskan untuk keperluan apa nomor itu dibuka, paling sedikit 10 huruf.",
        "Write what the number is needed for, at least 10 letters.",
    )


class NoIdentifierError(JaringError):
    """The person has no such number on record."""

    code = "JRG-408"
    sentence = Text("Nomor itu tidak tercatat untuk orang ini.", "This person has no such number on record.")
    hint = Text("Lengkapi melalui daftar desa berikutnya.", "Complete it with the next village list.")


class ExitKnownError(JaringError):
    """This exit was reported before."""

    code = "JRG-409"
    sentence = Text("Keluarnya orang ini sudah dilaporkan.", "That this person left has been reported already.")
    hint = Text("Buka halaman peserta untuk melihat laporannya.", "Open the person's page to see the report.")


class ExitInFutureError(JaringError):
    """The exit lies in the future, or before the person was born."""

    code = "JRG-410"
    sentence = Text(
        "Tanggal kejadian tidak mungkin: sesudah hari ini atau sebelum orang ini lahir.",
        "The day cannot be right: it lies after today or before this person was born.",
    )
    hint = Text("Periksa tanggalnya.", "Check the date.")


class CorrectionUnreadableError(JaringError):
    """What was proposed cannot be read as such a fact."""

    code = "JRG-411"
    sentence = Text("Isi yang diusulkan tidak dapat dibaca sebagai {field_id}.", "This cannot be read as {field_en}.")
    hint = Text(
        "Tulis seperti pada KTP: NIK dan nomor KK 16 angka, tanggal seperti 31-12-1980, jenis kelamin L atau P.",
        "Write it as on the identity card: NIK and KK have 16 digits, a day looks like 31-12-1980, sex is L or P.",
    )


class CorrectionChangesNothingError(JaringError):
    """The person is on record like that already."""

    code = "JRG-412"
    sentence = Text("Data orang ini sudah tercatat seperti itu.", "The person is on record like that already.")
    hint = Text("Tidak ada yang perlu diusulkan.", "There is nothing to propose.")


class CorrectionWaitsError(JaringError):
    """Another proposal for the same fact waits for its decision."""

    code = "JRG-413"
    sentence = Text(
        "Masih ada usulan atas data yang sama yang menunggu keputusan.",
        "A proposal for the same fact still waits for its decision.",
    )
    hint = Text("Tunggu keputusannya, atau minta petugas memutuskannya.", "Wait for it, or ask for the decision.")


class NikTakenError(JaringError):
    """Somebody else on the register has this NIK."""

    code = "JRG-414"
    sentence = Text(
        "NIK itu sudah dimiliki orang lain pada daftar peserta.", "Somebody else on the register has this NIK."
    )
    hint = Text(
        "Periksa kartunya; bila dua catatan menyangkut orang yang sama, laporkan kepada petugas dinas.",
        "Check the card; if two records are the same person, tell the officer.",
    )


class CorrectionSettledError(JaringError):
    """The proposal was decided before."""

    code = "JRG-415"
    sentence = Text("Usulan ini sudah diputuskan.", "This proposal was decided before.")
    hint = Text("Muat ulang halaman untuk melihat keputusannya.", "Load the page again to see the decision.")


class NumberInNoteError(JaringError):
    """A note holds a number that may be an identifier."""

    code = "JRG-416"
    sentence = Text(
        "Catatan ini memuat angka panjang yang dapat berupa NIK atau nomor KK.",
        "This note holds a long number, which may be a NIK or a KK number.",
    )
    hint = Text("Hapus nomornya; catatan dibaca banyak orang.", "Leave the number out; many people read notes.")


class NoteEmptyError(JaringError):
    """A note without words."""

    code = "JRG-417"
    sentence = Text("Catatan masih kosong atau terlalu panjang.", "The note is empty or too long.")
    hint = Text("Tulis satu sampai 500 huruf.", "Write 1 to 500 letters.")


class NoteDoneError(JaringError):
    """The hand-over was dealt with before, or is not for this person's role."""

    code = "JRG-418"
    sentence = Text(
        "Catatan ini sudah selesai, atau tidak diserahkan kepada peran Anda.",
        "This note is done already, or was not handed to your role.",
    )
    hint = Text("Muat ulang halaman.", "Load the page again.")
