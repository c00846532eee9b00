"""Proposals that put a fact right, notes and hand-overs; none of them is ever changed.

Lock: none on what exists; four new tables.
Reverse: drops them with what they hold.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from jaring.office.walls import append_only, refuse_insert_unless

NOT_THE_PROPOSER = "NEW.decided_by_id <> (SELECT proposed_by_id FROM people_correction WHERE id = NEW.correction_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_standing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "field",
                    models.CharField(
                        choices=[
                            ("name", "nama"),
                            ("nik", "NIK"),
                            ("kk", "nomor KK"),
                            ("sex", "jenis kelamin"),
                            ("birth_place", "tempat lahir"),
                            ("birth_date", "tanggal lahir"),
                            ("mother_name", "nama ibu kandung"),
                            ("occupation", "pekerjaan"),
                            ("income_idr", "penghasilan sebulan"),
                            ("phone", "nomor telepon"),
                            ("heir_name", "nama ahli waris"),
                            ("heir_relation", "hubungan ahli waris"),
                        ],
                        max_length=16,
                        verbose_name="data yang salah",
                    ),
                ),
                ("value_sealed", models.BinaryField()),
                ("reason", models.CharField(max_length=240, verbose_name="alasan")),
                ("proposed_at", models.DateTimeField(verbose_name="diusulkan pada")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="corrections", to="people.person"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("text", models.CharField(max_length=500, verbose_name="catatan")),
                ("handed_to", models.CharField(blank=True, max_length=24, verbose_name="diserahkan kepada")),
                ("written_at", models.DateTimeField(verbose_name="ditulis pada")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="people.person"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="NoteDone",
            fields=[
                (
                    "note",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="done",
                        serialize=False,
                        to="people.note",
                    ),
                ),
                ("done_at", models.DateTimeField(verbose_name="selesai pada")),
            ],
        ),
        migrations.CreateModel(
            name="CorrectionDecision",
            fields=[
                (
                    "correction",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="decision",
                        serialize=False,
                        to="people.correction",
                    ),
                ),
                ("is_accepted", models.BooleanField(verbose_name="diterima")),
                ("note", models.CharField(blank=True, max_length=240, verbose_name="keterangan")),
                ("decided_at", models.DateTimeField(verbose_name="diputuskan pada")),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "field__in",
                        [
                            "name",
                            "nik",
                            "kk",
                            "sex",
                            "birth_place",
                            "birth_date",
                            "mother_name",
                            "occupation",
                            "income_idr",
                            "phone",
                            "heir_name",
                            "heir_relation",
                        ],
                    )
                ),
                name="people_correction_field",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="people_correction_reason"
            ),
        ),
        migrations.AddField(
            model_name="notedone",
            name="done_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="note",
            index=models.Index(
                condition=models.Q(("handed_to", ""), _negated=True), fields=["handed_to"], name="people_handed_notes"
            ),
        ),
        migrations.AddConstraint(
            model_name="note",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="people_note_text"
            ),
        ),
        append_only("people_correction", "people_correctiondecision", "people_note", "people_notedone"),
        refuse_insert_unless(
            "people_correctiondecision",
            "people_corrections_by_two",
            NOT_THE_PROPOSER,
            "who proposed a correction does not decide on it",
        ),
    ]
