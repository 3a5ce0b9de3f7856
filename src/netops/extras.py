"""What only some commands need is an extra of the distribution: which modules it brings, and how it is installed.

>>> EXTRAS["lab"]
('asyncssh',)
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec

from netops.errors import UsageError

DISTRIBUTION = "netops-as-code"
"""The name on the package index. Command and import name are `netops`, which belongs to another project there."""

EXTRAS: Mapping[str, Sequence[str]] = {
    "devices": ("napalm", "netmiko", "ntc_templates", "paramiko"),
    "printers": ("puresnmp", "pyipp"),
    "lab": ("asyncssh",),
    "capture": ("pyrage",),
    "netbox": ("pynetbox",),
}
"""The modules that an extra brings and netops imports."""

_WITH_THEM: Mapping[str, Sequence[str]] = {"devices": ("cryptography", "lxml", "pyeapi", "textfsm")}
"""Modules that those require in turn, and netops imports too."""

_BY_TRANSPORT: Mapping[str, Sequence[str]] = {"ipp": ("devices", "printers"), "snmp": ("devices", "printers")}
_ANY_TRANSPORT = ("devices",)


def missing_modules(extra: str) -> list[str]:
    """The modules of an extra that are not installed."""
    return [module for module in EXTRAS[extra] if find_spec(module) is None]


def for_transport(transport: str) -> Sequence[str]:
    """The extras that a driver needs which reaches its devices this way."""
    return _BY_TRANSPORT.get(transport, _ANY_TRANSPORT)


def install_command(*extras: str) -> str:
    """The command that installs extras for the Python that runs.

    >>> install_command("lab").endswith(" -m pip install 'netops-as-code[lab]'")
    True
    """
    return f"{shlex.quote(sys.executable)} -m pip install '{DISTRIBUTION}[{','.join(extras)}]'"


def require_extra(purpose: str, *extras: str) -> None:
    """UsageError when a module of the extras is not installed: what needs it, and how to install it."""
    wanted = [extra for extra in extras if missing_modules(extra)]
    if wanted:
        raise not_installed(purpose, [module for extra in wanted for module in missing_modules(extra)], wanted)


def not_installed(purpose: str, modules: Sequence[str], extras: Sequence[str]) -> UsageError:
    """The error for modules that are not installed."""
    verb = "is" if len(modules) == 1 else "are"
    hint = f"install the extra{'s' if len(extras) > 1 else ''}: {install_command(*extras)}"
    return UsageError(f"{purpose} needs {', '.join(modules)}, which {verb} not installed", hint=hint)


def extra_of(module: str) -> str:
    """The extra that brings a module; empty when none does."""
    top = module.split(".")[0]
    return next((extra for extra, modules in EXTRAS.items() if top in (*modules, *_WITH_THEM.get(extra, ()))), "")
