#!/usr/bin/env python3
"""Set Jaring up and start it, with nothing but Python 3.11 or newer, pip or uv, and the network.

    python3 run.py                  environment, demonstration, then the pages on this computer
    python3 run.py --port 8080      the same on another port
    python3 run.py --no-demo        serve without building the demonstration
    python3 run.py setup            make the environment in .venv and start nothing
    python3 run.py demo             build or renew the demonstration and stop
    python3 run.py serve            serve what is already there
    python3 run.py test [ARGS]      every check and test; ARGS go to pytest

The file keeps to syntax that an older Python can read, so that it can say that it is too old.
Refusals have the codes JRG-790 to JRG-799, see docs/reference/errors.md.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import hashlib
import importlib.util
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "jaring-stamp.json"
RUNTIME_LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "requirements-test.lock"
PROJECT_FILE = ROOT / "pyproject.toml"
IS_WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if IS_WINDOWS else "bin")
SUFFIX = ".exe" if IS_WINDOWS else ""

MINIMUM_PYTHON = (3, 11)
DEFAULT_PORT = 8000
GRACE_S = 5
# What the environment takes on disk, measured with room to spare (tools for tests take twice as much).
RUNTIME_SIZE_MIB = 700
TEST_SIZE_MIB = 1400

# Refusals ---------------------------------------------------------------------------------------------


class SetUpError(Exception):
    """A reason to stop that the person at the keyboard can act on."""

    def __init__(self, code: str, indonesian: str, english: str) -> None:
        self.code, self.indonesian, self.english = code, indonesian, english
        super().__init__(code)

    def show(self) -> None:
        print(f"\n{self.code}  {self.indonesian}\n         {self.english}", file=sys.stderr)


def say(indonesian: str, english: str) -> None:
    print(f"{indonesian}\n  {english}", flush=True)


def refuse_old_python() -> None:
    if sys.version_info[:2] < MINIMUM_PYTHON:
        here = "{}.{}".format(*sys.version_info[:2])
        raise SetUpError(
            "JRG-790",
            f"Jaring memerlukan Python 3.11 atau lebih baru; ini Python {here} ({sys.executable}). "
            "Pasang Python baru, lalu jalankan run.py dengannya.",
            f"Jaring needs Python 3.11 or newer; this is Python {here} ({sys.executable}). "
            "Install a newer Python and start run.py with it.",
        )


def refuse_small_disk(needed_mib: int) -> None:
    free_mib = shutil.disk_usage(ROOT).free // 2**20
    if free_mib < needed_mib:
        raise disk_full(f"{free_mib} MiB", f"{needed_mib} MiB")


def disk_full(free: str, needed: str) -> SetUpError:
    return SetUpError(
        "JRG-793",
        f"Ruang disk tidak cukup: tersisa {free}, perlu {needed}. Kosongkan ruang, lalu ulangi.",
        f"Not enough disk space: {free} left, {needed} needed. Free some space and try again.",
    )


def refuse_taken_port(port: int) -> None:
    """Stop before the long work when another program already listens on the port."""
    with socket.socket() as probe:
        if not IS_WINDOWS:  # there the option would let two programs share the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            raise SetUpError(
                "JRG-795",
                f"Porta {port} tidak dapat dipakai (mungkin sudah dipakai program lain). "
                f"Coba: python3 run.py --port {DEFAULT_PORT + 80}",
                f"Port {port} cannot be used (another program may have it). "
                f"Try: python3 run.py --port {DEFAULT_PORT + 80}",
            ) from None


def explain_failed_install(output: str) -> SetUpError:
    """Turn an installer's last words into the sentence that helps."""
    if "No space left on device" in output or "not enough space on the disk" in output:
        return disk_full("0 MiB", f"{RUNTIME_SIZE_MIB} MiB")
    if "DO NOT MATCH THE HASHES" in output or "Hash mismatch" in output:
        return SetUpError(
            "JRG-796",
            "Paket yang diunduh berbeda dari yang tercatat di berkas kunci; tidak ada yang dipasang. "
            "Ulangi dari jaringan lain; bila tetap demikian, laporkan menurut SECURITY.md.",
            "A downloaded package differs from the one in the lock file; nothing was installed from it. "
            "Try from another network; if it persists, report it as SECURITY.md says.",
        )
    if any(sign in output for sign in NETWORK_SIGNS):
        return SetUpError(
            "JRG-792",
            "Paket tidak dapat diunduh. Periksa sambungan internet (atau setelan proksi), lalu ulangi; "
            "yang sudah terunduh tidak diulang.",
            "Packages cannot be downloaded. Check the network (or the proxy settings) and try again; "
            "what was downloaded is kept.",
        )
    return SetUpError(
        "JRG-797",
        "Pemasangan paket gagal; keluaran terakhirnya ada di atas.",
        "Installing the packages failed; the last of its output is above.",
    )


NETWORK_SIGNS = (
    "No matching distribution found",
    "Failed to establish a new connection",
    "name resolution",
    "getaddrinfo",
    "Connection refused",
    "Connection reset",
    "ConnectTimeout",
    "Read timed out",
    "ProxyError",
    "SSLError",
    "Network is unreachable",
    "error sending request",
)

# The environment --------------------------------------------------------------------------------------


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def expected_stamp(locks: Sequence[Path]) -> dict[str, object]:
    """What must hold for the environment to be used as it is."""
    return {
        "python": environment_python(),
        "place": str(VENV),
        "project": digest(PROJECT_FILE),
        "locks": sorted(digest(lock) for lock in locks),
    }


def read_stamp() -> dict[str, object]:
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def is_ready(lock: Path) -> bool:
    """Say whether ``.venv`` was filled from this very lock, at this place, for the Python in it."""
    stamp, wanted = read_stamp(), expected_stamp([lock])
    locks = stamp.get("locks")
    same = all(stamp.get(key) == wanted[key] for key in ("python", "place", "project"))
    return bool(wanted["python"]) and same and isinstance(locks, list) and digest(lock) in locks


def was_moved() -> bool:
    """Say whether the folder was copied or moved: the programs in ``.venv`` then still point to the old place."""
    return read_stamp().get("place", str(VENV)) != str(VENV)


def environment_python() -> str:
    """Return the version of the environment's interpreter, empty when there is none that starts."""
    probe = [str(BIN / f"python{SUFFIX}"), "-c", "import sys; print(*sys.version_info[:3], sep='.')"]
    try:
        answer = subprocess.run(probe, capture_output=True, text=True, timeout=60, check=False)
    except OSError:
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""


def set_up(lock: Path) -> None:
    """Make ``.venv`` agree with the lock; instant when it already does."""
    if is_ready(lock):
        return
    began = time.monotonic()
    if not environment_python() or was_moved():
        refuse_small_disk(TEST_SIZE_MIB if lock == TEST_LOCK else RUNTIME_SIZE_MIB)
        make_environment()
    STAMP.unlink(missing_ok=True)  # a killed set-up is repeated, never trusted
    packages = lock.read_text(encoding="utf-8").count("==")
    say(
        f"Memasang sampai {packages} paket ke .venv ...",
        f"Installing up to {packages} packages into .venv ...",
    )
    install(["--require-hashes", "-r", str(lock)], packages)
    install(["--no-deps", "--no-build-isolation", "-e", str(ROOT)], 0)
    # The test lock holds everything that the runtime lock holds, at the same versions.
    locks = [RUNTIME_LOCK, TEST_LOCK] if lock == TEST_LOCK else [lock]
    STAMP.write_text(json.dumps(expected_stamp(locks), indent=1), encoding="utf-8")
    seconds = round(time.monotonic() - began)
    say(f"Lingkungan siap dalam {seconds} detik.", f"The environment is ready, after {seconds} seconds.")


def make_environment() -> None:
    if importlib.util.find_spec("venv") is None:
        raise SetUpError(
            "JRG-791",
            "Python ini tidak mempunyai modul venv. Di Debian dan Ubuntu: sudo apt install python3-venv",
            "This Python lacks the venv module. On Debian and Ubuntu: sudo apt install python3-venv",
        )
    import venv  # not at the top: a few systems ship Python without it

    say("Membuat lingkungan .venv ...", "Making the environment .venv ...")
    # Without pip inside: Debian ships no ensurepip, and an installer outside does the same work.
    venv.EnvBuilder(with_pip=False, clear=True, symlinks=not IS_WINDOWS).create(VENV)


def installers() -> Iterator[list[str]]:
    """Yield the ways to install into ``.venv`` that exist here, the fastest first."""
    python = str(BIN / f"python{SUFFIX}")
    uv = shutil.which("uv")
    if uv:
        yield [uv, "pip", "install", "--python", python]
    pip_options = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    if importlib.util.find_spec("pip") is not None:
        yield [sys.executable, "-m", "pip", "--python", python, "install", *pip_options]
    elif importlib.util.find_spec("ensurepip") is not None:
        subprocess.run([python, "-m", "ensurepip"], capture_output=True, check=False)
        yield [python, "-m", "pip", "install", *pip_options]


def install(arguments: Sequence[str], packages: int) -> None:
    """Install with the first installer that succeeds.

    Raises:
        SetUpError: (JRG-791) there is no installer; (JRG-792, 793, 796, 797) all of them failed.
    """
    outputs = []
    for command in installers():
        code, output = run_counting([*command, *arguments], packages)
        if code == 0:
            return
        outputs.append(output)
    if not outputs:
        raise SetUpError(
            "JRG-791",
            "Tidak ada pip maupun uv untuk Python ini. Di Debian dan Ubuntu: sudo apt install python3-pip",
            "There is neither pip nor uv for this Python. On Debian and Ubuntu: sudo apt install python3-pip",
        )
    print("\n".join(outputs[-1].splitlines()[-15:]), file=sys.stderr)
    raise explain_failed_install(outputs[-1])


def run_counting(command: Sequence[str], packages: int) -> tuple[int, str]:
    """Run an installer quietly, counting packages on a terminal; return its status and output."""
    lines = []
    seen = 0
    shows = sys.stdout.isatty() and packages > 0
    with child(command, quiet=True) as process:
        for line in output_of(process):
            lines.append(line)
            seen += line.startswith("Collecting")
            if shows:
                print(f"\r  {seen}/{packages} ", end="", flush=True)
    if shows:
        print("\r" + " " * 20, end="\r", flush=True)
    return process.returncode, "".join(lines)


# Running the programme --------------------------------------------------------------------------------


@contextlib.contextmanager
def child(
    command: Sequence[str],
    environment: dict[str, str] | None = None,
    *,
    quiet: bool = False,
    output: int | None = None,
) -> Iterator[subprocess.Popen[str]]:
    """Run a program that does not outlive this one, however this one ends."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE if quiet else output,
        stderr=subprocess.STDOUT if quiet else None,
        stdin=subprocess.DEVNULL if quiet else None,
        text=True,
        errors="replace",
    )
    try:
        yield process
        process.wait()
    except Terminated:
        process.terminate()  # unlike Ctrl-C on a terminal, this reached only us
        raise
    finally:
        end(process)


def end(process: subprocess.Popen[str]) -> None:
    """Give the program time to end by itself, then make it."""
    for insist in (process.terminate, process.kill):
        try:
            process.wait(timeout=GRACE_S)
        except subprocess.TimeoutExpired:
            insist()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


def output_of(process: subprocess.Popen[str]) -> Iterator[str]:
    assert process.stdout is not None
    yield from process.stdout


def jaring(*arguments: str, output: int | None = None) -> int:
    """Run ``jaring`` from the environment in the foreground."""
    with child([str(BIN / f"jaring{SUFFIX}"), *arguments], output=output) as process:
        pass
    return process.returncode


def start(port: int, *, with_demo: bool) -> int:
    refuse_taken_port(port)
    set_up(RUNTIME_LOCK)
    # Its progress is shown; the logins that it prints come again with the address.
    status = jaring("demo", output=subprocess.DEVNULL) if with_demo else 0
    return status or serve(port)


def serve(port: int) -> int:
    try:
        return jaring("serve", "--port", str(port))
    except KeyboardInterrupt:
        say("\nJaring dihentikan.", "Jaring has stopped.")
        return 0


# Tests ------------------------------------------------------------------------------------------------

PYTEST_FOUND_NOTHING = 5
PASSED, FAILED, SKIPPED = "lulus  passed ", "GAGAL  FAILED ", "lewat  skipped"


class Outcome(NamedTuple):
    """How one step of the test run ended."""

    name: str
    mark: str
    seconds: float
    last_line: str


def run_step(
    name: str, arguments: Sequence[str], environment: dict[str, str], *, may_be_empty: bool = False
) -> Outcome:
    """Run one tool of the environment, showing what it prints."""
    print(f"\n=== {name}: {' '.join(arguments)}", flush=True)
    command = [str(BIN / f"{arguments[0]}{SUFFIX}"), *arguments[1:]]
    began, last_line = time.monotonic(), ""
    with child(command, environment, quiet=True) as process:
        for line in output_of(process):
            print(line, end="", flush=True)
            last_line = line.strip() or last_line
    mark = PASSED if process.returncode == 0 else FAILED
    if may_be_empty and process.returncode == PYTEST_FOUND_NOTHING:
        mark = SKIPPED
    return Outcome(name, mark, time.monotonic() - began, last_line)


def test(pytest_arguments: Sequence[str]) -> int:
    """Run every check, then the tests on SQLite and on PostgreSQL; all of them, whatever fails."""
    set_up(TEST_LOCK)
    with tempfile.TemporaryDirectory(prefix="jaring-test-") as home:
        outcomes = run_steps(pytest_arguments, test_environment(home))
    show_summary(outcomes)
    return int(any(outcome.mark == FAILED for outcome in outcomes))


def test_environment(home: str) -> dict[str, str]:
    """Return the environment of the tools: the tests touch neither the office's data nor its keys."""
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment["PATH"] = f"{BIN}{os.pathsep}{environment.get('PATH', '')}"
    environment["JARING_HOME"] = home
    return environment


def run_steps(pytest_arguments: Sequence[str], environment: dict[str, str]) -> list[Outcome]:
    return [
        run_step("lint", ["ruff", "check", "."], environment),
        run_step("format", ["ruff", "format", "--check", "."], environment),
        run_step("types", ["mypy"], environment),
        run_step("imports", ["lint-imports"], environment),
        run_step("SQLite", ["pytest", "-n", "2", *pytest_arguments], environment),
        test_on_postgresql(pytest_arguments, environment),
    ]


def show_summary(outcomes: Sequence[Outcome]) -> None:
    print("\n=== Ringkasan / Summary")
    for outcome in outcomes:
        print(f"{outcome.mark}  {outcome.seconds:6.1f} s  {outcome.name:<11} {outcome.last_line}")
    sys.stdout.flush()


def test_on_postgresql(pytest_arguments: Sequence[str], environment: dict[str, str]) -> Outcome:
    name = "PostgreSQL"
    try:
        with postgresql() as url:
            arguments = ["pytest", "-n", "2", "--database-only", *pytest_arguments]
            return run_step(name, arguments, {**environment, "DATABASE_URL": url}, may_be_empty=True)
    except SetUpError as refusal:
        refusal.show()
        mark = FAILED if os.environ.get("JARING_REQUIRE_POSTGRES") == "1" else SKIPPED
        return Outcome(name, mark, 0.0, refusal.english)


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """Yield the address of a PostgreSQL server: the one in DATABASE_URL, or one of our own for this run.

    Raises:
        SetUpError: (JRG-798) there is none and none can be started.
    """
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        yield given
        return
    programs = find_postgresql()
    with temporary_place() as (place, account), own_server(programs, place, account) as url:
        yield url


def no_postgresql(indonesian: str, english: str) -> SetUpError:
    return SetUpError("JRG-798", f"Uji pada PostgreSQL dilewati: {indonesian}", f"No tests on PostgreSQL: {english}")


def find_postgresql() -> Path:
    """Return the folder that holds ``initdb`` and ``pg_ctl``, of the newest version found."""
    folders = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    for root, pattern in POSTGRESQL_PLACES:
        folders += sorted(
            Path(root).glob(pattern),
            key=lambda path: [int(n) for n in re.findall(r"\d+", str(path))],
            reverse=True,
        )
    for folder in folders:
        if (folder / f"initdb{SUFFIX}").exists() and (folder / f"pg_ctl{SUFFIX}").exists():
            return folder
    raise no_postgresql(
        "initdb tidak ditemukan. Di Debian dan Ubuntu: sudo apt install postgresql",
        "initdb was not found. On Debian and Ubuntu: sudo apt install postgresql",
    )


POSTGRESQL_PLACES = (
    ("/usr/lib/postgresql", "*/bin"),
    ("/opt/homebrew/opt", "postgresql*/bin"),
    ("/usr/local/opt", "postgresql*/bin"),
    ("/Applications/Postgres.app/Contents/Versions", "*/bin"),
    ("C:/Program Files/PostgreSQL", "*/bin"),
)


MEMORY_DISK = Path("/dev/shm")  # Only a folder of our own within is used.
SERVER_SIZE_MIB = 2048


class Account(NamedTuple):
    """The user under whom the server runs; PostgreSQL refuses to run as root."""

    uid: int
    gid: int


@contextlib.contextmanager
def temporary_place() -> Iterator[tuple[Path, Account | None]]:
    """Yield a folder for the server, owned by its account, and remove it at the end.

    In memory where there is room: the server keeps every promise of a real one, and yet waits for no disk.
    """
    account = unprivileged_account()
    in_memory = MEMORY_DISK.is_dir() and shutil.disk_usage(MEMORY_DISK).free > SERVER_SIZE_MIB * 2**20
    place = Path(tempfile.mkdtemp(prefix="jaring-pg-", dir=MEMORY_DISK if in_memory else None))
    try:
        if account:
            os.chown(place, *account)
        yield place, account
    finally:
        shutil.rmtree(place, ignore_errors=True)


def unprivileged_account() -> Account | None:
    if IS_WINDOWS or os.geteuid() != 0:
        return None
    import pwd  # exists on POSIX only

    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(entry.pw_uid, entry.pw_gid)
    raise no_postgresql("jalankan sebagai pengguna biasa, bukan root.", "run this as an ordinary user, not as root.")


@contextlib.contextmanager
def own_server(programs: Path, place: Path, account: Account | None) -> Iterator[str]:
    """Start a throw-away server on a free loopback port, and stop it at the end."""
    cluster, port, password = place / "cluster", free_port(), secrets.token_hex(16)
    control = [str(programs / f"pg_ctl{SUFFIX}"), "-D", str(cluster), "-w", "-t", "60"]
    make_cluster(programs, cluster, account, password)
    with (cluster / "postgresql.conf").open("a", encoding="utf-8") as settings:
        settings.write(
            f"\nlisten_addresses = '127.0.0.1'\nport = {port}\nunix_socket_directories = ''\n"
            "max_connections = 100\nmax_wal_size = '256MB'\n"
        )
    try:
        as_account([*control, "-l", str(place / "server.log"), "start"], account)
        yield f"postgres://jaring:{password}@127.0.0.1:{port}/postgres"
    finally:
        subprocess_as([*control, "-m", "immediate", "stop"], account)


def make_cluster(programs: Path, cluster: Path, account: Account | None, password: str) -> None:
    secret = cluster.parent / "password"
    secret.write_text(password, encoding="ascii")
    if account:
        os.chown(secret, *account)
    options = [
        "-D",
        str(cluster),
        "-U",
        "jaring",
        "-A",
        "scram-sha-256",
        f"--pwfile={secret}",
        "-E",
        "UTF8",
        "-N",
        "--data-checksums",
    ]
    initdb = str(programs / f"initdb{SUFFIX}")
    # Older macOS and Windows have no C.UTF-8; plain C sorts the same way.
    if subprocess_as([initdb, *options, "--locale=C.UTF-8"], account).returncode:
        as_account([initdb, *options, "--locale=C"], account)


def as_account(command: Sequence[str], account: Account | None) -> None:
    """Run a server program and refuse with its last line when it fails."""
    done = subprocess_as(command, account)
    if done.returncode:
        last = (done.stdout.strip().splitlines() or ["?"])[-1]
        raise no_postgresql(f"server tidak dapat dijalankan ({last}).", f"the server cannot be started ({last}).")


def subprocess_as(command: Sequence[str], account: Account | None) -> subprocess.CompletedProcess[str]:
    # Output goes to a file: a server that inherits a pipe would keep its reader waiting for ever.
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        done = subprocess.run(
            command,
            cwd=Path(command[0]).anchor,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
        output.seek(0)
        return subprocess.CompletedProcess(command, done.returncode, output.read(), "")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# The command line -------------------------------------------------------------------------------------


def read_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python3 run.py",
        description="Menyiapkan dan menjalankan Jaring.  /  Sets Jaring up and starts it.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=__doc__.split("\n\n")[1] if __doc__ else "",
        allow_abbrev=False,
    )
    parser.add_argument(
        "command",
        nargs="?",
        default="start",
        choices=["start", "setup", "demo", "serve", "test"],
        help="start (bawaan/default): demo + serve",
    )
    parser.add_argument(
        "--port",
        type=int,
        default=DEFAULT_PORT,
        help="porta halaman di komputer ini / port of the pages here",
    )
    parser.add_argument(
        "--no-demo", action="store_true", help="jangan membuat data contoh / do not build the demonstration"
    )
    return parser.parse_args(arguments)


def run(arguments: Sequence[str]) -> int:
    refuse_old_python()
    if arguments[:1] == ["test"] and arguments[1:2] not in (["-h"], ["--help"]):
        return test(arguments[1:])
    chosen = read_arguments(arguments)
    if chosen.command == "start":
        return start(chosen.port, with_demo=not chosen.no_demo)
    if chosen.command == "serve":
        refuse_taken_port(chosen.port)
    set_up(RUNTIME_LOCK)
    if chosen.command == "serve":
        return serve(chosen.port)
    return jaring("demo") if chosen.command == "demo" else 0


class Terminated(KeyboardInterrupt):
    """SIGTERM, for example from a service manager."""


def terminate(_number: int, _frame: FrameType | None) -> None:
    raise Terminated


def outside_the_environment(arguments: Sequence[str]) -> int | None:
    """Hand over to the outer Python when started from ``.venv``, which cannot rebuild itself."""
    outer = getattr(sys, "_base_executable", sys.executable)
    if Path(sys.prefix) != VENV or outer == sys.executable:
        return None
    with child([outer, str(ROOT / "run.py"), *arguments]) as process:
        pass
    return process.returncode


def main(arguments: Sequence[str]) -> int:
    signal.signal(signal.SIGTERM, terminate)
    try:
        status = outside_the_environment(arguments)
        return run(arguments) if status is None else status
    except SetUpError as refusal:
        refusal.show()
        return 1
    except PermissionError as error:
        SetUpError(
            "JRG-794",
            f"Tidak boleh menulis di {error.filename}. Salin Jaring ke folder milik Anda sendiri.",
            f"No permission to write at {error.filename}. Copy Jaring to a folder of your own.",
        ).show()
        return 1
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        disk_full("0 MiB", f"{RUNTIME_SIZE_MIB} MiB").show()
        return 1
    except KeyboardInterrupt:
        say("\nDihentikan; jalankan lagi untuk melanjutkan.", "Stopped; start it again to go on.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
