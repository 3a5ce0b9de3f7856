"""Where two things clash, the newer one is to be corrected: problems moved to the files that nobody has seen before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Set
from dataclasses import replace

from netops.checks import sort_problems
from netops.errors import Diagnostic, Related

CLASH = re.compile(r"the (?:first|other) one|.* (?:has|holds|takes) it(?:,? too)?|.* is (?:there|plugged in here)(?: too)?|.* ends there")
"""Words beside a related place that has the same right to be wrong."""


def at_newer_files(problems: Iterable[Diagnostic], new_files: Callable[[], Set[str]]) -> list[Diagnostic]:
    """The problems by place, a clash between an old file and a new one at the new one; `new_files` is only called for a clash."""
    found = list(problems)
    new = new_files() if any(_clashes(problem) for problem in found) else frozenset[str]()
    return sort_problems(_moved(problem, new) for problem in found)


def _clashes(problem: Diagnostic) -> list[int]:
    """The positions of the related places with the same right to be wrong."""
    return [index for index, other in enumerate(problem.related) if CLASH.fullmatch(other.note)]


def _moved(problem: Diagnostic, new: Set[str]) -> Diagnostic:
    here = problem.origin
    if here is None or here.file in new:
        return problem
    for index in _clashes(problem):
        other = problem.related[index]
        if other.origin.file in new:
            others = (*problem.related[:index], *problem.related[index + 1 :])
            return replace(problem, origin=other.origin, path="", related=(Related("the first one", here), *others))
    return problem
