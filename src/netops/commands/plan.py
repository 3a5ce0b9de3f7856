"""netops plan"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netops.commands import common
from netops.commands.options import ApplyOptions, OutputFile, TargetOptions, option, plan_options, report_format, target_options
from netops.errors import ExitCode, UsageError, worst_exit_code
from netops.screen import ScreenLine

if TYPE_CHECKING:
    from netops.deploy.dry_run import DryRunResult


@click.command(
    epilog=common.help_epilog(
        "netops plan -o change.plan\nnetops plan --limit site=ham -v --html plan.html\nnetops plan --only ntp --running backup"
    )
)
@target_options(running=True)
@click.option("-o", "--output", type=OutputFile(), help="Write the plan file here.")
@plan_options
@click.option("--exit-code", is_flag=True, help="End with 4 when there is something to change.")
@option("--only", metavar="FEATURE", multiple=True, help="Plan this feature alone; may be given again (netops manage --list has them).")
@option("--check", is_flag=True, help="Also try each step on its device, without committing, and compare with the prediction.")
@click.option("-v", "--verbose", is_flag=True, help="Show commands, ways back, checks and risk, as netops show FILE.plan does.")
@report_format
@click.pass_context
def command(
    ctx: click.Context,
    options: TargetOptions,
    output: Path | None,
    applying: ApplyOptions,
    exit_code: bool,
    only: tuple[str, ...],
    check: bool,
    verbose: bool,
    format_: str,
) -> None:
    """Work out what a deploy would do, and write it to a plan file.

    Reads every target and changes nothing. A plan holds no secrets. Deploy applies it exactly, or refuses it when the source of truth or
    a device has moved since. A plan made from backups or files says so; deploy reads the devices all the same.
    """
    from netops import git
    from netops.commands import _guards, _shared
    from netops.jobs import dry_run_plan, make_plan
    from netops.plan import plan_to_json
    from netops.report import html

    reporter = common.make_report(ctx, format_, "plan", verbose=verbose)
    if check and options.running != "live":
        raise UsageError("--check asks the devices", hint="leave out --running")
    tries: Mapping[str, DryRunResult] = {}
    with _shared.make_operation(ctx, options, checked=True) as operation:
        if output:
            _guards.refuse_uncommitted(operation, applying)
        with common.progress("plan", len(operation.selection.reachable)) as listen:
            plan = make_plan(operation, listen, only=only)
        if check:
            with common.progress("check", len(plan.steps)) as listen:
                tries = dry_run_plan(operation, plan, listen)
        author = git.git_user_email(operation.company.project.root) if output else ""
        plan = replace(plan, author=author, reason=applying.reason, ticket=applying.ticket)
        numbers = _guards.allow_options_needed(operation, plan) if format_ == "text" else []
        context = _shared.report_context(operation.selection)
    _shared.warn_unmatched_files(operation.selection)
    if output:
        common.write_output(output, plan_to_json(plan))
    click.echo(html.plan(plan, context) if format_ == "html" else reporter.plan(plan), nl=False)
    common.write_report(applying.html, lambda: html.plan(plan, context))
    _show_tries(ctx, tries, err=format_ != "text")
    common.show_lines(ctx, [ScreenLine(number, "yellow") for number in numbers])
    lab = " --lab" if options.lab else ""
    if output:
        common.suggest_command(f"written to {output}; apply it", f"netops deploy {output}{lab}")
    if plan.steps and not verbose and format_ == "text":
        common.suggest_command("details", f"netops show {output}" if output else "the same command with -v")
    codes = [ExitCode.DEVICES] if plan.failed or any(tried.failed for tried in tries.values()) else []
    codes += [ExitCode.DIFFERENCES] if exit_code and plan.steps else []
    common.exit_unless_ok(worst_exit_code(codes))


def _show_tries(ctx: click.Context, tries: Mapping[str, DryRunResult], *, err: bool) -> None:
    """What each device says of its step, then how many say what."""
    if not tries:
        return
    odd = {name: tried for name, tried in sorted(tries.items()) if tried.state != "as predicted"}
    counts = Counter(tried.state for tried in tries.values())
    recap = ScreenLine(f"check: {', '.join(f'{number} {state}' for state, number in counts.items())}", "bold")
    common.show_lines(ctx, [*(ScreenLine(f"{name}: {tried.state}: {tried.detail}", "red") for name, tried in odd.items()), recap], err=err)
