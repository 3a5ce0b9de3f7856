"""Parts of a config: secrets by their path, and the chunks of text that belong to features."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from netops.dialects.grammar import Grammar
from netops.dialects.parts import ManagedPart, find_part, is_finer
from netops.dialects.secrets import has_placeholder
from netops.dialects.tree import Node, Tree
from netops.secrets import REDACTED


def secrets_by_path(top: Node) -> dict[str, str]:
    """Path of each secret to its value; the second of two equal paths gets `#2`."""
    found: dict[str, str] = {}
    counts: Counter[str] = Counter()

    def visit(node: Node, above: tuple[str, ...]) -> None:
        for child in node.children.values():
            path = (*above, child.shown.strip())
            if child.shown != child.text and not has_placeholder(child.text):
                name = " / ".join(path)
                counts[name] += 1
                found[name if counts[name] == 1 else f"{name} #{counts[name]}"] = _values(child)
            visit(child, path)

    visit(top, ())
    return found


def _values(node: Node) -> str:
    """What was taken out of a line: the parts of its text between the parts that are left of it."""
    rest, values = node.text, []
    first, *parts = node.shown.split(REDACTED)
    rest = rest[len(first) :]
    for part in parts:
        end = rest.rfind(part) if part is parts[-1] else rest.find(part)
        end = len(rest) if not part else end
        values.append(rest[:end])
        rest = rest[end + len(part) :]
    return " ".join(values)


@dataclass(frozen=True, slots=True)
class TopLine:
    """A top-level line of a text: its number from 1, its name, and how many lines it has with those below it."""

    line: int
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class LineRange:
    """Lines of a config: from `first` to `last`, counted from 1, both included. `text`: how they are written, where not as they are."""

    config: Tree
    first: int
    last: int
    text: str | None = None

    def lines(self) -> Iterator[tuple[str, int]]:
        """Each line with its number in the config."""
        if self.text is not None:
            return ((line, self.first) for line in self.text.split("\n"))
        return zip(self.config.lines[self.first - 1 : self.last], range(self.first, self.last + 1), strict=True)


def whole_config_range(config: Tree) -> LineRange:
    """A whole config."""
    return LineRange(config, 1, len(config.lines))


@dataclass(frozen=True, slots=True)
class ConfigChunk:
    """Lines of a text that belong together: a top-level line, what is below it, and what follows up to the next one. `part`: the managed
    one that they are in, None for the device's own."""

    part: str | None
    lines: LineRange


@dataclass(frozen=True, slots=True)
class PartFinder:
    """Finds which managed part a top-level line belongs to: a feature, or a finer one. What only other platforms have has no lines here."""

    grammar: Grammar
    managed: tuple[str, ...]
    finer: tuple[ManagedPart, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "finer", tuple(find_part(self.grammar, name) for name in self.managed if is_finer(name)))

    def part(self, name: str) -> str | None:
        """The managed part of a line, the finer one first; None when netops leaves it alone."""
        line = self.grammar.positive(name)
        for part in self.finer:
            if part.covers.match(line):
                return part.name
        feature = feature_of(self.grammar, line)
        return feature if feature in self.managed else None

    def is_above(self, name: str) -> bool:
        """Whether lines of a managed part may be below a line that is in none."""
        starts = (start for feature in self.managed for start in self.grammar.features.get(feature, ()))
        return any(start.startswith(name + " ") for start in starts) or any(part.above.match(name) for part in self.finer)


def feature_of(grammar: Grammar, line: str) -> str | None:
    """The feature of a top-level line without its negation. The longest match decides: `router bgp` before `router`."""
    best, length = None, 0
    for feature, starts in grammar.features.items():
        for start in starts:
            if len(start) > length and (line == start or line.startswith(start if start.endswith("/") else start + " ")):
                best, length = feature, len(start)
    return best


def splice_managed_parts(owner: PartFinder, running: Tree, intended: Tree) -> Iterator[LineRange]:
    """The running text with the chunks of managed parts replaced by those of the intended text."""
    lead, ours, trail = _chunks(owner, running)
    wanted = [chunk for chunk in _chunks(owner, intended)[1] if chunk.part]
    placed = set[str]()
    yield lead
    for chunk in ours:
        if chunk.part is None:
            yield chunk.lines
        elif chunk.part not in placed:
            placed.add(chunk.part)
            yield from (new.lines for new in wanted if new.part == chunk.part)
    yield from (new.lines for new in wanted if new.part not in placed)
    yield trail


def _chunks(owner: PartFinder, config: Tree) -> tuple[LineRange, list[ConfigChunk], LineRange]:
    """The lines before the first chunk, the chunks, and the lines from the closing `end` on."""
    lines, found = config.lines, config.heads
    last = found[-1].line if found else 1
    stop = next((i for i in range(len(lines) - 1, last - 1, -1) if lines[i].strip() == "end"), len(lines) - (not lines[-1]))
    ends = [head.line - 1 for head in found[1:]] + [stop]
    chunks = [ConfigChunk(owner.part(head.name), LineRange(config, head.line, end)) for head, end in zip(found, ends, strict=False)]
    return LineRange(config, 1, found[0].line - 1 if found else stop), chunks, LineRange(config, stop + 1, len(lines))


def count_managed_lines(grammar: Grammar, managed: Literal["all"] | Sequence[str], heads: list[TopLine]) -> tuple[int, int]:
    """How many lines belong to managed parts, and how many lines there are."""
    total = sum(head.count for head in heads)
    if managed == "all":
        return total, total
    owner = PartFinder(grammar, tuple(managed))
    return sum(head.count for head in heads if owner.part(head.name)), total
