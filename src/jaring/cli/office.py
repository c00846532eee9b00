"""What every command of the office shares: starting Django, the acting user, the day, and progress."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from jaring.cli.commands import running
from jaring.cli.language import say
from jaring.cli.permissions import NEEDS
from jaring.core.errors import JaringError
from jaring.core.text import Text

if TYPE_CHECKING:
    from jaring.office.access.models import User

REGENCY_VARIABLE = "JARING_REGENCY"


class UserUnknownError(JaringError):
    """No active account has this name."""

    code = "JRG-604"
    sentence = Text("Tidak ada akun aktif dengan nama itu.", "No active account has that name.")
    hint = Text("Periksa nama pengguna pada pilihan --as.", "Check the user name given with --as.")


class RegencyUnclearError(JaringError):
    """The database holds no regency, or several and none was named."""

    code = "JRG-707"
    sentence = Text(
        "Kabupaten yang dimaksud tidak jelas: basis data memuat {count}.",
        "It is unclear which regency is meant: the database holds {count}.",
    )
    hint = Text("Sebutkan dengan --regency KODE, misalnya 53.03.", "Name it with --regency CODE, for example 53.03.")


def start_django() -> None:
    """Load the office without looking at the database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jaring.office.settings")
    import django

    django.setup()
    from jaring.office.postgresql.sight import see_everything

    see_everything()


def open_office() -> None:
    """Load the office and refuse to go on where its database or keys are not ready."""
    start_django()
    from jaring.office.readiness import require_ready

    require_ready()


def acting_user(name: str | None) -> User:
    """Return the named account, or the system operator; it may do what the running command needs.

    Raises:
        UserUnknownError: (JRG-604)
        NotAllowedError: (JRG-601)
    """
    from jaring.office.access.models import User
    from jaring.office.access.roles import Action
    from jaring.office.access.scope import require, system_operator

    if name is None:
        return system_operator()
    user = User.objects.filter(username=name, is_active=True).first()
    if user is None:
        raise UserUnknownError
    require(user, Action(NEEDS[running()]))
    return user


def regency_code(given: str | None) -> str:
    """Return the regency that a command is about: the one named, or the only one there is.

    Raises:
        RegencyUnclearError: (JRG-707)
    """
    from jaring.office.places.models import Regency

    codes = list(Regency.objects.values_list("code", flat=True))
    wanted = given or os.environ.get(REGENCY_VARIABLE) or (codes[0] if len(codes) == 1 else None)
    if wanted not in codes:
        raise RegencyUnclearError(count=len(codes))
    return str(wanted)


def now() -> datetime:
    """Return the current instant: the edge where the clock is read."""
    return datetime.now(UTC)


def today(code: str) -> date:
    """Return the current day in a regency's own zone."""
    from jaring.office.places.models import Regency

    return Regency.objects.get(code=code).day_of(now())


@contextmanager
def progress_bar() -> Iterator[Callable[[Text, float], None]]:
    """Show progress on standard error: a bar on a terminal, plain lines elsewhere."""
    console = Console(stderr=True, highlight=False)
    if not sys.stderr.isatty():
        yield lambda what, share: console.print(f"{share:4.0%}  {say(what)}")
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda what, share: bar.update(task, description=say(what), completed=share)
