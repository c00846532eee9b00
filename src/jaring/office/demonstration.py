"""The demonstration regency: the main job, done on invented people through the same services that everybody uses.

Villages send their messy lists, the office reads them, chooses under the budget, the regent decrees, months are
billed, people leave and others follow. Nothing is put into the tables by another way.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db import connection

from jaring import demo
from jaring.core import targeting
from jaring.core.contribution import Payer as PayerOfLaw
from jaring.core.month import Month
from jaring.core.text import Text
from jaring.office import readiness
from jaring.office.access.models import RoleGrant, User
from jaring.office.access.roles import AREA_LEVEL, Role
from jaring.office.access.scope import system_operator
from jaring.office.billing.services import issue_bill
from jaring.office.books import services as books
from jaring.office.demonstration_cohorts import Cohorts
from jaring.office.demonstration_payments import Paying
from jaring.office.demonstration_reconciliation import Reconciling
from jaring.office.insight.ahead import count_ahead
from jaring.office.intake import services as intake
from jaring.office.intake.models import ImportBatch
from jaring.office.people import services as people
from jaring.office.people.models import Person
from jaring.office.places.models import Regency
from jaring.office.places.services import load_region
from jaring.office.programme import queries as programme_queries
from jaring.office.programme import services as programme
from jaring.office.programme.models import BudgetEntry, Decree, Payer, ProgrammeYear, TargetingRun
from jaring.regencies.budget_lines import lines_for

REGENCY = "53.03"
SEED = 5303
LAUNCH = Month(2025, 7)
PLACES = 14_880
MONTHLY_IDR = 16_800
JKK_IDR, JKM_IDR = 10_000, 6_800
BASE_IDR = 1_000_000
OFFICE = "Dinas Tenaga Kerja dan Transmigrasi"
REVISED_FROM = 10
"""The month from which the revised budget of a year (APBD-P) holds."""
VILLAGE, DISTRICT = "53.03.05.1001", "53.03.05"
CLEAR_ENOUGH = ("BIRTH_DATE_FROM_NIK", "VILLAGE_FUZZY", "NIK_REGION_UNKNOWN")
"""Doubts that the officer of the story settles in favour of the person after a look at the papers."""
AMENDED_AFTER = (3, 6, 9, 12)
"""Months after which an amendment takes up who has left."""

Progress = Callable[[Text, float], None]

ACCOUNTS: tuple[tuple[str, str, Role], ...] = (
    ("desa", "Yuliana Taena", Role.VILLAGE_OPERATOR),
    ("kecamatan", "Marselus Usfinit", Role.DISTRICT_VERIFIER),
    ("petugas", "Kristina Lopo", Role.OFFICER),
    ("kepala", "Fransiskus Naimnule", Role.HEAD),
    ("bendahara", "Adelina Kolo", Role.TREASURER),
    ("pemeriksa", "Yohanes Sanak", Role.AUDITOR),
    ("pimpinan", "Blasius Manek", Role.LEADERSHIP),
    ("admin", "Emanuel Tfuakani", Role.ADMINISTRATOR),
    ("bpjs", "Maria Goreti Bria", Role.INSURER),
)
"""User name, full name and role of each invented officer."""


@dataclass(frozen=True, slots=True)
class Login:
    """A log-in of the demonstration, to be printed at the start."""

    username: str
    password: str
    role: str


def is_built() -> bool:
    """Say whether the demonstration stands in this database, to its end."""
    return _done_file().exists() and Regency.objects.filter(code=REGENCY).exists()


def logins() -> list[Login]:
    """Return one log-in per role; the password was drawn when the demonstration was built."""
    password = json.loads(_login_file().read_text(encoding="utf-8"))["password"]
    return [Login(username, password, role.value) for username, _, role in ACCOUNTS]


def clear_unfinished() -> bool:
    """Make room for building: say whether the database is empty, or held an interrupted demonstration now cleared.

    Only a SQLite file that was made for the demonstration is cleared; anything else is left alone.
    """
    if not Regency.objects.exists():
        return True
    if not _begun_file().exists() or connection.vendor != "sqlite":
        return False
    connection.close()
    database = Path(settings.DATABASES["default"]["NAME"])
    for path in (database, database.with_name(f"{database.name}-wal"), database.with_name(f"{database.name}-shm")):
        path.unlink(missing_ok=True)
    readiness.prepare()
    return True


def build(today: date, progress: Progress) -> None:
    """Build the demonstration up to the current month.

    Args:
        today: The current day; bills are issued for every month up to this one.
        progress: Told what is being done, and how much of the whole is done (0 to 1).
    """
    progress(Text("Menyiapkan wilayah dan akun", "Setting up areas and accounts"), 0.0)
    _begun_file().touch()
    regency = load_region(REGENCY)
    _accounts()
    story = _Story(regency, today)
    with _relaxed_commits():
        progress(Text("Desa menulis 193 daftar", "Villages write 193 lists"), 0.03)
        population = demo.population(SEED)
        folder = settings.JARING_HOME / "demo"
        demo.write_lists(population, folder / "daftar", SEED)
        progress(Text("Membaca dan menilai daftar", "Reading and judging the lists"), 0.12)
        story.read_lists(folder / "daftar")
        progress(Text("Mengambil alih ke daftar peserta", "Taking over into the register"), 0.35)
        story.take_over()
        story.read_registers(population, folder)
        for year in range(LAUNCH.year, today.year + 1):
            share = (year - LAUNCH.year) / (today.year + 1 - LAUNCH.year)
            progress(
                Text(f"Tahun {year}: penetapan, SK, iuran", f"Year {year}: choice, decree, bills"), 0.5 + 0.45 * share
            )
            story.live_through(year)
        progress(Text("Pekerjaan yang menunggu", "Work that waits"), 0.96)
        story.leave_work(population, folder)
        count_ahead(REGENCY)
    _done_file().write_text(today.isoformat(), encoding="utf-8")
    _begun_file().unlink()
    progress(Text("Selesai", "Done"), 1.0)


class _Story:
    """What happens in the regency, month after month, and who does it."""

    def __init__(self, regency: Regency, today: date) -> None:
        self.regency, self.today = regency, today
        self.officer = User.objects.get(username="petugas")
        self.head = User.objects.get(username="kepala")
        self.treasurer = User.objects.get(username="bendahara")
        self.paying = Paying(today, _at)
        self.reconciling = Reconciling(REGENCY, today, _at, settings.JARING_HOME / "demo" / "bpjs", SEED)
        self.cohorts = Cohorts(regency, today, _at, self.paying)
        self.rules_text = targeting.rule_text_of(REGENCY)
        self.payer: Payer = programme.add_payer(regency, "APBD", "APBD Kabupaten Timor Tengah Utara", "SG")
        self.year: ProgrammeYear
        self.batch: ImportBatch
        self.decrees = 0

    def read_lists(self, folder: Path) -> None:
        received = date(2025, 6, 10)
        self.batch = intake.read_delivery(
            [folder],
            regency_code=REGENCY,
            as_of=LAUNCH.first_day,
            source="Daftar usulan 193 desa dan kelurahan",
            sender="Pemerintah desa dan kelurahan",
            received_date=received,
            actor=self.officer,
            now=_at(received),
        )

    def take_over(self) -> None:
        for code in CLEAR_ENOUGH:
            intake.judge_by_code(self.batch, code, take=True, actor=self.officer, now=_at(date(2025, 6, 13)))
        people.take_over(self.batch, actor=self.officer, now=_at(date(2025, 6, 16)))

    def read_registers(self, population: list[demo.DemoPerson], folder: Path) -> None:
        received = date(2025, 6, 18)
        demo.write_dtsen(population, folder / "dtsen.csv")
        demo.write_covered_elsewhere(population, folder / "peserta-aktif-lain.csv")
        for read, name in ((people.import_dtsen, "dtsen.csv"), (people.import_elsewhere, "peserta-aktif-lain.csv")):
            read(
                folder / name,
                regency_code=REGENCY,
                received_date=received,
                actor=self.officer,
                now=_at(received),
            )

    def live_through(self, year: int) -> None:
        """Open a year, choose, decree, and bill its months up to the current one."""
        first = LAUNCH if year == LAUNCH.year else Month(year, 1)
        until = Month(year + 1, 1)
        opening = first.first_day - timedelta(days=14)
        self.year = programme.open_year(
            self.regency,
            year,
            from_month=first,
            until_month=until,
            base_idr=BASE_IDR,
            actor=self.officer,
            now=_at(opening),
        )
        self._book(opening, f"DPA {OFFICE} {year}", {"both": PLACES * MONTHLY_IDR * (until - first)})
        run = self._decree_of_the_year(first, opening + timedelta(days=2))
        for month in first.until(min(until, Month.of(self.today) + 1)):
            self._part_the_budget(month)
            self.cohorts.begin(self.year, run, month, partial(self._paper, month, month.first_day - timedelta(days=8)))
            if month != first and (month.month - 1) in AMENDED_AFTER:
                self._amend(month)
            self._bill(month)
            self.cohorts.bill(month)
            self._people_leave(month)
            self.reconciling.match(month)
        if until <= Month.of(self.today):
            closed_on = until.first_day + timedelta(days=19)
            books.close_month(self.regency, until + -1, actor=self.treasurer, now=_at(min(closed_on, self.today)))

    def leave_work(self, population: list[demo.DemoPerson], folder: Path) -> None:
        """Leave something to do for whoever logs in: a list to judge, and a draft decree to enact."""
        update = demo.write_updated_list(population, folder / "susulan", SEED, VILLAGE)
        received = self.today - timedelta(days=2)
        intake.read_delivery(
            [update.path],
            regency_code=REGENCY,
            as_of=self.today,
            source="Daftar perubahan dari kelurahan",
            sender="Lurah",
            received_date=received,
            actor=User.objects.get(username="desa"),
            now=_at(received),
        )
        next_month = Month.of(self.today) + 1
        if next_month < self.year.until_month and programme_queries.leaving(next_month, self.payer).exists():
            self._draft_amendment(next_month, self.today - timedelta(days=1))

    def _part_the_budget(self, month: Month) -> None:
        """Give JKK and JKM lines of their own from October on, by the revised budget (APBD-P); its sum is the same."""
        if month.month != REVISED_FROM or month.year == LAUNCH.year:
            return
        jkk_idr, jkm_idr = (PLACES * each * (self.year.until_month - month) for each in (JKK_IDR, JKM_IDR))
        day = month.first_day - timedelta(days=9)
        number = f"DPPA/01/CONTOH/{month.year}"
        amounts = {"jkk": jkk_idr, "jkm": jkm_idr, "both": -jkk_idr - jkm_idr}
        self._book(day, f"DPPA {OFFICE} {month.year}", amounts, kind=BudgetEntry.Kind.REVISION, number=number, day=day)

    def _book(self, on: date, basis: str, amounts: Mapping[str, int], **document: Any) -> None:
        """Book a budget document of the regency on its lines, by their keys."""
        offered = {line.key: line for line in lines_for(REGENCY, PayerOfLaw.APBD)}
        lines = [
            programme.LineAmount(amount_idr, offered[key].programme, offered[key].code, offered[key].name.id)
            for key, amount_idr in amounts.items()
        ]
        paper = programme.BudgetDocument(basis=basis, **document)
        programme.book_budget(self.year, self.payer, lines, paper, actor=self.officer, now=_at(on))

    def _decree_of_the_year(self, first: Month, day: date) -> TargetingRun:
        run = programme.run_targeting(
            self.year,
            self.payer,
            from_month=first,
            as_of=first.first_day,
            seed=f"TTU-{self.year.year}",
            spent_idr=0,
            rules=targeting.load_rule_set(self.rules_text),
            rules_text=self.rules_text,
            with_optimum=True,
            actor=self.officer,
            now=_at(day),
        )
        decree = programme.draft_decree(
            run, self._paper(first, day + timedelta(days=2)), actor=self.officer, now=_at(day)
        )
        programme.enact_decree(decree, actor=self.head, now=_at(day + timedelta(days=2)))
        return run

    def _amend(self, month: Month) -> None:
        if not programme_queries.leaving(month, self.payer).exists():
            return
        day = month.first_day - timedelta(days=5)
        decree = self._draft_amendment(month, day)
        programme.enact_decree(decree, actor=self.head, now=_at(day + timedelta(days=2)))

    def _draft_amendment(self, month: Month, day: date) -> Decree:
        paper = self._paper(month, day + timedelta(days=1))
        return programme.draft_replacements(self.year, self.payer, paper, actor=self.officer, now=_at(day))

    def _paper(self, month: Month, day: date) -> programme.DecreePaper:
        self.decrees += 1
        number = f"{self.decrees:02d}/KEP/CONTOH/{day.year}"
        return programme.decree_paper(REGENCY, number, day, month, "(nama pejabat contoh)")

    def _bill(self, month: Month) -> None:
        key = uuid5(NAMESPACE_URL, f"urn:jaring:demo:{month}")
        day = min(month.first_day + timedelta(days=2), self.today)
        bill = issue_bill(month, self.payer, request_key=key, actor=self.officer, now=_at(day))
        self.paying.use_deposit(bill)
        self.paying.pay(bill)

    def _people_leave(self, month: Month) -> None:
        """Let people leave in a month: reported a little later, and never in the future."""
        enrolled = programme_queries.enrolled_in(month, self.payer).values("person")
        rows = Person.objects.filter(pk__in=enrolled, exits__isnull=True, birth_date__isnull=False)
        members = [
            demo.DemoMember(key=str(pk), birth_date=born, sex=sex or "F")
            for pk, born, sex in rows.values_list("pk", "birth_date", "sex").order_by("pk")
            if born is not None
        ]
        for leaver in demo.exits_in_month(members, month, SEED):
            if leaver.reported_date <= self.today:
                people.report_exit(
                    Person.objects.get(pk=int(leaver.key)),
                    leaver.reason.value,
                    leaver.happened_date,
                    actor=self.officer,
                    now=_at(leaver.reported_date),
                )


def _accounts() -> None:
    """Make one account per role, all with one password drawn now and kept beside the keys."""
    system_operator()
    password = f"jaring-{secrets.token_hex(4)}"
    path = _login_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump({"password": password}, file)
    areas = {"village": VILLAGE, "district": DISTRICT, "regency": REGENCY}
    for username, full_name, role in ACCOUNTS:
        user, _ = User.objects.update_or_create(username=username, defaults={"full_name": full_name})
        user.set_password(password)
        user.save(update_fields=["password"])
        RoleGrant.objects.get_or_create(
            user=user, role=role.value, area_code=areas[AREA_LEVEL[role]], from_date=date(2025, 6, 1)
        )


@contextmanager
def _relaxed_commits() -> Iterator[None]:
    """Let the many commits of the story reach the disk together: an unfinished demonstration is built anew."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=NORMAL")
        yield
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _at(day: date) -> datetime:
    """Nine in the morning in Kefamenanu, so that every act lies within office hours."""
    return datetime.combine(day, time(1, 0), tzinfo=UTC)


def _login_file() -> Path:
    return Path(settings.JARING_HOME) / "keys" / "demo-logins.json"


def _done_file() -> Path:
    return Path(settings.JARING_DATA) / "demo-done"


def _begun_file() -> Path:
    return Path(settings.JARING_DATA) / "demo-begun"
