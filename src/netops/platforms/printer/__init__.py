"""A printer, which is observed only."""

from __future__ import annotations

from netops.dialects.syntax import PrintSyntax
from netops.platforms._read_only import NO_COMMANDS
from netops.platforms._releases import NUMBERED
from netops.platforms.record import Platform, PlatformSpec

PLATFORM = Platform(
    name="printer",
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
    syntax=PrintSyntax("printer"),
    text=None,
    read_only=NO_COMMANDS,
    transport="ipp",
    spec=PlatformSpec(
        platform="printer",
        apply="observe",
        atomic=False,
        candidate_readable=False,
        revert_granularity_s=None,
        observed=True,
    ),
    driver=".driver:connect",
    netmiko=None,
    cli=None,
    simulator="netops.lab.sim.printer:SIMULATOR",
    bootstrap=(),
)
