"""Make the choices of readings append-only.

Why: what was computed under a reading must stay explainable; a choice is taken back by a further one.
Lock: a moment's exclusive lock on a new table.
Reverse: drops the triggers; no data changes either way.
"""

from django.db import migrations

from jaring.office.walls import append_only


class Migration(migrations.Migration):
    dependencies = [("rules", "0001_initial")]
    operations = [append_only("rules_readingchoice")]
