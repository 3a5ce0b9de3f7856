"""The entries of a filter: evaluated in order, numbered by the device, changed so that the filter is never empty in between.

New entries come before old ones go (make before break), each at its number. Where a text has no numbers (IOS before 16), the list is
numbered anew first, since nobody can know how the device counts; the text that is predicted then has none either. A device may refuse a
second entry with the same content, so an entry that moves goes before it comes back.

Where remarks take no number (IOS), a remark belongs to the entry that follows it: it is not counted, it may have that entry's number, and
when another entry comes between the two it is made again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count, pairwise
from typing import Final

from netops.dialects import align
from netops.dialects.grammar import Grammar
from netops.dialects.indent.text import entry_place, negation_of, takes_no_number, without_number
from netops.dialects.tree import Node

STEP: Final = 10
"""The distance of entries that a device numbers by itself."""


def filter_entries(section: Node) -> list[Node]:
    """The entries of a filter, without its settings."""
    return [child for child in section.children.values() if child.group is not None]


def _numbered(found: Sequence[Node]) -> bool:
    return all(child.number is not None for child in found)


# ------------------------------------------------------------------------------------------------ commands


def entry_commands(grammar: Grammar, state: Node, wanted: Node) -> tuple[list[str], list[str]]:
    """The commands before a filter's section, and those inside of it, that bring its entries to the wanted ones."""
    have, want = filter_entries(state), filter_entries(wanted)
    if _numbered([*have, *want]):
        return [], list(_by_number(grammar, have, want))
    kept = _kept(have, want)
    last = kept[-1][1] if kept else -1
    if len(kept) == last + 1:
        return [], list(_appended(grammar, have, want, kept))
    return _inserted(grammar, wanted, have, want, kept)


def _by_number(grammar: Grammar, have: list[Node], want: list[Node]) -> Iterator[str]:
    there, aims = _by_place(have), _by_place(want)
    changed = [child for at, block in there.items() for child in _after_common(block, aims.get(at, []))]
    leaving = {without_number(child.key): child for child in changed if not takes_no_number(child)}
    gone: set[Node] = set()
    for at, block in aims.items():
        missing = _after_common(block, there.get(at, []))
        olds = _after_common(there.get(at, []), block) if missing else []
        moved = [old for aim in missing if (old := leaving.get(without_number(aim.key)))]
        for child in dict.fromkeys([*olds, *moved]):
            if child not in gone:
                gone.add(child)
                yield negation_of(grammar, child)
        yield from (aim.text for aim in missing)
    yield from (negation_of(grammar, child) for child in changed if child not in gone)


def _by_place(found: Sequence[Node]) -> dict[tuple[int, bool], list[Node]]:
    """The entries by their place: one, or the remarks that have the number of the entry after them."""
    blocks: dict[tuple[int, bool], list[Node]] = {}
    for child in found:
        blocks.setdefault(entry_place(child), []).append(child)
    return blocks


def _after_common(block: list[Node], other: list[Node]) -> list[Node]:
    """The entries of a block from the first that differs from those of another."""
    common = next((i for i, (a, b) in enumerate(zip(block, other, strict=False)) if a.key != b.key), min(len(block), len(other)))
    return block[common:]


def _kept(have: list[Node], want: list[Node]) -> list[tuple[int, int]]:
    """Indices of the entries that stay; a remark stays only together with the entry that follows it."""
    pairs = align.matched_pairs([child.key for child in have], [child.key for child in want])
    both: dict[int | None, int | None] = {None: None, **dict(pairs)}
    return [(i, j) for i, j in pairs if not takes_no_number(have[i]) or both.get(_subject(have, i), -1) == _subject(want, j)]


def _subject(found: list[Node], index: int) -> int | None:
    """The entry that a remark is about: the next one that is no remark."""
    return next((i for i in range(index + 1, len(found)) if not takes_no_number(found[i])), None)


def _appended(grammar: Grammar, have: list[Node], want: list[Node], kept: list[tuple[int, int]]) -> Iterator[str]:
    """All that is new comes after all that stays."""
    staying = {i for i, _ in kept}
    leaving = {child.key: child for i, child in enumerate(have) if i not in staying}
    for aim in want[len(kept) :]:
        if old := leaving.pop(aim.key, None):
            yield negation_of(grammar, old)
        yield without_number(aim.text)
    yield from (negation_of(grammar, child) for child in leaving.values())


def _inserted(
    grammar: Grammar, section: Node, have: list[Node], want: list[Node], kept: list[tuple[int, int]]
) -> tuple[list[str], list[str]]:
    """Something new comes between what stays: it needs a number there, and when none is free or known, the list is numbered anew."""
    before, inside = list[str](), list[str]()
    numbers = [None if takes_no_number(child) else child.number or 0 for child in have]
    places = None if 0 in numbers else _places(numbers, kept, len(want))
    if places is None:
        renumber = section.rule.option("renumber") if section.rule else ""
        if not renumber:
            return [], list(_rebuilt(grammar, have, want))
        step = max(STEP, len(want) + 1)
        numbers = _counted(have, step, step)
        places = _places(numbers, kept, len(want)) or {}
        line = f"{renumber.replace('NAME', section.text.rsplit(' ', 1)[-1])} {step} {step}"
        (before if "NAME" in renumber else inside).append(line)
    staying = {i for i, _ in kept}
    prefix = _prefix(section)
    leaving = {child.key: child for i, child in enumerate(have) if i not in staying}
    for index, number in sorted(places.items()):
        if old := leaving.pop(want[index].key, None):
            inside.append(negation_of(grammar, old))
        inside.append(f"{prefix}{number} {without_number(want[index].text)}")
    return before, inside + [negation_of(grammar, child) for child in leaving.values()]


def _counted(found: Sequence[Node], start: int, step: int) -> list[int | None]:
    """The numbers of entries that are numbered anew; None for those that take none."""
    numbers = count(start, step)
    return [None if takes_no_number(child) else next(numbers) for child in found]


def _places(numbers: Sequence[int | None], kept: list[tuple[int, int]], length: int) -> dict[int, int] | None:
    """A number for each wanted entry that is new, between those of the entries around it; None when one has no room."""
    known = [number for number in numbers if number is not None]
    taken, places, top = set(known), dict[int, int](), max(known, default=0)
    staying = {j for _, j in kept}
    anchors = [(j, number) for i, j in kept if (number := numbers[i]) is not None]
    for (above, low), (below, high) in pairwise([(-1, 0), *anchors]):
        missing = [index for index in range(above + 1, below) if index not in staying]
        number, step = low, max(1, (high - low) // (len(missing) + 1))
        for index in missing:
            number += step
            while number in taken:
                number += 1
            if number >= high:
                return None
            places[index] = number
    tail = [index for index in range(anchors[-1][0] + 1 if anchors else 0, length) if index not in staying]
    return places | {index: top + STEP * after for after, index in enumerate(tail, start=1)}


def _rebuilt(grammar: Grammar, have: list[Node], want: list[Node]) -> Iterator[str]:
    """All from the first entry that is not in its place is taken back and made again: for devices that cannot number a list anew."""
    right = next((i for i, (a, b) in enumerate(zip(have, want, strict=False)) if a.key != b.key), min(len(have), len(want)))
    yield from (negation_of(grammar, child) for child in have[right:])
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


def run_entry_command(grammar: Grammar, section: Node, setting: str, node: Node) -> bool:
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
    elif last is None or (last.number is not None and entry_place(last) < entry_place(node) and _shows_numbers(last)):
        section.children[setting] = node
    else:
        _insert(section, setting, node)
    return True


def _shows_numbers(child: Node) -> bool:
    return without_number(child.text) != child.text


def _append(section: Node, setting: str, node: Node, last: Node | None) -> None:
    if last is not None and last.number is not None:
        if any(without_number(child.key) == node.key for child in filter_entries(section) if not takes_no_number(node)):
            return
        node.number = last.number if takes_no_number(last) else last.number + STEP
        if _shows_numbers(last):
            number = f"{_prefix(section)}{node.number} "
            node.text, node.shown, node.key = number + node.text, number + node.shown, number + node.key
            setting = node.key
    section.children.setdefault(setting, node)


def _insert(section: Node, setting: str, node: Node) -> None:
    """At its number, in place of what has the number."""
    found = filter_entries(section)
    if not _numbered(found):
        _count(found, STEP, STEP)
    hidden = not _shows_numbers(found[0])
    if hidden:
        node.text, node.shown, node.key = map(without_number, (node.text, node.shown, node.key))
    stays = takes_no_number(node)
    rest = [
        (name, child) for name, child in section.children.items() if stays or child.group is None or entry_place(child) != entry_place(node)
    ]
    at = next((i for i, (_, child) in enumerate(rest) if child.group is not None and entry_place(child) > entry_place(node)), len(rest))
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
    """Numbers entries; a remark without one gets that of the entry that follows it."""
    number = start - step
    for child in found:
        child.number = number + step
        number += 0 if takes_no_number(child) else step


def renumber_entries(top: Node, text: str) -> bool:
    """Run a top-level command that numbers the entries of a filter anew. False when it is another command."""
    return " resequence " in f" {text}" and any(_renumber(child, text) for child in top.children.values() if "entries" in child.flags)


def _renumber(section: Node, text: str) -> bool:
    renumber = section.rule.option("renumber") if section.rule else ""
    match = _RENUMBER.fullmatch(text) if renumber else None
    if match is None or match[1] != renumber.replace("NAME", section.text.rsplit(" ", 1)[-1]):
        return False
    found = filter_entries(section)
    if found and _numbered(found) and _shows_numbers(found[0]):
        return _rewritten(section, int(match[2]), int(match[3]))
    _count(found, int(match[2]), int(match[3]))
    return True


def _rewritten(section: Node, start: int, step: int) -> bool:
    """Numbers entries that show their numbers."""
    prefix, children = _prefix(section), dict[str, Node]()
    _count(filter_entries(section), start, step)
    for setting, child in section.children.items():
        if child.group is not None:
            number = f"{prefix}{child.number} "
            child.text, child.shown, child.key = (number + without_number(form) for form in (child.text, child.shown, child.key))
            setting = child.key
        children[setting] = child
    section.children = children
    return True
