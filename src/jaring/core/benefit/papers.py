"""Which papers a case needs: what they are called, who issues them, original or copy, and where to bring them.

The law's lists hold codes (``benefit/papers/...``); the words for each code stand here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from jaring.core import law
from jaring.core.benefit.answer import Paper, Scheme
from jaring.core.benefit.case import Case, Cause, Outcome, Relation
from jaring.core.benefit.heirs import has_minor_heir, heirs_of
from jaring.core.law import LawOfDay
from jaring.core.text import Text

NO_READINGS: Final[frozenset[str]] = frozenset()
_OF_WHO_WAS_TREATED: Final = frozenset({"doctors_statement_form", "hospital_letter"})
_LASTING: Final = (Outcome.PARTIAL_DISABILITY, Outcome.TOTAL_DISABILITY)


class _Words(NamedTuple):
    """What people call a paper, who issues it, and in which form it is brought."""

    label: Text
    from_whom: Text
    form: Text


def papers(case: Case, scheme: Scheme, *, readings: frozenset[str] = NO_READINGS) -> tuple[Paper, ...]:
    """Return the papers of a case, each once, in the order of the lists that ask for them.

    Args:
        case: The case.
        scheme: The programme that pays; without one no papers are needed.
        readings: Alternative readings of unsettled law to follow, by name.

    Raises:
        ParameterNotInForceError: (JRG-101) the event lies before the law.
        AlternativeUnknownError: (JRG-103) no parameter offers such a reading.

    Source of law:
        Permenaker 5/2021 and Permenaker 1/2025 article 79; published lists of a regency. Parameters under
        ``benefit/papers``. Checked 2026-11-22.
    """
    if scheme is Scheme.NONE:
        return ()
    of_day = law.at(case.event.on, readings=readings)
    found: dict[str, Paper] = {}
    for name in _lists(case, scheme, readings):
        for paper in _of_list(name, of_day):
            if case.event.cause is Cause.MISSING_AT_SEA and paper.code in _OF_WHO_WAS_TREATED:
                continue
            found.setdefault(paper.code, paper)
    return tuple(found.values())


def _of_list(name: str, of_day: LawOfDay) -> Iterator[Paper]:
    value = of_day.value(f"benefit/papers/{name}")
    for code in value.names:
        words = WORDS[code]
        yield Paper(code, words.label, words.from_whom, (value,), words.form, BRING_TO)


def _lists(case: Case, scheme: Scheme, readings: frozenset[str]) -> Iterator[str]:
    """Yield the names of the lists that a case needs, the main one first."""
    is_death = case.event.outcome is Outcome.DEATH
    if scheme is Scheme.JKM:
        yield "jkm"
    else:
        yield from _of_accident(case)
    if case.event.cause is Cause.MISSING_AT_SEA:
        yield "missing"
    if is_death and case.survivors:
        yield from _of_heirs(case, readings)
    if case.children and (is_death or case.event.outcome is Outcome.TOTAL_DISABILITY):
        yield "scholarship"


def _of_accident(case: Case) -> Iterator[str]:
    event = case.event
    yield "jkk"
    if event.cause is Cause.OCCUPATIONAL_DISEASE:
        yield "jkk_disease"
    if event.cause is Cause.WORK_ACCIDENT:
        yield "jkk_traffic"
    if event.cause is not Cause.MISSING_AT_SEA:
        yield "jkk_self_paid"
    if event.outcome in _LASTING:
        yield "jkk_disability"
    yield "jkk_death" if event.outcome is Outcome.DEATH else "jkk_participant"


def _of_heirs(case: Case, readings: frozenset[str]) -> Iterator[str]:
    """Yield what the heirs show for themselves, by who they are."""
    relations = {case.survivors[heir].relation for heir in heirs_of(case, readings=readings)}
    if not relations:
        yield from ("nobody_left", "heirs_outside_order")
    if relations & {Relation.WIDOW, Relation.WIDOWER}:
        yield "spouse"
    if Relation.CHILD in relations:
        yield "child"
    if Relation.NAMED_IN_WILL in relations:
        yield "will"
    if has_minor_heir(case, readings=readings):
        yield "minor"


BRING_TO: Final = Text(
    "kantor cabang BPJS Ketenagakerjaan, atau meja bantuan kabupaten yang meneruskannya",
    "the BPJS Ketenagakerjaan branch, or the regency's help desk, which passes it on",
)
_ORIGINAL: Final = Text("asli", "original")
_COPY: Final = Text("salinan, asli diperlihatkan", "copy; show the original")
_FILLED: Final = Text("asli, diisi dan ditandatangani", "original, filled in and signed")
_CIVIL_REGISTRY: Final = Text("Disdukcapil", "civil registry office (Disdukcapil)")
_INSURER: Final = Text("BPJS Ketenagakerjaan", "BPJS Ketenagakerjaan, the insurer")
_PHYSICIAN: Final = Text(
    "dokter atau fasilitas kesehatan yang merawat", "the physician or health facility that treated the person"
)
_BANK: Final = Text("bank", "bank")
_SCHOOL: Final = Text("sekolah atau perguruan tinggi", "school or university")
_POLICE: Final = Text("kepolisian", "police")
_COURT: Final = Text("pengadilan", "court")
_VILLAGE: Final = Text("desa/kelurahan", "village")
WORDS: Final = {
    "form_stage_1": _Words(
        Text("Formulir F3, laporan kecelakaan kerja tahap I", "Form F3, report of a work accident, stage I"),
        Text(
            "BPJS Ketenagakerjaan; diisi pemberi kerja, peserta, atau kelompoknya (wadah)",
            "the insurer; filled in by the employer, the participant or the group that enrolled them",
        ),
        _FILLED,
    ),
    "form_stage_2": _Words(
        Text("Formulir F3a, laporan kecelakaan kerja tahap II", "Form F3a, report of a work accident, stage II"),
        Text(
            "BPJS Ketenagakerjaan; diisi pemberi kerja, peserta, atau kelompoknya (wadah)",
            "the insurer; filled in by the employer, the participant or the group that enrolled them",
        ),
        _FILLED,
    ),
    "doctors_statement_form": _Words(
        Text("Formulir F3b, surat keterangan dokter", "Form F3b, statement of the physician"), _PHYSICIAN, _FILLED
    ),
    "form_death": _Words(
        Text("Formulir F4, permintaan pembayaran Jaminan Kematian", "Form F4, claim of the death benefit (JKM)"),
        Text("BPJS Ketenagakerjaan; diisi ahli waris", "the insurer; filled in by the heirs"),
        _FILLED,
    ),
    "form_scholarship": _Words(
        Text("Formulir permintaan beasiswa", "Form to claim a scholarship"),
        Text(
            "BPJS Ketenagakerjaan; diisi orang tua, wali, atau anak",
            "the insurer; filled in by parent, guardian or child",
        ),
        _FILLED,
    ),
    "identity_card": _Words(
        Text("KTP elektronik peserta", "Identity card (KTP) of the participant"), _CIVIL_REGISTRY, _COPY
    ),
    "family_card": _Words(
        Text("Kartu keluarga peserta", "Family card (KK) of the participant"), _CIVIL_REGISTRY, _COPY
    ),
    "participant_card": _Words(
        Text("Kartu peserta BPJS Ketenagakerjaan (KPJ)", "Participant's card of BPJS Ketenagakerjaan (KPJ)"),
        _INSURER,
        _COPY,
    ),
    "participants_bank_book": _Words(
        Text("Buku tabungan atas nama peserta", "Bank book in the participant's name"), _BANK, _COPY
    ),
    "heirs_identity_card": _Words(
        Text("KTP elektronik ahli waris", "Identity card (KTP) of the heir"), _CIVIL_REGISTRY, _COPY
    ),
    "heirs_family_card": _Words(
        Text("Kartu keluarga ahli waris", "Family card (KK) of the heir"), _CIVIL_REGISTRY, _COPY
    ),
    "heirs_bank_book": _Words(
        Text("Buku tabungan atas nama ahli waris", "Bank book in the heir's name"), _BANK, _COPY
    ),
    "statement_of_heirs": _Words(
        Text("Surat keterangan ahli waris", "Statement of who the heirs are"),
        Text("desa/kelurahan, dilegalisasi camat", "village, legalised by the head of the district (camat)"),
        _ORIGINAL,
    ),
    "death_certificate": _Words(
        Text(
            "Akta kematian; sementara belum ada, surat keterangan kematian dari desa/kelurahan",
            "Death certificate; until there is one, the village's letter of death",
        ),
        Text("Disdukcapil; surat keterangan dari desa/kelurahan", "civil registry office (Disdukcapil); village"),
        _COPY,
    ),
    "marriage_certificate": _Words(
        Text(
            "Buku nikah atau akta perkawinan (untuk janda atau duda)", "Marriage certificate (for a widow or widower)"
        ),
        Text("KUA atau Disdukcapil", "religious affairs office (KUA) or civil registry office (Disdukcapil)"),
        _COPY,
    ),
    "birth_certificate": _Words(Text("Akta kelahiran anak", "Birth certificate of the child"), _CIVIL_REGISTRY, _COPY),
    "childs_identity": _Words(
        Text("KTP elektronik atau Kartu Identitas Anak", "Identity card (KTP) or child's identity card (KIA)"),
        _CIVIL_REGISTRY,
        _COPY,
    ),
    "active_student_letter": _Words(
        Text("Surat keterangan masih sekolah atau kuliah", "Letter that the child is studying"), _SCHOOL, _ORIGINAL
    ),
    "school_report": _Words(
        Text("Rapor atau kartu hasil studi (KHS) terakhir", "Latest report card or record of results"), _SCHOOL, _COPY
    ),
    "chronology_with_two_witnesses": _Words(
        Text(
            "Kronologi kejadian, ditandatangani dua saksi, dengan salinan KTP keduanya",
            "Account of what happened, signed by two witnesses, with copies of their identity cards (KTP)",
        ),
        Text("peserta, keluarga, atau pemberi kerja", "the participant, the family or the employer"),
        _ORIGINAL,
    ),
    "hospital_letter": _Words(
        Text("Surat keterangan dokter atau rumah sakit", "Letter of the physician or hospital"), _PHYSICIAN, _ORIGINAL
    ),
    "receipts": _Words(
        Text("Kuitansi asli, bila biaya dibayar sendiri", "Original receipts, where costs were paid by oneself"),
        Text("fasilitas kesehatan, apotek, dan pengangkut", "health facility, pharmacy and carrier"),
        _ORIGINAL,
    ),
    "police_report": _Words(
        Text("Laporan polisi, bila kecelakaan lalu lintas", "Police report, in case of a traffic accident"),
        _POLICE,
        _COPY,
    ),
    "diagnosis_letter": _Words(
        Text(
            "Surat keterangan dokter bahwa penyakit timbul karena pekerjaan",
            "Physician's letter that the disease came from the work",
        ),
        Text(
            "dokter yang berwenang menetapkan penyakit akibat kerja", "physician competent for occupational diseases"
        ),
        _ORIGINAL,
    ),
    "work_history": _Words(
        Text("Riwayat pekerjaan peserta", "History of the participant's work"),
        Text("peserta, pemberi kerja, atau kelompoknya (wadah)", "the participant, the employer or the group"),
        _ORIGINAL,
    ),
    "disability_statement": _Words(
        Text(
            "Keterangan dokter tentang bagian tubuh yang cacat dan persentasenya",
            "Physician's statement of the disabled part and its percentage",
        ),
        _PHYSICIAN,
        _ORIGINAL,
    ),
    "guardian_statement": _Words(
        Text(
            "Surat perwalian atau penetapan wali, bila ahli waris belum dewasa",
            "Letter or court order of guardianship, for heirs who are minors",
        ),
        Text("desa/kelurahan atau pengadilan", "village or court"),
        _ORIGINAL,
    ),
    "guardians_identity_card": _Words(
        Text("KTP elektronik wali", "Identity card (KTP) of the guardian"), _CIVIL_REGISTRY, _COPY
    ),
    "notarial_will": _Words(
        Text("Wasiat yang dibuat di hadapan notaris", "Will made before a notary"), Text("notaris", "notary"), _COPY
    ),
    "court_determination": _Words(
        Text("Penetapan pengadilan tentang ahli waris", "Court determination of the heirs"), _COURT, _COPY
    ),
    "funeral_statement": _Words(
        Text("Surat keterangan siapa yang mengurus pemakaman", "Statement of who arranged the funeral"),
        _VILLAGE,
        _ORIGINAL,
    ),
    "missing_person_report": _Words(
        Text("Surat keterangan hilang di laut", "Statement of loss at sea"),
        Text("Basarnas, syahbandar, atau kepolisian", "rescue agency (Basarnas), harbour master or police"),
        _ORIGINAL,
    ),
    "court_determination_of_death": _Words(
        Text(
            "Penetapan pengadilan bahwa orang yang hilang meninggal dunia", "Court order that the missing person died"
        ),
        _COURT,
        _COPY,
    ),
}
