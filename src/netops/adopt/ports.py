"""Names of ports as devices print them in full."""

from __future__ import annotations

from netops import platforms
from netops.adopt import names
from netops.platforms import grammar_of


def long_name(platform: str, port: str) -> str:
    """The long name of an interface: `Port-channel1` for `Po1`, where the platform has short ones."""
    record = platforms.get(platform)
    if record.grammar is None:
        return port
    line = f"interface {port}"
    for synonym in grammar_of(record).synonyms:
        if synonym.pattern.match(line):
            return names.port_name(synonym.pattern.sub(synonym.text, line, count=1).removeprefix("interface "))
    return port
