"""Reports for a terminal: what matters first, then a recap by number and by name. No escape sequence of a device gets through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from netops.config import DiffLine
from netops.drift import Drift
from netops.events import Outcome
from netops.messages import first_few, pluralize
from netops.plan import Plan, Step
from netops.report._plan_view import MOST_LINES, plan_summary, plan_view
from netops.report._words import file_age, how_applied, skipped_text, source_note, step_notes
from netops.report.record import DeployRun, DriftRun, origin_text
from netops.screen import PIPED, Screen, ScreenLine, Style, diff_line

_STYLES: dict[Outcome, Style] = {Outcome.APPLIED: "green", Outcome.UNCHANGED: "", Outcome.SKIPPED: "dim", Outcome.NOT_REACHED: "yellow"}
"""Any other outcome is a failure."""


@dataclass(frozen=True, slots=True)
class TextReport:
    """The reports of this format on one screen. `verbose`: all details, where reports are in short otherwise."""

    screen: Screen = PIPED
    verbose: bool = False

    def plan(self, plan: Plan) -> str:
        """What a deploy of this plan would do, and whether it was made from what the devices run."""
        return (plan_view if self.verbose else plan_summary)(plan, self.screen)

    def plan_to_apply(self, plan: Plan) -> str:
        """What will be done now, in few lines."""
        return plan_summary(plan, self.screen, is_applied=True)

    def differences(self, plan: Plan) -> str:
        """Only the differences of a plan, and which targets were not compared."""
        lines = [
            *map(ScreenLine, source_note(plan.running, plan.created)),
            *(line for step in plan.steps.values() for line in _step(plan, step)),
        ]
        lines += [ScreenLine(f"{name}: no difference{file_age(plan.running, name, plan.created)}") for name in plan.unchanged]
        return self.screen.show([*lines, *(ScreenLine(text, "dim") for text in skipped_text(plan.skipped))])

    def deployment(self, run: DeployRun) -> str:
        """How each target ended, the failed ones with their reason."""
        return self.screen.show([*_endings(run), *_recap(run, self.screen)])

    def drift(self, run: DriftRun) -> str:
        """Which targets differ, then in what: each line with its cause and its YAML line."""
        in_short = not self.verbose and is_in_short(run)
        rows = [(d.target, d.platform, d.site, str(len(d.differing)), _causes(d)) for d in run.drifted] if len(run.drifted) > 1 else []
        lines = self.screen.table(("TARGET", "PLATFORM", "SITE", "LINES", "CAUSES"), rows, cut=(2, 4))
        lines += [ScreenLine()] if rows else []
        lines += [] if in_short else [line for drift in run.drifted for line in _drift(drift)]
        lines += [ScreenLine(_ended(drift.target, str(drift.outcome), drift.error), "red") for drift in run.failed]
        return self.screen.show([*lines, *(ScreenLine(text, "dim") for text in skipped_text(run.skipped)), *_drift_recap(run)])


def is_in_short(run: DriftRun) -> bool:
    """Whether what has drifted is more than a screen, so that its lines are left out."""
    return len(run.drifted) > 1 and sum(len(drift.lines) for drift in run.drifted) > MOST_LINES


def on(screen: Screen, *, verbose: bool = False) -> TextReport:
    """The reports of this format on a screen."""
    return TextReport(screen, verbose)


def plan(plan: Plan) -> str:
    """What a deploy of this plan would do, in short."""
    return TextReport().plan(plan)


def deployment(run: DeployRun) -> str:
    """How each target ended."""
    return TextReport().deployment(run)


def drift(run: DriftRun) -> str:
    """What differs on each target."""
    return TextReport().drift(run)


def _step(plan: Plan, step: Step) -> Iterator[ScreenLine]:
    """The difference of one target, with what is to be known of it but for the risk of a deploy."""
    number = sum(line.differs for line in step.diff)
    written = file_age(plan.running, step.target, plan.created)
    yield ScreenLine(f"{step.target} ({step.platform}): {pluralize(number, 'line')}, {how_applied(step)}{written}", "bold")
    yield from map(_line, step.diff)
    yield from (ScreenLine(f"    {note}") for note in step_notes(step, plan.captured_for, risks=False))
    yield ScreenLine()


def _line(line: DiffLine, note: str = "") -> ScreenLine:
    return diff_line(line.sign, line.depth, line.text.strip(), f"{origin_text(line)}{note}" if line.differs else "")


def _endings(run: DeployRun) -> Iterator[ScreenLine]:
    """What is to be known of single targets: why they failed, what was not checked, what is left to do."""
    results = sorted(run.deployment.results.items())
    for name, done in results:
        if done.detail and done.outcome != Outcome.SKIPPED:
            yield ScreenLine(_ended(name, done.outcome, done.detail), _STYLES.get(done.outcome, "red"))
    for name, done in results:
        if done.until:
            settle = f"netops history --settle {run.deployment.run}"
            yield ScreenLine(f"{name}: may still change until {done.until:%H:%M:%S} UTC; how it ended: {settle}", "yellow")
    yield from (ScreenLine(f"{name}: not checked: {what}", "yellow") for name, done in results for what in done.unchecked)
    for name, done in results:
        if done.finish:
            yield ScreenLine(f"{name}: to finish it by hand:")
            yield from (ScreenLine(f"    {command}") for command in done.finish)


def _ended(name: str, outcome: str, why: str) -> str:
    """One target's end; errors name their target too, but once is enough."""
    return f"{name}: {outcome}: {why.removeprefix(f'{name}: ')}"


def _recap(run: DeployRun, screen: Screen) -> Iterator[ScreenLine]:
    """How many targets ended how, those that were skipped by reason, and which these are: on a terminal as many as a row takes."""
    yield ScreenLine(f"run {run.deployment.run}", "bold")
    for outcome in Outcome:
        by_why: dict[str, list[str]] = {}
        for name in run.deployment.named(outcome):
            by_why.setdefault(run.deployment.results[name].detail if outcome == Outcome.SKIPPED else "", []).append(name)
        for why, names in sorted(by_why.items(), key=lambda row: len(row[1])):
            reason = f": {why}" if why else ""
            yield ScreenLine(screen.cut(f"  {len(names):>4} {outcome:<16} {first_few(names)}{reason}"), _STYLES.get(outcome, "red"))
    yield from map(ScreenLine, run.setting.notes)


def _drift_recap(run: DriftRun) -> Iterator[ScreenLine]:
    parts = [f"{len(run.clean)} clean", f"{len(run.drifted)} drifted", f"{len(run.failed)} not read"]
    parts += [f"{len(run.skipped)} skipped"] if run.skipped else []
    yield ScreenLine(f"drift: {', '.join(parts)}", "bold")
    yield from [ScreenLine(f"  drifted: {first_few([d.target for d in run.drifted])}", "red")] if run.drifted else []
    yield from [ScreenLine(f"  not read: {first_few([d.target for d in run.failed])}", "red")] if run.failed else []


def _causes(drift: Drift) -> str:
    """The causes of a drift, the most frequent first."""
    return ", ".join(f"{number} {cause}" for cause, number in Counter(str(line.cause) for line in drift.differing).most_common())


def _drift(drift: Drift) -> Iterator[ScreenLine]:
    yield ScreenLine(f"{drift.target} ({drift.platform}) at {drift.site}: {pluralize(len(drift.differing), 'difference')}", "bold")
    for line, item in zip(drift.lines, drift.items, strict=True):
        number = f"  item {item}" if item and not line.continued else ""
        yield _line(line, f"  [{line.cause}]{number}")
    yield ScreenLine()
