"""Find what was done to one thing without reading the whole chain.

Lock: writing to the chain waits while the index is made, about a second per million entries.
Reverse: drops the index.
"""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0003_forget_keys"),
        ("places", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(
                condition=models.Q(("subject", ""), _negated=True),
                fields=["regency", "subject"],
                name="audit_by_subject",
            ),
        ),
    ]
