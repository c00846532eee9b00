"""Proposals that are sent back to who proposed them, with the reason.

* A proposal is gathered or sent back, not both.
* Nobody gathers or sends back his own proposal.
Lock: none on what exists; one new table, and triggers for new rows.
Reverse: drops the table with what it holds, and the triggers.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from jaring.office.walls import append_only, refuse_insert_unless

NOT_SENT_BACK = """NOT EXISTS (
    SELECT 1 FROM proposals_returned r WHERE r.proposal_id = NEW.proposal_id)"""
GATHERED_BY_ANOTHER = """NOT EXISTS (
    SELECT 1 FROM proposals_proposal p JOIN intake_importbatch b ON b.created_by_id = p.proposed_by_id
    WHERE p.id = NEW.proposal_id AND b.id = NEW.batch_id)"""
NOT_GATHERED = """NOT EXISTS (
    SELECT 1 FROM proposals_gathered g WHERE g.proposal_id = NEW.proposal_id)"""
RETURNED_BY_ANOTHER = """NOT EXISTS (
    SELECT 1 FROM proposals_proposal p WHERE p.id = NEW.proposal_id AND p.proposed_by_id = NEW.returned_by_id)"""


class Migration(migrations.Migration):
    dependencies = [
        ("proposals", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Returned",
            fields=[
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="returned",
                        serialize=False,
                        to="proposals.proposal",
                    ),
                ),
                ("reason", models.CharField(max_length=240, verbose_name="alasan")),
                ("returned_at", models.DateTimeField(verbose_name="dikembalikan pada")),
                (
                    "returned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": (
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="proposals_returned_reason"
                    ),
                ),
            },
        ),
        append_only("proposals_returned"),
        refuse_insert_unless(
            "proposals_gathered", "proposals_not_sent_back", NOT_SENT_BACK, "the proposal was sent back"
        ),
        refuse_insert_unless(
            "proposals_gathered", "proposals_gathered_by_another", GATHERED_BY_ANOTHER, "nobody gathers his own"
        ),
        refuse_insert_unless(
            "proposals_returned", "proposals_not_gathered", NOT_GATHERED, "the proposal was gathered"
        ),
        refuse_insert_unless(
            "proposals_returned", "proposals_returned_by_another", RETURNED_BY_ANOTHER, "nobody sends back his own"
        ),
    ]
