"""The last step of a bill: its month was matched, and nothing of it differs from the insurer's list."""

from __future__ import annotations

from django.db.models import Count, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import scope_for
from jaring.office.billing.models import Bill
from jaring.office.payments.steps import Step
from jaring.office.reconciliation.models import Case, MatchRun

SETTLED = (Case.State.SOLVED, Case.State.ACCEPTED)


def matched_step(bill: Bill, user: User) -> Step:
    """Return whether the month of a bill agrees with the insurer, by the last match that its payer was part of."""
    differing = Case.objects.filter(payer=bill.payer_id, months__month=bill.month, months__is_gone=False)
    counted = differing.exclude(state__in=SETTLED).order_by().values("payer").annotate(n=Count("pk", distinct=True))
    runs = MatchRun.objects.filter(Q(payer=None) | Q(payer=bill.payer_id), regency=bill.regency_id, month=bill.month)
    runs = runs.annotate(open_cases=Coalesce(Subquery(counted.values("n")), 0))
    run = runs.select_related("run_by").order_by("-id").first()
    label = _("Dicocokkan")
    if run is None:
        return Step(label, False, note=_("Menunggu pencocokan dengan daftar BPJS."))
    url = _month_of(bill) if scope_for(user, Action.SEE_RECONCILIATION).covers(bill.regency_id) else ""
    if run.active is None:
        return Step(label, False, url=url, note=_("Dicocokkan tanpa daftar aktif BPJS; menunggu daftarnya."))
    if run.open_cases:
        note = ngettext(
            "Bulannya dicocokkan; %(count)s kasus belum selesai.",
            "Bulannya dicocokkan; %(count)s kasus belum selesai.",
            run.open_cases,
        ) % {"count": run.open_cases}
        return Step(label, False, url=url, note=note)
    return Step(label, True, str(run.run_by), run.run_at, url)


def _month_of(bill: Bill) -> str:
    return reverse("reconciliation:month", args=[bill.month])
