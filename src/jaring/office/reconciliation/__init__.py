"""Reconciliation: the insurer's answers beside our own records, and a case for each difference."""
