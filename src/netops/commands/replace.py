"""netops replace"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netops.commands import common
from netops.commands.options import output_format
from netops.errors import NetopsError, UsageError

if TYPE_CHECKING:
    from netops.model.company import Company, ConfigTarget
    from netops.state import State

Files = Mapping[str, tuple[str, str]]
"""Files by name: the text of each before and after."""


@click.command(
    epilog=common.help_epilog(
        "netops replace ber-acc-1 --serial FOC2540L0AB --dry-run\nnetops replace ber-acc-1 --serial FOC2540L0AB\n"
        "netops replace lei-acc-1 --member 2 --serial FOC2540L0AC"
    )
)
@click.argument("name")
@click.option("--serial", required=True, metavar="SERIAL", help="The serial number of the new device.")
@click.option("--member", type=click.IntRange(0), metavar="NUMBER", default=None, help="Of a stack: the member that is replaced.")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Write the day-0 config into this folder.  [default: .netops/bootstrap]",
)
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
@output_format
@click.pass_context
def command(ctx: click.Context, name: str, serial: str, member: int | None, folder: Path | None, dry_run: bool, format_: str) -> None:
    """Prepare the replacement of a device by another of its kind: give it the new serial number and its day-0 config.

    Writes the serial number into its file, takes its host keys out of inventory/known_hosts, forgets what was applied to the old device,
    and writes the day-0 config of the new one, with secrets, readable by you alone. All or nothing; no device is reached. A member of a
    stack gets its config from the stack, so only its serial number changes.
    """
    from netops.commands.fmt import file_diff

    company = common.open_company(ctx, quiet=True, checked=True)
    old, files = _changes(company, name, serial, member)
    targets = [target for target in company.targets.values() if target.device == name] if member is None else []
    written: dict[str, str] = {}
    retired: list[str] = []
    if not dry_run:
        written = _write(ctx, company, files, targets, folder or company.project.state_dir / "bootstrap")
        retired = _retire(company, targets, old, serial)
    diff = "".join(line for file, (before, after) in sorted(files.items()) for line in file_diff(file, before, after))
    if format_ == "json":
        change = {"device": name, "old": old, "serial": serial, "files": sorted(files), "diff": diff}
        common.show_json("replace", {**change, "bootstrap": written, "retired": retired, "written": not dry_run})
        return
    click.echo(diff, nl=False)
    for target in retired:
        click.echo(f"{target}: what was applied to {old or 'the old device'} is forgotten", err=True)
    if written:
        click.echo(
            f"once it has its day-0 config: put its host key into inventory/known_hosts, then: netops plan {' '.join(written)}", err=True
        )


def _changes(company: Company, name: str, serial: str, member: int | None) -> tuple[str, Files]:
    """The old serial number, and the files that change. UsageError for a serial number that a device has already."""
    from netops.commands.manage import device_entry
    from netops.model.serials import serial_numbers, serial_path, with_serial
    from netops.source import decode_text

    device, entry = device_entry(company, name)
    if device != name:
        raise UsageError(f"{name} is a target of {device}", hint=f"replace the device: netops replace {device} --serial {serial}")
    path = serial_path(company.devices[name], name, member)
    for other, data in company.devices.items():
        if serial in (known for _, known in serial_numbers(data)):
            raise UsageError(f"{other} has the serial number {serial} already", hint="give the one of the new device")
    old = dict(serial_numbers(company.devices[name]))[member]
    file = entry.part.document.file
    text = decode_text((company.project.root / file).read_bytes(), file)
    new = with_serial(text, file, (*entry.part.path, *path), serial, is_new=not old)
    files = {file: (text, _still_managed(company, name, new, file, entry.part.path))}
    return old, {**files, **(_keys(company, name) if member is None else {})}


def _still_managed(company: Company, name: str, text: str, file: str, path: tuple[str | int, ...]) -> str:
    """The text with what netops owned of the old device, where only its deploys say so: to the new one it has deployed nothing."""
    from netops.model.managing import KEY, with_managed

    if KEY in company.devices[name]:
        return text
    with _state(company) as state:
        applied = [found for target in company.targets.values() if target.device == name and (found := state.applied(target.name))]
    if not applied:
        return text
    parts = {part for one in applied for part in one.managed or ("all",)}
    return with_managed(text, file, path, "all" if "all" in parts else sorted(parts))


def _keys(company: Company, name: str) -> Files:
    """The file of host keys without those of the device; nothing where it has none there."""
    from netops.fleet.access import AccessResolver, entries_of
    from netops.fleet.context import company_secrets
    from netops.fleet.hostkeys import NAME, HostKeys, without_servers

    path = company.project.root / NAME
    if not path.is_file():
        return {}
    resolver = AccessResolver(company, entries_of(company), company_secrets(company), HostKeys.read(company.project))
    own = [target for target in company.targets.values() if target.device == name and company.platform(target.platform).driver]
    text = path.read_text(encoding="utf-8")
    new = without_servers(text, frozenset().union(*map(resolver.names_of_keys, own)))
    return {NAME: (text, new)} if new != text else {}


def _write(ctx: click.Context, company: Company, files: Files, targets: list[ConfigTarget], folder: Path) -> dict[str, str]:
    """Write the files, and the day-0 configs that follow from them, by target. Where these cannot be made, all files are as before."""
    from netops.commands._bootstrap import bootstrap_texts, write_bootstrap
    from netops.commands.fmt import write_all
    from netops.model.target import config_stem

    root = company.project.root
    write_all(root, files)
    try:
        new = common.open_company(ctx, quiet=True, checked=True)
        names = [target.name for target in targets if new.platform(target.platform).bootstrap]
        paths = {name: folder / f"{config_stem(name)}.cfg" for name in names}
        for name, text in bootstrap_texts(new, names).items():
            write_bootstrap(paths[name], name, text)
    except NetopsError:
        write_all(root, {file: (after, before) for file, (before, after) in files.items()})
        raise
    return {name: str(path) for name, path in paths.items()}


def _retire(company: Company, targets: list[ConfigTarget], old: str, serial: str) -> list[str]:
    """The targets of which something was known, and is no more: the journal has who replaced what."""
    from netops.git import source_commit

    with _state(company) as state:
        run = state.start("replace", source_commit(company.project.root))
        found = []
        for target in targets:
            with state.lease(run, target.name):
                state.note(run, target.name, "retire", old=old, serial=serial)
                found += [target.name] if state.retire(target.name) else []
        state.end(run)
    return found


def _state(company: Company) -> State:
    from netops.commands._shared import state_file
    from netops.state import State

    return State(state_file(company.project, lab=False))
