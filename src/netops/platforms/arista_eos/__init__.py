"""Arista EOS."""

from __future__ import annotations

import re
from dataclasses import replace

from netops.dialects.syntax import CLI
from netops.platforms._cli import REFUSED_CISCO
from netops.platforms._read_only import READ_ONLY_CLI, with_extra_commands
from netops.platforms.arista_eos.rulebook import GRAMMAR
from netops.platforms.record import CliSession, ConfigText, Platform, PlatformSpec

PLATFORM = Platform(
    name="arista_eos",
    package=__name__,
    grammar=GRAMMAR,
    facts=".facts:READER",
    importer=".importing:IMPORTER",
    capability="capability.yaml",
    release=re.compile(r"\d+(?:\.\d+)+[A-Z]?"),  # 4.30.1F, 4.20.15.1M
    nouns=("qos",),
    stack_leaders=1,
    makes_services=False,
    aliases=re.compile(r"\beos\b|arista", re.IGNORECASE),
    ports=None,
    syntax=replace(CLI, name="arista_eos"),
    text=ConfigText(
        last_line=re.compile("end"),
        other_form=None,
        may_be_empty=False,
        paged=True,
        has_startup=True,
        last_in_file=re.compile("!"),  # archives and scripts write files without `end`
    ),
    read_only=with_extra_commands(READ_ONLY_CLI, "dir", "more"),
    transport="eapi",
    spec=PlatformSpec(
        platform="arista_eos",
        apply="replace",
        atomic=True,
        candidate_readable=True,
        revert_granularity_s=1,
        alternatives=("commands",),
    ),
    driver=".driver:connect",
    netmiko="arista_eos",
    cli=CliSession(
        running="show running-config",
        startup="show startup-config",
        heading=re.compile(r"^! Command: .*\n?", re.MULTILINE),
        refused=REFUSED_CISCO,
        leave=None,
        commit=False,
        save="write memory",
        version="show version",
    ),
    simulator="netops.lab.sim.eos:SIMULATOR",
    bootstrap=(
        "hostname",
        "users",
        "aaa",
        "enable_secret",
        "ssh",
        "routing",
        "lines: management api",
        "lines: vlan {vlan}",
        "lines: vrf instance {vrf}",
        "lines: ip routing vrf {vrf}",
        "lines: ip route 0.0.0.0/0",
        "lines: ip route {prefix}",
        "lines: ip route vrf {vrf} {prefix}",
        "lines: ipv6 route ::/0",
        "lines: ip route vrf {vrf} 0.0.0.0/0",
        "lines: ipv6 route vrf {vrf} ::/0",
    ),
)
