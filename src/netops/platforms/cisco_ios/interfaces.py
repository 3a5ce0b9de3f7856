"""The kinds of interfaces of IOS and IOS XE, as the device writes them (Interface Command Reference, `interface`)."""

from __future__ import annotations

KINDS = (
    *("GigabitEthernet", "TenGigabitEthernet", "FastEthernet", "Ethernet", "TwoGigabitEthernet", "TwentyFiveGigE", "FortyGigabitEthernet"),
    *("HundredGigE", "FiveGigabitEthernet", "FiftyGigE", "TwoHundredGigE", "FourHundredGigE", "AppGigabitEthernet"),
    *("Loopback", "Vlan", "Port-channel", "Tunnel", "Serial", "BDI", "BVI", "Dialer", "Cellular", "Multilink", "Null", "nve"),
)
"""Of two that fit a short name, the first counts: IOS writes Tw1/0/1 for TwoGigabitEthernet, and Twe1/0/1 for TwentyFiveGigE."""
