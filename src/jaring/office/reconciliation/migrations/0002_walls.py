"""Make the insurer's lists, matches and the events of cases append-only.

Why: what the insurer said, what was compared and who decided what must stay as it was; a case shows only where it
stands now. A case moves by an event, so nobody takes one away either.
Lock: none that matters; the tables are new.
Reverse: drops the triggers; no data changes either way.
"""

from django.db import migrations

from jaring.office.walls import append_only


class Migration(migrations.Migration):
    dependencies = [("reconciliation", "0001_initial")]
    operations = [
        append_only(
            "reconciliation_insurerfile",
            "reconciliation_insurerline",
            "reconciliation_matchrun",
            "reconciliation_caseevent",
        ),
    ]
