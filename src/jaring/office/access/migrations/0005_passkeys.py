"""Keep the public keys of passkeys."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0004_failed_attempts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Passkey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("name", models.CharField(max_length=60, verbose_name="nama")),
                ("credential_id", models.BinaryField(max_length=1023, unique=True)),
                ("public_key", models.BinaryField()),
                ("sign_count", models.BigIntegerField(default=0)),
                ("made_at", models.DateTimeField(verbose_name="dibuat pada")),
                ("used_at", models.DateTimeField(null=True, verbose_name="terakhir dipakai")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="passkeys",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "kunci sandi",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("sign_count__gte", 0)), name="access_passkey_counts")
                ],
            },
        ),
    ]
