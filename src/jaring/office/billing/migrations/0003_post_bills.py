"""Enter the bills that were issued before there was a ledger, each under the day of its issue.

Why: the ledger must explain every rupiah that is owed, also of months billed earlier.
Lock: none that matters; a handful of rows for each bill.
Reverse: nothing is taken back; entries of a ledger are never deleted.
"""

from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import migrations


def post_bills(apps, schema_editor):
    Bill = apps.get_model("billing", "Bill")
    Entry = apps.get_model("books", "Entry")
    Posting = apps.get_model("books", "Posting")
    posted = set(Entry.objects.filter(kind="bill").values_list("source", flat=True))
    for bill in Bill.objects.select_related("payer", "regency").order_by("issued_at", "id"):
        if bill.public_id in posted:
            continue
        last = Entry.objects.filter(regency=bill.regency).order_by("-number").first()
        entry = Entry(
            id=uuid4(),
            regency=bill.regency,
            number=1 + (last.number if last else 0),
            date=bill.issued_at.astimezone(ZoneInfo(bill.regency.time_zone)).date(),
            kind="bill",
            payer=bill.payer,
            month=bill.month,
            document=f"{bill.month} {bill.payer.kind}",
            source=bill.public_id,
            recorded_by=bill.issued_by,
            recorded_at=bill.issued_at,
        )
        amounts = {"expense_jkk": bill.jkk_idr, "expense_jkm": bill.jkm_idr, "payable": -bill.total_idr}
        lines = [(account, amount) for account, amount in amounts.items() if amount]
        Posting.objects.bulk_create(
            Posting(entry_id=entry.id, line=line, account=account, amount_idr=amount)
            for line, (account, amount) in enumerate(lines, start=1)
        )
        entry.save(force_insert=True)


class Migration(migrations.Migration):
    dependencies = [("billing", "0002_due"), ("books", "0002_walls")]
    operations = [migrations.RunPython(post_bills, migrations.RunPython.noop)]
