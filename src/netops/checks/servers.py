"""What every server needs from others: the time, names, addresses, somebody who watches it, a network of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from ipaddress import ip_address
from itertools import pairwise

from netops.checks import Device, Finding, Scope, place_of, rule
from netops.checks._business import HOSTS, count_users, is_in_service
from netops.checks._raw import has_raw
from netops.errors import Severity
from netops.model.index import Object
from netops.model.target import is_configured


@rule("HST001", title="server has time servers", scope="target", severity=Severity.WARNING)
def server_has_ntp(device: Device) -> Iterator[Finding]:
    """Every server and storage in service has time servers.

    What it does: looks for `ntp.servers`, or for a managed file of chrony.
    Why it matters: log-ins, certificates and logs are wrong when the clock is.
    Example: a server in a company without `ntp` in any layer.
    Use instead: `ntp: {servers: [{host: 10.1.20.5}]}` in inventory/defaults.yaml.
    """
    is_written = any(str(file["path"]).startswith("/etc/chrony/") for file in device.data.get("files", ()))
    if device.kind in HOSTS and is_in_service(device.data) and not is_written and not device.data.get("ntp", {}).get("servers"):
        yield Finding(device.at(), f"{device.name} has no time servers", expected="ntp: {servers: [...]}", found="none")


@rule("HST002", title="server is not in a network of users", scope="site", severity=Severity.WARNING)
def server_is_not_in_user_network(site: Scope, *, roles: Iterable[str] = ("users", "guest")) -> Iterator[Finding]:
    """No server or storage has an address in a network that is for people or guests.

    What it does: looks up the role of the most specific prefix that holds each address.
    Why it matters: no filter separates the server from an infected laptop.
    Example: a file server with 10.1.10.20 in the network of the desks.
    Use instead: an address in a network with `role: servers`.
    Options: `roles` of prefixes where servers must not be.
    """
    prefixes = site.of("prefix")
    for name, device in site.devices.items():
        for one in site.index.assigned.get(name, ()) if str(device["kind"]) in HOSTS else ():
            table = site.index.tables.get(one.vrf)
            prefix = next(table.holding(one.value.ip), None) if table else None
            if prefix is not None and str(prefixes[prefix].get("role", "")) in roles:
                role = str(prefixes[prefix]["role"])
                message = f"{name} has {one.value.ip} in {prefixes[prefix]['prefix']}, which is for {role}"
                related = (("the prefix", place_of("prefix", prefix, "role")),)
                yield Finding(one.place, message, expected="a network for servers", found=f"role {role}", related=related)


@rule("HST003", title="device has two name servers", scope="target", severity=Severity.WARNING)
def device_has_two_dns_servers(device: Device, *, least: int = 2, people: int = 10) -> Iterator[Finding]:
    """A device with name servers has two of them, where people work.

    What it does: counts `dns.servers` at sites where departments have people; a name server that uses itself is left out.
    Why it matters: while the only one restarts, no login works.
    Example: `dns: {servers: [10.1.20.5]}`.
    Use instead: `dns: {servers: [10.1.20.5, 10.1.20.6]}`.
    Options: `least`, how many there must be; `people`, from how many at the site on.
    """
    servers = list(map(str, device.data.get("dns", {}).get("servers", ())))
    if not servers or len(set(servers)) >= least or any(_loopback(server) for server in servers):
        return
    is_raw = has_raw(device.data, r"name-server ")
    if not is_raw and count_users(device.of("department").values(), device.site) >= people:
        expected = f"{least} or more"
        place, found = device.at("dns", "servers"), ", ".join(servers)
        yield Finding(place, f"{device.name} asks only {found} for names", expected=expected, found=found)


def _loopback(text: str) -> bool:
    try:
        return ip_address(text).is_loopback
    except ValueError:
        return False


@rule("HST004", title="every site is monitored", severity=Severity.WARNING)
def site_is_monitored(company: Scope) -> Iterator[Finding]:
    """Every server and storage in service is watched, in a company that has a monitoring server.

    What it does: compares the sites of the monitoring servers (`monitoring.sites`, else all) with those of the servers.
    Why it matters: users are the first to notice that something is down.
    Example: `monitoring: {sites: [ber]}`, and a server in ham.
    Use instead: `monitoring: {sites: [ber, ham]}`, or no list.
    """
    servers = _hosts(company, "monitoring")
    for name, device in company.devices.items() if servers else ():
        site = str(device["site"])
        if str(device["kind"]) in HOSTS and is_in_service(device) and not any(_serves(server, site) for server in servers.values()):
            expected, found = f"a monitoring server for {site}", ", ".join(servers)
            yield Finding(
                place_of("device", name), f"{name} at {site} is not monitored", expected=expected, found=f"{found}, for other sites"
            )


@rule("HST005", title="a DHCP server serves each range", severity=Severity.WARNING)
def dhcp_pool_has_server(company: Scope, *, least: int = 1) -> Iterator[Finding]:
    """A prefix with a DHCP pool is at a site that a DHCP server serves.

    What it does: counts the hosts with `dhcp_server` whose `sites` (else all) hold the site of each prefix with `dhcp`.
    Why it matters: a laptop gets no address, and the office calls.
    Example: `dhcp_server: {sites: [ber]}`, and a pool in ham.
    Use instead: `sites: [ber, ham]`, or a DHCP server in ham.
    Options: `least`, how many servers there must be; 2 for a company that wants a second one everywhere.
    """
    servers = _hosts(company, "dhcp_server")
    for name, prefix in company.of("prefix").items() if servers else ():
        if "dhcp" in prefix and is_configured(prefix):
            site = str(prefix["site"])
            serving = [host for host, server in servers.items() if _serves(server, site)]
            if len(serving) < least:
                message = f"{prefix['prefix']} has a pool, and {len(serving)} DHCP servers are for site {site}"
                found = ", ".join(serving) or "none"
                yield Finding(place_of("prefix", name, "dhcp"), message, expected=f"{least} or more", found=found)


@rule("HST006", title="networks of a DHCP server are distinct")
def dhcp_subnets_are_distinct(company: Scope) -> Iterator[Finding]:
    """No two networks that one DHCP server gives addresses of share addresses, be they in different VRFs.

    What it does: compares the prefixes with `dhcp`, in service, of the sites that a server serves.
    Why it matters: Kea refuses the config, and gives no addresses at all.
    Example: 192.168.90.0/24 in the VRF guest-ber and in guest-ham, both with `dhcp`, and one server for both sites.
    Use instead: a DHCP server for each (`dhcp_server: {sites: [ber]}`), or other addresses.
    """
    prefixes = company.of("prefix")
    networks = {name: net for name, net in company.index.networks.items() if "dhcp" in prefixes[name] and is_configured(prefixes[name])}
    for host, server in _hosts(company, "dhcp_server").items():
        served = sorted(
            (net.version, int(net[0]), int(net[-1]), name) for name, net in networks.items() if _serves(server, _site(prefixes, name))
        )
        for (version, _, end, one), (other_version, start, _, other) in pairwise(served):
            if version == other_version and start <= end and prefixes[one].get("vrf") != prefixes[other].get("vrf"):
                message = f"{host} gives addresses of {prefixes[one]['prefix']} twice"
                related = (("the other one", place_of("prefix", one)),)
                found = " and ".join(f"VRF {prefixes[name].get('vrf', 'none')}" for name in (one, other))
                yield Finding(place_of("prefix", other, "dhcp"), message, expected="one VRF", found=found, related=related)


def _site(prefixes: Mapping[str, Object], name: str) -> str:
    return str(prefixes[name]["site"])


def _hosts(company: Scope, key: str) -> dict[str, Object]:
    """What the hosts in service have under a key, by host."""
    return {name: device[key] for name, device in company.devices.items() if key in device and is_in_service(device)}


def _serves(server: Object, site: str) -> bool:
    sites = server.get("sites")
    return not sites or site in map(str, sites)
