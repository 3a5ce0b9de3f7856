"""Which lines were changed by hand: those in which the device has left both what netops applied last and what is wanted now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from netops.config import ConfigPair, ParsedConfig

Key = tuple[str, tuple[str, ...]]
"""The sign of a line and its text below the texts of the lines above it."""


class Line(Protocol):
    @property
    def sign(self) -> str: ...

    @property
    def text(self) -> str: ...

    @property
    def depth(self) -> int: ...


def by_hand(running: ParsedConfig, applied: str | None) -> frozenset[Key] | None:
    """The lines in which a device has left the config that was applied last; None when nothing was ever applied."""
    if applied is None:
        return None
    difference = () if running.redacted() == applied else ConfigPair(running, ParsedConfig(running.platform, applied)).difference
    return frozenset(key for key, line in zip(keys(difference), difference, strict=True) if line.sign != " ")


def keys(lines: Iterable[Line]) -> Iterator[Key]:
    """A key for each line of a difference, so that the same line of two differences can be matched."""
    above: list[str] = []
    for line in lines:
        del above[line.depth :]
        above.append(line.text)
        yield line.sign, tuple(above)
