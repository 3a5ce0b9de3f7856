"""Secrets of an old config that are not kept outside of the device: taken from the lines that it still has."""

from __future__ import annotations

from collections.abc import Iterator

from netops.config import ConfigPair, Node, ParsedConfig
from netops.errors import ConfigError
from netops.secrets import REDACTED


def restore_secrets(running: ParsedConfig, intended: ParsedConfig) -> ParsedConfig:
    """The text with each redacted line as the device has it now. ConfigError for a line that it no longer has.

    A redacted comment, or a line that is there twice, is left out: it means nothing.
    """
    if REDACTED not in intended.text:
        return intended
    there = {aim.line: one for one, aim in _equal_lines(*ConfigPair(running, intended).trees) if one.line}
    lines = {number: None if REDACTED in line else line for number, line in enumerate(intended.lines, 1)}
    for _, aim in intended.root.walk():
        if REDACTED not in aim.text:
            continue
        if aim.line not in there:
            raise ConfigError(
                f"a secret of the old config is not kept outside of the device, which no longer has it: {aim.shown}",
                hint="bring the line back through the YAML, where the secret has a name",
            )
        own = there[aim.line]
        lines |= dict.fromkeys(range(aim.line, aim.last + 1)) | {aim.line: "\n".join(running.lines[own.line - 1 : own.last])}
    return ParsedConfig(intended.platform, "\n".join(line for line in lines.values() if line is not None))


def _equal_lines(running: Node, intended: Node) -> Iterator[tuple[Node, Node]]:
    """The lines that two trees share, as both have them."""
    for setting, aim in intended.children.items():
        if one := running.children.get(setting):
            if one.key == aim.key:
                yield one, aim
            yield from _equal_lines(one, aim)
