"""FRRouting."""

from __future__ import annotations

import re
from dataclasses import replace

from netops.dialects.syntax import CLI
from netops.platforms._cli import REFUSED_CISCO
from netops.platforms._read_only import READ_ONLY_CLI
from netops.platforms._releases import NUMBERED
from netops.platforms.frr.rulebook import GRAMMAR
from netops.platforms.record import CliSession, ConfigText, Platform, PlatformSpec

PLATFORM = Platform(
    name="frr",
    package=__name__,
    grammar=GRAMMAR,
    facts=".facts:READER",
    importer=".importing:IMPORTER",
    capability="capability.yaml",
    release=NUMBERED,  # 8.4.4, and Debian's 8.4.4-1.1~deb12u1
    nouns=(),
    stack_leaders=1,
    makes_services=False,
    aliases=re.compile(r"\bfrr|frrouting", re.IGNORECASE),
    ports=None,
    syntax=replace(CLI, name="frr"),
    text=ConfigText(
        last_line=re.compile("end"),
        other_form=None,
        may_be_empty=False,
        paged=True,
        has_startup=True,
        last_in_file=re.compile("!|exit|line vty"),  # /etc/frr/frr.conf, as `write memory` makes it, has no `end`
    ),
    read_only=READ_ONLY_CLI,
    transport="ssh",
    spec=PlatformSpec(
        platform="frr",
        apply="commands",
        atomic=False,
        candidate_readable=False,
        revert_granularity_s=1,
        detached=True,  # frr-reload.py in a session of its own
    ),
    driver=".driver:connect",
    netmiko="cisco_ios",
    cli=CliSession(
        running="show running-config",
        startup=None,  # vtysh asks each daemon for a file of its own, and an integrated config has none
        heading=re.compile(r"\A.*?(?=^frr version )", re.MULTILINE | re.DOTALL),
        refused=REFUSED_CISCO,
        leave="exit",
        commit=False,
        save="write memory",
        version="show version",
    ),
    simulator="netops.lab.sim.frr_router:SIMULATOR",
    bootstrap=(),
)
