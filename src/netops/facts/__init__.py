"""Facts off a config: what an engineer reads there about interfaces, VLANs, routes, filters, logins and neighbours.

`facts.py` of a platform holds a table of the lines that it understands. Whatever else stands in those sections is listed, never guessed at.
"""

from __future__ import annotations

from netops.facts.records import (
    Aaa,
    Address,
    Api,
    AppliedFilter,
    BgpNeighbour,
    Entry,
    Facts,
    Filter,
    FilterUse,
    IgpInterface,
    Interface,
    Line,
    Login,
    NotUnderstood,
    Redundancy,
    Server,
    ServerGroup,
    Ssh,
    StaticRoute,
    Translation,
    User,
    Vlan,
)
from netops.facts.values import format_ranges

__all__ = [
    "Aaa",
    "Address",
    "Api",
    "AppliedFilter",
    "BgpNeighbour",
    "Entry",
    "Facts",
    "Filter",
    "FilterUse",
    "IgpInterface",
    "Interface",
    "Line",
    "Login",
    "NotUnderstood",
    "Redundancy",
    "Server",
    "ServerGroup",
    "Ssh",
    "StaticRoute",
    "Translation",
    "User",
    "Vlan",
    "format_ranges",
]
