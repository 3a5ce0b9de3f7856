"""A configuration as the device keeps it: a tree of lines, edited line by line as at the device's own prompt."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from netops.lab.sim.grammar import Grammar, Rule, UnmatchedLine

LEAVE = frozenset({"exit", "exit-address-family", "exit-vrf", "exit-peer-policy"})


class LineRejected(Exception):
    """The device refuses a line: `line`, and the index of the word at fault, or -1 when the line is cut short."""

    def __init__(self, line: str, token: int, message: str = "") -> None:
        super().__init__(message or f"line refused: {line}")
        self.line = line
        self.token = token
        self.message = message


Key = tuple[tuple[int, str], ...]


@dataclass(slots=True)
class Node:
    """A line with the lines below it, by identity."""

    line: str
    rule: Rule | None = None
    children: dict[str, Node] = field(default_factory=dict)
    loaded: str = ""
    """How the config that the device was loaded with spells the line; empty for one that was typed. Such lines keep their order."""

    def copy(self) -> Node:
        return Node(self.line, self.rule, {key: child.copy() for key, child in self.children.items()}, self.loaded)

    def ordered(self, interface_types: Sequence[str] = ()) -> list[Node]:
        """The children in the order of the device's own print."""
        typed = sorted((n for n in self.children.values() if not n.loaded), key=lambda node: _print_order(node, interface_types))
        if len(typed) == len(self.children):
            return typed
        placed = [node for node in self.children.values() if node.loaded]
        for node in typed:
            placed.insert(_place(placed, node, interface_types), node)
        return placed


def _place(placed: Sequence[Node], node: Node, interface_types: Sequence[str]) -> int:
    """Where a typed line is printed among others: among those of its kind, else before what the device prints later."""
    alike = [index for index, other in enumerate(placed) if other.rule is node.rule]
    among = alike or range(len(placed))
    order = _print_order(node, interface_types)
    later = (index for index in among if _print_order(placed[index], interface_types) > order)
    return next(later, alike[-1] + 1 if alike else len(placed))


def _print_order(node: Node, interface_types: Sequence[str]) -> tuple[int, int, Key]:
    if node.rule is None:
        return (-1, 0, ())
    kind = 0
    if node.rule.opens == "interface":
        name = node.line.split()[1]
        kind = next((index for index, known in enumerate(interface_types) if name.startswith(known)), len(interface_types))
    return (node.rule.rank, kind, _sort_key(node.line) if node.rule.natural else ())


def _sort_key(line: str) -> Key:
    """By number where lines are numbered (a remark stays before its entry), else by the whole line."""
    numbered = re.match(r"(?:seq |sequence )?(\d+) ", line)
    return ((int(numbered[1]), ""),) if numbered else natural_key(line)


def _entry(node: Node) -> str:
    """A filter's entry without its number."""
    return node.line.partition(" ")[2]


def natural_key(text: str) -> Key:
    """A sort key in which Ethernet2 comes before Ethernet10."""
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", text) if part)


class Editor:
    """Types lines into a tree, in the mode where the lines before have led to. Each line is taken or `LineRejected`.

    `protected` sections cannot be removed (hardware interfaces); `refuses` finds lines that a fault lets the device refuse.
    """

    def __init__(self, root: Node, grammar: Grammar, protected: frozenset[str], refuses: Callable[[str], bool]) -> None:
        self._grammar = grammar
        self._protected = protected
        self._refuses = refuses
        self.root = root
        self.path: list[Node] = []

    @property
    def mode(self) -> str:
        return self._mode(len(self.path))

    def _mode(self, depth: int) -> str:
        opened = self.path[depth - 1].rule if depth else None
        return opened.opens if opened else "global"

    def feed(self, line: str, body: str = "") -> None:
        """Applies one line; `body` is the rest of a line that runs over several (a banner)."""
        words = line.split()
        if not words or words[0].startswith("!"):
            return
        if self._refuses(line):
            raise LineRejected(line, 0)
        if words[0] in LEAVE and len(words) == 1:
            self.path = self.path[:-1]
        elif words[0] in ("no", "default") and len(words) > 1:
            self._remove(words[1:], line, keep_negated=words[0] == "no")
        else:
            self._add(*self._numbered(words, line.strip()), body)

    def _numbered(self, words: list[str], text: str) -> tuple[list[str], str]:
        """A filter's entry typed without a number gets the next one, in steps of ten."""
        if self.mode != "acl" or words[0] not in ("permit", "deny", "remark"):
            return words, text
        entries = self.path[-1].children
        if any(_entry(node) == text for node in entries.values()):
            raise LineRejected(text, 0, f"% Duplicate entry: {text}")
        numbers = [int(key.split()[0]) for key in entries if key[0].isdigit()]
        if entries and not numbers:  # the filter of a device that shows no numbers
            return words, text
        highest = max(numbers, default=0)
        text = f"{highest + 10} {text}"
        return text.split(), text

    def _locate(self, words: list[str], line: str, *, negated: bool) -> tuple[Node, Rule]:
        """The section and rule for a line: the innermost mode that has it, as on the device."""
        misses = []
        for depth in range(len(self.path), -1, -1):
            found = self._grammar.find(self._mode(depth), words, negated=negated)
            if isinstance(found, Rule):
                self.path = self.path[:depth]
                return (self.path[-1] if self.path else self.root), found
            misses.append(found)
        worst: UnmatchedLine = max(misses, key=lambda miss: (miss.token, miss.incomplete))
        raise LineRejected(line, -1 if worst.incomplete else worst.token + negated)

    def _add(self, words: list[str], text: str, body: str) -> None:
        parent, found = self._locate(words, text, negated=False)
        if found.shows_no:
            for end in range(1, len(words) + 1):
                parent.children.pop(f"no {' '.join(words[:end])}", None)
        if found.default_on:
            return
        key = found.key(words)
        node = parent.children.get(key)
        if node is None or not (found.opens or node.line == text + body):
            node = Node(text + body, found, loaded=text + body if node and node.loaded else "")
            parent.children[key] = node
        if found.opens:
            self.path = [*self.path, node]

    def _remove(self, words: list[str], line: str, *, keep_negated: bool) -> None:
        parent, found = self._locate(words, line, negated=True)
        text = " ".join(words)
        if text in self._protected and parent is self.root:
            self._reset(parent, text, keep_negated)
            return
        gone = [key for key, node in parent.children.items() if _covers(found, words, key, node)]
        for key in gone:
            del parent.children[key]
        if keep_negated and found.shows_no:
            parent.children[f"no {text}"] = Node(f"no {text}", found)
        else:
            parent.children.pop(f"no {text}", None)

    def _reset(self, parent: Node, text: str, negated: bool) -> None:
        if negated:
            raise LineRejected(f"no {text}", 0, "% Removal of physical interfaces is not permitted")
        if text in parent.children:
            parent.children[text].children.clear()


def _covers(found: Rule, words: list[str], key: str, node: Node) -> bool:
    """Whether `no WORDS` takes a line away: it names the line, its identity, or a beginning of it."""
    text = " ".join(words)
    whole = found.identity is not None and len(words) >= found.identity and key == found.key(words) and len(words) <= len(found.words)
    return node.line == text or node.line.startswith((f"{text} ", f"{text}\n")) or whole


def _new_group(rule: Rule | None, before: Rule, depth: int) -> bool:
    return rule is not before and (depth == 0 or bool(rule and rule.opens))


def lines_of(node: Node, grammar: Grammar, step: str, depth: int = 0) -> Iterator[str]:
    """The lines below a node as the device prints them, with `!` between groups."""
    before: Rule | None = None
    for child in node.ordered(grammar.interface_types):
        held = depth and child.rule and child.rule.opaque  # what looks like a section may be the lines of a certificate
        if before is not None and not held and (before.opens or _new_group(child.rule, before, depth)):
            yield step * depth + "!"
        yield step * depth + (child.loaded or child.line)
        yield from lines_of(child, grammar, step, depth + 1)
        closer = grammar.closers.get(child.rule.opens) if child.rule else None
        if closer:
            yield step * depth + closer
        before = child.rule


def contextual_diff(old: Node, new: Node) -> list[str]:
    """The difference of two trees, each line with `+`, `-` or a blank for the section around it."""
    return [f"{entry[0]}{line}" for entry in _differences(old, new) for line in entry[1:].splitlines()]


def _differences(old: Node, new: Node, depth: int = 0) -> list[str]:
    """The difference of two trees; a text of several lines, such as a banner, is one entry."""
    out: list[str] = []
    pad = " " * depth
    for key, was in old.children.items():
        now = new.children.get(key)
        if now is None or now.line != was.line:
            out += ["-" + line for line in _flat(was, pad)]
        elif inside := _differences(was, now, depth + 1):
            out += [f" {pad}{was.line}", *inside]
    for key, now in new.children.items():
        before = old.children.get(key)
        if before is None or before.line != now.line:
            out += ["+" + line for line in _flat(now, pad)]
    return out


def _flat(node: Node, pad: str) -> Iterable[str]:
    yield "\n".join(pad + line for line in node.line.splitlines())
    for child in node.children.values():
        yield from _flat(child, pad + " ")


def diff_commands(old: Node, new: Node) -> Iterator[str]:
    """The commands that lead from one configuration to another."""
    for line in _differences(old, new):
        text = line[1:]
        indent = text[: len(text) - len(text.lstrip())]
        word = text.splitlines()[0].strip()
        taken = word.removeprefix("no ") if word.startswith("no ") else f"no {word}"
        yield f"{indent}{taken}" if line[0] == "-" else text
