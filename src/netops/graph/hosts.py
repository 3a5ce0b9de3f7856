"""What the files of a server say about who reaches it: the rulesets of nft, and sshd."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from netops.facts import Api
from netops.graph.admission import OPTION_OF, Admission, Sshd
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
    found = _sshd_options(text)
    if not found:
        return data
    groups, users, port, root = (found.get(key, [(0, [])])[0][1] for key in ("allowgroups", "allowusers", "port", "permitrootlogin"))
    lines_of = {key: rows[0][0] for key, rows in found.items()}
    where = Where(line=lines_of.get("allowgroups") or lines_of.get("allowusers") or min(lines_of.values()))
    return Login(None, _number(port, 22), (), tuple(groups), tuple(users), root[0] if root else ROOT_LOGIN, where)


def admission_of_text(text: str) -> Admission:
    """What the files of sshd say of who gets in; nothing where there are none."""
    found = _sshd_options(text)
    return Admission(sshd=_sshd_of(found)) if found else Admission()


def admission_of_view(view: Mapping[str, Any], *, has_accounts: bool) -> Admission:
    """What the data says of logins: SSH, APIs and accounts of a device; sshd of a server."""
    sshd = view.get("sshd")
    if sshd is None:
        return _of_device(view) if has_accounts else Admission()
    methods = ("key", "password") if sshd.get("password_login") else ("key",)
    places = {option: Where(("sshd", key)) for key, option in OPTIONS.items() if key in sshd}
    groups, root = tuple(map(str, sshd.get("allow_groups", ()))), str(sshd.get("root_login", ROOT_LOGIN))
    return Admission(sshd=Sshd((int(sshd.get("port", 22)),), allow_groups=groups, methods=methods, root=root, places=places))


def _of_device(view: Mapping[str, Any]) -> Admission:
    system, users = view.get("system", {}), view.get("users", ())
    apis = {"eapi": system.get("api"), "netconf": system.get("netconf")}
    return Admission(
        ssh=view.get("ssh", {}).get("enabled"),
        apis=tuple(Api(name) for name, runs in sorted(apis.items()) if runs),
        accounts={str(user["name"]): _methods(user) for user in users},
    )


def _methods(user: Mapping[str, Any]) -> tuple[str, ...]:
    keys = any(user.get(key) for key in ("ssh_keys", "secret_keys", "hidden_ssh_keys"))
    return ("key",) * keys + ("password",) * ("password_hash" in user)


OPTIONS: Final = {
    "port": "port",
    "allow_groups": "allowgroups",
    "root_login": "permitrootlogin",
    "password_login": "passwordauthentication",
}
"""Options of sshd, by the keys of `sshd` in the data that make them."""
Found = dict[str, list[tuple[int, list[str]]]]


def _sshd_options(text: str) -> Found:
    """The options of sshd with their lines, in the order in which it reads its files: Debian includes the folder first."""
    found: Found = {}
    files = sorted(_files(text), key=lambda one: (one[0] == SSHD, one[0]))
    for path, start, lines in files:
        if path == SSHD or (path.startswith(f"{SSHD}.d/") and path.endswith(".conf")):
            for number, words in _options(lines):
                found.setdefault(words[0].lower(), []).append((start + number, words[1:]))
    return found


SSHD: Final = "/etc/ssh/sshd_config"


def _sshd_of(found: Found) -> Sshd:
    def first(key: str, default: str) -> str:
        return found[key][0][1][0].lower() if key in found else default

    def every(key: str) -> tuple[str, ...]:
        return tuple(word for _, words in found.get(key, ()) for word in words)

    methods = [kind for kind, key in OPTION_OF.items() if first(key, "yes") != "no"]
    return Sshd(
        ports=tuple(_number([word], 0) for word in every("port")) or (22,),
        listen=tuple(_host(word) for word in every("listenaddress")),
        allow_users=every("allowusers"),
        deny_users=every("denyusers"),
        allow_groups=every("allowgroups"),
        deny_groups=every("denygroups"),
        methods=tuple(methods),
        root=first("permitrootlogin", ROOT_LOGIN),
        unread=tuple(f"{key} {' '.join(words)}" for key in DOUBTFUL for _, words in found.get(key, ()) if words != [f"{SSHD}.d/*.conf"]),
        places={key: Where(line=rows[0][0]) for key, rows in found.items()},
    )


DOUBTFUL: Final = (
    "match",
    "authenticationmethods",
    "include",
    "authorizedkeysfile",
    "authorizedkeyscommand",
    "chrootdirectory",
    "forcecommand",
)
"""Options that may keep netops out and are not followed."""


def _host(word: str) -> str:
    """The address of `ADDRESS`, `ADDRESS:PORT` or `[ADDRESS]:PORT`."""
    if word.startswith("["):
        return word[1:].partition("]")[0]
    return word.partition(":")[0] if word.count(":") == 1 else word


def _number(words: list[str], default: int) -> int:
    return int(words[0]) if words and words[0].isdecimal() else default


def _options(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The options that hold for all sessions, each with the number of its line."""
    for number, line in enumerate(lines, start=1):
        words = line.split()
        if words[:1] and words[0].lower() == "match":
            yield number, words
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
