"""Refusals of the proposals room."""

from jaring.core.errors import JaringError
from jaring.core.text import Text


class ProposalEmptyError(JaringError):
    """A proposal without a name or a village."""

    code = "JRG-431"
    sentence = Text(
        "Usulan belum lengkap: nama dan desa wajib diisi.",
        "The proposal needs a name and a village.",
    )
    hint = Text("Lengkapi formulirnya, lalu kirim kembali.", "Complete the form and send it again.")


class ProposalUnreadableError(JaringError):
    """What came from the queue is not a proposal."""

    code = "JRG-432"
    sentence = Text("Kiriman ini tidak dapat dibaca.", "This delivery cannot be read.")
    hint = Text(
        "Muat ulang halaman usulan selagi ada sinyal, lalu kirim kembali.",
        "Load the page of proposals again while there is a signal, and resend.",
    )


class NothingProposedError(JaringError):
    """There is no proposal to gather."""

    code = "JRG-433"
    sentence = Text("Tidak ada usulan yang menunggu.", "No proposal is waiting.")
    hint = Text("Muat ulang halaman.", "Load the page again.")


class ProposalSettledError(JaringError):
    """A proposal was gathered or sent back already."""

    code = "JRG-580"
    sentence = Text(
        "Usulan ini sudah dikumpulkan atau dikembalikan.", "This proposal was gathered or sent back already."
    )
    hint = Text("Muat ulang daftar usulan.", "Load the list of proposals again.")
