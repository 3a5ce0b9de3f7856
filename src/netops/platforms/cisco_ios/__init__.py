"""Cisco IOS and IOS XE."""

from __future__ import annotations

import re
from dataclasses import replace

from netops.dialects.syntax import CLI
from netops.platforms._cli import REFUSED_CISCO
from netops.platforms._read_only import READ_ONLY_CLI, with_extra_commands
from netops.platforms.cisco_ios.rulebook import GRAMMAR
from netops.platforms.record import CliSession, ConfigText, Platform, PlatformSpec, Precondition

PLATFORM = Platform(
    name="cisco_ios",
    package=__name__,
    grammar=GRAMMAR,
    facts=".facts:READER",
    importer=".importing:IMPORTER",
    capability="capability.yaml",
    release=re.compile(r"\d+\.\d+(?:\(\w+(?:\.\d+)?\)[A-Z]*\d*\w*|(?:\.\d+)*[a-z]?)"),  # 15.2(7)E3, 17.09.04a
    nouns=("qos",),
    stack_leaders=1,
    makes_services=False,
    aliases=re.compile(r"\bios(?!.?xr)|cisco.?xe\b|catalyst|\bcisco$", re.IGNORECASE),
    ports=re.compile(r"(Fast|Gigabit|TenGigabit|TwoGigabit|TwentyFiveGig|FortyGigabit)Ethernet\d|Port-channel\d"),
    syntax=replace(CLI, name="cisco_ios"),
    text=ConfigText(
        last_line=re.compile("end"),
        other_form=None,
        may_be_empty=False,
        paged=True,
        has_startup=True,
        last_in_file=re.compile("!"),  # archives and scripts write files without `end`
    ),
    read_only=with_extra_commands(READ_ONLY_CLI, "dir", "more", "verify"),
    transport="ssh",
    spec=PlatformSpec(
        platform="cisco_ios",
        apply="replace",
        atomic=False,
        candidate_readable=False,
        revert_granularity_s=60,
        alternatives=("commands",),
        # Configuration Replace and Configuration Rollback, Cisco: the timer is one of the archive.
        preconditions=(
            Precondition(ways=("replace",), path=("file prompt quiet",), why="without it IOS asks questions in the middle of a change"),
            Precondition(ways=("replace",), path=("ip scp server enable",), why="without it IOS takes no files"),
            Precondition(ways=("replace", "commands"), path=("archive", "path"), why="without it IOS has no revert timer"),
        ),
    ),
    driver=".driver:connect",
    netmiko="cisco_ios",
    cli=CliSession(
        running="show running-config",
        startup="show startup-config",
        heading=re.compile(
            r"^(?:Building configuration|Current configuration :"
            r"|! Last configuration change at|! NVRAM config last updated at).*",
            re.MULTILINE,
        ),
        refused=REFUSED_CISCO,
        leave=None,
        commit=False,
        save="write memory",
        version="show version",
    ),
    simulator="netops.lab.sim.ios:SIMULATOR",
    bootstrap=(
        "hostname",
        "users",
        "aaa",
        "enable_secret",
        "ssh",
        "terminal_lines",
        "lines: ip domain",
        "lines: archive",
        "lines: file prompt quiet",
        "lines: ip routing",
        "lines: ip default-gateway",
        "lines: vlan {vlan}",
        "lines: vrf definition {vrf}",
        "lines: ip vrf {vrf}",
        "lines: ip route 0.0.0.0 0.0.0.0",
        "lines: ip route {network} {mask}",
        "lines: ip route vrf {vrf} {network} {mask}",
        "lines: ipv6 route ::/0",
        "lines: ip route vrf {vrf} 0.0.0.0 0.0.0.0",
        "lines: ipv6 route vrf {vrf} ::/0",
    ),
)
