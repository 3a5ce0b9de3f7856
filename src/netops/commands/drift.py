"""netops drift"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netops.commands import common
from netops.commands.options import TargetOptions, html_report, report_format, target_options
from netops.errors import ExitCode, worst_exit_code

if TYPE_CHECKING:
    from netops.drift import Drift


@click.command(
    epilog=common.help_epilog("netops drift --limit site=ber\nnetops drift --exit-code --html drift.html --format json > drift.json")
)
@target_options()
@click.option("--exit-code", is_flag=True, help="End with 4 when anything has drifted (5 when a target could not be read).")
@click.option("-v", "--verbose", is_flag=True, help="Show every line that differs, also where many targets have drifted.")
@html_report
@report_format
@click.pass_context
def command(ctx: click.Context, options: TargetOptions, exit_code: bool, verbose: bool, html: Path | None, format_: str) -> None:
    """Report where devices have left the source of truth, and why.

    Each difference names its cause and the YAML line that it departs from. The signs say what a deploy would do: - is a line that only the
    device has, + one that it lacks. A target that cannot be read is an error, never a pass.
    """
    from netops.commands import _shared
    from netops.jobs import find_drift
    from netops.report import html as page
    from netops.report.record import DriftRun
    from netops.report.text import is_in_short

    reporter = common.make_report(ctx, format_, "drift", verbose=verbose)
    with (
        _shared.make_operation(ctx, options, strict=False) as operation,
        common.progress("drift", len(operation.selection.reachable)) as listen,
    ):
        skipped = operation.selection.skipped | operation.unmanaged()
        found = DriftRun(_shared.report_context(operation.selection), find_drift(operation, listen), skipped)
    click.echo(reporter.drift(found), nl=False)
    common.write_report(html, lambda: page.drift(found))
    if format_ == "text":
        if not verbose and is_in_short(found):
            common.suggest_command("each line", "the same command with -v")
        _suggest(found.drifted, " --lab" if options.lab else "")
    codes = [ExitCode.DEVICES] if found.failed else []
    codes += [ExitCode.DIFFERENCES] if found.drifted and exit_code else []
    common.exit_unless_ok(worst_exit_code(codes))


def _suggest(drifted: Sequence[Drift], lab: str) -> None:
    """Show what comes next: of a change by hand, to take it over or back; else what a deploy would do."""
    from netops.config import Cause

    manual = next((drift.target for drift in drifted if any(line.cause == Cause.MANUAL for line in drift.differing)), "")
    if manual:
        common.suggest_command("take the change by hand into YAML", f"netops adopt {manual}{lab}")
        common.suggest_command("take it back", f"netops deploy {manual}{lab} --overwrite-manual")
    elif drifted:
        common.suggest_command("what a deploy would do", f"netops plan{lab}")
