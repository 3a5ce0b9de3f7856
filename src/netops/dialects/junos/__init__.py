"""Junos configs: the text in braces that the device shows, and the list of `set` lines, which mean the same.

The canonical form is the list of `set` lines: what a leaf implies (`set interfaces lo0` beside `set interfaces lo0 unit 0`) has no line of
its own. Two texts in braces are compared as trees; else both are compared as lists. Commands are `set`, `delete`, `deactivate`, `activate`,
`protect`, `unprotect` and `insert`, with full paths. A comment above a statement is its annotation, a line `annotate PATH "TEXT"`; it is
set by `annotate` at the level of the statement.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from netops.dialects.grammar import Grammar, RawProblem
from netops.dialects.junos.commands import apply, remediate
from netops.dialects.junos.lines import (
    MOVES,
    SESSION,
    SET,
    UNIT,
    annotate_line,
    comparison_key,
    drop_equivalent_lines,
    join_brackets,
    path_of,
    set_lines,
    set_lines_of_node,
    to_set_lines,
)
from netops.dialects.junos.lines import canonical_lines as in_order
from netops.dialects.junos.order import modifier_words, ordered_group_of_statement
from netops.dialects.junos.raw import printed_lines
from netops.dialects.junos.splice import compose
from netops.dialects.junos.staying import lines_to_preserve
from netops.dialects.junos.text import PROMPT, Statement, parse_statements, unquote_word, without_comments
from netops.dialects.masking import SecretMask
from netops.dialects.secrets import SecretFinder
from netops.dialects.sections import LineRange, TopLine
from netops.dialects.tree import Node, Tree, is_same_tree
from netops.dialects.written import WrittenLine
from netops.errors import ConfigError

__all__ = [
    "PATHS",
    "POSITIONS",
    "apply",
    "as_shown",
    "canonical",
    "compose",
    "heads",
    "lines",
    "pair",
    "place",
    "raw_lines",
    "raw_problems",
    "read",
    "remediate",
    "whole",
    "write",
    "written",
]

PATHS = True
POSITIONS = False

_COMMANDS = (
    "set ",
    "deactivate ",
    "protect ",
    "annotate ",
    "delete ",
    "activate ",
    "unprotect ",
    "insert ",
    *(f"{verb} " for verb in MOVES),
)


def in_braces(text: str) -> bool:
    """Whether a text is in braces; an empty one is not."""
    for line in without_comments(text).split("\n"):
        line = line.strip()
        if line and not PROMPT.fullmatch(line):
            return not f"{line} ".startswith(_COMMANDS) and not SESSION.fullmatch(line)
    return False


def read(grammar: Grammar, mask: SecretMask, text: str) -> Node:
    """The tree of a text in braces, or the list of the lines of a `set` text."""
    text = text.replace("\r\n", "\n")
    if not in_braces(text):
        return to_set_lines(set_lines(mask, text))
    top = Node("", "", "")
    _grow(mask, top, parse_statements(text), ())
    return top


def _grow(mask: SecretMask, above: Node, found: list[Statement], path: tuple[str, ...]) -> None:
    for statement in found:
        unit = UNIT.fullmatch(statement.words[0]) if _holds_interfaces(path) and len(statement.words) == 1 else None
        if unit:
            logical = replace(statement, words=("unit", unit[2]))
            statement = replace(statement, words=(unit[1],), modifiers=(), leaf=False, children=[logical])
        text = " ".join((*statement.modifiers, *statement.words))
        if statement.comment:
            note = _annotation(mask, statement, path)
            above.children.setdefault(note.key, note)
        if not statement.leaf and not statement.children and _bare(statement.words):
            continue
        shown, key, secrets = mask.parts(" ".join((*statement.modifiers, *map(unquote_word, statement.words))), path)
        key = comparison_key(key)
        node = above.children.setdefault(key, Node(text, shown, key, statement.line, statement.opens))
        node.secrets = secrets
        node.group = ordered_group_of_statement(" ".join(path), " ".join((*path, *map(unquote_word, statement.words))))
        _grow(mask, node, statement.children, (*path, text))


def _annotation(mask: SecretMask, statement: Statement, path: tuple[str, ...]) -> Node:
    """The annotation of a statement as a line before it, as the command that makes it; a leaf is called without its value."""
    words = modifier_words(statement.words) if statement.leaf else statement.words
    quoted = statement.comment.replace("\\", "\\\\").replace('"', '\\"')
    return annotate_line(mask, " ".join(words), f'"{quoted}"', path, statement.first, max(statement.line - 1, statement.first))


def _holds_interfaces(path: tuple[str, ...]) -> bool:
    """Whether the statements of a path are interfaces; elsewhere `interfaces` holds names of logical ones (`ge-0/0/0.0`)."""
    return path == ("interfaces",) or (path[-1:] == ("interfaces",) and len(path) == 3 and path[0] in ("groups", "logical-systems"))


def _bare(words: tuple[str, ...]) -> bool:
    """Whether an empty block is a mere container, which Junos drops; a named thing (`unit 0`, `ge-0/0/0`) stays."""
    return len(words) == 1 and words[0].replace("-", "").isalpha()


def pair(grammar: Grammar, one: Node, other: Node) -> tuple[Node, Node]:
    """Both as trees when both are in braces, else both as lists of lines. The version is not compared."""
    if SET in (one.text, other.text):
        one, other = (to_set_lines(set_lines_of_node(side).children.values()) for side in (one, other))
        drop_equivalent_lines(one, other)
    else:
        _reconcile(one, other)
    for side in (one, other):
        side.children = {setting: child for setting, child in side.children.items() if not _version(child)}
    return one, other


def place(grammar: Grammar, parent: Node, setting: str, node: Node) -> Node:
    """The node that a line is in, by what is compared of it."""
    return parent.children.setdefault(node.key, node)


def _reconcile(one: Node, other: Node, path: str = "") -> None:
    """Writes a statement of the first tree as the second does where both mean the same: `then accept` and `then { accept; }`."""
    for setting, child in one.children.items():
        aim = other.children.get(setting)
        if aim is None or is_same_tree(child, aim):
            continue
        own = f"{path} {setting}".lstrip()
        if is_same_tree(set_lines_of_node(child, own), set_lines_of_node(aim, own)):
            child.children = aim.copy().children
        else:
            _reconcile(child, aim, own)


def _version(node: Node) -> bool:
    return path_of(node.key).startswith("version ") or node.key.startswith(("version ", "annotate version "))


def write(grammar: Grammar, node: Node, *, sort: bool, shown: bool = False) -> str:
    """The `set` lines of a tree."""
    children = set_lines_of_node(node).children.values()
    lines = [child.shown for child in children] if shown else list(join_brackets(children))
    return "".join(f"{line}\n" for line in sorted(lines, key=lambda line: not line.startswith("set ")))


def as_shown(grammar: Grammar, tree: Node) -> str:
    """The text of a tree in braces, of a list of `set` lines these lines."""
    if tree.text == SET:
        return write(grammar, tree, sort=False)
    return "".join(f"{line}\n" for line in printed_lines(tree, set_lines_of_node(tree).children.keys(), 0))


def canonical(grammar: Grammar, tree: Node) -> str:
    """The canonical text of a tree: its `set` lines, without the version."""
    return "".join(f"{child.key}\n" for child in in_order(set_lines_of_node(tree)) if not _version(child))


def written(grammar: Grammar, text: str) -> list[WrittenLine]:
    """The `set` lines of a text, without the version; each by itself."""
    found = set_lines_of_node(read(grammar, SecretMask(SecretFinder(grammar)), text)).children.values()
    return [WrittenLine(line.line, line.last, (line.key,)) for line in found if not _version(line)]


def raw_lines(grammar: Grammar, text: str, groups: Sequence[tuple[Sequence[WrittenLine], int]]) -> list[list[str]]:
    """Groups of lines of a text as `raw_config` has them: in braces, what is below an interface without it."""
    if not groups:
        return []
    tree = read(grammar, SecretMask(SecretFinder(grammar)), text)
    return [printed_lines(tree, {line.path[0] for line in lines}, depth) for lines, depth in groups]


def lines(tree: Node) -> Iterator[Node]:
    """Every line of a tree on its own, in both forms."""
    yield from (node for _, node in tree.walk())
    yield from set_lines_of_node(tree).children.values()


def raw_problems(grammar: Grammar, lines: Sequence[str]) -> Iterator[RawProblem]:
    """What cannot be read below a text in braces, as templates write it."""
    try:
        parse_statements("\n".join(lines))
    except ConfigError as error:
        found = lines[error.line - 1] if 0 < error.line <= len(lines) else "none"
        hint = "write it as `show configuration` prints it, in braces: system { host-name a; }"
        yield RawProblem(error.line - 1 if error.line else None, error.reason, "a statement in braces", found, hint)


def heads(config: Tree) -> list[TopLine]:
    """The lines of a config by their path."""
    return [TopLine(node.line, path_of(node.key), 1) for node in set_lines_of_node(config.root).children.values()]


def whole(running: Tree, intended: Tree) -> list[LineRange]:
    """The intended text, and the way to the device where that does not name it: Junos keeps nothing when its config is replaced."""
    added = list(lines_to_preserve(running, intended))
    last = len(intended.text.rstrip("\n").split("\n")) if added else len(intended.lines)
    return [LineRange(intended, 1, last), *added, LineRange(intended, last + 1, len(intended.lines))]
