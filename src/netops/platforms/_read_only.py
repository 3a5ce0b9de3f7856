"""Commands that change nothing, of families of platforms."""

from __future__ import annotations

import re
from dataclasses import replace

from netops.platforms.record import ReadOnly

READ_ONLY_CLI = ReadOnly(commands=("show", "ping", "traceroute"), writes=re.compile(r"\|\s*(redirect|tee|append|save)\b|[>\n\r]"))
READ_ONLY_SHELL = ReadOnly(
    commands=(
        "cat", "df", "free", "head", "ls", "ps", "ss", "stat", "tail", "uname", "uptime", "testparm", "showmount", "lpstat", "id", "getent",
        "ip address show", "ip link show", "ip route show", "ip neighbour show", "systemctl status", "systemctl is-active",
        "chronyc sources", "chronyc tracking", "named-checkconf", "nft list",
    ),
    writes=re.compile(r"[;&|<>`$(){}\\\n\r]"),
)  # fmt: skip
"""`writes`: all of the shell's own characters."""

NO_COMMANDS = ReadOnly(commands=(), writes=re.compile(r"(?!)"))
"""Of what takes no command at all."""


def with_extra_commands(base: ReadOnly, *commands: str) -> ReadOnly:
    """The same with more commands."""
    return replace(base, commands=(*base.commands, *commands))
