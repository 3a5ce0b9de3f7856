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
        "dns": ("system name-server", "system domain-name", "system domain-search"),
        "hostname": ("system host-name",),
        "interfaces": ("interfaces",),
        "lldp": ("protocols lldp",),
        "netconf": ("system services netconf",),
        "ntp": ("system ntp",),
        "ospf": ("protocols ospf", "protocols ospf3"),
        "prefix_lists": ("policy-options prefix-list",),
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
