"""Names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from netops.checks import Finding, Scope, at, rule
from netops.checks._help import repeated

LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


@rule("NAM001", title="name is fit for DNS", scope="site")
def dns_safe(company: Scope) -> Iterator[Finding]:
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
                    at(kind, name),
                    f"{name} cannot be a DNS name",
                    expected="lower case letters, digits and hyphens",
                    found=str(name),
                    hint=f"call it {better}",
                )


@rule("NAM002", title="host name is used once")
def unique(company: Scope) -> Iterator[Finding]:
    """Two devices show different host names within their domain.

    What it does: groups devices by `hostname` (the device's name if absent) and `domain`.
    Why it matters: logs and alarms of one are taken for the other's.
    Example: `hostname: core` on both cores.
    Use instead: no `hostname` at all.
    """
    every = (((str(d.get("hostname", name)), str(d.get("domain", ""))), name) for name, d in company.devices.items())
    for (hostname, _), names in repeated(every):
        first, *others = names
        for other in others:
            yield Finding(
                at("device", other, "hostname"),
                f"{other} has the host name {hostname} of {first}",
                expected="a host name of its own",
                found=hostname,
                related=((f"{first} has it too", at("device", first, "hostname")),),
            )
