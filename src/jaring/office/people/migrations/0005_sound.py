"""Keep beside each name what it sounds like, so that other spellings of it are found.

Lock: the column comes without rewriting the table; filling it takes some seconds per 300,000 people, and the index a
second, while nobody writes to the register.
Reverse: index and column go; what they hold is derived from the names.
"""

from django.db import migrations, models

from jaring.office.people.names import sounds_in_sql
from jaring.office.walls import constraints_checked


class Migration(migrations.Migration):
    dependencies = [("people", "0004_corrections_and_notes")]
    operations = [
        migrations.AddField("person", "sound_name", models.CharField(editable=False, max_length=170, null=True)),
        migrations.RunSQL(
            [f"UPDATE people_person SET sound_name = {sound}" for sound in sounds_in_sql("search_name", "sound_name")],
            migrations.RunSQL.noop,
        ),
        constraints_checked(),
        migrations.AddIndex(
            "person",
            models.Index(fields=["regency", "sound_name", "id", "village", "search_name"], name="people_by_sound"),
        ),
    ]
