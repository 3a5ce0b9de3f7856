"""Whether a command only reads."""

from __future__ import annotations

from netops.platforms import Platform


def reason_it_may_change(platform: Platform, command: str) -> str:
    """Why a command may change something; empty when it only reads."""
    words, allowed = command.split(), platform.read_only.commands
    if found := platform.read_only.writes.search(command):
        return f"{found[0].strip() or 'a line break'!r} in it could write something"
    if any(words[: len(first.split())] == first.split() for first in allowed):
        return ""
    return f"it is none of the read-only commands of {platform.name}: {', '.join(allowed) or 'none are known'}"
