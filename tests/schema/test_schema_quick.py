"""Law: the quick yes is never a yes to what the full validator finds fault with, and says yes to what is right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from netops.project import Project
from netops.schema import Schemas, load
from netops.secrets import SecretRef
from netops.source import FinalTag, ReplaceTag, UnsetTag

ROOT = Path(__file__).parents[2]
SCHEMAS: Schemas = load(Project(ROOT))
WRONG: tuple[Any, ...] = (
    None,
    True,
    -1,
    1.5e9 + 0.5,
    "",
    "x\ny",
    "no such thing",
    [],
    [1],
    {},
    {"a": 1},
    SecretRef("x"),
    {"\x00secret": True},
    {"\x00unset": "x"},
    UnsetTag(),
    UnsetTag("x"),
)
CASES = [(noun, part) for noun in SCHEMAS.nouns for part in (False, True)]


def examples(noun: str) -> list[Any]:
    contents = SCHEMAS.whole(noun).contents
    found = contents.get("examples", []) if isinstance(contents, dict) else []
    return [secrets(each) for each in found]


def secrets(value: Any) -> Any:
    """The example with its `!secret NAME` texts as references."""
    if isinstance(value, dict):
        return {key: secrets(item) for key, item in value.items()}
    if isinstance(value, list):
        return [secrets(item) for item in value]
    return SecretRef(value.split()[1]) if isinstance(value, str) and value.startswith("!secret ") else value


def mutants(value: Any) -> Iterator[Any]:
    """The value with one part replaced, removed or added."""
    yield from (*WRONG, ReplaceTag(value), FinalTag(value))
    if isinstance(value, dict):
        yield {**value, "no_such_key": 1}
        for key, item in value.items():
            yield {k: v for k, v in value.items() if k != key}
            yield from ({**value, key: changed} for changed in mutants(item))
    elif isinstance(value, list):
        yield [*value, *value]
        for at, item in enumerate(value):
            yield from ([*value[:at], changed, *value[at + 1 :]] for changed in mutants(item))


@pytest.mark.parametrize(("noun", "part"), CASES)
def test_a_quick_yes_is_a_yes(noun: str, part: bool) -> None:
    schema = SCHEMAS.partial(noun) if part else SCHEMAS.whole(noun)
    for example in examples(noun):
        assert schema.is_valid(example) == schema.validator.is_valid(example)
        for mutant in mutants(example):
            assert not schema.is_valid(mutant) or schema.validator.is_valid(mutant), mutant


def test_a_quick_no_is_not_the_rule() -> None:
    """Of all that is right, the quick way says so."""
    right = [
        (noun, mutant)
        for noun in SCHEMAS.nouns
        for example in examples(noun)
        for mutant in mutants(example)
        if SCHEMAS.whole(noun).validator.is_valid(mutant)
    ]
    assert len(right) > 100
    assert [(noun, value) for noun, value in right if not SCHEMAS.whole(noun).is_valid(value) and "\x00" not in repr(value)] == []


def test_tags_of_the_merge_are_right_in_part_only() -> None:
    for noun in SCHEMAS.nouns:
        for example in (one for one in examples(noun) if isinstance(one, dict)):
            for tagged in (
                {**example, key: tag} for key, item in example.items() for tag in (ReplaceTag(item), FinalTag(ReplaceTag(item)), UnsetTag())
            ):
                assert SCHEMAS.partial(noun).is_valid(tagged) == SCHEMAS.partial(noun).validator.is_valid(tagged), tagged
                assert not SCHEMAS.whole(noun).is_valid(tagged), tagged


def pointed(value: Any) -> Iterator[tuple[Any, Any]]:
    """The value with one whole number written with a point, and the same with a fraction."""
    if type(value) is int:
        yield float(value), value + 0.5
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from (({**value, key: whole}, {**value, key: part}) for whole, part in pointed(item))
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from (([*value[:at], whole, *value[at + 1 :]], [*value[:at], part, *value[at + 1 :]]) for whole, part in pointed(item))


@pytest.mark.parametrize(("noun", "part"), CASES)
def test_a_whole_number_has_no_point(noun: str, part: bool) -> None:
    """110.0 is right only where 110.5 is, too: an integer is printed as it is written."""
    schema = SCHEMAS.partial(noun) if part else SCHEMAS.whole(noun)
    for example in examples(noun):
        for whole, fraction in pointed(example):
            assert not schema.is_valid(whole)
            assert not schema.validator.is_valid(whole) or schema.validator.is_valid(fraction), whole
