"""The words that officers meet: the page of terms shows them, and the guide is written from them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from jaring.core.text import Text


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the office: its place in an address, what it is called, what it means, and the law that has it."""

    name: str
    term: Text
    meaning: Text
    law: str = ""


def _term(name: str, term: tuple[str, str], meaning: tuple[str, str], law: str = "") -> Term:
    return Term(name, Text(*term), Text(*meaning), law)


TERMS: Final[tuple[Term, ...]] = (
    _term(
        "ahli-waris",
        ("Ahli waris", "Heir"),
        (
            "Yang berhak menerima santunan kematian peserta. Ditanyakan sejak awal agar keluarga tidak menunggu.",
            "Who has the right to the death grant. Asked from the start, so that the family need not wait.",
        ),
        "PP 44/2015",
    ),
    _term(
        "alokasi",
        ("Alokasi", "Allocation"),
        (
            "Setoran dipasangkan dengan iuran orang per orang, menurut urutan lampiran SK.",
            "Money paid is set against the contributions of whole people, in the order of the decree's annex.",
        ),
    ),
    _term(
        "anggapan",
        ("Anggapan", "Assumption"),
        (
            "Nilai yang belum dipastikan peraturan mana pun. Semua hitungan yang memakainya diberi tanda.",
            "A value that no regulation settles. Whatever is computed with it is marked.",
        ),
    ),
    _term(
        "apbd",
        ("APBD", "APBD"),
        (
            "Anggaran Pendapatan dan Belanja Daerah. Iuran peserta yang dibayar kabupaten dibebankan di sini.",
            "The budget of the regency or province, which bears the contributions that the regency pays.",
        ),
    ),
    _term(
        "bpu",
        ("Bukan penerima upah (BPU)", "Non-wage worker (BPU)"),
        (
            "Orang yang bekerja atas usahanya sendiri: petani, nelayan, pedagang, tukang ojek.",
            "Who works on his own account: farmer, fisher, trader, driver of a motorcycle taxi.",
        ),
        "PP 44/2015",
    ),
    _term(
        "cadangan",
        ("Cadangan", "Reserve"),
        (
            "Calon yang memenuhi syarat tetapi belum mendapat tempat; berurutan, dan dipakai bila ada tempat kosong.",
            "Who meets the conditions but found no place; ranked, and taken when a place becomes free.",
        ),
    ),
    _term(
        "cakupan",
        ("Cakupan", "Coverage"),
        (
            "Bagian yang sudah terlindungi dari semua yang terlindungi atau memenuhi syarat dan masih menunggu.",
            "The share covered of all who are covered, or meet the conditions and wait.",
        ),
    ),
    _term(
        "calon",
        ("Calon peserta", "Candidate"),
        (
            "Orang yang diusulkan untuk satu tahun program dan belum ditetapkan dengan SK.",
            "Somebody proposed for a programme year whom no decree names yet.",
        ),
    ),
    _term(
        "dasar-penghasilan",
        ("Dasar penghasilan", "Declared income"),
        (
            "Penghasilan yang dilaporkan; menentukan iuran JKK dan santunan.",
            "The income that is declared; the JKK contribution and the grants rest on it.",
        ),
        "PP 44/2015, Lampiran II",
    ),
    _term(
        "desil",
        ("Desil", "Decile"),
        (
            "Sepersepuluh keluarga menurut kesejahteraan dalam DTSEN; desil 1 yang paling miskin.",
            "A tenth of the households by welfare in DTSEN; decile 1 is the poorest.",
        ),
        "Inpres 4/2025",
    ),
    _term(
        "dpa",
        ("DPA, DPPA", "DPA, DPPA"),
        (
            "Dokumen pelaksanaan anggaran, dan perubahannya: dasar pencatatan plafon.",
            "The budget document of an office, and its revision: the ground on which a ceiling is entered.",
        ),
    ),
    _term(
        "dtsen",
        ("DTSEN", "DTSEN"),
        (
            "Data Tunggal Sosial dan Ekonomi Nasional. Dipakai untuk mengenali keluarga miskin dan rentan.",
            "The national register of social and economic data, by which poor and vulnerable households are known.",
        ),
        "Inpres 4/2025",
    ),
    _term(
        "ganti-sumber",
        ("Pindah sumber dana", "Move between payers"),
        (
            "SK yang memindahkan peserta ke sumber dana lain pada bulan yang sama, tanpa jeda perlindungan.",
            "A decree that ends cover with one payer and begins it with another in the same month.",
        ),
    ),
    _term(
        "iuran",
        ("Iuran", "Contribution"),
        (
            "Yang dibayarkan setiap bulan untuk perlindungan satu peserta.",
            "What is paid each month for the cover of one person.",
        ),
        "PP 44/2015",
    ),
    _term(
        "jkk",
        ("Jaminan Kecelakaan Kerja (JKK)", "Work accident insurance (JKK)"),
        (
            "Pengobatan sampai sembuh, penggantian penghasilan, dan santunan bila terjadi kecelakaan kerja.",
            "Treatment until recovery, pay while unable to work, and grants after a work accident.",
        ),
        "PP 44/2015",
    ),
    _term(
        "jkm",
        ("Jaminan Kematian (JKM)", "Death insurance (JKM)"),
        (
            "Santunan bagi ahli waris bila peserta meninggal bukan karena kecelakaan kerja.",
            "The grant to the heirs when a participant dies of another cause than a work accident.",
        ),
        "PP 44/2015",
    ),
    _term(
        "kasus",
        ("Kasus", "Case"),
        (
            "Satu perbedaan antara SK, tagihan, setoran, dan daftar BPJS yang harus diselesaikan seseorang.",
            "A difference between decree, bill, payment and the insurer's list that somebody has to settle.",
        ),
    ),
    _term(
        "kebutuhan",
        ("Kebutuhan", "Need"),
        (
            "Bagian warga miskin dan rentan yang memenuhi syarat tetapi belum terlindungi.",
            "The share of the poor and vulnerable who meet the conditions and are not covered.",
        ),
        "Inpres 8/2025",
    ),
    _term(
        "kesinambungan",
        ("Kesinambungan kepesertaan", "Continuity"),
        (
            "Kepesertaan berjalan tanpa jeda, sehingga masa tunggu JKM tidak dimulai dari awal.",
            "Cover goes on without a gap, so that the JKM waiting period does not begin anew.",
        ),
        "Praktik BPJS",
    ),
    _term(
        "kk",
        ("Nomor Kartu Keluarga (KK)", "Family card number (KK)"),
        ("16 angka pada kartu keluarga; sama bagi seluruh anggotanya.", "16 digits of the family card, one for all."),
        "UU 23/2006",
    ),
    _term(
        "kode-iuran",
        ("Kode iuran", "Billing code"),
        (
            "Kode dari BPJS untuk menyetor satu perintah bayar.",
            "The insurer's code under which the money of one payment order is taken in.",
        ),
    ),
    _term(
        "kpj",
        ("Nomor peserta (KPJ)", "Participant number (KPJ)"),
        (
            "11 angka dari BPJS Ketenagakerjaan bagi setiap peserta.",
            "11 digits that the insurer gives a participant.",
        ),
    ),
    _term(
        "kuota",
        ("Kuota", "Quota"),
        ("Jumlah tempat bagi satu kecamatan atau desa.", "The number of places of a district or village."),
    ),
    _term(
        "lampiran",
        ("Lampiran SK", "Annex of a decree"),
        (
            "Daftar peserta menurut nama dan alamat, bagian dari SK.",
            "The list by name and address, part of a decree.",
        ),
    ),
    _term(
        "masa-sanggah",
        ("Masa sanggah", "Time of objections"),
        (
            "Hari-hari ketika keputusan dapat disanggah; satu orang menelaah, orang lain menyetujui.",
            "The days on which a decision about somebody can be objected to; one reviews, another approves.",
        ),
    ),
    _term(
        "masa-tunggu",
        ("Masa tunggu JKM", "JKM waiting period"),
        (
            "Bulan-bulan pertama kepesertaan. Kematian pada masa ini hanya mendapat biaya pemakaman.",
            "The first months of membership. A death in them gives the funeral money only.",
        ),
        "Permenaker 1/2025",
    ),
    _term(
        "meragukan",
        ("Meragukan", "Doubtful"),
        (
            "Baris daftar yang terbaca tetapi perlu diputuskan seseorang sebelum diterima.",
            "A row that could be read but that somebody has to decide before it is taken.",
        ),
    ),
    _term(
        "nik",
        ("Nomor Induk Kependudukan (NIK)", "Population number (NIK)"),
        (
            "16 angka pada KTP-el. Ditanyakan agar seorang pekerja dikenali dan tidak terlindungi dua kali.",
            "16 digits of the identity card. Asked so that a worker is known and not insured twice.",
        ),
        "UU 23/2006",
    ),
    _term(
        "pelepasan",
        ("Pelepasan iuran", "Release of a contribution"),
        (
            "Iuran yang dihapus dari tagihan karena tidak akan dibayar, misalnya bagi peserta yang ditolak BPJS.",
            "A contribution struck from a bill because it will never be paid, as for somebody the insurer rejected.",
        ),
    ),
    _term(
        "penetapan",
        ("Penetapan sasaran", "Targeting"),
        (
            "Memilih peserta menurut aturan, kuota, dan plafon; setiap keputusan disertai alasannya.",
            "Choosing participants by rules, quota and budget; each decision comes with its reasons.",
        ),
    ),
    _term(
        "perintah-bayar",
        ("Perintah bayar, SPP", "Payment order, SPP"),
        (
            "Surat permintaan pembayaran: dasar bendahara membayar tagihan yang sudah disetujui.",
            "The demand on a treasury to pay approved bills.",
        ),
    ),
    _term(
        "plafon",
        ("Plafon", "Ceiling"),
        (
            "Batas uang yang boleh dipakai satu sumber dana dalam satu tahun.",
            "What a payer may spend in a year at most.",
        ),
    ),
    _term(
        "rekonsiliasi",
        ("Rekonsiliasi", "Reconciliation"),
        (
            "Pencocokan SK, tagihan, setoran, dan daftar peserta aktif BPJS untuk satu bulan.",
            "The comparison of decree, bill, payment and the insurer's active list for a month.",
        ),
    ),
    _term(
        "rencana-bersama",
        ("Rencana pendanaan bersama", "Co-funding plan"),
        (
            "Bagian APBD berkurang bertahap; sisanya dibayar pendamping, misalnya perusahaan atau peserta sendiri.",
            "The public share falls step by step, and a partner, such as a company or the worker, pays the rest.",
        ),
    ),
    _term(
        "sk",
        ("Surat Keputusan (SK)", "Decree (SK)"),
        (
            "Keputusan Bupati yang menetapkan peserta menurut nama dan alamat.",
            "The regent's decree that names the participants.",
        ),
    ),
    _term(
        "sp2d",
        ("SPM, SP2D", "SPM, SP2D"),
        (
            "Surat perintah membayar dan surat perintah pencairan dana: bukti bahwa kas daerah membayar.",
            "The treasury's orders to pay and to disburse: the proof that it paid.",
        ),
    ),
    _term(
        "sumber-dana",
        ("Sumber dana", "Payer"),
        (
            "Siapa yang membayar iuran: APBD, dana desa, perusahaan, atau peserta sendiri.",
            "Who pays the contributions: the regency, a village, a company, or the worker.",
        ),
    ),
    _term(
        "susulan",
        ("SK perubahan", "Amending decree"),
        (
            "SK yang menambah atau mengeluarkan peserta mulai bulan tertentu.",
            "A decree that adds or removes participants from a month on.",
        ),
    ),
    _term(
        "tafsir",
        ("Tafsir", "Reading"),
        (
            "Salah satu cara membaca aturan yang belum pasti; kabupaten memilihnya dan keputusannya tercatat.",
            "One of the ways to read an unsettled rule; the regency chooses, and the choice is on record.",
        ),
    ),
    _term(
        "titipan",
        ("Titipan", "Deposit"),
        (
            "Setoran yang sudah diterima BPJS tetapi belum dipasangkan dengan iuran siapa pun.",
            "Money that the insurer has and that is set against nobody's contribution yet.",
        ),
    ),
    _term(
        "tunggakan",
        ("Tunggakan", "Arrears"),
        (
            "Iuran yang tidak dibayar tepat waktu. Terlalu lama menunggak mengakhiri perlindungan.",
            "Contributions not paid in time. Too many of them end the cover.",
        ),
    ),
)
