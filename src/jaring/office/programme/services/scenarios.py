"""Scenarios: a choice that is tried with another budget or other quotas, compared, and chosen or discarded."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import yaml
from django.db import transaction

from jaring.core import targeting
from jaring.core.money import Rupiah
from jaring.office.access.models import User
from jaring.office.access.roles import Action
from jaring.office.access.scope import require
from jaring.office.audit import services as audit
from jaring.office.locks import lock_year
from jaring.office.people.models import Person
from jaring.office.programme import queries
from jaring.office.programme.errors import ScenarioNameTakenError, ScenarioOverBudgetError
from jaring.office.programme.models import Scenario, ScenarioMember, TargetingRun
from jaring.office.programme.services.choice import run_targeting, summary_of
from jaring.office.programme.services.pool import Pool
from jaring.office.setwise import insert_rows

LEVELS: dict[str, list[str]] = {Scenario.Variant.DISTRICTS: ["district"], Scenario.Variant.NO_QUOTA: []}


def variant_of(rules_text: str, variant: str) -> str:
    """Return a rule set with other levels of quota, as YAML text; the regency's own as it is."""
    if variant == Scenario.Variant.OWN:
        return rules_text
    tree: dict[str, Any] = yaml.load(rules_text, Loader=yaml.CSafeLoader)
    tree["quota"] |= {"levels": LEVELS[variant], "village_at_least": 0}
    return yaml.safe_dump(tree, allow_unicode=True, sort_keys=False)


def keep_scenario(
    base: TargetingRun, name: str, budget_idr: int, variant: str, *, actor: User, now: datetime
) -> Scenario:
    """Try a choice on the terms of a stored run with another budget or other quotas, and keep what it would come to.

    It looks at the people as the register knows them now, and decides nothing.

    Args:
        base: Whose payer, months, day and seed are taken.
        name: Unique among the scenarios of the run.
        budget_idr: Ceiling for all months of the run, in IDR.
        variant: One of ``Scenario.Variant``.
        actor: Who tries it.
        now: Aware instant.

    Raises:
        NotAllowedError: (JRG-601)
        ScenarioNameTakenError: (JRG-561)
        BudgetBelowKeptError: (JRG-552)
        BadTermsError: (JRG-551)
    """
    year = base.programme_year
    require(actor, Action.RUN_TARGETING, year.regency_id)
    text = variant_of(base.rules["text"], variant)
    terms = targeting.Terms(
        as_of=base.as_of, budget_idr=budget_idr, months=base.until_month - base.from_month, seed=base.seed
    )
    with transaction.atomic(durable=True):
        lock_year(year.pk)
        if Scenario.objects.filter(base=base, name=name).exists():
            raise ScenarioNameTakenError
        pool = Pool.load(year, base.payer, base.from_month, base.as_of)
        outcome = targeting.select(
            pool.candidates,
            targeting.load_rule_set(text),
            terms,
            enrolled=pool.enrolled,
            ineligible=pool.ineligible,
        )
        scenario = Scenario.objects.create(
            base=base,
            name=name,
            variant=variant,
            rules={"text": text},
            budget_idr=budget_idr,
            cost_idr=outcome.cost_idr,
            covered=len(outcome.covered_ids),
            summary=summary_of(outcome, with_optimum=False),
            made_by=actor,
            made_at=now,
        )
        covered = set(outcome.covered_ids)
        people = Person.objects.filter(regency=year.regency_id).order_by("village", "search_name", "id")
        in_order = [who for who in people.values_list("pk", flat=True) if who in covered]
        members = ((scenario.pk, who, outcome.candidate(who).village_code) for who in in_order)
        insert_rows(ScenarioMember, ("scenario", "person", "village"), members)
        audit.record(
            actor,
            "targeting.scenario_kept",
            year.regency_id,
            now=now,
            subject=str(scenario.public_id),
            detail={"budget_idr": budget_idr, "variant": variant},
        )
    return scenario


def discard_scenario(scenario: Scenario, *, actor: User, now: datetime) -> None:
    """Take a scenario away; a run that was made from it stays.

    Raises:
        NotAllowedError: (JRG-601)
    """
    regency_code = scenario.base.programme_year.regency_id
    require(actor, Action.RUN_TARGETING, regency_code)
    with transaction.atomic(durable=True):
        audit.record(
            actor,
            "targeting.scenario_discarded",
            regency_code,
            now=now,
            subject=str(scenario.public_id),
            detail={"budget_idr": scenario.budget_idr, "variant": scenario.variant},
        )
        ScenarioMember.objects.filter(scenario=scenario).delete()
        Scenario.objects.filter(pk=scenario.pk).delete()


def choose_scenario(scenario: Scenario, *, spent_idr: int, actor: User, now: datetime) -> TargetingRun:
    """Make the choice that a scenario tried, with its rules and under its budget; the decree is drafted from that run.

    Args:
        scenario: Which one.
        spent_idr: What was billed to this budget before the run's first month, in IDR.
        actor: Who chooses.
        now: Aware instant.

    Raises:
        NotAllowedError: (JRG-601)
        ScenarioOverBudgetError: (JRG-562)
        BudgetBelowKeptError: (JRG-552)
    """
    base = scenario.base
    left_idr = queries.budget_idr(base.programme_year, base.payer) - spent_idr
    if scenario.budget_idr > left_idr:
        raise ScenarioOverBudgetError(budget=Rupiah(scenario.budget_idr), left=Rupiah(left_idr))
    return run_targeting(
        base.programme_year,
        base.payer,
        from_month=base.from_month,
        as_of=base.as_of,
        seed=base.seed,
        spent_idr=spent_idr,
        rules=targeting.load_rule_set(scenario.rules["text"]),
        rules_text=scenario.rules["text"],
        scenario=scenario,
        actor=actor,
        now=now,
    )
