"""Filters, static routes, users and method lists of the Cisco family, as effects for tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from typing import Any, Final

from netops.facts.lines import current_line
from netops.facts.records import AppliedFilter, Entry, Login, StaticRoute
from netops.facts.table import Effect, Fields, SectionPattern, append_to_field, make_table, section_of_thing, set_constant, set_field
from netops.facts.values import canonical_network, is_ip, network_from_mask, network_from_wildcard, parse_number

_INTERFACE = re.compile(r"[A-Za-z][\w./:-]*\d[\w./:-]*|lo|mgmt\d*")
_DISCARD: Final = re.compile(r"null ?0|blackhole|reject|discard", re.IGNORECASE)


def interface_filter_field(family: str) -> Callable[..., Fields]:
    """Enters the filter of a name."""

    def enter(fields: Fields, name: str) -> Fields:
        found: Fields = fields.setdefault("filters", {}).setdefault((family, name), {"entries": []})
        return found

    return enter


def add_filter_entry(fields: Fields, *words: str) -> None:
    """`10 permit tcp any any`: an entry with its number, if it has one."""
    numbered = words[0].isdecimal()
    text = " ".join(words[1:] if numbered else words)
    fields["entries"].append(Entry(int(words[0]) if numbered else None, text, current_line()))


ENTRIES: Final = make_table(
    {
        "# permit|deny ~": add_filter_entry,
        "permit|deny ~": add_filter_entry,
        "# evaluate *": lambda fields, place, name: add_filter_entry(fields, place, "evaluate", name),
        "evaluate *": lambda fields, name: add_filter_entry(fields, "evaluate", name),
        "sequence # permit|deny ~": add_filter_entry,
        "seq # permit|deny ~": add_filter_entry,
    },
    """
    remark [~]
    # remark [~]
    sequence # remark [~]
    [no] statistics per-entry
    [no] counters per-entry
    """,
)


def enter_filter(family: str) -> SectionPattern:
    """The section of a filter."""
    return SectionPattern(ENTRIES, interface_filter_field(family))


def bind_filter(kind: str, family: str = "ipv4", place: str = "", direction: str = "in") -> Effect:
    """A line that names a filter, and maybe a VRF: it is used at this place."""

    def effect(fields: Fields, name: str, vrf: str = "") -> None:
        fields.setdefault("bindings", []).append(AppliedFilter(name, family, kind, place, direction, vrf))

    return effect


def enter_login_line(fields: Fields, *words: str) -> Fields:
    """Enters a line on which people log in; its words are its name."""
    found = section_of_thing("lines")(fields, " ".join(words))
    found["root"] = fields
    return found


def set_listener_filter(fields: Fields, name: str, direction: str = "in", family: str = "ipv4", vrf: str = "") -> None:
    """`access-class NAME in`: who may come in on a line (or go out from it)."""
    fields["root"].setdefault("bindings", []).append(AppliedFilter(name, family, "line", fields["name"], direction, vrf))
    if direction == "in":
        fields.setdefault("filters", []).append(name)


def manages(fields: Fields, port: str, words: str) -> None:
    """A port on which management is let in, by the protocols of the words (management plane protection)."""
    fields.setdefault("management_ports", {}).setdefault(port, []).extend(word.lower() for word in words.split())


def server_filter_line(kind: str, family: str = "ipv4") -> Effect:
    """A line of a server's own section that names a filter and a direction, and maybe a VRF."""

    def effect(fields: Fields, name: str, direction: str = "in", vrf: str = "") -> None:
        root = fields["root"]
        root.setdefault("bindings", []).append(AppliedFilter(name, family, kind, "", direction, vrf or fields.get("vrf", "")))
        if kind == "ssh":
            root.setdefault("ssh", {}).setdefault("filters", []).append(name)

    return effect


def add_static_route(
    fields: Fields, words: str, *, values: Mapping[str, str], flags: Mapping[str, str], distance: int = 1, vrf: str = ""
) -> None:
    """A static route from the words after `ip route`. `values`: keywords with a word behind them, and the field that it is (empty:
    says nothing); `flags`: keywords alone, and the VRF that they look the next hop up in (empty: says nothing)."""
    rest = words.split()
    if rest[:1] == ["vrf"]:
        vrf, rest = rest[1], rest[2:]
    prefix, rest = (canonical_network(rest[0]), rest[1:]) if "/" in rest[0] else (network_from_mask(rest[0], rest[1]), rest[2:])
    found: dict[str, Any] = {"distance": distance}
    while rest:
        word = rest.pop(0)
        if word in values:
            found[values[word]] = rest.pop(0)
        elif word in flags:
            found["next_vrf"] = flags[word]
        else:
            _hop(found, word)
    if not found.get("next_hop") and not found.get("interface"):
        raise ValueError(f"a route to nowhere: {words}")
    found = {key: value for key, value in found.items() if key}
    fields.setdefault("routes", []).append(
        StaticRoute(vrf, prefix, **{**found, "distance": parse_number(str(found["distance"]))}, line=current_line())
    )


def _hop(found: dict[str, Any], word: str) -> None:
    """Takes a word of a route that is no keyword: a distance, a next hop, or an interface."""
    if word.isdecimal():
        found["distance"] = word
    elif _DISCARD.fullmatch(word) and not found.get("interface"):
        found["interface"] = "discard"
    elif _INTERFACE.fullmatch(word) and not found.get("interface") and not is_ip(word):
        found["interface"] = word
    elif not found.get("next_hop"):
        found["next_hop"] = word if word == "dhcp" else str(ip_address(word))
    else:
        raise ValueError(f"not of a route: {word}")


_SECRET: Final = {
    "secret": "password",
    "password": "password",
    "nopassword": "",
    "algorithm-type": "password",
    "ssh-key": "key",
    "sshkey": "key",
    "ssh-cert-dn": "key",
    "common-criteria-policy": "password",
    "passphrase": "",
}
"""The words of a user's line that a secret follows, and how it lets the user log in."""
NO_LOGIN: Final = ("!", "*")
"""What is shown where a password is that no typed one equals."""


def set_login_method(method: str) -> Effect:
    """A line that lets a user log in by a key or a password; a password that nobody can type does not."""

    def effect(fields: Fields, *words: str) -> None:
        if method and not set(NO_LOGIN) & set(words[:2]):
            fields.setdefault("methods", []).append(method)

    return effect


_OF_USER: Final = {"privilege": "privilege", "role": "role", "view": "role", "shell": "", "class": "role"}


def add_user(fields: Fields, name: str, words: str = "") -> None:
    """`username NAME privilege 15 role ROLE secret ...`: what comes from the first secret on is left alone."""
    found = section_of_thing("users")(fields, name)
    rest = words.split()
    while rest and (word := rest.pop(0)):
        if word in _SECRET:
            set_login_method(_SECRET[word])(found, *rest)
            break
        if word not in _OF_USER or not rest:
            raise ValueError(f"not of a user: {word}")
        found[_OF_USER[word]] = parse_number(rest[0]) if word == "privilege" else rest[0]
        rest = rest[1:]
    if "role" in rest[:-1]:
        # NX-OS writes the role behind the secret.
        found["role"] = rest[rest.index("role") + 1]


def only_look(fields: Fields) -> None:
    """Says of users without a role and a privilege that they change nothing: the default of IOS, NX-OS and XR."""
    for one in fields.get("users", {}).values():
        if "role" not in one and "privilege" not in one:
            one["powers"] = ["read"]


def add_login_methods(kind: str) -> Effect:
    """`aaa authentication login LIST group tacacs+ local`: the methods of a list in order; the words before them name the list."""

    def effect(fields: Fields, *words: str) -> None:
        name = " ".join(words[:-1])
        found = re.findall(r"group \S+|(?!group(?: |$))\S+", words[-1])
        if " ".join(found) != words[-1]:
            raise ValueError(f"a group without a name: {words[-1]}")
        fields.setdefault(kind, {})[name] = Login(name, tuple(found))

    return effect


LOCAL: Final = frozenset({"local", "local-case"})


def set_local_login(fields: Fields, name: str, *, default: bool | None) -> None:
    """Says whether local users can log in by the list of a name; where there is none, the platform's default counts."""
    login: Login | None = fields.get("login", {}).get(name)
    fields["local_fallback"] = default if login is None else bool(LOCAL & set(login.methods))


def add_aaa_server(protocol: str) -> Callable[..., Fields]:
    """Enters the server of a name or an address."""

    def enter(fields: Fields, name: str) -> Fields:
        found: Fields = fields.setdefault("servers", {}).setdefault(
            (protocol, name), {"protocol": protocol, "name": name, "address": name if is_ip(name) else ""}
        )
        return found

    return enter


_KEY_TYPES: Final = tuple([kind] for kind in ("0", "5", "6", "7", "8", "8a"))


def aaa_server_line(protocol: str, port: str, silent: frozenset[str]) -> Effect:
    """`tacacs-server host NAME vrf MGMT port 49 key ...`: keywords in any order. `port` is the keyword of the port."""

    def effect(fields: Fields, name: str, words: str = "") -> None:
        found: Fields = add_aaa_server(protocol)(fields, name)
        rest = words.split()
        while rest:
            word = rest.pop(0)
            if word == "key":
                rest = rest[2:] if rest[:1] in _KEY_TYPES and len(rest) > 1 else rest[1:]
            elif word in (port, "vrf"):
                found["port" if word == port else "vrf"] = parse_number(rest.pop(0)) if word == port else rest.pop(0)
            elif word in silent:
                rest = rest[1:]
            elif word != "single-connection":
                raise ValueError(f"not of a server: {word}")

    return effect


def enter_server_group(fields: Fields, protocol: str, name: str) -> Fields:
    """Enters `aaa group server tacacs+ NAME`: the servers that a group asks."""
    found = section_of_thing("groups")(fields, name)
    found["protocol"] = protocol
    return found


def _member(fields: Fields, name: str, *_: str) -> None:
    fields.setdefault("servers", []).append(name)


GROUP: Final = make_table(
    {
        "server name *": _member,
        "server-private * [~]": _member,
        "server * [~]": _member,
        "[ip] vrf forwarding *": set_field("vrf"),
        "use-vrf *": set_field("vrf"),
        "vrf *": set_field("vrf"),
    },
    """
    ip tacacs|radius source-interface ~
    [no] source-interface ~
    deadtime #
    load-balance ~
    """,
)

SERVERS: Final = SectionPattern(GROUP, enter_server_group)


def address_group(fields: Fields, *words: str) -> Fields:
    """Enters a group of addresses; the last of its words is its name."""
    return section_of_thing("address_groups")(fields, words[-1])


def _member_of(convert: Callable[..., str]) -> Effect:
    return append_to_field("addresses", convert)


def _one(text: str) -> str:
    return canonical_network(text)


def _of_mask(text: str, mask: str) -> str:
    """A prefix by its netmask (IOS, XR) or its wildcard (NX-OS)."""
    return network_from_mask(text, mask) if mask.startswith("255") or mask == "0.0.0.0" else network_from_wildcard(text, mask)  # noqa: S104 - a mask


_NESTED: Final = ("group-object *", "object-group *")
ADDRESSES: Final = SectionPattern(
    make_table(
        {
            "host *": _member_of(_one),
            "# host *": lambda fields, _, one: _member_of(_one)(fields, one),
            **dict.fromkeys(_NESTED, append_to_field("groups")),
            "*": _member_of(_one),
            "# *": lambda fields, _, one: _member_of(_one)(fields, one),
            "* *": _member_of(_of_mask),
            "# * *": lambda fields, _, *words: _member_of(_of_mask)(fields, *words),
            "~": set_constant("is_unread", True),
        },
        "description ~",
    ),
    address_group,
)
"""A group of addresses: hosts, prefixes, groups in it. Ranges are not read."""
