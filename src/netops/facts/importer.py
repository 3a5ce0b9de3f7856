"""What a platform has for importing configs: how its texts are recognised, and the table that reads data of the model off them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from netops.facts.read import Reader

VLANS, VRFS = "vlan_table", "vrf_table"
"""Keys of what a table gives beside the keys of a device: the VLANs by number and the VRFs by name, each with the keys of its noun."""

ANY_VLAN = "all"
"""`tagged_vlans` of a trunk without a list."""


def starts_with_any(lines: str) -> re.Pattern[str]:
    """Matches a line that starts with one of these: a regular expression a line."""
    found = [line for raw in lines.splitlines() if (line := raw.strip())]
    return re.compile(f"^(?:{'|'.join(found)})", re.MULTILINE)


def section_port(path: tuple[str, ...]) -> str:
    """The interface of a line below `interface NAME`, '' for others."""
    word, _, name = path[0].partition(" ")
    return name if word == "interface" and len(path) > 1 else ""


def text_unchanged(text: str) -> tuple[str, tuple[str, ...]]:
    """The text, and no change of it."""
    return text, ()


@dataclass(frozen=True, slots=True)
class Importer:
    """How configs of a platform are brought in.

    `certain`: what only this platform prints, somewhere in a text; `typical`: lines that it prints and few others do.
    `reader`: its table fills the keys of a device as YAML has them (docs/import.md); what it does not know stays a raw line.
    `port_of`: the interface that a line is below, by the path of the line. `types`: the medium of a port by the first letters of its name,
    as device types have it. `virtual`: first letters of interfaces that no hardware has.
    `tidy`: a text without what no device prints but people leave in a file, and what was changed.
    `manufacturer`: who makes the hardware; `model`: matches a line of the config that names it.
    `role` of its devices, '' where what they do decides; `folder` of a site that their files are in.
    `files`: where a config is the files of a host, what reads data off them in place of `reader`; a file that data does not give back is
    a managed file then, not a raw line.
    """

    certain: re.Pattern[str] | None
    typical: re.Pattern[str]
    reader: Reader
    manufacturer: str
    model: re.Pattern[str] | None = None
    port_of: Callable[[tuple[str, ...]], str] = section_port
    types: Mapping[str, str] = field(default_factory=dict)
    virtual: tuple[str, ...] = ()
    tidy: Callable[[str], tuple[str, tuple[str, ...]]] = text_unchanged
    role: str = ""
    folder: str = "devices"
    files: Callable[[str], dict[str, Any]] | None = None

    @property
    def is_of_files(self) -> bool:
        """Whether a config is the files of a host."""
        return self.files is not None

    def port_type(self, name: str) -> str:
        """The medium of a port of the hardware."""
        return next((medium for start, medium in self.types.items() if name.lower().startswith(start.lower())), "other")


def fill_no_defaults(fields: dict[Any, Any]) -> None:
    """Fills in no default."""
