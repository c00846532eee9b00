"""How old a payer's people are: counted once for each state of the decrees, and then kept."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import connection

from jaring.core.coverage.mortality import Lives
from jaring.core.month import Month
from jaring.office import papers
from jaring.office.columns import month_number
from jaring.office.payments.guard_counts import Watched

# Who is under a plan counts with both its payers.
_YEARS_OF_BIRTH: Final = """
SELECT enrolment.payer_id, CAST(substr(CAST(person.birth_date AS varchar(10)), 1, 4) AS integer), person.sex,
       enrolment.from_month, enrolment.until_month, COUNT(*)
FROM programme_enrolment AS enrolment JOIN people_person AS person ON person.id = enrolment.person_id
WHERE enrolment.payer_id IN ({payers})
GROUP BY 1, 2, 3, 4, 5
UNION ALL
SELECT plan.partner_id, CAST(substr(CAST(person.birth_date AS varchar(10)), 1, 4) AS integer), person.sex,
       enrolment.from_month, enrolment.until_month, COUNT(*)
FROM programme_plan AS plan JOIN programme_enrolment AS enrolment ON enrolment.plan_id = plan.id
JOIN people_person AS person ON person.id = enrolment.person_id
WHERE plan.partner_id IN ({payers})
GROUP BY 1, 2, 3, 4, 5
"""


def lives_of(payers: Sequence[Watched], this_month: Month) -> Mapping[int, tuple[Lives, ...]]:
    """Return the people of each payer by age and sex, by payer's key.

    They are counted anew whenever a decree came into force: then all that are asked for, by one statement. A date of
    birth that was put right since counts from the next decree on.
    """
    # A payer whose decrees have ended is looked at in its last month.
    months = {each.payer.pk: month_number(min(this_month, each.decreed_until + -1)) for each in payers}
    names = {each.payer.pk: (f"umur-{each.payer.pk}", each.act) for each in payers}
    found = {}
    for payer, rows in papers.kept_counts(names, _count_years).items():
        people: Counter[tuple[int | None, str]] = Counter()
        for born, sex, start, until, count in rows:
            if start <= months[payer] < until:
                people[born, sex] += count
        found[payer] = tuple(
            Lives(None if born is None else this_month.year - born, sex, count)
            for (born, sex), count in people.items()
        )
    return found


def _count_years(payers: Sequence[int]) -> Mapping[int, list[Any]]:
    counted: dict[int, list[Any]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_YEARS_OF_BIRTH.format(payers=", ".join(str(int(key)) for key in payers)))
        for payer, *row in cursor.fetchall():
            counted[payer].append(row)
    return counted
