"""The same law written for OpenFisca, run in an environment of its own. Not imported by Jaring, nor by its tests.

    <environment>/bin/python peer.py FACTS.npz ANSWER.json

Written as an OpenFisca country package is: dated parameters, one class per variable, one formula per month. Money is
OpenFisca's 32-bit integer. The answer holds totals per month in 64 bits, seconds, and the greatest memory.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import MONTH
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

START = "2015-07-01"
BASES = {
    0: 1_000_000, 1_100_000: 1_200_000, 1_300_000: 1_400_000, 1_500_000: 1_600_000, 1_700_000: 1_800_000,
    1_900_000: 2_000_000, 2_100_000: 2_200_000, 2_300_000: 2_400_000, 2_500_000: 2_600_000, 2_700_000: 2_950_000,
    3_200_000: 3_450_000, 3_700_000: 3_950_000, 4_200_000: 4_450_000, 4_700_000: 4_950_000, 5_200_000: 5_450_000,
    5_700_000: 5_950_000, 6_200_000: 6_450_000, 6_700_000: 6_950_000, 7_200_000: 7_450_000, 7_700_000: 7_950_000,
    8_200_000: 8_700_000, 9_200_000: 9_700_000, 10_200_000: 10_700_000, 11_200_000: 11_700_000,
    12_200_000: 12_700_000, 13_200_000: 13_700_000, 14_200_000: 14_700_000, 15_200_000: 15_700_000,
    16_200_000: 16_700_000, 17_200_000: 17_700_000, 18_200_000: 18_700_000, 19_200_000: 19_700_000,
    20_200_000: 20_700_000,
}  # fmt: skip
PARAMETERS = {
    "bpu": {
        "base": {
            "metadata": {"type": "single_amount"},
            "brackets": [{"threshold": {START: low}, "amount": {START: base}} for low, base in BASES.items()],
        },
        "jkk_rate": {"values": {START: 0.01}},
        "jkm_monthly": {"values": {START: 6_800}},
        "discount_other": {"values": {START: 0, "2026-04-01": 0.5, "2027-01-01": 0}},
        "discount_transport": {"values": {START: 0, "2026-01-01": 0.5, "2027-04-01": 0}},
    },
    "jkm": {
        "lump_sum": {"values": {START: 16_200_000, "2019-12-02": 20_000_000}},
        "periodic": {"values": {START: 4_800_000, "2019-12-02": 12_000_000}},
        "funeral": {"values": {START: 3_000_000, "2019-12-02": 10_000_000}},
        "waiting_months": {"values": {START: 0, "2025-02-01": 3}},
    },
}
Person = build_entity(key="person", plural="persons", label="A participant", is_person=True)


class Payer(Enum):
    APBD = "regency"
    SELF = "the worker"
    CSR = "company"
    APBN = "state"


class Sector(Enum):
    other = "other work"
    transport = "carrying people or goods"


class income(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH


class payer(Variable):
    value_type = Enum
    possible_values = Payer
    default_value = Payer.APBD
    entity = Person
    definition_period = MONTH


class sector(Variable):
    value_type = Enum
    possible_values = Sector
    default_value = Sector.other
    entity = Person
    definition_period = MONTH


class is_paid(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH


class unbroken_months(Variable):
    """Months of cover without a gap, this one included."""

    value_type = int
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        before = person("unbroken_months", period.last_month)
        return person("is_paid", period) * (before + 1)


class base(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        return parameters(period).bpu.base.calc(person("income", period))


class contribution(Variable):
    value_type = int
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        law = parameters(period).bpu
        who, work = person("payer", period), person("sector", period)
        public = (who == Payer.APBD) + (who == Payer.APBN)
        discount = np.where(work == Sector.transport, law.discount_transport, law.discount_other) * ~public
        jkk = np.round(person("base", period) * law.jkk_rate * (1 - discount))
        jkm = np.round(law.jkm_monthly * (1 - discount))
        return person("is_paid", period) * (jkk + jkm)


class is_covered(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        return person("unbroken_months", period) > 0


class death_benefit(Variable):
    """What the heirs would receive after a death, not at work, on the first day of the month."""

    value_type = int
    entity = Person
    definition_period = MONTH

    def formula(person, period, parameters):
        law = parameters(period).jkm
        full = person("unbroken_months", period) > law.waiting_months
        whole = law.funeral + law.lump_sum + law.periodic
        return person("is_covered", period) * np.where(full, whole, law.funeral)


def system() -> TaxBenefitSystem:
    country = TaxBenefitSystem([Person])
    country.parameters = ParameterNode("", data=PARAMETERS)
    for variable in (
        income,
        payer,
        sector,
        is_paid,
        unbroken_months,
        base,
        contribution,
        is_covered,
        death_benefit,
    ):
        country.add_variable(variable)
    return country


def main(facts_path: str, answer_path: str) -> None:
    with np.load(facts_path) as file:
        facts = {name: file[name] for name in file.files}
    months = [str(month) for month in facts["asked_months"]]
    baseline_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    country = system()
    started = time.perf_counter()
    simulation = SimulationBuilder().build_default_simulation(country, count=len(facts["income_idr"]))
    simulation.max_spiral_loops = len(facts["known_months"]) + 1  # A month looks back at the one before it.
    month_before = str(np.datetime64(str(facts["first_month"])) - 1)
    simulation.set_input("unbroken_months", month_before, facts["unbroken_before"])
    for index, month in enumerate(str(month) for month in facts["known_months"]):
        simulation.set_input("is_paid", month, (facts["paid_from"] <= index) & (index < facts["paid_until"])
                             & (facts["unpaid"] != index))  # fmt: skip
    for month in months:
        simulation.set_input("income", month, facts["income_idr"])
        simulation.set_input("payer", month, facts["payer"])
        simulation.set_input("sector", month, facts["sector"])
    computing = time.perf_counter()
    totals = {
        month: {
            variable: int(simulation.calculate(variable, month).sum(dtype=np.int64))
            for variable in ("contribution", "is_covered", "death_benefit")
        }
        for month in months
    }
    ended = time.perf_counter()
    peak_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer = {
        "totals": totals,
        "given_s": computing - started,
        "computed_s": ended - computing,
        "facts_mib": baseline_kib / 1024,
        "peak_mib": peak_kib / 1024,
    }
    Path(answer_path).write_text(json.dumps(answer), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
