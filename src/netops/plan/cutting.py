"""Which line of a difference cuts a way: by the line that the way ends at, or by the command that makes the difference."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from netops.config import DiffLine


def line_at(text: str, line: int) -> str:
    lines = text.splitlines()
    return lines[line - 1].strip() if 0 < line <= len(lines) else ""


def diff_line_of_command(lines: Sequence[DiffLine], command: str) -> DiffLine | None:
    """The line of a difference that a command makes, by the words of both."""
    words = command.split()
    if not words:
        return None
    bare = words[1:] if words[0] in ("no", "set", "delete", "default", "deactivate", "activate") else words
    sign = "-" if words[0] in ("no", "delete", "default") else "+"
    rows = [(_common(bare, line), line.sign == sign, -len(line.path), line) for line in lines]
    best = max(rows, key=lambda row: row[:3], default=None)
    return best[3] if best and best[0] else None


def _common(words: Sequence[str], line: DiffLine) -> int:
    """How many words a command and a line have in common, from the start; a line of Junos with the lines above it."""
    own = line.text.removeprefix("inactive: ").replace(";", "").split()
    own = own[1:] if own[:1] == ["no"] else own
    whole = " ".join(line.path).replace("inactive: ", "").replace(";", "").replace("{", "").split()
    return max(_equal(words, own), _equal(words, whole))


def _equal(words: Sequence[str], others: Sequence[str]) -> int:
    return next((at for at, (one, other) in enumerate(zip(words, others, strict=False)) if one != other), min(len(words), len(others)))


def section_origin(lines: Iterable[DiffLine], found: DiffLine) -> object:
    """The place of the line above one that is no longer in the YAML."""
    above = (line for line in lines if len(line.path) < len(found.path) and found.path[: len(line.path)] == line.path)
    return next((line.origin for line in above if line.origin), None)
