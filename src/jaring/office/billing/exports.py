"""Everybody on a bill with full numbers, as the list that the insurer takes in."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Final

from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jaring.documents.upload import UploadRow, UploadTemplate, load_upload_template, write_upload_list
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.billing.errors import UploadBirthDateMissingError, UploadReasonMissingError
from jaring.office.billing.models import Bill, Due
from jaring.office.billing.queries import bills_visible_to
from jaring.office.lists.exporting import Export, written
from jaring.office.lists.sheets import Sheet
from jaring.office.papers import file_name
from jaring.office.ui.templatetags.jaring import month

UPLOAD_TEMPLATE = "upload-bpu"
REASON_LENGTH_MIN = 10
CHUNK = 2000
UPLOAD: Final = Sheet(
    name="upload",
    title=gettext_lazy("Daftar unggah untuk BPJS Ketenagakerjaan"),
    action=Action.EXPORT_UPLOAD_LIST,
    filters=(),
    columns=(),  # The insurer's template has them.
)


def upload_of(user: User, _state: QueryDict, subject: str) -> Export:
    """Return everybody on a bill as the insurer's list; people are read and decrypted while it is written.

    Raises:
        UploadBirthDateMissingError: (JRG-308)
        TemplateUnknownError: (JRG-804)
    """
    bills = bills_visible_to(user, Action.EXPORT_UPLOAD_LIST).select_related("payer", "regency")
    bill = get_object_or_404(bills, public_id=subject)
    if lacking := Due.objects.filter(bill=bill, person__birth_date__isnull=True).count():
        raise UploadBirthDateMissingError(people=lacking)
    template = upload_template(bill)
    name = file_name("unggah", bill.month, bill.payer.kind, suffix=f".{template.file_format.value}")

    def write(made_at: datetime) -> IO[bytes]:
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / name
            write_upload_list(template, _upload_rows(bill), target, made_at=made_at)
            return _without_name(target)

    return Export(
        sheet=UPLOAD,
        regency_codes=[bill.regency_id],
        rows=bill.people,
        lines=(),
        columns=(),
        spoken=(),
        about=[(_("Tagihan"), f"{month(bill.month)}, {bill.payer.name}")],
        event="bill.upload_list_exported",
        file_name=name,
        subject=str(bill.public_id),
        action=UPLOAD.action,
        written_as=write,
        detail={"template": f"{template.template_id} {template.version}"},
    )


def written_for(export: Export, user: User, reason: str, now: datetime) -> IO[bytes]:
    """Write an upload list that is short enough for one person, who says what for.

    Raises:
        UploadReasonMissingError: (JRG-307)
        ExportNeedsTwoError: (JRG-586)
    """
    if sum(letter.isalpha() for letter in reason) < REASON_LENGTH_MIN:
        raise UploadReasonMissingError
    return written(export, user, now, reason=reason.strip())


def upload_template(bill: Bill) -> UploadTemplate:
    """Return the version of the insurer's list that is valid on the day of the bill."""
    return load_upload_template(bill.regency_id, UPLOAD_TEMPLATE, bill.regency.day_of(bill.issued_at))


def _without_name(path: Path) -> IO[bytes]:
    """Return the content as a file that has no name on the disk and goes when it is closed."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  # Whoever hands it out closes it.
    with path.open("rb") as written_file:
        shutil.copyfileobj(written_file, file)
    file.seek(0)
    return file


def _upload_rows(bill: Bill) -> Iterator[UploadRow]:
    dues = (
        Due.objects.filter(bill=bill)
        .select_related("enrolment", "person__village__district__regency")
        .order_by("person__village", "person__search_name", "person")
    )
    for due in dues.iterator(chunk_size=CHUNK):
        person, village = due.person, due.person.village
        assert person.birth_date is not None  # Refused before the first row is written.
        yield UploadRow(
            nik=person.identifier("nik"),
            name=person.name,
            birth_date=person.birth_date,
            sex=person.sex,
            birth_place=person.birth_place,
            mother_name=person.mother_name,
            kk_number=person.identifier("kk"),
            village_code=village.code,
            village_name=village.name,
            district_name=village.district.name,
            regency_name=village.district.regency.name,
            phone=person.identifier("phone"),
            occupation=person.occupation,
            income_idr=due.enrolment.base_idr,  # The declared base: the insurer derives the price from it.
            programmes="JKK, JKM",
            heir_name=person.heir_name,
            heir_relation=person.heir_relation,
            effective_month=str(due.enrolment.from_month),
        )
