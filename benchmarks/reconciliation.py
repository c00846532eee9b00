"""The four-way match of 300,000 dues against 300,000 lines of the insurer, beside the bare full outer join in SQL.

    python benchmarks/reconciliation.py [--database URL] [--size 300000] [--rounds 3]

Works in a database of its own: a fresh SQLite file in a temporary folder, or the empty PostgreSQL database that the
URL names. One person in a thousand is missing from the active list, and as many lines lead to nobody: half of them
are those people, typed differently. The first match opens the cases, the second finds them again. The baseline joins
the dues to the lines by the keyed value of the NIK and counts what has no partner, and does nothing about it.
Reading is measured apart: two files of half the lines each, from bytes to sealed rows.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import statistics
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

from billing import _counted, _timed, _World

NOW = datetime(2026, 12, 20, 3, 0, tzinfo=UTC)
ONE_IN = 1_000
BARE = """
SELECT (
    SELECT COUNT(*) FROM billing_due d JOIN people_person p ON p.id = d.person_id
    WHERE d.bill_id = %(bill)s AND NOT EXISTS (
        SELECT 1 FROM reconciliation_insurerline l WHERE l.key = p.nik_look_up AND l.file_id = %(file)s)
) + (
    SELECT COUNT(*) FROM reconciliation_insurerline l
    WHERE l.file_id = %(file)s AND NOT EXISTS (
        SELECT 1 FROM people_person p JOIN billing_due d ON d.person_id = p.id AND d.bill_id = %(bill)s
        WHERE p.regency_id = '53.03' AND p.nik_look_up = l.key)
)
"""
"""The full outer join as its two halves: SQLite joins the whole only without an index."""


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
        _measure(options.size, options.rounds, Path(folder))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", help="an empty PostgreSQL database")
    parser.add_argument("--size", type=int, default=300_000)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def _measure(size: int, rounds: int, folder: Path) -> None:
    from django.db import connection

    from jaring.core.insurer.answer import AnswerKind
    from jaring.office.billing.services import issue_bill
    from jaring.office.reconciliation.models import Case
    from jaring.office.reconciliation.services import reconcile, take_in

    world = _World()
    world.enrol_up_to(size)
    month = world.next_month()
    bill = issue_bill(month, world.payer, request_key=uuid4(), actor=world.actor, now=NOW)
    _pay(bill, world)
    missing = _give_numbers(size)
    file = _list_everybody_else(month, world, missing)
    facts = {"regency_code": "53.03", "actor": world.actor, "now": NOW}
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")

    def match() -> None:
        reconcile(month, request_key=uuid4(), **facts)

    with _counted() as statements:
        first = _timed(match)
    again = statistics.median(_timed(match) for _ in range(rounds))
    bare = statistics.median(_timed(lambda: _bare(bill.pk, file)) for _ in range(rounds))
    paths = _write_files(folder, size, month)
    reading = _timed(lambda: take_in(paths, AnswerKind.BILLING, month, **facts))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{connection.vendor}; {os.cpu_count()} cores; seconds; {size:,} dues, {Case.objects.count():,} cases")
    print(
        f"{'first match':>12} {'again':>8} {'bare join':>10} {'ratio':>6} {'statements':>10} {'reading':>8} {'MiB':>6}"
    )
    print(
        f"{first:>12.2f} {again:>8.2f} {bare:>10.2f} {again / bare:>6.1f} {len(statements):>10}"
        f" {reading:>8.2f} {peak:>6}"
    )


def _pay(bill: object, world: _World) -> None:
    """Set one transfer against every due, by plain SQL."""
    from django.db import connection, transaction

    from jaring.office.payments.models import AllocationRun, Settlement, Transfer

    amount_idr = bill.total_idr  # type: ignore[attr-defined]  # A bill, named as an object: models load after the settings.
    with transaction.atomic(), connection.cursor() as cursor:
        _without_triggers(cursor)
        transfer = Transfer.objects.create(
            regency_id="53.03",
            payer=world.payer,
            amount_idr=amount_idr,
            value_date=date(2026, 12, 1),
            bank_reference="1",
            proof_hash="0" * 64,
            proof_suffix=".pdf",
            recorded_by=world.actor,
            recorded_at=NOW,
        )
        run = AllocationRun.objects.create(
            regency_id="53.03", payer=world.payer, allocated_by=world.actor, allocated_at=NOW
        )
        settlement = Settlement.objects.create(
            run=run,
            bill=bill,
            transfer=transfer,
            people=bill.people,  # type: ignore[attr-defined]  # A bill, named as an object: models load after the settings.
            amount_idr=amount_idr,
            settled_on=date(2026, 12, 1),
        )
        cursor.execute(
            "INSERT INTO payments_allocation (bill_id, person_id, transfer_id, settlement_id, amount_idr)"
            " SELECT bill_id, person_id, %s, %s, jkk_idr + jkm_idr FROM billing_due",
            [transfer.pk, settlement.pk],
        )


def _without_triggers(cursor: object) -> None:
    """Put the row triggers of the money tables aside: the match never fires them."""
    from django.db import connection

    execute = cursor.execute  # type: ignore[attr-defined]  # A cursor of either database.
    if connection.vendor == "postgresql":
        execute("SET LOCAL session_replication_role = replica")
        return
    execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'payments_%%'")
    for (name,) in cursor.fetchall():  # type: ignore[attr-defined]  # A cursor of either database.
        execute(f"DROP TRIGGER {name}")


def _give_numbers(size: int) -> list[object]:
    """Give one person in a thousand a name and a NIK of his own; return these people."""
    from jaring.office import vault
    from jaring.office.people.models import Person

    people = list(Person.objects.filter(pk__in=range(ONE_IN, size + 1, ONE_IN)).order_by("pk"))
    for number, person in enumerate(people):
        nik = _nik(number)
        person.name = person.search_name = f"ORANG NOMOR {number}"
        person.birth_date = date(1980, 1 + number % 12, 1 + number % 28)
        person.nik_sealed = person.sealed("nik", nik)
        person.nik_look_up = vault.look_up("nik", "53.03", nik)
    Person.objects.bulk_update(
        people, ["name", "search_name", "birth_date", "nik_sealed", "nik_look_up"], batch_size=200
    )
    return list(people)


def _nik(number: int) -> str:
    return f"53030{1 + number // 9 % 9}{1 + number % 28:02d}{1 + number % 12:02d}80{9001 + number % 999:04d}"


def _list_everybody_else(month: object, world: _World, missing: list[object]) -> int:
    """Put everybody but the missing on an active list, and as many strangers; return the key of the list."""
    import json

    from django.db import connection

    from jaring.office import vault
    from jaring.office.reconciliation.models import InsurerFile, InsurerLine

    file = InsurerFile.objects.create(
        regency_id="53.03",
        month=month,
        kind="active",
        content_hash="0" * 64,
        template_version=1,
        parts=[],
        columns={},
        ignored=[],
        codes={},
        lines=1,
        unreadable=0,
        set_aside=0,
        total_idr=0,
        uploaded_by=world.actor,
        uploaded_at=NOW,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO reconciliation_insurerline (file_id, number, part, sheet, row, key, is_readable, is_matched,"
            " is_active, rejection, reject_code, reject_reason, codes, content_sealed)"
            " SELECT %s, id, 0, '', id, nik_look_up, TRUE, TRUE, TRUE, '', '', '', '', nik_look_up"
            " FROM people_person WHERE id %% %s <> 0",
            [file.pk, ONE_IN],
        )
    lines = []
    for number, person in enumerate(missing):
        is_ours = number % 2 == 0
        nik = _nik(number)[:15] + str((number + 3) % 10) if is_ours else f"3171{number:012d}"
        name = person.name if is_ours else f"LAIN SEKALI {number}"  # type: ignore[attr-defined]  # A person, named as an object.
        said = {"nik": nik, "name": name, "birth_date": "", "kpj": ""}
        key = 10_000_000 + number
        cell = InsurerLine.cell(file.public_id, key)
        lines.append(
            InsurerLine(
                file=file,
                number=key,
                part=0,
                row=key,
                key=vault.look_up("nik", "53.03", nik),
                is_readable=True,
                is_matched=True,
                is_active=True,
                content_sealed=vault.seal(json.dumps(said), "reconciliation_insurerline", "content", cell),
            )
        )
    InsurerLine.objects.bulk_create(lines)
    return int(file.pk)


def _bare(bill: int, file: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(BARE, {"bill": bill, "file": file})
        assert cursor.fetchone()[0] > 0


def _write_files(folder: Path, size: int, month: object) -> list[Path]:
    paths = [folder / f"rincian-{part}.csv" for part in range(2)]
    for part, path in enumerate(paths):
        with path.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("No", "NIK", "KPJ", "Nama", "Tanggal Lahir", "Bulan", "JKK", "JKM", "Total Iuran"))
            for number in range(part * size // 2, (part + 1) * size // 2):
                kpj = f"24{number:09d}"
                born_part = f"{1 + number % 28:02d}{1 + number % 12:02d}{number // 9_000:02d}"
                nik = f"5303{1 + number % 24:02d}{born_part}{9_000 + number % 1_000}"
                born = f"{1 + number % 28:02d}-{1 + number % 12:02d}-19{60 + number % 40}"
                writer.writerow((number, nik, kpj, f"Nama Contoh {number}", born, month, 10000, 6800, 16800))
    return paths


if __name__ == "__main__":
    main()
