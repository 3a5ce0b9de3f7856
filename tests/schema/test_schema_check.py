"""Checking values: every kind of problem in its exact words, in part and whole, and what secrets may and may not do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from netops.errors import DataError
from netops.project import Project
from netops.schema import Schemas, dotted_path, find_schema_problems, load
from netops.source import read_document

SCHEMAS: dict[str, Any] = {
    "forms": {
        "$defs": {
            "name": {"description": "A name without blanks.", "type": "string", "pattern": "^[a-z]+$", "examples": ["staff"]},
            "prefix": {"description": "A network.", "type": "string", "format": "ip-network"},
        }
    },
    "secret": {"x-netops-secret": True},
    "port": {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "port.schema.json",
        "type": "object",
        "properties": {
            "mode": {"enum": ["access", "tagged"]},
            "vlan": {"$ref": "forms.schema.json#/$defs/name", "description": "VLAN of the port."},
            "tagged": {"type": "array", "items": {"$ref": "forms.schema.json#/$defs/name"}, "uniqueItems": True, "minItems": 1},
            "mtu": {"type": "integer", "minimum": 68},
            "enabled": {"type": "boolean"},
        },
        "additionalProperties": False,
        "allOf": [{"if": {"properties": {"mode": {"const": "access"}}, "required": ["mode"]}, "then": {"properties": {"tagged": False}}}],
    },
    "device": {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            "name": {"$ref": "forms.schema.json#/$defs/name", "description": "What it is called.", "maxLength": 8},
            "ports": {
                "type": "object",
                "propertyNames": {"$ref": "forms.schema.json#/$defs/name"},
                "additionalProperties": {"$ref": "port.schema.json"},
            },
            "source": {"anyOf": [{"const": "any"}, {"$ref": "forms.schema.json#/$defs/prefix"}]},
            "hop": {"oneOf": [{"type": "object", "required": ["via"], "properties": {"via": {"format": "ip-address"}}}, {"const": "none"}]},
            "login": {
                "oneOf": [
                    {"properties": {"by": {"const": "name"}, "user": {"type": "string"}}, "additionalProperties": False},
                    {"properties": {"by": {"const": "file"}, "path": {"type": "string"}}, "additionalProperties": False},
                ]
            },
            "uplink": {
                "type": "object",
                "if": {"properties": {"speed": {"const": "auto"}}},
                "then": {"properties": {"duplex": False}},
                "else": {"properties": {"negotiate": False}},
            },
            "run": {"type": "object", "oneOf": [{"required": ["words"]}, {"required": ["builtin"]}]},
            "key": {"$ref": "secret.schema.json", "description": "The key."},
            "address": {"type": "string", "format": "ip-interface"},
            "mac": {"type": "string", "format": "mac"},
            "host": {"type": "string", "format": "hostname"},
            "custom": {"type": "object"},
            "parent": {"$ref": "device.schema.json"},
        },
        "required": ["name"],
        "minProperties": 2,
        "additionalProperties": False,
    },
}


@pytest.fixture(scope="module")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> Schemas:
    return load(Project(written(tmp_path_factory.mktemp("company"), SCHEMAS)))


def written(root: Path, schemas: dict[str, Any]) -> Path:
    (root / "schemas").mkdir()
    for noun, schema in schemas.items():
        (root / "schemas" / f"{noun}.schema.json").write_text(json.dumps(schema, indent=2))
    return root


def told(schemas: Schemas, text: str, *, whole: bool = False) -> str:
    document = read_document(text, "x.yaml")
    schema = schemas.whole("device") if whole else schemas.partial("device")
    return "\n".join(map(str, find_schema_problems(document.value, schema, document)))


CASES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_case(schemas: Schemas, case: Path) -> None:
    """`whole-*` is checked as a merged object, all others as a part."""
    assert told(schemas, case.read_text(), whole=case.stem.startswith("whole")) + "\n" == case.with_suffix(".txt").read_text()


RIGHT = """\
name: sw
ports: {a: {mode: access, vlan: staff}, b: {tagged: [x, y]}}
source: any
hop: {via: 10.0.0.1}
key: !secret k
address: 10.0.0.1/24
mac: 02:00:5e:10:00:01
host: ntp.example
custom: {anything: [1, {goes: true}]}
parent: {name: up, source: 10.0.0.0/8}
"""


def test_what_is_right_is_silent(schemas: Schemas) -> None:
    assert told(schemas, RIGHT, whole=True) == ""
    assert told(schemas, RIGHT) == ""
    assert told(schemas, "{}") == ""


def test_tags_are_looked_through_in_a_part(schemas: Schemas) -> None:
    text = "ports: !replace {a: !final {mode: access, vlan: !unset }}\nsource: !unset\nname: !final sw\n"
    assert told(schemas, text) == ""
    assert "SCH003" in told(schemas, "ports: !final {a: {mode: !final acces}}")
    assert "SCH001" in told(schemas, "ports: !replace {a: {mod: access}}")


@pytest.mark.parametrize("value", ["hunter2", '"!secret k"', "12345", "[hunter2]", "{value: hunter2}"])
def test_a_secret_in_plain_text_is_never_shown(schemas: Schemas, value: str) -> None:
    problems = told(schemas, f"key: {value}\n")
    assert problems.startswith("x.yaml:1:6: error SCH010: a secret in plain text (at key)")
    assert "hunter2" not in problems
    assert "12345" not in problems


def test_problems_without_a_document_have_paths(schemas: Schemas) -> None:
    problems = find_schema_problems({"name": "sw", "ports": {"a": {"mtu": 1}}}, schemas.whole("device"))
    assert [(p.code, p.path, p.origin) for p in problems] == [("SCH006", "ports.a.mtu", None)]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (("ntp", "servers", 0, "host"), "ntp.servers[0].host"),
        (("interfaces", "ge-0/0/0.0", "mtu"), "interfaces[ge-0/0/0.0].mtu"),
        ((), ""),
    ],
)
def test_dotted(path: tuple[str | int, ...], text: str) -> None:
    assert dotted_path(path) == text


def test_shapes(schemas: Schemas, tmp_path: Path) -> None:
    device = {
        "properties": {
            "servers": {"$ref": "list.schema.json", "description": "Servers."},
            "managed": {"anyOf": [{"const": "all"}, {"type": "array"}], "default": "all"},
        },
        "additionalProperties": {"type": "array", "x-netops-merge": "append"},
    }
    named = {"type": "array", "items": {"properties": {"port": {"default": 123}}}, "x-netops-key": "host", "x-netops-order": "seq"}
    shape = load(Project(written(tmp_path, {"device": device, "list": named}))).shape("device")
    servers = shape.child("servers")
    assert (servers.key, servers.order, servers.merge, servers.mixed) == ("host", "seq", "replace", False)
    assert {name: default.value for name, default in shape.defaults.items()} == {"managed": "all"}
    assert servers.items.defaults["port"].value == 123
    assert str(servers.items.defaults["port"].place()) == "schemas/list.schema.json:6:20"
    assert shape.child("managed").mixed
    assert shape.child("other").merge == "append"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{"type": "objct"}', "schemas/device.schema.json:1:1: error SCH000: not a JSON Schema 2020-12: 'objct' is not valid"),
        ('{"type": \n', "schemas/device.schema.json:2:1: error SCH000: not JSON: Expecting value"),
        (
            '{"$ref": "nobody.schema.json"}',
            "schemas/device.schema.json:1:1: error SCH000: $ref to nobody.schema.json#, which does not exist",
        ),
        (
            '{"$ref": "#/$defs/x"}',
            "schemas/device.schema.json:1:1: error SCH000: $ref to device.schema.json#/$defs/x, which does not exist",
        ),
    ],
)
def test_broken_schemas(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "device.schema.json").write_text(text)
    with pytest.raises(DataError) as caught:
        load(Project(tmp_path))
    assert str(caught.value.diagnostics[0]).startswith(problem)


def test_of_very_many_problems_the_first_are_told(schemas: Schemas) -> None:
    text = "".join(f"nme{number}: 1\n" for number in range(5000))
    lines = [line for line in told(schemas, text).splitlines() if not line.startswith(" ")]
    assert len(lines) == 101
    assert lines[-2:] == [
        "x.yaml:100:1: error SCH001: unknown key 'nme99' (at nme99)",
        "x.yaml:100:1: error SCH012: too many problems in one object (at nme99)",
    ]


def test_a_company_s_schema_hides_the_package_s(tmp_path: Path) -> None:
    schemas = load(Project(written(tmp_path, {"ntp": {"type": "string"}})))
    assert [p.code for p in find_schema_problems({"ntp": {"servers": []}}, schemas.partial("device"))] == ["SCH002"]
    assert find_schema_problems({"ntp": "x"}, schemas.partial("device")) == []
