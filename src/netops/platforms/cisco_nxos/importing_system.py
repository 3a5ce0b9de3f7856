"""The switch as such: name, features, VDC, images, users, lines."""

from __future__ import annotations

from typing import Final

from netops.facts.filling import at, inside, mac, options, row, rows
from netops.facts.table import Below, Fields, Table, add, const, put, table
from netops.platforms.cisco_nxos.importing_interfaces import bfd_times


def _boot(fields: Fields, words: str) -> None:
    image, file, *rest = words.split()
    if len(rest) > 1:
        raise ValueError("more words than an image has")
    inside(fields, "system").setdefault("boot", []).append({"image": image, "file": file} | ({"supervisor": rest[0]} if rest else {}))


def _region(fields: Fields, region: str, size: str, words: str = "") -> None:
    found = options(words, {"double-wide": None})
    row(inside(fields, "system"), "tcam_regions", region=region).update(size=int(size), **({"double_wide": True} if found else {}))


def _resource(fields: Fields, resource: str, minimum: str, maximum: str) -> None:
    row(fields, "resources", resource=resource).update(minimum=int(minimum), maximum=int(maximum))


_VDC: Final = table(
    {
        "limit-resource * minimum # maximum #": _resource,
        "limit-resource module-type ~": put("module_types", str.split),
        "allow feature-set *": add("feature_sets"),
        "allocate interface *": add("interfaces"),
    }
)


def _vdc(fields: Fields, name: str, number: str) -> Fields:
    vdc = inside(fields, "system", "vdc")
    vdc.update(name=name, id=int(number))
    return vdc


def _password(fields: Fields, name: str, kind: str, value: str, role: str) -> None:
    user = row(fields, "users", name=name)
    user["role"] = role
    if value == "!":
        user["locked"] = True
    else:
        user["password_hash"] = value
        if kind != "5":
            user["hash_type"] = kind


def _key(fields: Fields, name: str, kind: str, key: str, comment: str = "") -> None:
    row(fields, "users", name=name).setdefault("hidden_ssh_keys", []).append(
        {"type": kind, "key": key} | ({"comment": comment} if comment else {})
    )


def _passphrase(fields: Fields, name: str, words: str) -> None:
    row(fields, "users", name=name)["passphrase"] = options(words, dict.fromkeys(("lifetime", "warntime", "gracetime"), int))


_LINE: Final = table(
    {
        "exec-timeout #": put("exec_timeout"),
        "session-limit #": put("session_limit", int),
        "speed #": put("speed", int),
        "terminal length #": put("length", int),
        "terminal width #": put("width", int),
        "access-class * in": put("acl_in"),
        "access-class * out": put("acl_out"),
        "ipv6 access-class * in": put("acl_in_v6"),
    }
)


def _keepalive(fields: Fields, words: str) -> None:
    address, _, rest = words.partition(" ")
    found = options(rest, {"source": str, "vrf": str})
    fields["peer_address"] = address
    fields.update({f"peer_{key}": value for key, value in found.items()})


def _recovery(fields: Fields, seconds: str) -> None:
    fields.update(auto_recovery=True, auto_recovery_delay_s=int(seconds))


_DOMAIN: Final = table(
    {
        "peer-switch": const("peer_switch", True),
        "role priority #": put("role_priority", int),
        "system-mac *": put("system_mac", mac),
        "system-priority #": put("system_priority", int),
        "peer-keepalive destination ~": _keepalive,
        "delay restore #": put("delay_restore_s", int),
        "delay restore interface-vlan #": put("delay_restore_svi_s", int),
        "peer-gateway": const("peer_gateway", True),
        "layer3 peer-router": const("layer3_peer_router", True),
        "auto-recovery": const("auto_recovery", True),
        "auto-recovery reload-delay #": _recovery,
        "no auto-recovery": const("auto_recovery", False),
        "fast-convergence": const("fast_convergence", True),
        "ipv6 nd synchronize": const("nd_synchronize", True),
        "ip arp synchronize": const("arp_synchronize", True),
    }
)


def _domain(fields: Fields, number: str) -> Fields:
    mlag = inside(fields, "mlag")
    mlag["domain"] = int(number)
    return mlag


def _feature_set(fields: Fields, name: str) -> None:
    found = inside(fields, "system").setdefault("feature_sets", [])
    if name not in found:
        found.append(name)


SYSTEM: Final[Table] = table(
    {
        "hostname *": put("hostname"),
        "switchname *": lambda fields, name: (fields.update(hostname=name), inside(fields, "system").update(switchname=True)),
        "power redundancy-mode *": at("system", put("power_redundancy")),
        "install feature-set *": _feature_set,
        "feature-set *": _feature_set,
        "vdc * id #": Below(_VDC, _vdc),
        "cfs eth distribute": at("system", const("cfs_distribute", True)),
        "no password strength-check": at("system", const("password_strength_check", False)),
        "boot ~": _boot,
        "vtp mode transparent|off|client|server": at("vtp", put("mode")),
        "vtp domain *": at("vtp", put("domain")),
        "vtp version #": at("vtp", put("version", int)),
        "no cdp enable": at("cdp", const("enabled", False)),
        "bfd interval # min_rx # multiplier #": at("bfd", bfd_times),
        "clock timezone ~": at("clock", put("timezone")),
        "clock summer-time ~": at("clock", put("summer_time")),
        "copp profile strict|moderate|lenient|dense": at("system", put("copp_profile")),
        "system jumbomtu #": at("system", put("jumbo_mtu", int)),
        "hardware access-list tcam region * #": _region,
        "hardware access-list tcam region * # ~": _region,
        "feature ~": at("system", add("features")),
        "no feature ~": at("system", add("disabled_features")),
        "nv overlay evpn": lambda fields: inside(fields, "evpn"),
        "username * password * * role *": _password,
        "username * role *": lambda fields, name, role: row(fields, "users", name=name).setdefault("more_roles", []).append(role),
        "username * sshkey * *": _key,
        "username * sshkey * * ~": _key,
        "username * passphrase ~": _passphrase,
        "line console|vty": Below(_LINE, rows("lines", "line")),
        "ip domain-lookup": at("system", const("domain_lookup", True)),
        "no ip domain-lookup": at("system", const("domain_lookup", False)),
        "vpc domain #": Below(_DOMAIN, _domain),
    }
)
