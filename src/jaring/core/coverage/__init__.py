"""Whether a membership covers its person on a day, for work accident (JKK) and for death (JKM)."""

from jaring.core.coverage.judging import PersonCover, cover_of_person, cover_on

__all__ = ["PersonCover", "cover_of_person", "cover_on"]
