"""Running Jaring: the demonstration, the pages, a new regency, the examination, the audit chain."""

from __future__ import annotations

import secrets
import socket
import sys
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from jaring.cli import office
from jaring.cli.commands import add, explained, paper, print_json, table_of
from jaring.cli.language import both, current, say
from jaring.core.errors import JaringError
from jaring.core.text import Text

LOOPBACK = "127.0.0.1"
DEFAULT_PORT = 8000
THREADS = 8


class PortTakenError(JaringError):
    """Another program listens on the port."""

    code = "JRG-708"
    sentence = Text("Porta {port} sudah dipakai program lain.", "Port {port} is taken by another program.")
    hint = Text("Pilih porta lain: jaring serve --port 8001", "Choose another port: jaring serve --port 8001")


JsonOption = Annotated[bool, typer.Option("--json", help=both("Cetak satu dokumen JSON.", "Print one document."))]


@explained(
    Text(
        "Membangun kabupaten contoh: daftar dari 193 desa, pilihan menurut anggaran, SK, dan tagihan tiap bulan. "
        "Semua orang di dalamnya rekaan. Bila sudah ada, data dibiarkan.",
        "Build the demonstration regency: lists from 193 villages, the choice under the budget, decrees, and bills up "
        "to this month. Everybody in it is invented. Where it exists already, its data stays.",
    ),
    "jaring demo",
)
def demo_command(as_json: JsonOption = False) -> None:
    office.start_django()
    from jaring.office import demonstration, readiness

    readiness.prepare()
    if not demonstration.is_built():
        _refuse_half_built()
        with office.progress_bar() as progress:
            demonstration.build(datetime.now(UTC).date(), progress)
    _print_logins(as_json=as_json)


class HalfBuiltError(JaringError):
    """The demonstration was interrupted, or the database holds something else."""

    code = "JRG-709"
    sentence = Text(
        "Basis data sudah berisi data, tetapi bukan kabupaten contoh yang selesai dibangun.",
        "The database holds data already, but not a finished demonstration.",
    )
    hint = Text(
        "Untuk mengulang contoh yang terputus, kosongkan folder data ({folder}) lalu jalankan jaring demo lagi.",
        "To build an interrupted demonstration anew, empty the data folder ({folder}) and run jaring demo again.",
    )


def _refuse_half_built() -> None:
    """Clear away a demonstration that was interrupted; refuse where the database holds anything else."""
    from jaring.office import demonstration

    if not demonstration.clear_unfinished():
        from django.conf import settings

        raise HalfBuiltError(folder=settings.JARING_DATA)


def _print_logins(*, as_json: bool) -> None:
    from jaring.office import demonstration
    from jaring.office.access.roles import Role

    logins = demonstration.logins()
    if as_json:
        print_json({"logins": [{"username": x.username, "password": x.password, "role": x.role} for x in logins]})
        return
    headings = (Text("Peran", "Role"), Text("Nama pengguna", "User name"), Text("Kata sandi", "Password"))
    table = table_of(*headings, title=Text("Akun contoh", "Demonstration accounts"))
    from django.utils import translation

    with translation.override(current().value):
        for login in logins:
            table.add_row(str(Role(login.role).label), login.username, login.password)
    paper().print(table)


@explained(
    Text(
        "Menyajikan halaman Jaring di komputer ini. Berhenti dengan Ctrl-C.",
        "Serve the pages of Jaring on this computer. Stop with Ctrl-C.",
    ),
    "jaring serve",
    "jaring serve --port 8080",
)
def serve_command(
    port: Annotated[int, typer.Option(min=1, max=65535, help=both("Porta.", "Port."))] = DEFAULT_PORT,
) -> None:
    office.open_office()
    import waitress

    from jaring.office import demonstration
    from jaring.office.wsgi import application

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            raise PortTakenError(port=port) from None
    if demonstration.is_built():
        _print_logins(as_json=False)
    address = f"http://{LOOPBACK}:{port}/"
    paper().print(say(Text(f"Jaring siap di {address}", f"Jaring is ready at {address}")), soft_wrap=True)
    sys.stdout.flush()
    waitress.serve(application, host=LOOPBACK, port=port, threads=THREADS, ident=None, **_in_front())


def _in_front() -> dict[str, Any]:
    """Believe the web server in front, which ends TLS on this machine, about where a request comes from."""
    from django.conf import settings

    if not settings.HTTPS:
        return {}
    return {
        "trusted_proxy": LOOPBACK,
        "trusted_proxy_headers": {"x-forwarded-for"},
        "clear_untrusted_proxy_headers": True,
    }


@explained(
    Text(
        "Memeriksa basis data, kunci, jejak audit, dan semua janji pembukuan.",
        "Examine the database, the keys, the audit chain and every promise of the books.",
    ),
    "jaring doctor",
    "jaring doctor --books --json",
)
def doctor_command(
    books: Annotated[
        bool, typer.Option("--books", help=both("Hanya SK, tagihan, dan buku.", "Only decrees, bills and books."))
    ] = False,
    as_json: JsonOption = False,
) -> None:
    office.start_django()
    from jaring.office.doctor import BOOKS, CHECKS, examine

    findings = list(examine(BOOKS if books else CHECKS))
    if as_json:
        print_json(
            {
                "healthy": not any(count for check, count in findings if not check.warns),
                "checks": [
                    {
                        "name": check.name,
                        "violations": count,
                        "warns": check.warns,
                        "promise": check.promise.say(current()),
                    }
                    for check, count in findings
                ],
            }
        )
    else:
        for check, count in findings:
            bad = f"[yellow]! {count}[/yellow]" if check.warns else f"[red]✗ {count}[/red]"
            mark = bad if count else "[green]✓[/green]"
            paper().print(f"{mark} {say(check.promise)}")
            if count:
                paper().print(f"    {say(check.remedy)}")
    if any(count for check, count in findings if not check.warns):
        raise typer.Exit(1)


def region_commands() -> typer.Typer:
    """Return the group ``jaring region``."""
    app = typer.Typer(add_completion=False)
    app.callback(help=both("Kabupaten dan wilayahnya.", "Regencies and their areas."))(lambda: None)
    add(app, "add", region_add_command)
    return app


@explained(
    Text(
        "Menyiapkan basis data untuk sebuah kabupaten: wilayahnya, dan akun administrator pertama.",
        "Make the database ready for a regency: its areas, and the first administrator's account.",
    ),
    "jaring region add 53.03",
)
def region_add_command(
    code: Annotated[
        str, typer.Argument(help=both("Kode Kemendagri, misalnya 53.03.", "Kemendagri code, e.g. 53.03."))
    ],
    as_json: JsonOption = False,
) -> None:
    office.start_django()
    from jaring.office import readiness
    from jaring.office.access.models import RoleGrant, User
    from jaring.office.access.roles import Role
    from jaring.office.audit import services as audit
    from jaring.office.places.services import load_region

    readiness.prepare()
    regency = load_region(code)
    password = None
    if not User.objects.filter(grants__role=Role.ADMINISTRATOR, grants__area_code=code).exists():
        password = secrets.token_urlsafe(12)
        admin = User.objects.create_user(f"admin-{code}", password=password, full_name="Administrator")
        RoleGrant.objects.create(
            user=admin, role=Role.ADMINISTRATOR.value, area_code=code, from_date=office.now().date()
        )
        audit.record(office.acting_user(None), "region.added", code, now=office.now(), subject=code)
    if as_json:
        print_json({"regency": code, "name": regency.name, "username": f"admin-{code}", "password": password})
        return
    paper().print(say(Text(f"{regency.name} siap.", f"{regency.name} is ready.")))
    if password:
        paper().print(
            say(
                Text(
                    f"Akun administrator: admin-{code}, kata sandi: {password} (hanya ditampilkan sekali).",
                    f"Administrator: admin-{code}, password: {password} (shown once only).",
                )
            )
        )


def audit_commands() -> typer.Typer:
    """Return the group ``jaring audit``."""
    app = typer.Typer(add_completion=False)
    app.callback(help=both("Jejak audit.", "The audit chain."))(lambda: None)
    add(app, "verify", audit_verify_command)
    return app


class ChainBrokenError(JaringError):
    """The audit chain does not hold."""

    code = "JRG-710"
    sentence = Text(
        "Jejak audit tidak utuh: {count} tempat tidak cocok, yang pertama nomor {first}.",
        "The audit chain is broken: {count} places do not hold, the first at number {first}.",
    )
    hint = Text(
        "Jangan ubah apa pun; panggil pemeriksa dan bandingkan dengan cadangan.",
        "Change nothing; call the auditor and compare with a backup.",
    )


@explained(
    Text("Memeriksa keutuhan jejak audit.", "Verify that the audit chain is whole."),
    "jaring audit verify",
)
def audit_verify_command(as_json: JsonOption = False) -> None:
    office.open_office()
    from jaring.office.audit import services as audit
    from jaring.office.audit.models import AuditEntry
    from jaring.office.places.models import Regency

    faults = [fault for regency in Regency.objects.all() for fault in audit.verify(regency.code)]
    if faults:
        raise ChainBrokenError(count=len(faults), first=faults[0].position)
    entries = AuditEntry.objects.count()
    if as_json:
        print_json({"entries": entries, "faults": 0})
    else:
        paper().print(
            say(Text(f"Jejak audit utuh: {entries} entri.", f"The audit chain is whole: {entries} entries."))
        )
