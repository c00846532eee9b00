"""The papers of a decree: its signed scan, its publication; and the end of a draft that will not be signed.

Why: the number in the register book of a draft that was discarded is used again, so it is no longer unique among all
decrees: a trigger refuses it where a decree that was not discarded bears it.
* Who discarded a draft cannot have it put in force, and a decree in force is not discarded.
* Only a decree in force is made known.
Lock: a moment's exclusive lock on the decrees; SQLite writes that table anew, and it has some dozens of rows.
Reverse: drops the tables; fails where a number was used again.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from jaring.office.walls import append_only, refuse_insert_unless, triggers_aside, triggers_back

NUMBER_FREE = """NOT EXISTS (
    SELECT 1 FROM programme_decree d
    WHERE d.regency_id = NEW.regency_id AND d.number = NEW.number
      AND NOT EXISTS (SELECT 1 FROM programme_decreediscard x WHERE x.decree_id = d.id))"""
IN_FORCE = "EXISTS (SELECT 1 FROM programme_decreeenactment n WHERE n.decree_id = NEW.decree_id)"
DISCARDED = "EXISTS (SELECT 1 FROM programme_decreediscard x WHERE x.decree_id = NEW.decree_id)"


def who():
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
    )


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0008_queue_order"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        triggers_aside(),
        migrations.RemoveConstraint(model_name="decree", name="programme_one_number"),
        migrations.AddIndex(
            model_name="decree",
            index=models.Index(fields=["regency", "number"], name="programme_by_number"),
        ),
        triggers_back(),
        migrations.CreateModel(
            name="DecreeDiscard",
            fields=[
                (
                    "decree",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="discard",
                        serialize=False,
                        to="programme.decree",
                    ),
                ),
                ("reason", models.CharField(max_length=400, verbose_name="alasan")),
                ("discarded_by", who()),
                ("discarded_at", models.DateTimeField(verbose_name="dibuang pada")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="programme_discard_reason"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DecreeScan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "decree",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="scans", to="programme.decree"
                    ),
                ),
                ("signed_date", models.DateField(verbose_name="tanggal ditandatangani")),
                ("sha256", models.CharField(max_length=64, verbose_name="sidik berkas")),
                ("size_bytes", models.BigIntegerField(verbose_name="ukuran")),
                ("pages", models.IntegerField(verbose_name="halaman")),
                ("uploaded_by", who()),
                ("uploaded_at", models.DateTimeField(verbose_name="diunggah pada")),
            ],
            options={
                "ordering": ("-id",),
                "constraints": [
                    models.UniqueConstraint(fields=("decree", "sha256"), name="programme_one_scan"),
                    models.CheckConstraint(
                        condition=models.Q(("pages__gt", 0), ("size_bytes__gt", 0)), name="programme_scan_not_empty"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DecreePublication",
            fields=[
                (
                    "decree",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="publication",
                        serialize=False,
                        to="programme.decree",
                    ),
                ),
                ("counts", models.JSONField(verbose_name="jumlah per kecamatan")),
                ("published_by", who()),
                ("published_at", models.DateTimeField(verbose_name="diumumkan pada")),
            ],
        ),
        append_only("programme_decreediscard", "programme_decreescan", "programme_decreepublication"),
        refuse_insert_unless("programme_decree", "programme_number_free", NUMBER_FREE, "this number is taken"),
        refuse_insert_unless(
            "programme_decreeenactment",
            "programme_enacts_no_discarded",
            f"NOT {DISCARDED}",
            "a discarded draft is not put in force",
        ),
        refuse_insert_unless(
            "programme_decreediscard",
            "programme_discards_drafts",
            f"NOT {IN_FORCE}",
            "a decree in force is not discarded",
        ),
        refuse_insert_unless(
            "programme_decreescan",
            "programme_scan_of_live_decree",
            f"NOT {DISCARDED}",
            "a discarded draft is not signed",
        ),
        refuse_insert_unless(
            "programme_decreepublication",
            "programme_publishes_in_force",
            IN_FORCE,
            "only a decree in force is made known",
        ),
    ]
