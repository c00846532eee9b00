"""Log-in, log-out, password and language."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jaring.office.access.forms import LoginForm
from jaring.office.access.middleware import OPEN, needs
from jaring.office.access.models import User
from jaring.office.access.roles import Action

LANGUAGE_KEY = "language"
"""Where the session keeps the language of somebody who has not logged in."""


class LoginView(auth.LoginView):
    """Ask for name and password."""

    template_name = "access/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if getattr(request, "htmx", False):  # The session ended under a partial update: load the whole page.
            response["HX-Refresh"] = "true"
        return response


class PasswordView(auth.PasswordChangeView):
    """Change one's own password."""

    template_name = "access/password.html"
    success_url = reverse_lazy("ui:home")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        messages.success(self.request, _("Kata sandi telah diganti."))
        return super().form_valid(form)


login = needs(OPEN)(LoginView.as_view())
logout = needs(OPEN)(auth.LogoutView.as_view())
password = needs(Action.SEE_HOME)(PasswordView.as_view())


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
    is_own = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return redirect(target if is_own else "ui:home")
