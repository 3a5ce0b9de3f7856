"""The lines of a difference, equal sections as one: `interface GigabitEthernet1/0/1-42 (42 ports)` in place of 42 equal hunks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from netops.messages import number_ranges
from netops.report._changes import SharedLine

_NUMBER = re.compile(r"\d+")
_MARK = re.compile(r"\{\d+\}")
_PORT = re.compile(r"\d/\d|ethernet ?\d", re.IGNORECASE)
_KIND = re.compile(r"(?<![\w.-])([A-Za-z]{2})[A-Za-z-]{3,}(?=\d)")
FEWEST = 2
"""Equal sections that are shown as one."""


@dataclass(frozen=True, slots=True)
class DiffSection:
    """A line with those below it. `names`: the texts of the equal sections that it is, one for a single section."""

    line: SharedLine
    names: tuple[str, ...]
    children: tuple[DiffSection, ...] = ()

    @property
    def text(self) -> str:
        """Its text; of equal sections with all of their names, and how many these are."""
        return self.line.text if len(self.names) == 1 else f"{abbreviate_names(self.names)} ({section_count_text(self.names)})"

    def shown(self) -> Iterator[SharedLine]:
        """Its lines as they are shown."""
        yield SharedLine(self.line.sign, self.line.depth, self.text, self.line.origin)
        for child in self.children:
            yield from child.shown()


def group_sections(lines: Sequence[SharedLine]) -> tuple[DiffSection, ...]:
    """The sections of a difference, equal ones as one at the place of the first.

    Sections are equal when their heads differ in numbers only and all below them is the same. A place in a file that varies is left out.
    """
    return _merged(_nested(lines))


def merged_lines(lines: Sequence[SharedLine]) -> list[SharedLine]:
    """The lines of a difference, those of equal sections once."""
    return [line for hunk in group_sections(lines) for line in hunk.shown()]


def _nested(lines: Sequence[SharedLine]) -> list[DiffSection]:
    """Each of the lines that are not below another one, with those below it."""
    found, at = [], 0
    while at < len(lines):
        end = next((number for number in range(at + 1, len(lines)) if lines[number].depth <= lines[at].depth), len(lines))
        found.append(DiffSection(lines[at], (lines[at].text,), _merged(_nested(lines[at + 1 : end]))))
        at = end
    return found


def _merged(found: Sequence[DiffSection]) -> tuple[DiffSection, ...]:
    """Equal sections as one; lines with nothing below them, and a section that is there twice, stay for themselves."""
    alike: dict[object, list[DiffSection]] = {}
    times: Counter[object] = Counter()
    for number, hunk in enumerate(found):
        if not hunk.children:
            alike[number] = [hunk]
            continue
        shape = _shape(hunk)
        times[shape, hunk.line.text] += 1
        alike.setdefault((shape, times[shape, hunk.line.text]), []).append(hunk)
    return tuple(_joined(same) for same in alike.values())


def _shape(hunk: DiffSection) -> tuple[object, ...]:
    """What equal sections share. A head in which a value varies from target to target, `{1}`, is like no other one."""
    kind = hunk.line.text if _MARK.search(hunk.line.text) else _NUMBER.sub("0", hunk.line.text)
    return kind, hunk.line.sign, tuple((line.sign, line.depth, line.text) for child in hunk.children for line in child.shown())


def _joined(same: Sequence[DiffSection]) -> DiffSection:
    """One hunk of equal ones; a line has its place where all have the same."""
    first = same[0]
    if len(same) < FEWEST:
        return first
    origins = {hunk.line.origin for hunk in same}
    line = SharedLine(first.line.sign, first.line.depth, first.line.text, first.line.origin if len(origins) == 1 else "")
    children = tuple(_joined(below) for below in zip(*(hunk.children for hunk in same), strict=True))
    return DiffSection(line, tuple(dict.fromkeys(name for hunk in same for name in hunk.names)), children)


def abbreviate_names(names: Sequence[str]) -> str:
    """Names that differ in numbers only, in short; what they share in front is written once.

    >>> abbreviate_names(["interface Gi1/0/1", "interface Gi1/0/2", "interface Gi1/0/3", "interface Gi2/0/7"])
    'interface Gi1/0/1-3, Gi2/0/7'
    """
    front, _, _ = names[0].rpartition(" ")
    front = f"{front} " if front and all(name.startswith(f"{front} ") for name in names) else ""
    split = [_last_number(name.removeprefix(front)) for name in names]
    parts = []
    for (before, after), group in groupby(sorted(split, key=lambda part: (part[0], part[2])), key=lambda part: (part[0], part[2])):
        parts.append(f"{before}{number_ranges(sorted(number for _, number, _ in group if number is not None))}{after}")
    return front + ", ".join(parts)


def _last_number(name: str) -> tuple[str, int | None, str]:
    """A name as what is before its last number, the number, and what is after it. One with a leading zero is part of the name."""
    found = list(_NUMBER.finditer(name))
    if not found or found[-1][0] != str(int(found[-1][0])):
        return name, None, ""
    return name[: found[-1].start()], int(found[-1][0]), name[found[-1].end() :]


def section_count_text(names: Sequence[str]) -> str:
    """How many sections these are: `42 ports`, `3 sections`."""
    return f"{len(names)} {'ports' if all(map(is_port, names)) else 'sections'}"


def is_port(text: str) -> bool:
    """Whether the head of a section is that of a physical port, or of a unit of one."""
    return _PORT.search(text) is not None


def abbreviate_section(text: str) -> str:
    """The head of a section in short, kinds of interfaces by two letters as devices show them.

    >>> abbreviate_section("interface GigabitEthernet1/0/1-42 (42 ports)")
    'Gi1/0/1-42 (42 ports)'
    """
    return _KIND.sub(r"\1", text.removeprefix("interface "))
