"""Lines of configs with the section lines above them, whatever the platform."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

_NO_SECTION = re.compile(r"\s*(?:[!#}]|end\b|exit\b|exit-)(?!## )|\s*$")
"""Lines that only separate or close: nothing is below them."""
_FILE = re.compile(r"### (?:file|dir) ")
"""In the config of a target of files: a file begins, and its lines are below this one."""


@dataclass(frozen=True, slots=True)
class ConfigLine:
    """A line of a config with its number from 1."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class ConfigHit:
    """A line of a target's config. `source`: `running` or `intended`; `file`: where it is, empty for one that is in none; `sections`: the
    lines that it is below, the outermost first."""

    target: str
    source: str
    line: ConfigLine
    sections: tuple[ConfigLine, ...] = ()
    file: str = ""


@dataclass(frozen=True, slots=True)
class TargetText:
    """A config of a target, what it is (`running` or `intended`), and the file that it is in."""

    target: str
    source: str
    text: str
    file: str = ""


def matching_lines(config: TargetText, is_wanted: Callable[[str], bool], section: Callable[[str], bool] | None = None) -> list[ConfigHit]:
    """The lines of a config that are wanted; with `section` only those below (or at) a line that it accepts."""
    lines = config.text.splitlines()
    numbers = [number for number, line in enumerate(lines, 1) if is_wanted(line) and line.strip()]
    if not numbers:
        return []
    found = []
    for number, sections in _with_sections(lines, numbers):
        if section is None or any(section(line.text.strip()) for line in sections) or section(lines[number - 1].strip()):
            found.append(ConfigHit(config.target, config.source, ConfigLine(number, lines[number - 1]), sections, config.file))
    return found


def _with_sections(lines: Sequence[str], numbers: Sequence[int]) -> Iterator[tuple[int, tuple[ConfigLine, ...]]]:
    """Each of the lines with those it is below: the nearest line above that is less indented, and so on.

    Every platform that netops renders shows its config indented like this; files of a target are below the line with their name.
    """
    wanted, above = set(numbers), list[tuple[int, ConfigLine]]()
    for number, text in enumerate(lines, 1):
        depth = -1 if _FILE.match(text) else len(text) - len(text.lstrip())
        closes = bool(_NO_SECTION.match(text)) and depth >= 0
        if not closes:
            while above and above[-1][0] >= depth:
                above.pop()
        if number in wanted:
            yield number, tuple(line for own, line in above if own < depth)
        if not closes:
            above.append((depth, ConfigLine(number, text)))
