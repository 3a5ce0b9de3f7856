"""What several command lines have in common."""

from __future__ import annotations

import re

REFUSED_CISCO = re.compile(r"^\s*% ?(?!WARNING|Warning)\S.*|^ERROR:.*|^Command rejected:.*", re.MULTILINE)
"""How IOS, NX-OS, XR, EOS and FRR refuse a typed line: `% Invalid input detected at '^' marker.`, `% Unknown command`, NX-OS also `ERROR:`,
IOS on a switch port `Command rejected:`. XR prints a warning with the same mark when a set is written over."""
