"""Cisco IOS XR."""

from __future__ import annotations

import re
from dataclasses import replace

from netops.dialects.syntax import CLI
from netops.platforms._cli import REFUSED_CISCO
from netops.platforms._read_only import READ_ONLY_CLI, with_extra_commands
from netops.platforms._releases import NUMBERED
from netops.platforms.cisco_xr.rulebook import GRAMMAR
from netops.platforms.record import CliSession, ConfigText, Platform, PlatformSpec

PLATFORM = Platform(
    name="cisco_xr",
    package=__name__,
    grammar=GRAMMAR,
    facts=".facts:READER",
    importer=".importing:IMPORTER",
    capability=None,
    release=NUMBERED,  # 7.5.2
    nouns=(),
    stack_leaders=1,
    makes_services=False,
    aliases=re.compile(r"ios.?xr|cisco.?xr\b|\bxr\b", re.IGNORECASE),
    ports=re.compile(r"(TenGigE|HundredGigE|FortyGigE|Bundle-Ether|MgmtEth)\d"),
    syntax=replace(CLI, name="cisco_xr"),
    text=ConfigText(
        last_line=re.compile("end"),
        other_form=None,
        may_be_empty=False,
        paged=True,
        has_startup=False,
        last_in_file=re.compile("!"),  # gNMI and NETCONF give the text of the command line without `end`
    ),
    read_only=with_extra_commands(READ_ONLY_CLI, "dir"),
    transport="ssh",
    spec=PlatformSpec(
        platform="cisco_xr",
        apply="replace",
        atomic=True,
        candidate_readable=True,
        revert_granularity_s=30,
        alternatives=("commands",),
    ),
    driver=".driver:connect",
    netmiko="cisco_xr",
    cli=CliSession(
        running="show running-config",
        startup=None,
        heading=re.compile(
            r"^(?:\w{3} \w{3} +\d+ \d\d:\d\d:.*|(?:!! )?Building configuration.*|!! Last configuration change.*)\n?", re.MULTILINE
        ),
        refused=REFUSED_CISCO,
        leave="exit",
        commit=True,
        save=None,
        version="show version",
    ),
    simulator="netops.lab.sim.xr:SIMULATOR",
    bootstrap=(
        "hostname",
        "users",
        "user_roles",
        "aaa",
        "ssh",
        "terminal_lines",
        "static_routes",
        "lines: vrf {vrf}",
    ),
)
