"""Worked examples of the law: tables that an officer writes in YAML, and Jaring runs."""

from jaring.core.lawtest.rules import Difference, Result, run_table
from jaring.core.lawtest.table import Example, LawTestUnusableError, Rule, Table, read_table

__all__ = [
    "Difference",
    "Example",
    "LawTestUnusableError",
    "Result",
    "Rule",
    "Table",
    "read_table",
    "run_table",
]
