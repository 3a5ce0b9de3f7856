"""Releases of operating systems as values that compare as the vendors count them.

Releases of two trains that branched from one another (IOS 15.2(7)E and 15.4(3)M) compare by their numbers alone, so a rule that
means one train names its hardware too.
"""

from __future__ import annotations

import re
from typing import Final

Version = tuple[tuple[int, int, str], ...]
"""Numbers and letters in turn: (2, 17, "") and (1, 0, "a"). Where one version ends, the other is later: 17.9.4 < 17.9.4a < 17.9.4.1."""

NUMBERED: Final = re.compile(r"\d+(?:\.\d+)+")
"""IOS XR (7.5.2), FRR (8.4.4, and Debian's 8.4.4-1.1~deb12u1), and whatever counts with numbers and dots."""

RELEASES: Final = {
    "arista_eos": re.compile(r"\d+(?:\.\d+)+[A-Z]?"),  # 4.30.1F, 4.20.15.1M
    "cisco_ios": re.compile(r"\d+\.\d+(?:\(\w+(?:\.\d+)?\)[A-Z]*\d*\w*|(?:\.\d+)*[a-z]?)"),  # 15.2(7)E3, 17.09.04a
    "cisco_nxos": re.compile(r"\d+\.\d+\(\w+(?:\.\d+)?\)(?:[A-Z]+\d*(?:\(\w+\))?)?"),  # 9.3(10), 10.4(5)M, 7.0(3)I7(10)
    "juniper_junos": re.compile(r"\d+\.\d+(?:[RXBIF]\d+)?(?:-[SD]\d+)?"),  # 21.4R3-S2, 15.1X49-D170, not the build after a dot
}
"""How a release of a platform looks, as much of it as counts."""


def version(platform: str, text: str) -> Version | None:
    """The release that a text names (`17.9.4a`, `EOS-4.30.1F`, `Junos 21.4R3-S2.3`), None when it names none."""
    found = RELEASES.get(platform, NUMBERED).search(text)
    return tuple(map(_part, re.findall(r"\d+|[A-Za-z]+", found[0]))) if found else None


def meets(platform: str, found: Version, condition: str) -> bool:
    """Whether a release meets `<17.1` or `>=17.1`. ValueError when the condition names no release of the platform."""
    at_least = condition.startswith(">=")
    limit = version(platform, condition)
    if limit is None:
        raise ValueError(f"{condition!r} names no release of {platform}")
    return (found >= limit) is at_least


def _part(text: str) -> tuple[int, int, str]:
    return (2, int(text), "") if text.isdigit() else (1, 0, text)
