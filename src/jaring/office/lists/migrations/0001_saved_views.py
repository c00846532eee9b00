"""Saved views of lists: filters, order and columns under a name.

Lock: none on what exists; one new table.
Reverse: drops it with the views.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("sheet", models.CharField(max_length=24, verbose_name="daftar")),
                ("name", models.CharField(max_length=60, verbose_name="nama tampilan")),
                ("state", models.JSONField(verbose_name="saringan dan kolom")),
                ("shared_with", models.CharField(blank=True, max_length=24, verbose_name="dibagikan kepada")),
                ("saved_at", models.DateTimeField(verbose_name="disimpan pada")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("regency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="places.regency")),
            ],
            options={
                "ordering": ("name", "id"),
                "indexes": [models.Index(fields=["regency", "sheet"], name="lists_views_of_a_list")],
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "sheet", "name"), name="lists_one_view_of_a_name"),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="lists_view_name"),
                ],
            },
        ),
    ]
