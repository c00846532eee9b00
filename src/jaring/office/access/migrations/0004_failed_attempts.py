"""Keep attempts at passwords and codes that failed, so that a restart forgets nothing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_insurer_branch"),
    ]

    operations = [
        migrations.CreateModel(
            name="FailedAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject_hash", models.BinaryField(max_length=32)),
                ("address_hash", models.BinaryField(max_length=32)),
                ("at", models.DateTimeField(verbose_name="dicatat pada")),
            ],
            options={
                "verbose_name": "percobaan gagal",
                "indexes": [
                    models.Index(fields=["subject_hash", "at"], name="access_by_subject"),
                    models.Index(fields=["address_hash", "at"], name="access_by_address"),
                    models.Index(fields=["at"], name="access_by_time"),
                ],
            },
        ),
    ]
