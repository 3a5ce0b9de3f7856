"""What the files of a server say about who reaches it: the rulesets of nft, sshd, tcp wrappers, and files that are not followed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any, Final

from netops.facts import Api
from netops.graph.admission import LoginPolicy
from netops.graph.nft import rulesets_at_hook
from netops.graph.place import ConfigPlace
from netops.graph.records import LoginService, Port
from netops.graph.rulesets import Ruleset
from netops.graph.sshd import DROP_INS, ROOT_LOGIN, SshdOption, options_of, options_of_view, ports_of, words_of
from netops.graph.wrappers import ALLOW, DENY, sshd_wrapper_rules

MAIN: Final = ("/etc/nftables.conf", "/etc/sysconfig/nftables.conf")
"""The file that the service reads (Debian, Red Hat); what it includes is in the folder beside it."""
SSHD: Final = "/etc/ssh/sshd_config"
ARRIVAL: Final = ("ingress", "prerouting", "input")
"""The hooks of packets for the host itself, in the order in which they pass them; its answers pass `output` (nft(8), HOOKS)."""
UNFOLLOWED: Final = (
    *("/etc/network/interfaces*", "/etc/netplan/*", "/etc/systemd/network/*", "/etc/NetworkManager/system-connections/*"),
    *("/etc/sysconfig/network*", "/etc/passwd", "/etc/shadow", "/etc/group", "/etc/pam.d/sshd", "/etc/pam.d/common-*", "/etc/pam.d/*-auth"),
    *("/etc/security/access.conf", "/root/.ssh/authorized_keys", "/etc/ssh/ssh_host_*", "/etc/iptables/*", "/etc/sysconfig/iptables"),
    *("/etc/ufw/*", "/etc/firewalld/*", "/etc/systemd/system/ssh*"),
)
"""Files that decide who gets in and are not followed."""
OF_OTHERS: Final = ("/etc/sudoers", "/etc/sudoers.d/*", "/etc/nologin", "/home/*/.ssh/authorized_keys")
"""Those of accounts other than root alone."""


def is_firewall(path: str) -> bool:
    """Whether a file is part of the ruleset that the host loads."""
    return path in MAIN or path.startswith("/etc/nftables.d/") or (path.startswith("/etc/nftables/") and path.endswith(".nft"))


def firewall_of_view(view: Mapping[str, Any]) -> dict[str, tuple[Ruleset, ...]]:
    """The filters of the host itself, from `files` of its data: for packets to it, and for its own (`own_firewall`)."""
    ports = [name for name, one in view.get("interfaces", {}).items() if one.get("addresses")]
    files = [
        (str(one["content"]), ConfigPlace(("files", position, "content")))
        for position, one in enumerate(view.get("files", ()))
        if is_firewall(str(one.get("path", ""))) and isinstance(one.get("content"), str)
    ]
    return _firewall(ports, lambda hook, port: (one for text, at in files for one in rulesets_at_hook(text, hook, lambda _: at, port)))  # noqa: B023


def firewall_of_text(text: str, ports: Mapping[str, Port]) -> dict[str, tuple[Ruleset, ...]]:
    """The filters of the host itself, from the text of a target made of files: blocks that begin with `### file PATH`."""
    files = [("\n".join(lines), start) for path, start, lines in _files(text) if is_firewall(path)]
    held = [name for name, port in ports.items() if port.addresses]

    def of_hook(hook: str, port: str) -> Iterator[Ruleset]:
        for content, start in files:
            yield from rulesets_at_hook(content, hook, lambda at, first=start: ConfigPlace(line=first + at), port)  # type: ignore[misc]

    return _firewall(held, of_hook)


def _firewall(ports: list[str], of_hook: Any) -> dict[str, tuple[Ruleset, ...]]:
    """`ports`: those with addresses; what comes to a host with one came in by it."""
    port = ports[0] if len(ports) == 1 else ""
    arriving = tuple(one for hook in ARRIVAL for one in of_hook(hook, port))
    return {"firewall": arriving, "own_firewall": tuple(of_hook("output", port))}


def login_of_text(text: str, data: LoginService) -> LoginService:
    """What the files of sshd say about logins, else that of the data."""
    found = _sshd(text)
    if not found:
        return data
    groups, users, root = (words_of(found, name) for name in ("allowgroups", "allowusers", "permitrootlogin"))
    where = next((one.where for name in ("allowgroups", "allowusers") for one in found if one.name == name), found[0].where)
    return LoginService(None, ports_of(found)[0], (), tuple(groups), tuple(users), root[0] if root else ROOT_LOGIN, where)


def login_policy_of_text(text: str) -> LoginPolicy:
    """What the files of a server say of who gets in."""
    found = _sshd(text)
    return LoginPolicy(
        sshd=tuple(found) if found else None,
        wrappers=tuple(
            one
            for wanted in (ALLOW, DENY)
            for path, first, lines in _files(text)
            if path == wanted
            for one in sshd_wrapper_rules(path, lines, first)
        ),
        files=tuple(_unfollowed(text)),
    )


def _unfollowed(text: str) -> Iterator[tuple[str, str, bool]]:
    for path, _, lines in _files(text):
        if any(fnmatchcase(path, one) for one in (*UNFOLLOWED, *OF_OTHERS)):
            digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:8]
            yield path, digest, not any(fnmatchcase(path, one) for one in UNFOLLOWED)


def _sshd(text: str) -> list[SshdOption]:
    """The options of sshd in the order in which it reads them. Its drop-ins are where the main file includes them; one that is not of the
    data does so at its top, as on Debian."""
    files = {path: list(options_of(lines, lambda at, first=start: ConfigPlace(line=first + at))) for path, start, lines in _files(text)}  # type: ignore[misc]
    drop_ins = [one for path in sorted(files) if path.startswith(f"{SSHD}.d/") and path.endswith(".conf") for one in files[path]]
    if SSHD not in files:
        return drop_ins
    return [one for option in files[SSHD] for one in (drop_ins if _includes(option) else [option])]


def _includes(option: SshdOption) -> bool:
    return option.name == "include" and list(option.words) == DROP_INS


def login_policy_of_view(view: Mapping[str, Any], *, has_accounts: bool) -> LoginPolicy:
    """What the data says of logins: SSH, APIs and accounts of a device; sshd of a server."""
    sshd = view.get("sshd")
    if sshd is None:
        return _of_device(view) if has_accounts else LoginPolicy()
    return LoginPolicy(sshd=options_of_view(sshd))


def _of_device(view: Mapping[str, Any]) -> LoginPolicy:
    system, users = view.get("system", {}), view.get("users", ())
    apis = {"eapi": system.get("api"), "netconf": system.get("netconf")}
    return LoginPolicy(
        ssh=view.get("ssh", {}).get("enabled"),
        apis=tuple(Api(name) for name, runs in sorted(apis.items()) if runs),
        accounts={str(user["name"]): _methods(user) for user in users},
    )


def _methods(user: Mapping[str, Any]) -> tuple[str, ...]:
    keys = any(user.get(key) for key in ("ssh_keys", "secret_keys", "hidden_ssh_keys"))
    return ("key",) * keys + ("password",) * ("password_hash" in user)


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
