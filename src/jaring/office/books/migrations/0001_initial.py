import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import jaring.office.columns


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("places", "0001_initial"),
        ("programme", "0003_standing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveBigIntegerField(verbose_name="nomor")),
                ("date", models.DateField(verbose_name="tanggal")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("bill", "tagihan"),
                            ("transfer", "penyetoran"),
                            ("allocation", "alokasi"),
                            ("release", "pelepasan iuran"),
                            ("refund_claim", "permintaan pengembalian"),
                            ("refund_receipt", "penerimaan pengembalian"),
                            ("write_off", "penghapusan piutang"),
                            ("reversal", "pembalikan"),
                        ],
                        max_length=16,
                        verbose_name="jenis",
                    ),
                ),
                ("month", jaring.office.columns.MonthField(null=True, verbose_name="bulan iuran")),
                ("document", models.CharField(max_length=80, verbose_name="dokumen")),
                ("source", models.UUIDField(verbose_name="asal")),
                ("reason", models.CharField(blank=True, max_length=240, verbose_name="alasan")),
                ("recorded_at", models.DateTimeField(verbose_name="dicatat pada")),
                (
                    "payer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="programme.payer"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("regency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="places.regency")),
                (
                    "reverses",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversal",
                        to="books.entry",
                    ),
                ),
            ],
            options={
                "ordering": ("regency", "number"),
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "entry_id", "line", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("line", models.PositiveSmallIntegerField(verbose_name="baris")),
                ("account", models.CharField(max_length=24, verbose_name="akun")),
                ("amount_idr", models.BigIntegerField(verbose_name="jumlah")),
                (
                    "entry",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="books.entry",
                    ),
                ),
            ],
            options={"managed": False, "db_table": "books_posting"},
        ),
        migrations.CreateModel(
            name="Closing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until_date", models.DateField(verbose_name="ditutup sebelum")),
                ("closed_at", models.DateTimeField(verbose_name="ditutup pada")),
                (
                    "closed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("regency", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="places.regency")),
            ],
            options={
                "ordering": ("-until_date",),
                "constraints": [models.UniqueConstraint(fields=("regency", "until_date"), name="books_one_closing")],
            },
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["regency", "payer", "date"], name="books_by_day"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(fields=("regency", "number"), name="books_one_number"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(fields=("kind", "source"), name="books_one_effect"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "reversal"), ("reverses__isnull", False)),
                    models.Q(models.Q(("kind", "reversal"), _negated=True), ("reverses__isnull", True)),
                    _connector="OR",
                ),
                name="books_reversal_reverses",
            ),
        ),
        migrations.AddConstraint(
            model_name="posting",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_idr", 0), _negated=True), name="books_posting_amount"
            ),
        ),
    ]
