"""Which problems are new, and which are gone. A problem stays the same when lines are added above it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from netops.errors import Diagnostic, only_errors
from netops.review.record import Findings
from netops.review.renames import NewName, point_to_new_names
from netops.validation.equal import join_equal_problems

Identity = tuple[str, str, str, str, str]
NO_NAMES: Mapping[str, NewName] = MappingProxyType({})


def compare_findings(
    old: Iterable[Diagnostic], new: Iterable[Diagnostic], *, all_known: bool, names: Mapping[str, NewName] = NO_NAMES
) -> Findings:
    """The problems of two sides. Unless `all_known` is true, not all rules ran on the new side, and none counts as gone.

    `names` are the new names of what was renamed.
    """
    before, after = list(dict.fromkeys(old)), list(dict.fromkeys(new))
    added = _without(after, before)
    kept = Counter(str(problem.severity) for problem in after) - Counter(str(problem.severity) for problem in added)
    gone = _without(before, after) if all_known else []
    error = bool(only_errors(after))
    return Findings(
        tuple(join_equal_problems(point_to_new_names(added, names))),
        tuple(join_equal_problems(gone)),
        dict(sorted(kept.items())),
        error or not all_known,
    )


def _without(problems: list[Diagnostic], others: list[Diagnostic]) -> list[Diagnostic]:
    """The problems that the others do not have; of equal ones, as many as there are more."""
    known, found = Counter(map(_identity, others)), []
    for problem in problems:
        identity = _identity(problem)
        if known[identity]:
            known[identity] -= 1
        else:
            found.append(problem)
    return found


def _identity(problem: Diagnostic) -> Identity:
    file = problem.origin.file if problem.origin else ""
    return problem.code, str(problem.severity), problem.message, file, problem.path
