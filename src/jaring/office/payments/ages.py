"""How old a payer's people are: counted once for each month and each state of the decrees, and then kept."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Final, TypeAlias

from django.db import connection

from jaring.core.coverage.mortality import Lives
from jaring.core.month import Month
from jaring.documents.files import replacing
from jaring.office import papers
from jaring.office.columns import month_number
from jaring.office.payments.guard_counts import Watched

Counts: TypeAlias = Sequence[tuple[int | None, str, int]]
"""Year of birth, sex, and how many."""

# A payer whose decrees have ended is looked at in its last month. Who is under a plan counts with both its payers.
_YEARS_OF_BIRTH: Final = """
SELECT enrolment.payer_id, CAST(substr(CAST(person.birth_date AS varchar(10)), 1, 4) AS integer), person.sex, COUNT(*)
FROM programme_enrolment AS enrolment JOIN people_person AS person ON person.id = enrolment.person_id
WHERE enrolment.payer_id IN ({payers}) AND enrolment.from_month <= {month} AND enrolment.until_month > {month}
GROUP BY 1, 2, 3
UNION ALL
SELECT plan.partner_id, CAST(substr(CAST(person.birth_date AS varchar(10)), 1, 4) AS integer), person.sex, COUNT(*)
FROM programme_plan AS plan JOIN programme_enrolment AS enrolment ON enrolment.plan_id = plan.id
JOIN people_person AS person ON person.id = enrolment.person_id
WHERE plan.partner_id IN ({payers}) AND enrolment.from_month <= {month} AND enrolment.until_month > {month}
GROUP BY 1, 2, 3
"""


def lives_of(payers: Iterable[Watched], this_month: Month) -> Mapping[int, tuple[Lives, ...]]:
    """Return the people of each payer by age and sex, by payer's key.

    They are counted anew once a month and whenever a decree came into force; then all that are asked for, by one
    statement.
    """
    payers = tuple(payers)
    counting = _Counting(payers, this_month)
    found = {}
    for each in payers:
        subject, content = f"umur-{each.payer.pk}", f"{this_month}-{each.enactments}"
        path = papers.kept(subject, content, ".json", partial(counting.write, each.payer.pk))
        counts: Counts = json.loads(path.read_text(encoding="utf-8"))
        found[each.payer.pk] = tuple(
            Lives(None if born is None else this_month.year - born, sex, people) for born, sex, people in counts
        )
    return found


@dataclass(frozen=True)
class _Counting:
    """Counts the people of all payers as soon as those of one are wanted."""

    payers: Sequence[Watched]
    this_month: Month

    def write(self, payer: int, target: Path) -> None:
        with replacing(target) as folder:
            (folder / target.name).write_text(json.dumps(self._counts[payer]), encoding="utf-8")

    @cached_property
    def _counts(self) -> Mapping[int, Counts]:
        by_month: dict[Month, list[int]] = defaultdict(list)
        for each in self.payers:
            by_month[min(self.this_month, each.decreed_until + -1)].append(int(each.payer.pk))
        parts = [
            _YEARS_OF_BIRTH.format(payers=", ".join(map(str, keys)), month=month_number(month))
            for month, keys in by_month.items()
        ]
        counts: dict[int, list[tuple[int | None, str, int]]] = defaultdict(list)
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts))
            for payer, born, sex, people in cursor.fetchall():
                counts[payer].append((born, sex, int(people)))
        return counts
