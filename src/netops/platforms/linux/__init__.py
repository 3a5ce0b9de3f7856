"""A Linux host, made of files."""

from __future__ import annotations

import re
from dataclasses import replace

from netops.dialects.syntax import CLI
from netops.platforms._read_only import READ_ONLY_SHELL
from netops.platforms._releases import NUMBERED
from netops.platforms.linux.rulebook import GRAMMAR
from netops.platforms.record import ConfigText, Platform, PlatformSpec

PLATFORM = Platform(
    name="linux",
    package=__name__,
    grammar=GRAMMAR,
    facts=None,
    importer=".importing:IMPORTER",
    capability=None,
    release=NUMBERED,
    nouns=("files", "system_services"),
    stack_leaders=1,
    makes_services=True,
    aliases=re.compile(r"linux|ubuntu|debian|rhel|red.?hat|centos|rocky|\balma|fedora|\bsuse|\bsles", re.IGNORECASE),
    ports=None,
    syntax=replace(CLI, name="linux"),
    text=ConfigText(last_line=None, other_form=None, may_be_empty=True, paged=False, has_startup=False),
    read_only=READ_ONLY_SHELL,
    transport="ssh",
    spec=PlatformSpec(
        platform="linux",
        apply="replace",
        atomic=True,
        candidate_readable=True,
        revert_granularity_s=1,
    ),
    driver=".driver:connect",
    netmiko="linux",
    cli=None,
    simulator="netops.lab.sim.linux_host:SIMULATOR",
    bootstrap=(),
)
