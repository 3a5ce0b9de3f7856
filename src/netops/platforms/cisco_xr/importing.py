"""How configs of the platform are brought in: what is recognised, and what its lines are in the model."""

from __future__ import annotations

from typing import Final

from netops.dialects.tree import Node, Tree
from netops.facts.acl_entries import drop_empty
from netops.facts.importer import Importer, starts_with_any
from netops.facts.read import Reader
from netops.facts.table import Fields, SectionPattern, make_table, set_constant, set_field
from netops.platforms._multicast import of_vrf, rp
from netops.platforms._traffic import traffic
from netops.platforms.cisco_xr import importing_aaa, importing_bgp, importing_policy, importing_ports
from netops.platforms.cisco_xr.importing_filters import ACL, GROUP, enter_acl, group
from netops.platforms.cisco_xr.importing_mpls import MPLS
from netops.platforms.cisco_xr.importing_routes import STATIC, VRF, vrf_fields
from netops.platforms.cisco_xr.importing_services import (
    CALL_HOME,
    GRPC,
    LINE,
    NTP,
    SEGMENT_ROUTING,
    USER,
    add_snmp_community,
    enter_line,
    enter_noun,
    enter_user,
    log_server,
    set_dns,
    set_log_buffer,
    set_log_severity,
    set_noun_value,
    ssh_vrf,
)

MULTICAST_PORTS: Final = make_table(
    {
        "interface all enable": lambda fields: fields.setdefault("interfaces", []).append("all"),
        "interface *": SectionPattern(
            make_table({"enable": set_constant("_on", True)}),
            lambda fields, name: (fields.setdefault("interfaces", []).append(name), {})[1],
            whole=True,
        ),
    }
)
PIM: Final = make_table(
    {
        "rp-address *": lambda context, address: rp(of_vrf(context["root"]), address),
        "rp-address * *": lambda context, address, acl: rp(of_vrf(context["root"]), address, acl),
        "interface *": SectionPattern(
            make_table({"enable": set_constant("pim_sparse", True)}),
            lambda context, name: importing_ports.port_fields(context["root"], name),
            whole=True,
        ),
    }
)
TOP: Final = make_table(
    {
        "hostname *": set_field("hostname"),
        "domain name *": lambda fields, word: set_dns(fields, "name", word),
        "domain vrf * name *": lambda fields, vrf, word: set_dns(fields, "name", word, vrf),
        "domain list|name-server *": set_dns,
        "domain vrf * list|name-server *": lambda fields, vrf, key, word: set_dns(fields, key, word, vrf),
        "domain lookup disable": set_noun_value("system", "domain_lookup", False),
        "service timestamps log|debug ~": lambda fields, kind, words: (
            fields.setdefault("system", {}).setdefault("timestamps", {}).update({kind: words})
        ),
        "logging console|monitor *": lambda fields, where, level: set_log_severity(where)(fields, level),
        "logging buffered *": set_log_buffer,
        "logging * vrf * severity * port *": log_server,
        "logging source-interface *": lambda fields, name: fields.setdefault("syslog", {}).update(source_interface=name),
        "logging source-interface * vrf *": lambda fields, name, _: fields.setdefault("syslog", {}).update(source_interface=name),
        "username *": SectionPattern(USER, enter_user, whole=True),
        "vrf *": SectionPattern(VRF, vrf_fields),
        "line console|default": SectionPattern(LINE, enter_line),
        "line template *": SectionPattern(LINE, lambda fields, name: enter_line(fields, f"template {name}")),
        "ntp": SectionPattern(NTP),
        "snmp-server community * RO|RW": add_snmp_community,
        "snmp-server community * RO|RW ~": add_snmp_community,
        "snmp-server location ~": lambda fields, text: fields.setdefault("snmp", {}).update(location=text),
        "snmp-server contact ~": lambda fields, text: fields.setdefault("snmp", {}).update(contact=text),
        "snmp-server trap-source *": lambda fields, name: fields.setdefault("snmp", {}).update(source_interface=name),
        "snmp-server traps ~": lambda fields, words: fields.setdefault("snmp", {}).setdefault("traps", []).append(words),
        "object-group network ipv4|ipv6 *": SectionPattern(
            GROUP, lambda fields, family, name: group(fields, "network", family, name), whole=True
        ),
        "object-group port *": SectionPattern(GROUP, lambda fields, name: group(fields, "port", "", name), whole=True),
        "ipv4|ipv6 access-list *": SectionPattern(ACL, enter_acl),
        "interface *": SectionPattern(importing_ports.PORT, importing_ports.port_fields),
        "router static": SectionPattern(STATIC, lambda fields: {"root": fields, "vrf": ""}),
        "router ospf *": SectionPattern(importing_ports.OSPF, importing_ports.enter_ospf),
        "router isis *": SectionPattern(importing_ports.ISIS, importing_ports.enter_isis),
        "router bgp *": SectionPattern(importing_bgp.BGP, importing_bgp.enter_bgp_process),
        "lldp": SectionPattern(make_table({}), lambda fields: fields.update(lldp={"enabled": True}) or {}, whole=True),
        "call-home": SectionPattern(CALL_HOME, enter_noun("call_home")),
        "grpc": SectionPattern(GRPC, enter_noun("system", "grpc")),
        "netconf-yang agent": SectionPattern(make_table({"ssh": set_constant("netconf", True)}), enter_noun("system"), whole=True),
        "multicast-routing": SectionPattern(make_table({"address-family ipv4": SectionPattern(MULTICAST_PORTS)}), of_vrf),
        "router pim": SectionPattern(make_table({"address-family ipv4": SectionPattern(PIM)}), lambda fields: {"root": fields}),
        "segment-routing": SectionPattern(SEGMENT_ROUTING, enter_noun("segment_routing")),
        "ssh server v2": set_noun_value("ssh", "version", 2),
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
    importing_ports.shorten_ports(fields)
    importing_policy.shorten_policies(fields)
    importing_bgp.shorten_bgp(fields)
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
    certain=starts_with_any(
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
    typical=starts_with_any(
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
