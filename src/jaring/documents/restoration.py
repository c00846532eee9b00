"""The request (surat permohonan) that asks the insurer to restore months which a payer pays late, as PDF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from jaring.core.money import ZERO, Rupiah
from jaring.core.month import Month
from jaring.core.text import Text
from jaring.documents import words
from jaring.documents.bill import LawValue
from jaring.documents.errors import DocumentFactsError
from jaring.documents.files import replacing
from jaring.documents.letterhead import Letterhead, Signatory, letterhead_facts, signatory_facts
from jaring.documents.typesetting import Part, typeset
from jaring.documents.words import printable

SUBJECT: Final = "Permohonan pemulihan kesinambungan kepesertaan"


@dataclass(frozen=True, slots=True, kw_only=True)
class RestorationMonth:
    """A month to restore: for how many people and for how much."""

    month: Month
    people: int
    amount_idr: Rupiah


@dataclass(frozen=True, slots=True, kw_only=True)
class RestorationRequest:
    """All that the request says.

    Attributes:
        number: As the office gives it; may be a line of dots to be filled by hand.
        payer: Whose money pays.
        group: The insurer's group (wadah) of the payer's people; empty where it is not known.
        agreement: Number and day of the cooperation agreement (PKS).
        covered_until: First day without cover (half-open); None where the people were never covered.
        cause: Why the payer was late, as a part of a sentence.
        people: How many lost their continuity.
        months: What is asked for, by rising month.
        papers: What goes with the request.
        bases: What practice and law say, with how well it is known.
        copies: Who gets a copy.
    """

    number: str
    issued_date: date
    letterhead: Letterhead
    signatory: Signatory
    signed_place: str
    recipient: str
    recipient_place: str
    payer: str
    group: str
    agreement: str
    covered_until: date | None
    cause: str
    people: int
    months: tuple[RestorationMonth, ...]
    papers: tuple[str, ...]
    bases: tuple[LawValue, ...]
    copies: tuple[str, ...]

    @property
    def amount_idr(self) -> Rupiah:
        return sum((month.amount_idr for month in self.months), ZERO)


def check_request(request: RestorationRequest) -> None:
    """Refuse a request whose facts contradict each other.

    Raises:
        DocumentFactsError: (JRG-801) see the sentence for the rule that is broken.
    """
    months = [each.month for each in request.months]
    rules = (
        (not months, Text("tidak ada bulan yang dimohonkan.", "no month is asked for.")),
        (months != sorted(set(months)), Text("bulannya ganda atau tidak berurutan.", "months repeat or do not rise.")),
        (
            any(
                each.people <= 0 or each.people > request.people or each.amount_idr.idr < 0 for each in request.months
            ),
            Text("jumlah peserta atau rupiahnya tidak masuk akal.", "a number of people or an amount makes no sense."),
        ),
    )
    for is_broken, rule in rules:
        if is_broken:
            raise DocumentFactsError(rule=rule)


def write_restoration_pdf(request: RestorationRequest, target: Path, *, made_at: datetime) -> int:
    """Write the request as PDF and return its number of pages; ``target`` is replaced only by a complete file.

    Raises:
        DocumentFactsError: (JRG-801) the facts contradict each other.
        TypesettingStoppedError: (JRG-802) the typesetting process was killed or took too long.
        TypesettingFailedError: (JRG-803) the page template does not compile.
        DocumentNotWrittenError: (JRG-807) no space, no right to write, no such folder.
    """
    check_request(request)
    document, pages = typeset([Part("Surat", "restoration.typ", _page_facts(request))], title=SUBJECT, made_at=made_at)
    with replacing(target) as folder:
        (folder / target.name).write_bytes(document)
    return pages


def _page_facts(request: RestorationRequest) -> Mapping[str, object]:
    amount = request.amount_idr
    return {
        "title": SUBJECT,
        "draft": False,
        "running_foot": f"{SUBJECT}, {printable(request.payer)}",
        "letterhead": letterhead_facts(request.letterhead),
        "signatory": signatory_facts(request.signatory),
        "number": printable(request.number),
        "subject": SUBJECT,
        "place_and_day": f"{printable(request.signed_place)}, {words.long_date(request.issued_date)}",
        "issued_date": words.long_date(request.issued_date),
        "recipient": printable(request.recipient),
        "recipient_place": printable(request.recipient_place),
        "opening": _opening(request),
        "points": [_paid_until(request), _CONSEQUENCE, _willing(amount)],
        "requests": [
            _restore(request),
            "menerbitkan kode iuran untuk bulan-bulan tersebut; dan",
            "meneruskan permohonan ini kepada kantor wilayah dan kantor pusat apabila diperlukan persetujuannya.",
        ],
        "papers": [printable(paper) for paper in request.papers],
        "bases": [_basis(value) for value in request.bases],
        "copies": [printable(copy) for copy in request.copies],
        "months": [
            [f"{n}.", words.month_name(each.month), words.thousands(each.people), words.thousands(each.amount_idr.idr)]
            for n, each in enumerate(request.months, start=1)
        ],
        "total": words.thousands(amount.idr),
        "total_words": words.spell_rupiah(amount),
    }


def _opening(request: RestorationRequest) -> str:
    group = f" (kode wadah {printable(request.group)})" if request.group else ""
    return (
        "Berkenaan dengan kepesertaan pekerja rentan dalam program Jaminan Kecelakaan Kerja (JKK) dan Jaminan "
        f"Kematian (JKM) yang iurannya ditanggung oleh {printable(request.payer)}{group} berdasarkan Perjanjian Kerja "
        f"Sama {printable(request.agreement)}, dengan ini kami sampaikan hal-hal sebagai berikut:"
    )


def _paid_until(request: RestorationRequest) -> str:
    cause = printable(request.cause)
    if request.covered_until is None:
        return (
            f"Iuran {_people(request.people)} untuk bulan {_months(request)} belum disetor karena {cause}, sehingga "
            "peserta tersebut belum terlindungi sejak didaftarkan."
        )
    last = words.month_name(Month.of(request.covered_until) + -1)
    return (
        f"Iuran {_people(request.people)} telah disetor sampai dengan bulan {last}. Iuran bulan {_months(request)} "
        f"belum disetor karena {cause}."
    )


def _willing(amount: Rupiah) -> str:
    return (
        f"Kami bersedia melunasi seluruh iuran bulan-bulan tersebut sebesar {words.rupiah(amount)} "
        f"({words.spell_rupiah(amount)}) dengan rincian sebagaimana tercantum dalam Lampiran."
    )


def _restore(request: RestorationRequest) -> str:
    return (
        f"memulihkan kesinambungan kepesertaan {_people(request.people)} tersebut untuk bulan iuran "
        f"{_months(request)}, sehingga bulan-bulan itu dicatat sebagai lanjutan kepesertaan yang lama;"
    )


def _people(count: int) -> str:
    return f"{words.thousands(count)} ({words.spell(count)}) orang peserta"


def _months(request: RestorationRequest) -> str:
    first, last = request.months[0].month, request.months[-1].month
    return words.period(first, last + 1)


def _basis(value: LawValue) -> list[str]:
    source = f"{value.law}, {value.article}" if value.article else value.law
    return [*map(printable, (value.label, value.value, source)), value.status.label.id]


_CONSEQUENCE: Final = (
    "Karena bulan yang belum dibayar telah melewati batas tunggakan, pembayaran berikutnya akan dicatat sebagai "
    "kepesertaan baru. Akibatnya peserta tidak terlindungi pada bulan-bulan yang kosong dan harus menjalani kembali "
    "masa tunggu manfaat JKM, padahal kelalaian membayar bukan berasal dari peserta."
)
