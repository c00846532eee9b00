"""Turn a decree and its annex into the parts that are typeset."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from string import ascii_lowercase

from jaring.core.money import Rupiah
from jaring.documents import words
from jaring.documents.annex import AnnexChange, AnnexRow, by_district
from jaring.documents.decree_document import DecreeDocument, DecreeKind, DecreeStatus
from jaring.documents.letterhead import letterhead_facts, signatory_facts
from jaring.documents.seal import seal_svg, seal_text
from jaring.documents.typesetting import Facts, Part
from jaring.documents.words import for_cell, printable

ROWS_PER_PART_MAX = 1000
"""Rows that one process typesets: bounds its memory however large a kecamatan is."""

_ROWS_PER_SECTION_MIN = 40
"""With fewer people per kecamatan on average, kecamatan share pages."""

_BLANK = "........................"


@dataclass(frozen=True, slots=True)
class _Section:
    """Rows of one kecamatan that stand together; ``index`` counts its sections from 0."""

    district_rows: int
    rows: Sequence[AnnexRow]
    index: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DecreeText:
    """The sentences of a decree: mark or label, and text."""

    considerations: list[tuple[str, str]]
    legal_bases: list[tuple[str, str]]
    resolved: str
    dictum: list[tuple[str, str]]
    copies: list[str]


def decree_title(decree: DecreeDocument) -> str:
    """Name the decree for the PDF's title bar."""
    return f"Keputusan {decree.letterhead.government.title()} Nomor {number_of(decree)}"


def decree_parts(decree: DecreeDocument, rows: Sequence[AnnexRow], fingerprint: str) -> list[Part]:
    """Lay out the decree, annex I (counts) and annex II (people), in the order of the pages."""
    districts = by_district(rows)
    shared = _shared_facts(decree, rows, fingerprint)
    sections = [section for _, district in districts for section in _sections(district)]
    lists = [_list_part(decree, group, shared) for group in _packed(sections)]
    lists[0] = replace(lists[0], facts={**lists[0].facts, "opens_annex": True})
    lists[-1] = replace(lists[-1], facts={**lists[-1].facts, "closing": _closing(decree, rows)})
    return [
        Part("Keputusan", "decree.typ", {**shared, **_decree_facts(decree)}),
        Part("Lampiran I", "annex-summary.typ", {**shared, **_summary_facts(decree, districts)}),
        *lists,
    ]


def vouched_text(decree: DecreeDocument, rows: Sequence[AnnexRow], fingerprint: str) -> str:
    """Return what the QR code says."""
    vouched = {
        "nomor": decree.number or "-",
        "tanggal": decree.signed_date.isoformat() if decree.signed_date else "-",
        "status": "rancangan" if decree.status is DecreeStatus.DRAFT else "berlaku",
        "baris lampiran": len(rows),
        "peserta": decree.participants,
        "iuran seluruhnya (Rp)": decree.total_idr.idr,
        "sha256 lampiran": fingerprint,
    }
    return seal_text("JARING SK 1", vouched)


def number_of(decree: DecreeDocument) -> str:
    """Return the number of the decree, dots where it has none yet."""
    return printable(decree.number) or _BLANK


def signed_date_of(decree: DecreeDocument) -> str:
    """Return the day of signature in words, dots where it has none yet."""
    return words.long_date(decree.signed_date) if decree.signed_date else _BLANK


def _shared_facts(decree: DecreeDocument, rows: Sequence[AnnexRow], fingerprint: str) -> Facts:
    is_draft = decree.status is DecreeStatus.DRAFT
    mark = "RANCANGAN, belum berlaku. " if is_draft else ""
    return {
        "title": decree_title(decree),
        "draft": is_draft,
        "amendment": decree.kind is DecreeKind.AMENDMENT,
        "running_foot": f"{mark}{decree_title(decree)}, lampiran {fingerprint[:16]}",
        "letterhead": letterhead_facts(decree.letterhead),
        "signatory": signatory_facts(decree.signatory),
        "issuer": decree.letterhead.government.upper(),
        "number": number_of(decree),
        "signed_date": signed_date_of(decree),
        "about": printable(decree.about).upper(),
        "hash_lines": [fingerprint[:32], fingerprint[32:]],
        "qr": seal_svg(vouched_text(decree, rows, fingerprint)),
        "seal_explanation": (
            f"{words.thousands(len(rows))} baris lampiran. Berkas lampiran.jsonl yang melekat pada PDF ini memuat "
            "baris yang sama; SHA-256 berkas itu harus sama dengan angka di atas dan di dalam kode QR."
        ),
    }


def decree_text(decree: DecreeDocument) -> DecreeText:
    """Return the sentences of a decree with their marks, as every paper of it prints them."""
    copies = [_open_ended(copy) for copy in decree.copies]
    return DecreeText(
        considerations=[
            (f"{letter}.", f"{_open_ended(item)};")
            for letter, item in zip(_letters(len(decree.considerations)), decree.considerations, strict=True)
        ],
        legal_bases=[
            (f"{number}.", f"{_open_ended(item)};") for number, item in enumerate(decree.legal_bases, start=1)
        ],
        resolved=f"KEPUTUSAN {decree.letterhead.government.upper()} TENTANG {printable(decree.about).upper()}.",
        dictum=[
            (words.ordinal(number), f"{_open_ended(item)}.") for number, item in enumerate(decree.dictum, start=1)
        ],
        copies=[*(f"{copy};" for copy in copies[:-1]), *(f"{copy}." for copy in copies[-1:])],
    )


def _decree_facts(decree: DecreeDocument) -> Facts:
    text = decree_text(decree)
    return {
        "considerations": [item for _mark, item in text.considerations],
        "consideration_marks": [mark for mark, _item in text.considerations],
        "legal_bases": [item for _mark, item in text.legal_bases],
        "basis_marks": [mark for mark, _item in text.legal_bases],
        "resolved": text.resolved,
        "dictum": [{"label": label, "text": item} for label, item in text.dictum],
        "signed_place": printable(decree.signed_place),
        "copies": text.copies,
    }


def _open_ended(sentence: str) -> str:
    return printable(sentence).rstrip().rstrip(".;")


def _letters(count: int) -> Iterator[str]:
    """Yield a, b, ... z, aa, bb, ... as enumerations in regulations go."""
    for index in range(count):
        yield ascii_lowercase[index % 26] * (index // 26 + 1)


def _summary_facts(decree: DecreeDocument, districts: Sequence[tuple[str, Sequence[AnnexRow]]]) -> Facts:
    everyone = [row for _, rows in districts for row in rows]
    return {
        "facts_table": [
            ["Pembayar iuran", printable(decree.payer)],
            ["Masa kepesertaan", words.period(decree.from_month, decree.until_month)],
            ["Peserta", f"{words.thousands(decree.participants)} ({words.spell(decree.participants)}) orang"],
            ["Iuran sebulan", _amount(decree.monthly_idr)],
            ["Iuran seluruhnya", _amount(decree.total_idr)],
        ],
        "districts": [
            [f"{index}.", code, printable(rows[0].district_name), *_counts(decree, rows)]
            for index, (code, rows) in enumerate(districts, start=1)
        ],
        "totals": _counts(decree, everyone),
    }


def _counts(decree: DecreeDocument, rows: Sequence[AnnexRow]) -> list[str]:
    villages = len({row.village_code for row in rows})
    removals = sum(row.change is AnnexChange.REMOVAL for row in rows)
    changes = [len(rows) - removals, removals] if decree.kind is DecreeKind.AMENDMENT else [len(rows)]
    return [words.thousands(count) for count in (villages, *changes)]


def _sections(district: Sequence[AnnexRow]) -> Iterator[_Section]:
    for index, start in enumerate(range(0, len(district), ROWS_PER_PART_MAX)):
        yield _Section(len(district), district[start : start + ROWS_PER_PART_MAX], index)


def _packed(sections: Sequence[_Section]) -> list[list[_Section]]:
    """Give each kecamatan pages of its own, unless most would be nearly empty: then let them follow on."""
    people = sum(len(section.rows) for section in sections)
    if people >= _ROWS_PER_SECTION_MIN * len(sections):
        return [[section] for section in sections]
    packed: list[list[_Section]] = [[]]
    for section in sections:
        if sum(len(other.rows) for other in packed[-1]) + len(section.rows) > ROWS_PER_PART_MAX:
            packed.append([])
        packed[-1].append(section)
    return packed


def _list_part(decree: DecreeDocument, sections: Sequence[_Section], shared: Facts) -> Part:
    first, last = sections[0], sections[-1]
    label = f"Kecamatan {first.rows[0].district_name}"
    if last is not first:
        label += f" sampai dengan {last.rows[0].district_name}"
    elif first.index:
        label += f" ({first.index + 1})"
    is_amendment = decree.kind is DecreeKind.AMENDMENT
    facts = {
        **shared,
        "qr": "",
        "opens_annex": False,
        "closing": "",
        "list_title": "DAFTAR PERUBAHAN PESERTA" if is_amendment else "DAFTAR PESERTA MENURUT NAMA DAN ALAMAT",
        "sections": [_section_facts(decree, section) for section in sections],
    }
    return Part(label, "annex-list.typ", facts)


def _section_facts(decree: DecreeDocument, section: _Section) -> Facts:
    first = section.rows[0]
    size = f"{words.thousands(section.district_rows)} orang"
    return {
        "district": f"KECAMATAN {printable(first.district_name).upper()}",
        "note": f"{first.district_code}, {size}{', lanjutan' if section.index else ''}",
        "groups": list(_groups(decree, section.rows)),
    }


def _groups(decree: DecreeDocument, rows: Sequence[AnnexRow]) -> Iterator[Facts]:
    """Yield the tables of a part: one for an initial decree, up to two for an amendment."""
    is_amendment = decree.kind is DecreeKind.AMENDMENT
    for change, title, month_heading in (
        (AnnexChange.ADDITION, "Penambahan peserta", "Mulai"),
        (AnnexChange.REMOVAL, "Pengurangan peserta", "Berhenti"),
    ):
        chosen = [row for row in rows if row.change is change]
        if chosen:
            yield {
                "title": title if is_amendment else "",
                "month_heading": month_heading,
                "villages": [
                    {"name": _village_line(village), "rows": [_cells(row, is_amendment) for row in village]}
                    for village in _by_village(chosen)
                ],
            }


def _by_village(rows: Sequence[AnnexRow]) -> Iterator[list[AnnexRow]]:
    for _, group in groupby(rows, key=lambda row: row.village_code):
        yield list(group)


def _village_line(rows: Sequence[AnnexRow]) -> str:
    first = rows[0]
    # Kemendagri codes number kelurahan from 1001 and desa from 2001 within their kecamatan.
    kind = "Kelurahan" if first.village_code.rpartition(".")[2].startswith("1") else "Desa"
    return f"{kind} {printable(first.village_name)} ({first.village_code})"


def _cells(row: AnnexRow, is_amendment: bool) -> list[str]:
    reason = [for_cell(row.reason)] if is_amendment else []
    return [
        str(row.number),
        for_cell(row.name),
        row.masked_nik,
        str(row.birth_year or "-"),
        for_cell(row.address),
        for_cell(row.occupation),
        *reason,
        words.short_month(row.effective_month),
    ]


def _closing(decree: DecreeDocument, rows: Sequence[AnnexRow]) -> str:
    count = f"{words.thousands(len(rows))} ({words.spell(len(rows))})"
    if decree.kind is DecreeKind.INITIAL:
        return f"Jumlah peserta dalam lampiran ini {count} orang."
    return (
        f"Jumlah perubahan dalam lampiran ini {count} baris; peserta sesudah perubahan "
        f"{words.thousands(decree.participants)} ({words.spell(decree.participants)}) orang."
    )


def _amount(amount: Rupiah) -> str:
    return f"{words.rupiah(amount)} ({words.spell_rupiah(amount)})"
