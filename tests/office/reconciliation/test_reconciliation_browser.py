"""The workbench in a browser: readable by everyone and usable at 360 px, quiet under the policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browsing import OpenAs, looks_well_wide_and_narrow
from insurer_answers import MONTH

from jaring.office.reconciliation.models import Case, InsurerFile, MatchRun

if TYPE_CHECKING:
    from conftest import Users

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_every_page_of_the_workbench_is_readable_and_fits(matched: MatchRun, users: Users, open_as: OpenAs) -> None:
    case, file = Case.objects.get(cause="rejected"), InsurerFile.objects.earliest("id")
    pages = {
        "rekonsiliasi": "/rekonsiliasi/",
        "rekonsiliasi-bulan": f"/rekonsiliasi/{MONTH}/",
        "rekonsiliasi-masukkan": "/rekonsiliasi/berkas/",
        "rekonsiliasi-berkas": f"/rekonsiliasi/berkas/{file.public_id}/",
        "rekonsiliasi-kasus": "/rekonsiliasi/kasus/",
        "rekonsiliasi-satu-kasus": f"/rekonsiliasi/kasus/{case.public_id}/",
        "rekonsiliasi-minta-kembali": "/rekonsiliasi/minta-kembali/",
    }

    for name, path in pages.items():
        page = open_as(users.officer, path)
        looks_well_wide_and_narrow(page, name)
        page.context.close()
