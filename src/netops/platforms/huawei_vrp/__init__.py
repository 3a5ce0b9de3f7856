"""Huawei VRP: rules for its configs, no driver of its own: the generic one reads and changes it."""

from __future__ import annotations

import re
from dataclasses import replace

from netops.dialects.syntax import CLI
from netops.platforms._read_only import READ_ONLY_CLI
from netops.platforms._releases import NUMBERED
from netops.platforms.huawei_vrp.rulebook import GRAMMAR
from netops.platforms.record import GENERIC_DRIVER, CliSession, ConfigText, Platform, PlatformSpec

PLATFORM = Platform(
    name="huawei_vrp",
    package=__name__,
    grammar=GRAMMAR,
    facts=None,
    importer=None,
    capability=None,
    release=NUMBERED,
    nouns=(),
    stack_leaders=1,
    makes_services=False,
    aliases=re.compile(r"\bvrp|huawei|cloudengine", re.IGNORECASE),
    ports=None,
    syntax=replace(CLI, name="huawei_vrp"),
    text=ConfigText(last_line=re.compile("return"), other_form=None, may_be_empty=False, paged=True, has_startup=True),
    read_only=READ_ONLY_CLI,
    transport="ssh",
    spec=PlatformSpec(
        platform="huawei_vrp",
        apply="commands",
        atomic=False,
        candidate_readable=False,
        revert_granularity_s=None,
    ),
    driver=GENERIC_DRIVER,
    netmiko="huawei_vrp",
    cli=CliSession(
        running="display current-configuration",
        startup="display saved-configuration",
        heading=re.compile(r"^!(?:Software Version|Last configuration was).*\n?", re.MULTILINE),
        refused=re.compile(r"^\s*Error:", re.MULTILINE),
        leave="quit",
        commit=False,
        save="save",
        version="display version",
    ),
    simulator=None,
    bootstrap=(
        "hostname",
        "aaa",
        "ssh",
        "terminal_lines",
        "lines: vlan {vlan}",
        "lines: ip vpn-instance {vrf}",
        "lines: ip route-static 0.0.0.0",
        "lines: ip route-static {network}",
        "lines: ip route-static vpn-instance {vrf} 0.0.0.0",
    ),
)
