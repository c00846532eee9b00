"""The tests' connection as the role that serves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from jaring.office.people.models import Person
from jaring.office.postgresql import roles
from jaring.office.postgresql.base import look_again

if TYPE_CHECKING:
    from conftest import Programme, Users


@pytest.fixture
def app_role(transactional_db: None, users: Users, people: dict[str, Person], programme: Programme) -> Iterator[None]:
    """This thread's connection as the serving role, with two regencies in the database."""
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has roles")
    roles.settle_roles()
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {roles.APP}")
    look_again(connection.connection)
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    look_again(connection.connection)
