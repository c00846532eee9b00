import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import jaring.office.columns


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReadingChoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="tafsir")),
                ("is_followed", models.BooleanField(verbose_name="diikuti")),
                ("from_month", jaring.office.columns.MonthField(verbose_name="berlaku mulai")),
                ("reason", models.CharField(max_length=240, verbose_name="alasan")),
                ("reference", models.CharField(max_length=240, verbose_name="rujukan")),
                ("chosen_at", models.DateTimeField(verbose_name="dipilih pada")),
                (
                    "chosen_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "regency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reading_choices",
                        to="places.regency",
                    ),
                ),
            ],
            options={
                "ordering": ("from_month", "id"),
            },
        ),
    ]
