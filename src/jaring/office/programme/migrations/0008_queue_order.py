"""An index along the queue of a run: what another budget would mean is counted and cut along it.

Lock: building it reads the decisions once and lets nobody write them meanwhile; some seconds per million.
Reverse: drops the index.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programme", "0007_plans")]
    operations = [
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(
                condition=models.Q(("budget_needed_idr__isnull", False)),
                fields=["run", "budget_needed_idr", "village", "id"],
                name="programme_queue_order",
            ),
        ),
    ]
