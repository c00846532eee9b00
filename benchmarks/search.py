"""Search by anything: processor time and statements of the answer, on a register that stands.

    JARING_HOME=... python benchmarks/search.py [USERNAME]

The database is the one in use (``DATABASE_URL`` or the SQLite of ``JARING_HOME``); nothing is written but a session.
"""

from __future__ import annotations

import os
import statistics
import sys
import time

import django

ROUNDS = 5
TEXTS = ("maria", "yohanis", "djohanes", "theresya naisoko", "xqwz", "kefa", "460", "desember 2026", "oe", "anto")


def main(username: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jaring.office.settings")
    django.setup()
    from django.db import connection  # After the set-up, as all that knows models.
    from django.test import Client
    from django.test.utils import CaptureQueriesContext, setup_test_environment

    from jaring.office.access.models import User
    from jaring.office.people.models import Person

    setup_test_environment()
    client = Client()
    client.force_login(User.objects.get(username=username))
    print(f"{connection.vendor}, {Person.objects.count()} people, as {username}")
    for text in TEXTS:
        spent, waited, statements, found = [], [], 0, None
        for _round in range(ROUNDS):
            with CaptureQueriesContext(connection) as asked:
                began, clock = time.process_time(), time.perf_counter()
                answer = client.get("/cari/", {"q": text})
                spent.append(time.process_time() - began)
                waited.append(time.perf_counter() - clock)
            assert answer.status_code == 200
            statements, found = len(asked), answer.context["found"]
        took = f"{statistics.median(spent) * 1000:5.0f} ms of processor, {statistics.median(waited) * 1000:5.0f} ms"
        met = f"{len(found.people)} called so, {len(found.people_like)} sounding so"
        print(f"{text:18} {took}, {statements} statements, {len(answer.content) // 1024} KiB: {met}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "petugas")
