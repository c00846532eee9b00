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
