"""Configs by indentation: IOS, EOS, NX-OS, IOS XR, FRR, and flat lists of settings.

A line belongs to the nearest line above it that is indented less. Closing words (`exit`, `end`) and comments are not lines. A section
that comes twice is one section. `no X` takes back X, and X takes back `no X`; either is a line of its own when there is nothing to take back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from netops.config.lens import Lens
from netops.config.rules import Block, Book, Platform, Rule
from netops.config.sections import Head, Owner, splice
from netops.config.tree import Node, order, root, same
from netops.errors import ConfigError

NO = "no "


@dataclass(frozen=True, slots=True)
class Statement:
    """A line that means something: its indentation, its words, its first and last line in the text (from 1)."""

    indent: int
    text: str
    first: int
    last: int


def statements(platform: Platform, text: str) -> Iterator[Statement]:
    """The lines of a text that mean something. ConfigError when a value of several lines does not end."""
    lines = text.split("\n")
    comments, noise, closers, hidden = platform.comments, platform.noise, platform.closers, platform.hidden
    index = -1
    while (index := index + 1) < len(lines):
        raw = lines[index]
        line = raw.strip()
        if not line or line.startswith(comments):
            continue
        indent = len(raw) - len(raw.lstrip())
        if (noise and not indent and noise.match(line)) or (closers and closers.fullmatch(line)) or (hidden and hidden.match(line)):
            continue
        first = index
        if block := _block(platform, line):
            index = _end(lines, index, *block)
            value = [one.rstrip("\r") for one in lines[first + 1 : index + 1]]
            yield Statement(indent, "\n".join([line, *value]), first + 1, index + 1)
        else:
            yield Statement(indent, line, first + 1, first + 1)


def _block(platform: Platform, line: str) -> tuple[Block, re.Match[str]] | None:
    for block in platform.blocks:
        if match := block.start.match(line):
            closed = not block.end and match[1] in line[match.end(1) :]
            return None if closed else (block, match)
    return None


def _end(lines: list[str], first: int, block: Block, match: re.Match[str]) -> int:
    for index in range(first + 1, len(lines)):
        if lines[index].strip() == block.end if block.end else match[1] in lines[index]:
            return index
    wanted = block.end or match[1]
    raise ConfigError(f"line {first + 1}: {lines[first].strip()!r} never ends: expected {wanted!r}", hint="is the text complete?")


def spaced(book: Book, text: str) -> str:
    """A line with single blanks between its words, unless its blanks mean something."""
    if ("  " not in text and "\t" not in text) or "\n" in text:
        return text
    rule = book.find(text)
    return text if rule and "verbatim" in rule.flags else " ".join(text.split())


def positive(text: str) -> str:
    return text[len(NO) :] if text.startswith(NO) else text


def opposite(text: str) -> str:
    return text[len(NO) :] if text.startswith(NO) else NO + text


def make(platform: Platform, lens: Lens, parent: Node, statement: Statement, top: str) -> tuple[str, Node]:
    """The node of a line below another, and the setting that it is."""
    text = spaced(parent.book, statement.text)
    rule = parent.book.find(positive(text))
    shown, key = lens.views(text, top)
    node = Node(text, shown, key, statement.first, statement.last, rule)
    if "ordered" in parent.flags:
        node.group = ""
    elif rule and "sequence" in rule.flags:
        node.group = rule.name(text)
    return _setting(parent, rule, key), node


def _setting(parent: Node, rule: Rule | None, key: str) -> str:
    if rule is None or not rule.valued:
        return key
    return NO + rule.setting(key[len(NO) :]) if key.startswith(NO) else rule.setting(key)


def read(platform: Platform, lens: Lens, text: str) -> Node:
    """The tree of a text, without sections that count as absent because they are empty."""
    top = root(platform.book)
    stack: list[tuple[int, Node]] = [(-1, top)]
    for statement in statements(platform, text):
        while stack[-1][0] >= statement.indent:
            stack.pop()
        parent = stack[-1][1]
        setting, node = make(platform, lens, parent, statement, stack[1][1].text if len(stack) > 1 else "")
        stack.append((statement.indent, _read(parent, setting, node)))
    return pruned(top)


def _read(parent: Node, setting: str, node: Node) -> Node:
    """The node among its siblings. Lines of one text stand side by side, whatever the rules say: none is ever lost."""
    there = parent.kids.get(setting)
    return parent.kids.setdefault(setting if there is None or there.key == node.key else node.key, node)


def _placed(parent: Node, setting: str, node: Node) -> Node:
    """The node of a command among its siblings: an equal one is entered again, one of the same setting is overwritten."""
    there = parent.kids.get(setting)
    if there is not None and there.key == node.key:
        return there
    if there is not None:
        node.kids = there.kids
    parent.kids[setting] = node
    return node


def pruned(node: Node) -> Node:
    """The node without the empty sections below it that count as absent."""
    for setting, kid in list(node.kids.items()):
        if kid.kids:
            pruned(kid)
        if not kid.kids and "hides" in kid.flags:
            del node.kids[setting]
    return node


def write(platform: Platform, node: Node, *, sort: bool, shown: bool = False) -> str:
    """The text of a tree. Sorted, equal trees give equal texts: lines whose place means nothing stand in the order of the rules."""
    out: list[str] = []
    _write(platform, node, 0, sort, shown, out)
    return "".join(f"{line}\n" for line in out)


def _write(platform: Platform, node: Node, depth: int, sort: bool, shown: bool, out: list[str]) -> None:
    for kid in in_order(node) if sort else node.kids.values():
        out.append(" " * (platform.indent * depth) + (kid.shown if shown else kid.text))
        _write(platform, kid, depth + 1, sort, shown, out)


def rank(parent: Node, kid: Node) -> int:
    return parent.book.other if kid.rule is None else kid.rule.rank


_DIGITS = re.compile(r"(\d+)")


def natural(text: str) -> list[tuple[int, str]]:
    """A key that sorts Ethernet2 before Ethernet10."""
    return [(int(part), "") if part.isdecimal() and part.isascii() else (-1, part) for part in _DIGITS.split(text) if part]


def in_order(node: Node) -> list[Node]:
    """The lines below a node in canonical order. Ordered ones keep their order among themselves."""
    if node.rule and "ordered" in node.rule.flags:
        return list(node.kids.values())

    def key(kid: Node) -> tuple[int, list[tuple[int, str]]]:
        return rank(node, kid), natural(kid.group or kid.text)

    return sorted(node.kids.values(), key=key)


# ------------------------------------------------------------------------------------------------ applying commands


def apply(platform: Platform, lens: Lens, start: Node, commands: Iterable[str]) -> Node:
    """The tree after commands, as a device would run them. ConfigError when a command stands below a line that was taken back."""
    top = start.copy()
    stack: list[tuple[int, Node | None]] = [(-1, top)]
    for statement in statements(platform, "\n".join(commands)):
        while stack[-1][0] >= statement.indent:
            stack.pop()
        parent = stack[-1][1]
        if parent is None:
            raise ConfigError(f"command {statement.first}: {statement.text!r} stands below a line that was taken back")
        above = stack[1][1] if len(stack) > 1 else None
        stack.append((statement.indent, _run(platform, lens, top, parent, statement, above.text if above else "")))
    return pruned(_without_emptied(start, top))


def _without_emptied(before: Node, after: Node) -> Node:
    """A section that cannot be removed and has lost its lines says nothing any more."""
    for setting, kid in before.kids.items():
        left = after.kids.get(setting)
        if left is not None and kid.kids:
            _without_emptied(kid, left)
            if not left.kids and "keep" in left.flags:
                del after.kids[setting]
    return after


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


# ------------------------------------------------------------------------------------------------ working out commands


def remediate(platform: Platform, lens: Lens, running: Node, intended: Node) -> list[str]:
    """Commands from one tree to another: take back what is in the way, make what is missing, then take back what nothing uses any more.

    Each step looks at what the device has after the step before. ConfigError when the result would not be the intended one.
    """
    commands: list[str] = []
    state = running
    for step in (
        _Removals(platform, intended, late=False),
        _Additions(platform),
        _Removals(platform, intended, late=True),
        _Additions(platform),
    ):
        if same(state, intended):
            break
        lines = step.lines(state, intended)
        state = apply(platform, lens, state, lines)
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
            there = state.kids.get(_setting_of(wanted, kid))
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


def _setting_of(parent: Node, kid: Node) -> str:
    return _setting(parent, kid.rule, kid.key)


@dataclass(frozen=True, slots=True)
class _Removals:
    """What is too much, last things first. What others use waits until `late`, when none of it is wanted."""

    platform: Platform
    top: Node
    late: bool

    def lines(self, state: Node, wanted: Node, depth: int = 0) -> list[str]:
        out: list[str] = []
        gone: set[str] = set()
        displaced = _displaced(state, wanted)
        for kid in sorted(reversed(state.kids.values()), key=lambda kid: -rank(state, kid)):
            setting = _setting_of(state, kid)
            aim = wanted.kids.get(setting)
            if aim is not None and setting not in displaced and not _in_the_way(kid, aim):
                inner = self.lines(kid, aim, depth + 1) if kid.kids else []
                out += _section(self.platform, kid, depth, inner) if inner else []
            elif "keep" in kid.flags:
                inner = self.lines(kid, Node("", "", "", rule=kid.rule), depth + 1) if kid.kids else []
                out += _section(self.platform, kid, depth, inner) if inner else []
            elif not self._waits(kid, wanted):
                out += self._taken_back(state, wanted, kid, depth, gone)
        return out

    def _waits(self, kid: Node, wanted: Node) -> bool:
        if self.late or kid.rule is None or "late" not in kid.rule.flags:
            return False
        name = kid.rule.name(kid.text)
        return not any(about(other, name) for other in wanted.kids.values())

    def _taken_back(self, state: Node, wanted: Node, kid: Node, depth: int, gone: set[str]) -> list[str]:
        """The command that takes a line back: its opposite, or one for all lines of the thing that it is about."""
        name = _tree_name(state, kid)
        if name and not any(about(other, name) for other in wanted.kids.values()):
            fresh = name not in gone
            gone.add(name)
            return [" " * depth + NO + name] if fresh else []
        return [" " * depth + negation(kid)]


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


def pair(platform: Platform, lens: Lens, running: str, intended: str) -> tuple[Node, Node]:
    """Both trees. A line that cannot be removed, and that the intended text does not name, is left out."""
    one, other = read(platform, lens, running), read(platform, lens, intended)
    return _without_kept(one, other), other


def _without_kept(state: Node, wanted: Node) -> Node:
    for setting, kid in list(state.kids.items()):
        if setting not in wanted.kids and not kid.kids and "keep" in kid.flags:
            del state.kids[setting]
    return state


def canonical(platform: Platform, lens: Lens, text: str) -> str:
    """The canonical text of a config."""
    return write(platform, read(platform, lens, text), sort=True)


def lines(platform: Platform, lens: Lens, text: str) -> Iterator[Node]:
    """Every line of a text, on its own."""
    return (node for _, node in read(platform, lens, text).walk())


def heads(platform: Platform, text: str) -> list[Head]:
    """The top-level lines of a text."""
    found: list[Head] = []
    least = 0
    for statement in statements(platform, text):
        if not found or statement.indent <= least:
            least = statement.indent
            found.append(Head(statement.first, statement.text, 1))
        else:
            found[-1] = Head(found[-1].line, found[-1].name, found[-1].count + 1)
    return found


def compose(owner: Owner, running: str, intended: str) -> str:
    """The managed sections as intended, the others with the device's own bytes."""
    return splice(owner, running, intended, heads)
