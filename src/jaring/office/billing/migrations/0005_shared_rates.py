"""Rates know the plan and the share that they are part of; walls for the months that a partner shares.

Why: under a plan a month is paid by two payers, each by a bill of his own; the plan is one more fact of a rate card.
Who is under a plan cannot change in a month for which its partner was billed, as with the payer himself.
Lock: a moment's exclusive lock on the rate cards; a bill has a handful.
Reverse: drops the columns.
"""

import django.db.models.deletion
from django.db import migrations, models

from jaring.office.walls import append_only, append_only_lifted, refuse_insert_unless

PARTNER_NOT_BILLED = """NEW.plan_id IS NULL OR NOT EXISTS (
    SELECT 1 FROM billing_bill b JOIN programme_plan p ON p.partner_id = b.payer_id
    WHERE p.id = NEW.plan_id AND b.month >= NEW.from_month AND b.month < NEW.until_month)"""

END_PARTNER_NOT_BILLED = """NOT EXISTS (
    SELECT 1 FROM programme_enrolment e JOIN programme_plan p ON p.id = e.plan_id
    JOIN billing_bill b ON b.payer_id = p.partner_id
    WHERE e.id = NEW.enrolment_id AND b.month >= NEW.until_month)"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0004_years"), ("programme", "0007_plans")]
    operations = [
        append_only_lifted("billing_ratecard"),
        migrations.RemoveConstraint(model_name="ratecard", name="billing_one_rate"),
        migrations.AddField(
            model_name="ratecard",
            name="plan",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programme.plan"
            ),
        ),
        migrations.AddField(
            model_name="ratecard",
            name="percent",
            field=models.PositiveSmallIntegerField(null=True, verbose_name="bagian"),
        ),
        migrations.AddConstraint(
            model_name="ratecard",
            constraint=models.UniqueConstraint(
                condition=models.Q(("plan__isnull", True)),
                fields=("bill", "base_idr", "sector"),
                name="billing_one_rate",
            ),
        ),
        migrations.AddConstraint(
            model_name="ratecard",
            constraint=models.UniqueConstraint(
                condition=models.Q(("plan__isnull", False)),
                fields=("bill", "base_idr", "sector", "plan"),
                name="billing_one_shared_rate",
            ),
        ),
        append_only("billing_ratecard"),
        refuse_insert_unless(
            "programme_enrolment",
            "billing_no_late_plan",
            PARTNER_NOT_BILLED,
            "a month of this plan was billed to its partner",
        ),
        refuse_insert_unless(
            "programme_enrolmentend",
            "billing_no_late_plan_end",
            END_PARTNER_NOT_BILLED,
            "a month after this end was billed to the partner of its plan",
        ),
    ]
