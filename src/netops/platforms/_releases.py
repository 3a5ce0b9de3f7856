"""How releases look that count with numbers and dots."""

from __future__ import annotations

import re

NUMBERED = re.compile(r"\d+(?:\.\d+)+")
