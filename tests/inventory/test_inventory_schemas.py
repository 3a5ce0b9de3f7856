"""The schemas are the definition of the data: complete, described, and safe to print into a config."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from netops.schema.shape import keys_of

FOLDER = Path(__file__).parents[2] / "schemas"
SCHEMAS: dict[str, dict[str, Any]] = {
    path.name: json.loads(path.read_text()) for path in sorted(FOLDER.glob("*.schema.json")) if path.name != "bundle.schema.json"
}
"""Of the company's data; the one of bundles describes templates."""
REGISTRY: Registry[Any] = Registry().with_resources((name, Resource.from_contents(schema)) for name, schema in SCHEMAS.items())
LENIENT = {"device_type.schema.json"}
"""The format of others: keys that netops does not know are allowed."""


def parts(value: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema inside a schema, with its path."""
    if isinstance(value, dict):
        yield path, value
        for key, item in value.items():
            if key not in ("examples", "default", "const", "enum"):
                yield from parts(item, f"{path}/{key}")
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from parts(item, f"{path}/{position}")


def properties(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, part in parts(schema):
        if "/allOf/" not in path and isinstance(part.get("properties"), dict) and not path.endswith("/properties"):
            yield from ((f"{path}/{name}", value) for name, value in part["properties"].items())


def target(name: str, value: dict[str, Any]) -> dict[str, Any]:
    return REGISTRY.resolver(name).lookup(value["$ref"]).contents if "$ref" in value else value


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_is_valid(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    assert SCHEMAS[name]["$id"] == name
    assert SCHEMAS[name]["title"] and SCHEMAS[name]["description"]


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_field_is_described(name: str) -> None:
    assert [
        path for path, value in properties(SCHEMAS[name]) if not (value.get("description") or target(name, value).get("description"))
    ] == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_references_resolve(name: str) -> None:
    for _, part in parts(SCHEMAS[name]):
        if isinstance(part.get("$ref"), str):
            assert target(name, part)


@pytest.mark.parametrize("name", sorted(set(SCHEMAS) - LENIENT))
def test_unknown_keys_are_refused(name: str) -> None:
    maps = [(path, part) for path, part in parts(SCHEMAS[name]) if part.get("type") == "object" and "properties" in part]
    assert [path for path, part in maps if part.get("additionalProperties") is not False] == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_examples_are_valid(name: str) -> None:
    validator = Draft202012Validator(SCHEMAS[name], registry=REGISTRY)
    assert [error.message for example in SCHEMAS[name].get("examples", []) for error in validator.iter_errors(example)] == []


def test_every_noun_has_an_example() -> None:
    assert [name for name, schema in SCHEMAS.items() if name != "common.schema.json" and not schema.get("examples")] == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_no_text_is_free(name: str) -> None:
    """A text is a choice, a shared type, or has a pattern or format: nothing else may reach a config."""
    texts = [(path, part) for path, part in parts(SCHEMAS[name]) if part.get("type") == "string"]
    allowed = {"device_type.schema.json", "netops.schema.json"}
    assert name in allowed or [path for path, part in texts if not part.keys() & {"pattern", "format"}] == []


@pytest.mark.parametrize("text", ["a\nb", "a\n", "a\rb", "\x1b[2J", "a\x00", "a\x85b", "a\u2028b", "a\tb"])
def test_line_has_no_control_characters(text: str) -> None:
    line = Draft202012Validator({"$ref": "common.schema.json#/$defs/line"}, registry=REGISTRY)
    name = Draft202012Validator({"$ref": "common.schema.json#/$defs/name"}, registry=REGISTRY)
    assert not line.is_valid(text)
    assert not name.is_valid(text)


@pytest.mark.parametrize(
    "path", ["users/items/properties/password_hash", "snmp/properties/community", "bgp/$defs/session/properties/password"]
)
def test_secrets_are_marked(path: str) -> None:
    noun, *keys = path.split("/")
    value: Any = SCHEMAS[f"{noun}.schema.json"]
    for key in keys:
        value = value[key]
    assert (value["$ref"], value["x-netops-secret"]) == ("secret.schema.json", True)


@pytest.mark.parametrize("name", SCHEMAS)
def test_merge_rules_make_sense(name: str) -> None:
    for path, part in parts(SCHEMAS[name]):
        if part.get("type") == "array" and "x-netops-key" in part:
            item = target(name, part["items"])
            first, *others = keys_of(part)
            if first in item.get("required", ()):
                assert part.get("x-netops-order", first) in item["required"], path
            else:
                assert others, f"{path}: an entry that may lack its only key has no name"
            assert {first, *others} <= set(item["properties"]), path
        assert part.get("x-netops-merge", "unique") in ("unique", "append", "replace"), path
