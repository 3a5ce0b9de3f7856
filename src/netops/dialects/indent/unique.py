"""What cannot be on a device at once: which lines have to be let go of before others come.

A router refuses an address that overlaps with one of another interface, and a VLAN that is mapped elsewhere. So where an address moves
from one interface to another, the old place loses it first.
"""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Interface, IPv6Interface, ip_interface

from netops.dialects.tree import Node, is_same_tree
from netops.errors import ConfigError

Network = IPv4Interface | IPv6Interface


def find_conflicts(state: Node, wanted: Node) -> Iterator[tuple[Node, Node]]:
    """Sections that stay, each with a line that it has to let go of because a line of its kind that is new elsewhere is in conflict."""
    changed = [
        (s, there, child)
        for s, child in wanted.children.items()
        if (there := state.children.get(s)) is None or not is_same_tree(there, child)
    ]
    taken = [(s, line) for s, there, child in changed for line in _unique(child) if there is None or not _has(there, line)]
    if not taken:
        return
    for setting, there, child in changed:
        for line in _unique(there) if there is not None else ():
            if there is not None and not _has(child, line) and any(s != setting and _conflict(line, other) for s, other in taken):
                yield there, line


def _unique(section: Node) -> list[Node]:
    return [child for child in section.children.values() if "unique" in child.flags]


def _has(section: Node, line: Node) -> bool:
    return any(child.key == line.key for child in section.children.values())


def _conflict(line: Node, other: Node) -> bool:
    if line.rule is not other.rule:
        return False
    ours, theirs = _network(line.text), _network(other.text)
    if ours is None or theirs is None:
        return line.text.rsplit(" ", 1)[-1] == other.text.rsplit(" ", 1)[-1]
    return ours.version == theirs.version and (ours.ip in theirs.network or theirs.ip in ours.network)


def _network(line: str) -> Network | None:
    """The address of a line: `10.0.0.1/24`, or an address and a mask."""
    words = line.split(" ")
    for index, word in enumerate(words):
        if word[:1].isdigit() or ":" in word:
            for form in ("/".join(words[index : index + 2]), word):
                try:
                    return ip_interface(form)
                except ValueError:
                    continue
    return None


def check_no_conflict(name: str, state: Node, wanted: Node) -> None:
    """ConfigError where a device takes a change only after another one is committed, so that one list of commands cannot be right."""
    for setting, child in {**state.children, **wanted.children}.items():
        there, aim = state.children.get(setting), wanted.children.get(setting)
        if there is not None and aim is not None and there.key == aim.key:
            if there.children and aim.children and not is_same_tree(there, aim):
                check_no_conflict(name, there, aim)
        elif child.rule and (starts := child.rule.options.get("apart")):
            others = (line for line in state.children.values() if line.key != child.key and line.text.startswith(starts))
            if other := next(others, None):
                raise ConfigError(
                    f"{name}: {child.shown!r} is refused in one commit with {other.shown!r}, which is on the device",
                    hint="make it two changes: first take the old lines out, then set the new ones",
                )
