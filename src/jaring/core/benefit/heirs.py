"""Who receives the money of a case: the participant himself, or the heirs in the order of the law.

The order is that of the insurance, not of succession: it names who may collect. How a family or a court divides an
estate is another question, and the reasons say so. Nothing is shared out while it is not known who is left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import Final, NamedTuple

from jaring.core import law
from jaring.core.benefit.answer import Inheritance, Share
from jaring.core.benefit.case import Case, Child, Outcome, Relation, Survivor
from jaring.core.eligibility import age_on
from jaring.core.law import LawOfDay, Value
from jaring.core.law.finding import Finding
from jaring.core.money import Rupiah
from jaring.core.text import Text

NO_READINGS: Final[frozenset[str]] = frozenset()
_NEVER_MINOR: Final = frozenset(
    {Relation.WIDOW, Relation.WIDOWER, Relation.PARENT, Relation.GRANDPARENT, Relation.PARENT_IN_LAW}
)
_SPOUSES: Final = frozenset({Relation.WIDOW, Relation.WIDOWER})
_FIRST_DEGREE: Final = frozenset({Relation.PARENT})


class Turn(NamedTuple):
    """Whose turn it is: a group of the order (0 first) and the living survivors in it, by their place in the case."""

    group: int
    survivors: tuple[int, ...]


def inheritance(case: Case, cash: Rupiah, funeral: Rupiah, *, readings: frozenset[str] = NO_READINGS) -> Inheritance:
    """Return who receives the cash of a case.

    Args:
        case: The case; ``survivors`` tells who is left, the participant's children among them.
        cash: All cash of the case in IDR, the funeral money included; the scholarship is not part of it.
        funeral: The funeral money within ``cash``, IDR.
        readings: Alternative readings of unsettled law to follow, by name.

    Returns:
        Shares that sum to ``cash`` whenever an heir is known. Without heirs the arranger of the funeral has the
        funeral money and ``to_fund`` the rest. Without shares the reasons say what is missing.

    Raises:
        ValueError: the funeral money is more than the cash.
        ParameterNotInForceError: (JRG-101) the event lies before the law.
        AlternativeUnknownError: (JRG-103) no parameter offers such a reading.

    Source of law:
        PP 44/2015 article 37(5), read on pasal.id; the shares within a group and the age of a minor are assumed
        parameters under ``benefit/heirs``. Checked 2026-11-22.
    """
    if funeral.idr > cash.idr:
        raise ValueError("the funeral money is part of the cash")
    of_day = _law_of(case, readings)
    if not cash.idr:
        return Inheritance((), (Finding("nothing_to_share", _NOTHING),))
    if case.event.outcome is not Outcome.DEATH:
        return Inheritance((), (Finding("participant_receives", _PARTICIPANT.fill(amount=cash)),))
    order = of_day.value("benefit/heirs/order")
    explained = Finding("heirs_order", _order_text(order.groups), (order,))
    if not case.survivors:
        return Inheritance((), (explained, Finding("survivors_unknown", _UNKNOWN)))
    if len(case.children) > sum(each.relation is Relation.CHILD for each in case.survivors):
        return Inheritance((), (explained, Finding("children_not_among_survivors", _CHILDREN_LEFT_OUT)))
    turn = _turn(case.survivors, order)
    if turn is None:
        return _without_heirs(case.survivors, cash, funeral, explained, of_day)
    return _shared(case, cash, turn, (explained, *_about_the_dead(case.survivors, order, turn, of_day)), of_day)


def heirs_of(case: Case, *, readings: frozenset[str] = NO_READINGS) -> tuple[int, ...]:
    """Return whose turn it is in the order of the law, by their place in the case; empty where nobody is left."""
    turn = _turn(case.survivors, _law_of(case, readings).value("benefit/heirs/order"))
    return () if turn is None else turn.survivors


def has_minor_heir(case: Case, *, readings: frozenset[str] = NO_READINGS) -> bool:
    """Return whether somebody whose turn it is needs a guardian on the day of the question."""
    minor_below = _law_of(case, readings).value("benefit/heirs/minor_below")
    heirs = heirs_of(case, readings=readings)
    return any(_is_minor(case.survivors[heir], case.as_of, minor_below) for heir in heirs)


def with_children(survivors: Sequence[Survivor], children: Sequence[Child]) -> tuple[Survivor, ...]:
    """Return the survivors with every child that is not among them yet, recognised by its birth date.

    A survivor of unknown birth date stands for one child that has none of its own in the list.
    """
    known = [each.birth_date for each in survivors if each.relation is Relation.CHILD]
    missing = []
    for child in children:
        if child.birth_date in known:
            known.remove(child.birth_date)
        else:
            missing.append(child)
    unnamed = known.count(None)
    return (*survivors, *(Survivor(Relation.CHILD, child.birth_date) for child in missing[unnamed:]))


def _law_of(case: Case, readings: frozenset[str]) -> LawOfDay:
    """Return the law on the day of death, when the right of the heirs arises."""
    return law.at(case.event.death_on or case.event.on, readings=readings)


def _turn(survivors: Sequence[Survivor], order: Value) -> Turn | None:
    """Return the first group of the order with somebody alive, or None where nobody is left."""
    for number, group in enumerate(order.groups):
        alive = tuple(i for i, each in enumerate(survivors) if each.is_alive and each.relation.value in group)
        if alive:
            return Turn(number, alive)
    return None


def _shared(case: Case, cash: Rupiah, turn: Turn, reasons: tuple[Finding, ...], of_day: LawOfDay) -> Inheritance:
    order, rule = of_day.value("benefit/heirs/order"), of_day.value("benefit/heirs/shares")
    people = _relations_text(case.survivors, turn.survivors)
    found = Finding("heirs_turn", _TURN[min(turn.group, 1)].fill(people=people), (order,))
    if rule.name == "decided_by_court":
        return Inheritance((), (*reasons, found, Finding("shares_undecided", _BY_COURT, (rule,))))
    heirs = _heirs_of(case.survivors, turn.survivors, rule)
    minor_below = of_day.value("benefit/heirs/minor_below")
    shares = tuple(
        Share(heir, amount, _is_minor(case.survivors[heir], case.as_of, minor_below))
        for heir, amount in zip(heirs, cash.split([1] * len(heirs)), strict=True)
    )
    text = (_ONE_HEIR if rule.name == "equal" and len(shares) == 1 else _SHARES[rule.name]).fill(
        count=len(shares), amount=cash
    )
    conditions = _conditions(case, shares, minor_below, of_day)
    return Inheritance(shares, (*reasons, found, Finding("heirs_shares", text, (rule,)), *conditions))


def _heirs_of(survivors: Sequence[Survivor], alive: tuple[int, ...], rule: Value) -> tuple[int, ...]:
    """Return who of the group shares: all of it, or under another reading only the spouse or the nearest degree."""
    closest = {"spouse_first": _SPOUSES, "nearest_first": _FIRST_DEGREE}.get(rule.name, frozenset())
    return tuple(heir for heir in alive if survivors[heir].relation in closest) or alive


def _is_minor(survivor: Survivor, day: date, minor_below: Value) -> bool:
    if survivor.birth_date is None or survivor.relation in _NEVER_MINOR:
        return False
    return age_on(day, survivor.birth_date) < minor_below.count


def _conditions(case: Case, shares: tuple[Share, ...], minor_below: Value, of_day: LawOfDay) -> Iterator[Finding]:
    """Yield what must be shown before the heirs are paid."""
    heirs = [case.survivors[share.survivor] for share in shares]
    minors = sum(share.needs_guardian for share in shares)
    if minors:
        text = _MINORS.fill(count=minors, age=minor_below.count)
        yield Finding("guardian_needed", text, (minor_below,))
    if any(heir.birth_date is None and heir.relation not in _NEVER_MINOR for heir in heirs):
        yield Finding("heir_age_unknown", _AGE_UNKNOWN.fill(age=minor_below.count), (minor_below,))
    will = of_day.value("benefit/heirs/will_must_be_notarial")
    if will.flag and any(heir.relation is Relation.NAMED_IN_WILL for heir in heirs):
        yield Finding("will_must_be_notarial", _WILL, (will,))


def _about_the_dead(survivors: Sequence[Survivor], order: Value, turn: Turn, of_day: LawOfDay) -> Iterator[Finding]:
    """Say that who died earlier is passed over, where that matters: in the group whose turn it is or one before."""
    before = {relation for group in order.groups[: turn.group + 1] for relation in group}
    dead = tuple(i for i, each in enumerate(survivors) if not each.is_alive and each.relation.value in before)
    if dead:
        rule = of_day.value("benefit/heirs/descendants_step_in")
        yield Finding("dead_passed_over", _DEAD.fill(people=_relations_text(survivors, dead)), (rule,))


def _without_heirs(
    survivors: Sequence[Survivor], cash: Rupiah, funeral: Rupiah, explained: Finding, of_day: LawOfDay
) -> Inheritance:
    """Nobody is left and nobody is named in a will: funeral money to its arranger, the rest to the fund."""
    rest = cash - funeral
    values = (of_day.value("benefit/heirs/nobody_left_funeral_to"), of_day.value("benefit/heirs/nobody_left_grant_to"))
    reasons = [
        explained,
        Finding("no_heirs", (_NO_HEIRS if rest.idr else _FUNERAL_ALONE).fill(funeral=funeral, rest=rest), values),
    ]
    arrangers = [i for i, each in enumerate(survivors) if each.is_alive and each.relation is Relation.FUNERAL_ARRANGER]
    if not arrangers and funeral.idr:
        reasons.append(Finding("funeral_arranger_unknown", _ARRANGER_UNKNOWN.fill(funeral=funeral)))
    parts = funeral.split([1] * len(arrangers)) if arrangers else []
    shares = tuple(Share(i, part, needs_guardian=False) for i, part in zip(arrangers, parts, strict=True) if part.idr)
    return Inheritance(shares, tuple(reasons), rest)


@cache
def _order_text(order: tuple[tuple[str, ...], ...]) -> Text:
    """Write the groups out: ``(1) janda, duda, atau anak; (2) orang tua, cucu, atau kakek/nenek; ...``."""
    groups = [[_RELATIONS[Relation(code)] for code in group] for group in order]
    steps = (
        "; ".join(f"({n}) {_either([word[i] for word in words], _OR[i])}" for n, words in enumerate(groups, start=1))
        for i in (0, 1)
    )
    return _ORDER.fill(groups=Text(*steps))


def _either(words: Sequence[str], conjunction: str) -> str:
    if len(words) < 3:
        return f" {conjunction} ".join(words)
    return f"{', '.join(words[:-1])}, {conjunction} {words[-1]}"


def _relations_text(survivors: Sequence[Survivor], indices: Sequence[int]) -> Text:
    """Count people by relation: ``1 janda, 2 anak``."""
    counted = Counter(survivors[index].relation for index in indices)
    words = [
        (f"{n} {_RELATIONS[relation].id}", f"{n} {_RELATIONS[relation].en if n == 1 else _PLURALS[relation]}")
        for relation, n in counted.items()
    ]
    return Text(*(", ".join(word[i] for word in words) for i in (0, 1)))


_OR: Final = Text("atau", "or")
_RELATIONS: Final = {
    Relation.WIDOW: Text("janda", "widow"),
    Relation.WIDOWER: Text("duda", "widower"),
    Relation.CHILD: Text("anak", "child"),
    Relation.PARENT: Text("orang tua", "parent"),
    Relation.GRANDCHILD: Text("cucu", "grandchild"),
    Relation.GRANDPARENT: Text("kakek/nenek", "grandparent"),
    Relation.SIBLING: Text("saudara kandung", "brother or sister"),
    Relation.PARENT_IN_LAW: Text("mertua", "parent-in-law"),
    Relation.NAMED_IN_WILL: Text("orang yang ditunjuk dalam wasiat", "person named in the will"),
    Relation.FUNERAL_ARRANGER: Text("pengurus pemakaman", "arranger of the funeral"),
}
_PLURALS: Final = {
    Relation.WIDOW: "widows",
    Relation.WIDOWER: "widowers",
    Relation.CHILD: "children",
    Relation.PARENT: "parents",
    Relation.GRANDCHILD: "grandchildren",
    Relation.GRANDPARENT: "grandparents",
    Relation.SIBLING: "brothers and sisters",
    Relation.PARENT_IN_LAW: "parents-in-law",
    Relation.NAMED_IN_WILL: "persons named in the will",
    Relation.FUNERAL_ARRANGER: "arrangers of the funeral",
}
_ORDER: Final = Text(
    "Urutan yang berhak: {groups}. Urutan berikutnya baru berhak bila pada urutan sebelumnya tidak ada yang masih"
    " hidup.",
    "The order of those entitled: {groups}. The next in order is entitled only when nobody before is alive.",
)
_NOTHING: Final = Text("Tidak ada uang yang dibagikan.", "There is no money to share.")
_PARTICIPANT: Final = Text(
    "Peserta sendiri yang menerima {amount}, karena peserta masih hidup.",
    "The participant receives {amount} in person, being alive.",
)
_UNKNOWN: Final = Text(
    "Belum disebutkan siapa yang ditinggalkan, sehingga bagian tiap ahli waris belum dihitung.",
    "It was not said who is left, so the shares of the heirs were not computed.",
)
_CHILDREN_LEFT_OUT: Final = Text(
    "Ada anak yang disebutkan untuk beasiswa tetapi belum disebutkan sebagai ahli waris. Lengkapi daftar ahli waris;"
    " sebelum itu bagian tiap orang belum dihitung.",
    "There are children named for the scholarship but not among the survivors. Complete the survivors; until then the"
    " shares are not computed.",
)
_TURN: Final = (
    Text("Yang berhak: {people}.", "Entitled: {people}."),
    Text(
        "Pada urutan sebelumnya tidak ada yang masih hidup. Yang berhak: {people}.",
        "Nobody earlier in the order is alive. Entitled: {people}.",
    ),
)
_SHARES: Final = {
    "equal": Text(
        "{amount} dibagi sama rata kepada {count} orang. Pembagian menurut kesepakatan keluarga, hukum agama, hukum"
        " adat, atau penetapan pengadilan dapat berbeda.",
        "{amount} is divided equally among {count:person|people}. By agreement of the family, by religious or"
        " customary law or by order of a court the division may be another.",
    ),
    "spouse_first": Text(
        "{amount} diterima janda atau duda; bila tidak ada, dibagi sama rata. Jumlah penerima: {count}.",
        "{amount} goes to the widow or widower; without one it is divided equally. Recipients: {count}.",
    ),
    "nearest_first": Text(
        "{amount} dibagi sama rata kepada keluarga sedarah yang terdekat. Jumlah penerima: {count}.",
        "{amount} is divided equally among the nearest blood relatives. Recipients: {count}.",
    ),
}
_ONE_HEIR: Final = Text(
    "{amount} seluruhnya diterima satu orang itu. Menurut kesepakatan keluarga, hukum agama, hukum adat, atau"
    " penetapan pengadilan dapat berbeda.",
    "All of {amount} goes to that one person. By agreement of the family, by religious or customary law or by order of"
    " a court it may be otherwise.",
)
_BY_COURT: Final = Text(
    "Bagian tiap ahli waris mengikuti penetapan pengadilan, sehingga belum dihitung.",
    "The shares follow an order of a court, so they were not computed.",
)
_MINORS: Final = Text(
    "{count} ahli waris belum genap {age} tahun; walinya yang menandatangani dan menerima untuknya.",
    "{count:heir is|heirs are} below {age}; a guardian signs and receives for them.",
)
_AGE_UNKNOWN: Final = Text(
    "Tanggal lahir sebagian ahli waris belum diketahui. Bila belum genap {age} tahun, diperlukan wali.",
    "The birth date of some heirs is not known. An heir below {age} needs a guardian.",
)
_WILL: Final = Text(
    "Wasiat harus dibuat di hadapan notaris; wasiat lain tidak diterima.",
    "The will must be made before a notary; no other will is accepted.",
)
_DEAD: Final = Text(
    "Sudah meninggal lebih dahulu: {people}. Bagiannya tidak beralih kepada keturunannya.",
    "Died earlier: {people}. Their part does not pass to their own descendants.",
)
_NO_HEIRS: Final = Text(
    "Menurut daftar ini tidak ada ahli waris yang masih hidup dan tidak ada wasiat. Biaya pemakaman {funeral} dibayar"
    " kepada pihak yang mengurus pemakaman; {rest} diserahkan kepada Dana Jaminan Sosial.",
    "By this list no heir is alive and there is no will. The funeral money of {funeral} is paid to whoever arranged"
    " the funeral; {rest} goes to the Social Security Fund.",
)
_FUNERAL_ALONE: Final = Text(
    "Menurut daftar ini tidak ada ahli waris yang masih hidup dan tidak ada wasiat. Biaya pemakaman {funeral} dibayar"
    " kepada pihak yang mengurus pemakaman.",
    "By this list no heir is alive and there is no will. The funeral money of {funeral} is paid to whoever arranged"
    " the funeral.",
)
_ARRANGER_UNKNOWN: Final = Text(
    "Belum disebutkan siapa yang mengurus pemakaman, sehingga penerima {funeral} belum diketahui.",
    "It was not said who arranged the funeral, so the recipient of {funeral} is not known.",
)
