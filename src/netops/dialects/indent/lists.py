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


def _parts(rule: LineRule, key: str) -> tuple[str, str, str] | None:
    """The words before the list of a setting, the list, and the words behind it; None for another line."""
    match = rule.pattern.match(key)
    if match is None:
        return None
    if rule.words[-1] == "=":
        return key[: match.end()], key[match.end() :].strip(), ""
    place = rule.words.index("=")
    words = key.split(" ")
    return " ".join(words[:place]), words[place], " ".join(("", *words[place + 1 :]))


def canonical_list(rule: LineRule, key: str) -> str:
    """A setting with its list in one form; as it is when its value is no list (`none`)."""
    parts = _parts(rule, key)
    if parts is None:
        return key
    head, value, tail = parts
    change = next((word for word in _CHANGES if value.startswith(word)), "")
    numbers = numbers_of(value[len(change) :])
    return key if numbers is None else f"{head} {change}{compact_ranges(numbers)}{tail}"


def merge_list_lines(there: Node, node: Node) -> Node | None:
    """Both lines as one when the second changes the list of the first, else None."""
    new, old = (_parts(node.rule, line.key) if node.rule else None for line in (node, there))
    if new is None or old is None:
        return None
    head, value, tail = new
    change = next((word for word in _CHANGES if value.startswith(word)), None)
    have, named = numbers_of(old[1]), numbers_of(value[len(change or "") :])
    if have is None or named is None or (change is None and "adds" not in node.flags):
        return None
    numbers = set(have) - set(named) if change == "remove " else {*have, *named}
    return _both(there, node, f"{head} {compact_ranges(numbers)}{tail}")


def listed_together(there: Node, node: Node) -> Node:
    """Two lines of one text about one list: what the second one says holds."""
    return merge_list_lines(there, node) or _both(there, node, node.key)


def _both(there: Node, node: Node, key: str) -> Node:
    both = Node(f"{there.text}\n{node.text}", f"{there.shown}\n{node.shown}", key, there.line, node.last, there.rule)
    both.group = there.group
    return both


def _values(node: Node) -> tuple[str, set[int], str] | None:
    """The words before the list of a setting, its numbers, and the words behind it."""
    parts = _parts(node.rule, node.key) if node.rule and "adds" in node.rule.flags else None
    numbers = numbers_of(parts[1]) if parts else None
    return (parts[0], set(numbers), parts[2]) if parts and numbers else None


def _others(node: Node, top: Node) -> list[Node]:
    """The other lists of a rule, where a number is in one of them alone."""
    if "moves" not in node.flags:
        return []
    return [other for other in top.children.values() if other.rule is node.rule and other.key != node.key and _values(other)]


def _elsewhere(node: Node, wanted: Node) -> set[int]:
    """The numbers that another list takes over."""
    values = [_values(other) for other in _others(node, wanted)]
    return {number for value in values if value for number in value[1]}


def list_changes(grammar: Grammar, there: Node, aim: Node, wanted: Node) -> tuple[str, str] | None:
    """What takes numbers out and what adds some, each empty when there are none; None where a new list overwrites the old one."""
    have, want = _values(there), _values(aim)
    if have is None or want is None:
        return None
    (head, old, tail), (_, new, _) = have, want
    less = old - new - _elsewhere(aim, wanted)
    out = f"{grammar.negation}{head} {compact_ranges(less, grammar.to)}{tail}" if less else ""
    more = f"{head} {compact_ranges(new - old, grammar.to)}{tail}" if new - old else ""
    return out, more


def list_removal(grammar: Grammar, node: Node, wanted: Node) -> str | None:
    """What takes a list away, empty where other lists take all of it over; None for a line that is no list which adds."""
    have = _values(node)
    if have is None or grammar.negated(node.text):
        return None
    head, numbers, tail = have
    less = numbers - _elsewhere(node, wanted)
    return f"{grammar.negation}{head} {compact_ranges(less, grammar.to)}{tail}" if less else ""


def take_over(grammar: Grammar, top: Node, node: Node) -> None:
    """Takes the numbers of a list out of the others that cannot have them too."""
    values = None if grammar.negated(node.text) else _values(node)
    for other in _others(node, top) if values else ():
        own = _values(other)
        if own and values and own[1] & values[1] and (own[0], own[2]) != (values[0], values[2]):
            _keep(grammar, top, other, own[1] - values[1])


def take_out(grammar: Grammar, top: Node, text: str) -> bool:
    """Runs the negation of lists that is typed without what comes behind them: `no spanning-tree vlan 10 priority`; whether it is one."""
    words, found = text.split(" "), False
    for other in [child for child in top.children.values() if "moves" in child.flags]:
        own = _values(other)
        place = len(own[0].split(" ")) if own else 0
        numbers = numbers_of(words[place]) if place < len(words) else None
        if own and numbers and words[:place] == own[0].split(" ") and words[place + 1 :] == own[2].split(" ")[1:-1]:
            found = True
            _keep(grammar, top, other, own[1] - set(numbers))
    return found


def _keep(grammar: Grammar, top: Node, node: Node, numbers: set[int]) -> None:
    values = _values(node)
    if values and numbers:
        _rewrite(grammar, node, values[0], numbers, values[2])
    else:
        top.children = {setting: child for setting, child in top.children.items() if child is not node}


def add_to_list(grammar: Grammar, there: Node, node: Node) -> bool:
    """Adds the numbers of a line to a list in place. False where a new list overwrites the old one."""
    have, want = _values(there), _values(node)
    if have is None or want is None:
        return False
    _rewrite(grammar, there, have[0], have[1] | want[1], have[2])
    return True


def remove_from_list(grammar: Grammar, there: Node, node: Node) -> bool | None:
    """Takes the numbers of a line out of a list in place; whether any was in it. None when nothing is left of it."""
    have, want = _values(there), _values(node)
    if have is None or want is None or have[1] <= want[1]:
        return None
    _rewrite(grammar, there, have[0], have[1] - want[1], have[2])
    return bool(have[1] & want[1])


def _rewrite(grammar: Grammar, node: Node, head: str, numbers: set[int], tail: str) -> None:
    node.key = f"{head} {compact_ranges(numbers)}{tail}"
    node.text = node.shown = f"{head} {compact_ranges(numbers, grammar.to)}{tail}"


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
