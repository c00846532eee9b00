"""Keep the history of a person and the reports of exits as they were written.

Why: what a list changed about a person, and why somebody left, decide money later.
Lock: a moment's exclusive lock on each table, before there is any traffic.
Reverse: drops the triggers; no data changes either way.
"""

from django.db import migrations

from jaring.office.walls import append_only


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [append_only("people_personchange", "people_exit")]
