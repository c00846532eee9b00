"""Objections to a choice: the days in which they are taken, what is said, what is found of it, and who approves that.

None of it changes a decision. What an objection shows to be wrong is put right where the fact stands; then the choice
is computed anew.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import transaction

from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import SamePersonError, require
from jaring.office.audit import services as audit
from jaring.office.locks import lock_year
from jaring.office.people.notes import check_no_numbers
from jaring.office.programme.errors import (
    ObjectionRepeatedError,
    ObjectionStateError,
    ObjectionTextError,
    WindowClosedError,
    WindowDaysError,
    WindowOpenedError,
)
from jaring.office.programme.models import (
    Decision,
    Ground,
    Objection,
    ObjectionFinding,
    ObjectionRuling,
    ObjectionWindow,
    Remedy,
    TargetingRun,
)

WORDS_LENGTH_MIN: Final = 10
WORDS_LENGTH_MAX: Final = 500


def open_objections(
    run: TargetingRun, from_date: date, until_date: date, due_date: date, *, actor: User, now: datetime
) -> ObjectionWindow:
    """Open a run for objections; the days are not changed afterwards.

    Args:
        run: Which choice.
        from_date: First day on which an objection is taken, in the regency's calendar.
        until_date: First day on which none is taken any more.
        due_date: By when all are to be answered, not before ``until_date``.
        actor: Who opens it.
        now: Aware instant.

    Raises:
        NotAllowedError: (JRG-601)
        WindowDaysError: (JRG-569)
        WindowOpenedError: (JRG-564)
    """
    year = run.programme_year
    require(actor, Action.RUN_TARGETING, year.regency_id)
    if not (from_date < until_date <= due_date and until_date > run.programme_year.regency.day_of(now)):
        raise WindowDaysError
    with transaction.atomic(durable=True):
        lock_year(year.pk)
        if ObjectionWindow.objects.filter(run=run).exists():
            raise WindowOpenedError
        window = ObjectionWindow.objects.create(
            run=run, from_date=from_date, until_date=until_date, due_date=due_date, opened_by=actor, opened_at=now
        )
        audit.record(
            actor,
            "targeting.objections_opened",
            year.regency_id,
            now=now,
            subject=str(run.public_id),
            detail={"from": from_date.isoformat(), "until": until_date.isoformat(), "due": due_date.isoformat()},
        )
    return window


def file_objection(decision: Decision, ground: str, text: str, *, actor: User, now: datetime) -> Objection:
    """Object to what a run decided on one person, while the run is open for it.

    Args:
        decision: On somebody of the actor's area.
        ground: One of ``Ground``.
        text: What is wrong and how it is known; 10 to 500 letters, no number of identity.
        actor: Who objects, or writes down what a citizen said.
        now: Aware instant.

    Raises:
        NotAllowedError: (JRG-601)
        ObjectionTextError: (JRG-566)
        NumberInNoteError: (JRG-416)
        WindowClosedError: (JRG-565)
        ObjectionRepeatedError: (JRG-567)
    """
    run = decision.run
    require(actor, Action.FILE_OBJECTION, decision.village_id)
    ground, text, today = Ground(ground).value, _words(text), run.programme_year.regency.day_of(now)
    with transaction.atomic(durable=True):
        lock_year(run.programme_year_id)
        window = ObjectionWindow.objects.filter(run=run).first()
        if window is None or not window.is_open_on(today):
            raise WindowClosedError
        if Objection.objects.filter(decision=decision, ground=ground, filed_by=actor).exists():
            raise ObjectionRepeatedError
        objection = Objection.objects.create(
            decision=decision, ground=ground, text=text, filed_date=today, filed_by=actor, filed_at=now
        )
        _record(actor, "targeting.objection_filed", objection, now, ground=ground)
    return objection


def review_objection(
    objection: Objection, reason: str, *, remedy: str = "", actor: User, now: datetime
) -> ObjectionFinding:
    """Write down what an officer found of an objection; somebody else approves it or sends it back.

    Args:
        objection: One that waits for a review.
        reason: Why it is accepted or rejected; 10 to 500 letters, no number of identity.
        remedy: What has to be put right first, one of ``Remedy``; empty where it is rejected.
        actor: Who reviewed it.
        now: Aware instant.

    Raises:
        NotAllowedError: (JRG-601)
        ObjectionTextError: (JRG-566)
        NumberInNoteError: (JRG-416)
        ObjectionStateError: (JRG-568) a finding waits for approval, or it is settled.
    """
    year = objection.decision.run.programme_year
    require(actor, Action.REVIEW_OBJECTION, year.regency_id)
    reason = _words(reason)
    with transaction.atomic(durable=True):
        lock_year(year.pk)
        if objection.findings.exclude(ruling__is_approved=False).exists():
            raise ObjectionStateError
        finding = ObjectionFinding.objects.create(
            objection=objection,
            is_accepted=bool(remedy),
            remedy=Remedy(remedy).value if remedy else "",
            reason=reason,
            found_by=actor,
            found_at=now,
        )
        _record(actor, "targeting.objection_reviewed", objection, now, remedy=finding.remedy)
    return finding


def rule_on_finding(
    finding: ObjectionFinding, *, is_approved: bool, note: str = "", actor: User, now: datetime
) -> ObjectionRuling:
    """Approve a finding, which settles its objection, or send it back to be reviewed again.

    Args:
        finding: One on which nobody has ruled.
        is_approved: Whether it holds.
        note: Why it is sent back; 10 to 500 letters, no number of identity. Not asked of who approves.
        actor: Neither who objected nor who reviewed.
        now: Aware instant.

    Raises:
        NotAllowedError: (JRG-601)
        SamePersonError: (JRG-602)
        ObjectionTextError: (JRG-566)
        NumberInNoteError: (JRG-416)
        ObjectionStateError: (JRG-568)
    """
    objection = finding.objection
    year = objection.decision.run.programme_year
    require(actor, Action.APPROVE_FINDING, year.regency_id)
    if actor.pk in (finding.found_by_id, objection.filed_by_id):
        raise SamePersonError
    note = "" if is_approved else _words(note)
    with transaction.atomic(durable=True):
        lock_year(year.pk)
        if ObjectionRuling.objects.filter(finding=finding).exists():
            raise ObjectionStateError
        ruling = ObjectionRuling.objects.create(
            finding=finding, is_approved=is_approved, note=note, ruled_by=actor, ruled_at=now
        )
        event = "targeting.finding_approved" if is_approved else "targeting.finding_returned"
        _record(actor, event, objection, now, remedy=finding.remedy)
    return ruling


def _words(text: str) -> str:
    """Return an explanation with its spaces tidied; see the callers for what is refused."""
    text = " ".join(text.split())
    if not WORDS_LENGTH_MIN <= len(text) <= WORDS_LENGTH_MAX:
        raise ObjectionTextError(least=WORDS_LENGTH_MIN, most=WORDS_LENGTH_MAX)
    check_no_numbers(text)
    return text


def _record(actor: User, event: str, objection: Objection, now: datetime, **detail: str) -> None:
    regency_code = objection.decision.run.programme_year.regency_id
    audit.record(actor, event, regency_code, now=now, subject=str(objection.public_id), detail={**detail})
