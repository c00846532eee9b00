"""What the insurer restored, as rows that stay.

Why: a restoration decides about cover; it is recorded once, by its letter, and belongs to a payer of its regency.
Lock: none that matters; the table is new.
Reverse: drops the table.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import jaring.office.columns
from jaring.office.walls import append_only, refuse_insert_unless

OWN_PAYER = """EXISTS (
    SELECT 1 FROM programme_payer p WHERE p.id = NEW.payer_id AND p.regency_id = NEW.regency_id)"""
APART = """NOT EXISTS (
    SELECT 1 FROM payments_restorationgrant g WHERE g.payer_id = NEW.payer_id
      AND g.from_month < NEW.until_month AND g.until_month > NEW.from_month)"""


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0003_walls"),
        ("places", "0001_initial"),
        ("programme", "0007_plans"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RestorationGrant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("from_month", jaring.office.columns.MonthField(verbose_name="dipulihkan mulai")),
                ("until_month", jaring.office.columns.MonthField(verbose_name="dipulihkan sampai sebelum")),
                ("number", models.CharField(max_length=60, verbose_name="nomor surat")),
                ("granted_on", models.DateField(verbose_name="tanggal surat")),
                ("granted_by", models.CharField(max_length=120, verbose_name="dikabulkan oleh")),
                ("recorded_at", models.DateTimeField(verbose_name="dicatat pada")),
                (
                    "payer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="restorations", to="programme.payer"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("regency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="places.regency")),
            ],
            options={
                "ordering": ("from_month", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("regency", "number"), name="payments_one_grant_number"),
                    models.CheckConstraint(
                        condition=models.Q(("until_month__gt", models.F("from_month"))), name="payments_grant_months"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True), models.Q(("granted_by", ""), _negated=True)
                        ),
                        name="payments_grant_named",
                    ),
                ],
            },
        ),
        append_only("payments_restorationgrant"),
        refuse_insert_unless(
            "payments_restorationgrant", "payments_grant_payer", OWN_PAYER, "a grant is of another regency"
        ),
        refuse_insert_unless(
            "payments_restorationgrant", "payments_grant_apart", APART, "these months were restored before"
        ),
    ]
