"""How NX-OS takes lines and prints them: features that switch commands on, VLANs in one list, ports that forget what no longer fits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from netops.lab.sim import nxos_grammar
from netops.lab.sim.grammar import Rule
from netops.lab.sim.indent import Indent
from netops.lab.sim.nxos_grammar import DEFAULTS, FEATURES, IMPLIED
from netops.lab.sim.tree import Editor, LineRejected, Node

ROUTED = re.compile(r"(?:no )?(?:ip(?:v6)?|vrrp|hsrp|ospfv3|bfd|fabric) (?!port access-group)")
"""Lines of an interface that its VRF or its change of layer takes away (Interfaces Configuration Guide, Configuring Layer 3 Interfaces)."""
SWITCHED = re.compile(r"(?:no )?(?:switchport |spanning-tree |storm-control )")
VLANS = re.compile(r"(no )?vlan ([\d,-]+)")
KEPT = {"vlan 1": "ERROR: Cannot delete default VLAN", "vrf context management": "ERROR: VRF management cannot be deleted"}
"""Sections that are there for good, and what the device prints to whoever removes one."""
FEATURE_OF = tuple((name, re.compile(pattern)) for name, pattern in FEATURES)


class NxosEditor(Editor):
    """Types lines into the tree of an NX-OS device."""

    def feed(self, line: str, body: str = "") -> None:
        if found := VLANS.fullmatch(line.strip()):
            for number in vlan_numbers(found[2]):
                self._line(f"{found[1] or ''}vlan {number}", body)
        else:
            self._line(line, body)

    def _line(self, line: str, body: str) -> None:
        text = line.strip()
        bare = text.removeprefix("no ")
        self._check(text, bare)
        section = self.path[-1] if self.path else self.root
        if section is not self.root and section.rule and section.rule.opens == "interface":
            self._forget(section, text, bare)
        super().feed(line, body)
        self._settle(text)

    def _check(self, text: str, bare: str) -> None:
        """Rejected when the feature of a line is off, or when it removes what is there for good."""
        if text != bare and bare in KEPT:
            raise LineRejected(text, 0, KEPT[bare])
        for name, pattern in FEATURE_OF:
            if pattern.match(bare) and f"feature {name}" not in self.root.children:
                raise LineRejected(text, text != bare)

    def _forget(self, section: Node, text: str, bare: str) -> None:
        """Takes away from a port what does not outlive this line."""
        changes = (text == "no switchport") != ("no switchport" in section.children)
        if bare == "switchport" and changes:
            _drop(section, ROUTED if text == "switchport" else SWITCHED)
            for key in ("shutdown", "no shutdown", "vrf member"):
                section.children.pop(key, None)
        if bare.startswith("vrf member") and text not in [node.line for node in section.children.values()]:
            _drop(section, ROUTED)

    def _settle(self, text: str) -> None:
        """What follows from a line that was taken."""
        section = self.path[-1] if self.path else self.root
        for key in [key for key, node in section.children.items() if node.line in DEFAULTS and not node.loaded]:
            del section.children[key]
        if group := re.match(r"channel-group (\d+)", text):
            line = f"interface port-channel{group[1]}"
            rule = self._grammar.find("global", line.split())
            self.root.children.setdefault(line, Node(line, rule if isinstance(rule, Rule) else None))
        if named := re.match(r"(?:hostname|switchname|vdc) (\S+)", text):
            self._rename(named[1])
        if text.startswith("no feature "):
            _disable(self.root, text.removeprefix("no feature "))
        for line in IMPLIED.get(text.removeprefix("feature "), ()):
            super().feed(line)

    def _rename(self, name: str) -> None:
        """The default VDC is called as the switch is (Virtual Device Context guide, Managing VDCs)."""
        if vdc := self.root.children.get("vdc"):
            vdc.line = f"vdc {name} {' '.join(vdc.line.split()[2:])}"


def _drop(section: Node, what: re.Pattern[str]) -> None:
    for key in [key for key, node in section.children.items() if what.match(node.line)]:
        del section.children[key]


def _disable(node: Node, feature: str) -> None:
    """Takes the lines of a feature off a tree."""
    for name, pattern in FEATURE_OF:
        if name == feature:
            _drop(node, pattern)
    for child in node.children.values():
        _disable(child, feature)


def vlan_numbers(text: str) -> list[int]:
    """The VLANs of a list: `1,10-12` is 1, 10, 11, 12."""
    ranges = [part.partition("-") for part in text.split(",") if part]
    return [number for first, _, last in ranges for number in range(int(first), int(last or first) + 1)]


def vlan_list(numbers: list[int]) -> str:
    """The shortest list of VLANs."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def down_by_default(interface: Node) -> bool:
    """Whether an interface is shut down until it is enabled: VLANs, and Ethernet ports that route."""
    name = interface.line.split()[1]
    return name.startswith("Vlan") or (name.startswith("Ethernet") and ("." in name or "no switchport" in interface.children))


def is_enabled(interface: Node) -> bool:
    return "no shutdown" in interface.children or ("shutdown" not in interface.children and not down_by_default(interface))


@dataclass(frozen=True, slots=True, eq=False)
class NxosIndent(Indent):
    """NX-OS: two blanks per level, empty lines before sections, no `!`, no `end`, banners with the mark that was typed."""

    def editor(self, root: Node, interfaces: tuple[str, ...], refuses: Callable[[str], bool] = lambda line: False) -> Editor:
        return NxosEditor(root, self.grammar, frozenset(f"interface {name}" for name in interfaces), refuses)

    def single_lines(self, line: str) -> list[str]:
        found = VLANS.fullmatch(line)
        return [f"vlan {number}" for number in vlan_numbers(found[2])] if found and not found[1] else [line]

    def text(self, root: Node) -> str:
        return "\n".join([*self._top(root), ""])

    def _top(self, root: Node) -> Iterator[str]:
        before: Node | None = None
        vlans = [int(key.split()[1]) for key in root.children if VLANS.fullmatch(key)]
        for node in root.ordered(self.grammar.interface_types):
            opens = bool(node.rule and node.rule.opens)
            if before is None or (before.rule is not node.rule and (opens or bool(before.rule and before.rule.opens))) or _port(node):
                yield ""
            if opens and node.line.startswith("vlan ") and (before is None or before.rule is not node.rule):
                yield f"vlan {vlan_list(vlans)}"
            if node.children or not VLANS.fullmatch(node.line):
                yield from self._lines(node, 0)
            before = node

    def _lines(self, node: Node, depth: int) -> Iterator[str]:
        yield self.step * depth + (node.loaded or node.line)
        hidden = ("shutdown" if down_by_default(node) else "no shutdown") if _port(node) else ""
        for child in node.ordered(self.grammar.interface_types):
            if child.loaded or child.line != hidden:
                yield from self._lines(child, depth + 1)

    def _banner(self, line: str, lines: Iterator[str]) -> tuple[str, str]:
        kind, mark, first = re.match(r"(banner \S+) (.)(.*)", line, re.DOTALL).groups()  # type: ignore[union-attr]
        if mark in first:
            return f"{kind} {mark}", f"{first.partition(mark)[0]}{mark}"
        held = [first]
        for raw in lines:
            held.append(raw.partition(mark)[0])
            if mark in raw:
                break
        return f"{kind} {mark}", "\n".join(held) + mark


def _port(node: Node) -> bool:
    return bool(node.rule and node.rule.opens == "interface")


DIALECT = NxosIndent(nxos_grammar.GRAMMAR, nxos_grammar.REWRITES, "  ", heredoc=False, upper_ipv6=False)
