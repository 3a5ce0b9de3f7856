"""The filters behind `|` on the command line of the IOS family."""

from __future__ import annotations

import re


def apply_filter(output: str, pipe: str, mark: str) -> str:
    """What `| include X` and its like leave of an output; `mark` is the complaint about a filter that the device does not have."""
    verb, _, wanted = pipe.partition(" ")
    lines = output.splitlines()
    if not verb:
        return output
    if verb.startswith("i"):
        return "\n".join(line for line in lines if re.search(wanted, line))
    if verb.startswith("e"):
        return "\n".join(line for line in lines if not re.search(wanted, line))
    if verb.startswith("b"):
        start = next((n for n, line in enumerate(lines) if re.search(wanted, line)), len(lines))
        return "\n".join(lines[start:])
    if verb.startswith("s"):
        return "\n".join(_section(lines, wanted))
    return mark


def _section(lines: list[str], wanted: str) -> list[str]:
    chosen, inside = [], False
    for line in lines:
        if not line.startswith(" "):
            inside = re.search(wanted, line) is not None
        if inside or re.search(wanted, line):
            chosen.append(line)
    return chosen
