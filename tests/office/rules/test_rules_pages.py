"""The law, the calculators and the explanations as pages: for whom, in which language, and that nothing is kept."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from io import BytesIO
from threading import BoundedSemaphore
from typing import Any

import paper_trail as trail
import pytest
import time_machine
from django.apps import apps
from django.test import Client
from django.urls import get_resolver
from pypdf import PdfReader

from jaring.core import law
from jaring.core.benefit import entitlement
from jaring.core.benefit.document import as_document
from jaring.core.benefit.reading import read_case
from jaring.core.explanation import NO_DECISION
from jaring.core.law import Status
from jaring.core.law.words import value_text
from jaring.core.month import Month
from jaring.core.text import Language
from jaring.documents.errors import TypesettingStoppedError
from jaring.office.places.models import Regency
from jaring.office.rules import papers
from jaring.office.rules.models import ReadingChoice
from jaring.office.rules.services import choose_reading

pytestmark = pytest.mark.django_db

PARAMETER = "/aturan/parameter/contribution/bpu/discount_eligible_by_payer/"
DUE = "/hitung/iuran/?bulan=2026-05&sumber=DANA_DESA&penghasilan=900.000&bidang=other"
EXPLAINED = "/aturan/penjelasan/iuran/?bulan=2026-05&sumber=APBD&dasar=1000000&bidang=other"
BENEFIT = "/hitung/manfaat/?kejadian="
OPEN = (
    "/aturan/",
    "/aturan/?topik=contribution/bpu",
    "/aturan/?cari=beasiswa&hari=1-1-2019&status=assumed",
    "/aturan/perubahan/",
    "/aturan/perubahan/?dari=1-3-2026&sampai=1-4-2026",
    "/aturan/periksa-ulang/",
    PARAMETER,
    EXPLAINED,
    "/hitung/",
    "/hitung/iuran/",
    DUE,
    "/hitung/manfaat/",
    f"{BENEFIT}meninggal",
)
CHOICE = {
    "tafsir": "dana_desa_discounted",
    "mulai": "2026-12",
    "alasan": "Jawaban tertulis cabang",
    "rujukan": "Surat cabang nomor contoh",
}
COVER = {
    "segmen": "BPU",
    "penanggung": "BPJS_TK",
    "sumber": "APBD",
    "dasar": "1.000.000",
    "terdaftar": "01-07-2025",
    "bayar-0-dari": "07-2025",
    "bayar-0-sampai": "11-2026",
    "per_tanggal": "23-11-2026",
    "tanggal": "10-11-2026",
}
ACCIDENT = {**COVER, "penyebab": "work_accident", "akibat": "partial_disability", "tangan": "right"}


@pytest.fixture(autouse=True)
def november() -> Any:
    with time_machine.travel(datetime(2026, 11, 23, 4, 0, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def only_regency(db: None) -> Regency:
    return Regency.objects.create(code="53.03", name="Kabupaten Timor Tengah Utara", bps_code="5305")


def text_of(response: Any) -> str:
    return response.content.decode()


def rows_kept() -> dict[str, int]:
    """Count the rows of every table, sessions among them."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models() if model._meta.managed}


def in_english() -> Client:
    client = Client()
    client.post("/bahasa/", {"language": "en", "next": "/aturan/"})
    return client


# --- For whom ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", OPEN)
def test_everybody_reads_the_law_and_computes(address: str, users: Any, client_of: Any) -> None:
    for user in (None, *users):
        assert client_of(user).get(address).status_code == 200, user


def test_every_page_of_the_law_is_tried_here() -> None:
    names = {"list", "changes", "stale", "contribution_explained", "choose", "parameter"}
    names |= {"index", "contribution", "benefit"}
    routes = {
        name
        for pattern in get_resolver().url_patterns
        if str(pattern.pattern) in ("aturan/", "hitung/")
        for name in (each.name for each in pattern.url_patterns)
    }

    assert routes == names


def test_pages_of_the_law_ask_few_statements(users: Any, client_of: Any, django_assert_max_num_queries: Any) -> None:
    for address in OPEN:
        with django_assert_max_num_queries(2):
            Client().get(address)
        client = client_of(users.head)
        with django_assert_max_num_queries(8):
            client.get(address)


@pytest.mark.parametrize("who", ["operator", "verifier", "officer", "treasurer", "auditor", "leadership"])
def test_only_the_head_is_offered_the_choice(who: str, users: Any, client_of: Any) -> None:
    client = client_of(getattr(users, who))

    assert "Ikuti tafsir ini" not in text_of(client.get(PARAMETER))
    assert client.post("/aturan/tafsir/", CHOICE).status_code == 403
    assert not ReadingChoice.objects.exists()


def test_a_stranger_is_sent_to_the_login_before_choosing(users: Any) -> None:
    assert Client().post("/aturan/tafsir/", CHOICE)["Location"].startswith("/masuk/")
    assert "Ikuti tafsir ini" not in text_of(Client().get(f"{PARAMETER}?wilayah=53.03"))


def test_the_head_of_another_regency_does_not_choose_here(users: Any, client_of: Any) -> None:
    response = client_of(users.head).post("/aturan/tafsir/?wilayah=53.04", CHOICE)

    assert response.status_code == 404
    assert not ReadingChoice.objects.exists()


def test_the_head_chooses_and_everybody_sees_why(users: Any, client_of: Any) -> None:
    response = client_of(users.head).post("/aturan/tafsir/", CHOICE)

    assert response["Location"] == PARAMETER
    public = text_of(Client().get(f"{PARAMETER}?wilayah=53.03"))
    for phrase in ("Desember 2026", CHOICE["alasan"], CHOICE["rujukan"]):
        assert phrase in public
    assert str(users.head) not in public, "the name of the officer is for colleagues"
    assert str(users.head) in text_of(client_of(users.officer).get(PARAMETER))


@pytest.mark.parametrize(
    ("changed", "phrase"),
    [
        ({"alasan": "1234567890"}, "paling sedikit 10 huruf"),
        ({"mulai": "2027-05"}, "tidak berlaku"),
        ({"batal": "on"}, "tidak mengubah apa pun"),
    ],
)
def test_a_refused_choice_stands_at_its_form(changed: dict[str, str], phrase: str, users: Any, client_of: Any) -> None:
    response = client_of(users.head).post("/aturan/tafsir/", CHOICE | changed)

    assert response.status_code == 422
    assert phrase in text_of(response)
    assert CHOICE["rujukan"] in text_of(response)


def test_a_reading_that_nobody_offers_does_not_exist(users: Any, client_of: Any) -> None:
    response = client_of(users.head).post("/aturan/tafsir/", CHOICE | {"tafsir": "half_price"})

    assert response.status_code == 404


# --- The law ----------------------------------------------------------------------------------------------------


def test_the_list_shows_what_held_on_the_day_asked() -> None:
    assert "Rp200.000 sebulan" in text_of(Client().get("/aturan/?hari=1-12-2019"))
    assert "Rp200.000 sebulan" not in text_of(Client().get("/aturan/?hari=2-12-2019"))


def test_the_front_page_of_the_law_is_light_and_leads_to_every_topic() -> None:
    front = Client().get("/aturan/")
    topic = text_of(Client().get("/aturan/?topik=contribution/bpu"))

    assert len(front.content) < 20_000
    assert text_of(front).count("?topik=") == len({each.path.rpartition("/")[0] for each in law.all_parameters()})
    assert "Rp6.800 sebulan" in topic
    assert "benefit/jkm" not in topic


def test_every_parameter_has_a_page_with_all_its_values_in_both_languages() -> None:
    english = in_english()

    for each in law.all_parameters():
        address = f"/aturan/parameter/{each.path}/"
        indonesian = Client().get(address)
        assert indonesian.status_code == 200, each.path
        shown = value_text(each.values[-1]).en.split(";")[0].split(",")[0]
        assert shown.replace("'", "&#x27;") in text_of(english.get(address)).replace("&amp;", "&"), each.path


def test_a_parameter_that_does_not_exist_is_404() -> None:
    assert Client().get("/aturan/parameter/contribution/bpu/nothing/").status_code == 404
    assert Client().get(f"{PARAMETER}?wilayah=99.99").status_code == 404


def test_the_change_of_a_day_is_shown_with_both_values() -> None:
    page = text_of(Client().get("/aturan/perubahan/?dari=1-12-2019&sampai=2-12-2019"))

    assert "Rp16.200.000" in page
    assert "Rp20.000.000" in page


def test_values_unchecked_for_half_a_year_are_listed_then_and_not_before() -> None:
    assert "Semua sumber sudah diperiksa" in text_of(Client().get("/aturan/periksa-ulang/"))

    with time_machine.travel(datetime(2027, 6, 1, 4, 0, tzinfo=UTC), tick=False):
        assert "Rp6.800 sebulan" in text_of(Client().get("/aturan/periksa-ulang/"))


# --- Contributions ----------------------------------------------------------------------------------------------


def test_a_contribution_shows_its_steps_and_what_is_unsettled() -> None:
    page = text_of(Client().get(DUE))

    for phrase in ("Rp16.800", "1\u00a0% × Rp1.000.000 = Rp10.000", "PP 44/2015, Lampiran II", "anggapan", "Rp8.400"):
        assert phrase in page


def test_the_only_regency_s_choice_decides_what_strangers_compute(only_regency: Regency, make_user: Any) -> None:
    head = make_user("kepala", "head")
    grounds = {"reason": "Jawaban tertulis cabang", "reference": "Surat cabang nomor contoh"}
    facts = {"regency": only_regency, "from_month": Month(2026, 5), "actor": head, "now": trail.NOW}
    choose_reading("dana_desa_discounted", **facts, **grounds)

    assert json.loads(Client().get(f"{DUE}&bentuk=json").content)["total_idr"] == 8_400
    earlier = DUE.replace("2026-05", "2026-04")
    assert json.loads(Client().get(f"{earlier}&bentuk=json").content)["total_idr"] == 16_800


@pytest.mark.parametrize(
    ("change", "phrase"),
    [
        (("900.000", "-5"), "tidak boleh kurang dari nol"),
        (("900.000", "9,5"), "Tulis rupiah penuh"),
        (("2026-05", "2026-13"), "2026-13"),
        (("DANA_DESA", "NOBODY"), "NOBODY"),
        (("bidang=other", "bidang=other&jht=on&sumber=EMPLOYER"), "JHT hanya dihitung"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(change: tuple[str, str], phrase: str) -> None:
    response = Client().get(DUE.replace(*change))

    assert response.status_code == 422
    assert phrase in text_of(response)
    assert 'aria-invalid="true"' in text_of(response)


def test_an_explanation_of_a_base_that_no_law_has_is_refused() -> None:
    assert Client().get(EXPLAINED.replace("1000000", "1")).status_code == 422
    assert Client().get("/aturan/penjelasan/iuran/").status_code == 422


def test_the_same_answer_comes_as_text_json_and_pdf() -> None:
    client = Client()

    text = text_of(client.get(f"{DUE}&bentuk=teks"))
    document = json.loads(client.get(f"{DUE}&bentuk=json").content)
    pdf = PdfReader(BytesIO(client.get(f"{DUE}&bentuk=pdf").content))

    assert "Rp16.800" in text
    assert document["total_idr"] == 16_800
    assert "Rp16.800" in "".join(page.extract_text() for page in pdf.pages)


def test_one_wording_says_how_certain_a_value_is_on_page_text_and_paper() -> None:
    for client, language in ((Client(), "id"), (in_english(), "en")):
        page, text = (text_of(client.get(f"{DUE}{shape}")) for shape in ("", "&bentuk=teks"))
        paper = PdfReader(BytesIO(client.get(f"{DUE}&bentuk=pdf").content))

        printed = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
        for status in (Status.REPORTED, Status.ASSUMED):
            for said in (page, text, printed):
                assert status.label.say(language) in said


def test_text_and_paper_carry_what_is_unsettled_and_that_nothing_is_kept() -> None:
    text = " ".join(text_of(Client().get(f"{DUE}&bentuk=teks")).split())

    assert "Aturan yang belum tegas" in text
    assert "Maka jumlahnya Rp8.400." in text
    assert "tidak disimpan oleh Jaring" in text
    assert text.endswith(NO_DECISION.id)


def test_a_stranger_cannot_keep_the_server_busy_with_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    refused = []

    def typesetting(*_: object, **__: object) -> bytes:
        refused.append(client.get(f"{DUE}&bentuk=pdf", headers={"accept": "text/html"}))
        return b"%PDF"

    monkeypatch.setattr(papers, "_places", BoundedSemaphore(1))
    monkeypatch.setattr(papers, "explanation_pdf", typesetting)

    assert client.get(f"{DUE}&bentuk=pdf").status_code == 200
    assert client.get(f"{DUE}&bentuk=pdf").status_code == 200  # The place was given back.
    assert len(refused) == 2
    for response in refused:
        assert response.status_code == 503
        assert "JRG-808" in text_of(response)
        assert "ambil sebagai Teks" in text_of(response)


def test_a_place_is_given_back_where_typesetting_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def typesetting(*_: object, **__: object) -> bytes:
        raise TypesettingStoppedError(part="penjelasan")

    monkeypatch.setattr(papers, "explanation_pdf", typesetting)

    for _ in range(papers.TYPESETTINGS_MAX + 1):
        assert "JRG-802" in text_of(Client().get(f"{DUE}&bentuk=pdf"))


# --- Benefits ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("occurrence", "facts", "total"),
    [
        ("meninggal", COVER, "Rp42.000.000"),
        ("kecelakaan-meninggal", {**COVER, "penyebab": "work_accident"}, "Rp70.000.000"),
        ("meninggal-mendadak", COVER, "Rp70.000.000"),
        ("hilang-di-laut", COVER, "Rp70.000.000"),
        ("kecelakaan", {**ACCIDENT, "cacat-0-bagian": "ibu jari kaki", "darat": "300.000"}, "Rp4.300.000"),
        ("kecelakaan", {**ACCIDENT, "akibat": "temporary", "hari": "30"}, "Rp1.000.000"),
    ],
)
def test_each_kind_of_event_is_computed(occurrence: str, facts: dict[str, str], total: str) -> None:
    response = Client().post(BENEFIT + occurrence, facts)

    assert response.status_code == 200
    assert f"berhak menerima {total} tunai" in text_of(response)


APART = {
    "bayaran-0-dari": "10-2025",
    "bayaran-0-sampai": "11-2025",
    "bayaran-0-pada": "20-02-2026",
    "bayaran-1-dari": "03-2026",
    "bayaran-1-sampai": "03-2026",
    "bayaran-1-pembayar": "SELF",
}
APART_MONTHS = [
    {"from": "2025-10", "until": "2025-12", "paid_on": "2026-02-20"},
    {"from": "2026-03", "until": "2026-04", "payer": "SELF"},
    {"from": "2025-07", "until": "2025-10"},
    {"from": "2025-12", "until": "2026-03"},
    {"from": "2026-04", "until": "2026-12"},
]
SECOND = {
    "lain-1-segmen": "PU",
    "lain-1-penanggung": "BPJS_TK",
    "lain-1-sumber": "EMPLOYER",
    "lain-1-dasar": "2.200.000",
    "lain-1-terdaftar": "01-05-2026",
    "lain-1-bayar-0-dari": "05-2026",
    "lain-1-bayar-0-sampai": "10-2026",
    "lain-1-keluar-0-pada": "01-11-2026",
    "lain-1-keluar-0-alasan": "own_wish",
}
SECOND_MEMBER = {
    "segment": "PU",
    "carrier": "BPJS_TK",
    "base_idr": 2_200_000,
    "payer": "EMPLOYER",
    "enrolled_on": "2026-05-01",
    "paid_months": [{"from": "2026-05", "until": "2026-11"}],
    "exits": [{"on": "2026-11-01", "reason": "own_wish"}],
}
STAYED = {"lain-1-keluar-0-pada": "", "lain-1-keluar-0-alasan": "other"}
UNTOUCHED = {
    "lain-0-segmen": "BPU",
    "lain-0-penanggung": "BPJS_TK",
    "lain-0-sumber": "APBD",
    "lain-0-dasar": "1.000.000",
    "lain-0-keluar-0-alasan": "other",
    "keluar-0-alasan": "other",
    "anak-0-jenjang": "NONE",
    "bayaran-0-pembayar": "",
    "waris-0-hubungan": "",
}
"""What a browser sends of rows that nobody has touched."""
FILED = {"dilaporkan": "11-11-2026", "berkas": "12-11-2026", "dibayar": "23-11-2026"}
LEFT = {"waris-0-hubungan": "sibling", "waris-1-hubungan": "parent", "waris-1-wafat": "on"}


def case_file(**changed: Any) -> dict[str, Any]:
    """Return the file of the case that ``COVER`` fills in, for the command line."""
    member = {
        "segment": "BPU",
        "carrier": "BPJS_TK",
        "base_idr": 1_000_000,
        "payer": "APBD",
        "enrolled_on": "2025-07-01",
        "paid_months": {"from": "2025-07", "until": "2026-12"},
    }
    event = {"kind": "death", "cause": "other", "date": "2026-11-10", "outcome": "death"}
    event |= changed.pop("event", {})
    return {"event": event, "member": member | changed.pop("member", {}), "as_of": "2026-11-23", **changed}


@pytest.mark.parametrize(
    ("facts", "case"),
    [
        ({}, case_file()),
        (UNTOUCHED, case_file()),
        (APART, case_file(member={"paid_months": APART_MONTHS})),
        (
            APART | {"pulih-0-dari": "10-2025", "pulih-0-sampai": "11-2025", "pulih-0-diterima": "01-03-2026"},
            case_file(
                member={
                    "paid_months": APART_MONTHS,
                    "restorations": [{"from": "2025-10", "until": "2025-12", "accepted_on": "2026-03-01"}],
                }
            ),
        ),
        (
            {"keluar-0-pada": "15-08-2026", "keluar-0-alasan": "moved", "keluar-0-kembali": "01-10-2026"},
            case_file(member={"exits": [{"on": "2026-08-15", "reason": "moved", "returned_on": "2026-10-01"}]}),
        ),
        (
            {"keluar-0-pada": "15-08-2026", "keluar-0-alasan": "employed"},
            case_file(member={"exits": [{"on": "2026-08-15", "reason": "employed"}]}),
        ),
        (SECOND, case_file(other_memberships=[SECOND_MEMBER])),
        (
            {"bayar-0-dari": "", "bayar-0-sampai": "", "belum": "on", **SECOND, **STAYED},
            case_file(member={"paid_months": []}, other_memberships=[SECOND_MEMBER | {"exits": []}]),
        ),
        (
            FILED,
            case_file(event={"reported_on": "2026-11-11"}, file_complete_on="2026-11-12", paid_on="2026-11-23"),
        ),
        (LEFT, case_file(survivors=[{"relation": "sibling"}, {"relation": "parent", "is_alive": False}])),
    ],
)
def test_the_page_answers_as_the_command_does(facts: dict[str, str], case: dict[str, Any]) -> None:
    page = json.loads(Client().post(f"{BENEFIT}meninggal&bentuk=json", COVER | facts).content)

    assert page == json.loads(json.dumps(as_document(entitlement(read_case(case)), Language.INDONESIAN)))


def test_money_spent_on_treatment_is_explained_and_not_added() -> None:
    facts = {**ACCIDENT, "akibat": "temporary", "hari": "30", "obat": "3.500.000"}

    page = text_of(Client().post(f"{BENEFIT}kecelakaan", facts))

    assert "Rp1.000.000 tunai" in page
    assert "Rp3.500.000" in page


@pytest.mark.parametrize(
    ("changed", "phrase"),
    [
        ({"bayar-0-dari": "", "bayar-0-sampai": ""}, "Isi bulan yang dibayar, atau tandai bahwa belum ada."),
        ({"belum": "on"}, "Ada bulan yang diisi sebagai sudah dibayar."),
        ({"bayaran-0-dari": "07-2025", "bayaran-0-sampai": "07-2025"}, "Isi tanggal pembayarannya"),
        (
            APART | {"bayaran-1-dari": "11-2025", "bayaran-1-sampai": "11-2025"},
            "“Dari bulan” menyebut bulan yang sama",
        ),
        (
            {"bayaran-0-dari": "07-2026", "bayaran-0-sampai": "11-2026", "bayaran-0-pada": "01-01-2020"},
            "dibayar lebih dari 12 bulan di muka",
        ),
        ({"pulih-0-dari": "05-2025", "pulih-0-sampai": "06-2025"}, "“Dari bulan”"),
        ({"keluar-0-pada": "01-01-2025"}, "“Keluar pada tanggal” tidak boleh sebelum “Terdaftar sejak”."),
        ({"keluar-0-pada": "01-08-2026", "keluar-0-kembali": "01-07-2026"}, "“Kembali pada tanggal”"),
        ({"keluar-0-kembali": "01-07-2026"}, "Bidang ini"),
        (
            SECOND | {"lain-1-sumber": "SELF"},
            "SELF tidak cocok dengan “Jenis kepesertaan”",
        ),
        (SECOND | {"lain-1-dasar": "0"}, "“Dasar penghasilan” harus antara"),
        (SECOND | {"lain-1-terdaftar": ""}, "Bidang ini"),
        (SECOND | {"lain-1-bayar-0-dari": "", "lain-1-bayar-0-sampai": ""}, "Isi bulan yang dibayar"),
        ({"dilaporkan": "01-11-2026"}, "“Tanggal kejadian” tidak boleh sesudah “Tanggal dilaporkan”."),
        ({"berkas": "20-11-2026", "dibayar": "19-11-2026"}, "“Berkas lengkap pada” tidak boleh sesudah"),
        ({"lahir": "01-01-2026"}, "“Tanggal lahir peserta”"),
        ({"waris-0-wafat": "on"}, "Bidang ini"),
    ],
)
def test_what_the_unfolded_parts_cannot_mean_is_refused_at_its_field(changed: dict[str, str], phrase: str) -> None:
    response = Client().post(f"{BENEFIT}meninggal", COVER | changed)

    page = text_of(response)
    assert response.status_code == 422
    assert phrase in page
    assert 'aria-invalid="true"' in page
    for code in ("event.", "member.", "other_memberships", "paid_months"):
        assert code not in page


def test_all_faults_of_two_memberships_are_told_at_once() -> None:
    page = text_of(Client().post(f"{BENEFIT}meninggal", COVER | SECOND | {"dasar": "0", "lain-1-sumber": "SELF"}))

    assert "“Dasar penghasilan” harus antara" in page
    assert "“Siapa yang membayar iuran” SELF" in page


def test_the_simple_case_shows_the_rest_folded() -> None:
    empty = text_of(Client().get(f"{BENEFIT}meninggal"))
    filled = text_of(Client().post(f"{BENEFIT}meninggal", COVER | APART | SECOND | FILED))

    titles = ("Kepesertaan lain", "Pembayaran terlambat", "Keluar", "Laporan dan pembayaran klaim")
    for title in titles:
        assert re.search(f'<details class="fold"><summary>{title}', empty), title
        assert re.search(f'<details class="fold" open><summary>{title}', filled), title


def test_another_carrier_is_never_computed() -> None:
    response = Client().post(f"{BENEFIT}meninggal", COVER | {"penanggung": "TASPEN"})

    assert "42.000.000" not in text_of(response)
    assert "TASPEN" in text_of(response)


def test_children_are_heirs_and_have_scholarships_by_year() -> None:
    child = {"anak-0-lahir": "02-03-2015", "anak-0-jenjang": "SD", "anak-0-tahun": "5", "pasangan": "widow"}

    page = text_of(Client().post(f"{BENEFIT}kecelakaan-meninggal", COVER | child | {"penyebab": "work_accident"}))

    for phrase in ("Rp35.000.000", "diwakili wali", "Beasiswa anak", "SD 5", "Rp1.500.000"):
        assert phrase in page


def test_a_grown_child_who_left_school_is_still_an_heir() -> None:
    child = {"anak-0-lahir": "02-03-1995", "anak-0-jenjang": "NONE", "anak-0-bekerja": "on"}

    page = text_of(Client().post(f"{BENEFIT}meninggal", COVER | child))

    assert "Rp42.000.000" in page
    assert "1 anak" in page


@pytest.mark.parametrize(
    ("changed", "phrases"),
    [
        ({"cacat-0-bagian": "telinga kaki"}, ["tidak ada dalam tabel cacat"]),
        ({"cacat-0-bagian": "kaki"}, ["Pilih salah satu:"]),
        ({"cacat-0-bagian": "ibu jari kaki", "cacat-0-hilang": "120"}, ["120", "aria-invalid"]),
        ({}, ["“Akibatnya” cacat sebagian, tetapi “Bagian tubuh” kosong."]),
        (
            {"tanggal": "10-11-2027", "dilaporkan": "1-1-2026"},
            ["“Tanggal kejadian” tidak boleh sesudah “Dihitung menurut keadaan pada”.", "“Tanggal dilaporkan”"],
        ),
        ({"bayar-0-dari": "13-2025"}, ["Tulis bulan-tahun"]),
        ({"bayar-0-sampai": "01-2025"}, ["Bulan terakhir tidak boleh sebelum bulan pertama."]),
        ({"bayar-0-dari": "01-2025"}, ["“Terdaftar sejak”"]),
        ({"dasar": "-1"}, ["“Dasar penghasilan”"]),
        ({"sumber": "EMPLOYER"}, ["“Siapa yang membayar iuran”"]),
        ({"tanggal": "31-2-2026"}, ["Tulis tanggal-bulan-tahun"]),
    ],
)
def test_impossible_facts_are_refused_in_the_words_of_the_form(changed: dict[str, str], phrases: list[str]) -> None:
    response = Client().post(f"{BENEFIT}kecelakaan", ACCIDENT | changed)

    assert response.status_code == 422
    page = text_of(response)
    for phrase in phrases:
        assert phrase in page
    for code in ("event.", "member.", "as_of", "paid_months"):
        assert code not in page


def test_an_event_that_nobody_knows_does_not_exist() -> None:
    assert Client().get(f"{BENEFIT}lain").status_code == 404


def test_a_benefit_comes_as_text_json_and_pdf() -> None:
    def posted(shape: str) -> Any:
        return Client().post(f"{BENEFIT}meninggal&bentuk={shape}", COVER)

    assert "Rp42.000.000" in text_of(posted("teks"))
    assert json.loads(posted("json").content)["cash_total_idr"] == 42_000_000
    assert posted("pdf").content.startswith(b"%PDF")


def test_the_answer_is_english_for_who_reads_english() -> None:
    page = text_of(in_english().post(f"{BENEFIT}meninggal", COVER))

    assert "Rp42.000.000 in cash" in page
    assert "Papers to bring" in page


# --- Nothing is kept --------------------------------------------------------------------------------------------


def test_nothing_that_is_entered_is_kept_anywhere(villages: Any) -> None:
    before = rows_kept()
    client = Client()

    client.get(DUE)
    response = client.post(f"{BENEFIT}kecelakaan", {**ACCIDENT, "cacat-0-bagian": "ibu jari kaki"})

    assert response.status_code == 200
    assert rows_kept() == before
    assert "sessionid" not in client.cookies
    assert "no-store" in response["Cache-Control"]


def test_facts_of_a_family_never_stand_in_an_address() -> None:
    page = text_of(Client().get(f"{BENEFIT}meninggal"))

    assert '<form id="isian" class="stack no-print" method="post"' in page


# --- Amounts elsewhere ------------------------------------------------------------------------------------------


def test_amounts_of_the_product_lead_to_their_explanation(
    users: Any, client_of: Any, people: Any, programme: Any
) -> None:
    run = trail.run_targeting(programme.year, programme.payer, users.officer)
    decree = trail.initial_decree(run, users.officer, users.head)
    trail.bill(programme.payer, users.officer)
    officer = client_of(users.officer)
    link = (
        "/aturan/penjelasan/iuran/?bulan=2026-11&amp;sumber=APBD&amp;dasar=1000000&amp;bidang=other&amp;wilayah=53.03"
    )

    pages = {
        "/iuran/": link.replace("2026-11", "2026-12"),
        "/iuran/2026-11/": link,
        f"/peserta/{people['maria'].public_id}/": link,
        f"/penetapan/{run.public_id}/": link,
        f"/sk/{decree.public_id}/": link,
    }

    for address, expected in pages.items():
        page = text_of(officer.get(address))
        assert expected in page, address
    assert "Rp16.800" in text_of(officer.get(link.replace("&amp;", "&")))


def test_an_amount_on_an_assumed_value_is_marked(rf: Any) -> None:
    from jaring.office.rules.templatetags.rules import explained_amount

    assert "memakai anggapan" in explained_amount(16_800, Month(2026, 5), "DANA_DESA", 1_000_000)
    assert "memakai anggapan" not in explained_amount(16_800, Month(2026, 5), "APBD", 1_000_000)
