"""The schema of plan files has the keys of the records, and refuses what only a schema can: digests and times that are none."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from typing import Any

import pytest
from test_plan_build import a_plan

from netops.config import DiffLine
from netops.config.compliance import Coverage
from netops.errors import Origin, PlanDamaged
from netops.plan import ConfigFile, ConfigSource, Plan, Step, plan_from_json, plan_to_json
from netops.plan.file import SCHEMA as FILE
from netops.plan.file import VERSION, _digest
from netops.project import bundled_folder

RECORDS = {
    "plan": Plan,
    "step": Step,
    "line": DiffLine,
    "origin": Origin,
    "coverage": Coverage,
    "source": ConfigSource,
    "file": ConfigFile,
}
SCHEMA = json.loads((bundled_folder() / FILE).read_text())


@pytest.mark.parametrize("name", RECORDS)
def test_the_schema_has_the_keys_of_the_record(name: str) -> None:
    names, found = [field.name for field in fields(RECORDS[name])], SCHEMA["$defs"][name]
    assert (list(found["properties"]), found["required"], found["additionalProperties"]) == (names, names, False)
    assert SCHEMA["properties"]["schema"]["const"] == VERSION


def test_a_plan_file_is_the_same_after_it_is_read() -> None:
    assert plan_to_json(plan_from_json(plan_to_json(a_plan()))) == plan_to_json(a_plan())


def a_bad_digest(plan: dict[str, Any]) -> None:
    plan["steps"]["ham-rtr-1"]["running_digest"] = "../../etc"


def a_negative_line(plan: dict[str, Any]) -> None:
    plan["steps"]["ham-rtr-1"]["diff"][0]["running_line"] = -1


@pytest.mark.parametrize("spoil", [a_bad_digest, a_negative_line])
def test_what_the_schema_refuses_is_damaged(spoil: Callable[[dict[str, Any]], None]) -> None:
    document = json.loads(plan_to_json(a_plan()))
    spoil(document["plan"])
    document["digest"] = _digest(document["plan"])
    with pytest.raises(PlanDamaged, match=r"x\.plan: not as schemas/documents/plan\.schema\.json has it: plan\.steps\.ham-rtr-1\."):
        plan_from_json(json.dumps(document), "x.plan")
