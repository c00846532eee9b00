"""Write down where people stand who were on the register before its columns for that.

Why: from now on ``services.standing`` keeps them; this is what it would have written.
Lock: the rows of everybody who was decided on or enrolled, for some seconds per 300,000 people.
Reverse: nothing to do; the columns go with the migration that made them.
"""

from django.db import migrations

from jaring.office.walls import run_sql

OUTCOMES = """
UPDATE people_person SET outcome = (
    SELECT d.outcome FROM programme_decision d WHERE d.person_id = people_person.id AND d.run_id = (
        SELECT max(r.id) FROM programme_targetingrun r JOIN programme_programmeyear y ON y.id = r.programme_year_id
        WHERE y.regency_id = people_person.regency_id))
WHERE id IN (SELECT person_id FROM programme_decision)
"""

SPANS = """
    SELECT e.person_id, e.from_month, COALESCE(x.until_month, e.until_month) AS stops
    FROM programme_enrolment e LEFT JOIN programme_enrolmentend x ON x.enrolment_id = e.id"""

COVER = f"""
UPDATE people_person SET
    cover_from = COALESCE(
        (SELECT max(s.from_month) FROM ({SPANS}) s
         WHERE s.person_id = people_person.id AND s.stops > s.from_month AND NOT EXISTS (
            SELECT 1 FROM ({SPANS}) b
            WHERE b.person_id = s.person_id AND b.stops = s.from_month AND b.from_month < s.from_month)),
        (SELECT max(s.from_month) FROM ({SPANS}) s WHERE s.person_id = people_person.id)),
    cover_until = COALESCE(
        (SELECT max(s.stops) FROM ({SPANS}) s WHERE s.person_id = people_person.id AND s.stops > s.from_month),
        (SELECT max(s.from_month) FROM ({SPANS}) s WHERE s.person_id = people_person.id))
WHERE id IN (SELECT person_id FROM programme_enrolment)
"""  # Made of constants of this file only.


class Migration(migrations.Migration):
    dependencies = [("people", "0003_standing"), ("programme", "0002_walls")]
    operations = [
        run_sql(
            {"sqlite": [OUTCOMES, COVER], "postgresql": [OUTCOMES, COVER]},
            {"sqlite": [], "postgresql": []},
        )
    ]
