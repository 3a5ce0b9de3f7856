"""The kinds of interfaces of IOS XR, as the device writes them (Interface and Hardware Component Command Reference, `interface`)."""

from __future__ import annotations

KINDS = (
    *("GigabitEthernet", "TenGigE", "TwentyFiveGigE", "FortyGigE", "FiftyGigE", "HundredGigE", "TwoHundredGigE", "FourHundredGigE"),
    *("Bundle-Ether", "Loopback", "MgmtEth", "BVI", "Null", "tunnel-te", "tunnel-ip", "Serial", "POS", "PTP"),
)
