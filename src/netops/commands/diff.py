"""netops diff"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from netops.commands import common
from netops.commands.options import TargetOptions, force, output_format, target_options
from netops.errors import DeviceError, ExitCode, UsageError

if TYPE_CHECKING:
    from netops.jobs import Operation


@click.command(
    epilog=common.help_epilog(
        "netops diff ber-core-1 ber-core-2\nnetops diff ber-core-1 --lab --exit-code\nnetops diff ber-core-1 --running backup --by-feature"
    )
)
@target_options(running=True)
@click.option("--by-feature", is_flag=True, help="Show for each feature (ntp, bgp, ...) whether it is as intended, and what is managed.")
@click.option("--exit-code", is_flag=True, help="End with 4 when there is a difference; with --by-feature, in what is managed.")
@force
@output_format
@click.pass_context
def command(ctx: click.Context, options: TargetOptions, by_feature: bool, exit_code: bool, force: bool, format_: str) -> None:
    """Compare what a target runs with what is intended.

    `-` is on the device, `+` is wanted. Each line names the YAML line that it comes from. Data that breaks a rule is not
    compared, as it is not planned and not deployed: exit code 3. With --force it is, and the errors are shown.
    """
    from netops.commands import _shared

    if not options.names and options.limit is None:
        raise UsageError("no target is named", hint="name some: netops diff NAME, or select them with --limit")
    with _shared.make_operation(ctx, options, checked=not force) as operation:
        differ = _by_feature(operation, format_) if by_feature else _lines(operation, format_)
    common.exit_unless_ok(ExitCode.DIFFERENCES if exit_code and differ else ExitCode.OK)


def _lines(operation: Operation, format_: str) -> bool:
    """Show the differences, line by line, and give whether there is one."""
    from netops.commands._terminal import make_screen
    from netops.jobs import make_plan
    from netops.plan import plan_to_json
    from netops.report.text import on

    plan = make_plan(operation, unmanaged=True)
    if plan.failed:
        failed, (_, why) = next(iter(plan.failed.items()))
        raise _unknown(failed, why)
    click.echo(
        plan_to_json(plan) if format_ == "json" else on(make_screen(click.get_current_context())).differences(plan), nl=False
    )
    return bool(plan.steps)


def _by_feature(operation: Operation, format_: str) -> bool:
    """Show each feature, and give whether one that is managed differs."""
    from netops.commands._terminal import make_screen
    from netops.jobs import find_compliance
    from netops.report import _features

    run = find_compliance(operation)
    if run.failed:
        raise _unknown(run.failed[0].target, run.failed[0].error)
    if format_ == "json":
        common.show_json("compliance", _features.compliance_data(run))
    else:
        click.echo(_features.compliance_text(run, make_screen(click.get_current_context())), nl=False)
    return not all(found.compliant for found in run.targets)


def _unknown(target: str, why: str) -> DeviceError:
    return DeviceError(target, why.removeprefix(f"{target}: "))
