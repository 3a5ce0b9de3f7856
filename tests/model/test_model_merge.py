"""Merging layers. A case is a YAML file: a text per layer, lowest first, and the `result` or the exact `problems`.

Every case is merged plainly and with origins; both must give the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netops.errors import Diagnostic, Origin
from netops.model import lists
from netops.model.layers import Layer, Merger
from netops.project import Project
from netops.schema import Schemas, Shape, load
from netops.source import Document, read_document
from netops.source.document import NodePosition
from netops.source.trace import TracedDict, TracedList

CASES = sorted((Path(__file__).parent / "cases" / "merge").glob("*.yaml"))
NAMED = {
    "type": "array",
    "items": {"type": "object", "properties": {"host": {"type": "string"}, "prefer": {"type": "boolean"}}},
    "x-netops-key": "host",
}
SCHEMA = {
    "type": "object",
    "properties": {
        "domain": {"type": "string"},
        "vid": {"type": "integer"},
        "managed": {"anyOf": [{"const": "all"}, {"type": "array"}], "default": "all"},
        "ntp": {
            "type": "object",
            "properties": {"servers": NAMED, "source": {"type": "string"}, "rate": {"type": "integer", "default": 5}},
        },
        "entries": {"type": "array", "items": {"type": "object"}, "x-netops-key": "seq", "x-netops-order": "seq"},
        "terms": {"type": "array", "items": {"type": "object"}, "x-netops-key": "name", "x-netops-order": "seq"},
        "search": {"type": "array", "items": {"type": "string"}},
        "lines": {"type": "array", "items": {"type": "string"}, "x-netops-merge": "append"},
        "clients": {"type": "array", "items": {"type": "string"}, "x-netops-merge": "unique"},
        "interfaces": {"type": "object", "additionalProperties": {"$ref": "interface.schema.json"}},
        "interface_profiles": {"type": "object", "additionalProperties": {"$ref": "interface.schema.json"}},
        "custom": {"type": "object"},
    },
}
INTERFACE = {"type": "object", "properties": {"enabled": {"type": "boolean", "default": True}, "mtu": {"type": "integer"}}}


@pytest.fixture(scope="module")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> Schemas:
    root = tmp_path_factory.mktemp("company")
    (root / "schemas").mkdir()
    for noun, schema in (("device", SCHEMA), ("interface", INTERFACE)):
        (root / "schemas" / f"{noun}.schema.json").write_text(json.dumps(schema, indent=2))
    return load(Project(root))


def layers_of(texts: dict[str, str], shape: Shape) -> list[Layer]:
    return [Layer(name, read_document(text, f"{name}.yaml"), shape=shape) for name, text in texts.items()]


def merged(layers: list[Layer], shape: Shape, traced: bool) -> tuple[Any, list[Diagnostic]]:
    found: list[Diagnostic] = []
    return Merger(shape, traced, found.append).merged(tuple(layers[:-1]), layers[-1]), found


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_case(case: Path, schemas: Schemas) -> None:
    said, shape = yaml.safe_load(case.read_text()), schemas.shape("device")
    layers = layers_of(said["layers"], shape)
    plain, plain_problems = merged(layers, shape, False)
    traced, problems = merged(layers, shape, True)
    problems += [p for layer in layers for p in lists.list_problems(layer.raw, shape, layer.origin)]
    problems += lists.list_problems(traced, shape, lambda path: None, merged=True)
    assert traced == plain
    assert json.dumps(plain) == json.dumps(traced)
    assert "\n".join(map(str, problems)) == said.get("problems", "").rstrip()
    assert len(plain_problems) <= len(problems)
    if "result" in said:
        assert (plain, json.dumps(plain)) == (said["result"], json.dumps(said["result"]))
    for path, place in said.get("origins", {}).items():
        assert str(origin_at(traced, path.split("."))) == place


def origin_at(value: Any, path: list[str]) -> Origin:
    origins: tuple[Origin, ...] = ()
    for step in path:
        key: Any = int(step) if isinstance(value, list) else step
        origins, value = value.origins[key], value[key]
    return origins[0]


LAW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""No limits of time: a busy machine breaks no law."""


# Laws, over maps of all shapes that the schema knows.

WORDS = st.sampled_from(["a", "b", "c"])
SERVERS = st.lists(st.fixed_dictionaries({"host": WORDS}, optional={"prefer": st.booleans()}), max_size=3, unique_by=lambda s: s["host"])
ENTRIES = st.lists(st.fixed_dictionaries({"seq": st.integers(1, 4)}, optional={"action": WORDS}), max_size=3, unique_by=lambda e: e["seq"])
PORT = st.fixed_dictionaries({}, optional={"enabled": st.booleans(), "mtu": st.integers(68, 9000)})
DATA = st.fixed_dictionaries(
    {},
    optional={
        "domain": WORDS,
        "vid": st.integers(1, 9),
        "managed": st.just("all") | st.lists(WORDS),
        "ntp": st.fixed_dictionaries({}, optional={"servers": SERVERS, "source": WORDS}),
        "entries": ENTRIES,
        "search": st.lists(WORDS, max_size=2),
        "lines": st.lists(WORDS, max_size=2),
        "clients": st.lists(WORDS, max_size=2, unique=True),
        "interfaces": st.dictionaries(WORDS, PORT, max_size=3),
        "custom": st.dictionaries(WORDS, st.dictionaries(WORDS, st.booleans() | st.none(), max_size=2), max_size=2),
    },
)


def layer(value: dict[str, Any], name: str, shape: Shape) -> Layer:
    return Layer(name, read_document(yaml.dump(value), f"{name}.yaml"), shape=shape)


def sorted_entries(value: dict[str, Any]) -> dict[str, Any]:
    return {**value, "entries": sorted(value["entries"], key=lambda e: e["seq"])} if "entries" in value else value


@LAW
@given(DATA)
def test_one_layer_is_itself(schemas: Schemas, value: dict[str, Any]) -> None:
    bare = Shape(key="", order="", merge="replace")
    made, problems = merged([layer(value, "only", bare)], bare, False)
    assert (made, problems) == (value, [])
    again, _ = merged([layer({}, "none", bare), layer(value, "only", bare)], bare, False)
    assert again == value


@LAW
@given(DATA)
def test_one_layer_only_gains_defaults_and_order(schemas: Schemas, value: dict[str, Any]) -> None:
    shape = schemas.shape("device")
    made, _ = merged([layer(value, "only", shape)], shape, False)
    for key, expected in sorted_entries(value).items():
        if key not in ("interfaces", "ntp"):
            assert made[key] == expected
    assert made["managed"] == value.get("managed", "all")
    assert all(port == {"enabled": True, **value["interfaces"][name]} for name, port in made.get("interfaces", {}).items())


@LAW
@given(st.lists(DATA, min_size=1, max_size=4))
def test_traced_and_plain_agree_and_every_leaf_has_an_origin(schemas: Schemas, values: list[dict[str, Any]]) -> None:
    shape = schemas.shape("device")
    layers = [layer(value, f"layer{n}", shape) for n, value in enumerate(values)]
    before = [json.dumps(one.value) for one in layers]
    plain, _ = merged(layers, shape, False)
    traced, _ = merged(layers, shape, True)
    assert traced == plain
    assert json.dumps(traced) == json.dumps(plain)
    assert [json.dumps(one.value) for one in layers] == before
    assert list(orphans(traced)) == []


@LAW
@given(DATA, DATA)
def test_the_same_layer_twice_changes_nothing_but_appended_lists(schemas: Schemas, low: dict[str, Any], value: dict[str, Any]) -> None:
    shape = schemas.shape("device")
    value.pop("lines", None)
    once, _ = merged([layer(low, "low", shape), layer(value, "over", shape)], shape, False)
    twice, _ = merged([layer(low, "low", shape), layer(value, "over", shape), layer(value, "again", shape)], shape, False)
    assert twice == once


def orphans(value: Any, path: str = "") -> Iterator[str]:
    """The leaves, and empty containers, whose origin is not known."""
    if isinstance(value, dict | list):
        assert isinstance(value, TracedDict | TracedList), f"{path} is not traced"
        for key in value if isinstance(value, dict) else range(len(value)):
            inner = value[key]
            if not value.origins[key]:
                yield f"{path}.{key}"
            yield from orphans(inner, f"{path}.{key}")


def test_the_origin_of_a_default_is_the_schema(schemas: Schemas) -> None:
    shape = schemas.shape("device")
    made, _ = merged([layer({"ntp": {}}, "only", shape)], shape, True)
    line = next(n for n, text in enumerate(json.dumps(SCHEMA, indent=2).splitlines(), 1) if '"default": "all"' in text)
    assert str(made.origins["managed"][0]) == f"schemas/device.schema.json:{line}:18"


def test_an_empty_file_is_an_empty_layer(schemas: Schemas) -> None:
    shape = schemas.shape("device")
    empty = Layer("empty", Document("empty.yaml", None, NodePosition(1, 1, 1, 1)), shape=shape)
    made, _ = merged([layer({"vid": 1}, "low", shape), empty], shape, False)
    assert made["vid"] == 1
