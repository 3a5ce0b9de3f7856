"""Random edits of an FRR router, as a text for `vtysh -f`: lines that set, replace and remove, some of them wrong."""

from __future__ import annotations

from random import Random

INTERFACES = ("eth0", "eth1", "eth10", "lo", "wg7")
PEERS = ("172.20.2.2", "172.20.2.0", "172.20.2.10", "2001:db8:2:ffff::1")
NETWORKS = ("10.2.0.0/16", "10.10.0.0/16", "192.0.2.0/24", "10.2.3.4/8", "0.0.0.0/0")
NETWORKS6 = ("2001:db8:2::/48", "2001:DB8:0::1/32", "::/0")
NAMES = ("OURS", "ANY", "a-list")
HOPS = ("blackhole", "10.2.255.1", "10.2.0.1", "172.20.2.0 20", "10.2.255.1 150")
SECTIONS = {
    "interface {interface}": (
        "description to {name}",
        "ip address 10.{n}.255.0/31",
        "ip address 10.{n}.254.11/32",
        "ip ospf area {n}",
        "ip ospf cost {n}",
        "ip ospf network point-to-point",
        "ip ospf passive",
        "ip ospf hello-interval {n}",
        "ipv6 address 2001:db8:{n}:ff00::/127",
        "shutdown",
        "zork {n}",
    ),
    "router ospf": (
        "ospf router-id 10.2.254.{n}",
        "auto-cost reference-bandwidth {n}000",
        "redistribute bgp",
        "redistribute static",
        "redistribute connected metric {n}",
        "default-information originate",
        "log-adjacency-changes",
    ),
    "router bgp 65020": (
        "bgp router-id 10.2.254.{n}",
        "bgp ebgp-requires-policy",
        "neighbor {peer} remote-as 6450{n}",
        "neighbor {peer} remote-as 65020",
        "neighbor {peer} description Hanse {name}",
        "neighbor {peer} password hunter{n}",
        "neighbor {peer} update-source lo",
        "neighbor {peer} timers {n} 30",
        "neighbor {peer}",
    ),
    "router bgp 65020\n address-family ipv4 unicast": (
        "network {network}",
        "redistribute ospf",
        "neighbor {peer} activate",
        "neighbor {peer} next-hop-self",
        "neighbor {peer} soft-reconfiguration inbound",
        "neighbor {peer} prefix-list {name} in",
        "neighbor {peer} prefix-list {name} out",
        "neighbor {peer} route-map {name} in",
    ),
    "router bgp 65020\n address-family ipv6 unicast": (
        "network {network6}",
        "neighbor 2001:db8:2:ffff::1 activate",
        "neighbor 2001:db8:2:ffff::1 next-hop-self",
    ),
    "route-map {name} permit {n}": (
        "match ip address prefix-list {name}",
        "match ipv6 address prefix-list {name}",
        "set metric {n}",
        "set local-preference {n}00",
        "set as-path prepend 65020 65020",
        "description about {name}",
    ),
}
GLOBAL = (
    "ip route {network} {hop}",
    "ipv6 route {network6} blackhole",
    "ipv6 route {network6} 2001:db8:2:ffff::1",
    "ip prefix-list {name} seq {n} permit {network}",
    "ip prefix-list {name} seq {n} deny 10.0.0.0/8 le {n}",
    "ip prefix-list {name} permit 10.{n}.0.0/16 le 24",
    "ip prefix-list {name} description about {n}",
    "ipv6 prefix-list {name} seq {n} permit {network6}",
    "log syslog informational",
    "log syslog warnings",
)
ONLY_SET = ("ip ospf passive",)
"""Lines whose `no` ospfd shows or not, depending on what it knew before."""
WHOLE = ("no route-map {name}", "no ip prefix-list {name}", "no route-map {name} permit {n}", "no interface wg7")


def edits(random: Random) -> str:
    """A few sections with lines, and lines outside of them."""
    return "".join(random.choice((_section, _section, _outside))(random) for _ in range(random.randint(1, 6)))


def _section(random: Random) -> str:
    head, lines = random.choice(list(SECTIONS.items()))
    body = "".join(f"  {_signed(random, line)}\n" for line in random.choices(lines, k=random.randint(1, 5)))
    return _filled(random, head) + "\n" + _filled(random, body) + ("exit\n" if "\n" not in head else " exit-address-family\nexit\n")


def _outside(random: Random) -> str:
    return _filled(random, _signed(random, random.choice(GLOBAL)) if random.random() < 0.8 else random.choice(WHOLE)) + "\n"


def _signed(random: Random, line: str) -> str:
    return f"no {line}" if line not in ONLY_SET and random.random() < 0.3 else line


def _filled(random: Random, text: str) -> str:
    choices = {"interface": INTERFACES, "peer": PEERS, "network": NETWORKS, "network6": NETWORKS6, "name": NAMES, "hop": HOPS}
    for key, values in choices.items():
        while "{" + key + "}" in text:
            text = text.replace("{" + key + "}", random.choice(values), 1)
    while "{n}" in text:
        text = text.replace("{n}", str(random.randint(1, 9)), 1)
    return text
