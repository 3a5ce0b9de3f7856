"""How configs of the platform are brought in: what is recognised, and what its lines are in the model."""

from __future__ import annotations

from typing import Final

from netops.dialects.tree import Node, Tree
from netops.facts.acl_entries import drop_empty
from netops.facts.importer import Importer, starts
from netops.facts.read import Reader
from netops.facts.table import Below, Fields, const, put, table
from netops.platforms._multicast import of_vrf, rp
from netops.platforms._traffic import traffic
from netops.platforms.cisco_xr import importing_aaa, importing_bgp, importing_policy, importing_ports
from netops.platforms.cisco_xr.importing_filters import ACL, GROUP, acl, group
from netops.platforms.cisco_xr.importing_mpls import MPLS
from netops.platforms.cisco_xr.importing_routes import STATIC, VRF, vrf
from netops.platforms.cisco_xr.importing_services import (
    CALL_HOME,
    GRPC,
    LINE,
    NTP,
    SEGMENT_ROUTING,
    USER,
    buffered,
    community,
    dns,
    line,
    log,
    log_server,
    of,
    section,
    ssh_vrf,
    user,
)

MULTICAST_PORTS: Final = table(
    {
        "interface all enable": lambda fields: fields.setdefault("interfaces", []).append("all"),
        "interface *": Below(
            table({"enable": const("_on", True)}),
            lambda fields, name: (fields.setdefault("interfaces", []).append(name), {})[1],
            whole=True,
        ),
    }
)
PIM: Final = table(
    {
        "rp-address *": lambda context, address: rp(of_vrf(context["root"]), address),
        "rp-address * *": lambda context, address, acl: rp(of_vrf(context["root"]), address, acl),
        "interface *": Below(
            table({"enable": const("pim_sparse", True)}), lambda context, name: importing_ports.port(context["root"], name), whole=True
        ),
    }
)
TOP: Final = table(
    {
        "hostname *": put("hostname"),
        "domain name *": lambda fields, word: dns(fields, "name", word),
        "domain vrf * name *": lambda fields, vrf, word: dns(fields, "name", word, vrf),
        "domain list|name-server *": dns,
        "domain vrf * list|name-server *": lambda fields, vrf, key, word: dns(fields, key, word, vrf),
        "domain lookup disable": of("system", "domain_lookup", False),
        "service timestamps log|debug ~": lambda fields, kind, words: (
            fields.setdefault("system", {}).setdefault("timestamps", {}).update({kind: words})
        ),
        "logging console|monitor *": lambda fields, where, level: log(where)(fields, level),
        "logging buffered *": buffered,
        "logging * vrf * severity * port *": log_server,
        "logging source-interface *": lambda fields, name: fields.setdefault("syslog", {}).update(source_interface=name),
        "logging source-interface * vrf *": lambda fields, name, _: fields.setdefault("syslog", {}).update(source_interface=name),
        "username *": Below(USER, user, whole=True),
        "vrf *": Below(VRF, vrf),
        "line console|default": Below(LINE, line),
        "line template *": Below(LINE, lambda fields, name: line(fields, f"template {name}")),
        "ntp": Below(NTP),
        "snmp-server community * RO|RW": community,
        "snmp-server community * RO|RW ~": community,
        "snmp-server location ~": lambda fields, text: fields.setdefault("snmp", {}).update(location=text),
        "snmp-server contact ~": lambda fields, text: fields.setdefault("snmp", {}).update(contact=text),
        "snmp-server trap-source *": lambda fields, name: fields.setdefault("snmp", {}).update(source_interface=name),
        "snmp-server traps ~": lambda fields, words: fields.setdefault("snmp", {}).setdefault("traps", []).append(words),
        "object-group network ipv4|ipv6 *": Below(GROUP, lambda fields, family, name: group(fields, "network", family, name), whole=True),
        "object-group port *": Below(GROUP, lambda fields, name: group(fields, "port", "", name), whole=True),
        "ipv4|ipv6 access-list *": Below(ACL, acl),
        "interface *": Below(importing_ports.PORT, importing_ports.port),
        "router static": Below(STATIC, lambda fields: {"root": fields, "vrf": ""}),
        "router ospf *": Below(importing_ports.OSPF, importing_ports.ospf),
        "router isis *": Below(importing_ports.ISIS, importing_ports.isis),
        "router bgp *": Below(importing_bgp.BGP, importing_bgp.process),
        "lldp": Below(table({}), lambda fields: fields.update(lldp={"enabled": True}) or {}, whole=True),
        "call-home": Below(CALL_HOME, section("call_home")),
        "grpc": Below(GRPC, section("system", "grpc")),
        "netconf-yang agent": Below(table({"ssh": const("netconf", True)}), section("system"), whole=True),
        "multicast-routing": Below(table({"address-family ipv4": Below(MULTICAST_PORTS)}), of_vrf),
        "router pim": Below(table({"address-family ipv4": Below(PIM)}), lambda fields: {"root": fields}),
        "segment-routing": Below(SEGMENT_ROUTING, section("segment_routing")),
        "ssh server v2": of("ssh", "version", 2),
        "ssh server vrf *": ssh_vrf,
        "ssh server vrf * ipv4|ipv6 access-list *": ssh_vrf,
        "ssh server vrf * ipv4 access-list * ipv6 access-list *": lambda fields, vrf, one, two: ssh_vrf(
            fields, vrf, "ipv4", one, "ipv6", two
        ),
        **traffic({"access-group ipv4 *": "acl", "access-group ipv6 *": "acl_v6"}),
        **MPLS,
        **importing_aaa.AAA,
        **importing_policy.POLICY,
    }
)


def _shorten(fields: Fields) -> None:
    importing_ports.shorten(fields)
    importing_policy.shorten(fields)
    importing_bgp.shorten(fields)
    importing_aaa.finish_aaa(fields)
    drop_empty(fields)
    if not any("vrf" in port for port in fields.get("interfaces", {}).values()):
        for found in (fields.get("dns", {}), *fields.get("ntp", {}).get("servers", ()), *fields.get("syslog", {}).get("servers", ())):
            if found.get("vrf") == "default":
                del found["vrf"]
        if "dns" in fields and not fields["dns"]:
            del fields["dns"]


def _nodes(tree: Tree) -> tuple[list[Node], tuple[Node, ...]]:
    """The lines of a config as they are written; those of a policy or a set stay apart from each other."""
    return [_written(node) if node.typed or node.text.startswith(SETS) else node for node in tree.root.children.values()], ()


SETS: Final = ("route-policy ", "prefix-set ", "community-set ", "extcommunity-set ", "large-community-set ", "as-path-set ")


def _written(node: Node) -> Node:
    found = node.copy()
    lines = [" ".join(line.split()) for line in (node.typed or node.text).split("\n") if line.strip()]
    found.text = importing_policy.BREAK.join(lines) if node.text.startswith(SETS) else "\n".join(lines)
    return found


IMPORTER: Final = Importer(
    certain=starts(
        r"""
        !! IOS XR
        interface (?:MgmtEth|Bundle-Ether|\S*GigE)\S*\d
        end-policy
        route-policy[ ]
        prefix-set[ ]
        rsvp$
        segment-routing$
        mpls traffic-eng$
        telemetry model-driven
        router static
        ssh server v2
        netconf-yang agent
        call-home$
        """
    ),
    typical=starts(
        r"""
        interface \S+\d/\d/\S*\d/\d\S*
        \s+ipv[46] address[ ]
        router (?:isis|ospf|bgp|static)
        \s*end-set
        \s+address-family ipv[46] unicast
        \s+route-policy \S+ (?:in|out)
        l2vpn
        vrf \S+
        """
    ),
    reader=Reader(TOP, (), _shorten, _nodes),
    manufacturer="Cisco",
    types={
        "GigabitEthernet": "1000base-x-sfp",
        "TenGigE": "10gbase-x-sfpp",
        "TwentyFiveGigE": "25gbase-x-sfp28",
        "FortyGigE": "40gbase-x-qsfpp",
        "HundredGigE": "100gbase-x-qsfp28",
        "FourHundredGigE": "400gbase-x-qsfpdd",
        "MgmtEth": "1000base-t",
    },
    virtual=("Loopback", "Bundle-Ether", "BVI", "Null", "tunnel", "PW-Ether", "nve", "BE"),
)
