"""The own account: second factor, sessions, password."""

from __future__ import annotations

from uuid import UUID

import segno
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from jaring.core.errors import JaringError
from jaring.office.access import queries, second_factor, services
from jaring.office.access.errors import PasskeyInvalidError
from jaring.office.access.forms import CodeForm
from jaring.office.access.middleware import needs
from jaring.office.access.models import Authenticator, User
from jaring.office.access.passkey_views import answered, question_for
from jaring.office.access.passwords import OVERDUE
from jaring.office.access.roles import Action
from jaring.office.access.scope import grants_of
from jaring.office.access.services.factors import DIGITS, STEP_SECONDS, authenticator_of, secret_of
from jaring.office.access.sessions import end_sessions
from jaring.office.access.views import is_own, said

ISSUER = "Jaring"


@needs(Action.SEE_HOME)
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Who I am here: roles, second factor, open sessions."""
    user = user_of(request)
    grants = grants_of(user)
    names = queries.names_of_areas(grant.area_code for grant in grants)
    authenticator = authenticator_of(user)
    content = {
        "grants": [(grant, names.get(grant.area_code, grant.area_code)) for grant in grants],
        "authenticator": authenticator,
        "codes_left": user.recovery_codes.filter(used_at=None).count(),
        "passkeys": list(user.passkeys.order_by("made_at")) if authenticator else [],
        "is_wanted": second_factor.is_wanted_of(user),
        "sessions": list(queries.sessions_of(user)),
        "this_key": request.session.session_key,
    }
    return render(request, "access/account.html", content)


@needs(Action.SEE_HOME, before_factor=True)
def factor(request: HttpRequest) -> HttpResponse:
    """Set up a telephone: show its secret as a picture, then see its first code."""
    user, now = user_of(request), timezone.now()
    in_use = authenticator_of(user)
    if in_use and not second_factor.is_fresh(request.session, now):
        return redirect(f"{reverse('access:confirm')}?{urlencode({'next': request.get_full_path()})}")
    waiting = user.authenticators.filter(confirmed_at=None).order_by("-made_at").first()
    form = CodeForm(request.POST if "code" in request.POST else None, auto_id="pasang_%s")
    form.fields["code"].help_text = _("Enam angka yang ditampilkan aplikasi sekarang.")
    if request.method == "POST" and not form.is_bound:
        services.begin_authenticator(user, now)
        return redirect(request.get_full_path())
    if form.is_valid():
        try:
            key = request.session.session_key
            codes = services.confirm_authenticator(user, form.cleaned_data["code"], session_key=key, now=now)
        except JaringError as error:
            form.add_error("code", said(error))
        else:
            second_factor.note(request.session, now)
            return _codes_shown(request, codes)
    content = {
        "form": form,
        "in_use": in_use,
        "waiting": waiting,
        "is_wanted": second_factor.is_wanted_of(user),
        **(_picture_of(waiting, user) if waiting else {}),
    }
    return render(request, "access/factor.html", content, status=422 if form.errors else 200)


def _picture_of(authenticator: Authenticator, user: User) -> dict[str, str]:
    """Return the secret as text in groups, and as a QR picture that no server but this one has seen."""
    secret = secret_of(authenticator)
    query = f"secret={secret}&issuer={ISSUER}&digits={DIGITS}&period={STEP_SECONDS}"
    address = f"otpauth://totp/{ISSUER}:{user.username}?{query}"
    picture = segno.make_qr(address, error="m").svg_data_uri(scale=5, border=3, light="#fff")
    return {"secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)), "picture": picture}


@needs(Action.SEE_HOME)
@require_POST
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make new codes for paper; the old ones work no more."""
    user, now = user_of(request), timezone.now()
    if authenticator_of(user) is None:
        return redirect("access:factor")
    if not second_factor.is_fresh(request.session, now):
        return redirect(f"{reverse('access:confirm')}?{urlencode({'next': reverse('access:account')})}")
    return _codes_shown(request, services.renew_recovery_codes(user, now=now))


def _codes_shown(request: HttpRequest, codes: list[str]) -> HttpResponse:
    target = request.GET.get("next", "")
    content = {"codes": codes, "next": target if is_own(request, target) else reverse("ui:home")}
    return render(request, "access/recovery_codes.html", content)


@needs(Action.SEE_HOME, before_factor=True)
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask for a code again before something weighty, then lead back."""
    user, now = user_of(request), timezone.now()
    target = request.GET.get("next", "")
    target = target if is_own(request, target) else reverse("ui:home")
    if authenticator_of(user) is None:
        return redirect(f"{reverse('access:factor')}?{urlencode({'next': target})}")
    is_by_passkey = "credential_id" in request.POST
    form = CodeForm({} if is_by_passkey else request.POST or None)
    if is_by_passkey or form.is_valid():
        try:
            if not is_by_passkey:
                services.check_code(user, form.cleaned_data["code"], now=now)
            elif answered(request) != user:
                raise PasskeyInvalidError
        except JaringError as error:
            form.errors.clear()
            form.add_error("code", said(error))
        else:
            second_factor.note(request.session, now)
            messages.info(request, _("Terima kasih. Silakan ulangi tindakan Anda."))
            return redirect(target)
    content = {"form": form, "next": target, **question_for(request, user)}
    return render(request, "access/confirm.html", content, status=422 if form.errors else 200)


@needs(Action.SEE_HOME)
@require_POST
def end_one(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """End one session of the own account."""
    session = get_object_or_404(queries.sessions_of(user_of(request)), public_id=public_id)
    if session.session_key == request.session.session_key:
        request.session.flush()
        return redirect("access:login")
    session.delete()
    messages.success(request, _("Sesi itu telah diakhiri."))
    return redirect("access:account")


@needs(Action.SEE_HOME)
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End every session of the own account but this one."""
    ended = end_sessions(user_of(request), but=request.session.session_key)
    messages.success(request, _("Sesi yang diakhiri: %(n)s.") % {"n": ended})
    return redirect("access:account")


@needs(Action.SEE_HOME)
@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    """Change the own password; every other session ends."""
    user = user_of(request)
    form = PasswordChangeForm(user, request.POST or None)
    if form.is_valid():
        key = request.session.session_key
        services.change_password(user, form.cleaned_data["new_password1"], session_key=key, now=timezone.now())
        update_session_auth_hash(request, user)
        request.session.pop(OVERDUE, None)
        messages.success(request, _("Kata sandi telah diganti. Sesi lain telah diakhiri."))
        return redirect("access:account")
    content = {"form": form, "is_overdue": OVERDUE in request.session}
    return render(request, "access/password.html", content, status=422 if form.errors else 200)


def user_of(request: HttpRequest) -> User:
    """Return the user of a request that the permission middleware let in."""
    assert isinstance(request.user, User)
    return request.user
