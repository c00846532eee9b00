"""Let request keys be forgotten ninety days after their effect, and none before.

Why: a key is kept so that a request may be repeated; nobody repeats one after a season, and the table would grow for
ever. The newest key is the clock, so that the wall asks neither the machine's time nor its zone. A key is still never
changed.
Order: after billing laid its dues by year, which put the old wall aside and raised it again.
Lock: a moment's exclusive lock on the table, for the index and the triggers.
Reverse: keeps every key again; what was forgotten stays forgotten.
"""

from django.db import migrations, models

from jaring.office.walls import run_sql

KEEP = """
CREATE FUNCTION jaring_keep_request_keys() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF OLD.at >= (SELECT max(at) FROM audit_requestkey) - interval '2160 hours' THEN
        RAISE EXCEPTION 'audit_requestkey keeps its keys for 90 days'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only"), ("billing", "0004_years")]
    operations = [
        migrations.AddIndex(
            model_name="requestkey",
            index=models.Index(fields=["at"], name="audit_key_age"),
        ),
        run_sql(
            {
                "sqlite": [
                    "DROP TRIGGER audit_requestkey_no_delete",
                    (
                        "CREATE TRIGGER audit_requestkey_no_delete BEFORE DELETE ON audit_requestkey "
                        "WHEN OLD.at >= strftime('%Y-%m-%d %H:%M:%S', "
                        "(SELECT MAX(at) FROM audit_requestkey), '-90 days') "
                        "BEGIN SELECT RAISE(ABORT, 'audit_requestkey keeps its keys for 90 days'); END"
                    ),
                ],
                "postgresql": [
                    "DROP TRIGGER append_only ON audit_requestkey",
                    (
                        "CREATE TRIGGER append_only BEFORE UPDATE ON audit_requestkey "
                        "FOR EACH ROW EXECUTE FUNCTION jaring_append_only()"
                    ),
                    KEEP,
                    (
                        "CREATE TRIGGER keep_request_keys BEFORE DELETE ON audit_requestkey "
                        "FOR EACH ROW EXECUTE FUNCTION jaring_keep_request_keys()"
                    ),
                ],
            },
            {
                "sqlite": [
                    "DROP TRIGGER audit_requestkey_no_delete",
                    (
                        "CREATE TRIGGER audit_requestkey_no_delete BEFORE DELETE ON audit_requestkey "
                        "BEGIN SELECT RAISE(ABORT, 'audit_requestkey is append-only'); END"
                    ),
                ],
                "postgresql": [
                    "DROP TRIGGER keep_request_keys ON audit_requestkey",
                    "DROP FUNCTION jaring_keep_request_keys()",
                    "DROP TRIGGER append_only ON audit_requestkey",
                    (
                        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_requestkey "
                        "FOR EACH ROW EXECUTE FUNCTION jaring_append_only()"
                    ),
                ],
            },
        ),
    ]
