"""Bills one month from many threads at once and prints how each of them ended, as one JSON document.

python race.py THREADS same|different
"""

from __future__ import annotations

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from uuid import UUID, uuid4

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "jaring.office.settings"
django.setup()

from django.db import connection  # noqa: E402  # After the settings.

from jaring.core.month import Month  # noqa: E402
from jaring.office.access.models import User  # noqa: E402
from jaring.office.billing.services import issue_bill  # noqa: E402
from jaring.office.programme.models import Payer  # noqa: E402

KEY = UUID("5303aaaa-0000-4000-8000-000000009002")


def main(threads: int, kind: str) -> None:
    barrier = Barrier(threads)

    def bill(key: UUID) -> str:
        payer, actor = Payer.objects.get(), User.objects.get(username="petugas")
        barrier.wait(timeout=60)
        try:
            issued = issue_bill(Month(2026, 11), payer, request_key=key, actor=actor, now=datetime.now(UTC))
            return f"bill {issued.public_id}"
        except Exception as error:  # noqa: BLE001  # The kind of the answer is what is asked for.
            return type(error).__name__
        finally:
            connection.close()

    keys = [KEY if kind == "same" else uuid4() for _ in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        sys.stdout.write(json.dumps(list(pool.map(bill, keys))))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
