"""The lapse guard of a payer with 14,880 and 300,000 people: statements, and seconds of the machine and the processor.

    python benchmarks/lapse_guard.py [--database URL] [--sizes 14880,300000]
    python benchmarks/lapse_guard.py [--database URL] --sizes villages

Works in a database of its own, made as in ``billing.py``: a fresh SQLite file in a temporary folder, or the empty
PostgreSQL database that the URL names. A month is billed; then it is unpaid, and then paid for two people in three, so
that the guard has to look into the bill. For ``villages`` each of the 193 villages pays for 77 people instead: all
payers at once, as their page shows them, and as the home does.
"""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from uuid import uuid4

from billing import NOW, _counted, _options, _World

TODAY = date(2026, 1, 20)
ROUNDS = 5
PEOPLE_OF_A_VILLAGE = 77


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
        if options.sizes == "villages":
            _measure_villages()
            return
        _measure([int(size) for size in options.sizes.split(",") if int(size) <= 300_000])


def _measure(sizes: list[int]) -> None:
    from django.conf import settings
    from django.db import connection

    from jaring.office.billing.services import issue_bill

    world = _World()
    kept = Path(settings.JARING_DATA) / "documents"
    print(f"{connection.vendor}; {os.cpu_count()} cores; medians of {ROUNDS}, seconds")
    for size in sizes:
        world.enrol_up_to(size)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE people_person SET birth_date = %s, sex = CASE WHEN id %% 2 = 0 THEN 'F' ELSE 'M' END",
                [date(1984, 5, 17)],
            )
        month = world.next_month()
        look = partial(_look, world.payer.pk, date(month.year, month.month, 20), size)  # type: ignore[attr-defined]  # Named as objects: models load after the settings.
        look_anew = partial(_look_anew, look, kept)

        bill = issue_bill(month, world.payer, request_key=uuid4(), actor=world.actor, now=NOW)
        _report(size, "unpaid, ages counted", look_anew)
        _report(size, "unpaid, ages kept", look)
        _pay_in_part(bill, size)
        _report(size, "paid in part, ages kept", look)


def _measure_villages() -> None:
    from django.conf import settings
    from django.db import connection

    from jaring.office.billing.services import issue_bill
    from jaring.office.payments.guard import guards_visible_to, warnings_for
    from jaring.office.places.models import Village
    from jaring.office.programme.models import BudgetEntry, Payer

    world = _World()
    month, regency = world.next_month(), world.payer.regency
    villages = list(Village.objects.order_by("code"))
    for village in villages:
        name = f"ADD {village.code}"
        world.payer = Payer.objects.create(regency=regency, kind="APBDES", name=name, code=name, village=village)
        facts = {"programme_year": world.year, "payer": world.payer, "entered_by": world.actor, "entered_at": NOW}
        BudgetEntry.objects.create(amount_idr=10**10, basis="-", **facts)
        world.enrol_up_to(world.enrolled + PEOPLE_OF_A_VILLAGE)
        issue_bill(month, world.payer, request_key=uuid4(), actor=world.actor, now=NOW)
    print(f"{connection.vendor}; {len(villages)} payers of {PEOPLE_OF_A_VILLAGE}; medians of {ROUNDS}, seconds")

    def look() -> None:
        assert len(guards_visible_to(world.actor, TODAY)) == len(villages)

    _report(world.enrolled, "ages counted", partial(_look_anew, look, Path(settings.JARING_DATA) / "documents"))
    _report(world.enrolled, "ages kept", look)
    _report(world.enrolled, "home", lambda: warnings_for(world.actor, TODAY))


def _look(payer: int, today: date, size: int) -> None:
    from jaring.office.payments.guard import guards_of
    from jaring.office.programme.models import Payer

    (found,) = guards_of(Payer.objects.filter(pk=payer), today)
    assert found.people == size
    assert found.cost.lost_idr.high


def _look_anew(look: Callable[[], None], kept: Path) -> None:
    shutil.rmtree(kept, ignore_errors=True)
    look()


def _pay_in_part(bill: object, size: int) -> None:
    """Let two people in three be paid for, past the services: they are measured elsewhere."""
    from django.db import connection

    from jaring.office.payments.models import AllocationRun, PaymentOrder, Settlement, Transfer

    paid = size * 2 // 3
    facts = {"regency": bill.regency, "payer": bill.payer}  # type: ignore[attr-defined]  # Named as objects: models load after the settings.
    order = PaymentOrder.objects.create(
        **facts, programme_year=bill.programme_year, number=str(size), order_date=TODAY, dues_idr=paid * 16_800,  # type: ignore[attr-defined]  # Named as objects: models load after the settings.
        prepaid_idr=0, amount_idr=paid * 16_800, made_by=bill.issued_by, made_at=NOW,  # type: ignore[attr-defined]  # Named as objects: models load after the settings.
    )  # fmt: skip
    transfer = Transfer.objects.create(
        **facts, order=order, amount_idr=paid * 16_800, value_date=TODAY, bank_reference=str(size), proof_hash="0",
        proof_suffix=".pdf", spm_number="1", spm_date=TODAY, sp2d_number="1", sp2d_date=TODAY,
        recorded_by=bill.issued_by, recorded_at=NOW,  # type: ignore[attr-defined]  # Named as objects: models load after the settings.
    )  # fmt: skip
    run = AllocationRun.objects.create(**facts, allocated_by=bill.issued_by, allocated_at=NOW)  # type: ignore[attr-defined]  # Named as objects: models load after the settings.
    settlement = Settlement.objects.create(
        run=run, bill=bill, transfer=transfer, people=paid, amount_idr=paid * 16_800, settled_on=TODAY
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO payments_allocation (bill_id, person_id, transfer_id, settlement_id, amount_idr)"
            " SELECT bill_id, person_id, %s, %s, jkk_idr + jkm_idr FROM billing_due"
            " WHERE bill_id = %s AND person_id <= %s",
            [transfer.pk, settlement.pk, bill.pk, paid],  # type: ignore[attr-defined]  # Named as objects: models load after the settings.
        )


def _report(size: int, what: str, look: Callable[[], None]) -> None:
    with _counted() as statements:
        look()
    seconds, processor = [], []
    for _ in range(ROUNDS):
        started, at_work = time.perf_counter(), time.process_time()
        look()
        seconds.append(time.perf_counter() - started)
        processor.append(time.process_time() - at_work)
    print(
        f"{size:>9,} {what:<26} {len(statements):>2} statements {statistics.median(seconds):.3f} s,"
        f" processor {statistics.median(processor):.3f} s"
    )


if __name__ == "__main__":
    main()
