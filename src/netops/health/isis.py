"""IS-IS neighbours that were up."""

from __future__ import annotations

from netops.health._igp import IgpCheck

TITLE = "IS-IS"
NEEDS_SOME = True
_ISIS = IgpCheck("get_isis_neighbors", ("isis",))
applies, is_removed, touches, read = _ISIS.applies, _ISIS.is_removed, _ISIS.touches, _ISIS.read
