"""Reads of payments: what is open, what lies on deposit, how far a bill has come; papers in the user's area."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from django.db import connection, models
from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    Exists,
    F,
    Max,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _

from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import scope_for
from jaring.office.billing.models import Bill, Due
from jaring.office.payments.errors import PaymentPaperUnknownError
from jaring.office.payments.models import (
    Allocation,
    OrderedBill,
    PaymentOrder,
    RefundClaim,
    RefundLine,
    RefundReceipt,
    RefundWriteOff,
    Release,
    ReleaseLine,
    ReleaseRequest,
    Settlement,
    Transfer,
)
from jaring.office.people.models import Person
from jaring.office.programme.models import Payer

# Transfers that were not reversed, and what they paid ------------------------------------------------------


def standing_transfers() -> QuerySet[Transfer]:
    """Return the transfers that were not reversed."""
    return Transfer.objects.filter(reversal__isnull=True)


def standing_settlements() -> QuerySet[Settlement]:
    """Return what was set against bills out of transfers that were not reversed."""
    return Settlement.objects.filter(transfer__reversal__isnull=True)


# What each bill was paid and released of ------------------------------------------------------------------


class BillMoney(NamedTuple):
    """A bill and how far it is paid: people (dues) and IDR."""

    bill: Bill
    settled_people: int
    settled_idr: int
    released_people: int
    released_idr: int
    last_settlement: int

    @property
    def state(self) -> str:
        """What tells whom of the bill is paid for: whatever was counted under it is true for as long as it stands."""
        return f"{self.bill.public_id} {self.settled_people} {self.last_settlement} {self.released_people}"

    @property
    def open_people(self) -> int:
        return self.bill.people - self.settled_people - self.released_people

    @property
    def open_idr(self) -> int:
        return self.bill.total_idr - self.settled_idr - self.released_idr

    @property
    def is_paid(self) -> bool:
        return not self.open_people


def money_of(bills: QuerySet[Bill]) -> list[BillMoney]:
    """Return how far each bill is paid, in the order of the bills, by one statement."""
    settled = standing_settlements().filter(bill=OuterRef("pk")).order_by().values("bill")
    released = Release.objects.filter(bill=OuterRef("pk")).order_by().values("bill")
    rows = bills.annotate(
        settled_people=_number(settled.annotate(n=Sum("people"))),
        settled_idr=_number(settled.annotate(n=Sum("amount_idr"))),
        released_people=_number(released.annotate(n=Count("person"))),
        released_idr=_number(released.annotate(n=Sum(F("jkk_idr") + F("jkm_idr")))),
        last_settlement=_number(settled.annotate(n=Max("id"))),
    )
    return [
        BillMoney(row, row.settled_people, row.settled_idr, row.released_people, row.released_idr, row.last_settlement)
        for row in rows
    ]


def _number(rows: QuerySet[Any, Any]) -> Coalesce:
    return Coalesce(Subquery(rows.values("n"), output_field=BigIntegerField()), 0)


def open_bills(payer: Payer) -> list[BillMoney]:
    """Return the bills of a payer of which something is open, the oldest first."""
    bills = Bill.objects.filter(payer=payer).order_by("month", "id")
    return [money for money in money_of(bills) if not money.is_paid]


# A due is open when nothing was set against it and nobody struck it.
_WHERE_OPEN = """
WHERE due.bill_id = %(bill)s
  AND NOT EXISTS (SELECT 1 FROM payments_allocation AS paid
                  WHERE paid.bill_id = due.bill_id AND paid.person_id = due.person_id)
  AND NOT EXISTS (SELECT 1 FROM payments_release AS released
                  WHERE released.bill_id = due.bill_id AND released.person_id = due.person_id)
"""
ALL_OPEN_DUES = f"""
SELECT due.bill_id, due.person_id, due.jkk_idr + due.jkm_idr AS amount_idr FROM billing_due AS due
{_WHERE_OPEN}
"""  # noqa: S608  # Text of our own.
# Dues are paid in the order in which the annexes of the decrees list their people; what they come to is added up.
OPEN_DUES = f"""
SELECT due.bill_id, due.person_id, due.jkk_idr + due.jkm_idr AS amount_idr,
       SUM(due.jkk_idr + due.jkm_idr) OVER (ORDER BY line.decree_id, line.number) AS running_idr
FROM billing_due AS due
JOIN programme_enrolment AS enrolment ON enrolment.id = due.enrolment_id
JOIN programme_decreeline AS line ON line.id = enrolment.line_id
{_WHERE_OPEN}
"""  # noqa: S608  # Text of our own.


class Share(NamedTuple):
    """Dues of a bill, counted: whole dues only."""

    people: int
    amount_idr: int


def covered_by(bill: Bill, money_idr: int) -> Share:
    """Return how many open dues of a bill some money pays, from the first line of the annex on."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COUNT(*), COALESCE(MAX(running_idr), 0) FROM ({OPEN_DUES}) AS dues"  # noqa: S608  # Our own text.
            " WHERE running_idr <= %(money)s",
            {"bill": bill.pk, "money": money_idr},
        )
        people, amount_idr = cursor.fetchone()
    return Share(int(people), int(amount_idr))


# What lies on deposit -------------------------------------------------------------------------------------


class Deposit(NamedTuple):
    """A payer's money with the insurer that is set against nothing yet, and what it came from, in IDR."""

    payer: Payer
    transferred_idr: int
    settled_idr: int
    claimed_idr: int

    @property
    def left_idr(self) -> int:
        return self.transferred_idr - self.settled_idr - self.claimed_idr


class Piece(NamedTuple):
    """What is left of one transfer. The money of the first transfer is spent first."""

    transfer: Transfer
    left_idr: int


def deposits_of(payers: QuerySet[Payer]) -> list[Deposit]:
    """Return the deposit of each payer, by one statement. A claim that was refused left its rest on deposit."""

    def total(rows: QuerySet[Any, Any], of: str = "payer") -> Coalesce:
        mine = rows.filter(**{of: OuterRef("pk")}).order_by().values(of)
        return _number(mine.annotate(n=Sum("amount_idr")))

    rows = payers.annotate(
        transferred_idr=total(standing_transfers()),
        settled_idr=total(standing_settlements(), "run__payer"),
        claimed_idr=total(RefundClaim.objects.filter(kind=RefundClaim.Kind.DEPOSIT)),
        kept_idr=total(RefundWriteOff.objects.filter(claim__kind=RefundClaim.Kind.DEPOSIT), "claim__payer"),
    )
    return [Deposit(row, row.transferred_idr, row.settled_idr, row.claimed_idr - row.kept_idr) for row in rows]


def deposit_idr(payer: Payer) -> int:
    """Return what lies on deposit for a payer, in IDR."""
    return deposits_of(Payer.objects.filter(pk=payer.pk))[0].left_idr


def purse_of(payer: Payer) -> list[Piece]:
    """Return what is left of a payer's transfers that stand, in the order in which they were recorded."""
    deposit = deposits_of(Payer.objects.filter(pk=payer.pk))[0]
    spent_idr = deposit.settled_idr + deposit.claimed_idr
    pieces = []
    if deposit.left_idr:
        for transfer in standing_transfers().filter(payer=payer).order_by("id"):
            used_idr = min(spent_idr, transfer.amount_idr)
            spent_idr -= used_idr
            if used_idr < transfer.amount_idr:
                pieces.append(Piece(transfer, transfer.amount_idr - used_idr))
    return pieces


# Orders ---------------------------------------------------------------------------------------------------


def standing(orders: QuerySet[PaymentOrder]) -> QuerySet[PaymentOrder]:
    """Return the orders that were not cancelled."""
    return orders.filter(cancellation__isnull=True)


def unpaid(orders: QuerySet[PaymentOrder]) -> QuerySet[PaymentOrder]:
    """Return the orders that stand and have no transfer that stands."""
    return standing(orders).filter(~Exists(standing_transfers().filter(order=OuterRef("pk"))))


def order_of(bill: Bill) -> PaymentOrder | None:
    """Return the order that stands and pays a bill; None where none does."""
    return standing(PaymentOrder.objects.filter(ordered__bill=bill)).select_related("made_by").first()


def ordered_in(bills: Iterable[Bill]) -> dict[int, PaymentOrder]:
    """Return, by bill, the order that stands and pays it."""
    rows = OrderedBill.objects.filter(bill__in=bills, order__cancellation__isnull=True).select_related("order")
    return {row.bill_id: row.order for row in rows}


def cancelled_orders_of(bills: Iterable[Bill]) -> dict[int, int]:
    """Return, by bill, in how many orders it stood that were cancelled."""
    rows = OrderedBill.objects.filter(bill__in=bills, order__cancellation__isnull=False).order_by()
    return dict(rows.values_list("bill").annotate(Count("pk")))


def paid_idr(order: PaymentOrder) -> int:
    """Return what was transferred for an order so far, in IDR."""
    return int(standing_transfers().filter(order=order).aggregate(total=Sum("amount_idr"))["total"] or 0)


# What is asked back ---------------------------------------------------------------------------------------


class ClaimMoney(NamedTuple):
    """A claim, what came back of it, and what was given up, in IDR."""

    claim: RefundClaim
    received_idr: int
    written_off_idr: int

    @property
    def left_idr(self) -> int:
        return self.claim.amount_idr - self.received_idr - self.written_off_idr


def claims_with_money(claims: QuerySet[RefundClaim]) -> list[ClaimMoney]:
    """Return each claim with what came back, in the order of the claims, by one statement."""
    received = RefundReceipt.objects.filter(claim=OuterRef("pk")).order_by().values("claim")
    lost = RefundWriteOff.objects.filter(claim=OuterRef("pk")).values("claim")
    rows = claims.annotate(
        received_idr=_number(received.annotate(n=Sum("amount_idr"))),
        lost_idr=_number(lost.annotate(n=Sum("amount_idr"))),
    )
    return [ClaimMoney(row, row.received_idr, row.lost_idr) for row in rows]


def claim_money(claim: RefundClaim) -> ClaimMoney:
    """Return a claim with what came back of it."""
    return claims_with_money(RefundClaim.objects.filter(pk=claim.pk))[0]


# What a user may see --------------------------------------------------------------------------------------


def payers_visible_to(user: User, action: Action = Action.SEE_MONEY) -> QuerySet[Payer]:
    """Return the payers of the regencies in which the user may see money, or do something with it."""
    return scope_for(user, action).within(Payer.objects.order_by("id"), village="")


def orders_visible_to(user: User, action: Action = Action.SEE_MONEY) -> QuerySet[PaymentOrder]:
    """Return the payment orders in the user's area."""
    return scope_for(user, action).within(PaymentOrder.objects.all(), village="")


def transfers_visible_to(user: User, action: Action = Action.SEE_MONEY) -> QuerySet[Transfer]:
    """Return the transfers in the user's area."""
    return scope_for(user, action).within(Transfer.objects.all(), village="")


def claims_visible_to(user: User, action: Action = Action.SEE_MONEY) -> QuerySet[RefundClaim]:
    """Return the claims for refunds in the user's area."""
    return scope_for(user, action).within(RefundClaim.objects.all(), village="")


def receipts_visible_to(user: User, action: Action = Action.SEE_MONEY) -> QuerySet[RefundReceipt]:
    """Return the refunds received in the regencies whose money the user may see."""
    return scope_for(user, action).within(RefundReceipt.objects.all(), village="", regency="claim__regency")


def requests_visible_to(user: User, action: Action = Action.SEE_MONEY) -> QuerySet[ReleaseRequest]:
    """Return the requests for release in the user's area."""
    return scope_for(user, action).within(ReleaseRequest.objects.all(), village="")


def lines_of_claim(claim: RefundClaim, user: User, action: Action) -> QuerySet[RefundLine]:
    """Return the dues that a claim asks back, of the people upon whom the user may do ``action``."""
    visible = scope_for(user, action).within(
        RefundLine.objects.filter(claim=claim), village="person__village", regency="person__regency"
    )
    return visible.select_related("person__village__district", "bill")


def lines_of_request(asked: ReleaseRequest, user: User, action: Action) -> QuerySet[ReleaseLine]:
    """Return the dues whose release is asked for, each with its ``amount_idr``, of the people as above."""
    visible: QuerySet[ReleaseLine] = scope_for(user, action).within(
        ReleaseLine.objects.filter(request=asked), village="person__village", regency="person__regency"
    )
    due = Due.objects.filter(bill=OuterRef("bill"), person=OuterRef("person")).order_by()
    amount = _number(due.values(n=F("jkk_idr") + F("jkm_idr")))
    return visible.select_related("person__village__district", "bill").annotate(amount_idr=amount)


# By number, for the command line --------------------------------------------------------------------------


def order_by_number(regency_code: str, number: str) -> PaymentOrder:
    """Return a payment order by its number.

    Raises:
        PaymentPaperUnknownError: (JRG-248)
    """
    order = PaymentOrder.objects.filter(regency=regency_code, number=number).first()
    if order is None:
        raise PaymentPaperUnknownError
    return order


def transfer_by_reference(payer: Payer, reference: str) -> Transfer:
    """Return the last transfer of a payer under a bank reference, whether it stands or not.

    Raises:
        PaymentPaperUnknownError: (JRG-248)
    """
    found = Transfer.objects.filter(payer=payer, bank_reference=plain_reference(reference))
    transfer = found.order_by("-attempt").first()
    if transfer is None:
        raise PaymentPaperUnknownError
    return transfer


def plain_reference(text: str) -> str:
    """Return a bank reference as it is kept and compared: in capitals, without spaces."""
    return "".join(text.split()).upper()


def claim_by_number(regency_code: str, number: str) -> RefundClaim:
    """Return a claim by the number of its letter.

    Raises:
        PaymentPaperUnknownError: (JRG-248)
    """
    claim = RefundClaim.objects.filter(regency=regency_code, number=number).first()
    if claim is None:
        raise PaymentPaperUnknownError
    return claim


# The dues of one bill, with what became of each -----------------------------------------------------------


class State(models.TextChoices):
    """What became of a due."""

    OPEN = "open", _("belum lunas")
    PAID = "paid", _("lunas")
    CLAIMED = "claimed", _("diminta kembali")
    RELEASED = "released", _("dilepas")


class DueState(NamedTuple):
    """A due with what became of it."""

    due: Due
    state: str

    @property
    def amount_idr(self) -> int:
        return self.due.jkk_idr + self.due.jkm_idr

    @classmethod
    def of(cls, due: Due) -> DueState:
        """Read a due that ``dues_in_state`` annotated."""
        return cls(due, due.state)  # type: ignore[attr-defined]  # Annotated.

    @property
    def can_be_asked_for(self) -> bool:
        """Whether a release or a refund may be asked for it."""
        return self.state in (State.OPEN, State.PAID)


def dues_in_state(dues: QuerySet[Due], state: str = "") -> QuerySet[Due]:
    """Annotate dues with their ``state``, and narrow them to one where it is given."""
    mine: dict[str, Any] = {"bill": OuterRef("bill_id"), "person": OuterRef("person_id")}
    rows = dues.annotate(
        state=Case(
            When(Exists(Release.objects.filter(**mine)), then=Value(State.RELEASED.value)),
            When(Exists(RefundLine.objects.filter(**mine)), then=Value(State.CLAIMED.value)),
            When(Exists(Allocation.objects.filter(**mine)), then=Value(State.PAID.value)),
            default=Value(State.OPEN.value),
            output_field=CharField(),
        )
    )
    return rows.filter(state=state) if state else rows


def people_by_state(money: BillMoney) -> dict[str, int]:
    """Return how many dues of a bill are in each state, by one statement: the rest stands in its sums."""
    claimed = RefundLine.objects.filter(bill=money.bill).count()
    return {
        State.OPEN: money.open_people,
        State.PAID: money.settled_people - claimed,
        State.CLAIMED: claimed,
        State.RELEASED: money.released_people,
    }


MANY: Final = 40_000
"""Fewer people are gathered and sorted sooner than they are met on the way through all names."""


_CONSISTS_OF: Final[Mapping[str, tuple[Any, tuple[Any, ...]]]] = {
    "": (Due, ()),
    State.OPEN: (Due, (Allocation, Release)),
    State.PAID: (Allocation, (RefundLine,)),
    State.CLAIMED: (RefundLine, ()),
    State.RELEASED: (Release, ()),
}
"""Of each state, in which table its dues stand, and in which they do not."""


def people_with_dues(people: QuerySet[Person], bill: Bill, state: str, total: int) -> QuerySet[Person]:
    """Narrow people to those with a due on a bill, in one state where it is given.

    Of many the first are met on the way along an index of names, so each is looked up there: by a value rather than
    ``EXISTS``, for which PostgreSQL would gather them all, and in turn, so that who is paid for is not asked for
    again. Few are gathered first: the limit keeps PostgreSQL from looking for them along the names all the same.

    Args:
        people: Visible people.
        bill: The bill.
        state: Of ``State``, or empty for all.
        total: How many there will be.
    """
    if not total:
        return people.none()
    holds, lacks = _CONSISTS_OF[state]
    if total < MANY:
        rows = holds.objects.filter(bill=bill)
        for table in lacks:
            rows = rows.filter(~Exists(table.objects.filter(bill=bill, person=OuterRef("person"))))
        return people.filter(pk__in=rows.values("person")[:MANY])

    def stands_in(table: Any) -> IsNull:
        return IsNull(Subquery(table.objects.filter(bill=bill, person=OuterRef("pk")).values("person")[:1]), False)

    return people.filter(Case(*(When(stands_in(each), then=Value(False)) for each in lacks), default=stands_in(holds)))
