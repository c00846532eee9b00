"""What becomes of a due: paid, struck, or claimed back. Three tables written by hand, keyed like the due itself.

Why: the key (bill, person) is the promise that a due is paid once and whole, struck once, claimed back once; composite
foreign keys tie each row to its due, and an allocation also to its settlement, whose bill and transfer are its own.
That a due is paid with its whole amount and never both paid and struck is refused row by row on SQLite; on PostgreSQL
for a whole statement at once, because an allocation writes a month of people.
Lock: none that matters; the tables are new.
Reverse: drops the tables with what they say.
"""

from django.db import migrations

from jaring.office.walls import append_only, refuse_insert_unless, run_sql

KEYS = """
    bill_id bigint NOT NULL,
    person_id bigint NOT NULL,"""

ALLOCATION = f"""
CREATE TABLE payments_allocation ({KEYS}
    transfer_id bigint NOT NULL,
    settlement_id bigint NOT NULL,
    amount_idr bigint NOT NULL,
    CONSTRAINT payments_allocation_pkey PRIMARY KEY (bill_id, person_id),
    CONSTRAINT payments_allocation_of_due FOREIGN KEY (bill_id, person_id)
        REFERENCES billing_due (bill_id, person_id),
    CONSTRAINT payments_allocation_of_settlement FOREIGN KEY (settlement_id, transfer_id, bill_id)
        REFERENCES payments_settlement (id, transfer_id, bill_id)
)
"""
RELEASE = f"""
CREATE TABLE payments_release ({KEYS}
    request_id bigint NOT NULL,
    jkk_idr bigint NOT NULL,
    jkm_idr bigint NOT NULL,
    CONSTRAINT payments_release_pkey PRIMARY KEY (bill_id, person_id),
    CONSTRAINT payments_release_of_due FOREIGN KEY (bill_id, person_id)
        REFERENCES billing_due (bill_id, person_id),
    CONSTRAINT payments_release_of_line FOREIGN KEY (request_id, bill_id, person_id)
        REFERENCES payments_releaseline (request_id, bill_id, person_id)
)
"""
REFUND_LINE = f"""
CREATE TABLE payments_refundline ({KEYS}
    claim_id bigint NOT NULL,
    reason varchar(10) NOT NULL,
    jkk_idr bigint NOT NULL,
    jkm_idr bigint NOT NULL,
    CONSTRAINT payments_refundline_pkey PRIMARY KEY (bill_id, person_id),
    CONSTRAINT payments_refundline_reason CHECK (reason IN ('died', 'elsewhere', 'rejected', 'double')),
    CONSTRAINT payments_refundline_of_allocation FOREIGN KEY (bill_id, person_id)
        REFERENCES payments_allocation (bill_id, person_id),
    CONSTRAINT payments_refundline_of_claim FOREIGN KEY (claim_id) REFERENCES payments_refundclaim (id)
)
"""
INDEXES = [
    "CREATE INDEX payments_refundline_by_claim ON payments_refundline (claim_id)",
    "CREATE INDEX payments_release_by_request ON payments_release (request_id)",
]

WHOLE = """EXISTS (
    SELECT 1 FROM billing_due due WHERE due.bill_id = NEW.bill_id AND due.person_id = NEW.person_id
      AND due.jkk_idr + due.jkm_idr = NEW.amount_idr)"""
NOT_RELEASED = """NOT EXISTS (
    SELECT 1 FROM payments_release r WHERE r.bill_id = NEW.bill_id AND r.person_id = NEW.person_id)"""

CHECK_ALLOCATIONS = """
CREATE FUNCTION jaring_payments_allocations() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF EXISTS (SELECT 1 FROM added JOIN payments_release r USING (bill_id, person_id)) THEN
        RAISE EXCEPTION 'a due that was released is not paid' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM added JOIN billing_due due USING (bill_id, person_id)
               WHERE added.amount_idr <> due.jkk_idr + due.jkm_idr) THEN
        RAISE EXCEPTION 'a due is paid whole' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$
"""

GRANTED = """EXISTS (
    SELECT 1 FROM payments_releasedecision d WHERE d.request_id = NEW.request_id AND d.is_granted)
    AND NOT EXISTS (
    SELECT 1 FROM payments_allocation a WHERE a.bill_id = NEW.bill_id AND a.person_id = NEW.person_id)
    AND EXISTS (
    SELECT 1 FROM billing_due due WHERE due.bill_id = NEW.bill_id AND due.person_id = NEW.person_id
      AND due.jkk_idr = NEW.jkk_idr AND due.jkm_idr = NEW.jkm_idr)"""
CLAIMED_AS_DUE = """EXISTS (
    SELECT 1 FROM billing_due due WHERE due.bill_id = NEW.bill_id AND due.person_id = NEW.person_id
      AND due.jkk_idr = NEW.jkk_idr AND due.jkm_idr = NEW.jkm_idr)"""


def sqlite_trigger(name: str, condition: str, message: str) -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE INSERT ON payments_allocation WHEN NOT ({condition}) "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial"), ("billing", "0004_years")]
    operations = [
        run_sql(
            {
                "sqlite": [
                    *(f"{table} WITHOUT ROWID" for table in (ALLOCATION, RELEASE, REFUND_LINE)),
                    *INDEXES,
                    sqlite_trigger("payments_not_released", NOT_RELEASED, "a due that was released is not paid"),
                    sqlite_trigger("payments_paid_whole", WHOLE, "a due is paid whole"),
                ],
                "postgresql": [
                    ALLOCATION,
                    RELEASE,
                    REFUND_LINE,
                    *INDEXES,
                    CHECK_ALLOCATIONS,
                    (
                        "CREATE TRIGGER payments_allocations AFTER INSERT ON payments_allocation"
                        " REFERENCING NEW TABLE AS added"
                        " FOR EACH STATEMENT EXECUTE FUNCTION jaring_payments_allocations()"
                    ),
                ],
            },
            {
                "sqlite": [f"DROP TABLE payments_{name}" for name in ("refundline", "release", "allocation")],
                "postgresql": [
                    *(f"DROP TABLE payments_{name}" for name in ("refundline", "release", "allocation")),
                    "DROP FUNCTION jaring_payments_allocations()",
                ],
            },
        ),
        refuse_insert_unless(
            "payments_release",
            "payments_release_granted",
            GRANTED,
            "a due is released whole, by a request that was granted, and not once it is paid",
        ),
        refuse_insert_unless(
            "payments_refundline", "payments_refund_as_due", CLAIMED_AS_DUE, "a due is claimed back whole"
        ),
        append_only("payments_allocation", "payments_release", "payments_refundline"),
    ]
