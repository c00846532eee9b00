"""The words of the form of a case: what people call an event, a school, a relative."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from jaring.core.benefit.case import Cause, Hand, Kind, Level, Outcome, Relation
from jaring.core.coverage.membership import Carrier
from jaring.core.text import Text


class Occurrence(StrEnum):
    """What happened, as people say it. Each asks for facts of its own."""

    ILLNESS = "meninggal"
    FATAL_ACCIDENT = "kecelakaan-meninggal"
    ACCIDENT = "kecelakaan"
    SUDDEN = "meninggal-mendadak"
    AT_SEA = "hilang-di-laut"

    @property
    def label(self) -> Text:
        return OCCURRENCES[self].label

    @property
    def hint(self) -> Text:
        return OCCURRENCES[self].hint

    @property
    def is_death(self) -> bool:
        return self is not Occurrence.ACCIDENT


@dataclass(frozen=True, slots=True)
class OccurrenceFacts:
    """How a kind of case is called, and what the rules call it. Without cause or outcome the form asks."""

    label: Text
    hint: Text
    kind: Kind
    cause: Cause | None
    outcome: Outcome | None


OCCURRENCES: Final[Mapping[Occurrence, OccurrenceFacts]] = {
    Occurrence.ILLNESS: OccurrenceFacts(
        Text("Meninggal karena sakit atau sebab lain", "Death by illness or another cause"),
        Text("Bukan karena pekerjaan.", "Not caused by work."),
        Kind.DEATH,
        Cause.OTHER,
        Outcome.DEATH,
    ),
    Occurrence.FATAL_ACCIDENT: OccurrenceFacts(
        Text("Meninggal karena kecelakaan kerja", "Death by a work accident"),
        Text(
            "Langsung atau kemudian; juga karena penyakit akibat kerja.",
            "At once or later; also by an occupational disease.",
        ),
        Kind.ACCIDENT,
        None,
        Outcome.DEATH,
    ),
    Occurrence.ACCIDENT: OccurrenceFacts(
        Text("Kecelakaan kerja, peserta hidup", "Work accident, the participant lives"),
        Text(
            "Luka, tidak mampu bekerja, atau cacat; juga penyakit akibat kerja.",
            "Injury, inability to work, or disability; also an occupational disease.",
        ),
        Kind.ACCIDENT,
        None,
        None,
    ),
    Occurrence.SUDDEN: OccurrenceFacts(
        Text("Meninggal mendadak di tempat kerja", "Sudden death at work"),
        Text("Tanpa kecelakaan, tidak lama sesudah gejala.", "Without an accident, soon after the first signs."),
        Kind.DEATH,
        Cause.SUDDEN_DEATH_AT_WORK,
        Outcome.DEATH,
    ),
    Occurrence.AT_SEA: OccurrenceFacts(
        Text("Hilang di laut saat bekerja", "Missing at sea while at work"),
        Text("Misalnya nelayan yang tidak kembali.", "For example a fisher who did not come back."),
        Kind.DEATH,
        Cause.MISSING_AT_SEA,
        Outcome.DEATH,
    ),
}
CAUSES: Final[Mapping[Any, Text]] = {
    Cause.WORK_ACCIDENT: Text("kecelakaan kerja", "work accident"),
    Cause.OCCUPATIONAL_DISEASE: Text("penyakit akibat kerja", "occupational disease"),
    Cause.OTHER: Text("kecelakaan di luar pekerjaan", "accident outside work"),
}
OUTCOMES: Final[Mapping[Any, Text]] = {
    Outcome.TEMPORARY: Text("sembuh atau masih dirawat", "healed, or still in care"),
    Outcome.PARTIAL_DISABILITY: Text("cacat sebagian", "partial disability"),
    Outcome.TOTAL_DISABILITY: Text(
        "cacat total, tidak mampu bekerja lagi", "total disability, no longer able to work"
    ),
}
HANDS: Final[Mapping[Any, Text]] = {Hand.RIGHT: Text("kanan", "right"), Hand.LEFT: Text("kiri (kidal)", "left")}
CARRIERS: Final[Mapping[Any, Text]] = {
    Carrier.BPJS_TK: Text("BPJS Ketenagakerjaan", "BPJS Ketenagakerjaan"),
    Carrier.TASPEN: Text("TASPEN", "TASPEN"),
}
EXIT_REASONS: Final[Mapping[Any, Text]] = {
    "moved": Text("pindah", "moved away"),
    "employed": Text("bekerja sebagai penerima upah", "became a wage earner"),
    "civil_servant": Text("menjadi ASN, TNI, atau Polri", "became a civil servant, soldier or police officer"),
    "own_wish": Text("atas permintaan sendiri", "by own wish"),
    "died": Text("meninggal", "died"),
    "other": Text("lainnya", "other"),
}
LEVELS: Final[Mapping[Any, Text]] = {
    Level.NONE: Text("tidak bersekolah", "not at school"),
    Level.TK: Text("TK", "kindergarten (TK)"),
    Level.SD: Text("SD atau sederajat", "primary school (SD)"),
    Level.SMP: Text("SMP atau sederajat", "lower secondary school (SMP)"),
    Level.SMA: Text("SMA, SMK atau sederajat", "upper secondary school (SMA, SMK)"),
    Level.PT: Text("perguruan tinggi atau pelatihan", "university or training"),
}
SPOUSES: Final[Mapping[Any, Text]] = {
    "": Text("tidak ada", "none"),
    Relation.WIDOW: Text("istri yang ditinggalkan", "widow"),
    Relation.WIDOWER: Text("suami yang ditinggalkan", "widower"),
}
RELATIONS: Final[Mapping[Any, Text]] = {
    Relation.PARENT: Text("orang tua", "parent"),
    Relation.GRANDCHILD: Text("cucu", "grandchild"),
    Relation.GRANDPARENT: Text("kakek atau nenek", "grandparent"),
    Relation.SIBLING: Text("saudara kandung", "brother or sister"),
    Relation.PARENT_IN_LAW: Text("mertua", "parent-in-law"),
    Relation.NAMED_IN_WILL: Text("yang ditunjuk dalam wasiat", "named in the will"),
    Relation.FUNERAL_ARRANGER: Text("yang mengurus pemakaman", "who arranged the funeral"),
}
RELATION_LABELS: Final[Mapping[Relation, Text]] = {
    **{relation: label for relation, label in {**SPOUSES, **RELATIONS}.items() if relation},
    Relation.WIDOW: Text("istri", "widow"),
    Relation.WIDOWER: Text("suami", "widower"),
    Relation.CHILD: Text("anak", "child"),
}
