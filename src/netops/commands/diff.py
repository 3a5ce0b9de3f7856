"""netops diff"""

from __future__ import annotations

import click

from netops.commands import common
from netops.errors import DeviceError, ExitCode


@click.command(epilog=common.example("netops diff ber-core-1\nnetops diff ber-core-1 --lab --exit-code"))
@click.argument("name")
@common.fleet
@click.option("--exit-code", is_flag=True, help="End with 4 when there is a difference.")
@common.output_format
@click.pass_context
def command(ctx: click.Context, name: str, lab: bool, workers: int | None, timeout: float | None, exit_code: bool, format_: str) -> None:
    """Compare what a target runs with what is intended.

    `-` is on the device, `+` is wanted. Each line names the YAML line that it comes from.
    """
    from netops.commands import _shared
    from netops.jobs import make_plan
    from netops.plan import dump
    from netops.report import text

    with _shared.operation(ctx, f"name={name}", False, lab, workers, timeout) as operation:
        plan = make_plan(operation)
    if plan.failed:
        failed, (_, why) = next(iter(plan.failed.items()))
        raise DeviceError(failed, why.removeprefix(f"{failed}: "))
    click.echo(dump(plan) if format_ == "json" else text.differences(plan), nl=False)
    common.finish(ExitCode.DIFFERENCES if exit_code and plan.steps else ExitCode.OK)
