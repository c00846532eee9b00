"""The page about the command line is what the commands say of themselves, in both languages.

Run as a script, this file writes the generated part of the page anew.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from jaring.cli.language import speak
from jaring.cli.main import COMMANDS, Panel, resolve
from jaring.core.text import Language, Text

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/reference/cli.md"
BEGIN = "<!-- Written from the code by: python tests/project/test_commands.py -->\n"
END = "<!-- end -->\n"


class Option(NamedTuple):
    """An option or an argument, as the help shows it."""

    name: str
    help: str


class Command(NamedTuple):
    """A command that can be run, in one language."""

    name: str
    help: str
    examples: tuple[str, ...]
    options: tuple[Option, ...]


def commands_of(name: str, command: Any) -> list[Command]:
    """Return the command, or those of the group, with their full names."""
    below = getattr(command, "commands", None)
    if below:
        return [leaf for key, sub in below.items() for leaf in commands_of(f"{name} {key}", sub)]
    examples = tuple(line.strip() for line in (command.epilog or "").splitlines()[1:] if line.strip())
    options = tuple(Option(written(param), getattr(param, "help", "") or "") for param in command.params)
    return [Command(name, command.help, examples, options)]


def written(param: Any) -> str:
    metavar = (param.metavar or "").strip()
    if param.param_type_name == "argument":
        return metavar or str(param.name).upper()
    return f"{', '.join(param.opts)} {metavar}".strip()


def in_both_languages(name: str) -> list[tuple[Command, Command]]:
    entry = next(entry for entry in COMMANDS if entry.name == name)
    spoken = []
    for language in (Language.ENGLISH, Language.INDONESIAN):  # Indonesian last: it stays chosen
        speak(language)
        spoken.append(commands_of(f"jaring {name}", resolve(entry)))
    english, indonesian = spoken
    return list(zip(indonesian, english, strict=True))


def section(indonesian: Command, english: Command) -> str:
    lines = [f"\n### `{indonesian.name}`\n\n{indonesian.help}\n\n*{english.help}*\n\n"]
    lines += [f"    {example}\n" for example in indonesian.examples]
    if indonesian.options:
        lines.append("\n| | Arti | Meaning |\n| --- | --- | --- |\n")
    for said, also in zip(indonesian.options, english.options, strict=True):
        lines.append(
            "| `" + " | ".join(cell.replace("|", "\\|") for cell in (f"{said.name}`", said.help, also.help)) + " |\n"
        )
    return "".join(lines)


def written_from_code() -> str:
    parts: list[str] = []
    for panel in Panel:
        title: Text = panel.value
        parts.append(f"\n## {title.id} · {title.en}\n")
        parts += [
            section(*pair) for entry in COMMANDS if entry.panel is panel for pair in in_both_languages(entry.name)
        ]
    return "".join(parts) + "\n"


def test_the_page_about_commands_is_what_the_commands_say() -> None:
    generated = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]

    assert generated == written_from_code(), f"write it anew: python {Path(__file__).relative_to(ROOT)}"


def test_every_command_explains_itself_in_both_languages_with_an_example() -> None:
    pairs = [pair for entry in COMMANDS for pair in in_both_languages(entry.name)]

    assert pairs
    for indonesian, english in pairs:
        assert indonesian.help.strip()
        assert english.help.strip()
        assert indonesian.help != english.help
        assert indonesian.examples
        assert all(example.startswith(indonesian.name) for example in indonesian.examples)


if __name__ == "__main__":
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(before + BEGIN + written_from_code() + END + after, encoding="utf-8")
