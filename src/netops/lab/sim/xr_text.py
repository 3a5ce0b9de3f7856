"""How a simulated IOS XR device reads and prints configurations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from ipaddress import IPv4Interface

from netops.lab.sim import xr_grammar
from netops.lab.sim.addresses import canonical_ipv6
from netops.lab.sim.indent import Indent, SourceLine
from netops.lab.sim.tree import Node

Statement = tuple[str, str]
"""A line and the rest of one that runs over several."""


class XrDialect(Indent):
    """How XR reads and prints: `!` after each section, at its own depth; policies and sets as they are."""

    def text(self, root: Node) -> str:
        return "\n".join([*_lines(root), "end", ""])

    def is_comment(self, line: str) -> bool:
        """XR keeps what a person wrote behind one mark, as a line of the section."""
        return line.startswith("!") and not line.startswith("! ")

    def statements(self, text: str) -> Iterator[SourceLine]:
        held: list[str] = []
        for line in text.splitlines():
            if line.strip() in xr_grammar.CLOSERS.values():
                yield SourceLine("exit", "", line)
            elif held or xr_grammar.opens_block(line):
                held.append(line)
                if xr_grammar.is_block_complete(held):
                    yield SourceLine(*multiline_block(held), "\n".join(held))
                    held = []
            else:
                yield from super().statements(line)

    def canonical(self, line: str) -> str:
        words = super().canonical(line).split(" ")
        if words[-3:-1] == ["ipv4", "address"] and "/" in words[-1]:
            at = IPv4Interface(words[-1])
            words[-1:] = [str(at.ip), str(at.netmask)]
        return " ".join(words)


def multiline_block(lines: list[str]) -> Statement:
    """A banner as it was typed, or a policy or set in the device's own form: two blanks per level."""
    if lines[0].strip().startswith("banner"):
        return lines[0].strip(), "".join(f"\n{line}" for line in lines[1:])
    depth, body = 1, []
    for line in (line.strip() for line in lines[1:] if line.strip()):
        closes = line.startswith(("end", "else"))
        depth -= closes
        body.append(f"{'  ' * depth}{line if line.startswith('#') else canonical_ipv6(line)}")
        depth += line.endswith("then") or line == "else"
    return " ".join(lines[0].split()), "".join(f"\n{line}" for line in body)


def _lines(node: Node, depth: int = 0) -> Iterator[str]:
    pad = " " * depth
    for child in node.ordered(xr_grammar.INTERFACE_TYPES):
        yield pad + (child.loaded or child.line)
        yield from _lines(child, depth + 1)
        if closer := xr_grammar.CLOSERS.get(child.rule.opens if child.rule else ""):
            yield f"{pad} {closer}"
        if child.rule is not None and (child.rule.opens or ("\n" in child.line and not child.line.startswith("banner"))):
            yield f"{pad}!"


DIALECT = XrDialect(xr_grammar.GRAMMAR, xr_grammar.REWRITES, " ", heredoc=False, upper_ipv6=False)


def format_time(seconds: float) -> str:
    """A time as XR prints it in headers and lists."""
    return f"{datetime.fromtimestamp(seconds, UTC):%a %b %e %H:%M:%S %Y}"
