"""Boundaries for the map: imported and withdrawn by the administrator."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jaring.core.boundaries import SIZE_BYTES_MAX
from jaring.core.errors import JaringError
from jaring.office.access.middleware import needs
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import scope_for
from jaring.office.insight import queries, services
from jaring.office.insight.forms import BoundaryForm, WithdrawalForm
from jaring.office.places.models import Regency
from jaring.office.ui.templatetags.jaring import number


@needs(Action.MANAGE_BOUNDARIES)
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """What was imported, and the form for a further file."""
    user = _user(request)
    form = BoundaryForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            return _imported(request, form)
        except JaringError as error:
            language = get_language() or "id"
            form.add_error(None, f"{error.title.say(language)} {error.hint.say(language)} ({error.code})")
    content = {
        "form": form,
        "sets": queries.sets_visible_to(user),
        "reason_form": WithdrawalForm(auto_id="tarik_%s"),
    }
    return render(request, "insight/boundaries.html", content, status=422 if form.errors else 200)


@needs(Action.MANAGE_BOUNDARIES)
@require_POST
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponseRedirect:
    """Draw some boundaries no longer."""
    drawn = get_object_or_404(queries.sets_visible_to(_user(request)), public_id=public_id)
    services.withdraw_boundaries(
        drawn, reason=request.POST.get("reason", ""), actor=_user(request), now=timezone.now()
    )
    messages.success(request, _("Batas wilayah ditarik."))
    return redirect("boundaries:page")


def _imported(request: HttpRequest, form: BoundaryForm) -> HttpResponseRedirect:
    scope = scope_for(_user(request), Action.MANAGE_BOUNDARIES)
    regency = scope.within(Regency.objects.order_by("code"), village="", regency="code").first()
    if regency is None:
        raise Http404
    made = services.import_boundaries(
        regency,
        form.cleaned_data["file"].read(SIZE_BYTES_MAX + 1),
        source=form.cleaned_data["source"],
        allows_unmatched=form.cleaned_data["allows_unmatched"],
        actor=_user(request),
        now=timezone.now(),
    )
    messages.success(request, _("Batas %(n)s desa/kelurahan diimpor.") % {"n": number(made.villages)})
    return redirect("boundaries:page")


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # The permission middleware let nobody else in.
    return request.user
