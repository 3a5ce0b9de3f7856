"""The JSON Schemas of what commands print for programs: one for each document, in `schemas/documents`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from netops.project import bundled_folder

FOLDER = "schemas/documents"
CONFIGS, RECORDS = ("import-configs",), ("import-records",)
OUTPUTS: Mapping[str, tuple[str, ...]] = {
    "adopt": ("adopt", "drift"),
    "backup": ("answers",),
    "compare": ("review",),
    "coverage": ("coverage",),
    "deploy": ("deployment",),
    "diff": ("plan", "compliance"),
    "doctor": ("doctor",),
    "drift": ("drift",),
    "exec": ("answers",),
    "explain": ("explain",),
    "find": ("find",),
    "fmt": ("fmt",),
    "grep": ("grep",),
    "history": ("history", "run", "settled", "freed"),
    "import ansible": RECORDS,
    "import configs": CONFIGS,
    "import csv": RECORDS,
    "import live": CONFIGS,
    "import netbox": RECORDS,
    "import nornir": RECORDS,
    "import oxidized": CONFIGS,
    "import rancid": CONFIGS,
    "lab status": ("lab",),
    "lifecycle": ("lifecycle",),
    "manage": ("managed", "features"),
    "plan": ("plan",),
    "platform check": ("answers",),
    "platform list": ("platforms",),
    "rehearse": ("rehearsal",),
    "render": ("render",),
    "replace": ("replace",),
    "review": ("review",),
    "rollback": ("deployment",),
    "rules": ("rules",),
    "run": ("answers",),
    "schema": ("nouns",),
    "show": ("show", "plan"),
    "test": ("test",),
    "uses": ("uses",),
    "validate": ("validate",),
    "why": ("why",),
}
"""The documents of each command that has `--format json`."""


@cache
def document_schema(name: str) -> Mapping[str, Any]:
    """The schema of a document."""
    schema: dict[str, Any] = json.loads((bundled_folder() / FOLDER / f"{name}.schema.json").read_text(encoding="utf-8"))
    return schema


def output_schema(command: str) -> Mapping[str, Any]:
    """The schema of what a command prints. One that prints one of several documents has those as a choice, each with its own `$id`."""
    documents = [document_schema(name) for name in OUTPUTS[command]]
    if len(documents) == 1:
        return documents[0]
    return {"$schema": documents[0]["$schema"], "title": f"netops {command} --format json", "oneOf": documents}
