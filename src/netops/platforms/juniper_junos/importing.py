"""How configs of the platform are brought in: what is recognised, and what its lines are in the model."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from netops.dialects.junos.text import without_comments
from netops.facts.importer import Importer, starts_with_any
from netops.facts.read import Reader
from netops.facts.table import FactTable, Fields, make_table
from netops.platforms.juniper_junos import (
    importing_classes,
    importing_interfaces,
    importing_ipsec,
    importing_policies,
    importing_routing,
    importing_security,
    importing_system,
)
from netops.platforms.juniper_junos.importing_nodes import config_nodes

WHOLE: Final[dict[str, FactTable]] = {**importing_policies.WHOLE, **importing_security.WHOLE, **importing_ipsec.WHOLE}
TOP: Final = make_table(
    {
        **importing_interfaces.LINES,
        **importing_system.LINES,
        **importing_policies.LINES,
        **importing_routing.LINES,
        **importing_security.LINES,
        **importing_ipsec.LINES,
        **importing_classes.LINES,
    }
)


def _finish(fields: Fields) -> None:
    for part in (importing_interfaces, importing_system, importing_routing, importing_security, importing_ipsec):
        part.finish(fields)


_UNIT = re.compile(r"(?:set|deactivate|protect) interfaces (\S+)(?: unit (\d+))?")


def port_of(path: tuple[str, ...]) -> str:
    """The interface of a line: `ge-0/0/0` for the port and its unit 0, `ge-0/0/0.7` for another unit."""
    match = _UNIT.match(path[0])
    if match is None or match[1] == "interface-range":
        return ""
    return f"{match[1]}.{match[2]}" if match[2] and match[2] != "0" else match[1]


def without_stray_braces(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without braces that close nothing, as they are left where a part was cut out."""
    depth, lines, changes = 0, text.split("\n"), []
    for number, line in enumerate(without_comments(text).split("\n"), start=1):
        bare = _QUOTED.sub("", line)
        after = depth + bare.count("{") - bare.count("}")
        if after < 0 and bare.strip() == "}":
            lines[number - 1] = ""
            changes.append(f"{number}: a '}}' that closes nothing is left out")
            after = depth
        depth = after
    return ("\n".join(lines), tuple(changes)) if changes and depth == 0 else (text, ())


def without_implied_lines(text: str) -> tuple[str, tuple[str, ...]]:
    """A `set` text without lines that only begin another one: `set system services ssh` beside `set system services ssh root-login deny`.

    They are one statement with something below it, of which Junos shows what is below (`show configuration | display set`).
    """
    lines = text.split("\n")
    given = sorted((f"{' '.join(line.split())} ", number) for number, line in enumerate(lines, start=1) if line.startswith("set "))
    pairs = pairwise(given)
    implied = sorted(number for (line, number), (following, _) in pairs if following != line and following.startswith(line))
    for number in implied:
        lines[number - 1] = ""
    return "\n".join(lines), tuple(f"{number}: left out, since another line goes on from it" for number in implied)


def as_displayed(text: str) -> tuple[str, tuple[str, ...]]:
    """The text as Junos would display it, and what was changed."""
    text, changes = without_stray_braces(text)
    text, others = without_implied_lines(text)
    return text, (*changes, *others)


_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
IMPORTER: Final = Importer(
    certain=starts_with_any(
        r"""
        set (?:system|interfaces|protocols|version|routing-options|policy-options|vlans|security|groups|routing-instances)[ ]
        (?:system|interfaces|protocols|routing-options|policy-options|vlans|security|groups|chassis|routing-instances|apply-groups|firewall)\b[^\n]*\{$
        """
    ),
    typical=starts_with_any(
        r"""
        set \S+[ ]
        [^\n]*[{;]$
        """
    ),
    reader=Reader(TOP, (), _finish, lambda tree: config_nodes(tree, WHOLE)),
    manufacturer="Juniper",
    port_of=port_of,
    tidy=as_displayed,
    types={
        "fe-": "100base-tx",
        "ge-": "1000base-t",
        "mge-": "2.5gbase-t",
        "xe-": "10gbase-x-sfpp",
        "et-": "100gbase-x-qsfp28",
        "fxp": "1000base-t",
        "em": "1000base-t",
        "me": "1000base-t",
    },
    virtual=("ae", "irb", "vlan", "lo", "st", "gr-", "reth", "fab", "esi", "vtep", "lt-", "ps", "ip-", "vme"),
)
