"""What editors check files by: plain JSON Schema, each one alone, for layers as for whole objects."""

from __future__ import annotations

import json
from collections.abc import Callable
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, SchemaError

from companies import Company
from netops.errors import DataError
from netops.model import editor
from netops.project import Project, bundled_folder
from netops.schema import load

KINDS = {kind.name: kind for kind in editor.file_kinds(Project(bundled_folder()))}

LAYERS = ["defaults.yaml", "{platform}.yaml", "regions/{region}.yaml", "sites/{site}/site.yaml", "sites/{site}/all.yaml"]


class AsEditorsRead(yaml.SafeLoader):
    """YAML with the tags that the settings name; what stands behind one is its value, text where it is a scalar."""


def read(text: str, tags: list[str] | tuple[str, ...] = editor.TAGS) -> Any:
    loader = AsEditorsRead(text)
    known = {tag.split()[0] for tag in tags}
    make = {yaml.ScalarNode: AsEditorsRead.construct_scalar, yaml.SequenceNode: AsEditorsRead.construct_sequence}

    def value(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
        assert f"!{suffix}" in known, f"no editor is told of !{suffix}"
        return make.get(type(node), AsEditorsRead.construct_mapping)(
            loader, node, **({} if isinstance(node, yaml.ScalarNode) else {"deep": True})
        )

    loader.yaml_multi_constructors = {"!": value}
    loader.yaml_implicit_resolvers = {  # YAML 1.2: a date is text, and so are yes and no
        first: [row for row in rows if not row[0].endswith(":timestamp")] for first, rows in AsEditorsRead.yaml_implicit_resolvers.items()
    }
    try:
        return loader.get_single_data()
    finally:
        loader.dispose()


def is_for(kind: editor.FileKind, name: str) -> bool:
    """Whether a file is of a kind, as editors read globs: `*` stays in one folder, and the last glob that matches decides."""
    decided = False
    for glob in kind.globs:
        bare = glob.removeprefix("!")
        if bare.count("/") == name.count("/") and all(map(fnmatchcase, name.split("/"), bare.split("/"))):
            decided = bare == glob
    return decided


def kinds_of(name: str, kinds: dict[str, editor.FileKind] = KINDS) -> list[str]:
    return [kind.name for kind in kinds.values() if is_for(kind, name)]


def problems(name: str, text: str) -> list[str]:
    """What an editor shows for a file."""
    (kind,) = kinds_of(name)
    errors = Draft202012Validator(KINDS[kind].schema).iter_errors(read(text) or {})
    return sorted(f"{'.'.join(map(str, error.absolute_path))}: {error.validator}" for error in errors)


def files(root: Path) -> dict[str, str]:
    paths = [root / "netops.yaml", *sorted((root / "inventory").rglob("*.yaml"))]
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in paths}


@pytest.mark.parametrize("root", [bundled_folder(), bundled_folder() / "src/netops/starter"], ids=["example", "starter"])
def test_every_file_is_of_one_kind_and_right(root: Path) -> None:
    found = files(root)
    assert len(found) > 10
    assert {name: told for name, text in found.items() if (told := problems(name, text))} == {}


def references(value: Any) -> list[str]:
    if isinstance(value, list):
        return [found for item in value for found in references(item)]
    if not isinstance(value, dict):
        return []
    here = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
    return [*here, *(found for item in value.values() for found in references(item))]


def check_schema(schema: dict[str, Any], checked: set[str]) -> None:
    """Fails when it is not a right schema; its keys, of which kinds share most of their megabytes, are checked once."""
    for inner in schema.get("$defs", {}).values():
        check_schema(inner, checked)
    for key in schema.get("properties", {}).values():
        if (text := json.dumps(key)) not in checked:
            checked.add(text)
            Draft202012Validator.check_schema(key)
    Draft202012Validator.check_schema({**schema, "$defs": {}, "properties": {}})


def test_a_schema_stands_alone() -> None:
    checked: set[str] = set()
    for name, kind in KINDS.items():
        schema = json.loads(json.dumps(kind.schema))
        check_schema(schema, checked)
        assert [reference for reference in references(schema) if not reference.startswith("#/$defs/device")] == [], name
    with pytest.raises(SchemaError):
        check_schema({"$defs": {"device": {"properties": {"name": {"type": "text"}}}}}, set())


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("netops.yaml", "name: 3\nschema: 2", ["name: type"]),
        ("inventory/hierarchy.yaml", "{}", [": required"]),
        ("inventory/services/shop.yaml", "name: Shop\nowner: it", [": required"]),
        ("inventory/org/x.yaml", "departments: {it: {name: IT}}\nprovider: {}", [": additionalProperties", "departments.it: required"]),
        ("inventory/policies/x.yaml", "departments: {I T: {name: IT, head_count: 3}}", ["departments: pattern"]),
        ("inventory/regions/x.yaml", "name: X\nntp: {servers: [{host: 10.0.0.1, prefer: maybe}]}", ["ntp: anyOf"]),
        ("inventory/sites/x.yaml", "name: X\nregion: home\nvlans: [{name: a, vid: 9999}]", ["vlans.0.vid: maximum"]),
        ("inventory/sites/x/site.yaml", "name: X\nregion: home\ndevices: {sw-1: {rol: access}, sw-2: }", ["devices.sw-1: anyOf"]),
        ("inventory/sites/x/site.yaml", "name: X\nregion: home\nroles: {access: {dns: {servers: [1.1.1.1]}}}", []),
        ("inventory/sites/x/devices/a.yaml", "rol: access", [": additionalProperties"]),
        ("inventory/sites/x/devices/a.yaml", "ntp: {servers: [{prefer: true}]}", []),
        ("inventory/sites/x/devices/a.yaml", "ntp: !unset\nsyslog: {servers: [!unset 10.0.0.1]}", []),
        ("inventory/sites/x/devices/a.yaml", "ntp: off", ["ntp: anyOf"]),
        ("inventory/defaults.yaml", "ntp: !replace {servers: !final [{host: 10.0.0.1}]}\nsnmp: {community: !secret x}", []),
        ("inventory/roles/access.yaml", "role: access", [": additionalProperties"]),
        ("inventory/sites/x/ipam.yaml", "vlan: []", [": additionalProperties"]),
        ("inventory/sites/x/ipam.yaml", "prefixes: [{prefix: 10.0.0.0/24, vlan: [a]}]", ["prefixes.0.vlan: type"]),
    ],
)
def test_an_editor_sees_what_is_wrong(name: str, text: str, told: list[str]) -> None:
    assert problems(name, text) == told


def test_a_description_tells_the_unit() -> None:
    mtu = KINDS["device"].schema["properties"]["interfaces"]["anyOf"][0]["additionalProperties"]["anyOf"][0]["properties"]["mtu"]["anyOf"][
        0
    ]
    assert mtu["description"].endswith("Unit: bytes.")
    assert [key for key in mtu if key.startswith("x-")] == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("netops.yaml", "netops"),
        ("inventory/hierarchy.yaml", "hierarchy"),
        ("inventory/arista_eos.yaml", "layer"),
        ("inventory/profiles/camera.yaml", "layer"),
        ("inventory/regions/home.yaml", "region"),
        ("inventory/sites/x.yaml", "site"),
        ("inventory/sites/x/site.yaml", "site"),
        ("inventory/sites/x/all.yaml", "layer"),
        ("inventory/sites/x/power.yaml", "site_part"),
        ("inventory/sites/x/servers/a.yaml", "device"),
    ],
)
def test_a_file_is_of_one_kind_whatever_the_layers_are(name: str, kind: str) -> None:
    kinds = {kind.name: kind for kind in editor.file_kinds_of_schemas(load(Project(bundled_folder())), LAYERS)}
    assert kinds_of(name, kinds) == [kind]


def test_a_company_has_its_own_nouns(starter: Company) -> None:
    schema = {"description": "Batteries.", "type": "array", "items": {"type": "string"}, "x-netops-lives": {"in": "device"}}
    stock = {"type": "object", "properties": {"inside": {"$ref": "#"}}, "x-netops-lives": {"in": "org", "key": "boxes"}}
    (starter.root / "schemas").mkdir()
    for noun, contents in (("batteries", schema), ("box", stock)):
        (starter.root / f"schemas/{noun}.schema.json").write_text(json.dumps(contents))
    found = {kind.name: kind.schema["properties"] for kind in editor.file_kinds(Project(starter.root))}
    assert found["device"]["batteries"]["anyOf"][0] == {"description": "Batteries.", "type": "array", "items": {"type": "string"}}
    assert "batteries" in found["layer"] and "batteries" in found["site"] and "batteries" not in found["site_part"]
    assert found["organisation"]["boxes"]["additionalProperties"]["properties"]["inside"] == {"allOf": [{}]}


def test_a_wrong_hierarchy_is_told(make_example: Callable[[], Company]) -> None:
    company = make_example()
    (company.root / "inventory/hierarchy.yaml").write_text("layer: []\n")
    with pytest.raises(DataError, match=r"inventory/hierarchy\.yaml:1:1: error SCH00\d"):
        editor.file_kinds(Project(company.root))
