"""After the draft: the text in Word, the signed scan, the public notice, and a draft that is discarded."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import paper_trail as trail
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from docx import Document
from pypdf import PdfWriter

from jaring.office.access.scope import NotAllowedError
from jaring.office.audit.models import AuditEntry
from jaring.office.programme import errors, queries, services
from jaring.office.programme.models import Decree, DecreeEnactment, TargetingRun
from jaring.office.proofs import Proof

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = "01/KEP/CONTOH/2026"


@pytest.fixture(autouse=True)
def shelf(settings: Any, tmp_path: Path) -> None:
    settings.JARING_DATA = tmp_path


@pytest.fixture
def run(people: Any, programme: Any, users: Any, make_person: Any, villages: Any) -> TargetingRun:
    for letter in "ABCDEF":
        make_person(f"Warga {letter}", villages.kefa)
    return trail.run_targeting(programme.year, programme.payer, users.officer, with_optimum=False)


@pytest.fixture
def draft(run: TargetingRun, users: Any) -> Decree:
    return trail.initial_decree(run, users.officer, None)


def scanned(pages: int = 2, password: str = "") -> bytes:
    paper, file = PdfWriter(), BytesIO()
    for _page in range(pages):
        paper.add_blank_page(200, 300)
    if password:
        paper.encrypt(password)
    paper.write(file)
    return file.getvalue()


def sign(decree: Decree, users: Any, content: bytes = b"", **changes: Any) -> Any:
    read = {"number": decree.number, "annex_hash": decree.annex_hash[:16], "signed_date": decree.decree_date} | changes
    return services.keep_scan(decree, content or scanned(), actor=users.officer, now=trail.NOW, **read)


def test_word_says_what_the_decree_says_and_names_its_annex(users: Any, client_of: Any, draft: Decree) -> None:
    response = client_of(users.officer).post(reverse("decrees:print", args=[draft.public_id]), {"suffix": ".docx"})

    paper = Document(BytesIO(b"".join(response)))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert f"NOMOR {NUMBER}" in [line.text for line in paper.paragraphs]
    assert {"Menimbang", "Mengingat", "Menetapkan", "KESATU"} <= set(cells)
    assert any("Peraturan Daerah contoh" in cell for cell in cells)
    foot = paper.sections[0].footer.paragraphs[0].text
    assert foot.startswith("RANCANGAN")
    assert draft.annex_hash[:16] in foot


def test_a_scan_is_kept_once_number_and_hash_are_those_of_the_decree(
    users: Any, client_of: Any, draft: Decree
) -> None:
    content = scanned()
    officer = client_of(users.officer)
    form = {
        "number": NUMBER,
        "signed_date": "2-11-2026",
        "annex_hash": draft.annex_hash[:12].upper(),
        "scan": SimpleUploadedFile("naskah.pdf", content),
    }

    response = officer.post(reverse("decrees:sign", args=[draft.public_id]), form, follow=True)

    kept = draft.scans.get()
    assert (kept.pages, Proof(kept.sha256, ".pdf").path.read_bytes()) == (2, content)
    assert kept.sha256 in response.content.decode()
    taken = officer.get(reverse("decrees:scan", args=[draft.public_id, kept.public_id]))
    assert b"".join(taken) == content
    assert AuditEntry.objects.filter(event="decree.scan_taken").exists()
    with pytest.raises(errors.DoneAlreadyError):
        sign(draft, users, content)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"number": "02/KEP"}, errors.WrongPaperError),
        ({"annex_hash": "0" * 16}, errors.WrongPaperError),
        ({"annex_hash": ""}, errors.WrongPaperError),
        ({"content": b"<html>"}, errors.ScanRefusedError),
        ({"content": b"%PDF-1.7 broken"}, errors.ScanRefusedError),
        ({"content": scanned(password="rahasia")}, errors.ScanRefusedError),
    ],
)
def test_another_paper_is_refused(users: Any, draft: Decree, changes: dict[str, Any], refusal: type) -> None:
    with pytest.raises(refusal):
        sign(draft, users, **changes)
    assert not draft.scans.exists()


def test_a_discarded_draft_frees_its_number_and_never_comes_into_force(
    users: Any, run: TargetingRun, draft: Decree
) -> None:
    services.discard_draft(draft, "Salah bulan", actor=users.officer, now=trail.NOW)

    for act in (
        lambda: services.enact_decree(draft, actor=users.head, now=trail.NOW),
        lambda: services.discard_draft(draft, "Lagi", actor=users.officer, now=trail.NOW),
        lambda: sign(draft, users),
    ):
        with pytest.raises(errors.DecreeDiscardedError):
            act()
    with pytest.raises(IntegrityError, match="not put in force"), transaction.atomic():
        DecreeEnactment.objects.create(decree=draft, enacted_by=users.head, enacted_at=trail.NOW)
    again = trail.initial_decree(run, users.officer, None)
    with pytest.raises(errors.NumberTakenError):
        trail.initial_decree(run, users.officer, None)
    twin = Decree.objects.get(pk=again.pk)
    twin.pk, twin.public_id = None, uuid4()
    with pytest.raises(IntegrityError, match="taken"), transaction.atomic():
        twin.save(force_insert=True)
    assert queries.decree_by_number("53.03", NUMBER) == again
    services.enact_decree(again, actor=users.head, now=trail.NOW)
    with pytest.raises(errors.AlreadyInForceError):
        services.discard_draft(again, "Menyesal", actor=users.officer, now=trail.NOW)


def test_a_discarded_amendment_gives_the_exits_back(
    users: Any, run: TargetingRun, draft: Decree, people: Any, programme: Any
) -> None:
    services.enact_decree(draft, actor=users.head, now=trail.NOW)
    trail.leave(people["yohanes"], users.officer)
    amendment = trail.amendment(programme.year, programme.payer, users.officer)
    assert not queries.exits_not_taken_up().exists()

    services.discard_draft(amendment, "Menunggu laporan lain", actor=users.officer, now=trail.NOW)

    assert queries.exits_not_taken_up().get().person == people["yohanes"]
    assert not queries.drafted_amendments(programme.payer, trail.FIRST).exists()


def test_what_is_published_has_counts_and_no_small_number_and_no_name(
    users: Any, client_of: Any, draft: Decree
) -> None:
    head, address = client_of(users.head), reverse("decrees:publish", args=[draft.public_id])
    with pytest.raises(errors.NotYetInForceError):
        services.publish_decree(draft, actor=users.head, now=trail.NOW)
    services.enact_decree(draft, actor=users.head, now=trail.NOW)
    with pytest.raises(NotAllowedError):
        services.publish_decree(draft, actor=users.officer, now=trail.NOW)

    head.post(address)
    text = client_of(None).get(f"{reverse('public:page')}?wilayah=53.03").content.decode()

    assert NUMBER in text
    part = text[text.index(NUMBER) :].partition("</section>")[0]
    assert "Naibenu" in part
    assert "Warga" not in part
    counts = {row["code"]: row["additions"] for row in draft.publication.counts}
    assert min(counts.values()) < 5
    assert f">{min(counts.values())}<" not in part
