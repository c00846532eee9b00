"""Examine a ledger of 900,000 postings: every promise about it, beside the plain sum of its amounts.

    python benchmarks/books.py [--database URL] [--entries 300000] [--rounds 5]

Works in a database of its own: a fresh SQLite file in a temporary folder, or the empty PostgreSQL database that the
URL names. The entries are written past the services by plain SQL, three postings each, over 60 months and 200 payers.
Each check is timed by itself, best of the rounds; the baseline is one SELECT that adds all amounts up.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
REGENCY = "53.03"
PAYERS = 200
NUMBERS = {
    "sqlite": "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {entries}) SELECT n FROM s",
    "postgresql": "SELECT n FROM generate_series(1, {entries}) AS n",
}
KEY = {
    "sqlite": "printf('53030000000040008000%%012d', n)",
    "postgresql": "('53030000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid",
}
DAY = {
    "sqlite": "date('2022-01-01', '+' || (n %% 1826) || ' days')",
    "postgresql": "date '2022-01-01' + (n %% 1826)::int",
}


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["JARING_HOME"] = folder
        if options.database:
            os.environ["DATABASE_URL"] = options.database
        os.environ["DJANGO_SETTINGS_MODULE"] = "jaring.office.settings"
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0, skip_checks=True)
        _fill(options.entries)
        _measure(options.rounds)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", help="an empty PostgreSQL database")
    parser.add_argument("--entries", type=int, default=300_000)
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


def _fill(entries: int) -> None:
    """Write the entries and their postings, with the triggers put aside."""
    from django.db import connection, transaction

    from jaring.office.access.scope import system_operator
    from jaring.office.places.services import load_region
    from jaring.office.programme.models import Payer

    regency, actor = load_region(REGENCY), system_operator()
    payers = Payer.objects.bulk_create(
        Payer(regency=regency, kind="APBDES", name=f"Desa contoh {number}") for number in range(PAYERS)
    )
    vendor = connection.vendor
    numbers = NUMBERS[vendor].format(entries=entries)
    first = payers[0].pk if payers[0].pk is not None else Payer.objects.earliest("pk").pk
    statements = [
        f"""INSERT INTO books_entry (id, regency_id, number, date, kind, payer_id, document, source, reason,
            recorded_by_id, recorded_at) SELECT {KEY[vendor]}, '{REGENCY}', n, {DAY[vendor]}, 'transfer',
            {first} + n %% {PAYERS}, 'SP2D', {KEY[vendor]}, '', {actor.pk}, %(now)s FROM ({numbers}) AS numbers""",
        *(
            f"""INSERT INTO books_posting (entry_id, line, account, amount_idr) SELECT {KEY[vendor]}, {line},
            '{account}', {amount} FROM ({numbers}) AS numbers"""
            for line, account, amount in (
                (1, "expense_jkk", "10000 + n %% 7"),
                (2, "expense_jkm", "6800"),
                (3, "cash", "-16800 - n %% 7"),
            )
        ),
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        triggers = []
        if vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'books_%%'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            cursor.execute(statement, {"now": NOW})
        for _, sql in triggers:
            cursor.execute(sql)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if vendor == "postgresql" else "ANALYZE")


def _measure(rounds: int) -> None:
    from django.db import connection

    from jaring.office.doctor import books
    from jaring.office.doctor.check import counted

    plain = _best(counted("SELECT sum(amount_idr) + count(*) FROM books_posting"), rounds)
    print(f"{connection.vendor}; {os.cpu_count()} cores; best of {rounds} rounds, seconds")
    print(f"{'sum of all amounts':>28} {plain:>7.3f}")
    total = 0.0
    for check in books.CHECKS:
        seconds = _best(check.count, rounds)
        total += seconds
        print(f"{check.name:>28} {seconds:>7.3f}")
    print(f"{'all of them':>28} {total:>7.3f}   {total / plain:.1f} times the sum")


def _best(run: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        run()
        times.append(time.perf_counter() - begun)
    return min(times)


if __name__ == "__main__":
    main()
