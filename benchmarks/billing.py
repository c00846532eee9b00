"""The monthly bill for 14,880, 300,000 and 2,700,000 members, beside the bare INSERT ... SELECT of the same dues.

    python benchmarks/billing.py [--database URL] [--sizes 14880,300000,2700000] [--rounds 3] [--orm]

A bill goes from the decree in force to the posted ledger: rates, dues with every key, control totals, journal entry,
audit entry. With --orm the same dues are also made as ORM objects, written in batches of 5,000 into the bare table.

Works in a database of its own: a fresh SQLite file in a temporary folder, or the empty PostgreSQL database that the
URL names. The baseline inserts the same columns from the same enrolments into a table that has a primary key and
nothing else, made beforehand. Each runs in one transaction and ends with its commit.

Bill and baseline take turns, also at going first, more often where they are short: the ratio is the median of the
rounds' own ratios, so that what else the machine does weighs on both. The seconds are medians too.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from uuid import uuid4

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
SIZES = (14_880, 300_000, 2_700_000)
REGENCY = "53.03"
BATCH = 5000


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
        _measure([int(size) for size in options.sizes.split(",")], options.rounds, orm=options.orm)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", help="an empty PostgreSQL database")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--rounds", type=int, default=3, help="of the largest sizes; smaller ones get more")
    parser.add_argument("--orm", action="store_true", help="also make the dues as ORM objects, once for each size")
    return parser.parse_args()


def _measure(sizes: list[int], rounds: int, *, orm: bool) -> None:
    from django.db import connection

    from jaring.office.billing.services import issue_bill

    world = _World()
    _make_bare_table()
    print(f"{connection.vendor}; {os.cpu_count()} cores; medians, seconds")
    print(f"{'members':>10} {'rounds':>6} {'bill':>8} {'bare':>8} {'ratio':>6} {'statements':>10} {'peak MiB':>8}")
    for size in sizes:
        world.enrol_up_to(size)
        rounds_here = rounds * _times_more(size)
        bills, bares, statements = [], [], 0
        for index in range(rounds_here):
            month = world.next_month()

            def bill(month: object = month) -> None:
                issue_bill(month, world.payer, request_key=uuid4(), actor=world.actor, now=NOW)

            _empty_bare_table()
            if index % 2:
                bares.append(_timed(lambda month=month: _bare_insert(month, world.payer)))
            with _counted() as count:
                bills.append(_timed(bill))
            statements = len(count)
            if not index % 2:
                bares.append(_timed(lambda month=month: _bare_insert(month, world.payer)))
            print(f"  round {index + 1}: bill {bills[-1]:.3f}, bare {bares[-1]:.3f}", file=sys.stderr)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        ratio = statistics.median(bill / bare for bill, bare in zip(bills, bares, strict=True))
        print(
            f"{world.enrolled:>10,} {rounds_here:>6} {statistics.median(bills):>8.4f} {statistics.median(bares):>8.4f}"
            f" {ratio:>6.2f} {statements:>10} {peak:>8}"
        )
        if orm:
            _empty_bare_table()
            seconds = _timed(lambda month=month: _by_objects(month, world.payer))
            print(f"{'':>10} as ORM objects {seconds:.3f}, {seconds / statistics.median(bills):.1f} times the bill")


def _times_more(size: int) -> int:
    """Say how many times more often a size is measured than the largest."""
    return 9 if size < 100_000 else 3 if size < 1_000_000 else 1


class _World:
    """A regency with as many enrolled people as asked for, made by plain SQL."""

    def __init__(self) -> None:
        from jaring.core.month import Month
        from jaring.office.access.scope import system_operator
        from jaring.office.places.services import load_region
        from jaring.office.programme.models import BudgetEntry, Payer, ProgrammeYear

        self.actor = system_operator()
        regency = load_region(REGENCY)
        self.payer = Payer.objects.create(regency=regency, kind="APBD", name="APBD")
        self.year = ProgrammeYear.objects.create(
            regency=regency, year=2026, from_month=Month(2026, 1), until_month=Month(2030, 1), base_idr=1_000_000
        )
        BudgetEntry.objects.create(
            programme_year=self.year,
            payer=self.payer,
            amount_idr=10**13,
            basis="-",
            entered_by=self.actor,
            entered_at=NOW,
        )
        self.enrolled, self.month = 0, Month(2026, 1) + -1

    def next_month(self) -> object:
        self.month += 1
        return self.month

    def enrol_up_to(self, size: int) -> None:
        """Add people, a decree in force that names them, and their enrolments."""
        from django.db import connection, transaction

        from jaring.office.access.models import User
        from jaring.office.places.models import Village
        from jaring.office.programme.models import Decree, DecreeEnactment

        first, drafter = self.enrolled + 1, User.objects.get_or_create(username=f"penyusun{size}")[0]
        with transaction.atomic(), connection.cursor() as cursor:
            decree = Decree.objects.create(
                programme_year=self.year,
                payer=self.payer,
                regency_id=REGENCY,
                kind="initial",
                number=str(size),
                decree_date=NOW.date(),
                effective_month=self.year.from_month,
                legal_bases=[],
                additions=size - self.enrolled,
                removals=0,
                monthly_idr=0,
                annex_hash="0" * 64,
                drafted_by=drafter,
                drafted_at=NOW,
            )
            DecreeEnactment.objects.create(decree=decree, enacted_by=self.actor, enacted_at=NOW)
            villages = [village.code for village in Village.objects.all()]
            with _quick(cursor):
                statements = _people_and_enrolments(connection.vendor, decree.pk, self.payer.pk, self.year.pk)
                for statement in statements:
                    cursor.execute(statement, {"first": first, "last": size, "village": villages[0], "now": NOW})
        self.enrolled = size
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")


@contextmanager
def _quick(cursor: object) -> Iterator[None]:
    """Make the world without the row triggers: they are measured elsewhere, the bill never fires them."""
    from django.db import connection

    execute = cursor.execute  # type: ignore[attr-defined]  # A cursor of either database.
    if connection.vendor == "postgresql":
        execute("SET LOCAL session_replication_role = replica")
        yield
        execute("SET LOCAL session_replication_role = origin")
        return
    execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'programme_enrolment'")
    triggers = cursor.fetchall()  # type: ignore[attr-defined]  # A cursor of either database.
    for name, _ in triggers:
        execute(f"DROP TRIGGER {name}")
    yield
    for _, sql in triggers:
        execute(sql)


def _people_and_enrolments(vendor: str, decree: int, payer: int, year: int) -> list[str]:
    if vendor == "postgresql":
        numbers = "SELECT n FROM generate_series(%(first)s, %(last)s) AS n"
        unique, look_up = "gen_random_uuid()", "decode(lpad(to_hex(n), 64, '0'), 'hex')"
    else:
        numbers = (
            "WITH RECURSIVE s(n) AS (SELECT %(first)s UNION ALL SELECT n + 1 FROM s WHERE n < %(last)s)"
            " SELECT n FROM s"
        )
        unique, look_up = "lower(hex(randomblob(16)))", "randomblob(32)"
    return [
        f"""INSERT INTO people_person (id, public_id, regency_id, village_id, nik_sealed, nik_look_up, name,
            search_name, sex,
            birth_place, mother_name, occupation, occupation_group, heir_name, heir_relation, recorded_at)
            SELECT n, {unique}, '{REGENCY}', %(village)s, {look_up}, {look_up}, 'Orang Contoh', 'ORANG CONTOH', 'F',
            '', '', 'Petani', 'farmer', '', '', %(now)s FROM ({numbers}) AS numbers""",
        f"""INSERT INTO programme_decreeline (id, decree_id, person_id, number, change, name, masked_nik, village_id,
            address, occupation, base_idr, sector, reason)
            SELECT id, {decree}, id, id, 'addition', name, '530301********01', village_id, '', occupation,
            1000000, CASE WHEN id % 10 = 0 THEN 'transport' ELSE 'other' END, ''
            FROM people_person WHERE id BETWEEN %(first)s AND %(last)s""".replace("% 10", "%% 10"),
        f"""INSERT INTO programme_enrolment (id, person_id, payer_id, programme_year_id, line_id, base_idr, sector,
            from_month, until_month)
            SELECT person_id, person_id, {payer}, {year}, id, base_idr, sector, 202601, 203001
            FROM programme_decreeline WHERE id BETWEEN %(first)s AND %(last)s""",
    ]


def _make_bare_table() -> None:
    from django.db import connection

    key = "bigserial" if connection.vendor == "postgresql" else "integer"
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE bare_due (id {key} PRIMARY KEY,"
            " bill_id bigint, person_id bigint, enrolment_id bigint, jkk_idr bigint, jkm_idr bigint)"
        )


def _empty_bare_table() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE bare_due" if connection.vendor == "postgresql" else "DELETE FROM bare_due")


def _bare_insert(month: object, payer: object) -> None:
    """Insert the dues by the bill's own query into a table that has a primary key and nothing else."""
    from django.db import transaction

    from jaring.office.billing.models import Bill, Due, RateCard
    from jaring.office.billing.services import dues_of
    from jaring.office.setwise import insert_from

    bill = Bill(pk=1, month=month, payer=payer)
    cards = [
        RateCard(base_idr=1_000_000, sector=sector, jkk_idr=10_000, jkm_idr=6_800) for sector in ("other", "transport")
    ]
    with transaction.atomic():
        insert_from(Due, dues_of(bill, cards), "bare_due")


def _by_objects(month: object, payer: object) -> None:
    """Make each due as an object and write them in batches of 5,000, into the same bare table."""
    from django.db import models, transaction

    from jaring.office.billing.queries import members_to_bill

    class BareDue(models.Model):
        bill_id = models.BigIntegerField()
        person_id = models.BigIntegerField()
        enrolment_id = models.BigIntegerField()
        jkk_idr = models.BigIntegerField()
        jkm_idr = models.BigIntegerField()

        class Meta:
            app_label = "benchmark"
            db_table = "bare_due"
            managed = False

    members = members_to_bill(payer, month).values_list("pk", "person_id").iterator(chunk_size=BATCH)  # type: ignore[arg-type]  # A queryset of pairs.
    with transaction.atomic():
        while batch := list(islice(members, BATCH)):
            BareDue.objects.bulk_create(
                BareDue(bill_id=1, person_id=person, enrolment_id=key, jkk_idr=10_000, jkm_idr=6_800)
                for key, person in batch
            )


@contextmanager
def _counted() -> Iterator[list[str]]:
    from django.db import connection

    seen: list[str] = []

    def note(execute, sql, params, many, context):  # type: ignore[no-untyped-def]  # The shape that Django asks for.
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen


def _timed(act: object) -> float:
    started = time.perf_counter()
    act()  # type: ignore[operator]  # An act without arguments.
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
