"""Commands from one config by indentation to another.

One walk in the order of creation: lines that nothing else needs go first, last things first; then each section is visited once, where
what is too much goes before what is missing comes; named things that others used go at the end. Before the walk goes only what has to let
go of a value or an address that another section takes over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from netops.dialects.grammar import Grammar
from netops.dialects.indent import entries, lists
from netops.dialects.indent.apply import about, apply
from netops.dialects.indent.text import negation, padded, rank, setting_of, settle
from netops.dialects.indent.unique import check_apart, conflicts
from netops.dialects.lens import Lens
from netops.dialects.tree import Node, order, same
from netops.errors import ConfigError

ROUNDS: Final = 3
"""How often the walk is repeated where a device drops more than it was told to (`owns`, `tree`)."""


def remediate(grammar: Grammar, lens: Lens, running: Node, intended: Node) -> list[str]:
    """Commands from one tree to another. ConfigError when the result would not be the intended one, or needs more than one commit."""
    check_apart(grammar.name, running, intended)
    commands: list[str] = []
    state, named = running, _named(running, intended)
    for _ in range(ROUNDS):
        if same(state, intended):
            break
        for step in (_early, _walk):
            lines = step(grammar, state, intended)
            if lines:
                state = apply(grammar, lens, state, lines)
                settle(grammar, state, intended)
                commands += lines
    if not same(state, intended):
        raise _refusal(grammar, state, intended)
    if commands:
        commands = [*_unused(running), *commands, *named]
    return [line for command in commands for line in command.split("\n")]


def _named(running: Node, intended: Node) -> list[str]:
    """Sections without lines that are on every device: named, so that the predicted text has them as the wanted one does."""
    bare = (kid for setting, kid in intended.kids.items() if "always" in kid.flags and not kid.kids and setting in running.kids)
    return [kid.text for kid in (*intended.spare, *bare) if not kid.listed]


def _unused(running: Node) -> list[str]:
    """Ports that the wanted config does not name go back to what they were when they were new, also those that seem to be so."""
    return [f"{kid.rule.option('reset')} {kid.text}" for kid in running.spare if kid.rule and kid.rule.option("reset")]


def _refusal(grammar: Grammar, state: Node, intended: Node) -> ConfigError:
    """Why no list of commands is right: the wanted text contradicts itself, or the rules know no way."""
    if pair := _twice(grammar, intended):
        first, second = pair
        return ConfigError(
            f"line {second.line}: {second.shown!r} overwrites line {first.line}, {first.shown!r}: a {grammar.name} device keeps only one",
            hint="take one of the two out of the wanted config",
        )
    return ConfigError(
        f"{grammar.name}: no commands are known that bring {_first(state, intended)}", hint="replace the whole config instead"
    )


def _twice(grammar: Grammar, node: Node) -> tuple[Node, Node] | None:
    """Two lines of a text that set the same thing, or set it and take it back."""
    for setting, kid in node.kids.items():
        own = setting_of(grammar, kid)
        other = node.kids.get(own if own != setting and kid.group is None else grammar.opposite(setting))
        if other is not None and other is not kid and not (kid.implied or other.implied or "adds" in kid.flags):
            return (other, kid) if other.line < kid.line else (kid, other)
        if found := _twice(grammar, kid):
            return found
    return None


def _first(state: Node, intended: Node) -> str:
    """Where two trees differ first, in words."""
    for setting, kid in intended.kids.items():
        there = state.kids.get(setting)
        if there is None or there.key != kid.key:
            return f"the line {kid.shown!r}"
        if not same(there, kid):
            return f"{_first(there, kid)} below {kid.shown!r}"
    extra = next((kid.shown for s, kid in state.kids.items() if s not in intended.kids), None)
    return f"the device to drop {extra!r}" if extra else "its lines into the wanted order"


def _early(grammar: Grammar, state: Node, wanted: Node) -> list[str]:
    """What has to let go before the walk."""
    out: list[str] = []
    for section, line in conflicts(state, wanted):
        out += _section(grammar, section, 0, [" " + negation(grammar, line)])
    return out


def _walk(grammar: Grammar, state: Node, wanted: Node) -> list[str]:
    return _Walk(grammar).changes(state, wanted, 0, frozenset())


def _section(grammar: Grammar, node: Node, depth: int, inner: list[str]) -> list[str]:
    pad = " " * depth
    closing = (node.rule.option("exit") if node.rule else "") or grammar.exit
    return [pad + node.text, *inner, *([pad + closing] if closing else [])]


_NONE: Final = Node("", "", "")


@dataclass(frozen=True, slots=True)
class _Walk:
    grammar: Grammar

    def changes(self, state: Node, wanted: Node, depth: int, doomed: frozenset[str]) -> list[str]:
        """All commands at one level and below. `doomed`: things that are gone with all their lines, by a command of a section above."""
        leaving = _Leaving(self.grammar, state, wanted, depth, doomed)
        early = list(leaving.lines(late=False))
        return [*early, *self._additions(state, wanted, depth, leaving), *leaving.lines(late=True), *leaving.after]

    def _additions(self, state: Node, wanted: Node, depth: int, leaving: _Leaving) -> list[str]:
        """What is missing or has another value, in the order of creation; sections that differ, with all that changes in them."""
        out: list[str] = []
        pad = " " * depth
        listed = {name for mark in wanted.kids.values() for name in lists.names(mark)}
        doomed = leaving.all_doomed
        for kid in _creation(wanted):
            setting = setting_of(self.grammar, kid)
            there = None if setting in leaving.gone else state.kids.get(setting)
            if there is not None and ((leaving.cleared and kid.text.startswith(leaving.cleared)) or self._is_about(kid, doomed)):
                there = None
            if kid.numbers or (there is None and not kid.kids and setting in listed):
                out += [pad + kid.text] if kid.numbers else []
            elif there is None and kid.start:
                out += [f"{pad}{kid.start} {line.text}" for line in kid.kids.values()]
            elif there is not None and there.key != kid.key and (steps := lists.steps(self.grammar, there, kid)):
                less, more = steps
                out += [pad + more] if more else []
                leaving.after += [pad + less] if less else []
            elif there is None or there.key != kid.key:
                if there is not None and ("first" in kid.flags or (self.grammar.atomic and not kid.kids and not there.kids)):
                    out.append(pad + negation(self.grammar, there))
                    there = None
                out += self._new(kid, there, depth, doomed)
            elif (kid.kids or there.kids) and not same(there, kid):
                out += self._inside(there, kid, depth, doomed)
        return out

    def _is_about(self, kid: Node, names: frozenset[str]) -> bool:
        return any(about(self.grammar, kid, name) for name in names)

    def _inside(self, there: Node, kid: Node, depth: int, doomed: frozenset[str]) -> list[str]:
        if "entries" not in kid.flags:
            inner = self.changes(there, kid, depth + 1, doomed)
            return _section(self.grammar, kid, depth, inner) if inner else []
        before, lines = entries.commands(self.grammar, there, kid)
        inner = [" " * (depth + 1) + line for line in lines] + self.changes(_settings(there), _settings(kid), depth + 1, doomed)
        return [" " * depth + line for line in before] + (_section(self.grammar, kid, depth, inner) if inner else [])

    def _new(self, kid: Node, there: Node | None, depth: int, doomed: frozenset[str]) -> list[str]:
        inner = self.changes(there if there is not None and there.kids else _NONE, kid, depth + 1, doomed)
        is_section = bool(inner) or bool(kid.rule and (kid.rule.option("exit") or kid.rule.book.by_word))
        return _section(self.grammar, kid, depth, inner) if is_section else [" " * depth + padded(kid, " " * depth)]


def _settings(section: Node) -> Node:
    """A filter without its entries."""
    rest = Node(section.text, section.shown, section.key, rule=section.rule)
    rest.kids = {setting: kid for setting, kid in section.kids.items() if kid.group is None}
    return rest


def _creation(wanted: Node) -> list[Node]:
    """The lines of a section in the order in which they are made."""
    kids = list(wanted.kids.values())
    return kids if "ordered" in wanted.flags else sorted(kids, key=lambda kid: rank(wanted, kid))


def _cleared(state: Node, wanted: Node) -> tuple[str, ...]:
    """The starts of lines that the device drops because of what changes beside them."""
    found: list[str] = []
    for here, there in ((state, wanted), (wanted, state)):
        for setting, kid in here.kids.items():
            if kid.rule and "clears" in kid.rule.options:
                twin = there.kids.get(setting)
                found += kid.rule.options["clears"] if twin is None or twin.key != kid.key else ()
    return tuple(found)


class _Names:
    """The things that lines are about, by their first words."""

    def __init__(self, grammar: Grammar, node: Node) -> None:
        self._lines = [grammar.positive(kid.text).split(" ") for kid in node.kids.values()]
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
        self._too_much = [kid for setting, kid in state.kids.items() if setting not in wanted.kids or setting in self._displaced]
        if self._too_much:
            self._known = _Names(grammar, wanted)
            self._new_values = {_value(kid) for setting, kid in wanted.kids.items() if setting not in state.kids}
            self._too_much.sort(key=lambda kid: rank(state, kid))
            self._too_much.reverse()
            self.doomed = frozenset(filter(None, map(self._owned, self._too_much)))

    @property
    def all_doomed(self) -> frozenset[str]:
        return self._doomed | self.doomed

    def _owned(self, kid: Node) -> str | None:
        """The name of what goes with a line."""
        owner = kid.rule.name(kid.text) if kid.rule and "owns" in kid.flags and not self._waits(kid) else None
        return self._tree_name(kid) or owner

    def _goes_with_another(self, kid: Node) -> bool:
        if any(about(self._platform, kid, name) for name in self._doomed):
            return True
        return self._owned(kid) is None and any(about(self._platform, kid, name) for name in self.doomed)

    def lines(self, *, late: bool) -> Iterator[str]:
        pad = " " * self._depth
        for kid in self._too_much:
            name = self._tree_name(kid)
            if self._waits(kid) != late or self._goes_with_another(kid):
                continue
            setting = setting_of(self._platform, kid)
            if kid.flags & {"keep", "always"}:
                yield from self._emptied(kid)
            elif name is None:
                self.gone.add(setting)
                if not self._undone_anyway(kid, setting):
                    yield pad + (negation(self._platform, kid) if not kid.start else self._platform.negation + kid.start)
            else:
                self.gone.add(setting)
                if name not in self._trees:
                    self._trees.add(name)
                    yield pad + self._platform.negation + name

    def _undone_anyway(self, kid: Node, setting: str) -> bool:
        """Whether what comes takes a line back: its opposite, or a line beside it that the device drops it for."""
        opposite = self._wanted.kids.get(self._platform.opposite(setting))
        dropped = bool(self.cleared) and self._platform.negated(kid.text) and kid.text.startswith(self.cleared)
        return dropped or (opposite is not None and opposite.implied)

    def _emptied(self, kid: Node) -> list[str]:
        """A section that cannot be removed goes back to what it was, or loses all of its lines."""
        if reset := kid.rule.option("reset") if kid.rule else "":
            return [f"{' ' * self._depth}{reset} {kid.text}"]
        empty = Node("", "", "", rule=kid.rule)
        inner = _Walk(self._platform).changes(kid, empty, self._depth + 1, self.all_doomed) if kid.kids else []
        return _section(self._platform, kid, self._depth, inner) if inner else []

    def _waits(self, kid: Node) -> bool:
        """Whether a line is taken back after all else: a named thing, or a part of one that stays, unless a new part says the same."""
        if "late" not in kid.flags or setting_of(self._platform, kid) in self._displaced:
            return False
        return kid.rule is None or kid.rule.name(kid.text) not in self._known or _value(kid) not in self._new_values

    def _tree_name(self, kid: Node) -> str | None:
        """The name of the thing that a line is about, when none of it is wanted and one command can remove all of its lines."""
        line = self._platform.positive(kid.text)
        for rule in self._state.book.by_word.get(line.partition(" ")[0], ()):
            if "tree" in rule.flags and rule.pattern.match(line):
                name = rule.name(line)
                return None if name in self._known else name
        return None


def _value(node: Node) -> str:
    """What a setting is set to; the whole line when it is not a setting."""
    return node.key[match.end() :] if node.rule and node.rule.valued and (match := node.rule.pattern.match(node.key)) else node.key


def _displaced(state: Node, wanted: Node) -> set[str]:
    """The ordered lines that have to be taken back and made again, since new lines go to the end."""
    if "entries" in state.flags:
        return set()
    aims = order(wanted)
    displaced: set[str] = set()
    for group, settings in order(state).items():
        aim = aims.get(group, [])
        present = set(aim)
        staying = [s for s in settings if s in present]
        right = next((i for i, (have, want) in enumerate(zip(staying, aim, strict=False)) if have != want), min(len(staying), len(aim)))
        displaced.update(staying[right:])
    return displaced
