"""Refusals of the law's room."""

from jaring.core.errors import JaringError
from jaring.core.text import Text


class ReadingGroundsMissingError(JaringError):
    """A choice without a reason or without something to look up."""

    code = "JRG-190"
    sentence = Text(
        "Pilihan tafsir memerlukan alasan dan rujukan, masing-masing paling sedikit 10 huruf.",
        "A choice of reading needs a reason and a reference, at least 10 letters each.",
    )
    hint = Text(
        "Tuliskan mengapa, dan surat atau keterangan resmi yang menjadi rujukannya.",
        "Write why, and the letter or official statement it refers to.",
    )


class ReadingMonthBilledError(JaringError):
    """A choice that would change the price of a month that was billed."""

    code = "JRG-191"
    sentence = Text(
        "Iuran {month} atau sesudahnya sudah ditagih, sehingga tafsir ini tidak dapat berlaku mulai bulan itu.",
        "The month {month} or a later one has been billed, so this reading cannot hold from that month on.",
    )
    hint = Text(
        "Pilih bulan sesudah tagihan terakhir; selisih bulan lalu diperbaiki melalui tagihan susulan.",
        "Choose a month after the last bill; differences of past months are corrected by later entries.",
    )


class ReadingUnchangedError(JaringError):
    """A choice that changes nothing: followed already, or not followed."""

    code = "JRG-192"
    sentence = Text(
        "Pilihan ini tidak mengubah apa pun: keadaannya sudah demikian pada {month}.",
        "This choice changes nothing: that is how things stand in {month} already.",
    )
    hint = Text(
        "Lihat riwayat pilihan pada halaman parameternya.", "See the history of choices on the parameter's page."
    )


class ReadingOutOfForceError(JaringError):
    """A choice for a month in which the law offers no such reading."""

    code = "JRG-193"
    sentence = Text(
        "Aturan yang ditafsirkan {name} tidak berlaku pada {month}.",
        "The rule that {name} reads is not in force in {month}.",
    )
    hint = Text(
        "Pilih bulan dalam masa berlaku aturan itu.",
        "Choose a month in which the rule is in force.",
    )


class TypesettersBusyError(JaringError):
    """An explanation as PDF, while as many as the server makes at once are being made."""

    code = "JRG-808"
    sentence = Text(
        "PDF belum dibuat: server sedang menyusun PDF lain.",
        "The PDF was not made: the server is busy with other PDFs.",
    )
    hint = Text(
        "Tunggu beberapa detik lalu ulangi, atau ambil sebagai Teks.",
        "Wait a few seconds and try again, or take it as text.",
    )
