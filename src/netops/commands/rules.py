"""netops rules"""

from __future__ import annotations

import inspect
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from netops.commands import common
from netops.commands.options import output_format
from netops.errors import UsageError
from netops.messages import did_you_mean, pluralize

if TYPE_CHECKING:
    from netops.checks import Rule


@click.command(epilog=common.help_epilog("netops rules\nnetops rules RED002\nnetops rules --format json | jq '.rules[].code'"))
@click.argument("code", required=False)
@output_format
@click.pass_context
def command(ctx: click.Context, code: str | None, format_: str) -> None:
    """List the rules that `netops validate` runs, by subject; with CODE, show one in full.

    netops.yaml grades, tunes or switches off a rule, and inventory/policies/ waives single findings for a time.
    """
    from netops import checks

    known = checks.rules_by_code(common.open_project(ctx))
    chosen = [one for one in known if code in (None, one.code)]
    if not chosen:
        raise UsageError(f"no rule {code!r}", hint=did_you_mean(str(code), [one.code for one in known], "netops rules lists them"))
    if format_ == "json":
        common.show_json("rules", {"rules": [_data(one) for one in chosen]})
    elif code:
        click.echo(_page(chosen[0]))
    else:
        _show_list(chosen)


def _show_list(rules: list[Rule]) -> None:
    for group, members in groupby(sorted(rules, key=lambda one: (one.group, one.code)), lambda one: one.group):
        click.echo(f"{group}:")
        for one in members:
            click.echo(f"  {one.code}  {one.severity:<8}{one.scope:<9}{one.title}")
    click.echo(f"{pluralize(len(rules), 'rule')}; netops rules CODE shows one")


def _page(one: Rule) -> str:
    options = [f"  {name}: {_yaml(default)}" for name, default in one.options.items()]
    text = [f"{one.code}: {one.title}", f"group {one.group}, scope {one.scope}, severity {one.severity}", "", inspect.cleandoc(one.text)]
    head = ["", f"Options and their defaults (netops.yaml, rules: {{{one.code}: ...}}):"] if options else []
    return "\n".join([*text, *head, *options])


def _yaml(value: Any) -> str:
    import json

    return json.dumps(list(value) if isinstance(value, tuple) else value)


def _data(one: Rule) -> dict[str, Any]:
    facts = {"code": one.code, "title": one.title, "group": one.group, "scope": one.scope, "severity": str(one.severity)}
    return {**facts, "options": dict(one.options), "text": inspect.cleandoc(one.text)}
