"""Wireless LANs, and the VLANs behind them."""

from __future__ import annotations

from collections.abc import Iterator

from netops.checks import Device, Finding, Scope, place_of, rule
from netops.checks._help import unknown_name
from netops.errors import Severity
from netops.model.index import ALL_VLANS

UNENCRYPTED = "open"
GUEST = "guest"
"""Role of the prefixes that visitors are in."""


@rule("WLN001", title="VLAN of a wireless LAN exists at its sites")
def wlan_vlan_exists_at_sites(company: Scope) -> Iterator[Finding]:
    """Each site of a wireless LAN exists, and has the VLAN behind it.

    What it does: looks up `sites`, and `vlan` among the VLANs of each.
    Why it matters: people join the network and get no address.
    Example: `{vlan: guest, sites: [lei, muc]}`, and no VLAN guest in Munich.
    Use instead: the VLAN at that site too, or only the sites that have it.
    """
    for name, wlan in company.of("wlan").items():
        for index, site in enumerate(wlan["sites"]):
            place = place_of("wlan", name, "sites", index)
            if site not in company.of("site"):
                yield unknown_name("site", site, company.of("site"), place, "a site of the company")
            elif str(wlan["vlan"]) not in company.index.vlans.get(str(site), {}):
                yield Finding(place, f"site {site} has no VLAN {wlan['vlan']} for wireless LAN {name}", expected="the VLAN", found="none")


@rule("WLN002", title="wireless LAN is encrypted")
def wlan_is_encrypted(company: Scope) -> Iterator[Finding]:
    """A wireless LAN is not open, but for visitors.

    What it does: looks for `security: open` without `guest: true`.
    Why it matters: everybody in the street reads along.
    Example: `{ssid: Warehouse, security: open}`.
    Use instead: `wpa3-enterprise`, or `wpa3-personal` with a passphrase; for visitors `owe`, which encrypts without a password.
    """
    for name, wlan in company.of("wlan").items():
        if wlan["security"] == UNENCRYPTED and not wlan.get("guest", False):
            yield Finding(place_of("wlan", name, "security"), f"wireless LAN {name} is open", expected="encryption", found=UNENCRYPTED)


@rule("WLN003", title="visitors and staff are on different networks")
def guest_and_staff_wlans_are_separate(company: Scope) -> Iterator[Finding]:
    """Visitors are in a network with role `guest`, and nothing else is.

    What it does: compares `guest` of a wireless LAN with the `role` of the prefixes of its VLAN at each site.
    Why it matters: the passphrase of the guests is public, and gives access to the company's own devices.
    Example: `{guest: true, vlan: staff}`.
    Use instead: a VLAN whose prefix has `role: guest`.
    """
    roles: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for key, prefix in company.of("prefix").items():
        if "vlan" in prefix and "role" in prefix:
            roles.setdefault((str(prefix["site"]), str(prefix["vlan"])), []).append((key, str(prefix["role"])))
    for name, wlan in company.of("wlan").items():
        guest = bool(wlan.get("guest", False))
        whose, wanted = ("for visitors", f"role {GUEST}") if guest else ("not for visitors", f"another role than {GUEST}")
        for site in wlan["sites"]:
            for key, role in roles.get((site, str(wlan["vlan"])), ()):
                if guest != (role == GUEST):
                    yield Finding(
                        place_of("wlan", name, "vlan"),
                        f"wireless LAN {name} is {whose}, and its network at {site} has the role {role}",
                        expected=wanted,
                        found=role,
                        related=(("its network", place_of("prefix", key, "role")),),
                    )


@rule("WLN004", title="access point gets the VLANs of its wireless LANs", scope="target", severity=Severity.WARNING)
def access_point_gets_wlan_vlans(device: Device, *, profiles: tuple[str, ...] = ("access-point",)) -> Iterator[Finding]:
    """The port of an access point carries the VLANs of all wireless LANs of the site.

    What it does: compares the VLANs of each port with one of the `profiles` with those of the wireless LANs at the site.
    Why it matters: the network is on the air, and who joins it gets nowhere.
    Example: `tagged_vlans: [staff]` while the site has a wireless LAN for guests.
    Use instead: the VLAN in `tagged_vlans` of the profile.
    Options: `profiles`, the interface profiles of access points.
    """
    vlans = {str(wlan["vlan"]): name for name, wlan in device.of("wlan").items() if device.site in wlan["sites"]}
    for name, port in device.interfaces.items() if vlans else ():
        if str(port.get("profile", "")) in profiles and port.get("enabled", True) and port.get("tagged_vlans", ALL_VLANS) != ALL_VLANS:
            missing = sorted(vlans.keys() - {*map(str, port["tagged_vlans"]), str(port.get("untagged_vlan", ""))})
            if missing:
                yield Finding(
                    device.at("interfaces", name, "tagged_vlans"),
                    f"the access point on {device.name} {name} does not get VLAN {', '.join(missing)}",
                    expected=", ".join(sorted(vlans)),
                    found=", ".join(map(str, port["tagged_vlans"])),
                    related=tuple((f"wireless LAN {vlans[vlan]} is in it", place_of("wlan", vlans[vlan], "vlan")) for vlan in missing),
                )
