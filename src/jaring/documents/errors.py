"""Refusals of the document writers (JRG-8xx)."""

from __future__ import annotations

from jaring.core.errors import JaringError
from jaring.core.text import Text


class DocumentFactsError(JaringError):
    """The facts handed in contradict each other, so that no honest paper can be made of them."""

    code = "JRG-801"
    sentence = Text("Dokumen tidak dibuat: {rule}", "The document was not made: {rule}")
    hint = Text(
        "Perbaiki data sumbernya, lalu buat dokumen sekali lagi.",
        "Correct the data it is made from, then make the document again.",
    )


class TypesettingStoppedError(JaringError):
    """A typesetting process was killed, ran out of memory or took too long."""

    code = "JRG-802"
    sentence = Text(
        "Penyusunan halaman {part} terhenti sebelum selesai; tidak ada berkas yang ditulis.",
        "Typesetting of {part} stopped before it was done; no file was written.",
    )
    hint = Text(
        "Pastikan memori dan ruang cakram cukup, lalu ulangi perintah yang sama.",
        "Make sure that there is enough memory and disk space, then repeat the same command.",
    )


class TypesettingFailedError(JaringError):
    """The page template does not compile."""

    code = "JRG-803"
    sentence = Text(
        "Templat halaman {part} tidak dapat disusun; tidak ada berkas yang ditulis.",
        "The page template {part} does not compile; no file was written.",
    )
    hint = Text(
        "Kembalikan templat ke versi yang dikirim bersama Jaring, atau perbaiki bagian yang diubah.",
        "Restore the template shipped with Jaring, or mend the part that was changed.",
    )


class TemplateUnknownError(JaringError):
    """No version of a template is valid for this regency on this day."""

    code = "JRG-804"
    sentence = Text(
        "Templat {template} untuk daerah {regency} tidak tersedia pada {day}.",
        "Template {template} of regency {regency} has no version valid on {day}.",
    )
    hint = Text(
        "Tambahkan berkas templat dengan masa berlaku yang mencakup hari itu.",
        "Add a template file whose validity covers that day.",
    )


class TemplateBrokenError(JaringError):
    """A template file does not say what a template must say."""

    code = "JRG-805"
    sentence = Text(
        "Berkas templat {file} tidak dapat dipakai: {rule}",
        "The template file {file} cannot be used: {rule}",
    )
    hint = Text(
        "Sesuaikan berkas itu dengan keterangan templat di dokumentasi.",
        "Make the file follow the description of templates in the documentation.",
    )


class IdentifierExposedError(JaringError):
    """A row of a public annex carries more digits of a NIK than may be published."""

    code = "JRG-806"
    sentence = Text(
        "Lampiran tidak dibuat: baris {row} memuat NIK yang belum disamarkan.",
        "The annex was not made: row {row} holds a NIK that is not masked.",
    )
    hint = Text(
        "Samarkan NIK (bagian tanggal lahir harus tertutup) sebelum menyusun lampiran.",
        "Mask the NIK (its birth-date part must be covered) before the annex is made.",
    )


class DocumentNotWrittenError(JaringError):
    """The finished document could not be put on the disk."""

    code = "JRG-807"
    sentence = Text(
        "Dokumen tidak dapat ditulis ke cakram; berkas yang lama tidak berubah.",
        "The document could not be written to disk; the earlier file is unchanged.",
    )
    hint = Text(
        "Periksa ruang cakram, hak tulis, dan apakah foldernya ada, lalu ulangi.",
        "Check disk space, the right to write, and that the folder exists, then repeat.",
    )
