"""Juniper Junos."""

from __future__ import annotations

import re
from dataclasses import replace

from netops.dialects.syntax import JUNOS
from netops.platforms._read_only import READ_ONLY_CLI
from netops.platforms.juniper_junos.rulebook import GRAMMAR
from netops.platforms.record import CliSession, ConfigText, Platform, PlatformSpec

PLATFORM = Platform(
    name="juniper_junos",
    package=__name__,
    grammar=GRAMMAR,
    facts=".facts:READER",
    importer=".importing:IMPORTER",
    capability="capability.yaml",
    release=re.compile(r"\d+\.\d+(?:[RXBIF]\d+)?(?:-[SD]\d+)?"),  # 21.4R3-S2, 15.1X49-D170, not the build after a dot
    nouns=("security",),
    stack_leaders=2,
    makes_services=False,
    aliases=re.compile(r"junos|juniper", re.IGNORECASE),
    ports=None,
    syntax=replace(JUNOS, name="juniper_junos"),
    text=ConfigText(last_line=re.compile("}"), other_form="set ", may_be_empty=False, paged=True, has_startup=False),
    read_only=READ_ONLY_CLI,
    transport="netconf",
    spec=PlatformSpec(
        platform="juniper_junos",
        apply="replace",
        atomic=True,
        candidate_readable=True,
        revert_granularity_s=60,
        alternatives=("commands",),
    ),
    driver=".driver:connect",
    netmiko="juniper_junos",
    cli=CliSession(
        running="show configuration",
        startup=None,
        heading=re.compile(r"^## Last (?:commit|changed):.*\n?", re.MULTILINE),
        refused=re.compile(r"^(?:syntax error|unknown command|error:|missing argument)", re.MULTILINE),
        leave=None,
        commit=True,
        save=None,
        version="show version",
    ),
    simulator="netops.lab.sim.junos:SIMULATOR",
    bootstrap=(
        "hostname",
        "users",
        "user_roles",
        "root_login",
        "aaa",
        "ssh",
        "netconf",
        "lines: vlans {vlan_name}",
        "lines: system management-instance",
        "lines: routing-instances {vrf}",
        "lines: routing-options static route 0.0.0.0/0",
        "lines: routing-options static route {prefix}",
        "lines: routing-options rib inet6.0 static route ::/0",
    ),
)
