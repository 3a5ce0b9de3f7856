"""netops rollback"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netops.commands import common
from netops.commands.options import ApplyOptions, TargetOptions, apply_options, report_format, target_options
from netops.errors import UsageError, printable_text
from netops.git import has_changes
from netops.messages import first_few

if TYPE_CHECKING:
    from netops.jobs import Operation
    from netops.plan import Plan

LAST = "last"
"""What names the newest run."""


@click.command(epilog=common.help_epilog("netops rollback last\nnetops history\nnetops rollback 20261123-213305-a1b2c3d4"))
@click.argument("run")
@target_options()
@apply_options
@click.option(
    "--identity",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Private key of age or SSH, outside of the project: bring back what `capture:` has stored of the run.",
)
@report_format
@click.pass_context
def command(ctx: click.Context, run: str, options: TargetOptions, applying: ApplyOptions, identity: Path | None, format_: str) -> None:
    """Take back what a run did to its targets.

    It goes the same way as a deploy: planned, shown, applied in waves, read back, written to the journal. What came after the run stays.
    Where somebody has changed the same settings since, the target is left alone and they are named, unless --overwrite-manual is given.
    `last` is the newest run that changed a target.
    The YAML still wants what was taken back: the commit to revert is named.
    Secrets that only the devices had come back with --identity, where `capture:` of netops.yaml has stored them.
    """
    from netops.commands import _guards, _shared, deploy
    from netops.guards import Selected
    from netops.jobs import rollback_plan

    reporter = common.make_report(ctx, format_, "deployment")
    with _shared.make_operation(ctx, options, strict=False) as operation:
        run = _last_change(operation) if run == LAST else run
        _shared.settle_earlier_runs(operation)
        with common.progress("plan", len(operation.selection.reachable)) as listen:
            plan = rollback_plan(operation, run, listen, overwrite=applying.overwrite_manual, captured=_captured(operation, run, identity))
        plan = replace(plan, reason=applying.reason, ticket=applying.ticket)
        deploy.show_plan(ctx, plan, format_)
        decision = _guards.check_guards_or_refuse(operation, plan, applying, Selected(f"run {run}"), rollback_of=run)
        following = _still_wanted(operation, plan, run)
        deployment = deploy.apply_confirmed(operation, plan, "rollback", applying, decision)
        deploy.report_deployment(deployment, operation, applying, decision, reporter, following)


def _last_change(operation: Operation) -> str:
    """The newest run that changed a target, named on stderr. UsageError when there is none."""
    from netops.jobs.planning import last_change

    run = last_change(operation.state)
    if run is None:
        hint = "netops history lists the runs of the lab with --lab, those of the real devices without"
        raise UsageError("no run of the history changed a target", hint=hint)
    click.echo(printable_text(f"last: run {run.id}, {run.verb} by {run.who} at {run.started}"), err=True)
    return run.id


def _captured(operation: Operation, run: str, key: Path | None) -> dict[str, str]:
    """What was stored of the targets before a run. UsageError for a key inside the project, where git may take it."""
    from netops.deploy.capture import read_captured
    from netops.jobs.deploying import capture_store

    if key is None:
        return {}
    root = operation.company.project.root.resolve()
    if key.resolve().is_relative_to(root):
        raise UsageError(f"--identity {key}: a private key may not be in the project {root}", hint="move it out of there")
    names = [target.name for target in operation.selection.targets]
    return read_captured(capture_store(operation.company, operation.selection.lab), run, names, key)


def _still_wanted(operation: Operation, plan: Plan, run: str) -> tuple[str, str] | None:
    """That the YAML still wants what is taken back, on stderr before anything is sent; and what to do about that, to suggest at the end."""
    from netops.jobs import still_intended

    if not (names := still_intended(operation, plan)):
        return None
    commit = operation.state.commit_of(run)
    is_clean = bool(commit) and not has_changes(commit)
    way = f"git revert {commit}" if is_clean else "take the change out of the files: the run was made of files that are in no commit"
    click.echo(
        printable_text(f"the YAML still wants what run {run} did to {first_few(names)}, the next deploy brings it back; so: {way}"),
        err=True,
    )
    return printable_text(f"the YAML still wants the change on {first_few(names)}"), way
