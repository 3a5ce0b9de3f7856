"""What FRR 8.4 takes in each mode, as zebra, staticd, bgpd and ospfd print it. Tried on the real daemons; what is not here is refused.

The notation is that of `grammar`. A line's place is its place in the running config, but sections, routes and filters have an order
of their own (`ORDER`), and the lines of an interface or a route-map are sorted as text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from types import MappingProxyType

from netops.lab.sim.grammar import Grammar

_SEVERITY = "emergencies|alerts|critical|errors|warnings|notifications|informational|debugging"
_ROUTE = """
{ip} route <net> blackhole|Null0|reject .
{ip} route <net> blackhole|Null0|reject <n> .
{ip} route <net> <ip> .
{ip} route <net> <ip> <n> .
{ip} route <net> <ip> <if> .
{ip} route <net> <ip> <if> <n> .
{ip} route <net> <if> .
{ip} route <net> <if> <n> .
"""
_PREFIX_LIST = """
{ip} prefix-list * description = *
{ip} prefix-list * seq <n> = permit|deny any .
{ip} prefix-list * seq <n> = permit|deny <net> .
{ip} prefix-list * seq <n> = permit|deny <net> ge|le <n> .
{ip} prefix-list * seq <n> = permit|deny <net> ge <n> le <n> .
"""

_GLOBAL = f"""
frr version *
frr defaults traditional .
hostname = * .
log syslog = {_SEVERITY} .
log record-priority .
log timestamp precision = <n> .
service integrated-vtysh-config .
{_ROUTE.format(ip="ip")}
{_ROUTE.format(ip="ipv6")}
interface * .                               -> interface
router bgp <n> .                            -> bgp
router ospf .                               -> ospf
access-list * seq <n> = permit|deny any .
access-list * seq <n> = permit|deny <net> .
{_PREFIX_LIST.format(ip="ip")}
{_PREFIX_LIST.format(ip="ipv6")}
route-map * permit|deny <n> .               -> route-map
line vty .                                  -> line
"""

_INTERFACE = """
bandwidth = <n> .
description = *
ip address <net> .
ip ospf area = * .
ip ospf cost = <n> .
ip ospf dead-interval = <n> .
ip ospf hello-interval = <n> .
ip ospf message-digest-key <n> md5 = * .
ip ospf network = broadcast|non-broadcast|point-to-multipoint|point-to-point .
ip ospf passive .
ip ospf priority = <n> .
ipv6 address <net> .
shutdown .
"""

_BGP = """
bgp router-id = <ip> .
bgp log-neighbor-changes .
bgp always-compare-med .
~ bgp ebgp-requires-policy .
bgp deterministic-med .
bgp bestpath as-path multipath-relax .
~ bgp network import-check .
timers bgp = <n> <n> .
neighbor <ip> remote-as = * .
neighbor <ip> description = *
neighbor <ip> shutdown .
neighbor <ip> password = *
neighbor <ip> ebgp-multihop = <n> .
neighbor <ip> update-source = * .
neighbor <ip> timers = <n> <n> .
neighbor <ip> timers connect = <n> .
address-family ipv4 unicast .               -> ipv4
address-family ipv6 unicast .               -> ipv6
"""

_FAMILY = """
network <net> .
redistribute * = .
redistribute * = metric <n> .
{default}neighbor <ip> activate .
neighbor <ip> next-hop-self .
neighbor <ip> send-community .
neighbor <ip> default-originate .
neighbor <ip> soft-reconfiguration inbound .
neighbor <ip> maximum-prefix = <n> .
neighbor <ip> prefix-list = * in .
neighbor <ip> prefix-list = * out .
neighbor <ip> route-map = * in .
neighbor <ip> route-map = * out .
maximum-paths = <n> .
"""

_OSPF = """
ospf router-id = <ip> .
log-adjacency-changes .
auto-cost reference-bandwidth = <n> .
passive-interface default .
redistribute * = .
redistribute * = metric <n> .
redistribute * = route-map * .
default-information = originate .
default-information = originate always .
distance = <n> .
"""

_ROUTE_MAP = """
call = * .
description = *
match ip address prefix-list = * .
match ipv6 address prefix-list = * .
on-match = next .
set as-path prepend = *
set community = *
set ip next-hop = <ip> .
set local-preference = <n> .
set metric = <n> .
set origin = egp|igp|incomplete .
set tag = <n> .
set weight = <n> .
"""

MODES: Mapping[str, str] = {
    "global": _GLOBAL,
    "interface": _INTERFACE,
    "bgp": _BGP,
    "ipv4": _FAMILY.format(default="~ "),
    "ipv6": _FAMILY.format(default=""),
    "ospf": _OSPF,
    "route-map": _ROUTE_MAP,
    "line": "exec-timeout <n> <n> .",
}
GRAMMAR = Grammar(MODES, interface_types=())


def _places(mode: str) -> Iterator[tuple[tuple[str, str], int]]:
    """From the last rule to the first, so that the first counts."""
    rules = [line.removeprefix("~ ").split() for line in MODES[mode].splitlines() if line.strip()]
    return (((mode, words[0]), rank) for rank, words in reversed(list(enumerate(rules))))


PLACES: Mapping[tuple[str, str], int] = dict(chain.from_iterable(map(_places, MODES)))
"""The rank of the first rule of a mode that begins with a word."""

NODES: Mapping[str, int] = MappingProxyType(
    {"global": 4, "interface": 17, "bgp": 25, "ipv4": 28, "ipv6": 31, "ospf": 41, "route-map": 59, "line": 79}
)
"""FRR's own numbers of its modes; `vtysh -f` puts them into its complaints."""

DAEMONS: Mapping[str, str] = MappingProxyType({"bgp": "bgpd", "ipv4": "bgpd", "ipv6": "bgpd", "ospf": "ospfd"})
"""Who answers for the lines of a mode, if not zebra."""

LISTS = ("access-list", "ip prefix-list", "ipv6 prefix-list", "route-map")
"""Global lines that belong to a name, and stand together by it in the order in which the names came."""

ORDER = (
    ("frr", "hostname", "log", "service"),
    ("ip route", "ipv6 route"),
    ("interface",),
    ("router",),
    *((kind,) for kind in LISTS),
)
"""The groups of the running config; each ends with `!`."""

PROTOCOLS = ("kernel", "connected", "static", "rip", "ripng", "ospf", "ospf6", "isis", "bgp")
"""FRR's numbers of protocols, as `redistribute` lines are sorted."""

HIDDEN = frozenset(
    {
        "ip ospf network broadcast",
        "ip ospf priority 1",
        "ip ospf dead-interval 40",
        "ip ospf hello-interval 10",
        "auto-cost reference-bandwidth 100000",
    }
)
"""Defaults that are not shown when somebody types them."""
