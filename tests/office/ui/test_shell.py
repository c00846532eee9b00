"""What every page promises, whoever looks at it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import get_resolver

from jaring.office.access.middleware import undeclared

pytestmark = pytest.mark.django_db


def test_every_route_declares_its_action() -> None:
    assert undeclared(get_resolver().url_patterns) == []


def test_home_sends_a_stranger_to_the_login() -> None:
    response = Client().get("/")

    assert response.status_code == 302
    assert response["Location"] == "/masuk/?next=/"


def test_home_opens_for_every_role(users, client_of) -> None:
    for user in users:
        assert client_of(user).get("/").status_code == 200, user.username
