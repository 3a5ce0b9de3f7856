"""Commands from one config by indentation to another."""

from __future__ import annotations

from dataclasses import dataclass

from netops.config.dialects._indent_apply import about, apply
from netops.config.dialects._indent_text import NO, positive, rank, setting_of, without_kept
from netops.config.lens import Lens
from netops.config.rules import Platform
from netops.config.tree import Node, order, same
from netops.errors import ConfigError


def remediate(platform: Platform, lens: Lens, running: Node, intended: Node) -> list[str]:
    """Commands from one tree to another: take back what is in the way, make what is missing, then take back what nothing uses any more.

    Each step looks at what the device has after the step before. ConfigError when the result would not be the intended one.
    """
    commands: list[str] = []
    state = running
    for step in (
        _Removals(platform, late=False),
        _Additions(platform),
        _Removals(platform, late=True),
        _Additions(platform),
    ):
        if same(state, intended):
            break
        lines = step.lines(state, intended)
        state = without_kept(apply(platform, lens, state, lines), intended)
        commands += lines
    if not same(state, intended):
        raise ConfigError(
            f"{platform.name}: no commands are known that bring {_first(state, intended)}", hint="replace the whole config instead"
        )
    return commands


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


def _closing(platform: Platform, node: Node) -> str:
    return (node.rule.exit if node.rule else "") or platform.exit


def _section(platform: Platform, node: Node, depth: int, inner: list[str]) -> list[str]:
    pad = " " * depth
    closing = _closing(platform, node)
    return [pad + node.text, *inner, *([pad + closing] if closing else [])]


@dataclass(frozen=True, slots=True)
class _Additions:
    platform: Platform

    def lines(self, state: Node, wanted: Node, depth: int = 0) -> list[str]:
        """What is missing or has another value, in the order of creation."""
        out: list[str] = []
        for kid in sorted(wanted.kids.values(), key=lambda kid: rank(wanted, kid)):
            there = state.kids.get(setting_of(kid))
            if there is None or there.key != kid.key:
                there = None if there is None or not there.kids else there
                out += self._new(kid, there, depth)
            elif kid.kids and not same(there, kid):
                inner = self.lines(there, kid, depth + 1)
                out += _section(self.platform, kid, depth, inner) if inner else []
        return out

    def _new(self, kid: Node, there: Node | None, depth: int) -> list[str]:
        inner = self.lines(there or Node("", "", ""), kid, depth + 1)
        is_section = bool(inner) or bool(kid.rule and (kid.rule.exit or kid.rule.book.by_word))
        return _section(self.platform, kid, depth, inner) if is_section else [" " * depth + kid.text]


class _Names:
    """The things that lines are about, by their first words."""

    def __init__(self, node: Node) -> None:
        self._lines = [positive(kid.text).split(" ") for kid in node.kids.values()]
        self._by_length: dict[int, set[str]] = {}

    def __contains__(self, name: str) -> bool:
        length = name.count(" ") + 1
        if length not in self._by_length:
            self._by_length[length] = {" ".join(words[:length]) for words in self._lines}
        return name in self._by_length[length]


@dataclass(frozen=True, slots=True)
class _Removals:
    """What is too much, last things first. What others use waits until `late`, when none of it is wanted."""

    platform: Platform
    late: bool

    def lines(self, state: Node, wanted: Node, depth: int = 0, doomed: frozenset[str] = frozenset()) -> list[str]:
        """`doomed`: things that go with all their lines, by a command that comes later in a section above."""
        out: list[str] = []
        gone: set[str] = set()
        known, displaced = _Names(wanted), _displaced(state, wanted)
        going = {kid: name for kid in state.kids.values() if (name := _tree_name(state, kid)) and name not in known}
        for kid in sorted(state.kids.values(), key=lambda kid: rank(state, kid))[::-1]:
            setting = setting_of(kid)
            aim = wanted.kids.get(setting)
            stays = aim is not None and setting not in displaced and not _in_the_way(kid, aim)
            if any(about(kid, name) for name in doomed):
                continue
            if stays or "keep" in kid.flags:
                below = aim if stays and aim else Node("", "", "", rule=kid.rule)
                inner = self.lines(kid, below, depth + 1, doomed | set(going.values())) if kid.kids else []
                out += _section(self.platform, kid, depth, inner) if inner else []
            elif kid in going:
                out += [" " * depth + NO + going[kid]] if going[kid] not in gone else []
                gone.add(going[kid])
            elif not self._waits(kid, known):
                out.append(" " * depth + negation(kid))
        return out

    def _waits(self, kid: Node, known: _Names) -> bool:
        return not self.late and kid.rule is not None and "late" in kid.flags and kid.rule.name(kid.text) not in known


def _in_the_way(kid: Node, aim: Node) -> bool:
    return kid.key != aim.key and "first" in kid.flags


def _tree_name(parent: Node, kid: Node) -> str | None:
    """The name of the thing that a line is about, when one command can remove all of its lines."""
    line = positive(kid.text)
    for rule in parent.book.by_word.get(line.partition(" ")[0], ()):
        if "tree" in rule.flags and rule.pattern.match(line):
            return rule.name(line)
    return None


def negation(node: Node) -> str:
    """The command that takes a line back."""
    if node.text.startswith(NO):
        return node.text[len(NO) :]
    if node.rule and "short" in node.rule.flags:
        words = node.rule.setting(node.text).split(" ")
        return NO + " ".join(words[: words.index("=")] if "=" in words else words)
    return NO + node.text.split("\n", 1)[0]


def _displaced(state: Node, wanted: Node) -> set[str]:
    """The ordered lines that have to be taken back and made again, since new lines go to the end."""
    aims = order(wanted)
    displaced: set[str] = set()
    for group, settings in order(state).items():
        aim = aims.get(group, [])
        present = set(aim)
        staying = [s for s in settings if s in present]
        right = next((i for i, (have, want) in enumerate(zip(staying, aim, strict=False)) if have != want), min(len(staying), len(aim)))
        displaced.update(staying[right:])
    return displaced
