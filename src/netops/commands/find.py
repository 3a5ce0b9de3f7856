"""netops find"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from netops.commands import common
from netops.commands.options import TargetOptions, fleet_options, option, output_format
from netops.errors import ExitCode, UsageError, printable_text, worst_exit_code
from netops.messages import align_columns, first_few

if TYPE_CHECKING:
    from netops.jobs.locating import LiveFound
    from netops.jobs.searching import SearchResult
    from netops.search.configs import ConfigHit
    from netops.search.data import DataHit
    from netops.search.located import Located, SwitchPort

RELATIONS = {"IN": "inside", "RANGE": "range", "CONTAINS": "around"}
"""What is shown beside a value that is not itself what was searched for."""
FEW = 3
"""So many ports of one kind are named in a sentence."""


@click.command(
    epilog=common.help_epilog(
        "netops find 10.1.30.205\nnetops find aabb.ccdd.eeff\nnetops find ber-core-1 SC-2001\nnetops find 2001:db8:1:10::/64 --format json"
    )
)
@click.argument("wanted", nargs=-1, required=True, metavar="IP|MAC|HOST|SERIAL|TEXT...")
@option("--around", is_flag=True, help="Also filters, routes and settings with a wider prefix that an address lies in.")
@click.option("--live", is_flag=True, help="Also ask the devices for their ARP, MAC address and LLDP tables: down to the port.")
@fleet_options
@click.option("--exit-code", is_flag=True, help="End with 4 when one of them is not found.")
@output_format
@click.pass_context
def command(
    ctx: click.Context, wanted: tuple[str, ...], around: bool, live: bool, options: TargetOptions, exit_code: bool, format_: str
) -> None:
    """Find an address, a prefix, a MAC address, a host, a serial number or a text.

    In the data: each value with its file and line, and the object and field that it is: an address also in ranges, and the prefix that it
    lies in. In the backups: each line with its section. Addresses are compared as numbers, so the spelling of IPv6 does not matter; of a
    prefix all that is in it is found. A MAC address is found in every spelling, and by some of its bytes.

    With --live also in the tables of the devices (all, or those of --limit): the port is the one that leads to no other switch. Nothing is
    changed on a device; one that does not answer is named on stderr, and the exit code is 5.
    """
    from netops.jobs.searching import search_company

    given = {name for name in ("lab", "limit") if ctx.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE}
    if given and not live:
        raise UsageError("--lab and --limit are about devices", hint="add --live to ask them")
    found = search_company(common.open_project(ctx), wanted, around=around)
    seen, failed = _asked(ctx, options, found) if live else ([], {})
    if format_ == "json":
        rows = [_data(one) | ({"live": _live_data(seen[at])} if live else {}) for at, one in enumerate(found)]
        common.show_json("find", {"found": rows, **({"failed": failed} if live else {})})
    else:
        click.echo(printable_text("\n\n".join(_text(one, seen[at] if live else None) for at, one in enumerate(found))))
    for why in failed.values():
        click.echo(printable_text(f"not read: {why}"), err=True)
    is_missing = not all(one.is_found or (live and seen[at].is_found) for at, one in enumerate(found))
    codes = [ExitCode.DEVICES] if failed else []
    common.exit_unless_ok(worst_exit_code([*codes, ExitCode.DIFFERENCES] if exit_code and is_missing else codes))


def _asked(ctx: click.Context, options: TargetOptions, found: Sequence[SearchResult]) -> tuple[list[LiveFound], dict[str, str]]:
    """What devices see of each, and which devices did not answer, with the reason."""
    from netops.commands import _shared
    from netops.jobs.locating import find_live, read_tables

    with _shared.make_operation(ctx, options, strict=False) as operation:
        with common.progress("ask", len(operation.selection.reachable)) as listen:
            tables = read_tables(operation, listen)
        return [find_live(operation, one.query, one.data, tables) for one in found], dict(tables.failed)


def _text(found: SearchResult, live: LiveFound | None) -> str:
    rows = [_data_row(hit) for hit in found.data] + [_config_row(hit) for hit in found.configs]
    lines = _static_lines(found, rows, is_live=bool(live and live.is_found))
    return "\n".join([*lines, *(f"  live  {line}" for line in _live_lines(live))] if live else lines)


def _static_lines(found: SearchResult, rows: Sequence[Sequence[str]], *, is_live: bool) -> list[str]:
    heading = _heading(found, is_live=is_live)
    return [heading, *(f"  {line}" for line in (align_columns(rows) if rows else ()))]


def _live_lines(live: LiveFound) -> list[str]:
    return [_sentence(one) for one in live.located] + [f"{seen.host} {seen.port} is at {port}, by LLDP" for port, seen in live.neighbors]


def _sentence(one: Located) -> str:
    """`10.1.20.34 is aa:bb:cc:dd:ee:ff on ber-acc-1 GigabitEthernet1/0/12 (user port, VLAN 20), seen by ber-core-1 Vlan20`."""
    parts = [f"{', '.join(one.addresses)} is {one.mac} {_where(one)}" if one.addresses else f"{one.mac} is {_where(one)}"]
    parts += [f"seen by {first_few([str(port) for port in one.seen_by], FEW)}"] if one.seen_by else []
    parts += [f"by way of {', '.join(map(str, one.way))}"] if one.way else []
    return ", ".join(parts)


def _where(one: Located) -> str:
    if one.ports:
        return " and ".join(f"on {port} ({_about(port, one)})" for port in one.ports)
    if one.uplinks:
        return f"behind {first_few([str(port) for port in one.uplinks], FEW)} (no access port of the asked switches has it)"
    return "at no port (no asked switch has it in its MAC address table)"


def _about(port: SwitchPort, one: Located) -> str:
    kind = f"{one.neighbor} by LLDP" if one.neighbor else "user port"
    return f"{kind}, VLAN {port.vlan}" if port.vlan else kind


def _live_data(live: LiveFound) -> dict[str, Any]:
    from dataclasses import asdict

    neighbors = [
        {"device": port.device, "interface": port.interface, "host": seen.host, "port": seen.port} for port, seen in live.neighbors
    ]
    return {"located": [asdict(one) for one in live.located], "neighbors": neighbors}


def _heading(found: SearchResult, *, is_live: bool) -> str:
    """`10.1.20.34: not found; it would lie in 10.1.20.0/24 (inventory/sites/ber/ipam.yaml:18); near: ...`."""
    is_found = found.is_found or is_live
    parts = [] if is_found else ["not found"]
    if found.within:
        prefix = found.within[0]
        lies = "in" if is_found else "it would lie in"
        parts.append(f"{lies} {prefix.value} ({prefix.origin.file}:{prefix.origin.line})")
    elif not is_found and found.query.kind == "address":
        parts.append("no prefix of the company is around it")
    if found.near and not is_live:
        parts.append(f"near: {', '.join(map(_near, found.near))}")
    return f"{found.query.text}: {'; '.join(parts)}" if parts else found.query.text


def _near(hit: str | DataHit) -> str:
    return hit if isinstance(hit, str) else f"{hit.value} ({hit.kind} {hit.name} {hit.field})"


def _data_row(hit: DataHit) -> tuple[str, str, str, str]:
    note = RELATIONS.get(hit.relation.name, "")
    field = f"{hit.field}: {hit.value}" if hit.field else hit.value
    return "data", f"{hit.origin.file}:{hit.origin.line}", f"{hit.kind} {hit.name}".strip(), field + (f" ({note})" if note else "")


def _config_row(hit: ConfigHit) -> tuple[str, str, str, str]:
    return (
        hit.source,
        f"{hit.file}:{hit.line.number}",
        f"target {hit.target}",
        " / ".join(line.text.strip() for line in (*hit.sections, hit.line)),
    )


def _data(found: SearchResult) -> dict[str, Any]:
    return {
        "query": found.query.text,
        "kind": found.query.kind,
        "data": [_hit(hit) for hit in found.data],
        "configs": [config_data(hit) for hit in found.configs],
        "within": [_hit(hit) for hit in found.within],
        "near": [hit if isinstance(hit, str) else _hit(hit) for hit in found.near],
    }


def _hit(hit: DataHit) -> dict[str, Any]:
    place = {"file": hit.origin.file, "line": hit.origin.line, "column": hit.origin.column}
    relation = hit.relation.name.lower()
    return {**place, "kind": hit.kind, "name": hit.name, "field": hit.field, "value": hit.value, "relation": relation}


def config_data(hit: ConfigHit) -> dict[str, Any]:
    """A line of a config for JSON."""
    sections = [{"line": line.number, "text": line.text} for line in hit.sections]
    return {
        "target": hit.target,
        "config": hit.source,
        "file": hit.file,
        "line": hit.line.number,
        "text": hit.line.text,
        "sections": sections,
    }
