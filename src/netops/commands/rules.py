"""netops rules"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import click

from netops.commands import common
from netops.commands.options import output_format
from netops.errors import UsageError
from netops.messages import did_you_mean, pluralize

if TYPE_CHECKING:
    from netops.checks import Rule


@click.command(
    epilog=common.help_epilog("netops rules\nnetops rules RED002\nnetops rules dhcp\nnetops rules --format json | jq '.rules[].code'")
)
@click.argument("code", metavar="[CODE|WORD]", required=False)
@output_format
@click.pass_context
def command(ctx: click.Context, code: str | None, format_: str) -> None:
    """List the rules that `netops validate` runs, by subject; with CODE, show one in full; with WORD, list those about it.

    netops.yaml grades, tunes or switches off a rule, and inventory/policies/ waives single findings for a time.
    """
    from netops import checks

    known = checks.rules_by_code(common.open_project(ctx))
    chosen = known if code is None else _find(known, code)
    if format_ == "json":
        common.show_json("rules", {"rules": [_data(one) for one in chosen]})
    elif len(chosen) == 1 and code:
        click.echo(_page(chosen[0]))
    else:
        _show_list(ctx, chosen)


def _find(rules: list[Rule], word: str) -> list[Rule]:
    """The rule of a code; else those with a word in subject or title, or whose code starts with it; else those with it in their text."""
    wanted = word.casefold()
    exact = [one for one in rules if one.code.casefold() == wanted]
    named = [one for one in rules if one.code.casefold().startswith(wanted) or wanted in f"{one.group}\n{one.title}".casefold()]
    if found := exact or named or [one for one in rules if wanted in one.text.casefold()]:
        return found
    raise UsageError(f"no rule {word!r}", hint=did_you_mean(word, [one.code for one in rules], "netops rules lists them"))


def _show_list(ctx: click.Context, rules: list[Rule]) -> None:
    ordered = sorted(rules, key=lambda one: (one.group, one.code))
    rows = [(one.group, one.code, str(one.severity), one.scope, one.title) for one in ordered]
    common.show_table(ctx, ("SUBJECT", "RULE", "SEVERITY", "SCOPE", "WHAT MUST HOLD"), rows, cut=(4,))
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
