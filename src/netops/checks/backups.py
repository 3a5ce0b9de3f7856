"""Backups: that there is one, that it keeps what the business service promises, and that it does not burn with what it saves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from netops.checks import Device, Finding, Place, Scope, place_of, rule
from netops.checks._business import HOSTS, devices_of_services, is_in_service
from netops.checks.storage import share_folder
from netops.errors import Severity
from netops.model.index import Object

POLICY = "backup_policy"


@rule("BKP001", title="host is not saved onto itself", scope="target")
def host_does_not_back_up_to_itself(device: Device) -> Iterator[Finding]:
    """The copies of a host are on another one.

    What it does: compares `backup.target` and `backup.copy_to` with the host.
    Why it matters: the copies are lost together with what they are copies of.
    Example: `backup: {target: ber-nas-1}` in the file of ber-nas-1.
    Use instead: `backup: {target: ber-bak-1}`.
    """
    backup = device.data.get("backup", {})
    for key in ("target", "copy_to"):
        if str(backup.get(key, "")) == device.name:
            place = device.at("backup", key)
            yield Finding(place, f"{device.name} is saved onto itself", expected="another host", found=device.name)


@rule("BKP002", title="off-site policy has its copies at another site")
def off_site_copies_are_at_another_site(company: Scope) -> Iterator[Finding]:
    """What a policy with `off_site` saves has a copy at another site.

    What it does: compares the site of the host with that of its `backup.target`, and of the host in that one's `copy_to`; a target with
    `taken_to` is believed.
    Why it matters: fire, water and thieves take a whole room.
    Example: policy `books` has `off_site: true`, and host and target are both in Berlin.
    Use instead: `backup: {copy_to: ham-nas-1}` at the target, or `taken_to: Tapes to the bank`, or a target at another site.
    """
    for name, device, policy, target in _saved(company):
        if policy.get("off_site") and not _elsewhere(name, target, company):
            message = f"{name} must have a copy at another site, and {target} keeps all of them at {device['site']}"
            hint = f"give {target} a copy_to at another site, or {name} a target there"
            related = (
                ("the policy", place_of(POLICY, str(device["backup"]["policy"]), "off_site")),
                ("the target", place_of("device", target)),
            )
            place = place_of("device", name, "backup", "target")
            yield Finding(place, message, expected=f"another site than {device['site']}", found=target, hint=hint, related=related)


def _saved(company: Scope) -> Iterator[tuple[str, Object, Object, str]]:
    """Each host in service that is saved onto another one: name, data, policy, target."""
    policies = company.of(POLICY)
    for name, device in company.devices.items():
        backup = device.get("backup", {})
        policy, target = policies.get(str(backup.get("policy", ""))), str(backup.get("target", name))
        if policy is not None and target != name and target in company.devices and is_in_service(device):
            yield name, device, policy, target


def _elsewhere(name: str, target: str, company: Scope) -> bool:
    """Whether a copy of the host is at another site."""
    kept = company.devices[target].get("backup", {})
    hosts = (target, str(kept.get("copy_to", target)))
    sites = {str(company.devices[host]["site"]) for host in hosts if host in company.devices}
    return "taken_to" in kept or bool(sites - {str(company.devices[name]["site"])})


@rule("BKP003", title="backup policy is as frequent as its data loss limit")
def backup_frequency_meets_loss_limit(company: Scope) -> Iterator[Finding]:
    """The hours between two backups of a policy are not more than the hours of data that it allows to be lost.

    What it does: compares `every_h` with `rpo_h`.
    Why it matters: what was written since the last backup is lost.
    Example: `{every_h: 24, rpo_h: 4}`.
    Use instead: `every_h: 4`.
    """
    for name, policy in company.of(POLICY).items():
        if "rpo_h" in policy and float(policy["every_h"]) > float(policy["rpo_h"]):
            message = f"policy {name} saves every {policy['every_h']} h, and allows a loss of {policy['rpo_h']} h at most"
            related = (("rpo_h", place_of(POLICY, name, "rpo_h")),)
            found = str(policy["every_h"])
            yield Finding(place_of(POLICY, name, "every_h"), message, expected=f"{policy['rpo_h']} or less", found=found, related=related)


@rule("BKP004", title="backup meets the promises of the business service")
def backup_meets_service_recovery_point(company: Scope) -> Iterator[Finding]:
    """Every host that a business service depends on has a backup that brings it back in time, with no more lost than may be.

    What it does: compares `rto_h` and `rpo_h` of the service with those of the policy of each server and storage that it names, or of the
    service's own policy when that is better; a policy without the hours does not count. A service with `rpo_h: 0` is not compared there:
    no backup gives that. Backup targets (`backup.repository`) are left out.
    Why it matters: the promise is broken at the first failure.
    Example: a service with `rto_h: 1` on a server with a policy of `rto_h: 24`.
    Use instead: a policy that is fast enough, or a longer `rto_h` or `rpo_h`.
    """
    for service, data, name, place in devices_of_services(company):
        host = company.devices[name]
        backup = host.get("backup", {})
        if str(host["kind"]) not in HOSTS or "repository" in backup or not {"rto_h", "rpo_h"} & data.keys():
            continue
        names = [str(row[key]) for row, key in ((backup, "policy"), (data, POLICY)) if key in row]
        policies = {policy: company.of(POLICY)[policy] for policy in names if policy in company.of(POLICY)}
        if not policies:
            message = f"{service} promises to be back, and {name} has no backup policy"
            yield Finding(place, message, expected="a policy that keeps the promise", found="none", related=_host(name))
        else:
            yield from _kept(service, data, name, policies)


def _kept(service: str, data: Object, host: str, policies: dict[str, Object]) -> Iterator[Finding]:
    for key, words, given in (("rto_h", "be back in {} h", _back), ("rpo_h", "lose no more than {} h", _lost)):
        promised = float(data.get(key, 0))
        best = min(policies, key=lambda name: given(policies[name]))
        hours = given(policies[best])
        if promised and hours > promised:
            found = f"{hours:g} h" if hours < NEVER else f"no {key}"
            message = f"{service} must {words.format(data[key])}, and policy {best} of {host} has {found}"
            related = (("the policy", place_of(POLICY, best)), *_host(host))
            place, expected = place_of("service", service, key), f"{data[key]} h or less"
            yield Finding(place, message, expected=expected, found=found, related=related)


NEVER = float("inf")


def _back(policy: Object) -> float:
    return float(policy.get("rto_h", NEVER))


def _lost(policy: Object) -> float:
    return max(float(policy["every_h"]), float(policy.get("rpo_h", 0)))


def _host(name: str) -> tuple[tuple[str, Place], ...]:
    return (("the host", place_of("device", name, "backup")),)


@rule("BKP005", title="copies are not in the rack of what they save", severity=Severity.WARNING)
def backup_is_in_another_rack(company: Scope) -> Iterator[Finding]:
    """A host and the only copies of it are not in one rack.

    What it does: compares the racks of a host and its `backup.target`, when no copy goes to another site.
    Why it matters: one power strip, one leak or one fire takes both.
    Example: ber-web-1 and ber-bak-1, both in R2.
    Use instead: a target in another room, or `copy_to` at the target.
    """
    for name, device, _, target in _saved(company):
        other = company.devices[target]
        place = (str(device["site"]), str(device.get("rack", "")))
        if place[1] and place == (str(other["site"]), str(other.get("rack", ""))) and not _elsewhere(name, target, company):
            message = f"{name} and its only copies, on {target}, are both in rack {place[1]}"
            related = ((target, place_of("device", target, "rack")),)
            yield Finding(place_of("device", name, "rack"), message, expected="another rack", found=place[1], related=related)


@rule("BKP006", title="server and storage have a backup policy", scope="target", severity=Severity.WARNING)
def host_has_backup_policy(device: Device, *, kinds: Iterable[str] = ("server", "storage"), roles: Iterable[str] = ()) -> Iterator[Finding]:
    """Every server and storage in service has a backup policy, in a company that has policies; backup targets (`repository`) need none.

    What it does: looks for `backup.policy`.
    Why it matters: a missing backup goes unnoticed until it is needed.
    Example: a new server without `backup`.
    Use instead: `backup: {policy: standard, target: ber-bak-1, paths: [/etc]}`, in the layer of its role.
    Options: `kinds` that must have one, `roles` that need none.
    """
    backup = device.data.get("backup", {})
    wanted = device.kind in kinds and str(device.data["role"]) not in roles and is_in_service(device.data) and device.of(POLICY)
    if wanted and not backup.keys() & {"policy", "repository"}:
        yield Finding(device.at(), f"{device.name} has no backup policy", expected="backup: {policy: ..., target: ...}", found="none")


@rule("BKP007", title="shared folder is saved", scope="target", severity=Severity.WARNING)
def share_is_backed_up(device: Device) -> Iterator[Finding]:
    """Every folder that people share lies below a folder that is saved.

    What it does: compares `path` of each share with `backup.paths`, on hosts that have those.
    Why it matters: the host has a backup, and the folder that people work in is not in it.
    Example: a share in /srv/projects and `backup: {paths: [/srv/shares]}`.
    Use instead: `paths: [/srv/shares, /srv/projects]`.
    """
    shares = device.data.get("shares", ())
    saved = [PurePosixPath(str(path)) for path in device.data.get("backup", {}).get("paths", ())] if shares else ()
    for position, share in enumerate(shares):
        path = PurePosixPath(share_folder(share))
        if saved and share_folder(share) and not any(path.is_relative_to(folder) for folder in saved):
            message = f"share {share['name']} of {device.name} is in no folder that is saved"
            expected = f"a folder below {', '.join(map(str, saved))}"
            related = (("what is saved", device.at("backup", "paths")),)
            yield Finding(device.at("shares", position, "path"), message, expected=expected, found=str(path), related=related)
