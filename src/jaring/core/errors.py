"""Refusals: reasons for which Jaring stops on purpose. Each says what is wrong and what to do next.

Rules
-----
* ``code`` is stable, documented in ``docs/reference/errors.md`` and never reused.
* The sentence names the field and the rule, never the person: no NIK, no name, no address.
* Expected outcomes (a rejected row, an ineligible worker) are return values, not exceptions.

Areas: 1xx law and rules, 2xx ledger, 3xx billing, 4xx intake and import, 5xx programme and decree,
6xx access, 7xx set-up and operation, 8xx documents.
"""

from __future__ import annotations

from typing import ClassVar

from jaring.core.text import Language, Text


class JaringError(Exception):
    """Base of every refusal."""

    code: ClassVar[str] = "JRG-000"
    sentence: ClassVar[Text] = Text("Permintaan ditolak.", "The request was refused.")
    hint: ClassVar[Text] = Text("", "")

    def __init__(self, **parts: object) -> None:
        self.parts = parts
        self.title = self.sentence.fill(**parts)
        self.advice = self.hint.fill(**parts)
        super().__init__(f"{self.code} {self.title.en}")

    def as_problem(self, status: int, language: Language | str = Language.INDONESIAN) -> dict[str, object]:
        """Return the RFC 9457 problem body that the API and ``--json`` print."""
        return {
            "type": f"urn:jaring:error:{self.code}",
            "code": self.code,
            "title": self.title.say(language),
            "hint": self.advice.say(language),
            "status": status,
        }


class BadInputError(JaringError):
    """A value given by the caller cannot be what its field means."""

    code = "JRG-100"
    sentence = Text("Isian {field} tidak dapat dipakai: {rule}", "The field {field} cannot be used: {rule}")
    hint = Text("Perbaiki isian itu, lalu ulangi.", "Correct that field and try again.")


class ParameterNotInForceError(JaringError):
    """No value of a legal parameter is in force on the requested day."""

    code = "JRG-101"
    sentence = Text(
        "Parameter {path} tidak mempunyai nilai yang berlaku pada {day}.",
        "Parameter {path} has no value in force on {day}.",
    )
    hint = Text(
        "Tambahkan peraturan yang berlaku pada hari itu beserta pasalnya ke berkas parameter.",
        "Add the regulation that applies on this day to the parameter file, with its citation.",
    )
