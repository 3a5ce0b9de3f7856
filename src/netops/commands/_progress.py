"""Progress of long work: a line at the end of a terminal's stderr, that whatever else is written goes above."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field, replace
from typing import Any, TextIO

from netops.events import Event
from netops.messages import first_few

AFTER_S = 0.5
"""Work that ends before shows nothing."""
TICK_S = 0.25
REPORT_S = 30.0
"""So often continuous integration, where nothing can be drawn over, gets a line."""
SLOW_S = 3.0
"""From then on a target is named as slow."""
SLOWEST = 3
BAR = 24
ERASE = "\r\x1b[K"


@dataclass(frozen=True, slots=True)
class ProgressState:
    """What is known of work: `begun` has when each target in progress began, by the clock of the work, `slow` the seconds of those that
    are done and took long. `unit`: what is counted, where that is not targets."""

    label: str
    total: int
    done: int = 0
    stage: str = ""
    begun: dict[str, float] = field(default_factory=dict)
    slow: dict[str, float] = field(default_factory=dict)
    unit: str = ""

    def after_item(self, name: str, seconds: float) -> ProgressState:
        """The state after an item of which only the end is reported."""
        return replace(self, done=self.done + 1, slow=self.slow | ({name: seconds} if seconds >= SLOW_S else {}))

    def after(self, event: Event, now: float) -> ProgressState:
        """The state after an event."""
        begun = {name: at for name, at in self.begun.items() if name != event.target}
        if event.kind == "begin":
            return replace(self, begun=begun | {event.target: now})
        if event.kind == "result":
            return replace(self, done=max(self.done + 1, event.done if not event.target else 0), begun=begun)
        return replace(self, stage=event.message if event.kind == "stage" else self.stage)

    def line(self, elapsed: float, now: float, width: int) -> str:
        """One line: a bar, numbers, the rate, the time, the stage, and the slowest."""
        done = min(self.done, self.total)
        filled = BAR * done // self.total
        parts = [
            f"{self.label} [{'=' * filled}{' ' * (BAR - filled)}] {done}/{self.total}{f' {self.unit}' if self.unit else ''}",
            _rate(done, elapsed),
            f"{int(elapsed) // 60}:{int(elapsed) % 60:02}",
            self.stage,
            self._slowest(now),
        ]
        return "  ".join(filter(None, parts))[: width - 1]

    def _slowest(self, now: float) -> str:
        in_progress = {name: now - at for name, at in self.begun.items() if now - at >= SLOW_S}
        slow = sorted((self.slow | in_progress).items(), key=lambda one: (-one[1], one[0]))[:SLOWEST]
        return f"slowest: {', '.join(f'{name} {seconds:.0f} s' for name, seconds in slow)}" if slow else ""

    def interrupted(self) -> str:
        """What of the work is done and what is not."""
        left = max(0, self.total - self.done - len(self.begun))
        cut_off = f", cut off: {first_few(sorted(self.begun))}" if self.begun else ""
        return f"{self.label}: {min(self.done, self.total)} of {self.total} done{cut_off}, {left} not begun"


def _rate(done: int, elapsed: float) -> str:
    if not done or elapsed <= 0:
        return ""
    return f"{done / elapsed:.1f}/s" if done >= elapsed else f"{60 * done / elapsed:.0f}/min"


class ProgressLine:
    """The line on a stream. With `is_drawn` it is drawn over and over, else written anew every REPORT_S.

    A process that was forked meanwhile writes nothing here.
    """

    def __init__(self, label: str, total: int, stream: TextIO, *, is_drawn: bool, unit: str = "") -> None:
        self.state = ProgressState(label, total, unit=unit)
        self._stream, self._is_drawn = stream, is_drawn
        self._lock, self._process, self._ended = threading.RLock(), os.getpid(), threading.Event()
        self._began = self._drawn_at = time.monotonic()
        self._is_shown = self._is_paused = False

    def listen(self, event: Event) -> None:
        """Take an event in; after a question nothing is drawn until the next one."""
        if os.getpid() != self._process:
            return
        with self._lock:
            self.state = self.state.after(event, time.monotonic())
            self._is_paused = event.kind == "question"
            if self._is_paused:
                self.erase()
            else:
                self.draw()

    def finish(self, name: str, seconds: float) -> None:
        """Take the end of an item in."""
        with self._lock:
            self.state = self.state.after_item(name, seconds)
            self.draw()

    def draw(self) -> None:
        """Draw the line when it is time to."""
        with self._lock:
            now = time.monotonic()
            pause = TICK_S / 2 if self._is_drawn else REPORT_S
            if self._is_paused or now - self._began < AFTER_S or now - self._drawn_at < pause:
                return
            self._drawn_at = now
            width = shutil.get_terminal_size().columns if self._is_drawn else 1000
            line = self.state.line(now - self._began, now, width)
            self._stream.write(f"{ERASE}{line}" if self._is_drawn else f"{line}\n")
            self._stream.flush()
            self._is_shown = self._is_drawn

    def erase(self) -> None:
        """Take the line off the screen."""
        with self._lock:
            if self._is_shown:
                self._stream.write(ERASE)
                self._stream.flush()
                self._is_shown = False

    def write_above(self, stream: TextIO, text: str) -> int:
        """Write a text where the line was; while its last line is not ended, nothing is drawn."""
        if os.getpid() != self._process:
            return stream.write(text)
        with self._lock:
            self.erase()
            self._is_paused = bool(text) and not text.endswith("\n")
            return stream.write(text)

    @contextmanager
    def ticking(self) -> Iterator[None]:
        """Draw the line also while no event comes."""
        thread = threading.Thread(target=self._tick, name="netops-progress", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._ended.set()
            thread.join()

    def _tick(self) -> None:
        while not self._ended.wait(TICK_S):
            self.draw()


class StreamAbove:
    """A stream whose texts go above a line of progress."""

    def __init__(self, stream: TextIO, line: ProgressLine) -> None:
        self._stream, self._line = stream, line

    def write(self, text: str) -> int:
        return self._line.write_above(self._stream, text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def progress_line(label: str, total: int, out: TextIO, err: TextIO, *, unit: str = "", ticks: bool = True) -> Iterator[ProgressLine]:
    """A line of progress on `err`. Without `ticks` only events draw it: for work that forks, which no other thread may be beside."""
    line = ProgressLine(label, total, err, is_drawn=err.isatty(), unit=unit)
    with ExitStack() as stack:
        if err.isatty():
            stack.enter_context(redirect_stderr(StreamAbove(err, line)))
            if out.isatty():
                stack.enter_context(redirect_stdout(StreamAbove(out, line)))
        if ticks:
            stack.enter_context(line.ticking())
        try:
            yield line
        finally:
            line.erase()
