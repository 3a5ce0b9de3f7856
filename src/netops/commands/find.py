"""netops find"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from netops.commands import common
from netops.commands.options import option, output_format
from netops.errors import ExitCode, printable
from netops.messages import columns

if TYPE_CHECKING:
    from netops.jobs.searching import Found
    from netops.search.configs import ConfigHit
    from netops.search.data import DataHit

RELATIONS = {"IN": "inside", "RANGE": "range", "CONTAINS": "around"}
"""What is shown beside a value that is not itself what was searched for."""


@click.command(
    epilog=common.example(
        "netops find 10.1.30.205\nnetops find aabb.ccdd.eeff\nnetops find ber-core-1 SC-2001\nnetops find 2001:db8:1:10::/64 --format json"
    )
)
@click.argument("wanted", nargs=-1, required=True, metavar="IP|MAC|HOST|SERIAL|TEXT...")
@option("--around", is_flag=True, help="Also filters, routes and settings with a wider prefix that an address lies in.")
@click.option("--exit-code", is_flag=True, help="End with 4 when one of them is not found.")
@output_format
@click.pass_context
def command(ctx: click.Context, wanted: tuple[str, ...], around: bool, exit_code: bool, format_: str) -> None:
    """Find an address, a prefix, a MAC address, a host, a serial number or a text.

    In the data: each value with its file and line, and the object and field that it is: an address also in ranges, and the prefix that it
    lies in. In the backups: each line with its section. Addresses are compared as numbers, so the spelling of IPv6 does not matter; of a
    prefix all that is in it is found. A MAC address is found in every spelling, and by some of its bytes.
    """
    from netops.jobs.searching import find

    found = find(common.open_project(ctx), wanted, around=around)
    if format_ == "json":
        common.show_json("find", {"found": [_data(one) for one in found]})
    else:
        click.echo(printable("\n\n".join(_text(one) for one in found)))
    common.finish(ExitCode.DIFFERENCES if exit_code and not all(one.is_found for one in found) else ExitCode.OK)


def _text(found: Found) -> str:
    rows = [_data_row(hit) for hit in found.data] + [_config_row(hit) for hit in found.configs]
    return "\n".join([_heading(found), *(f"  {line}" for line in columns(rows) if rows)]) if rows else _heading(found)


def _heading(found: Found) -> str:
    """`10.1.20.34: not found; it would lie in 10.1.20.0/24 (inventory/sites/ber/ipam.yaml:18); near: ...`."""
    parts = [] if found.is_found else ["not found"]
    if found.within:
        prefix = found.within[0]
        parts.append(f"{'in' if found.is_found else 'it would lie in'} {prefix.value} ({prefix.origin.file}:{prefix.origin.line})")
    elif not found.is_found and found.query.kind == "address":
        parts.append("no prefix of the company is around it")
    if found.near:
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


def _data(found: Found) -> dict[str, Any]:
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
