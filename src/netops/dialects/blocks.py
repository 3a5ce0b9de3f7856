"""Values of several lines: banners, policies, certificates, and whatever else a device takes as text up to an end mark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from netops.errors import ConfigError


@dataclass(frozen=True, slots=True)
class BlockPattern:
    """A value of several lines. `start` matches its first line without indentation.

    It ends with a line that is one of the words of `end`; when that is empty, with the line that holds the delimiter, which is group 1 of
    `start`. `mark`: the delimiter that the device shows in place of the one that was typed. `inner`: matches the second line; a first line
    without such a one is a line by itself. `loose`: indentation in it means nothing. `prose`: it is text for people.
    """

    start: re.Pattern[str]
    end: tuple[str, ...] = ()
    mark: str = ""
    inner: re.Pattern[str] | None = None
    loose: bool = False
    prose: bool = False


@dataclass(frozen=True, slots=True)
class FoundBlock:
    """A block in a text: the index of its last line (None: it never ends), and the delimiter that ends it."""

    block: BlockPattern
    last: int | None
    match: re.Match[str]

    @property
    def wanted(self) -> str:
        """What ends it, in words."""
        return " or ".join(map(repr, self.block.end or (self.match[1],)))


def find_block(blocks: Sequence[BlockPattern], lines: Sequence[str], index: int) -> FoundBlock | None:
    """The block that starts in a line."""
    line = lines[index].strip()
    for block in blocks:
        if match := block.start.match(line):
            following = lines[index + 1].strip() if index + 1 < len(lines) else ""
            if block.inner is None or block.inner.fullmatch(following):
                return FoundBlock(block, _last(block, match, lines, index), match)
    return None


def _last(block: BlockPattern, match: re.Match[str], lines: Sequence[str], first: int) -> int | None:
    if not block.end and match[1] in lines[first].strip()[match.end(1) :]:
        return first
    ends = (i for i in range(first + 1, len(lines)) if (lines[i].strip() in block.end if block.end else match[1] in lines[i]))
    return next(ends, None)


def block_value(found: FoundBlock, lines: Sequence[str], first: int) -> str:
    """The text of a block. ConfigError when it never ends."""
    if found.last is None:
        line = lines[first].strip()
        raise ConfigError(f"{line!r} never ends: expected {found.wanted}", hint="is the text complete?", line=first + 1)
    body = [line.rstrip() for line in lines[first + 1 : found.last + 1]]
    if found.block.loose:
        least = len(lines[first]) - len(lines[first].lstrip())
        body = [_outdented(line.expandtabs(), least) for line in body if line.strip()]
    return "\n".join([lines[first].strip(), *body])


def _outdented(line: str, least: int) -> str:
    start = len(line) - len(line.lstrip())
    return " " * max(start - least, 0) + line.lstrip()


def block_for_comparison(found: FoundBlock, text: str) -> str:
    """What is compared of a block: a text between delimiters with those that the device shows, without what comes after the second one."""
    if found.block.loose:
        return "\n".join(" ".join(line.split()) for line in text.split("\n"))
    match, mark = found.match, found.block.mark
    if not mark:
        return text
    start, end = match.end(1), text.find(match[1], match.end(1))
    body = text[start:end]
    return text if mark in body else f"{text[: match.start(1)]}{mark}{body}{mark}"
