"""Names."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from netops.checks import Device, Finding, Place, Scope, place_of, rule
from netops.checks._help import repeated_keys
from netops.errors import Severity

LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
WORD = re.compile(r"[a-z]+|[0-9]+")


@rule("NAM001", title="name is fit for DNS", scope="site")
def name_is_valid_in_dns(company: Scope) -> Iterator[Finding]:
    """Names of devices and sites are DNS labels: lower case letters, digits, hyphens, at most 63.

    What it does: reads the name of the file, since that is the device's name.
    Why it matters: names become host names, DNS records and certificates.
    Example: `devices/Ber_Core_1.yaml`.
    Use instead: `devices/ber-core-1.yaml`.
    """
    for kind, names in (("device", company.devices), ("site", company.of("site"))):
        for name in names:
            if not LABEL.fullmatch(str(name)):
                better = re.sub(r"[^a-z0-9]+", "-", str(name).lower()).strip("-")
                yield Finding(
                    place_of(kind, name),
                    f"{name} cannot be a DNS name",
                    expected="lower case letters, digits and hyphens",
                    found=str(name),
                    hint=f"call it {better}",
                )


@rule("NAM002", title="host name is used once")
def hostname_is_unique(company: Scope) -> Iterator[Finding]:
    """Two devices show different host names within their domain.

    What it does: groups devices by `hostname` (the device's name if absent) and `domain`.
    Why it matters: logs and alarms of one are taken for the other's.
    Example: `hostname: core` on both cores.
    Use instead: no `hostname` at all.
    """
    every = (((str(d.get("hostname", name)), str(d.get("domain", ""))), name) for name, d in company.devices.items())
    for (hostname, _), names in repeated_keys(every):
        first, *others = names
        for other in others:
            yield Finding(
                place_of("device", other, "hostname"),
                f"{other} has the host name {hostname} of {first}",
                expected="a host name of its own",
                found=hostname,
                related=((f"{first} has it too", place_of("device", first, "hostname")),),
            )


@rule("NAM003", title="VLAN of a name has one number everywhere", severity=Severity.WARNING)
def vlan_name_has_one_id(company: Scope, *, share: float = 0.75) -> Iterator[Finding]:
    """Where nearly all sites have one number for a VLAN, the others have it too.

    What it does: groups the VLANs of all sites by name; when one number has its `share` of them, at three sites or more, reports the rest.
    Why it matters: profiles, notes and habits count on the number, and the one site where it is another is where the mistake happens.
    Example: `{name: voice, vid: 141}` where every other site has 140.
    Use instead: the number of the others, or another name when it is another kind of network.
    Options: `share`, the part of the sites that makes a number the usual one, from 0 to 1.
    """
    groups: dict[str, dict[str, int]] = defaultdict(dict)
    for key, vlan in company.of("vlan").items():
        groups[str(vlan["name"])][key] = int(vlan["vid"])
    for name, vids in groups.items():
        usual, count = Counter(vids.values()).most_common(1)[0]
        for key, vid in vids.items() if len(vids) > count >= max(3, share * len(vids)) else ():
            if vid != usual:
                example = next(other for other, number in vids.items() if number == usual)
                yield Finding(
                    place_of("vlan", key, "vid"),
                    f"VLAN {name} of site {company.of('vlan')[key]['site']} has the number {vid}, and {usual} at {count} other sites",
                    expected=str(usual),
                    found=str(vid),
                    related=((f"one of them is {example}", place_of("vlan", example, "vid")),),
                )


@rule("NAM004", title="names differ by more than hyphens and noughts", severity=Severity.WARNING)
def names_are_not_confusable(company: Scope) -> Iterator[Finding]:
    """Two devices, or two VLANs of a site, have names that people can distinguish.

    What it does: compares names without hyphens, underscores, capitals and leading noughts.
    Why it matters: the two get mixed up on the telephone.
    Example: `ber-acc-1` and `ber-acc1`, or `guest_wifi` and `guest-wifi`.
    Use instead: one way to write names, and numbers that are not taken.
    """
    rows = [(("device", *_words(name)), (name, place_of("device", name))) for name in company.devices]
    vlans = company.of("vlan").items()
    rows += [
        (("vlan", str(vlan["site"]), *_words(str(vlan["name"]))), (str(vlan["name"]), place_of("vlan", key, "name"))) for key, vlan in vlans
    ]
    for _, ((first, place), *others) in repeated_keys(rows):
        for other, where in others:
            yield _alike(first, place, other, where)


def _alike(first: str, place: Place, other: str, where: Place) -> Finding:
    message = f"{where.kind if where.kind == 'device' else 'VLAN'} {other} is easily taken for {first}"
    return Finding(where, message, expected="a name that sounds different", found=other, related=((f"{first}", place),))


def _words(name: str) -> tuple[str, ...]:
    return tuple(word.lstrip("0") or "0" for word in WORD.findall(name.lower()))


@rule("NAM005", title="name begins with the site", severity=Severity.WARNING)
def name_has_site_prefix(company: Scope, *, share: float = 0.75) -> Iterator[Finding]:
    """In a company where nearly all names of devices begin with their site, all do.

    What it does: compares the beginning of each name with the device's site, when a `share` of the devices has it so.
    Why it matters: a device that is called after another site was copied or moved; alarms are read, and people sent, by the name.
    Example: `ham-acc-4` among the devices of Berlin.
    Use instead: `ber-acc-4`, or move the file to the site it belongs to.
    Options: `share`, the part of the devices that makes it the custom, from 0 to 1.
    """
    others = [(name, str(device["site"])) for name, device in company.devices.items() if not name.startswith(f"{device['site']}-")]
    if len(company.devices) - len(others) >= share * len(company.devices):
        for name, site in others:
            yield Finding(place_of("device", name), f"{name} of site {site} is not called after it", expected=f"{site}-...", found=name)


@rule("NAM006", title="name is free on the server", scope="target")
def served_name_is_not_reserved(device: Device) -> Iterator[Finding]:
    """What a server names is not reserved by its software, and no two names differ by capitals alone where it folds them.

    What it does: compares shares, print queues, zones and the paths under which NFS clients see exports.
    Why it matters: Samba reads a share called `global` as settings of all shares, and CUPS moves the queue `floor3` when `Floor3` is made.
    Example: `shares: [{name: global, ...}]`, `print_queues: [{name: Floor3, ...}, {name: floor3, ...}]`.
    Use instead: another name.
    """
    for key, field, reserved, is_folded in SERVED:
        entries = [(at_, one, str(one[field])) for at_, one in enumerate(_entries(device.data, key)) if field in one]
        seen: dict[str, int] = {}
        for index, one, name in entries:
            folded = name.lower() if is_folded else name
            place = device.at(*key, index, field)
            if folded in reserved and (folded == "global" or "section" not in one):
                yield Finding(place, f"{name} means something else to {reserved[folded]}", expected="another name", found=name)
            first = seen.setdefault(folded, index)
            if first != index:
                related = (("the first one", device.at(*key, first, field)),)
                yield Finding(
                    place, f"{device.name} takes {name} for the first one", expected="names that differ", found=name, related=related
                )


SAMBA = dict.fromkeys(("global", "homes", "printers", "print$", "ipc$", "admin$", "profiles", "netlogon", "sysvol"), "Samba")
"""Sections of smb.conf(5) with a meaning of their own, and shares that a server makes by itself."""
SERVED: tuple[tuple[tuple[str, ...], str, dict[str, str], bool], ...] = (
    (("shares",), "name", SAMBA, True),  # smb.conf(5): section names are not case sensitive
    (("print_queues",), "name", {}, True),  # CUPS compares names of queues without case
    (("dns_server", "zones"), "name", {}, True),  # RFC 4343
    (("nfs_exports",), "pseudo", {"/": "NFS: the root of all exports"}, False),
    (("web", "sites"), "name", {}, True),
)
"""What a server serves: where it is, the field with its name, names with another meaning, and whether capitals make no difference."""


def _entries(data: Mapping[str, Any], key: tuple[str, ...]) -> Iterable[Mapping[str, Any]]:
    value: Any = data
    for step in key:
        value = value.get(step, {}) if isinstance(value, Mapping) else {}
    return value if isinstance(value, list) else ()


@rule("NAM007", title="number is of one thing")
def serial_and_asset_tag_are_unique(company: Scope) -> Iterator[Finding]:
    """No two devices have one serial number or asset tag; no two circuits have one number of a provider.

    What it does: compares them without capitals and blanks.
    Why it matters: the hotline and the stock list find the wrong box, and a copied file is seldom finished.
    Example: `serial: FOC2233X0AA` at ber-acc-1 and at ber-acc-2.
    Use instead: the number on the box.
    """
    for key, (first, *others) in repeated_keys(_numbers(company)):
        for other in others:
            related = ((f"{first.name} has it, too", first),)
            message = f"{other.kind} {other.name} has the {key[0]} of {first.kind} {first.name}"
            yield Finding(other, message, expected="a number of its own", found=key[-1].upper(), related=related)


def _numbers(company: Scope) -> Iterator[tuple[tuple[str, ...], Place]]:
    """What kind of number, the number, and where it is."""
    for name, device in company.devices.items():
        for key, what in (("serial", "serial number"), ("asset_tag", "asset tag")):
            if key in device:
                yield (what, _bare(device[key])), place_of("device", name, key)
        for index, member in enumerate(device.get("stack", ())):
            if "serial" in member:
                yield ("serial number", _bare(member["serial"])), place_of("device", name, "stack", index, "serial")
    for name, circuit in company.of("circuit").items():
        if "cid" in circuit:
            yield ("number", str(circuit.get("provider", "")), _bare(circuit["cid"])), place_of("circuit", name, "cid")


def _bare(value: object) -> str:
    return "".join(str(value).split()).lower()
