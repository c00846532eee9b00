"""Make boundaries and the choices about the public page append-only.

Why: what was shown to everybody, and who opened it, must stay as it was. An import is undone by a further row.
Lock: none that matters; the tables are new.
Reverse: drops the triggers; no data changes either way.
"""

from django.db import migrations

from jaring.office.walls import append_only


class Migration(migrations.Migration):
    dependencies = [("insight", "0001_initial")]
    operations = [
        append_only(
            "insight_publicpagechoice",
            "insight_boundaryset",
            "insight_boundary",
            "insight_boundarywithdrawal",
        ),
    ]
