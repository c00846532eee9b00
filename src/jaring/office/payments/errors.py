"""Refusals of the payments room (JRG-22x to 25x, and 595 to 598)."""

from jaring.core.errors import JaringError
from jaring.core.text import Text


class BillNotApprovedError(JaringError):
    """A bill is ordered to be paid before anybody approved it."""

    code = "JRG-220"
    sentence = Text("Tagihan {month} belum disetujui.", "The bill of {month} has not been approved.")
    hint = Text(
        "Mintalah kepala dinas menyetujui tagihan itu dahulu.", "Ask the head of the office to approve the bill first."
    )


class AlreadyApprovedError(JaringError):
    """A bill is approved a second time."""

    code = "JRG-221"
    sentence = Text("Tagihan {month} sudah disetujui.", "The bill of {month} has been approved already.")
    hint = Text("Lanjutkan dengan perintah bayar (SPP).", "Go on with the payment order (SPP).")


class NothingOpenError(JaringError):
    """A bill has nothing left to pay."""

    code = "JRG-222"
    sentence = Text(
        "Tagihan {month} tidak mempunyai sisa yang harus dibayar.", "Nothing of the bill of {month} is open."
    )
    hint = Text("Pilih tagihan yang masih terbuka.", "Choose a bill that is still open.")


class BillOrderedError(JaringError):
    """A bill stands in another order that was not cancelled."""

    code = "JRG-223"
    sentence = Text(
        "Tagihan {month} sudah masuk perintah bayar nomor {number}.",
        "The bill of {month} is already in payment order {number}.",
    )
    hint = Text(
        "Bayar perintah itu, atau batalkan dahulu bila belum dibayar.",
        "Pay that order, or cancel it first if it was not paid.",
    )


class OrderNumberTakenError(JaringError):
    """The number of a payment order was used before."""

    code = "JRG-224"
    sentence = Text("Nomor SPP {number} sudah dipakai.", "The order number (SPP) {number} is taken.")
    hint = Text("Periksa nomornya pada buku register SPP.", "Check the number in the register of orders.")


class OrderMixedError(JaringError):
    """The bills of an order are not all of one payer and one budget year, or there is none."""

    code = "JRG-225"
    sentence = Text(
        "Satu perintah bayar memuat tagihan dari satu sumber dana dan satu tahun anggaran.",
        "An order holds bills of one payer and one budget year.",
    )
    hint = Text("Buat perintah bayar tersendiri untuk tagihan yang lain.", "Make an order of its own for the others.")


class OrderNotNeededError(JaringError):
    """A payer that pays by itself has no payment order."""

    code = "JRG-226"
    sentence = Text(
        "Sumber dana ini membayar langsung, tanpa SPP.", "This payer pays by itself, without a payment order (SPP)."
    )
    hint = Text("Catat setorannya sesudah uangnya dibayarkan.", "Enter its transfer once the money was paid.")


class OrderMissingError(JaringError):
    """Public money is recorded as paid without a payment order."""

    code = "JRG-227"
    sentence = Text(
        "Pembayaran dari sumber dana ini memerlukan perintah bayar (SPP).",
        "A payment from this payer needs a payment order (SPP).",
    )
    hint = Text("Buat perintah bayarnya dahulu, lalu catat setoran untuk perintah itu.", "Make the order first.")


class OrderCancelledError(JaringError):
    """The order was cancelled."""

    code = "JRG-228"
    sentence = Text("Perintah bayar {number} sudah dibatalkan.", "Payment order {number} was cancelled.")
    hint = Text("Buat perintah bayar yang baru.", "Make a new order.")


class OrderPaidError(JaringError):
    """An order that was paid cannot be cancelled."""

    code = "JRG-229"
    sentence = Text(
        "Perintah bayar {number} sudah dibayar, jadi tidak dapat dibatalkan.",
        "Payment order {number} was paid and cannot be cancelled.",
    )
    hint = Text(
        "Uang yang berlebih tetap tercatat sebagai titipan, atau dapat diminta kembali.",
        "Money paid in excess stays on deposit, or can be claimed back.",
    )


class PapersMissingError(JaringError):
    """A treasury's payment lacks its SPM or its SP2D."""

    code = "JRG-230"
    sentence = Text(
        "Pembayaran dari kas daerah atau negara memerlukan nomor dan tanggal SPM serta SP2D.",
        "A payment from a treasury needs number and date of its SPM and of its SP2D.",
    )
    hint = Text("Lengkapi SPM dan SP2D dari bendahara umum.", "Complete them with the papers of the treasury.")


class PapersOutOfOrderError(JaringError):
    """The days of SPP, SPM, SP2D and transfer do not follow one another."""

    code = "JRG-231"
    sentence = Text(
        "Urutan tanggal SPP, SPM, SP2D, dan setoran tidak wajar.",
        "The days of SPP, SPM, SP2D and transfer are not in order.",
    )
    hint = Text("Periksa tanggal pada setiap dokumen.", "Check the day on each paper.")


class ReferenceUsedError(JaringError):
    """A bank reference comes a second time."""

    code = "JRG-232"
    sentence = Text("Nomor referensi bank ini sudah tercatat.", "This bank reference has been entered before.")
    hint = Text(
        "Buka catatan yang sudah ada; bukti yang sama tidak dicatat dua kali.",
        "Open what was entered; one proof is not entered twice.",
    )


class FurtherTransferError(JaringError):
    """An order that was paid before gets another transfer, and nobody says that this is meant."""

    code = "JRG-233"
    sentence = Text(
        "Perintah bayar {number} sudah mempunyai setoran {paid}.", "Order {number} has a transfer already, of {paid}."
    )
    hint = Text(
        "Bila memang ada setoran lain untuk perintah ini, nyatakan sebagai setoran lanjutan.",
        "If there is indeed another transfer for this order, state that it is a further one.",
    )


class ValueDateError(JaringError):
    """The money is said to arrive on a day to come."""

    code = "JRG-234"
    sentence = Text("Tanggal valuta {day} belum tiba.", "The value date {day} lies in the future.")
    hint = Text("Catat setoran sesudah uangnya dibayarkan.", "Enter the transfer once the money was paid.")


class ProofRefusedError(JaringError):
    """The proof of a transfer is no PDF or picture, or is too large."""

    code = "JRG-235"
    sentence = Text(
        "Bukti setoran harus berupa PDF, JPG, atau PNG, paling besar {size_mib} MiB.",
        "The proof of a transfer is a PDF, JPG or PNG of at most {size_mib} MiB.",
    )
    hint = Text("Pindai atau simpan bukti bank itu sekali lagi.", "Scan or save the bank's paper again.")


class MonthsAheadError(JaringError):
    """More months are paid ahead than can be."""

    code = "JRG-236"
    sentence = Text(
        "Iuran di muka paling sedikit 1 dan paling banyak {months} bulan, dan tidak melewati akhir tahun anggaran.",
        "Between 1 and {months} months are paid ahead, and none beyond the end of the budget year.",
    )
    hint = Text("Kurangi jumlah bulan yang dibayar di muka.", "Pay fewer months ahead.")


class DueNotPaidError(JaringError):
    """A refund is claimed for dues that were not paid, or not by this payer."""

    code = "JRG-237"
    sentence = Text(
        "{count} iuran yang diminta kembali tidak tercatat lunas pada sumber dana ini.",
        "{count} dues that are claimed back were not paid by this payer.",
    )
    hint = Text(
        "Iuran yang belum dibayar dilepas melalui permintaan pelepasan.",
        "A due that was not paid is struck by a release.",
    )


class DueClaimedError(JaringError):
    """A refund is claimed twice for one due."""

    code = "JRG-238"
    sentence = Text("{count} iuran sudah pernah diminta kembali.", "{count} dues have been claimed back before.")
    hint = Text("Buka permintaan yang sudah ada.", "Open the claim that exists.")


class DepositTooSmallError(JaringError):
    """More is claimed back from the deposit than lies there."""

    code = "JRG-239"
    sentence = Text(
        "Titipan sumber dana ini {deposit}, kurang dari {amount}.",
        "The deposit of this payer is {deposit}, less than {amount}.",
    )
    hint = Text("Minta kembali paling banyak sebesar titipannya.", "Claim back no more than the deposit.")


class ClaimNumberTakenError(JaringError):
    """The number of a letter that claims money back was used before."""

    code = "JRG-240"
    sentence = Text("Nomor surat {number} sudah dipakai.", "The letter number {number} is taken.")
    hint = Text("Periksa nomornya pada buku agenda surat.", "Check the number in the register of letters.")


class ReceiptTooLargeError(JaringError):
    """More comes back than was claimed and is still out."""

    code = "JRG-241"
    sentence = Text(
        "Sisa permintaan ini {left}, kurang dari {amount}.",
        "What is left of this claim is {left}, less than {amount}.",
    )
    hint = Text(
        "Uang yang melebihi permintaan dicatat atas permintaan lain.", "Enter money beyond the claim on another claim."
    )


class ReferenceMissingError(JaringError):
    """Money is recorded without the reference that the bank gave it."""

    code = "JRG-242"
    sentence = Text("Nomor referensi bank wajib diisi.", "The bank reference is required.")
    hint = Text("Salin nomor itu dari bukti bank.", "Copy it from the bank's paper.")


class ClaimSettledError(JaringError):
    """Nothing is left of a claim."""

    code = "JRG-243"
    sentence = Text("Permintaan nomor {number} sudah selesai.", "Claim {number} is settled.")
    hint = Text("Tidak ada sisa yang dapat diterima atau dihapus.", "Nothing is left to receive or to write off.")


class DueNotOpenError(JaringError):
    """Dues are to be released that were paid, released before, or never billed to this payer."""

    code = "JRG-244"
    sentence = Text(
        "{count} iuran tidak terbuka pada sumber dana ini: sudah lunas, sudah dilepas, atau tidak ditagih.",
        "{count} dues are not open with this payer: paid, released, or never billed.",
    )
    hint = Text(
        "Iuran yang sudah lunas diminta kembali dari BPJS; yang lain dikeluarkan dari permintaan.",
        "A paid due is claimed back from the insurer; leave the others out.",
    )


class RequestDecidedError(JaringError):
    """A request for release was decided before."""

    code = "JRG-245"
    sentence = Text("Permintaan pelepasan ini sudah diputuskan.", "This request for release has been decided.")
    hint = Text("Buat permintaan baru bila keadaannya berubah.", "Make a new request if things have changed.")


class NobodyNamedError(JaringError):
    """A claim or a release names no due."""

    code = "JRG-246"
    sentence = Text("Belum ada iuran yang dipilih.", "No due was chosen.")
    hint = Text("Pilih paling sedikit satu iuran.", "Choose at least one due.")


class AmountNotPositiveError(JaringError):
    """An amount of money that is paid or claimed is not above zero."""

    code = "JRG-247"
    sentence = Text("Jumlah uang harus lebih dari nol.", "The amount must be above zero.")
    hint = Text("Tulis jumlah sesuai bukti bank.", "Write the amount as the bank's paper says.")


class PaymentPaperUnknownError(JaringError):
    """There is no order, claim or request under this number."""

    code = "JRG-248"
    sentence = Text("Tidak ada dokumen pembayaran dengan nomor itu.", "No payment paper has that number.")
    hint = Text("Periksa nomornya di halaman Pembayaran.", "Check the number on the page Payments.")


class ReasonMissingError(JaringError):
    """An act that needs a reason has none."""

    code = "JRG-249"
    sentence = Text("Tindakan ini memerlukan alasan.", "This act needs a reason.")
    hint = Text("Tuliskan alasannya dengan singkat.", "Write the reason in a few words.")


class RestorationNotOpenError(JaringError):
    """The insurer restores no months for this kind of payer."""

    code = "JRG-250"
    sentence = Text(
        "Pemulihan kesinambungan kepesertaan tidak disediakan bagi sumber dana ini ({payer}).",
        "Restoring continuity is not open to this kind of payer ({payer}).",
    )
    hint = Text(
        "Bayarlah iuran bulan berjalan agar perlindungan dimulai lagi; masa tunggu JKM dihitung baru.",
        "Pay the current month so that cover begins again; the waiting period of JKM counts anew.",
    )


class NothingToRestoreError(JaringError):
    """No membership of the payer's people has ended for want of payment."""

    code = "JRG-251"
    sentence = Text(
        "Tidak ada bulan yang perlu dipulihkan: kepesertaan belum berakhir.",
        "There is no month to restore: no membership has ended.",
    )
    hint = Text(
        "Selama tunggakan masih dapat dibayar, setorkan iurannya; surat permohonan tidak diperlukan.",
        "While arrears can still be paid, pay them; no request is needed.",
    )


class RestorationOverlapsError(JaringError):
    """Some of these months were restored before."""

    code = "JRG-252"
    sentence = Text(
        "Bulan itu sudah dipulihkan dengan surat {number}.", "These months were restored before, by letter {number}."
    )
    hint = Text(
        "Catat hanya bulan yang belum tercantum pada pemulihan sebelumnya.",
        "Record only months that no earlier restoration names.",
    )


class RestorationUnusableError(JaringError):
    """A restoration names no month, a month to come, or a day to come."""

    code = "JRG-253"
    sentence = Text(
        "Pemulihan itu tidak dapat dicatat: bulannya belum lewat, terbalik, atau tanggal suratnya di masa depan.",
        "This restoration cannot be recorded: its months are not over, or in the wrong order, or its letter is of a "
        "day to come.",
    )
    hint = Text(
        "Salin bulan dan tanggalnya dari surat BPJS.", "Copy the months and the day from the insurer's letter."
    )


class RestorationNumberTakenError(JaringError):
    """Another restoration has this number."""

    code = "JRG-254"
    sentence = Text(
        "Nomor surat {number} sudah dipakai untuk pemulihan lain.",
        "The number {number} is that of another restoration.",
    )
    hint = Text("Periksa nomor surat BPJS.", "Check the number of the insurer's letter.")


class TransferReversedError(JaringError):
    """The transfer was reversed."""

    code = "JRG-595"
    sentence = Text("Setoran {reference} sudah dibatalkan.", "Transfer {reference} was reversed.")
    hint = Text("Catat setoran yang benar bila uangnya memang dibayarkan.", "Enter the right one if money was paid.")


class TransferClaimedError(JaringError):
    """Dues that a transfer paid are claimed back from the insurer, so it is not reversed."""

    code = "JRG-596"
    sentence = Text(
        "{count} iuran yang dilunasi setoran ini sudah diminta kembali dari BPJS; setoran tidak dapat dibatalkan.",
        "{count} dues that this transfer paid are claimed back from the insurer, so it is not reversed.",
    )
    hint = Text(
        "Permintaan itu menyatakan uangnya memang sampai di BPJS; selisihnya dicatat sebagai setoran lanjutan.",
        "The claim says that the money did arrive; enter what is missing as a further transfer.",
    )


class TransferUsedError(JaringError):
    """Money of a transfer was used together with other money, so it is not reversed."""

    code = "JRG-597"
    sentence = Text(
        "Uang setoran ini sudah dipakai bersama uang lain: tanpa setoran ini titipan kurang {short}.",
        "The money of this transfer was used together with other money: without it the deposit is {short} short.",
    )
    hint = Text(
        "Batalkan dahulu setoran yang lebih baru, yang terakhir lebih dahulu; titipan yang sudah diminta kembali "
        "dari BPJS harus selesai dahulu.",
        "Reverse later transfers first, the last one before the others; settle what was claimed back of the deposit.",
    )


class ReversalDateError(JaringError):
    """A transfer is reversed on a day before its entries, or on a day to come."""

    code = "JRG-598"
    sentence = Text(
        "Tanggal pembatalan harus antara {first} dan {last}.", "A reversal is dated between {first} and {last}."
    )
    hint = Text("Pakai tanggal hari kekeliruan ditemukan.", "Use the day on which the error was found.")
