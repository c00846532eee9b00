"""Refusals of lists: saved views and bulk exports."""

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


class ExportSettledError(JaringError):
    """A request for an export was released or declined before."""

    code = "JRG-581"
    sentence = Text("Permintaan unduhan ini sudah diputuskan.", "This request for an export was decided already.")
    hint = Text("Muat ulang halaman.", "Load the page again.")


class ExportNotReleasedError(JaringError):
    """Nobody released the export, it was declined, or its days are over."""

    code = "JRG-582"
    sentence = Text(
        "Unduhan ini belum dilepas orang kedua, ditolak, atau masa berlakunya sudah lewat.",
        "Nobody released this export, it was declined, or its days are over.",
    )
    hint = Text("Tunggu keputusannya, atau minta kembali.", "Wait for the decision, or ask again.")


class ExportGrownError(JaringError):
    """The list holds more people than were released."""

    code = "JRG-583"
    sentence = Text(
        "Daftar ini sekarang memuat lebih banyak baris daripada yang dilepas.",
        "This list now holds more rows than were released.",
    )
    hint = Text(
        "Minta kembali, agar orang kedua melihat jumlah yang baru.",
        "Ask again, so that the second person sees the new number.",
    )


class ExportNeedsTwoError(JaringError):
    """The list is longer than one person may take away, and nobody released it."""

    code = "JRG-586"
    sentence = Text(
        "Daftar sepanjang ini hanya keluar bila orang kedua melepasnya.",
        "A list as long as this leaves only when a second person releases it.",
    )
    hint = Text(
        "Minta pada halamannya atau dengan jaring export ask; sesudah dilepas, ambil dengan jaring export take.",
        "Ask on its page or with jaring export ask; once released, take it with jaring export take.",
    )


class ListUnknownError(JaringError):
    """There is no such list or request in the user's area."""

    code = "JRG-584"
    sentence = Text(
        "Daftar atau permintaan itu tidak ada di wilayah kerja Anda.",
        "There is no such list or request in your area.",
    )
    hint = Text("Lihat jaring export list, atau periksa nama daftarnya.", "See jaring export list, or check the name.")
