"""A device while it is brought in: its config without secrets, the data read off it, and what has to stay as text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from netops.dialects.grammar import Grammar
from netops.dialects.written import Path, Written
from netops.facts.importer import Importer
from netops.platforms import Platform, grammar_of, load_part
from netops.secrets import with_references

RAW, WITHOUT, INTERFACES = "raw_config", "without", "interfaces"
Data = dict[str, Any]
CONTROL = re.compile(r"[\x00-\x1f]")


@dataclass(slots=True)
class Draft:
    """`name` of the device, `source` the file, `text` its config with placeholders. `data`: keys of the device as its YAML has them.

    `vlans`: the device's own table of VLANs, number to name. `why`: the reasons for what is raw, by path. `refused`: why the device could
    not be brought in. `model`: its hardware, where that is given.
    """

    name: str
    source: str
    platform: Platform
    text: str
    data: Data = field(default_factory=dict)
    raw: dict[Path, str] = field(default_factory=dict)
    without: dict[Path, None] = field(default_factory=dict)
    lines: list[Written] = field(default_factory=list)
    model: str = ""

    @property
    def importer(self) -> Importer:
        """What the platform has for importing."""
        found: Importer = load_part(self.platform, str(self.platform.importer))
        return found

    @property
    def grammar(self) -> Grammar:
        return grammar_of(self.platform)

    def read_lines(self) -> None:
        """Fill `lines`. ConfigError when the text cannot be read."""
        self.lines = list(self.grammar.dialect.written(self.grammar, self.text))

    def counts(self) -> tuple[int, int, int, int]:
        """Lines of the config, those that data gives, those that are raw, and those that are taken away from what templates write."""
        raw = sum(1 for line in self.lines if line.path in self.raw)
        return len(self.lines), len(self.lines) - raw, raw, len(self.without)

    def by_feature(self) -> dict[str, list[int]]:
        """The features of the platform that the config has lines of: how many lines, and how many of them are raw."""
        starts = sorted(((start, name) for name, words in self.grammar.features.items() for start in words), key=lambda pair: -len(pair[0]))
        found: dict[str, list[int]] = {}
        for line in self.lines:
            text = f"{self.grammar.positive(line.path[0]).removeprefix('set ')} "
            row = found.setdefault(next((name for start, name in starts if text.startswith(f"{start} ")), "other"), [0, 0])
            row[0] += 1
            row[1] += line.path in self.raw
        return dict(sorted(found.items()))

    def finished(self) -> Data:
        """The data with the raw lines in their places."""
        data = {key: value for key, value in self.data.items() if key not in (RAW, WITHOUT)}
        ports = {name: dict(port) for name, port in data.get(INTERFACES, {}).items()}
        of_ports, others = self._split(ports)
        for name, lines in of_ports.items():
            ports[name][RAW] = self._raw_lines(lines, 1)
        if ports:
            data[INTERFACES] = ports
        if others:
            data[RAW] = self._raw_lines(others, 0)
        if self.without:
            data[WITHOUT] = [with_references(line) for line in nested(self.without)]
        return data

    def _raw_lines(self, lines: list[Written], depth: int) -> list[str]:
        return [with_references(printable(line)) for line in self.grammar.dialect.raw_lines(self.grammar, self.text, lines, depth)]

    def _split(self, ports: Data) -> tuple[dict[str, list[Written]], list[Written]]:
        """The raw lines of the interfaces that have data, by interface, and all others."""
        of_ports: dict[str, list[Written]] = {}
        others = []
        for line in self.lines:
            if line.path not in self.raw:
                continue
            name = self.importer.port_of(line.path)
            if name in ports:
                of_ports.setdefault(name, []).append(line)
            else:
                others.append(line)
        return of_ports, others


def printable(line: str) -> str:
    """A line without tabs and control characters: `^C` for Ctrl-C, as devices show it."""
    return CONTROL.sub(lambda match: f"^{chr(ord(match[0]) + 64)}", line.replace("\t", " ").rstrip())


def nested(paths: Iterable[Path]) -> list[str]:
    """Lines by their paths as text, each below the lines that it is in."""
    out: list[str] = []
    above: Path = ()
    for path in paths:
        shared = _shared(above, path)
        out += [line for depth in range(shared, len(path)) for line in f"{' ' * depth}{path[depth]}".split("\n")]
        above = path
    return out


def _shared(one: Path, other: Path) -> int:
    """How many lines above the last are the same."""
    depth = 0
    while depth < min(len(one), len(other) - 1) and one[depth] == other[depth]:
        depth += 1
    return depth


def tops(lines: Sequence[Written], other: Iterable[Path]) -> Iterator[Written]:
    """The lines whose path is not among others, without those that are below such a line."""
    known = set(other)
    for line in lines:
        if line.path not in known and not any(line.path[:depth] not in known for depth in range(1, len(line.path))):
            yield line
