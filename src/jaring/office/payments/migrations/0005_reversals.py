"""A transfer that was entered in error is reversed by somebody else, and what it had paid is open again.

Why: the proof of a transfer can be typed wrong, and nobody could take that back. No row is lost: the transfer and its
settlements stay, a reversal says that they do not count, and each due that was paid by them is written down as freed
before its allocation goes. The key (bill, person) of an allocation still promises that a due is paid once.
* The same bank reference is entered again, right this time; its attempts are counted, so that one of them stands.
* Who recorded a transfer does not reverse it; nor is one reversed whose dues are claimed back or whose money is used.
* What lies on deposit leaves out transfers that were reversed, and what was settled by them.
Lock: a moment's exclusive lock on the transfers; SQLite writes that table anew, and it has some hundreds of rows.
Reverse: drops the tables; fails where a reference was used again.
"""

from importlib import import_module

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from jaring.office.walls import (
    append_only,
    refuse_insert_unless,
    refuse_insert_unless_instead,
    run_sql,
    triggers_aside,
    triggers_back,
)

BEFORE = {name: condition for _, name, condition, _ in import_module(f"{__package__}.0003_walls").WALLS}

FREED = """
CREATE TABLE payments_freedallocation (
    settlement_id bigint NOT NULL,
    person_id bigint NOT NULL,
    bill_id bigint NOT NULL,
    transfer_id bigint NOT NULL,
    amount_idr bigint NOT NULL,
    CONSTRAINT payments_freed_pkey PRIMARY KEY (settlement_id, person_id),
    CONSTRAINT payments_freed_of_due FOREIGN KEY (bill_id, person_id) REFERENCES billing_due (bill_id, person_id),
    CONSTRAINT payments_freed_of_settlement FOREIGN KEY (settlement_id, transfer_id, bill_id)
        REFERENCES payments_settlement (id, transfer_id, bill_id),
    CONSTRAINT payments_freed_by_reversal FOREIGN KEY (transfer_id)
        REFERENCES payments_transferreversal (transfer_id)
)
"""
IS_FREED = """EXISTS (
    SELECT 1 FROM payments_freedallocation f
    WHERE f.settlement_id = OLD.settlement_id AND f.person_id = OLD.person_id AND f.bill_id = OLD.bill_id
      AND f.transfer_id = OLD.transfer_id AND f.amount_idr = OLD.amount_idr)"""
FREEING = f"""
CREATE FUNCTION jaring_payments_freed_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NOT ({IS_FREED}) THEN
        RAISE EXCEPTION 'an allocation goes only when it was freed' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
END $$
"""
WAS_PAID = """EXISTS (
    SELECT 1 FROM payments_allocation a
    WHERE a.bill_id = NEW.bill_id AND a.person_id = NEW.person_id AND a.settlement_id = NEW.settlement_id
      AND a.transfer_id = NEW.transfer_id AND a.amount_idr = NEW.amount_idr)"""

STANDING_TRANSFER = "NOT EXISTS (SELECT 1 FROM payments_transferreversal x WHERE x.transfer_id = t.id)"
STANDING_SETTLEMENT = "NOT EXISTS (SELECT 1 FROM payments_transferreversal x WHERE x.transfer_id = s.transfer_id)"
NOT_PAID = f"""NOT EXISTS (
    SELECT 1 FROM payments_transfer t WHERE t.order_id = NEW.order_id AND {STANDING_TRANSFER})"""
NEXT_ATTEMPT = """NEW.attempt = (
    SELECT COUNT(*) FROM payments_transfer t JOIN payments_transferreversal x ON x.transfer_id = t.id
    WHERE t.payer_id = NEW.payer_id AND t.bank_reference = NEW.bank_reference)"""


def deposit_of(payer: str) -> str:
    """Return the SQL of what lies on deposit for a payer, whose key is an SQL expression."""
    return f"""(
    (SELECT COALESCE(SUM(t.amount_idr), 0) FROM payments_transfer t
       WHERE t.payer_id = {payer} AND {STANDING_TRANSFER})
    - (SELECT COALESCE(SUM(s.amount_idr), 0) FROM payments_settlement s
       JOIN payments_allocationrun r ON r.id = s.run_id WHERE r.payer_id = {payer} AND {STANDING_SETTLEMENT})
    - (SELECT COALESCE(SUM(c.amount_idr), 0) FROM payments_refundclaim c
       WHERE c.payer_id = {payer} AND c.kind = 'deposit')
    + (SELECT COALESCE(SUM(w.amount_idr), 0) FROM payments_refundwriteoff w
       JOIN payments_refundclaim c ON c.id = w.claim_id WHERE c.payer_id = {payer} AND c.kind = 'deposit'))"""


PAYER_OF_RUN = "(SELECT r.payer_id FROM payments_allocationrun r WHERE r.id = NEW.run_id)"
ENOUGH_TO_SETTLE = f"""NEW.amount_idr <= {deposit_of(PAYER_OF_RUN)}
    AND NOT EXISTS (SELECT 1 FROM payments_transferreversal x WHERE x.transfer_id = NEW.transfer_id)"""
ENOUGH_TO_CLAIM = f"NEW.kind <> 'deposit' OR NEW.amount_idr <= {deposit_of('NEW.payer_id')}"
OTHER_REVERSES = """EXISTS (
    SELECT 1 FROM payments_transfer t WHERE t.id = NEW.transfer_id AND t.recorded_by_id <> NEW.reversed_by_id)"""
PAYER_OF_TRANSFER = "(SELECT t.payer_id FROM payments_transfer t WHERE t.id = NEW.transfer_id)"
NOTHING_BUILT = f"""(SELECT t.amount_idr FROM payments_transfer t WHERE t.id = NEW.transfer_id)
    <= {deposit_of(PAYER_OF_TRANSFER)}
    + (SELECT COALESCE(SUM(s.amount_idr), 0) FROM payments_settlement s WHERE s.transfer_id = NEW.transfer_id)
    AND NOT EXISTS (SELECT 1 FROM payments_settlement s
        JOIN payments_refundline l ON l.bill_id = s.bill_id
        JOIN payments_allocation a ON a.bill_id = l.bill_id AND a.person_id = l.person_id
        WHERE s.transfer_id = NEW.transfer_id AND a.settlement_id = s.id)"""

INSTEAD = (
    ("ordercancellation", "payments_not_paid", NOT_PAID, "an order that was paid is not cancelled"),
    ("settlement", "payments_enough", ENOUGH_TO_SETTLE, "no more is set against dues than lies on deposit"),
    ("refundclaim", "payments_enough_to_claim", ENOUGH_TO_CLAIM, "no more is claimed back than lies on deposit"),
)
WALLS = (
    ("transfer", "payments_next_attempt", NEXT_ATTEMPT, "a reference is entered again once its transfer was reversed"),
    ("transferreversal", "payments_other_reverses", OTHER_REVERSES, "who recorded a transfer does not reverse it"),
    ("transferreversal", "payments_nothing_built", NOTHING_BUILT, "what money paid further on rests on a transfer"),
    ("freedallocation", "payments_was_paid", WAS_PAID, "what is freed was paid"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0004_restorations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        triggers_aside(),
        migrations.AddField(
            model_name="transfer",
            name="attempt",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="percobaan"),
        ),
        migrations.RemoveConstraint(model_name="transfer", name="payments_one_reference"),
        migrations.AddConstraint(
            model_name="transfer",
            constraint=models.UniqueConstraint(
                fields=("regency", "payer", "bank_reference", "attempt"), name="payments_one_reference"
            ),
        ),
        triggers_back(),
        migrations.CreateModel(
            name="TransferReversal",
            fields=[
                (
                    "transfer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="reversal",
                        serialize=False,
                        to="payments.transfer",
                    ),
                ),
                ("reason", models.CharField(max_length=240, verbose_name="alasan")),
                ("reversed_on", models.DateField(verbose_name="berlaku pada")),
                (
                    "reversed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("reversed_at", models.DateTimeField(verbose_name="dibatalkan pada")),
            ],
        ),
        migrations.CreateModel(
            name="FreedAllocation",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "settlement_id", "person_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("amount_idr", models.BigIntegerField(verbose_name="jumlah")),
            ],
            options={"db_table": "payments_freedallocation", "managed": False},
        ),
        run_sql(
            {
                "sqlite": [
                    f"{FREED} WITHOUT ROWID",
                    "DROP TRIGGER payments_allocation_no_delete",
                    (
                        "CREATE TRIGGER payments_allocation_no_delete BEFORE DELETE ON payments_allocation"
                        f" WHEN NOT ({IS_FREED})"
                        " BEGIN SELECT RAISE(ABORT, 'an allocation goes only when it was freed'); END"
                    ),
                ],
                "postgresql": [
                    FREED,
                    FREEING,
                    "DROP TRIGGER append_only ON payments_allocation",
                    (
                        "CREATE TRIGGER append_only BEFORE UPDATE ON payments_allocation"
                        " FOR EACH ROW EXECUTE FUNCTION jaring_append_only()"
                    ),
                    (
                        "CREATE TRIGGER payments_freed_only BEFORE DELETE ON payments_allocation"
                        " FOR EACH ROW EXECUTE FUNCTION jaring_payments_freed_only()"
                    ),
                ],
            },
            {
                "sqlite": [
                    "DROP TRIGGER payments_allocation_no_delete",
                    (
                        "CREATE TRIGGER payments_allocation_no_delete BEFORE DELETE ON payments_allocation"
                        " BEGIN SELECT RAISE(ABORT, 'payments_allocation is append-only'); END"
                    ),
                    "DROP TABLE payments_freedallocation",
                ],
                "postgresql": [
                    "DROP TRIGGER payments_freed_only ON payments_allocation",
                    "DROP FUNCTION jaring_payments_freed_only()",
                    "DROP TRIGGER append_only ON payments_allocation",
                    (
                        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON payments_allocation"
                        " FOR EACH ROW EXECUTE FUNCTION jaring_append_only()"
                    ),
                    "DROP TABLE payments_freedallocation",
                ],
            },
        ),
        *(
            refuse_insert_unless_instead(f"payments_{table}", *wall, before=BEFORE[wall[0]])
            for table, *wall in INSTEAD
        ),
        *(refuse_insert_unless(f"payments_{table}", *wall) for table, *wall in WALLS),
        append_only("payments_transferreversal", "payments_freedallocation"),
    ]
