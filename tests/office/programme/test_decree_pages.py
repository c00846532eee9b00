"""Decrees as pages: drafts, the annex in the reader's area, papers with a trace, and two people for one decree."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import paper_trail as trail
import pytest
from django.urls import reverse

from jaring.office.audit.models import AuditEntry
from jaring.office.programme.models import Decree, TargetingRun

SIXTEEN_DIGITS = re.compile(r"(?<![0-9a-f])\d{16}(?![0-9a-f])")
STATEMENTS_MAX = 12
PAPER = {
    "number": "02/KEP/CONTOH/2026",
    "decree_date": "2026-11-20",
    "effective_month": "2026-12",
    "signatory_title": "Bupati Timor Tengah Utara",
    "signatory_name": "",
    "more_bases": "Perda APBD contoh\n\n  Perbup contoh  ",
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shelf(settings: Any, tmp_path: Path) -> None:
    settings.JARING_DATA = tmp_path


@pytest.fixture
def run(people: Any, programme: Any, users: Any) -> TargetingRun:
    return trail.run_targeting(programme.year, programme.payer, users.officer)


@pytest.fixture
def draft(run: TargetingRun, users: Any) -> Decree:
    return trail.initial_decree(run, users.officer, None)


@pytest.fixture
def decree(run: TargetingRun, users: Any) -> Decree:
    return trail.initial_decree(run, users.officer, users.head)


def page_of(decree: Decree) -> str:
    return reverse("decrees:detail", args=[decree.public_id])


def text_of(response: Any) -> str:
    return response.content.decode()


def test_the_page_says_what_the_decree_says(users: Any, client_of: Any, decree: Decree) -> None:
    text = text_of(client_of(users.treasurer).get(page_of(decree)))

    for phrase in ("berlaku", decree.annex_hash, "Peraturan Daerah contoh", "menurut sumber lain", "Petrus Kefi"):
        assert phrase in text


def test_an_operator_sees_the_lines_of_the_own_village_only(users: Any, client_of: Any, decree: Decree) -> None:
    text = text_of(client_of(users.operator).get(page_of(decree)))

    assert "Yohanes Naisoko" in text
    assert "Petrus Kefi" not in text
    assert "Lampiran Excel" not in text
    assert "Tetapkan" not in text


def test_a_decree_of_another_regency_does_not_exist(users: Any, client_of: Any, draft: Decree) -> None:
    stranger = client_of(users.officer_elsewhere)

    assert stranger.get(page_of(draft)).status_code == 404
    assert stranger.post(reverse("decrees:print", args=[draft.public_id])).status_code == 404
    assert stranger.get(reverse("decrees:new", args=[draft.run.public_id])).status_code == 404
    assert draft.number not in text_of(stranger.get(reverse("decrees:list")))


@pytest.mark.parametrize("who", ["leadership", "administrator"])
def test_other_roles_see_no_decree(users: Any, client_of: Any, decree: Decree, who: str) -> None:
    assert client_of(getattr(users, who)).get(page_of(decree)).status_code == 403


def test_a_stranger_is_sent_to_the_login(client_of: Any, decree: Decree) -> None:
    assert client_of(None).get(page_of(decree))["Location"].startswith("/masuk/")


def test_the_annex_is_searched_and_narrowed(users: Any, client_of: Any, decree: Decree) -> None:
    officer = client_of(users.officer)

    assert "Petrus Kefi" not in text_of(officer.get(f"{page_of(decree)}?kec=53.03.15"))
    assert "Agustinus Ua" in text_of(officer.get(f"{page_of(decree)}?kec=53.03.15"))
    assert "Maria" in text_of(officer.get(f"{page_of(decree)}?cari=maria"))


def test_no_page_shows_a_whole_nik(users: Any, client_of: Any, decree: Decree) -> None:
    for address in (page_of(decree), reverse("decrees:list"), reverse("decrees:replace")):
        assert not SIXTEEN_DIGITS.search(text_of(client_of(users.officer).get(address)))


@pytest.mark.parametrize("name", ["decrees:list", "decrees:replace"])
def test_lists_ask_few_statements(
    users: Any, client_of: Any, decree: Decree, name: str, django_assert_max_num_queries: Any
) -> None:
    officer = client_of(users.officer)

    with django_assert_max_num_queries(STATEMENTS_MAX):
        officer.get(reverse(name))


def test_a_decree_asks_few_statements(
    users: Any, client_of: Any, decree: Decree, django_assert_max_num_queries: Any
) -> None:
    verifier = client_of(users.verifier)

    with django_assert_max_num_queries(STATEMENTS_MAX):
        verifier.get(f"{page_of(decree)}?cari=maria&desa=53.03.04.1001")


def test_an_officer_drafts_from_a_run(users: Any, client_of: Any, run: TargetingRun) -> None:
    response = client_of(users.officer).post(
        reverse("decrees:new", args=[run.public_id]), PAPER | {"effective_month": "2026-11"}
    )

    decree = Decree.objects.get()
    assert response["Location"] == page_of(decree)
    assert (decree.additions, decree.kind, decree.is_in_force) == (4, "initial", False)
    assert decree.legal_bases[-2:] == ["Perda APBD contoh", "Perbup contoh"]
    assert decree.legal_bases[0].startswith("Undang-Undang")


def test_a_number_that_is_taken_is_told_at_the_form(users: Any, client_of: Any, decree: Decree, people: Any) -> None:
    trail.leave(people["yohanes"], users.officer)

    response = client_of(users.officer).post(reverse("decrees:replace"), PAPER | {"number": decree.number})

    assert response.status_code == 422
    assert "Nomor SK ini sudah dipakai" in text_of(response)
    assert Decree.objects.count() == 1


def test_exits_lead_to_an_amendment_that_says_who_leaves_who_follows_and_why(
    users: Any, client_of: Any, decree: Decree, people: Any, make_person: Any, programme: Any, villages: Any
) -> None:
    officer = client_of(users.officer)
    make_person("Elisabet Nahak", villages.kefa)
    trail.run_targeting(programme.year, programme.payer, users.officer)
    trail.leave(people["yohanes"], users.officer)

    form = text_of(officer.get(reverse("decrees:replace")))
    response = officer.post(reverse("decrees:replace"), PAPER)

    assert "Yohanes Naisoko" in form
    assert "meninggal dunia" in form
    text = text_of(officer.get(response["Location"]))
    for phrase in (
        "Yohanes Naisoko",
        "dikeluarkan",
        "meninggal dunia",
        decree.number,
        "SK tahun ini dan perubahannya",
    ):
        assert phrase in text
    assert "belum ditetapkan" in text_of(officer.get(reverse("decrees:replace")))


def test_without_exits_there_is_nothing_to_amend(users: Any, client_of: Any, decree: Decree) -> None:
    assert "Tidak ada laporan keluar" in text_of(client_of(users.officer).get(reverse("decrees:replace")))


@pytest.mark.parametrize("who", ["verifier", "operator", "treasurer", "auditor"])
def test_who_may_not_draft_gets_no_form(users: Any, client_of: Any, run: TargetingRun, who: str) -> None:
    someone = client_of(getattr(users, who))

    assert someone.get(reverse("decrees:new", args=[run.public_id])).status_code == 403
    assert someone.post(reverse("decrees:replace"), PAPER).status_code == 403


def test_the_head_enacts_after_being_asked(users: Any, client_of: Any, draft: Decree) -> None:
    head = client_of(users.head)
    page = text_of(head.get(page_of(draft)))
    assert "SK ini sudah ditandatangani dan ditetapkan?" in page
    assert page.count('name="cari"') == 1  # The question asks nothing besides; the filter is the list's.

    response = head.post(reverse("decrees:enact", args=[draft.public_id]), follow=True)

    assert "SK ini sekarang berlaku" in text_of(response)
    assert Decree.objects.get(pk=draft.pk).is_in_force


def test_the_drafter_is_told_why_somebody_else_must_enact(users: Any, client_of: Any, run: TargetingRun) -> None:
    draft = trail.initial_decree(run, users.head, None)
    head = client_of(users.head)

    response = head.post(reverse("decrees:enact", args=[draft.public_id]))

    assert response.status_code == 409
    assert "JRG-602" in text_of(response)
    assert "Mintalah pejabat lain" in text_of(head.get(page_of(draft)))
    assert not Decree.objects.get(pk=draft.pk).is_in_force


def test_an_officer_does_not_enact(users: Any, client_of: Any, draft: Decree) -> None:
    assert client_of(users.officer).post(reverse("decrees:enact", args=[draft.public_id])).status_code == 403


@pytest.mark.parametrize(("suffix", "start"), [(".pdf", b"%PDF"), (".xlsx", b"PK")])
def test_papers_come_as_downloads_and_are_written_down(
    users: Any, client_of: Any, decree: Decree, suffix: str, start: bytes
) -> None:
    response = client_of(users.treasurer).post(reverse("decrees:print", args=[decree.public_id]), {"suffix": suffix})

    assert b"".join(response.streaming_content).startswith(start)
    assert response["Content-Disposition"] == f'attachment; filename="SK-01-KEP-CONTOH-2026{suffix}"'
    assert (response["Cache-Control"], response["X-Content-Type-Options"]) == ("private, no-store", "nosniff")
    entry = AuditEntry.objects.get(event="decree.printed")
    assert (entry.actor, entry.detail["format"]) == (users.treasurer, suffix[1:])


def test_an_altered_annex_is_refused_as_a_page(
    users: Any, client_of: Any, draft: Decree, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The database itself refuses to alter a line: only who bypasses it gets this far.
    monkeypatch.setattr("jaring.office.programme.papers.annex_hash", lambda rows: "0" * 64)

    response = client_of(users.officer).post(reverse("decrees:print", args=[draft.public_id]), {"suffix": ".pdf"})

    assert response.status_code == 409
    assert "JRG-513" in text_of(response)
    assert not AuditEntry.objects.filter(event="decree.printed").exists()
