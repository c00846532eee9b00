"""The papers of the lapse guard: the request that restores continuity, and the note that warns the regent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from jaring.core import law
from jaring.core.coverage.gap import GapCost
from jaring.core.law.words import value_text
from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.documents import lapse_note, restoration
from jaring.documents.bill import LawValue
from jaring.documents.lapse_note import LapseNote, NotedPayer
from jaring.documents.restoration import RestorationMonth, RestorationRequest
from jaring.documents.wording import office_letterhead
from jaring.office import papers
from jaring.office.billing.papers import head_of_office
from jaring.office.payments.errors import NothingToRestoreError, RestorationNotOpenError
from jaring.office.payments.guard import PayerGuard, Stage, Step
from jaring.office.places.models import Regency
from jaring.regencies import OfficeRole, profile

DEFAULT_CAUSE: Final = "keterlambatan pencairan dana pembayar iuran"
NEEDED: Final = {
    Stage.NOT_DECREED: "Surat Keputusan dan anggaran",
    Stage.TO_BILL: "tagihan, lalu SPP",
    Stage.TO_APPROVE: "persetujuan tagihan",
    Stage.TO_ORDER: "SPP, SPM, dan SP2D",
    Stage.TO_TRANSFER: "penyetoran dan bukti setor",
}
JANUARY: Final = {
    Step.YEAR: "pembukaan tahun program",
    Step.BUDGET: "anggaran iuran",
    Step.DRAFT: "penyusunan rancangan Surat Keputusan",
    Step.ENACTED: "penetapan Surat Keputusan",
    Step.BILL: "penerbitan tagihan Januari",
    Step.PAID: "penyetoran iuran Januari",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestPaper:
    """What the office writes into a request: its number, the cooperation agreement, why it was late, which months.

    ``until_month`` is half-open; None asks for all months that are missing.
    """

    number: str = ""
    agreement: str = ""
    cause: str = ""
    until_month: Month | None = None


def restoration_request(guard: PayerGuard, paper: RequestPaper) -> RestorationRequest:
    """Return the request for a payer whose people lost their continuity.

    Raises:
        RestorationNotOpenError: (JRG-250) the insurer restores no months for this kind of payer.
        NothingToRestoreError: (JRG-251) no membership has ended, or no missing month lies before the one given.
    """
    if not guard.cohort.restorability.is_possible:
        raise RestorationNotOpenError(payer=guard.cohort.payer.label)
    until = paper.until_month
    months = [each for each in guard.missing if until is None or each.month < until]
    if not months:
        raise NothingToRestoreError
    regency, payer = guard.payer.regency, guard.payer
    branch = profile(regency.code).offices[OfficeRole.INSURER_BRANCH]
    standings = [group.standing for group in guard.cohort.ended]
    was_covered = all(standing.was_covered for standing in standings)
    return RestorationRequest(
        number=paper.number or papers.BLANK,
        issued_date=guard.today,
        letterhead=office_letterhead(regency.code, guard.today),
        signatory=head_of_office(regency.code, guard.today),
        signed_place=profile(regency.code).capital,
        recipient=f"Kepala {branch.name.id}",
        recipient_place=branch.place,
        payer=payer.name,
        group=payer.group_code,
        agreement=paper.agreement or f"Nomor {papers.BLANK}",
        covered_until=min(standing.uncovered_from for standing in standings) if was_covered else None,
        cause=paper.cause or DEFAULT_CAUSE,
        people=max(each.people for each in months),
        months=tuple(
            RestorationMonth(month=each.month, people=each.people, amount_idr=Rupiah(each.amount_idr))
            for each in months
        ),
        papers=tuple(text.id[:1].upper() + text.id[1:] for text in guard.cohort.restorability.papers),
        bases=tuple(_basis(value) for value in _bases(guard)),
        copies=_copies(regency),
    )


def write_restoration(guard: PayerGuard, paper: RequestPaper, target: Path, *, now: datetime) -> None:
    """Write the request as PDF.

    Raises:
        RestorationNotOpenError: (JRG-250)
        NothingToRestoreError: (JRG-251)
    """
    restoration.write_restoration_pdf(restoration_request(guard, paper), target, made_at=now)


def kept_restoration(guard: PayerGuard, paper: RequestPaper, *, now: datetime) -> Path:
    """Return the request as PDF; the same request is typeset once.

    Raises:
        RestorationNotOpenError: (JRG-250)
        NothingToRestoreError: (JRG-251)
    """
    request = restoration_request(guard, paper)
    return papers.kept(
        f"pemulihan-{guard.payer.pk}",
        papers.content_hash(request)[:32],
        ".pdf",
        lambda target: restoration.write_restoration_pdf(request, target, made_at=now),
    )


def note_to_regent(regency: Regency, guards: Sequence[PayerGuard], total: GapCost, number: str = "") -> LapseNote:
    """Return the note about all payers of a regency, the most pressing first."""
    low, high = total.lost_idr
    january = [each.turn_of_year for each in guards if each.turn_of_year]
    missing = [step for step in Step if any(step in turn.missing for turn in january)]
    return LapseNote(
        number=number or papers.BLANK,
        on=guards[0].today,
        letterhead=office_letterhead(regency.code, guards[0].today),
        signatory=head_of_office(regency.code, guards[0].today),
        addressee=profile(regency.code).regent_title.id,
        people=sum(guard.once.people for guard in guards if guard.cohort.first_stop),
        payers=tuple(_noted(guard) for guard in guards if guard.cohort.first_stop),
        deaths=deaths_in_words(total),
        lost_idr=(Rupiah(low), Rupiah(high)),
        assumptions=tuple(finding.text.id for finding in total.assumptions),
        january=tuple(f"{JANUARY[step]} ({_lacking(guards, step)})" for step in missing),
    )


def kept_note(note: LapseNote, regency: Regency, *, now: datetime) -> Path:
    """Return the note as PDF; the same note is typeset once."""
    return papers.kept(
        f"nota-perlindungan-{regency.code}",
        papers.content_hash(note)[:32],
        ".pdf",
        lambda target: lapse_note.write_lapse_note_pdf(note, target, made_at=now),
    )


def deaths_in_words(cost: GapCost) -> str:
    """Write the expected deaths in gap and waiting period as a range of whole people."""
    low, high = ((a + b + 500) // 1000 for a, b in zip(cost.deaths_in_gap, cost.deaths_in_wait, strict=True))
    if high == 0:
        return "kurang dari satu orang"
    return f"{low} sampai {high} orang" if low != high else f"{high} orang"


def _noted(guard: PayerGuard) -> NotedPayer:
    stop = guard.cohort.first_stop
    assert stop is not None  # Payers without a stop are left out.
    stage = guard.months[0].stage if guard.months else Stage.TO_BILL
    needed = NEEDED[stage] if guard.deadline or not guard.is_restorable else "permohonan pemulihan kepada BPJS"
    amount_idr = guard.amount_idr if guard.deadline else guard.missing_idr
    return NotedPayer(
        name=guard.payer.name,
        people=guard.people,
        uncovered_from=stop.on,
        amount_idr=Rupiah(amount_idr),
        deadline=guard.deadline,
        needed=needed,
    )


def _lacking(guards: Sequence[PayerGuard], step: Step) -> str:
    names = [guard.payer.name for guard in guards if guard.turn_of_year and step in guard.turn_of_year.missing]
    return names[0] if len(names) == 1 else f"{len(names)} sumber dana"


def _bases(guard: PayerGuard) -> list[law.Value]:
    of_day = law.at(guard.today, {"payer": guard.payer.kind}, guard.readings)
    return [of_day.value("contribution/common/grace_months"), *guard.cohort.restorability.values]


def _basis(value: law.Value) -> LawValue:
    article = "" if value.source.article == "-" else value.source.article
    return LawValue(
        label=law.parameter(value.path).label.id,
        value=value_text(value).id,
        law=value.source.law,
        article=article,
        status=value.source.status,
    )


def _copies(regency: Regency) -> tuple[str, ...]:
    known = profile(regency.code)
    branch = known.offices[OfficeRole.INSURER_BRANCH].name.id
    return (
        f"{known.regent_title.id} (sebagai laporan);",
        f"Kepala Kantor Wilayah BPJS Ketenagakerjaan yang membawahi {branch};",
        f"Kepala {known.offices[OfficeRole.TREASURY].name.id};",
        f"Inspektur Daerah {regency.name}.",
    )
