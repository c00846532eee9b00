"""What each role does in its first ten minutes: the help page shows it, and the guides are written from it.

A step may name the picture that a browser journey makes of it; the guides show it, the help page does not need it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from jaring.core.text import Text
from jaring.office.access.roles import Role


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, and how it looks."""

    text: Text
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Guide:
    """The first ten minutes of a role: its name as a file, what it is for, its steps, and what to keep in mind."""

    name: str
    task: Text
    steps: tuple[Step, ...]
    mind: Text


def _step(indonesian: str, english: str, picture: str = "") -> Step:
    return Step(Text(indonesian, english), picture)


_LOG_IN: Final = (
    "Masuk dengan nama pengguna dan kata sandi Anda. Beranda menampilkan yang perlu dikerjakan hari ini.",
    "Log in with your user name and password. The home page shows what has to be done today.",
)

GUIDES: Final[dict[Role, Guide]] = {
    Role.VILLAGE_OPERATOR: Guide(
        "operator-desa",
        Text(
            "Mengirim daftar pekerja dan memperbaiki baris yang salah", "Sending the list of workers and mending rows"
        ),
        (
            _step(*_LOG_IN, "desa-beranda"),
            _step(
                "Buka **Daftar masuk**, lalu **Kirim daftar**. Pilih berkas daftar, atau seret ke kotaknya. "
                "Belum punya daftar? **Unduh contoh daftar**, lalu isi.",
                "Open **Incoming lists**, then **Send in lists**. Choose the file, or drop it into the box. "
                "No list yet? **Download a sample list** and fill it in.",
            ),
            _step(
                "Isi **Pengirim**, lalu pilih **Kirim dan nilai**. Tunggu sampai semua baris dinilai.",
                "Fill in **Sender**, then choose **Send and judge**. Wait until every row is judged.",
                "desa-kirim",
            ),
            _step(
                "Buka bagian **ditolak**, lalu **Perbaiki** pada baris itu. Pesan di bawah isian menyebut yang salah.",
                "Open the part **rejected**, then **Mend** at the row. The message below a field says what is wrong.",
                "desa-perbaiki",
            ),
            _step(
                "Betulkan menurut KTP-el atau KK, lalu **Simpan**. Baris dinilai ulang saat itu juga.",
                "Put it right by the identity card or family card, then **Save**. The row is judged anew at once.",
            ),
            _step(
                "Bila banyak yang salah, unduh lembar perbaikan, isi di Excel, lalu kirim lewat halaman yang sama.",
                "Where much is wrong, download the correction workbook, fill it in and send it by the same page.",
            ),
            _step(
                "Baris meragukan diputuskan verifikator kecamatan; Anda tidak perlu mengirim ulang.",
                "Doubtful rows are decided by the kecamatan; you need not send them again.",
            ),
        ),
        Text(
            "Jangan menebak NIK atau tanggal lahir. Yang belum diketahui dibiarkan kosong.",
            "Never guess a NIK or a birth date. Leave empty what is not known.",
        ),
    ),
    Role.DISTRICT_VERIFIER: Guide(
        "verifikator-kecamatan",
        Text("Memutuskan baris yang meragukan", "Deciding doubtful rows"),
        (
            _step(*_LOG_IN, "kecamatan-beranda"),
            _step(
                "Pilih **baris meragukan**, lalu buka kirimannya.",
                "Choose **doubtful rows**, then open the delivery.",
            ),
            _step(
                "Baca temuan pada setiap baris dan cocokkan dengan berkas desa. Pilih **Terima** atau **Tolak**.",
                "Read the findings and compare them with the village's papers. Choose **Accept** or **Decline**.",
                "kecamatan-meragukan",
            ),
            _step(
                "Banyak baris dengan temuan yang sama dapat diputuskan sekaligus per temuan.",
                "Many rows with the same finding can be decided at one time.",
            ),
            _step(
                "Buka **Bandingkan dengan daftar peserta** untuk melihat siapa yang baru, hilang, atau berubah.",
                "Open **Compare with the register** to see who is new, gone or changed.",
                "kecamatan-banding",
            ),
            _step(
                "Selesai bila tertulis: tidak ada baris meragukan yang menunggu keputusan.",
                "You are done when no doubtful row waits for a decision.",
            ),
        ),
        Text(
            "Keputusan tercatat atas nama Anda dan dapat dibaca pemeriksa.",
            "Decisions are recorded in your name, and the auditor can read them.",
        ),
    ),
    Role.OFFICER: Guide(
        "petugas-dinas",
        Text("Dari kiriman daftar sampai tagihan", "From a delivery to the bill"),
        (
            _step(*_LOG_IN, "beranda"),
            _step(
                "Pilih **kiriman daftar menunggu keputusan**, lalu buka satu kiriman.",
                "Choose **deliveries waiting for a decision**, then open one.",
            ),
            _step(
                "Periksa ketiga bagiannya: baik, meragukan, ditolak. Baris yang tidak diambil tidak hilang.",
                "Look at its three parts: good, doubtful, rejected. Rows that are not taken are not lost.",
                "daftar-masuk",
            ),
            _step(
                "Pilih **Ambil alih ke daftar peserta**. Kiriman yang keliru dapat dibatalkan, selama datanya "
                "belum dipakai.",
                "Choose **Take over into the register**. A mistaken delivery can be undone while nothing rests on it.",
            ),
            _step(
                "Buka **Penetapan** untuk menghitung siapa terpilih menurut anggaran; alasan setiap orang tampil.",
                "Open **Targeting** to compute who is chosen under the budget, with the reason for each person.",
                "penetapan",
            ),
            _step(
                "Susun rancangan di **Surat Keputusan**. Kepala dinas yang menetapkannya.",
                "Draw the decree up in **Decrees**. The head of the office enacts it.",
            ),
            _step(
                "Sesudah SK berlaku, terbitkan tagihan bulan itu di **Iuran**.",
                "Once the decree is in force, issue the bill of the month in **Contributions**.",
                "iuran",
            ),
        ),
        Text(
            "Penyusun SK tidak boleh menetapkannya, dan penerbit tagihan tidak boleh menyetujuinya.",
            "Who drafts may not enact, and who issues may not approve.",
        ),
    ),
    Role.HEAD: Guide(
        "kepala-dinas",
        Text("Menetapkan SK, menyetujui tagihan dan akses", "Enacting decrees, approving bills and access"),
        (
            _step(*_LOG_IN, "kepala-beranda"),
            _step(
                "Pilih **rancangan SK menunggu penetapan**, baca lampirannya, lalu **Tetapkan**.",
                "Choose **draft decrees waiting**, read the annex, then **Enact**.",
            ),
            _step(
                "Pilih **tagihan menunggu persetujuan**. Periksa jumlah peserta, iuran, dan batas bayarnya.",
                "Choose **bills waiting for approval**. Check the people, the amount and the due day.",
            ),
            _step(
                "Pilih **Setujui tagihan**. Persetujuan tidak dapat ditarik; perintah bayar dibuat orang lain.",
                "Choose **Approve the bill**. It cannot be taken back; somebody else orders the payment.",
                "kepala-setujui",
            ),
            _step(
                "Pilih **usulan akses**. Setujui peran yang sesuai dengan surat tugasnya, atau tolak.",
                "Choose **proposed access**. Approve a role that fits the letter of assignment, or decline it.",
                "kepala-akses",
            ),
        ),
        Text(
            "Tanggal yang berwarna merah berarti batas waktunya dekat atau sudah lewat.",
            "A date in red means that the time limit is near or has passed.",
        ),
    ),
    Role.TREASURER: Guide(
        "bendahara",
        Text("Membayar iuran dan mencatat setorannya", "Paying contributions and recording the transfer"),
        (
            _step(*_LOG_IN, "bendahara-beranda"),
            _step(
                "Pilih **tagihan disetujui menunggu perintah bayar**.",
                "Choose **approved bills waiting for an order**.",
            ),
            _step(
                "Isi nomor dan tanggal SPP, serta kode iuran BPJS bila sudah ada. Pilih **Buat perintah bayar**.",
                "Fill in number and date of the SPP, and the insurer's code. Choose **Make a payment order**.",
                "bendahara-perintah",
            ),
            _step(
                "Cetak **Rancangan SPP** dan jalankan di SIPD seperti biasa.",
                "Print the **Draft SPP** and go on in SIPD as usual.",
            ),
            _step(
                "Sesudah SP2D terbit, pilih **Catat setoran**. Isi nomor SPM dan SP2D, tanggal valuta, dan buktinya.",
                "Once the SP2D is issued, choose **Enter a transfer**: SPM, SP2D, value date and the proof.",
                "bendahara-setoran",
            ),
            _step(
                "Setoran dialokasikan otomatis ke iuran yang terbuka. Pembukuannya tampil di **Buku**. Setoran yang "
                "keliru dicatat dibatalkan orang lain di halamannya.",
                "The transfer is set against open contributions by itself. The entry stands in **Books**. One entered "
                "in error is reversed by somebody else on its page.",
            ),
        ),
        Text(
            "Periksa hitung mundur di **Penjaga perlindungan**: iuran yang terlambat menghentikan perlindungan.",
            "Look at the countdown of the **Lapse guard**: late contributions end the cover.",
        ),
    ),
    Role.INSURER: Guide(
        "petugas-bpjs",
        Text("Mengirim daftar aktif dan menjawab kasus", "Delivering the active list and answering cases"),
        (
            _step(*_LOG_IN, "bpjs-beranda"),
            _step(
                "Buka **Rekonsiliasi** untuk melihat bulan mana yang belum dicocokkan.",
                "Open **Reconciliation** to see which month is not matched yet.",
                "bpjs-bulan",
            ),
            _step(
                "Pilih **Masukkan daftar BPJS**, lalu bulannya dan berkas daftar aktif, tolakan, atau rincian iuran.",
                "Choose **Take in the insurer's lists**, the month, then the active list, rejects or details.",
                "bpjs-kirim",
            ),
            _step(
                "Kirim, lalu baca berapa baris yang terbaca. Baris yang tidak terbaca disebut satu per satu.",
                "Send it, then read how many lines were read. Lines that could not be read are named one by one.",
            ),
            _step(
                "Kasus yang diserahkan kepada Anda tampil di Beranda. Buka, lalu tulis jawaban sebagai catatan.",
                "Cases handed to you stand on the home page. Open one and write the answer as a note.",
            ),
        ),
        Text("Dinas yang memutuskan kasus; Anda menjawab.", "The office decides the case; you answer."),
    ),
    Role.AUDITOR: Guide(
        "pemeriksa",
        Text(
            "Menelusuri angka sampai nama, pasal, dan siapa yang mengerjakannya",
            "Following a figure to names, articles and people",
        ),
        (
            _step(*_LOG_IN, "pemeriksa-beranda"),
            _step(
                "Buka satu tagihan pada **Tagihan terakhir**; setiap jumlah adalah tautan ke rincian dan hitungannya.",
                "Open a bill under **Latest bills**; every amount is a link to its parts and its computation.",
            ),
            _step(
                "Dari rincian, buka orangnya: bulan perlindungan, pembayaran, dan siapa yang mengubah apa.",
                "From the parts, open the person: months of cover, payments, and who changed what.",
            ),
            _step(
                "Buka **Jejak** dan saring menurut peristiwa atau tanggal.",
                "Open **Audit trail** and filter by event or day.",
                "pemeriksa-jejak",
            ),
            _step(
                "Pilih **Periksa rantai**: setiap entri dicocokkan dengan entri sebelumnya.",
                "Choose **Verify the chain**: every entry is tried against the one before it.",
                "pemeriksa-rantai",
            ),
            _step(
                "Buka **Aturan** untuk pasal, tanggal berlaku, dan status setiap nilai.",
                "Open **Law** for the article, the days in force and the status of each value.",
            ),
        ),
        Text(
            "Membuka NIK lengkap memerlukan alasan dan selalu tercatat.",
            "Showing a full NIK asks for a reason, and is recorded too.",
        ),
    ),
    Role.LEADERSHIP: Guide(
        "pimpinan",
        Text("Membaca keadaan program dalam satu lembar", "Reading the state of the programme on one sheet"),
        (
            _step(*_LOG_IN, "pimpinan-beranda"),
            _step(
                "Buka **Ringkasan**: lima capaian terhadap sasarannya, perkembangan per bulan, dan daftar merah.",
                "Open **Brief**: five figures against their targets, the months, and the red list.",
                "pimpinan-ringkasan",
            ),
            _step("Pilih **PDF satu halaman** untuk dibawa rapat.", "Choose **One-page PDF** to take to a meeting."),
            _step(
                "Buka **Peta**: cakupan, kebutuhan, bulan kosong, atau uang menurut desa/kelurahan.",
                "Open **Map**: cover, need, months without cover or money by village.",
                "pimpinan-peta",
            ),
            _step(
                "Buka **Halaman publik** untuk melihat yang ditampilkan kepada masyarakat.",
                "Open **Public page** to see what everybody sees.",
            ),
        ),
        Text("Yang tampil hanya jumlah, tanpa nama.", "Only totals are shown, never a name."),
    ),
    Role.ADMINISTRATOR: Guide(
        "administrator",
        Text("Mengundang, memberi peran, dan mengakhiri akses", "Inviting, giving roles and ending access"),
        (
            _step(*_LOG_IN, "admin-beranda"),
            _step(
                "Buka **Pengguna dan peran**, lalu **Undang**. Isi nama lengkap dan nama penggunanya.",
                "Open **Users and roles**, then **Invite**. Fill in the full name and the user name.",
                "admin-undang",
            ),
            _step(
                "Salin tautan sekali pakai dan serahkan langsung. Tautan hanya tampil sekali.",
                "Copy the one-time link and hand it over yourself. It is shown once.",
            ),
            _step(
                "Pada **Usulkan peran**, pilih peran, wilayah, dan tanggal berlaku, lalu tulis alasannya.",
                "Under **Propose a role**, choose role, area and days, and write the reason.",
                "admin-peran",
            ),
            _step(
                "Peran berlaku sesudah orang kedua, misalnya kepala dinas, menyetujuinya.",
                "The role holds once a second person, such as the head of the office, approves it.",
            ),
            _step(
                "Bila seseorang pindah tugas, pilih **Akhiri akses** hari itu juga. Semua sesinya ikut ditutup.",
                "When somebody leaves, choose **End access** the same day. All sessions end with it.",
            ),
        ),
        Text(
            "Administrator mengurus akun dan tidak melihat data peserta.",
            "The administrator looks after accounts and sees no data of participants.",
        ),
    ),
}
