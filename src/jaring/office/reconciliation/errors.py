"""Refusals of the reconciliation room."""

from jaring.core.errors import JaringError
from jaring.core.text import Text


class CaseReasonMissingError(JaringError):
    """The state or the cause of a case was to change without a word why."""

    code = "JRG-265"
    sentence = Text("Perubahan pada kasus ini harus disertai alasan.", "A change of this case needs a reason.")
    hint = Text(
        "Tuliskan apa yang dilakukan atau diketahui, paling sedikit 10 huruf.",
        "Write what was done or found out, at least 10 letters.",
    )


class OwnerUnfitError(JaringError):
    """The account holds no role that looks after cases here."""

    code = "JRG-266"
    sentence = Text(
        "Akun itu tidak dapat menjadi penanggung jawab kasus di kabupaten ini.",
        "That account cannot own a case in this regency.",
    )
    hint = Text(
        "Pilih petugas, kepala dinas, atau bendahara yang aktif.", "Choose an active officer, head or treasurer."
    )


class NoCaseChosenError(JaringError):
    """An act on several cases came without any that can be changed."""

    code = "JRG-267"
    sentence = Text("Tidak ada kasus yang dipilih.", "No case was chosen.")
    hint = Text("Pilih sedikitnya satu kasus, lalu ulangi.", "Choose at least one case and try again.")


class MonthNotMatchedError(JaringError):
    """A paper about a month was asked for before the month was matched."""

    code = "JRG-268"
    sentence = Text("Bulan {month} belum dicocokkan.", "The month {month} has not been matched yet.")
    hint = Text("Cocokkan dengan: jaring reconcile {month}", "Match it with: jaring reconcile {month}")


class NothingToClaimError(JaringError):
    """No money stands on the claim-back list."""

    code = "JRG-269"
    sentence = Text("Tidak ada iuran yang dapat diminta kembali.", "There is no contribution to claim back.")
    hint = Text(
        "Daftar terisi bila iuran terbayar untuk orang yang meninggal atau sudah aktif di tempat lain.",
        "The list fills when contributions were paid for the dead or for people covered elsewhere.",
    )
