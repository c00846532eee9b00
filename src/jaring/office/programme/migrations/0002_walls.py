"""The promises of choice, decree and enrolment, held by the database itself.

* Decisions, decrees, enrolments and budget entries are only ever added.
* Who drafted a decree does not put it in force.
* An enrolment follows from a line of a decree in force that adds this very person, and overlaps no other.
* An enrolment ends only through a line of a decree in force that removes this very person.

Lock: a moment's exclusive lock on each table, before there is any traffic.
Reverse: drops the triggers; no data changes either way.
"""

from django.db import migrations

from jaring.office.walls import append_only, refuse_insert_unless

LINE_IN_FORCE = """EXISTS (
    SELECT 1 FROM programme_decreeline l
    JOIN programme_decreeenactment n ON n.decree_id = l.decree_id
    WHERE l.id = NEW.line_id AND l.change = '{change}' AND l.person_id = {person})"""

NO_OVERLAP = """NOT EXISTS (
    SELECT 1 FROM programme_enrolment e
    LEFT JOIN programme_enrolmentend x ON x.enrolment_id = e.id
    WHERE e.person_id = NEW.person_id AND e.from_month < NEW.until_month
      AND NEW.from_month < COALESCE(x.until_month, e.until_month))"""

END_WITHIN = """EXISTS (
    SELECT 1 FROM programme_enrolment e
    WHERE e.id = NEW.enrolment_id AND e.from_month <= NEW.until_month AND NEW.until_month < e.until_month)"""

ENROLLED_PERSON = "(SELECT e.person_id FROM programme_enrolment e WHERE e.id = NEW.enrolment_id)"

TWO_PEOPLE = """EXISTS (
    SELECT 1 FROM programme_decree d WHERE d.id = NEW.decree_id AND d.drafted_by_id <> NEW.enacted_by_id)"""


class Migration(migrations.Migration):
    dependencies = [("programme", "0001_initial")]
    operations = [
        append_only(
            "programme_budgetentry",
            "programme_targetingrun",
            "programme_decision",
            "programme_decree",
            "programme_decreeline",
            "programme_decreeenactment",
            "programme_enrolment",
            "programme_enrolmentend",
        ),
        refuse_insert_unless(
            "programme_decreeenactment",
            "programme_two_people",
            TWO_PEOPLE,
            "whoever drafts a decree does not enact it",
        ),
        refuse_insert_unless(
            "programme_enrolment",
            "programme_enrolment_by_decree",
            LINE_IN_FORCE.format(change="addition", person="NEW.person_id"),
            "an enrolment needs a decree in force",
        ),
        refuse_insert_unless(
            "programme_enrolment",
            "programme_enrolment_alone",
            NO_OVERLAP,
            "this person is enrolled in these months",
        ),
        refuse_insert_unless(
            "programme_enrolmentend",
            "programme_end_by_decree",
            LINE_IN_FORCE.format(change="removal", person=ENROLLED_PERSON) + " AND " + END_WITHIN,
            "an enrolment ends by a decree in force, within its months",
        ),
    ]
