"""What only FRR's daemons refuse, in their own words: vtysh accepts the line, but the router is not such that it can be."""

from __future__ import annotations

from netops.lab.sim.frr_grammar import DAEMONS
from netops.lab.sim.frr_lines import BLACKHOLES, Config, Line, Refused, distance, mode_of

NO_PEER = "% Specify remote-as or peer-group commands first"
_MUST_EXIST = {
    "ip route ": "% Refusing to remove a non-existent route",
    "ipv6 route ": "% Refusing to remove a non-existent route",
    "ip address ": "% Can't find address",
    "ipv6 address ": "% Can't find address",
    "network ": "% Can't find static route specified",
    "router bgp": "% Can't find BGP instance",
    "router ospf": "",
    "ip ospf area ": "Can't find specified interface area configuration.",
}
"""What FRR prints when a line is removed that is not there."""
_MUST_FIT = {
    "bgp router-id": "% BGP router-id doesn't match",
    "ospf router-id": "% OSPF router-id doesn't match",
}
"""What FRR prints when a line is removed by another value than it has, or is not there."""


def daemon_of(section: Line, words: list[str]) -> str:
    """The daemon that answers for a line of a section."""
    if mode_of(section) != "global":
        return "ospfd" if words[:2] == ["ip", "ospf"] else DAEMONS.get(mode_of(section), "zebra")
    return DAEMONS.get(words[1] if words[0] == "router" else "", "zebra")


def transaction_error(why: str, line: str) -> str:
    """How a daemon refuses what it takes as a transaction."""
    grouped = "The following commands were dynamically grouped into the same transaction and rejected:"
    return f"% Configuration failed.\n\nError type: validation\nError description: {why}\n{grouped}\n- {line}"


def check_added(config: Config, section: Line, words: list[str]) -> None:
    """Refused when a daemon does not take a line."""
    for check in (_check_bgp, _check_ospf, _check_route, _check_entry):
        check(config, section, words)


def check_removed(config: Config, texts: list[str], words: list[str], daemon: str) -> None:
    """Refused when `no WORDS` may not be typed; `texts` are the lines that it would take.

    Most of what is not there may be removed, and by any value; not all.
    """
    text = " ".join(words)
    if words[0] == "interface" and words[1] in config.hardware:
        raise Refused(transaction_error("only inactive interfaces can be deleted", f"no {text}"))
    for start, said in _MUST_EXIST.items():
        if text.startswith(start) and not texts:
            raise Refused(said, "" if start.endswith("route ") else daemon)
    for start, said in _MUST_FIT.items():
        if text.startswith(f"{start} ") and text not in texts:
            raise Refused(said, daemon)
    if words[0] == "neighbor" and not texts and not _is_peer(config, words[1]):
        raise Refused(NO_PEER, daemon)


def _is_peer(config: Config, address: str) -> bool:
    bgp = (line for key, line in config.root.lines.items() if key.startswith("router bgp "))
    return any(key.startswith(_peers(address)) for line in bgp for key in line.lines)


def _peers(address: str) -> tuple[str, ...]:
    """What makes a peer: an AS, or a group that has one."""
    return tuple(f"neighbor {address} {how}" for how in ("remote-as", "peer-group", "interface"))


def _check_bgp(config: Config, section: Line, words: list[str]) -> None:
    """There is one AS, and a peer begins with its own."""
    text = " ".join(words)
    running = next((key for key in section.lines if key.startswith("router bgp ")), text)
    if words[:2] == ["router", "bgp"] and running != text and "vrf" not in words:
        raise Refused(f"BGP is already running; AS is {running.split()[2]}", "bgpd")
    if words[0] == "neighbor" and words[2] != "remote-as" and not _is_peer(config, words[1]):
        raise Refused(NO_PEER, "bgpd")


def _check_ospf(config: Config, section: Line, words: list[str]) -> None:
    text = " ".join(words)
    if text.startswith("ip ospf network ") and section.text == "interface lo":
        raise Refused("This is a loopback interface. Can't set network type.", "ospfd")
    if text.startswith("ip ospf area ") and section.lines.get("ip ospf area", Line(text)).text != text:
        raise Refused("Must remove previous area config before changing ospf area", "ospfd")


def _check_route(config: Config, section: Line, words: list[str]) -> None:
    """Routes of one prefix and one distance lead to next hops, or one of them to nothing."""
    if words[1:2] != ["route"]:
        return
    others = [line.text.split() for key, line in section.lines.items() if key.startswith(" ".join([*words[:3], ""]))]
    equal = [other for other in others if distance(other) == distance(words)]
    if any((other[3] in BLACKHOLES) != (words[3] in BLACKHOLES) for other in equal):
        raise Refused(transaction_error("Route cannot have blackhole and non-blackhole nexthops simultaneously", " ".join(words)))


def _check_entry(config: Config, section: Line, words: list[str]) -> None:
    """Whether the lengths of a prefix list's entry are in order, and no other entry is the same."""
    if words[1:2] != ["prefix-list"] or words[3] != "seq":
        return
    network, *bounds = words[6:7] + words[8::2]
    lengths = [int(length) for length in [network.partition("/")[2], *bounds] if length]
    if lengths != sorted(lengths):
        why = f"Invalid prefix range for {network}: Make sure that mask length <= ge <= le"
        raise Refused(transaction_error(why, " ".join(words)))
    others = [line.text.split() for key, line in section.lines.items() if key.startswith(" ".join([*words[:4], ""]))]
    if any(other[4] != words[4] and other[5:] == words[5:] for other in others):
        raise Refused(transaction_error(f"duplicated prefix list value: {network}", " ".join(words)))
