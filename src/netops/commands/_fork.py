"""`map` over the cores of the processor."""

from __future__ import annotations

import gc
import os
import pickle
import sys
from collections.abc import Callable, Iterable
from typing import Any

FEWEST = 8
"""So many pieces of work are worth a second process."""


def _ignore(done: int) -> None:
    """Nothing."""


def parallel_map(work: Callable[[Any], Any], items: Iterable[Any], on_done: Callable[[int], None] = _ignore) -> list[Any]:
    """`map`, in as many processes as there are cores, each with every n-th item. `on_done` gets about how many are done.

    What a process that failed did not give is worked out here, so its error shows.
    The processes are copies of this one, so what `work` knows needs no sending: concurrent.futures would pickle it with the company that it
    closes over, or need a module global, and costs 50 ms of CPU more for imports and a process.
    """
    todo = list(items)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    if len(todo) < FEWEST or cores < 2 or not hasattr(os, "fork"):
        return _counted(work, todo, on_done, 1)
    sys.stdout.flush()
    sys.stderr.flush()
    gc.freeze()
    others = [_started(work, todo[start::cores]) for start in range(1, cores)]
    results: list[Any] = [None] * len(todo)
    results[::cores] = _counted(work, todo[::cores], on_done, cores)
    for start, other in enumerate(others, 1):
        found = _ended(*other)
        results[start::cores] = [work(item) for item in todo[start::cores]] if found is None else found
    return results


def _counted(work: Callable[[Any], Any], items: list[Any], on_done: Callable[[int], None], processes: int) -> list[Any]:
    """`map` in this process; the others are about as far as it is."""
    results = []
    for number, item in enumerate(items, 1):
        results.append(work(item))
        on_done(number * processes)
    return results


def _started(work: Callable[[Any], Any], items: list[Any]) -> tuple[int, int]:
    """A process that works on some items: its id, and where its results can be read."""
    read, write = os.pipe()
    child = os.fork()
    if child:
        os.close(write)
        return child, read
    try:
        os.close(read)
        with os.fdopen(write, "wb") as pipe:
            pickle.dump([work(item) for item in items], pipe, pickle.HIGHEST_PROTOCOL)
        os._exit(0)
    finally:
        os._exit(1)  # also after an error: nothing of the copy may go on


def _ended(child: int, read: int) -> list[Any] | None:
    """The results of a process, None when it failed."""
    with os.fdopen(read, "rb") as pipe:
        data = pipe.read()
    _, status = os.waitpid(child, 0)
    found: list[Any] | None = pickle.loads(data) if status == 0 else None  # noqa: S301, our own process wrote it
    return found
