"""Pages on which a passkey is made, named and removed, and on which it lets its owner in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login as log_in
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jaring.core.errors import JaringError
from jaring.office import vault
from jaring.office.access import devices, passwords, queries, second_factor, services, webauthn
from jaring.office.access.errors import AccountRestsError, PasskeyInvalidError
from jaring.office.access.middleware import OPEN, needs
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.views import BACKEND, PENDING, is_own, said

CHALLENGE: Final = "passkey_challenge"
"""Where a session keeps what it asked a passkey, and when; an answer takes it away, so that none works twice."""
CHALLENGE_LIVES: Final = timedelta(minutes=5)


class AnswerForm(forms.Form):
    """What the browser says for a passkey, in base64url; the page's script fills it in."""

    credential_id = forms.CharField(max_length=2000)
    client_data = forms.CharField(max_length=4000)
    authenticator_data = forms.CharField(max_length=4000)
    signature = forms.CharField(max_length=4000)


class NewPasskeyForm(forms.Form):
    """What a passkey is called, and what the browser says about it."""

    name = forms.CharField(
        label=gettext_lazy("Nama"),
        max_length=60,
        help_text=gettext_lazy("Misalnya: telepon saya, laptop kantor."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    client_data = forms.CharField(max_length=4000, widget=forms.HiddenInput)
    authenticator_data = forms.CharField(max_length=4000, widget=forms.HiddenInput)
    public_key = forms.CharField(max_length=4000, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Say one thing where the browser gave nothing."""
        given: dict[str, Any] = super().clean() or {}
        hidden = {"client_data", "authenticator_data", "public_key"} & set(self.errors)
        for field in hidden:
            del self.errors[field]
        if hidden:
            raise ValidationError(_("Peramban tidak memberikan kunci sandi. Coba sekali lagi."))
        return given


def party_of(request: HttpRequest) -> webauthn.Party | None:
    """Return where the reader is; nothing where browsers offer no passkeys: without TLS, or at a bare number."""
    host = request.get_host().partition(":")[0]
    if not settings.HTTPS and host != "localhost":
        return None
    scheme = "https" if settings.HTTPS else "http"
    return webauthn.Party(f"{scheme}://{request.get_host()}", host)


@needs(Action.SEE_HOME)
@never_cache
def add(request: HttpRequest) -> HttpResponse:
    """Make a passkey and give it a name."""
    user, now, party = _user(request), timezone.now(), party_of(request)
    if not services.has_second_factor(user):
        return redirect("access:factor")
    if not second_factor.is_fresh(request.session, now):
        return redirect(f"{reverse('access:confirm')}?{urlencode({'next': request.get_full_path()})}")
    challenge = _asked(request) if request.method == "POST" else ""
    form = NewPasskeyForm(request.POST or None)
    if party and form.is_valid():
        said_by_browser = [webauthn_bytes(form, each) for each in ("client_data", "authenticator_data", "public_key")]
        try:
            made = webauthn.registered(*said_by_browser, challenge=challenge, party=party)
            services.add_passkey(user, form.cleaned_data["name"], made, now=now)
        except JaringError as error:
            form.add_error(None, said(error))
        else:
            messages.success(request, _("Kunci sandi terpasang. Mulai sekarang Anda dapat masuk dengannya."))
            return redirect("access:account")
    content = {
        "form": form,
        "party": party,
        "challenge": _ask(request),
        "handle": webauthn.encode(vault.look_up("passkey", "user", str(user.pk))),
        "known": _ids(user),
    }
    return render(request, "access/passkey_new.html", content, status=422 if form.errors else 200)


@needs(Action.SEE_HOME)
@require_POST
def remove(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Remove a passkey of the own account."""
    passkey = get_object_or_404(_user(request).passkeys.select_related("user"), public_id=public_id)
    services.remove_passkey(passkey, now=timezone.now())
    messages.success(request, _("Kunci sandi itu telah dihapus."))
    return redirect("access:account")


@needs(OPEN)
@never_cache
def enter(request: HttpRequest) -> HttpResponse:
    """Let somebody in by a passkey: instead of name, password and code, or instead of the code alone."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    pending, _at, pending_target = request.session.get(PENDING, (None, 0, ""))
    target = pending_target or request.GET.get("next", "")
    error = ""
    if request.method == "POST":
        try:
            user = answered(request)
        except JaringError as refused:
            error = said(refused)
        else:
            request.session.pop(PENDING, None)
            log_in(request, user, backend=BACKEND)
            second_factor.note(request.session, timezone.now())
            if pending:
                passwords.note_age(request.session, user, timezone.now())
            response = redirect(target if is_own(request, target) else resolve_url(settings.LOGIN_REDIRECT_URL))
            devices.remember(request, response, user.username)
            return response
    known = _ids(User.objects.get(pk=pending)) if pending else ""
    content = {"error": error, "party": party_of(request), "challenge": _ask(request), "known": known}
    return render(request, "access/passkey_enter.html", content, status=422 if error else 200)


def answered(request: HttpRequest) -> User:
    """Return whose passkey answered what this session asked.

    Raises:
        PasskeyInvalidError: (JRG-461)
        AccountRestsError: (JRG-590)
    """
    challenge, party, form = _asked(request), party_of(request), AnswerForm(request.POST)
    if party is None or not form.is_valid():
        raise PasskeyInvalidError
    answer = {name: webauthn_bytes(form, name) for name in form.fields}
    user = services.check_passkey(answer, challenge=challenge, party=party, now=timezone.now())
    if queries.is_unused(user, timezone.now()):
        raise AccountRestsError
    return user


def question_for(request: HttpRequest, user: User) -> dict[str, Any]:
    """Return what a page needs to ask for one of the user's passkeys; nothing where he has none, or not here."""
    known, party = _ids(user), party_of(request)
    return {"party": party, "challenge": _ask(request), "known": known} if known and party else {}


def webauthn_bytes(form: forms.Form, name: str) -> bytes:
    return webauthn.decode(form.cleaned_data[name])


def _ids(user: User) -> str:
    return " ".join(webauthn.encode(bytes(each)) for each in user.passkeys.values_list("credential_id", flat=True))


def _ask(request: HttpRequest) -> str:
    challenge = webauthn.new_challenge()
    request.session[CHALLENGE] = [challenge, int(timezone.now().timestamp())]
    return challenge


def _asked(request: HttpRequest) -> str:
    """Take what was asked out of the session; empty where nothing was, or too long ago."""
    challenge, at = request.session.pop(CHALLENGE, ("", 0))
    is_lately = 0 <= timezone.now().timestamp() - at < CHALLENGE_LIVES.total_seconds()
    return str(challenge) if is_lately else ""


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # The permission middleware let nobody else in.
    return request.user
