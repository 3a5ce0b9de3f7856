"""The schemas of the package: real JSON Schema, complete, and the same when their references are resolved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from netops.project import Project, bundled_folder
from netops.schema import load

SCHEMAS = load(Project(bundled_folder()))
FILES = sorted((bundled_folder() / "schemas").glob("*.schema.json"))


@pytest.mark.parametrize("noun", SCHEMAS.nouns)
def test_is_a_schema(noun: str) -> None:
    Draft202012Validator.check_schema(json.loads((bundled_folder() / "schemas" / f"{noun}.schema.json").read_text()))
    Draft202012Validator.check_schema(SCHEMAS.partial(noun).contents)


@pytest.mark.parametrize("noun", SCHEMAS.nouns)
def test_resolving_references_changes_no_verdict(noun: str) -> None:
    """The examples of a schema, whole and with each key in turn taken away or made wrong, are judged as jsonschema judges them."""
    contents = {path.name: json.loads(path.read_text()) for path in FILES}
    registry = Registry().with_resources([(n, Resource.from_contents(c, DRAFT202012)) for n, c in contents.items()])
    original = Draft202012Validator(contents[f"{noun}.schema.json"], registry=registry)
    resolved = Draft202012Validator(SCHEMAS.whole(noun).contents)
    for example in contents[f"{noun}.schema.json"].get("examples", ()):
        keys = list(example) if isinstance(example, dict) else []
        variants = [example, *({k: v for k, v in example.items() if k != gone} for gone in keys), *({**example, k: []} for k in keys)]
        for value in variants:
            assert resolved.is_valid(value) == original.is_valid(value)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name.removesuffix(".schema.json"))
def test_no_key_twice(path: Path) -> None:
    """Of a key that is in an object twice, JSON takes the last one without a word: what a merge of two branches leaves behind."""
    repeated: list[str] = []

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        names = [name for name, _ in pairs]
        repeated.extend(name for name in set(names) if names.count(name) > 1)
        return dict(pairs)

    json.loads(path.read_text(), object_pairs_hook=once)
    assert repeated == []
