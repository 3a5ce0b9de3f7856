"""What a page shows, before it is HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from netops.report.record import ReportContext, Service

Tone = Literal["bad", "warn", "idle", "good"]


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A line of a difference with its indentation; `notes` are its cause and its place."""

    sign: str
    depth: int
    text: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Lines that are shown as they are, such as commands."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """Targets that are alike, as one: what they are (`word`), why (`detail`), and in which lines. `brief` is for the table of contents.

    `table`: what varies from target to target, with a row of heads. `services`: what depends on each target, by its name.
    """

    targets: tuple[str, ...]
    word: str
    tone: Tone
    platform: str = ""
    brief: str = ""
    detail: str = ""
    notes: tuple[str, ...] = ()
    lines: tuple[ReportLine, ...] = ()
    table: Sequence[Sequence[str]] = ()
    blocks: tuple[TextBlock, ...] = ()
    services: Mapping[str, tuple[Service, ...]] | None = None

    @property
    def has_body(self) -> bool:
        """Whether there is more to show than names and a reason."""
        return bool(self.notes or self.lines or self.blocks)


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A part of a page that is about no target: a table with a row of heads, then texts as they are."""

    title: str
    table: Sequence[Sequence[str]] = ()
    blocks: tuple[TextBlock, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A whole page. `headline` is the result in a sentence; `sides` are what `-` and `+` mean; `meanings` explains words of its lines."""

    title: str
    headline: str
    context: ReportContext
    entries: tuple[ReportEntry, ...]
    sides: tuple[str, str] = ("on the device", "wanted")
    meanings: Mapping[str, str] | None = None
    notes: tuple[str, ...] = ()
    parts: tuple[ReportTable, ...] = ()
