"""The host firewall of a server: the nft rulesets that its files hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from netops.graph.nft import rulesets
from netops.graph.place import Where
from netops.graph.rulesets import Ruleset

MAIN: Final = ("/etc/nftables.conf", "/etc/sysconfig/nftables.conf")
"""The file that the service reads (Debian, Red Hat); what it includes is in the folder beside it."""


def is_firewall(path: str) -> bool:
    """Whether a file is part of the ruleset that the host loads."""
    return path in MAIN or path.startswith("/etc/nftables.d/") or (path.startswith("/etc/nftables/") and path.endswith(".nft"))


def firewall_of_view(view: Mapping[str, Any]) -> Iterator[Ruleset]:
    """The filters for packets to the host, from `files` of its data."""
    for position, one in enumerate(view.get("files", ())):
        if is_firewall(str(one.get("path", ""))) and isinstance(one.get("content"), str):
            place = Where(("files", position, "content"))
            yield from rulesets(str(one["content"]), "input", lambda _, here=place: here)  # type: ignore[misc]


def firewall_of_text(text: str) -> Iterator[Ruleset]:
    """The filters for packets to the host, from the text of a target made of files: blocks that begin with `### file PATH`."""
    path, start, lines = "", 0, list[str]()
    for number, line in enumerate([*text.splitlines(), "### end"], start=1):
        if line.startswith("### "):
            if is_firewall(path):
                yield from rulesets("\n".join(lines), "input", lambda at, first=start: Where(line=first + at))  # type: ignore[misc]
            path = line.split()[2] if line.startswith("### file ") else ""
            start, lines = number, []
        else:
            lines.append(line)
