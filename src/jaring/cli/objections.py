"""Objections to a choice on the command line: list, file, review, approve or return, as on the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from jaring.cli import office
from jaring.cli.commands import add, explained, paper, print_json, table_of
from jaring.cli.language import both, say
from jaring.cli.options import AsOption, JsonOption
from jaring.core.text import Text

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from jaring.office.access.models import User
    from jaring.office.programme.models import Objection

ObjectionArgument = Annotated[
    UUID, typer.Argument(parser=UUID, metavar="ID", help=both("Nomor sanggahan.", "Id of the objection."))
]
STATES = ("filed", "reviewed", "accepted", "rejected")
GROUNDS = ("data_wrong", "poorer_left_out", "not_a_worker", "covered_elsewhere", "gone", "other")
REMEDIES = ("correction", "exit", "registers", "list")
_WORDS = {
    "filed": Text("menunggu telaah", "waits for a review"),
    "reviewed": Text("menunggu persetujuan", "waits for approval"),
    "accepted": Text("diterima", "accepted"),
    "rejected": Text("ditolak", "rejected"),
}


def objection_commands() -> typer.Typer:
    """Return the group ``jaring objection``."""
    app = typer.Typer(add_completion=False)
    app.callback(help=both("Sanggahan atas penetapan.", "Objections to a choice."))(lambda: None)
    add(app, "list", objection_list_command)
    add(app, "file", objection_file_command)
    add(app, "review", objection_review_command)
    add(app, "approve", objection_approve_command)
    add(app, "return", objection_return_command)
    return app


@explained(
    Text("Menampilkan sanggahan di wilayah kerja Anda.", "List the objections of your area."),
    "jaring objection list --state filed --as petugas",
)
def objection_list_command(
    state: Annotated[str, typer.Option(help=both("Hanya keadaan ini.", "Only in this state."))] = "",
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    _check(state, STATES, "--state")
    rows = _visible(office.acting_user(user)).order_by("id")
    shown = [_plain(each) for each in (rows.filter(state=state) if state else rows)]
    if as_json:
        print_json({"objections": shown})
        return
    headings = {
        "objection": Text("Nomor", "Id"),
        "name": Text("Nama", "Name"),
        "village": Text("Desa/kelurahan", "Village"),
        "filed": Text("Tanggal", "Day"),
        "ground": Text("Alasan sanggah", "Ground"),
        "state": Text("Keadaan", "State"),
    }
    table = table_of(*headings.values())
    for each in shown:
        words = each | {"state": say(_WORDS[each["state"]])}
        table.add_row(*(str(words[name]) for name in headings))
    paper().print(table)


@explained(
    Text(
        "Menyanggah keputusan atas satu orang, selama masa sanggah.",
        "Object to the decision on one person, while objections are taken.",
    ),
    "jaring objection file 6f1c... --ground gone --text 'Sudah pindah ke Kupang sejak Juni' --as desa",
)
def objection_file_command(
    person: Annotated[
        UUID,
        typer.Argument(parser=UUID, metavar="ORANG", help=both("Nomor umum orangnya.", "The person's public id.")),
    ],
    ground: Annotated[str, typer.Option(help=both(f"Salah satu: {', '.join(GROUNDS)}.", "One of these."))],
    text: Annotated[str, typer.Option(help=both("Apa yang salah, dan dari mana diketahui.", "What is wrong."))],
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    _check(ground, GROUNDS, "--ground")
    from zoneinfo import ZoneInfo

    from jaring.office.people.queries import visible_to
    from jaring.office.programme import objections, services
    from jaring.office.programme.errors import ObjectionUnknownError, WindowClosedError

    actor, now = office.acting_user(user), office.now()
    found = visible_to(actor).select_related("regency").filter(public_id=person).first()
    if found is None:
        raise ObjectionUnknownError
    decisions = objections.decisions_to_object_to(actor).filter(person=found)
    newest_first = decisions.select_related("run__objection_window").order_by("-run_id")
    today = now.astimezone(ZoneInfo(found.regency.time_zone)).date()
    decision = objections.open_decision(newest_first, actor, today)
    if decision is None:
        raise WindowClosedError
    objection = services.file_objection(decision, ground, text, actor=actor, now=now)
    _report(objection.public_id, actor, as_json=as_json)


@explained(
    Text(
        "Mencatat hasil telaah: diterima bila disebut apa yang dibetulkan, selain itu ditolak.",
        "Write down what a review found: accepted where a remedy is named, else rejected.",
    ),
    "jaring objection review 6f1c... --reason 'Surat pindah dilihat' --remedy exit --as petugas",
)
def objection_review_command(
    objection: ObjectionArgument,
    reason: Annotated[str, typer.Option(help=both("Alasan hasil telaah.", "Why."))],
    remedy: Annotated[str, typer.Option(help=both(f"Salah satu: {', '.join(REMEDIES)}.", "One of these."))] = "",
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    office.open_office()
    _check(remedy, REMEDIES, "--remedy")
    from jaring.office.programme import services

    actor = office.acting_user(user)
    services.review_objection(_named(objection, actor), reason, remedy=remedy, actor=actor, now=office.now())
    _report(objection, actor, as_json=as_json)


@explained(
    Text("Menyetujui hasil telaah orang lain.", "Approve what somebody else found."),
    "jaring objection approve 6f1c... --as kepala",
)
def objection_approve_command(
    objection: ObjectionArgument, user: AsOption = None, as_json: JsonOption = False
) -> None:
    _rule(objection, user, is_approved=True, note="", as_json=as_json)


@explained(
    Text("Mengembalikan hasil telaah untuk ditelaah ulang.", "Send what was found back to be reviewed again."),
    "jaring objection return 6f1c... --note 'Tanyakan lagi kepada lurah' --as kepala",
)
def objection_return_command(
    objection: ObjectionArgument,
    note: Annotated[str, typer.Option(help=both("Mengapa dikembalikan.", "Why it is sent back."))],
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    _rule(objection, user, is_approved=False, note=note, as_json=as_json)


def _rule(objection: UUID, user: str | None, *, is_approved: bool, note: str, as_json: bool) -> None:
    office.open_office()
    from jaring.office.programme import services
    from jaring.office.programme.errors import ObjectionStateError

    actor = office.acting_user(user)
    finding = _named(objection, actor).findings.filter(ruling=None).first()
    if finding is None:
        raise ObjectionStateError
    services.rule_on_finding(finding, is_approved=is_approved, note=note, actor=actor, now=office.now())
    _report(objection, actor, as_json=as_json)


def _visible(actor: User) -> QuerySet[Any]:
    from jaring.office.programme import objections

    return objections.visible_to(actor).select_related(
        "decision__person", "decision__village", "decision__run__programme_year__regency"
    )


def _named(objection: UUID, actor: User) -> Objection:
    from jaring.office.programme.errors import ObjectionUnknownError

    found: Objection | None = _visible(actor).filter(public_id=objection).first()
    if found is None:
        raise ObjectionUnknownError
    return found


def _plain(objection: Any) -> dict[str, Any]:
    return {
        "objection": str(objection.public_id),
        "run": str(objection.decision.run.public_id),
        "name": objection.decision.person.name,
        "village": objection.decision.village.name,
        "filed": objection.filed_date.isoformat(),
        "ground": objection.ground,
        "state": str(objection.state),
    }


def _report(objection: UUID, actor: User, *, as_json: bool) -> None:
    plain = _plain(_named(objection, actor))
    if as_json:
        print_json(plain)
    else:
        paper().print(f"{plain['objection']}  {say(_WORDS[plain['state']])}")


def _check(value: str, known: tuple[str, ...], option: str) -> None:
    if value and value not in known:
        raise typer.BadParameter(
            say(Text(f"pilih {', '.join(known)}", f"choose {', '.join(known)}")), param_hint=option
        )
