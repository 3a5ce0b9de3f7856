"""netops schema"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from netops.commands import common
from netops.commands.options import option, output_format
from netops.errors import UsageError
from netops.messages import pluralize

if TYPE_CHECKING:
    from netops.schema import Schemas
    from netops.schema.fields import Field

WIDE = 400
"""Columns where no terminal is: nothing is wrapped."""
NAMES = 32
"""Columns of the keys; a longer one has its line alone."""
EXAMPLES = 2
KINDS = {"service": "business_service", "services": "business_service"}
"""Kinds of objects, as `netops show` has them, whose noun has another name."""


@click.command(
    epilog=common.help_epilog(
        "netops schema\nnetops schema ntp\nnetops schema device.interfaces\nnetops schema vlan --format json\nnetops schema --output drift"
    )
)
@click.argument("path", metavar="[NOUN[.KEY]...]", required=False, default="")
@option("--output", metavar="COMMAND", help="Print the JSON Schema of what a command prints with --format json.")
@output_format
@click.pass_context
def command(ctx: click.Context, path: str, output: str | None, format_: str) -> None:
    """List the keys of a noun with their types, defaults and examples; * marks those that must be there.

    Without a NOUN: the nouns. With NOUN.KEY: the keys below it, in the items of a list too; any name is taken where the data has names,
    as in device.interfaces.Gi1/0/1. A company's own schemas are listed as those of netops. JSON has the keys at every depth.

    --output is about what netops writes: the JSON Schema of the document of a command, such as drift or "lab status".
    """
    if output is not None:
        _show_output(output)
        return
    from netops.schema import load

    schemas = load(common.open_project(ctx))
    if not path:
        _show_nouns(schemas, format_)
        return
    noun, found = schema_at(schemas, path)
    if format_ == "json":
        from netops.schema.fields import fields_below

        common.show_json("schema", {"noun": noun, "path": path, "keys": [_data(field) for field in fields_below(found)]})
    else:
        _show(path, found)


def _show_output(command: str) -> None:
    """The schema of what a command prints, as JSON. UsageError for one that prints none, with the near and the possible ones."""
    from netops.messages import did_you_mean
    from netops.schema.outputs import OUTPUTS, output_schema

    name = " ".join(command.split()).removeprefix("netops ")
    if name not in OUTPUTS:
        below = [one for one in OUTPUTS if one.startswith(f"{name} ")]
        hint = f"one of {', '.join(below)}" if below else did_you_mean(name, OUTPUTS, f"these have it: {', '.join(OUTPUTS)}")
        raise UsageError(f"no command {name!r} with --format json", hint=hint)
    click.echo(json.dumps(output_schema(name), indent=2, ensure_ascii=False))


def _nouns(schemas: Schemas) -> list[str]:
    """The nouns that have keys of their own, or names in place of them."""
    from netops.schema._page import BESIDE

    return [noun for noun in schemas.nouns if noun not in BESIDE]


def schema_at(schemas: Schemas, path: str) -> tuple[str, Mapping[str, Any]]:
    """The noun of a path, and the schema at its end. UsageError with the near and the possible names when there is none."""
    from netops.schema.fields import fields_of, schema_at_step
    from netops.schema.near import nearest_hint

    first, *steps = path.split(".")
    noun = _noun(schemas, first)
    if noun is None:
        raise UsageError(
            f"no noun called {first!r}", hint=f"{_keys_named(schemas, first)}{_near(first, _nouns(schemas))}netops schema lists them"
        )
    schema: Mapping[str, Any] = schemas.whole(noun).contents
    for number, step in enumerate(steps):
        below = schema_at_step(schema, step)
        if below is None:
            where = ".".join([first, *steps[:number]])
            keys = [field.name.rpartition(".")[2] for field in fields_of(schema)]
            raise UsageError(f"{where} has no key {step!r}", hint=nearest_hint(step, keys, where) or f"{where} has one value, and no keys")
        schema = below
    return noun, schema


def _noun(schemas: Schemas, word: str) -> str | None:
    """The noun of a name or of a title, in any case, in singular or plural; also by its last word, where no other noun ends in it."""
    from netops.messages import plural_of

    wanted = word.casefold().replace("-", "_").replace(" ", "_")
    for noun in _nouns(schemas):
        title = str(schemas.whole(noun).contents.get("title", noun)).casefold().replace(" ", "_")
        if wanted in (noun, title, plural_of(noun)):
            return noun
    ending = [noun for noun in _nouns(schemas) if noun.endswith(f"_{wanted}")]
    return KINDS.get(wanted, ending[0] if len(ending) == 1 else None)


def _keys_named(schemas: Schemas, word: str, most: int = 4) -> str:
    """Where nouns have a key of a name, in singular or plural."""
    from netops.messages import first_few, plural_of
    from netops.schema.fields import fields_of

    wanted = {word.casefold(), plural_of(word.casefold()), word.casefold().removesuffix("s")}
    keys = ((noun, field.name.rpartition(".")[2]) for noun in _nouns(schemas) for field in fields_of(schemas.whole(noun).contents))
    found = [f"{noun}.{key}" for noun, key in keys if key.casefold() in wanted]
    return f"a key of {first_few(found, most)}; " if found else ""


def _near(word: str, names: list[str]) -> str:
    from netops.schema.near import close_words, join_with_or

    near = close_words(word, names)
    return f"did you mean {join_with_or(near)}? " if near else ""


def _show_nouns(schemas: Schemas, format_: str) -> None:
    from netops.schema.fields import line_of

    nouns = {noun: line_of(schemas.whole(noun).contents) for noun in _nouns(schemas)}
    if format_ == "json":
        common.show_json("schema", {"nouns": nouns})
    else:
        _print(nouns.items())


def _show(path: str, schema: Mapping[str, Any]) -> None:
    from netops.schema.fields import fields_of, line_of

    fields = list(fields_of(schema))
    click.echo(f"{path}: {line_of(schema)}".rstrip(": "))
    _print((f"{field.name}{' *' if field.is_required else ''}", _words(field)) for field in fields)
    inner = [field.name for field in fields if any(fields_of(field.schema))]
    if inner:
        first = inner[0].replace("[]", "")
        click.echo(f"{pluralize(len(inner), 'key')} with keys below: netops schema {path}.{first}")


def _words(field: Field) -> str:
    """The type of a key, what it is, its default and examples."""
    parts = [f"{field.type}: {field.description}" if field.description else field.type]
    parts += [f"Default: {field.default}."] if field.default is not None else []
    parts += [f"Such as {', '.join(field.examples[:EXAMPLES])}"] if field.examples else []
    return " ".join(part if part.endswith((".", "?")) or part == parts[-1] else f"{part}." for part in parts)


def _data(field: Field) -> dict[str, Any]:
    return {
        "key": field.name,
        "type": field.type,
        "required": field.is_required,
        "default": field.schema.get("default"),
        "examples": list(field.schema.get("examples", ())),
        "description": field.description,
    }


def _print(rows: Any) -> None:
    """Names and what they are, wrapped to the terminal; on a pipe a line each."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDE
    formatter = click.HelpFormatter(width=width)
    if listed := list(rows):
        with formatter.indentation():
            formatter.write_dl(listed, col_max=NAMES)
    click.echo(formatter.getvalue(), nl=False)
