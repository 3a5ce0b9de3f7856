"""Facts off a config: what an engineer reads there about interfaces, VLANs, routes, filters, logins and neighbours.

One file per platform holds a table of the lines that it understands. Whatever else stands in those sections is listed, never guessed at.
"""

from __future__ import annotations

from typing import cast

from netops import registry
from netops.config.api import parse
from netops.config.facts._finish import finish
from netops.config.facts._read import Reader, read
from netops.config.facts._records import (
    Aaa,
    Address,
    BgpNeighbour,
    Binding,
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
    User,
    Vlan,
)
from netops.config.facts._values import ranges
from netops.errors import ConfigError

__all__ = [
    "Aaa",
    "Address",
    "BgpNeighbour",
    "Binding",
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
    "User",
    "Vlan",
    "facts",
    "ranges",
]

KIND = registry.Kind("facts", "netops.config.facts", "facts", ("READER",))


def facts(platform: str, text: str) -> Facts:
    """The facts of a config. A text that cannot be parsed gives no facts and one line that is not understood.

    UsageError for a platform without a reader.
    """
    reader = cast(Reader, registry.load(KIND, platform).READER)
    try:
        tree = parse(platform, text)
    except ConfigError:
        # The message may quote the text, secrets and all.
        return Facts(platform, not_understood=(NotUnderstood(0, "", "the config cannot be parsed"),))
    return finish(platform, *read(reader, tree))
