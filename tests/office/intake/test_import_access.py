"""Who meets which delivery and which row: the owner of the area, another area, another regency, nobody."""

from __future__ import annotations

import pytest
from django.urls import reverse
from import_rows import GOOD, IN_MANAMAS, MANAMAS, NO_BIRTH_DATE, NO_VILLAGE, address, row_of

from jaring.office.intake.models import ImportRow

pytestmark = pytest.mark.django_db

SEEN = ("detail", "files", "difference")
ACTS = {
    "take_over": {},
    "undo": {},
    "judge_by_code": {"kode": "BIRTH_DATE_FROM_NIK", "putusan": "terima"},
}


@pytest.mark.parametrize("name", SEEN)
def test_a_delivery_is_met_by_its_regency_and_by_nobody_elsewhere(name, delivery, users, client_of) -> None:
    url = address(name, delivery)

    assert client_of(users.officer).get(url).status_code == 200
    assert client_of(users.officer_elsewhere).get(url).status_code == 404
    assert client_of(None).get(url).status_code == 302


@pytest.mark.parametrize("name", SEEN)
def test_a_village_meets_its_own_delivery_and_no_other_villages(
    name, make_delivery, users, villages, client_of
) -> None:
    batch = make_delivery(users.operator, [GOOD], village=villages.kefa)
    url = address(name, batch)

    assert client_of(users.operator).get(url).status_code == 200
    assert client_of(users.verifier).get(url).status_code == 200
    assert client_of(users.operator_elsewhere).get(url).status_code == 404


@pytest.mark.parametrize("name", list(ACTS))
def test_acts_on_a_delivery_are_the_regencys(name, delivery, users, client_of) -> None:
    url, given = address(name, delivery), ACTS[name]

    assert client_of(users.officer_elsewhere).post(url, given).status_code == 404
    assert client_of(users.operator).post(url, given).status_code == 403
    assert client_of(users.auditor).post(url, given).status_code == 403
    assert client_of(None).post(url, given).status_code == 302
    assert client_of(users.officer).get(url).status_code == 405
    assert client_of(users.officer).post(url, given).status_code == 302


def test_a_row_is_met_by_its_village_its_district_and_its_regency(delivery, users, client_of) -> None:
    row = row_of(delivery, "doubtful")
    url = address("row", delivery, row.public_id)

    for user in (users.officer, users.verifier, users.operator, users.auditor):
        assert client_of(user).get(url).status_code == 200, user.username
    for user in (users.operator_elsewhere, users.officer_elsewhere):
        assert client_of(user).get(url).status_code == 404, user.username
    assert client_of(None).get(url).status_code == 302
    assert client_of(users.treasurer).get(url).status_code == 403


def test_a_row_is_judged_by_its_district_and_not_by_its_village(delivery, users, client_of) -> None:
    row = row_of(delivery, "doubtful")
    url = address("judge", delivery, row.public_id)
    manamas = address("judge", delivery, delivery.rows.get(village=MANAMAS).public_id)

    assert client_of(users.operator).post(url, {"putusan": "terima"}).status_code == 403
    assert client_of(users.officer_elsewhere).post(url, {"putusan": "terima"}).status_code == 404
    assert client_of(users.verifier).post(manamas, {"putusan": "tidak"}).status_code == 404
    assert client_of(users.verifier).post(url, {"putusan": "terima"}).status_code == 302
    row.refresh_from_db()
    assert (row.judgement, row.judged_by) == ("take", users.verifier)


def test_a_village_sees_only_its_own_rows_of_the_regencys_delivery(delivery, users, client_of) -> None:
    kefa = client_of(users.operator).get(address("detail", delivery), {"nilai": "baik"}).content.decode()
    manamas = client_of(users.operator_elsewhere).get(address("detail", delivery), {"nilai": "baik"}).content.decode()

    assert "Yohanes Naisoko" in kefa
    assert "Agustinus Ua" not in kefa
    assert "Agustinus Ua" in manamas
    assert "Yohanes Naisoko" not in manamas


def test_the_counts_of_a_list_follow_the_area_too(delivery, users, client_of) -> None:
    def numbers(user):
        line = client_of(user).get(reverse("intake:list")).context["lines"][0]
        return (line[1].accepted, line[1].doubtful, line[1].rejected)

    assert numbers(users.officer) == (2, 1, 1)
    assert numbers(users.operator) == (1, 1, 1)
    assert numbers(users.operator_elsewhere) == (1, 0, 0)


def test_files_without_a_row_of_the_reader_are_not_named(delivery, make_delivery, users, client_of) -> None:
    other = delivery.files.create(name="Manamas saja.xlsx", sha256="1" * 64, size_bytes=1)
    delivery.rows.filter(village=MANAMAS).update(file=other)

    page = client_of(users.operator).get(address("files", delivery)).content.decode()

    assert "daftar.xlsx" in page
    assert "Manamas saja.xlsx" not in page


def test_whoever_sent_a_row_of_no_known_village_may_mend_it(make_delivery, users, villages, client_of) -> None:
    batch = make_delivery(users.verifier, [NO_VILLAGE, GOOD])
    row = batch.rows.get(village=None)
    url = address("row", batch, row.public_id)

    response = client_of(users.verifier).post(url, {"name": "Yosefina Lopo", "village": "Maubeli", "sex": "L"})

    assert response.status_code == 302
    row.refresh_from_db()
    assert row.village == villages.maubeli
    assert client_of(users.operator_elsewhere).get(url).status_code == 404


def test_a_row_of_another_village_is_rejected_with_a_sentence_and_can_be_corrected(
    make_delivery, users, villages, client_of
) -> None:
    batch = make_delivery(users.operator, [GOOD, IN_MANAMAS], village=villages.kefa)
    row = batch.rows.get(village=villages.manamas)
    client = client_of(users.operator)

    page = client.get(address("row", batch, row.public_id)).content.decode()
    client.post(address("row", batch, row.public_id), {"village": "Kefamenanu Selatan", "district": "Kota Kefamenanu"})

    assert "di luar wilayah pengirim" in page
    row.refresh_from_db()
    assert (row.village, row.verdict, row.codes) == (villages.kefa, "accepted", "")


def test_who_may_only_look_gets_no_button_and_no_form(delivery, users, client_of) -> None:
    row = row_of(delivery, "doubtful")
    client = client_of(users.auditor)

    listed = client.get(address("detail", delivery)).content.decode()
    alone = client.get(address("row", delivery, row.public_id)).content.decode()

    for page in (listed, alone):
        assert 'name="putusan" value="terima"' not in page
        assert "Simpan" not in page
    corrections = address("corrections", delivery, delivery.files.get().pk)
    assert client.post(corrections).status_code == 403


def test_a_file_of_another_delivery_or_area_gives_no_workbook(delivery, make_delivery, users, client_of) -> None:
    other = make_delivery(users.officer, [NO_BIRTH_DATE])
    crossed = address("corrections", delivery, other.files.get().pk)
    own = address("corrections", delivery, delivery.files.get().pk)

    assert client_of(users.officer).post(crossed).status_code == 404
    assert client_of(users.officer_elsewhere).post(own).status_code == 404
    assert client_of(None).post(own).status_code == 302


@pytest.mark.parametrize("name", ["new", "new_dtsen", "new_elsewhere"])
def test_register_files_are_the_regencys_and_lists_everybodys_who_answers_for_an_area(name, users, client_of) -> None:
    url = reverse(f"intake:{name}")

    assert client_of(users.officer).get(url).status_code == 200
    assert client_of(users.operator).get(url).status_code == (200 if name == "new" else 403)
    assert client_of(users.auditor).get(url).status_code == 403
    assert client_of(None).get(url).status_code == 302


def test_the_list_is_empty_for_another_regency_and_closed_to_strangers(delivery, users, client_of) -> None:
    url = reverse("intake:list")

    assert delivery.source in client_of(users.officer).get(url).content.decode()
    assert delivery.source not in client_of(users.officer_elsewhere).get(url).content.decode()
    assert client_of(users.treasurer).get(url).status_code == 403
    assert client_of(None).get(url).status_code == 302
    assert ImportRow.objects.count() == 4
