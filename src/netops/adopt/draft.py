"""A device while it is brought in: its config without secrets, the data read off it, and what has to stay as text."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from netops.config import ParsedConfig
from netops.dialects.files import FileBlock, file_blocks, without_block
from netops.dialects.grammar import Grammar
from netops.dialects.sections import feature_of
from netops.dialects.written import Path, WrittenLine
from netops.facts.importer import Importer
from netops.platforms import Platform, grammar_of, importer_of
from netops.secrets import with_references

RAW, WITHOUT, INTERFACES, FILES = "raw_config", "without", "interfaces", "files"
Data = dict[str, Any]
CONTROL = re.compile(r"[\x00-\x1f]")


@dataclass(slots=True)
class DeviceDraft:
    """`name` of the device, `source` the file, `text` its config with placeholders. `data`: keys of the device as its YAML has them.

    `raw`: the lines that stay text, with the reason; `without`: those that templates write and the device does not have. `lines` of the
    text, from `read_lines`. `model`: its hardware, where that is given. `inherited`: paths of values that layers of a company give it
    for good.

    Of a host made of files: `verbatim` are the files that stay as they are, each with its service; `dropped` the nouns that do not give
    their files back; `left` the blocks that are no part of the text any more, with the reason.
    """

    name: str
    source: str
    platform: Platform
    text: str
    data: Data = field(default_factory=dict)
    raw: dict[Path, str] = field(default_factory=dict)
    without: dict[Path, None] = field(default_factory=dict)
    lines: list[WrittenLine] = field(default_factory=list)
    model: str = ""
    verbatim: dict[str, str] = field(default_factory=dict)
    dropped: dict[str, None] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)
    inherited: set[tuple[str | int, ...]] = field(default_factory=set)
    _config: ParsedConfig | None = field(default=None, init=False, repr=False)

    @property
    def importer(self) -> Importer:
        """What the platform has for importing."""
        return importer_of(self.platform)

    @property
    def config(self) -> ParsedConfig:
        """The config as a value: it is read once, until `release`."""
        if self._config is None:
            self._config = ParsedConfig(self.platform, self.text)
        return self._config

    def release(self) -> None:
        """Give back the memory of the config as a value; it is read anew when it is needed again."""
        self._config = None

    def unsettled(self) -> DeviceDraft:
        """The same device before anything of its text was found not to come back from its data."""
        other = replace(self, data=dict(self.data), raw={}, without={}, verbatim={}, dropped={}, left={})
        other._config = self.config
        return other

    @property
    def grammar(self) -> Grammar:
        return grammar_of(self.platform)

    def holds_line(self, file: str) -> bool:
        """Whether a file of a company is that of the device."""
        return file.endswith(f"/{self.importer.folder}/{self.name}.yaml")

    def read_lines(self) -> None:
        """Fill `lines`. ConfigError when the text cannot be read."""
        self.lines = list(self.grammar.dialect.written(self.grammar, self.text))

    def leave(self, path: str, reason: str) -> None:
        """Take a file or a folder of a host out of the text: it is not managed."""
        self.text, self._config = without_block(self.text, path), None
        self.verbatim.pop(path, None)
        self.left[path] = reason
        self.read_lines()

    def is_raw(self, line: WrittenLine) -> bool:
        """Whether a line of the text stays as it is."""
        return line.path in self.raw or (bool(self.verbatim) and line.path[0].split(" ")[2] in self.verbatim)

    def counts(self) -> tuple[int, int, int, int]:
        """Lines of the config, those that data gives, those that are raw, and those that are taken away from what templates write."""
        raw = sum(map(self.is_raw, self.lines))
        return len(self.lines), len(self.lines) - raw, raw, len(self.without)

    def by_feature(self) -> dict[str, list[int]]:
        """The features of the platform that the config has lines of: how many lines, and how many of them are raw."""
        found: dict[str, list[int]] = {}
        for line in self.lines:
            top = line.path[0].split(" ")[2] if self.importer.is_of_files else line.path[0]
            row = found.setdefault(feature_of_line(self.grammar, top), [0, 0])
            row[0] += 1
            row[1] += self.is_raw(line)
        return dict(sorted(found.items()))

    def finished(self) -> Data:
        """The data with the raw lines in their places."""
        data = {key: value for key, value in self.data.items() if key not in (RAW, WITHOUT)}
        ports = {name: dict(port) for name, port in data.get(INTERFACES, {}).items()}
        raw = self.raw_lines(ports)
        others = raw.pop("", None)
        for name, lines in raw.items():
            ports[name][RAW] = lines
        if ports:
            data[INTERFACES] = ports
        if others:
            data[RAW] = others
        if self.without:
            data[WITHOUT] = self.without_lines()
        if self.verbatim:
            data[FILES] = self.files()
        return data

    def files(self) -> list[Data]:
        """The files that stay as they are, as YAML has them."""
        return [_file(one, self.verbatim[one.path]) for one in file_blocks(self.text) if one.path in self.verbatim]

    def raw_lines(self, ports: Container[str]) -> dict[str, list[str]]:
        """The raw lines as YAML has them: by the interface, where it is one of `ports`; under '' all others."""
        port_of = self.importer.port_of
        found: dict[str, list[WrittenLine]] = {}
        for line in self.lines:
            if line.path in self.raw:
                found.setdefault(port if (port := port_of(line.path)) in ports else "", []).append(line)
        groups = [(lines, 1 if port else 0) for port, lines in found.items()]
        printed = self.grammar.dialect.raw_lines(self.grammar, self.text, groups)
        return {port: [with_references(printable_line(line)) for line in lines] for port, lines in zip(found, printed, strict=True)}

    def managed(self) -> str | list[str | Data]:
        """What netops owns of the device: all, or what is in no feature with a file that is left alone."""
        if not self.left:
            return "all"
        left = {feature_of_line(self.grammar, path) for path in (*self.left, "")}
        found = {one.path: feature_of_line(self.grammar, one.path) for one in file_blocks(self.text)}
        features = sorted(set(found.values()) - left)
        return [*features, *({"section": path} for path, name in sorted(found.items()) if name in left)]

    def without_lines(self) -> list[str]:
        """The lines that are taken away as YAML has them."""
        return [with_references(line) for line in nest_lines(self.without)]


def _file(one: FileBlock, service: str) -> Data:
    given = {"owner": one.owner, "group": one.group, "mode": one.mode, "service": service}
    usual = {"owner": "root", "group": "root", "mode": "0644", "service": ""}
    return {
        "path": one.path,
        **{key: value for key, value in given.items() if value != usual[key]},
        "content": with_references(one.content),
    }


def feature_of_line(grammar: Grammar, line: str) -> str:
    """The feature of a top-level line, `other` for one of none."""
    return feature_of(grammar, grammar.positive(line).removeprefix("set ")) or "other"


def printable_line(line: str) -> str:
    """A line without tabs and control characters: `^C` for Ctrl-C, as devices show it."""
    return CONTROL.sub(lambda match: f"^{chr(ord(match[0]) + 64)}", line.replace("\t", " ").rstrip())


def nest_lines(paths: Iterable[Path]) -> list[str]:
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


def outermost_lines(lines: Sequence[WrittenLine], other: Iterable[Path]) -> Iterator[WrittenLine]:
    """The lines whose path is not among others, without those that are below such a line."""
    known = set(other)
    for line in lines:
        if line.path not in known and not any(line.path[:depth] not in known for depth in range(1, len(line.path))):
            yield line
