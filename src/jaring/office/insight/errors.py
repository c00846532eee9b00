"""Refusals of the room of figures."""

from jaring.core.errors import JaringError
from jaring.core.text import Text


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
