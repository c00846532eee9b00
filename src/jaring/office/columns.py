"""Column types that the office needs and Django lacks."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from jaring.core.month import Month


class MonthField(models.IntegerField):  # type: ignore[type-arg]  # Its types are given below.
    """A calendar month, stored as the integer YYYYMM so that it sorts, compares and reads well in SQL."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any
    _pyi_lookup_exact_type: Any

    def from_db_value(self, value: int | None, *_: object) -> Month | None:
        return None if value is None else Month(value // 100, value % 100)

    def to_python(self, value: Any) -> Month | None:
        if value is None or isinstance(value, Month):
            return value
        try:
            return Month.parse(str(value))
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def get_prep_value(self, value: Any) -> int | None:
        month = self.to_python(value)
        return None if month is None else month.year * 100 + month.month

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))


def month_number(month: Month) -> int:
    """Return the integer that the database holds for ``month``."""
    return month.year * 100 + month.month


class Following(models.Func):
    """A column by which a search does not begin: SQLite would go through everybody of a regency for a few rows."""

    template = "%(expressions)s"

    def as_sqlite(self, compiler: Any, connection: Any, **given: Any) -> Any:
        return self.as_sql(compiler, connection, template="+%(expressions)s", **given)
