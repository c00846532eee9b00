"""The invented people are many, believable, consistent with their numbers, and marked as invented."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from jaring.core.places import regency
from jaring.demo import LAUNCH_DATE, DemoPerson, population


def test_the_same_seed_gives_the_same_people(people: list[DemoPerson], seed: int) -> None:
    assert population(seed) == people


def test_another_seed_gives_other_people(people: list[DemoPerson], seed: int) -> None:
    known = {person.nik for person in people}

    shared = sum(person.nik in known for person in population(seed + 1))

    assert shared < 0.01 * len(people)


def test_about_nineteen_thousand_people_live_in_every_village_of_the_regency(people: list[DemoPerson]) -> None:
    listed = Counter(person.village_code for person in people)

    assert 18_500 <= len(people) <= 19_800
    assert set(listed) == {village.code for village in regency("53.03").villages}
    assert min(listed.values()) >= 20
    assert max(listed.values()) <= 400


def test_the_town_lists_more_people_than_the_countryside(people: list[DemoPerson]) -> None:
    listed = Counter(person.village_code for person in people)

    def mean(of_town: bool) -> float:
        sizes = [size for code, size in listed.items() if code.startswith("53.03.05.") is of_town]
        return sum(sizes) / len(sizes)

    assert mean(of_town=True) > 1.8 * mean(of_town=False)


def test_nobody_shares_a_nik_or_a_key(people: list[DemoPerson]) -> None:
    assert len({person.nik for person in people}) == len(people)
    assert len({person.key for person in people}) == len(people)


def test_every_nik_says_the_birth_date_and_the_sex(people: list[DemoPerson]) -> None:
    for person in people:
        day = person.birth_date.day + (40 if person.sex == "F" else 0)
        assert person.nik[6:12] == f"{day:02d}{person.birth_date:%m%y}"


def test_every_number_is_marked_as_invented(people: list[DemoPerson]) -> None:
    assert all(re.fullmatch(r"[0-9]{12}9[0-9]{3}", person.nik) for person in people)
    assert all(re.fullmatch(r"[0-9]{12}9[0-9]{3}", person.kk_number) for person in people)
    assert all(re.fullmatch(r"(08[0-9]{2}0000[0-9]{4})?", person.phone) for person in people)


def test_some_people_were_first_registered_elsewhere(people: list[DemoPerson]) -> None:
    elsewhere = sum(person.nik[:6] != person.village_code[:8].replace(".", "") for person in people)

    assert 0.05 <= elsewhere / len(people) <= 0.08


def test_families_share_a_card_a_village_and_often_a_name(people: list[DemoPerson]) -> None:
    families: defaultdict[str, list[DemoPerson]] = defaultdict(list)
    for person in people:
        families[person.kk_number].append(person)
    larger = [family for family in families.values() if len(family) > 1]

    with_one_clan = sum(len({person.name.split()[-1] for person in family}) < len(family) for family in larger)

    assert len(larger) > 3_000
    assert all(len({person.village_code for person in family}) == 1 for family in larger)
    assert with_one_clan / len(larger) > 0.3


def test_birthdays_are_heaped_as_in_real_registers(people: list[DemoPerson]) -> None:
    birthdays = Counter((person.birth_date.month, person.birth_date.day) for person in people)

    heaped = birthdays[7, 1] + birthdays[12, 31]

    assert 0.05 <= heaped / len(people) <= 0.15


def test_twins_and_namesakes_occur(people: list[DemoPerson]) -> None:
    twins = Counter((person.kk_number, person.mother_name, person.birth_date) for person in people)
    namesakes = Counter((person.village_code, person.name) for person in people)

    assert max(twins.values()) > 1
    assert sum(count > 1 for count in namesakes.values()) > 20


def test_few_people_should_not_have_been_listed(people: list[DemoPerson]) -> None:
    unfit = sum(person.is_excluded or not 17 <= person.age_years(LAUNCH_DATE) < 65 for person in people)

    assert 0.005 <= unfit / len(people) <= 0.03


def test_most_are_poor_and_a_few_are_missing_from_the_register(people: list[DemoPerson]) -> None:
    deciles = Counter(person.decile for person in people)

    assert 0.025 <= deciles[None] / len(people) <= 0.055
    assert sum(deciles[decile] for decile in (1, 2, 3)) > 0.5 * len(people)
    assert set(deciles) == {None, *range(1, 11)}


def test_fishers_live_on_the_coast(people: list[DemoPerson]) -> None:
    districts = {person.village_code[:8] for person in people if person.occupation == "Nelayan"}

    assert districts == {"53.03.07", "53.03.09", "53.03.23"}
