"""Payers get a code by which they are named, and may belong to a village.

Why: a regency has 193 payers of one kind when its villages pay. Payers that exist get the code that they would have
got when they were registered.
Lock: a moment's exclusive lock on the payers; a regency has some hundreds at most.
Reverse: drops the two columns.
"""

from collections import Counter

import django.db.models.deletion
from django.db import migrations, models

from jaring.office.walls import refuse_insert_unless

NUMBERED = ("CSR", "EMPLOYER")

VILLAGE_FITS = """NEW.village_id IS NULL OR (
    NEW.kind IN ('DANA_DESA', 'APBDES', 'EMPLOYER') AND substr(NEW.village_id, 1, 5) = NEW.regency_id)"""


def give_codes(apps, schema_editor):
    seen = Counter()
    for payer in apps.get_model("programme", "Payer").objects.order_by("id"):
        seen[payer.regency_id, payer.kind] += 1
        number = seen[payer.regency_id, payer.kind]
        payer.code = payer.kind if number == 1 and payer.kind not in NUMBERED else f"{payer.kind}-{number}"
        payer.save(update_fields=["code"])


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial"), ("programme", "0003_standing")]
    operations = [
        migrations.AddField(
            model_name="payer",
            name="code",
            field=models.CharField(blank=True, max_length=32, null=True, verbose_name="kode"),
        ),
        migrations.AddField(
            model_name="payer",
            name="village",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="payers",
                to="places.village",
            ),
        ),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="payer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("code__isnull", False)),
                fields=("regency", "code"),
                name="programme_one_payer_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="payer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("village__isnull", False)),
                fields=("kind", "village"),
                name="programme_one_village_payer",
            ),
        ),
        refuse_insert_unless(
            "programme_payer", "programme_payer_of_village", VILLAGE_FITS, "this payer cannot belong to that village"
        ),
    ]
