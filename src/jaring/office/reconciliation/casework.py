"""From differences to cases, for the whole set at once: opened, carried on, reopened and closed by a match.

Reads the temporary tables of ``matching``. A difference that is met again belongs to the case that is open for the
same person and kind; one that is no longer met in a month is gone in that month, and a case of which nothing is left
closes.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.db.backends.utils import CursorWrapper

from jaring.core.insurer.words import causes, kinds
from jaring.office.access.models import User
from jaring.office.reconciliation.models import MatchRun

_UUID: Final = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "gen_random_uuid()"}
_UNTIL_COMMIT: Final = {"sqlite": "", "postgresql": " ON COMMIT DROP"}

_LIVE = """SELECT 1 FROM reconciliation_case c WHERE c.regency_id = %(regency)s AND c.kind = d.kind AND c.key = d.key
    AND c.state <> 'solved'"""

_REOPENED = """
INSERT INTO reconciliation_caseevent (case_id, at, actor_id, run_id, kind, state, subject, text)
SELECT MAX(s.id), %(now)s, %(actor)s, %(run)s, 'reopened', 'open', '', ''
FROM match_difference d
JOIN reconciliation_case s ON s.regency_id = %(regency)s AND s.kind = d.kind AND s.key = d.key AND s.state = 'solved'
JOIN reconciliation_casemonth m ON m.case_id = s.id AND m.month = %(month)s
WHERE NOT EXISTS ({live})
GROUP BY d.kind, d.key
"""

_REOPEN = """
UPDATE reconciliation_case SET state = 'open', closed_by_run_id = NULL WHERE id IN (
    SELECT case_id FROM reconciliation_caseevent WHERE run_id = %(run)s AND kind = 'reopened')
"""

_OPEN = """
INSERT INTO reconciliation_case (public_id, regency_id, key, kind, cause, is_cause_settled, rejection, person_id,
    line_id, payer_id, people, likeness, first_month, last_month, amount_idr, state, owner_role, due_date,
    opened_by_run_id, opened_at)
SELECT {uuid}, %(regency)s, d.key, d.kind, d.cause, FALSE, d.rejection, d.person_id, d.line_id, d.payer_id, d.people,
    d.likeness, %(month)s, %(month)s, d.amount_idr, 'open', {owner}, {due}, %(run)s, %(now)s
FROM match_difference d
WHERE NOT EXISTS ({live})
"""

_SEEN = """
CREATE TEMPORARY TABLE match_seen{until_commit} AS
SELECT c.id AS case_id, c.opened_by_run_id, d.*
FROM match_difference d
JOIN reconciliation_case c ON c.regency_id = %(regency)s AND c.kind = d.kind AND c.key = d.key AND c.state <> 'solved'
"""

_MET = """
INSERT INTO reconciliation_caseevent (case_id, at, actor_id, run_id, kind, state, subject, text)
SELECT c.id, %(now)s, %(actor)s, %(run)s, CASE WHEN c.opened_by_run_id = %(run)s THEN 'opened' ELSE 'carried' END,
    c.state, %(subject)s, ''
FROM reconciliation_case c
WHERE c.id IN (SELECT case_id FROM match_seen)
    AND NOT EXISTS (SELECT 1 FROM reconciliation_casemonth m WHERE m.case_id = c.id AND m.month = %(month)s)
"""

_MONTH = """
INSERT INTO reconciliation_casemonth (case_id, month, is_enrolled, billed_idr, paid_idr, is_active, insurer_idr,
    amount_idr, claim_idr, is_gone, first_run_id, last_run_id)
SELECT d.case_id, %(month)s, d.enrolled = 1, d.billed_idr, d.paid_idr, CASE WHEN d.listed = 1 THEN d.active = 1 END,
    d.insurer_idr, d.amount_idr, 0, FALSE, %(run)s, %(run)s
FROM match_seen d WHERE TRUE
ON CONFLICT (case_id, month) DO UPDATE SET is_enrolled = excluded.is_enrolled, billed_idr = excluded.billed_idr,
    paid_idr = excluded.paid_idr, is_active = excluded.is_active, insurer_idr = excluded.insurer_idr,
    amount_idr = excluded.amount_idr, claim_idr = 0, is_gone = FALSE, last_run_id = excluded.last_run_id
"""

_GONE = """
UPDATE reconciliation_casemonth SET is_gone = TRUE, last_run_id = %(run)s, claim_idr = 0,
    is_enrolled = COALESCE((SELECT s.enrolled = 1 {now_of_person}), FALSE),
    billed_idr = COALESCE((SELECT s.billed_idr {now_of_person}), 0),
    paid_idr = COALESCE((SELECT s.paid_idr {now_of_person}), 0),
    is_active = (SELECT s.active = 1 {now_of_person}),
    insurer_idr = (SELECT s.insurer_idr {now_of_person})
WHERE month = %(month)s AND NOT is_gone
    AND case_id NOT IN (SELECT case_id FROM match_seen)
    AND case_id IN (
        SELECT id FROM reconciliation_case
        WHERE regency_id = %(regency)s AND state <> 'solved' AND %(payer)s IN (0, payer_id))
"""
_NOW_OF_PERSON = """FROM match_side s JOIN reconciliation_case c ON c.person_id = s.person_id
        WHERE c.id = reconciliation_casemonth.case_id"""

# A case met first in a later month may turn out to be older.
_REFRESH = """
UPDATE reconciliation_case SET
    first_month = (SELECT MIN(m.month) FROM reconciliation_casemonth m WHERE m.case_id = reconciliation_case.id),
    last_month = (SELECT MAX(m.month) FROM reconciliation_casemonth m
        WHERE m.case_id = reconciliation_case.id AND NOT m.is_gone),
    amount_idr = (SELECT SUM(m.amount_idr) FROM reconciliation_casemonth m
        WHERE m.case_id = reconciliation_case.id AND NOT m.is_gone),
    cause = CASE WHEN is_cause_settled THEN cause ELSE (SELECT d.cause {seen}) END,
    rejection = (SELECT CASE WHEN d.rejection = '' THEN reconciliation_case.rejection ELSE d.rejection END {seen}),
    person_id = COALESCE(person_id, (SELECT d.person_id {seen})),
    line_id = COALESCE((SELECT d.line_id {seen}), line_id),
    likeness = COALESCE((SELECT d.likeness {seen}), likeness),
    people = (SELECT d.people {seen})
WHERE id IN (SELECT case_id FROM match_seen)
"""
_LESSENED = """
UPDATE reconciliation_case SET
    last_month = (SELECT MAX(m.month) FROM reconciliation_casemonth m
        WHERE m.case_id = reconciliation_case.id AND NOT m.is_gone),
    amount_idr = (SELECT SUM(m.amount_idr) FROM reconciliation_casemonth m
        WHERE m.case_id = reconciliation_case.id AND NOT m.is_gone)
WHERE id IN (SELECT m.case_id FROM reconciliation_casemonth m WHERE m.is_gone AND m.last_run_id = %(run)s)
    AND id IN (SELECT m.case_id FROM reconciliation_casemonth m WHERE NOT m.is_gone)
"""
_SEEN_OF_CASE = "FROM match_seen d WHERE d.case_id = reconciliation_case.id"

# The contribution for the month of a death is owed; that of every month after it comes back.
_CLAIMS = """
UPDATE reconciliation_casemonth SET claim_idr = paid_idr
WHERE month = %(month)s AND NOT is_gone AND paid_idr > 0 AND case_id IN (
    SELECT d.case_id FROM match_seen d JOIN reconciliation_case c ON c.id = d.case_id
    WHERE c.cause IN ({causes}) AND NOT (c.cause = 'died' AND COALESCE(d.died_month, 0) = %(month)s))
"""

_CLOSED = """
INSERT INTO reconciliation_caseevent (case_id, at, actor_id, run_id, kind, state, subject, text)
SELECT c.id, %(now)s, %(actor)s, %(run)s, 'closed', 'solved', %(subject)s, ''
FROM reconciliation_case c
WHERE c.regency_id = %(regency)s AND c.state <> 'solved'
    AND NOT EXISTS (SELECT 1 FROM reconciliation_casemonth m WHERE m.case_id = c.id AND NOT m.is_gone)
"""

_CLOSE = """
UPDATE reconciliation_case SET state = 'solved', closed_by_run_id = %(run)s WHERE id IN (
    SELECT case_id FROM reconciliation_caseevent WHERE run_id = %(run)s AND kind = 'closed')
"""


def write_cases(cursor: CursorWrapper, run: MatchRun, sides: dict[str, Any], *, actor: User, now: datetime) -> None:
    """Bring the cases of a regency to where a match has found them."""
    owner, due, words = _owner_and_due(now)
    facts = {**sides, "run": run.pk, "actor": actor.pk, "now": now, "subject": str(run.month)}
    vendor = connection.vendor
    cursor.execute(_REOPENED.format(live=_LIVE), facts)
    cursor.execute(_REOPEN, facts)
    cursor.execute(_OPEN.format(live=_LIVE, uuid=_UUID[vendor], owner=owner, due=due), facts | words)
    cursor.execute(_SEEN.format(until_commit=_UNTIL_COMMIT[vendor]), facts)
    cursor.execute("CREATE UNIQUE INDEX match_seen_case ON match_seen (case_id)")
    cursor.execute(_MET, facts)
    cursor.execute(_MONTH, facts)
    cursor.execute(_GONE.format(now_of_person=_NOW_OF_PERSON), facts)
    cursor.execute(_REFRESH.format(seen=_SEEN_OF_CASE), facts)
    cursor.execute(_LESSENED, facts)
    cursor.execute(_CLAIMS.format(causes=claiming_causes()), facts)
    cursor.execute(_CLOSED, facts)
    cursor.execute(_CLOSE, facts)


def claiming_causes() -> str:
    """Return the causes whose money comes back, for an IN."""
    return ", ".join(f"'{cause.key}'" for cause in causes().values() if cause.claims_back)


def _owner_and_due(now: datetime) -> tuple[str, str, dict[str, Any]]:
    """Return expressions for the owner's role and the due day of each kind, with their parameters."""
    words: dict[str, Any] = {}
    for kind in kinds().values():
        words |= {f"owner_{kind.key}": kind.owner, f"due_{kind.key}": (now + timedelta(days=kind.days)).date()}
    owner = " ".join(f"WHEN '{key}' THEN %(owner_{key})s" for key in kinds())
    due = " ".join(f"WHEN '{key}' THEN %(due_{key})s" for key in kinds())
    return f"CASE d.kind {owner} END", f"CASE d.kind {due} END", words
