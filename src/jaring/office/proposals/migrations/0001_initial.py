"""Proposals of single workers, and the delivery that took each up; neither is ever changed.

Lock: none on what exists; two new tables.
Reverse: drops them with what they hold.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from jaring.office.walls import append_only


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("intake", "0001_initial"),
        ("places", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("nik_look_up", models.BinaryField(max_length=32, null=True)),
                ("content_sealed", models.BinaryField()),
                (
                    "verdict",
                    models.CharField(
                        choices=[("accepted", "baik"), ("doubtful", "meragukan"), ("rejected", "ditolak")],
                        max_length=10,
                        verbose_name="penilaian",
                    ),
                ),
                (
                    "conflict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "tidak ada"),
                            ("known", "NIK ini sudah ada pada daftar peserta"),
                            ("proposed", "NIK ini sudah diusulkan dan masih menunggu"),
                        ],
                        max_length=10,
                        verbose_name="pertentangan",
                    ),
                ),
                ("received_at", models.DateTimeField(verbose_name="diterima pada")),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("regency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="places.regency")),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="places.village", verbose_name="desa/kelurahan"
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="Gathered",
            fields=[
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="gathered",
                        serialize=False,
                        to="proposals.proposal",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="intake.importbatch"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["village", "id"], name="proposals_by_village"),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["regency", "nik_look_up"], name="proposals_by_nik"),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["accepted", "doubtful", "rejected"])), name="proposals_verdict"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("conflict__in", ["", "known", "proposed"])), name="proposals_conflict"
            ),
        ),
        append_only("proposals_proposal", "proposals_gathered"),
    ]
