"""Make the audit chain append-only, and keep request keys from being rewritten.

Why: an entry that can be edited proves nothing; a key that can be rewritten lets an effect happen twice.
Lock: a moment's exclusive lock on each table, before there is any traffic.
Reverse: drops the triggers; no data changes either way.
"""

from django.db import migrations

from jaring.office.walls import append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [append_only("audit_auditentry", "audit_requestkey")]
