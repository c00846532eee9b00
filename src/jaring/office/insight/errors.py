"""Refusals of the room of figures."""

from jaring.core.errors import JaringError
from jaring.core.text import Text


class BoundariesUnmatchedError(JaringError):
    """A file of boundaries has areas for which no village is found."""

    code = "JRG-422"
    sentence = Text(
        "{count} area di berkas itu tidak cocok dengan satu pun desa/kelurahan: {areas}.",
        "{count} areas of that file fit no village: {areas}.",
    )
    hint = Text(
        "Perbaiki kode atau namanya di berkas, atau izinkan area yang tidak dikenali: area itu lalu tidak digambar.",
        "Mend their code or name in the file, or allow areas that are not recognised: they are then not drawn.",
    )


class BoundariesOfNobodyError(JaringError):
    """A file of boundaries fits no village of the regency at all."""

    code = "JRG-423"
    sentence = Text(
        "Tidak satu pun area di berkas itu cocok dengan desa/kelurahan kabupaten ini.",
        "No area of that file fits a village of this regency.",
    )
    hint = Text(
        "Pastikan berkas itu milik kabupaten ini dan memuat kode Kemendagri, kode BPS, atau nama desa/kelurahan.",
        "Make sure that the file is this regency's and has Kemendagri codes, BPS codes or names of villages.",
    )


class NoBoundariesError(JaringError):
    """There are no boundaries to withdraw."""

    code = "JRG-424"
    sentence = Text(
        "Batas wilayah itu tidak ada atau sudah ditarik.", "Those boundaries do not exist or were withdrawn."
    )
    hint = Text("Muat ulang halaman untuk melihat keadaannya.", "Load the page again to see how it stands.")


class BoundaryReasonMissingError(JaringError):
    """Boundaries were to be withdrawn without a word why."""

    code = "JRG-425"
    sentence = Text("Penarikan batas wilayah harus disertai alasan.", "Withdrawing boundaries needs a reason.")
    hint = Text("Tuliskan alasannya, paling sedikit 10 huruf.", "Write the reason, at least 10 letters.")


class PublicPageReasonMissingError(JaringError):
    """The public page was to be opened or closed without a word why."""

    code = "JRG-426"
    sentence = Text(
        "Membuka atau menutup halaman publik harus disertai alasan.",
        "Opening or closing the public page needs a reason.",
    )
    hint = Text("Tuliskan alasannya, paling sedikit 10 huruf.", "Write the reason, at least 10 letters.")


class PublicPageUnchangedError(JaringError):
    """The public page is already what it was to become."""

    code = "JRG-427"
    sentence = Text(
        "Halaman publik sudah dalam keadaan itu; tidak ada yang diubah.",
        "The public page is like that already; nothing was changed.",
    )
    hint = Text("Muat ulang halaman untuk melihat keadaannya.", "Load the page again to see how it stands.")
