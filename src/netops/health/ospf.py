"""OSPF neighbours that were full."""

from __future__ import annotations

from netops.health._igp import IgpCheck

TITLE = "OSPF"
NEEDS_SOME = True
_OSPF = IgpCheck("get_ospf_neighbors", ("ospf", "ospf3", "ospf6"))
applies, is_removed, touches, read = _OSPF.applies, _OSPF.is_removed, _OSPF.touches, _OSPF.read
