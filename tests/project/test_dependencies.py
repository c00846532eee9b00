"""What is installed is pinned, hashed, free to use in a public office, and written down."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ["requirements.lock", "requirements-test.lock"]

FREE = re.compile(r"\b(?:mit|0?bsd|apache|isc|psf|mpl|mozilla public|lgpl|lesser general public|unlicense|zlib|cc0)\b")
NOT_FREE_ENOUGH = re.compile(r"\b(?:agpl|affero|proprietary|commercial|sspl|business source)\b")
EXCEPTIONS = {
    "waitress": "Zope Public License 2.1: permissive, approved by the OSI and compatible with the GPL.",
    "axe-playwright-python": "MIT in its licence file, which its metadata do not repeat. Tests only.",
}


def requirements(lock: str) -> dict[str, str]:
    """Return each pinned package of a lock with the lines that follow it."""
    blocks = re.split(r"\n(?=[a-zA-Z0-9])", (ROOT / lock).read_text(encoding="utf-8"))
    return {canonical(block.split("==")[0]) + "==" + version_of(block): block for block in blocks if block.strip()}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name.split("[")[0].strip()).lower()


def version_of(block: str) -> str:
    return re.split(r"[ ;\\]", block.split("==")[1].strip())[0]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_and_hashed(lock: str) -> None:
    unpinned = [
        name for name, block in requirements(lock).items() if not re.search(r"--hash=sha256:[0-9a-f]{64}", block)
    ]

    assert len(requirements(lock)) > 20
    assert unpinned == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")

    assert "://" not in text
    assert "--index-url" not in text
    assert "--find-links" not in text


def test_the_test_lock_holds_the_runtime_lock() -> None:
    assert set(requirements("requirements.lock")) <= set(requirements("requirements-test.lock"))


def test_every_declared_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {
        "requirements.lock": project["dependencies"],
        "requirements-test.lock": project["optional-dependencies"]["test"],
    }

    for lock, wanted in declared.items():
        locked = {pinned.split("==")[0] for pinned in requirements(lock)}
        assert {canonical(re.split(r"[<>=~! ]", name)[0]) for name in wanted} <= locked


def licence_of(distribution: metadata.Distribution) -> str:
    """Return everything that a distribution says about its licence, in lower case."""
    said = [distribution.metadata.get("License-Expression"), distribution.metadata.get("License")]
    classified = [c for c in distribution.metadata.get_all("Classifier") or [] if c.startswith("License ::")]
    return " ".join(text.strip().splitlines()[0] for text in [*said, *classified] if text and text.strip()).lower()


def installed_of(lock: str) -> list[metadata.Distribution]:
    found = []
    for pinned in requirements(lock):
        name, version = pinned.split("==")
        try:
            distribution = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # locked for another system or Python
        if distribution.version == version:
            found.append(distribution)
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_installed_package_has_a_licence_that_an_office_may_use(lock: str) -> None:
    distributions = installed_of(lock)
    licences = {distribution.name: licence_of(distribution) for distribution in distributions}
    doubtful = {
        name: licence
        for name, licence in licences.items()
        if name not in EXCEPTIONS and (not FREE.search(licence) or NOT_FREE_ENOUGH.search(licence))
    }

    assert len(distributions) > 20
    assert doubtful == {}


def test_every_runtime_dependency_is_explained() -> None:
    page = (ROOT / "docs/decisions/0007-dependencies.md").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {canonical(re.split(r"[<>=~! ]", name)[0]) for name in project["dependencies"]}

    assert {name for name in names if f"| {name} |" not in page} == set()
