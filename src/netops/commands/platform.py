"""`netops platform`: list the platforms, and check on a device that netops can work with one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netops.commands import common
from netops.commands.options import TargetOptions, output_format, target_options
from netops.errors import UsageError

if TYPE_CHECKING:
    from netops.platforms import Platform


@click.group(epilog=common.help_epilog("netops platform list\nnetops platform check ber-rtr-1"))
def command() -> None:
    """List the platforms, and check on a device that netops can work with one."""


@dataclass(frozen=True, slots=True)
class Row:
    """A platform as the list shows it. `reads`: what the driver reads of a device."""

    platform: str
    name: str
    source: str
    driver: str
    simulator: bool
    reads: tuple[str, ...]


@command.command("list", epilog=common.help_epilog("netops platform list\nnetops platform list --format json"))
@output_format
@click.pass_context
def list_(ctx: click.Context, format_: str) -> None:
    """List the platforms: netops' own, the company's, and those of other packages."""
    from netops import platforms

    root = common.open_project(ctx).root
    rows = [_row(platforms.get(name, root), root) for name in platforms.names(root)]
    if format_ == "json":
        common.show_json("platforms", {"platforms": [asdict(row) for row in rows]})
        return
    common.show_table(ctx, ("PLATFORM", "NAME", "SOURCE", "DRIVER", "LAB", "READS"), [_cells(row) for row in rows])


def _row(platform: Platform, root: Path) -> Row:
    from netops.platforms import driver_of, platform_folder, platform_title

    where = platform_folder(platform)
    own = Path(__file__).parents[1]
    source = "company" if where.is_relative_to(root / "platforms") else "netops" if where.is_relative_to(own) else "package"
    return Row(platform.name, platform_title(platform), source, driver_of(platform), platform.simulator is not None, _reads(platform))


def _reads(platform: Platform) -> tuple[str, ...]:
    """What netops reads of a device of the platform."""
    if platform.driver is None:
        return ("files",)
    if platform.spec.observed or platform.text is None:
        return ("facts",)
    return ("running", *["startup"] * platform.text.has_startup, *["facts"] * (platform.facts is not None))


def _cells(row: Row) -> tuple[str, ...]:
    return (row.platform, row.name, row.source, row.driver, "yes" if row.simulator else "no", ", ".join(row.reads))


@command.command(
    epilog=common.help_epilog(
        "netops platform check ber-rtr-1\nnetops platform check ber-rtr-1 --allow-changes\n"
        "netops platform check --limit platform=frr --generic"
    )
)
@click.option("--allow-changes", is_flag=True, help="Also enter and leave config mode, or load a candidate and discard it.")
@click.option("--generic", is_flag=True, help="Check the generic driver, over netmiko, in place of the platform's own.")
@target_options()
@output_format
@click.pass_context
def check(ctx: click.Context, allow_changes: bool, generic: bool, options: TargetOptions, format_: str) -> None:
    """Check on devices that netops can work with their platform.

    Each check shows what was expected, what was found, and what to do: the address and the host key, the login, the prompt, whether
    paging is off, whether the config is whole and understood, and whether a second read gives the same. Nothing is changed on the device.
    """
    from netops.commands import _each, _shared
    from netops.fleet.platform_check import check_platform

    if not options.names and options.limit is None and not options.all_targets:
        raise UsageError("no target is named", hint="name some: netops platform check NAME, or select them with --limit")
    with (
        _shared.make_operation(ctx, options, strict=False) as operation,
        common.progress("platform check", len(operation.selection.reachable)) as listen,
    ):
        answers = _each.run_on_each(operation, check_platform, listen, allow_changes=allow_changes, generic=generic)
    _each.show_answers("platform check", answers, format_)
