"""netops adopt"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netops.commands import common
from netops.commands.options import TargetOptions, output_format, target_options
from netops.errors import UsageError
from netops.messages import first_few

if TYPE_CHECKING:
    from netops.adopt.manual import Adoption
    from netops.drift import Drift
    from netops.jobs.operation import Operation
    from netops.jobs.reading import Reading


@click.command(epilog=common.help_epilog("netops adopt ber-acc-1 --dry-run\nnetops adopt ber-acc-1 --item 2 --branch adopt-2"))
@target_options(metavar="NAME", running=True)
@click.option("--feature", "features", metavar="FEATURE", multiple=True, help="Only what is in this feature; may be given several times.")
@click.option(
    "--item",
    "items",
    metavar="N",
    type=click.IntRange(1),
    multiple=True,
    help="Only item N of the drift report; may be given several times.",
)
@click.option("--list", "only_list", is_flag=True, help="List the items that can be adopted, and adopt none.")
@click.option("--branch", metavar="BRANCH", help="Commit the change on a new branch; the working tree stays as it is.")
@click.option("--dry-run", is_flag=True, help="Show how the file would change, and write nothing.")
@output_format
@click.pass_context
def command(
    ctx: click.Context,
    options: TargetOptions,
    features: tuple[str, ...],
    items: tuple[int, ...],
    only_list: bool,
    branch: str | None,
    dry_run: bool,
    format_: str,
) -> None:
    """Take a change that somebody made on a device by hand into its YAML file.

    What the device runs and the source of truth does not have is set in the file of the device, where a noun can express it, else it is a
    line of raw_config; the change is shown with its reasons. Afterwards that drift is gone, without a deploy. Nothing else of the file
    changes. What differs because the data has changed since the last deploy is left to the next one, unless --item or --feature names it.
    """
    from netops.adopt.manual import Adoption, adopt_manual_changes
    from netops.commands import _shared
    from netops.report.record import DriftRun

    if features and items:
        raise UsageError("--item and --feature together", hint="items are numbered over all features: give the items alone")
    with _shared.make_operation(ctx, options, strict=False) as operation:
        name = _only(operation)
        reading = _reading(operation, name)
        drift = _drift(operation, name, reading)
        if only_list:
            setting = _shared.report_context(operation.selection)
            click.echo(common.make_report(ctx, format_, "drift", verbose=True).drift(DriftRun(setting, [drift], {})), nl=False)
            return
        wanted = features or operation.intended(name).managed
        if not features and not items and (left := _undeployed(drift)):
            items = _by_hand(drift)
            lines = "1 line differs" if left == 1 else f"{left} lines differ"
            click.echo(f"{lines} because the data has changed since the last deploy: left to netops plan {name}", err=True)
            if not items:
                _show(Adoption(), name, format_)
                return
        with tempfile.TemporaryDirectory() as scratch:
            found = adopt_manual_changes(operation.company, name, reading.text, wanted, Path(scratch), items)
    if found.files and not dry_run:
        _write(operation.company.project.root, found, name, branch)
    _show(found, name, format_)


def _only(operation: Operation) -> str:
    names = operation.selection.configured
    if len(names) != 1:
        raise UsageError(
            f"{len(names)} targets with a config are selected",
            hint=f"adopt one at a time: {first_few([f'netops adopt {one}' for one in names], 3)}",
        )
    return names[0]


def _reading(operation: Operation, name: str) -> Reading:
    from netops.jobs.reading import read_targets

    reading = read_targets(operation, [name])[name]
    if reading.error:
        raise UsageError(f"{name} cannot be read: {reading.error}")
    return reading


def _drift(operation: Operation, name: str, reading: Reading) -> Drift:
    """The drift of the device, whose items are numbered."""
    from netops.jobs.drifting import drift_of_target

    company, state, is_same = operation.company, operation.state, operation.devices.is_same
    return drift_of_target(company, state, company.target(name), reading, operation.intended, is_same)


def _undeployed(drift: Drift) -> int:
    """How many lines differ because the data has changed since the last deploy."""
    from netops.config import Cause

    return sum(line.cause == Cause.UNDEPLOYED for line in drift.differing)


def _by_hand(drift: Drift) -> tuple[int, ...]:
    """The numbers of the items with a line that differs for another reason."""
    from netops.config import Cause

    found = zip(drift.items, drift.lines, strict=True)
    return tuple(dict.fromkeys(number for number, line in found if number and line.cause != Cause.UNDEPLOYED))


def _write(root: Path, found: Adoption, name: str, branch: str | None) -> None:
    from netops import git
    from netops.commands.fmt import write_all

    if branch:
        new = {file: text for file, (_, text) in found.files.items()}
        git.commit_on_branch(root, branch, new, f"{name}: adopt what was changed by hand")
    else:
        write_all(root, found.files)


def _show(found: Adoption, name: str, format_: str) -> None:
    from netops.commands.fmt import file_diff

    diff = "".join(line for file, (old, new) in sorted(found.files.items()) for line in file_diff(file, old, new))
    if format_ == "json":
        common.show_json(
            "adopt",
            {"target": name, "files": sorted(found.files), "diff": diff, "reasons": found.reasons, "secrets": sorted(found.secrets)},
        )
        return
    click.echo(diff or f"{name}: nothing to adopt", nl=not diff)
    for reason in found.reasons if diff else ():
        click.echo(reason, err=True)
    for secret in found.secrets if diff else ():
        click.echo(f"secret {secret}: give its source in netops.yaml the value that the device has", err=True)
