"""`netops import live`: devices as they run now, as a company."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netops.commands import common
from netops.commands._importing import FLAT, OUTPUT, REPORT, check_output, is_company, open_existing, read_text, show_configs
from netops.commands.options import output_format
from netops.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from netops.jobs import Operation

KEYS = "inventory/known_hosts"


@click.command("live", epilog=common.help_epilog("netops import live site=ham --output acme\nnetops import live devices.csv --output acme"))
@click.argument("source", metavar="SELECTOR|FILE")
@OUTPUT
@FLAT
@REPORT
@click.option("--lab", is_flag=True, help="Read the targets of the running lab.")
@output_format
@click.pass_context
def live(ctx: click.Context, source: str, output: Path | None, flat: bool, report: bool, lab: bool, format_: str) -> None:
    """Make a company of devices as they run now: config, serial number, model, and cables guessed from LLDP.

    SELECTOR is one of this company, as in --limit. FILE is a table of devices as for `netops import csv`, with a platform and an address
    for each; logins come from `access:` and `secrets:` of this company's netops.yaml, host keys from its inventory/known_hosts.
    A device that cannot be read is named, and the others are brought in.
    """
    from netops.adopt.live import add_readings, import_readings
    from netops.jobs.importing import read_devices

    check_output(output, report, flat)
    with _operation(ctx, source, lab) as operation, common.progress("import", len(operation.selection.configured)) as listen:
        seen, answers = read_devices(operation, listen)
    for name, answer in answers.items():
        if not answer.ok:
            click.echo(f"{name}: {answer.message}", err=True)
    if not seen:
        click.echo("no device could be read", err=True)
        common.exit_unless_ok(ExitCode.DEVICES)
        return
    with tempfile.TemporaryDirectory() as scratch:
        company = open_existing(output) if output is not None and is_company(output) else None
        name = output.resolve().name if output else "live"
        found = add_readings(seen, Path(scratch), company) if company else import_readings(seen, Path(scratch), name, flat=flat)
    show_configs(found, output, report, format_)


@contextmanager
def _operation(ctx: click.Context, source: str, lab: bool) -> Iterator[Operation]:
    """The operation on the devices that are meant."""
    from netops.commands import _shared
    from netops.commands.options import TargetOptions

    if not Path(source).is_file():
        with _shared.make_operation(ctx, TargetOptions(limit=source, lab=lab), strict=False) as operation:
            yield operation
        return
    with tempfile.TemporaryDirectory() as folder:
        yield from _listed(ctx, source, lab, Path(folder))


def _listed(ctx: click.Context, source: str, lab: bool, folder: Path) -> Iterator[Operation]:
    """The operation on the devices of a table: a company of them, with the settings of this one."""
    from netops import source as sources
    from netops.adopt.emit import yaml_document
    from netops.adopt.listed import netbox_dump_of_list, read_csv, with_access
    from netops.adopt.netbox.imported import import_records
    from netops.commands import _shared
    from netops.commands._importing import write_company
    from netops.commands.options import TargetOptions
    from netops.project import MARKER
    from netops.validation import open_company

    project = common.open_project(ctx)
    listed = read_csv(read_text(Path(source)), source)
    for problem in listed.problems:
        click.echo(problem, err=True)
    found = import_records(netbox_dump_of_list(listed), folder / "scratch", "list")
    settings = dict(sources.read_file(project.root / MARKER, project.root).value)
    if "secrets_file" in settings:
        settings["secrets_file"] = str((project.root / settings["secrets_file"]).resolve())
    root = folder / "company"
    write_company(with_access(found.files, listed), root)
    (root / MARKER).write_text(yaml_document(settings), encoding="utf-8")
    if (project.root / KEYS).is_file():
        shutil.copy(project.root / KEYS, root / KEYS)
    if lab and (project.state_dir / "lab").is_dir():
        (root / ".netops").mkdir(exist_ok=True)
        (root / ".netops" / "lab").symlink_to((project.state_dir / "lab").resolve())  # a real lab knows its hosts by this folder
    from netops.project import Project

    company, result = open_company(Project(root), None)
    if company is None:
        raise UsageError(f"{source} gives no company that can be used", hint="; ".join(map(str, result.problems[:3])))
    with _shared.make_operation(ctx, TargetOptions(all_targets=True, lab=lab), strict=False, company=company) as operation:
        yield operation
