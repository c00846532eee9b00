"""Which programme pays in a case, if any: work accident insurance, death insurance or none, with the reasons."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from jaring.core import law
from jaring.core.benefit.answer import Scheme
from jaring.core.benefit.case import Case, Cause, Outcome
from jaring.core.contribution import Segment
from jaring.core.coverage import cover_on
from jaring.core.coverage.cover import Cover, Protection
from jaring.core.coverage.membership import Carrier, Membership
from jaring.core.law import LawOfDay
from jaring.core.law.finding import Finding
from jaring.core.month import Month
from jaring.core.text import Text
from jaring.core.wording import day_text, month_text


@dataclass(slots=True)
class Ruling:
    """The programme that pays, and why.

    ``covers`` are those on which the programme pays; for none, the one cover that was looked at.
    """

    scheme: Scheme
    covers: tuple[Cover, ...]
    missing: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)


def rule(case: Case, readings: frozenset[str]) -> Ruling:
    """Decide which programme pays.

    A work accident is judged by the cover and the law on its own day, even when death came later; any other death by
    those on the day of death. A death after an accident at work that no membership covered may still be one that
    death insurance pays.
    """
    missing: list[Finding] = []
    notes: list[Finding] = []
    event = case.event
    if _is_work_accident(case, law.at(event.on, readings=readings), missing, notes):
        cover = cover_on(case.member, event.on, readings=readings)
        if case.member.carrier is Carrier.BPJS_TK and cover.jkk is Protection.FULL:
            if case.other_memberships:
                notes.append(Finding("accident_of_one_membership", _ONE_MEMBERSHIP))
            return Ruling(Scheme.JKK, (cover,), missing, notes)
        notes.append(_why_not(case.member, cover, event.on))
    if event.death_on is not None:
        return _death_insurance(case, event.death_on, readings, missing, notes)
    cover = cover_on(case.member, event.on, readings=readings)
    if not notes:
        notes.append(Finding("no_benefit", _NO_BENEFIT))
    return Ruling(Scheme.NONE, (cover,), missing, notes)


def _death_insurance(
    case: Case, died_on: date, readings: frozenset[str], missing: list[Finding], notes: list[Finding]
) -> Ruling:
    """Let each membership pay that the insurer keeps and that covers the day of death."""
    memberships = (case.member, *case.other_memberships)
    paying: list[Cover] = []
    refusals: list[Finding] = []
    covers = [cover_on(each, died_on, readings=readings) for each in memberships]
    for each, cover in zip(memberships, covers, strict=True):
        if each.carrier is Carrier.BPJS_TK and cover.jkm is not Protection.NONE:
            paying.append(cover)
        elif (why := _why_not(each, cover, died_on)) not in (*notes, *refusals):
            refusals.append(why)
    if not paying:
        return Ruling(Scheme.NONE, (covers[0],), missing, [*notes, *refusals])
    if notes and notes[-1].code in {"other_carrier", "not_covered"}:
        notes.append(Finding("death_insurance_instead", _JKM_INSTEAD))
    notes += [Finding("membership_does_not_pay", _ONE_DOES_NOT.fill(why=why.text), why.values) for why in refusals]
    return Ruling(Scheme.JKM, tuple(paying), missing, notes)


def _is_work_accident(case: Case, of_day: LawOfDay, missing: list[Finding], notes: list[Finding]) -> bool:
    match case.event.cause:
        case Cause.WORK_ACCIDENT | Cause.OCCUPATIONAL_DISEASE:
            return True
        case Cause.SUDDEN_DEATH_AT_WORK:
            return _sudden_death_counts(case, of_day, missing, notes)
        case Cause.MISSING_AT_SEA:
            return _loss_at_sea_counts(of_day, missing, notes)
        case Cause.OTHER:
            if case.event.outcome is Outcome.DEATH:
                notes.append(Finding("not_at_work", _NOT_AT_WORK))
            return False


def _sudden_death_counts(case: Case, of_day: LawOfDay, missing: list[Finding], notes: list[Finding]) -> bool:
    """Say whether a sudden death at work is a work accident: by segment, and by the hours from its onset."""
    counts = of_day.value("benefit/jkk/sudden_death_covered", segment=case.member.segment.value)
    if not counts.flag:
        notes.append(Finding("sudden_death_not_yet", _SUDDEN_NOT_YET, (counts,)))
        return False
    limit = of_day.value("benefit/jkk/sudden_death_hours")
    hours = case.event.onset_hours
    if hours is None:
        missing.append(Finding("onset_hours_unknown", _HOURS_UNKNOWN.fill(limit=limit.count), (limit,)))
        return True
    within = hours <= limit.count
    text = _SUDDEN_WITHIN if within else _SUDDEN_LATER
    notes.append(Finding("sudden_death", text.fill(hours=hours, limit=limit.count), (counts, limit)))
    return within


def _loss_at_sea_counts(of_day: LawOfDay, missing: list[Finding], notes: list[Finding]) -> bool:
    paying, proof = of_day.value("benefit/jkk/missing_at_sea"), of_day.value("benefit/jkk/missing_proof")
    counts = paying.name == Cause.WORK_ACCIDENT
    missing.append(Finding("proof_of_death", _PROOF_OF_DEATH[proof.name], (proof,)))
    notes.append(Finding("missing_at_sea", _AT_SEA if counts else _AT_SEA_NOT, (paying,)))
    return counts


def _why_not(member: Membership, cover: Cover, day: date) -> Finding:
    """Say why a membership does not pay, and what would have been needed."""
    if member.carrier is not Carrier.BPJS_TK:
        return Finding("other_carrier", _OTHER_CARRIER.fill(carrier=member.carrier.value))
    values = tuple(value for reason in cover.reasons for value in reason.values)
    needed = _NEEDED_OF_WAGE_EARNER if member.segment is Segment.PU else _NEEDED
    parts = {"day": day_text(day), "month": month_text(Month.of(day))}
    return Finding("not_covered", Text(*map(" ".join, zip(_NOT_COVERED, needed, strict=True))).fill(**parts), values)


_ONE_MEMBERSHIP: Final = Text(
    "JKK dihitung dari kepesertaan untuk pekerjaan yang sedang dilakukan; kepesertaan lain tidak menambahnya.",
    "JKK rests on the membership for the work at hand; other memberships add nothing.",
)
_ONE_DOES_NOT: Final = Text(
    "Salah satu kepesertaan tidak membayar. {why}", "One of the memberships does not pay. {why}"
)
_NOT_COVERED: Final = Text("Tidak terlindungi pada {day}.", "Not covered on {day}.")
_NEEDED: Final = Text(
    "Yang diperlukan: pendaftaran sudah diterima pada atau sebelum hari itu, dan iuran {month} dibayar pada waktunya.",
    "What would have been needed: an enrolment accepted on or before that day, and the contribution of {month} paid "
    "in time.",
)
_NEEDED_OF_WAGE_EARNER: Final = Text(
    "Yang diperlukan: pendaftaran oleh pemberi kerja sudah diterima pada atau sebelum hari itu. Pemberi kerja yang "
    "belum mendaftarkan pekerjanya wajib menanggung sendiri haknya.",
    "What would have been needed: an enrolment by the employer accepted on or before that day. An employer who has "
    "not enrolled a worker owes the benefit himself.",
)
_OTHER_CARRIER: Final = Text(
    "Kepesertaan ada pada {carrier}, bukan BPJS Ketenagakerjaan: manfaatnya tidak dihitung di sini. Tanyakan kepada "
    "kantor {carrier}.",
    "The membership is with {carrier}, not BPJS Ketenagakerjaan: its benefits are not computed here. Ask the office "
    "of {carrier}.",
)
_NO_BENEFIT: Final = Text(
    "Bukan kecelakaan kerja dan tidak meninggal: JKK dan JKM tidak membayar. Pengobatan menjadi urusan jaminan "
    "kesehatan (JKN).",
    "Not a work accident, and nobody died: neither JKK nor JKM pays. Treatment is a matter of health insurance (JKN).",
)
_NOT_AT_WORK: Final = Text(
    "Meninggal bukan karena kecelakaan kerja: dinilai menurut JKM, bukan JKK.",
    "The death did not come from a work accident: it is judged under JKM, not JKK.",
)
_JKM_INSTEAD: Final = Text(
    "Karena JKK tidak membayar, kematian itu dinilai menurut JKM.",
    "As JKK does not pay, the death is judged under JKM.",
)
_SUDDEN_NOT_YET: Final = Text(
    "Meninggal mendadak di tempat kerja: untuk peserta ini belum termasuk kecelakaan kerja pada hari itu; "
    "dinilai menurut JKM.",
    "Sudden death at work: for this participant not yet a work accident on that day; judged under JKM.",
)
_SUDDEN_WITHIN: Final = Text(
    "Meninggal {hours} jam sesudah serangan di tempat kerja (batas {limit} jam): termasuk kecelakaan kerja (JKK).",
    "Died {hours:hour|hours} after the onset at work, at most {limit} hours: counts as a work accident (JKK).",
)
_SUDDEN_LATER: Final = Text(
    "Meninggal {hours} jam sesudah serangan di tempat kerja, lebih dari {limit} jam: tidak termasuk kecelakaan kerja; "
    "dinilai menurut JKM.",
    "Died {hours:hour|hours} after the onset at work, more than {limit} hours: not a work accident; judged under JKM.",
)
_HOURS_UNKNOWN: Final = Text(
    "Jam antara serangan dan kematian belum diketahui. Dihitung sebagai kecelakaan kerja (JKK), yaitu paling lama "
    "{limit} jam; bila lebih lama, dinilai menurut JKM. Mintalah surat keterangan dokter.",
    "The hours from the onset to the death are not known. Counted as a work accident (JKK), that is, at most {limit} "
    "hours; if it was longer, it is judged under JKM. Ask for the physician's statement.",
)
_PROOF_OF_DEATH: Final = {
    "court_declaration": Text(
        "Kematian orang hilang harus ditetapkan pengadilan; sertakan keterangan Basarnas, syahbandar, atau polisi.",
        "The death of a missing person must be declared by a court; add the statement of the rescue agency, the "
        "harbour master or the police.",
    ),
    "authority_statement": Text(
        "Kematian orang hilang dibuktikan dengan keterangan Basarnas, syahbandar, atau polisi.",
        "The death of a missing person is proved by a statement of the rescue agency, the harbour master or the "
        "police.",
    ),
}
_AT_SEA: Final = Text(
    "Hilang di laut saat bekerja: dihitung sebagai kecelakaan kerja (JKK).",
    "Missing at sea while at work: counted as a work accident (JKK).",
)
_AT_SEA_NOT: Final = Text(
    "Hilang di laut: tidak dihitung sebagai kecelakaan kerja; dinilai menurut JKM.",
    "Missing at sea: not counted as a work accident; judged under JKM.",
)
