"""What each command needs: the action that ``--as USER`` must be allowed, or nothing but the machine.

``office.acting_user`` enforces it before anything is done; the services ask again for the area.
"""

from __future__ import annotations

from typing import Final

OPEN: Final = "open"
"""Computes from what it is given; no office, no person."""
MACHINE: Final = "machine"
"""Whoever has the machine with its key file and database: nothing is shown or changed that belongs to a user."""

NEEDS: Final[dict[str, str]] = {
    "intake": OPEN,
    "contribution": OPEN,
    "coverage": OPEN,
    "benefit": OPEN,
    "law show": OPEN,
    "law at": OPEN,
    "law diff": OPEN,
    "law stale": OPEN,
    "law test": OPEN,
    "law choose": "law.choose",
    "import": "intake.accept",
    "year open": "budget.manage",
    "year budget": "budget.manage",
    "payer": MACHINE,
    "payer list": MACHINE,
    "payer add": "budget.manage",
    "payer villages": "budget.manage",
    "payer change": "budget.manage",
    "budget show": "money.see",
    "budget enter": "budget.manage",
    "budget revise": "budget.manage",
    "plan": MACHINE,
    "plan list": MACHINE,
    "plan add": "budget.manage",
    "target": "targeting.run",
    "decree": MACHINE,
    "decree list": MACHINE,
    "decree draft": "decree.draft",
    "decree amend": "decree.draft",
    "decree move": "decree.draft",
    "decree enact": "decree.enact",
    "decree discard": "decree.draft",
    "decree sign": "decree.draft",
    "decree publish": "public_page.open",
    "decree print": "decree.print",
    "bill": "bill.issue",
    "ledger balance": "money.see",
    "ledger journal": "money.see",
    "ledger beancount": "money.see",
    "ledger sipd": "money.see",
    "ledger close": "books.close",
    "lapse": "money.see",
    "reconcile": "reconciliation.run",
    "pay": "money.see",
    "pay approve": "bill.approve",
    "pay order": "payment.order",
    "pay code": "payment.order",
    "pay cancel": "payment.order",
    "pay transfer": "payment.record",
    "pay allocate": "deposit.apply",
    "pay deposit": "money.see",
    "pay refund": "refund.claim",
    "pay restored": "refund.claim",
    "pay receive": "payment.record",
    "pay write-off": "bill.approve",
    "demo": MACHINE,
    "serve": MACHINE,
    "region add": MACHINE,
    "boundaries import": "boundaries.manage",
    "boundaries withdraw": "boundaries.manage",
    "user list": "users.see",
    "user invite": "users.manage",
    "user link": "users.manage",
    "user propose": "users.manage",
    "user reset": "users.manage",
    "user confirm": "users.confirm",
    "user decline": "users.confirm",
    "user end": "users.manage",
    "doctor": MACHINE,
    "roles": MACHINE,
    "move": MACHINE,
    "audit verify": MACHINE,
}
"""By the name of the command without ``jaring``."""
