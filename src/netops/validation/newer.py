"""Where two things clash, the newer one is to be corrected: problems moved to the files that nobody has seen before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import replace

from netops.errors import Diagnostic, Origin, Related

CLASH = re.compile(r"the (?:first|other) one|.* (?:has|holds|takes) it(?:,? too)?|.* is (?:there|plugged in here)(?: too)?|.* ends there")
"""Words beside a related place that has the same right to be wrong."""


def at_newer(problems: Iterable[Diagnostic], new: Set[str]) -> list[Diagnostic]:
    """The problems, those of a clash between an old file and one of `new` at the new one, in the order of their places."""
    moved = [_moved(problem, new) for problem in problems]
    return sorted(moved, key=lambda one: (one.origin is not None, one.origin or Origin("", 0)))


def _moved(problem: Diagnostic, new: Set[str]) -> Diagnostic:
    here = problem.origin
    if here is None or here.file in new:
        return problem
    for index, other in enumerate(problem.related):
        if other.origin.file in new and CLASH.fullmatch(other.note):
            others = (*problem.related[:index], *problem.related[index + 1 :])
            return replace(problem, origin=other.origin, path="", related=(Related("the first one", here), *others))
    return problem
