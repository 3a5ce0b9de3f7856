"""The lines of a difference, each with where it comes from and who moved."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from netops.config import Cause, ConfigPair, DiffLine, ParsedConfig
from netops.config.compliance import part_finder
from netops.render import LineOrigin
from netops.secrets import REDACTED, REDACTION

OriginsOf = Callable[[Collection[int]], Sequence[LineOrigin]]
"""The origins of the lines of a text, where the numbers say which of them are needed: the others may have none. No lines for none."""


def explain_lines(
    pair: ConfigPair, applied: str | None, origins_of: OriginsOf, owned: tuple[str, ...] | None = None
) -> tuple[DiffLine, ...]:
    """The lines in which what runs and what is wanted differ, each with its origin and its cause.

    `origins_of` gives those of the wanted text; it is called only for lines that are shown. `applied`: the config that netops left on the
    target; without one no cause is known. `owned`: the parts that it managed then, None for all; a line of another part
    was never deployed.
    """
    if not pair.difference:
        return ()
    left = None if applied is None else _left(pair.running, applied)
    needed = frozenset(line.source_line for line in pair.difference if line.source_line)
    origins = origins_of(needed) if needed else ()
    part = None if owned is None else part_finder(pair.running, owned)

    def explained(line: DiffLine) -> DiffLine:
        is_new = left is None or (line.sign == "-" and part is not None and not part(line))
        cause = Cause.UNKNOWN if left is None or is_new else Cause.MANUAL if _without_numbers(line) in left else Cause.UNDEPLOYED
        caused = replace(line, cause=cause) if line.differs else line
        if not (origins and line.source_line):
            return caused
        origin = origins[line.source_line - 1]
        return replace(caused, template=origin.template, values=origin.places)

    return tuple(map(explained, pair.difference))


def _left(running: ParsedConfig, applied: str) -> frozenset[tuple[str, tuple[str, ...]]]:
    """The keys of the lines in which a device has left the config that was applied last."""
    difference = () if running.redacted() == applied else ConfigPair(running, ParsedConfig(running.platform, applied)).difference
    return frozenset(_without_numbers(line) for line in difference if line.differs)


def _without_numbers(line: DiffLine) -> tuple[str, tuple[str, ...]]:
    """The key of a line: which number a secret has at its place depends on the other config."""
    return line.sign, tuple(REDACTION.sub(REDACTED, text) for text in line.path)
