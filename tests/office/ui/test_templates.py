"""What stands in templates, styles and scripts: two languages, the policy, known classes, nothing too new."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import jaring.office
from jaring.office.ui.glossary import TERMS

OFFICE: Final = Path(jaring.office.__file__).parent
TEMPLATES: Final = sorted(OFFICE.glob("*/templates/**/*.html"))
STATIC: Final = [path for path in sorted(OFFICE.glob("*/static/*/*.*")) if path.suffix in {".css", ".js"}]
"""Our own. htmx asks whether the browser has what is newer before it uses it."""

UNTRANSLATED = {
    "Jaring",
    "NIK",
    "JKK",
    "JKM",
    "SPP",
    "SPM",
    "SP2D",
    "PDF",
    "PNG",
    "JSON",
    "Excel",
    "Word",
    "beancount",
}
"""Names that are the same in both languages."""
IN_ITS_OWN_LANGUAGE = {"language.html", "language_plain.html"}
HEADINGS_OF_FILES = {"new_register.html"}
"""Names of columns that a file must have."""
SAID_BY_ATTRIBUTES = r'\b(?:title|alt|placeholder|aria-label|data-label|label)="([^"{]*[^\W\d_]{2}[^"]*)"'


TOO_NEW: Final = {
    ".css": r"oklch\(|color-mix\(|light-dark\(|(?<![\w-])&|@scope|@starting-style|:dir\(|:user-(?:in)?valid"
    r"|field-sizing|interpolate-size|::details-content|anchor-name|animation-timeline|view-transition|subgrid|linear\(|round\(",
    ".js": r"\.(?:toSorted|toReversed|toSpliced|with|isWellFormed|difference|intersection|union)\(|Object\.groupBy"
    r"|Promise\.(?:withResolvers|try)|Array\.fromAsync|URL\.(?:canParse|parse)\(|AbortSignal\.any|fromBase64|toBase64"
    r"|popover|parse(?:Creation|Request)OptionsFromJSON|startViewTransition|moveBefore|scheduler\.",
}
"""What came to Chrome after 109, the last one for Windows 7: of the offices' old computers."""


def test_no_template_says_anything_outside_its_translations() -> None:
    ours = [path for path in TEMPLATES if path.name not in IN_ITS_OWN_LANGUAGE | HEADINGS_OF_FILES]
    said = {path.name: words_said(path.read_text(encoding="utf-8")) - UNTRANSLATED for path in ours}

    assert {name: words for name, words in said.items() if words} == {}


def words_said(text: str) -> set[str]:
    for said_elsewhere in (
        r"\{#.*?#\}",
        r"\{% *comment.*?endcomment *%\}",
        r"\{% *blocktranslate.*?endblocktranslate *%\}",
        r"\{%.*?%\}|\{\{.*?\}\}",
        r"<!--.*?-->",
    ):
        text = re.sub(said_elsewhere, " ", text, flags=re.DOTALL)
    words = set(re.findall(r"[^\W\d_][\w]+", re.sub(r"<[^>]*>|&#?\w+;", " ", text)))
    return words | {word for said in re.findall(SAID_BY_ATTRIBUTES, text) for word in said.split()}


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@cache
def tags_of(template: Path) -> list[tuple[str, dict[str, str | None]]]:
    parser = _Tags()
    parser.feed(re.sub(r"\{%.*?%\}|\{#.*?#\}", " ", template.read_text(encoding="utf-8"), flags=re.DOTALL))
    return parser.found


def test_no_template_breaks_the_policy() -> None:
    for template, (tag, attributes) in [(path.name, each) for path in TEMPLATES for each in tags_of(path)]:
        assert "style" not in attributes, (template, tag)
        assert not [name for name in attributes if name.startswith(("on", "hx-on"))], (template, tag)
        assert tag not in {"style", "iframe"}, template
        assert tag != "script" or attributes.get("src"), f"an inline script in {template}"
        for name in ("src", "href", "action"):
            assert not (attributes.get(name) or "").startswith(("http:", "https:", "//")), (template, attributes)


def test_every_class_in_a_template_stands_in_the_stylesheet() -> None:
    sheet = (OFFICE / "ui/static/ui/jaring.css").read_text()
    known = set(re.findall(r"\.([a-z][a-z0-9-]*)", sheet))

    used = {
        (template.name, name)
        for template in TEMPLATES
        for _tag, attributes in tags_of(template)
        for name in re.sub(r"\S*\{\{.*?\}\}\S*", " ", attributes.get("class") or "").split()
    }

    assert [(template, name) for template, name in sorted(used) if name not in known] == []


def test_every_icon_in_a_template_stands_in_the_sprite() -> None:
    sprite = (OFFICE / "ui/static/ui/vendor/tabler-icons/icons.svg").read_text()
    known = set(re.findall(r'<symbol id="([a-z0-9-]+)"', sprite))

    used = {
        (template.name, name)
        for template in TEMPLATES
        for name in re.findall(r'\{% icon "([^"]+)"', template.read_text(encoding="utf-8"))
    }

    assert [(template, name) for template, name in sorted(used) if name not in known] == []


def test_styles_and_scripts_need_nothing_that_chrome_109_lacks() -> None:
    found = {
        path.name: re.findall(TOO_NEW[path.suffix], re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL))
        for path in STATIC
    }

    assert {name: new for name, new in found.items() if new} == {}


def test_every_term_that_a_template_leads_to_stands_on_the_page_of_terms() -> None:
    called = [names for path in TEMPLATES for names in re.findall(r"{% terms ([^%]*) %}", path.read_text("utf-8"))]
    names = {name.strip('"') for each in called for name in each.split()}
    assert len(called) > 10
    assert names <= {term.name for term in TERMS}
