"""Reads the lines of a tree by a table: what they say goes into fields, what is not understood is listed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from netops.dialects.tree import Node, Tree
from netops.facts.lines import at_line, note_line, with_line_noted
from netops.facts.records import NotUnderstood
from netops.facts.table import Effect, FactTable, Fields, IrrelevantLine, SectionPattern


@dataclass(frozen=True, slots=True)
class Reader:
    """How facts are read off the configs of a platform.

    `sections`: first words of the top-level lines that facts come from: of these, what `top` does not know is listed. `nodes`: the
    top-level lines of a tree, and lines that cannot be read. `defaults`: fills in what the platform does not show. `route_distance`: that
    of a static route whose line has none.
    """

    top: FactTable
    sections: tuple[str, ...]
    defaults: Callable[[Fields], None]
    nodes: Callable[[Tree], tuple[Iterable[Node], Iterable[Node]]] = lambda tree: (tree.root.children.values(), ())
    route_distance: int = 1


@dataclass(slots=True)
class ReadReport:
    """Which lines of the text were read, and which were not understood.

    `unread`: by their nodes the lines of sections of which nothing is read, since these lines are not understood; `found`: more of them.
    """

    read: set[int] = field(default_factory=set)
    lines: list[NotUnderstood] = field(default_factory=list)
    with_lines: bool = False
    unread: Mapping[int, list[NotUnderstood]] = field(default_factory=dict)
    found: dict[int, list[NotUnderstood]] = field(default_factory=dict)

    @property
    def understood(self) -> int:
        return len(self.read - {one.line for one in self.lines})

    def miss(self, node: Node, section: str) -> None:
        """Lists a line and all that is below it."""
        self.lines += [
            NotUnderstood(one.line, section, one.shown.partition("\n")[0]) for one in (node, *(child for _, child in node.walk()))
        ]


def read_facts(reader: Reader, tree: Tree, *, with_lines: bool = False) -> tuple[Fields, ReadReport]:
    """The fields of a whole config, and the report on its lines. `with_lines`: also note which line each field is from."""
    found, bad = reader.nodes(tree)
    nodes, unread = [*found], dict[int, list[NotUnderstood]]()
    while True:
        fields: Fields = {}
        report = ReadReport(with_lines=with_lines, unread=unread)
        for node in nodes:
            _line(report, reader.top, fields, node, _section(reader, node.text))
        if not report.found:
            break
        # What such a section has left in the fields cannot be separated from the rest: all is read again without it.
        unread |= report.found
    for node in bad:
        report.miss(node, node.text.partition(" ")[0])
    reader.defaults(fields)
    return fields, report


def _section(reader: Reader, line: str) -> str | None:
    """The first words of a top-level line when facts come from such lines, else None."""
    line = line.removeprefix("no ")
    return next((one for one in reader.sections if line == one or line.startswith(one + " ")), None)


def _line(report: ReadReport, table: FactTable, fields: Fields, node: Node, section: str | None, above: str = "") -> None:
    """Reads a line and what is below it. A line that is not understood is listed, unless it is of no section that facts come from.

    `above`: the lines that it stands below.
    """
    here = f"{above} > {node.shown}" if above else node.shown
    try:
        for means, words in _meanings(table, node.text):
            with at_line(node.line if report.with_lines else None):
                _apply(report, fields, node, here, means, words)
    except (ValueError, LookupError):
        # A word that makes no sense, or too few of them.
        if section is not None:
            report.miss(node, section)


def _meanings(table: FactTable, text: str) -> list[tuple[Effect | SectionPattern | IrrelevantLine, tuple[str, ...]]]:
    """What a line means. One that is written in several (`... vlan 1`, `... vlan add 2`) means all of them in turn; other values of several
    lines are read as one. ValueError when it is not understood."""
    if "\n" in text and (block := table.find_block(text)) is not None:
        return [(block[0], (block[1],))]
    parts = [found for line in text.split("\n") if (found := table.find(" ".join(line.split()))) is not None]
    if len(parts) == text.count("\n") + 1:
        return parts
    whole = table.find(" ".join(text.split())) if "\n" in text else None
    if whole is None:
        raise ValueError("no pattern")
    return [whole]


def _apply(
    report: ReadReport, fields: Fields, node: Node, here: str, means: Effect | SectionPattern | IrrelevantLine, words: tuple[str, ...]
) -> None:
    if isinstance(means, SectionPattern):
        report.read.add(node.line)
        if id(node) in report.unread:
            report.lines += report.unread[id(node)]
            return
        inner, missed = means.enter(fields, *words), len(report.lines)
        note_line(inner, "")
        _below(report, means.table, inner, node, here)
        if means.whole and len(report.lines) > missed:
            report.found[id(node)] = report.lines[missed:]
        return
    if not isinstance(means, IrrelevantLine):
        with_line_noted(fields, means, words)
    report.read.add(node.line)
    if isinstance(means, IrrelevantLine) and means.deep:
        report.read.update(child.line for _, child in node.walk())
    else:
        for child in node.children.values():
            report.miss(child, here)


def _below(report: ReadReport, table: FactTable, fields: Fields, node: Node, here: str) -> None:
    for child in node.children.values():
        _line(report, table, fields, child, here, here)
        if f"no {child.text}" in node.children:
            # Which of the two holds depends on which came last, and the tree does not show it.
            report.miss(child, here)
