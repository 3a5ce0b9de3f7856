"""The changes of a plan in a table: a row for each class of equal ones, or for what is much alike where there are too many."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence

from netops.messages import first_few, number_ranges
from netops.plan import Plan
from netops.report._changes import Change, waves_of
from netops.report._hunks import DiffSection, abbreviate_section, group_sections, is_port

HEADS = ("TARGETS", "LINES", "WHAT", "RISK", "WAVE")
MOST_ROWS = 10
Class = tuple[Change, ...]


def summary_rows(found: Sequence[Change]) -> list[Class]:
    """The rows of the table: equal changes; where these are too many, those of the same features, or else of the same platform.

    What few targets get comes first.
    """
    for key in (_change, _features, _platform):
        rows = _by(found, key)
        if len(rows) <= MOST_ROWS:
            break
    return sorted(rows, key=lambda row: (sum(len(change.steps) for change in row), row[0].targets))


def _change(change: Change) -> Hashable:
    return change.targets


def _features(change: Change) -> Hashable:
    return change.one.platform, change.one.risk, change.one.apply, tuple(sorted(change.one.features))


def _platform(change: Change) -> Hashable:
    return change.one.platform, change.one.risk, change.one.apply


def _by(found: Sequence[Change], key: Callable[[Change], Hashable]) -> list[Class]:
    rows: dict[Hashable, list[Change]] = {}
    for change in found:
        rows.setdefault(key(change), []).append(change)
    return [tuple(row) for row in rows.values()]


def class_row(plan: Plan, row: Class) -> tuple[str, ...]:
    """The cells of a row: who, how many lines come and go, what they are about, the risk, the waves."""
    waves = sorted({wave for change in row for wave in waves_of(plan, change)})
    return (_who(row), _lines(row), _what(row), row[0].one.risk, number_ranges(waves) or "-")


def _who(row: Class) -> str:
    names = sorted(name for change in row for name in change.targets)
    if len(names) == 1:
        return names[0]
    ways = f" in {len(row)} ways" if len(row) > 1 else ""
    return f"{len(names)} {row[0].one.platform}{ways}: {first_few(names, 3)}"


def _lines(row: Class) -> str:
    """The lines of one of its targets; of several ways the fewest and the most."""
    counts = {sign: [sum(line.sign == sign for line in change.one.diff) for change in row] for sign in "+->"}
    spans = ((sign, min(numbers), max(numbers)) for sign, numbers in counts.items())
    return " ".join(f"{sign}{least}" if least == most else f"{sign}{least}..{most}" for sign, least, most in spans if most) or "0"


def _what(row: Class) -> str:
    """The features that change, and the ports where they do."""
    features = list(dict.fromkeys(feature for change in row for feature in change.one.features))
    ports = list(dict.fromkeys(port for change in row for port in _ports(group_sections(change.lines)))) if len(row) == 1 else []
    return "; ".join(part for part in (first_few(ports, 3), first_few(features, 6)) if part)


def _ports(found: Sequence[DiffSection]) -> Iterator[str]:
    for hunk in found:
        if hunk.children and is_port(hunk.line.text):
            yield abbreviate_section(hunk.text)
        else:
            yield from _ports(hunk.children)
