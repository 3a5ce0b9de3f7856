"""A config as a tree, whatever its dialect: lines below lines, each with its place in the text that it came from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Protocol

from netops.dialects.defaults import NONE, DefaultTable
from netops.dialects.grammar import Grammar
from netops.dialects.rules import EMPTY, LineRule, Rulebook
from netops.errors import ConfigError

if TYPE_CHECKING:
    from netops.dialects.secrets import Secret
    from netops.dialects.sections import TopLine


class Node:
    """A line and the lines below it. Made by one function, then only read.

    * `text`: the line in canonical form, with its secrets; of several lines when its value is. `shown`: the same without secrets.
    * `secrets`: the secrets taken out of `shown`, in their order.
    * `key`: what is compared: `shown` where the other side holds a placeholder, else `text`.
    * `line`, `last`: first and last line in the text, from 1; 0 when it comes from none.
    * `group`: the name of the ordered lines among its siblings that it is one of, None when its place means nothing.
    * `children`: by setting, so a line that overwrites another has the same place.
    * `number`: of an entry of a filter, as the device counts, None when the text has none.
    * `numbers`: of a line that lists sections (`vlan 1,10`), which ones; `start` is what they have before them.
    * `listed`: has no line of its own, but stands in one that lists sections.
    * `start`: else, what stands before the lines below when they are written without a section (`access-list 10`), or the list in brackets
      that the line was written in.
    * `spare`: what only one side has below the line, and what holds on the device all the same: empty sections, written defaults.
    * `implied`: what holds on the device also without the line.
    * `silent`: the tables of defaults of the lines below.
    * `overwritten`: lines above it in the same text that set the same and lost to it, in their order.
    * `typed`: the line as it was typed, where the device shows another one; `lifted`: it was typed beside the section that shows it;
      `untyped`: it was not typed, but the device shows it because of another line.
    """

    __slots__ = (
        "children",
        "group",
        "implied",
        "key",
        "last",
        "lifted",
        "line",
        "listed",
        "number",
        "numbers",
        "overwritten",
        "rule",
        "secrets",
        "shown",
        "silent",
        "spare",
        "start",
        "text",
        "typed",
        "untyped",
    )

    def __init__(self, text: str, shown: str, key: str, line: int = 0, last: int = 0, rule: LineRule | None = None) -> None:
        self.text = text
        self.shown = shown
        self.key = key
        self.line = line
        self.last = last
        self.rule = rule
        self.secrets: tuple[Secret, ...] = ()
        self.group: str | None = None
        self.number: int | None = None
        self.numbers: tuple[int, ...] = ()
        self.spare: tuple[Node, ...] = ()
        self.start = ""
        self.implied = False
        self.silent: tuple[DefaultTable, ...] = ()
        self.overwritten: tuple[Node, ...] = ()
        self.listed = False
        self.typed = ""
        self.lifted = self.untyped = False
        self.children: dict[str, Node] = {}

    @property
    def book(self) -> Rulebook:
        return self.rule.book if self.rule else EMPTY

    @property
    def flags(self) -> frozenset[str]:
        return self.rule.flags if self.rule else frozenset()

    def alone(self) -> Node:
        """The same line in a new node, without what is below it."""
        twin = Node(self.text, self.shown, self.key, self.line, self.last, self.rule)
        twin.group, twin.number, twin.numbers, twin.start, twin.implied = self.group, self.number, self.numbers, self.start, self.implied
        twin.secrets = self.secrets
        twin.typed, twin.lifted, twin.untyped = self.typed, self.lifted, self.untyped
        twin.listed, twin.silent, twin.overwritten, twin.spare = self.listed, self.silent, self.overwritten, self.spare
        return twin

    def copy(self) -> Node:
        """The same tree in new nodes, free to change."""
        twin = self.alone()
        twin.children = {setting: child.copy() for setting, child in self.children.items()}
        return twin

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Node]]:
        """Every node below this one with its depth, in order."""
        for child in self.children.values():
            yield depth, child
            yield from child.walk(depth + 1)


class Tree(Protocol):
    """A parsed config: its text, the lines of it, and what they mean. Nothing of it is made before it is read, and nothing twice."""

    @property
    def grammar(self) -> Grammar: ...

    @property
    def text(self) -> str: ...

    @property
    def lines(self) -> tuple[str, ...]: ...

    @property
    def root(self) -> Node: ...

    @property
    def heads(self) -> list[TopLine]: ...


DEEPEST = 60
"""How deep lines may nest. No device goes beyond 12; deeper is a text that is not a config."""


def check_depth(depth: int, line: int) -> None:
    """ConfigError when a line stands deeper than any config nests."""
    if depth > DEEPEST:
        raise ConfigError(f"line {line}: nested deeper than {DEEPEST} levels", hint="is this the config of a device?")


def empty_tree(book: Rulebook, silent: DefaultTable = NONE) -> Node:
    """An empty tree with the rules and the defaults for its top-level lines."""
    top = Node("", "", "", rule=LineRule((), 0, frozenset(), {}, book))
    top.silent = (silent,)
    return top


def is_same_tree(one: Node, other: Node) -> bool:
    """Whether two trees mean the same: equal lines, and equal order where order means something."""
    if len(one.children) != len(other.children):
        return False
    ordered = False
    for setting, child in one.children.items():
        twin = other.children.get(setting)
        if twin is None or child.key != twin.key or ((child.children or twin.children) and not is_same_tree(child, twin)):
            return False
        ordered = ordered or child.group is not None
    return not ordered or ordered_groups(one) == ordered_groups(other)


def ordered_groups(node: Node) -> dict[str, list[str]]:
    """The groups of lines below a node whose order means something: name of the group to its settings, in order."""
    groups: dict[str, list[str]] = {}
    for setting, child in node.children.items():
        if child.group is not None:
            groups.setdefault(child.group, []).append(setting)
    return groups
