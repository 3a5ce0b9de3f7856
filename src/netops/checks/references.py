"""References between objects that no other group looks at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import partial
from typing import Any

from netops import platforms
from netops.checks import Device, Finding, Path, Place, Scope, place_of, rule
from netops.checks._help import did_you_mean, unknown_name
from netops.checks._locations import locations_of, unknown_location
from netops.checks._raw import has_raw, word_pattern
from netops.dialects.parts import is_covered, is_finer, part_names
from netops.errors import Severity
from netops.schema.near import CLOSE

ACL_KEYS = ("acl_in", "acl_out")
SOURCES: tuple[Path, ...] = (("primary_interface",), ("ntp", "source_interface"), ("syslog", "source_interface"))

SIMPLE: tuple[tuple[str, Path, str], ...] = (
    ("site", ("region",), "region"),
    *((kind, ("tenant",), "tenant") for kind in ("device", "site", "location", "vlan", "prefix", "vrf", "circuit", "reservation")),
    ("tenant", ("contact",), "contact"),
    ("site", ("contacts", "technical"), "contact"),
    ("site", ("contacts", "site"), "contact"),
    ("department", ("contact",), "contact"),
    ("provider", ("contact",), "contact"),
    ("circuit", ("provider",), "provider"),
    ("circuit", ("contact",), "contact"),
    ("prefix", ("department",), "department"),
    ("stock_item", ("device_type",), "device_type"),
    ("as_number", ("site",), "site"),
    ("as_number", ("contact",), "contact"),
    ("reservation", ("contact",), "contact"),
    ("waiver", ("owner",), "contact"),
)
"""Where an object names one of another kind: kind, path, kind that is named."""


@rule("REF001", title="device type of a device exists", scope="target")
def device_type_exists(device: Device) -> Iterator[Finding]:
    """The hardware of every device is in the catalog.

    What it does: looks up `device_type` in inventory/catalog/device-types.
    Why it matters: the interfaces of the device come from there.
    Example: `device_type: cisco/c9300-48`.
    Use instead: `device_type: cisco/c9300-48p`, or add the model from the community's library.
    """
    known, model = device.of("device_type"), str(device.data["device_type"])
    if model not in known:
        expected = "MANUFACTURER/MODEL of inventory/catalog/device-types"
        yield unknown_name("device type", model, known, device.at("device_type"), expected, partial(place_of, "device_type"))


@rule("REF002", title="location and rack of a device are the site's", scope="site")
def location_and_rack_are_of_site(company: Scope) -> Iterator[Finding]:
    """A device is in a location and a rack that its site lists; so is what is in stock.

    What it does: looks up `location` and `rack` in the site's `locations` and `racks`.
    Why it matters: technicians are sent there at night.
    Example: `rack: R9` at a site with R1 and R2.
    Use instead: a rack of the site, or add it to site.yaml.
    """
    for name, device in company.devices.items():
        site = str(device["site"])
        racks = [str(rack["name"]) for rack in company.of("site").get(site, {}).get("racks", ())]
        for key, known in (("location", locations_of(company, site)), ("rack", racks)):
            if key in device and str(device[key]) not in known:
                yield unknown_name(key, device[key], known, place_of("device", name, key), f"a {key} of site {site}")
    for name, site_data in company.of("site").items():
        for index, rack in enumerate(site_data.get("racks", ())):
            yield from unknown_location(company, name, rack, place_of("site", name, "racks", index, "location"))
    for name, item in company.of("stock_item").items():
        yield from unknown_location(company, str(item["site"]), item, place_of("stock_item", name, "location"))


@rule("REF003", title="object that is named exists")
def referenced_object_exists(company: Scope) -> Iterator[Finding]:
    """Regions, tenants, contacts, providers, departments and device types that other objects name exist.

    What it does: looks each name up among the objects of its kind.
    Why it matters: reports and alarms would have no recipient.
    Example: `contacts: {technical: it-netwrok}` in site.yaml.
    Use instead: the key of the object.
    """
    for kind, path, named in SIMPLE:
        known = company.of(named)
        for name, data in (company.devices if kind == "device" else company.of(kind)).items():
            value = _value(data, path)
            if value is not None and str(value) not in known:
                yield unknown_name(
                    named.replace("_", " "),
                    value,
                    known,
                    place_of(kind, name, *path),
                    f"a {named.replace('_', ' ')} of the company",
                    partial(place_of, named),
                )
    yield from _head_counts(company)


def _head_counts(company: Scope) -> Iterator[Finding]:
    sites = company.of("site")
    for name, department in company.of("department").items():
        for site in department.get("sites", {}):
            if str(site) not in sites:
                yield unknown_name(
                    "site", site, sites, place_of("department", name, "sites", site), "a site of the company", partial(place_of, "site")
                )


def _value(data: Mapping[str, Any], path: Path) -> Any:
    value: Any = data
    for key in path:
        if not isinstance(value, Mapping) or key not in value:
            return None
        value = value[str(key)]
    return value


@rule("REF004", title="filter that is bound exists", scope="target")
def applied_filter_exists(device: Device) -> Iterator[Finding]:
    """A filter that an interface or the SSH server names is on the same device.

    What it does: looks up `acl_in`, `acl_out` and `ssh.acl` in `acls`, and in the words of `raw_config`.
    Why it matters: some platforms let everything through a filter that does not exist, others nothing.
    Example: `acl_in: GUEST` on a device that has GUEST-IN.
    Use instead: a name of `acls`.
    """
    known = device.data.get("acls", {})
    for name, path in _bound(device.data):
        if str(name) not in known and not has_raw(device.data, word_pattern(name)):
            yield unknown_name("filter", name, known, device.at(*path), f"one of the acls of {device.name}", partial(device.at, "acls"))


def _bound(data: Mapping[str, Any]) -> Iterator[tuple[Any, Path]]:
    for name, port in data.get("interfaces", {}).items():
        yield from ((port[key], ("interfaces", name, key)) for key in ACL_KEYS if key in port)
    if "acl" in data.get("ssh", {}):
        yield data["ssh"]["acl"], ("ssh", "acl")


@rule("REF005", title="VRF exists where it is used", scope="site")
def vrf_exists(company: Scope) -> Iterator[Finding]:
    """A VRF that an interface, a static route, BGP or a prefix names exists at the site.

    What it does: looks it up among the VRFs of the site.
    Why it matters: a device refuses an interface in an unknown VRF, or makes one without routes.
    Example: `vrf: gast` at a site with the VRF guest.
    Use instead: a VRF of the site's ipam.yaml.
    """
    known: dict[str, dict[str, str]] = {}
    for key, vrf in company.of("vrf").items():
        known.setdefault(str(vrf["site"]), {})[str(vrf["name"])] = key
    for site, name, place in _vrf_users(company):
        names = known.get(site, {})
        own = company.devices[place.name] if place.kind == "device" else {}
        if (
            name not in names
            and name not in own.get("vrf_instances", {})
            and not has_raw(own, rf"(?:vrf|routing-instances) .*{word_pattern(name)}")
        ):
            yield unknown_name("VRF", name, names, place, f"a VRF of site {site}", _named_by("vrf", names))


def _named_by(kind: str, keys: Mapping[str, str]) -> Callable[[str], Place]:
    """The places of objects by the names that people use for them."""
    return lambda name: place_of(kind, keys[name], "name")


def _vrf_users(company: Scope) -> Iterator[tuple[str, str, Any]]:
    for device, data in company.devices.items():
        site = str(data["site"])
        for name, port in data.get("interfaces", {}).items():
            if "vrf" in port:
                yield site, str(port["vrf"]), place_of("device", device, "interfaces", name, "vrf")
        yield from ((site, str(name), place_of("device", device, "bgp", "vrfs", name)) for name in data.get("bgp", {}).get("vrfs", {}))
        for position, route in enumerate(data.get("static_routes", ())):
            if "vrf" in route:
                yield site, str(route["vrf"]), place_of("device", device, "static_routes", position, "vrf")
    for name, prefix in company.of("prefix").items():
        if "vrf" in prefix:
            yield str(prefix["site"]), str(prefix["vrf"]), place_of("prefix", name, "vrf")


@rule("REF006", title="interface that is named exists on the device", scope="target")
def named_interface_exists(device: Device) -> Iterator[Finding]:
    """The primary interface and every source interface is an interface of the device with an address.

    What it does: looks up `primary_interface`, the `source_interface` of ntp and syslog, and the interfaces of a DHCP server.
    Why it matters: the device is managed, or speaks, from an address that it does not have.
    Example: `primary_interface: Vlan101` on a switch that has Vlan100.
    Use instead: an interface with an address.
    """
    known = {one.port.interface for one in device.assigned}
    served = device.data.get("dhcp_server", {}).get("interfaces", ())
    listed: list[tuple[Path, Any]] = [(("dhcp_server", "interfaces", at_), name) for at_, name in enumerate(served) if name != "*"]
    for path, value in (*((path, _value(device.data, path)) for path in SOURCES), *listed):
        is_raw = has_raw(device.data, rf"interfaces? {re.escape(str(value))}[. ].*(?:address|unnumbered)")
        if value is not None and str(value) not in known and not is_raw:
            yield unknown_name(
                "interface",
                value,
                known,
                device.at(*path),
                f"an interface of {device.name} with an address",
                partial(device.at, "interfaces"),
            )


@rule("REF007", title="backup of a host is known")
def backup_policy_and_host_exist(company: Scope) -> Iterator[Finding]:
    """The policy and the target of a host's backup exist.

    What it does: looks up `backup.policy` and `backup.target`.
    Why it matters: nothing is saved, and that shows only when it is needed.
    Example: `backup: {policy: daily}` when the policy is called standard.
    Use instead: a policy of policies/backup.yaml, and a server.
    """
    known = {"policy": ("backup_policy", company.of("backup_policy")), "target": ("device", company.devices)}
    for device, data in company.devices.items():
        for key, (kind, names) in known.items():
            value = data.get("backup", {}).get(key)
            if value is not None and str(value) not in names:
                place, expected = place_of("device", device, "backup", key), f"a backup {key} of the company"
                yield unknown_name(f"backup {key}", value, names, place, expected, partial(place_of, kind))


@rule("REF008", title="role has a layer", scope="target", severity=Severity.WARNING)
def role_has_layer(device: Device) -> Iterator[Finding]:
    """A device's role is one that has a layer, in a company whose roles have layers.

    What it does: looks for the role's name among the files in roles/, the company's and the sites'. Names with a slip in them are REF014.
    Why it matters: such a device takes nothing from roles/ROLE.yaml, and is half configured without an error.
    Example: `role: kiosk`.
    Use instead: `role: access`, or write roles/kiosk.yaml, be it with a comment only.
    """
    role, missing = str(device.data["role"]), _missing_role(device)
    if missing and not _meant_role(device):
        hints = (f"write roles/{role}.yaml, be it with a comment only", did_you_mean(role, device.around.layers))
        yield replace(missing, hint="; ".join(filter(None, hints)))


@rule("REF014", title="role is spelt as its layer", scope="target")
def role_matches_layer_spelling(device: Device) -> Iterator[Finding]:
    """A role without a layer is not spelt almost as one that has a layer.

    What it does: compares a role that has no file in roles/ with those that have one.
    Why it matters: the lines that the meant role gives would be taken off the device.
    Example: `role: acess`.
    Use instead: `role: access`; for another role write roles/acess.yaml, be it with a comment only.
    """
    if (meant := _meant_role(device)) and (missing := _missing_role(device)):
        yield replace(missing, hint=f"did you mean {meant}?")


def _missing_role(device: Device) -> Finding | None:
    """A finding when other roles have a layer, and that of the device has none."""
    known, role = device.around.layers, str(device.data["role"])
    if not known or role in known:
        return None
    message = f"role {role} has no layer, so {device.name} gets nothing that a role gives"
    return Finding(device.at("role"), message, expected="a role with a file in roles/", found=role)


def _meant_role(device: Device) -> str:
    """The role with a layer that differs from the device's by a slip; empty when there is none."""
    return next(iter(get_close_matches(str(device.data["role"]), sorted(device.around.layers), 1, CLOSE)), "")


@rule("REF009", title="platform has a record and templates", scope="target")
def platform_has_record_and_templates(device: Device) -> Iterator[Finding]:
    """There is a record of every platform of a device, and templates, other than for those that are only observed.

    What it does: looks for the folders platforms/PLATFORM and templates/PLATFORM, the company's or netops' own.
    Why it matters: nothing can be rendered for the device, so it is never compared or changed.
    Example: `platform: cisco_iso`.
    Use instead: `platform: cisco_ios`, or write templates for the platform.
    """
    root = device.around.root
    records = frozenset(platforms.names(root))
    keys: list[tuple[Path, Any]] = [(("platform",), device.data["platform"])]
    keys += [(("extra_platforms", position), extra) for position, extra in enumerate(device.data.get("extra_platforms", ()))]
    for path, value in keys:
        platform, rendered = str(value), str(value) in device.around.platforms
        if platform not in records:
            message = f"platform {platform} has no record" if rendered else f"there is no platform {platform}"
            expected, near = f"a platform with a record, such as platforms/{platform}/__init__.py in the company's folder", records
        elif not rendered and not platforms.get(platform, root).spec.observed:
            message, expected = f"platform {platform} has no templates", "a platform with a folder in templates/"
            near = device.around.platforms
        else:
            continue
        yield Finding(device.at(*path), message, expected=expected, found=platform, hint=did_you_mean(platform, near))


@rule("REF011", title="managed feature exists", scope="target")
def managed_feature_exists(device: Device) -> Iterator[Finding]:
    """Each entry of `managed` is a feature of some platform.

    What it does: looks it up among the features whose lines the platforms know.
    Why it matters: the feature that was meant stays as it is on the device, and nothing says so.
    Example: `managed: [ntp, sylog]`.
    Use instead: `managed: [ntp, syslog]`.
    """
    for index, name in enumerate(part_names(device.data.get("managed", "all")) or ()):
        if not is_finer(name) and name not in (known := platforms.all_features(device.around.root)):
            yield unknown_name("feature", name, known, device.at("managed", index), "a feature of a platform")


@rule("REF012", title="managed interface exists", scope="target", severity=Severity.WARNING)
def managed_interface_exists(device: Device) -> Iterator[Finding]:
    """Each interface that `managed` names or describes by a pattern is one of the device's data.

    What it does: looks for it among the interfaces of the device.
    Why it matters: netops removes an interface that it manages and that the data does not have; with a wrong name nothing is managed.
    Example: `managed: [{interface: Vlan10}]` on a device with the interface Vlan100.
    Use instead: `managed: [{interface: Vlan100}]`.
    """
    for index, name in enumerate(part_names(device.data.get("managed", "all")) or ()):
        kind, _, pattern = name.partition(": ")
        if kind == "interface" and not any(is_covered(pattern, interface) for interface in device.interfaces):
            place = device.at("managed", index, "interface")
            yield unknown_name("interface", pattern, device.interfaces, place, f"an interface of {device.name}")


@rule("REF013", title="platform can be changed as chosen", scope="target")
def platform_supports_change_method(device: Device) -> Iterator[Finding]:
    """The platform of a device can be changed in the way that `apply` chooses.

    What it does: looks the way up in the platform's record.
    Why it matters: the device would be changed in the other way, and nothing says so.
    Example: `apply: commands` on a Linux server, whose files are written whole.
    Use instead: `apply` in the layer of a platform, such as inventory/platforms/cisco_ios.yaml.
    """
    way, platform = device.data.get("apply"), str(device.data["platform"])
    record = platforms.find(platform, device.around.root) if way is not None else None
    if record is None or record.spec.takes(str(way)):
        return
    yield Finding(
        device.at("apply"),
        f"{platform} cannot be changed by {way}",
        expected=" or ".join((record.spec.apply, *record.spec.alternatives)),
        found=str(way),
        hint="leave it out; a choice for one platform is written into its layer, inventory/platforms/PLATFORM.yaml",
    )
