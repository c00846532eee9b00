"""Dues lie by year, and only large bills have a table of their own below it.

Why: with a payer for each village there are thousands of small bills a year, and a table for each would slow down
every question. Now a year is a table; below it one table holds the dues of all small bills, whose keys are checked row
by row, and each large bill has one of its own, whose keys are checked in bulk.
How: the key of a bill begins with the year of its month (see ``keys``), so a year is a range of keys of bills, the key
of a due stays (bill, person), and so does every reference to it. Bills that exist get such a key, here and wherever
it is named: rates, dues, and the answers kept for repeated requests.
The functions are the only ones that make tables. They run with the rights of whoever migrates, so that the role that
serves needs no right to make any, and hand on to a new table the right to fill it, until it is closed.
Lock: bills, rates, dues and request keys are locked while they are rewritten: some 5 seconds for each million dues.
Reverse: a table for each bill again; bills keep their keys.
"""

from django.db import migrations

from jaring.office.walls import append_only, append_only_lifted, refuse_insert_unless, run_sql

HISTORY = ("billing_bill", "billing_ratecard", "billing_due", "audit_requestkey")

NEW_KEY = (
    "(SELECT CAST(b.month / 100 AS bigint) * 100000000 + CASE WHEN b.people >= 5000 THEN 50000000 ELSE 0 END"
    " + b.id % 50000000 FROM billing_bill b WHERE b.id = {key})"
)
RENUMBER = [
    f"UPDATE billing_due SET bill_id = {NEW_KEY.format(key='billing_due.bill_id')}",
    f"UPDATE billing_ratecard SET bill_id = {NEW_KEY.format(key='billing_ratecard.bill_id')}",
    (
        f"UPDATE audit_requestkey SET answer_id = {NEW_KEY.format(key='audit_requestkey.answer_id')}"
        " WHERE purpose = 'issue_bill'"
    ),
    f"UPDATE billing_bill SET id = {NEW_KEY.format(key='billing_bill.id')}",
]

COLUMNS = """(
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
)"""

# The path on which the functions find tables and types: never one on which the caller could put his own.
SETTLED = "SECURITY DEFINER SET search_path = public, pg_temp"

TRUNCATE_WALL = (
    "CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I"
    " FOR EACH STATEMENT EXECUTE FUNCTION jaring_append_only()"
)

OPEN_YEAR = f"""
CREATE FUNCTION jaring_open_due_year(year bigint) RETURNS void LANGUAGE plpgsql {SETTLED} AS $$
DECLARE
    of_year text := format('billing_due_%s', year);
    of_small text := format('billing_due_%s_small', year);
    first bigint := year * 100000000;
BEGIN
    IF to_regclass(of_year) IS NOT NULL THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended(of_year, 0));
    IF to_regclass(of_year) IS NOT NULL THEN
        RETURN;
    END IF;
    EXECUTE format('CREATE TABLE %I (LIKE billing_due INCLUDING CONSTRAINTS) PARTITION BY RANGE (bill_id)', of_year);
    EXECUTE format('CREATE TABLE %I (LIKE billing_due INCLUDING CONSTRAINTS)', of_small);
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)',
        of_year, of_small, first, first + 50000000);
    EXECUTE format('ALTER TABLE billing_due ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)',
        of_year, first, first + 100000000);
    EXECUTE format('{TRUNCATE_WALL}', of_year);
    EXECUTE format('{TRUNCATE_WALL}', of_small);
END $$
"""

OPEN = f"""
CREATE FUNCTION jaring_open_dues(bill bigint) RETURNS text LANGUAGE plpgsql {SETTLED} AS $$
DECLARE
    of_bill text := format('billing_due_%s', bill);
    filler record;
BEGIN
    PERFORM jaring_open_due_year(bill / 100000000);
    IF bill % 100000000 < 50000000 THEN
        RETURN 'billing_due';
    END IF;
    EXECUTE format('CREATE TABLE %I (LIKE billing_due INCLUDING CONSTRAINTS)', of_bill);
    FOR filler IN
        SELECT DISTINCT grantee::regrole AS name FROM pg_class, aclexplode(relacl)
        WHERE oid = 'billing_due'::regclass AND privilege_type = 'INSERT' AND grantee NOT IN (0, relowner)
    LOOP
        EXECUTE format('GRANT INSERT ON %I TO %s', of_bill, filler.name);
    END LOOP;
    RETURN of_bill;
END $$
"""

CLOSE = f"""
CREATE FUNCTION jaring_close_dues(bill bigint) RETURNS void LANGUAGE plpgsql {SETTLED} AS $$
DECLARE
    of_bill text := format('billing_due_%s', bill);
    of_year text := format('billing_due_%s', bill / 100000000);
    filler record;
BEGIN
    FOR filler IN
        SELECT DISTINCT grantee::regrole AS name FROM pg_class, aclexplode(relacl)
        WHERE oid = of_bill::regclass AND grantee NOT IN (0, relowner)
    LOOP
        EXECUTE format('REVOKE ALL ON %I FROM %s', of_bill, filler.name);
    END LOOP;
    EXECUTE format('ALTER TABLE %I'
        ' ADD CONSTRAINT billing_due_of_key CHECK (bill_id = %s),'
        ' ADD CONSTRAINT %I PRIMARY KEY (bill_id, person_id),'
        ' ADD CONSTRAINT billing_due_of_bill FOREIGN KEY (bill_id) REFERENCES billing_bill (id),'
        ' ADD CONSTRAINT billing_due_of_enrolment FOREIGN KEY (enrolment_id, person_id)'
        ' REFERENCES programme_enrolment (id, person_id)', of_bill, bill, of_bill || '_pkey');
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)',
        of_year, of_bill, bill, bill + 1);
    EXECUTE format('{TRUNCATE_WALL}', of_bill);
END $$
"""

REFILL = """
DO $$
DECLARE
    bill bigint;
BEGIN
    FOR bill IN SELECT id FROM billing_bill ORDER BY id LOOP
        EXECUTE format('INSERT INTO %I (bill_id, person_id, enrolment_id, jkk_idr, jkm_idr)'
            ' SELECT %s, person_id, enrolment_id, jkk_idr, jkm_idr FROM billing_due_before WHERE bill_id %% 50000000 = %s',
            jaring_open_dues(bill), bill, bill % 50000000);
        IF bill % 100000000 >= 50000000 THEN
            PERFORM jaring_close_dues(bill);
        END IF;
    END LOOP;
END $$
"""

REFILL_BY_BILL = """
DO $$
DECLARE
    bill bigint;
BEGIN
    FOR bill IN SELECT id FROM billing_bill LOOP
        EXECUTE format('CREATE TABLE billing_due_list_%s PARTITION OF billing_due FOR VALUES IN (%s)', bill, bill);
    END LOOP;
    INSERT INTO billing_due (bill_id, person_id, enrolment_id, jkk_idr, jkm_idr)
        SELECT bill_id, person_id, enrolment_id, jkk_idr, jkm_idr FROM billing_due_before;
END $$
"""

FUNCTIONS = ("jaring_open_due_year", "jaring_open_dues", "jaring_close_dues")
SET_ASIDE = [
    "ALTER TABLE billing_due RENAME TO billing_due_before",
    "ALTER TABLE billing_due_before RENAME CONSTRAINT billing_due_pkey TO billing_due_before_pkey",
    "ALTER TABLE billing_due_before DROP CONSTRAINT billing_due_of_bill",
]

POSTGRESQL = [
    *SET_ASIDE,
    "SET CONSTRAINTS ALL DEFERRED",
    *RENUMBER[1:],
    "SET CONSTRAINTS ALL IMMEDIATE",
    f"CREATE TABLE billing_due {COLUMNS} PARTITION BY RANGE (bill_id)",
    OPEN_YEAR,
    OPEN,
    CLOSE,
    *(f"REVOKE ALL ON FUNCTION {name}(bigint) FROM PUBLIC" for name in FUNCTIONS),
    REFILL,
    "DROP TABLE billing_due_before",
]

POSTGRESQL_REVERSE = [
    *SET_ASIDE,
    f"CREATE TABLE billing_due {COLUMNS} PARTITION BY LIST (bill_id)",
    REFILL_BY_BILL,
    "DROP TABLE billing_due_before",
    *(f"DROP FUNCTION {name}(bigint)" for name in FUNCTIONS),
]


class Migration(migrations.Migration):
    dependencies = [("billing", "0003_post_bills"), ("audit", "0002_append_only")]
    run_before = [("payments", "0002_dues")]  # It refers to the dues, which are laid down anew here.
    operations = [
        append_only_lifted(*HISTORY),
        run_sql(
            {"sqlite": RENUMBER, "postgresql": POSTGRESQL},
            {"sqlite": [], "postgresql": POSTGRESQL_REVERSE},
        ),
        append_only(*HISTORY),
        refuse_insert_unless(
            "billing_bill",
            "billing_key_of_year",
            "COALESCE(NEW.id, 0) / 100000000 = NEW.month / 100",
            "the key of a bill begins with the year of its month",
        ),
    ]
