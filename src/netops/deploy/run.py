"""A whole run: waves over nornir, one failure stops the waves after it, every target ends with an outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from netops.deploy.records import TargetResult
from netops.errors import ExitCode, worst_exit_code
from netops.events import BAD, Event, Listener, Outcome, silent
from netops.messages import first_few
from netops.plan import Plan

ApplyWave = Callable[[tuple[str, ...]], Mapping[str, TargetResult]]


@dataclass(frozen=True, slots=True)
class WaveBreak:
    """The moment between two waves: so many are `done`, with these results so far."""

    plan: Plan
    done: int
    results: Mapping[str, TargetResult]


Between = Callable[[WaveBreak], str]
"""What happens between two waves. It returns why the next ones are not begun, or '' to go on."""


def continue_always(moment: WaveBreak) -> str:
    """Nothing stops the next wave."""
    return ""


@dataclass(frozen=True, slots=True)
class Deployment:
    """What a run did: an outcome for each target of the plan. An interrupted one was stopped by a person or a signal."""

    run: str
    plan: Plan
    results: Mapping[str, TargetResult]
    interrupted: bool = False

    def named(self, outcome: Outcome) -> list[str]:
        """The targets that ended so."""
        return [name for name, done in sorted(self.results.items()) if done.outcome == outcome]

    @property
    def exit_code(self) -> ExitCode:
        """By the worst target."""
        return worst_exit_code(
            [ExitCode.INTERRUPTED if self.interrupted else ExitCode.OK, *(done.exit_code for done in self.results.values())]
        )


def initial_results(plan: Plan) -> dict[str, TargetResult]:
    """The outcomes that are known before anything is sent."""
    return (
        {name: TargetResult(Outcome.UNCHANGED) for name in plan.unchanged}
        | {name: TargetResult(Outcome.SKIPPED, why) for name, why in plan.skipped.items()}
        | {name: TargetResult(Outcome(outcome), why) for name, (outcome, why) in plan.failed.items()}
    )


def deploy(
    plan: Plan, run: str, apply_wave: ApplyWave, *, max_failures: int = 0, between: Between = continue_always, listen: Listener = silent
) -> Deployment:
    """Apply the waves of a plan in order. After more than `max_failures` failures the remaining targets are not reached.

    A target of a wave that has failed before, since it could not be read, counts in its wave. `between` is called before each wave that
    follows another one and has a target to change.
    """
    results = initial_results(plan)
    failures, stopped = 0, ""
    for number, wave in enumerate(plan.waves, 1):
        planned = tuple(name for name in wave if name not in plan.failed)
        if not stopped and number > 1 and planned:
            stopped = "an earlier wave failed" if failures > max_failures else between(WaveBreak(plan, number - 1, results))
        if stopped:
            results |= {name: TargetResult(Outcome.NOT_REACHED, stopped) for name in planned}
            continue
        listen(Event("stage", f"wave {number} of {len(plan.waves)}: {first_few(wave, 3)}"))
        results |= apply_wave(planned)
        failures += sum(results[name].outcome in BAD for name in wave)
    return Deployment(run, plan, results)
