"""Which commands only read, by platform: the first words, and what none of their arguments may hold."""

from __future__ import annotations

import re
from collections.abc import Mapping

_NETWORK = ("show", "ping", "traceroute")
_SHELL = (
    "cat", "df", "free", "head", "ls", "ps", "ss", "stat", "tail", "uname", "uptime", "testparm", "showmount", "lpstat", "id", "getent",
    "ip address show", "ip link show", "ip route show", "ip neighbour show", "systemctl status", "systemctl is-active", "chronyc sources",
    "chronyc tracking", "named-checkconf", "nft list",
)  # fmt: skip

READ_ONLY: Mapping[str, tuple[str, ...]] = {
    "arista_eos": (*_NETWORK, "dir", "more"),
    "cisco_ios": (*_NETWORK, "dir", "more", "verify"),
    "cisco_nxos": (*_NETWORK, "dir"),
    "cisco_xr": (*_NETWORK, "dir"),
    "juniper_junos": _NETWORK,
    "frr": _NETWORK,
    "linux": _SHELL,
}
"""Commands that change nothing, by their first words. A platform that is not here has none."""

_WRITES = re.compile(r"\|\s*(redirect|tee|append|save)\b|[>\n\r]")
_SHELL_WORDS = re.compile(r"[;&|<>`$(){}\\\n\r]")
_FORBIDDEN: Mapping[str, re.Pattern[str]] = {"linux": _SHELL_WORDS}
"""What makes a command more than it looks like: redirection everywhere, all of the shell's own characters where a shell reads it."""


def why_not(platform: str, command: str) -> str:
    """Why a command may change something; empty when it only reads."""
    words = command.split()
    allowed = READ_ONLY.get(platform, ())
    if found := _FORBIDDEN.get(platform, _WRITES).search(command):
        return f"{found[0].strip() or 'a line break'!r} in it could write something"
    if any(words[: len(first.split())] == first.split() for first in allowed):
        return ""
    return f"it is none of the read-only commands of {platform}: {', '.join(allowed) or 'none are known'}"
