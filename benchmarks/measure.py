"""How a command is measured: CPU and wall seconds of the whole process with its children, memory of the largest one, as medians."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

RUNS = 5
ROOT = Path(__file__).resolve().parents[1]
NETOPS = [sys.executable, "-c", "from netops.cli import main; main()"]


@dataclass(frozen=True)
class Cost:
    """Medians: CPU and wall seconds, and MB of the largest process."""

    cpu: float
    wall: float
    memory: float


def cost(argv: list[str], folder: Path, before: Callable[[int], None] = lambda run: None, runs: int = RUNS) -> Cost:
    """What a command costs that is run in a folder, after `before(number of the run)`."""
    rows = []
    for run in range(runs):
        before(run)
        start = time.perf_counter()
        child = subprocess.Popen(argv, cwd=folder, env=_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        said = child.stderr.read() if child.stderr else ""
        _, status, used = os.wait4(child.pid, 0)
        if status:
            raise SystemExit(f"{' '.join(argv)} in {folder} failed:\n{said}")
        rows.append((used.ru_utime + used.ru_stime, time.perf_counter() - start, used.ru_maxrss / 1024))
    return Cost(*(statistics.median(column) for column in zip(*rows, strict=True)))


def _environment() -> dict[str, str]:
    """As in an installation: compiled files are kept."""
    return {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"} | {"ANSIBLE_LOCALHOST_WARNING": "0"}


def calibration() -> float:
    """CPU seconds of a fixed loop in this Python: what to divide by when two machines are compared."""
    start = time.process_time()
    total = 0
    for number in range(5_000_000):
        total += number % 7
    return time.process_time() - start
