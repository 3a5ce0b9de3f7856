"""The edge of a network: tunnels, firewalls of routers, groups for filters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from netops.checks import Device, Finding, Path, rule
from netops.checks._help import unknown_name
from netops.checks._raw import has_raw, word_pattern
from netops.errors import Severity

EACH = "*"
"""A step of a path: each item of a list, each value of a map."""
NAMED: tuple[tuple[Path, Path, str], ...] = (
    (("ipsec", "ike_policies", EACH, "proposals", EACH), ("ipsec", "ike_proposals"), "IKE proposal"),
    (("ipsec", "gateways", EACH, "policy"), ("ipsec", "ike_policies"), "IKE policy"),
    (("ipsec", "gateways", EACH, "keyring"), ("ipsec", "keyrings"), "keyring"),
    (("ipsec", "policies", EACH, "proposals", EACH), ("ipsec", "proposals"), "IPsec proposal"),
    (("ipsec", "policies", EACH, "gateway"), ("ipsec", "gateways"), "gateway"),
    (("ipsec", "vpns", EACH, "gateway"), ("ipsec", "gateways"), "gateway"),
    (("ipsec", "vpns", EACH, "policy"), ("ipsec", "policies"), "IPsec policy"),
    (("ipsec", "maps", EACH, "entries", EACH, "proposals", EACH), ("ipsec", "proposals"), "IPsec proposal"),
    (("ipsec", "maps", EACH, "entries", EACH, "gateway"), ("ipsec", "gateways"), "gateway"),
    (("ipsec", "maps", EACH, "entries", EACH, "dynamic_map"), ("ipsec", "maps"), "map"),
    (("interfaces", EACH, "tunnel", "ipsec_profile"), ("ipsec", "policies"), "IPsec policy"),
    (("interfaces", EACH, "crypto_map"), ("ipsec", "maps"), "map"),
    (("interfaces", EACH, "zone"), ("zone_firewall", "zones"), "zone"),
    (("interfaces", EACH, "inspect_in"), ("zone_firewall", "inspections"), "inspection"),
    (("interfaces", EACH, "inspect_out"), ("zone_firewall", "inspections"), "inspection"),
    (("zone_firewall", "classes", EACH, "classes", EACH), ("zone_firewall", "classes"), "class"),
    (("zone_firewall", "policies", EACH, "classes", EACH, "name"), ("zone_firewall", "classes"), "class"),
    (("zone_firewall", "pairs", EACH, "policy"), ("zone_firewall", "policies"), "policy"),
    (("zone_firewall", "pairs", EACH, "from"), ("zone_firewall", "zones"), "zone"),
    (("zone_firewall", "pairs", EACH, "to"), ("zone_firewall", "zones"), "zone"),
    (("security", "zones", EACH, "screen"), ("security", "screens"), "screen"),
    (("nat", "rules", EACH, "pool"), ("nat", "pools"), "pool"),
    (("nat", "rule_sets", EACH, "rules", EACH, "pool"), ("nat", "address_pools"), "pool"),
    (("firewall_filters", EACH, "terms", EACH, "then", "policer"), ("policers",), "policer"),
    *(
        (("acls", EACH, "entries", EACH, key), ("object_groups",), "group")
        for key in ("source_group", "destination_group", "service_group", "port_group", "source_port_group")
    ),
)
"""Where one thing of a device names another: the path of the name, of the things that may be meant, and what they are."""
GIVEN = ("self", "class-default", "default")
"""Names that platforms have themselves."""
WEAK = ("des", "3des", "md5", 1, 2, 5)
"""Ciphers, hashes and groups that NIST SP 800-77 Rev. 1 advises against."""
STRENGTHS = ("encryption", "integrity", "prf", "dh_groups", "pfs_group")


def _values(data: Any, path: Path, before: Path = ()) -> Iterator[tuple[Any, Path]]:
    """The values at a path, with the steps to each."""
    if not path:
        yield data, before
        return
    first, *rest = path
    if first == EACH:
        found = data.items() if isinstance(data, Mapping) else enumerate(data) if isinstance(data, list | tuple) else ()
        steps = [(key, item) for key, item in found]
    else:
        steps = [(first, data[first])] if isinstance(data, Mapping) and first in data else []
    for key, item in steps:
        yield from _values(item, tuple(rest), (*before, key))


def _known(data: Any, path: Path) -> set[str]:
    """The names of the things at a path: keys of a map, or `name` of each."""
    found = next((value for value, _ in _values(data, path)), ())
    return set(map(str, found)) if isinstance(found, Mapping) else {str(one["name"]) for one in found}


@rule("EDG001", title="part of a tunnel or firewall that is named exists", scope="target")
def names(device: Device) -> Iterator[Finding]:
    """Proposals, policies, gateways, maps, zones, classes, pools, policers and groups that other parts of a device name are on it.

    What it does: looks each name up among those of its kind, and in the words of `raw_config`.
    Why it matters: a tunnel without its proposal does not come up; a filter with a group that is missing lets through what it should not.
    Example: `gateway: hamburg` of a VPN where `gateways` has ham.
    Use instead: a name that is there.
    """
    for path, where, what in NAMED:
        if str(path[0]) not in device.data:
            continue
        known = _known(device.data, where)
        for name, at in _values(device.data, path):
            if str(name) not in known and str(name) not in GIVEN and not has_raw(device.data, word_pattern(str(name))):
                yield unknown_name(what, name, known, device.at(*at), f"one of {'.'.join(map(str, where))}")


@rule("EDG002", title="tunnels use ciphers that hold", scope="target", severity=Severity.WARNING)
def strengths(device: Device) -> Iterator[Finding]:
    """Tunnels do not use DES, 3DES, MD5 or the Diffie-Hellman groups 1, 2 and 5.

    What it does: looks at `encryption`, `integrity`, `prf`, `dh_groups` and `pfs_group` of everything in `ipsec`.
    Why it matters: who records the packets can read them later.
    Example: `encryption: [3des]`.
    Use instead: `aes-256-cbc` or `aes-256-gcm`, `sha256` and up, group 14 and up (NIST SP 800-77 Rev. 1).
    """
    for kind in ("ike_proposals", "proposals", "policies"):
        for key in STRENGTHS:
            for value, at in _values(device.data, ("ipsec", kind, EACH, key)):
                for weak in (one for one in (value if isinstance(value, list | tuple) else [value]) if one in WEAK):
                    message = f"{device.name} uses {'group ' if isinstance(weak, int) else ''}{weak} for tunnels"
                    yield Finding(device.at(*at), message, expected="ciphers that hold", found=str(weak))
