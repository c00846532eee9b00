"""Objections to a choice: the days in which they are taken, what is said, what was found, and who approved that.

* An objection is about a run that takes objections on its day.
* One finding of an objection waits or holds; a further one needs the former to have been sent back.
* Neither who objected nor who reviewed rules on the finding.
Lock: none on what exists; four new tables.
Reverse: drops them with what they hold.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from jaring.office.walls import append_only, refuse_insert_unless

TAKEN_THAT_DAY = """EXISTS (
    SELECT 1 FROM programme_decision d JOIN programme_objectionwindow w ON w.run_id = d.run_id
    WHERE d.id = NEW.decision_id AND w.from_date <= NEW.filed_date AND NEW.filed_date < w.until_date)"""
NO_OTHER_FINDING = """NOT EXISTS (
    SELECT 1 FROM programme_objectionfinding f WHERE f.objection_id = NEW.objection_id AND NOT EXISTS (
        SELECT 1 FROM programme_objectionruling r WHERE r.finding_id = f.id AND NOT r.is_approved))"""
BY_ANOTHER = """NOT EXISTS (
    SELECT 1 FROM programme_objectionfinding f JOIN programme_objection o ON o.id = f.objection_id
    WHERE f.id = NEW.finding_id AND NEW.ruled_by_id IN (f.found_by_id, o.filed_by_id))"""


def who():
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
    )


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0010_scenarios"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="ObjectionWindow",
            fields=[
                (
                    "run",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="objection_window",
                        serialize=False,
                        to="programme.targetingrun",
                    ),
                ),
                ("from_date", models.DateField(verbose_name="mulai")),
                ("until_date", models.DateField(verbose_name="berakhir sebelum")),
                ("due_date", models.DateField(verbose_name="dijawab paling lambat")),
                ("opened_by", who()),
                ("opened_at", models.DateTimeField(verbose_name="dibuka pada")),
            ],
            options={
                "constraints": (
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_date__gte", models.F("until_date")), ("until_date__gt", models.F("from_date"))
                        ),
                        name="programme_objection_days",
                    ),
                ),
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="programme.decision",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("data_wrong", "data salah"),
                            ("poorer_left_out", "ada yang lebih miskin tertinggal"),
                            ("not_a_worker", "bukan pekerja"),
                            ("covered_elsewhere", "sudah dilindungi di tempat lain"),
                            ("gone", "pindah atau meninggal"),
                            ("other", "lainnya"),
                        ],
                        max_length=20,
                        verbose_name="alasan sanggah",
                    ),
                ),
                ("text", models.CharField(max_length=500, verbose_name="isi sanggahan")),
                ("filed_date", models.DateField(verbose_name="tanggal sanggah")),
                ("filed_by", who()),
                ("filed_at", models.DateTimeField(verbose_name="dicatat pada")),
            ],
            options={
                "ordering": ("-id",),
                "constraints": (
                    models.UniqueConstraint(fields=("decision", "ground", "filed_by"), name="programme_one_objection"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "ground__in",
                                [
                                    "data_wrong",
                                    "poorer_left_out",
                                    "not_a_worker",
                                    "covered_elsewhere",
                                    "gone",
                                    "other",
                                ],
                            )
                        ),
                        name="programme_objection_ground",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="programme_objection_text"
                    ),
                ),
            },
        ),
        migrations.CreateModel(
            name="ObjectionFinding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "objection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="programme.objection",
                    ),
                ),
                ("is_accepted", models.BooleanField(verbose_name="diterima")),
                (
                    "remedy",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("correction", "usulan perbaikan data"),
                            ("exit", "laporan keluar"),
                            ("registers", "daftar DTSEN atau peserta lain diperbarui"),
                            ("list", "daftar usulan desa diperbarui"),
                        ],
                        max_length=12,
                        verbose_name="yang dibetulkan lebih dahulu",
                    ),
                ),
                ("reason", models.CharField(max_length=500, verbose_name="alasan")),
                ("found_by", who()),
                ("found_at", models.DateTimeField(verbose_name="ditelaah pada")),
            ],
            options={
                "ordering": ("id",),
                "constraints": (
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("is_accepted", True), ("remedy__in", ["correction", "exit", "registers", "list"])
                            ),
                            models.Q(("is_accepted", False), ("remedy", "")),
                            _connector="OR",
                        ),
                        name="programme_finding_remedy",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="programme_finding_reason"
                    ),
                ),
            },
        ),
        migrations.CreateModel(
            name="ObjectionRuling",
            fields=[
                (
                    "finding",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="ruling",
                        serialize=False,
                        to="programme.objectionfinding",
                    ),
                ),
                ("is_approved", models.BooleanField(verbose_name="disetujui")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="catatan")),
                ("ruled_by", who()),
                ("ruled_at", models.DateTimeField(verbose_name="diputuskan pada")),
            ],
            options={
                "constraints": (
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_approved", True), models.Q(("note", ""), _negated=True), _connector="OR"
                        ),
                        name="programme_ruling_note",
                    ),
                ),
            },
        ),
        append_only(
            "programme_objectionwindow",
            "programme_objection",
            "programme_objectionfinding",
            "programme_objectionruling",
        ),
        refuse_insert_unless(
            "programme_objection", "programme_objects_in_time", TAKEN_THAT_DAY, "no objection is taken on that day"
        ),
        refuse_insert_unless(
            "programme_objectionfinding",
            "programme_finds_once",
            NO_OTHER_FINDING,
            "a finding of this objection waits or holds",
        ),
        refuse_insert_unless(
            "programme_objectionruling",
            "programme_rules_by_another",
            BY_ANOTHER,
            "neither who objected nor who reviewed rules on the finding",
        ),
    ]
