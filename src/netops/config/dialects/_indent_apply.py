"""What commands do to a config by indentation.

`no X` takes back X, and X takes back `no X`; either is a line of its own when there is nothing to take back.
"""

from __future__ import annotations

from collections.abc import Iterable

from netops.config.dialects._indent_text import NO, Statement, make, positive, pruned, statements
from netops.config.lens import Lens
from netops.config.rules import Platform, Rule
from netops.config.tree import Node, check_depth
from netops.errors import ConfigError


def apply(platform: Platform, lens: Lens, start: Node, commands: Iterable[str]) -> Node:
    """The tree after commands, as a device would run them. ConfigError when a command stands below a line that was taken back."""
    top = start.copy()
    stack: list[tuple[int, Node | None]] = [(-1, top)]
    for statement in statements(platform, "\n".join(commands)):
        while stack[-1][0] >= statement.indent:
            stack.pop()
        check_depth(len(stack), statement.first)
        parent = stack[-1][1]
        if parent is None:
            raise ConfigError(f"command {statement.first}: {statement.text!r} stands below a line that was taken back")
        above = stack[1][1] if len(stack) > 1 else None
        stack.append((statement.indent, _run(platform, lens, top, parent, statement, above.text if above else "")))
    return pruned(top)


def _run(platform: Platform, lens: Lens, top: Node, parent: Node, statement: Statement, above: str) -> Node | None:
    """One command in its context: the node it made or entered, None when it took a line back."""
    setting, node = make(platform, lens, parent, Statement(statement.indent, statement.text, 0, 0), above)
    negated = node.text.startswith(NO)
    if setting in parent.kids and parent.kids[setting].key == node.key:
        return parent.kids[setting]
    if negated and _take_back(parent, positive(node.text), setting[len(NO) :], node.rule):
        return None
    if not negated and parent.kids.pop(NO + setting, None) is not None:
        return None
    return _placed(parent, setting, node)


def _take_back(parent: Node, text: str, setting: str, rule: Rule | None) -> bool:
    """Run `no TEXT` where there may be something to take back; whether there was."""
    if rule and "tree" in rule.flags and text == rule.name(text):
        return _drop(parent, text)
    gone = parent.kids.pop(setting, None)
    if gone is None:
        return False
    if gone.rule and "owns" in gone.rule.flags:
        _drop(parent, gone.rule.name(gone.text))
    return True


def _drop(parent: Node, name: str) -> bool:
    """Remove every line below a node, at any depth, that is about a name: `neighbor 10.0.0.1`."""
    found = False
    for setting, kid in list(parent.kids.items()):
        if about(kid, name):
            del parent.kids[setting]
            found = True
        elif kid.kids:
            found |= _drop(kid, name)
    return found


def about(node: Node, name: str) -> bool:
    line = positive(node.text)
    return line == name or line.startswith(name + " ")


def _placed(parent: Node, setting: str, node: Node) -> Node:
    """The node of a command among its siblings: an equal one is entered again, one of the same setting is overwritten."""
    there = parent.kids.get(setting)
    if there is not None and there.key == node.key:
        return there
    if there is not None:
        node.kids = there.kids
    parent.kids[setting] = node
    return node
