"""Papers that leave the office: decree with annex, bill, insurer's upload list.

Plain dataclasses in, files out. No database, no framework, no clock: the caller says when a paper was
made, so that the same facts give the same bytes.
"""
