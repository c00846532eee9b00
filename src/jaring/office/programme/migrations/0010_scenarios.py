"""Choices that are tried and compared. They are no history: a scenario is discarded, or a run is made from it.

Lock: none; the tables are new.
Reverse: drops them.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_corrections_and_notes"),
        ("places", "0001_initial"),
        ("programme", "0009_papers_of_decrees"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Scenario",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=80, verbose_name="nama")),
                (
                    "variant",
                    models.CharField(
                        choices=[
                            ("own", "aturan kabupaten"),
                            ("districts", "kuota kecamatan saja"),
                            ("no_quota", "tanpa kuota wilayah"),
                        ],
                        default="own",
                        max_length=10,
                        verbose_name="aturan",
                    ),
                ),
                ("rules", models.JSONField(verbose_name="aturan")),
                ("budget_idr", models.BigIntegerField(verbose_name="plafon")),
                ("cost_idr", models.BigIntegerField(verbose_name="terpakai")),
                ("covered", models.IntegerField(verbose_name="dilindungi")),
                ("summary", models.JSONField(verbose_name="ringkasan")),
                ("made_at", models.DateTimeField(verbose_name="dihitung pada")),
                (
                    "base",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scenarios",
                        to="programme.targetingrun",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programme.targetingrun",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="ScenarioMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"
                    ),
                ),
                (
                    "scenario",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="members", to="programme.scenario"
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.village"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="scenario",
            constraint=models.UniqueConstraint(fields=("base", "name"), name="programme_one_scenario"),
        ),
        migrations.AddConstraint(
            model_name="scenario",
            constraint=models.CheckConstraint(
                condition=models.Q(("cost_idr__lte", models.F("budget_idr"))), name="programme_scenario_budget"
            ),
        ),
        migrations.AddConstraint(
            model_name="scenariomember",
            constraint=models.UniqueConstraint(fields=("scenario", "person"), name="programme_one_member"),
        ),
    ]
