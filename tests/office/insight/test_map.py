"""The map room: the reader's area and no other, the same numbers as table, picture and paper; its boundaries."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from browsing import looks_well_wide_and_narrow
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from jaring.office.access.roles import Role
from jaring.office.audit.models import AuditEntry
from jaring.office.insight import services
from jaring.office.insight.models import BoundarySet
from jaring.office.places.models import Village

if TYPE_CHECKING:
    from money_trail import Till

pytestmark = pytest.mark.django_db
REASON = "Garis batas sebelum pemekaran"


@pytest.fixture(autouse=True)
def points(till: Till) -> None:
    """Give the villages points, as the gazetteer does."""
    for number, village in enumerate(Village.objects.order_by("code")):
        village.longitude, village.latitude = 124.4 + number * 0.1, -9.4 + number % 2 * 0.1
        village.save()


def content(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else bytes(response.content)


def names_on(words: str) -> set[str]:
    return {name for name in ("Kefamenanu Selatan", "Maubeli", "Manamas", "Tunbaun", "Atambua") if name in words}


def geojson(*codes: str) -> bytes:
    """Draw invented squares in a row."""
    features = []
    for number, code in enumerate(codes):
        west = 124.0 + number * 0.1
        ring = [[west, -9.0], [west + 0.1, -9.0], [west + 0.1, -9.1], [west, -9.1], [west, -9.0]]
        shape = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"kode": code}, "geometry": shape})
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def upload(client: Any, document: bytes, **more: str) -> Any:
    file = SimpleUploadedFile("batas.geojson", document)
    return client.post("/batas-wilayah/", {"file": file, "source": "Gambar contoh", **more})


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("leadership", {"Kefamenanu Selatan", "Maubeli", "Manamas", "Tunbaun"}),
        ("auditor", {"Kefamenanu Selatan", "Maubeli", "Manamas", "Tunbaun"}),
        ("verifier", {"Kefamenanu Selatan", "Maubeli"}),
    ],
)
def test_everybody_sees_the_villages_of_his_area_in_page_and_files(
    who: str, names: set[str], till: Till, client_of: Any
) -> None:
    client = client_of(getattr(till.users, who))

    pdf = PdfReader(io.BytesIO(content(client.get("/peta/peta.pdf"))))

    assert names_on(client.get("/peta/").content.decode()) == names
    assert names_on(" ".join(page.extract_text() for page in pdf.pages)) == names


@pytest.mark.parametrize(("who", "status"), [("operator", 403), ("administrator", 403), (None, 302)])
def test_the_map_is_not_for_others(who: str | None, status: int, till: Till, client_of: Any) -> None:
    client = client_of(getattr(till.users, who) if who else None)

    assert [client.get(path).status_code for path in ("/peta/", "/peta/peta.png", "/peta/peta.pdf")] == [status] * 3


def test_another_regency_is_not_there(till: Till, client_of: Any) -> None:
    client = client_of(till.users.officer_elsewhere)

    assert names_on(client.get("/peta/").content.decode()) == {"Atambua"}
    assert client.get("/peta/?wilayah=53.03").status_code == 404


@pytest.mark.parametrize("metric", ["cakupan", "kebutuhan", "kosong", "uang", "omong-kosong"])
def test_every_metric_is_drawn_and_explained(metric: str, till: Till, client_of: Any) -> None:
    page = client_of(till.users.officer).get("/peta/", {"angka": metric}).content.decode()

    assert page.count("<circle") == 4
    assert "style=" not in page


def test_the_picture_shades_a_village_by_its_value(till: Till, client_of: Any) -> None:
    """All four are covered whole; a village nobody covers would be hatched or pale."""
    page = client_of(till.users.officer).get("/peta/").content.decode()
    shades = re.findall(r'<circle [^>]*fill="([^"]+)"[^>]*><title>([^<]+)<', page)

    assert {shade for shade, _ in shades} == {"#083f4d"}
    assert "Maubeli, Kota Kefamenanu: 100,0\u00a0%" in {words for _, words in shades}


def test_the_table_is_ordered_as_asked(till: Till, client_of: Any) -> None:
    client = client_of(till.users.officer)

    def order(asked: str) -> list[str]:
        page = client.get("/peta/", {"urut": asked}).content.decode()
        return re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a>', page)

    assert order("peserta") == ["Manamas", "Maubeli", "Tunbaun", "Kefamenanu Selatan"]
    assert order("-peserta") == order("peserta")[::-1]


def test_the_picture_comes_as_a_file(till: Till, client_of: Any) -> None:
    response = client_of(till.users.leadership).get("/peta/peta.png")

    assert content(response).startswith(b"\x89PNG")
    assert response["Content-Type"] == "image/png"


def test_the_map_asks_the_database_little(till: Till, client_of: Any, django_assert_max_num_queries: Any) -> None:
    services.import_boundaries(
        till.programme.year.regency,
        geojson("53.03.04.1001"),
        source="Contoh",
        actor=till.users.administrator,
        now=AuditEntry.objects.latest("at").at,
    )
    client = client_of(till.users.leadership)

    for _ in range(2):  # Counted for the first time, and read again.
        with django_assert_max_num_queries(12):
            client.get("/peta/")


# Boundaries -----------------------------------------------------------------------------------------------


def test_imported_boundaries_are_drawn_and_withdrawn_ones_are_not(till: Till, client_of: Any) -> None:
    administrator, leader = client_of(till.users.administrator), client_of(till.users.leadership)

    assert upload(administrator, geojson("53.03.04.1001", "53.03.15.2001")).status_code == 302
    page = leader.get("/peta/").content.decode()
    assert (page.count("fill-rule="), page.count("<circle")) == (2, 2)
    assert "Gambar contoh" in page

    drawn = BoundarySet.objects.get()
    administrator.post(f"/batas-wilayah/{drawn.public_id}/tarik/", {"reason": REASON})
    assert leader.get("/peta/").content.decode().count("<circle") == 4
    events = AuditEntry.objects.filter(event__startswith="insight.").order_by("position")
    assert [each.event for each in events] == ["insight.boundaries_imported", "insight.boundaries_withdrawn"]


def test_undoing_an_import_brings_the_one_before_back(till: Till, client_of: Any) -> None:
    administrator = client_of(till.users.administrator)
    upload(administrator, geojson("53.03.04.1001"))
    upload(administrator, geojson("53.03.04.1001", "53.03.15.2001"))

    latest = BoundarySet.objects.first()
    assert latest is not None
    administrator.post(f"/batas-wilayah/{latest.public_id}/tarik/", {"reason": REASON})

    assert client_of(till.users.leadership).get("/peta/").content.decode().count("fill-rule=") == 1


def test_the_same_file_twice_is_one_import(till: Till, client_of: Any) -> None:
    administrator = client_of(till.users.administrator)

    upload(administrator, geojson("53.03.04.1001"))
    upload(administrator, geojson("53.03.04.1001"))

    assert BoundarySet.objects.count() == 1


def test_areas_that_nobody_knows_are_listed_and_refused_unless_allowed(till: Till, client_of: Any) -> None:
    administrator = client_of(till.users.administrator)
    document = geojson("53.03.04.1001", "53.99.01.2001")

    refused = upload(administrator, document)
    assert refused.status_code == 422
    assert "53.99.01.2001" in refused.content.decode()
    assert not BoundarySet.objects.exists()

    upload(administrator, document, allows_unmatched="on")
    assert BoundarySet.objects.get().unmatched == ["53.99.01.2001"]


def test_a_file_of_another_regency_or_none_at_all_is_refused(till: Till, client_of: Any) -> None:
    administrator = client_of(till.users.administrator)

    assert "JRG-423" in upload(administrator, geojson("53.04.12.1001"), allows_unmatched="on").content.decode()
    assert "JRG-421" in upload(administrator, b"bukan peta").content.decode()


def test_withdrawing_needs_a_reason_and_happens_once(till: Till, client_of: Any) -> None:
    administrator = client_of(till.users.administrator)
    upload(administrator, geojson("53.03.04.1001"))
    address = f"/batas-wilayah/{BoundarySet.objects.get().public_id}/tarik/"

    assert "JRG-425" in administrator.post(address, {"reason": "x"}).content.decode()
    administrator.post(address, {"reason": REASON})
    assert "JRG-424" in administrator.post(address, {"reason": REASON}).content.decode()


def test_nobody_else_manages_boundaries(till: Till, client_of: Any, make_user: Any) -> None:
    upload(client_of(till.users.administrator), geojson("53.03.04.1001"))
    address = f"/batas-wilayah/{BoundarySet.objects.get().public_id}/tarik/"
    elsewhere = make_user("admin_belu", Role.ADMINISTRATOR, "53.04")

    for user, status in ((till.users.officer, 403), (till.users.head, 403), (elsewhere, 404)):
        assert client_of(user).post(address, {"reason": REASON}).status_code == status


@pytest.mark.browser
def test_figures_large_enough_to_be_shown_can_be_read_by_everybody(till: Till, show: Any) -> None:
    for name, user, path in (
        ("peta", till.users.officer, "/peta/?angka=uang"),
        ("ringkasan", till.users.leadership, "/ringkasan/"),
        ("publik", None, "/publik/?wilayah=53.03"),
    ):
        _response, page = show(user, path)
        looks_well_wide_and_narrow(page, name)
