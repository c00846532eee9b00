"""Log-in in one or two steps, log-out, password by link, and language."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login as log_in
from django.contrib.auth import views as auth
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from jaring.core.errors import JaringError
from jaring.office.access import devices, passwords, second_factor, services, throttle
from jaring.office.access.forms import CodeForm, LoginForm
from jaring.office.access.middleware import OPEN, needs
from jaring.office.access.models import User
from jaring.office.access.services.accounts import open_link
from jaring.office.access.services.factors import has_second_factor
from jaring.office.access.sessions import forget_ended

LANGUAGE_KEY = "language"
"""Where the session keeps the language of somebody who has not logged in."""


PENDING: Final = "password_was_right"
"""Where the session keeps who gave the right password and has not shown a code yet: account, second, target."""
PENDING_MAX: Final = timedelta(minutes=5)
BACKEND: Final = "jaring.office.access.sessions.Accounts"


class LoginView(auth.LoginView):
    """Ask for name and password; whoever has a second factor is asked for its code next."""

    template_name = "access/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True
    extra_context = {"factor_is_required": second_factor.is_required}

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if getattr(request, "htmx", False):  # The session ended under a partial update: load the whole page.
            response["HX-Refresh"] = "true"
        return response

    def form_valid(self, form: LoginForm) -> HttpResponse:  # type: ignore[override]  # Our own form.
        user = form.get_user()
        forget_ended()
        throttle.forget_old(timezone.now())
        if not has_second_factor(user):
            response = super().form_valid(form)
            passwords.note_age(self.request.session, user, timezone.now())
            devices.remember(self.request, response, user.username)
            return response
        self.request.session.cycle_key()
        self.request.session[PENDING] = [user.pk, int(timezone.now().timestamp()), self.get_success_url()]
        return redirect("access:code")


login = needs(OPEN)(LoginView.as_view())
logout = needs(OPEN)(auth.LogoutView.as_view())


@needs(OPEN)
@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code after a right password, and log in."""
    user_id, at, target = request.session.get(PENDING, (None, 0, ""))
    now = timezone.now()
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or not 0 <= now.timestamp() - at < PENDING_MAX.total_seconds():
        request.session.pop(PENDING, None)
        return redirect("access:login")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            services.check_code(user, form.cleaned_data["code"], now=now)
        except JaringError as error:
            form.add_error("code", said(error))
        else:
            del request.session[PENDING]
            log_in(request, user, backend=BACKEND)
            second_factor.note(request.session, now)
            passwords.note_age(request.session, user, now)
            response = redirect(target or resolve_url(settings.LOGIN_REDIRECT_URL))
            devices.remember(request, response, user.username)
            return response
    content = {"form": form, "has_passkey": user.passkeys.exists()}
    return render(request, "access/code.html", content, status=422 if form.errors else 200)


@needs(OPEN)
@never_cache
@sensitive_post_parameters()
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Let whoever holds a link choose a password; then he logs in with it."""
    now = timezone.now()
    invitation = open_link(token, now)
    form = SetPasswordForm(invitation.user, request.POST or None)
    if form.is_valid():
        services.accept_link(token, form.cleaned_data["new_password1"], now=now)
        messages.success(request, _("Kata sandi tersimpan. Masuklah dengan nama pengguna dan kata sandi itu."))
        return redirect("access:login")
    content = {"form": form, "account": invitation.user, "kind": invitation.kind}
    return render(request, "access/link.html", content, status=422 if form.errors else 200)


def is_own(request: HttpRequest, target: str) -> bool:
    """Say whether an address leads to this office and nowhere else."""
    return bool(target) and url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    )


def said(error: JaringError) -> str:
    """Return a refusal as one sentence at a form."""
    language = get_language() or "id"
    return f"{error.title.say(language)} {error.advice.say(language)}"


@needs(OPEN)
@require_POST
def language(request: HttpRequest) -> HttpResponseRedirect:
    """Keep the chosen language with the user, or in the session of a stranger, and go back."""
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        if isinstance(request.user, User):
            request.user.language = chosen
            request.user.save(update_fields=["language"])
        else:
            request.session[LANGUAGE_KEY] = chosen
    target = request.POST.get("next", "")
    return redirect(target if is_own(request, target) else "ui:home")
