"""A Junos config as paths that say all: without what is deactivated, with what groups and interface ranges add.

CLI User Guide, "Configuration Groups": a group's statements count below each place that applies it, what stands there itself goes before
them, a nearer `apply-groups` goes before a farther one, the first group of a list before the next. `<*>` in a group stands for the names
that are there. Interfaces guide, "Interface Ranges": what a range says holds for each of its members.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from netops.dialects.junos.lines import set_lines_of_node, split_words
from netops.dialects.tree import Node, Tree

Path = tuple[str, ...]
Lines = list[tuple[Path, Node]]


def config_nodes(tree: Tree) -> tuple[list[Node], list[Node]]:
    """The paths of a config as nodes, inherited ones first and VLANs before all else; and the lines that cannot be followed."""
    lines = _active(tree)
    groups: dict[str, Lines] = {}
    own: Lines = []
    for path, node in lines:
        if path[0] == "groups" and len(path) > 2:
            groups.setdefault(path[1], []).append((path[2:], node))
        elif path[0] != "groups":
            own.append((path, node))
    inherited, lost = _inherited(groups, own)
    whole, bad = _ranges([*inherited, *((path, node) for path, node in own if _APPLY not in path and _EXCEPT not in path)])
    whole.sort(key=lambda pair: pair[0][0] != "vlans")
    return [_node(path, node) for path, node in whole], [_node(split_words(one.key)[1:], one) for one in (*lost, *bad)]


_APPLY, _EXCEPT = "apply-groups", "apply-groups-except"


def _node(path: Path, node: Node) -> Node:
    return Node(" ".join(path), node.shown.removeprefix("set "), node.key, node.line, node.last)


def _active(tree: Tree) -> Lines:
    """The paths that are not deactivated, nor below one that is."""
    flat = [(split_words(node.key), node) for node in set_lines_of_node(tree.root).children.values()]
    off = {words[1:] for words, _ in flat if words[0] == "deactivate"}
    found = [(words[1:], node) for words, node in flat if words[0] == "set" and len(words) > 1]
    return [(path, node) for path, node in found if not off or not any(path[:end] in off for end in range(1, len(path) + 1))]


def _inherited(groups: dict[str, Lines], own: Lines) -> tuple[Lines, list[Node]]:
    """What groups add, farthest first, so that what comes later goes before it; and the applications of groups that are not there."""
    applied = [(path[:-2], path[-1], node) for path, node in own if path[-2:-1] == (_APPLY,)]
    barred = {(path[:-2], path[-1]) for path, _ in own if path[-2:-1] == (_EXCEPT,)}
    below = _children(path for path, _ in own)
    lost = [node for _, name, node in applied if name not in groups]
    lost += [node for lines in groups.values() for path, node in lines if _APPLY in path or _EXCEPT in path]
    found: Lines = []
    for _, _, place, name in sorted((len(place), -turn, place, name) for turn, (place, name, _) in enumerate(applied)):
        for path, node in groups.get(name, ()):
            if _APPLY in path or _EXCEPT in path:
                continue
            for full in _spelled(path, place, below):
                if not any((full[:end], name) in barred for end in range(len(full))):
                    found.append((full, node))
    return found, lost


def _children(paths: Iterable[Path]) -> dict[Path, dict[str, None]]:
    below: dict[Path, dict[str, None]] = {}
    for path in paths:
        for end, word in enumerate(path):
            below.setdefault(path[:end], {})[word] = None
    return below


def _spelled(path: Path, place: Path, below: dict[Path, dict[str, None]]) -> Iterator[Path]:
    """The paths that a group's path means below a place: each wildcard stands for every name that is there."""
    if len(path) <= len(place) and place:
        return
    heads: list[Path] = [()]
    for index, word in enumerate(path):
        wild = word.startswith("<") and word.endswith(">")
        if index < len(place):
            if not (fnmatchcase(place[index], word[1:-1]) if wild else place[index] == word):
                return
            heads = [(*head, place[index]) for head in heads]
        elif wild:
            heads = [(*head, name) for head in heads for name in below.get(head, ()) if fnmatchcase(name, word[1:-1])]
        else:
            heads = [(*head, word) for head in heads]
    yield from heads


_MEMBER = re.compile(r"(.*[/.-])(\d+)")


def _ranges(lines: Lines) -> tuple[Lines, list[Node]]:
    """The lines with those of interface ranges written for each member, and the members that the text does not show."""
    members: dict[str, list[str]] = {}
    said: dict[str, Lines] = {}
    rest: Lines = []
    bad: list[Node] = []
    for path, node in lines:
        if path[:2] != ("interfaces", "interface-range") or len(path) < 4:
            rest.append((path, node))
        elif path[3] in ("member", "member-range"):
            names = _names(path[4:])
            members.setdefault(path[2], []).extend(names)
            bad += [] if names else [node]
        else:
            said.setdefault(path[2], []).append((path[3:], node))
    spread = [(("interfaces", one, *path), node) for name, ours in said.items() for one in members.get(name, ()) for path, node in ours]
    return [*spread, *rest], bad


def _names(words: Path) -> list[str]:
    """The members of a range: one name, or `ge-0/0/0 to ge-0/0/5`. Empty for a pattern, which only the device can resolve."""
    if len(words) == 1 and not set(words[0]) & set("*?["):
        return [words[0]]
    if len(words) == 3 and words[1] == "to":
        first, last = _MEMBER.fullmatch(words[0]), _MEMBER.fullmatch(words[2])
        if first and last and first[1] == last[1] and 0 <= int(last[2]) - int(first[2]) <= 4096:
            return [f"{first[1]}{number}" for number in range(int(first[2]), int(last[2]) + 1)]
    return []
