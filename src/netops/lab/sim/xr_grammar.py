"""The lines that a simulated IOS XR device accepts, in the order in which it prints them (see `grammar`)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from netops.lab.sim.grammar import Grammar
from netops.lab.sim.indent import banner_mark

GLOBAL = """
    hostname = *
    banner login|motd|exec|incoming|prompt-timeout|slip-ppp = *
    clock timezone = *
    logging trap|facility|console|monitor|buffered|hostnameprefix|events|archive = *
    # logging * vrf * severity * port *
    # logging * vrf *
    logging source-interface * vrf *
    logging source-interface = *
    service timestamps debug|log = *
    telnet vrf|ipv4|ipv6 *
    domain vrf * name = *
    domain name = *
    domain vrf * list|name-server *
    domain list|name-server *
    domain lookup *
    tacacs-server host * port * -> tacacs
    radius-server host * * * * * -> tacacs
    tacacs source-interface *
    aaa group server tacacs+|radius * -> aaa-group
    aaa authorization|authentication|accounting * * = *
    usergroup|taskgroup * -> group
    # username * -> username
    vrf * -> vrf
    line console|default -> line
    line template * -> line
    vty-pool *
    snmp-server community * =
    snmp-server view|group|user|host|traps|engineID *
    snmp-server location|contact|ifindex|trap-source|chassis-id = *
    ftp|tftp *
    cdp .
    object-group network|port * * -> object-group
    object-group port * -> object-group
    ipv4|ipv6 access-list * -> acl
    class-map * * -> class-map
    policy-map * -> policy-map
    key chain * -> key-chain
    dhcp ipv4|ipv6 -> dhcp
    # interface * l2transport -> interface
    # interface * -> interface
    prefix-set|as-path-set|community-set|rd-set|tag-set * =
    extcommunity-set * * =
    route-policy * =
    router static -> static
    router ospf * -> ospf
    router ospfv3 * -> ospf
    router isis * -> isis
    router bgp <n> -> bgp
    router vrrp -> vrrp
    router hsrp -> vrrp
    l2vpn -> l2vpn
    mpls ldp -> ldp
    ntp -> ntp
    netconf agent|yang *
    netconf-yang agent -> netconf
    control-plane -> control-plane
    lldp -> lldp
    ssh server vrf * ipv4|ipv6 access-list = *
    ssh server vrf * .
    ssh server v2 .
    ssh server rate-limit|session-limit|dscp|logging|netconf = *
    ssh timeout = <n>
    ssh client *
    multicast-routing -> free
    performance-measurement|segment-routing|hw-module *
"""

INTERFACE = """
    description = *
    service-policy input|output = *
    cdp .
    bundle id = <n> mode active|passive|on
    bundle minimum-active|maximum-active *
    lacp *
    mtu = <n>
    vrf = *
    ipv4 address * * secondary .
    ipv4 address = <ip> <ip> .
    ipv4 address dhcp .
    ipv4 unnumbered = *
    ipv4 mtu|helper-address|point-to-point|unreachables|directed-broadcast *
    ipv6 address *
    ipv6 enable .
    ipv6 nd|mtu *
    speed = *
    duplex = *
    bandwidth|load-interval|carrier-delay|dampening = *
    shutdown .
    encapsulation = *
    rewrite|l2transport *
    ipv4|ipv6 access-group (*) ingress|egress .
    lldp -> free
    mpls -> free
    flow ipv4|ipv6|mpls *
    keepalive|logging *
"""

BGP_NEIGHBOR = """
    remote-as = *
    use neighbor-group|session-group = *
    local-as|cluster-id = *
    ebgp-multihop = *
    timers = *
    bfd *
    password = *
    shutdown .
    description = *
    update-source = *
    address-family ipv4|ipv6|vpnv4|vpnv6|l2vpn * -> bgp-nbr-af
"""

BGP = """
    nsr .
    bgp router-id = <ip>
    bgp *
    rd = *
    timers|ibgp *
    address-family ipv4|ipv6|vpnv4|vpnv6|l2vpn * -> bgp-af
    neighbor-group|session-group * -> bgp-nbr
    neighbor * -> bgp-nbr
    vrf * -> bgp-vrf
"""

OSPF = """
    nsr .
    log adjacency changes *
    router-id = *
    redistribute *
    auto-cost reference-bandwidth = <n>
    default-information originate *
    default-information originate .
    passive enable|disable .
    cost = <n>
    network = broadcast|point-to-point|point-to-multipoint|non-broadcast
    authentication|message-digest-key|timers|max-metric|maximum|mpls|segment-routing|fast-reroute *
    area * -> ospf-area
    vrf * -> ospf-vrf
"""

FAMILY = "address-family ipv4|ipv6 unicast|multicast"

MODES = {
    "global": GLOBAL,
    "interface": INTERFACE,
    "tacacs": "key = *\ntimeout = <n>\nsingle-connection .",
    "aaa-group": "vrf = *\nserver *\nserver-private *",
    "group": "description = *\ntask|taskgroup|inherit *",
    "username": "group *\nsecret = *\npassword = *",
    "vrf": f"description = *\nmode *\n{FAMILY} -> vrf-af",
    "vrf-af": "import|export route-target -> route-target\nimport|export route-policy = *\nmaximum *",
    "route-target": "*",
    "line": """
        exec-timeout = <n> <n>
        access-class ingress|egress = *
        session-timeout|session-limit = *
        timestamp|accounting|authorization|login *
        transport input|output|preferred = *
        length|width = <n>
    """,
    "object-group": "description = *\n*",
    "acl": """
        # <n> remark = *
        # <n> permit|deny *
        permit|deny *
        remark *
    """,
    "class-map": "description = *\nmatch *",
    "policy-map": "description = *\nclass * -> policy-class",
    "policy-class": "police|bandwidth|priority|set|shape|queue-limit *",
    "key-chain": "key * -> key-chain-key",
    "key-chain-key": "accept-lifetime|send-lifetime|key-string|cryptographic-algorithm = *",
    "dhcp": "profile * relay|server|base|proxy -> dhcp-profile\ninterface * relay|server|none *",
    "dhcp-profile": "helper-address vrf * *\nrelay|lease|pool|dns-server|default-router|domain-name *",
    "static": f"{FAMILY} -> static-af\nvrf * -> static-vrf",
    "static-vrf": f"{FAMILY} -> static-af",
    "static-af": "# <net> *",
    "ospf": OSPF,
    "ospf-vrf": OSPF,
    "ospf-area": OSPF.replace(
        "    area * -> ospf-area\n    vrf * -> ospf-vrf\n", "stub|nssa *\nstub|nssa .\nrange *\n# interface * -> ospf-if\n"
    ),
    "ospf-if": OSPF.replace("    area * -> ospf-area\n    vrf * -> ospf-vrf\n", "priority|hello-interval|dead-interval = *\nbfd *\n"),
    "isis": f"is-type = *\nnet *\nnsf|log|lsp-password *\n{FAMILY} -> isis-af\ninterface * -> isis-if",
    "isis-af": "metric-style|metric|mpls|router-id|redistribute|segment-routing *",
    "isis-if": f"circuit-type = *\npassive .\npoint-to-point .\nhello-password *\n{FAMILY} -> isis-af",
    "bgp": BGP,
    "bgp-vrf": BGP.replace("    vrf * -> bgp-vrf\n", ""),
    "bgp-nbr": BGP_NEIGHBOR,
    "bgp-af": """
        # network *
        aggregate-address *
        maximum-paths *
        redistribute *
        allocate-label|label|vrf|import|export *
    """,
    "bgp-nbr-af": """
        route-policy (*) in|out
        maximum-prefix = *
        next-hop-self .
        route-reflector-client .
        send-community-ebgp .
        soft-reconfiguration|default-originate|allowas-in|use *
        default-originate|as-override|remove-private-AS .
    """,
    "vrrp": "interface * -> vrrp-if",
    "vrrp-if": "delay *\naddress-family ipv4|ipv6 -> vrrp-af",
    "vrrp-af": "vrrp|hsrp * -> vrrp-group",
    "vrrp-group": """
        priority = <n>
        preempt = *
        timer = *
        track *
        address *
        text-authentication = *
    """,
    "l2vpn": "router-id = *\nbridge group * -> l2vpn-bg\nxconnect group * -> l2vpn-bg",
    "l2vpn-bg": "bridge-domain * -> l2vpn-bd\np2p * -> l2vpn-bd",
    "l2vpn-bd": "interface *\nneighbor *\nrouted interface *\nvfi *",
    "ldp": f"router-id = *\n{FAMILY} -> free\ninterface * -> free",
    "ntp": """
        authenticate .
        authentication-key|trusted-key *
        max-associations|access-group *
        # server vrf * * =
        # server * =
        peer *
        source vrf * *
        source = *
        update-calendar .
    """,
    "netconf": "ssh .",
    "control-plane": "management-plane -> mpp",
    "mpp": "inband -> mpp\nout-of-band -> mpp\nvrf *\ninterface * -> mpp-if",
    "mpp-if": "allow * -> mpp-allow",
    "mpp-allow": "peer -> mpp-peer",
    "mpp-peer": "address *",
    "lldp": "timer|holdtime|reinit = <n>\nmanagement enable .\nsubinterfaces enable .",
    "free": "*",
}

PROMPTS = {
    "interface": "if",
    "bgp-vrf": "bgp-vrf",
    "ospf-area": "ospf-ar",
    "ospf-if": "ospf-ar-if",
    "acl": "ipv4-acl",
    "username": "un",
    "aaa-group": "sg-tacacs",
    "tacacs": "tacacs-host",
    "dhcp": "dhcpv4",
}
"""What the prompt of a mode shows behind `config-`, where it is not the mode's name."""

REWRITES = (
    (r"^(no )?interface (\S+) (\d\S*)$", r"\1interface \2\3"),
    (r"^(description|banner \S+) +", r"\1 "),
)
"""How the device rewrites what was typed, as pattern and replacement."""

INTERFACE_TYPES = (
    "Bundle-Ether",
    "BVI",
    "Loopback",
    "MgmtEth",
    "GigabitEthernet",
    "TenGigE",
    "TwentyFiveGigE",
    "FortyGigE",
    "HundredGigE",
    "FourHundredGigE",
)
"""Interface types in the order of print; an abbreviation (`gi0/0/0/1`) is completed to the first that fits."""

_BLOCK = re.compile(r"\s*(?:route-policy|(?:prefix|as-path|community|extcommunity|rd|tag)-set|banner \S+) \S")


def opens_block(line: str) -> bool:
    """Whether a line begins a value of several lines: a policy, a set or a banner. A neighbor's `route-policy NAME in` does not."""
    return _BLOCK.match(line) is not None and not re.search(r" (in|out)$", line)


def is_block_complete(lines: Sequence[str]) -> bool:
    """Whether such a value is whole."""
    first = lines[0].strip()
    if not first.startswith("banner"):
        return lines[-1].strip() == ("end-policy" if first.startswith("route-policy") else "end-set")
    return "\n".join(lines).count(banner_mark(first.split(None, 2)[2])) >= 2


CLOSERS = {"class-map": "end-class-map", "policy-map": "end-policy-map"}
"""The line that ends a section, by its mode; it stands one deeper than the first one."""

GRAMMAR = Grammar(MODES, INTERFACE_TYPES, CLOSERS)
