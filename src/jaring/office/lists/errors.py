"""Refusals of lists: saved views and acts on several rows."""

from jaring.core.errors import JaringError
from jaring.core.text import Text


class ViewStaleError(JaringError):
    """A saved view asks for a filter, order or column that the list does not offer to this user (any more)."""

    code = "JRG-441"
    sentence = Text(
        "Tampilan ini tidak berlaku lagi: saringan, urutan, atau kolomnya tidak tersedia bagi Anda.",
        "This view no longer holds: a filter, order or column of it is not on offer to you.",
    )
    hint = Text(
        "Buka daftarnya, atur saringan dan kolom, lalu simpan sebagai tampilan baru.",
        "Open the list, set filters and columns, and save them as a new view.",
    )


class ViewNameTakenError(JaringError):
    """The user has a view of this name for this list."""

    code = "JRG-442"
    sentence = Text("Anda sudah punya tampilan dengan nama itu.", "You have a view of that name.")
    hint = Text("Pilih nama lain, atau hapus tampilan yang lama.", "Choose another name, or delete the older view.")


class ViewNameError(JaringError):
    """The name of a view is empty, too long or holds a number of a person."""

    code = "JRG-443"
    sentence = Text(
        "Tampilan tidak disimpan: namanya tidak dapat dipakai.", "The view was not saved: its name will not do."
    )
    hint = Text(
        "Beri nama 1 sampai 60 huruf, tanpa NIK, nomor KK, atau nomor telepon.",
        "Give a name of 1 to 60 letters, without NIK, KK or telephone number.",
    )
