"""The demonstration regency: invented people, the messy lists that their villages send, and what happens to them.

Everything is made from a seed: the same seed gives the same people and the same bytes. Nobody described here
exists. The serial of every NIK and family card begins with 9, and every telephone number has 0000 in its middle.
"""

from jaring.demo.exits import DemoExit, DemoMember, ExitReason, exits, exits_in_month
from jaring.demo.households import LAUNCH_DATE, DemoPerson, population
from jaring.demo.insurer import DemoInsured, write_insurer_answers
from jaring.demo.lists import Truth, TruthFile, TruthRow, write_lists
from jaring.demo.registers import write_covered_elsewhere, write_dtsen
from jaring.demo.slips import bank_slip
from jaring.demo.unreadable import write_unreadable
from jaring.demo.updates import ListUpdate, write_updated_list

__all__ = [
    "LAUNCH_DATE",
    "DemoExit",
    "DemoInsured",
    "DemoMember",
    "DemoPerson",
    "ExitReason",
    "ListUpdate",
    "Truth",
    "TruthFile",
    "TruthRow",
    "bank_slip",
    "exits",
    "exits_in_month",
    "population",
    "write_covered_elsewhere",
    "write_dtsen",
    "write_insurer_answers",
    "write_lists",
    "write_unreadable",
    "write_updated_list",
]
