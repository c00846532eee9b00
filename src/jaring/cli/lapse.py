"""The lapse guard on the command line: when cover stops, what is to be paid, and the request that restores."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jaring.cli import office
from jaring.cli.commands import explained, paper, print_json, read_day, table_of
from jaring.cli.language import both, current, say
from jaring.cli.options import AsOption, JsonOption, RegencyOption
from jaring.cli.payers import VillageOption, payer_named, read_payer
from jaring.core.errors import BadInputError
from jaring.core.money import Rupiah
from jaring.core.text import Text

if TYPE_CHECKING:
    from jaring.office.payments.guard import PayerGuard


@explained(
    Text(
        "Menampilkan untuk setiap sumber dana kapan perlindungan berhenti bila tidak ada iuran lagi, berapa yang "
        "harus disetor dan paling lambat kapan, serta perkiraan kerugian keluarga bila terputus. Dengan --letter: "
        "surat permohonan pemulihan kesinambungan satu sumber dana sebagai PDF.",
        "Show for every payer when cover stops if nothing more is paid, how much is to be paid by when, and what a "
        "gap is expected to cost the families. With --letter: the request that restores continuity of one payer, as "
        "PDF.",
    ),
    "jaring lapse",
    "jaring lapse --payer APBD --on 2027-01-31 --json",
    "jaring lapse --payer APBD_PROVINSI --letter pemulihan.pdf",
)
def lapse_command(
    payer: Annotated[
        str | None,
        typer.Option(
            parser=read_payer,
            metavar=both("SUMBER", "SOURCE"),
            help=both("Satu sumber dana; bawaannya semua.", "One payer; default: all."),
        ),
    ] = None,
    village: VillageOption = "",
    on: Annotated[
        date | None,
        typer.Option(
            parser=read_day, metavar="YYYY-MM-DD", help=both("Hari; bawaannya hari ini.", "Day; default today.")
        ),
    ] = None,
    letter: Annotated[
        Path | None,
        typer.Option(
            dir_okay=False, help=both("Tulis surat permohonan ke berkas ini.", "Write the request to this file.")
        ),
    ] = None,
    regency: RegencyOption = None,
    user: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the guard. Exit status: 0 shown, 1 refused, 2 wrong usage."""
    if letter is not None and payer is None:
        raise BadInputError(field="--letter", rule=_NEEDS_PAYER)
    office.open_office()
    from jaring.office.payments import guard_papers
    from jaring.office.payments.guard import guards_visible_to

    code, actor = office.regency_code(regency), office.acting_user(user)
    key = payer_named(code, payer, village).pk if payer else None
    found = guards_visible_to(actor, on or office.today(code), payer=key)
    found = [each for each in found if each.payer.regency_id == code]
    if letter is not None:
        if not found:
            raise BadInputError(field="--payer", rule=_NOBODY)
        guard_papers.write_restoration(found[0], guard_papers.RequestPaper(), letter, now=office.now())
    if as_json:
        print_json({"payers": [plain_guard(each) for each in found], "letter": str(letter) if letter else None})
    else:
        _print(found)


def plain_guard(guard: PayerGuard) -> dict[str, Any]:
    """Return a payer's guard as a document: whole rupiah, ISO days, expected deaths in thousandths."""
    cost, turn = guard.cost, guard.turn_of_year
    return {
        "payer": guard.payer.code or guard.payer.kind,
        "name": guard.payer.name,
        "on": guard.today.isoformat(),
        "urgency": guard.urgency.value,
        "people": guard.people,
        "stops": [{"on": stop.on.isoformat(), "people": stop.people} for stop in guard.cohort.stops],
        "deadline": guard.deadline.isoformat() if guard.deadline else None,
        "days_left": guard.days_left,
        "amount_idr": guard.amount_idr,
        "deposit_idr": guard.deposit_idr,
        "months": [_plain_month(month) for month in guard.months],
        "missing": [_plain_month(month) for month in guard.missing],
        "restoration_possible": guard.cohort.restorability.is_possible,
        "marks": [
            {
                "on": mark.on.isoformat(),
                "kind": mark.kind.value,
                "people": mark.people,
                "unpaid_months": mark.unpaid_months,
                "text": mark.why.text.say(current()),
                "status": mark.why.status.value,
            }
            for mark in guard.cohort.marks
        ],
        "year_turn_missing": [step.value for step in turn.missing] if turn else [],
        "gap_cost": {
            "people": cost.people,
            "deaths_in_gap_thousandths": list(cost.deaths_in_gap),
            "deaths_in_wait_thousandths": list(cost.deaths_in_wait),
            "lost_low_idr": cost.lost_idr.low,
            "lost_high_idr": cost.lost_idr.high,
            "assumptions": [finding.text.say(current()) for finding in cost.assumptions],
        },
    }


def _plain_month(month: Any) -> dict[str, Any]:
    return {
        "month": str(month.month),
        "people": month.people,
        "amount_idr": month.amount_idr,
        "due_on": month.due_on.isoformat(),
        "stage": month.stage.value,
    }


def _print(found: list[PayerGuard]) -> None:
    headings = (_PAYER, _PEOPLE, _STOPS, _AMOUNT, _DEADLINE, _DAYS, _LOSS)
    table = table_of(*headings, figures=(_PEOPLE, _AMOUNT, _DAYS))
    for guard in found:
        stop, cost = guard.cohort.first_stop, guard.cost.lost_idr
        table.add_row(
            guard.payer.name,
            str(guard.people),
            stop.on.isoformat() if stop else "–",
            str(Rupiah(guard.amount_idr)),
            guard.deadline.isoformat() if guard.deadline else say(_ENDED if guard.cohort.ended else _NOTHING),
            "–" if guard.days_left is None else str(guard.days_left),
            f"{Rupiah(cost.low)} – {Rupiah(cost.high)}",
        )
    paper().print(table)


_PAYER = Text("Sumber dana", "Payer")
_PEOPLE = Text("Peserta", "People")
_STOPS = Text("Berhenti", "Stops")
_AMOUNT = Text("Harus disetor", "To pay")
_DEADLINE = Text("Paling lambat", "By")
_DAYS = Text("Hari lagi", "Days left")
_LOSS = Text("Kerugian keluarga (perkiraan)", "Loss of families (estimate)")
_ENDED = Text("sudah berakhir", "ended")
_NOTHING = Text("tidak ada", "nothing")
_NEEDS_PAYER = Text("sebutkan sumber dananya dengan --payer.", "name the payer with --payer.")
_NOBODY = Text("sumber dana itu tidak mempunyai peserta.", "that payer has no participants.")
