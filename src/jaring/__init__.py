"""Jaring: a regency's programme that insures its vulnerable workers."""

__version__ = "0.1.0"
