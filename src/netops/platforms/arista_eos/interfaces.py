"""The kinds of interfaces of EOS, as the device writes them (User Manual, Interface Configuration)."""

from __future__ import annotations

KINDS = ("Ethernet", "Management", "Loopback", "Vlan", "Port-Channel", "Vxlan", "Tunnel", "Null", "Recirc-Channel", "Dps", "Fabric")
