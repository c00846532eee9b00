"""Lay out the table of postings, and let the database refuse what the ledger may not hold.

The table is written by hand: on SQLite its rows lie in the order of their key, so that all postings of an entry are
read together and a million of them is examined in a moment.

Why: an entry that does not balance, a line slipped into an old entry, a gap in the numbers, a reversal that is not the
exact opposite, or a date in a closed month would each be a rupiah that nobody can explain.
How: postings are written first and refer to an entry that does not stand yet (a deferred foreign key, checked at
commit); the entry comes last and is refused unless its postings balance; once it stands, no posting joins it.
Lock: none that matters; the tables are new.
Reverse: drops the triggers and the table of postings.
"""

from django.db import migrations

from jaring.office.walls import append_only, refuse_insert_unless, run_sql

TABLE = """
CREATE TABLE books_posting (
    entry_id {key} NOT NULL,
    line smallint NOT NULL,
    account varchar(24) NOT NULL,
    amount_idr bigint NOT NULL,
    CONSTRAINT books_posting_line CHECK (line > 0),
    CONSTRAINT books_posting_amount CHECK (amount_idr <> 0),
    CONSTRAINT books_posting_pkey PRIMARY KEY (entry_id, line),
    CONSTRAINT books_posting_of_entry FOREIGN KEY (entry_id) REFERENCES books_entry (id)
        DEFERRABLE INITIALLY DEFERRED
)
"""

NOT_SEALED = "NOT EXISTS (SELECT 1 FROM books_entry e WHERE e.id = NEW.entry_id)"

BALANCED = """(SELECT COUNT(*) FROM books_posting p WHERE p.entry_id = NEW.id) >= 2
    AND (SELECT SUM(p.amount_idr) FROM books_posting p WHERE p.entry_id = NEW.id) = 0"""

NEXT_NUMBER = """NEW.number = 1 + COALESCE(
    (SELECT MAX(e.number) FROM books_entry e WHERE e.regency_id = NEW.regency_id), 0)"""

OPEN = """NOT EXISTS (
    SELECT 1 FROM books_closing c WHERE c.regency_id = NEW.regency_id AND NEW.date < c.until_date)"""

OPPOSITE = """NEW.reverses_id IS NULL OR (
    EXISTS (SELECT 1 FROM books_entry e WHERE e.id = NEW.reverses_id AND e.kind <> 'reversal'
        AND e.payer_id = NEW.payer_id AND e.regency_id = NEW.regency_id AND e.date <= NEW.date)
    AND NOT EXISTS (
        SELECT p.account FROM books_posting p WHERE p.entry_id IN (NEW.id, NEW.reverses_id)
        GROUP BY p.account HAVING SUM(p.amount_idr) <> 0))"""


class Migration(migrations.Migration):
    dependencies = [("books", "0001_initial")]
    operations = [
        run_sql(
            {"sqlite": [TABLE.format(key="char(32)") + " WITHOUT ROWID"], "postgresql": [TABLE.format(key="uuid")]},
            {"sqlite": ["DROP TABLE books_posting"], "postgresql": ["DROP TABLE books_posting"]},
        ),
        append_only("books_entry", "books_posting", "books_closing"),
        refuse_insert_unless("books_posting", "books_posting_not_sealed", NOT_SEALED, "the entry is sealed"),
        refuse_insert_unless("books_entry", "books_entry_balances", BALANCED, "the entry does not balance"),
        refuse_insert_unless("books_entry", "books_entry_number", NEXT_NUMBER, "numbers run without a gap"),
        refuse_insert_unless("books_entry", "books_entry_open", OPEN, "the month is closed"),
        refuse_insert_unless("books_entry", "books_entry_opposite", OPPOSITE, "a reversal is the exact opposite"),
    ]
