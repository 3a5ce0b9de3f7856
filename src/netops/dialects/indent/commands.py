"""Commands from one config by indentation to another.

One walk in the order of creation: lines that nothing else needs go first, last things first; then each section is visited once, where
what is too much goes before what is missing comes; named things that others used go at the end. Before the walk goes only what has to let
go of a value or an address that another section takes over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from netops.dialects.grammar import Grammar
from netops.dialects.indent import entries, lists
from netops.dialects.indent.apply import apply, concerning
from netops.dialects.indent.needs import has_needs, in_creation_order, is_needed_by
from netops.dialects.indent.statements import ALIAS
from netops.dialects.indent.text import (
    drop_equivalent_lines,
    indent_line,
    is_always_present,
    is_default,
    is_typed,
    negation_of,
    setting_of,
    sort_rank,
)
from netops.dialects.indent.unique import check_no_conflict, find_conflicts
from netops.dialects.masking import SecretMask
from netops.dialects.tree import Node, is_same_tree, ordered_groups
from netops.errors import ConfigError

ROUNDS: Final = 3
"""How often the walk is repeated where a device drops more than was commanded (`owns`, `tree`)."""


def remediate(grammar: Grammar, mask: SecretMask, running: Node, intended: Node) -> list[str]:
    """Commands from one tree to another. ConfigError when the result would not be the intended one, or needs more than one commit."""
    check_no_conflict(grammar.name, running, intended)
    commands: list[str] = []
    state, named, first = running, _named(grammar, running, intended), _Walk(grammar, is_first=True, is_typed=is_typed(running))
    for number in range(ROUNDS):
        if is_same_tree(state, intended):
            break
        for step in (partial(_early, grammar), first.all if number == 0 else _Walk(grammar).all):
            lines = step(state, intended)
            if lines:
                state = apply(grammar, mask, state, lines)
                drop_equivalent_lines(grammar, state, intended)
                commands += lines
    if not is_same_tree(state, intended):
        raise _refusal(grammar, state, intended)
    if commands:
        commands = [*_unused(running), *commands, *named]
    return [line for command in commands for line in command.split("\n")]


def _named(grammar: Grammar, running: Node, intended: Node) -> list[str]:
    """Sections without lines that are on every device: named when they lose lines, so that the predicted text has them too."""
    bare = (
        child
        for setting, child in intended.children.items()
        if not child.children and setting in running.children and running.children[setting].children
    )
    sections = (child.text for child in (*intended.spare, *bare) if "always" in child.flags and not child.listed)
    closing = (grammar.exit,) if grammar.exit else ()
    return [line for section in sections for line in (section, *closing)]


def _unused(running: Node) -> list[str]:
    """Ports that the wanted config does not name go back to what they were when they were new, also those that seem to be so."""
    return [f"{child.rule.option('reset')} {child.text}" for child in running.spare if child.rule and child.rule.option("reset")]


def _refusal(grammar: Grammar, state: Node, intended: Node) -> ConfigError:
    """Why no list of commands is right: the rules know no way."""
    return ConfigError(
        f"{grammar.name}: no commands are known that bring {_first(state, intended)}", hint="replace the whole config instead"
    )


def _first(state: Node, intended: Node) -> str:
    """Where two trees differ first, in words."""
    for setting, child in intended.children.items():
        there = state.children.get(setting)
        if there is None or there.key != child.key:
            return f"the line {child.shown!r}"
        if not is_same_tree(there, child):
            return f"{_first(there, child)} below {child.shown!r}"
    extra = next((child.shown for s, child in state.children.items() if s not in intended.children), None)
    return f"the device to drop {extra!r}" if extra else "its lines into the wanted order"


def _early(grammar: Grammar, state: Node, wanted: Node) -> list[str]:
    """What has to let go before the walk."""
    out: list[str] = []
    for section, line in find_conflicts(state, wanted):
        out += _section(grammar, section, 0, [" " + negation_of(grammar, line)])
    return out


class _Lifted(str):
    """A command that is typed beside the section that shows its line."""


def _section(grammar: Grammar, node: Node, depth: int, inner: list[str]) -> list[str]:
    pad = " " * depth
    closing = (node.rule.option("exit") if node.rule else "") or grammar.exit
    above = [line.removeprefix(" ") for line in inner if isinstance(line, _Lifted)]
    inside = [line for line in inner if not isinstance(line, _Lifted)]
    return [*([pad + (node.typed or node.text), *inside, *([pad + closing] if closing else [])] if inside or not above else []), *above]


_NONE: Final = Node("", "", "")


@dataclass(frozen=True, slots=True)
class _Walk:
    """`is_first`: the written defaults in which the texts differ are set too, where a section is changed, or everywhere when the running
    text is one that somebody typed (`is_typed`). Nothing on the device depends on them, but the predicted text is then the wanted one."""

    grammar: Grammar
    is_first: bool = False
    is_typed: bool = False

    def all(self, state: Node, wanted: Node) -> list[str]:
        return self.changes(state, wanted, 0, frozenset())

    def changes(self, state: Node, wanted: Node, depth: int, doomed: frozenset[str]) -> list[str]:
        """All commands at one level and below. `doomed`: things that are gone with all their lines, by a command of a section above."""
        leaving = _Leaving(self.grammar, state, wanted, depth, doomed)
        early = list(leaving.lines(late=False))
        out = [*early, *self._additions(state, wanted, depth, leaving), *leaving.lines(late=True), *leaving.after]
        return [*out, *self._defaults(state, wanted, depth, leaving.all_doomed)] if self.is_typed or (out and self.is_first) else out

    def _defaults(self, state: Node, wanted: Node, depth: int, gone: frozenset[str]) -> Iterator[str]:
        """The defaults that only one of the texts writes: set again, one that the text has goes from it, as a device does not show it."""
        for child in (*(child for child in state.spare if not self._is_about(child, gone)), *wanted.spare):
            if is_default(child):
                yield from (" " * depth + line.text for line in (*(child.overwritten if child in wanted.spare else ()), child))

    def _additions(self, state: Node, wanted: Node, depth: int, leaving: _Leaving) -> list[str]:
        """What is missing or has another value, in the order of creation; sections that differ, with all that changes in them."""
        out: list[str] = []
        pad = " " * depth
        listed = {name for mark in wanted.children.values() for name in lists.settings_of_listed_sections(mark)}
        doomed = leaving.all_doomed
        for child in _creation(wanted):
            setting = setting_of(self.grammar, child)
            there = None if setting in leaving.gone else state.children.get(setting)
            if there is not None and ((leaving.cleared and child.text.startswith(leaving.cleared)) or self._is_about(child, doomed)):
                there = None
            if child.numbers or (there is None and not child.children and setting in listed):
                out += [pad + child.text] if child.numbers else []
            elif there is None and child.start:
                out += [f"{pad}{child.start} {line.text}" for line in child.children.values()]
            elif there is not None and there.key != child.key and (steps := lists.list_changes(self.grammar, there, child, wanted)):
                less, more = steps
                out += [pad + more] if more else []
                leaving.after += [pad + less] if less else []
            elif there is None or there.key != child.key:
                out += [pad + negation_of(self.grammar, other) for other in leaving.makes_way(child)]
                there = None if setting in leaving.gone else there
                if (
                    there is not None
                    and self.grammar.negated(there.text) == self.grammar.negated(child.text)
                    and self._goes_first(there, child)
                ):
                    out.append(pad + negation_of(self.grammar, there))
                    there = None
                out += self._new(_numbered(child, state), there, depth, doomed)
            elif (child.children or there.children) and (self.is_typed or not is_same_tree(there, child)):
                out += self._inside(there, child, depth, doomed)
        return out

    def _goes_first(self, there: Node, child: Node) -> bool:
        """Whether the old value is taken back before a new one is set."""
        return "first" in child.flags or (self.grammar.atomic and not child.children and not there.children)

    def _is_about(self, child: Node, names: frozenset[str]) -> bool:
        return any(concerning(self.grammar, child, name) for name in names)

    def _inside(self, there: Node, child: Node, depth: int, doomed: frozenset[str]) -> list[str]:
        if "entries" not in child.flags:
            inner = self.changes(there, child, depth + 1, doomed)
            return _section(self.grammar, child, depth, inner) if inner else []
        before, lines = entries.entry_commands(self.grammar, there, child)
        inner = [" " * (depth + 1) + line for line in lines] + self.changes(_settings(there), _settings(child), depth + 1, doomed)
        return [" " * depth + line for line in before] + (_section(self.grammar, child, depth, inner) if inner else [])

    def _new(self, child: Node, there: Node | None, depth: int, doomed: frozenset[str]) -> list[str]:
        pad = " " * depth
        lost = [pad + indent_line(line, pad) for line in child.overwritten]
        if self.grammar.negated(child.text):
            return [*lost, pad + child.text]
        inner = self.changes(there if there is not None and there.children else _NONE, child, depth + 1, doomed)
        if child.untyped and not inner:
            return []
        is_section = bool(inner) or bool(child.rule and (child.rule.option("exit") or child.rule.book.by_word))
        if is_section:
            return [*lost, *_section(self.grammar, child, depth, inner)]
        line = pad + indent_line(child, pad)
        return [*lost, _Lifted(line) if child.lifted else line]


def _numbered(child: Node, state: Node) -> Node:
    """An entry of a list with its number, when the list is there: the device would count on from what it has."""
    rule = child.rule
    if not child.typed or rule is None or "distinct" not in rule.flags:
        return child
    name = rule.name(child.text)
    if not any(other.rule is rule and rule.name(other.text) == name for other in state.children.values()):
        return child
    numbered = child.alone()
    numbered.typed = ""
    return numbered


def _settings(section: Node) -> Node:
    """A filter without its entries."""
    rest = Node(section.text, section.shown, section.key, rule=section.rule)
    rest.children = {setting: child for setting, child in section.children.items() if child.group is None}
    return rest


def _creation(wanted: Node) -> list[Node]:
    """The lines of a section in the order in which they are made."""
    ranks: dict[str | None, int] = {}
    for child in wanted.children.values():
        if child.group is not None:
            ranks[child.group] = min(sort_rank(wanted, child), ranks.get(child.group, sort_rank(wanted, child)))
    return in_creation_order(sorted(wanted.children.values(), key=lambda child: ranks.get(child.group, sort_rank(wanted, child))))


def _cleared(state: Node, wanted: Node) -> tuple[str, ...]:
    """The starts of lines that the device drops because of what changes beside them."""
    found: list[str] = []
    for here, there in ((state, wanted), (wanted, state)):
        for setting, child in here.children.items():
            if child.rule and "clears" in child.rule.options:
                twin = there.children.get(setting)
                found += child.rule.options["clears"] if twin is None or twin.key != child.key else ()
    return tuple(found)


class _Names:
    """The things that lines are about, by their first words."""

    def __init__(self, grammar: Grammar, node: Node) -> None:
        self._lines = [grammar.positive(child.text).split(" ") for child in node.children.values()]
        self._by_length: dict[int, set[str]] = {}

    def __contains__(self, name: str) -> bool:
        length = name.count(" ") + 1
        if length not in self._by_length:
            self._by_length[length] = {" ".join(words[:length]) for words in self._lines}
        return name in self._by_length[length]


class _Leaving:
    """The lines of one level that are too much, last things first. What others use waits until `late`.

    `gone`: the settings that are taken back early; `doomed`: things that go with all their lines, since one command takes them all
    (`no neighbor X`) or since a line goes that owns the others; `after`: commands that come last of all.
    """

    def __init__(self, grammar: Grammar, state: Node, wanted: Node, depth: int, doomed: frozenset[str]) -> None:
        self._platform, self._state, self._wanted, self._depth, self._doomed = grammar, state, wanted, depth, doomed
        self.gone: set[str] = set()
        self.doomed = frozenset[str]()
        self.after: list[str] = []
        self._trees: set[str] = set()
        self.cleared = _cleared(state, wanted)
        self._displaced = _displaced(state, wanted)
        self._too_much = [
            child
            for setting, child in state.children.items()
            if (setting not in wanted.children or setting in self._displaced) and ALIAS not in setting  # it goes with its other name
        ]
        if not depth:
            listed = {name for child in self._too_much if child.children for name in lists.settings_of_negated_sections(state, child.text)}
            self._too_much = [child for child in self._too_much if child.text not in listed]
        if self._too_much:
            self._known = _Names(grammar, wanted)
            self._new_values = {_value(child) for setting, child in wanted.children.items() if setting not in state.children}
            self._too_much = in_creation_order(sorted(self._too_much, key=lambda child: sort_rank(state, child)))[::-1]
            self._users = [*_changing(state, wanted), *(child for child in self._too_much if child.flags & {"late"} and has_needs(child))]
            self.doomed = frozenset(filter(None, map(self._owned, self._too_much)))

    @property
    def all_doomed(self) -> frozenset[str]:
        return self._doomed | self.doomed

    def _owned(self, child: Node) -> str | None:
        """The name of what goes with a line."""
        owner = child.rule.name(child.text) if child.rule and "owns" in child.flags and not self._waits(child) else None
        return self._tree_name(child) or owner

    def _goes_with_another(self, child: Node) -> bool:
        if any(concerning(self._platform, child, name) for name in self._doomed):
            return True
        return self._owned(child) is None and any(concerning(self._platform, child, name) for name in self.doomed)

    def lines(self, *, late: bool) -> Iterator[str]:
        pad = " " * self._depth
        for child in self._too_much:
            name = self._tree_name(child)
            if self._waits(child) != late or self._goes_with_another(child):
                continue
            setting = setting_of(self._platform, child)
            if late and setting in self.gone:
                continue
            if child.flags & {"keep", "always"}:
                yield from self._emptied(child)
            elif name is None:
                self.gone.add(setting)
                if not self._undone_anyway(child) and (command := self._removal(child)):
                    yield pad + command
            else:
                self.gone.add(setting)
                if name not in self._trees:
                    self._trees.add(name)
                    yield pad + self._platform.negation + name

    def _removal(self, child: Node) -> str:
        """What takes a line back, empty when nothing has to."""
        if child.start:
            return self._platform.negation + child.start
        removal = lists.list_removal(self._platform, child, self._wanted)
        return negation_of(self._platform, child) if removal is None else removal

    def makes_way(self, child: Node) -> list[Node]:
        """The entries of a list that have to go before one that is new, since the list takes neither its number nor its content twice."""
        if "distinct" not in child.flags or child.rule is None:
            return []
        name, value = child.rule.name(child.text), _value(child)
        found = {
            setting: other
            for setting, other in self._state.children.items()
            if other.rule is child.rule
            and setting not in self.gone
            and (setting == setting_of(self._platform, child) or _value(other) == value)
            and other.rule.name(other.text) == name
        }
        self.gone.update(found)
        return list(found.values())

    def _undone_anyway(self, child: Node) -> bool:
        """Whether the device drops a line for one beside it that changes."""
        return bool(self.cleared) and self._platform.negated(child.text) and child.text.startswith(self.cleared)

    def _emptied(self, child: Node) -> list[str]:
        """A section that cannot be removed goes back to what it was, or loses all of its lines."""
        if reset := child.rule.option("reset") if child.rule else "":
            return [f"{' ' * self._depth}{reset} {child.text}"]
        empty = Node("", "", "", rule=child.rule)
        child = child.copy()
        child.children = {setting: below for setting, below in child.children.items() if not is_always_present(below)}
        inner = _Walk(self._platform).changes(child, empty, self._depth + 1, self.all_doomed) if child.children else []
        return _section(self._platform, child, self._depth, inner) if inner else []

    def _waits(self, child: Node) -> bool:
        """Whether a line is taken back after all else: a named thing, or a part of one that stays, unless a new part says the same."""
        if any(is_needed_by(child, other) for other in self._users):
            return True
        if "late" not in child.flags or setting_of(self._platform, child) in self._displaced:
            return False
        return child.rule is None or child.rule.name(child.text) not in self._known or _value(child) not in self._new_values

    def _tree_name(self, child: Node) -> str | None:
        """The name of the thing that a line is about, when none of it is wanted and one command can remove all of its lines."""
        line = self._platform.positive(child.text)
        for rule in self._state.book.by_word.get(line.partition(" ")[0], ()):
            if "tree" in rule.flags and rule.pattern.match(line):
                name = rule.name(line)
                return None if name in self._known else name
        return None


def _changing(state: Node, wanted: Node) -> list[Node]:
    """The lines that need others and get another value."""
    both = (
        (child, wanted.children.get(setting)) for setting, child in state.children.items() if child.rule and "after" in child.rule.options
    )
    return [child for child, aim in both if aim is not None and aim.key != child.key]


def _value(node: Node) -> str:
    """What a setting is set to; the whole line when it is none, or has its value between other words."""
    ends = node.rule is not None and node.rule.words[-1] == "="
    return node.key[match.end() :] if ends and node.rule and (match := node.rule.pattern.match(node.key)) else node.key


def _displaced(state: Node, wanted: Node) -> set[str]:
    """The ordered lines that have to be taken back and made again, since new lines go to the end."""
    if "entries" in state.flags:
        return set()
    aims = ordered_groups(wanted)
    displaced: set[str] = set()
    for group, settings in ordered_groups(state).items():
        aim = aims.get(group, [])
        present = set(aim)
        staying = [s for s in settings if s in present]
        right = next((i for i, (have, want) in enumerate(zip(staying, aim, strict=False)) if have != want), min(len(staying), len(aim)))
        displaced.update(staying[right:])
    return displaced
