"""What became of each target of a nornir run, in the words of netops."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from nornir.core import Nornir
from nornir.core.exceptions import NornirSubTaskError
from nornir.core.task import AggregatedResult, MultiResult

from netops.errors import DeviceError, ExitCode, NetopsError, Refused, StalePlan, worst_exit_code
from netops.events import BAD, Event, Listener, Outcome, silent
from netops.fleet.context import KEY, Context
from netops.fleet.runner import DeadlineRunner

_OUTCOMES: Mapping[type[Exception], Outcome] = {Refused: Outcome.REFUSED, StalePlan: Outcome.REFUSED}
"""Outcomes of errors that are no DeviceError (which carries its own); all others count as failed."""


@dataclass(frozen=True, slots=True)
class TaskAnswer:
    """The end of a task for one target: `value` is what the task gave, `error` what it raised. Exactly one of them counts.

    `outcome` is the error's, or that of a value which has an `outcome`; None when the task just gave its value.
    """

    target: str
    value: Any = None
    error: Exception | None = None
    outcome: Outcome | None = None

    @property
    def ok(self) -> bool:
        return self.error is None and self.outcome not in BAD

    @property
    def message(self) -> str:
        """One text for people: the error, or why the target was skipped."""
        if self.error is None:
            return str(self.value) if self.outcome is Outcome.SKIPPED else ""
        known = isinstance(self.error, NetopsError)
        return str(self.error) if known else f"{self.target}: a bug in a task: {type(self.error).__name__}: {self.error}"

    @property
    def exit_code(self) -> ExitCode:
        if self.error is not None:
            return getattr(self.error, "exit_code", ExitCode.BUG)
        return ExitCode.DEVICES if self.outcome in BAD else ExitCode.OK


@dataclass(frozen=True, slots=True)
class SkippedTarget:
    """What a task gives for a target that it has nothing to do on."""

    why: str
    outcome: Outcome = Outcome.SKIPPED

    def __str__(self) -> str:
        return self.why


def run_task(nornir: Nornir, task: Callable[..., Any], listen: Listener = silent, **arguments: Any) -> dict[str, TaskAnswer]:
    """Run a task on every host of a fleet; `listen` hears of each. Hosts that failed before run again. Sorted by target."""
    nornir.data.reset_failed_hosts()
    total = len(nornir.inventory.hosts)
    done = 0

    def report(target: str, result: MultiResult) -> None:
        nonlocal done
        done += 1
        answer = _answer(target, result)
        words = answer.message.partition("\n")[0] or str(answer.outcome or "")
        listen(Event("result", words, target, answer.outcome, done, total))

    def begin(target: str) -> None:
        listen(Event("begin", "", target, None, done, total))

    runner = nornir.runner
    reporting = nornir.with_runner(runner.reporting(report, begin)) if isinstance(runner, DeadlineRunner) else nornir
    return answers_of(nornir, reporting.run(task, **arguments))


def answers_of(nornir: Nornir, aggregated: AggregatedResult) -> dict[str, TaskAnswer]:
    """What became of each target, those that were skipped included, sorted by name."""
    answers = {name: _answer(name, result) for name, result in aggregated.items()}
    context: Context | None = nornir.config.user_defined.get(KEY)
    for name, why in context.skipped.items() if context else ():
        answers[name] = TaskAnswer(name, why, None, Outcome.SKIPPED)
    return dict(sorted(answers.items()))


def exit_code(answers: Mapping[str, TaskAnswer]) -> ExitCode:
    """The exit code of a run, by the worst answer."""
    return worst_exit_code(answer.exit_code for answer in answers.values())


def _answer(target: str, result: MultiResult) -> TaskAnswer:
    error = _cause(result)
    if error is not None:
        return TaskAnswer(target, None, error, _outcome(error))
    if result.failed:
        return TaskAnswer(target, None, DeviceError(target, f"a step of the task failed: {result[0].result}"), Outcome.FAILED)
    value = result[0].result
    outcome = getattr(value, "outcome", None)
    return TaskAnswer(target, value, None, outcome if isinstance(outcome, Outcome) else None)


def _cause(result: MultiResult) -> Exception | None:
    """The error of a result; of a failed subtask, the one that it failed with."""
    error = result[0].exception
    while isinstance(error, NornirSubTaskError):
        error = next((part.exception for part in error.result if part.exception), None) or _unnamed(error)
    return error if isinstance(error, Exception) or error is None else RuntimeError(f"{type(error).__name__}: {error}")


def _unnamed(error: NornirSubTaskError) -> Exception:
    return RuntimeError(f"subtask {error.task.name} failed")


def _outcome(error: Exception) -> Outcome:
    if isinstance(error, DeviceError):
        return Outcome(error.outcome)
    return next((outcome for kind, outcome in _OUTCOMES.items() if isinstance(error, kind)), Outcome.FAILED)
