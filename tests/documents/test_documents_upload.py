"""The insurer's list follows its template, keeps every NIK whole and leaves no copy behind."""

from __future__ import annotations

import csv
import hashlib
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
import yaml
from python_calamine import CalamineWorkbook

from jaring.documents.errors import DocumentFactsError, TemplateBrokenError, TemplateUnknownError
from jaring.documents.templates import REGENCIES
from jaring.documents.upload import (
    UploadColumn,
    UploadFormat,
    UploadRow,
    UploadTemplate,
    load_upload_template,
    write_upload_list,
)

TTU = "53.03"
DAY = date(2025, 7, 1)
ROW = UploadRow(
    nik="5303041109909001",
    name="Maria Contoh Naisaban",
    birth_date=date(1990, 9, 11),
    sex="F",
    phone="+6281200001234",
    income_idr=900_000,
    bank_account="0012345",
)


@pytest.fixture
def template() -> UploadTemplate:
    return load_upload_template(TTU, "upload-bpu", DAY)


def in_csv(template: UploadTemplate) -> UploadTemplate:
    return replace(template, file_format=UploadFormat.CSV)


def test_a_nik_comes_back_as_the_text_it_was(tmp_path: Path, template: UploadTemplate, made_at: datetime) -> None:
    written = write_upload_list(template, iter([ROW, ROW]), tmp_path / "u.xlsx", made_at=made_at)

    headings, first, _ = CalamineWorkbook.from_path(tmp_path / "u.xlsx").get_sheet_by_index(0).to_python()
    row = dict(zip(headings, first, strict=True))
    assert headings == [column.heading for column in template.columns]
    assert row["NIK"] == "5303041109909001"
    assert row["Nomor HP"] == "081200001234"
    assert row["Nomor Rekening"] == "0012345"
    assert row["Tanggal Lahir"] == "11-09-1990"
    assert row["Jenis Kelamin"] == "P"
    assert row["Penghasilan (Rp)"] == 900_000
    assert (written.rows, written.template_id, written.version) == (2, "upload-bpu", 1)
    assert written.file_sha256 == hashlib.sha256((tmp_path / "u.xlsx").read_bytes()).hexdigest()


def test_an_unknown_income_stays_empty(tmp_path: Path, template: UploadTemplate, made_at: datetime) -> None:
    write_upload_list(template, [replace(ROW, income_idr=None)], tmp_path / "u.xlsx", made_at=made_at)

    headings, row = CalamineWorkbook.from_path(tmp_path / "u.xlsx").get_sheet_by_index(0).to_python()
    assert dict(zip(headings, row, strict=True))["Penghasilan (Rp)"] == ""


def test_a_csv_never_starts_a_formula(tmp_path: Path, template: UploadTemplate, made_at: datetime) -> None:
    hostile = [replace(ROW, name=name) for name in ("=1+1", "+1", "-1", "@x", "\t=1", "Ana")]

    write_upload_list(in_csv(template), hostile, tmp_path / "u.csv", made_at=made_at)

    with (tmp_path / "u.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["Nama Lengkap"] for row in rows] == ["'=1+1", "'+1", "'-1", "'@x", "'\t=1", "Ana"]
    assert {row["NIK"] for row in rows} == {"5303041109909001"}
    assert (tmp_path / "u.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("as_csv", [False, True])
def test_rows_are_taken_one_at_a_time(
    tmp_path: Path, template: UploadTemplate, made_at: datetime, *, as_csv: bool
) -> None:
    alive = {"now": 0, "most": 0}

    class Counted(UploadRow):
        def __del__(self) -> None:
            alive["now"] -= 1

    def people() -> Iterator[UploadRow]:
        for _ in range(200):
            alive["now"] += 1
            alive["most"] = max(alive["most"], alive["now"])
            yield Counted(nik=ROW.nik, name=ROW.name, birth_date=ROW.birth_date)

    write_upload_list(in_csv(template) if as_csv else template, people(), tmp_path / "u", made_at=made_at)

    assert alive["most"] <= 3


@pytest.mark.skipif(os.name == "nt", reason="Windows has no owner-only mode")
def test_only_its_owner_can_read_the_file(tmp_path: Path, template: UploadTemplate, made_at: datetime) -> None:
    write_upload_list(template, [ROW], tmp_path / "u.xlsx", made_at=made_at)

    assert (tmp_path / "u.xlsx").stat().st_mode & 0o777 == 0o600


def test_when_the_rows_break_off_nothing_is_left(tmp_path: Path, template: UploadTemplate, made_at: datetime) -> None:
    def broken_off() -> Iterator[UploadRow]:
        yield ROW
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError, match="went away"):
        write_upload_list(template, broken_off(), tmp_path / "u.xlsx", made_at=made_at)

    assert list(tmp_path.iterdir()) == []


def test_a_cell_that_cannot_be_written_is_refused_not_dropped(
    tmp_path: Path, template: UploadTemplate, made_at: datetime
) -> None:
    with pytest.raises(DocumentFactsError):
        write_upload_list(template, [replace(ROW, address="x" * 40_000)], tmp_path / "u.xlsx", made_at=made_at)

    assert list(tmp_path.iterdir()) == []


def test_a_row_shows_no_identity_when_it_is_printed() -> None:
    assert "5303041109909001" not in repr(ROW)
    assert "Naisaban" not in repr(ROW)


def test_the_shipped_template_has_the_columns_that_insurers_ask_for(template: UploadTemplate) -> None:
    fields = {column.field for column in template.columns}

    assert template.status == "assumed"
    assert {"nik", "name", "birth_place", "birth_date", "sex", "mother_name", "address", "rt_rw"} <= fields
    assert {"phone", "email", "occupation_code", "workplace", "working_hours", "income_idr"} <= fields
    assert {"programmes", "heir_name", "heir_relation", "heir_phone", "bank_account"} <= fields


def test_no_version_before_its_first_day(template: UploadTemplate) -> None:
    with pytest.raises(TemplateUnknownError):
        load_upload_template(TTU, "upload-bpu", date(2023, 12, 31))


@pytest.mark.parametrize("regency", ["99.99", "../53.03", "53.03/../53.03", ""])
def test_a_regency_is_a_code_and_nothing_else(regency: str) -> None:
    with pytest.raises(TemplateUnknownError):
        load_upload_template(regency, "upload-bpu", DAY)


@pytest.mark.parametrize(
    "change",
    [
        {"columns": [{"heading": "X", "field": "nobody", "style": "text", "width": 3}]},
        {"columns": [{"heading": "X", "field": "nik", "style": "loud", "width": 3}]},
        {"columns": [{"heading": "X", "field": "nik"}]},
        {"columns": []},
        {"file_format": "pdf"},
        {"status": "sure"},
        {"valid_from": "someday"},
        {"version": None},
    ],
    ids=str,
)
def test_a_broken_template_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    shipped = yaml.safe_load((REGENCIES / TTU / "templates/upload-bpu-1.yaml").read_text(encoding="utf-8"))
    folder = tmp_path / TTU / "templates"
    folder.mkdir(parents=True)
    (folder / "upload.yaml").write_text(yaml.safe_dump(shipped | change), encoding="utf-8")

    with pytest.raises(TemplateBrokenError):
        load_upload_template(TTU, "upload-bpu", DAY, regencies=tmp_path)


def test_two_versions_on_one_day_are_refused_and_a_handover_is_exact(tmp_path: Path) -> None:
    shipped = yaml.safe_load((REGENCIES / TTU / "templates/upload-bpu-1.yaml").read_text(encoding="utf-8"))
    folder = tmp_path / TTU / "templates"
    folder.mkdir(parents=True)
    (folder / "1.yaml").write_text(yaml.safe_dump(shipped | {"valid_until": DAY}), encoding="utf-8")
    (folder / "2.yaml").write_text(yaml.safe_dump(shipped | {"version": 2, "valid_from": DAY}), encoding="utf-8")

    assert load_upload_template(TTU, "upload-bpu", date(2025, 6, 30), regencies=tmp_path).version == 1
    assert load_upload_template(TTU, "upload-bpu", DAY, regencies=tmp_path).version == 2
    (folder / "3.yaml").write_text(yaml.safe_dump(shipped), encoding="utf-8")
    with pytest.raises(TemplateBrokenError):
        load_upload_template(TTU, "upload-bpu", DAY, regencies=tmp_path)


def test_columns_follow_the_template_in_their_order(
    tmp_path: Path, template: UploadTemplate, made_at: datetime
) -> None:
    columns = (
        UploadColumn(heading="Lahir", field="birth_date", style="date_iso", width=12),
        UploadColumn(heading="Nomor", field="nik", style="text", width=20),
    )

    write_upload_list(replace(template, columns=columns), [ROW], tmp_path / "u.xlsx", made_at=made_at)

    assert CalamineWorkbook.from_path(tmp_path / "u.xlsx").get_sheet_by_index(0).to_python() == [
        ["Lahir", "Nomor"],
        ["1990-09-11", "5303041109909001"],
    ]
