"""Takes two months from bill to payment, and at each desk many press the button at once; prints how each one ended.

python race.py THREADS

November is done with a different request key in each thread, December with the same one in all of them. In between,
as many decrees as there are threads compete for the one place that the budget still has, and cuts of the budget with
the bill for its last rupiah. One due is released and one is claimed back by all at once. One JSON document comes out:
the answers by step, and how many violations the examination of the books finds afterwards.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from threading import Barrier
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID, uuid4

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "jaring.office.settings"
django.setup()
sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from django.db import connection, connections  # noqa: E402  # After the settings.
from homes import DRAFT, PEOPLE  # noqa: E402  # After the settings.
from money_trail import NOW, PRICE_IDR, Till  # noqa: E402  # After the settings.

from jaring.core.month import Month  # noqa: E402  # After the settings.
from jaring.documents.annex import annex_hash  # noqa: E402  # After the settings.
from jaring.office.access.models import User  # noqa: E402  # After the settings.
from jaring.office.billing.models import Bill, Due  # noqa: E402  # After the settings.
from jaring.office.billing.services import issue_bill  # noqa: E402  # After the settings.
from jaring.office.doctor import BOOKS  # noqa: E402  # After the settings.
from jaring.office.payments.models import Allocation  # noqa: E402  # After the settings.
from jaring.office.people.models import Person  # noqa: E402  # After the settings.
from jaring.office.programme.models import Decree, DecreeLine, Payer, ProgrammeYear  # noqa: E402  # After the settings.
from jaring.office.programme.services import annex_rows, enact_decree, enter_budget  # noqa: E402  # After the settings.

NOVEMBER, DECEMBER = Month(2026, 11), Month(2026, 12)
DECEMBERS = UUID(int=9012)
"""The key under which December is billed."""
AHEAD = 5
"""How many people's money is transferred beyond the order of November."""


def race(acts: Sequence[Callable[[], object]]) -> list[str]:
    """Start all acts at once; return what each one gave, or the kind of its refusal."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        barrier.wait(timeout=60)
        try:
            return f"done {getattr(act(), 'pk', None)}"
        except Exception as error:  # noqa: BLE001  # The kind of the answer is what is asked for.
            return type(error).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


class Desks:
    """The acts of an office, each to be done by all threads at once."""

    def __init__(self, threads: int) -> None:
        users = {user.username: user for user in User.objects.all()}
        self.threads, self.head, self.officer = threads, users["kepala"], users["petugas"]
        programme = SimpleNamespace(year=ProgrammeYear.objects.get(), payer=Payer.objects.get())
        people = SimpleNamespace(officer=self.officer, head=self.head, treasurer=users["bendahara"])
        self.till = Till(cast("Any", programme), cast("Any", people))

    def by_key(self, act: Callable[..., object], month: Month, one: UUID | None = None) -> list[str]:
        """Race an act that takes a request key: its own for each thread in November, one for all in December."""
        one = one or uuid4()
        keys = [one if month == DECEMBER else uuid4() for _ in range(self.threads)]
        return race([lambda key=key, n=n: act(key, n if month == NOVEMBER else 0) for n, key in enumerate(keys)])

    def bill(self, month: Month) -> list[str]:
        return self.by_key(lambda key, _: self.issue(month, key), month, DECEMBERS)

    def issue(self, month: Month, key: UUID) -> object:
        return issue_bill(month, self.till.payer, request_key=key, actor=self.officer, now=NOW)

    def last_rupiah(self) -> list[str]:
        """Half of all bill December with one key, the others take away what the budget has for it."""
        rest_idr = len(PEOPLE) * PRICE_IDR
        half = self.threads // 2
        bills = [lambda: self.issue(DECEMBER, DECEMBERS)] * half
        answers = race([*bills, *[lambda: self.enter(-rest_idr)] * half])
        if not Bill.objects.filter(month=DECEMBER).exists():
            self.enter(rest_idr)
        return answers

    def enter(self, amount_idr: int) -> object:
        return enter_budget(
            self.till.programme.year,
            self.till.payer,
            amount_idr,
            basis="APBD-P",
            despite_commitments=True,
            actor=self.officer,
            now=NOW,
        )

    def release(self) -> list[str]:
        """Grant a release of the same open due on as many requests as there are threads."""
        bill = Bill.objects.get(month=DECEMBER)
        paid = Allocation.objects.filter(bill=bill).values("person")
        person = Due.objects.filter(bill=bill).exclude(person__in=paid).earliest("person").person_id
        asked = [self.till.ask(self.till.named(bill, person)) for _ in range(self.threads)]
        return race([lambda request=request: self.till.grant(request) for request in asked])

    def claim(self) -> list[str]:
        """Claim the same paid due back in as many letters as there are threads."""
        paid = Allocation.objects.filter(bill__month=NOVEMBER).earliest("person")
        return race([lambda: self.till.claim(self.till.named(paid.bill, paid.person_id))] * self.threads)

    def approve(self, month: Month) -> list[str]:
        bill = Bill.objects.get(month=month)
        return self.by_key(lambda key, _: self.till.approve(bill, request_key=key), month)

    def order(self, month: Month) -> list[str]:
        bill = Bill.objects.get(month=month)

        def order(key: UUID, number: int) -> object:
            return self.till.order(bill, number=f"{number}/{month}", request_key=key)

        return self.by_key(order, month)

    def transfer(self, month: Month, beyond_idr: int = 0) -> list[str]:
        order = Bill.objects.get(month=month).ordered.get().order
        paper = self.till.paper(order.amount_idr + beyond_idr, bank_reference=f"NTT{month}")
        return self.by_key(lambda key, _: self.till.transfer(order, paper=paper, request_key=key), month)

    def apply(self) -> list[str]:
        return self.by_key(lambda key, _: self.till.apply(request_key=key), NOVEMBER)

    def enact(self, decrees: Iterable[Decree]) -> list[str]:
        return race([lambda decree=decree: enact_decree(decree, actor=self.head, now=NOW) for decree in decrees])

    def drafts(self) -> list[Decree]:
        """Draft a decree for each thread that adds one person, past the services, which would see the others."""
        pattern, line = Decree.objects.get(number=DRAFT), DecreeLine.objects.filter(change="addition").earliest("pk")
        return [self._draft(pattern, line, n) for n in range(self.threads)]

    def _draft(self, decree: Decree, line: DecreeLine, n: int) -> Decree:
        person = Person.objects.create(
            regency_id=decree.regency_id,
            village_id=line.village_id,
            nik_sealed=b"",
            nik_look_up=sha256(str(n).encode()).digest(),
            name=line.name,
            search_name=line.name,
            recorded_at=NOW,
        )
        line.pk, line.person, line.number = None, person, 1
        decree.pk, decree.public_id, decree.number = None, uuid4(), f"{100 + n}/KEP/CONTOH/2026"
        decree.additions, decree.removals = 1, 0
        decree.annex_hash = annex_hash(annex_rows([line], decree.effective_month))
        decree.save(force_insert=True)
        line.decree = decree
        line.save(force_insert=True)
        return Decree.objects.get(pk=decree.pk)


def main(threads: int) -> None:
    if connection.vendor == "sqlite":  # That nobody starves is promised by the queue of PostgreSQL alone.
        connections.settings["default"]["OPTIONS"]["timeout"] = 120
    desks = Desks(threads)
    answers = {
        "bill": desks.bill(NOVEMBER),
        "approve": desks.approve(NOVEMBER),
        "order": desks.order(NOVEMBER),
        "transfer": desks.transfer(NOVEMBER, AHEAD * PRICE_IDR),
    }
    enact_decree(Decree.objects.get(number=DRAFT), actor=desks.head, now=NOW)
    answers["place"] = desks.enact(desks.drafts())
    answers["last rupiah"] = desks.last_rupiah()
    answers["bill again"] = desks.bill(DECEMBER)
    answers["apply"] = desks.apply()
    answers["release"] = desks.release()
    for act in (desks.approve, desks.order, desks.transfer):
        answers[f"{act.__name__} again"] = act(DECEMBER)
    answers["claim"] = desks.claim()
    broken = {check.name: found for check in BOOKS if (found := check.count())}
    sys.stdout.write(json.dumps({"answers": answers, "broken": broken}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
