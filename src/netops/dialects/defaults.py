"""What a device has without being asked: lines that say what holds also where no line says it.

A table is text in the shape of a config, in the words of `dialects/patterns.py`. A line covers a whole line of a config; the lines
indented below it hold below such a line, and of several that cover a section all hold.

* `# ...` names the section of the vendor's manual that the lines below it are from; each line has one;
* after `%` stand conditions: `if=LINE` and `unless=LINE` want a line beside it that starts so, or none; `device=TYPE` holds only on
  models that are known to be of that type (`_` stands for a blank, `,` between several); `shown` is no condition: devices print the line;
  `stays` means that it holds on some models only: a device that has it keeps it, and where it is wanted it is set.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from netops.dialects.patterns import any_of, compile_regex, first_words, pattern_regex

if TYPE_CHECKING:
    from netops.dialects.tree import Node

_CONDITIONS: Final = frozenset({"if", "unless", "device", "shown", "stays"})


@dataclass(frozen=True, slots=True)
class DefaultLine:
    """One line that holds by itself: `above` are the patterns of the sections that it is in."""

    line: str
    above: tuple[str, ...]
    source: str
    expression: str
    conditions: Mapping[str, tuple[str, ...]] = field(hash=False)

    @property
    def beside(self) -> bool:
        """Whether it depends on the lines beside it."""
        return bool(self.conditions.keys() & {"if", "unless"})

    def holds(self, line: str, parent: Node) -> bool:
        """Whether a line below a section says what holds without it."""
        return self.covers(line) and self._fits(parent)

    def covers(self, line: str) -> bool:
        """Whether a line is this one, whatever is beside it."""
        return compile_regex(self.expression).fullmatch(line) is not None

    def _fits(self, parent: Node) -> bool:
        if "device" in self.conditions:
            return False
        starts, others = self.conditions.get("if", ()), self.conditions.get("unless", ())
        return (not starts or _has(parent, starts)) and not (others and _has(parent, others))


def _has(parent: Node, starts: tuple[str, ...]) -> bool:
    return any(child.text == start or child.text.startswith(start + " ") for child in parent.children.values() for start in starts)


@dataclass(frozen=True, slots=True)
class DefaultTable:
    """The lines of one context that hold by themselves, by their first word, and the tables of the sections below."""

    by_word: Mapping[str, tuple[DefaultLine, ...]] = field(default_factory=dict)
    any_word: tuple[DefaultLine, ...] = ()
    below: tuple[tuple[re.Pattern[str], DefaultTable], ...] = ()
    inside: re.Pattern[str] = field(init=False, repr=False, compare=False)
    """Matches a line that one of the tables of `below` is for."""
    depends: bool = field(init=False, repr=False, compare=False)
    """Whether one of the lines depends on those beside it."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "inside", any_of(pattern for pattern, _ in self.below))
        object.__setattr__(self, "depends", any(one.beside for found in (*self.by_word.values(), self.any_word) for one in found))

    def found(self, line: str) -> tuple[DefaultLine, ...]:
        """The defaults that a line may be."""
        return self.by_word.get(line.partition(" ")[0], self.any_word)

    def __iter__(self) -> Iterator[DefaultLine]:
        """Every line of the table, those of the sections too."""
        yield from dict.fromkeys(one for found in (*self.by_word.values(), self.any_word) for one in found)
        for _, inner in self.below:
            yield from inner

    def on(self, device_type: str) -> DefaultTable:
        """The table for a known model: what depends on another one is gone, what depends on this one holds."""

        def kept(found: tuple[DefaultLine, ...]) -> tuple[DefaultLine, ...]:
            return tuple(one for one in (_on(default, device_type) for default in found) if one)

        return DefaultTable(
            {word: kept(found) for word, found in self.by_word.items()},
            kept(self.any_word),
            tuple((pattern, inner.on(device_type)) for pattern, inner in self.below),
        )


def _on(default: DefaultLine, device_type: str) -> DefaultLine | None:
    types = default.conditions.get("device")
    if types is None:
        return default
    if not any(fnmatchcase(device_type, one) for one in types):
        return None
    return replace(default, conditions={name: value for name, value in default.conditions.items() if name != "device"})


NONE: Final = DefaultTable()


def tables_below(tables: Iterable[DefaultTable], line: str) -> tuple[DefaultTable, ...]:
    """The tables that hold below a line."""
    found: list[DefaultTable] = []
    for table in tables:
        for pattern, inner in table.below if table.inside.fullmatch(line) else ():
            if pattern.fullmatch(line):
                found.append(inner)
    return tuple(found)


def is_implied(parent: Node, line: str) -> bool:
    """Whether a line below a section says what holds without it, on every model."""
    found = default_of(parent, line)
    return found is not None and "stays" not in found.conditions


def default_of(parent: Node, line: str) -> DefaultLine | None:
    """The default that a line below a section says, None when it says something else."""
    for table in parent.silent:
        for default in table.found(line):
            if default.holds(line, parent):
                return default
    return None


def mark_defaults(parent: Node) -> None:
    """Sees again which lines below a section say nothing, where that depends on the lines beside them."""
    if not any(table.depends for table in parent.silent):
        return
    for child in parent.children.values():
        found = [default for table in parent.silent for default in table.found(child.text) if default.beside]
        if found and any(default.covers(child.text) for default in found):
            child.implied = is_implied(parent, child.text)


def parse_defaults(text: str) -> DefaultTable:
    """The table of a text. ValueError for a line without a source, or with a condition that does not exist."""
    lines = [(len(raw) - len(raw.lstrip()), raw.strip()) for raw in text.splitlines() if raw.strip()]
    return _table(lines, (), "")


def _table(lines: list[tuple[int, str]], above: tuple[str, ...], source: str) -> DefaultTable:
    found: list[DefaultLine] = []
    below: list[tuple[re.Pattern[str], DefaultTable]] = []
    for start, stop in _blocks(lines):
        line = lines[start][1]
        if line.startswith("#"):
            source = line.removeprefix("#").strip()
        elif stop > start + 1 and any(not text.startswith("#") for _, text in lines[start + 1 : stop]):
            below.append((re.compile(pattern_regex(line.split())), _table(lines[start + 1 : stop], (*above, line), source)))
        else:
            found.append(_default(line, above, source))
    return replace(_indexed(found), below=tuple(below))


def _blocks(lines: list[tuple[int, str]]) -> list[tuple[int, int]]:
    starts = [i for i, (indent, _) in enumerate(lines) if indent <= lines[0][0]] if lines else []
    return list(zip(starts, [*starts[1:], len(lines)], strict=True))


def _default(line: str, above: tuple[str, ...], source: str) -> DefaultLine:
    if not source:
        raise ValueError(f"default {line!r}: no line `# ...` above it names where that is written")
    body, _, tail = line.partition(" %")
    pairs = (part.partition("=") for part in tail.split())
    conditions = {name: tuple(one.replace("_", " ") for one in value.split(",")) for name, _, value in pairs}
    if unknown := sorted(conditions.keys() - _CONDITIONS):
        raise ValueError(f"default {line!r}: no condition called {', '.join(unknown)}; there are: {', '.join(sorted(_CONDITIONS))}")
    words = body.split()
    return DefaultLine(" ".join(words), above, source, pattern_regex(words), conditions)


def _indexed(found: list[DefaultLine]) -> DefaultTable:
    known = [(first_words(default.line.split()), default) for default in found]
    words = dict.fromkeys(word for own, _ in known for word in own)
    by_word = {word: tuple(default for own, default in known if not own or word in own) for word in words}
    return DefaultTable(by_word, tuple(default for own, default in known if not own))
