"""The lines of a text as they are written, each with the lines that it is below; and a text without some of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from netops.dialects.grammar import Grammar

Path = tuple[str, ...]
"""A line with those that it is below, the outermost first; runs of blanks are one."""


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A line of a text: its first and last line there (from 1), and its path. `is_section`: others are below it."""

    first: int
    last: int
    path: Path
    is_section: bool = False


def leaf_paths(grammar: Grammar, text: str) -> list[Path]:
    """The paths of the lines that nothing is below, in the order of the text."""
    return [line.path for line in grammar.dialect.written(grammar, text) if not line.is_section]


def remaining_lines(grammar: Grammar, text: str, paths: Collection[Path], raw: str = "") -> tuple[list[int], list[Path]]:
    """The numbers (from 1) of the lines that are left of a text when some lines and all below them go, and the paths that are not there.

    `raw`: lines that were added to the text at its end; one stays where the text has it in another place too.
    """
    found = list(grammar.dialect.written(grammar, text))
    wanted = set(paths)
    seen = {line.path[: depth + 1] for line in found for depth in range(len(line.path))} & wanted
    every, added = (Counter(line.path for line in lines) for lines in (found, grammar.dialect.written(grammar, raw) if raw else ()))
    stays_last = Counter({path: count for path, count in added.items() if every[path] > count})
    goes, stays = set[int](), set[int]()
    for line in reversed(found):
        numbers = range(line.first, line.last + 1)
        is_wanted = any(line.path[: depth + 1] in wanted for depth in range(len(line.path)))
        if is_wanted and stays_last[line.path] <= 0:
            goes.update(numbers)
        else:
            stays_last[line.path] -= 1
            stays.update(numbers)
    gone = goes - stays
    lines = text.split("\n")
    gone |= set(_closers(grammar, lines, found, gone))
    if grammar.dialect.PATHS:
        gone |= _emptied(lines, gone)
    kept = [number for number in range(1, len(lines) + 1) if number not in gone]
    return kept, [path for path in paths if path not in seen]


def _closers(grammar: Grammar, lines: Sequence[str], found: Sequence[WrittenLine], gone: Collection[int]) -> Iterator[int]:
    """The lines that close a section that goes: those between its last line and the next one that stays."""
    if grammar.closers is None:
        return
    starts = sorted(line.first for line in found)
    for is_gone, group in groupby(starts, key=lambda first: first in gone):
        run = list(group)
        if not is_gone:
            continue
        depth = _indent(lines[run[0] - 1])
        for number in range(run[0], len(lines) + 1):
            line = lines[number - 1]
            if number > run[-1] and number in starts:
                break
            if number not in gone and grammar.closers.fullmatch(line.strip()) and _indent(line) >= depth:
                yield number


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


@dataclass(slots=True)
class _Braces:
    """A section in braces: the line that opens it, whether something is left in it, whether something of it goes."""

    first: int
    is_filled: bool = False
    is_cut: bool = False


def _emptied(lines: Sequence[str], gone: Collection[int]) -> set[int]:
    """The braces of sections in which nothing is left because of what goes."""
    out = set[int]()
    stack = [_Braces(0)]
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if number in gone:
            stack[-1].is_cut = True
        elif text.endswith("{"):
            stack.append(_Braces(number))
        elif text.startswith("}") and len(stack) > 1:
            closed = stack.pop()
            if closed.is_cut and not closed.is_filled:
                out |= {closed.first, number}
                stack[-1].is_cut = True
            else:
                stack[-1].is_filled = True
        elif text:
            stack[-1].is_filled = True
    return out
