"""The entries of a filter: evaluated in order, numbered by the device, changed so that the filter is never empty in between.

New entries come before old ones go (make before break), each at its number. Where a text has no numbers (IOS before 16), the list is
numbered anew first, since nobody can know how the device counts; the text that is predicted then has none either. A device may refuse a
second entry that says the same, so an entry that moves goes before it comes back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from netops.dialects import align
from netops.dialects.grammar import Grammar
from netops.dialects.indent.text import negation, place, without_number
from netops.dialects.tree import Node

STEP: Final = 10
"""The distance of entries that a device numbers by itself."""


def entries(section: Node) -> list[Node]:
    """The entries of a filter, without its settings."""
    return [child for child in section.children.values() if child.group is not None]


def _numbered(found: Sequence[Node]) -> bool:
    return all(child.number is not None for child in found)


# ------------------------------------------------------------------------------------------------ commands


def commands(grammar: Grammar, state: Node, wanted: Node) -> tuple[list[str], list[str]]:
    """The commands before a filter's section, and those inside of it, that bring its entries to the wanted ones."""
    have, want = entries(state), entries(wanted)
    if _numbered([*have, *want]):
        return [], list(_by_number(grammar, have, want))
    kept = align.matched_pairs([child.key for child in have], [child.key for child in want])
    last = kept[-1][1] if kept else -1
    if len(kept) == last + 1:
        return [], list(_appended(grammar, have, want, kept))
    return _inserted(grammar, wanted, have, want, kept)


def _by_number(grammar: Grammar, have: list[Node], want: list[Node]) -> Iterator[str]:
    there = {place(child): child for child in have}
    aims = {place(child): child for child in want}
    leaving = {without_number(child.key): child for child in have if place(child) not in aims or aims[place(child)].key != child.key}
    gone: set[tuple[int, bool]] = set()
    for aim in want:
        old = there.get(place(aim))
        if old is None or old.key != aim.key:
            for child in (old, leaving.get(without_number(aim.key))):
                if child is not None and place(child) not in gone:
                    gone.add(place(child))
                    yield negation(grammar, child)
            yield aim.text
    yield from (negation(grammar, child) for child in have if place(child) not in aims and place(child) not in gone)


def _appended(grammar: Grammar, have: list[Node], want: list[Node], kept: list[tuple[int, int]]) -> Iterator[str]:
    """All that is new comes after all that stays."""
    staying = {i for i, _ in kept}
    leaving = {child.key: child for i, child in enumerate(have) if i not in staying}
    for aim in want[len(kept) :]:
        if old := leaving.pop(aim.key, None):
            yield negation(grammar, old)
        yield without_number(aim.text)
    yield from (negation(grammar, child) for child in leaving.values())


def _inserted(
    grammar: Grammar, section: Node, have: list[Node], want: list[Node], kept: list[tuple[int, int]]
) -> tuple[list[str], list[str]]:
    """Something new comes between what stays: it needs a number there, and when none is free or known, the list is numbered anew."""
    before, inside = list[str](), list[str]()
    numbers = [child.number for child in have]
    places = _places(numbers, kept, len(want))
    if places is None:
        renumber = section.rule.option("renumber") if section.rule else ""
        if not renumber:
            return [], list(_rebuilt(grammar, have, want))
        step = max(STEP, len(want) + 1)
        numbers = [step * (index + 1) for index in range(len(have))]
        places = _places(numbers, kept, len(want)) or {}
        line = f"{renumber.replace('NAME', section.text.rsplit(' ', 1)[-1])} {step} {step}"
        (before if "NAME" in renumber else inside).append(line)
    staying = {i for i, _ in kept}
    prefix = _prefix(section)
    leaving = {child.key: child for i, child in enumerate(have) if i not in staying}
    for index, number in sorted(places.items()):
        if old := leaving.pop(want[index].key, None):
            inside.append(negation(grammar, old))
        inside.append(f"{prefix}{number} {without_number(want[index].text)}")
    return before, inside + [negation(grammar, child) for child in leaving.values()]


def _places(numbers: Sequence[int | None], kept: list[tuple[int, int]], count: int) -> dict[int, int] | None:
    """A number for each wanted entry that is new, between those of the entries around it; None when one has no room."""
    known = [number for number in numbers if number is not None]
    if len(known) < len(numbers):
        return None
    taken, places, top = set(known), dict[int, int](), max(known, default=0)
    for (above, low), (below, high) in pairwise([(-1, 0), *((j, known[i]) for i, j in kept)]):
        missing = range(above + 1, below)
        number, step = low, max(1, (high - low) // (len(missing) + 1))
        for index in missing:
            number += step
            while number in taken:
                number += 1
            if number >= high:
                return None
            places[index] = number
    tail = range(kept[-1][1] + 1 if kept else 0, count)
    return places | {index: top + STEP * after for after, index in enumerate(tail, start=1)}


def _rebuilt(grammar: Grammar, have: list[Node], want: list[Node]) -> Iterator[str]:
    """All from the first entry that is not in its place is taken back and made again: for devices that cannot number a list anew."""
    right = next((i for i, (a, b) in enumerate(zip(have, want, strict=False)) if a.key != b.key), min(len(have), len(want)))
    yield from (negation(grammar, child) for child in have[right:])
    yield from (without_number(aim.text) for aim in want[right:])


def _prefix(section: Node) -> str:
    """What stands before the number of an entry: `sequence 10 permit ...`."""
    for rules in section.book.by_word.values():
        for rule in rules:
            if "#" in rule.words:
                return "".join(f"{word} " for word in rule.words[: rule.words.index("#")])
    return ""


# ------------------------------------------------------------------------------------------------ applying

_RENUMBER: Final = re.compile(r"(.*?) ?(\d+) (\d+)")


def run(grammar: Grammar, section: Node, setting: str, node: Node) -> bool:
    """Run a command below a filter. False when it is not about an entry."""
    if _renumber(section, node.text):
        return True
    if grammar.negated(node.text):
        return _removed(section, grammar.positive(node.text), setting.removeprefix(grammar.negation))
    if node.group is None:
        return False
    last = next((child for child in reversed(section.children.values()) if child.group is not None), None)
    if node.number is None:
        _append(section, setting, node, last)
    elif last is None or (last.number is not None and place(last) < place(node) and _shows_numbers(last)):
        section.children[setting] = node
    else:
        _insert(section, setting, node)
    return True


def _shows_numbers(child: Node) -> bool:
    return without_number(child.text) != child.text


def _append(section: Node, setting: str, node: Node, last: Node | None) -> None:
    if last is not None and last.number is not None:
        if any(without_number(child.key) == node.key for child in entries(section)):
            return
        node.number = last.number + STEP
        if _shows_numbers(last):
            number = f"{_prefix(section)}{node.number} "
            node.text, node.shown, node.key = number + node.text, number + node.shown, number + node.key
            setting = node.key
    section.children.setdefault(setting, node)


def _insert(section: Node, setting: str, node: Node) -> None:
    """At its number, in place of what has the number."""
    found = entries(section)
    if not _numbered(found):
        _count(found, STEP, STEP)
    hidden = not _shows_numbers(found[0])
    if hidden:
        node.text, node.shown, node.key = map(without_number, (node.text, node.shown, node.key))
    rest = [(name, child) for name, child in section.children.items() if child.group is None or place(child) != place(node)]
    at = next((i for i, (_, child) in enumerate(rest) if child.group is not None and place(child) > place(node)), len(rest))
    section.children = dict([*rest[:at], (node.key if hidden else setting, node), *rest[at:]])


def _removed(section: Node, text: str, setting: str) -> bool:
    child = section.children.get(setting)
    if child is not None and child.key == text:
        return section.children.pop(setting) is not None
    for name, child in section.children.items():
        if child.group is not None and (
            child.text == text or without_number(child.text) == text or text == f"{_prefix(section)}{child.number}"
        ):
            return section.children.pop(name) is not None
    return False


def _count(found: Sequence[Node], start: int, step: int) -> None:
    for index, child in enumerate(found):
        child.number = start + index * step


def renumbered(top: Node, text: str) -> bool:
    """Run a top-level command that numbers the entries of a filter anew. False when it is another command."""
    return " resequence " in f" {text}" and any(_renumber(child, text) for child in top.children.values() if "entries" in child.flags)


def _renumber(section: Node, text: str) -> bool:
    renumber = section.rule.option("renumber") if section.rule else ""
    match = _RENUMBER.fullmatch(text) if renumber else None
    if match is None or match[1] != renumber.replace("NAME", section.text.rsplit(" ", 1)[-1]):
        return False
    found = entries(section)
    if found and _numbered(found) and _shows_numbers(found[0]):
        return _rewritten(section, int(match[2]), int(match[3]))
    _count(found, int(match[2]), int(match[3]))
    return True


def _rewritten(section: Node, start: int, step: int) -> bool:
    """Numbers entries that show their numbers."""
    prefix = _prefix(section)
    children, count = dict[str, Node](), 0
    for setting, child in section.children.items():
        if child.group is not None:
            child.number = start + count * step
            number = f"{prefix}{child.number} "
            child.text, child.shown, child.key = (number + without_number(form) for form in (child.text, child.shown, child.key))
            setting, count = child.key, count + 1
        children[setting] = child
    section.children = children
    return True
