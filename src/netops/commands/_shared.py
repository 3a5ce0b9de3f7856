"""What the commands that talk to devices share: from options to an `Operation`, and the frame of a report."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from netops.commands import common
from netops.commands.options import TargetOptions
from netops.errors import MissingSecret, UsageError, printable_text
from netops.graph.services import services_by_device
from netops.jobs import ConfigFolder, DeviceFleet, IntendedConfigs, Operation, Selection
from netops.jobs.settling import SettledTarget, settle_targets
from netops.messages import first_few, pluralize
from netops.model.company import Company
from netops.project import Project
from netops.report.record import ReportContext, Service
from netops.state import State, utc_now


def state_file(project: Project, lab: bool) -> Path:
    """The state store: a lab has one of its own."""
    return project.state_dir / ("lab/state.db" if lab else "state.db")


@contextmanager
def make_operation(
    ctx: click.Context, options: TargetOptions, *, checked: bool = False, strict: bool = True, company: Company | None = None
) -> Iterator[Operation]:
    """The operation that the options of a command request. `checked`: only for a company that breaks no rule, since such data reaches
    no device.

    `strict`: only when the targets can do all that is rendered for them; else what they cannot do is a warning.
    """
    company = company or common.open_company(ctx, checked=checked)
    targets = common.select_targets(company, options)
    files = running_files(company.project, options.running)
    lab = common.open_lab(company.project, options.lab)
    if lab and not any(target.name in lab.targets for target in targets):
        raise UsageError(
            f"the lab holds none of the {pluralize(len(targets), 'selected target')}", hint="netops lab status lists what it holds"
        )
    with State(state_file(company.project, options.lab)) as state:
        try:
            yield Operation(
                Selection(company, targets, lab, files),
                IntendedConfigs(company, strict=strict, warn=common.print_diagnostics),
                DeviceFleet(company, lab, options.workers, options.timeout),
                state,
            )
        except MissingSecret:
            if not lab and common.lab_is_up(company.project):
                click.echo("a lab is running: add --lab to use it in place of the real devices, without their secrets", err=True)
            raise


def running_files(project: Project, running: str) -> ConfigFolder | None:
    """The folder that `--running` names; None for the devices themselves. UsageError when there is none."""
    return None if running == "live" else config_files(project, running, "--running")


def config_files(project: Project, running: str, option: str) -> ConfigFolder:
    """The folder that an option names: the backups, or a path. UsageError when there is none."""
    if running == "backup":
        files = ConfigFolder("backup", project.state_dir / "backups", f"{project.state_dir.name}/backups")
        if not files.path.is_dir():
            raise UsageError("there are no backups", hint="make them: netops backup")
        return files
    path = Path(running)
    if not path.is_dir():
        others = "live, backup" if option == "--running" else "backup"
        raise UsageError(f"{option} {running}: there is no such folder", hint=f"it takes {others}, or a folder of files NAME.cfg")
    return ConfigFolder("folder", path, path.as_posix())


def warn_unmatched_files(selection: Selection) -> None:
    """Show on stderr which files are of no target: they were not read, and their names may be wrong."""
    files = selection.target_files
    if files and (left := files.unmatched()):
        click.echo(f"{files.files.label}: {pluralize(len(left), 'file')} of no target: {printable_text(first_few(left))}", err=True)


def settle_earlier_runs(operation: Operation, runs: tuple[str, ...] = ()) -> list[SettledTarget]:
    """Read what became of targets that an earlier run has left unknown, and say it on stderr."""
    with common.progress("settle", len(operation.selection.reachable)) as listen:
        found = settle_targets(operation, listen, runs)
    for one in found:
        words = one.result.detail.replace("\n", " ") or "it runs its new config"
        click.echo(printable_text(f"{one.target}: run {one.run} ended as {one.result.outcome}: {' '.join(words.split())}"), err=True)
    return found


def report_context(selection: Selection) -> ReportContext:
    """The frame of a report on an operation."""
    company = selection.company
    return ReportContext(
        company=str(company.settings.get("name", company.project.root.name)),
        commit=selection.commit,
        at=f"{utc_now():%Y-%m-%d %H:%M} UTC",
        lab=selection.lab.banner if selection.lab else "",
        services=services_by_target(company),
        sites={name: str(company.objects["site"][device["site"]]["name"]) for name, device in company.devices.items()},
    )


def services_by_target(company: Company) -> dict[str, tuple[Service, ...]]:
    """The business services that each device carries."""
    found = services_by_device(company)
    return {device: tuple(Service(name, criticality) for name, criticality in names.items()) for device, names in found.items()}
