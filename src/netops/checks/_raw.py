"""What the lines of `raw_config` say: a rule that finds something missing looks there, too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from ipaddress import IPv4Interface, IPv6Interface, ip_interface
from pathlib import Path
from typing import Any

from netops import platforms
from netops.errors import ConfigError
from netops.secrets import with_placeholders

_ADDRESS = re.compile(r"(?<!\S)([\d.]+ 255\.[\d.]+|[\d.]+/\d+|[\dA-Fa-f]*:[\dA-Fa-f:.]+/\d+)(?!\S)")
RAW = "raw_config"


def raw_lines(data: Mapping[str, Any], root: Path | None = None) -> list[str]:
    """The lines that a device has as text, each behind the sections and the interface that it is below, with single blanks."""
    found = [*_with_sections(data.get(RAW, ()), str(data.get("platform", "")), root)]
    for name, port in data.get("interfaces", {}).items():
        found += [f"interface {name} {line}" for line in _with_sections(port.get(RAW, ()), str(data.get("platform", "")), root)]
    return found


def has_raw(data: Mapping[str, Any], *patterns: str, root: Path | None = None) -> bool:
    """Whether a raw line of a device has one of some patterns in it, in whatever case."""
    if RAW not in data and not any(RAW in port for port in data.get("interfaces", {}).values()):
        return False
    return any(re.search(pattern, line, re.IGNORECASE) for line in raw_lines(data, root) for pattern in patterns)


def word_pattern(name: Any) -> str:
    """A pattern of a name as a word of its own."""
    return rf"(?<!\S){re.escape(str(name))}(?!\S)"


def raw_addresses(data: Mapping[str, Any], root: Path | None = None) -> Iterator[IPv4Interface | IPv6Interface]:
    """The addresses of interfaces that a device has in raw lines."""
    for line in raw_lines(data, root):
        for match in _ADDRESS.finditer(line) if "address" in line else ():
            try:
                yield ip_interface(match[1].replace(" ", "/"))
            except ValueError:
                continue


def _with_sections(lines: Any, name: str, root: Path | None) -> Iterator[str]:
    text = "\n".join(with_placeholders(str(line)) for line in lines)
    platform = platforms.find(name, root) if text else None
    try:
        written = list(platform.grammar.dialect.written(platform.grammar, text)) if platform and platform.grammar else []
    except ConfigError:
        written = []
    if written:
        yield from (" ".join(" ".join(line.path).split()) for line in written)
    else:
        yield from (" ".join(line.split()) for line in text.split("\n") if line.strip())
