"""Whom tcp wrappers let in: the files hosts.allow and hosts.deny (hosts_access(5)), which sshd of Debian asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Final

from netops.graph.place import ConfigPlace

ALLOW: Final = "/etc/hosts.allow"
DENY: Final = "/etc/hosts.deny"


@dataclass(frozen=True, slots=True)
class WrapperRule:
    """A line for sshd. `allows`: the file that it is in, or its option, says so; `clients`: its words."""

    allows: bool
    clients: tuple[str, ...]
    where: ConfigPlace

    @property
    def text(self) -> str:
        return f"{ALLOW if self.allows else DENY}: {' '.join(self.clients)}"


def sshd_wrapper_rules(path: str, lines: Sequence[str], first: int) -> Iterator[WrapperRule]:
    """The lines of a file that are about sshd."""
    for number, line in enumerate(lines, start=1):
        parts = [part.strip() for part in line.partition("#")[0].split(":")]
        if len(parts) > 1 and _names(parts[0].replace(",", " ").split(), "sshd"):
            options = {part.lower() for part in parts[2:]}
            allows = "allow" in options or (path == ALLOW and "deny" not in options)
            yield WrapperRule(allows, tuple(parts[1].replace(",", " ").split()), ConfigPlace(line=first + number))


def _names(words: list[str], name: str) -> bool:
    upper = [word.upper() for word in words]
    if "EXCEPT" in upper:
        at = upper.index("EXCEPT")
        return _names(words[:at], name) and not _names(words[at + 1 :], name)
    return any(word == "ALL" or word.partition("@")[0] == name for word in words)


def find_denial(lines: Iterable[WrapperRule], sources: tuple[str, str]) -> WrapperRule | None:
    """The line that denies all of some addresses; what no line is about gets in, and so does what a line before allows."""
    for one in lines:
        matched = [_is_client(list(one.clients), source) for source in sources]
        if one.allows and any(matched):
            return None
        if not one.allows and all(matched):
            return one
    return None


def _is_client(words: list[str], source: str) -> bool:
    if "EXCEPT" in words:
        at = words.index("EXCEPT")
        return _is_client(words[:at], source) and not _is_client(words[at + 1 :], source)
    return any(word == "ALL" or (word.endswith(".") and source.startswith(word)) or _is_in(word, source) for word in words)


def _is_in(word: str, source: str) -> bool:
    try:
        return ip_address(source) in ip_network(word.strip("[]"), strict=False)
    except ValueError:
        return False
