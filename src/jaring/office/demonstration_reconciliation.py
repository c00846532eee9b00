"""How the demonstration reconciles: the branch answers about the last months, the office matches and follows up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from django.db.models import QuerySet

from jaring import demo
from jaring.core.insurer.answer import AnswerKind
from jaring.core.month import Month
from jaring.office.access.models import User
from jaring.office.payments import services as payments
from jaring.office.people.models import Person
from jaring.office.programme import queries as programme
from jaring.office.programme.models import Enrolment, EnrolmentEnd, Payer
from jaring.office.reconciliation import queries, services
from jaring.office.reconciliation.models import Case

MONTHS: Final = 3
"""How many months before the current one the insurer has answered about."""
ANSWERED_AFTER_DAYS: Final = 24
"""How long the branch takes to give money back."""
MONTHLY_IDR: Final = 16_800


class Reconciling:
    """Matches the months that the insurer has answered about, each at its end."""

    def __init__(
        self, regency_code: str, today: date, at: Callable[[date], datetime], folder: Path, seed: int
    ) -> None:
        self.regency_code, self.today, self.at, self.folder, self.seed = regency_code, today, at, folder, seed
        self.officer = User.objects.get(username="petugas")
        self.treasurer = User.objects.get(username="bendahara")
        self.branch = User.objects.get(username="bpjs")
        self.numbers: dict[int, str] = {}

    def match(self, month: Month) -> None:
        """Take the insurer's answer about a month in and match it; a few cases are taken up."""
        this_month = Month.of(self.today)
        if not this_month + -MONTHS <= month < this_month:
            return
        insured = self._insured(programme.enrolled_in(month))
        gone = self._insured(Enrolment.objects.filter(pk__in=self._ended_lately(month)))
        paths = demo.write_insurer_answers(insured, gone, self.folder, month, self.seed)
        now = self.at(min(month.last_day + timedelta(days=1), self.today))
        for path, kind in zip(paths, (AnswerKind.ACTIVE, AnswerKind.REJECTED), strict=True):
            services.take_in([path], kind, month, regency_code=self.regency_code, actor=self.branch, now=now)
        key = uuid5(NAMESPACE_URL, f"urn:jaring:demo:reconcile:{month}")
        services.reconcile(month, regency_code=self.regency_code, request_key=key, actor=self.officer, now=now)
        self._follow_up(now)
        if month == this_month + -MONTHS:
            self._claim_back(now)

    def _follow_up(self, now: datetime) -> None:
        """Ask the branch about who was rejected; the other cases wait for whoever logs in."""
        rejected = Case.objects.filter(cause="rejected", state=Case.State.OPEN, regency=self.regency_code)
        first = list(rejected.order_by("id")[:4])
        if first:
            reason = "Surat permintaan perbaikan data sudah dikirim ke kantor cabang."
            services.move_cases(first, Case.State.WAITING, reason, actor=self.officer, now=now)
            services.assign_cases(first, self.branch, actor=self.officer, now=now)

    def _claim_back(self, now: datetime) -> None:
        """Claim back what was paid in vain for the first month of each payer; the branch answers the first letter."""
        cases = Case.objects.filter(regency=self.regency_code)
        day = now.date()
        payers = Payer.objects.filter(pk__in=queries.claimable(cases).values("case__payer")).order_by("id")
        for number, payer in enumerate(payers, start=1):
            rows = list(queries.claimable(cases.filter(payer=payer)).select_related("case"))
            key = uuid5(NAMESPACE_URL, f"urn:jaring:demo:claim:{payer.pk}")
            claim = services.claim_back(
                payer,
                rows,
                number=f"560/{number:03d}/CONTOH/{day.year}",
                claim_date=day,
                request_key=key,
                actor=self.officer,
                now=now,
            )
            came_on = day + timedelta(days=ANSWERED_AFTER_DAYS)
            if number == 1 and came_on <= self.today:
                payments.receive_refund(
                    claim,
                    claim.amount_idr,
                    received_on=came_on,
                    bank_reference=f"CONTOH{came_on:%y%m%d}KEMBALI",
                    request_key=uuid5(NAMESPACE_URL, f"urn:jaring:demo:refund:{payer.pk}"),
                    actor=self.treasurer,
                    now=self.at(came_on),
                )

    def _ended_lately(self, month: Month) -> QuerySet[EnrolmentEnd, int]:
        ends = EnrolmentEnd.objects.filter(until_month__lte=month, until_month__gt=month + -MONTHS)
        return ends.values_list("enrolment", flat=True)

    def _insured(self, enrolments: QuerySet[Enrolment]) -> Iterable[demo.DemoInsured]:
        people = Person.objects.filter(pk__in=enrolments.values("person"), birth_date__isnull=False).order_by("pk")
        for person in people.only("public_id", "nik_sealed", "name", "birth_date"):
            if person.pk not in self.numbers:
                self.numbers[person.pk] = person.identifier("nik")
            assert person.birth_date is not None
            yield demo.DemoInsured(self.numbers[person.pk], person.name, person.birth_date.isoformat(), MONTHLY_IDR)
