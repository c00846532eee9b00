"""Budget entries know their line, their programme and the document they stand in.

Why: JKK and JKM may have lines of their own, and a budget is revised and shifted in the course of a year. Of the
entries that exist the first of a payer and year is the original budget; those after it are revisions.
A wall of the database: no entry leaves a payer less than what was billed to it. The service counts line by line.
Lock: a moment's exclusive lock on the budget entries; there are some dozens of them.
Reverse: drops the columns.
"""

import uuid

from django.db import migrations, models

from jaring.office.walls import append_only, append_only_lifted, refuse_insert_unless

NOT_BELOW_BILLED = """NEW.amount_idr > 0 OR NEW.kind = 'shift' OR (
    SELECT COALESCE(SUM(e.amount_idr), 0) FROM programme_budgetentry e
    WHERE e.programme_year_id = NEW.programme_year_id AND e.payer_id = NEW.payer_id) + NEW.amount_idr >= (
    SELECT COALESCE(SUM(b.total_idr), 0) FROM billing_bill b
    WHERE b.programme_year_id = NEW.programme_year_id AND b.payer_id = NEW.payer_id)"""


def tell_first_from_later(apps, schema_editor):
    seen = set()
    for entry in apps.get_model("programme", "BudgetEntry").objects.order_by("id"):
        key = entry.programme_year_id, entry.payer_id
        if key in seen or entry.amount_idr < 0:
            entry.kind = "revision"
        seen.add(key)
        entry.act = uuid.uuid4()
        entry.save(update_fields=["kind", "act"])


class Migration(migrations.Migration):
    dependencies = [("billing", "0002_due"), ("programme", "0005_orders")]
    operations = [
        append_only_lifted("programme_budgetentry"),
        migrations.AddField(
            model_name="budgetentry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("original", "anggaran awal (DPA)"),
                    ("revision", "perubahan (DPPA)"),
                    ("shift", "pergeseran"),
                ],
                default="original",
                max_length=8,
                verbose_name="jenis",
            ),
        ),
        migrations.AddField(
            model_name="budgetentry",
            name="programme",
            field=models.CharField(
                choices=[("both", "JKK dan JKM"), ("jkk", "JKK"), ("jkm", "JKM")],
                default="both",
                max_length=4,
                verbose_name="program",
            ),
        ),
        migrations.AddField(
            model_name="budgetentry",
            name="line_name",
            field=models.CharField(blank=True, default="", max_length=120, verbose_name="rekening"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="budgetentry",
            name="document_number",
            field=models.CharField(blank=True, default="", max_length=80, verbose_name="nomor dokumen"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="budgetentry",
            name="document_date",
            field=models.DateField(blank=True, null=True, verbose_name="tanggal dokumen"),
        ),
        migrations.AddField(
            model_name="budgetentry",
            name="act",
            field=models.UUIDField(default=uuid.uuid4, editable=False),
        ),
        migrations.RunPython(tell_first_from_later, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="budgetentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("programme__in", ["both", "jkk", "jkm"])), name="programme_budget_line"
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "original"), _negated=True) | models.Q(("amount_idr__gt", 0)),
                name="programme_budget_original",
            ),
        ),
        append_only("programme_budgetentry"),
        refuse_insert_unless(
            "programme_budgetentry",
            "programme_budget_covers_bills",
            NOT_BELOW_BILLED,
            "the budget would fall below what was billed",
        ),
    ]
