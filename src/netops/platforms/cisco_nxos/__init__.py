"""Cisco NX-OS."""

from __future__ import annotations

import re
from dataclasses import replace

from netops.dialects.syntax import CLI
from netops.platforms._cli import REFUSED_CISCO
from netops.platforms._read_only import READ_ONLY_CLI, with_extra_commands
from netops.platforms.cisco_nxos.rulebook import GRAMMAR
from netops.platforms.record import CliSession, ConfigText, PartialTimer, Platform, PlatformSpec, Precondition

PLATFORM = Platform(
    name="cisco_nxos",
    package=__name__,
    grammar=GRAMMAR,
    facts=".facts:READER",
    importer=".importing:IMPORTER",
    capability="capability.yaml",
    release=re.compile(r"\d+\.\d+\(\w+(?:\.\d+)?\)(?:[A-Z]+\d*(?:\(\w+\))?)?"),  # 9.3(10), 10.4(5)M, 7.0(3)I7(10)
    nouns=(),
    stack_leaders=1,
    makes_services=False,
    aliases=re.compile(r"nx.?os|nexus|cisco.?nx\b", re.IGNORECASE),
    ports=re.compile(r"Ethernet\d+/\d|mgmt0$"),
    syntax=replace(CLI, name="cisco_nxos"),
    text=ConfigText(last_line=None, other_form=None, may_be_empty=False, paged=True, has_startup=True),
    read_only=with_extra_commands(READ_ONLY_CLI, "dir"),
    transport="ssh",
    spec=PlatformSpec(
        platform="cisco_nxos",
        apply="replace",
        atomic=True,
        candidate_readable=False,
        # `commit-timeout` takes 30 to 3600 s (System Management Configuration Guide, Performing Configuration Replace).
        revert_granularity_s=30,
        alternatives=("commands",),
        timer=PartialTimer(
            ways=("replace",),
            since=("7.0(3)I5(1)", "8.2(1)"),  # Nexus 9000 and 3000; Nexus 7000 and all later trains
            release=re.compile(r"^version (\S+)", re.MULTILINE),
        ),
        preconditions=(Precondition(ways=("replace",), path=("feature scp-server",), why="without it NX-OS takes no files"),),
    ),
    driver=".driver:connect",
    netmiko="cisco_nxos",
    cli=CliSession(
        running="show running-config",
        startup="show startup-config",
        heading=re.compile(r"^!(?:Command:|Running configuration last done at:|Time:|Startup config saved at:).*\n?", re.MULTILINE),
        refused=REFUSED_CISCO,
        leave=None,
        commit=False,
        save="copy running-config startup-config",
        version="show version",
    ),
    simulator="netops.lab.sim.nxos:SIMULATOR",
    bootstrap=(
        "hostname",
        "users",
        "user_roles",
        "aaa",
        "ssh",
        "system",
        "terminal_lines",
        "lines: vlan {vlan}",
        "lines: vrf context {vrf}",
        "lines: ip route 0.0.0.0/0",
        "lines: ip route {prefix}",
        "lines: ipv6 route 0::/0",
    ),
)
