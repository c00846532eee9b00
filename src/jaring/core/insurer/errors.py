"""Refusals of the insurer's files as a whole."""

from jaring.core.errors import JaringError
from jaring.core.text import Text


class AnswerUnmatchedError(JaringError):
    """No sheet of the file has the columns of the list that it was given for."""

    code = "JRG-261"
    sentence = Text(
        "Berkas ini bukan {kind}: kolom {missing} tidak ditemukan.",
        "This file is no {kind}: there is no column {missing}.",
    )
    hint = Text(
        "Periksa apakah berkasnya benar, atau beri judul kolom itu, lalu unggah lagi.",
        "Check that it is the right file, or put a heading over that column, and upload it again.",
    )


class AnswerOfOtherMonthError(JaringError):
    """Every line of the file is about another month."""

    code = "JRG-262"
    sentence = Text(
        "Seluruh berkas ini untuk bulan {found}, bukan {month}.", "The whole file is about {found}, not {month}."
    )
    hint = Text("Pilih bulan yang tertulis di dalam berkas.", "Choose the month that the file states.")


class AnswerEmptyError(JaringError):
    """The columns are there, but no line."""

    code = "JRG-263"
    sentence = Text("Berkas ini tidak memuat satu baris pun.", "The file holds not one line.")
    hint = Text(
        "Mintalah daftar yang berisi kepada kantor cabang; daftar kosong berarti belum ada jawaban.",
        "Ask the branch for the filled list; an empty one is no answer yet.",
    )


class AnswerTemplateError(JaringError):
    """The data about the insurer's files does not say what it must, or no version is valid."""

    code = "JRG-264"
    sentence = Text("Templat berkas BPJS {file} salah: {rule}", "The template {file} is wrong: {rule}")
    hint = Text("Perbaiki berkas templat itu.", "Correct that template.")
