"""The document of a case that a filled form stands for, and the way back from a refusal to the field it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from django import forms

from jaring.core.benefit.case import Case, Level, Mode, Relation
from jaring.core.benefit.reading import read_case
from jaring.core.coverage.reading import read_membership
from jaring.core.errors import JaringError
from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.core.text import Text
from jaring.office.rules.case_rows import filled
from jaring.office.rules.case_words import OCCURRENCES, Occurrence
from jaring.office.rules.forms import add_refusal, say

if TYPE_CHECKING:
    from jaring.office.rules.case_form import CaseForm
    from jaring.office.rules.membership_form import MembershipPart

APPLIANCES: Final = {
    "tiruan": "prosthesis",
    "penopang": "orthosis",
    "gigi": "denture",
    "dengar": "hearing_aid",
    "kacamata": "glasses",
}
MODES: Final = {"darat": Mode.LAND.value, "laut": Mode.SEA.value, "udara": Mode.AIR.value}


@dataclass
class Document:
    """The document of a case, and which field of the form each of its places came from."""

    content: dict[str, Any] = field(default_factory=dict)
    places: dict[str, tuple[forms.Form, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, form: CaseForm) -> Document:
        document = cls()
        document.content = {
            "event": document.event(form),
            "member": document.member(form.membership),
            "other_memberships": [document.member(each) for each in form.filled_others],
            "children": document.kids(form),
            "survivors": document.left(form),
        }
        if born := form.cleaned_data.get("lahir"):
            document.content["member"]["birth_date"] = born.isoformat()
        if hand := form.cleaned_data.get("tangan"):
            document.content["hand"] = hand
        document.keep(form, "member.birth_date", "lahir")
        document.keep(form, "as_of", "per_tanggal")
        document.put(document.content, form, "file_complete_on", "berkas")
        document.put(document.content, form, "paid_on", "dibayar")
        return document

    def read(self, form: CaseForm) -> Case | None:
        """Return the case; None with every refusal at its field. Each membership is looked at by itself first."""
        parts = [("member", self.content["member"])]
        parts += [(each.place, part) for each, part in zip(form.filled_others, self._others, strict=True)]
        refused = [error for place, part in parts if (error := _refusal_of(part, place))]
        for error in refused:
            self.show(error, form)
        if refused:
            return None
        try:
            return read_case(self.content, as_of=form.cleaned_data["per_tanggal"])
        except JaringError as error:
            self.show(error, form)
            return None

    @property
    def _others(self) -> list[dict[str, Any]]:
        others: list[dict[str, Any]] = self.content["other_memberships"]
        return others

    def keep(self, form: forms.Form, place: str, name: str) -> None:
        self.places[place] = (form, name)

    def put(self, part: dict[str, Any], form: forms.Form, place: str, name: str) -> None:
        """Write what a field holds into a part of the document, and remember where it came from."""
        self.keep(form, place, name)
        value = form.cleaned_data.get(name)
        if value not in (None, ""):
            part[place.rpartition(".")[2]] = _plain(value)

    def event(self, form: CaseForm) -> dict[str, Any]:
        kind = OCCURRENCES[form.occurrence]
        good = form.cleaned_data
        event: dict[str, Any] = {
            "kind": kind.kind.value,
            "cause": kind.cause.value if kind.cause else good["penyebab"],
            "outcome": kind.outcome.value if kind.outcome else good["akibat"],
            "transport": list(self._costs(form, MODES, "mode", "event.transport")),
            "appliances": list(self._costs(form, APPLIANCES, "kind", "event.appliances")),
        }
        for place, name in _EVENT_PLACES.items():
            self.put(event, form, place, name)
        self.keep(form, "event.cause", "penyebab")
        self.keep(form, "event.outcome", "akibat")
        if form.occurrence is Occurrence.FATAL_ACCIDENT:
            event.setdefault("died_on", event["date"])
        if form.asks_for_disabilities:
            event["disabilities"] = list(self._losses(form))
        return event

    def _costs(self, form: forms.Form, names: Mapping[str, str], key: str, place: str) -> Iterator[dict[str, Any]]:
        given = [(name, code) for name, code in names.items() if form.cleaned_data.get(name)]
        for i, (name, code) in enumerate(given):
            self.keep(form, f"{place}[{i}].cost_idr", name)
            yield {key: code, "cost_idr": form.cleaned_data[name].idr}

    def _losses(self, form: CaseForm) -> Iterator[dict[str, Any]]:
        self.keep(form.disabilities[0], "event.disabilities", "bagian")
        for i, row in enumerate(filled(form.disabilities)):
            good = row.cleaned_data
            for key, name in _LOSS_PLACES.items():
                self.keep(row, f"event.disabilities[{i}].{key}", name)
            loss: dict[str, Any] = {"part": good["bagian"], "loss_of_function": _share(good["hilang"] or 100)}
            if good["ukuran"] is not None:
                loss["degree"] = _share(good["ukuran"])
            if good["langkah"] is not None:
                loss["units"] = good["langkah"]
            yield loss

    def member(self, part: MembershipPart) -> dict[str, Any]:
        member: dict[str, Any] = {}
        for key, name in _MEMBER_KEYS.items():
            self.put(member, part.facts, f"{part.place}.{key}", name)
        self.keep(part.facts, part.place, "terdaftar")
        member["paid_months"] = list(self._paid_months(part))
        member["exits"] = [
            self._row(row, f"{part.place}.exits[{i}]", _EXIT_KEYS) for i, row in enumerate(filled(part.exits))
        ]
        member["restorations"] = [
            self._range(row, f"{part.place}.restorations[{i}]")
            | self._row(row, f"{part.place}.restorations[{i}]", {"accepted_on": "diterima"})
            for i, row in enumerate(filled(part.restorations))
        ]
        return member

    def _paid_months(self, part: MembershipPart) -> Iterator[dict[str, Any]]:
        """Yield the months paid: first those of which day or payer is known, then the others of the plain periods.

        People name a whole period and then which of its months came late; no month is named twice by that.
        """
        place, number = f"{part.place}.paid_months", 0
        known: set[Month] = set()
        for payment in filled(part.payments):
            here = f"{place}[{number}]"
            number += 1
            known.update(_months_of(payment))
            yield self._range(payment, here) | self._row(payment, here, {"paid_on": "pada", "payer": "pembayar"})
        for period in filled(part.periods):
            for start, end in _stretches(each for each in _months_of(period) if each not in known):
                self.keep(period, f"{place}[{number}]", "dari")
                number += 1
                yield {"from": str(start), "until": str(end)}

    def _row(self, row: forms.Form, place: str, names: Mapping[str, str]) -> dict[str, Any]:
        content: dict[str, Any] = {}
        for key, name in names.items():
            self.put(content, row, f"{place}.{key}", name)
        self.keep(row, place, next(iter(row.fields)))
        return content

    def _range(self, row: forms.Form, place: str) -> dict[str, Any]:
        self.keep(row, place, "dari")
        return {"from": str(row.cleaned_data["dari"]), "until": str(row.cleaned_data["sampai"] + 1)}

    def kids(self, form: CaseForm) -> list[dict[str, Any]]:
        children = []
        for i, row in enumerate(filled(form.children)):
            self.keep(row, f"children[{i}].birth_date", "lahir")
            self.keep(row, f"children[{i}].year_of_level", "tahun")
            good = row.cleaned_data
            child = {
                "birth_date": good["lahir"].isoformat(),
                "level": good["jenjang"],
                "studying": good["jenjang"] != Level.NONE.value,
                "is_married": good["menikah"],
                "is_working": good["bekerja"],
            }
            children.append(child | ({"year_of_level": good["tahun"]} if good["tahun"] else {}))
        return children

    def left(self, form: CaseForm) -> list[dict[str, Any]]:
        """Return who is left: the spouse, every child, and the others."""
        if not form.occurrence.is_death:
            return []
        left: list[dict[str, Any]] = []
        if spouse := form.cleaned_data.get("pasangan"):
            left.append({"relation": spouse})
        for child in filled(form.children):
            self.keep(child, f"survivors[{len(left)}].birth_date", "lahir")
            left.append({"relation": Relation.CHILD.value, "birth_date": child.cleaned_data["lahir"].isoformat()})
        for row in filled(form.survivors):
            self.keep(row, f"survivors[{len(left)}].birth_date", "lahir")
            good = row.cleaned_data
            born = {"birth_date": good["lahir"].isoformat()} if good["lahir"] else {}
            left.append({"relation": good["hubungan"], "is_alive": not good["wafat"], **born})
        return left

    def show(self, error: JaringError, form: CaseForm) -> None:
        """Put every fault of a refusal at the field that it names, in the words of the form."""
        faults = error.parts.get("faults")
        if not isinstance(faults, Text):
            add_refusal(form, None, error)
            return
        for sentence in _sentences(say(faults)):
            named = [found for place in _PLACE.findall(sentence) if (found := self._field_of(place))]
            text = _PLACE.sub(lambda found: self._label(found[0]), sentence)
            at, name = named[-1] if named else (form, None)
            at.add_error(name, f"{text[:1].upper()}{text[1:]}.")

    def _field_of(self, place: str) -> tuple[forms.Form, str] | None:
        """Return the field that a place came from, or the part that the place lies in; None where neither is asked."""
        while place and place not in self.places:
            place = place.rpartition(".")[0]
        form, name = self.places.get(place, (None, ""))
        return (form, name) if form is not None and name in form.fields else None

    def _label(self, place: str) -> str:
        found = self._field_of(place)
        return place if found is None else f"“{found[0].fields[found[1]].label}”"


def _refusal_of(member: dict[str, Any], place: str) -> JaringError | None:
    try:
        read_membership(member, place)
    except JaringError as error:
        return error
    return None


def _months_of(row: forms.Form) -> Iterator[Month]:
    start: Month = row.cleaned_data["dari"]
    return start.until(row.cleaned_data["sampai"] + 1)


def _stretches(months: Iterator[Month]) -> list[tuple[Month, Month]]:
    """Join months in rising order into half-open ranges without a gap."""
    stretches: list[tuple[Month, Month]] = []
    for month in months:
        if stretches and stretches[-1][1] == month:
            stretches[-1] = (stretches[-1][0], month + 1)
        else:
            stretches.append((month, month + 1))
    return stretches


def _share(percent: int | Decimal) -> str:
    """Return a percentage as the share that the document writes: 50 as ``0.5``."""
    return f"{(Decimal(percent) / 100).normalize():f}"


def _plain(value: object) -> object:
    if isinstance(value, Rupiah):
        return value.idr
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def _sentences(faults: str) -> Sequence[str]:
    """Split what a refusal lists. A part that names no place belongs to the sentence before it."""
    sentences: list[str] = []
    for part in faults.split("; "):
        if sentences and not _PLACE.search(part):
            sentences[-1] += f"; {part}"
        else:
            sentences.append(re.sub(r"^([\w.\[\]]+): ", r"\1 ", part))
    return sentences


_PLACE: Final = re.compile(
    r"\b(?:event|member|other_memberships|children|survivors|as_of|file_complete_on|paid_on)\b"
    r"(?:\[\d+\])?(?:\.\w+(?:\[\d+\])?)*"
)
_EVENT_PLACES: Final = {
    "event.date": "tanggal",
    "event.died_on": "meninggal",
    "event.onset_hours": "jam",
    "event.days_unable": "hari",
    "event.medical_cost_idr": "obat",
    "event.home_care_cost_idr": "rumah",
    "event.reported_on": "dilaporkan",
}
_LOSS_PLACES: Final = {"part": "bagian", "loss_of_function": "hilang", "degree": "ukuran", "units": "langkah"}
_MEMBER_KEYS: Final = {
    "segment": "segmen",
    "carrier": "penanggung",
    "base_idr": "dasar",
    "payer": "sumber",
    "enrolled_on": "terdaftar",
}
_EXIT_KEYS: Final = {"on": "pada", "reason": "alasan", "returned_on": "kembali"}
