"""The requests for bulk exports as a list: what was asked for, by whom, and how far each is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jaring.office.access.roles import Action
from jaring.office.lists.models import ExportDecision, ExportRequest
from jaring.office.lists.queries import state_of
from jaring.office.lists.sheets import Column, Kind, Sheet
from jaring.office.ui.templatetags.jaring import BADGES

ORDERS: Final = {"diminta": ("-id",), "baris": ("rows", "id")}


@dataclass(frozen=True, slots=True)
class Line:
    """A request with the title of its list and how far it is."""

    asked: ExportRequest
    title: Promise | str
    state: str

    @classmethod
    def of(cls, asked: ExportRequest, titles: Mapping[str, Promise | str], now: datetime) -> Line:
        return cls(asked, titles[asked.sheet], state_of(asked, now))

    @property
    def decision(self) -> ExportDecision | None:
        return getattr(self.asked, "decision", None)


class RequestFilter(forms.Form):
    """What the requests can be narrowed by. A value that is not on offer counts as not given."""

    marks_optional = False

    daftar = forms.ChoiceField(label=_("Daftar"), required=False)
    keadaan = forms.ChoiceField(
        label=_("Keadaan"),
        required=False,
        choices=[("", _("semua")), *((name, badge.label) for name, badge in BADGES["export"].items())],
    )

    def __init__(self, given: Any, titles: Mapping[str, Promise | str]) -> None:
        super().__init__(given, auto_id="saring_%s")
        self.fields["daftar"].choices = [("", _("semua")), *titles.items()]  # type: ignore[attr-defined]  # A field of choices.
        self.full_clean()

    def narrow(self, rows: QuerySet[ExportRequest], now: datetime) -> QuerySet[ExportRequest]:
        """Return the requests for the list and in the state that are asked for."""
        if sheet := self.cleaned_data.get("daftar"):
            rows = rows.filter(sheet=sheet)
        if state := self.cleaned_data.get("keadaan"):
            rows = rows.filter(_in_state(state, now))
        return rows


def _in_state(state: str, now: datetime) -> Q:
    return {
        "waiting": Q(decision=None),
        "released": Q(decision__expires_at__gt=now),
        "expired": Q(decision__expires_at__lte=now),
        "declined": Q(decision__is_released=False),
    }[state]


REQUESTS: Final = Sheet(
    name="exports",
    title=_("Unduhan besar"),
    action=Action.SEE_HOME,
    filters=("daftar", "keadaan"),
    columns=(
        Column(
            name="daftar",
            label=_("Daftar"),
            of=lambda line: line.title,
            link=lambda line: reverse("lists:export", args=[line.asked.public_id]),
        ),
        Column(
            name="baris", label=_("Jumlah baris"), of=lambda line: line.asked.rows, kind=Kind.NUMBER, order="baris"
        ),
        Column(name="isi", label=_("Isi dan saringan"), of=lambda line: "; ".join(line.asked.filters)),
        Column(name="alasan", label=_("Alasan"), of=lambda line: line.asked.reason),
        Column(name="oleh", label=_("Diminta oleh"), of=lambda line: str(line.asked.requested_by)),
        Column(
            name="diminta",
            label=_("Diminta pada"),
            of=lambda line: line.asked.requested_at,
            kind=Kind.MOMENT,
            order="diminta",
        ),
        Column(name="keadaan", label=_("Keadaan"), of=lambda line: line.state, kind=Kind.STATE, words="export"),
        Column(
            name="pemutus",
            label=_("Diputuskan oleh"),
            of=lambda line: line.decision and str(line.decision.decided_by),
            is_usual=False,
        ),
        Column(
            name="sampai",
            label=_("Berlaku sampai"),
            of=lambda line: line.decision and line.decision.expires_at,
            kind=Kind.MOMENT,
            is_usual=False,
        ),
    ),
)
