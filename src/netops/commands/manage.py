"""netops manage"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netops.commands import common
from netops.commands.options import output_format
from netops.errors import UsageError

if TYPE_CHECKING:
    from netops.model.company import Company
    from netops.model.inventory import Entry
    from netops.model.managing import Managed

EXAMPLES = (
    "netops manage --list cisco_ios\nnetops manage ber-acc-1\nnetops manage ber-acc-1 ntp syslog\n"
    "netops manage ber-acc-1 interface:Vlan100 'lines:snmp-server *'\nnetops manage ber-acc-1 --only ntp"
)
FEATURES = "interface: NAME, section: LINE and lines: PATTERN are finer; what is in no feature is owned only with `managed: all`"


@click.command(epilog=common.help_epilog(EXAMPLES))
@click.argument("name", required=False)
@click.argument("parts", nargs=-1, metavar="[PART]...")
@click.option("--list", "list_", is_flag=True, help="List the features of each platform, or of the one called NAME, with their lines.")
@click.option("--only", is_flag=True, help="Own these parts and no others, whatever was owned before.")
@click.option("--dry-run", is_flag=True, help="Show how the file would change, and write nothing.")
@output_format
@click.pass_context
def command(ctx: click.Context, name: str | None, parts: tuple[str, ...], list_: bool, only: bool, dry_run: bool, format_: str) -> None:
    """Say what of a device netops owns: edit `managed` in its file, and show the change.

    A PART is a feature, `all`, or finer: interface:NAME, section:LINE, lines:PATTERN. Parts are added to what is owned. Without parts, what
    is owned is shown, and where that is written. What is not owned keeps the device's own bytes; comments and all other lines of the file
    stay. Before lines go from a part that netops has never deployed, deploy wants their number.
    """
    if list_:
        _list(common.open_project(ctx).root, name, format_)
        return
    if name is None:
        raise UsageError("no device is named", hint="netops manage NAME FEATURE..., or netops manage --list")
    company = common.open_company(ctx, quiet=True)
    device, entry = device_entry(company, name)
    wanted = [_part(company, device, part) for part in parts]
    if not wanted:
        _show(company, device, format_)
        return
    _edit(company, device, entry, _value(company, device, wanted, only=only), write=not dry_run, format_=format_)


def features(root: Path | None, name: str | None) -> dict[str, dict[str, tuple[str, ...]]]:
    """The features of each platform, or of one, with the first words of their lines. UsageError for one that has no config."""
    from netops import platforms

    if name:
        return {name: dict(platforms.grammar_of(platforms.get(name, root)).features)}
    found = [platforms.get(one, root) for one in platforms.names(root)]
    return {one.name: dict(one.grammar.features) for one in found if one.grammar}


def _list(root: Path, name: str | None, format_: str) -> None:
    found = features(root, name)
    if format_ == "json":
        common.show_json("features", {"platforms": found})
        return
    for platform, table in found.items():
        width = max(map(len, table), default=0)
        rows = (f"  {feature:<{width}}  {', '.join(starts)}" for feature, starts in sorted(table.items()))
        click.echo("\n".join([f"{platform}:", *rows, ""]))
    click.echo(FEATURES)


def device_entry(company: Company, name: str) -> tuple[str, Entry]:
    """The device of a target, and the part of a file that defines it. UsageError when there is none."""
    from netops.messages import did_you_mean

    device = name.partition(":")[0]
    if (entry := company.entry("device", device)) is None:
        raise UsageError(f"no device called {name!r}", hint=did_you_mean(device, company.devices, "netops show device lists them"))
    return device, entry


def _part(company: Company, device: str, part: str) -> str | Mapping[str, str]:
    """The entry of `managed` for a part. UsageError for a feature that no platform of the device has."""
    from netops import platforms
    from netops.messages import did_you_mean
    from netops.model.managing import finer_entry

    own = [target.platform for target in company.targets.values() if target.device == device]
    known = {"all", *(feature for one in own if (grammar := company.platform(one).grammar) for feature in grammar.features)}
    if finer := finer_entry(part):
        return finer
    if part not in known:
        is_elsewhere = part in platforms.all_features(company.project.root)
        hint = did_you_mean(part, known, f"netops manage --list {own[0]}")
        raise UsageError(f"{' and '.join(own)}: no feature {part!r}{', which other platforms have' if is_elsewhere else ''}", hint=hint)
    return part


def _value(company: Company, device: str, wanted: list[str | Mapping[str, str]], *, only: bool) -> Managed:
    """What is owned afterwards. UsageError for parts of a device that is owned as a whole."""
    from netops.model.managing import KEY, add_managed

    held = company.devices[device].get(KEY)
    if held == "all" and not only and "all" not in wanted:
        where = company.origin("device", device, (KEY,))
        raise UsageError(f"{device} is owned as a whole: {where}", hint="own only some parts of it: netops manage NAME --only PART...")
    return add_managed(None if only else held, wanted)


def _show(company: Company, device: str, format_: str) -> None:
    from netops.dialects.parts import part_names
    from netops.model.managing import KEY

    managed, origin = company.devices[device].get(KEY), company.origin("device", device, (KEY,))
    if format_ == "json":
        common.show_json("managed", {"device": device, "managed": managed, "origin": str(origin or "")})
    elif managed is None:
        click.echo(f"{device}: no file has `managed`: it is managed only where netops has deployed it before")
    else:
        click.echo(f"{device}: {'; '.join(part_names(managed) or ('all',))}  {origin or ''}".rstrip())


def _edit(company: Company, device: str, entry: Entry, value: Managed, *, write: bool, format_: str) -> None:
    """Show how the file changes, and write it."""
    from netops.commands.fmt import file_diff, write_all
    from netops.model.managing import with_managed
    from netops.source import decode_text

    file = entry.part.document.file
    old = decode_text((company.project.root / file).read_bytes(), file)
    new = with_managed(old, file, entry.part.path, value)
    if write and new != old:
        write_all(company.project.root, {file: (old, new)})
    shown = "".join(file_diff(file, old, new))
    if format_ == "json":
        common.show_json("managed", {"device": device, "managed": value, "file": file, "written": write and new != old, "diff": shown})
    else:
        click.echo(shown or f"{device}: it is so already", nl=not shown)
