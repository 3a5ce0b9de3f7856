"""What commands do to a config by indentation.

`no X` takes back X, and X takes back `no X`; either is a line of its own when there is nothing to take back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from netops.dialects.grammar import Grammar
from netops.dialects.indent import entries, lists
from netops.dialects.indent.text import Statement, fold, make, pruned, shown_as, statements
from netops.dialects.masking import SecretMask
from netops.dialects.rules import Rule
from netops.dialects.tree import Node, check_depth
from netops.errors import ConfigError


def apply(grammar: Grammar, mask: SecretMask, start: Node, commands: Iterable[str]) -> Node:
    """The tree after commands, as a device would run them. ConfigError when a command stands below a line that was taken back."""
    device = _Device(grammar, mask, start.copy())
    stack: list[tuple[int, Node | None]] = [(-1, device.top)]
    for statement in statements(grammar, "\n".join(commands)):
        while stack[-1][0] >= statement.indent:
            stack.pop()
        check_depth(len(stack), statement.first)
        parent = stack[-1][1]
        if parent is None:
            raise ConfigError(f"command {statement.first}: {statement.text!r} stands below a line that was taken back")
        above = stack[1][1] if len(stack) > 1 else None
        stack.append((statement.indent, device.run(parent, replace(statement, first=0, last=0), above.text if above else "")))
    lists.expand(device.top)
    return pruned(device.top)


@dataclass(frozen=True, slots=True)
class _Device:
    """A tree that commands change."""

    grammar: Grammar
    mask: SecretMask
    top: Node

    def run(self, parent: Node, statement: Statement, above: str) -> Node | None:
        """One command in its context: the node it made or entered, None when it took a line back."""
        if parent is self.top and self.grammar.synonyms:
            statement = self._by_full_name(statement)
        if parent is self.top and (special := self._special(statement)):
            return special[0]
        setting, node = make(self.grammar, self.mask, parent, statement, above)
        if "entries" in parent.flags and entries.run(self.grammar, parent, setting, node):
            return node
        there = parent.children.get(setting)
        if "always" in parent.flags:
            parent.line = -1  # named by a command for what is below it
        if there is not None and there.key == node.key:
            there.line = 0 if "always" in there.flags else there.line
            return there
        if self.grammar.negated(node.text):
            if self._take_back(parent, setting.removeprefix(self.grammar.negation), node):
                return self._implied(parent, setting, node)
        elif self._undoes(parent, setting, node):
            _clear(parent, node.rule)
            return None
        return self._placed(parent, setting, node)

    def _by_full_name(self, statement: Statement) -> Statement:
        """A command with the name of the section that is there, where it was typed with a short one."""
        text = shown_as(self.grammar, statement.text)
        return replace(statement, text=text) if self.grammar.positive(text) in self.top.children else statement

    def _special(self, statement: Statement) -> tuple[Node | None] | None:
        """Commands that are not lines of a config: they reset or number a section anew, or write a line below one without entering it."""
        word, _, rest = statement.text.partition(" ")
        setting, node = make(self.grammar, self.mask, self.top, replace(statement, text=rest), "")
        if node.rule and node.rule.option("reset") == word:
            self.top.children.pop(setting, None)
            return (None,)
        if folded := fold(self.grammar, self.grammar.positive(statement.text)):
            return (self._folded(statement, *folded),)
        if entries.renumbered(self.top, statement.text):
            return (None,)
        several = lists.negated(self.top, self.grammar.positive(statement.text)) if self.grammar.negated(statement.text) else []
        for name in several:
            self.top.children.pop(name, None)
        return (None,) if several else None

    def _folded(self, statement: Statement, section: str, line: str, start: str) -> Node | None:
        """A line of a filter that is written without its section; negated, it takes all of the filter away (see `Fold`)."""
        setting, node = make(self.grammar, self.mask, self.top, replace(statement, text=section), "")
        if self.grammar.negated(statement.text):
            self.top.children.pop(setting, None)
            return None
        node.start = start
        parent = self.top.children.setdefault(setting, node)
        return self.run(parent, replace(statement, text=line), parent.text)

    def _take_back(self, parent: Node, setting: str, node: Node) -> bool:
        """Run `no TEXT` where there may be something to take back; whether there was."""
        text, rule = self.grammar.positive(node.text), node.rule
        if rule and "tree" in rule.flags and text == rule.name(text):
            return self._drop(parent, text)
        there = parent.children.get(setting)
        if there is not None and "adds" in there.flags:
            some = lists.taken_out(self.grammar, there, self._meant(parent, text))
            if some is not None:
                return some
        gone = parent.children.pop(text if text in parent.children else setting, None) or self._undone(parent, text)
        if gone is None:
            return False
        if "owns" in gone.flags and gone.rule:
            self._drop(parent, gone.rule.name(gone.text))
        _clear(parent, gone.rule)
        return True

    def _undoes(self, parent: Node, setting: str, node: Node) -> bool:
        """Whether a line only takes back its negation, and is none of its own: `switchport` after `no switchport`."""
        undone = parent.children.get(self.grammar.negation + setting)
        if undone is None or undone.implied or ("adds" in node.flags and self.grammar.positive(undone.text) != node.text):
            return False
        del parent.children[self.grammar.negation + setting]
        return not (node.rule and node.rule.valued) or "adds" in node.flags

    def _implied(self, parent: Node, setting: str, node: Node) -> Node | None:
        """After `no X` took X back: a line of its own only where it says what holds without it (`no shutdown`)."""
        if not node.implied or (node.rule and node.rule.valued):
            return None
        return parent.children.setdefault(setting, node)

    def _meant(self, parent: Node, text: str) -> Node:
        """The node that a line would be."""
        return make(self.grammar, self.mask, parent, Statement(0, text, 0, 0), parent.text)[1]

    def _undone(self, parent: Node, text: str) -> Node | None:
        """The line that a negation with other words takes."""
        for setting, child in parent.children.items():
            if child.rule and child.rule.option("undo") and child.rule.undone(child.text) == text:
                return parent.children.pop(setting)
        return None

    def _drop(self, parent: Node, name: str) -> bool:
        """Remove every line below a node, at any depth, that is about a name: `neighbor 10.0.0.1`."""
        found = False
        for setting, child in list(parent.children.items()):
            if about(self.grammar, child, name):
                del parent.children[setting]
                found = True
            elif child.children:
                found |= self._drop(child, name)
        return found

    def _placed(self, parent: Node, setting: str, node: Node) -> Node:
        """The node of a command among its siblings: one of the same setting is overwritten."""
        there = parent.children.get(setting)
        if there is not None:
            if "adds" in node.flags and lists.added(self.grammar, there, node):
                return there
            if "numbers" in node.flags:
                new = there.line == 0  # made by a command before
                node = lists.listed_together(there, node) if new else lists.merged(there, node) or node
            node.children = there.children
        _clear(parent, node.rule)
        parent.children[setting] = node
        return node


def _clear(parent: Node, rule: Rule | None) -> None:
    """Drops what the device drops when a line of this rule is set, changed or taken back."""
    for start in rule.options.get("clears", ()) if rule else ():
        for setting, child in list(parent.children.items()):
            if child.text == start or child.text.startswith(start + " "):
                del parent.children[setting]


def about(grammar: Grammar, node: Node, name: str) -> bool:
    line = grammar.positive(node.text)
    return line == name or line.startswith(name + " ")
