"""The lab's clock: real time plus what was advanced by hand. Every timer of every simulated target runs on it."""

from __future__ import annotations

import asyncio
import heapq
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from itertools import count

Wake = Callable[[float, Callable[[], None]], object]
"""Calls a function after so many real seconds, like `loop.call_later`."""


@dataclass(order=True, slots=True)
class Timer:
    """Something that happens at `due` (seconds since the epoch, on the lab's clock), unless cancelled before."""

    due: float
    order: int
    action: Callable[[], None] | None = field(compare=False)

    def cancel(self) -> None:
        self.action = None


class Clock:
    """Seconds since the epoch, as the simulated targets see them.

    Without `wake`, timers fire only in `advance` and `run_due`; with it (the lab's process) also as real time passes.
    """

    def __init__(self, source: Callable[[], float] = time.time, wake: Wake | None = None) -> None:
        self._source = source
        self._wake = wake
        self._offset = 0.0
        self._timers: list[Timer] = []
        self._order = count()

    def now(self) -> float:
        return self._source() + self._offset

    @property
    def advanced_s(self) -> float:
        """How far the clock runs ahead of real time."""
        return self._offset

    def call_later(self, seconds: float, action: Callable[[], None]) -> Timer:
        """A timer that runs `action` once, `seconds` from now."""
        timer = Timer(self.now() + seconds, next(self._order), action)
        heapq.heappush(self._timers, timer)
        if self._wake is not None:
            self._wake(seconds, self.run_due)
        return timer

    def advance(self, seconds: float) -> None:
        """Moves the clock; timers on the way fire in order, each at its own time."""
        offset = self._offset + seconds
        while self._timers and self._timers[0].due <= self._source() + offset:
            self._offset += max(0.0, self._timers[0].due - self.now())
            self.run_due()
        self._offset = max(self._offset, offset)

    def run_due(self) -> None:
        """Fires every timer whose time has come."""
        while self._timers and self._timers[0].due <= self.now():
            action = heapq.heappop(self._timers).action
            if action is not None:
                action()

    async def finish(self, steps: Generator[float, None, int]) -> int:
        """Runs a command to its end, what it gives: between its steps it sleeps, on this clock, for as many seconds as a step yields."""
        while True:
            try:
                seconds = next(steps)
            except StopIteration as end:
                return int(end.value)
            slept = asyncio.Event()
            self.call_later(seconds, slept.set)
            await slept.wait()
