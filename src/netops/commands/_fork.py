"""`map` over the cores of the processor."""

from __future__ import annotations

import gc
import os
import pickle
import select
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any

FEWEST = 8
"""So many pieces of work are worth a second process."""
OnDone = Callable[[int, float], None]
"""Takes the number of an item that is done, from 0, and how many seconds it took."""


def _ignore(number: int, seconds: float) -> None:
    """Nothing."""


def parallel_map(work: Callable[[Any], Any], items: Iterable[Any], on_done: OnDone = _ignore) -> list[Any]:
    """`map`, in as many processes as there are cores, each with every n-th item. `on_done` is called for each item that is done.

    What a process that failed did not give is worked out here, so its error shows.
    The processes are copies of this one, so what `work` knows needs no sending: concurrent.futures would pickle it with the company that it
    closes over, or need a module global, and costs 50 ms of CPU more for imports and a process.
    """
    todo = list(items)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    if len(todo) < FEWEST or cores < 2 or not hasattr(os, "fork"):
        return _mapped(work, todo, range(len(todo)), on_done)
    sys.stdout.flush()
    sys.stderr.flush()
    gc.freeze()
    reports = _Reports(on_done)
    shares = [range(start, len(todo), cores) for start in range(cores)]
    others = [_started(work, todo, share, reports) for share in shares[1:]]
    results: list[Any] = [None] * len(todo)
    with reports:
        results[::cores] = _mapped(work, todo, shares[0], reports.here)
        for share, found in zip(shares[1:], _ended(others, reports), strict=True):
            results[share.start :: cores] = [work(todo[at]) for at in share] if found is None else found
    return results


def _mapped(work: Callable[[Any], Any], items: Sequence[Any], share: range, on_done: OnDone) -> list[Any]:
    """The results of some of the items."""
    results = []
    for at in share:
        began = time.monotonic()
        results.append(work(items[at]))
        on_done(at, time.monotonic() - began)
    return results


class _Reports:
    """What the processes report of items that are done: lines of a pipe. One that is full loses lines: nobody waits for a report."""

    def __init__(self, on_done: OnDone) -> None:
        self._on_done = on_done
        self.read, self._write = os.pipe()
        os.set_blocking(self.read, False)
        os.set_blocking(self._write, False)

    def __enter__(self) -> None:
        os.close(self._write)

    def __exit__(self, *_: object) -> None:
        os.close(self.read)

    def send(self, number: int, seconds: float) -> None:
        """Report an item, in another process."""
        with suppress(OSError):
            os.write(self._write, b"%d %.3f\n" % (number, seconds))

    def here(self, number: int, seconds: float) -> None:
        """Take an item of this process in, and what the others have reported."""
        self._on_done(number, seconds)
        self.take()

    def take(self) -> bool:
        """Take in what the others have reported; False at the end."""
        try:
            data = os.read(self.read, 1 << 16)
        except BlockingIOError:
            return True
        for line in data.splitlines():
            number, _, seconds = line.partition(b" ")
            self._on_done(int(number), float(seconds))
        return bool(data)


def _started(work: Callable[[Any], Any], items: Sequence[Any], share: range, reports: _Reports) -> tuple[int, int]:
    """A process that works on some items: its id, and where its results can be read."""
    read, write = os.pipe()
    child = os.fork()
    if child:
        os.close(write)
        return child, read
    try:
        os.close(read)
        with os.fdopen(write, "wb") as pipe:
            pickle.dump(_mapped(work, items, share, reports.send), pipe, pickle.HIGHEST_PROTOCOL)
        os._exit(0)
    finally:
        os._exit(1)  # also after an error: nothing of the copy may go on


def _ended(others: Sequence[tuple[int, int]], reports: _Reports) -> Iterator[list[Any] | None]:
    """The results of each process, None for one that failed."""
    data = {read: bytearray() for _, read in others}
    waiting = {reports.read, *data}
    while waiting & data.keys():
        for read in select.select([*waiting], [], [])[0]:
            if read == reports.read:
                waiting -= set() if reports.take() else {read}
            elif part := os.read(read, 1 << 20):
                data[read] += part
            else:
                waiting.discard(read)
    for child, read in others:
        os.close(read)
        _, status = os.waitpid(child, 0)
        yield pickle.loads(data[read]) if status == 0 else None  # noqa: S301, our own process wrote it
