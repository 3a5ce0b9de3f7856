"""Shares and exports."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from netops.checks import Device, Finding, place_of, rule
from netops.checks._help import repeated_keys, unknown_name
from netops.errors import Severity
from netops.model.index import Object, parse_network

HOSTS = frozenset({"server", "storage"})
NOUNS = ("shares", "nfs_exports", "print_queues")
GB_PER_GIB = 2**30 / 10**9
ROOT = "no_root_squash"
ONCE = (("shares", "path"), ("nfs_exports", "path"), ("nfs_exports", "pseudo"))


@rule("STO001", title="shares, exports and queues are on a server or a storage", scope="target")
def storage_is_on_storage_host(device: Device) -> Iterator[Finding]:
    """Only a server or a storage has `shares`, `nfs_exports` or `print_queues`.

    What it does: compares the kind of every device that has one of them.
    Why it matters: nothing would be configured, and the users look for the share.
    Example: `shares:` in a file below `devices/`.
    Use instead: the file of the server, below `servers/` or `storage/`.
    """
    for noun in NOUNS:
        if device.data.get(noun) and device.kind not in HOSTS:
            message = f"{device.name} is a {device.kind} and cannot have {noun}"
            yield Finding(device.at(noun), message, expected="a server or a storage", found=device.kind)


@rule("STO002", title="groups and department of a share exist", scope="target")
def share_groups_exist(device: Device) -> Iterator[Finding]:
    """Every group of a share belongs to a department, and its department exists.

    What it does: looks up `groups` and `readers` among the groups of all departments, `department` among the departments, in a company that
    has departments.
    Why it matters: a group that does not exist has no members, so access fails for all.
    Example: `groups: [finanse]`.
    Use instead: a group of org/departments.yaml.
    """
    departments = device.of("department")
    known = {str(group) for d in departments.values() for group in d.get("groups", ())}
    if not departments:
        return
    for position, share in enumerate(device.data.get("shares", ())):
        path = ("shares", position)
        for key in ("groups", "readers"):
            for index, group in enumerate(share.get(key, ())):
                if str(group) not in known:
                    yield unknown_name("group", group, known, device.at(*path, key, index), "a group of a department")
        if "department" in share and str(share["department"]) not in departments:
            yield unknown_name(
                "department",
                share["department"],
                departments,
                device.at(*path, "department"),
                "a department",
                partial(place_of, "department"),
            )


@rule("STO003", title="folder is shared once", scope="target")
def folder_is_shared_once(device: Device) -> Iterator[Finding]:
    """No two shares, and no two exports, of a host have the same folder or the same NFSv4 path.

    What it does: groups `path` and `pseudo` per host.
    Why it matters: two sets of rights on one folder: the looser one counts. The NFS server drops an export whose path is taken.
    Example: exports 1 and 2, both with `path: /srv/nfs/backup`.
    Use instead: one entry with all groups or clients.
    """
    for noun, key in ONCE:
        items = enumerate(device.data.get(noun, ()))
        rows = [(value, position) for position, item in items if (value := str(item.get(key, "")) or share_folder(item))]
        for value, (first, *others) in repeated_keys(rows):
            for other in others:
                yield Finding(
                    device.at(noun, other, key),
                    f"{key} {value} comes twice in {noun} of {device.name}",
                    expected=f"a {key} of its own",
                    found=value,
                    related=(("the first one", device.at(noun, first, key)),),
                )


@rule("STO004", title="storage pool has room for its volumes", scope="target")
def pool_holds_its_volumes(device: Device, *, times: float = 1.0) -> Iterator[Finding]:
    """The volumes of a pool together are not larger than the pool, and each is a part of a pool of the host.

    What it does: looks up `pool` of each volume, and adds up `capacity_gib` per pool.
    Why it matters: a full pool stops every volume on it, mostly in a way that needs a restore.
    Example: volumes of 8000 and 30000 GiB in a pool of 37000.
    Use instead: smaller volumes, or more disks.
    Options: `times`, how often the space may be given away; more than 1 for thin volumes that are monitored.
    """
    volumes = device.data.get("volumes", ())
    known = {str(pool["name"]): (row, pool) for row, pool in enumerate(device.data.get("storage_pools", ()))}
    for position, volume in enumerate(volumes):
        if str(volume["pool"]) not in known:
            place = device.at("volumes", position, "pool")
            yield unknown_name("storage pool", volume["pool"], known, place, f"a pool of {device.name}")
    for name, (row, pool) in known.items():
        total = sum(float(volume["capacity_gib"]) for volume in volumes if str(volume["pool"]) == name)
        if total > float(pool["capacity_gib"]) * times:
            message = f"the volumes of pool {name} of {device.name} are larger than the pool"
            expected, place = f"{float(pool['capacity_gib']) * times:g} GiB or less", device.at("storage_pools", row, "capacity_gib")
            yield Finding(place, message, expected=expected, found=f"{total:g} GiB")


@rule("STO005", title="volume has room for the quotas on it", scope="target", severity=Severity.WARNING)
def volume_holds_its_quotas(device: Device, *, times: float = 1.0) -> Iterator[Finding]:
    """The quotas of the shares on a volume together are not larger than the volume.

    What it does: finds the volume of each share by its path, and adds up `quota_gb`.
    Why it matters: the volume is full before any quota is reached, and saving fails for all.
    Example: quotas of 5000 and 6000 GB on a volume of 8000 GiB.
    Use instead: a larger volume, or smaller quotas.
    Options: `times`, how often the space may be promised.
    """
    promised: dict[int, int] = defaultdict(int)
    volumes = device.data.get("volumes", ())
    for share in device.data.get("shares", ()) if volumes else ():
        volume = _volume(share_folder(share), volumes)
        if volume is not None:
            promised[volume] += int(share.get("quota_gb", 0))
    for position, quota_gb in promised.items():
        most = float(volumes[position]["capacity_gib"]) * GB_PER_GIB * times
        if quota_gb > most:
            message = f"the quotas on volume {volumes[position]['name']} of {device.name} are larger than the volume"
            place = device.at("volumes", position, "capacity_gib")
            yield Finding(place, message, expected=f"{most:.0f} GB or less", found=f"{quota_gb} GB")


_FOLDER = re.compile(r"^\s*path\s*=\s*(/.*?)\s*$", re.MULTILINE | re.IGNORECASE)


def share_folder(share: Mapping[str, Any]) -> str:
    """The folder of a share, be its section of smb.conf written as it is; '' for none."""
    match = _FOLDER.search(str(share.get("section", "")))
    return str(share["path"]) if "path" in share else match[1] if match else ""


def _volume(path: str, volumes: Sequence[Object]) -> int | None:
    """The position of the volume that a folder lies on: the one with the longest path above it."""
    above = [(len(str(v["path"])), at) for at, v in enumerate(volumes) if PurePosixPath(path).is_relative_to(str(v["path"]))]
    return max(above)[1] if above else None


@rule("STO006", title="share lies on a volume and has a quota", scope="target", severity=Severity.WARNING)
def share_has_volume_and_quota(device: Device) -> Iterator[Finding]:
    """On a host with volumes, every share lies on one, and one that people write to has a quota.

    What it does: compares `path` with those of `volumes`, and looks for `quota_gb`; a share that is `read_only` needs none.
    Why it matters: a share beside the volumes fills the disk of the system; one without a quota fills everybody's.
    Example: `{name: scans, path: /srv/shares/scans, groups: [hr]}`.
    Use instead: `quota_gb: 100`.
    """
    volumes = device.data.get("volumes", ())
    for position, share in enumerate(device.data.get("shares", ())) if volumes else ():
        name, path = share["name"], ("shares", position)
        if _volume(share_folder(share), volumes) is None:
            expected = f"a folder below {', '.join(str(volume['path']) for volume in volumes)}"
            message = f"share {name} of {device.name} is on no volume"
            yield Finding(device.at(*path, "path"), message, expected=expected, found=share_folder(share) or "none")
        elif "quota_gb" not in share and not share.get("read_only"):
            yield Finding(device.at(*path), f"share {name} of {device.name} has no quota", expected="quota_gb", found="none")


@rule("STO007", title="not everybody may write to a share", scope="target", severity=Severity.WARNING)
def share_is_not_writable_by_everybody(device: Device) -> Iterator[Finding]:
    """No share lets the groups of all departments write, in a company with more than one.

    What it does: compares `groups` of each share that is not `read_only` with the groups of every department.
    Why it matters: one infected laptop, anywhere, encrypts it.
    Example: `groups: [finance, hr, sales, it]` in a company of these four.
    Use instead: `groups: [it]` and `readers: [finance, hr, sales]`, or `read_only: true`.
    """
    if not device.data.get("shares"):
        return
    departments = [set(map(str, d["groups"])) for d in device.of("department").values() if d.get("groups")]
    for position, share in enumerate(device.data["shares"] if len(departments) > 1 else ()):
        writers = set(map(str, share.get("groups", ())))
        if not share.get("read_only") and all(groups & writers for groups in departments):
            message, place = (
                f"every department may write to share {share['name']} of {device.name}",
                device.at("shares", position, "groups"),
            )
            yield Finding(place, message, expected="readers, or fewer groups", found=f"{len(departments)} departments")


@rule("STO008", title="export is not for the whole world", scope="target")
def export_is_not_to_the_world(device: Device, *, shortest: int = 8) -> Iterator[Finding]:
    """An NFS export is for networks of ours, and gives root's rights to single hosts only.

    What it does: looks at the length of each network of `clients`; with `squash: no_root_squash` at networks of more than one host.
    Why it matters: NFS trusts the client about its user; every host of the network reads all, and as root writes all.
    Example: `clients: [0.0.0.0/0]`.
    Use instead: `clients: [10.1.20.80/32]`.
    Options: `shortest`, the length of the widest network that may be a client.
    """
    for position, export in enumerate(device.data.get("nfs_exports", ())):
        for index, client in enumerate(export["clients"]):
            network = parse_network(str(client))
            place = device.at("nfs_exports", position, "clients", index)
            if network is not None and network.prefixlen < shortest:
                message = f"{device.name} exports {export['path']} to {client}"
                yield Finding(place, message, expected=f"networks of /{shortest} or longer", found=str(client))
            elif network is not None and str(export.get("squash", "")) == ROOT and network.num_addresses > 1:
                message = f"every host of {client} is root in {export['path']} of {device.name}"
                yield Finding(place, message, expected="single hosts, or squash: root_squash", found=f"{client} with {ROOT}")
