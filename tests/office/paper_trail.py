"""From people on the register to a decree in force and a bill, through the services that everybody uses."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from jaring.core import targeting
from jaring.core.month import Month
from jaring.office.access.models import User
from jaring.office.billing.models import Bill
from jaring.office.billing.services import issue_bill
from jaring.office.intake.models import ImportBatch
from jaring.office.people.models import DtsenEntry, Exit, Person
from jaring.office.people.services import report_exit
from jaring.office.programme import services
from jaring.office.programme.models import Decree, Objection, Payer, ProgrammeYear, TargetingRun

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
FIRST = Month(2026, 11)
ZONE = ZoneInfo("Asia/Makassar")


def today_there() -> date:
    """Return the day in the regency, which its pages go by, whatever the machine's zone."""
    return datetime.now(ZONE).date()


def run_targeting(
    year: ProgrammeYear, payer: Payer, actor: User, *, from_month: Month = FIRST, with_optimum: bool = True
) -> TargetingRun:
    """Choose among everybody on the register, by the rules of 53.03."""
    text = targeting.rule_text_of("53.03")
    return services.run_targeting(
        year,
        payer,
        from_month=from_month,
        as_of=from_month.first_day,
        seed="TTU-2026",
        spent_idr=0,
        rules=targeting.load_rule_set(text),
        rules_text=text,
        actor=actor,
        now=NOW,
        with_optimum=with_optimum,
    )


def paper(number: str, effective_month: Month = FIRST) -> services.DecreePaper:
    """Return what a decree needs besides its people."""
    day = date(2026, 11, 2)
    return services.DecreePaper(
        number=number,
        decree_date=day,
        effective_month=effective_month,
        legal_bases=[*services.legal_bases("53.03", day), "Peraturan Daerah contoh"],
        signatory_name="(nama pejabat contoh)",
        signatory_title="Bupati Timor Tengah Utara",
    )


def initial_decree(run: TargetingRun, drafter: User, head: User | None) -> Decree:
    """Draft the decree of a run, and put it in force when there is a head."""
    decree = services.draft_decree(run, paper("01/KEP/CONTOH/2026"), actor=drafter, now=NOW)
    if head:
        services.enact_decree(decree, actor=head, now=NOW)
    return Decree.objects.get(pk=decree.pk)


def object_to(run: TargetingRun, person: Person, filer: User) -> Objection:
    """Open a run for objections unless it is, and object to its decision on somebody."""
    day = NOW.date()
    if not hasattr(run, "objection_window"):
        days = (day, day + timedelta(days=14), day + timedelta(days=20))
        services.open_objections(run, *days, actor=run.run_by, now=NOW)
    decision = run.decisions.get(person=person)
    return services.file_objection(decision, "data_wrong", "Pekerjaannya keliru ditulis", actor=filer, now=NOW)


def make_poor(person: Person, actor: User) -> None:
    """Let DTSEN say of somebody that he is of the first decile."""
    batch, _ = ImportBatch.objects.get_or_create(
        regency_id="53.03",
        kind="dtsen",
        state="accepted",
        content_hash="d" * 64,
        received_date=NOW.date(),
        as_of=NOW.date(),
        created_by=actor,
        created_at=NOW,
    )
    DtsenEntry.objects.create(regency_id="53.03", nik_look_up=person.nik_look_up, decile=1, batch=batch)


def cover(year: ProgrammeYear, payer: Payer, officer: User, head: User) -> None:
    """Put everybody on the register under a decree in force."""
    initial_decree(run_targeting(year, payer, officer, with_optimum=False), officer, head)


def leave(person: Person, actor: User) -> None:
    """Report that somebody died."""
    report_exit(person, Exit.Reason.DIED, date(2026, 11, 10), actor=actor, now=NOW)


def amendment(year: ProgrammeYear, payer: Payer, drafter: User) -> Decree:
    """Draft the amendment that takes up who has left, from the next month on."""
    return services.draft_replacements(year, payer, paper("02/KEP/CONTOH/2026", FIRST + 1), actor=drafter, now=NOW)


def bill(payer: Payer, actor: User, month: Month = FIRST) -> Bill:
    """Bill a month."""
    return issue_bill(month, payer, request_key=uuid4(), actor=actor, now=NOW)
