"""The switch as such: name, features, VDC, images, users, lines."""

from __future__ import annotations

from typing import Final

from netops.facts.filling import at_path, enter_row, find_or_add_row, keyword_values, map_at_path, parse_mac
from netops.facts.table import FactTable, Fields, SectionPattern, append_to_field, make_table, set_constant, set_field
from netops.platforms.cisco_nxos.importing_interfaces import bfd_times


def _boot(fields: Fields, words: str) -> None:
    image, file, *rest = words.split()
    if len(rest) > 1:
        raise ValueError("more words than an image has")
    map_at_path(fields, "system").setdefault("boot", []).append({"image": image, "file": file} | ({"supervisor": rest[0]} if rest else {}))


def _region(fields: Fields, region: str, size: str, words: str = "") -> None:
    found = keyword_values(words, {"double-wide": None})
    find_or_add_row(map_at_path(fields, "system"), "tcam_regions", region=region).update(
        size=int(size), **({"double_wide": True} if found else {})
    )


def _resource(fields: Fields, resource: str, minimum: str, maximum: str) -> None:
    find_or_add_row(fields, "resources", resource=resource).update(minimum=int(minimum), maximum=int(maximum))


_VDC: Final = make_table(
    {
        "limit-resource * minimum # maximum #": _resource,
        "limit-resource module-type ~": set_field("module_types", str.split),
        "allow feature-set *": append_to_field("feature_sets"),
        "allocate interface *": append_to_field("interfaces"),
    }
)


def _vdc(fields: Fields, name: str, number: str) -> Fields:
    vdc = map_at_path(fields, "system", "vdc")
    vdc.update(name=name, id=int(number))
    return vdc


def _password(fields: Fields, name: str, kind: str, value: str, role: str) -> None:
    user = find_or_add_row(fields, "users", name=name)
    user["role"] = role
    if value == "!":
        user["locked"] = True
    else:
        user["password_hash"] = value
        if kind != "5":
            user["hash_type"] = kind


def _key(fields: Fields, name: str, kind: str, key: str, comment: str = "") -> None:
    find_or_add_row(fields, "users", name=name).setdefault("hidden_ssh_keys", []).append(
        {"type": kind, "key": key} | ({"comment": comment} if comment else {})
    )


def _passphrase(fields: Fields, name: str, words: str) -> None:
    find_or_add_row(fields, "users", name=name)["passphrase"] = keyword_values(
        words, dict.fromkeys(("lifetime", "warntime", "gracetime"), int)
    )


_LINE: Final = make_table(
    {
        "exec-timeout #": set_field("exec_timeout"),
        "session-limit #": set_field("session_limit", int),
        "speed #": set_field("speed", int),
        "terminal length #": set_field("length", int),
        "terminal width #": set_field("width", int),
        "access-class * in": set_field("acl_in"),
        "access-class * out": set_field("acl_out"),
        "ipv6 access-class * in": set_field("acl_in_v6"),
    }
)


def _keepalive(fields: Fields, words: str) -> None:
    address, _, rest = words.partition(" ")
    found = keyword_values(rest, {"source": str, "vrf": str})
    fields["peer_address"] = address
    fields.update({f"peer_{key}": value for key, value in found.items()})


def _recovery(fields: Fields, seconds: str) -> None:
    fields.update(auto_recovery=True, auto_recovery_delay_s=int(seconds))


_DOMAIN: Final = make_table(
    {
        "peer-switch": set_constant("peer_switch", True),
        "role priority #": set_field("role_priority", int),
        "system-mac *": set_field("system_mac", parse_mac),
        "system-priority #": set_field("system_priority", int),
        "peer-keepalive destination ~": _keepalive,
        "delay restore #": set_field("delay_restore_s", int),
        "delay restore interface-vlan #": set_field("delay_restore_svi_s", int),
        "peer-gateway": set_constant("peer_gateway", True),
        "layer3 peer-router": set_constant("layer3_peer_router", True),
        "auto-recovery": set_constant("auto_recovery", True),
        "auto-recovery reload-delay #": _recovery,
        "no auto-recovery": set_constant("auto_recovery", False),
        "fast-convergence": set_constant("fast_convergence", True),
        "ipv6 nd synchronize": set_constant("nd_synchronize", True),
        "ip arp synchronize": set_constant("arp_synchronize", True),
    }
)


def _domain(fields: Fields, number: str) -> Fields:
    mlag = map_at_path(fields, "mlag")
    mlag["domain"] = int(number)
    return mlag


def _feature_set(fields: Fields, name: str) -> None:
    found = map_at_path(fields, "system").setdefault("feature_sets", [])
    if name not in found:
        found.append(name)


SYSTEM: Final[FactTable] = make_table(
    {
        "hostname *": set_field("hostname"),
        "switchname *": lambda fields, name: (fields.update(hostname=name), map_at_path(fields, "system").update(switchname=True)),
        "power redundancy-mode *": at_path("system", set_field("power_redundancy")),
        "install feature-set *": _feature_set,
        "feature-set *": _feature_set,
        "vdc * id #": SectionPattern(_VDC, _vdc),
        "cfs eth distribute": at_path("system", set_constant("cfs_distribute", True)),
        "no password strength-check": at_path("system", set_constant("password_strength_check", False)),
        "boot ~": _boot,
        "vtp mode transparent|off|client|server": at_path("vtp", set_field("mode")),
        "vtp domain *": at_path("vtp", set_field("domain")),
        "vtp version #": at_path("vtp", set_field("version", int)),
        "no cdp enable": at_path("cdp", set_constant("enabled", False)),
        "bfd interval # min_rx # multiplier #": at_path("bfd", bfd_times),
        "clock timezone ~": at_path("clock", set_field("timezone")),
        "clock summer-time ~": at_path("clock", set_field("summer_time")),
        "copp profile strict|moderate|lenient|dense": at_path("system", set_field("copp_profile")),
        "system jumbomtu #": at_path("system", set_field("jumbo_mtu", int)),
        "hardware access-list tcam region * #": _region,
        "hardware access-list tcam region * # ~": _region,
        "feature ~": at_path("system", append_to_field("features")),
        "no feature ~": at_path("system", append_to_field("disabled_features")),
        "nv overlay evpn": lambda fields: map_at_path(fields, "evpn"),
        "username * password * * role *": _password,
        "username * role *": lambda fields, name, role: (
            find_or_add_row(fields, "users", name=name).setdefault("more_roles", []).append(role)
        ),
        "username * sshkey * *": _key,
        "username * sshkey * * ~": _key,
        "username * passphrase ~": _passphrase,
        "line console|vty": SectionPattern(_LINE, enter_row("lines", "line")),
        "ip domain-lookup": at_path("system", set_constant("domain_lookup", True)),
        "no ip domain-lookup": at_path("system", set_constant("domain_lookup", False)),
        "vpc domain #": SectionPattern(_DOMAIN, _domain),
    }
)
