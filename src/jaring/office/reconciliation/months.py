"""A month of the workbench: its last matches, the insurer's files, and the cases by kind and by cause."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from jaring.core.insurer.words import causes, kinds
from jaring.core.month import Month
from jaring.core.text import Text
from jaring.office.access.models import User
from jaring.office.reconciliation import queries
from jaring.office.reconciliation.models import Case, InsurerFile, MatchRun

RUNS_READ: Final = 400
"""How many matches are read at most; a month has a few, of everybody and of single payers."""
FILES_READ: Final = 20


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month of the list: its last match over all payers, if any, and later ones of single payers."""

    month: Month
    run: MatchRun | None
    of_payers: list[MatchRun]

    @classmethod
    def of(cls, month: Month, runs: Iterable[MatchRun]) -> MonthLine:
        """Take the newest match of everybody, and of each payer the newest since then; runs newest first."""
        everybody: MatchRun | None = None
        of_payers: dict[int, MatchRun] = {}
        for run in runs:
            if run.month != month or everybody is not None:
                continue
            if run.payer_id is None:
                everybody = run
            else:
                of_payers.setdefault(run.payer_id, run)
        return cls(month, everybody, list(of_payers.values()))


@dataclass(frozen=True, slots=True)
class Share:
    """How many cases of one kind or cause there are, what they come to, and where they are listed."""

    label: Text
    cases: int
    amount_idr: int
    url: str


@dataclass(frozen=True, slots=True)
class MatchedMonth:
    """What the page of a month, and its workbook, tell."""

    line: MonthLine
    files: list[InsurerFile]
    kinds: list[Share]
    causes: list[Share]


def month_for(user: User, month: Month) -> MatchedMonth:
    """Return a month that was billed, matched or told of by the insurer in the user's area; else it does not exist."""
    runs = queries.runs_visible_to(user).filter(month=month).select_related("payer", "run_by").order_by("-id")
    line = MonthLine.of(month, runs[:RUNS_READ])
    visible = queries.files_visible_to(user).filter(month=month).select_related("payer", "uploaded_by")
    files = list(visible[:FILES_READ])
    if line.run is None and not line.of_payers and not files and month not in queries.months_billed(user):
        raise Http404
    cases = queries.cases_visible_to(user).filter(months__month=month, months__is_gone=False)
    live = cases.exclude(state=Case.State.SOLVED)
    return MatchedMonth(
        line, files, _shares(live, "kind", kinds(), "jenis", month), _shares(live, "cause", causes(), "sebab", month)
    )


def _shares(cases: QuerySet[Case], field: str, words: Any, parameter: str, month: Month) -> list[Share]:
    sums = queries.sums_by(cases, field)
    address = reverse("reconciliation:cases")
    return [
        Share(word.label, *sums[key], f"{address}?{parameter}={key}&bulan={month}")
        for key, word in words.items()
        if key in sums
    ]
