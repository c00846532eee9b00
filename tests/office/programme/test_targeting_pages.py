"""Targeting as pages: who sees which decisions, with reasons, and what a run needs."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from typing import Any

import paper_trail as trail
import pytest
from django.urls import reverse
from openpyxl import load_workbook

from jaring.core.month import Month
from jaring.office.audit.models import AuditEntry
from jaring.office.billing.queries import spoken_for_idr
from jaring.office.lists.models import SavedView
from jaring.office.programme import queries, targeting_views
from jaring.office.programme.models import TargetingRun
from jaring.office.ui.listing import Listing

SIXTEEN_DIGITS = re.compile(r"(?<![0-9a-f])\d{16}(?![0-9a-f])")
STATEMENTS_MAX = 12

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(people: Any, programme: Any, users: Any, make_person: Any, villages: Any) -> TargetingRun:
    """Four candidates who may enter, and one who is too old."""
    make_person("Rofinus Taek", villages.kefa, birth_date=date(1940, 5, 1))
    return trail.run_targeting(programme.year, programme.payer, users.officer)


@pytest.fixture
def page(run: TargetingRun) -> str:
    return reverse("targeting:detail", args=[run.public_id])


def text_of(response: Any) -> str:
    return response.content.decode()


def terms(programme: Any, **changes: object) -> dict[str, object]:
    return {
        "payer": programme.payer.pk,
        "from_month": "2026-11",
        "as_of": "2026-11-01",
        "seed": "TTU-2026",
    } | changes


def test_the_result_shows_figures_optimum_quota_and_fairness(users: Any, client_of: Any, page: str) -> None:
    text = text_of(client_of(users.officer).get(page))

    for phrase in ("Calon", "Rp2.999.808.000", "bobot terbaik", "Kota Kefamenanu", "Jenis kelamin", "petani/pekebun"):
        assert phrase in text


def test_the_shares_of_the_groups_are_drawn_and_leave_as_a_picture(users: Any, client_of: Any, page: str) -> None:
    client = client_of(users.officer)

    text = client.get(page).content.decode()
    picture = client.get(f"{page}kelompok.png")

    for share in re.findall(r'data-label="Bagian kebutuhan">([0-9,.]+)&nbsp;%', text):
        assert f"{share.replace('.', ',').removesuffix(',0')}\N{NO-BREAK SPACE}% \N{RIGHTWARDS ARROW}" in text
    assert b"".join(picture.streaming_content).startswith(b"\x89PNG")
    assert client_of(users.treasurer).get(f"{page}kelompok.png").status_code == 403


def test_every_decision_shows_its_reasons_and_what_would_have_to_change(users: Any, client_of: Any, page: str) -> None:
    text = text_of(client_of(users.officer).get(f"{page}?jenis=ineligible"))

    assert "Rofinus Taek" in text
    assert "Yohanes Naisoko" not in text
    assert "Yang harus berubah" in text


def test_reasons_are_english_for_who_reads_english(users: Any, client_of: Any, page: str, run: TargetingRun) -> None:
    users.officer.language = "en"
    users.officer.save()

    text = text_of(client_of(users.officer).get(page))

    assert run.decisions.filter(outcome="selected").first().reasons[0]["en"] in text
    assert "What would have to change" in text


def test_a_verifier_sees_the_decisions_of_the_own_district_only(users: Any, client_of: Any, page: str) -> None:
    text = text_of(client_of(users.verifier).get(page))

    assert "Yohanes Naisoko" in text
    assert "Agustinus Ua" not in text  # Naibenu is another district.
    assert "Susun rancangan SK" not in text


def test_a_run_of_another_regency_does_not_exist(users: Any, client_of: Any, page: str, run: TargetingRun) -> None:
    stranger = client_of(users.officer_elsewhere)

    assert stranger.get(page).status_code == 404
    assert stranger.get(reverse("targeting:villages", args=[run.public_id])).status_code == 404
    assert stranger.post(reverse("targeting:export", args=[run.public_id])).status_code == 404
    assert "APBD Kabupaten TTU" not in text_of(stranger.get(reverse("targeting:list")))


@pytest.mark.parametrize("who", ["operator", "treasurer", "leadership", "administrator"])
def test_other_roles_see_no_targeting(users: Any, client_of: Any, page: str, who: str) -> None:
    assert client_of(getattr(users, who)).get(page).status_code == 403


def test_a_stranger_is_sent_to_the_login(client_of: Any, page: str) -> None:
    assert client_of(None).get(page)["Location"].startswith("/masuk/")


def test_names_and_areas_narrow_the_list(users: Any, client_of: Any, page: str) -> None:
    officer = client_of(users.officer)

    assert "Maria" in text_of(officer.get(f"{page}?cari=sau maria"))
    assert "Yohanes" not in text_of(officer.get(f"{page}?cari=sau maria"))
    assert "Agustinus Ua" in text_of(officer.get(f"{page}?kec=53.03.15"))
    assert "Petrus Kefi" not in text_of(officer.get(f"{page}?kec=53.03.15"))
    assert "Petrus Kefi" in text_of(officer.get(f"{page}?desa=53.03.04.1002&urut=nama"))


def test_a_name_that_too_many_bear_is_cut_and_says_so(
    users: Any, client_of: Any, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "CALLED_MAX", 1)

    text = text_of(client_of(users.officer).get(f"{page}?cari=a"))

    assert "Nama ini terlalu umum" in text
    assert "Agustinus Ua" in text
    assert "Yohanes Naisoko" not in text
    assert "Yohanes Naisoko" in text_of(client_of(users.verifier).get(f"{page}?cari=a"))  # A district is not cut.


def test_ranks_order_the_people_of_one_outcome(users: Any, client_of: Any, page: str, run: TargetingRun) -> None:
    text = text_of(client_of(users.officer).get(f"{page}?jenis=selected&urut=peringkat"))

    names = list(run.decisions.filter(outcome="selected").order_by("rank").values_list("person__name", flat=True))
    found = sorted((text.index(name.replace("'", "&#x27;")), name) for name in names)
    assert [name for _place, name in found] == names


@pytest.mark.parametrize("kind", ["", "selected"])
@pytest.mark.parametrize("many", [0, 1000])
def test_pages_in_order_of_name_show_everybody_once(
    users: Any,
    client_of: Any,
    page: str,
    run: TargetingRun,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    many: int,
) -> None:
    monkeypatch.setattr(targeting_views, "MANY", many)
    monkeypatch.setitem(Listing.of.__func__.__kwdefaults__, "per_page", 2)  # type: ignore[attr-defined]  # A class method.
    officer = client_of(users.officer)

    decisions = run.decisions.filter(outcome=kind) if kind else run.decisions.all()
    expected = list(decisions.order_by("person__search_name", "person_id"))
    for order, wanted in (("nama", expected), ("-nama", expected[::-1])):
        seen: list[Any] = []
        for number in range(1, (len(wanted) + 1) // 2 + 1):
            listing = officer.get(f"{page}?jenis={kind}&urut={order}&hal={number}").context["listing"]
            assert (listing.total, listing.number, listing.order) == (len(wanted), number, order)
            seen += listing.rows
        assert len(wanted) > 2
        assert seen == wanted


def test_a_name_and_an_outcome_narrow_together(users: Any, client_of: Any, page: str) -> None:
    officer = client_of(users.officer)

    assert "Rofinus Taek" in text_of(officer.get(f"{page}?cari=rofinus&jenis=ineligible"))
    assert "Rofinus Taek" not in text_of(officer.get(f"{page}?cari=rofinus&jenis=selected"))


@pytest.mark.parametrize("query", ["?jenis=nonsense", "?kec=99&hal=x&urut=;drop", "?cari=%00", "?hal=99999999999"])
def test_nonsense_in_the_address_is_not_asked(users: Any, client_of: Any, page: str, query: str) -> None:
    assert client_of(users.officer).get(page + query).status_code == 200


def test_no_page_shows_a_whole_nik(users: Any, client_of: Any, page: str, run: TargetingRun) -> None:
    officer = client_of(users.officer)

    for address in (page, reverse("targeting:list"), reverse("targeting:villages", args=[run.public_id])):
        assert not SIXTEEN_DIGITS.search(text_of(officer.get(address)))


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?jenis=selected",
        "?cari=maria",
        "?cari=maria&kec=53.03.04",
        "?jenis=selected&kec=53.03.04&urut=-nama",
        "?jenis=selected&desa=53.03.05.1001&urut=peringkat",
    ],
)
def test_a_page_asks_few_statements(
    users: Any, client_of: Any, page: str, query: str, django_assert_max_num_queries: Any
) -> None:
    officer = client_of(users.officer)

    with django_assert_max_num_queries(STATEMENTS_MAX):
        officer.get(page + query)


def test_many_in_order_of_name_ask_as_few_statements(
    users: Any, client_of: Any, page: str, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr(targeting_views, "MANY", 0)
    officer = client_of(users.officer)

    for query in ("?urut=nama", "?urut=nama&jenis=selected"):
        with django_assert_max_num_queries(STATEMENTS_MAX):
            officer.get(page + query)


def test_the_list_asks_few_statements_and_leads_to_the_run(
    users: Any, client_of: Any, page: str, django_assert_max_num_queries: Any
) -> None:
    officer = client_of(users.officer)

    with django_assert_max_num_queries(STATEMENTS_MAX):
        text = text_of(officer.get(reverse("targeting:list")))
    assert page in text


def test_the_workbook_holds_what_the_list_shows_and_is_written_down(
    users: Any, client_of: Any, run: TargetingRun
) -> None:
    address = reverse("targeting:export", args=[run.public_id])

    asked = "?jenis=selected&urut=-peringkat&kolom=nik&kolom=alasan"

    page = client_of(users.verifier).get(reverse("targeting:detail", args=[run.public_id]) + asked)
    response = client_of(users.verifier).post(address + asked)

    rows = list(load_workbook(BytesIO(b"".join(response.streaming_content))).worksheets[0].values)
    top = rows.index(("Nama", "NIK", "Alasan"))
    shown = [tuple(cell.text for cell in cells) for _tick, cells in page.context["table"].rows]
    assert rows[top + 1 :] == shown
    assert {name for name, _nik, _reasons in shown} == {"Yohanes Naisoko", "Maria Sa'u", "Petrus Kefi"}
    assert all("***" in nik and reasons for _name, nik, reasons in shown)
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Disposition"].startswith("attachment")
    entry = AuditEntry.objects.get(event="targeting.exported")
    assert (entry.actor, entry.detail) == (users.verifier, {"rows": 3, "filters": ["Keputusan"]})


def test_a_saved_view_opens_on_whichever_run_is_looked_at(users: Any, client_of: Any, page: str) -> None:
    officer = client_of(users.officer)
    state = "jenis=reserve&cari=maria&urut=-peringkat&kolom=cadangan"
    officer.post(reverse("lists:save"), {"sheet": "decisions", "name": "Cadangan", "state": state})

    opened = officer.get(page, {"tampilan": str(SavedView.objects.get().public_id)}, follow=True)

    assert opened.redirect_chain == [(f"{page}?jenis=reserve&urut=-peringkat&kolom=cadangan", 302)]
    assert [column.name for column in opened.context["table"].columns] == ["nama", "cadangan"]


def test_a_rank_orders_only_where_one_outcome_is_asked(users: Any, client_of: Any, page: str) -> None:
    officer = client_of(users.officer)

    assert "urut=peringkat" not in text_of(officer.get(page))
    assert "urut=peringkat" in text_of(officer.get(f"{page}?jenis=selected&urut=nama"))


def test_a_download_needs_a_post(users: Any, client_of: Any, run: TargetingRun) -> None:
    assert client_of(users.officer).get(reverse("targeting:export", args=[run.public_id])).status_code == 405


def test_an_officer_runs_the_targeting_and_lands_on_its_result(
    users: Any, client_of: Any, people: Any, programme: Any
) -> None:
    response = client_of(users.officer).post(reverse("targeting:new"), terms(programme, with_optimum="on"))

    run = TargetingRun.objects.get()
    assert response["Location"] == reverse("targeting:detail", args=[run.public_id])
    assert (run.selected, run.seed, run.from_month) == (4, "TTU-2026", Month(2026, 11))
    assert "optimum" in run.summary


def test_a_refusal_keeps_what_was_typed(users: Any, client_of: Any, people: Any, programme: Any) -> None:
    programme.year.budget.create(
        payer=programme.payer,
        kind="revision",
        amount_idr=-2_999_808_000,
        basis="APBD-P",
        entered_by=users.officer,
        entered_at=trail.NOW,
    )

    response = client_of(users.officer).post(reverse("targeting:new"), terms(programme, seed="benih lain"))

    assert response.status_code == 422
    assert "Tidak ada sisa anggaran" in text_of(response)
    assert "benih lain" in text_of(response)
    assert not TargetingRun.objects.exists()


def test_a_payer_of_another_regency_is_not_on_offer(users: Any, client_of: Any, people: Any, programme: Any) -> None:
    response = client_of(users.officer_elsewhere).post(reverse("targeting:new"), terms(programme))

    assert response.status_code == 422
    assert not TargetingRun.objects.exists()


def test_months_already_billed_are_not_on_offer(users: Any, client_of: Any, run: TargetingRun, programme: Any) -> None:
    trail.initial_decree(run, users.officer, users.head)
    trail.bill(programme.payer, users.officer)

    text = text_of(client_of(users.officer).get(reverse("targeting:new")))

    assert 'value="2026-12"' in text
    assert 'value="2026-11"' not in text


def test_months_not_billed_yet_count_as_spent(users: Any, run: TargetingRun, programme: Any) -> None:
    trail.initial_decree(run, users.officer, users.head)

    assert spoken_for_idr(programme.year, programme.payer, Month(2026, 12)) == 4 * 16_800
    trail.bill(programme.payer, users.officer)
    assert spoken_for_idr(programme.year, programme.payer, Month(2026, 12)) == 4 * 16_800


def test_a_run_whose_months_are_billed_leads_to_no_draft(
    users: Any, client_of: Any, run: TargetingRun, programme: Any, page: str
) -> None:
    assert "Susun rancangan SK" in text_of(client_of(users.officer).get(page))
    trail.initial_decree(run, users.officer, users.head)
    for month in (Month(2026, 11), Month(2026, 12)):
        trail.bill(programme.payer, users.officer, month)

    assert "Susun rancangan SK" not in text_of(client_of(users.officer).get(page))
    assert client_of(users.officer).get(reverse("decrees:new", args=[run.public_id])).status_code == 409
