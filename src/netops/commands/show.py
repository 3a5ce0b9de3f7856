"""netops show"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netops.commands import common
from netops.commands.options import objects_format, option
from netops.errors import UsageError
from netops.messages import did_you_mean, plural_of

if TYPE_CHECKING:
    from netops.model.company import Company

TABLES = ("table", "csv", "yaml")
"""Formats of objects, beside those of every command."""
DATA = ("json", "yaml")
"""Formats in which objects without a table are data."""


@click.command(
    epilog=common.help_epilog(
        "netops show\nnetops show device\nnetops show ber-core-1\nnetops show ber-core-1 --origins\n"
        "netops show service email --format json\nnetops show device --columns site,role,device_type --sort site\n"
        "netops show prefix --where vlan=mgmt --format csv\nnetops show change.plan"
    )
)
@click.argument("kind", required=False)
@click.argument("name", required=False)
@option("--origins", is_flag=True, help="Show at each line of an object where it was written, or what it was derived from.")
@click.option("--columns", metavar="PATH,...", default=None, help="A table with these values of each object; interfaces.*.mtu is a list.")
@click.option("--sort", metavar="PATH", default=None, help="Sort the table by this value; -PATH turns it around.")
@click.option("--where", metavar="PATH=PATTERN", multiple=True, help="Only objects with this value; PATH!=PATTERN: without it.")
@click.option("--limit", metavar="SELECTOR", default=None, help="Only these devices, such as 'site=ber,role=access,name=sw-*,!sw-12'.")
@objects_format
@click.pass_context
def command(
    ctx: click.Context,
    kind: str | None,
    name: str | None,
    origins: bool,
    columns: str | None,
    sort: str | None,
    where: tuple[str, ...],
    limit: str | None,
    format_: str,
) -> None:
    """Show objects of the source of truth, or what a plan file would do.

    Of a plan, equal changes are shown once, with a table of what varies; what only few targets get comes first. A plan file is shown as it
    is; netops deploy computes it again, and refuses one that is not the same.

    Without arguments: the kinds of objects and how many there are. With a KIND: its objects; as a table with --columns, --sort, --where,
    --limit, or the formats table and csv. With a NAME: that object, merged.
    """
    if kind and kind.endswith(".plan"):
        _show_plan(ctx, Path(kind), format_)
        return
    if format_ not in ("text", "json", *TABLES):
        raise UsageError(f"--format {format_} is for a plan file", hint="objects are shown as text, json, table, csv or yaml")
    is_table = bool(columns or sort or where or limit is not None or format_ in ("table", "csv"))
    if is_table and (origins or name is not None or kind is None):
        raise UsageError("a table is about the objects of one kind", hint="netops show device --columns site,role --sort site")
    company = common.open_company(ctx, quiet=True)
    kind = _singular(company, kind)
    if is_table:
        _show_table(ctx, company, str(kind), limit, format_, columns=columns, where=where, sort=sort)
    elif origins:
        _show_origins(company, kind, name)
    elif kind is None:
        _show_kinds(ctx, company, format_)
    elif name is None and kind not in company.objects and kind in company.devices:
        _out("device", _plain(company.devices[kind]), format_)
    elif name is None:
        _show_kind(ctx, company, kind, format_)
    else:
        _out(kind, _object(company, kind, name), format_)


def _show_kinds(ctx: click.Context, company: Company, format_: str) -> None:
    counts = {kind: len(objects) for kind, objects in sorted(company.objects.items())}
    if format_ in DATA:
        _out("show", counts, format_)
    else:
        common.show_table(ctx, ("KIND", "OBJECTS"), [(kind, str(number)) for kind, number in counts.items()])


def _show_kind(ctx: click.Context, company: Company, kind: str, format_: str) -> None:
    """Show the names of the objects of a kind, with the usual columns where it is not data."""
    if format_ in DATA:
        _out(kind, sorted(_kind(company, kind)), format_)
    else:
        _show_table(ctx, company, kind, None, format_, columns=None, where=(), sort=None)


def _singular(company: Company, word: str | None) -> str | None:
    """The kind whose plural a word is; any other word as it is."""
    if word is None or word in company.objects or word in company.devices:
        return word
    return next((kind for kind in company.objects if plural_of(kind) == word), word)


def _show_table(ctx: click.Context, company: Company, kind: str, limit: str | None, format_: str, **chosen: Any) -> None:
    from netops.commands._table import row_data, table_cells, table_of, table_text
    from netops.commands.options import TargetOptions

    names = sorted(_kind(company, kind))
    if limit is not None:
        if kind != "device":
            raise UsageError(f"--limit selects devices, not objects of kind {kind}", hint="--where PATH=PATTERN narrows any kind")
        selected = {target.device for target in common.select_targets(company, TargetOptions(limit=limit))}
        names = [name for name in names if name in selected]
    table = table_of(kind, {name: _plain(company.objects[kind][name]) for name in names}, _schema(company, kind), **chosen)
    if format_ == "json":
        common.show_json(kind, {"rows": row_data(table)})
    elif format_ in ("csv", "yaml"):
        click.echo(table_text(table, format_), nl=False)
    else:
        heads, *rows = table_cells(table)
        common.show_table(ctx, heads, rows)


def _schema(company: Company, kind: str) -> Mapping[str, Any]:
    """The whole schema of a kind's noun."""
    noun = next((entry.noun for entry in company.files.objects.get(kind, {}).values()), kind)
    contents: Mapping[str, Any] = company.schemas.whole(noun).contents
    return contents


def _show_origins(company: Company, kind: str | None, name: str | None) -> None:
    from netops.commands._annotated import annotated_object

    if name is None and kind in company.targets:
        kind, name = "device", kind
    if kind is None or name is None:
        raise UsageError("--origins is about one object", hint="netops show ber-core-1 --origins, netops show service email --origins")
    if not (kind == "device" and name in company.targets):
        _object(company, kind, name)  # refuses what is not there
    for line in annotated_object(company, kind, name):
        click.echo(line)


def _kind(company: Company, kind: str) -> Mapping[str, Any]:
    """The objects of a kind. UsageError when there is none of that name."""
    objects = company.objects.get(kind)
    if objects is None:
        near = did_you_mean(str(kind), [*company.objects, *company.devices], "")
        hint = f"{near} kinds: {', '.join(sorted(company.objects))}".lstrip()
        raise UsageError(f"no kind and no device called {kind!r}", hint=hint)
    return objects


def _object(company: Company, kind: str, name: str) -> Any:
    """An object as plain data. UsageError when there is none of that name."""
    objects = _kind(company, kind)
    if name not in objects:
        raise UsageError(f"no {kind} called {name!r}", hint=did_you_mean(name, objects, f"netops show {kind} lists them"))
    return _plain(objects[name])


def _plain(value: Any) -> Any:
    """The value in types that YAML and JSON know; secrets as their placeholders."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if isinstance(value, bool | int | float | type(None)) else str(value)


def _out(kind: str, value: Any, format_: str) -> None:
    if format_ == "json":
        common.show_json(kind, {"value": value})
        return
    import yaml

    click.echo(yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=140), nl=False)


def _show_plan(ctx: click.Context, file: Path, format_: str) -> None:
    from netops.plan import plan_from_json

    if not file.is_file():
        raise UsageError(f"no plan file {file}", hint="make one: netops plan -o FILE")
    content = file.read_text(encoding="utf-8", errors="replace")
    plan = plan_from_json(content, str(file))
    click.echo(common.make_report(ctx, format_, "plan", verbose=True).plan(plan), nl=False)
