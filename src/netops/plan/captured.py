"""Secrets of an old config that were stored, encrypted, before they went: each as a secret with a name, filled in when it is sent."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from netops.config import redact
from netops.platforms import Platform
from netops.secrets import REDACTED, REDACTION, SecretRef, is_redacted

_NO_NAME = re.compile(r"[^a-z0-9]+")
_AROUND = re.compile(r"\s*(?:\{|;(?:\s*## SECRET-DATA)?)$")
"""What Junos writes behind a word."""


def with_captured(platform: Platform, text: str, captured: str, target: str) -> tuple[str, dict[str, str]]:
    """A redacted text with placeholders for the secrets that a stored text of the same device has, and their values by name.

    Where several lines differ in their secrets alone, it is not known which of them was stored: they stay as they are.
    """
    if not is_redacted(text) or not captured:
        return text, {}
    hidden = redact(platform, captured)
    stored = {
        place: values
        for (place, line), own in zip(_places(hidden), captured.split("\n"), strict=True)
        if is_redacted(line) and (values := _values(line.strip(), own.strip()))
    }
    found: dict[str, str] = {}
    lines = []
    every = Counter(place for place, _ in _places(text))
    for place, line in _places(text):
        for value in stored.get(place, ()) if is_redacted(line) and every[place] == 1 else ():
            name = f"captured_{_NO_NAME.sub('_', target.lower())}_{len(found) + 1}"
            found[name] = value
            line = REDACTION.sub(str(SecretRef(name)), line, count=1)
        lines.append(line)
    return "\n".join(lines), found


def _places(text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each line with its words, and those of the lines that it is indented under."""
    above: list[tuple[int, str]] = []
    for line in text.split("\n"):
        bare = " ".join(_AROUND.sub("", REDACTION.sub(REDACTED, line.strip())).split())
        indent = len(line) - len(line.lstrip())
        if bare:
            above = [one for one in above if one[0] < indent] + [(indent, bare)]
        yield tuple(words for _, words in above), line


def _values(hidden: str, line: str) -> tuple[str, ...]:
    """What a line has in the places that are hidden in it."""
    match = re.fullmatch("(.+?)".join(map(re.escape, REDACTION.sub(REDACTED, hidden).split(REDACTED))), line)
    return match.groups() if match else ()
