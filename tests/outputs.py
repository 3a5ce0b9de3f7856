"""What commands print for programs, checked against the JSON Schemas of these documents."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache

import click
from jsonschema import Draft202012Validator

from netops.cli import cli
from netops.schema.outputs import OUTPUTS, document_schema


@cache
def validator(name: str) -> Draft202012Validator:
    """Checks a document."""
    return Draft202012Validator(document_schema(name))


def check_output(words: Sequence[str], text: str) -> None:
    """Fails when what a command printed is not one of the documents that it has."""
    command = command_of(words)
    if not command or "--output" in words[1:2]:
        return
    document = json.loads(text)
    named = [name for name in OUTPUTS[command] if not list(validator(name).iter_errors(document))]
    assert named, f"netops {command}: " + "\n".join(
        f"{name}: {'.'.join(map(str, error.absolute_path))}: {error.message[:500]}"
        for name in OUTPUTS[command]
        for error in validator(name).iter_errors(document)
    )


def command_of(words: Sequence[str]) -> str:
    """The command of a command line; empty where it has no JSON."""
    return next((name for name in (" ".join(words[:2]), words[0]) if name in OUTPUTS), "")


def commands_with_json() -> set[str]:
    """The commands whose --format takes json."""
    return {name for name, command in _commands(cli, "") if any(_takes_json(parameter) for parameter in command.params)}


def _commands(command: click.Command, name: str) -> list[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        return [(name, command)]
    context = click.Context(command, info_name=name)
    inner = [(f"{name} {one}".strip(), command.get_command(context, one)) for one in command.list_commands(context)]
    return [found for path, one in inner if one for found in _commands(one, path)]


def _takes_json(parameter: click.Parameter) -> bool:
    """Reports take any name that is registered, one of which is json."""
    return parameter.name == "format_" and "json" in getattr(parameter.type, "choices", ("json",))
