"""netops explain"""

from __future__ import annotations

import click

from netops.commands import common


@click.command(epilog=common.example("netops explain ber-acc-1 ntp.servers\nnetops explain ham-rtr-1 'interfaces.eth1.mtu'"))
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
        click.echo(f"{mark} {e.value!s:<40} {e.origin or 'derived'}  ({e.layer}{': ' + e.reason if e.reason else ''})")
