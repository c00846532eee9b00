"""Webster's method (Sainte-Laguë): which unit is given the next place.

A unit with basis v that holds s places has the claim v / (2s + 1); the next place goes to the largest claim.
The order of the places does not depend on how many there are, so one more place never takes a place from
anyone (house monotonicity). Hamilton's method of largest remainders has no such order: with more places a
unit can lose one (the Alabama paradox), which is why it is not used here. Webster was taken among the divisor
methods because it favours neither large nor small units.

Claims are compared as 64-bit floats. That is exact here: two different fractions whose numerator and
denominator stay below 2**25 differ by more than the spacing of such floats, and equal ones round alike.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from jaring.core.targeting.roster import Ints

CLAIM_MAX = 2**25


def claim_order(
    unit: Ints,
    holds: Ints,
    basis: Ints,
    basis_between_equals: Ints,
    lot: Ints,
    before: Sequence[Ints] = (),
) -> Ints:
    """Order places that units ask for by Webster's claim, largest first.

    Args:
        unit: Index of the unit that asks for the place, shape (place,).
        holds: Places which that unit holds before this one, shape (place,); rises by one within a unit.
        basis: What a unit's share is measured by, shape (unit,).
        basis_between_equals: Second measure, used where the first gives the same claim (all units whose
            basis is zero, for example), shape (unit,).
        lot: Order between units whose claims are still equal, shape (unit,).
        before: Keys that come before the claim, most significant first, each of shape (place,).

    Returns:
        Indices of the places, first to be given first, shape (place,).
    """
    divisor = 2 * holds + 1
    if len(unit) and max(int(divisor.max()), int(basis.max()), int(basis_between_equals.max())) >= CLAIM_MAX:
        raise OverflowError("more places or people than claims can be compared exactly")
    claim, second = basis[unit] / divisor, basis_between_equals[unit] / divisor
    return np.lexsort((holds, lot[unit], -second, -claim, *reversed(before)))


def apportion(
    basis: Sequence[int], places: int, *, at_least: Sequence[int] = (), lot: Sequence[int] = ()
) -> list[int]:
    """Share places among units by Webster's method.

    Args:
        basis: Non-negative measure of each unit.
        places: How many places to share, at least the sum of ``at_least``.
        at_least: Places that each unit holds already; none by default.
        lot: Order between units with equal claims, all different; the given order by default.

    Returns:
        Places of each unit, which sum to ``places``.
    """
    holds = list(at_least) or [0] * len(basis)
    rest = places - sum(holds)
    if rest < 0 or (rest and not basis) or min(basis, default=0) < 0:
        raise ValueError("places must cover what the units hold, and a basis cannot be negative")
    asks = np.arange(len(basis) * rest, dtype=np.int64) // max(rest, 1)
    measure = np.asarray(basis, dtype=np.int64)
    position = np.asarray(holds, dtype=np.int64)[asks] + np.arange(len(asks)) % max(rest, 1)
    lots = np.asarray(list(lot) or range(len(basis)), dtype=np.int64)
    taken = claim_order(asks, position, measure, measure, lots)[:rest]
    return [
        held + int(count) for held, count in zip(holds, np.bincount(asks[taken], minlength=len(basis)), strict=True)
    ]
