"""Find the version of a regency's template that is valid on a day. Templates are data, not code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from jaring.core.text import Text
from jaring.documents.errors import TemplateBrokenError, TemplateUnknownError

REGENCIES = Path(str(files("jaring"))) / "regencies"
"""A folder per regency, named by its Kemendagri code; its templates are in ``templates``."""

_REGENCY_CODE = re.compile(r"[0-9]{2}\.[0-9]{2}")
_STATUSES = ("confirmed", "reported", "assumed")

Template = Mapping[str, Any]


def load_template(regency_code: str, template_id: str, on: date, *, regencies: Path = REGENCIES) -> Template:
    """Read the version of a template that is valid on a day.

    Args:
        regency_code: Kemendagri code, ``53.03``.
        template_id: The value of ``template`` inside the files.
        on: The day for which a paper is made.
        regencies: Where the folders of regencies are.

    Raises:
        TemplateUnknownError: (JRG-804) no version is valid on that day.
        TemplateBrokenError: (JRG-805) two versions are, or a file does not say what it must.
    """
    candidates = [
        template
        for template in _templates(regency_code, regencies)
        if template["template"] == template_id and _is_valid(template, on)
    ]
    if not candidates:
        raise TemplateUnknownError(template=template_id, regency=regency_code, day=on.isoformat())
    if len(candidates) > 1:
        raise broken(template_id, "dua versi berlaku pada hari yang sama.", "two versions are valid on one day.")
    return candidates[0]


def broken(file: str, rule_id: str, rule_en: str) -> TemplateBrokenError:
    """Say what is wrong with a template file."""
    return TemplateBrokenError(file=file, rule=Text(rule_id, rule_en))


def _templates(regency_code: str, regencies: Path) -> Iterator[Template]:
    if _REGENCY_CODE.fullmatch(regency_code) is None:
        return
    for path in sorted((regencies / regency_code / "templates").glob("*.yaml")):
        yield _read(path)


def _read(path: Path) -> Template:
    try:
        template = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise broken(path.name, "isinya bukan YAML.", "it is not YAML.") from error
    if not isinstance(template, dict):
        raise broken(path.name, "isinya bukan daftar isian.", "it is not a mapping.")
    checks = {
        "template": isinstance(template.get("template"), str),
        "version": isinstance(template.get("version"), int),
        "valid_from": isinstance(template.get("valid_from"), date),
        "valid_until": isinstance(template.get("valid_until"), date | None),
        "status": template.get("status") in _STATUSES,
        "source": isinstance(template.get("source"), str),
    }
    for key, is_right in checks.items():
        if not is_right:
            raise broken(path.name, f"isian {key} tidak ada atau salah.", f"the key {key} is missing or wrong.")
    return dict(template)


def _is_valid(template: Template, on: date) -> bool:
    until = template["valid_until"]
    return bool(template["valid_from"] <= on and (until is None or on < until))
