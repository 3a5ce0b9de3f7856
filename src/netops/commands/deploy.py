"""netops deploy"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netops.commands import common
from netops.commands.options import ApplyOptions, TargetOptions, apply_options, report_format, target_options
from netops.errors import Interrupted, UsageError, printable_text
from netops.events import Event, Listener, Outcome
from netops.messages import first_few, pluralize

if TYPE_CHECKING:
    from netops.deploy import Deployment, WaveBreak
    from netops.guards import Decision
    from netops.jobs import Operation
    from netops.plan import Plan


@click.command(
    epilog=common.help_epilog("netops deploy change.plan\nnetops deploy ber-acc-1 ber-acc-2\nnetops deploy --lab --yes --html deploy.html")
)
@target_options(metavar="[FILE.plan] [NAME]...")
@apply_options
@report_format
@click.pass_context
def command(ctx: click.Context, options: TargetOptions, applying: ApplyOptions, format_: str) -> None:
    """Apply a plan, or plan and apply in one go.

    One target goes first, then one of each kind of change, then growing waves: never both of a pair, never both ways to anything, far ends
    before what they are reached through; `deploy: {waves: ...}` of netops.yaml has the sizes. Each target is checked against the plan,
    changed with a revert timer where it has one, read back, confirmed, saved and read again. A failure puts the old config back, stops the
    next waves and is named.
    A plan FILE is computed again from the source of truth and what the targets run, and refused when it is not the same: nothing is taken
    from the file. Names and --limit apply a part of it. An argument is a plan file when it ends in .plan or such a file exists.
    """
    from netops.commands import _guards, _shared
    from netops.guards import Selected
    from netops.jobs import make_plan, recompute_plan
    from netops.jobs.guarding import plan_file

    reporter = common.make_report(ctx, format_, "deployment")
    file, options = split_plan_file(options)
    with _shared.make_operation(ctx, options, checked=True) as operation:
        signed = None
        _shared.settle_earlier_runs(operation)
        if file:
            filed = load_plan(file)
            signed = plan_file(operation, file, filed)
            part = select_part_of_plan(filed, operation, file) if options.names or options.limit is not None else filed
            with common.progress("check", len(part.steps)) as listen:
                plan = recompute_plan(operation, part, listen, file=str(file), whole=filed)
        else:
            with common.progress("plan", len(operation.selection.reachable)) as listen:
                plan = make_plan(operation, listen)
        plan = replace(plan, reason=applying.reason or plan.reason, ticket=applying.ticket or plan.ticket)
        show_plan(ctx, plan, format_)
        selection = Selected(str(file), by_file=True) if file else _guards.selected_by_options(options, operation)
        decision = _guards.check_guards_or_refuse(operation, plan, applying, selection, file=signed)
        deployment = apply_confirmed(operation, plan, "deploy", applying, decision)
        report_deployment(deployment, operation, applying, decision, reporter)


def split_plan_file(options: TargetOptions) -> tuple[Path | None, TargetOptions]:
    """The plan file among the arguments, and the options with the names that are left. UsageError for two of them."""
    files = [name for name in options.names if name.endswith(".plan") or Path(name).is_file()]
    if len(files) > 1:
        raise UsageError(f"one plan file at a time, found {', '.join(files)}", hint="apply them one after the other")
    rest = tuple(name for name in options.names if name not in files)
    return (Path(files[0]) if files else None), replace(options, names=rest)


def load_plan(file: Path) -> Plan:
    """The plan of a file. UsageError when there is none, PlanDamaged when it is none."""
    from netops.plan import plan_from_json

    if not file.is_file():
        raise UsageError(f"no plan file {file}", hint="make one: netops plan -o FILE")
    return plan_from_json(file.read_text(encoding="utf-8", errors="replace"), str(file))


def select_part_of_plan(plan: Plan, operation: Operation, file: Path) -> Plan:
    """The part of a plan that is about the selected targets. UsageError when it changes none of them."""
    part = plan.only([target.name for target in operation.selection.targets])
    if plan.steps and not part.steps:
        raise UsageError(f"the selection has nothing that {file} changes", hint=f"it changes {', '.join(plan.steps)}")
    return part


def show_plan(ctx: click.Context, plan: Plan, format_: str) -> None:
    """Show what will be applied, in short: netops plan and netops show have the lines."""
    from netops.commands._terminal import make_screen
    from netops.report.text import on

    if format_ == "text":
        click.echo(on(make_screen(ctx)).plan_to_apply(plan))


def apply_confirmed(operation: Operation, plan: Plan, verb: str, applying: ApplyOptions, decision: Decision) -> Deployment:
    """Ask, apply the plan and write the journal. MissingSecret, or UsageError of `capture:`, before anything is sent."""
    from netops.commands import _guards
    from netops.jobs import apply_plan
    from netops.jobs.deploying import capture_store_of, load_health_checks
    from netops.jobs.guarding import targets_outside_window
    from netops.plan.file import plan_digest
    from netops.state import utc_now

    capture_store_of(operation)
    load_health_checks(operation.company, applying.skip_check)
    pause = pause_between_waves(operation, applying)
    operation.require_secrets(name for step in plan.steps.values() for name in step.secrets)
    if plan.steps:
        common.confirm(f"{pluralize(len(plan.steps), 'target')} will change. Go on?", applying.yes)
    run = operation.state.start(verb, operation.selection.commit, plan_digest(plan))
    _guards.record_decision(operation, run, plan, applying, decision)
    with common.progress(verb, len(plan.steps), leaves=f"netops history {run} has the rest") as listen:
        return apply_plan(
            operation,
            plan,
            run,
            max_failures=applying.max_failures,
            revert_after_s=applying.revert_after,
            may_not_begin=lambda names: targets_outside_window(decision.request, names, utc_now()),
            skip_checks=applying.skip_check,
            between=lambda moment: ask_between_waves(moment, pause, listen),
            without_partner=applying.allow_risky,
            listen=listen,
        )


def pause_between_waves(operation: Operation, applying: ApplyOptions) -> str:
    """After which waves a person is asked: never, first, each. UsageError when --pause is given where nobody can be asked."""
    from netops.plan import wave_policy

    is_terminal = sys.stdin.isatty()
    if applying.pause and not is_terminal:
        raise UsageError("no terminal to ask on between waves", hint="leave --pause out")
    wanted = "each" if applying.pause else wave_policy(operation.company.settings).pause
    return wanted if is_terminal else "never"


def ask_between_waves(moment: WaveBreak, pause: str, listen: Listener) -> str:
    """Ask a person whether the next wave may begin; why it may not, when the answer is no."""
    if pause == "never" or (pause == "first" and moment.done > 1):
        return ""
    listen(Event("question", ""))
    done = Counter(moment.results[name].outcome.value for wave in moment.plan.waves[: moment.done] for name in wave)
    ended = ", ".join(f"{number} {outcome}" for outcome, number in sorted(done.items()))
    following = moment.plan.waves[moment.done]
    question = f"wave {moment.done} of {len(moment.plan.waves)} is done: {ended}. Go on with {first_few(following, 5)}?"
    try:
        return "" if common.ask(printable_text(question), "") else f"stopped after wave {moment.done}"
    except Interrupted:
        raise KeyboardInterrupt from None  # as anywhere in a deploy: the recap names what is done


def report_deployment(
    deployment: Deployment,
    operation: Operation,
    applying: ApplyOptions,
    decision: Decision,
    reporter: Any,
    following: tuple[str, str] | None = None,
) -> None:
    """Show how it ended, write the report, suggest what comes next, end with the exit code. `following`: a command in place of the undo."""
    from netops.commands import _guards, _shared
    from netops.report import html as page
    from netops.report.record import DeployRun

    notes = _guards.recap_notes(deployment.plan, applying, decision)
    done = DeployRun(replace(_shared.report_context(operation.selection), notes=notes), deployment)
    click.echo(reporter.deployment(done), nl=False)
    common.write_report(applying.html, lambda: page.deployment(done))
    if deployment.named(Outcome.APPLIED) and not following:
        following = ("undo", f"netops rollback {deployment.run}{' --lab' if operation.selection.lab else ''}")
    if following:
        common.suggest_command(*following)
    common.exit_unless_ok(deployment.exit_code)
