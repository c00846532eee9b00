"""Refusals of the ledger."""

from jaring.core.errors import JaringError
from jaring.core.text import Text


class PeriodClosedError(JaringError):
    """The day lies in a month whose books are closed."""

    code = "JRG-201"
    sentence = Text(
        "Pembukuan sampai {closed} sudah ditutup, sehingga tanggal {day} tidak dapat dibukukan.",
        "The books are closed up to {closed}, so nothing can be dated {day}.",
    )
    hint = Text(
        "Bukukan pada hari pertama yang masih terbuka, atau perbaiki dengan entri pembalik bertanggal sekarang.",
        "Date it on the first day that is still open, or correct it by a reversal with its own date.",
    )


class MonthNotOverError(JaringError):
    """A month cannot be closed before it has ended."""

    code = "JRG-202"
    sentence = Text("Bulan {month} belum berakhir, jadi belum dapat ditutup.", "The month {month} is not over yet.")
    hint = Text("Tutup pembukuan setelah bulan itu berakhir.", "Close the books once the month has ended.")


class AlreadyClosedError(JaringError):
    """The books of the month are closed already."""

    code = "JRG-203"
    sentence = Text("Pembukuan {month} sudah ditutup.", "The books of {month} are closed already.")
    hint = Text("Tidak ada yang perlu dilakukan.", "Nothing needs to be done.")


class AlreadyReversedError(JaringError):
    """An entry can be reversed once, and a reversal not at all."""

    code = "JRG-204"
    sentence = Text(
        "Entri nomor {number} sudah dibalik atau merupakan pembalikan.",
        "Entry {number} was reversed already, or is a reversal itself.",
    )
    hint = Text("Bukukan kejadian yang benar sebagai entri baru.", "Enter what really happened as a new entry.")


class AccountUnknownError(JaringError):
    """The chart has no such account."""

    code = "JRG-205"
    sentence = Text("Tidak ada akun {account}.", "There is no account {account}.")
    hint = Text("Pilih salah satu: {accounts}.", "Choose one of: {accounts}.")


class EntryUnknownError(JaringError):
    """The regency's books have no entry of this number."""

    code = "JRG-206"
    sentence = Text("Tidak ada entri nomor {number}.", "There is no entry {number}.")
    hint = Text("Lihat nomor entri pada jaring ledger journal.", "See the numbers in jaring ledger journal.")


class ReasonMissingError(JaringError):
    """An entry is reversed only for a reason that is written down."""

    code = "JRG-207"
    sentence = Text(
        "Alasan pembalikan wajib diisi, paling sedikit 10 huruf.", "A reversal needs a reason of 10 letters or more."
    )
    hint = Text("Tuliskan apa yang keliru pada entri itu.", "Write what is wrong with the entry.")
