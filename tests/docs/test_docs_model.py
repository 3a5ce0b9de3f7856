"""docs/model.md is what the schemas say now, and the schemas say it all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from netops.project import Project
from netops.schema import load
from netops.schema._page import schema_page
from netops.schema.inline import DEPRECATED

ROOT = Path(__file__).parents[2]
SCHEMAS = load(Project(ROOT))
NUMBERS = frozenset({"integer", "number"})
NO_QUANTITY = frozenset(
    {
        "algorithm",
        "asn",
        "binding_label",
        "color",
        "cost",
        "distance",
        "ge",
        "group",
        "id",
        "index",
        "ipv4_index",
        "ipv6_index",
        "label",
        "le",
        "number",
        "port",
        "post_convergence_cost",
        "precedence",
        "prefix_sid_label",
        "prepend",
        "priority",
        "privilege",
        "remote_asn",
        "start_label",
        "vlan_tag",
    }
    | {"schema", "seq", "set_local_preference", "set_med", "version", "vid"}
    | {"fex", "key", "remark_seq"}
    | {"decrement", "event", "hsrp_version", "instance", "maximum", "minimum", "mlag", "revision", "role_priority", "system_priority"}
    | {"change_med", "default_cost", "default_metric", "hello_multiplier", "match_metric", "match_tag", "metric"}
    | {"allowas_in", "udp_port", "external", "internal", "local", "local_asn", "vlan", "vni", "weight", "first", "last"}
    | {"base_port", "multiplier", "factor", "key_type", "mapped_port", "pfs_group"}
    | {"external_type", "level", "local_preference", "preference", "prefix_segment", "uid"}
    | {"code", "global_port", "local_port", "master", "source_port"}
    | {"access_vid", "accounting_port", "native_vid", "secure_port", "voice_vid"}
    | {"eq", "external_type", "level", "local_preference", "preference", "prefix_segment", "uid"}
    | {"prefix_sid_index", "prepend_last", "set_color", "set_tag", "set_weight", "tag", "track"}
)
"""Numbers that name, rank or compare: they have no unit."""


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
    assert (ROOT / "docs/model.md").read_text() == schema_page(SCHEMAS), "make docs writes it anew"


def test_every_field_says_what_it_is() -> None:
    assert [path for path, schema in fields() if not schema.get("description")] == []


def test_every_quantity_has_a_unit() -> None:
    numbers = [(path, path.rpartition(".")[2], schema) for path, schema in fields() if schema.get("type") in NUMBERS]
    assert [path for path, name, schema in numbers if "x-netops-unit" not in schema and name not in NO_QUANTITY] == []
    assert {name for _, name, _ in numbers} >= NO_QUANTITY


def test_every_field_has_an_example() -> None:
    """Flags, choices and what has a default explain themselves; maps and lists of maps have examples in their fields."""
    assert sorted({path for path, schema in fields() if _needs_example(schema) and not schema.get("examples")}) == []


def _needs_example(schema: dict[str, Any]) -> bool:
    if {"enum", "const", "default", "properties"} & schema.keys() or schema.get("type") == "boolean":
        return False
    inner = schema.get("items", schema.get("additionalProperties"))
    return not isinstance(inner, dict) or inner.get("type") not in ("object", "array")


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


def test_the_page_about_nouns_tells_every_word() -> None:
    used = {word for path in (ROOT / "schemas").glob("*.json") for word in re.findall(r'"(x-netops-\w+)":', path.read_text())}
    table = (ROOT / "docs/add-a-noun.md").read_text().rpartition("\n## ")[2]
    assert set(re.findall(r"^\| `([\w-]+)` \|", table, re.MULTILINE)) == used | {DEPRECATED}, "also when no key is deprecated today"
