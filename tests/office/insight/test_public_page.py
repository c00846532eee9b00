"""The public page: open to strangers, nobody in it, no small number, and closed when the head closes it."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

import pytest
from amounts_shown import AMOUNT, Page
from openpyxl import load_workbook

from jaring.office.audit.models import AuditEntry
from jaring.office.people.models import Person
from jaring.office.ui.middleware import SIXTEEN_DIGITS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from money_trail import Till

pytestmark = pytest.mark.django_db
PAGE, CSV, XLSX, SWITCH = (
    "/publik/?wilayah=53.03",
    "/publik/unduh/data.csv",
    "/publik/unduh/data.xlsx",
    "/publik/atur/",
)
COUNTS = re.compile(r'<td class="num"[^>]*>([0-9.]+)</td>')
REASON = "Menunggu persetujuan Bupati"


def stranger(client_of: Any, path: str) -> Any:
    return client_of(None).get(path, {"wilayah": "53.03"} if "?" not in path else {})


def content(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else bytes(response.content)


def words_published(client_of: Any) -> Iterator[str]:
    """Everything that a stranger can read: the page in both languages, the links on it, both files."""
    client = client_of(None)
    yield client.get(PAGE).content.decode()
    client.post("/bahasa/", {"language": "en"})
    yield client.get(PAGE).content.decode()
    yield content(stranger(client_of, CSV)).decode()
    book = load_workbook(io.BytesIO(content(stranger(client_of, XLSX))))
    yield " | ".join(str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None)


def table(client_of: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content(stranger(client_of, CSV)).decode())))


def test_every_amount_that_a_stranger_reads_leads_to_how_it_came_about(till: Till, client_of: Any) -> None:
    page = Page(stranger(client_of, PAGE).content.decode())

    assert AMOUNT.search(page.root.text)
    assert page.unexplained() == []
    assert "/hitung/iuran/" in page.links


def test_a_stranger_finds_no_person_and_no_long_number(till: Till, client_of: Any) -> None:
    names = {word for person in Person.objects.all() for word in person.name.split()} - {"Maria"}

    for words in words_published(client_of):
        assert not SIXTEEN_DIGITS.search(words)
        assert not {name for name in names if name in words}
        assert till.payer.name not in words


def test_no_cell_below_five_stands_on_the_page_or_in_a_file(till: Till, client_of: Any) -> None:
    cells = [int(text.replace(".", "")) for text in COUNTS.findall(stranger(client_of, PAGE).content.decode())]
    rows = table(client_of)

    assert cells
    assert min(cells) >= 5
    for row in rows:
        for name in ("people_covered", "people_waiting", "paid_this_year_idr"):
            assert row[name] == "" or int(row[name]) >= 5


def test_the_total_gives_no_small_district_away(till: Till, client_of: Any) -> None:
    """Of 16, 8 and 2 people the 2 are hidden, and with them the 8: else the total of 26 would tell."""
    shown = {row["district"]: row["people_covered"] for row in table(client_of)}
    paid = {row["district"]: row["paid_this_year_idr"] for row in table(client_of)}

    assert shown == {"Miomaffo Timur": "", "Kota Kefamenanu": "16", "Naibenu": "", "TOTAL": "26"}
    assert paid == {"Miomaffo Timur": "", "Kota Kefamenanu": "268800", "Naibenu": "", "TOTAL": "436800"}


def test_what_is_not_recorded_is_not_called_zero(till: Till, client_of: Any) -> None:
    words = stranger(client_of, PAGE).content.decode()

    assert "belum diketahui" in words
    assert "klaim belum dicatat" in words


def test_another_regency_adds_nothing(till: Till, client_of: Any) -> None:
    belu = client_of(None).get("/publik/?wilayah=53.04").content.decode()

    assert "Kota Kefamenanu" not in belu
    assert "16" not in COUNTS.findall(belu)


def test_a_stranger_takes_the_chart_away_as_a_picture(till: Till, client_of: Any) -> None:
    assert content(stranger(client_of, "/publik/unduh/peserta.png")).startswith(b"\x89PNG")


def test_the_head_closes_the_page_and_opens_it_again(till: Till, client_of: Any) -> None:
    head = client_of(till.users.head)

    head.post(SWITCH, {"reason": REASON})
    assert [stranger(client_of, path).status_code for path in (PAGE, CSV, XLSX)] == [404, 404, 404]
    assert "Buka halaman publik" in head.get(PAGE).content.decode()

    head.post(SWITCH, {"reason": REASON, "buka": "1"})
    assert stranger(client_of, PAGE).status_code == 200
    events = AuditEntry.objects.filter(event__startswith="insight.").order_by("position")
    assert [entry.event for entry in events] == ["insight.public_page_closed", "insight.public_page_opened"]


@pytest.mark.parametrize(("who", "status"), [("officer", 403), ("leadership", 403), ("administrator", 403)])
def test_nobody_else_closes_it(who: str, status: int, till: Till, client_of: Any) -> None:
    assert client_of(getattr(till.users, who)).post(SWITCH, {"reason": REASON}).status_code == status
    assert stranger(client_of, PAGE).status_code == 200


def test_closing_twice_and_closing_without_a_reason_are_refused(till: Till, client_of: Any) -> None:
    head = client_of(till.users.head)

    assert "JRG-426" in head.post(SWITCH, {"reason": "x"}).content.decode()
    assert "JRG-427" in head.post(SWITCH, {"reason": REASON, "buka": "1"}).content.decode()


def test_the_page_asks_the_database_little(till: Till, client_of: Any, django_assert_max_num_queries: Any) -> None:
    for _ in range(2):  # Counted for the first time, and read again.
        with django_assert_max_num_queries(12):
            stranger(client_of, PAGE)


@pytest.mark.browser
def test_it_needs_no_script(till: Till, browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto(PAGE)

    assert page.get_by_role("img", name="Peserta per bulan").is_visible()
    assert page.get_by_role("row", name="Kota Kefamenanu").is_visible()
    context.close()


@pytest.mark.parametrize(
    ("instant", "day"),
    [("2025-12-31T15:59:00Z", "31 Desember 2025"), ("2025-12-31T16:00:00Z", "1 Januari 2026")],
)
def test_a_stranger_reads_the_day_of_the_regency(
    till: Till, client_of: Any, time_machine: Any, instant: str, day: str
) -> None:
    time_machine.move_to(instant, tick=False)

    page = stranger(client_of, PAGE).content.decode()
    calculator = client_of(None).get("/hitung/iuran/").content.decode()

    assert f"{day}," in page
    assert f'value="{day[-4:]}-' in calculator
