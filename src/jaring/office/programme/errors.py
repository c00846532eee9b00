"""Refusals about programme years, budgets, choice, decrees and enrolment."""

from jaring.core.errors import JaringError
from jaring.core.text import Text


class YearUnknownError(JaringError):
    """The regency has no programme year that covers the month."""

    code = "JRG-501"
    sentence = Text(
        "Belum ada tahun program yang mencakup {month}.", "There is no programme year that covers {month}."
    )
    hint = Text(
        "Buka tahun program dan isi anggarannya lebih dahulu.",
        "Open the programme year and enter its budget first.",
    )


class PayerUnknownError(JaringError):
    """The regency has no such payer."""

    code = "JRG-502"
    sentence = Text("Sumber dana {payer} belum terdaftar.", "The payer {payer} is not registered.")
    hint = Text(
        "Daftarkan sumber dana itu pada tahun program, atau pilih yang lain.",
        "Register that payer for the programme year, or choose another.",
    )


class NoBudgetError(JaringError):
    """Nothing is left of the budget for the months that remain."""

    code = "JRG-503"
    sentence = Text(
        "Tidak ada sisa anggaran untuk bulan-bulan yang tersisa.",
        "Nothing of the budget is left for the months that remain.",
    )
    hint = Text("Catat anggaran atau perubahannya (APBD-P).", "Enter the budget or its revision (APBD-P).")


class NumberTakenError(JaringError):
    """Another decree bears this number."""

    code = "JRG-504"
    sentence = Text("Nomor SK ini sudah dipakai.", "Another decree bears this number.")
    hint = Text("Periksa nomor pada buku register SK.", "Check the number in the register of decrees.")


class NothingToDecreeError(JaringError):
    """The decree would neither add nor remove anybody."""

    code = "JRG-505"
    sentence = Text(
        "SK tidak akan menambah atau mengeluarkan seorang pun.", "The decree would neither add nor remove anybody."
    )
    hint = Text(
        "Hitung penetapan sasaran dahulu, atau catat peserta yang keluar.",
        "Run the targeting first, or record who leaves.",
    )


class DecreeOverBudgetError(JaringError):
    """The people of the decree cost more than what is left of the budget."""

    code = "JRG-506"
    sentence = Text(
        "SK ini memerlukan {needed} untuk bulan-bulan yang tersisa; sisa anggaran {left}.",
        "This decree needs {needed} for the months that remain; {left} of the budget is left.",
    )
    hint = Text(
        "Hitung ulang penetapan sasaran dengan sisa anggaran, atau catat perubahan anggaran.",
        "Run the targeting again with what is left, or enter a budget revision.",
    )


class AlreadyInForceError(JaringError):
    """The decree is in force already."""

    code = "JRG-507"
    sentence = Text("SK ini sudah berlaku.", "This decree is in force already.")
    hint = Text("Muat ulang halaman.", "Load the page again.")


class DraftStaleError(JaringError):
    """Since the draft was drawn up, something changed that it rests on."""

    code = "JRG-508"
    sentence = Text(
        "Rancangan SK tidak cocok lagi dengan keadaan: ada peserta yang sudah terdaftar atau sudah berakhir.",
        "The draft no longer fits: someone in it is enrolled already, or no longer enrolled.",
    )
    hint = Text("Susun rancangan baru dari keadaan sekarang.", "Draw up a new draft from how things stand now.")


class DecreeUnknownError(JaringError):
    """No decree of the regency bears this number."""

    code = "JRG-509"
    sentence = Text("Tidak ada SK dengan nomor itu.", "No decree bears that number.")
    hint = Text("Lihat daftar SK dengan: jaring decree", "List the decrees with: jaring decree")


class MonthBilledError(JaringError):
    """The decree would change a month that was billed already."""

    code = "JRG-510"
    sentence = Text(
        "Bulan {month} sudah ditagih; SK tidak dapat berlaku surut ke bulan itu.",
        "The month {month} has been billed; a decree cannot reach back to it.",
    )
    hint = Text("Pilih bulan mulai yang belum ditagih.", "Choose a first month that has not been billed.")


class NoInitialDecreeError(JaringError):
    """There is no decree of this year in force that could be amended."""

    code = "JRG-511"
    sentence = Text(
        "Belum ada SK penetapan tahun ini yang berlaku, sehingga belum dapat diubah.",
        "No decree of this year is in force yet that could be amended.",
    )
    hint = Text("Susun dan tetapkan SK penetapan dahulu.", "Draft and enact the year's decree first.")


class YearExistsError(JaringError):
    """The programme year exists already."""

    code = "JRG-512"
    sentence = Text("Tahun program {year} sudah ada.", "The programme year {year} exists already.")
    hint = Text("Catat perubahan anggaran pada tahun itu.", "Enter a budget revision for that year.")


class DecreeAlteredError(JaringError):
    """The lines of a decree are not those that were hashed when it was drafted."""

    code = "JRG-513"
    sentence = Text(
        "Lampiran SK ini tidak cocok lagi dengan sidiknya: isinya pernah diubah di luar Jaring.",
        "The annex of this decree no longer matches its hash: it was altered outside Jaring.",
    )
    hint = Text(
        "Jangan pakai SK ini. Jalankan pemeriksaan: jaring doctor, lalu pulihkan dari cadangan.",
        "Do not use this decree. Run the examination: jaring doctor, then restore from a backup.",
    )


class BudgetUnchangedError(JaringError):
    """A budget entry of nothing."""

    code = "JRG-514"
    sentence = Text("Jumlah anggaran tidak boleh nol.", "The amount of a budget entry must not be zero.")
    hint = Text(
        "Isi jumlah yang ditambahkan, atau jumlah bertanda minus untuk pengurangan.",
        "Enter the amount that is added, or a negative one for a cut.",
    )


class BudgetBelowBilledError(JaringError):
    """A cut would leave less than what was billed already."""

    code = "JRG-515"
    sentence = Text(
        "Pengurangan ini menyisakan anggaran {budget}, di bawah {billed} yang sudah ditagih.",
        "This cut leaves a budget of {budget}, less than the {billed} billed already.",
    )
    hint = Text(
        "Kurangi paling banyak sebesar anggaran yang belum ditagih.",
        "Take away at most what has not been billed yet.",
    )


class YearMonthsError(JaringError):
    """The months of a programme year do not lie within that year."""

    code = "JRG-516"
    sentence = Text(
        "Bulan {first} sampai dengan {last} tidak seluruhnya berada dalam tahun {year}.",
        "The months from {first} to {last} do not all lie within {year}.",
    )
    hint = Text("Pilih bulan pertama pada tahun {year}.", "Choose a first month within {year}.")


class PayerUnclearError(JaringError):
    """Several payers are of the kind that was named."""

    code = "JRG-520"
    sentence = Text(
        "Ada {count} sumber dana jenis {payer}; sebutkan yang mana.",
        "There are {count} payers of the kind {payer}; say which one.",
    )
    hint = Text(
        "Tambahkan kode desanya (--village), atau pakai kode sumber dana dari: jaring payer list",
        "Add the code of the village (--village), or use a payer's code from: jaring payer list",
    )


class PayerExistsError(JaringError):
    """A payer of this kind has this name, or belongs to this village."""

    code = "JRG-521"
    sentence = Text(
        "Sumber dana ini sudah terdaftar dengan kode {payer}.", "This payer is registered already, as {payer}."
    )
    hint = Text("Pakai sumber dana yang sudah ada.", "Use the payer that exists.")


class PayerVillageError(JaringError):
    """A payer of this kind has no village, or the village lies elsewhere."""

    code = "JRG-522"
    sentence = Text(
        "Sumber dana jenis {payer} tidak dapat menjadi milik desa {village}.",
        "A payer of the kind {payer} cannot belong to the village {village}.",
    )
    hint = Text(
        "Hanya Dana Desa, APBDes, dan pemberi kerja dapat menjadi milik desa, dan desanya harus di kabupaten ini.",
        "Only Dana Desa, APBDes and employers can belong to a village, and the village must lie in this regency.",
    )


class GroupCodeUnknownError(JaringError):
    """The insurer knows no group of this code."""

    code = "JRG-523"
    sentence = Text("BPJS tidak mengenal kode wadah {group}.", "The insurer knows no group code {group}.")
    hint = Text("Pilih salah satu: {known}.", "Choose one of: {known}.")


class BudgetBelowCommittedError(JaringError):
    """A cut would leave less than what decrees in force still need."""

    code = "JRG-524"
    sentence = Text(
        "Pengurangan ini menyisakan anggaran {budget}; {billed} sudah ditagih dan SK yang berlaku masih memerlukan "
        "{committed}.",
        "This cut leaves a budget of {budget}; {billed} was billed and decrees in force still need {committed}.",
    )
    hint = Text(
        "Keluarkan peserta melalui SK perubahan dahulu, atau tegaskan bahwa pengurangan tetap dicatat.",
        "Remove people by an amending decree first, or confirm that the cut is entered nevertheless.",
    )


class ShiftUnevenError(JaringError):
    """A shift between lines takes more or less than it gives."""

    code = "JRG-525"
    sentence = Text(
        "Pergeseran harus berjumlah nol: yang dikurangi sama dengan yang ditambah.",
        "A shift must sum to nothing: what is taken equals what is given.",
    )
    hint = Text(
        "Periksa jumlah tiap rekening, atau catat sebagai perubahan anggaran (DPPA).",
        "Check the amount of each line, or enter it as a revision (DPPA).",
    )


class BudgetLineUnknownError(JaringError):
    """The regency offers no such budget line."""

    code = "JRG-526"
    sentence = Text("Tidak ada rekening {line} untuk sumber dana ini.", "There is no line {line} for this payer.")
    hint = Text("Pilih salah satu: {known}.", "Choose one of: {known}.")


class DecreeOverLineError(JaringError):
    """The year's money suffices for a decree, but not on the line of JKK or of JKM."""

    code = "JRG-527"
    sentence = Text(
        "Anggaran cukup, tetapi rekening JKK atau JKM kurang {lacks} untuk bulan-bulan yang tersisa.",
        "The budget suffices, but the JKK or JKM line lacks {lacks} for the months that remain.",
    )
    hint = Text("Catat pergeseran antarrekening lebih dahulu.", "Enter a shift between the lines first.")


class StartsTwiceError(JaringError):
    """Somebody in the decree was enrolled with this payer from that very month before."""

    code = "JRG-530"
    sentence = Text(
        "Ada peserta yang pernah terdaftar dengan sumber dana ini mulai {month}; ia tidak dapat mulai dua kali.",
        "Somebody was enrolled with this payer from {month} before, and cannot begin twice in a month.",
    )
    hint = Text("Pilih bulan mulai yang kemudian.", "Choose a later first month.")


class MoveNowhereError(JaringError):
    """A move to the payer where people are, or to one of another regency."""

    code = "JRG-531"
    sentence = Text(
        "Sumber dana tujuan harus berbeda dari asalnya dan berada di kabupaten yang sama.",
        "People move to another payer of the same regency.",
    )
    hint = Text(
        "Pilih sumber dana lain; dengan rencana bersama sumber dananya boleh tetap.",
        "Choose another payer; under a plan of co-funding it may stay the same.",
    )


class PlanUnusableError(JaringError):
    """The steps or the payers of a plan do not make a plan."""

    code = "JRG-540"
    sentence = Text(
        "Rencana ini tidak dapat dipakai: {fault}.",
        "This plan cannot be used: {fault}.",
    )
    hint = Text(
        "Tuliskan bagian publik yang menurun, misalnya 100, 75, 50, 25, 0, dengan bulan mulai yang berurutan.",
        "Write a falling public share, such as 100, 75, 50, 25, 0, with months in order.",
    )


class PlanNameTakenError(JaringError):
    """Another plan of the regency bears this name."""

    code = "JRG-541"
    sentence = Text("Nama rencana ini sudah dipakai.", "Another plan bears this name.")
    hint = Text("Pilih nama lain.", "Choose another name.")


class PlanUnknownError(JaringError):
    """The regency has no plan of this name."""

    code = "JRG-542"
    sentence = Text("Tidak ada rencana dengan nama itu.", "No plan bears that name.")
    hint = Text("Lihat daftarnya dengan: jaring plan list", "List the plans with: jaring plan list")


class DecreeDiscardedError(JaringError):
    """A draft that was discarded cannot be used any more."""

    code = "JRG-555"
    sentence = Text("Rancangan SK ini sudah dibuang.", "This draft was discarded.")
    hint = Text(
        "Susun rancangan baru; nomornya boleh dipakai lagi.", "Draw up another draft; its number is free again."
    )


class ScanRefusedError(JaringError):
    """The scan of a signed decree is no PDF that can be read, or is too large."""

    code = "JRG-556"
    sentence = Text(
        "Naskah bertanda tangan harus berupa PDF yang dapat dibuka tanpa kata sandi, paling besar {size_mib} MiB.",
        "The signed paper is a PDF that opens without a password, of at most {size_mib} MiB.",
    )
    hint = Text("Pindai naskah itu sekali lagi sebagai PDF.", "Scan the paper once more, as a PDF.")


class WrongPaperError(JaringError):
    """Number or hash read from the signed paper are not those of the decree."""

    code = "JRG-557"
    sentence = Text(
        "Nomor atau sidik lampiran yang dibaca dari naskah tidak sama dengan SK ini.",
        "The number or the hash of the annex read from the paper is not that of this decree.",
    )
    hint = Text(
        "Periksa apakah naskah yang dipindai memang SK ini dan lampirannya tidak berubah; sidiknya tercetak di kaki "
        "setiap halaman.",
        "Check whether the scanned paper is this decree with its unchanged annex; the hash stands at the foot of each "
        "page.",
    )


class NotYetInForceError(JaringError):
    """A draft cannot be made known."""

    code = "JRG-558"
    sentence = Text("SK ini belum berlaku.", "This decree is not in force yet.")
    hint = Text("Tetapkan SK ini lebih dahulu.", "Put the decree in force first.")


class DoneAlreadyError(JaringError):
    """The act was done before, and is done once."""

    code = "JRG-559"
    sentence = Text("Tindakan ini sudah dilakukan.", "This was done already.")
    hint = Text("Muat ulang halaman untuk melihat keadaannya.", "Load the page again to see how things stand.")


class ReasonMissingError(JaringError):
    """An act that needs a reason came without one."""

    code = "JRG-560"
    sentence = Text("Alasan harus ditulis.", "A reason is required.")
    hint = Text("Tulis alasan yang dapat dibaca orang lain kemudian.", "Write a reason that others can read later.")


class RunUnknownError(JaringError):
    """There is no targeting run of this id in the regency."""

    code = "JRG-270"
    sentence = Text(
        "Penetapan sasaran dengan ID itu tidak ada di kabupaten ini.",
        "There is no targeting run of that id in this regency.",
    )
    hint = Text(
        "Salin ID-nya dari alamat halaman penetapan, atau dari keluaran jaring target --json.",
        "Copy its id from the address of its page, or from what jaring target --json prints.",
    )


class ScenarioNameTakenError(JaringError):
    """Another scenario of the same run bears this name."""

    code = "JRG-561"
    sentence = Text("Nama skenario ini sudah dipakai.", "Another scenario bears this name.")
    hint = Text("Pilih nama lain, atau buang skenario yang lama.", "Choose another name, or discard the old one.")


class ScenarioOverBudgetError(JaringError):
    """A scenario is chosen for which there is not enough money."""

    code = "JRG-562"
    sentence = Text(
        "Plafon skenario ini {budget}, sedangkan sisa anggaran {left}.",
        "This scenario stands on {budget}, while {left} of the budget is left.",
    )
    hint = Text(
        "Catat perubahan anggaran lebih dahulu, atau pilih skenario lain.",
        "Enter a budget revision first, or choose another scenario.",
    )


class OpenObjectionsError(JaringError):
    """A decree is to be enacted while objections to its run are not settled."""

    code = "JRG-563"
    sentence = Text(
        "Masih ada {count} sanggahan yang belum selesai atas penetapan di balik SK ini.",
        "There are {count} unsettled objections to the run behind this decree.",
    )
    hint = Text(
        "Selesaikan sanggahannya lebih dahulu, atau tulis alasan mengapa SK tetap ditetapkan; alasannya tercatat.",
        "Settle them first, or write why the decree is enacted all the same; the reason is kept in the audit chain.",
    )


class WindowOpenedError(JaringError):
    """A run is opened for objections once."""

    code = "JRG-564"
    sentence = Text("Masa sanggah penetapan ini sudah pernah dibuka.", "This run was opened for objections before.")
    hint = Text("Lihat harinya di halaman sanggahan.", "See its days on the page of objections.")


class WindowClosedError(JaringError):
    """An objection is filed on a day on which none is taken."""

    code = "JRG-565"
    sentence = Text("Masa sanggah penetapan ini tidak sedang dibuka.", "This run is not open for objections today.")
    hint = Text(
        "Data yang keliru tetap dapat dibetulkan melalui usulan perbaikan atau laporan keluar.",
        "Wrong data can still be put right by a correction proposal or a report of an exit.",
    )


class ObjectionTextError(JaringError):
    """Words of an objection, of a finding or of its return are too few or too many."""

    code = "JRG-566"
    sentence = Text("Penjelasan terlalu pendek atau terlalu panjang.", "The explanation is too short or too long.")
    hint = Text("Tulis {least} sampai {most} huruf.", "Write {least} to {most} letters.")


class ObjectionRepeatedError(JaringError):
    """The same person objected to the same decision on the same ground before."""

    code = "JRG-567"
    sentence = Text(
        "Anda sudah menyanggah orang ini dengan alasan yang sama.",
        "You have objected about this person on the same ground before.",
    )
    hint = Text("Lihat sanggahannya di daftar sanggahan.", "See it in the list of objections.")


class ObjectionStateError(JaringError):
    """An objection is reviewed or approved in a state in which that is not due."""

    code = "JRG-568"
    sentence = Text("Keadaan sanggahan ini sudah berubah.", "This objection is in another state by now.")
    hint = Text("Muat ulang halaman untuk melihat keadaannya.", "Load the page again to see how things stand.")


class WindowDaysError(JaringError):
    """The days of a window do not follow each other, or its last day is over."""

    code = "JRG-569"
    sentence = Text(
        "Hari-hari masa sanggah tidak berurutan, atau hari terakhirnya sudah lewat.",
        "The days of the window do not follow each other, or its last day is over.",
    )
    hint = Text(
        "Isi hari mulai, hari terakhir, dan batas jawaban secara berurutan.",
        "Give the first day, the last day and the day of the answer in this order.",
    )


class ObjectionUnknownError(JaringError):
    """There is no such objection or person in the user's area."""

    code = "JRG-585"
    sentence = Text(
        "Sanggahan atau orang itu tidak ada di wilayah kerja Anda.",
        "There is no such objection or person in your area.",
    )
    hint = Text("Lihat jaring objection list.", "See jaring objection list.")
