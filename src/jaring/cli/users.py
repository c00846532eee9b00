"""``jaring user``: accounts and roles, by the same services as the pages."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jaring.cli import office
from jaring.cli.commands import add, explained, paper, print_json, read_day, table_of
from jaring.cli.language import both, current, say
from jaring.cli.options import AsOption, JsonOption, RegencyOption
from jaring.core.errors import JaringError
from jaring.core.text import Text

if TYPE_CHECKING:
    from jaring.office.access.models import AccessProposal, User

NameArgument = Annotated[
    str, typer.Argument(metavar=both("PENGGUNA", "USER"), help=both("Nama pengguna.", "User name."))
]
ReasonOption = Annotated[str, typer.Option(help=both("Alasan.", "Reason."))]
FromOption = Annotated[
    date | None,
    typer.Option(
        "--from",
        parser=read_day,
        metavar="YYYY-MM-DD",
        help=both("Berlaku sejak; bawaannya hari ini.", "First day; default today."),
    ),
]
UntilOption = Annotated[
    date | None,
    typer.Option(
        parser=read_day,
        metavar="YYYY-MM-DD",
        help=both("Hari pertama tanpa peran itu.", "First day without the role."),
    ),
]


class NothingProposedError(JaringError):
    """No proposal for this account waits."""

    code = "JRG-615"
    sentence = Text("Tidak ada usulan yang menunggu untuk akun itu.", "No proposal waits for that account.")
    hint = Text("Lihat yang menunggu: jaring user list", "See what waits: jaring user list")


def user_commands() -> typer.Typer:
    """Return the group ``jaring user``."""
    app = typer.Typer(add_completion=False)
    app.callback(help=both("Akun dan peran.", "Accounts and roles."))(lambda: None)
    for name, command in (
        ("list", user_list_command),
        ("invite", user_invite_command),
        ("link", user_link_command),
        ("propose", user_propose_command),
        ("reset", user_reset_command),
        ("confirm", user_confirm_command),
        ("decline", user_decline_command),
        ("unlock", user_unlock_command),
        ("end", user_end_command),
    ):
        add(app, name, command)
    return app


@explained(
    Text(
        "Menampilkan akun, perannya hari ini, dan usulan yang menunggu orang kedua.",
        "List accounts, their roles of today, and proposals that wait for a second person.",
    ),
    "jaring user list",
    "jaring user list --as pemeriksa --json",
)
def user_list_command(user: AsOption = None, as_json: JsonOption = False) -> None:
    office.open_office()
    from jaring.office.access import queries

    actor = office.acting_user(user)
    accounts = queries.with_state(queries.accounts_visible_to(actor), actor, office.now().date())
    waiting = queries.proposals_visible_to(actor).filter(outcome="").select_related("user", "proposed_by")
    found = [_plain(account) for account in accounts.order_by("username")]
    if as_json:
        print_json({"accounts": found, "proposals": [_plain_proposal(each) for each in waiting.order_by("id")]})
        return
    table = table_of(
        Text("Pengguna", "User"),
        Text("Nama", "Name"),
        Text("Peran", "Roles"),
        Text("Pengaman kedua", "Second factor"),
        Text("Aktif", "Active"),
    )
    for each in found:
        marks = ("✓" if each[key] else "–" for key in ("has_second_factor", "is_active"))
        table.add_row(each["username"], each["name"], ", ".join(each["roles"]), *marks)
    paper().print(table)
    for proposal in waiting.order_by("id"):
        what, name = f"{_named(proposal)} {proposal.area_code}", proposal.user.username
        line = Text(
            f"Menunggu: {what} untuk {name}, diusulkan {proposal.proposed_by.username}",
            f"Waits: {what} for {name}, proposed by {proposal.proposed_by.username}",
        )
        paper().print(say(line), soft_wrap=True)


def _plain(account: User) -> dict[str, Any]:
    grants = account.roles_held  # type: ignore[attr-defined]  # Prefetched by ``with_state``.
    return {
        "username": account.username,
        "name": account.full_name,
        "roles": [f"{grant.role} {grant.area_code}" for grant in grants],
        "has_second_factor": account.has_factor,  # type: ignore[attr-defined]  # Annotated by ``with_state``.
        "is_active": account.is_active,
        "is_suspended": account.rests,  # type: ignore[attr-defined]  # Annotated by ``with_state``.
        "last_login": account.last_login.isoformat() if account.last_login else None,
    }


def _plain_proposal(proposal: AccessProposal) -> dict[str, Any]:
    return {
        "username": proposal.user.username,
        "kind": proposal.kind,
        "role": proposal.role,
        "area": proposal.area_code,
        "reason": proposal.reason,
        "proposed_by": proposal.proposed_by.username,
    }


@explained(
    Text(
        "Membuat akun tanpa kata sandi dan peran, dan tautan sekali pakai untuk memilih kata sandi.",
        "Make an account without password or role, and a one-time link for choosing the password.",
    ),
    "jaring user invite martha 'Martha Bano'",
)
def user_invite_command(
    username: NameArgument,
    full_name: Annotated[str, typer.Argument(metavar=both("NAMA", "NAME"), help=both("Nama lengkap.", "Full name."))],
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.office.access import services

    code, actor = office.regency_code(regency), office.acting_user(user)
    _, token = services.invite(username, full_name, code, actor=actor, now=office.now())
    _print_link(username, token, as_json=as_json)


@explained(
    Text(
        "Membuat tautan sekali pakai yang baru; yang lama tidak berlaku lagi.",
        "Make a new one-time link; earlier ones work no more.",
    ),
    "jaring user link martha",
)
def user_link_command(
    username: NameArgument, regency: RegencyOption = None, user: AsOption = None, as_json: JsonOption = False
) -> None:
    office.open_office()
    from jaring.office.access import services

    code, actor = office.regency_code(regency), office.acting_user(user)
    token = services.make_link(_account(actor, username), code, actor=actor, now=office.now())
    _print_link(username, token, as_json=as_json)


def _print_link(username: str, token: str, *, as_json: bool) -> None:
    path = f"/tautan/{token}/"
    if as_json:
        print_json({"username": username, "path": path})
        return
    shown = Text(
        f"Tautan sekali pakai untuk {username}, hanya ditampilkan sekali: {path}",
        f"One-time link for {username}, shown once only: {path}",
    )
    paper().print(say(shown), soft_wrap=True)


@explained(
    Text("Mengusulkan peran; orang lain menyetujuinya.", "Propose a role; another person confirms it."),
    "jaring user propose martha village_operator 53.03.05.1001 --reason 'Surat tugas 800/12' --as admin",
)
def user_propose_command(
    username: NameArgument,
    role: Annotated[str, typer.Argument(help=both("Peran, misalnya officer.", "Role, for example officer."))],
    area: Annotated[str, typer.Argument(help=both("Kode Kemendagri wilayahnya.", "Kemendagri code of its area."))],
    reason: ReasonOption,
    start: FromOption = None,
    until: UntilOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.office.access import services
    from jaring.office.access.roles import Role

    if role not in Role.values:
        raise typer.BadParameter(", ".join(Role.values), param_hint="ROLE")
    actor = office.acting_user(user)
    proposal = services.propose_role(
        _account(actor, username),
        Role(role),
        area,
        from_date=start or office.now().date(),
        until_date=until,
        reason=reason,
        actor=actor,
        now=office.now(),
    )
    _report(proposal, as_json=as_json)


@explained(
    Text(
        "Mengusulkan pasang ulang pengaman kedua yang hilang; orang lain menyetujuinya.",
        "Propose a new start of a lost second factor; another person confirms it.",
    ),
    "jaring user reset martha --reason 'Telepon hilang' --as admin",
)
def user_reset_command(
    username: NameArgument,
    reason: ReasonOption,
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    from jaring.office.access import services

    code, actor = office.regency_code(regency), office.acting_user(user)
    account = _account(actor, username)
    _report(services.propose_reset(account, code, reason=reason, actor=actor, now=office.now()), as_json=as_json)


@explained(
    Text(
        "Menyetujui usulan untuk sebuah akun sebagai orang kedua.",
        "Confirm what was proposed for an account, as the second person.",
    ),
    "jaring user confirm martha --as kepala",
)
def user_confirm_command(username: NameArgument, user: AsOption = None, as_json: JsonOption = False) -> None:
    _decide(username, user, confirms=True, as_json=as_json)


@explained(
    Text("Menolak usulan untuk sebuah akun.", "Decline what was proposed for an account."),
    "jaring user decline martha --as kepala",
)
def user_decline_command(username: NameArgument, user: AsOption = None, as_json: JsonOption = False) -> None:
    _decide(username, user, confirms=False, as_json=as_json)


def _decide(username: str, user: str | None, *, confirms: bool, as_json: bool) -> None:
    """Decide the oldest proposal that waits for an account."""
    office.open_office()
    from jaring.office.access import queries, services
    from jaring.office.access.roles import Action

    actor = office.acting_user(user)
    visible = queries.proposals_visible_to(actor, Action.CONFIRM_ACCESS).select_related("user", "proposed_by")
    proposal = visible.filter(user__username=username, outcome="").order_by("id").first()
    if proposal is None:
        raise NothingProposedError
    services.decide(proposal, confirms=confirms, actor=actor, now=office.now())
    _report(proposal, as_json=as_json)


@explained(
    Text(
        "Membuka kembali percobaan masuk yang menunggu setelah terlalu banyak kegagalan.",
        "Let somebody try again whose log-in rests after too many failures.",
    ),
    "jaring user unlock martha --as admin",
)
def user_unlock_command(username: NameArgument, user: AsOption = None, as_json: JsonOption = False) -> None:
    office.open_office()
    from jaring.office.access import services

    actor = office.acting_user(user)
    forgotten = services.unlock(_account(actor, username), actor=actor, now=office.now())
    if as_json:
        print_json({"username": username, "failures_forgotten": forgotten})
    else:
        paper().print(say(Text(f"{username} dapat mencoba masuk lagi.", f"{username} may try to log in again.")))


@explained(
    Text(
        "Mengakhiri akses orang yang pergi: peran, sesi, tautan, dan usulan, sekaligus.",
        "End the access of somebody who leaves: roles, sessions, links and proposals at once.",
    ),
    "jaring user end martha --reason 'Pindah tugas' --as admin",
)
def user_end_command(
    username: NameArgument, reason: ReasonOption, user: AsOption = None, as_json: JsonOption = False
) -> None:
    office.open_office()
    from jaring.office.access import services

    actor, now = office.acting_user(user), office.now()
    ended = services.end_account(_account(actor, username), reason=reason, actor=actor, now=now, today=now.date())
    if as_json:
        print_json({"username": username, "sessions_ended": ended})
    else:
        paper().print(say(Text(f"Akses {username} diakhiri.", f"The access of {username} was ended.")))


def _account(actor: User, username: str) -> User:
    """Return a visible account by its name; one out of sight is as unknown as one that does not exist."""
    from jaring.office.access import queries

    account = queries.accounts_visible_to(actor).filter(username=username).first()
    if account is None:
        raise office.UserUnknownError
    return account


def _report(proposal: AccessProposal, *, as_json: bool) -> None:
    if as_json:
        print_json(_plain_proposal(proposal))
        return
    what = _named(proposal)
    done = Text(f"Tercatat: {what}, {proposal.area_code}.", f"Noted: {what}, {proposal.area_code}.")
    paper().print(say(done))


def _named(proposal: AccessProposal) -> str:
    """Return the role that is proposed, or what else is, in the language of the output."""
    from django.utils import translation

    with translation.override(current().value):
        return str(proposal.get_role_display() or proposal.get_kind_display())
