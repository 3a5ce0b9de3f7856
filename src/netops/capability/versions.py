"""Releases of operating systems as values that compare as the vendors count them.

Releases of two trains that branched from one another (IOS 15.2(7)E and 15.4(3)M) compare by their numbers alone, so a rule that
means one train names its hardware too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from netops.platforms import Platform

Version = tuple[tuple[int, int, str], ...]
"""Numbers and letters in turn: (2, 17, "") and (1, 0, "a"). Where one version ends, the other is later: 17.9.4 < 17.9.4a < 17.9.4.1."""


def parse_release(platform: Platform, text: str) -> Version | None:
    """The release that a text names (`17.9.4a`, `EOS-4.30.1F`, `Junos 21.4R3-S2.3`), None when it names none."""
    found = platform.release.search(text) if platform.release else None
    return tuple(map(_part, re.findall(r"\d+|[A-Za-z]+", found[0]))) if found else None


def meets_condition(platform: Platform, found: Version, condition: str) -> bool:
    """Whether a release meets `<17.1` or `>=17.1`. ValueError when the condition names no release of the platform."""
    at_least = condition.startswith(">=")
    limit = parse_release(platform, condition)
    if limit is None:
        raise ValueError(f"{condition!r} names no release of {platform.name}")
    return (found >= limit) is at_least


def is_at_least_release(platform: Platform, text: str, first: Sequence[str]) -> bool:
    """Whether the release that a text names is of the train of one of some first releases and not before it, or not before the last.

    A train is what comes before the last two numbers: 7.0(3)I5(1) is of the train 7.0(3)I. False when the text names no release.
    """
    found = parse_release(platform, text)
    limits = [limit for limit in (parse_release(platform, one) for one in first) if limit is not None]
    if found is None or not limits:
        return False
    return found >= limits[-1] or any(found[: len(limit) - 2] == limit[:-2] and found >= limit for limit in limits)


def _part(text: str) -> tuple[int, int, str]:
    return (2, int(text), "") if text.isdigit() else (1, 0, text)
