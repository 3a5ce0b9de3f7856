"""Inventory only: what netops does not configure, such as power strips, chassis and cameras."""

from __future__ import annotations

from netops.dialects.syntax import PrintSyntax
from netops.platforms._read_only import NO_COMMANDS
from netops.platforms._releases import NUMBERED
from netops.platforms.record import Platform, PlatformSpec

PLATFORM = Platform(
    name="inventory_only",
    package=__name__,
    grammar=None,
    facts=None,
    importer=None,
    capability=None,
    release=NUMBERED,
    nouns=(),
    stack_leaders=1,
    makes_services=False,
    aliases=None,
    ports=None,
    syntax=PrintSyntax("inventory_only"),
    text=None,
    read_only=NO_COMMANDS,
    transport="snmp",
    spec=PlatformSpec(
        platform="inventory_only",
        apply="observe",
        atomic=False,
        candidate_readable=False,
        revert_granularity_s=None,
        observed=True,
    ),
    driver=None,
    netmiko=None,
    cli=None,
    simulator=None,
    bootstrap=(),
)
