"""What each event of the chain is called on pages."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVENTS: Final[dict[str, Promise | str]] = {
    "access.account_added": _("Akun dibuat"),
    "access.account_changed": _("Akun diubah"),
    "bill.issued": _("Tagihan diterbitkan"),
    "bill.upload_list_exported": _("Daftar unggah diunduh"),
    "books.closed": _("Pembukuan ditutup"),
    "decree.drafted": _("Rancangan SK disusun"),
    "decree.enacted": _("SK ditetapkan"),
    "decree.printed": _("SK dicetak"),
    "intake.corrections_exported": _("Lembar perbaikan diunduh"),
    "intake.read": _("Kiriman daftar dibaca"),
    "intake.row_judged": _("Baris diputuskan"),
    "intake.row_mended": _("Baris diperbaiki"),
    "intake.rows_judged": _("Baris-baris diputuskan"),
    "intake.taken_over": _("Kiriman diterima ke daftar peserta"),
    "intake.undone": _("Kiriman dibatalkan"),
    "law.reading_chosen": _("Tafsir aturan dipilih"),
    "law.reading_dropped": _("Tafsir aturan tidak lagi diikuti"),
    "people.dtsen_read": _("Data DTSEN dibaca"),
    "people.elsewhere_read": _("Data peserta aktif lain dibaca"),
    "people.exit_reported": _("Peserta dilaporkan keluar"),
    "people.exported": _("Daftar peserta diunduh"),
    "people.identifier_shown": _("Nomor peserta dibuka"),
    "programme.budget_entered": _("Plafon dicatat"),
    "programme.payer_added": _("Sumber dana didaftarkan"),
    "programme.payer_changed": _("Sumber dana diubah"),
    "programme.village_payers_added": _("Sumber dana desa didaftarkan"),
    "programme.year_opened": _("Tahun program dibuka"),
    "targeting.exported": _("Hasil penetapan diunduh"),
    "targeting.run": _("Penetapan dihitung"),
}
"""An event that is missing here is shown by its code; a test finds those that the services write."""

DETAILS: Final[dict[str, Promise | str]] = {
    "accepted": _("baik"),
    "active": _("aktif"),
    "additions": _("ditambahkan"),
    "amount_idr": _("jumlah"),
    "budget_idr": _("plafon"),
    "changed": _("berubah"),
    "code": _("temuan"),
    "doubtful": _("meragukan"),
    "exit": _("alasan"),
    "field": _("nomor"),
    "fields": _("isian"),
    "files": _("berkas"),
    "filters": _("saringan"),
    "from": _("mulai"),
    "group": _("kode wadah"),
    "judgement": _("keputusan"),
    "new": _("baru"),
    "payers": _("sumber dana"),
    "people": _("peserta"),
    "reference": _("rujukan"),
    "rejected": _("ditolak"),
    "removals": _("dikeluarkan"),
    "roles": _("peran"),
    "rows": _("baris"),
    "selected": _("terpilih"),
    "total_idr": _("jumlah"),
    "unchanged": _("tetap"),
    "verdict": _("penilaian"),
}
"""What the parts of an entry's detail are called."""
