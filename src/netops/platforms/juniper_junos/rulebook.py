"""Junos (CLI User Guide; User Access and Authentication, SNMP and Routing guides for where secrets stand)."""

from __future__ import annotations

import re

from netops.dialects import junos
from netops.dialects.grammar import Grammar
from netops.dialects.secret_rules import secret_rules
from netops.platforms.juniper_junos.secrets import SECRETS

GRAMMAR = Grammar(
    name="juniper_junos",
    dialect=junos,
    comments=("#", "/*"),
    secrets=secret_rules(SECRETS),
    features={
        "aaa": (
            "system authentication-order",
            "system tacplus-server",
            "system radius-server",
            "system tacplus-options",
            "system accounting",
        ),
        "acls": ("firewall",),
        "banner": ("system login message", "system login announcement"),
        "bgp": ("protocols bgp", "routing-options autonomous-system"),
        "chassis": ("chassis",),
        "dhcp": ("forwarding-options dhcp-relay", "access address-assignment", "system services dhcp-local-server"),
        "dns": ("system name-server", "system domain-name", "system domain-search"),
        "dot1x": ("protocols dot1x",),
        "hostname": ("system host-name",),
        "interfaces": ("interfaces",),
        "ip_sla": ("services rpm",),
        "ipsec": ("security ike", "security ipsec"),
        "isis": ("protocols isis",),
        "lldp": ("protocols lldp",),
        "management_api": ("system services extension-service",),
        "mpls": ("protocols mpls", "protocols ldp", "protocols rsvp", "protocols source-packet-routing"),
        "multicast": ("protocols pim", "protocols igmp", "protocols igmp-snooping", "protocols mld", "protocols msdp"),
        "nat": ("security nat",),
        "netconf": ("system services netconf",),
        "netflow": ("forwarding-options sampling", "services flow-monitoring"),
        "ntp": ("system ntp",),
        "ospf": ("protocols ospf", "protocols ospf3"),
        "pki": ("security pki", "security certificates"),
        "prefix_lists": ("policy-options prefix-list",),
        "qos": ("class-of-service",),
        "root_login": ("system root-authentication",),
        "route_maps": ("policy-options policy-statement", "policy-options community", "policy-options as-path"),
        "security": ("security", "applications"),
        "snmp": ("snmp",),
        "ssh": ("system services ssh",),
        "stack": ("virtual-chassis",),
        "static_routes": ("routing-options static", "routing-options rib"),
        "stp": ("protocols rstp", "protocols mstp", "protocols vstp"),
        "syslog": ("system syslog",),
        "time_zone": ("system time-zone",),
        "user_roles": ("system login class",),
        "users": ("system login user",),
        "vlans": ("vlans",),
        "vrfs": ("routing-instances",),
    },
    indent=4,
    # Junos OS Overview, Management Ethernet Interfaces; Management Interface in a Non-Default Instance; groups of routing engines and nodes
    staying=re.compile(
        r"interfaces (?:(?:fxp|em|me)\d+|vme|re\d+:mgmt-\d+)|system management-instance|routing-instances mgmt_junos"
        r"|groups (?:re|node|member)\d+|apply-groups (?:(?:re|node|member)\d+|\"\$\{\w+\}\")"
    ),
)
