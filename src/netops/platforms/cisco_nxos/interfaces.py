"""The kinds of interfaces of NX-OS, as the device writes them (Interfaces Command Reference, `interface`)."""

from __future__ import annotations

KINDS = ("Ethernet", "loopback", "Vlan", "port-channel", "mgmt", "nve", "Tunnel", "null", "Bdi")
