"""The demonstration regency in small, for browser journeys: the same accounts and the same story, with few people.

Run as a program, the module builds it in the installation that ``JARING_HOME`` names, up to today.
"""

from __future__ import annotations

import os

VILLAGES = ("53.03.05.1001", "53.03.05.1002", "53.03.05.1003")
MONTHS = 3
"""How many months before the current one the story begins."""


def build() -> None:
    """Let three villages send their lists, and live through the last months with them."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "jaring.office.settings"
    django.setup()

    from django.db import connection
    from paper_trail import today_there

    from jaring import demo
    from jaring.core.month import Month
    from jaring.office import demonstration, readiness
    from jaring.office.demonstration_cohorts import Cohorts

    connection.cursor().execute("PRAGMA synchronous=OFF")  # It need not survive a power cut.
    readiness.prepare()
    people = [each for each in demo.population(demonstration.SEED) if each.village_code in VILLAGES]
    demo.population = lambda seed: people
    Cohorts.begin = Cohorts.bill = lambda *given: None  # Further payers have dates and villages of their own.
    today = today_there()
    demonstration.PLACES = len(people) // 2
    demonstration.LAUNCH = Month.of(today) + -MONTHS
    demonstration.build(today, lambda text, share: None)


if __name__ == "__main__":
    build()
