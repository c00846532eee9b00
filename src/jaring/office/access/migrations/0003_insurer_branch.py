"""The branch of the insurer has a role of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_accounts_by_two"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="accessproposal",
            name="access_proposal_kind",
        ),
        migrations.RemoveConstraint(
            model_name="rolegrant",
            name="access_grant_role",
        ),
        migrations.AlterField(
            model_name="accessproposal",
            name="role",
            field=models.CharField(
                blank=True,
                choices=[
                    ("village_operator", "Operator desa/kelurahan"),
                    ("district_verifier", "Verifikator kecamatan"),
                    ("officer", "Petugas dinas tenaga kerja"),
                    ("head", "Kepala dinas tenaga kerja"),
                    ("treasurer", "Bendahara"),
                    ("auditor", "Pemeriksa (Inspektorat)"),
                    ("leadership", "Pimpinan daerah"),
                    ("administrator", "Administrator sistem"),
                    ("insurer", "Petugas cabang BPJS Ketenagakerjaan"),
                ],
                max_length=24,
                verbose_name="peran",
            ),
        ),
        migrations.AlterField(
            model_name="rolegrant",
            name="role",
            field=models.CharField(
                choices=[
                    ("village_operator", "Operator desa/kelurahan"),
                    ("district_verifier", "Verifikator kecamatan"),
                    ("officer", "Petugas dinas tenaga kerja"),
                    ("head", "Kepala dinas tenaga kerja"),
                    ("treasurer", "Bendahara"),
                    ("auditor", "Pemeriksa (Inspektorat)"),
                    ("leadership", "Pimpinan daerah"),
                    ("administrator", "Administrator sistem"),
                    ("insurer", "Petugas cabang BPJS Ketenagakerjaan"),
                ],
                max_length=24,
                verbose_name="peran",
            ),
        ),
        migrations.AddConstraint(
            model_name="accessproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("from_date__isnull", False),
                        ("kind", "role"),
                        (
                            "role__in",
                            [
                                "village_operator",
                                "district_verifier",
                                "officer",
                                "head",
                                "treasurer",
                                "auditor",
                                "leadership",
                                "administrator",
                                "insurer",
                            ],
                        ),
                    ),
                    models.Q(("kind", "reset"), ("role", "")),
                    _connector="OR",
                ),
                name="access_proposal_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="rolegrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "village_operator",
                            "district_verifier",
                            "officer",
                            "head",
                            "treasurer",
                            "auditor",
                            "leadership",
                            "administrator",
                            "insurer",
                        ],
                    )
                ),
                name="access_grant_role",
            ),
        ),
    ]
