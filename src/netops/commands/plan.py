"""netops plan"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from netops.commands import common
from netops.commands.options import ApplyOptions, OutputFile, TargetOptions, plan_options, report_format, target_options
from netops.errors import ExitCode, printable, worst


@click.command(
    epilog=common.example("netops plan -o change.plan\nnetops plan --limit site=ham --format json\nnetops plan --running backup")
)
@target_options(running=True)
@click.option("-o", "--output", type=OutputFile(), help="Write the plan file here.")
@plan_options
@click.option("--exit-code", is_flag=True, help="End with 4 when there is something to change.")
@report_format
@click.pass_context
def command(ctx: click.Context, options: TargetOptions, output: Path | None, applying: ApplyOptions, exit_code: bool, format_: str) -> None:
    """Work out what a deploy would do, and write it to a plan file.

    Reads every target and sends nothing. A plan holds no secrets. Deploy applies it exactly, or refuses it when the source of truth or
    a device has moved since. A plan made from backups or files says so; deploy reads the devices all the same.
    """
    from netops import git
    from netops.commands import _guards, _shared
    from netops.jobs import make_plan
    from netops.plan import dump

    reporter = common.report(ctx, format_)
    with _shared.operation(ctx, options, checked=True) as operation:
        if output:
            _guards.refuse_uncommitted(operation, applying)
        with common.progress("plan", len(operation.selection.reachable)) as listen:
            plan = make_plan(operation, listen)
        author = git.person(operation.company.project.root) if output else ""
        plan = replace(plan, author=author, reason=applying.reason, ticket=applying.ticket)
        numbers = _guards.needed_numbers(operation, plan) if format_ == "text" else []
    _shared.warn_unmatched_files(operation.selection)
    if output:
        common.write(output, dump(plan))
    click.echo(reporter.plan(plan), nl=False)
    for number in numbers:
        click.echo(printable(number))
    if output:
        click.echo(f"written to {output}; apply it with: netops deploy {output}{' --lab' if options.lab else ''}", err=True)
    codes = [ExitCode.DEVICES] if plan.failed else []
    codes += [ExitCode.DIFFERENCES] if exit_code and plan.steps else []
    common.finish(worst(codes))
