"""A whole run: waves over nornir, one failure stops the waves after it, every target ends with an outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from netops.deploy.target import Done
from netops.events import BAD, Event, Listener, Outcome, silent
from netops.plan import Plan

ApplyWave = Callable[[tuple[str, ...]], Mapping[str, Done]]


@dataclass(frozen=True, slots=True)
class Deployment:
    """What a run did: an outcome for each target of the plan, and its recap."""

    run: str
    plan: Plan
    results: Mapping[str, Done]
    planned_only: bool = field(default=False)

    def named(self, outcome: Outcome) -> list[str]:
        """The targets that ended so."""
        return [name for name, done in sorted(self.results.items()) if done.outcome == outcome]

    @property
    def failed(self) -> bool:
        return any(done.outcome in BAD for done in self.results.values())

    @property
    def stale(self) -> bool:
        return any(done.stale for done in self.results.values())


def deploy(plan: Plan, run: str, apply_wave: ApplyWave, *, max_failures: int = 0, listen: Listener = silent) -> Deployment:
    """Apply the waves of a plan in order. After more than `max_failures` failures the remaining targets are not reached."""
    results: dict[str, Done] = {name: Done(Outcome.UNCHANGED) for name in plan.unchanged}
    results |= {name: Done(Outcome.SKIPPED, why) for name, why in (plan.skipped or {}).items()}
    results |= {name: Done(Outcome(outcome), why) for name, (outcome, why) in (plan.failed or {}).items()}
    failures = 0
    for number, wave in enumerate(plan.waves, 1):
        if failures > max_failures:
            results |= {name: Done(Outcome.NOT_REACHED, "an earlier wave failed") for name in wave}
            continue
        listen(Event("stage", f"wave {number} of {len(plan.waves)}: {', '.join(wave[:3])}{' ...' if len(wave) > 3 else ''}"))
        done = apply_wave(wave)
        results |= done
        failures += sum(result.outcome in BAD for result in done.values())
    return Deployment(run, plan, results)
