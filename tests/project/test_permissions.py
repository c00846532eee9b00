"""One table of who may do what: no page, file or command without its row.

Run as a script, this file writes the generated part of the page about permissions anew.
"""

from __future__ import annotations

import os
from pathlib import Path

import django
from django.utils import translation

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jaring.office.settings")
    django.setup()

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path
from test_commands import in_both_languages

from jaring.cli.main import COMMANDS, resolve
from jaring.cli.permissions import MACHINE, NEEDS, OPEN
from jaring.office.access.middleware import needs
from jaring.office.access.permissions import PURPOSES, SECOND_PERSON, _rows, permissions
from jaring.office.access.roles import AREA_LEVEL, MAY, Action, Role

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/reference/permissions.md"
BEGIN = "<!-- Written from the code by: python tests/project/test_permissions.py -->\n"
END = "<!-- end -->\n"
LEVELS = {
    "village": "desa/kelurahan · village",
    "district": "kecamatan · district",
    "regency": "kabupaten · regency",
}
OF_ROLE = dict(zip(Role, "VDOHTALSI", strict=True))


def commands() -> set[str]:
    """Return the name of everything that can be run, groups that do something by themselves included."""
    leaves = {said.name.removeprefix("jaring ") for entry in COMMANDS for said, _ in in_both_languages(entry.name)}
    groups = {entry.name: resolve(entry) for entry in COMMANDS if entry.function.endswith("_commands")}
    return leaves | {name for name, it in groups.items() if it.invoke_without_command}


def written_from_code() -> str:
    with translation.override("id"):
        return "".join([_roles(), _actions(), _addresses(), _commands()]) + "\n"


def _roles() -> str:
    lines = ["\n## Peran · Roles\n\n| | Peran | Wilayah · Area |\n| --- | --- | --- |\n"]
    lines += [f"| {OF_ROLE[role]} | {role.label} | {LEVELS[AREA_LEVEL[role]]} |\n" for role in Role]
    return "".join(lines)


def _letters(action: Action) -> str:
    return " ".join(OF_ROLE[role] for role in Role if role in MAY[action])


def _actions() -> str:
    lines = [
        (
            "\n## Tindakan · Actions\n\n| Tindakan | Untuk | For | Peran | Bukan yang · Not whoever did |\n"
            "| --- | --- | --- | --- | --- |\n"
        )
    ]
    for action in Action:
        purpose, other = PURPOSES[action], SECOND_PERSON.get(action)
        cells = [f"`{action}`", purpose.id, purpose.en, _letters(action), f"`{other}`" if other else ""]
        lines.append(f"| {' | '.join(cells)} |\n".replace("|  |", "| |"))
    return "".join(lines)


def _addresses() -> str:
    lines = [
        (
            "\n## Halaman dan berkas · Pages and files\n\n"
            "| Alamat · Address | Nama · Name | Tindakan · Action | Peran | Berkas · File | Kode baru · Fresh code |\n"
            "| --- | --- | --- | --- | --- | --- |\n"
        )
    ]
    for row in permissions():
        who = " ".join(OF_ROLE[role] for role in row.roles) or "semua · everybody"
        marks = ["ya · yes" if mark else "" for mark in (row.gives_file, row.is_fresh)]
        cells = [f"`{row.address}`", f"`{row.name}`", f"`{row.action or OPEN}`", who, *marks]
        lines.append(f"| {' | '.join(cells)} |\n".replace("|  |", "| |"))
    return "".join(lines)


def _commands() -> str:
    lines = ["\n## Perintah · Commands\n\n| Perintah | Tindakan · Action | Peran |\n| --- | --- | --- |\n"]
    for name, need in NEEDS.items():
        who = {OPEN: "semua · everybody", MACHINE: "pemegang mesin · whoever has the machine"}.get(need)
        lines.append(f"| `jaring {name}` | `{need}` | {who or _letters(Action(need))} |\n")
    return "".join(lines)


def test_the_page_about_permissions_is_what_the_code_enforces() -> None:
    generated = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]

    assert generated == written_from_code(), f"write it anew: python {Path(__file__).relative_to(ROOT)}"


def test_every_action_has_its_purpose_and_its_roles() -> None:
    assert set(PURPOSES) == set(MAY) == set(Action)


def test_every_route_has_a_name_of_its_own_and_an_action() -> None:
    names = [row.name for row in permissions()]

    assert len(names) == len(set(names)) > 80


def test_a_route_without_declaration_or_name_fails() -> None:
    def bare(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    with pytest.raises(LookupError):
        list(_rows([path("x/", bare, name="x")]))
    with pytest.raises(LookupError):
        list(_rows([path("x/", needs(Action.SEE_HOME)(bare))]))


def test_every_command_is_in_the_table_and_nothing_else() -> None:
    assert commands() == set(NEEDS)


def test_what_a_command_needs_is_an_action() -> None:
    assert {need for need in NEEDS.values() if need not in {OPEN, MACHINE}} <= set(Action)


def test_whoever_acts_by_name_is_asked_for_an_action() -> None:
    """A command that takes ``--as`` shows or changes what belongs to users."""
    asking = {
        said.name.removeprefix("jaring ")
        for entry in COMMANDS
        for said, _ in in_both_languages(entry.name)
        if any(option.name.startswith("--as ") for option in said.options)
    }

    assert asking
    assert {name for name in asking if NEEDS[name] in {OPEN, MACHINE}} == set()


def test_what_moves_money_or_access_wants_a_fresh_code() -> None:
    fresh = {row.name for row in permissions() if row.is_fresh}

    assert fresh >= {
        "billing:upload",
        "payments:approve",
        "payments:order_new",
        "payments:refund_write_off",
        "payments:release_decide",
        "users:decide",
        "users:propose_role",
        "users:propose_reset",
        "users:end_account",
    }


def test_the_administrator_of_accounts_sees_no_people() -> None:
    seen = {action for action, roles in MAY.items() if Role.ADMINISTRATOR in roles}

    assert seen == {
        Action.SEE_HOME,
        Action.SEE_USERS,
        Action.MANAGE_USERS,
        Action.CONFIRM_ACCESS,
        Action.MANAGE_BOUNDARIES,
    }


if __name__ == "__main__":
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(before + BEGIN + written_from_code() + END + after, encoding="utf-8")
