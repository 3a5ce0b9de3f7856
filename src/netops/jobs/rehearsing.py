"""A plan tried in a private lab that runs what the plan was made for: applied, read back, taken back, read again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from netops.config import Cause, ConfigPair, ParsedConfig
from netops.deploy import REVERT_AFTER_S, Deployment
from netops.deploy.texts import TargetConfigs
from netops.errors import ExitCode, PlanDamaged, StalePlan
from netops.events import Listener, Outcome, silent
from netops.jobs.deploying import apply_plan
from netops.jobs.intended import IntendedConfigs
from netops.jobs.on_the_way import configs_on_management_paths
from netops.jobs.operation import DeviceFleet, Operation
from netops.jobs.planning import rollback_plan
from netops.jobs.reading import Reading, read_targets
from netops.jobs.recomputing import GONE, earlier_manual_edits, recompute_plan
from netops.jobs.selection import Selection, platform_of
from netops.lab import InitialConfigs, Lab, private_lab
from netops.lab.running import FOLDER as LAB_FOLDER
from netops.lab.simulators import simulator_of
from netops.model.company import Company
from netops.plan import Plan, Step
from netops.plan.file import plan_digest
from netops.plan.restore import name_secrets
from netops.state import State

FOLDER = "rehearsals"

Guard = Callable[[Plan, str], object]
"""Refuses a plan that may not be applied; with the run that it takes back, else an empty text."""


@dataclass(frozen=True, slots=True)
class RehearsedEnd:
    """How one way of a target ended, and the lines in which it does not run what it should then."""

    outcome: Outcome
    detail: str = ""
    unlike: tuple[str, ...] = ()

    @property
    def is_right(self) -> bool:
        """Whether the target runs what it should."""
        return self.outcome == Outcome.APPLIED and not self.unlike


@dataclass(frozen=True, slots=True)
class RehearsedTarget:
    """What became of one target. `lines`: of the config that it was started with; `held`: so many of them have no behaviour in the lab."""

    platform: str
    lines: int
    held: int
    deployed: RehearsedEnd
    rolled_back: RehearsedEnd

    @property
    def is_proven(self) -> bool:
        """Whether the plan leads where it says, and its rollback leads back."""
        return self.deployed.is_right and self.rolled_back.is_right


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What became of the targets of a plan, and why others could not be rehearsed."""

    lab: str
    targets: Mapping[str, RehearsedTarget]
    left_out: Mapping[str, str]

    @property
    def failed(self) -> list[str]:
        """The targets that do not end as the plan says, or do not come back."""
        return [name for name, one in self.targets.items() if not one.is_proven]

    def exit_code(self, *, partial: bool) -> ExitCode:
        """`partial`: targets that cannot be rehearsed are no failure."""
        return ExitCode.DEVICES if self.failed or (self.left_out and not partial) else ExitCode.OK


def state_file(company: Company) -> Path:
    """Where it is remembered what netops has done to the real devices."""
    return company.project.state_dir / "state.db"


def targets_without_lab(company: Company, plan: Plan, file: str) -> dict[str, str]:
    """The targets of a plan that no lab can hold, with the reason. StalePlan for one that the inventory has no more.

    PlanDamaged where a running config in the plan is not the one that a step was made for.
    """
    found = {name: f"nothing is planned for it: {why}" for name, (_, why) in plan.failed.items()}
    for name, step in plan.steps.items():
        if name not in company.targets:
            raise StalePlan(f"the plan is stale: {name}: {GONE}", hint="plan again: netops plan")
        if simulator_of(step.platform) is None:
            found[name] = f"platform {step.platform} is not simulated"
    if edited := earlier_manual_edits(company, plan):
        raise PlanDamaged(message="\n    ".join([f"{file}: it is not as netops wrote it", *edited]), hint="plan again: netops plan")
    return found


def _runs_old(company: Company, step: Step, text: str) -> bool:
    """Whether a config is the one that a step was made for, whatever its secrets are."""
    return TargetConfigs(platform_of(company, step.target), step).runs_old(text)


@contextmanager
def rehearsal_lab(company: Company, plan: Plan, intended: IntendedConfigs) -> Iterator[Operation]:
    """An operation on a private lab whose targets run the configs that the plan was made for. The state of earlier deploys is copied.

    The lab has the devices on the way to the targets too, where it is known what they run, so that a cut through a neighbour shows.
    """
    targets = [company.target(name) for name in plan.steps]
    beside = configs_on_management_paths(company, plan)
    configs = InitialConfigs({**beside, **{name: _with_names(company, step) for name, step in plan.steps.items()}}, {})
    with (
        private_lab(company, [*targets, *map(company.target, beside)], configs, company.project.state_dir / FOLDER) as lab,
        State(lab.folder / "state.db") as state,
    ):
        _copy_state(state, company, plan)
        yield Operation(Selection(company, targets, lab), intended, DeviceFleet(company, lab), state)


def _with_names(company: Company, step: Step) -> str:
    """What a target runs, with the company's own secrets where what is intended has them at the same lines: the lab has values for them."""
    platform = platform_of(company, step.target)
    return name_secrets(ParsedConfig(platform, step.before), ParsedConfig(platform, step.intended))


def _copy_state(state: State, company: Company, plan: Plan) -> None:
    """Remember in the lab what netops has applied to the targets, and which devices it knew.

    A plan that knows of earlier deploys to a target that the real network never had was made for the lab: its state has them. Where there
    is no state, as in CI, targets without `managed` count as deployed before: else the plan would have left them out.
    """
    if (path := state_file(company)).is_file():
        with State(path) as real:
            state.set_devices(real.devices())
            _copy_applied(real, state, plan.steps)
    of_lab = [name for name, step in plan.steps.items() if state.applied(name) is None and _knows_earlier_deploys(step)]
    if of_lab and (path := company.project.state_dir / LAB_FOLDER / "state.db").is_file():
        with State(path) as lab:
            _copy_applied(lab, state, of_lab)
    for name, step in plan.steps.items():
        if state.applied(name) is None and "managed" not in company.view(name):
            state.set_applied(name, "", plan.commit, step.before, step.managed)


def _copy_applied(source: State, state: State, names: Iterable[str]) -> None:
    for found in filter(None, map(source.applied, names)):
        state.set_applied(found.target, found.run, found.commit, found.text, found.managed)


def _knows_earlier_deploys(step: Step) -> bool:
    """Whether a step was made by what an earlier deploy has applied: else no cause of a difference is known."""
    return any(line.differs and line.cause != Cause.UNKNOWN for line in step.diff)


@dataclass(frozen=True, slots=True)
class Rehearsing:
    """A rehearsal while it goes on: the operation on its lab, the plan file, and how plans are applied. `file`: its name in messages.

    `targets_without_lab`: the targets of the plan that the lab does not hold, with the reason.
    """

    operation: Operation
    plan: Plan
    left_out: Mapping[str, str]
    guard: Guard
    file: str = "plan"
    max_failures: int = 0
    revert_after_s: int = REVERT_AFTER_S
    skip_checks: Collection[str] = ()
    listen: Listener = silent

    def run(self) -> Rehearsal:
        """What becomes of the targets: the plan of the file is computed again as a deploy does, and refused as there; so is its rollback.

        Both are applied in waves by the same drivers. What the targets run is read over connections of its own after each.
        """
        unlike = self._unlike_start()
        names = [name for name in self.plan.steps if name not in unlike and name not in self.left_out]
        now = recompute_plan(self.operation, self.plan.only(names), self.listen, file=self.file, whole=self.plan)
        self.guard(self._whole(now), "")
        there = self._apply(now, "deploy")
        after = self._ends(there, {name: self.plan.steps[name].predicted for name in names})
        way_back = rollback_plan(self.operation, there.run, self.listen)
        self.guard(way_back, there.run)
        again = self._ends(self._apply(way_back, "rollback"), {name: self.plan.steps[name].before for name in names})
        targets = {name: self._rehearsed(name, after[name], again[name]) for name in sorted(names)}
        return Rehearsal(self._lab.banner, targets, dict(sorted({**self.left_out, **unlike}.items())))

    def _whole(self, now: Plan) -> Plan:
        """The plan of the whole file, for guards: with the causes of lines as they are now.

        Without a state of earlier deploys, as in CI, they are as in the file; everything else of it is compared already.
        """
        steps = {**self.plan.steps, **now.steps} if state_file(self.operation.company).is_file() else self.plan.steps
        return replace(now, steps=steps, waves=self.plan.waves)

    @property
    def _lab(self) -> Lab:
        assert self.operation.selection.lab
        return self.operation.selection.lab

    def _apply(self, plan: Plan, verb: str) -> Deployment:
        run = self.operation.state.start(verb, self.operation.selection.commit, plan_digest(plan))
        done = apply_plan(
            self.operation,
            plan,
            run,
            max_failures=self.max_failures,
            revert_after_s=self.revert_after_s,
            skip_checks=self.skip_checks,
            listen=self.listen,
        )
        if done.interrupted:
            raise KeyboardInterrupt
        return done

    def _ends(self, done: Deployment, wanted: Mapping[str, str]) -> dict[str, RehearsedEnd]:
        """How targets ended, and in what they differ from the configs that they should run now."""
        ends = {}
        for name, reading in read_targets(self.operation, wanted, self.listen).items():
            unlike = _differences(self.operation, self.plan.steps[name], reading, wanted[name])
            result = done.results.get(name)
            ends[name] = RehearsedEnd(result.outcome, result.detail, unlike) if result else RehearsedEnd(Outcome.NOT_REACHED, "", unlike)
        return ends

    def _rehearsed(self, name: str, deployed: RehearsedEnd, rolled_back: RehearsedEnd) -> RehearsedTarget:
        step, counted = self.plan.steps[name], self._lab.status()["targets"][name]
        return RehearsedTarget(step.platform, len(step.before.splitlines()), counted["opaque_lines"], deployed, rolled_back)

    def _unlike_start(self) -> dict[str, str]:
        """The targets whose simulator does not run the config that it was started with, with the reason."""
        found = {}
        for name, reading in read_targets(self.operation, self.plan.steps.keys() - self.left_out.keys(), self.listen).items():
            step = self.plan.steps[name]
            if reading.error or not _runs_old(self.operation.company, step, reading.text):
                lines = _differences(self.operation, step, reading, step.before)
                found[name] = f"its simulator does not run the config that it was started with: {'; '.join(lines[:3])}"
        return found


def _differences(operation: Operation, step: Step, reading: Reading, wanted: str) -> tuple[str, ...]:
    """The lines in which a target does not run a config; `-` is on the target, `+` should be."""
    if reading.error:
        return (reading.error,)
    platform = operation.selection.platform(step.target)
    intended = ParsedConfig(platform, step.intended)
    now, then = (ParsedConfig(platform, ParsedConfig(platform, text).normal(intended)) for text in (reading.text, wanted))
    if now.text == then.text:
        return ()
    lines = tuple(f"{line.sign} {line.text.strip()}" for line in ConfigPair(now, then).difference if line.sign != " ")
    return lines or ("the order of its lines",)
