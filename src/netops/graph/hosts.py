"""What the files of a server say about who reaches it: the rulesets of nft, and sshd."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from netops.graph.nft import rulesets
from netops.graph.place import Where
from netops.graph.records import Login
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
    for path, start, lines in _files(text):
        if is_firewall(path):
            yield from rulesets("\n".join(lines), "input", lambda at, first=start: Where(line=first + at))  # type: ignore[misc]


def login_of_text(text: str, data: Login) -> Login:
    """What the files of sshd say about logins, else that of the data. Of an option the first line counts (sshd_config(5))."""
    found: dict[str, tuple[int, list[str]]] = {}
    for path, start, lines in _files(text):
        if path.startswith("/etc/ssh/sshd_config"):
            for number, words in _options(lines):
                found.setdefault(words[0].lower(), (start + number, words[1:]))
    if not found:
        return data
    groups, users, port, root = (found.get(key, (0, []))[1] for key in ("allowgroups", "allowusers", "port", "permitrootlogin"))
    lines_of = {key: number for key, (number, _) in found.items()}
    where = Where(line=lines_of.get("allowgroups") or lines_of.get("allowusers") or min(lines_of.values()))
    return Login(None, int(port[0]) if port else 22, (), tuple(groups), tuple(users), root[0] if root else ROOT_LOGIN, where)


def _options(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The options that hold for all sessions, each with the number of its line."""
    for number, line in enumerate(lines, start=1):
        words = line.split()
        if words[:1] == ["Match"]:
            return
        if len(words) > 1 and not words[0].startswith("#"):
            yield number, words


ROOT_LOGIN: Final = "prohibit-password"
"""The default of sshd, and of `sshd` in the data (sshd_config(5), PermitRootLogin)."""


def _files(text: str) -> Iterator[tuple[str, int, list[str]]]:
    """The files of a target made of files: path, the number of the line before the first one, and the lines."""
    path, start, lines = "", 0, list[str]()
    for number, line in enumerate([*text.splitlines(), "### end"], start=1):
        if not line.startswith("### "):
            lines.append(line)
            continue
        if path:
            yield path, start, lines
        path = line.split()[2] if line.startswith("### file ") else ""
        start, lines = number, []
