"""Regencies, districts and villages."""
