"""Equal findings at several places as one: a name that is gone is one problem, however many places use it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from netops.errors import Diagnostic, Related

SCHEMA = "SCH"
"""Problems of the form of values stay apart: each is about a key of its own."""


def join_equal_problems(problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The problems, those that differ in nothing but their place as one at the first place, with the others as related ones."""
    groups: dict[Diagnostic, list[Diagnostic]] = {}
    for problem in problems:
        groups.setdefault(_without_place(problem), []).append(problem)
    return [_joined(found) for found in groups.values()]


def _without_place(problem: Diagnostic) -> Diagnostic:
    return replace(problem, origin=None, path="") if problem.found and problem.origin and not problem.code.startswith(SCHEMA) else problem


def _joined(found: Sequence[Diagnostic]) -> Diagnostic:
    first = found[0]
    others = [place for place in dict.fromkeys(one.origin for one in found) if place and place != first.origin]
    if not others:
        return first
    related = (*first.related, *(Related("here too", place) for place in others))
    return replace(first, message=f"{first.message}, in {len(others) + 1} places", path="", related=related)
