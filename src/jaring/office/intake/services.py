"""Write operations of the intake room: a delivery is read, judged, mended. Each is one transaction, audited.

What leads from a row to a person on the register stands in ``people.services``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Count

from jaring.core.intake import Batch, Code, Finding, ListFile, Record, RowReference, Verdict, judge_row, read_lists
from jaring.office import vault
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import NotAllowedError, Scope, require
from jaring.office.audit import services as audit
from jaring.office.intake import queries
from jaring.office.intake.errors import (
    AlreadyImportedError,
    BatchSettledError,
    NothingReadError,
    RowNotOpenError,
)
from jaring.office.intake.models import OUT_OF_AREA, ImportBatch, ImportFile, ImportRow
from jaring.office.rules.queries import readings_on

CHUNK = 2000
ABOUT_ANOTHER_ROW = frozenset({Code.POSSIBLE_DUPLICATE.value, Code.DUPLICATE_NIK_OTHER_PERSON.value})
"""Doubts that only the whole delivery shows. They stay while what they rest on stays."""
Progress = Callable[[int, int], None]


def read_delivery(
    paths: Sequence[Path],
    *,
    regency_code: str,
    as_of: date,
    source: str,
    sender: str,
    received_date: date,
    actor: User,
    now: datetime,
    progress: Callable[..., None] | None = None,
    kept: Progress | None = None,
    also: Callable[[ImportBatch], object] | None = None,
) -> ImportBatch:
    """Read and judge lists, and keep the outcome for a person to look at. Nobody is on the register yet.

    Ages are judged by the readings of the law that the regency follows on that day, as chosen until now.

    Args:
        paths: Files and folders.
        regency_code: Whose lists these are.
        as_of: Day on which ages are taken.
        source: What the sender calls the delivery; shown, so without personal data.
        sender: Who sent it.
        received_date: Day of receipt.
        actor: Who reads it in. Rows outside this person's area are rejected.
        now: Aware instant.
        progress: Told about each file as it is read.
        kept: Told how many rows are kept, and of how many.
        also: What else to do with the batch in the same transaction.

    Raises:
        NotAllowedError: (JRG-601)
        NothingReadError: (JRG-401) no row at all; ``parts["files"]`` says what became of each file.
        AlreadyImportedError: (JRG-402) the same bytes came before and were not undone.
    """
    scope = require(actor, Action.IMPORT_LISTS)
    readings = readings_on(regency_code, as_of, known_at=now)
    judged = read_lists(paths, regency=regency_code, as_of=as_of, readings=readings, progress=progress)
    if not any(file.rows for file in judged.files):
        raise NothingReadError(files=judged.files)
    with transaction.atomic(durable=True):
        batch = _open_batch(
            ImportBatch(
                regency_id=regency_code,
                village_id=next(iter(scope.villages), None) if len(scope.villages) == 1 else None,
                kind=ImportBatch.Kind.LISTS,
                state=ImportBatch.State.PREVIEW,
                source=source[:160],
                sender=sender[:120],
                received_date=received_date,
                as_of=as_of,
                created_by=actor,
                created_at=now,
            ),
            (file.sha256 for file in judged.files),
        )
        files = _write_files(batch, judged.files)
        _write_rows(batch, files, judged, scope, kept)
        _recount(batch)
        audit.record(
            actor,
            "intake.read",
            regency_code,
            now=now,
            subject=str(batch.public_id),
            detail={"files": len(judged.files), **{v.value: judged.count(v) for v in Verdict}},
        )
        if also:
            also(batch)
    return batch


def open_register_batch(
    path: Path, kind: ImportBatch.Kind, *, regency_code: str, received_date: date, actor: User, now: datetime
) -> ImportBatch:
    """Open a batch for a register file (DTSEN, covered elsewhere), inside the caller's transaction.

    Raises:
        AlreadyImportedError: (JRG-402) the same bytes came before and were not undone.
    """
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    batch = _open_batch(
        ImportBatch(
            regency_id=regency_code,
            kind=kind,
            state=ImportBatch.State.ACCEPTED,
            source=path.name[:160],
            sender=str(actor)[:120],
            received_date=received_date,
            as_of=received_date,
            created_by=actor,
            created_at=now,
            settled_by=actor,
            settled_at=now,
        ),
        [digest],
    )
    ImportFile.objects.create(batch=batch, name=path.name[:240], sha256=digest, size_bytes=path.stat().st_size)
    return batch


def judge(row: ImportRow, *, take: bool, actor: User, now: datetime) -> ImportRow:
    """Decide on a doubtful (or good) row: take it over later, or leave it.

    Raises:
        NotAllowedError: (JRG-601)
        RowNotOpenError: (JRG-406) rejected rows are mended, not taken; taken rows are settled.
    """
    require(actor, Action.JUDGE_ROWS)
    with transaction.atomic():
        row = _open_row(row, actor, Action.JUDGE_ROWS)
        if take and row.verdict == ImportRow.Verdict.REJECTED:
            raise RowNotOpenError
        row.judgement = ImportRow.Judgement.TAKE if take else ImportRow.Judgement.LEAVE
        row.judged_by, row.judged_at = actor, now
        row.save(update_fields=["judgement", "judged_by", "judged_at"])
        audit.record(
            actor,
            "intake.row_judged",
            row.batch.regency_id,
            now=now,
            subject=str(row.public_id),
            detail={"judgement": row.judgement},
        )
    return row


def judge_by_code(batch: ImportBatch, code: str, *, take: bool, actor: User, now: datetime) -> int:
    """Decide on all undecided rows whose only doubt is this code, in one act.

    A row with a second doubt needs a look of its own, and what was decided by hand stays.

    Returns:
        How many rows were decided.

    Raises:
        NotAllowedError: (JRG-601)
        BatchSettledError: (JRG-403) the batch was undone.
    """
    require(actor, Action.JUDGE_ROWS)
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if batch.state == ImportBatch.State.UNDONE:
            raise BatchSettledError
        judgement = ImportRow.Judgement.TAKE if take else ImportRow.Judgement.LEAVE
        rows = queries.rows_visible_to(actor, Action.JUDGE_ROWS).filter(
            batch=batch,
            verdict=ImportRow.Verdict.DOUBTFUL,
            codes=code,
            judgement=ImportRow.Judgement.NONE,
            taken_at=None,
        )
        decided = rows.update(judgement=judgement, judged_by=actor, judged_at=now)
        audit.record(
            actor,
            "intake.rows_judged",
            batch.regency_id,
            now=now,
            subject=str(batch.public_id),
            detail={"code": code, "judgement": judgement.value, "rows": decided},
        )
    return decided


def mend(row: ImportRow, typed: Mapping[str, str], *, actor: User, now: datetime) -> ImportRow:
    """Put mended cells into a row and judge it again by the same rules. What was sent stays beside it.

    Args:
        row: A row that was not taken over yet.
        typed: New texts by field; fields that are not named stay as they were.

    Raises:
        NotAllowedError: (JRG-601)
        RowNotOpenError: (JRG-406) the row was taken over.
    """
    scope = require(actor, Action.IMPORT_LISTS)
    with transaction.atomic():
        row = _open_row(row, actor, Action.IMPORT_LISTS)
        content = row.content
        sent, before = sent_texts(content), dict(content["values"])
        mended = current_texts(content) | dict(typed)
        outcome = judge_row(
            mended, regency=row.batch.regency_id, as_of=row.batch.as_of, readings=queries.readings_of(row.batch)
        )
        old_findings = content["findings"]
        content |= {
            "mended": {key: text for key, text in mended.items() if sent.get(key) != text},
            "values": _plain_values(asdict(outcome.values)),
            "findings": [_plain_finding(finding) for finding in outcome.findings],
        }
        row.verdict = outcome.verdict.value
        row.village_id = outcome.values.village_code or None
        row.nik_look_up = _nik_look_up(row.batch.regency_id, outcome.values.nik)
        codes = [code.value for code in outcome.codes]
        kept = _doubts_that_stay(old_findings, before, content["values"])
        if kept:
            codes = sorted({*codes, *(finding["code"] for finding in kept)})
            content["findings"] += kept
            if row.verdict == ImportRow.Verdict.ACCEPTED:
                row.verdict = ImportRow.Verdict.DOUBTFUL
        twin = _same_nik_elsewhere(row)
        if twin and Code.DUPLICATE_NIK_OTHER_PERSON.value not in codes:
            codes, row.verdict = [*codes, Code.DUPLICATE_NIK.value], ImportRow.Verdict.REJECTED
            content["findings"].append(_plain_finding(Finding(Code.DUPLICATE_NIK, _reference(twin))))
        if outcome.values.village_code and not scope.covers(outcome.values.village_code):
            codes, row.verdict = [*codes, OUT_OF_AREA], ImportRow.Verdict.REJECTED
        row.codes = ";".join(codes)[:240]
        row.judgement = ImportRow.Judgement.NONE
        row.content_sealed = row.sealed_content(content)
        row.save()
        _recount(row.batch)
        audit.record(
            actor,
            "intake.row_mended",
            row.batch.regency_id,
            now=now,
            subject=str(row.public_id),
            detail={"fields": sorted(typed), "verdict": str(row.verdict)},
        )
    return row


def sent_texts(content: Mapping[str, Any]) -> dict[str, str]:
    """Return a row's texts by field as they were sent, what the table around it said filled in."""
    return dict(content["context"]) | {c["field"]: c["text"] for c in content["cells"] if c["field"] and c["text"]}


def current_texts(content: Mapping[str, Any]) -> dict[str, str]:
    """Return a row's texts by field as they stand now, mended ones in place of those that were sent."""
    return sent_texts(content) | dict(content.get("mended", {}))


def _open_batch(batch: ImportBatch, digests: Iterable[str]) -> ImportBatch:
    batch.content_hash = hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()
    seen = ImportBatch.objects.filter(
        regency=batch.regency_id, kind=batch.kind, content_hash=batch.content_hash
    ).exclude(state=ImportBatch.State.UNDONE)
    if seen.exists():
        raise AlreadyImportedError
    batch.save(force_insert=True)
    return batch


def _write_files(batch: ImportBatch, files: Sequence[ListFile]) -> dict[str, ImportFile]:
    written = ImportFile.objects.bulk_create(
        ImportFile(
            batch=batch,
            name=file.file[-240:],
            sha256=file.sha256,
            size_bytes=file.size_bytes,
            code=file.code.value if file.code else "",
        )
        for file in files
    )
    return {file.file: row for file, row in zip(files, written, strict=True)}


def _write_rows(
    batch: ImportBatch, files: Mapping[str, ImportFile], judged: Batch, scope: Scope, kept: Progress | None
) -> None:
    written = 0
    for chunk in _chunks(judged.records, CHUNK):
        ImportRow.objects.bulk_create(_row(batch, files[record.file], record, scope) for record in chunk)
        written += len(chunk)
        if kept:
            kept(written, len(judged.records))


def _row(batch: ImportBatch, file: ImportFile, record: Record, scope: Scope) -> ImportRow:
    values = record.values
    codes = [code.value for code in record.codes]
    verdict = record.verdict.value
    if values.village_code and not scope.covers(values.village_code):
        codes, verdict = [*codes, OUT_OF_AREA], ImportRow.Verdict.REJECTED.value
    row = ImportRow(
        batch=batch,
        file=file,
        sheet=record.sheet[:120],
        row_number=record.row,
        verdict=verdict,
        codes=";".join(codes)[:240],
        village_id=values.village_code or None,
        nik_look_up=_nik_look_up(batch.regency_id, values.nik),
    )
    row.content_sealed = row.sealed_content(
        {
            "values": _plain_values(asdict(values)),
            "cells": [{"heading": c.heading, "text": c.text, "field": c.field} for c in record.cells],
            "context": dict(record.context),
            "findings": [_plain_finding(finding) for finding in record.findings],
        }
    )
    return row


def _plain_values(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()}


def _plain_finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code.value,
        "field": finding.field,
        "other": list(finding.other) if finding.other else None,
        "details": dict(finding.details),
        "problem_id": finding.problem.id,
        "problem_en": finding.problem.en,
        "remedy_id": finding.remedy.id,
        "remedy_en": finding.remedy.en,
    }


def _nik_look_up(regency_code: str, nik: str) -> bytes | None:
    return vault.look_up("nik", regency_code, nik) if nik else None


def _same_nik_elsewhere(row: ImportRow) -> ImportRow | None:
    if not row.nik_look_up:
        return None
    twins = ImportRow.objects.filter(batch=row.batch, nik_look_up=row.nik_look_up).exclude(pk=row.pk)
    return twins.exclude(verdict=ImportRow.Verdict.REJECTED).select_related("file").first()


def _reference(row: ImportRow) -> RowReference:
    return RowReference(row.file.name, row.sheet, row.row_number)


def _doubts_that_stay(
    findings: Iterable[dict[str, Any]], before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Return the doubts about another row that mending did not touch: NIK, name and birth date are as before."""
    if any(before[name] != after[name] for name in ("nik", "name", "birth_date")):
        return []
    return [finding for finding in findings if finding["code"] in ABOUT_ANOTHER_ROW]


def _open_row(row: ImportRow, actor: User, action: Action) -> ImportRow:
    """Read the row again under lock; refuse it out of reach, when it was taken over, or its batch undone."""
    current = ImportRow.objects.select_for_update(of=("self",)).select_related("batch").get(pk=row.pk)
    if not queries.rows_visible_to(actor, action).filter(pk=row.pk).exists():
        raise NotAllowedError
    if current.batch.state == ImportBatch.State.UNDONE:
        raise BatchSettledError
    if current.taken_at is not None:
        raise RowNotOpenError
    return current


def _recount(batch: ImportBatch) -> None:
    counted = ImportRow.objects.filter(batch=batch).values_list("file", "verdict").annotate(n=Count("id")).order_by()
    numbers = {(file, verdict): n for file, verdict, n in counted}
    files = list(batch.files.all())
    for file in files:
        file.accepted, file.doubtful, file.rejected = (
            numbers.get((file.pk, verdict), 0) for verdict in ImportRow.Verdict.values
        )
    ImportFile.objects.bulk_update(files, ["accepted", "doubtful", "rejected"], batch_size=200)


def _chunks(records: Iterable[Record], size: int) -> Iterator[list[Record]]:
    iterator = iter(records)
    while chunk := list(islice(iterator, size)):
        yield chunk
