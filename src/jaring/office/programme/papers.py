"""The decree as a paper: from its rows in the database to PDF and workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from django.db import transaction

from jaring.core.money import Rupiah
from jaring.core.month import Month
from jaring.documents.annex import AnnexRow, annex_hash
from jaring.documents.decree import DecreeDocument, DecreeKind, DecreeStatus, write_annex_xlsx, write_decree_pdf
from jaring.documents.letterhead import Signatory
from jaring.documents.templates import load_template
from jaring.documents.typesetting import no_progress
from jaring.documents.wording import DECREE_TEMPLATE, DecreeFacts, Sharing, decree_letterhead, propose_wording
from jaring.office import papers
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import require
from jaring.office.audit import services as audit
from jaring.office.programme import queries, shares
from jaring.office.programme.commitments import Facts
from jaring.office.programme.errors import DecreeAlteredError
from jaring.office.programme.models import Decree, DecreeScan, Payer
from jaring.office.programme.services import annex_rows
from jaring.office.rules import queries as rules
from jaring.office.rules.queries import Pricing
from jaring.regencies import profile


class LegalBasis(NamedTuple):
    """A legal basis as the decree names it; ``status`` is empty where the office wrote it by hand."""

    text: str
    status: str


def legal_bases(decree: Decree) -> list[LegalBasis]:
    """Return the decree's legal bases, each with how sure its wording is."""
    known = {basis.text: basis.status for basis in proposed_legal_bases(decree.regency_id, decree.decree_date)}
    return [LegalBasis(text, known.get(text, "")) for text in decree.legal_bases]


def proposed_legal_bases(regency_code: str, on: date) -> list[LegalBasis]:
    """Return the legal bases that the regency's template proposes on a day."""
    template = load_template(regency_code, DECREE_TEMPLATE, on)
    return [LegalBasis(basis["text"], basis["status"]) for basis in template["legal_bases"]]


def decree_document(decree: Decree) -> DecreeDocument:
    """Return all that the decree says, apart from its annex.

    Raises:
        TemplateUnknownError: (JRG-804) the regency has no wording for that day.
    """
    members = queries.covered_once_in_force(decree)
    until_month = decree.programme_year.until_month
    compute = rules.pricing_of(decree.regency_id, known_at=_settled_at(decree))
    monthly, total = _cost(members, decree.payer, decree.effective_month, until_month, compute)
    facts = DecreeFacts(
        kind=DecreeKind(decree.kind),
        payer=decree.payer.name,
        from_month=decree.effective_month,
        until_month=until_month,
        participants=members.total(),
        monthly_idr=monthly,
        total_idr=total,
        additions=decree.additions,
        removals=decree.removals,
        amends_number=decree.amends.number if decree.amends else "",
        amends_date=decree.amends.decree_date if decree.amends else None,
        from_payer=decree.from_payer.name if decree.from_payer else "",
        sharing=_sharing(decree, until_month) if decree.plan else None,
    )
    wording = propose_wording(decree.regency_id, facts, decree.decree_date)
    return DecreeDocument(
        number=decree.number,
        signed_date=decree.decree_date,
        about=wording.about,
        considerations=wording.considerations,
        legal_bases=tuple(decree.legal_bases),
        dictum=wording.dictum,
        payer=facts.payer,
        from_month=facts.from_month,
        until_month=facts.until_month,
        participants=facts.participants,
        monthly_idr=facts.monthly_idr,
        total_idr=facts.total_idr,
        letterhead=decree_letterhead(decree.regency_id, decree.decree_date),
        signatory=Signatory(title=decree.signatory_title, name=decree.signatory_name or papers.BLANK),
        signed_place=profile(decree.regency_id).capital,
        copies=wording.copies,
        kind=facts.kind,
        status=DecreeStatus.IN_FORCE if decree.is_in_force else DecreeStatus.DRAFT,
        amends_number=facts.amends_number,
        amends_date=facts.amends_date,
    )


def decree_annex(decree: Decree) -> list[AnnexRow]:
    """Return the annex as it was hashed when the decree was drafted.

    Raises:
        DecreeAlteredError: (JRG-513) the lines are no longer those.
    """
    lines = decree.lines.select_related("village__district").order_by("number")
    rows = annex_rows(lines, decree.effective_month)
    if annex_hash(rows) != decree.annex_hash:
        raise DecreeAlteredError
    return rows


def write_decree(
    decree: Decree, folder: Path, *, now: datetime, on_progress: Callable[[int, int], None] = no_progress
) -> Path:
    """Write the decree with its annex as PDF into a folder and return its path.

    A decree in force is typeset once and then copied: its paper never changes.

    Raises:
        DecreeAlteredError: (JRG-513)
        DocumentFactsError: (JRG-801)
    """
    return papers.copy_to(_kept_pdf(decree, now, on_progress), folder, paper_name(decree, ".pdf"))


def write_annex_workbook(decree: Decree, target: Path) -> None:
    """Write the annex as a workbook.

    Raises:
        DecreeAlteredError: (JRG-513)
        DocumentFactsError: (JRG-801)
    """
    write_annex_xlsx(decree_document(decree), decree_annex(decree), target, made_at=_settled_at(decree))


def print_decree(decree: Decree, suffix: str, *, actor: User, now: datetime) -> Path:
    """Return the decree as PDF, its annex as workbook (``.xlsx``) or its text for Word, and write down who took it.

    Raises:
        NotAllowedError: (JRG-601)
        DecreeAlteredError: (JRG-513)
    """
    require(actor, Action.PRINT_DECREE, decree.regency_id)
    write: dict[str, Callable[[Decree], Path]] = {".xlsx": _kept_workbook, ".docx": _kept_text}
    paper = write[suffix](decree) if suffix in write else _kept_pdf(decree, now)
    with transaction.atomic():
        audit.record(
            actor,
            "decree.printed",
            decree.regency_id,
            now=now,
            subject=decree.number,
            detail={"format": suffix[1:], "rows": decree.additions + decree.removals},
        )
    return paper


def note_scan_taken(decree: Decree, scan: DecreeScan, *, actor: User, now: datetime) -> None:
    """Write down who took the signed paper of a decree.

    Raises:
        NotAllowedError: (JRG-601)
    """
    require(actor, Action.PRINT_DECREE, decree.regency_id)
    with transaction.atomic():
        audit.record(
            actor,
            "decree.scan_taken",
            decree.regency_id,
            now=now,
            subject=decree.number,
            detail={"sha256": scan.sha256},
        )


def paper_name(decree: Decree, suffix: str) -> str:
    """Return the file name of a decree's paper; a draft says so."""
    return papers.file_name("" if decree.is_in_force else "rancangan", "sk", decree.number, suffix=suffix)


def _kept_pdf(decree: Decree, now: datetime, on_progress: Callable[[int, int], None] = no_progress) -> Path:
    def write(target: Path) -> None:
        write_decree_pdf(document, decree_annex(decree), target, made_at=now, on_progress=on_progress)

    document = decree_document(decree)
    return papers.kept(_subject(decree), _content(decree, document), ".pdf", write)


def _kept_workbook(decree: Decree) -> Path:
    content = _content(decree, decree_document(decree))
    return papers.kept(_subject(decree), content, ".xlsx", partial(write_annex_workbook, decree))


def _kept_text(decree: Decree) -> Path:
    from jaring.documents.decree_word import write_decree_docx  # Loads lxml: only where somebody asks for Word.

    document = decree_document(decree)
    made_at = _settled_at(decree)
    write = partial(write_decree_docx, document, annex_hash=decree.annex_hash, made_at=made_at)
    return papers.kept(_subject(decree), _content(decree, document), ".docx", write)


def _subject(decree: Decree) -> str:
    return f"sk-{decree.public_id}"


def _content(decree: Decree, document: DecreeDocument) -> str:
    """Return what names a kept paper: a decree in force has one paper for ever, a draft one for each text."""
    if decree.is_in_force:
        return f"in-force-{decree.annex_hash[:32]}"
    return f"draft-{papers.content_hash(document, decree.annex_hash)[:32]}"


def _settled_at(decree: Decree) -> datetime:
    return decree.enactment.enacted_at if decree.is_in_force else decree.drafted_at


def _sharing(decree: Decree, until_month: Month) -> Sharing:
    """Return the plan of a decree with the payer's shares that begin in its months."""
    plan, first = decree.plan, decree.effective_month
    assert plan is not None  # Asked for a decree with a plan only.
    terms = shares.terms_of(plan)
    begins = [first, *(month for month, _percent in terms.steps if first < month < until_month)]
    percents = tuple((month, terms.percent_of(decree.payer_id, month)) for month in begins)
    return Sharing(plan.name, plan.partner.name, percents)


def _cost(
    members: Mapping[Facts, int], payer: Payer, from_month: Month, until_month: Month, pricing: Pricing
) -> tuple[Rupiah, Rupiah]:
    """Return what the members cost the payer in the dearest month, and in all months together."""
    plans = shares.plans_with(payer)
    months = []
    for month in from_month.until(until_month):
        prices = [
            (people, shares.price_of(payer, month, base_idr, sector, plans.get(plan or 0), pricing))
            for (base_idr, sector, plan), people in members.items()
        ]
        months.append(sum(people * (price.jkk_idr + price.jkm_idr) for people, price in prices))
    return Rupiah(max(months, default=0)), Rupiah(sum(months))
