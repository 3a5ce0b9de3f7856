"""Where a fact comes from: a value of the data, or a line of a config."""

from __future__ import annotations

from dataclasses import dataclass

from netops.model.index import Path


@dataclass(frozen=True, slots=True)
class ConfigPlace:
    """`path`: of a value in the view of the target; `line`: number of a line in its config, 0 when the fact is from the data."""

    path: Path = ()
    line: int = 0


NOWHERE = ConfigPlace()
"""Of what has no place of its own."""
