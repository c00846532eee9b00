"""Plans of co-funding, moves between payers, and the walls around both.

Why: a cohort's public share may fall over time while the rest is paid by a partner; people move from one payer to
another by one decree. The share of a month is read from the steps of the plan, so a plan that somebody is under takes
no further step, and a share never rises.
The index by which a bill counts its members gains the plan: it is one more fact of a rate.
Lock: building the index reads the enrolments once; writing waits for it, some seconds per million.
Reverse: drops the tables and columns.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import jaring.office.columns
from jaring.office.walls import append_only, refuse_insert_unless

NEVER_RISES = """NOT EXISTS (
    SELECT 1 FROM programme_planstep s WHERE s.plan_id = NEW.plan_id
      AND (s.from_month < NEW.from_month AND s.public_percent < NEW.public_percent
        OR s.from_month > NEW.from_month AND s.public_percent > NEW.public_percent))"""

NOBODY_UNDER_IT = "NOT EXISTS (SELECT 1 FROM programme_enrolment e WHERE e.plan_id = NEW.plan_id)"

PLAN_OF_PAYER = """NEW.plan_id IS NULL OR EXISTS (
    SELECT 1 FROM programme_plan p WHERE p.id = NEW.plan_id AND p.payer_id = NEW.payer_id)"""

SAME_REGENCY = """EXISTS (
    SELECT 1 FROM programme_payer a JOIN programme_payer b ON b.regency_id = a.regency_id
    WHERE a.id = NEW.payer_id AND b.id = NEW.partner_id AND a.regency_id = NEW.regency_id)"""


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0001_initial"),
        ("programme", "0006_budget_lines"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=120, verbose_name="nama")),
                ("made_at", models.DateTimeField(verbose_name="dicatat pada")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partner_plans",
                        to="programme.payer",
                    ),
                ),
                (
                    "payer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="programme.payer"
                    ),
                ),
                (
                    "regency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="places.regency"
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "constraints": [
                    models.UniqueConstraint(fields=("regency", "name"), name="programme_one_plan"),
                    models.CheckConstraint(
                        condition=models.Q(("payer", models.F("partner")), _negated=True),
                        name="programme_plan_two_payers",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_month", jaring.office.columns.MonthField(verbose_name="mulai")),
                ("public_percent", models.PositiveSmallIntegerField(verbose_name="persen")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="programme.plan"
                    ),
                ),
            ],
            options={
                "ordering": ("from_month",),
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "from_month"), name="programme_one_step"),
                    models.CheckConstraint(
                        condition=models.Q(("public_percent__lte", 100)), name="programme_step_percent"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="decree",
            name="from_payer",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="moves",
                to="programme.payer",
            ),
        ),
        migrations.AddField(
            model_name="decree",
            name="plan",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="decrees", to="programme.plan"
            ),
        ),
        migrations.AddField(
            model_name="enrolment",
            name="plan",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="enrolments",
                to="programme.plan",
            ),
        ),
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(
                fields=["payer", "base_idr", "sector", "plan", "from_month", "until_month"], name="programme_by_rates"
            ),
        ),
        migrations.RemoveIndex(model_name="enrolment", name="programme_by_rate"),
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(
                condition=models.Q(("plan__isnull", False)), fields=["plan"], name="programme_under_plan"
            ),
        ),
        append_only("programme_plan", "programme_planstep"),
        refuse_insert_unless(
            "programme_plan", "programme_plan_at_home", SAME_REGENCY, "both payers belong to the regency of the plan"
        ),
        refuse_insert_unless(
            "programme_planstep", "programme_share_falls", NEVER_RISES, "the public share of a plan never rises"
        ),
        refuse_insert_unless(
            "programme_planstep", "programme_plan_settled", NOBODY_UNDER_IT, "somebody is under this plan already"
        ),
        refuse_insert_unless(
            "programme_enrolment", "programme_plan_of_payer", PLAN_OF_PAYER, "the plan belongs to another payer"
        ),
    ]
