"""Whom sshd lets in, by its files: options in their order, `Match` blocks by what is known of a session (sshd_config(5))."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Final

from netops.graph.place import NOWHERE, ConfigPlace

ROOT_LOGIN: Final = "prohibit-password"
"""The default of sshd, and of `sshd` in the data (sshd_config(5), PermitRootLogin)."""
KEY_ONLY: Final = ("prohibit-password", "without-password")
OPTION_OF: Final = {"key": "pubkeyauthentication", "password": "passwordauthentication"}
"""The options of sshd that take a way to log in."""
SSH_METHODS: Final = {"key": "publickey", "password": "password"}
LISTS: Final = ("allowusers", "denyusers", "allowgroups", "denygroups", "port", "listenaddress")
"""Options whose lines add up; of the others the first one counts."""
UNFOLLOWED: Final = (
    *("include", "authorizedkeysfile", "authorizedkeyscommand", "chrootdirectory", "forcecommand", "trustedusercakeys", "hostkey"),
    *("pubkeyacceptedalgorithms", "pubkeyacceptedkeytypes", "ciphers", "kexalgorithms", "macs", "hostkeyalgorithms", "requiredrsasize"),
    *("authorizedprincipalsfile", "maxstartups", "logingracetime", "rdomain", "persourcemaxstartups", "refuseconnection"),
    "revokedkeys",
)
"""Options that may keep netops out and are not followed. Without the file of RevokedKeys sshd takes no key at all (sshd_config(5))."""
DROP_INS: Final = ["/etc/ssh/sshd_config.d/*.conf"]


@dataclass(frozen=True, slots=True)
class SshdOption:
    """An option with its words. `conditions`: of the `Match` block that it is in, none for all sessions."""

    name: str
    words: tuple[str, ...]
    where: ConfigPlace = NOWHERE
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SshdSession:
    """What is known of a session: its account, the first and the last address that it may come from, the address and port that it goes to,
    and how it logs in."""

    account: str
    sources: tuple[str, str]
    address: str
    port: int
    methods: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SshdRefusal:
    """Why a session is refused, or may be (`is_certain` false)."""

    text: str
    where: ConfigPlace = NOWHERE
    is_certain: bool = True


def options_of(lines: Iterable[str], place: Callable[[int], ConfigPlace]) -> Iterator[SshdOption]:
    """The options of one file. A `Match` block ends with the next one, or with its file."""
    conditions: tuple[str, ...] = ()
    for number, line in enumerate(lines, start=1):
        words = _words(line)
        if words[:1] and words[0].lower() == "match":
            conditions = tuple(words[1:]) or ("all",)
        elif len(words) > 1:
            yield SshdOption(words[0].lower(), tuple(words[1:]), place(number), conditions)


def _words(line: str) -> list[str]:
    """The words of a line: quotes hold one together, and `=` may stand behind its name."""
    name, separator, rest = line.strip().partition("=")
    if separator and " " not in name.strip() and '"' not in name:
        line = f"{name} {rest}"
    found, quoted = [], False
    for part in line.split('"'):
        found += [part] if quoted else part.partition(" #")[0].split() if not part.lstrip().startswith("#") else []
        quoted = not quoted
    return found


def session_refusals(options: Sequence[SshdOption], session: SshdSession) -> Iterator[SshdRefusal]:
    """What keeps a session out, in the order of sshd: where it listens, DenyUsers, AllowUsers, DenyGroups, AllowGroups, ways to log in."""
    chosen = _Chosen(options, session)
    yield from _listening(chosen, session)
    yield from _users(chosen, session)
    yield from _groups(chosen, session)
    yield from _methods(chosen, session)
    if chosen.first("maxsessions", "10") == "0":
        yield SshdRefusal("sshd opens no session (MaxSessions)", chosen.place("maxsessions"))
    yield from chosen.doubts()


class _Chosen:
    """The options that hold for a session: those of the blocks that match it, else those for all."""

    def __init__(self, options: Sequence[SshdOption], session: SshdSession) -> None:
        self.unknown = [one for one in options if one.conditions and is_match(one.conditions, session) is None]
        self._every = [one for one in options if not one.conditions]
        self._matched = [one for one in options if one.conditions and is_match(one.conditions, session)]

    def rows(self, name: str) -> list[SshdOption]:
        matched = [one for one in self._matched if one.name == name]
        found = matched or [one for one in self._every if one.name == name]
        return found if name in LISTS else found[:1]

    def words(self, name: str) -> list[str]:
        return [word for one in self.rows(name) for word in one.words]

    def first(self, name: str, default: str) -> str:
        return next((one.words[0].lower() for one in self.rows(name)), default)

    def place(self, name: str) -> ConfigPlace:
        return next((one.where for one in self.rows(name)), NOWHERE)

    def doubts(self) -> Iterator[SshdRefusal]:
        for one in self.unknown:
            yield SshdRefusal(f"not understood: match {' '.join(one.conditions)} {one.name} {' '.join(one.words)}", one.where, False)
        for name in UNFOLLOWED:
            for one in self.rows(name):
                if list(one.words) != DROP_INS:
                    yield SshdRefusal(f"not understood: {name} {' '.join(one.words)}", one.where, False)


def is_match(conditions: Sequence[str], session: SshdSession) -> bool | None:
    """Whether a `Match` block is about a session; None where that is not known."""
    found: list[bool | None] = [True] if [one.lower() for one in conditions] == ["all"] else []
    for kind, patterns in zip(conditions[::2], conditions[1::2], strict=False):
        found.append(_criterion(kind.lower(), patterns, session))
    return False if False in found else None if None in found or not found else True


def _criterion(kind: str, patterns: str, session: SshdSession) -> bool | None:
    if kind == "user":
        return _is_listed(patterns.split(","), session.account)
    if kind == "group":
        # Of root the group is root; of others no file that netops has says the groups, but for the one that is named as the account.
        return _is_listed(patterns.split(","), session.account) or (False if session.account == "root" else None)
    if kind == "address":
        return _is_source_listed(patterns.split(","), session.sources)
    if kind == "localaddress":
        return _is_source_listed(patterns.split(","), (session.address, session.address))
    if kind == "localport":
        return str(session.port) in patterns.split(",")
    return None


def _is_listed(patterns: Iterable[str], name: str) -> bool:
    """Whether a list of patterns has a name; one with `!` takes it out (ssh_config(5), PATTERNS)."""
    found = False
    for pattern in patterns:
        if pattern.startswith("!") and fnmatchcase(name, pattern[1:]):
            return False
        found = found or fnmatchcase(name, pattern)
    return found


def _is_source_listed(patterns: Sequence[str], sources: tuple[str, str]) -> bool | None:
    """Whether a list has the addresses that a session may come from; None where it has some of them."""
    ends = {_is_address_listed(patterns, source) for source in sources}
    return ends.pop() if len(ends) == 1 else None


def _is_address_listed(patterns: Iterable[str], address: str) -> bool:
    found = False
    for pattern in patterns:
        if pattern.startswith("!") and _is_from(pattern[1:], address):
            return False
        found = found or _is_from(pattern, address)
    return found


def _is_from(host: str, source: str) -> bool:
    if "/" not in host:
        return fnmatchcase(source, host)
    try:
        return ip_address(source) in ip_network(host, strict=False)
    except ValueError:
        return False


# where it listens


def _listening(chosen: _Chosen, session: SshdSession) -> Iterator[SshdRefusal]:
    """`Port` holds for the addresses that name none; `::` takes connections of IPv6 alone (sshd sets IPV6_V6ONLY)."""
    version = ip_address(session.address).version if session.address else 4
    ports = [int(word) for word in chosen.words("port") if word.isdecimal()] or [22]
    ends = [_end(word) for word in chosen.words("listenaddress")]
    listened = {port for host, port in ends if host in (session.address, EVERYWHERE[version], "*") for port in ([port] if port else ports)}
    if ends and not listened:
        hosts = ", ".join(host for host, _ in ends)
        yield SshdRefusal(f"sshd listens on {hosts}, netops connects to {session.address}", chosen.place("listenaddress"))
    elif session.port not in (listened or ports):
        shown = ", ".join(map(str, sorted(listened or ports)))
        place = chosen.place("listenaddress" if ends and not chosen.rows("port") else "port")
        yield SshdRefusal(f"sshd listens on port {shown}, netops connects to {session.port}", place)
    if chosen.first("addressfamily", "any") == {4: "inet6", 6: "inet"}[version]:
        yield SshdRefusal(f"sshd does not take IPv{version} (AddressFamily), by which netops connects", chosen.place("addressfamily"))


EVERYWHERE: Final = {4: str(IPv4Address(0)), 6: "::"}


def _end(word: str) -> tuple[str, int | None]:
    """The address and the port of `ADDRESS`, `ADDRESS:PORT` or `[ADDRESS]:PORT`."""
    if word.startswith("["):
        host, _, port = word[1:].partition("]")
        port = port.removeprefix(":")
    else:
        host, _, port = word.partition(":") if word.count(":") == 1 else (word, "", "")
    return host, int(port) if port.isdecimal() else None


# whom it lets in


def _users(chosen: _Chosen, session: SshdSession) -> Iterator[SshdRefusal]:
    account = session.account
    if any(_names(one, session) for one in chosen.words("denyusers")):
        yield SshdRefusal(f"sshd denies {account} (DenyUsers)", chosen.place("denyusers"))
    allowed = chosen.words("allowusers")
    if allowed and not _is_user_allowed(allowed, session):
        text = f"sshd lets only {' '.join(allowed)} in (AllowUsers), netops logs in as {account}"
        yield SshdRefusal(text, chosen.place("allowusers"))


def _is_user_allowed(patterns: Sequence[str], session: SshdSession) -> bool:
    barred = any(_names(one[1:], session) for one in patterns if one.startswith("!"))
    return not barred and any(_names(one, session) for one in patterns)


def _names(pattern: str, session: SshdSession) -> bool:
    """Whether a pattern of users (`USER`, `USER@HOST`) names an account from everywhere that it may come from."""
    user, at, host = pattern.partition("@")
    return fnmatchcase(session.account, user) and (not at or all(_is_from(host, source) for source in session.sources))


def _groups(chosen: _Chosen, session: SshdSession) -> Iterator[SshdRefusal]:
    account, denied, allowed = session.account, chosen.words("denygroups"), chosen.words("allowgroups")
    if denied and _is_listed(denied, account):
        yield SshdRefusal(f"sshd denies group {account} (DenyGroups)", chosen.place("denygroups"))
    if allowed and not _is_listed(allowed, account):
        text = f"sshd lets only groups {' '.join(allowed)} in (AllowGroups), netops logs in as {account}"
        yield SshdRefusal(text, chosen.place("allowgroups"), account == "root")


# how they log in


def _methods(chosen: _Chosen, session: SshdSession) -> Iterator[SshdRefusal]:
    root = chosen.first("permitrootlogin", ROOT_LOGIN) if session.account == "root" else "yes"
    if root == "no":
        yield SshdRefusal("sshd lets root in no more (PermitRootLogin), by which netops logs in", chosen.place("permitrootlogin"))
    elif root == "forced-commands-only":
        text = "sshd runs only the command of a key for root (PermitRootLogin forced-commands-only)"
        yield SshdRefusal(text, chosen.place("permitrootlogin"))
    open_ = {kind for kind, option in OPTION_OF.items() if chosen.first(option, "yes") != "no"}
    open_ = open_ & {"key"} if root in KEY_ONLY else open_
    if session.methods and not open_ & set(session.methods):
        text = f"sshd takes no {' or '.join(session.methods)} from {session.account}, by which netops logs in"
        options = [OPTION_OF[kind] for kind in session.methods] + ["permitrootlogin"]
        yield SshdRefusal(text, next((chosen.place(option) for option in options if chosen.rows(option)), NOWHERE))
    yield from _steps(chosen, session)


def _steps(chosen: _Chosen, session: SshdSession) -> Iterator[SshdRefusal]:
    """`AuthenticationMethods`: lists of methods, of which all of one list have to succeed."""
    lists = [one.split(",") for one in chosen.words("authenticationmethods")]
    known = {SSH_METHODS[kind] for kind in session.methods}
    if lists and known and ["any"] not in lists and not any(all(step.partition(":")[0] in known for step in one) for one in lists):
        text = f"sshd wants {' or '.join(map(','.join, lists))} (AuthenticationMethods), netops logs in by {' or '.join(sorted(known))}"
        yield SshdRefusal(text, chosen.place("authenticationmethods"))


def ports_of(options: Sequence[SshdOption]) -> list[int]:
    """The ports that sshd listens on, for all sessions."""
    found = [word for one in options if one.name == "port" and not one.conditions for word in one.words]
    return [int(word) for word in found if word.isdecimal()] or [22]


def words_of(options: Sequence[SshdOption], name: str) -> list[str]:
    """The words of an option for all sessions."""
    rows = [one for one in options if one.name == name and not one.conditions]
    return [word for one in (rows if name in LISTS else rows[:1]) for word in one.words]


def options_of_view(sshd: Mapping[str, object]) -> tuple[SshdOption, ...]:
    """The options that `sshd` in the data makes. Without a word about passwords, keys alone log in."""
    groups = sshd.get("allow_groups") or ()
    made = {
        "port": (str(sshd.get("port", 22)),),
        "allowgroups": tuple(map(str, groups)) if isinstance(groups, (list, tuple)) else (),
        "permitrootlogin": (str(sshd.get("root_login", ROOT_LOGIN)),),
        "passwordauthentication": ("yes" if sshd.get("password_login") else "no",),
    }
    return tuple(
        SshdOption(name, words, ConfigPlace(("sshd", KEYS[name])) if KEYS[name] in sshd else NOWHERE)
        for name, words in made.items()
        if words
    )


KEYS: Final = {
    "port": "port",
    "allowgroups": "allow_groups",
    "permitrootlogin": "root_login",
    "passwordauthentication": "password_login",
}
"""The keys of `sshd` in the data that make an option."""
