"""Values that are lists of numbers: VLANs of a trunk, and sections that a device shows in one line (`vlan 1,10-20`).

* `%numbers`: the value of a setting is a list. `1,2` and `1-2` are the same, and `... vlan add 3` and `... vlan remove 3` change the list
  that stands before them; a device shows a long list so.
* `%list=own` or `list=all`: sections without lines are shown in one line, with those that have lines (`all`, NX-OS) or without (`own`).
  The line becomes one empty section per number, beside a mark that remembers the line, so that a text is written as it was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from netops.dialects.grammar import Grammar
from netops.dialects.rules import LineRule, Rulebook
from netops.dialects.tree import Node

_LIST = re.compile(r"(\D+ )(\d+(?:[-,]\d+)+)")
_LONGEST = 5_000
"""More numbers than any such line can hold; what is longer is left as a text."""


def numbers_of(text: str) -> tuple[int, ...] | None:
    """The numbers of `1,3-5` or `1 3 to 5`, sorted; None when it is no such list."""
    found: set[int] = set()
    for part in re.sub(r"\s*,\s*|\s+", ",", re.sub(r"\s*(?:-|\bto\b)\s*", "-", text.strip())).split(","):
        first, dash, last = part.partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()) or (dash and int(last) - int(first) > _LONGEST):
            return None
        found.update(range(int(first), int(last or first) + 1))
    return tuple(sorted(found)) if len(found) <= _LONGEST else None


def compact_ranges(numbers: Iterable[int], to: str = "") -> str:
    """`1,3-5` for 1, 3, 4, 5; `1 3 to 5` where `to` stands between the ends of a range."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    between, dash = (" ", f" {to} ") if to else (",", "-")
    return between.join(str(first) if first == last else f"{first}{dash}{last}" for first, last in runs)


# ------------------------------------------------------------------------------------------------ settings

_CHANGES = ("add ", "remove ")


def canonical_list(rule: LineRule, key: str) -> str:
    """A setting with its list in one form; as it is when its value is no list (`none`)."""
    match = rule.pattern.match(key)
    if match is None:
        return key
    head, value = key[: match.end()], key[match.end() :].strip()
    change = next((word for word in _CHANGES if value.startswith(word)), "")
    numbers = numbers_of(value[len(change) :])
    return key if numbers is None else f"{head} {change}{compact_ranges(numbers)}"


def merge_list_lines(there: Node, node: Node) -> Node | None:
    """Both lines as one when the second changes the list of the first, else None."""
    match = node.rule.pattern.match(node.key) if node.rule else None
    if match is None:
        return None
    head, value = node.key[: match.end()], node.key[match.end() + 1 :]
    change = next((word for word in _CHANGES if value.startswith(word)), None)
    old, new = numbers_of(there.key[match.end() :]), numbers_of(value[len(change or "") :])
    if "adds" in node.flags and old is not None and new is not None:
        return _both(there, node, f"{head} {compact_ranges({*old, *new})}")
    if change is None or old is None or new is None:
        return None
    return _both(there, node, f"{head} {compact_ranges({*old, *new} if change == 'add ' else set(old) - set(new))}")


def listed_together(there: Node, node: Node) -> Node:
    """Two lines of one text about one list: what the second one says holds."""
    return merge_list_lines(there, node) or _both(there, node, node.key)


def _both(there: Node, node: Node, key: str) -> Node:
    both = Node(f"{there.text}\n{node.text}", f"{there.shown}\n{node.shown}", key, there.line, node.last, there.rule)
    both.group = there.group
    return both


def _values(node: Node) -> tuple[str, set[int]] | None:
    """The words before the list of a setting, and its numbers."""
    match = node.rule.pattern.match(node.key) if node.rule and "adds" in node.rule.flags else None
    numbers = numbers_of(node.key[match.end() :]) if match else None
    return (node.key[: match.end()], set(numbers)) if match and numbers else None


def list_changes(grammar: Grammar, there: Node, aim: Node) -> tuple[str, str] | None:
    """What takes numbers out and what adds some, each empty when there are none; None where a new list overwrites the old one."""
    have, want = _values(there), _values(aim)
    if have is None or want is None:
        return None
    (head, old), (_, new) = have, want
    out = f"{grammar.negation}{head} {compact_ranges(old - new, grammar.to)}" if old - new else ""
    more = f"{head} {compact_ranges(new - old, grammar.to)}" if new - old else ""
    return out, more


def add_to_list(grammar: Grammar, there: Node, node: Node) -> bool:
    """Adds the numbers of a line to a list in place. False where a new list overwrites the old one."""
    have, want = _values(there), _values(node)
    if have is None or want is None:
        return False
    _rewrite(grammar, there, have[0], have[1] | want[1])
    return True


def remove_from_list(grammar: Grammar, there: Node, node: Node) -> bool | None:
    """Takes the numbers of a line out of a list in place; whether any was in it. None when nothing is left of it."""
    have, want = _values(there), _values(node)
    if have is None or want is None or have[1] <= want[1]:
        return None
    _rewrite(grammar, there, have[0], have[1] - want[1])
    return bool(have[1] & want[1])


def _rewrite(grammar: Grammar, node: Node, head: str, numbers: set[int]) -> None:
    node.key = f"{head} {compact_ranges(numbers)}"
    node.text = node.shown = f"{head} {compact_ranges(numbers, grammar.to)}"


# ------------------------------------------------------------------------------------------------ sections


def expand_sections(top: Node) -> None:
    """Adds an empty section for each number of each line that lists sections."""
    for setting, child in list(top.children.items()):
        if child.children or child.numbers or child.text[-1:] not in "0123456789" or not ("," in child.text or "-" in child.text):
            continue
        match, rule = _LIST.fullmatch(child.text), rule_of(top.book, child.text)
        if match and rule and (numbers := numbers_of(match[2])):
            _mark(top, setting, child, rule, match[1], numbers)


def _mark(top: Node, setting: str, child: Node, rule: LineRule, head: str, numbers: tuple[int, ...]) -> None:
    for other in top.children.values():
        if other.numbers and other.start == head:
            other.numbers = tuple(number for number in other.numbers if number not in numbers)
    child.numbers, child.rule, child.start = numbers, rule, head
    for number in numbers:
        name = f"{head}{number}"
        if name not in top.children:
            top.children[name] = Node(name, name, name, child.line, child.last, top.book.find(name))
            top.children[name].listed = True


def settings_of_listed_sections(mark: Node) -> list[str]:
    """The settings of the sections that a mark lists."""
    return [f"{mark.start}{number}" for number in mark.numbers]


def line_of_listed_sections(top: Node, mark: Node) -> str:
    """The line of a mark for the sections that there are now, empty when there are none."""
    rule = mark.rule
    there = {number for number in mark.numbers if f"{mark.start}{number}" in top.children}
    if rule is not None and rule.option("list") == "all" and mark.line:
        first = next(child for child in top.children.values() if child.numbers and child.start == mark.start)
        there = _all(top, mark) if first is mark else set()
    if there == set(mark.numbers):
        return mark.text
    left = [child for number in there if (child := top.children[f"{mark.start}{number}"]).children or "always" not in child.flags]
    return f"{mark.start}{compact_ranges(there)}" if left else ""


def _all(top: Node, mark: Node) -> set[int]:
    found = (setting[len(mark.start) :] for setting, child in top.children.items() if setting.startswith(mark.start) and not child.numbers)
    return {int(name) for name in found if name.isdecimal()}


def sections_in_lists(top: Node) -> frozenset[str]:
    """The sections that need no line of their own, since a mark's line names them."""
    marks = [child for child in top.children.values() if child.numbers]
    return frozenset(
        name for mark in marks for name in settings_of_listed_sections(mark) if _is_there(top, name) and not top.children[name].children
    )


def _is_there(top: Node, name: str) -> bool:
    """Whether a text has a section, and not the line that takes it back."""
    return name in top.children and top.children[name].text == name


def settings_of_negated_sections(top: Node, text: str) -> list[str]:
    """The settings of the sections that `no vlan 1,10-20` takes away; none when the text is no such list."""
    return listed(top.book, text)


def listed(book: Rulebook, text: str) -> list[str]:
    """The settings of the sections that a line lists; none when it is no such list."""
    match = _LIST.fullmatch(text)
    numbers = numbers_of(match[2]) if match and rule_of(book, text) else None
    return [f"{match[1]}{number}" for number in numbers] if match and numbers else []


def rule_of(book: Rulebook, text: str) -> LineRule | None:
    """The rule of each of the sections that a line lists; None when it is no such list."""
    match = _LIST.fullmatch(text)
    rule = book.find(f"{match[1]}0") if match else None
    return rule if rule and rule.option("list") else None
