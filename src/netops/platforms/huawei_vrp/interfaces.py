"""The kinds of interfaces of VRP, as the device writes them (Interface Management Commands: interface)."""

from __future__ import annotations

from typing import Final

KINDS: Final = (
    *("GigabitEthernet", "XGigabitEthernet", "Ethernet", "Eth-Trunk", "LoopBack", "Vlanif", "MEth", "Tunnel", "NULL", "Serial", "Cellular"),
    *("10GE", "25GE", "40GE", "100GE"),
)
INITIALS: Final = {"GE": "GigabitEthernet", "XGE": "XGigabitEthernet"}
"""Short names that are no beginning of a kind."""
