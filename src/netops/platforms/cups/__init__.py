"""A CUPS print server: its queues."""

from __future__ import annotations

import re

from netops.dialects.syntax import PrintSyntax
from netops.platforms._read_only import NO_COMMANDS
from netops.platforms._releases import NUMBERED
from netops.platforms.cups.rulebook import GRAMMAR
from netops.platforms.record import ConfigText, Platform, PlatformSpec

PLATFORM = Platform(
    name="cups",
    package=__name__,
    grammar=GRAMMAR,
    facts=None,
    importer=None,
    capability=None,
    release=NUMBERED,
    nouns=("print_queues",),
    stack_leaders=1,
    makes_services=False,
    aliases=re.compile(r"\bcups\b", re.IGNORECASE),
    ports=None,
    syntax=PrintSyntax("cups"),
    text=ConfigText(last_line=None, other_form=None, may_be_empty=True, paged=False, has_startup=False),
    read_only=NO_COMMANDS,
    transport="ipp",
    spec=PlatformSpec(
        platform="cups",
        apply="commands",
        atomic=False,
        candidate_readable=True,
        revert_granularity_s=None,
    ),
    driver=".driver:connect",
    netmiko=None,
    cli=None,
    simulator="netops.lab.sim.cups_server:SIMULATOR",
    bootstrap=(),
)
