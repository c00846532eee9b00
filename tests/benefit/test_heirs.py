"""Who receives the money: the order of the law, equal shares without a rupiah lost, guardians, and nobody left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from family_cases import DIED_ON, accident, child, death, left
from hypothesis import given
from hypothesis import strategies as st

from jaring.core.benefit.answer import Inheritance, Share
from jaring.core.benefit.case import Case, Level, Outcome, Relation, Survivor
from jaring.core.benefit.heirs import _either, has_minor_heir, heirs_of, inheritance, with_children
from jaring.core.law import AlternativeUnknownError, Status
from jaring.core.money import ZERO, Rupiah

CASH = Rupiah(42_000_000)
FUNERAL = Rupiah(10_000_000)
BY_COURT = frozenset({"heirs_shares_by_court"})


def of(case: Case, cash: Rupiah = CASH, funeral: Rupiah = FUNERAL, **options: Any) -> Inheritance:
    return inheritance(case, cash, funeral, **options)


def amounts(answer: Inheritance) -> dict[int, int]:
    return {share.survivor: share.amount.idr for share in answer.shares}


def codes(answer: Inheritance) -> list[str]:
    return [reason.code for reason in answer.reasons]


def said(answer: Inheritance, code: str) -> str:
    return next(reason.text.id for reason in answer.reasons if reason.code == code)


def test_widow_and_children_share_equally() -> None:
    case = death(
        survivors=(left(Relation.WIDOW), left(Relation.CHILD, "2000-01-01"), left(Relation.CHILD, "2001-01-01"))
    )

    answer = of(case)

    assert answer.shares == (
        Share(0, Rupiah(14_000_000), needs_guardian=False),
        Share(1, Rupiah(14_000_000), needs_guardian=False),
        Share(2, Rupiah(14_000_000), needs_guardian=False),
    )
    assert answer.to_fund == ZERO
    assert codes(answer) == ["heirs_order", "heirs_turn", "heirs_shares"]
    assert said(answer, "heirs_turn") == "Yang berhak: 1 janda, 2 anak."
    assert answer.reasons[1].text.en == "Entitled: 1 widow, 2 children."
    assert answer.reasons[1].status is Status.CONFIRMED
    assert answer.reasons[2].status is Status.ASSUMED
    assert "Rp42.000.000 dibagi sama rata kepada 3 orang" in said(answer, "heirs_shares")


def test_a_late_group_shares_in_the_words_and_by_the_rules_of_the_law() -> None:
    case = death(survivors=(left(Relation.SIBLING, "1990-01-01"), left(Relation.SIBLING, "1992-01-01")))

    answer = of(case)

    _, turn, shares = answer.reasons
    assert turn.text.id == "Pada urutan sebelumnya tidak ada yang masih hidup. Yang berhak: 2 saudara kandung."
    assert turn.text.en == "Nobody earlier in the order is alive. Entitled: 2 brothers and sisters."
    assert [value.path for value in turn.values] == ["benefit/heirs/order"]
    assert shares.text.en.startswith("Rp42.000.000 is divided equally among 2 people.")
    assert [value.path for value in shares.values] == ["benefit/heirs/shares"]
    assert amounts(answer) == {0: 21_000_000, 1: 21_000_000}


def test_what_a_court_decides_rests_on_the_reading_and_names_who_is_entitled() -> None:
    answer = of(death(survivors=(left(Relation.WIDOW),)), readings=BY_COURT)

    assert codes(answer) == ["heirs_order", "heirs_turn", "shares_undecided"]
    assert said(answer, "heirs_turn") == "Yang berhak: 1 janda."
    assert [value.path for value in answer.reasons[-1].values] == ["benefit/heirs/shares"]


@pytest.mark.parametrize(
    ("words", "conjunction", "said"),
    [
        (["mertua"], "atau", "mertua"),
        (["widow", "widower"], "or", "widow or widower"),
        (["orang tua", "cucu", "kakek/nenek"], "atau", "orang tua, cucu, atau kakek/nenek"),
        (["a", "b", "c", "d"], "or", "a, b, c, or d"),
    ],
)
def test_one_of_several_is_joined_as_people_say_it(words: list[str], conjunction: str, said: str) -> None:
    assert _either(words, conjunction) == said


def test_the_order_of_the_law_is_read_out() -> None:
    answer = of(death(survivors=(left(Relation.WIDOW),)))

    assert answer.reasons[0].text.id.startswith(
        "Urutan yang berhak: (1) janda, duda, atau anak; (2) orang tua, cucu, atau kakek/nenek; (3) saudara kandung;"
        " (4) mertua; (5) orang yang ditunjuk dalam wasiat."
    )
    assert answer.reasons[0].text.en.startswith(
        "The order of those entitled: (1) widow, widower, or child; (2) parent, grandchild, or grandparent;"
        " (3) brother or sister; (4) parent-in-law; (5) person named in the will."
    )
    assert answer.reasons[0].status is Status.CONFIRMED


@pytest.mark.parametrize(
    ("relations", "heirs"),
    [
        ((Relation.WIDOWER, Relation.PARENT, Relation.SIBLING), (0,)),
        ((Relation.PARENT, Relation.CHILD, Relation.SIBLING), (1,)),
        ((Relation.PARENT, Relation.PARENT, Relation.GRANDCHILD, Relation.SIBLING), (0, 1, 2)),
        ((Relation.GRANDPARENT, Relation.SIBLING), (0,)),
        ((Relation.SIBLING, Relation.SIBLING, Relation.PARENT_IN_LAW), (0, 1)),
        ((Relation.PARENT_IN_LAW, Relation.NAMED_IN_WILL), (0,)),
        ((Relation.NAMED_IN_WILL, Relation.FUNERAL_ARRANGER), (0,)),
        ((Relation.FUNERAL_ARRANGER, Relation.WIDOW), (1,)),
    ],
)
def test_a_later_group_waits_for_the_ones_before(relations: tuple[Relation, ...], heirs: tuple[int, ...]) -> None:
    case = death(survivors=tuple(map(left, relations)))

    answer = of(case)

    assert tuple(amounts(answer)) == heirs == heirs_of(case)
    assert sum(amounts(answer).values()) == CASH.idr


def test_a_later_group_is_told_that_nobody_before_is_alive() -> None:
    answer = of(death(survivors=(left(Relation.PARENT), left(Relation.PARENT))))

    assert said(answer, "heirs_turn") == (
        "Pada urutan sebelumnya tidak ada yang masih hidup. Yang berhak: 2 orang tua."
    )
    assert answer.reasons[1].text.en.endswith("Entitled: 2 parents.")


def test_who_died_earlier_is_passed_over() -> None:
    answer = of(
        death(survivors=(left(Relation.WIDOW, alive=False), left(Relation.CHILD, "1990-01-01", alive=False),
                         left(Relation.CHILD, "1992-01-01"), left(Relation.GRANDCHILD, "2015-01-01")))
    )  # fmt: skip

    assert amounts(answer) == {2: 42_000_000}
    assert codes(answer) == ["heirs_order", "dead_passed_over", "heirs_turn", "heirs_shares"]
    assert said(answer, "dead_passed_over") == (
        "Sudah meninggal lebih dahulu: 1 janda, 1 anak. Bagiannya tidak beralih kepada keturunannya."
    )
    assert answer.reasons[1].status is Status.ASSUMED


def test_the_dead_of_a_later_group_do_not_matter() -> None:
    answer = of(death(survivors=(left(Relation.WIDOW), left(Relation.PARENT, alive=False))))

    assert "dead_passed_over" not in codes(answer)


def test_when_the_children_are_dead_the_grandchildren_have_their_own_turn() -> None:
    case = death(
        survivors=(left(Relation.CHILD, alive=False), left(Relation.GRANDCHILD, "2000-01-01"), left(Relation.PARENT))
    )

    answer = of(case)

    assert amounts(answer) == {1: 21_000_000, 2: 21_000_000}
    assert "dead_passed_over" in codes(answer)


@pytest.mark.parametrize(
    ("cash", "count", "parts"),
    [
        (42_000_000, 4, [10_500_000] * 4),
        (42_000_000, 5, [8_400_000] * 5),
        (70_000_000, 3, [23_333_334, 23_333_333, 23_333_333]),
        (42_000_000, 11, [3_818_182] * 9 + [3_818_181] * 2),
        (1, 2, [1, 0]),
    ],
)
def test_no_rupiah_is_lost_in_the_shares(cash: int, count: int, parts: list[int]) -> None:
    case = death(survivors=(left(Relation.CHILD, "1990-01-01"),) * count)

    assert [share.amount.idr for share in of(case, Rupiah(cash), ZERO).shares] == parts


@pytest.mark.parametrize(
    ("born", "minor", "minor_at_21"),
    [
        ("2008-08-09", False, True),
        ("2008-08-10", False, True),  # the eighteenth birthday
        ("2008-08-11", True, True),
        ("2005-08-10", False, False),
        ("2005-08-11", False, True),
    ],
)
def test_who_is_below_eighteen_on_the_day_needs_a_guardian(born: str, minor: bool, minor_at_21: bool) -> None:
    case = death(survivors=(left(Relation.CHILD, born),))
    reading = frozenset({"heirs_of_age_at_21"})

    assert of(case).shares[0].needs_guardian is minor
    assert of(case, readings=reading).shares[0].needs_guardian is minor_at_21
    assert ("guardian_needed" in codes(of(case))) is minor
    assert has_minor_heir(case) is minor
    assert has_minor_heir(case, readings=reading) is minor_at_21


def test_the_guardian_is_asked_for_on_the_day_of_the_question() -> None:
    case = death(survivors=(left(Relation.CHILD, "2008-08-11"),), as_of=date(2026, 8, 11))

    assert of(case).shares[0].needs_guardian is False


def test_minors_are_counted() -> None:
    answer = of(
        death(survivors=(left(Relation.WIDOW), left(Relation.CHILD, "2010-01-01"), left(Relation.CHILD, "2012-01-01")))
    )

    assert [share.needs_guardian for share in answer.shares] == [False, True, True]
    assert said(answer, "guardian_needed") == (
        "2 ahli waris belum genap 18 tahun; walinya yang menandatangani dan menerima untuknya."
    )


@pytest.mark.parametrize(
    ("relation", "asks"),
    [
        (Relation.CHILD, True),
        (Relation.GRANDCHILD, True),
        (Relation.SIBLING, True),
        (Relation.NAMED_IN_WILL, True),
        (Relation.WIDOW, False),
        (Relation.WIDOWER, False),
        (Relation.PARENT, False),
        (Relation.GRANDPARENT, False),
        (Relation.PARENT_IN_LAW, False),
    ],
)
def test_an_unknown_birth_date_is_asked_for_where_a_minor_may_inherit(relation: Relation, asks: bool) -> None:
    answer = of(death(survivors=(left(relation),)))

    assert ("heir_age_unknown" in codes(answer)) is asks
    assert answer.shares[0].needs_guardian is False


def test_a_young_widow_signs_for_herself() -> None:
    assert of(death(survivors=(left(Relation.WIDOW, "2009-01-01"),))).shares[0].needs_guardian is False


def test_a_will_must_be_notarial() -> None:
    answer = of(death(survivors=(left(Relation.NAMED_IN_WILL, "1980-01-01"),)))

    assert amounts(answer) == {0: 42_000_000}
    assert codes(answer) == ["heirs_order", "heirs_turn", "heirs_shares", "will_must_be_notarial"]
    assert answer.reasons[-1].sources[0].law == "Permenaker 1/2025"


def test_a_will_is_not_asked_for_where_family_is_left() -> None:
    answer = of(death(survivors=(left(Relation.WIDOW), left(Relation.NAMED_IN_WILL, "1980-01-01"))))

    assert "will_must_be_notarial" not in codes(answer)


def test_without_heirs_the_arranger_has_the_funeral_money_and_the_fund_the_rest() -> None:
    answer = of(death(survivors=(left(Relation.WIDOW, alive=False), left(Relation.FUNERAL_ARRANGER))))

    assert answer.shares == (Share(1, FUNERAL, needs_guardian=False),)
    assert answer.to_fund == Rupiah(32_000_000)
    assert codes(answer) == ["heirs_order", "no_heirs"]
    assert "Rp32.000.000 diserahkan kepada Dana Jaminan Sosial" in said(answer, "no_heirs")
    assert answer.reasons[1].status is Status.CONFIRMED


def test_two_arrangers_share_the_funeral_money() -> None:
    answer = of(death(survivors=(left(Relation.FUNERAL_ARRANGER),) * 3))

    assert amounts(answer) == {0: 3_333_334, 1: 3_333_333, 2: 3_333_333}
    assert answer.to_fund == Rupiah(32_000_000)


@pytest.mark.parametrize(
    "survivor", [left(Relation.SIBLING, alive=False), left(Relation.FUNERAL_ARRANGER, alive=False)]
)
def test_an_unknown_arranger_is_named_as_missing(survivor: Survivor) -> None:
    answer = of(death(survivors=(survivor,)))

    assert answer.shares == ()
    assert answer.to_fund == Rupiah(32_000_000)
    assert codes(answer) == ["heirs_order", "no_heirs", "funeral_arranger_unknown"]


def test_without_funeral_money_no_arranger_is_asked_for() -> None:
    answer = of(death(survivors=(left(Relation.SIBLING, alive=False), left(Relation.FUNERAL_ARRANGER))), funeral=ZERO)

    assert (answer.shares, answer.to_fund) == ((), CASH)
    assert codes(answer) == ["heirs_order", "no_heirs"]
    nobody = of(death(survivors=(left(Relation.SIBLING, alive=False),)), funeral=ZERO)
    assert codes(nobody) == ["heirs_order", "no_heirs"]


def test_nothing_is_said_of_a_rest_for_the_fund_or_of_sharing_where_there_is_none() -> None:
    waiting = of(death(survivors=(left(Relation.FUNERAL_ARRANGER),)), FUNERAL)
    alone = of(death(survivors=(left(Relation.WIDOW),)))

    assert "Dana Jaminan Sosial" not in said(waiting, "no_heirs")
    assert said(alone, "heirs_shares").startswith("Rp42.000.000 seluruhnya diterima satu orang itu.")


def test_the_funeral_money_alone_is_shared_too() -> None:
    answer = of(death(survivors=(left(Relation.WIDOW), left(Relation.CHILD, "1990-01-01"))), FUNERAL)

    assert amounts(answer) == {0: 5_000_000, 1: 5_000_000}


def test_nothing_is_shared_while_nobody_said_who_is_left() -> None:
    answer = of(death())

    assert (answer.shares, answer.to_fund) == ((), ZERO)
    assert codes(answer) == ["heirs_order", "survivors_unknown"]


def test_nothing_is_shared_while_children_are_missing_among_the_survivors() -> None:
    children = (child("2015-01-01"), child("2017-01-01", Level.NONE))
    widow, son = left(Relation.WIDOW), left(Relation.CHILD, "2015-01-01")

    answer = of(death(survivors=(widow, son), children=children))
    assert codes(answer) == ["heirs_order", "children_not_among_survivors"]
    assert answer.shares == ()
    assert "Lengkapi daftar ahli waris" in said(answer, "children_not_among_survivors")
    complete = death(survivors=with_children((widow, son), children), children=children)
    assert amounts(of(complete)) == {0: 14_000_000, 1: 14_000_000, 2: 14_000_000}


def test_children_are_added_once_and_recognised_by_their_birth_date() -> None:
    twins = (child("2015-01-01"), child("2015-01-01"))
    named = left(Relation.CHILD, "2015-01-01")

    assert with_children((), twins) == (named, named)
    assert with_children((named,), twins) == (named, named)
    assert with_children((named, named), twins) == (named, named)
    assert with_children((left(Relation.CHILD),), twins) == (left(Relation.CHILD), named)
    assert with_children((left(Relation.GRANDCHILD, "2015-01-01"),), twins[:1]) == (
        left(Relation.GRANDCHILD, "2015-01-01"),
        named,
    )
    assert with_children((left(Relation.CHILD, "1990-01-01"),), ()) == (left(Relation.CHILD, "1990-01-01"),)


@pytest.mark.parametrize("outcome", [Outcome.TOTAL_DISABILITY, Outcome.PARTIAL_DISABILITY, Outcome.TEMPORARY])
def test_a_living_participant_receives_in_person(outcome: Outcome) -> None:
    answer = of(accident(outcome, survivors=(left(Relation.WIDOW),)), Rupiah(56_000_000), ZERO)

    assert answer.shares == ()
    assert codes(answer) == ["participant_receives"]
    assert "Rp56.000.000" in answer.reasons[0].text.en


def test_without_money_there_is_nothing_to_share() -> None:
    assert codes(of(death(survivors=(left(Relation.WIDOW),)), ZERO, ZERO)) == ["nothing_to_share"]


def test_more_funeral_money_than_cash_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="part of the cash"):
        of(death(), FUNERAL, CASH)


def test_other_readings_of_the_shares() -> None:
    family = death(survivors=(left(Relation.WIDOW), left(Relation.CHILD, "1990-01-01")))
    parents = death(
        survivors=(left(Relation.GRANDCHILD, "1999-01-01"), left(Relation.PARENT), left(Relation.GRANDPARENT))
    )
    orphans = death(survivors=(left(Relation.CHILD, "1990-01-01"), left(Relation.CHILD, "1992-01-01")))
    spouse, nearest = frozenset({"heirs_spouse_receives_all"}), frozenset({"heirs_nearest_degree_first"})

    assert amounts(of(family, readings=spouse)) == {0: 42_000_000}
    assert amounts(of(orphans, readings=spouse)) == {0: 21_000_000, 1: 21_000_000}
    assert amounts(of(parents)) == {0: 14_000_000, 1: 14_000_000, 2: 14_000_000}
    assert amounts(of(parents, readings=nearest)) == {1: 42_000_000}
    assert amounts(of(family, readings=nearest)) == {0: 21_000_000, 1: 21_000_000}
    assert said(of(family, readings=spouse), "heirs_shares").startswith("Rp42.000.000 diterima janda atau duda")
    assert said(of(parents, readings=nearest), "heirs_shares").startswith(
        "Rp42.000.000 dibagi sama rata kepada keluarga"
    )


def test_what_a_court_decides_is_not_computed() -> None:
    answer = of(death(survivors=(left(Relation.WIDOW), left(Relation.CHILD, alive=False))), readings=BY_COURT)

    assert (answer.shares, answer.to_fund) == ((), ZERO)
    assert codes(answer) == ["heirs_order", "dead_passed_over", "heirs_turn", "shares_undecided"]


def test_a_reading_that_nobody_offers_is_refused() -> None:
    with pytest.raises(AlternativeUnknownError):
        of(death(survivors=(left(Relation.WIDOW),)), readings=frozenset({"eldest_son_receives_all"}))


SURVIVORS = st.builds(
    Survivor, st.sampled_from(Relation), st.none() | st.dates(date(1930, 1, 1), DIED_ON), st.booleans()
)


@given(st.lists(SURVIVORS, min_size=1, max_size=6), st.integers(1, 10**9), st.integers(0, 10**9))
def test_shares_and_fund_sum_to_the_cash(survivors: list[Survivor], cash: int, funeral: int) -> None:
    funeral = min(cash, funeral)

    answer = of(death(survivors=tuple(survivors)), Rupiah(cash), Rupiah(funeral))

    unassigned = funeral if "funeral_arranger_unknown" in codes(answer) else 0
    assert sum(amounts(answer).values()) + answer.to_fund.idr + unassigned == cash
    assert all(survivors[share.survivor].is_alive for share in answer.shares)
    assert all(share.amount.idr >= 0 for share in answer.shares)


@given(st.lists(SURVIVORS, min_size=1, max_size=6), SURVIVORS)
def test_the_dead_change_no_share(survivors: list[Survivor], dead: Survivor) -> None:
    before = of(death(survivors=tuple(survivors)))
    after = of(death(survivors=(*survivors, dead._replace(is_alive=False))))

    assert before.shares == after.shares
    assert before.to_fund == after.to_fund


@given(st.lists(SURVIVORS, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_order_in_which_survivors_are_named_moves_at_most_a_rupiah(survivors: list[Survivor], chance: Any) -> None:
    shuffled = survivors[:]
    chance.shuffle(shuffled)

    before = sorted(amounts(of(death(survivors=tuple(survivors)))).values())
    after = sorted(amounts(of(death(survivors=tuple(shuffled)))).values())

    assert before == after


@given(st.lists(SURVIVORS, max_size=5), st.sampled_from([frozenset[str](), BY_COURT]))
def test_every_sentence_is_whole_in_both_languages(survivors: list[Survivor], readings: frozenset[str]) -> None:
    case = replace(death(), survivors=tuple(survivors))

    for reason in of(case, readings=readings).reasons:
        for sentence in reason.text:
            assert sentence
            assert not set(sentence) & set("{}")
