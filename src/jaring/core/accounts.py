"""The chart of accounts: what money of the programme can be, as data in ``accounts.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from jaring.core.text import Text

_FILE: Final = Path(__file__).with_name("accounts.yaml")
_KEYS: Final = frozenset({"label_id", "label_en", "kind", "subledger", "explains_id", "explains_en"})


class AccountKind(StrEnum):
    """What an account holds. Debits raise assets and expenses, credits raise liabilities."""

    ASSET = "asset"
    LIABILITY = "liability"
    EXPENSE = "expense"

    @property
    def label(self) -> Text:
        return _KIND_LABELS[self]

    @property
    def sign(self) -> int:
        """1 where the balance stands on the debit side, -1 where it stands on the credit side."""
        return -1 if self is AccountKind.LIABILITY else 1


@dataclass(frozen=True, slots=True)
class Account:
    """One account. ``subledger`` says in words which rows it must equal; empty where there are none."""

    key: str
    label: Text
    kind: AccountKind
    explains: Text
    subledger: str = ""


@cache
def chart() -> dict[str, Account]:
    """Return every account by its key, in the order of statements.

    >>> chart()["payable"].label.id
    'Utang iuran'
    """
    content = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return {key: _account(key, fields) for key, fields in content.items()}


def _account(key: str, fields: dict[str, str]) -> Account:
    if unknown := set(fields) - _KEYS:
        raise ValueError(f"{key}: unknown keys {sorted(unknown)}")
    return Account(
        key,
        Text(fields["label_id"], fields["label_en"]),
        AccountKind(fields["kind"]),
        Text(fields["explains_id"], fields["explains_en"]),
        fields.get("subledger", ""),
    )


_KIND_LABELS: Final = {
    AccountKind.ASSET: Text("aset", "asset"),
    AccountKind.LIABILITY: Text("kewajiban", "liability"),
    AccountKind.EXPENSE: Text("beban", "expense"),
}
