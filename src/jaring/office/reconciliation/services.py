"""Write operations of the reconciliation: lists are taken in, a month is matched, cases are looked after."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet

from jaring.core.insurer.answer import Answer, AnswerKind, AnswerLine
from jaring.core.insurer.reading import Progress, read_answer
from jaring.core.insurer.words import causes, rejection_of, without_numbers
from jaring.core.month import Month
from jaring.office import vault
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import require
from jaring.office.audit import services as audit
from jaring.office.billing.models import Bill
from jaring.office.locks import lock_cases
from jaring.office.payments import services as payments
from jaring.office.payments.models import NotOwed, RefundClaim
from jaring.office.people.models import Person
from jaring.office.places.models import Regency
from jaring.office.programme.models import Payer
from jaring.office.reconciliation import casework, matching, queries
from jaring.office.reconciliation.errors import (
    CaseReasonMissingError,
    NoCaseChosenError,
    NothingToClaimError,
    OwnerUnfitError,
)
from jaring.office.reconciliation.likeness import Written, find_pairs
from jaring.office.reconciliation.models import Case, CaseEvent, CaseMonth, InsurerFile, InsurerLine, MatchRun
from jaring.office.setwise import insert_rows

REASON_LENGTH_MIN: Final = 10
_NOT_OWED: Final = {"died": NotOwed.DIED, "elsewhere": NotOwed.ELSEWHERE, "over_age": NotOwed.REJECTED}
_LINE_COLUMNS: Final = (
    "file",
    "number",
    "part",
    "sheet",
    "row",
    "key",
    "is_readable",
    "is_matched",
    "is_active",
    "total_idr",
    "rejection",
    "reject_code",
    "reject_reason",
    "codes",
    "content_sealed",
)


def take_in(
    paths: Sequence[Path],
    kind: AnswerKind,
    month: Month,
    *,
    regency_code: str,
    payer: Payer | None = None,
    actor: User,
    now: datetime,
    progress: Progress | None = None,
) -> InsurerFile:
    """Read one list of the insurer and keep its lines; the same list again gives the first answer.

    A later list of the same kind, month and payer takes the place of the earlier in every match that follows.

    Args:
        paths: Its files, at least one.
        kind: Which list it is.
        month: The contribution month that it is about.
        regency_code: Whose insured.
        payer: Whose insured alone, or ``None`` for a list about all payers.
        actor: Who takes it in.
        now: Aware instant.
        progress: Called with files done and files in all.

    Raises:
        NotAllowedError: (JRG-601)
        FileRefusedError: (JRG-451)
        AnswerUnmatchedError: (JRG-261)
        AnswerOfOtherMonthError: (JRG-262)
        AnswerEmptyError: (JRG-263)
    """
    require(actor, Action.DELIVER_ANSWER, regency_code)
    answer = read_answer(
        paths, kind, month, as_of=Regency.objects.get(code=regency_code).day_of(now), progress=progress
    )
    with transaction.atomic(durable=True):
        lock_cases(regency_code)
        known = InsurerFile.objects.filter(
            regency=regency_code, month=month, kind=kind.value, content_hash=answer.sha256
        ).first()
        if known is not None:
            return known
        file = _write_file(answer, regency_code, payer, actor=actor, now=now)
        insert_rows(InsurerLine, _LINE_COLUMNS, _line_rows(file, answer))
        audit.record(
            actor,
            "reconciliation.list_taken_in",
            regency_code,
            now=now,
            subject=f"{month} {kind.value}",
            detail={"rows": file.lines, "unreadable": file.unreadable, "total_idr": file.total_idr},
        )
    return file


def reconcile(
    month: Month, *, regency_code: str, payer: Payer | None = None, request_key: UUID, actor: User, now: datetime
) -> MatchRun:
    """Match the four sides of a month and bring the cases to where they stand; all or nothing.

    Earlier months of which a case is still open are matched anew before it: what was paid or corrected since closes
    them. The number of statements depends on the number of such months, not on that of people.

    Args:
        month: The contribution month.
        regency_code: Whose decrees, bills and lists.
        payer: Match this payer alone.
        request_key: Of this request; the same key again gives the same run.
        actor: Who matches.
        now: Aware instant.

    Raises:
        NotAllowedError: (JRG-601)
        KeyReusedError: (JRG-301)
    """
    require(actor, Action.RECONCILE, regency_code)
    with transaction.atomic(durable=True):
        claim = audit.claim_request_key(request_key, "reconcile", month, regency_code, payer.pk if payer else "")
        if claim.answer_id is not None:
            return MatchRun.objects.get(pk=claim.answer_id)
        lock_cases(regency_code)
        for earlier in queries.open_months(regency_code, before=month):
            _match(earlier, regency_code, payer, actor=actor, now=now)
        run = _match(month, regency_code, payer, actor=actor, now=now)
        claim.settle(run.pk, now)
        audit.record(
            actor,
            "reconciliation.matched",
            regency_code,
            now=now,
            subject=str(month),
            detail={"agreed": run.agreed, "differing": run.differing, **queries.events_of(run)},
        )
    return run


@dataclass(frozen=True, slots=True)
class Moved:
    """What came of putting cases into a state, in numbers of cases.

    Attributes:
        moved: Are in it now.
        same: Were in it before.
        superseded: Stay solved, because another case of the same person and kind is live, or a later one becomes so.
    """

    moved: int
    same: int
    superseded: int


def move_cases(cases: Collection[Case], state: Case.State, reason: str, *, actor: User, now: datetime) -> Moved:
    """Put cases into a state, by hand and with a reason; say how many really moved, and why the others did not.

    Raises:
        NotAllowedError: (JRG-601)
        CaseReasonMissingError: (JRG-265)
        NoCaseChosenError: (JRG-267)
    """
    reason = _reason(reason)
    with transaction.atomic():
        chosen = _locked(cases, actor)
        others = chosen.exclude(state=state)
        # A case that is live again must not meet another of its kind.
        superseded = queries.superseded(others) if state != Case.State.SOLVED else others.none()
        keys = list(others.exclude(pk__in=superseded.values("pk")).values_list("pk", flat=True))
        came = Moved(moved=len(keys), same=chosen.filter(state=state).count(), superseded=superseded.count())
        if keys:
            Case.objects.filter(pk__in=keys).update(state=state, closed_by_run=None)
            _write_events(keys, CaseEvent.Kind.MOVED, state, reason, actor=actor, now=now)
            detail: dict[str, int | str | list[str]] = {"cases": len(keys), "state": state}
            _record(cases, "reconciliation.cases_moved", reason, detail, actor=actor, now=now)
    return came


def assign_cases(cases: Collection[Case], owner: User, *, actor: User, now: datetime) -> int:
    """Make somebody look after cases; return how many are new to this owner.

    Raises:
        NotAllowedError: (JRG-601)
        NoCaseChosenError: (JRG-267)
        OwnerUnfitError: (JRG-266)
    """
    with transaction.atomic():
        rows = _locked(cases, actor).exclude(owner=owner)
        regency_code = next(iter(cases)).regency_id
        if owner not in queries.possible_owners(regency_code):
            raise OwnerUnfitError
        keys = list(rows.values_list("pk", flat=True))
        Case.objects.filter(pk__in=keys).update(owner=owner)
        _write_events(keys, CaseEvent.Kind.ASSIGNED, None, "", actor=actor, now=now, subject=owner.full_name[:80])
        _record(cases, "reconciliation.cases_assigned", "", {"cases": len(keys)}, actor=actor, now=now)
    return len(keys)


def settle_cause(case: Case, cause: str, reason: str, *, actor: User, now: datetime) -> None:
    """Say why a case came about; no match proposes another cause for it afterwards.

    Raises:
        NotAllowedError: (JRG-601)
        CaseReasonMissingError: (JRG-265)
    """
    reason = _reason(reason)
    claims_back = causes()[cause].claims_back
    with transaction.atomic():
        _locked([case], actor)
        Case.objects.filter(pk=case.pk).update(cause=cause, is_cause_settled=True)
        for row in CaseMonth.objects.filter(case=case, is_gone=False):
            row.claim_idr = row.paid_idr if claims_back else 0
            row.save(update_fields=["claim_idr"])
        _write_events([case.pk], CaseEvent.Kind.CAUSE, None, reason, actor=actor, now=now, subject=cause)
        _record([case], "reconciliation.cause_settled", reason, {"cause": cause}, actor=actor, now=now)


def comment(case: Case, text: str, *, actor: User, now: datetime) -> None:
    """Write a note beside a case.

    Raises:
        NotAllowedError: (JRG-601)
        CaseReasonMissingError: (JRG-265)
    """
    text = _reason(text)
    with transaction.atomic():
        _locked([case], actor, Action.ANSWER_CASE)
        _write_events([case.pk], CaseEvent.Kind.COMMENT, None, text, actor=actor, now=now)
        _record([case], "reconciliation.case_noted", "", {"cases": 1}, actor=actor, now=now)


def claim_back(
    payer: Payer,
    rows: Sequence[CaseMonth],
    *,
    number: str,
    claim_date: date,
    request_key: UUID,
    actor: User,
    now: datetime,
) -> RefundClaim:
    """Claim what was paid in vain back from the insurer; the next match closes what was claimed.

    Args:
        payer: Whose money.
        rows: Claimable months of cases of this payer.
        number: Of the letter.
        claim_date: Of the letter.
        request_key: Of this request.
        actor: Who claims.
        now: Aware instant.

    Raises:
        NotAllowedError: (JRG-601)
        NothingToClaimError: (JRG-269)
        ClaimNumberTakenError: (JRG-240)
    """
    if not rows:
        raise NothingToClaimError
    bills = dict(Bill.objects.filter(payer=payer).values_list("month", "pk"))
    dues = [
        payments.NamedDue(bills[row.month], row.case.person_id, _NOT_OWED[row.case.cause])
        for row in rows
        if row.case.person_id is not None
    ]
    paper = payments.ClaimPaper(number=number, claim_date=claim_date, basis=f"Rekonsiliasi, {len(dues)} iuran")
    return payments.claim_refund(payer, dues, paper, request_key=request_key, actor=actor, now=now)


# --- lists -----------------------------------------------------------------------------------------------


def _write_file(answer: Answer, regency_code: str, payer: Payer | None, *, actor: User, now: datetime) -> InsurerFile:
    counts = answer.count_codes()
    first = answer.parts[0]
    return InsurerFile.objects.create(
        regency_id=regency_code,
        payer=payer,
        month=answer.month,
        kind=answer.kind.value,
        content_hash=answer.sha256,
        template_version=first.template_version,
        parts=[{"name": part.name, "lines": part.lines, "skipped": part.skipped_rows} for part in answer.parts],
        columns=first.columns,
        ignored=list(first.ignored),
        codes={code.value: number for code, number in sorted(counts.items())},
        lines=len(answer),
        unreadable=sum(number for code, number in counts.items() if code.hides_person),
        set_aside=answer.set_aside,
        total_idr=answer.total_idr,
        stated_total_idr=answer.stated_total_idr,
        uploaded_by=actor,
        uploaded_at=now,
    )


def _line_rows(file: InsurerFile, answer: Answer) -> Iterator[tuple[object, ...]]:
    """Yield the lines as the table takes them: the numbers sealed, and a keyed value that finds the person."""
    rejections: dict[tuple[str, str], str] = {}
    is_rejects = answer.kind is AnswerKind.REJECTED
    for number, line in enumerate(answer, start=1):
        said = (line.reject_code, line.reject_reason)
        if is_rejects and said not in rejections:
            rejections[said] = rejection_of(*said)
        cell = InsurerLine.cell(file.public_id, number)
        yield (
            file.pk,
            number,
            line.part,
            line.sheet[:80],
            line.row,
            _key(file.regency_id, line),
            bool(line.nik),
            line.is_matched,
            line.is_active,
            line.total_idr,
            rejections.get(said, ""),
            line.reject_code,
            without_numbers(line.reject_reason),
            ";".join(line.codes),
            vault.seal(_content(line), InsurerLine._meta.db_table, "content", cell),
        )


def _key(regency_code: str, line: AnswerLine) -> bytes:
    if line.nik:
        return vault.look_up("nik", regency_code, line.nik)
    return vault.look_up("line", regency_code, f"{line.written_nik}\0{line.name.casefold()}\0{line.birth_date}")


def _content(line: AnswerLine) -> str:
    said = {"nik": line.nik or line.written_nik, "name": line.name, "birth_date": line.birth_date, "kpj": line.kpj}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


# --- the match -------------------------------------------------------------------------------------------


def _match(month: Month, regency_code: str, payer: Payer | None, *, actor: User, now: datetime) -> MatchRun:
    sides = queries.sides_of(regency_code, month, payer)
    with connection.cursor() as cursor:
        matching.lay_out(cursor, sides)
        _find_typed_differently(cursor)
        matching.add_strangers(cursor)
        figures = matching.figures(cursor, sides)
        bills = [
            (kind, key, people, amount_idr, vault.look_up("bill", regency_code, str(key)))
            for kind, key, people, amount_idr in matching.whole_bills(cursor)
        ]
        matching.gather(cursor, bills)
        run = MatchRun.objects.create(
            regency_id=regency_code,
            payer=payer,
            month=month,
            files=queries.names_of(sides),
            enrolled=figures.enrolled,
            billed=figures.billed,
            billed_idr=figures.billed_idr,
            paid=figures.paid,
            paid_idr=figures.paid_idr,
            active=figures.active,
            insurer_idr=figures.insurer_idr,
            rejected=figures.rejected,
            agreed=figures.agreed,
            differing=figures.differing,
            run_by=actor,
            run_at=now,
        )
        casework.write_cases(cursor, run, sides.parameters, actor=actor, now=now)
        matching.clear(cursor)
    return run


def _find_typed_differently(cursor: CursorWrapper) -> None:
    """Propose whom the insurer's lines mean that lead to nobody, among those whom its list does not have."""
    lines = matching.strangers(cursor)
    people = matching.not_active(cursor) if lines else []
    matching.propose(cursor, find_pairs(list(_people(people)), list(_lines(lines))) if people else [])


def _people(keys: Sequence[int]) -> Iterator[Written]:
    for chunk in _chunks(keys):
        for person in Person.objects.filter(pk__in=chunk).only("public_id", "nik_sealed", "name", "birth_date"):
            born = person.birth_date.isoformat() if person.birth_date else ""
            yield Written(person.pk, person.identifier("nik"), person.name, born)


def _lines(keys: Sequence[int]) -> Iterator[Written]:
    for chunk in _chunks(keys):
        for line in InsurerLine.objects.filter(pk__in=chunk).select_related("file"):
            content = line.content
            nik = content["nik"] if line.is_readable else ""
            yield Written(line.pk, nik, content["name"], content["birth_date"])


def _chunks(keys: Sequence[int], size: int = 10_000) -> Iterable[Sequence[int]]:
    return (keys[start : start + size] for start in range(0, len(keys), size))


# --- cases -----------------------------------------------------------------------------------------------


def _locked(cases: Collection[Case], actor: User, action: Action = Action.RECONCILE) -> QuerySet[Case]:
    """Return the cases anew, so that nobody else changes them meanwhile; refuse who may not, and an empty choice."""
    regencies = {case.regency_id for case in cases}
    if not regencies:
        raise NoCaseChosenError
    for regency_code in sorted(regencies):
        require(actor, action, regency_code)
        lock_cases(regency_code)
    return Case.objects.filter(pk__in=[case.pk for case in cases])


def _write_events(
    keys: Sequence[int],
    kind: CaseEvent.Kind,
    state: Case.State | None,
    text: str,
    *,
    actor: User,
    now: datetime,
    subject: str = "",
) -> None:
    states = dict(Case.objects.filter(pk__in=keys).values_list("pk", "state")) if state is None else {}
    CaseEvent.objects.bulk_create(
        CaseEvent(
            case_id=key,
            at=now,
            actor=actor,
            kind=kind,
            state=state or states[key],
            subject=subject,
            text=text,
        )
        for key in keys
    )


def _record(
    cases: Collection[Case],
    event: str,
    reason: str,
    detail: dict[str, int | str | list[str]],
    *,
    actor: User,
    now: datetime,
) -> None:
    first = next(iter(cases))
    subject = str(first.public_id) if len(cases) == 1 else ""
    audit.record(actor, event, first.regency_id, now=now, subject=subject, reason=reason, detail=detail)


def _reason(text: str) -> str:
    text = text.strip()[:400]
    if sum(map(str.isalpha, text)) < REASON_LENGTH_MIN:
        raise CaseReasonMissingError
    return without_numbers(text)
