"""Write operations of the proposals room: a proposal comes in once, however often it is sent; they are gathered."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from jaring.office import vault
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import SamePersonError, require
from jaring.office.audit import services as audit
from jaring.office.intake import services as intake
from jaring.office.intake.models import ImportBatch
from jaring.office.people.errors import ReasonMissingError
from jaring.office.people.models import Person
from jaring.office.people.notes import check_no_numbers
from jaring.office.people.services import REASON_LENGTH_MIN
from jaring.office.places.models import Regency, Village
from jaring.office.proposals import queries
from jaring.office.proposals.errors import NothingProposedError, ProposalEmptyError, ProposalSettledError
from jaring.office.proposals.models import Conflict, Gathered, Proposal, Returned, State

COLUMNS: Final[Mapping[str, str]] = {
    "nik": "NIK",
    "kk": "No. KK",
    "name": "Nama Lengkap",
    "sex": "Jenis Kelamin",
    "birth_place": "Tempat Lahir",
    "birth_date": "Tanggal Lahir",
    "occupation": "Pekerjaan",
    "phone": "No. HP",
    "mother_name": "Nama Ibu Kandung",
    "heir_name": "Nama Ahli Waris",
    "heir_relation": "Hubungan Ahli Waris",
}
"""What is asked of a proposed worker, and how the gathered list heads it."""
TEXT_LENGTH_MAX: Final = 200
REASON_LENGTH_MAX: Final = 240


def submit(village: Village, typed: Mapping[str, str], *, request_key: UUID, actor: User, now: datetime) -> Proposal:
    """Take a proposal in. The same key with the same content gives the same proposal; nothing is kept twice.

    Args:
        village: Where the worker lives.
        typed: Texts by the names of ``COLUMNS``; others are ignored, missing ones are empty.
        request_key: Made where the form was filled in, so that a queue may send it again and again.
        actor: Who proposes.
        now: Aware instant.

    Raises:
        NotAllowedError: (JRG-601)
        ProposalEmptyError: (JRG-431)
        KeyReusedError: (JRG-301) the key came before with other content.
    """
    require(actor, Action.IMPORT_LISTS, village.code)
    texts = {name: " ".join(str(typed.get(name, "")).split())[:TEXT_LENGTH_MAX] for name in COLUMNS}
    if not texts["name"]:
        raise ProposalEmptyError
    regency_code = village.code[:5]
    with transaction.atomic(durable=True):
        claim = audit.claim_request_key(request_key, "proposal.submit", village.code, actor.pk, *texts.values())
        if claim.answer_id is not None:
            return Proposal.objects.get(pk=claim.answer_id)
        proposal = _proposal(village, texts, actor, now)
        proposal.save(force_insert=True)
        claim.settle(proposal.pk, now)
        audit.record(
            actor,
            "proposal.received",
            regency_code,
            now=now,
            subject=str(proposal.public_id),
            detail={"verdict": str(proposal.verdict)},
        )
    return proposal


def gather(regency: Regency, *, chosen: Collection[UUID] | None = None, actor: User, now: datetime) -> ImportBatch:
    """Make one delivery of proposals that wait in a regency; it is previewed and taken over like any list.

    Args:
        regency: Where they were proposed.
        chosen: Public ids of those to gather; None for all. The actor's own are left to somebody else.
        actor: Who gathers.
        now: Aware instant.

    Raises:
        NotAllowedError: (JRG-601)
        NothingProposedError: (JRG-433) none waits, or somebody else just gathered them.
    """
    require(actor, Action.ACCEPT_BATCH, regency.code)
    rows = queries.to_gather(actor).filter(regency=regency)
    if chosen is not None:
        rows = rows.filter(public_id__in=chosen)
    waiting = list(rows.select_related("village__district").order_by("id"))
    if not waiting:
        raise NothingProposedError
    today = regency.day_of(now)

    def mark(batch: ImportBatch) -> None:
        keys = [each.pk for each in waiting]
        if Proposal.objects.filter(pk__in=keys, gathered=None, returned=None).count() < len(keys):
            raise NothingProposedError
        Gathered.objects.bulk_create(Gathered(proposal=each, batch=batch) for each in waiting)

    with tempfile.TemporaryDirectory() as folder:
        return intake.read_delivery(
            [_written(Path(folder), waiting, today)],
            regency_code=regency.code,
            as_of=today,
            source=f"Usulan perorangan sampai {today:%d-%m-%Y}",
            sender="Formulir usulan",
            received_date=today,
            actor=actor,
            now=now,
            also=mark,
        )


def check_may_settle(proposal: Proposal, actor: User) -> None:
    """Refuse to gather or send back what is settled or the actor's own.

    Raises:
        NotAllowedError: (JRG-601)
        SamePersonError: (JRG-602)
        ProposalSettledError: (JRG-580)
    """
    require(actor, Action.ACCEPT_BATCH, proposal.regency_id)
    if proposal.proposed_by_id == actor.pk:
        raise SamePersonError
    if proposal.state is not State.WAITING:
        raise ProposalSettledError


def send_back(proposal: Proposal, reason: str, *, actor: User, now: datetime) -> Returned:
    """Send a proposal back to who proposed it, who mends it by proposing anew.

    Args:
        proposal: One that waits.
        reason: What is wrong and what to do; 10 to 240 letters, no number of identity.
        actor: Not who proposed it.
        now: Aware instant.

    Raises:
        NotAllowedError: (JRG-601)
        SamePersonError: (JRG-602)
        ReasonMissingError: (JRG-603)
        NumberInNoteError: (JRG-416)
        ProposalSettledError: (JRG-580)
    """
    reason = " ".join(reason.split())[:REASON_LENGTH_MAX]
    if len(reason) < REASON_LENGTH_MIN:
        raise ReasonMissingError
    check_no_numbers(reason)
    check_may_settle(proposal, actor)
    try:
        with transaction.atomic(durable=True):
            returned = Returned.objects.create(proposal=proposal, reason=reason, returned_by=actor, returned_at=now)
            subject = str(proposal.public_id)
            audit.record(actor, "proposal.returned", proposal.regency_id, now=now, subject=subject, reason=reason)
    except IntegrityError:  # Somebody else was quicker; the database lets one of both stand.
        raise ProposalSettledError from None
    return returned


def _proposal(village: Village, texts: dict[str, str], actor: User, now: datetime) -> Proposal:
    regency = village.district.regency
    today = regency.day_of(now)
    place = {"village": village.name, "district": village.district.name}
    outcome = queries.judged(texts | place, regency.code, today)
    nik = outcome.values.nik
    look_up = vault.look_up("nik", regency.code, nik) if nik else None
    proposal = Proposal(
        public_id=uuid4(),
        regency=regency,
        village=village,
        nik_look_up=look_up,
        verdict=outcome.verdict.value,
        conflict=_conflict(regency, look_up),
        proposed_by=actor,
        received_at=now,
    )
    proposal.content_sealed = proposal.sealed_texts(texts)
    return proposal


def _conflict(regency: Regency, look_up: bytes | None) -> Conflict:
    if look_up is None:
        return Conflict.NONE
    if Person.objects.filter(regency=regency, nik_look_up=look_up).exists():
        return Conflict.KNOWN
    if Proposal.objects.filter(regency=regency, nik_look_up=look_up, gathered=None, returned=None).exists():
        return Conflict.PROPOSED
    return Conflict.NONE


def _written(folder: Path, proposals: Iterable[Proposal], today: date) -> Path:
    """Write proposals as a list of the kind that villages send."""
    path = folder / f"usulan-{today:%Y-%m-%d}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*COLUMNS.values(), "Desa/Kelurahan", "Kecamatan"])
        for each in proposals:
            texts = each.texts
            place = (each.village.name, each.village.district.name)
            writer.writerow([*(texts.get(name, "") for name in COLUMNS), *place])
    return path
