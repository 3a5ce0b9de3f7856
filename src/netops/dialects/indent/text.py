"""Text and tree of configs by indentation.

A line belongs to the nearest line above it that is indented less. Closing words (`exit`, `end`) and comments are not lines.
A section that comes twice is one section.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from netops.dialects import defaults
from netops.dialects.grammar import Block, Grammar
from netops.dialects.indent import lists
from netops.dialects.masking import SecretMask
from netops.dialects.rules import Book, Rule
from netops.dialects.tree import Node, check_depth, root
from netops.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Statement:
    """A line that means something: its indentation, its words, its first and last line in the text (from 1)."""

    indent: int
    text: str
    first: int
    last: int


def statements(grammar: Grammar, text: str) -> Iterator[Statement]:
    """The lines of a text that mean something. ConfigError when a value of several lines does not end."""
    lines = text.split("\n")
    comments, noise, closers, hidden = grammar.comments, grammar.noise, grammar.closers, grammar.hidden
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
        if block := _block(grammar, line):
            index = _end(lines, index, *block)
            value = [one.rstrip() for one in lines[first + 1 : index + 1]]
            yield Statement(indent, "\n".join([line, *value]), first + 1, index + 1)
        else:
            yield Statement(indent, line, first + 1, first + 1)


def _block(grammar: Grammar, line: str) -> tuple[Block, re.Match[str]] | None:
    for block in grammar.blocks:
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


def shown_as(grammar: Grammar, text: str) -> str:
    """A line as the device shows it."""
    line = grammar.positive(text)
    for synonym in grammar.synonyms:
        if match := synonym.pattern.match(line):
            return text[: len(text) - len(line)] + synonym.text + line[match.end() :]
    return text


_ENTRY = re.compile(r"(?:seq |sequence )?(\d+) ")


def make(grammar: Grammar, mask: SecretMask, parent: Node, statement: Statement, top: str) -> tuple[str, Node]:
    """The node of a line below another, and the setting that it is."""
    book = parent.book
    text = spaced(book, statement.text)
    rule = book.find(grammar.positive(text))
    if rule is None and grammar.synonyms:
        rule = book.find(grammar.positive(shown_as(grammar, text)))
    shown, key = mask.views(text, top)
    if key is text and rule and "numbers" in rule.flags:
        key = lists.canonical(rule, text)
    node = Node(text, shown, key, statement.first, statement.last, rule)
    if "entries" in parent.flags:
        node.number = int(match[1]) if (match := _ENTRY.match(text)) else None
        node.group = "" if is_entry(node) else None
    elif "ordered" in parent.flags:
        node.group = ""
    elif rule and "sequence" in rule.flags:
        node.group = rule.name(text)
    node.implied = defaults.is_implied(parent, text) or _takes_back(grammar, book, rule, text)
    node.silent = defaults.sections(parent.silent, shown_as(grammar, text) if grammar.synonyms and parent.silent else text)
    return _setting(grammar, rule, key), node


def _takes_back(grammar: Grammar, book: Book, rule: Rule | None, text: str) -> bool:
    """Whether a line only says that something is not there which has a value or a name of its own: `no description`, `no vlan 20`."""
    if grammar.default and grammar.positive(text).startswith(grammar.default):
        return True
    if not grammar.negated(text) or (rule is not None and "off" in rule.flags):
        return False
    if rule is None:
        return book.names(grammar.positive(text))
    if rule.valued:
        return "adds" not in rule.flags
    return bool(rule.flags & {"late", "owns"} or rule.book.by_word) and rule.name(text.removeprefix(grammar.negation)) == grammar.positive(
        text
    )


_FILTERS = re.compile(r"(?:(?:seq |sequence )?\d+ )?(?:permit|deny|remark|dynamic|evaluate)\b")


def is_entry(node: Node) -> bool:
    """Whether a line below a filter is one of its entries; others are settings of the filter (`statistics per-entry`)."""
    return _FILTERS.match(node.text) is not None


def place(entry: Node) -> tuple[int, bool]:
    """Where an entry with a number stands: where remarks are settings of their own, one has the number of the entry that follows it."""
    return entry.number or 0, not (entry.rule and "remark" in entry.rule.words)


def setting_of(grammar: Grammar, child: Node) -> str:
    """The setting that a line is, whatever is beside it: a line and its negation are one."""
    return _setting(grammar, child.rule, child.key)


def _setting(grammar: Grammar, rule: Rule | None, key: str) -> str:
    positive = grammar.positive(key)
    if rule is None:
        return positive.partition("\n")[0]
    if "inert" in rule.flags:
        return rule.start
    if "adds" in rule.flags and grammar.negated(key):
        return grammar.negation + rule.setting(positive)
    return rule.setting(positive) if rule.valued else positive.partition("\n")[0]


def negation(grammar: Grammar, node: Node) -> str:
    """The command that takes a line back."""
    if grammar.negated(node.text):
        return grammar.positive(node.text)
    if node.rule and node.rule.option("undo"):
        return grammar.negation + node.rule.undone(node.text)
    if node.rule and "short" in node.rule.flags:
        words = node.rule.setting(node.text).split(" ")
        return grammar.negation + " ".join(words[: words.index("=")] if "=" in words else words)
    return grammar.negation + node.text.split("\n", 1)[0]


def fold(grammar: Grammar, text: str) -> tuple[str, str, str] | None:
    """What a top-level line stands for, when it is a line below a section: the section, the line, and what the text has before it."""
    for one in grammar.folds:
        if match := one.pattern.match(text):
            return match.expand(one.section), match.expand(one.line), match.expand(one.start)
    return None


def read(grammar: Grammar, mask: SecretMask, text: str) -> Node:
    """The tree of a text."""
    top = root(grammar.book, grammar.defaults)
    stack: list[tuple[int, Node]] = [(-1, top)]
    for statement in statements(grammar, text):
        while stack[-1][0] >= statement.indent:
            stack.pop()
        check_depth(len(stack), statement.first)
        parent = stack[-1][1]
        if parent is top and grammar.folds and (folded := fold(grammar, statement.text)):
            section, line, start = folded
            parent = put(grammar, top, *make(grammar, mask, top, replace(statement, text=section), ""))
            parent.start = start
            if not line:
                continue
            statement = replace(statement, text=line)
        setting, node = make(grammar, mask, parent, statement, stack[1][1].text if len(stack) > 1 else "")
        stack.append((statement.indent, put(grammar, parent, setting, node)))
    lists.expand(top)
    return _marked(arranged(top))


def is_typed(parent: Node) -> bool:
    """Whether a text writes defaults that no device shows, so that somebody typed it."""
    below = (*parent.children.values(), *parent.spare)
    return any(is_default(child) and not is_shown(parent, child) for child in below) or any(map(is_typed, below))


def is_shown(parent: Node, child: Node) -> bool:
    """Whether devices print a default all the same."""
    default = defaults.default_of(parent, child.text)
    return default is not None and "shown" in default.conditions


def put(grammar: Grammar, parent: Node, setting: str, node: Node) -> Node:
    """The node among its siblings. A later line wins over an earlier one that sets the same, which stays in the text."""
    there = parent.children.get(setting)
    if there is None and (lost := _lost(grammar, parent, node.text)):
        node.overwritten = tuple(parent.children.pop(name) for name in lost)
    if there is None or there.key == node.key:
        return parent.children.setdefault(setting, node)
    if "numbers" in node.flags and not (grammar.negated(node.text) or grammar.negated(there.text)):
        parent.children[setting] = lists.listed_together(there, node)
    else:
        parent.children[setting] = overwriting(grammar, there, node)
    return parent.children[setting]


def _lost(grammar: Grammar, parent: Node, text: str) -> list[str]:
    """The settings of earlier lines that a line takes back without being one of their settings: `no neighbor 10.0.0.1`, `default name`."""
    if grammar.negated(text):
        return named(parent, grammar.positive(text))
    if not grammar.default or not text.startswith(grammar.default):
        return []
    own = text.removeprefix(grammar.default)
    return [setting for setting, child in parent.children.items() if setting == (child.rule.setting(own) if child.rule else own)]


def named(parent: Node, name: str) -> list[str]:
    """The settings below a node that are about a thing of this name, so that `no` and the name take them: `no neighbor 10.0.0.1`."""
    found = (child for child in parent.children.values() if child.text.startswith(name) and _has_name(child, name))
    ours = any(True for _ in found)
    return (
        [setting for setting, child in parent.children.items() if child.text == name or child.text.startswith(name + " ")] if ours else []
    )


def _has_name(child: Node, name: str) -> bool:
    rule = child.rule
    return rule is not None and "off" not in rule.flags and bool(set(rule.words) & {"*", "#", "~"}) and rule.name(child.text) == name


def overwriting(grammar: Grammar, there: Node, node: Node) -> Node:
    """A line in place of an earlier one that sets the same, which stays in the text; a new value takes over the lines below it."""
    node.overwritten = (*there.overwritten, there)
    there.overwritten = ()
    if not grammar.negated(node.text):
        node.children, there.children = there.children, {}
    return node


def arranged(node: Node) -> Node:
    """The node with the entries of its filters by their numbers."""
    defaults.mark(node)
    for child in node.children.values():
        if child.children:
            arranged(child)
            if "entries" in child.flags:
                by_number(child)
    return node


def _marked(node: Node) -> Node:
    """The node with its empty sections as implied that a device hides, or that every device has."""
    for child in node.children.values():
        _marked(child)
        child.implied = child.implied or (not child.children and bool(child.flags & {"hides", "always"}))
    return node


def is_default(child: Node) -> bool:
    """Whether a line says what holds without it, and is none of the sections that are there anyway."""
    return child.implied and not child.children and not child.flags & {"hides", "always"}


def by_number(section: Node) -> None:
    """Brings the entries of a filter into the order in which the device evaluates them, when all have numbers."""
    entries = [child for child in section.children.values() if child.group is not None]
    places = [place(child) for child in entries if child.number is not None]
    if len(places) == len(entries) and places != sorted(places):
        section.children = dict(sorted(section.children.items(), key=lambda item: (item[1].group is not None, place(item[1]))))


def settle(grammar: Grammar, running: Node, intended: Node) -> None:
    """Takes out of both trees what makes no difference between them, so that what is left can be compared line by line.

    Lines that cannot be removed and say nothing; lines that the device does not show, which only one side has; numbers of entries, when
    one side has none.
    """
    if grammar.synonyms and running.rule is not None and not running.rule.words:
        _same_names(grammar, running, intended)
    for setting, child in list(running.children.items()):
        if child.numbers or (setting not in intended.children and _stays(running, child)):
            del running.children[setting]
            running.spare += (child,) if not (child.numbers or "inert" in child.flags) else ()
    for setting, child in list(intended.children.items()):
        there = running.children
        known = bool(child.numbers) and all(name in there or _nameless(intended.children.get(name)) for name in lists.names(child))
        if setting not in there and (_nameless(child) or is_default(child) or ("hides" in child.flags and not child.children)):
            intended.spare += (intended.children.pop(setting),)
        elif known or "inert" in child.flags:
            del intended.children[setting]
            there.pop(setting, None)
        elif setting in there and _says_the_same(there[setting], child):
            intended.spare += (intended.children.pop(setting),)
            running.spare += (there.pop(setting),)
    if "entries" in intended.flags:
        _unnumbered(running, intended)
    for setting, child in intended.children.items():
        twin = running.children.get(setting)
        if twin is not None and (child.children or twin.children):
            settle(grammar, twin, child)


def _same_names(grammar: Grammar, running: Node, intended: Node) -> None:
    """Gives top-level lines of the running text the name that the intended one writes out in another way (`interface Gi0/1`)."""
    missing = {shown_as(grammar, setting): setting for setting in intended.children if setting not in running.children}
    for setting, child in list(running.children.items()) if missing else ():
        name = missing.get(shown_as(grammar, setting)) if setting not in intended.children else None
        if name is not None:
            child.key, child.text = name, child.text
            running.children[name] = running.children.pop(setting)


def _nameless(child: Node | None) -> bool:
    """Whether a line is there on every device, named or not."""
    return child is None or ("always" in child.flags and not child.children)


def _says_the_same(there: Node, child: Node) -> bool:
    """Whether two lines say in different words what holds without them: `no mtu` and `mtu 1500`."""
    return there.key != child.key and is_default(there) and is_default(child)


def _stays(parent: Node, child: Node) -> bool:
    """Whether a line that is not wanted stays on the device all the same, and makes no difference."""
    if child.flags & {"own", "inert"} or (not child.children and (child.implied or defaults.default_of(parent, child.text))):
        return True
    return bool(child.flags & {"keep", "always"}) and all(below.implied for below in child.children.values())


def _unnumbered(running: Node, intended: Node) -> None:
    """Compares the entries of a filter by what they say when one of the texts gives them no numbers."""
    both = (running, intended)
    if all(child.number is not None for side in both for child in side.children.values() if child.group is not None):
        return
    for side in both:
        for child in side.children.values():
            if child.group is not None:
                child.key = without_number(child.key)
        side.children = _by_content(side)


def _by_content(section: Node) -> dict[str, Node]:
    """The lines below a filter with its entries by what they say; the second of two equal ones is another one."""
    found: dict[str, Node] = {}
    for setting, child in section.children.items():
        name, count = setting if child.group is None else child.key, 2
        while name in found:
            name, count = f"{child.key}#{count}", count + 1
        found[name] = child
    return found


def without_number(entry: str) -> str:
    """An entry of a filter without its number."""
    match = _ENTRY.match(entry)
    return entry[match.end() :] if match else entry


def write(grammar: Grammar, node: Node, *, sort: bool, shown: bool = False) -> str:
    """The text of a tree. Sorted, equal trees give equal texts: lines whose place means nothing stand in the order of the rules."""
    out: list[str] = []
    _write(grammar, node, 0, sort, shown, out)
    return "".join(f"{line}\n" for line in out)


def _write(grammar: Grammar, node: Node, depth: int, sort: bool, shown: bool, out: list[str]) -> None:
    pad = " " * (grammar.indent * depth)
    listed = lists.in_a_mark(node) if not depth and not sort else frozenset()
    for setting, child in ((child.key, child) for child in in_order(node)) if sort else node.children.items():
        if (
            (_nameless(child) and (sort or (child.line and not child.implied)))
            or setting in listed
            or (sort and ((child.implied and not child.children) or child.numbers or "inert" in child.flags))
        ):
            continue
        if child.numbers:
            out += filter(None, [lists.shown(node, child)])
        elif child.start and not sort:
            out += [f"{child.start} {line.shown if shown else line.text}" for line in child.children.values()]
        else:
            for line in (child,) if sort else (*child.overwritten, child):
                out.append(pad + (line.shown if shown else _canonical(grammar, line, depth) if sort else padded(line, pad)))
                _write(grammar, line, depth + 1, sort, shown, out)


def _canonical(grammar: Grammar, child: Node, depth: int) -> str:
    return child.key if depth else shown_as(grammar, child.key)


def padded(child: Node, pad: str) -> str:
    """The text of a line for a place that is indented: a list in several lines, unlike a text of several lines, is indented in each."""
    return child.text.replace("\n", f"\n{pad}") if "numbers" in child.flags else child.text


def rank(parent: Node, child: Node) -> int:
    return parent.book.other if child.rule is None else child.rule.rank


_DIGITS = re.compile(r"(\d+)")


def natural(text: str) -> list[tuple[int, str]]:
    """A key that sorts Ethernet2 before Ethernet10."""
    return [(int(part), "") if part.isdecimal() and part.isascii() else (-1, part) for part in _DIGITS.split(text) if part]


def in_order(node: Node) -> list[Node]:
    """The lines below a node in canonical order. Ordered ones keep their order among themselves."""
    if "ordered" in node.flags:
        return list(node.children.values())
    if "entries" in node.flags:
        return sorted(node.children.values(), key=lambda child: (child.group is not None, child.key if child.group is None else ""))

    def key(child: Node) -> tuple[int, list[tuple[int, str]]]:
        return rank(node, child), natural(child.group or child.text)

    return sorted(node.children.values(), key=key)
