"""Whether a membership covers its person on a day, for work accident (JKK) and for death (JKM)."""
