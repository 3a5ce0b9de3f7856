"""What templates do while they run: what they have read, the conditions they are in, and the branches that they leave out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from netops.errors import Origin
from netops.render.lines import Branch, Condition
from netops.source.trace import Cause, Origins, unique_origins

Lines = tuple[int, int]
"""The first and the last line of a part of a template; (0, 0) for none."""


@dataclass(slots=True)
class VariableReads:
    """What the value of a variable of the templates depends on: reads, and the conditions under which it was set."""

    reads: Origins
    conditions: tuple[Condition, ...]


@dataclass(slots=True)
class TemplateFrame:
    """An if, a loop, a turn of one or a macro that runs: the conditions outside of it, and the variables whose names it hides.

    Of a loop, what was read to get each item.
    """

    outer: tuple[Condition, ...]
    loop: str = ""
    hidden: dict[str, VariableReads] = field(default_factory=dict)
    pulled: dict[tuple[int, ...], Origins] = field(default_factory=dict)
    items: list[Any] = field(default_factory=list)
    mark: int = 0


@dataclass(slots=True)
class TemplateRecorder:
    """One run over the templates of a target. `log` grows by everything that is read; `names` are the origins of the names of the view,
    `home` is the file that defines the device. `wanted`: the numbers of the lines whose origins are needed, None for all; `line` is the
    number of the line that is written."""

    log: list[Origin]
    names: Mapping[str, Origins]
    home: str = ""
    conditions: tuple[Condition, ...] = ()
    frames: list[TemplateFrame] = field(default_factory=list)
    chosen: list[Origin] = field(default_factory=list)
    kept: dict[str, VariableReads] = field(default_factory=dict)
    skipped: dict[tuple[Origin, int, str], dict[Origin, None]] = field(default_factory=dict)
    wanted: Collection[int] | None = None
    line: int = 1

    @property
    def branches(self) -> tuple[Branch, ...]:
        return tuple(Branch(kind, template, last, tuple(reads)) for (template, last, kind), reads in sorted(self.skipped.items()))

    @property
    def platform(self) -> Origins:
        """Where the platform of the target is set."""
        return self.names.get("platform", ())[:1]

    def take(self) -> Origins:
        """What was read since this was last asked."""
        if not (self.log or self.chosen):
            return ()
        reads = unique_origins(map(without_cause, unique_origins((*self.chosen, *self.log))))
        self.log.clear()
        self.chosen.clear()
        return reads

    def choose(self) -> None:
        """What was read up to here chose a part of an expression: it is not what is printed."""
        self.chosen.extend(self.log)
        self.log.clear()

    def begin(self, conditions: tuple[Condition, ...] = ()) -> None:
        """A text of its own begins: it sees no variables of the one before."""
        self.take()
        self.kept.clear()
        self.conditions = conditions

    def counted(self, pieces: Iterable[str]) -> Iterator[str]:
        """The pieces of a text, while the lines are counted that end in them."""
        for piece in pieces:
            yield piece
            self.line += piece.count("\n")

    def needs(self, text: str) -> bool:
        """Whether the origin of a line is needed that a text is in when it is written next."""
        return self.wanted is None or any(self.line <= number <= self.line + text.count("\n") for number in self.wanted)

    def enter(self, loop: str = "", hiding: Iterable[str] = ()) -> None:
        self.frames.append(TemplateFrame(self.conditions, loop, {name: self.kept.pop(name) for name in hiding if name in self.kept}))

    def leave(self) -> None:
        self.take()
        frame = self.frames.pop()
        self.conditions = frame.outer
        self.kept |= frame.hidden

    def hold(self, kind: str, template: Origin, reads: Origins) -> None:
        """From here to the end of the frame all depends on what was read."""
        if reads:
            self.conditions = (*self.conditions, Condition(kind, template, reads))

    def skip(self, kind: str, file: str, lines: Lines, reads: Iterable[Origin]) -> None:
        """Some lines of a template were left out by an if or a for, because of what was read."""
        if lines[0] and (reads := tuple(reads)):
            self.skipped.setdefault((Origin(file, lines[0]), lines[1], kind), {}).update(dict.fromkeys(map(without_cause, reads)))

    def keep(self, name: str, reads: Origins, more: bool = False) -> None:
        """A variable is set from what was read; `more`: it might have been set, or it is a part of it that is."""
        before = self.kept.get(name) if more else None
        reads, conditions = (
            unique_origins((*(before.reads if before else ()), *reads)),
            (before.conditions if before else ()) + self.conditions,
        )
        self.kept[name] = VariableReads(reads, tuple(dict.fromkeys(conditions)))

    def recall(self, name: str) -> None:
        """A variable is looked at."""
        if (kept := self.kept.get(name)) is not None:
            now = frozenset(self.conditions)
            self.log.extend((*kept.reads, *(read for one in kept.conditions if one not in now for read in one.reads)))

    def pull(self, items: Iterable[Any]) -> Iterator[Any]:
        """The items of the loop that begins here, each with what is read to get it."""
        frame = self.frames[-1]
        iterator = iter(items)
        while True:
            frame.mark = len(self.log)
            try:
                item = next(iterator)
            except StopIteration:
                return
            frame.items.append(item)
            self.pulled_reads(frame, item)
            yield item

    def pulled_reads(self, frame: TemplateFrame, item: Any) -> Origins:
        """Adds what was read since the last item was pulled to what belongs to this one."""
        key, reads = identity_of_item(item), tuple(self.log[frame.mark :])
        frame.pulled[key] = (*frame.pulled.get(key, ()), *reads)
        return reads

    def frame_of(self, loop: str) -> TemplateFrame:
        """The innermost running loop of this name."""
        return next(frame for frame in reversed(self.frames) if frame.loop == loop)


def identity_of_item(item: Any) -> tuple[int, ...]:
    """What distinguishes an item of a loop from another, also after it was unpacked into several names."""
    return tuple(part for one in item for part in identity_of_item(one)) if isinstance(item, tuple) else (id(item),)


def without_cause(origin: Origin) -> Origin:
    """The place as a place, whatever it was to the value."""
    return Origin(origin.file, origin.line, origin.column) if isinstance(origin, Cause) else origin
