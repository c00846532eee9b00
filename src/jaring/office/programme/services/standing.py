"""Where people stand, kept beside their names so that a register of any size can be narrowed by it at once.

Three columns of ``Person`` repeat what decisions and enrolments say: the outcome of the regency's latest run, and the
last unbroken span of months covered. Whatever adds decisions or enrolments calls these functions in the same
transaction, after its entry in the audit chain: that entry holds the regency's lock, so what is read here is whole.
``jaring doctor`` compares the columns with what they repeat.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from jaring.office.people.models import Person
from jaring.office.programme.models import Decision, Enrolment, TargetingRun


def note_outcomes(regency_code: str) -> None:
    """Write down what the latest run of a regency decided on each person, and nothing for whom it did not meet."""
    run = _latest_run_of(regency_code)
    people, decisions = Person.objects.filter(regency=regency_code), Decision.objects.filter(run=run)
    for outcome in Decision.Outcome.values:
        met = people.filter(pk__in=decisions.filter(outcome=outcome).values("person"))
        met.filter(~Q(outcome=outcome) | Q(outcome=None)).update(outcome=outcome)
    people.filter(~Exists(decisions.filter(person=OuterRef("pk"))), outcome__isnull=False).update(outcome=None)


def note_cover(people: QuerySet[Person]) -> None:
    """Write down the last unbroken span of months in which each of these people is covered."""
    people.update(**_last_span())


def with_wrong_outcome() -> QuerySet[Person]:
    """Return the people beside whose name stands another outcome than the latest run's."""
    latest = TargetingRun.objects.filter(programme_year__regency=OuterRef("regency")).order_by("-id").values("pk")[:1]
    decided = Decision.objects.filter(person=OuterRef("pk"), run=OuterRef("latest")).values("outcome")[:1]
    people = Person.objects.annotate(latest=Subquery(latest)).annotate(decided=Subquery(decided))
    return people.filter(_differs("outcome", "decided"))


def with_wrong_cover() -> QuerySet[Person]:
    """Return the people beside whose name stands another span than their last one."""
    span = _last_span()
    people = Person.objects.annotate(starts=span["cover_from"], stops=span["cover_until"])
    return people.filter(_differs("cover_from", "starts") | _differs("cover_until", "stops"))


def _latest_run_of(regency_code: str) -> int | None:
    runs = TargetingRun.objects.filter(programme_year__regency=regency_code)
    latest: int | None = runs.aggregate(latest=Max("pk"))["latest"]
    return latest


def _last_span() -> dict[str, Any]:
    """Return where a person's last unbroken span of months begins and ends.

    It begins with the last enrolment that does not follow on another without a gap. An enrolment that was ended before
    it began covers no month; who has no other gets an empty span.
    """
    all_of_them = Enrolment.objects.order_by().annotate(stops=Coalesce("end__until_month", "until_month"))
    mine = all_of_them.filter(person=OuterRef("pk"))
    real = mine.filter(stops__gt=F("from_month"))
    before = all_of_them.filter(
        person=OuterRef("person"), stops=OuterRef("from_month"), from_month__lt=OuterRef("from_month")
    )
    begins = real.filter(~Exists(before)).order_by("-from_month").values("from_month")[:1]
    stops = real.order_by("-stops").values("stops")[:1]
    empty = Subquery(mine.order_by("-from_month").values("from_month")[:1])
    return {"cover_from": Coalesce(Subquery(begins), empty), "cover_until": Coalesce(Subquery(stops), empty)}


def _differs(kept: str, true: str) -> Q:
    """Return the condition that two columns differ, where being empty is a value like any other."""
    only_one = Q(**{f"{kept}__isnull": True, f"{true}__isnull": False}) | Q(
        **{f"{kept}__isnull": False, f"{true}__isnull": True}
    )
    return only_one | (Q(**{f"{kept}__isnull": False, f"{true}__isnull": False}) & ~Q(**{kept: F(true)}))
