"""Bulk exports: asked for by one, released by another until some moment, or declined.

* Who asked does not decide.
Lock: none on what exists; two new tables.
Reverse: drops them with what they hold.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from jaring.office.walls import append_only, refuse_insert_unless

BY_ANOTHER = """NOT EXISTS (
    SELECT 1 FROM lists_exportrequest r WHERE r.id = NEW.request_id AND r.requested_by_id = NEW.decided_by_id)"""


def who():
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
    )


class Migration(migrations.Migration):
    dependencies = [
        ("lists", "0001_saved_views"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ExportRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("sheet", models.CharField(max_length=24, verbose_name="daftar")),
                ("subject", models.CharField(blank=True, max_length=40, verbose_name="perihal")),
                ("address_sealed", models.BinaryField()),
                ("filters", models.JSONField(verbose_name="saringan")),
                ("rows", models.IntegerField(verbose_name="jumlah baris")),
                ("reason", models.CharField(max_length=240, verbose_name="alasan")),
                ("requested_at", models.DateTimeField(verbose_name="diminta pada")),
                ("regency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="places.regency")),
                ("requested_by", who()),
            ],
            options={
                "ordering": ("-id",),
                "constraints": (
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="lists_export_reason"
                    ),
                    models.CheckConstraint(condition=models.Q(("rows__gte", 1)), name="lists_export_rows"),
                ),
            },
        ),
        migrations.CreateModel(
            name="ExportDecision",
            fields=[
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="decision",
                        serialize=False,
                        to="lists.exportrequest",
                    ),
                ),
                ("is_released", models.BooleanField(verbose_name="dilepas")),
                ("note", models.CharField(blank=True, max_length=240, verbose_name="keterangan")),
                ("decided_at", models.DateTimeField(verbose_name="diputuskan pada")),
                ("expires_at", models.DateTimeField(null=True, verbose_name="berlaku sampai")),
                ("decided_by", who()),
            ],
            options={
                "constraints": (
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("expires_at__gt", models.F("decided_at")),
                                ("expires_at__isnull", False),
                                ("is_released", True),
                            ),
                            models.Q(("expires_at__isnull", True), ("is_released", False)),
                            _connector="OR",
                        ),
                        name="lists_release_expires",
                    ),
                ),
            },
        ),
        append_only("lists_exportrequest", "lists_exportdecision"),
        refuse_insert_unless(
            "lists_exportdecision", "lists_released_by_another", BY_ANOTHER, "who asked does not release"
        ),
    ]
