"""What a review shows, as values. Everything in them is without secrets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from netops.config import DiffLine
from netops.errors import Diagnostic, Origin

How = Literal["added", "removed", "changed", "renamed"]


@dataclass(frozen=True, slots=True)
class Revision:
    """One side of a review: what it is called, and its commit; a working tree has none."""

    name: str
    commit: str = ""

    def __str__(self) -> str:
        short = self.commit[:12]
        return self.name if not short else short if self.commit.startswith(self.name) else f"{self.name} ({short})"


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file of the company that changed; `name` is its path below the root."""

    name: str
    how: How


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A value of an object: what it was and what it is, as YAML writes it, each with its place; None on the side that lacks it."""

    path: str
    old: str | None
    new: str | None
    old_origin: Origin | None
    new_origin: Origin | None

    @property
    def origin(self) -> Origin | None:
        """The place to look at: where it is now, else where it was."""
        return self.new_origin or self.old_origin


@dataclass(frozen=True, slots=True)
class ObjectChange:
    """An object, layer or settings file, as it is written: how it changed, where it is (or was), and its values that changed.

    `was` is the earlier name of one that is renamed.
    """

    kind: str
    name: str
    how: How
    origin: Origin
    values: tuple[ValueChange, ...]
    was: str = ""


@dataclass(frozen=True, slots=True)
class TemplateChange:
    """A template that changed, and the targets that have a line of it in their difference."""

    name: str
    how: How
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """The problems that only the new side has, those that only the old one had, and how many errors and warnings both have.

    `error` is whether the new side has an error at all, be it a new or an old one.
    """

    new: tuple[Diagnostic, ...] = ()
    gone: tuple[Diagnostic, ...] = ()
    kept: Mapping[str, int] = field(default_factory=dict)
    error: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """The same difference on some targets. `values` of its lines are places: of a `-` line on the old side, else on the new one.

    They are those of the first target of each site, role and platform: the others have the same layers. `how` is `added` when the targets
    were not there before; then their whole text is wanted.
    """

    how: How
    targets: tuple[str, ...]
    platforms: tuple[str, ...]
    lines: tuple[DiffLine, ...]

    @property
    def size(self) -> int:
        return sum(line.differs for line in self.lines)


@dataclass(frozen=True, slots=True)
class Rendering:
    """What targets are sent before and after. `missing` says why that is not known; else all that the change can reach was compared.

    `removed` holds targets that are no more with the lines they had; `failed` those that cannot be compared, with the reason;
    `alike` those whose text changed, but not in a line that would be sent: it means the same to the device, is a secret, or is not managed.
    """

    targets: int = 0
    rendered: int = 0
    differences: tuple[Difference, ...] = ()
    removed: Mapping[str, int] = field(default_factory=dict)
    failed: Mapping[str, str] = field(default_factory=dict)
    alike: tuple[str, ...] = ()
    missing: str = ""

    @property
    def changed(self) -> int:
        """How many targets differ, those that came and went included."""
        return sum(len(difference.targets) for difference in self.differences) + len(self.removed)


@dataclass(frozen=True, slots=True)
class Review:
    """Two sides of a company and how they differ. `notes` say what could not be compared as it should."""

    old: Revision
    new: Revision
    files: tuple[FileChange, ...] = ()
    objects: tuple[ObjectChange, ...] = ()
    templates: tuple[TemplateChange, ...] = ()
    findings: Findings = field(default_factory=Findings)
    rendering: Rendering = field(default_factory=Rendering)
    notes: tuple[str, ...] = ()

    @property
    def effect(self) -> bool:
        """Whether anything differs beside comments, order and quoting."""
        rendering, findings = self.rendering, self.findings
        effects = (self.objects, self.templates, findings.new, findings.gone, rendering.changed, rendering.failed, rendering.missing)
        return any(map(bool, effects))
