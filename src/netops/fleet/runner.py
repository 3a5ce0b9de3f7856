"""A nornir runner with a wall-clock deadline per host: a hung device costs its own result, and nobody else's.

The deadline of a host starts when its task starts. On expiry its drivers are aborted (their sockets close), its result is a failed one
with DeadlineExceeded, the next host takes its place, and the run returns although the thread may go on; threads are daemons.
"""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from nornir.core.inventory import Host
from nornir.core.task import AggregatedResult, MultiResult, Result, Task

from netops.errors import DeadlineExceeded
from netops.fleet.threads import DriversByThread

OnBegin = Callable[[str], None]
OnDone = Callable[[str, MultiResult], None]


class DeadlineRunner:
    """`on_begin(host)` and `on_done(host, result)` are called in the thread that runs the task, host by host as they begin and end."""

    def __init__(
        self,
        num_workers: int = 50,
        deadline_s: float = 300.0,
        drivers: DriversByThread | None = None,
        on_done: OnDone | None = None,
        on_begin: OnBegin | None = None,
    ) -> None:
        self.num_workers = num_workers
        self.deadline_s = deadline_s
        self.drivers = drivers or DriversByThread()
        self.on_done = on_done
        self.on_begin = on_begin

    def reporting(self, on_done: OnDone, on_begin: OnBegin | None = None) -> DeadlineRunner:
        """The same runner, which calls `on_done` and `on_begin`."""
        return DeadlineRunner(self.num_workers, self.deadline_s, self.drivers, on_done, on_begin)

    def run(self, task: Task, hosts: list[Host]) -> AggregatedResult:
        """The results in the order of `hosts`."""
        results = _Run(self, task, hosts).results()
        aggregated = AggregatedResult(task.name)
        aggregated.update({host.name: results[host.name] for host in hosts})
        return aggregated


@dataclass(slots=True)
class _Job:
    """A host at work."""

    host: Host
    deadline: float
    thread: threading.Thread


class _Run:
    """One run of one task over all hosts; everything but `_work` happens in the calling thread."""

    def __init__(self, runner: DeadlineRunner, task: Task, hosts: list[Host]) -> None:
        self._runner = runner
        self._task = task
        self._waiting = deque(hosts)
        self._jobs: dict[str, _Job] = {}
        self._ended: queue.SimpleQueue[tuple[str, MultiResult]] = queue.SimpleQueue()
        self._results: dict[str, MultiResult] = {}

    def results(self) -> dict[str, MultiResult]:
        try:
            while self._waiting or self._jobs:
                self._fill_places()
                self._await_one()
        except BaseException:
            for job in list(self._jobs.values()):
                self._cut_off(job)
            raise
        return self._results

    def _fill_places(self) -> None:
        while self._waiting and len(self._jobs) < self._runner.num_workers:
            host = self._waiting.popleft()
            thread = threading.Thread(target=self._work, args=(host,), name=f"netops-{host.name}", daemon=True)
            self._jobs[host.name] = _Job(host, time.monotonic() + self._runner.deadline_s, thread)
            thread.start()
            if self._runner.on_begin:
                self._runner.on_begin(host.name)

    def _work(self, host: Host) -> None:
        try:
            result = self._task.copy().start(host)
        except BaseException as error:
            result = _failed(self._task, host, error)
        self._ended.put((host.name, result))

    def _await_one(self) -> None:
        first = min(job.deadline for job in self._jobs.values())
        try:
            name, result = self._ended.get(timeout=max(0.0, first - time.monotonic()))
        except queue.Empty:
            self._expire()
            return
        if name in self._jobs:
            self._record(name, result)

    def _expire(self) -> None:
        now = time.monotonic()
        for job in [job for job in self._jobs.values() if job.deadline <= now]:
            self._cut_off(job)
            error = DeadlineExceeded(
                job.host.name,
                f"no end after {self._runner.deadline_s:g} s: its connection was closed, and its state is unknown",
                hint="look at the device before the next change; --timeout gives it more time",
            )
            self._record(job.host.name, _failed(self._task, job.host, error))

    def _cut_off(self, job: _Job) -> None:
        job.host.connections.pop("netops", None)
        self._runner.drivers.expire(job.thread)

    def _record(self, name: str, result: MultiResult) -> None:
        del self._jobs[name]
        self._results[name] = result
        if self._runner.on_done:
            self._runner.on_done(name, result)


def _failed(task: Task, host: Host, error: BaseException) -> MultiResult:
    results = MultiResult(task.name)
    results.append(Result(host, exception=error, result=str(error), failed=True))
    results[0].name = task.name
    return results
