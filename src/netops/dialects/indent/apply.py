"""What commands do to a config by indentation.

`no X` takes back X, and X takes back `no X`; either is a line of its own when there is nothing to take back. A line that says what holds
without it is only left in the text when the text writes that elsewhere too, as a device does not. What a later command of the same list
sets anew stays before it, as in a text that somebody typed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from netops.dialects.grammar import Grammar
from netops.dialects.indent import entries, lists
from netops.dialects.indent.ranges import expand_section_ranges, split_for
from netops.dialects.indent.statements import ALIAS, Above, Statement, lines_as_shown, statements
from netops.dialects.indent.text import (
    alias_setting,
    as_shown,
    fold_line,
    is_default,
    make_node,
    overwrite_line,
    settings_of_name,
    with_sorted_entries,
)
from netops.dialects.masking import SecretMask
from netops.dialects.rules import LineRule
from netops.dialects.tree import Node, check_depth
from netops.errors import ConfigError


def apply(grammar: Grammar, mask: SecretMask, start: Node, commands: Iterable[str]) -> Node:
    """The tree after commands, as a device would run them. ConfigError when a command stands below a line that was taken back."""
    device = _Device(grammar, mask, start.copy(), frozenset(node.text for _, node in start.walk() if node.implied))
    stack: list[tuple[int, Node | None]] = [(-1, device.top)]
    found = list(statements(grammar, "\n".join(commands)))
    split_for(grammar, device.top, (statement.text for statement in found if not statement.indent))
    for statement in expand_section_ranges(grammar, found, frozenset(device.top.children).__contains__):
        while stack[-1][0] >= statement.indent:
            stack.pop()
        check_depth(len(stack), statement.first)
        parent = stack[-1][1]
        if parent is None:
            raise ConfigError(f"command {statement.first}: {statement.text!r} stands below a line that was taken back")
        above = tuple(node.text for _, node in stack[1:] if node is not None)
        node: Node | None = parent
        for one in as_shown(grammar, parent, replace(statement, first=0, last=0)):
            parent = device.top if one.at_top else parent
            node = device.run(parent, one, above)
            parent = node if one.is_section and node is not None else parent
        stack.append((statement.indent, node))
    lists.expand_sections(device.top)
    if grammar.spellings:
        grammar.spellings.mark(device.top)
    return with_sorted_entries(_without_hidden(device.top))


def _without_hidden(node: Node) -> Node:
    """The node without the sections below it that commands emptied and that the device then hides."""
    for setting, child in list(node.children.items()):
        if child.children:
            _without_hidden(child)
        if "hides" in child.flags and not child.children and not child.implied:
            del node.children[setting]
    return node


@dataclass(frozen=True, slots=True)
class _Device:
    """A tree that commands change. `written`: the defaults that its text writes."""

    grammar: Grammar
    mask: SecretMask
    top: Node
    written: frozenset[str]

    def run(self, parent: Node, statement: Statement, above: Above) -> Node | None:
        """One command in its context: the node it made or entered, None when it took a line back."""
        if self.grammar.default and statement.text.startswith(self.grammar.default) and not self._resets(statement.text):
            self._defaulted(parent, replace(statement, text=statement.text.removeprefix(self.grammar.default)))
            return None
        if parent is self.top and (special := self._special(statement)):
            return special[0]
        setting, node = make_node(self.grammar, self.mask, parent, statement, above)
        if "entries" in parent.flags and entries.run_entry_command(self.grammar, parent, setting, node):
            return node
        there = parent.children.get(setting)
        if "always" in parent.flags:
            parent.line = -1  # named by a command for what is below it
        if there is not None and there.key == node.key and parent is self.top and not there.line and not there.listed:
            setting = alias_setting(parent, setting, node)
            there = parent.children.setdefault(setting, node)
        if there is not None and there.key == node.key:
            if there.line and is_default(there):
                del parent.children[setting]
            there.line = 0 if "always" in there.flags else there.line
            there.text, there.shown, there.secrets = node.text, node.shown, node.secrets
            return there
        if "adds" in node.flags:
            return self._listed(parent, setting, node)
        if self.grammar.negated(node.text):
            if node.rule is None and lists.take_out(self.grammar, parent, self.grammar.positive(node.text)):
                return None
            return self._taken_back(parent, setting, node, there)
        if there is not None and there.line and self.grammar.negated(there.text) and not self._shows(there, node):
            del parent.children[setting]
            _clear(parent, node.rule)
            return None
        return self._placed(parent, setting, node)

    def _special(self, statement: Statement) -> tuple[Node | None] | None:
        """Commands that are not lines of a config: they reset or number a section anew, or write a line below one without entering it."""
        word, _, rest = statement.text.partition(" ")
        setting, node = make_node(self.grammar, self.mask, self.top, replace(statement, text=rest), ())
        if node.rule and node.rule.option("reset") == word:
            self._pop(self.top, setting)
            return (None,)
        if folded := fold_line(self.grammar, self.grammar.positive(statement.text)):
            return (self._folded(statement, *folded),)
        if entries.renumber_entries(self.top, statement.text):
            return (None,)
        several = (
            lists.settings_of_negated_sections(self.top, self.grammar.positive(statement.text))
            if self.grammar.negated(statement.text)
            else []
        )
        for name in (*several, self.grammar.positive(statement.text)) if several else ():
            self.top.children.pop(name, None)
        return (None,) if several else None

    def _folded(self, statement: Statement, section: str, line: str, start: str) -> Node | None:
        """A line of a filter that is written without its section; negated, it takes all of the filter away (see `Fold`)."""
        setting, node = make_node(self.grammar, self.mask, self.top, replace(statement, text=section), ())
        if self.grammar.negated(statement.text):
            self.top.children.pop(setting, None)
            return None
        node.start = start
        parent = self.top.children.setdefault(setting, node)
        return self.run(parent, replace(statement, text=line), (parent.text,))

    def _taken_back(self, parent: Node, setting: str, node: Node, there: Node | None) -> Node | None:
        """Run `no TEXT`: the line that says so, when the text then has one."""
        if there is not None and self.grammar.negated(there.text):
            return self._placed(parent, setting, node)
        if not self._take_back(parent, setting, node):
            return self._placed(parent, setting, node)
        if there is not None and there.line == 0:
            parent.children[setting] = overwrite_line(self.grammar, there, node)
        elif node.overwritten or (node.implied and node.text in self.written) or (there is not None and there.implied and not node.implied):
            parent.children[setting] = node
        return parent.children.get(setting)

    def _shows(self, there: Node, node: Node) -> bool:
        """Whether the text has a line after it took back its negation: not when it then only says what holds without it."""
        sets = node.rule is not None and node.rule.valued and node.text != self.grammar.positive(there.text)
        return there.implied or sets or "either" in node.flags

    def _listed(self, parent: Node, setting: str, node: Node) -> Node | None:
        """Run a line that adds numbers to a list, or `no` and a list, which takes its numbers out or is a line of its own."""
        if self.grammar.negated(node.text):
            return None if self._take_back(parent, self.grammar.positive(setting), node) else self._placed(parent, setting, node)
        undone = parent.children.get(self.grammar.negation + setting)
        if undone is None or self.grammar.positive(undone.text) != node.text:
            return self._placed(parent, setting, node)
        del parent.children[self.grammar.negation + setting]
        return None

    def _resets(self, text: str) -> bool:
        """Whether `default X` is about a section that goes back to what it was when it was new, with all below it."""
        rule = self.grammar.book.find(lines_as_shown(self.grammar, text.removeprefix(self.grammar.default)))
        return bool(rule and rule.option("reset"))

    def _defaulted(self, parent: Node, statement: Statement) -> None:
        """Run `default TEXT`: neither the line nor its negation is left."""
        if self.grammar.default + statement.text in parent.children:
            del parent.children[self.grammar.default + statement.text]
            return
        setting, node = make_node(self.grammar, self.mask, parent, statement, (parent.text,))
        there = parent.children.pop(setting, None)
        _clear(parent, node.rule)
        if there is None or not there.line:
            own, node = make_node(
                self.grammar, self.mask, parent, replace(statement, text=self.grammar.default + statement.text), (parent.text,)
            )
            parent.children[own] = node
            node.overwritten = (there,) if there else ()

    def _take_back(self, parent: Node, setting: str, node: Node) -> bool:
        """Take away what `no TEXT` is about; whether there was any."""
        text, rule = self.grammar.positive(node.text), node.rule
        if rule and "tree" in rule.flags and text == rule.name(text):
            return self._drop(parent, text)
        if text not in parent.children and self._key(text) not in parent.children and (found := settings_of_name(parent, text)):
            node.overwritten = tuple(child for name in found if not (child := parent.children[name]).line)
            return self._drop(parent, text)
        there = parent.children.get(setting)
        if there is not None and "adds" in there.flags:
            some = lists.remove_from_list(self.grammar, there, self._meant(parent, text))
            if some is not None:
                return some
        gone = self._pop(parent, text if text in parent.children else setting) or self._undone(parent, text)
        if gone is None:
            return False
        if "owns" in gone.flags and gone.rule:
            self._drop(parent, gone.rule.name(gone.text))
        _clear(parent, gone.rule)
        return True

    def _key(self, text: str) -> str:
        """A line under the full name of its section."""
        return lines_as_shown(self.grammar, text) if self.grammar.synonyms else text

    def _pop(self, parent: Node, setting: str) -> Node | None:
        """Takes a line away, and what the text has of it under other names."""
        for name in [name for name in parent.children if name.startswith(setting + ALIAS)] if parent is self.top else ():
            del parent.children[name]
        return parent.children.pop(setting, None)

    def _meant(self, parent: Node, text: str) -> Node:
        """The node that a line would be."""
        return make_node(self.grammar, self.mask, parent, Statement(0, text, 0, 0), (parent.text,))[1]

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
            if concerning(self.grammar, child, name):
                del parent.children[setting]
                found = True
            elif child.children:
                found |= self._drop(child, name)
        return found

    def _placed(self, parent: Node, setting: str, node: Node) -> Node:
        """The node of a command among its siblings: one of the same setting is overwritten."""
        lists.take_over(self.grammar, parent, node)
        there = parent.children.get(setting)
        if there is not None:
            if "adds" in node.flags and lists.add_to_list(self.grammar, there, node):
                return there
            if "numbers" in node.flags:
                new = there.line == 0  # made by a command before
                node = lists.listed_together(there, node) if new else lists.merge_list_lines(there, node) or node
            node.children = there.children
            if there.line == 0 and "numbers" not in node.flags:
                node = overwrite_line(self.grammar, there, node)
        _clear(parent, node.rule)
        parent.children[setting] = node
        return node


def _clear(parent: Node, rule: LineRule | None) -> None:
    """Drops what the device drops when a line of this rule is set, changed or taken back."""
    for start in rule.options.get("clears", ()) if rule else ():
        for setting, child in list(parent.children.items()):
            if child.text == start or child.text.startswith(start + " "):
                del parent.children[setting]


def concerning(grammar: Grammar, node: Node, name: str) -> bool:
    line = grammar.positive(node.text)
    return line == name or line.startswith(name + " ")
