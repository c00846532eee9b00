"""A regency with 300,000 invented people on the register, two years of its programme, and a delivery that waits.

People come in by bulk; the choice, the decrees and the bills are made by the services that everybody uses, so that
shares, ranks, reasons and dues are as they would be. Everybody is invented: serials of NIK begin with 9.
"""

from __future__ import annotations

import csv
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone

from jaring import demo
from jaring.core import targeting
from jaring.core.month import Month
from jaring.office import demonstration, vault
from jaring.office.access.models import RoleGrant, User
from jaring.office.access.roles import AREA_LEVEL
from jaring.office.access.scope import system_operator
from jaring.office.billing.services import issue_bill
from jaring.office.intake import services as intake
from jaring.office.intake.models import ImportBatch, ImportFile, ImportRow
from jaring.office.people import services as register
from jaring.office.people.models import Exit, Person
from jaring.office.people.names import search_form, sound_form
from jaring.office.places.services import load_region
from jaring.office.programme import queries, services
from jaring.office.programme.models import Decree, Payer, ProgrammeYear

REGENCY = demonstration.REGENCY
LIST_LENGTH = 18_750
SHARE_FIRST_YEAR, SHARE_SECOND_YEAR = 0.5, 0.75
EXITS_BETWEEN_YEARS, EXITS_REPLACED, EXITS_OPEN = 4_000, 2_000, 300
PRICE_IDR = 16_800
SEED = 530_300


class World:
    """Builds the regency step by step; ``say`` is told what is being done. Months of the second year are billed."""

    def __init__(self, size: int, folder: Path) -> None:
        self.size, self.folder = size, folder
        self.month = Month.of(timezone.localdate())
        self.first, self.second = Month(self.month.year - 1, 7), Month(self.month.year, 1)
        self.end = Month(self.month.year + 1, 1)
        self.next = min(self.month + 1, self.end + -1)  # The first month that is not billed.
        self.chance = random.Random(SEED)

    def build(self) -> None:
        """Make everything, and let PostgreSQL look at it as its own clockwork would."""
        say("places and accounts")
        self.regency = load_region(REGENCY)
        self._accounts()
        say(f"{self.size:,} people")
        self._people()
        self._dtsen()
        self.payers = [
            services.add_payer(self.regency, kind, name, code)
            for kind, name, code in (
                ("APBD", "APBD Kabupaten", "SG"),
                ("DANA_DESA", "Dana Desa", ""),
                ("CSR", "CSR Bank Contoh", ""),
            )
        ]
        self._year(self.first, self.second, SHARE_FIRST_YEAR)
        self._exits(EXITS_BETWEEN_YEARS, self.second.first_day - timedelta(days=20))
        self._year(self.second, self.end, SHARE_SECOND_YEAR)
        self._bills()
        self._amendments()
        say("a delivery that waits")
        self._delivery()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")

    def _accounts(self) -> None:
        system_operator()
        areas = {"village": demonstration.VILLAGE, "district": demonstration.DISTRICT, "regency": REGENCY}
        for username, full_name, role in demonstration.ACCOUNTS:
            user = User.objects.create(username=username, full_name=full_name, password="!")
            area = areas[AREA_LEVEL[role]]
            RoleGrant.objects.create(user=user, role=role.value, area_code=area, from_date=date(2025, 1, 1))
        self.officer, self.head = User.objects.get(username="petugas"), User.objects.get(username="kepala")

    def _people(self) -> None:
        """Put people on the register list by list, each with the row that named them first."""
        people = _invented(self.size)
        for number in range(-(-self.size // LIST_LENGTH)):
            with transaction.atomic():
                self._list(number, list(islice(people, LIST_LENGTH)))

    def _list(self, number: int, people: list[demo.DemoPerson]) -> None:
        at = _at(date(2025, 5, 1) + timedelta(days=number))
        batch = ImportBatch.objects.create(
            regency=self.regency,
            kind="lists",
            state="accepted",
            source=f"Daftar {number + 1}",
            sender="Pemerintah desa",
            received_date=at.date(),
            as_of=at.date(),
            content_hash=f"{number:064x}",
            created_by=self.officer,
            created_at=at,
            settled_by=self.officer,
            settled_at=at,
        )
        file = ImportFile.objects.create(
            batch=batch, name=f"daftar-{number}.xlsx", sha256="0" * 64, size_bytes=1, accepted=len(people)
        )
        rows = [_row(batch, file, index, person, at) for index, person in enumerate(people, 2)]
        ImportRow.objects.bulk_create(rows, batch_size=2000)
        Person.objects.bulk_create(
            (_person(person, row, at) for person, row in zip(people, rows, strict=True)), batch_size=2000
        )

    def _dtsen(self) -> None:
        """Read the deciles and who is covered elsewhere, as files of the services."""
        deciles, elsewhere = self.folder / "dtsen.csv", self.folder / "elsewhere.csv"
        with deciles.open("w", newline="") as left, elsewhere.open("w", newline="") as right:
            known, covered = csv.writer(left), csv.writer(right)
            known.writerow(("nik", "desil", "jumlah_anggota"))
            covered.writerow(("nik", "segmen"))
            for person in _invented(self.size):
                if person.decile:
                    known.writerow((person.nik, person.decile, person.household_size))
                if person.is_covered_elsewhere:
                    covered.writerow((person.nik, "PU"))
        for read, path in ((register.import_dtsen, deciles), (register.import_elsewhere, elsewhere)):
            day = date(2025, 6, 18)
            read(path, regency_code=REGENCY, received_date=day, actor=self.officer, now=_at(day))

    def _year(self, first: Month, until: Month, share: float) -> None:
        """Open a year, choose, and put the decree in force."""
        say(f"the programme of {first.year}")
        opening, payer = _at(first.first_day - timedelta(days=14)), self.payers[0]
        year = services.open_year(
            self.regency,
            first.year,
            from_month=first,
            until_month=until,
            base_idr=1_000_000,
            actor=self.officer,
            now=opening,
        )
        budget_idr = int(self.size * share) * PRICE_IDR * (until - first)
        for giver, amount_idr in zip(self.payers, (budget_idr, 10**9, 10**9), strict=True):
            services.enter_budget(year, giver, amount_idr, basis="DPA", actor=self.officer, now=opening)
        self.rules = targeting.rule_text_of(REGENCY)
        run = services.run_targeting(
            year,
            payer,
            from_month=first,
            as_of=first.first_day,
            seed=str(first),
            spent_idr=0,
            rules=targeting.load_rule_set(self.rules),
            rules_text=self.rules,
            actor=self.officer,
            now=opening,
        )
        paper = services.decree_paper(REGENCY, f"1/{first.year}", opening.date(), first, "(contoh)")
        decree = services.draft_decree(run, paper, actor=self.officer, now=opening)
        services.enact_decree(decree, actor=self.head, now=opening)
        self.year = year

    def _bills(self) -> None:
        """Bill the months of the second year up to the current one."""
        say("bills")
        for month in self.second.until(self.next):
            issue_bill(month, self.payers[0], request_key=uuid4(), actor=self.officer, now=_at(month.first_day))

    def _exits(self, number: int, day: date) -> None:
        payer, month = self.payers[0], Month.of(day)
        enrolled = queries.enrolled_in(month, payer).filter(person__exits__isnull=True)
        chosen = self.chance.sample(list(enrolled.order_by("pk").values_list("person", flat=True)), number)
        reasons = ["died"] * 3 + ["moved"] * 2 + ["employed"] * 2 + ["civil_servant", "own_wish"]
        Exit.objects.bulk_create(
            Exit(
                person_id=person,
                reason=self.chance.choice(reasons),
                happened_on=day,
                reported_by=self.officer,
                reported_at=_at(day),
            )
            for person in chosen
        )

    def _amendments(self) -> None:
        """Replace who has left from the next month on, draft a further amendment, and leave some exits open."""
        say("amendments")
        yesterday = timezone.localdate() - timedelta(days=1)
        self._exits(EXITS_REPLACED, yesterday)
        self._amend(f"2/{self.month.year}", yesterday, is_enacted=True)
        self._exits(EXITS_OPEN, yesterday)
        self._amend(f"3/{self.month.year}", yesterday, is_enacted=False)
        self._exits(EXITS_OPEN, yesterday)

    def _amend(self, number: str, day: date, *, is_enacted: bool) -> Decree:
        paper = services.decree_paper(REGENCY, number, day, self.next, "(contoh)")
        payer, now = self.payers[0], _at(day)
        decree = services.draft_replacements(self.year, payer, paper, actor=self.officer, now=now)
        if is_enacted:
            services.enact_decree(decree, actor=self.head, now=now)
        return decree

    def _delivery(self) -> None:
        folder = self.folder / "daftar"
        population = demo.population(SEED + 1)
        demo.write_lists(population, folder, SEED)
        day = timezone.localdate()
        intake.read_delivery(
            [folder],
            regency_code=REGENCY,
            as_of=day,
            source="Daftar susulan semua desa",
            sender="Pemerintah desa",
            received_date=day,
            actor=self.officer,
            now=_at(day),
        )
        update = demo.write_updated_list(population, self.folder / "susulan", SEED, demonstration.VILLAGE)
        intake.read_delivery(
            [update.path],
            regency_code=REGENCY,
            as_of=day,
            source="Daftar perubahan",
            sender="Lurah",
            received_date=day,
            actor=User.objects.get(username="desa"),
            now=_at(day),
        )


def is_built() -> bool:
    """Say whether the world stands to its end: the delivery comes last."""
    return ImportBatch.objects.filter(state="preview").count() == 2


def facts() -> dict[str, int]:
    """Return how large the world is."""
    latest = ProgrammeYear.objects.order_by("-year").first()
    assert latest is not None
    run = latest.runs.order_by("-id").first()
    assert run is not None
    month, payer = Month.of(timezone.localdate()), Payer.objects.order_by("id").first()
    return {
        "people": Person.objects.count(),
        "kept": run.kept,
        "selected": run.selected,
        "reserve": run.reserve,
        "ineligible": run.ineligible,
        "covered": queries.enrolled_in(month, payer).count(),
        "exits": Exit.objects.count(),
    }


def _invented(size: int) -> Iterator[demo.DemoPerson]:
    """Yield invented people, population after population, each with numbers of his own."""
    serials: Counter[str] = Counter()
    made, seed = 0, SEED
    while made < size:
        for person in islice(demo.population(seed), size - made):
            stem = person.nik[:12]
            number = f"{stem}{9000 + serials[stem]}"
            serials[stem] += 1
            yield _numbered(person, number, seed)
            made += 1
        seed += 100


def _numbered(person: demo.DemoPerson, nik: str, seed: int) -> demo.DemoPerson:
    values = {name: getattr(person, name) for name in demo.DemoPerson.__slots__}
    return demo.DemoPerson(**values | {"nik": nik, "kk_number": f"{person.kk_number}:{seed}"})


def _row(batch: ImportBatch, file: ImportFile, number: int, person: demo.DemoPerson, at: datetime) -> ImportRow:
    row = ImportRow(
        public_id=_uuid(),
        batch=batch,
        file=file,
        row_number=number,
        verdict="accepted",
        village_id=person.village_code,
        nik_look_up=vault.look_up("nik", REGENCY, person.nik),
        taken_at=at,
    )
    row.content_sealed = row.sealed_content({"values": {}, "cells": [], "context": {}, "findings": []})
    return row


def _person(invented: demo.DemoPerson, row: ImportRow, at: datetime) -> Person:
    person = Person(
        public_id=_uuid(),
        regency_id=REGENCY,
        village_id=invented.village_code,
        nik_look_up=row.nik_look_up,
        kk_look_up=vault.look_up("kk", REGENCY, invented.kk_number),
        name=invented.name,
        search_name=search_form(invented.name),
        sound_name=sound_form(invented.name),
        sex=invented.sex,
        birth_place=invented.birth_place,
        birth_date=invented.birth_date,
        mother_name=invented.mother_name,
        occupation=invented.occupation,
        occupation_group=invented.occupation_group,
        income_idr=invented.income_idr,
        heir_name=invented.heir_name,
        heir_relation=invented.heir_relation,
        first_row=row,
        recorded_at=at,
    )
    numbers = {"nik": invented.nik, "kk": invented.kk_number[:16], "phone": invented.phone}
    for field, number in numbers.items():
        if number:
            setattr(person, f"{field}_sealed", person.sealed(field, number))
    return person


_uuids = random.Random(SEED)


def _uuid() -> UUID:
    return UUID(int=_uuids.getrandbits(128), version=4)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(1, 0), tzinfo=UTC)


def say(text: str, **more: Any) -> None:
    """Tell whoever waits, beside the figures."""
    print(f"{datetime.now(UTC):%H:%M:%S} {text} {json.dumps(more) if more else ''}", file=sys.stderr, flush=True)
