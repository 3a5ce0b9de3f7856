"""Commands between two lists of Junos `set` lines, and what they do."""

from __future__ import annotations

_UNDO = {"activate": "deactivate", "unprotect": "protect"}
