"""Writes the pages of docs/ that are made from the code: `make docs`. `pages()` gives them by name; a test holds that they are current."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

import click

from netops import checks, platforms, schema
from netops.checks import _page as rules_page
from netops.cli import COMMANDS, cli
from netops.errors import ExitCode
from netops.platforms import Platform
from netops.project import Project
from netops.schema import _page as model_page
from netops.schema.fields import fields_below
from netops.schema.inline import Inliner
from netops.schema.outputs import OUTPUTS, document_schema

ROOT = Path(__file__).parents[1]
EXIT_CODES = {
    ExitCode.OK: ("fine", "nothing"),
    ExitCode.BUG: ("a bug in netops", "run again with `--debug`, and report the traceback"),
    ExitCode.USAGE: ("the command line, a file or a setting is wrong", "read the hint below the message"),
    ExitCode.DATA: ("the source of truth is not valid", "`netops validate` lists every problem with its place"),
    ExitCode.DIFFERENCES: ("there are differences (only with `--exit-code`)", "read them: drift, a review, or files that are not tidy"),
    ExitCode.DEVICES: ("a device failed, or could not be read", "each is named with its reason; `netops history` has the outcome of a run"),
    ExitCode.STALE: ("the plan is not that of today: the data or a device has moved", "make the plan again"),
    ExitCode.REFUSED: (
        "refused: a guard, a window, a missing permission, or the answer was no",
        "the message names the option that permits it",
    ),
    ExitCode.INTERRUPTED: ("interrupted", "`netops history` shows what was done"),
}
"""What each exit code means, and what to do."""
WORDS = """\
* **How it is changed**: *replace* loads a whole config, and the device computes the difference; *commands* sends the lines that differ.
* **Way back by itself**: the device takes a change back when netops does not confirm it in time. Without it a change is RISKY.
* **Candidate**: the device shows what a change would make of its config before it is committed.
* **Import**: running configs become data. **Hardware limits**: lines that a model or a release refuses are found before a device is
  contacted.
* **Lab**: the simulated lab has it. **Nouns**: how many kinds of data, or services of a server, its templates write; the
  [model](../model.md) describes them.

Any other platform of netmiko can be [added](../platforms.md), and read, compared and changed by commands with one record and a grammar.
"""
"""What the columns of the table of platforms mean."""
FACE = {
    "netops": "The company, for scripts",
    "netops.checks": "For rules: `checks/*.py`",
    "netops.fleet": "For nornir tasks: `tasks/*.py`",
    "netops.config": "Configs as values: read, compare, compute commands",
    "netops.errors": "What can go wrong",
}
"""The modules that a script, a rule or a task may use."""


def made_from(what: str) -> str:
    return f"This page is made from {what}: `make docs`.\n"


def commands() -> str:
    """Every command, as its `--help` describes it."""
    parts = ["# Commands\n", made_from("the commands themselves")]
    parts += ["Every option is a variable too: `NETOPS_LIMIT`, `NETOPS_LAB`. Results are on stdout, errors and progress on stderr;"]
    parts += ["[exit codes](exit-codes.md).\n"]
    top = click.Context(cli, info_name="netops", **cli.context_settings)
    for section, names in COMMANDS.items():
        parts.append(f"## {section}\n")
        parts += [text for name in names for text in _command(name, cli.get_command(top, name), top)]
    return "\n".join(parts)


def _command(name: str, command: click.Command | None, above: click.Context) -> Iterator[str]:
    assert command
    context = click.Context(command, info_name=name, parent=above, terminal_width=100)
    yield f"### {context.command_path}\n\n```text\n{command.get_help(context).rstrip()}\n```\n"
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            yield from _command(inner, command.get_command(context, inner), context)


def exit_codes() -> str:
    """Every exit code, what it means and what to do."""
    rows = [f"| {code.value} | {meaning} | {advice} |" for code, (meaning, advice) in sorted(EXIT_CODES.items())]
    head = ["# Exit codes\n", "One for each thing that a script can do about it. When several apply, the gravest counts.\n"]
    return "\n".join([*head, "| code | meaning | what to do |", "|---|---|---|", *rows, ""])


def settings(schemas: schema.Schemas) -> str:
    """The settings of netops.yaml."""
    whole = schemas.whole("netops").contents
    text = model_page.noun_section("netops", whole, "`netops.yaml`, which marks the root of a company").replace("](#", "](../model.md#")
    return f"# Settings of netops.yaml\n\n{made_from('its schema')}\n{text.partition(chr(10) * 2)[2]}"


def supported_platforms() -> str:
    """A table of the platforms: what each can and cannot."""
    known = [platforms.get(name) for name in platforms.names()]
    facts = [_platform(one) for one in known]
    table = [f"| {' | '.join(facts[0])} |", "|" + "---|" * len(facts[0]), *(f"| {' | '.join(row.values())} |" for row in facts)]
    return "\n".join(["# Supported platforms\n", made_from("the records of the platforms"), *table, "", WORDS])


def _platform(one: Platform) -> dict[str, str]:
    spec, yes = one.spec, {True: "yes", False: "no"}
    timer = spec.revert_granularity_s
    templates = ROOT / "templates" / one.name
    written = {path.stem for path in templates.glob("*.j2")} - {"main"} or {path.parent for path in templates.glob("*/bundle.yaml")}
    changes = one.driver is not None and spec.apply != "observe"
    return {
        "platform": f"`{one.name}`",
        "what": platforms.platform_title(one),
        "reached by": one.transport if one.driver else "not reached",
        "how it is changed": ", ".join(dict.fromkeys([spec.apply, *spec.alternatives])) if changes else "never: observed",
        "all or nothing": yes[spec.atomic] if changes else "-",
        "way back by itself": (f"yes, in steps of {timer} s" if timer and timer > 1 else yes[timer is not None]) if changes else "-",
        "candidate": yes[spec.candidate_readable] if changes else "-",
        "import": yes[one.importer is not None],
        "hardware limits": yes[one.capability is not None],
        "lab": yes[one.simulator is not None],
        "nouns": str(len(written)) if written else "-",
    }


def api() -> str:
    """What a script may use: each public name of the public modules, its signature and the first sentence of its docstring."""
    parts = [
        "# Python\n",
        made_from("the docstrings"),
        "What is not on this page may change without notice. [Ways in](../ways-in.md) has examples that run.\n",
    ]
    for name, title in FACE.items():
        module = import_module(name)
        public = {each: getattr(module, each) for each in getattr(module, "__all__", vars(module)) if not each.startswith("_")}
        rows = [f"| `{each}{_signature(value)}` | {_first(value)} |" for each, value in sorted(public.items()) if _is_ours(value, name)]
        parts += [f"## {name}\n\n{title}.\n", "| name | what it is |", "|---|---|", *rows, ""]
    return "\n".join(parts)


def _is_ours(value: object, module: str) -> bool:
    """Whether it is a function or a class of netops; of a module without a list of names, one of its own."""
    home = str(getattr(value, "__module__", ""))
    return callable(value) and (home == module or home.startswith(f"{module}."))


def _signature(value: object) -> str:
    if not inspect.isfunction(value):
        return ""
    return (
        "("
        + ", ".join(name if each.default is each.empty else f"{name}=" for name, each in inspect.signature(value).parameters.items())
        + ")"
    )


def _first(value: object) -> str:
    text = inspect.getdoc(value) if callable(value) else None
    return " ".join((text or type(value).__name__).split("\n\n")[0].split()).replace("|", "\\|").replace("<", "&lt;")


OUTPUTS_HEAD = """\
With `--format json` a command prints one document on stdout, and nothing else is there; messages are on stderr. `schema` is the
version of the form: it rises when a key goes or gets another meaning; a new key does not raise it. `kind` is the document.

Each document has a JSON Schema (draft 2020-12), `schemas/documents/<name>.schema.json` of this site and of the repository;
`netops schema --output drift` prints that of a command. A key with an asterisk is always there. A plan file, a report of drift and the
journal of a run are such documents. The state store is an SQLite database, and no interface: `netops history --format json` has
what is in it.
"""


def outputs() -> str:
    """Every document that a command prints for programs, with its keys."""
    commands: dict[str, list[str]] = {}
    for command, documents in sorted(OUTPUTS.items()):
        for document in documents:
            commands.setdefault(document, []).append(f"`netops {command}`")
    parts = ["# Outputs for programs\n", made_from("their schemas"), OUTPUTS_HEAD]
    for document, printers in sorted(commands.items()):
        schema = Inliner({f"{document}.schema.json": document_schema(document)}).whole(f"{document}.schema.json")
        rows = [f"| `{field.name}`{' *' * field.is_required} | {field.description} | {field.type} |" for field in fields_below(schema)]
        parts += [f"## {document}\n", f"{schema['description']} {', '.join(printers)}\n", "| key | what it is | type |", "|---|---|---|"]
        parts += [row.replace("<", "&lt;") for row in rows] + [""]
    return "\n".join(parts)


def pages() -> Mapping[str, str]:
    """Every page that is made from the code, by its file."""
    project = Project(ROOT)
    schemas = schema.load(project)
    return {
        "docs/checks.md": rules_page.rules_page(checks.rules_by_code(project)),
        "docs/model.md": model_page.schema_page(schemas),
        "docs/reference/api.md": api(),
        "docs/reference/commands.md": commands(),
        "docs/reference/exit-codes.md": exit_codes(),
        "docs/reference/outputs.md": outputs(),
        "docs/reference/settings.md": settings(schemas),
        "docs/reference/supported-platforms.md": supported_platforms(),
    }


if __name__ == "__main__":
    for file, text in pages().items():
        (ROOT / file).write_text(text, encoding="utf-8")
