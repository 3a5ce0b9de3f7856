"""Shares and exports."""

from __future__ import annotations

from collections.abc import Iterator

from netops.checks import Device, Finding, rule
from netops.checks._help import dangling, repeated

HOSTS = frozenset({"server", "storage"})
NOUNS = ("shares", "nfs_exports", "print_queues")
ONCE = (("shares", "path"), ("nfs_exports", "path"), ("nfs_exports", "pseudo"))


@rule("STO001", title="shares, exports and queues are on a server or a storage", scope="target")
def host_kinds(device: Device) -> Iterator[Finding]:
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
def groups(device: Device) -> Iterator[Finding]:
    """Every group of a share belongs to a department, and its department exists.

    What it does: looks up `groups` among the groups of all departments, `department` among the departments.
    Why it matters: nobody is in a group that does not exist, so nobody gets in.
    Example: `groups: [finanse]`.
    Use instead: a group of org/departments.yaml.
    """
    departments = device.of("department")
    known = {str(group) for d in departments.values() for group in d.get("groups", ())}
    for position, share in enumerate(device.data.get("shares", ())):
        path = ("shares", position)
        for index, group in enumerate(share["groups"]):
            if str(group) not in known:
                yield dangling("group", group, known, device.at(*path, "groups", index), "a group of a department")
        if "department" in share and str(share["department"]) not in departments:
            yield dangling("department", share["department"], departments, device.at(*path, "department"), "a department")


@rule("STO003", title="folder is shared once", scope="target")
def paths(device: Device) -> Iterator[Finding]:
    """No two shares, and no two exports, of a host have the same folder or the same NFSv4 path.

    What it does: groups `path` and `pseudo` per host.
    Why it matters: two sets of rights on one folder: the looser one counts. The NFS server drops an export whose path is taken.
    Example: exports 1 and 2, both with `path: /srv/nfs/backup`.
    Use instead: one entry with all groups or clients.
    """
    for noun, key in ONCE:
        rows = [(str(item[key]), position) for position, item in enumerate(device.data.get(noun, ()))]
        for value, (first, *others) in repeated(rows):
            for other in others:
                yield Finding(
                    device.at(noun, other, key),
                    f"{key} {value} comes twice in {noun} of {device.name}",
                    expected=f"a {key} of its own",
                    found=value,
                    related=(("the first one", device.at(noun, first, key)),),
                )
