"""Every command with `--format json` has the JSON Schema of what it prints. What commands print is checked wherever a test types one."""

from __future__ import annotations

import json
import shutil
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from companies import Company
from netops.project import bundled_folder
from netops.schema.outputs import FOLDER, OUTPUTS, document_schema
from outputs import check_output, commands_with_json

DOCUMENTS = sorted(path.name.removesuffix(".schema.json") for path in (bundled_folder() / FOLDER).iterdir())


def test_every_command_with_json_has_its_schema() -> None:
    assert commands_with_json() == set(OUTPUTS)
    assert {name for names in OUTPUTS.values() for name in names} == set(DOCUMENTS)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_schema_is_valid_closed_and_describes_its_keys(name: str) -> None:
    schema = document_schema(name)
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"{name}.schema.json"
    assert {"schema", "kind"} <= set(schema["required"])
    assert schema["additionalProperties"] is False
    maps = _maps(schema, name)
    assert [at for at, one in maps if "properties" in one and "additionalProperties" not in one] == OPEN.get(name, [])
    assert [f"{at}.{key}" for at, one in maps for key, inner in one.get("properties", {}).items() if not _is_described(inner)] == []


OPEN = {"lab": ["lab.properties.targets.additionalProperties"]}
"""Maps that may have other keys: what a real lab has of a target."""


def _maps(schema: Any, at: str) -> list[tuple[str, dict[str, Any]]]:
    """Every schema of a map in a schema, with where it is."""
    if isinstance(schema, list):
        return [found for number, one in enumerate(schema) for found in _maps(one, f"{at}[{number}]")]
    if not isinstance(schema, dict):
        return []
    below = [found for key, one in schema.items() if key not in ("enum", "const") for found in _maps(one, f"{at}.{key}")]
    return [(at, schema), *below] if schema.get("type") == "object" else below


def _is_described(schema: dict[str, Any]) -> bool:
    return bool(schema.get("description")) or "$ref" in schema


def test_the_schema_of_a_command_is_printed(untouched_starter: Company) -> None:
    assert json.loads(untouched_starter.netops("schema", "--output", "drift").out) == document_schema("drift")
    choice = json.loads(untouched_starter.netops("schema", "--output", "netops history").out)
    Draft202012Validator.check_schema(choice)
    assert Draft202012Validator(choice).is_valid({"schema": 1, "kind": "freed", "run": "x", "targets": ["sw-1"]})
    assert not Draft202012Validator(choice).is_valid({"schema": 1, "kind": "freed", "run": "x", "targets": [1]})
    assert untouched_starter.netops("schema", "--output", "lab", expect=2).err == (
        "error: no command 'lab' with --format json\n    hint: one of lab status\n"
    )


def test_a_document_that_is_not_as_its_schema_has_it_fails_its_test() -> None:
    with pytest.raises(AssertionError, match="freed: targets: 1 is not of type 'array'"):
        check_output(["history", "--format", "json"], '{"schema": 1, "kind": "freed", "run": "x", "targets": 1}')


OFFLINE = (
    "validate",
    "fmt",
    "rules",
    "schema",
    "schema ntp",
    "show",
    "show device",
    "show device hq-sw-1",
    "show device --columns role,site",
    "find hq-sw-1",
    "grep ntp",
    "lifecycle",
    "explain hq-sw-1 ntp.servers",
    "why hq-sw-1",
    "uses inventory/defaults.yaml:7",
    "coverage",
    "coverage hq-sw-1",
    "render --origins hq-sw-1",
    "manage hq-sw-1",
    "manage --list",
    "manage hq-sw-1 --only ntp --dry-run",
    "platform list",
    "history",
    "doctor",
    "replace hq-sw-1 --serial ABC1 --dry-run",
)


@pytest.mark.parametrize("line", OFFLINE)
def test_what_a_command_prints_is_as_its_schema_has_it(line: str, untouched_starter: Company) -> None:
    said = untouched_starter.netops(*line.split(), "--format", "json", expect=None)
    assert said.out, said.err


@pytest.fixture(scope="module")
def in_the_lab(untouched_starter: Company, tmp_path_factory: pytest.TempPathFactory) -> Any:
    company = Company(shutil.copytree(untouched_starter.root, tmp_path_factory.mktemp("outputs") / "company"))
    company.netops("lab", "up", "hq-sw-1")
    yield company
    company.netops("lab", "down")


LAB = (
    "lab status",
    "plan --lab hq-sw-1",
    "diff --lab hq-sw-1",
    "diff --lab --by-feature hq-sw-1",
    "deploy --lab --yes hq-sw-1",
    "drift --lab hq-sw-1",
    "exec --lab hq-sw-1 show_version",
    "backup --lab hq-sw-1",
    "history --lab",
    "history --lab RUN",
    "history --lab --settle",
    "history --lab --free RUN",
    "adopt --lab --list hq-sw-1",
    "adopt --lab --dry-run hq-sw-1",
    "find --live --lab hq-sw-1",
    "platform check --lab hq-sw-1",
    "rollback --lab --yes RUN",
)


def test_what_a_command_prints_of_the_lab_is_as_its_schema_has_it(in_the_lab: Company) -> None:
    run = ""
    for line in LAB:
        said = in_the_lab.netops(*(word.replace("_", " ") for word in line.replace("RUN", run).split()), "--format", "json", expect=None)
        assert said.out, f"{line}: {said.err}"
        document = json.loads(said.out)
        run = document["run"] if document["kind"] == "deployment" else run
