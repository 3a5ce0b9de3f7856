"""The lines of a parsed config that break rules, each with the lines that it stands below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from netops.capability.patterns import outside_ranges
from netops.capability.rules import CapabilityRule
from netops.capability.versions import Version
from netops.config import Node, Tree

NOT_OF_THE_PATH: Final = re.compile(r"(?<!\S)(?:inactive:|protect:) |^groups \S+ ")
"""What stands in a Junos path beside the statement itself (CLI User Guide, "Deactivating Statements", "Configuration Groups"): an
inactive statement and one of a group are checked by Junos as any other."""


@dataclass(frozen=True, slots=True)
class NumberedLine:
    """A line of a config, without secrets in `shown`, its number in the text, and the lines that it stands below, outermost first.

    `whole`: the text is a whole path of Junos.
    """

    text: str
    shown: str
    number: int
    above: tuple[str, ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class CapabilityFinding:
    """A line that breaks a rule. `wrong`: the numbers of it that are not allowed. `sure`: False when it depends on an unknown release."""

    rule: CapabilityRule
    statement: NumberedLine
    wrong: str
    sure: bool


def find_violations(rules: Sequence[CapabilityRule], release: Version | None, tree: Tree) -> Iterator[CapabilityFinding]:
    """Every line of the text that breaks a rule, once, in their order.

    A tree also has what a line means beside the line itself (`vlan 10,20`, `vlan 10` and `vlan 20`), and what holds without a line.
    """
    found = [statement for statement in config_statements(tree) if statement.number]
    rules = [rule for rule in rules if not _lifted(rule, found)]
    last: dict[str, str] = {}
    reported: set[tuple[str, int]] = set()
    for statement in found:
        for rule in rules:
            known = (rule.code, statement.number) in reported or _below(statement, last.get(rule.code))
            if not known and _broken(rule, statement):
                last[rule.code] = statement.shown
                reported.add((rule.code, statement.number))
                yield CapabilityFinding(rule, statement, _wrong(rule, statement.text), sure=rule.holds_for(release) is True)


def config_statements(tree: Tree) -> Iterator[NumberedLine]:
    """The lines of a config; of Junos each with its whole path, as after `set`."""
    if tree.grammar.dialect.PATHS:
        return _paths(tree.root, "", "")
    return _lines(tree.root, ())


def _lines(node: Node, above: tuple[str, ...]) -> Iterator[NumberedLine]:
    for child in node.children.values():
        yield NumberedLine(child.text, child.shown, child.line, above)
        yield from _lines(child, (*above, child.shown))


def _paths(node: Node, text: str, shown: str) -> Iterator[NumberedLine]:
    for child in node.children.values():
        path, seen = (f"{start} {end}".strip().removeprefix("set ") for start, end in ((text, child.text), (shown, child.shown)))
        yield NumberedLine(NOT_OF_THE_PATH.sub("", path), seen, child.line, whole=True)
        yield from _paths(child, path, seen)


def _broken(rule: CapabilityRule, statement: NumberedLine) -> bool:
    if bool(rule.below) != bool(statement.above) or (rule.below and not any(map(rule.below.match, statement.above))):
        return False
    match = rule.line.match(statement.text)
    return match is not None and (rule.allowed is None or outside_ranges(match["numbers"], rule.allowed) != "")


def _below(statement: NumberedLine, reported: str | None) -> bool:
    """Whether a statement of Junos stands below the one that was reported last: it starts with the same path, and breaks the same rule."""
    return reported is not None and statement.whole and statement.shown.startswith(f"{reported} ")


def _wrong(rule: CapabilityRule, line: str) -> str:
    match = rule.line.match(line)
    return outside_ranges(match["numbers"], rule.allowed) if match and rule.allowed is not None else ""


def _lifted(rule: CapabilityRule, found: Sequence[NumberedLine]) -> bool:
    unless = rule.unless
    return unless is not None and any(unless.match(s.text) for s in found if not s.above)
