"""The table of dues, written by hand: a composite key, and on PostgreSQL a partition for each bill.

Why: a bill is one payer's month, so the key (bill, person) is one due per person, payer and month; the composite
foreign key ties the due to an enrolment of this very person. On PostgreSQL a bill's rows are laid into a table of
their own, whose keys are checked in bulk before it becomes a partition: checking them row by row costs five times
as much.
Who is enrolled in a billed month cannot change any more: two triggers refuse it.
No index leads with the person: the key finds a person's dues bill by bill, and rows are never deleted.
Lock: none that matters; the tables are new.
Reverse: drops the table with its dues.
"""

from django.db import migrations

from jaring.office.walls import append_only, refuse_insert_unless, run_sql

TABLE = """
CREATE TABLE billing_due (
    bill_id bigint NOT NULL,
    person_id bigint NOT NULL,
    enrolment_id bigint NOT NULL,
    jkk_idr bigint NOT NULL,
    jkm_idr bigint NOT NULL,
    CONSTRAINT billing_due_amounts CHECK (jkk_idr >= 0 AND jkm_idr >= 0),
    CONSTRAINT billing_due_pkey PRIMARY KEY (bill_id, person_id),
    CONSTRAINT billing_due_of_bill FOREIGN KEY (bill_id) REFERENCES billing_bill (id),
    CONSTRAINT billing_due_of_enrolment FOREIGN KEY (enrolment_id, person_id)
        REFERENCES programme_enrolment (id, person_id)
)
"""

NOT_BILLED = """NOT EXISTS (
    SELECT 1 FROM billing_bill b
    WHERE b.payer_id = NEW.payer_id AND b.month >= NEW.from_month AND b.month < NEW.until_month)"""

END_NOT_BILLED = """NOT EXISTS (
    SELECT 1 FROM billing_bill b JOIN programme_enrolment e ON e.payer_id = b.payer_id
    WHERE e.id = NEW.enrolment_id AND b.month >= NEW.until_month)"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial"), ("programme", "0002_walls")]
    operations = [
        run_sql(
            {
                "sqlite": [TABLE + " WITHOUT ROWID"],
                "postgresql": [TABLE + " PARTITION BY LIST (bill_id)"],
            },
            {"sqlite": ["DROP TABLE billing_due"], "postgresql": ["DROP TABLE billing_due"]},
        ),
        append_only("billing_bill", "billing_ratecard", "billing_due"),
        refuse_insert_unless(
            "programme_enrolment", "billing_no_late_enrolment", NOT_BILLED, "a month of this enrolment was billed"
        ),
        refuse_insert_unless(
            "programme_enrolmentend", "billing_no_late_end", END_NOT_BILLED, "a month after this end was billed"
        ),
    ]
