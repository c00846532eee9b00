"""Whether a membership covers its person on a day, for work accident (JKK) and for death (JKM)."""

from jaring.core.coverage.judging import PersonCover, cover_of_person, cover_on
from jaring.core.coverage.lapse import Lapse, lapse_of

__all__ = ["Lapse", "PersonCover", "cover_of_person", "cover_on", "lapse_of"]
