"""Refusals of the billing room."""

from jaring.core.errors import JaringError
from jaring.core.text import Text


class AlreadyBilledError(JaringError):
    """This payer was billed for this month before."""

    code = "JRG-302"
    sentence = Text("Iuran {month} untuk sumber dana ini sudah ditagih.", "The month {month} has been billed already.")
    hint = Text(
        "Buka tagihan bulan itu; perbaikan dilakukan melalui tagihan susulan, bukan tagihan kedua.",
        "Open that month's bill; corrections are made by later entries, not by a second bill.",
    )


class NobodyToBillError(JaringError):
    """No decree in force covers anybody in this month."""

    code = "JRG-303"
    sentence = Text(
        "Tidak ada peserta yang tercakup SK yang berlaku pada {month}.",
        "No decree in force covers anybody in {month}.",
    )
    hint = Text("Tetapkan SK yang berlaku untuk bulan itu dahulu.", "Enact the decree that covers that month first.")


class MonthsOutOfOrderError(JaringError):
    """An earlier month of the year has not been billed."""

    code = "JRG-304"
    sentence = Text(
        "Iuran {earlier} belum ditagih, sehingga {month} belum dapat ditagih.",
        "The month {earlier} has not been billed, so {month} cannot be billed yet.",
    )
    hint = Text(
        "Terbitkan tagihan menurut urutan bulan, supaya perlindungan tidak terputus.",
        "Issue the bills month after month, so that cover has no gap.",
    )


class BillUnknownError(JaringError):
    """There is no bill of this month."""

    code = "JRG-305"
    sentence = Text("Belum ada tagihan untuk {month}.", "There is no bill for {month}.")
    hint = Text("Terbitkan dengan: jaring bill {month}", "Issue it with: jaring bill {month}")


class BillOverBudgetError(JaringError):
    """The bill exceeds what is left of the year's budget."""

    code = "JRG-306"
    sentence = Text(
        "Tagihan {month} sebesar {needed} melebihi sisa anggaran {left}.",
        "The bill of {month}, {needed}, exceeds the {left} left of the budget.",
    )
    hint = Text(
        "Catat perubahan anggaran (APBD-P), atau kurangi peserta melalui SK perubahan.",
        "Enter a budget revision (APBD-P), or remove people by an amending decree.",
    )


class UploadReasonMissingError(JaringError):
    """The list with full identifiers was asked for without saying why."""

    code = "JRG-307"
    sentence = Text(
        "Daftar unggah memuat NIK lengkap, sehingga alasannya wajib diisi.",
        "The upload list holds full NIK, so a reason is required.",
    )
    hint = Text(
        "Tuliskan untuk keperluan apa daftar ini dibuat, paling sedikit 10 huruf.",
        "Write what the list is needed for, at least 10 letters.",
    )


class UploadBirthDateMissingError(JaringError):
    """Somebody on the bill has no birth date, without which the insurer takes nobody."""

    code = "JRG-308"
    sentence = Text(
        "{people} peserta pada tagihan ini belum mempunyai tanggal lahir; BPJS menolaknya.",
        "{people} people on this bill have no birth date; the insurer would reject them.",
    )
    hint = Text(
        "Lengkapi melalui daftar desa, lalu buat daftar unggah sekali lagi.",
        "Complete it with a village list, then make the upload list again.",
    )


class BillOverLineError(JaringError):
    """The year's money suffices for the bill, but not on the line that must pay it."""

    code = "JRG-310"
    sentence = Text(
        "Tagihan {month} melebihi plafon rekening JKK atau JKM sebesar {lacks}.",
        "The bill of {month} exceeds the ceiling of the JKK or JKM line by {lacks}.",
    )
    hint = Text(
        "Catat pergeseran antarrekening atau perubahan anggaran lebih dahulu.",
        "Enter a shift between the lines, or a revision of the budget, first.",
    )
