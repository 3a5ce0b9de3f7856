"""docs/model.md is what the schemas say now, and the schemas say it all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from netops.project import Project
from netops.schema import load
from netops.schema._page import page

ROOT = Path(__file__).parents[2]
SCHEMAS = load(Project(ROOT))
NUMBERS = frozenset({"integer", "number"})
UNITS = ("_s", "_h", "_min", "_days", "_mbps", "_gib", "_eur", "_w", "_u", "_month", "_percent")
"""Endings of names of quantities."""


def fields() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every field of every schema, by its path."""
    for noun in SCHEMAS.nouns:
        yield from _fields(noun, SCHEMAS.whole(noun).contents)


def _fields(path: str, schema: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    for key, inner in (schema.get("properties", {}) if isinstance(schema, dict) else {}).items():
        if isinstance(inner, dict):
            yield f"{path}.{key}", inner
            yield from _fields(f"{path}.{key}", inner)
    for part in ("items", "additionalProperties"):
        if isinstance(schema, dict) and isinstance(schema.get(part), dict):
            yield from _fields(f"{path}[]", schema[part])


def test_the_page_is_current() -> None:
    assert (ROOT / "docs/model.md").read_text() == page(SCHEMAS), "make docs writes it anew"


def test_every_field_says_what_it_is() -> None:
    assert [path for path, schema in fields() if not schema.get("description")] == []


def test_every_quantity_has_a_unit() -> None:
    assert [path for path, schema in fields() if path.endswith(UNITS) and _is_number(schema) and "x-netops-unit" not in schema] == []


def test_every_text_and_number_has_an_example() -> None:
    """Flags, choices and secrets explain themselves; maps and lists have examples in their fields."""
    assert sorted({path for path, schema in fields() if _needs_example(schema) and not schema.get("examples")}) == []


def _is_number(schema: dict[str, Any]) -> bool:
    return schema.get("type") in NUMBERS


def _needs_example(schema: dict[str, Any]) -> bool:
    return schema.get("type") in NUMBERS | {"string"} and not {"enum", "const", "default"} & schema.keys()


def test_every_list_of_maps_says_how_it_merges() -> None:
    """Of the nouns that layers hold. A list without a word is replaced, which is right for scalars; where maps are replaced it says so."""
    rules = {"x-netops-key", "x-netops-order", "x-netops-merge"}
    maps = (
        (path, schema)
        for path, schema in fields()
        if path.startswith("device.")
        and schema.get("type") == "array"
        and isinstance(schema.get("items"), dict)
        and schema["items"].get("type") == "object"
    )
    assert [path for path, schema in maps if not rules & schema.keys()] == []
