"""The form of a case: what happened, whose cover, who is left. It asks for no name and no number of anybody.

The form speaks the words of a village office and builds the document that ``read_case`` reads, so that a case is
judged by one set of rules wherever it comes from. What the rules refuse is shown at the field that it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from jaring.core import law
from jaring.core.benefit.case import Case, Level, Mode, Relation
from jaring.core.benefit.reading import read_case
from jaring.core.contribution import Payer, Segment
from jaring.core.errors import JaringError
from jaring.core.law import DisabilityRow
from jaring.core.money import Rupiah
from jaring.core.text import Text
from jaring.office.rules.case_words import (
    CARRIERS,
    CAUSES,
    HANDS,
    LEVELS,
    OCCURRENCES,
    OUTCOMES,
    RELATIONS,
    SPOUSES,
    Occurrence,
)
from jaring.office.rules.forms import WordedChoiceField, add_refusal, say
from jaring.office.ui.fields import DayField, RupiahField, TypedMonthField

DISABILITIES_MAX, PERIODS_MAX, CHILDREN_MAX, SURVIVORS_MAX = 4, 3, 5, 4
LOWEST_BASE: Final = Rupiah(1_000_000)


class DisabilityRowForm(forms.Form):
    """A lasting loss."""

    bagian = forms.CharField(
        label=_("Bagian tubuh"),
        max_length=160,
        help_text=_("Ketik beberapa huruf, lalu pilih dari daftar."),
        widget=forms.TextInput(attrs={"list": "bagian-tubuh", "autocomplete": "off"}),
    )
    hilang = forms.IntegerField(
        label=_("Fungsi yang hilang (%)"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=_("Kosong berarti 100."),
    )
    ukuran = forms.DecimalField(
        label=_("Persentase dokter"),
        min_value=1,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        required=False,
        help_text=_("Hanya untuk bagian yang tabelnya berupa rentang."),
    )
    langkah = forms.IntegerField(
        label=_("Banyaknya langkah"),
        min_value=1,
        max_value=10,
        required=False,
        help_text=_("Hanya untuk bagian yang dihitung bertahap, misalnya tiap 10 desibel."),
    )

    def clean_bagian(self) -> str:
        """Return the part that the text names, or say between which ones it does not decide."""
        typed = " ".join(self.cleaned_data["bagian"].casefold().split())
        rows = disability_rows()
        exact = [row.part for row in rows if typed in (row.label.id.casefold(), row.label.en.casefold(), row.part)]
        found = exact or [row.part for row in rows if all(word in say(row.label).casefold() for word in typed.split())]
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(_now("Bagian tubuh ini tidak ada dalam tabel cacat."))
        labels = "; ".join(say(row.label) for row in rows if row.part in found[:6])
        raise forms.ValidationError(_now("Pilih salah satu: %(parts)s.") % {"parts": labels})


class PaidPeriodForm(forms.Form):
    """Months that were paid without a gap; people name the first and the last."""

    dari = TypedMonthField(label=_("Dari bulan"))
    sampai = TypedMonthField(label=_("Sampai dengan bulan"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        start, last = cleaned.get("dari"), cleaned.get("sampai")
        if start and last and last < start:
            self.add_error("sampai", _("Bulan terakhir tidak boleh sebelum bulan pertama."))
        return cleaned


class ChildForm(forms.Form):
    """A child of the participant."""

    lahir = DayField(label=_("Tanggal lahir anak"))
    jenjang = forms.ChoiceField(label=_("Sekolah sekarang"), choices=lambda: _offer(LEVELS), initial=Level.NONE.value)
    tahun = forms.IntegerField(
        label=_("Kelas atau tahun ke-"), min_value=1, max_value=10, required=False, help_text=_("Kosong berarti 1.")
    )
    menikah = forms.BooleanField(label=_("Sudah menikah"), required=False)
    bekerja = forms.BooleanField(label=_("Sudah bekerja"), required=False)

    def has_changed(self) -> bool:
        """Say whether a child was entered; a level that was left out is no child."""
        left_out = set() if self["jenjang"].value() else {"jenjang"}
        return bool(set(self.changed_data) - left_out)


class SurvivorForm(forms.Form):
    """Somebody else who is left."""

    hubungan = forms.ChoiceField(
        label=_("Hubungan dengan peserta"), choices=lambda: [("", _("pilih")), *_offer(RELATIONS)]
    )
    lahir = DayField(label=_("Tanggal lahir"), required=False, help_text=_("Untuk mengetahui perlu tidaknya wali."))


class CaseForm(forms.Form):
    """The facts that every case has, and those of the kind at hand."""

    penyebab = forms.ChoiceField(label=_("Penyebab"), choices=lambda: _offer(CAUSES))
    tanggal = DayField(label=_("Tanggal kejadian"))
    meninggal = DayField(
        label=_("Tanggal meninggal"), required=False, help_text=_("Kosong bila meninggal pada hari kecelakaan.")
    )
    jam = forms.IntegerField(
        label=_("Jam dari gejala sampai meninggal"),
        min_value=0,
        max_value=8760,
        required=False,
        help_text=_("Kosong bila belum diketahui."),
    )
    akibat = forms.ChoiceField(label=_("Akibatnya"), choices=lambda: _offer(OUTCOMES))
    hari = forms.IntegerField(label=_("Berapa hari tidak mampu bekerja"), min_value=0, max_value=36500, required=False)
    tangan = forms.ChoiceField(label=_("Tangan yang dipakai bekerja"), choices=lambda: _offer(HANDS))
    darat = RupiahField(label=_("Biaya angkutan darat, sungai, danau"), required=False)
    laut = RupiahField(label=_("Biaya angkutan laut"), required=False)
    udara = RupiahField(label=_("Biaya angkutan udara"), required=False)
    rumah = RupiahField(label=_("Biaya perawatan di rumah"), required=False)
    tiruan = RupiahField(label=_("Harga anggota badan tiruan (prostesis)"), required=False)
    penopang = RupiahField(label=_("Harga alat penopang (ortosis)"), required=False)
    gigi = RupiahField(label=_("Harga gigi tiruan"), required=False)
    dengar = RupiahField(label=_("Harga alat bantu dengar"), required=False)
    kacamata = RupiahField(label=_("Harga kacamata"), required=False)
    dilaporkan = DayField(
        label=_("Tanggal dilaporkan"), required=False, help_text=_("Laporan pertama kepada BPJS Ketenagakerjaan.")
    )

    segmen = WordedChoiceField(Segment, label=_("Jenis kepesertaan"))
    penanggung = forms.ChoiceField(label=_("Terdaftar pada"), choices=lambda: _offer(CARRIERS))
    sumber = WordedChoiceField(Payer, label=_("Siapa yang membayar iuran"))
    dasar = RupiahField(
        label=_("Dasar penghasilan"),
        help_text=_(
            "Penghasilan yang terdaftar; penerima upah: upah sebulan. Bila iuran Rp16.800, dasarnya Rp1.000.000."
        ),
    )
    terdaftar = DayField(label=_("Terdaftar sejak"))

    pasangan = forms.ChoiceField(label=_("Suami atau istri"), required=False, choices=lambda: _offer(SPOUSES))

    per_tanggal = DayField(label=_("Dihitung menurut keadaan pada"))
    berkas = DayField(label=_("Berkas lengkap pada"), required=False)
    dibayar = DayField(label=_("Dibayar pada"), required=False)

    def __init__(self, given: Any, occurrence: Occurrence) -> None:
        super().__init__(given, initial=_initial())
        self.occurrence = occurrence
        for name in _NOT_ASKED[occurrence]:
            del self.fields[name]
        prefixed = {"data": given} if given is not None else {}
        self.disabilities = _rows(DisabilityRowForm, "cacat", DISABILITIES_MAX, prefixed)
        self.periods = _rows(PaidPeriodForm, "bayar", PERIODS_MAX, prefixed, needed=1)
        self.children = _rows(ChildForm, "anak", CHILDREN_MAX, prefixed)
        self.survivors = _rows(SurvivorForm, "waris", SURVIVORS_MAX, prefixed)

    @property
    def asks_for_disabilities(self) -> bool:
        return self.occurrence is Occurrence.ACCIDENT

    @property
    def event_fields(self) -> list[forms.BoundField]:
        return self._group("penyebab", "tanggal", "meninggal", "jam", "akibat", "hari", "dilaporkan")

    @property
    def hand_fields(self) -> list[forms.BoundField]:
        return self._group("tangan")

    @property
    def cost_fields(self) -> list[forms.BoundField]:
        return self._group("darat", "laut", "udara", "rumah", *_APPLIANCES)

    @property
    def has_costs(self) -> bool:
        return any(bound.value() or bound.errors for bound in self.cost_fields)

    @property
    def member_fields(self) -> list[forms.BoundField]:
        return self._group("segmen", "penanggung", "sumber", "dasar", "terdaftar")

    @property
    def family_fields(self) -> list[forms.BoundField]:
        return self._group("pasangan")

    @property
    def has_others(self) -> bool:
        return any(row.is_bound and row.has_changed() for row in self.survivors)

    @property
    def day_fields(self) -> list[forms.BoundField]:
        return self._group("per_tanggal", "berkas", "dibayar")

    def _group(self, *names: str) -> list[forms.BoundField]:
        """Return the fields of these names that this kind of case asks for."""
        return [self[name] for name in names if name in self.fields]

    def everything_is_valid(self) -> bool:
        """Say whether the form and all its rows can be read; every one is looked at, so that all faults are told."""
        parts = [self.periods, self.children, self.survivors]
        parts += [self.disabilities] if self.asks_for_disabilities else []
        return all([self.is_valid(), *(row.is_valid() for rows in parts for row in rows)])

    def read(self) -> Case | None:
        """Return the case; None with each refusal at its field where the facts cannot be."""
        document = Document.of(self)
        try:
            return read_case(document.content, as_of=self.cleaned_data["per_tanggal"])
        except JaringError as error:
            document.show(error, self)
            return None


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
            "member": document.member(form),
            "children": document.kids(form),
            "survivors": document.left(form),
        }
        document.keep(form, "as_of", "per_tanggal")
        if hand := form.cleaned_data.get("tangan"):
            document.content["hand"] = hand
        document.put(document.content, form, "file_complete_on", "berkas")
        document.put(document.content, form, "paid_on", "dibayar")
        return document

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
            "transport": list(self._costs(form, _MODES, "mode", "event.transport")),
            "appliances": list(self._costs(form, _APPLIANCES, "kind", "event.appliances")),
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
        for i, row in enumerate(_filled(form.disabilities)):
            place, good = f"event.disabilities[{i}]", row.cleaned_data
            for key, name in (
                ("part", "bagian"),
                ("loss_of_function", "hilang"),
                ("degree", "ukuran"),
                ("units", "langkah"),
            ):
                self.keep(row, f"{place}.{key}", name)
            loss: dict[str, Any] = {"part": good["bagian"], "loss_of_function": _share(good["hilang"] or 100)}
            if good["ukuran"] is not None:
                loss["degree"] = _share(good["ukuran"])
            if good["langkah"] is not None:
                loss["units"] = good["langkah"]
            yield loss

    def member(self, form: CaseForm) -> dict[str, Any]:
        member: dict[str, Any] = {}
        for place, name in _MEMBER_PLACES.items():
            self.put(member, form, place, name)
        periods = []
        for i, row in enumerate(_filled(form.periods)):
            self.keep(row, f"member.paid_months[{i}]", "dari")
            periods.append({"from": str(row.cleaned_data["dari"]), "until": str(row.cleaned_data["sampai"] + 1)})
        member["paid_months"] = periods
        return member

    def kids(self, form: CaseForm) -> list[dict[str, Any]]:
        children = []
        for i, row in enumerate(_filled(form.children)):
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
        left: list[dict[str, Any]] = []
        if spouse := form.cleaned_data.get("pasangan"):
            left.append({"relation": spouse})
        if not form.occurrence.is_death:
            return []
        for row in _filled(form.children):
            self.keep(row, f"survivors[{len(left)}].birth_date", "lahir")
            left.append({"relation": Relation.CHILD.value, "birth_date": row.cleaned_data["lahir"].isoformat()})
        for row in _filled(form.survivors):
            self.keep(row, f"survivors[{len(left)}].birth_date", "lahir")
            born = row.cleaned_data["lahir"]
            left.append(
                {"relation": row.cleaned_data["hubungan"]} | ({"birth_date": born.isoformat()} if born else {})
            )
        return left

    def show(self, error: JaringError, form: CaseForm) -> None:
        """Put every fault of a refusal at the field that it names, in the words of the form."""
        faults = error.parts.get("faults")
        if not isinstance(faults, Text):
            add_refusal(form, None, error)
            return
        for sentence in _sentences(say(faults)):
            named = [self.places[place] for place in _PLACE.findall(sentence) if self._is_asked(place)]
            text = _PLACE.sub(lambda found: self._label(found[0]), sentence)
            at, name = named[-1] if named else (form, None)
            at.add_error(name, f"{text[:1].upper()}{text[1:]}.")

    def _is_asked(self, place: str) -> bool:
        form, name = self.places.get(place, (None, ""))
        return form is not None and name in form.fields

    def _label(self, place: str) -> str:
        if not self._is_asked(place):
            return place
        form, name = self.places[place]
        return f"“{form.fields[name].label}”"


def disability_rows() -> Sequence[DisabilityRow]:
    """Return the rows of the disability table in force today."""
    value = law.at(timezone.localdate()).value("benefit/disability/table")
    return list(value.disabilities.values())


def _rows(
    kind: type[forms.Form], prefix: str, number: int, given: Mapping[str, Any], needed: int = 0
) -> list[forms.Form]:
    """Return rows of a table; those that nobody has touched may stay empty."""
    return [
        kind(prefix=f"{prefix}-{i}", empty_permitted=i >= needed, use_required_attribute=i < needed, **given)
        for i in range(number)
    ]


def _filled(rows: Sequence[forms.Form]) -> list[forms.Form]:
    return [row for row in rows if row.has_changed()]


def _share(percent: int | Decimal) -> str:
    """Return a percentage as the share that the document writes: 50 as ``0.5``."""
    return f"{(Decimal(percent) / 100).normalize():f}"


def _plain(value: object) -> object:
    if isinstance(value, Rupiah):
        return value.idr
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def _sentences(faults: str) -> list[str]:
    """Split what a refusal lists. A part that names no place belongs to the sentence before it."""
    sentences: list[str] = []
    for part in faults.split("; "):
        if sentences and not _PLACE.search(part):
            sentences[-1] += f"; {part}"
        else:
            sentences.append(re.sub(r"^([\w.\[\]]+): ", r"\1 ", part))
    return sentences


def _offer(labels: Mapping[Any, Text]) -> list[tuple[str, str]]:
    return [(str(value), say(label)) for value, label in labels.items()]


def _initial() -> dict[str, Any]:
    return {
        "per_tanggal": timezone.localdate(),
        "dasar": "1.000.000",
        "segmen": Segment.BPU.value,
        "sumber": Payer.APBD.value,
    }


_PLACE: Final = re.compile(
    r"\b(?:event|member|children|survivors|as_of|file_complete_on|paid_on)\b(?:\[\d+\])?(?:\.\w+(?:\[\d+\])?)*"
)
_EVENT_PLACES: Final = {
    "event.date": "tanggal",
    "event.died_on": "meninggal",
    "event.onset_hours": "jam",
    "event.days_unable": "hari",
    "event.home_care_cost_idr": "rumah",
    "event.reported_on": "dilaporkan",
}
_MEMBER_PLACES: Final = {
    "member.segment": "segmen",
    "member.carrier": "penanggung",
    "member.base_idr": "dasar",
    "member.payer": "sumber",
    "member.enrolled_on": "terdaftar",
}
_MODES: Final = {"darat": Mode.LAND.value, "laut": Mode.SEA.value, "udara": Mode.AIR.value}
_APPLIANCES: Final = {
    "tiruan": "prosthesis",
    "penopang": "orthosis",
    "gigi": "denture",
    "dengar": "hearing_aid",
    "kacamata": "glasses",
}
_CARE: Final = ("hari", "darat", "laut", "udara", "rumah", *_APPLIANCES)
_NOT_ASKED: Final[Mapping[Occurrence, tuple[str, ...]]] = {
    Occurrence.ILLNESS: ("penyebab", "meninggal", "jam", "akibat", "tangan", *_CARE),
    Occurrence.FATAL_ACCIDENT: ("jam", "akibat", "tangan", *_APPLIANCES),
    Occurrence.ACCIDENT: ("meninggal", "jam", "pasangan"),
    Occurrence.SUDDEN: ("penyebab", "meninggal", "akibat", "tangan", "hari", "rumah", *_APPLIANCES),
    Occurrence.AT_SEA: ("penyebab", "meninggal", "jam", "akibat", "tangan", *_CARE),
}
