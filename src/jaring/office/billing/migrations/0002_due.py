"""The table of dues, written by hand: composite keys, and on PostgreSQL a partition for each month.

Why: two composite foreign keys tie each due to a bill of its month and payer and to an enrolment of its person
and payer. On PostgreSQL a month's rows are laid into a table of their own, whose keys are checked in bulk
before it becomes a partition: checking them row by row costs five times as much.
No index leads with the person: the key finds a person's dues by month, and rows are never deleted.
Lock: none that matters; the tables are new.
Reverse: drops the table with its dues.
"""

from django.db import migrations

from jaring.office.walls import append_only, run_sql

TABLE = """
CREATE TABLE billing_due (
    month integer NOT NULL,
    person_id bigint NOT NULL,
    payer_id bigint NOT NULL,
    bill_id bigint NOT NULL,
    enrolment_id bigint NOT NULL,
    jkk_idr bigint NOT NULL,
    jkm_idr bigint NOT NULL,
    CONSTRAINT billing_due_month CHECK (month BETWEEN 194501 AND 220012 AND month % 100 BETWEEN 1 AND 12),
    CONSTRAINT billing_due_amounts CHECK (jkk_idr >= 0 AND jkm_idr >= 0),
    CONSTRAINT billing_due_pkey PRIMARY KEY (month, person_id, payer_id),
    CONSTRAINT billing_due_of_bill FOREIGN KEY (bill_id, month, payer_id)
        REFERENCES billing_bill (id, month, payer_id),
    CONSTRAINT billing_due_of_enrolment FOREIGN KEY (enrolment_id, person_id, payer_id)
        REFERENCES programme_enrolment (id, person_id, payer_id)
)
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial"), ("programme", "0002_walls")]
    operations = [
        run_sql(
            {
                "sqlite": [TABLE + " WITHOUT ROWID"],
                "postgresql": [TABLE + " PARTITION BY LIST (month)"],
            },
            {"sqlite": ["DROP TABLE billing_due"], "postgresql": ["DROP TABLE billing_due"]},
        ),
        append_only("billing_bill", "billing_ratecard", "billing_due"),
    ]
