"""A list keeps its state in the address."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from jaring.office.access.models import User
from jaring.office.ui.listing import PAGES_MAX, Listing

ORDERS = {"nama": ("username", "id"), "baru": ("-id",)}

pytestmark = pytest.mark.django_db


@pytest.fixture
def accounts(db) -> None:
    User.objects.bulk_create(User(username=f"user{n:03d}", full_name="x") for n in range(120))


def listing(query: str, **options) -> Listing:
    return Listing.of(RequestFactory().get(f"/{query}"), User.objects.all(), ORDERS, **options)


def test_a_page_is_cut_and_counted(accounts) -> None:
    page = listing("?hal=3")

    assert (page.total, page.pages, page.first, page.last) == (120, 3, 101, 120)
    assert page.rows[0].username == "user100"


@pytest.mark.parametrize("asked", ["0", "-1", "x", "", "9999999999999", "²"])
def test_a_page_that_is_no_page_is_the_first(asked, accounts) -> None:
    assert listing(f"?hal={asked}").number == 1


def test_a_page_beyond_the_end_is_the_last(accounts) -> None:
    assert listing("?hal=99").number == 3


def test_an_order_turns_round(accounts) -> None:
    assert listing("?urut=-nama").rows[0].username == "user119"
    assert listing("?urut=-baru").rows[0].username == "user000"
    assert listing("?urut=password").order == "nama"


def test_rows_fetched_by_key_keep_their_order(accounts) -> None:
    plain, fetched = listing("?urut=-nama&hal=2"), listing("?urut=-nama&hal=2", fetch=User.objects.all())

    assert [user.pk for user in fetched.rows] == [user.pk for user in plain.rows]


@pytest.mark.parametrize("query", ["", "?urut=-nama&hal=2", "?hal=99", "?hal=x&urut=password"])
def test_costly_rows_are_cut_and_counted_alike(query, accounts, django_assert_num_queries) -> None:
    request, users = RequestFactory().get(f"/{query}"), User.objects.all()
    plain = Listing.of(request, users, ORDERS)

    with django_assert_num_queries(4 if "99" in query else 2):
        costly = Listing.of_costly(request, users, ORDERS, fetch=users)

    assert (costly.rows, costly.total, costly.number) == (plain.rows, plain.total, plain.number)
    assert Listing.of_costly(request, users.none(), ORDERS, fetch=users).total == 0


def test_lists_that_share_an_address_keep_pages_of_their_own(rf) -> None:
    request = rf.get("/?hal-baru=2&hal-hilang=x&desa=1")
    new = Listing.of_found(request, range(120), page="hal-baru")
    gone = Listing.of_found(request, range(70), page="hal-hilang")

    assert (new.rows, new.total, new.number) == (list(range(50, 100)), 120, 2)
    assert (gone.rows, gone.number) == (list(range(50)), 1)
    assert "hal-baru=3" in new.next_address
    assert "hal-baru=2" in gone.next_address
    assert Listing.of_found(request, []).rows == []


def test_an_address_keeps_the_rest_of_the_state(accounts) -> None:
    page = listing("?cari=maria&hal=2&desa=")

    assert page.address(hal=3) == "?cari=maria&hal=3"
    assert page.address(hal=None, cari=None) == "?"


def test_gaps_stand_between_pages_far_apart(accounts) -> None:
    assert listing("?hal=6", per_page=10).numbers == [1, None, 4, 5, 6, 7, 8, None, 12]


def test_no_page_is_cut_beyond_the_limit(accounts) -> None:
    page = listing("?hal=300", total=1_000_000)

    assert page.pages == PAGES_MAX
    assert page.is_cut
