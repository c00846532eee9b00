"""Read a regency's rule set, ``regencies/<code>/targeting.yaml``.

What the reader does not know it refuses, so that a misspelt key can never quietly change who is covered.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable
from importlib.resources import files
from itertools import pairwise
from typing import Any, NoReturn

import yaml

from jaring.core.errors import JaringError
from jaring.core.targeting.model import Level
from jaring.core.targeting.rules import (
    EXTRA_PREFIX,
    Basis,
    Criterion,
    HouseholdTurnCriterion,
    OptimumRule,
    OrderCriterion,
    PointsCriterion,
    PointsTable,
    QuotaRule,
    RuleSet,
    Status,
    Step,
    Value,
)
from jaring.core.text import Text

POINTS_MAX = 1_000_000
NUMBER_FACTS = frozenset({"decile", "age_years", "income_idr", "dependants", "household_size"})
WORD_FACTS = frozenset({"sex", "occupation_group"})


class RuleSetError(JaringError):
    """A rule set that cannot be read, or says something it cannot mean."""

    code = "JRG-553"
    sentence = Text(
        "Aturan penetapan sasaran tidak dapat dipakai, bagian {path}: {rule}.",
        "The targeting rules cannot be used, at {path}: {rule}.",
    )
    hint = Text(
        "Perbaiki bagian itu pada berkas targeting.yaml; bentuknya ada di docs/reference/targeting.md.",
        "Correct that part of targeting.yaml; its form is described in docs/reference/targeting.md.",
    )


def rule_set_of(regency_code: str) -> RuleSet:
    """Read the rule set that ships for a regency.

    Raises:
        RuleSetError: (JRG-553) there is none, or it cannot be used.
    """
    return load_rule_set(rule_text_of(regency_code))


def rule_text_of(regency_code: str) -> str:
    """Return the text of the rule set that ships for a regency, to be kept with what was decided by it.

    Raises:
        RuleSetError: (JRG-553) there is none.
    """
    shipped = {folder.name: folder for folder in (files("jaring") / "regencies").iterdir()}
    resource = shipped[regency_code] / "targeting.yaml" if regency_code in shipped else None
    if resource is None or not resource.is_file():
        _refuse("regencies", "kabupaten ini belum mempunyai targeting.yaml", "this regency has no targeting.yaml")
    return resource.read_text(encoding="utf-8")


def load_rule_set(text: str) -> RuleSet:
    """Read a rule set from YAML text.

    Raises:
        RuleSetError: (JRG-553) with the path of the part that cannot be used.
    """
    try:
        tree = yaml.load(text, Loader=_StrictLoader)  # noqa: S506  # A safe loader below.
    except yaml.YAMLError as error:
        mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
        _refuse(
            f"line {mark.line + 1}" if mark else "file",
            "bukan YAML yang sah, atau satu kunci ditulis dua kali",
            "not valid YAML, or a key is written twice",
        )
    return _read_rule_set(_Part(tree, "targeting"))


class _StrictLoader(yaml.CSafeLoader):
    """YAML as data, in which a key may stand only once."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        if len(set(map(str, keys))) != len(keys):
            raise yaml.constructor.ConstructorError(problem="double key", problem_mark=node.start_mark)
        return super().construct_mapping(node, deep)


def _refuse(path: str, rule_id: str, rule_en: str) -> NoReturn:
    raise RuleSetError(path=path, rule=Text(rule_id, rule_en))


class _Part:
    """One mapping of the file: every key is asked for once, and ``done`` refuses what nobody asked for."""

    def __init__(self, tree: object, path: str) -> None:
        self.path = path
        if not isinstance(tree, dict) or not all(isinstance(key, str) for key in tree):
            _refuse(path, "harus berupa pasangan kunci dan nilai", "must be a mapping with text keys")
        self._rest: dict[str, Any] = dict(tree)

    def at(self, key: str) -> str:
        return f"{self.path}.{key}"

    def take(self, key: str) -> Any:
        if key not in self._rest:
            _refuse(self.at(key), "wajib diisi", "is required")
        return self._rest.pop(key)

    def has(self, key: str) -> bool:
        return key in self._rest

    def part(self, key: str) -> _Part:
        return _Part(self.take(key), self.at(key))

    def parts(self, key: str) -> list[_Part]:
        rows = self.take(key)
        if not isinstance(rows, list) or not rows:
            _refuse(self.at(key), "harus berupa daftar yang berisi", "must be a list that is not empty")
        return [_Part(row, f"{self.at(key)}[{number}]") for number, row in enumerate(rows, start=1)]

    def integer(self, key: str, least: int, most: int) -> int:
        value = self.take(key)
        if type(value) is not int or not least <= value <= most:
            _refuse(
                self.at(key),
                f"harus bilangan bulat {least} sampai {most}",
                f"must be a whole number from {least} to {most}",
            )
        return value

    def word(self, key: str, allowed: Iterable[str] | None = None) -> str:
        value = self.take(key)
        if not isinstance(value, str) or not value.strip():
            _refuse(self.at(key), "harus berupa teks", "must be text")
        if allowed is not None and value not in set(allowed):
            choices = ", ".join(sorted(allowed))
            _refuse(self.at(key), f"harus salah satu dari {choices}", f"must be one of {choices}")
        return value

    def words(self, key: str, allowed: Iterable[str]) -> list[str]:
        known = set(allowed)
        values: list[str] = self.take(key)
        is_list_of_known = isinstance(values, list) and all(isinstance(v, str) and v in known for v in values)
        if not is_list_of_known or len(set(values)) != len(values):
            choices = ", ".join(sorted(known))
            _refuse(self.at(key), f"hanya boleh memuat {choices}", f"may hold {choices} only, each once")
        return values

    def deciles(self, key: str) -> frozenset[int]:
        values = self.take(key)
        if not isinstance(values, list) or not all(type(v) is int and 1 <= v <= 10 for v in values):
            _refuse(self.at(key), "harus daftar desil 1 sampai 10", "must be a list of deciles 1 to 10")
        return frozenset(values)

    def text(self, key: str, blanks: Iterable[str] = ()) -> Text:
        part = self.part(key)
        text = Text(part.word("id"), part.word("en"))
        part.done()
        for sentence in text:
            _check_blanks(self.at(key), sentence, set(blanks))
        return text

    def optional_text(self, key: str) -> Text:
        return self.text(key) if self.has(key) else Text("", "")

    def done(self) -> None:
        if self._rest:
            names = ", ".join(sorted(self._rest))
            _refuse(self.path, f"kunci tidak dikenal: {names}", f"unknown key: {names}")


def _check_blanks(path: str, sentence: str, allowed: set[str]) -> None:
    """Refuse a sentence with a blank that nothing would fill, before it meets a reader."""
    try:
        used = {(name, spec, how) for _, name, spec, how in string.Formatter().parse(sentence) if name is not None}
    except ValueError:
        _refuse(path, "kurung kurawal tidak berpasangan", "unbalanced braces")
    if any(name not in allowed or spec or how for name, spec, how in used):
        known = ", ".join(sorted("{" + name + "}" for name in allowed)) or "-"
        _refuse(path, f"isian yang dikenal: {known}", f"the blanks known here: {known}")


def _read_rule_set(part: _Part) -> RuleSet:
    part.integer("schema", 1, 1)
    rules = RuleSet(
        regency_code=part.word("regency"),
        name=part.text("name"),
        status=Status(part.word("status", Status)),
        source=part.text("source"),
        criteria=tuple(_read_criterion(row) for row in part.parts("criteria")),
        quota=_read_quota(part.part("quota")),
        replacement=_read_replacement(part),
        optimum=_read_optimum(part.part("optimum")),
    )
    part.done()
    keys = [criterion.key for criterion in rules.criteria]
    if len(set(keys)) != len(keys):
        _refuse(part.at("criteria"), "kunci kriteria harus berbeda", "criteria must have different keys")
    if sum(isinstance(criterion, HouseholdTurnCriterion) for criterion in rules.criteria) > 1:
        _refuse(
            part.at("criteria"),
            "giliran keluarga hanya boleh sekali",
            "the household turn may stand only once",
        )
    _check_regency_first(rules, part.at("quota.regency_first_deciles"))
    return rules


def _check_regency_first(rules: RuleSet, path: str) -> None:
    """The poorest can be served first everywhere only where every village's own line starts with them."""
    deciles, first = rules.quota.regency_first_deciles, rules.criteria[0]
    by_decile = isinstance(first, OrderCriterion) and first.fact == "decile" and first.lowest_first
    if deciles and not (by_decile and deciles == frozenset(range(1, len(deciles) + 1))):
        _refuse(
            path,
            "harus mulai dari desil 1 tanpa lompatan, dan kriteria pertama harus desil terendah dahulu",
            "must run from decile 1 without a gap, and the first criterion must be the lowest decile first",
        )


def _read_criterion(part: _Part) -> Criterion:
    readers: dict[str, Callable[[_Part, str], Criterion]] = {
        "order": _read_order,
        "points": _read_points,
        "household_turn": _read_turn,
    }
    kind = part.word("kind", readers)
    key = part.word("key")
    if not key.isidentifier() or not key.islower():
        _refuse(part.at("key"), "gunakan huruf kecil dan garis bawah", "use lower-case letters and underscores")
    criterion: Criterion = readers[kind](part, key)
    part.done()
    return criterion


def _read_order(part: _Part, key: str) -> OrderCriterion:
    return OrderCriterion(
        key=key,
        label=part.text("label"),
        fact=_read_fact(part, words_too=False),
        lowest_first=part.word("first", ("lowest", "highest")) == "lowest",
        says=part.text("says", ("value",)),
        missing_says=part.text("missing_says"),
        remedy=part.optional_text("remedy"),
    )


def _read_points(part: _Part, key: str) -> PointsCriterion:
    return PointsCriterion(
        key=key,
        label=part.text("label"),
        tables=tuple(_read_table(row) for row in part.parts("tables")),
        says=part.text("says", ("points", "points_max", "parts")),
    )


def _read_turn(part: _Part, key: str) -> HouseholdTurnCriterion:
    return HouseholdTurnCriterion(key=key, label=part.text("label"), says=part.text("says", ("turn",)))


def _read_fact(part: _Part, *, words_too: bool) -> str:
    fact = part.word("fact")
    known = NUMBER_FACTS | (WORD_FACTS if words_too else frozenset())
    if fact not in known and not (fact.startswith(EXTRA_PREFIX) and fact.removeprefix(EXTRA_PREFIX).isidentifier()):
        choices = ", ".join([*sorted(known), f"{EXTRA_PREFIX}<name>"])
        _refuse(part.at("fact"), f"harus salah satu dari {choices}", f"must be one of {choices}")
    return fact


def _read_table(part: _Part) -> PointsTable:
    fact = _read_fact(part, words_too=True)
    by_word = part.has("values")
    if (fact in WORD_FACTS and not by_word) or (fact in NUMBER_FACTS and by_word):
        _refuse(part.path, "angka memakai steps, kata memakai values", "numbers take steps, words take values")
    table = PointsTable(
        fact=fact,
        label=part.text("label", ("value",)),
        missing_label=part.text("missing_label"),
        steps=() if by_word else _read_steps(part),
        values=_read_values(part) if by_word else (),
        missing=part.integer("missing", 0, POINTS_MAX),
        otherwise=part.integer("otherwise", 0, POINTS_MAX),
        remedy=part.optional_text("remedy"),
    )
    part.done()
    return table


def _read_steps(part: _Part) -> tuple[Step, ...]:
    steps = []
    for row in part.parts("steps"):
        steps.append(Step(row.integer("at_least", -POINTS_MAX, 10**12), row.integer("points", 0, POINTS_MAX)))
        row.done()
    if any(later.at_least <= earlier.at_least for earlier, later in pairwise(steps)):
        _refuse(part.at("steps"), "harus menaik", "must rise")
    return tuple(steps)


def _read_values(part: _Part) -> tuple[Value, ...]:
    values = []
    for row in part.parts("values"):
        values.append(Value(row.word("is"), row.integer("points", 0, POINTS_MAX), row.text("name")))
        row.done()
    if len({value.word for value in values}) != len(values):
        _refuse(part.at("values"), "setiap kata hanya sekali", "each word may stand only once")
    return tuple(values)


def _read_quota(part: _Part) -> QuotaRule:
    levels = part.words("levels", (Level.DISTRICT, Level.VILLAGE))
    if levels == [Level.VILLAGE, Level.DISTRICT]:
        _refuse(
            part.at("levels"),
            "dari luar ke dalam: district, village",
            "from the outside in: district, village",
        )
    basis = Basis(part.word("basis", Basis))
    quota = QuotaRule(
        levels=tuple(map(Level, levels)),
        basis=basis,
        basis_deciles=part.deciles("basis_deciles") if basis is Basis.DECILES else frozenset(),
        regency_first_deciles=part.deciles("regency_first_deciles"),
        village_at_least=part.integer("village_at_least", 0, POINTS_MAX),
    )
    part.done()
    return quota


def _read_replacement(part: _Part) -> tuple[Level, ...]:
    levels = part.words("replacement", Level)
    if not levels:
        _refuse(part.at("replacement"), "sebutkan paling sedikit satu", "name at least one")
    return tuple(map(Level, levels))


def _read_optimum(part: _Part) -> OptimumRule:
    rule = OptimumRule(
        weight=tuple(_read_table(row) for row in part.parts("weight")),
        quota_slack_places=part.integer("quota_slack_places", 0, POINTS_MAX),
    )
    part.done()
    return rule
