"""A company of any size for `make bench`: sites of fifty things each (2 routers, 10 switches of 48 ports, 20 access points, 10 servers,
8 printers), with a file for each and its own values in it, as a company grows that does not use layers much.

Same number, same bytes. `python benchmarks/company.py DIR DEVICES` writes one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

PER_SITE = 50
ROUTERS, SWITCHES, APS, SERVERS, PRINTERS = 2, 10, 20, 10, 8
PORTS = 48
VLANS = (("mgmt", 100), ("staff", 110), ("guests", 115), ("servers", 120), ("printers", 130), ("voice", 140))
ROLES = {"wan-router": "", "access": "", "access-point": "", "server": "", "printer": "expected: {supplies_low: 15}\n"}
SERVER_PORT, PRINTER_PORT, AP_PORT = 41, 42, 45
OTHER_PORTS = {SERVER_PORT: "servers", PRINTER_PORT: "printers", AP_PORT: "mgmt", AP_PORT + 1: "mgmt"}
"""Ports of a switch that are no desk's, and their VLANs."""
REGIONS = ("north", "east", "south", "west")


def write(root: Path, devices: int) -> Path:
    """The company in `root`, with at least `devices` devices in whole pairs of sites, each of which keeps the copies of the other."""
    files = dict(_common())
    for number in range(-(-devices // PER_SITE // 2) * 2):
        files |= {f"sites/s{number:03}/{name}": text for name, text in _site(number)}
    for name, text in files.items():
        path = root / "inventory" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (root / "netops.yaml").write_text(
        "name: Generated\nschema: 2\naccess:\n  - {match: role=access, username: netops, password: !secret device, transport: ssh}\n"
        "secrets:\n  device: {env: NETOPS_DEVICE}\n  hash: {env: NETOPS_HASH}\n  snmp_ro: {env: NETOPS_SNMP}\n"
    )
    return root


def _common() -> Iterator[tuple[str, str]]:
    yield (
        "hierarchy.yaml",
        "layers: [defaults.yaml, 'platforms/{platform}.yaml', 'roles/{role}.yaml', 'regions/{region}.yaml', 'sites/{site}/site.yaml']\n",
    )
    yield "defaults.yaml", _DEFAULTS
    yield "platforms/cisco_ios.yaml", _IOS
    yield from ((f"regions/{region}.yaml", f"name: Region {region}\n") for region in REGIONS)
    yield from ((f"roles/{role}.yaml", f"# What is so for every {role}.\n{text}") for role, text in ROLES.items())
    yield (
        "org/contacts.yaml",
        "contacts:\n  noc: {role: Network on duty, email: noc@generated.example, phone: +49 30 1234567, hours: 24x7}\n",
    )
    yield (
        "org/departments.yaml",
        "departments:\n  staff: {name: Staff, head_count: 400, cost_centre: '1000', groups: [staff], contact: noc}\n",
    )
    yield (
        "policies/backup.yaml",
        "backup_policies:\n  standard: {what: System, every_h: 24, keep_days: 30, off_site: true, rto_h: 24, rpo_h: 24}\n",
    )
    for name, ports in _MODELS.items():
        rows = "\n".join(f"  - {{name: {port}, type: {kind}}}" for port, kind in ports)
        power = "power-ports: [{name: PS-A, type: iec-60320-c14}, {name: PS-B, type: iec-60320-c14}]\n"
        head = f"manufacturer: Acme\nmodel: {name.title()}\nslug: acme-{name}\nu_height: 1\nis_full_depth: false\n"
        yield f"catalog/device-types/acme/{name}.yaml", f"{head}{power}interfaces:\n{rows}\n"


_MODELS = {
    "router": [(f"eth{n}", "1000base-t") for n in range(8)],
    "switch": [
        *((f"GigabitEthernet1/0/{n}", "1000base-t") for n in range(1, PORTS + 1)),
        *((f"TenGigabitEthernet1/1/{n}", "10gbase-x-sfpp") for n in range(1, 9)),
    ],
    "ap": [("eth0", "2.5gbase-t"), ("eth1", "1000base-t")],
    "server": [("eth0", "10gbase-t"), ("eth1", "10gbase-t")],
    "printer": [("eth0", "1000base-t")],
}

_IOS = """lines:
  - {line: vty 0 4, login: local, transport_input: [ssh]}
system: {scp: true, archive: flash:archive, file_prompt_quiet: true}
"""
"""A config is replaced over SCP, through the archive, with no question asked."""

_DEFAULTS = """domain: generated.example
ntp:
  servers:
    - {host: 10.0.20.10, prefer: true}
    - {host: 10.0.20.11}
dns: {servers: [10.0.20.10, 10.0.20.11], search: [generated.example]}
syslog:
  servers:
    - {host: 10.0.20.12, severity: informational}
snmp: {community: !secret snmp_ro, clients: [10.0.20.12/32]}
users:
  - {name: netops, privilege: 15, password_hash: !secret hash}
lldp: {enabled: true}
banner:
  login: |
    Authorised access only. All access is logged.
managed: all
"""


def _net(site: int) -> str:
    """The first two octets of a site's networks."""
    return f"10.{site}"


def _site(n: int) -> Iterator[tuple[str, str]]:
    name, net = f"s{n:03}", _net(n)
    yield "site.yaml", _site_file(n)
    yield "ipam.yaml", _ipam(n)
    if n % 2 == 0:
        yield "cables.yaml", "cables:\n" + "".join(_cables(n))
    yield from ((f"devices/{name}-rtr-{r}.yaml", _router(n, r, net)) for r in range(ROUTERS))
    yield from ((f"devices/{name}-sw-{s}.yaml", _switch(n, s, net)) for s in range(SWITCHES))
    yield from ((f"devices/{name}-ap-{a}.yaml", _host(n, a, net, "ap", 66)) for a in range(APS))
    yield from ((f"servers/{name}-srv-{s}.yaml", _host(n, s, net, "server", 55)) for s in range(SERVERS))
    yield from ((f"printers/{name}-prn-{p}.yaml", _host(n, p, net, "printer", 48)) for p in range(PRINTERS))


def _site_file(n: int) -> str:
    racks = "\n".join(f"  - {{name: R{r}, location: floor{r}}}" for r in range(1, 5))
    return (
        f"name: Site {n}\nregion: {REGIONS[n % len(REGIONS)]}\naddress: {n} Main Street, 10115 Berlin, Germany\ntime_zone: Europe/Berlin\n"
        f"asn: {64512 + n}\nlocations: [floor1, floor2, floor3, floor4]\nracks:\n{racks}\ncontacts: {{technical: noc, site: noc}}\n"
    )


def _ipam(n: int) -> str:
    net = _net(n)
    vlans = "".join(f"  - {{name: {vlan}, vid: {vid}, description: {vlan.title()} of site {n}}}\n" for vlan, vid in VLANS)
    rows = [f"  - {{prefix: {net}.0.0/16, role: container}}\n", f"  - {{prefix: {net}.254.0/24, role: loopback}}\n"]
    rows += [f"  - {{prefix: {net}.255.0/24, role: p2p}}\n"]
    for vlan, vid in VLANS:
        role, third = {"staff": "users", "guests": "guest"}.get(vlan, vlan), vid - 100
        gateway = f"{net}.{third}.2"
        dhcp = f", dhcp: {{start: {net}.{third}.100, end: {net}.{third}.200}}" if vlan in ("staff", "guests", "voice") else ""
        rows.append(f"  - {{prefix: {net}.{third}.0/24, vlan: {vlan}, role: {role}, gateway: {gateway}{dhcp}}}\n")
    return f"vlans:\n{vlans}prefixes:\n{''.join(rows)}"


def _cables(n: int) -> Iterator[str]:
    name = f"s{n:03}"
    yield f"  - {{a: {{device: {name}-rtr-0, interface: eth1}}, b: {{device: {name}-rtr-1, interface: eth1}}, label: {name}-R}}\n"
    for s in range(SWITCHES):
        for r in range(ROUTERS):
            near = f"{{device: {name}-sw-{s}, interface: TenGigabitEthernet1/1/{r + 1}}}"
            if s < 4:
                yield f"  - {{a: {near}, b: {{device: {name}-rtr-{r}, interface: eth{s + 2}}}, type: dac, label: {name}-U{s}{r}}}\n"
            elif r == 0:
                far = f"{{device: {name}-sw-{s % 4}, interface: TenGigabitEthernet1/1/{s // 4 * 2 + 2}}}"
                yield f"  - {{a: {near}, b: {far}, type: mmf, label: {name}-U{s}}}\n"
    for a in range(APS):
        yield _leaf(f"{name}-ap-{a}", f"{name}-sw-{a % SWITCHES}", AP_PORT + a // SWITCHES)
    yield from (_leaf(f"{name}-srv-{s}", f"{name}-sw-{s}", SERVER_PORT) for s in range(SERVERS))
    yield from (_leaf(f"{name}-prn-{p}", f"{name}-sw-{p}", PRINTER_PORT) for p in range(PRINTERS))


def _leaf(device: str, switch: str, port: int) -> str:
    near, far = f"{{device: {device}, interface: eth0}}", f"{{device: {switch}, interface: GigabitEthernet1/0/{port}}}"
    return f"  - {{a: {near}, b: {far}, type: cat6a, label: {device}}}\n"


def _head(n: int, number: int, model: str, role: str, platform: str, code: str) -> list[str]:
    floor = number % 4 + 1
    return [
        f"device_type: acme/{model}",
        f"role: {role}",
        f"platform: {platform}",
        "status: active",
        f"location: floor{floor}",
        f"rack: R{floor}",
        f"serial: {code}{n:03}{number:03}",
        f"asset_tag: {code}-{n:03}-{number:03}",
        f"comments: Number {number} of site {n}",
        "",
    ]


def _router(n: int, r: int, net: str) -> str:
    other = 1 - r
    lines = _head(n, r, "router", "wan-router", "frr", "RT")
    lines += ["redundancy:", f"  partner: s{n:03}-rtr-{other}", "  kind: none", "primary_interface: eth0.100", "interfaces:"]
    lines += ["  lo:", "    description: Loopback", "    addresses:", f"      - {net}.254.{r + 1}/32", "    ospf: {area: 0, passive: true}"]
    lines += ["  eth1:", "    description: To the other router", "    addresses:", f"      - {net}.255.{r}/31"]
    lines += ["    ospf: {area: 0, network: point-to-point}"]
    for vlan, vid in VLANS:
        lines += [f"  eth0.{vid}:", f"    description: {vlan}", "    addresses:", f"      - {net}.{vid - 100}.{2 + r}/24"]
        lines += ['    acl_in: "100"'] if vlan == "guests" else []
    lines += ["acls:", '  "100":', "    entries:", "      - {seq: 10, action: deny, destination: 10.0.0.0/8}"]
    lines += ["      - {seq: 90, action: permit}"]
    lines += ["ospf:", f"  router_id: {net}.254.{r + 1}", "bgp:", f"  asn: {64512 + n}", f"  router_id: {net}.254.{r + 1}", "  neighbors:"]
    lines += [
        f"    - address: {net}.255.{other}",
        "      description: The other router",
        "      next_hop_self: true",
        "prefix_lists:",
        "  OURS:",
    ]
    for seq in range(1, 19):
        lines += [f"    - seq: {seq * 10}", "      action: permit", f"      prefix: {net}.{seq * 4}.0/22", "      le: 24"]
    return "\n".join(lines) + "\n"


def _switch(n: int, s: int, net: str) -> str:
    lines = _head(n, s, "switch", "access", "cisco_ios", "SW")
    lines += ["primary_interface: Vlan100", "stp: {mode: rapid-pvst}", "ssh: {version: 2, acl: MGMT-IN}", "interfaces:", "  Vlan100:"]
    lines += ["    description: Management", "    addresses:", f"      - {net}.0.{20 + s}/24"]
    for port in range(1, PORTS + 1):
        vlan = OTHER_PORTS.get(port, "staff")
        lines += [
            f"  GigabitEthernet1/0/{port}:",
            f"    description: Desk {s:02}-{port:02}",
            "    mode: access",
            f"    untagged_vlan: {vlan}",
        ]
        lines += ["    edge: true"]
    lines += [line for up in (1, 2) for line in (f"  TenGigabitEthernet1/1/{up}:", f"    description: Uplink {up}", "    mode: tagged")]
    lines += ["static_routes:", "  - prefix: 0.0.0.0/0", f"    next_hop: {net}.0.2"]
    lines += ["acls:", "  MGMT-IN:", "    entries:", f"      - {{seq: 10, action: permit, protocol: tcp, source: {net}.0.0/24, port: 22}}"]
    lines += ["      - {seq: 90, action: deny, log: true}"]
    return "\n".join(lines) + "\n"


_HOSTS = {"ap": (0, "cisco_ios", "access-point", 40), "server": (20, "linux", "server", 10), "printer": (30, "printer", "printer", 10)}
"""By model: third octet of the network, platform, role, first number."""


def _host(n: int, number: int, net: str, model: str, lines_wanted: int) -> str:
    third, platform, role, first = _HOSTS[model]
    lines = _head(n, number, model, role, platform, model[:2].upper())
    lines += ["interfaces:", "  eth0:", f"    description: {role} {number}", "    addresses:", f"      - {net}.{third}.{first + number}/24"]
    if model == "server":
        lines += ["backup:", "  policy: standard", f"  target: s{n ^ 1:03}-srv-0", "  paths: [/etc, /srv]"]
    lines += ["custom:", "  notes:"]
    lines += [f"    - Line {line} of what was written down about {role} {number}" for line in range(lines_wanted - len(lines))]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
