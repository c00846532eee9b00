"""What every test shares: a zone drawn anew for each run, and the choice of tests that meet a database."""

from __future__ import annotations

import os
import random
import secrets
import time
from typing import Any

import homes as homes_of
import pytest
from homes import home, homes  # noqa: F401  # pytest finds fixtures by name.
from hypothesis import settings

# Far apart, on both sides of the date line, with odd minutes and with summer time.
ZONES = (
    "UTC",
    "Asia/Jakarta",
    "Asia/Makassar",
    "Asia/Jayapura",
    "Asia/Kathmandu",
    "America/Los_Angeles",
    "Europe/London",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
)
CHOSEN_ZONE = "JARING_TEST_ZONE"

TOGETHER = (
    "test_kill.py",
    "test_races.py",
    "test_move.py",
    "test_office_commands.py",
    "test_intake_of_the_lists.py",
    "test_journeys.py",
)
"""Files whose tests share what is dear to make; one worker runs them all."""

settings.register_profile("jaring", max_examples=50, deadline=None, print_blob=True)
settings.register_profile("ci", parent=settings.get_profile("jaring"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "jaring")


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    """Put the process into one zone, the same in every worker of the run.

    Last, because Django sets the zone from its settings when it loads them.
    """
    zone = os.environ.setdefault(CHOSEN_ZONE, random.SystemRandom().choice(ZONES))
    os.environ["TZ"] = zone
    os.environ.setdefault(homes_of.RUN, secrets.token_hex(4))
    if hasattr(time, "tzset"):  # Windows cannot change the zone of a running process
        time.tzset()


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput"):  # The process that began the run ends last.
        homes_of.forget_pattern()


def pytest_report_header() -> str:
    return f"zone: {os.environ[CHOSEN_ZONE]} (repeat with {CHOSEN_ZONE})"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give each test to the worker that is free, but the tests of some files to one worker, and those first."""
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return file if file.endswith(TOGETHER) else nodeid

    return Scheduling(config, log)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database-only", action="store_true", help="run only the tests that meet a database")
    parser.addoption("--pictures", help="folder in which the journeys keep the pictures of the guides")
    parser.addoption("--demonstration", help="installation of which the journeys take a copy")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests whose result cannot depend on the database, when it is the database that is tested."""
    if config.getoption("--database-only"):
        left_out = [item for item in items if not meets_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if meets_database(item)]


def meets_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("browser") is not None:  # Other tests ask the database for the same pages.
        return False
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & {"db", "transactional_db", "homes"})
