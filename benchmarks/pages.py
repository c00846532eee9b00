"""Every page of the office with 300,000 people on the register, beside fetching the same rows by their key.

    python benchmarks/pages.py [--size 300000] [--home FOLDER] [--only WORDS] [--rounds 5] [--quick]

Works in a database of its own: a SQLite file below ``--home`` (a temporary folder unless given), or the empty
PostgreSQL database that ``DATABASE_URL`` names. What ``--home`` keeps is used again the next time.

A page is asked for through Django's own client by somebody of the role that is named. On SQLite each request opens
the database anew, as behind the server. Processor time counts, since other programs may keep the cores busy: on
PostgreSQL that of this process, of the server's process behind the connection and of the workers that ended. Where
the server runs on another machine the clock counts. The median and the best of the rounds are printed in
milliseconds, then the number of statements, what part of the time they took, and the baseline: one plain ``SELECT *``
of the rows that the page lists, by their primary keys.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import permutations, product
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

LIMIT_MS, LIMIT_STATEMENTS = 300, 12
REGISTER = "/peserta/"


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(options.home or folder)
        os.environ["JARING_HOME"] = str(home)
        os.environ["DJANGO_SETTINGS_MODULE"] = "jaring.office.settings"
        import django

        django.setup()
        from jaring.office import readiness

        readiness.prepare()
        import great_register

        if not great_register.is_built():
            great_register.World(options.size, home).build()
        import great_money

        if not great_money.is_built():
            great_money.Money(home).build()
        great_register.say("asking for pages", **great_register.facts())
        sys.exit(_report(options))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=300_000)
    parser.add_argument("--home", help="where the installation is kept")
    parser.add_argument("--only", default="", help="only pages whose name has these words")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--quick", action="store_true", help="say a word about the slowest and those above an aim only"
    )
    return parser.parse_args()


@dataclass(frozen=True)
class Page:
    """An address and who asks for it."""

    name: str
    who: str
    path: str


@dataclass
class Seen:
    """What was measured of one page."""

    page: Page
    times_ms: list[float]
    statements: int
    statements_ms: float
    rows: int
    baseline_ms: float
    notes: list[str] = field(default_factory=list)

    @property
    def median_ms(self) -> float:
        return statistics.median(self.times_ms)

    @property
    def misses(self) -> bool:
        return min(self.times_ms) > LIMIT_MS or self.statements > LIMIT_STATEMENTS

    def __str__(self) -> str:
        return (
            f"{'!' if self.misses else ' '} {self.median_ms:>7.0f} {min(self.times_ms):>7.0f} {self.statements:>4}"
            f" {self.statements_ms:>7.0f} {self.rows:>4} {self.baseline_ms:>7.2f} {self.page.who:<11} {self.page.name}"
        )


def _report(options: argparse.Namespace) -> int:
    """Ask for every page, print what was seen, and return how many miss an aim."""
    from django.db import connection

    print(f"{connection.vendor}; {os.cpu_count()} cores; {options.rounds} rounds; milliseconds")
    print(f"  {'median':>7} {'best':>7} {'sql':>4} {'in sql':>7} {'rows':>4} {'by key':>7}  {'who':<11} page")
    seen = []
    for page in _pages():
        if all(word in page.name or word == page.who for word in options.only.split()):
            seen.append(_measured(page, options.rounds))
            if not options.quick or seen[-1].misses:
                print(seen[-1], flush=True)
    slowest = sorted(seen, key=lambda one: -min(one.times_ms))[:10]
    print(f"\n{len(seen)} pages, {sum(one.misses for one in seen)} miss an aim; the slowest:")
    for one in slowest:
        print(one)
    return sum(one.misses for one in seen)


def _measured(page: Page, rounds: int) -> Seen:
    from django.db import connection

    client = _client_of(page.who)
    keys, baseline = _listed(client, page)
    clock = _clock()
    times, statements, spent = [], 0, []
    for _ in range(rounds):
        if connection.vendor == "sqlite":
            connection.close()
        with _counted(clock) as seconds:
            started = clock()
            response = client.get(page.path)
            times.append((clock() - started) * 1000)
        assert response.status_code == 200, (page, response.status_code)
        statements, spent = len(seconds), [*spent, sum(seconds) * 1000]
    return Seen(page, times, statements, statistics.median(spent), keys, baseline)


def _clock() -> Callable[[], float]:
    """Return what tells how long all processes that make a page have worked, in seconds."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return time.process_time
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = Path(f"/proc/{cursor.fetchone()[0]}")
    if "postgres" not in _text_of(backend / "comm"):
        return time.perf_counter
    server = Path(f"/proc/{_text_of(backend / 'stat').rpartition(')')[2].split()[1]}")
    tick = os.sysconf("SC_CLK_TCK")

    def worked() -> float:
        ended = _text_of(server / "stat").rpartition(")")[2].split()[13:15]
        working = int(_text_of(backend / "schedstat").split()[0]) / 1e9
        return time.process_time() + working + sum(map(int, ended)) / tick

    return worked


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""


def _listed(client: Any, page: Page) -> tuple[int, float]:
    """Return how many rows a page lists and how long a plain SELECT by their keys takes, in milliseconds."""
    from django.db import connection
    from django.test.utils import setup_test_environment, teardown_test_environment

    setup_test_environment()
    response = client.get(page.path)
    teardown_test_environment()
    assert response.status_code == 200, (page, response.status_code)
    listing = response.context.get("listing")
    if listing is None or not listing.rows or not isinstance(getattr(listing.rows[0], "pk", None), int):
        return 0, 0.0  # Dues have a key of two columns, entries one that no text gives.
    table, keys = listing.rows[0]._meta.db_table, [row.pk for row in listing.rows]
    times = []
    for _ in range(5):
        started = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table} WHERE id IN ({', '.join(['%s'] * len(keys))})", keys)
            cursor.fetchall()
        times.append((time.perf_counter() - started) * 1000)
    return len(keys), min(times)


_clients: dict[str, Any] = {}


def _client_of(who: str) -> Any:
    from django.test import Client

    from jaring.office.access.models import User

    if who not in _clients:
        _clients[who] = Client(SERVER_NAME="localhost")
        _clients[who].force_login(User.objects.get(username=who))
    return _clients[who]


@contextmanager
def _counted(clock: Any) -> Iterator[list[float]]:
    """Note how long each statement takes until its rows begin to come."""
    from django.db import connection

    seconds: list[float] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        started = clock()
        answer = execute(sql, params, many, context)
        seconds.append(clock() - started)
        if os.environ.get("SHOW_SQL") and seconds[-1] > 0.02:
            print(f"    {seconds[-1] * 1000:.0f} ms {sql} {str(params)[:200]}", file=sys.stderr)
        return answer

    with connection.execute_wrapper(note):
        yield seconds


def _pages() -> Iterator[Page]:
    yield from _homes()
    yield from _register()
    yield from _people()
    yield from _deliveries()
    yield from _choices()
    yield from _trials()
    yield from _decrees()
    yield from _bills()
    yield from _payments()
    yield from _dues()
    yield from _guard()
    yield from _figures()
    yield from _budgets()
    yield from _ledger()
    yield from _cases()


def _homes() -> Iterator[Page]:
    from jaring.office.demonstration import ACCOUNTS

    for username, _name, _role in ACCOUNTS:
        yield Page("home", username, "/")


ORDERS = ("nama", "-nama", "desa", "-desa", "baru", "-baru")
FILTERS: dict[str, tuple[str, ...]] = {
    "kerja": ("farmer", "transport", "village_apparatus"),
    "keputusan": ("kept", "selected", "reserve", "ineligible"),
    "peserta": ("covered", "coming", "ended", "none"),
    "keluar": ("open", "any"),
    "cari": ("maria", "a", "yohanes nai", "zzz", "maria yo"),
}
PAGES = ("1", "100", "200")


def _register() -> Iterator[Page]:
    """Every order and filter, alone and together, on the first, a middle and the last page."""
    for order, page in product(ORDERS, PAGES):
        yield _view("petugas", urut=order, hal=page)
    filters = {"kec": (_largest("district"),), "desa": (_largest("village"),), **FILTERS}
    for name, values in filters.items():
        for value, order, page in product(values, ("nama", "desa", "-desa", "-baru"), ("1", "200")):
            yield _view("petugas", **{name: value}, urut=order, hal=page)
    for asked in _together():
        for order, page in product(("nama", "desa", "-desa", "baru"), ("1", "200")):
            yield _view("petugas", **asked, urut=order, hal=page)
    for who in ("desa", "kecamatan", "kepala", "bendahara", "pemeriksa"):
        yield _view(who)
        for asked in ({"cari": "maria"}, {"peserta": "covered"}, {"kerja": "farmer"}, {"urut": "-desa", "hal": "200"}):
            yield _view(who, **asked)


def _together() -> Iterator[dict[str, str]]:
    pairs = (("keputusan", "peserta"), ("kerja", "keputusan"), ("kerja", "peserta"), ("cari", "peserta"))
    for first, second in pairs:
        for one, other in product(FILTERS[first], FILTERS[second]):
            yield {first: one, second: other}
    yield {"cari": "maria", "kerja": "farmer", "peserta": "covered", "keputusan": "kept"}
    yield {"cari": "maria", "kerja": "farmer", "peserta": "covered", "keputusan": "selected"}
    yield {"cari": "a", "kerja": "trader", "peserta": "none", "keputusan": "reserve"}
    yield {"cari": "yo", "kerja": "fisher", "peserta": "ended", "keputusan": "reserve"}
    yield {"kec": _largest("district"), "keputusan": "selected", "peserta": "covered", "cari": "maria"}


def _view(who: str, **query: str) -> Page:
    name = " ".join(f"{key}={value}" for key, value in query.items())
    return Page(f"register {name}", who, f"{REGISTER}?{urlencode(query)}")


def _largest(level: str) -> str:
    from django.db.models import Count

    from jaring.office.people.models import Person

    field = "village" if level == "village" else "village__district"
    largest = Person.objects.order_by().values_list(field).annotate(n=Count("pk")).order_by("-n").first()
    assert largest is not None
    return str(largest[0])


def _people() -> Iterator[Page]:
    from jaring.office.people.models import Exit, Person

    covered = Person.objects.filter(dues__isnull=False).order_by("id").first()
    left = Exit.objects.select_related("person").order_by("-id").first()
    assert covered is not None
    assert left is not None
    for name, person in (("covered", covered), ("left", left.person)):
        for who in ("petugas", "kepala", "bendahara", "pemeriksa"):
            yield Page(f"person {name}", who, f"{REGISTER}{person.public_id}/")
    near = Person.objects.filter(village="53.03.05.1001").order_by("id")[0]
    for who in ("desa", "kecamatan"):
        yield Page("person near", who, f"{REGISTER}{near.public_id}/")


def _deliveries() -> Iterator[Page]:
    from jaring.office.intake.models import ImportBatch, ImportRow

    great, small = ImportBatch.objects.filter(state="preview").order_by("id")
    row = ImportRow.objects.filter(batch=great, verdict="doubtful").order_by("id")[0]
    for who in ("petugas", "kepala", "pemeriksa", "kecamatan", "desa"):
        yield Page("deliveries", who, "/impor/")
        yield Page("delivery of 19,000", who, f"/impor/{great.public_id}/")
        yield Page("delivery of a village", who, f"/impor/{small.public_id}/")
    for query in (
        "nilai=baik",
        "nilai=baik&hal=200",
        "nilai=meragukan&hal=20",
        "nilai=ditolak",
        "nilai=baik&desa=53.03.05.1001",
    ):
        yield Page(f"delivery of 19,000 {query}", "petugas", f"/impor/{great.public_id}/?{query}")
    for who in ("petugas", "desa"):
        yield Page("delivery difference", who, f"/impor/{great.public_id}/beda/")
        yield Page("delivery difference of a village", who, f"/impor/{great.public_id}/beda/?desa=53.03.05.1001")
        yield Page("delivery files", who, f"/impor/{great.public_id}/berkas/")
    yield Page("row", "petugas", f"/impor/{great.public_id}/baris/{row.public_id}/")


def _choices() -> Iterator[Page]:
    from jaring.office.programme.models import TargetingRun

    for who in ("petugas", "kepala", "pemeriksa", "kecamatan"):
        yield Page("choices", who, "/penetapan/")
    yield Page("choice form", "petugas", "/penetapan/baru/")
    for run in TargetingRun.objects.order_by("-id")[:2]:
        here, year = f"/penetapan/{run.public_id}/", run.programme_year.year
        yield Page(f"choice {year} villages", "petugas", f"{here}desa/")
        for who in ("petugas", "kecamatan"):
            for kind, order, page in product(
                ("", *FILTERS["keputusan"]), ("desa", "-nama", "-peringkat"), ("1", "200")
            ):
                query = urlencode({"jenis": kind, "urut": order, "hal": page})
                yield Page(f"choice {year} {query}", who, f"{here}?{query}")
            for name, order in product(("maria", "a", "zzz", "yohanes nai"), ("nama", "desa")):
                query = urlencode({"cari": name, "jenis": "kept", "urut": order})
                yield Page(f"choice {year} {query}", who, f"{here}?{query}")
            query = urlencode({"desa": "53.03.05.1001", "urut": "nama"})
            yield Page(f"choice {year} {query}", who, f"{here}?{query}")


def _trials() -> Iterator[Page]:
    """Other budgets of the latest choice, and its scenarios side by side."""
    from jaring.office.programme.models import TargetingRun

    run = TargetingRun.objects.order_by("-id")[0]
    for who, tenths in product(("petugas", "kecamatan"), (5, 9, 11, 15)):
        for more in ({}, {"hal": "200"}, {"cari": "maria"}, {"kec": "53.03.05"}, {"desa": "53.03.05.1001"}):
            query = urlencode({"plafon": run.budget_idr * tenths // 10, **more})
            yield Page(
                f"budget times {tenths / 10} {urlencode(more)}", who, f"/penetapan/{run.public_id}/plafon/?{query}"
            )
    kept = [str(scenario.public_id) for scenario in _scenarios(run)]
    yield Page("scenarios", "petugas", "/penetapan/skenario/")
    yield Page(
        "scenarios compared", "petugas", f"/penetapan/skenario/?{urlencode([('banding', key) for key in kept])}"
    )
    for one, other in permutations(kept, 2):
        for query in ("", "hal=200", "urut=-nama&hal=200", "cari=maria", "kec=53.03.05"):
            yield Page(f"difference {query}", "petugas", f"/penetapan/skenario/{one}/tanpa/{other}/?{query}")


def _scenarios(run: Any) -> list[Any]:
    """Return two scenarios of a run, kept the first time."""
    from django.utils import timezone

    from jaring.office.access.models import User
    from jaring.office.programme.models import Scenario
    from jaring.office.programme.services import keep_scenario

    if not Scenario.objects.filter(base=run).exists():
        terms = {"actor": User.objects.get(username="petugas"), "now": timezone.now()}
        keep_scenario(run, "Lebih besar", run.budget_idr * 5 // 4, Scenario.Variant.OWN, **terms)
        keep_scenario(run, "Tanpa kuota", run.budget_idr, Scenario.Variant.NO_QUOTA, **terms)
    return list(Scenario.objects.filter(base=run).order_by("id")[:2])


def _decrees() -> Iterator[Page]:
    from jaring.office.programme.models import Decree, TargetingRun

    for who in ("petugas", "kepala", "bendahara", "pemeriksa", "kecamatan", "desa"):
        yield Page("decrees", who, "/sk/")
        for decree in Decree.objects.order_by("id"):
            for query in ("", "hal=200", "cari=maria", "cari=a", "kec=53.03.05", "desa=53.03.05.1001&cari=maria"):
                yield Page(f"decree {decree.number} {query}", who, f"/sk/{decree.public_id}/?{query}")
    run = TargetingRun.objects.order_by("-id")[0]
    yield Page("decree form", "petugas", f"/sk/baru/{run.public_id}/")
    yield Page("decree form of replacements", "petugas", "/sk/perubahan/")


def _bills() -> Iterator[Page]:
    from jaring.office.billing.models import Bill
    from jaring.office.programme.models import ProgrammeYear

    for who in ("petugas", "kepala", "bendahara", "pemeriksa"):
        for year in ProgrammeYear.objects.order_by("id"):
            yield Page(f"bills of {year.year}", who, f"/iuran/?tahun={year.public_id}")
        bill = Bill.objects.order_by("-month")[0]
        yield Page("bill", who, f"/iuran/{bill.month}/")
    yield Page("audit", "pemeriksa", "/jejak/")


MONEY: tuple[str, ...] = ("petugas", "kepala", "bendahara", "pemeriksa")
"""Who sees money."""


def _payments() -> Iterator[Page]:
    from jaring.office.payments.models import PaymentOrder, RefundClaim, ReleaseRequest, Transfer

    order, transfer = PaymentOrder.objects.latest("id"), Transfer.objects.latest("id")
    claim = RefundClaim.objects.latest("id")
    for who in MONEY:
        yield Page("payments", who, "/pembayaran/")
        yield Page("order", who, f"/pembayaran/perintah/{order.public_id}/")
        yield Page("transfer", who, f"/pembayaran/setoran/{transfer.public_id}/")
        yield Page("refunds", who, "/pembayaran/pengembalian/")
        yield Page("refund of 300", who, f"/pembayaran/pengembalian/{claim.public_id}/")
        for release in ReleaseRequest.objects.order_by("id"):
            yield Page(f"release of {release.people}", who, f"/pembayaran/pelepasan/{release.public_id}/")
    payer = order.payer_id
    yield Page("order form", "bendahara", f"/pembayaran/perintah/baru/?sumber={payer}")
    yield Page("transfer form", "bendahara", f"/pembayaran/setoran/baru/?perintah={order.public_id}")


def _dues() -> Iterator[Page]:
    """The people of the bill that is paid in part, and of the one before, which is paid whole."""
    from jaring.office.billing.models import Bill

    states, names = ("", "open", "paid", "claimed", "released"), ("", "maria", "a", "yohanes nai", "zzz")
    for bill in Bill.objects.order_by("-month")[:2]:
        here = f"/pembayaran/tagihan/{bill.public_id}/peserta/"
        for who in ("bendahara", "pemeriksa"):
            yield Page(f"dues of {bill.month}", who, here)
        for state, order, page in product(states, ("nama", "-nama"), ("1", "200")):
            query = urlencode({"keadaan": state, "urut": order, "hal": page})
            yield Page(f"dues of {bill.month} {query}", "bendahara", f"{here}?{query}")
        for state, name in product(states, names[1:]):
            query = urlencode({"keadaan": state, "cari": name})
            yield Page(f"dues of {bill.month} {query}", "bendahara", f"{here}?{query}")


def _guard() -> Iterator[Page]:
    """While a bill is paid in part; the people of the month after it, which is not billed."""
    from jaring.office.billing.models import Bill
    from jaring.office.programme.models import Payer

    payer, month = Payer.objects.order_by("id")[0], Bill.objects.latest("month").month + 1
    here = f"/penjaga/{payer.pk}/"
    for who in MONEY:
        yield Page("guard", who, "/penjaga/")
        yield Page("guard of a payer", who, here)
    yield Page("guard, if paid", "bendahara", f"{here}?bayar=31-12-2027")
    for order, page in product(("nama", "-nama", "desa", "-desa"), ("1", "200")):
        query = urlencode({"bulan": month, "urut": order, "hal": page})
        yield Page(f"guard people {query}", "bendahara", f"{here}peserta/?{query}")


def _figures() -> Iterator[Page]:
    """What is counted by village, after it was counted; the public page without an account's doors."""
    for who in ("petugas", "kepala", "bendahara", "pemeriksa", "pimpinan", "kecamatan"):
        yield Page("map", who, "/peta/")
    for who in ("petugas", "kepala", "bendahara", "pemeriksa", "pimpinan"):
        yield Page("brief", who, "/ringkasan/")
    yield Page("public page", "desa", "/publik/")


def _budgets() -> Iterator[Page]:
    from jaring.office.programme.models import Payer, ProgrammeYear

    payer = Payer.objects.order_by("id")[0]
    for who in MONEY:
        for year in ProgrammeYear.objects.order_by("id"):
            yield Page(f"budgets of {year.year}", who, f"/anggaran/?tahun={year.public_id}")
        yield Page("budget of a payer", who, f"/anggaran/sumber/{payer.pk}/")
        yield Page("payers", who, "/anggaran/sumber/")
        yield Page("plans", who, "/anggaran/rencana/")
    yield Page("move form", "petugas", "/anggaran/pindah/")


def _ledger() -> Iterator[Page]:
    from jaring.core.accounts import chart
    from jaring.office.books.models import Entry

    for who in MONEY:
        yield Page("ledger", who, "/buku/")
        yield Page("ledger of a day", who, "/buku/?tanggal=31-12-2025")
        yield Page("journal", who, "/buku/jurnal/")
    for key in chart():
        yield Page(f"account {key}", "bendahara", f"/buku/akun/{key}/")
    for kind in Entry.Kind.values:
        entry = Entry.objects.filter(kind=kind).order_by("-number").first()
        if entry is not None:
            yield Page(f"entry {kind}", "bendahara", f"/buku/entri/{entry.pk}/")


def _cases() -> Iterator[Page]:
    from jaring.office.reconciliation.models import Case, InsurerFile, MatchRun

    run = MatchRun.objects.latest("id")
    for who in MONEY:
        yield Page("months matched", who, "/rekonsiliasi/")
        yield Page("month matched", who, f"/rekonsiliasi/{run.month}/")
        yield Page("cases", who, "/rekonsiliasi/kasus/")
        yield Page("claims to make", who, "/rekonsiliasi/minta-kembali/")
    for file in InsurerFile.objects.order_by("id"):
        yield Page(f"insurer's list {file.kind}", "petugas", f"/rekonsiliasi/berkas/{file.public_id}/")
    for query in (
        {"keadaan": "all"},
        {"bulan": str(run.month)},
        {"cari": "maria"},
        {"cari": "a", "keadaan": "all"},
        {"desa": _largest("village")},
        {"milik": "officer"},
        *({"jenis": kind} for kind in Case.objects.order_by().values_list("kind", flat=True).distinct()),
        *({"sebab": cause} for cause in Case.objects.order_by().values_list("cause", flat=True).distinct()),
    ):
        for order, page in product(("selesai", "nama", "-jumlah", "perbedaan"), ("1", "40")):
            asked = urlencode(query | {"urut": order, "hal": page})
            yield Page(f"cases {asked}", "petugas", f"/rekonsiliasi/kasus/?{asked}")
    for kind in Case.objects.order_by().values_list("kind", flat=True).distinct():
        case = Case.objects.filter(kind=kind).order_by("id")[0]
        yield Page(f"case {kind}", "petugas", f"/rekonsiliasi/kasus/{case.public_id}/")


if __name__ == "__main__":
    main()
