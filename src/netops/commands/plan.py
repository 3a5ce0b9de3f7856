"""netops plan"""

from __future__ import annotations

from pathlib import Path

import click

from netops.commands import common
from netops.commands.options import OutputFile, TargetOptions, option, report_format, target_options
from netops.errors import ExitCode, worst


@click.command(
    epilog=common.example("netops plan -o change.plan\nnetops plan --limit site=ham -v\nnetops plan --only ntp --running backup")
)
@target_options(running=True)
@click.option("-o", "--output", type=OutputFile(), help="Write the plan file here.")
@click.option("--exit-code", is_flag=True, help="End with 4 when there is something to change.")
@option("--only", metavar="FEATURE", multiple=True, help="Plan this feature alone; may be given again (netops manage --list has them).")
@click.option("-v", "--verbose", is_flag=True, help="Show commands, ways back, checks and risk, as netops show FILE.plan does.")
@report_format
@click.pass_context
def command(
    ctx: click.Context,
    options: TargetOptions,
    output: Path | None,
    exit_code: bool,
    only: tuple[str, ...],
    verbose: bool,
    format_: str,
) -> None:
    """Work out what a deploy would do, and write it to a plan file.

    Reads every target and sends nothing. A plan holds no secrets. Deploy applies it exactly, or refuses it when the source of truth or
    a device has moved since. A plan made from backups or files says so; deploy reads the devices all the same.
    """
    from netops.commands import _shared
    from netops.jobs import make_plan
    from netops.plan import dump
    from netops.report._plan_view import plan_view

    reporter = common.report(ctx, format_)
    with _shared.operation(ctx, options, checked=True) as operation, common.progress("plan", len(operation.selection.reachable)) as listen:
        plan = make_plan(operation, listen, only=only)
    _shared.warn_unmatched_files(operation.selection)
    if output:
        common.write(output, dump(plan))
    click.echo(plan_view(plan) if verbose and format_ == "text" else reporter.plan(plan), nl=False)
    if output:
        click.echo(f"written to {output}; apply it with: netops deploy {output}{' --lab' if options.lab else ''}", err=True)
    codes = [ExitCode.DEVICES] if plan.failed else []
    codes += [ExitCode.DIFFERENCES] if exit_code and plan.steps else []
    common.finish(worst(codes))
