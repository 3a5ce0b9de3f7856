"""netops explain"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from netops.commands import common

YAML_WORDS = {True: "true", False: "false", None: "null"}


@click.command(
    epilog=common.example("netops explain ber-acc-1 ntp.servers\nnetops explain ber-acc-1 interfaces.GigabitEthernet1/0/41.untagged_vlan")
)
@click.argument("name")
@click.argument("path")
@common.output_format
@click.pass_context
def command(ctx: click.Context, name: str, path: str, format_: str) -> None:
    """Tell which file and layer set the value at PATH of NAME, and which lost.

    PATH is keys joined by dots, such as ntp.servers; a key that holds a dot stands in brackets: interfaces[ge-0/0/0.0].mtu.
    """
    company = common.open_company(ctx, quiet=True)
    told = company.explain(name, path)
    if format_ == "json":
        rows = [
            {"layer": e.layer, "value": e.value, "origin": str(e.origin) if e.origin else None, "won": e.won, "why": e.reason} for e in told
        ]
        common.show_json("explain", {"name": name, "path": path, "values": rows})
        return
    for e in told:
        mark = "->" if e.won else "  "
        note = f"({e.layer}{': ' + e.reason if e.reason else ''})"
        inside = list(_leaves(e.value))
        click.echo(f"{mark} {short(e.value):<40} {e.origin or 'derived'}  {note}")
        for words, value, origin in inside:
            click.echo(f"     {words} {value:<{max(1, 37 - len(words))}} {origin}")


def short(value: Any) -> str:
    """A value on one line, as YAML has it; of a map or a list only what it is."""
    if isinstance(value, dict | list):
        return f"{'map' if isinstance(value, dict) else 'list'} of {len(value)}"
    return YAML_WORDS.get(value, str(value)) if value is None or isinstance(value, bool) else str(value)


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Path, value and place of each leaf of a traced map or list; nothing for a leaf."""
    from netops.model.merge import origins_at

    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        here = f"{path}[{key}]" if isinstance(value, list) else f"{path}.{key}".lstrip(".")
        if isinstance(item, dict | list) and item:
            yield from _leaves(item, here)
        else:
            yield here, short(item), str(next(iter(origins_at(value, key)), ""))
