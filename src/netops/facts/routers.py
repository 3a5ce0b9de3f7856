"""BGP and OSPF of the Cisco family, as sections for tables."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address, ip_network
from typing import Any

from netops.facts.table import Effect, FactTable, Fields, SectionPattern, make_table, set_field


def bgp_process(fields: Fields, process_as: str, vrf: str = "") -> Fields:
    """Enters `router bgp AS`."""
    return {"root": fields, "process_as": process_as, "vrf": vrf}


def bgp_vrf(fields: Fields, *words: str) -> Fields:
    """Enters a VRF (the last word) of the process."""
    return {**fields, "vrf": words[-1]}


def network_name(text: str) -> str:
    """An address or a prefix in its shortest form; any other word as it is."""
    try:
        return str(ip_network(text, strict=False) if "/" in text else ip_address(text))
    except ValueError:
        return text


def is_address_or_prefix(text: str) -> bool:
    """Whether a word is an address or a prefix, in any form."""
    return network_name(text) != text or text[:1].isdigit() or ":" in text


def bgp_peer_fields(fields: Fields, name: str) -> Fields:
    """The fields of a neighbour, or of a group when it has no address."""
    named = network_name(name)
    kind = "peers" if is_address_or_prefix(name) or (fields["vrf"], named) in fields["root"].get("peers", {}) else "peer_groups"
    return bgp_fields_in_vrf(fields, kind, named)


def bgp_fields_in_vrf(fields: Fields, kind: str, name: str) -> Fields:
    """The fields of a neighbour or a group of the VRF that is being read."""
    found: Fields = fields["root"].setdefault(kind, {}).setdefault((fields["vrf"], name), {})
    if kind == "peers":
        found.setdefault("process_as", fields.get("local_as") or fields["process_as"])
    return found


def neighbor_field(name: str, value: Any = None) -> Effect:
    """`neighbor X ...`: a field of the neighbour, with the word after its name or a fixed value."""

    def effect(fields: Fields, who: str, word: str = "") -> None:
        bgp_peer_fields(fields, who)[name] = word if value is None else value

    return effect


def enable_on_interface(fields: Fields, name: str, *words: str) -> None:
    """`neighbor eth0 interface remote-as external`: a neighbour is whoever answers on an interface."""
    found = bgp_fields_in_vrf(fields, "peers", name)
    rest = list(words[0].split()) if words else []
    while rest:
        word = rest.pop(0)
        if word not in ("remote-as", "peer-group", "v6only", "peer-filter") or (word != "v6only" and not rest):
            raise ValueError(f"not of a neighbour: {word}")
        if word != "v6only":
            found[{"remote-as": "remote_as", "peer-group": "group", "peer-filter": "remote_as"}[word]] = rest.pop(0)


def add_listen_range(fields: Fields, prefix: str, words: str) -> None:
    """`bgp listen range PREFIX peer-group NAME ...`: whoever comes from a prefix is a neighbour."""
    found = bgp_fields_in_vrf(fields, "peers", network_name(prefix))
    rest = words.split()
    names = {"peer-group": "group", "remote-as": "remote_as", "peer-filter": "remote_as"}
    while rest:
        word = rest.pop(0)
        if word in names and rest:
            found[names[word]] = rest.pop(0)
        elif word == "peer" and rest[:1] == ["group"] and len(rest) > 1:
            found["group"], rest = rest[1], rest[2:]
        else:
            raise ValueError(f"not of a range: {word}")


PEER = make_table(
    {
        "remote-as *": set_field("remote_as"),
        "local-as * [~]": set_field("local_as"),
        "update-source *": set_field("source"),
        "shutdown": lambda fields: fields.update(shutdown=True),
        "no shutdown": lambda fields: fields.update(shutdown=False),
        "password [~]": lambda fields: fields.update(password=True),
    }
)
"""What a neighbour's own section says (NX-OS, XR)."""


def enter_process(protocol: str) -> Callable[..., Fields]:
    """Enters `router ospf 1` and `router ospf 1 vrf BLUE`."""

    def enter(fields: Fields, name: str = "", vrf: str = "") -> Fields:
        found: Fields = fields.setdefault("igp", {}).setdefault((protocol, name, vrf), {})
        found["root"] = fields
        found["key"] = (protocol, name, vrf)
        return found

    return enter


def enter_process_vrf(fields: Fields, vrf: str) -> Fields:
    """Enters a VRF of a process (NX-OS, XR)."""
    protocol, name, _ = fields["key"]
    return enter_process(protocol)(fields["root"], name, vrf)


def add_process_networks(convert: Callable[..., str], area: Callable[[str], str]) -> Effect:
    """`network ... area N`: interfaces with an address in it run the protocol."""

    def effect(fields: Fields, *words: str) -> None:
        fields.setdefault("networks", []).append((convert(*words[:-1]), area(words[-1])))

    return effect


def passive_interface_lines(name: Callable[[str], str]) -> FactTable:
    """The lines that say which interfaces of a process are passive."""

    def effect(value: bool) -> Effect:
        return lambda fields, port: fields.setdefault("passive", {}).update({name(port): value})

    return make_table(
        {
            "passive-interface default": lambda fields: fields.update(passive_default=True),
            "no passive-interface default": lambda fields: fields.update(passive_default=False),
            "passive-interface *": effect(True),
            "no passive-interface *": effect(False),
        }
    )


def enter_section(says_: dict[str, Effect | SectionPattern], silent: str, enter: Callable[..., Fields], *more: FactTable) -> SectionPattern:
    """A section with its table."""
    return SectionPattern(make_table(says_, silent, *more), enter)
