"""Writes docs/reference/outputs.md: the JSON of commands, from what they print for the company of `netops init`, with a lab."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from netops.cli import run

PAGE = Path(__file__).parents[1] / "docs/reference/outputs.md"
BEFORE = ("lab up hq-sw-1", "render -o configs", "backup --lab hq-sw-1")
COMMANDS = (
    "validate",
    "rules",
    "show device hq-sw-1",
    "explain hq-sw-1 ntp.servers",
    "why hq-sw-1 1",
    "uses inventory/defaults.yaml:7",
    "lifecycle",
    "coverage",
    "fmt",
    "manage --list",
    "platform list",
    "render hq-sw-1",
    "plan --lab hq-sw-1",
    "deploy --lab --yes hq-sw-1",
    "drift --lab hq-sw-1",
    "exec --lab hq-sw-1 'show version'",
    "history --lab",
    "lab status",
)
BY_NAME = {"targets", "sites", "features", "options", "platforms", "steps", "results", "health", "facts"}
"""Keys of maps whose own keys are names: one entry stands for all, as NAME."""
HEAD = """# Outputs for programs

`--format json` prints one document on stdout, and nothing else is there; messages are on stderr. `schema` is the version of the form: it
rises when a key goes or gets another meaning; a new key does not raise it. `kind` is the document. This page is made from what the commands
print for the company of `netops init` (`make docs`): keys that only other data has may come beside them. A plan file has a JSON Schema of
its own, `schemas/documents/plan.schema.json`.
"""


def typed(command: str) -> str:
    """What a command prints."""
    import shlex

    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(io.StringIO()):
        run(shlex.split(command))
    return out.getvalue()


def documents() -> Iterator[tuple[str, Any]]:
    """What each command prints, in a company of its own."""
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        typed("init acme")
        with chdir("acme"):
            for command in BEFORE:
                typed(command)
            yield from [(command, json.loads(typed(f"{command} --format json"))) for command in COMMANDS]
            typed("lab down")


def rows(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """The type of each key, with those below it."""
    if isinstance(value, dict):
        inner = {"NAME": next(iter(value.values()))} if value and path.rpartition(".")[2] in BY_NAME else value
        for key, below in inner.items():
            name = f"{path}.{key}".lstrip(".")
            yield name, _type(below)
            if path.count(".") < 2 and key != "value":  # an object of the company: the page of the model has its keys
                yield from rows(below, name)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        yield from rows({key: each[key] for each in value for key in each}, f"{path}[]")


def _type(value: Any) -> str:
    names = {dict: "map", list: "list", str: "text", bool: "true or false", int: "integer", float: "number", type(None): "null"}
    return names[type(value)]


def section(command: str, document: Any) -> str:
    table = [f"| `{key}` | {kind} |" for key, kind in dict(rows(document)).items()]
    return "\n".join([f"## netops {command.replace(chr(39), '')}", "", "| key | type |", "|---|---|", *table, ""])


def page(found: Iterable[tuple[str, Any]]) -> str:
    return "\n".join([HEAD, *(section(*each) for each in found)])


if __name__ == "__main__":
    PAGE.write_text(page(documents()), encoding="utf-8")
