"""Months that two payers share under a plan: whose part of them is billed and not paid, told to the other one.

A month is paid for somebody when both parts are. No law was found that says what a part alone is worth; that it is
worth nothing yet is the cautious reading.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Final, NamedTuple

from django.db import connection

from jaring.core.month import Month


class OpenPart(NamedTuple):
    """What another payer still owes of a shared month: for how many people, and how much in IDR."""

    payer_name: str
    payer_id: int
    month: Month
    people: int
    amount_idr: int
    is_billed: bool = True


# From the bills that are open, which are few; their people under a plan, without those who are paid for or struck.
_OPEN_PARTS: Final = """
SELECT plan.payer_id, plan.partner_id, bill.payer_id, owing.name, bill.month, COUNT(*),
       SUM(due.jkk_idr + due.jkm_idr)
FROM billing_bill AS bill
JOIN programme_payer AS owing ON owing.id = bill.payer_id
JOIN billing_due AS due ON due.bill_id = bill.id
JOIN programme_enrolment AS enrolment ON enrolment.id = due.enrolment_id
JOIN programme_plan AS plan ON plan.id = enrolment.plan_id
WHERE bill.payer_id IN (
    SELECT payer_id FROM programme_plan WHERE partner_id IN ({payers})
    UNION SELECT partner_id FROM programme_plan WHERE payer_id IN ({payers}))
  AND bill.total_idr > COALESCE((SELECT SUM(paid.amount_idr) FROM payments_settlement AS paid
                                 WHERE paid.bill_id = bill.id AND NOT EXISTS (
                                     SELECT 1 FROM payments_transferreversal AS back
                                     WHERE back.transfer_id = paid.transfer_id)), 0)
  AND NOT EXISTS (SELECT 1 FROM payments_allocation AS paid
                  WHERE paid.bill_id = due.bill_id AND paid.person_id = due.person_id)
  AND NOT EXISTS (SELECT 1 FROM payments_release AS struck
                  WHERE struck.bill_id = due.bill_id AND struck.person_id = due.person_id)
GROUP BY plan.payer_id, plan.partner_id, bill.payer_id, owing.name, bill.month
ORDER BY bill.month, bill.payer_id
"""


def open_parts(payers: Collection[int]) -> dict[int, list[OpenPart]]:
    """Return, by the key of each payer, what others owe of the months that it shares with them; one statement."""
    found: dict[int, list[OpenPart]] = defaultdict(list)
    if not payers:
        return found
    keys = ", ".join(str(int(payer)) for payer in sorted(payers))
    with connection.cursor() as cursor:
        cursor.execute(_OPEN_PARTS.format(payers=keys))
        for payer, partner, owing, name, month, people, amount_idr in cursor.fetchall():
            told = partner if owing == payer else payer
            if told in payers:
                part = OpenPart(name, owing, Month(*divmod(month, 100)), int(people), int(amount_idr))
                found[told].append(part)
    return found
