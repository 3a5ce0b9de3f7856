"""Which problems are new, and which are gone. A problem stays the same when lines are added above it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from netops.errors import Diagnostic, errors
from netops.review.record import Findings
from netops.validation.equal import join_equal

Identity = tuple[str, str, str, str, str]


def compare_findings(old: Iterable[Diagnostic], new: Iterable[Diagnostic], *, all_known: bool) -> Findings:
    """The problems of two sides. Unless `all_known` is true, the new side was not asked by all rules, and none counts as gone."""
    before, after = list(dict.fromkeys(old)), list(dict.fromkeys(new))
    added = _without(after, before)
    kept = Counter(str(problem.severity) for problem in after) - Counter(str(problem.severity) for problem in added)
    gone = _without(before, after) if all_known else []
    error = bool(errors(after))
    return Findings(tuple(join_equal(added)), tuple(join_equal(gone)), dict(sorted(kept.items())), error or not all_known)


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
