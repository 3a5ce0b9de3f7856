"""Which devices the real lab has, what runs on each host, and the files of a freshly installed host of its kind.

A host starts as its Debian packages left it, plus what makes it reachable and what its target's `initial` text has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from netops.errors import UsageError
from netops.lab.real.host import Host

DEVICES: Mapping[str, tuple[str, ...]] = {
    "ham-rtr-1": ("ssh", "frr", "lldpd"),
    "ham-rtr-2": ("ssh", "frr", "lldpd"),
    "ber-nas-1": ("ssh", "lldpd", "smbd", "nfs-ganesha", "chrony", "rsyslog"),
    "ber-web-1": ("ssh", "lldpd", "nginx", "named", "chrony", "rsyslog"),
    "ber-print-1": ("ssh", "lldpd", "cups", "chrony", "rsyslog"),
    "ber-prn-1": ("ippeveprinter", "snmpd"),
    "ber-prn-2": ("ippeveprinter", "snmpd"),
    "ham-prn-1": ("ippeveprinter", "snmpd"),
    "muc-prn-1": ("ippeveprinter", "snmpd"),
}
"""The company's hosts that the real lab holds, by name, and the services that run on each from the start."""


@dataclass(frozen=True, slots=True)
class HostFile:
    """A file, or with `text` None a folder, to put into a host."""

    path: str
    text: str | None
    owner: str = "root:root"
    mode: int = 0o644


@dataclass(frozen=True, slots=True)
class HostType:
    """How the hosts of a platform are made.

    `services`: those of a host that `DEVICES` does not name. `account`: options of `useradd` for the lab's login. `forwards`: a router,
    which sets its addresses and routes itself.
    """

    files: Callable[[Mapping[str, Any], Mapping[str, str]], Iterator[HostFile]]
    services: tuple[str, ...]
    account: tuple[str, ...] = ()
    forwards: bool = False


def services_of_host(target: Mapping[str, Any]) -> tuple[str, ...]:
    """The services of a host: those of the spec, else those of the device here, else those of its platform."""
    return tuple(target.get("services") or DEVICES.get(target["name"]) or host_type(target).services)


def host_type(target: Mapping[str, Any]) -> HostType:
    """How the host of a target is made. UsageError for a platform that the real lab cannot run."""
    try:
        return HOST_TYPES[target["platform"]]
    except KeyError:
        raise UsageError(f"{target['name']}: the real lab has no hosts of platform {target['platform']!r}") from None


def install_host(host: Host, target: Mapping[str, Any], login: Mapping[str, str], secrets: Mapping[str, str]) -> None:
    """Makes the host what its platform is: files, then the account to log in with."""
    kind = host_type(target)
    for file in (*_COMMON, *kind.files(target, secrets)):
        _put(host, file)
    if "ssh" in services_of_host(target):
        host.check_output("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", host.name, "-f", HOST_KEY)
        _account(host, kind, login)
    if kind.forwards:
        host.check_output("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1")


def _put(host: Host, file: HostFile) -> None:
    owner, _, group = file.owner.partition(":")
    if file.text is None:
        host.check_output("install", "-d", "-o", owner, "-g", group, "-m", f"{file.mode:o}", file.path)
    else:
        host.write(file.path, file.text, file.owner, file.mode)


def _account(host: Host, kind: HostType, login: Mapping[str, str]) -> None:
    """The login of the spec: on a router in FRR's groups and adm (lldpcli), on a server an alias of root. Only this host has it."""
    name = login["username"]
    if host.run("id", name).returncode:
        host.check_output("useradd", "--shell", "/bin/bash", *kind.account, name)
    host.check_output("chpasswd", stdin=f"{name}:{login['password']}\n")


# ---------------------------------------------------------------- files

HOST_KEY = "/etc/ssh/ssh_host_lab_key"

_SSHD = f"""\
# The first value wins: whatever is deployed to sshd_config.d, the lab's login stays possible.
Port 22
HostKey {HOST_KEY}
PidFile /run/sshd.pid
PermitRootLogin yes
PasswordAuthentication yes
Include /etc/ssh/sshd_config.d/*.conf
KbdInteractiveAuthentication no
UsePAM no
UseDNS no
PrintMotd no
MaxStartups 100
Subsystem sftp internal-sftp
"""

_COMMON = (
    HostFile("/etc/ssh/sshd_config", _SSHD),
    HostFile("/etc/lldpd.d/lab.conf", "configure lldp tx-interval 1\nconfigure lldp portidsubtype ifname\n"),
)

_CUPSD = """\
# Everybody may do everything: the lab is on this machine only.
Listen *:631
Listen /run/cups/cups.sock
Browsing Off
DefaultAuthType None
WebInterface No
LogLevel warn
MaxLogSize 0
DirtyCleanInterval 0
ServerAlias *
<Location />
  Order allow,deny
  Allow all
</Location>
<Location /admin>
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess default
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""


def _frr(target: Mapping[str, Any], secrets: Mapping[str, str]) -> Iterator[HostFile]:
    """Members of frrvty may save the config, so the folder is theirs too."""
    daemons = Path("/etc/frr/daemons").read_text(encoding="utf-8")
    yield HostFile("/etc/frr", None, "frr:frrvty", 0o2775)
    yield HostFile("/etc/frr/daemons", re.sub(r"^(bgpd|ospfd|ospf6d)=no", r"\1=yes", daemons, flags=re.MULTILINE), "frr:frr", 0o640)
    yield HostFile("/etc/frr/vtysh.conf", "service integrated-vtysh-config\n", "frr:frrvty", 0o640)
    yield HostFile(
        "/etc/frr/frr.conf", target.get("initial") or f"frr defaults traditional\nhostname {target['name']}\n", "frr:frrvty", 0o640
    )


def _linux(target: Mapping[str, Any], secrets: Mapping[str, str]) -> Iterator[HostFile]:
    if "cups" in services_of_host(target):
        yield HostFile("/etc/cups/cupsd.conf", _CUPSD, "root:lp", 0o640)
    yield from parse_files(target.get("initial") or "")


def _printer(target: Mapping[str, Any], secrets: Mapping[str, str]) -> Iterator[HostFile]:
    facts = {
        "model": "LaserLab 400",
        "manufacturer": "Acme",
        "serial": f"LAB{target['name'].upper()}",
        "location": "",
        **target.get("facts", {}),
    }
    yield HostFile("/etc/avahi/avahi-daemon.conf", "[server]\nuse-ipv6=no\nenable-dbus=yes\n[publish]\npublish-workstation=no\n")
    yield HostFile("/usr/local/lib/lab/ippeveprinter.sh", _ippeveprinter(target["name"], facts), mode=0o755)
    yield HostFile("/etc/snmp/snmpd.conf", _snmpd(target["name"], facts, secrets.get("snmp_ro", "public")), mode=0o600)


_ROOT = ("--no-create-home", "--home-dir", "/root", "--non-unique", "--uid", "0", "--gid", "0")
HOST_TYPES: Mapping[str, HostType] = {
    "frr": HostType(_frr, ("ssh", "frr", "lldpd"), ("--create-home", "--groups", "frr,frrvty,adm"), forwards=True),
    "linux": HostType(_linux, ("ssh", "lldpd", "chrony", "rsyslog"), _ROOT),
    "printer": HostType(_printer, ("ippeveprinter", "snmpd")),
}
"""The one table of the platforms that have hosts of their own in the real lab."""


def _ippeveprinter(name: str, facts: Mapping[str, str]) -> str:
    """Without `-n`: with an IPv4 address there it cannot make its IPv6 listener."""
    flags = {
        "-p": "631",
        "-d": "/var/spool/printer",
        "-M": facts["manufacturer"],
        "-m": facts["model"],
        "-l": facts["location"],
        "-r": "off",
    }
    words = " ".join(f"{flag} {_quoted(value)}" for flag, value in flags.items())
    return f"mkdir -p /var/spool/printer\nexec ippeveprinter {words} -s 30,20 -2 -f application/pdf,image/pwg-raster {_quoted(name)}\n"


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "'\\''") + "'"


_TONERS = ("Black Toner", "Cyan Toner", "Magenta Toner", "Yellow Toner")


def _snmpd(name: str, facts: Mapping[str, str], community: str) -> str:
    """A Printer-MIB (RFC 3805) as far as a monitor asks: model, serial, status, pages, toner."""
    octets = {
        "1.3.6.1.2.1.1.1.0": f"{facts['manufacturer']} {facts['model']}",
        "1.3.6.1.2.1.25.3.2.1.3.1": f"{facts['manufacturer']} {facts['model']}",
        "1.3.6.1.2.1.43.5.1.1.16.1": name,
        "1.3.6.1.2.1.43.5.1.1.17.1": facts["serial"],
        **{f"1.3.6.1.2.1.43.11.1.1.6.1.{number}": toner for number, toner in enumerate(_TONERS, 1)},
    }
    numbers = {
        "1.3.6.1.2.1.25.3.5.1.1.1": 3,
        "1.3.6.1.2.1.43.10.2.1.4.1.1": 12345,
        **{f"1.3.6.1.2.1.43.11.1.1.8.1.{number}": 100 for number, _ in enumerate(_TONERS, 1)},
        **{f"1.3.6.1.2.1.43.11.1.1.9.1.{number}": 75 for number, _ in enumerate(_TONERS, 1)},
    }
    return "\n".join(
        [
            "agentaddress udp:161",
            f"rocommunity {community}",
            f"sysName {name}",
            f"sysLocation {facts['location'] or 'unknown'}",
            *(f'override {oid} octet_str "{text}"' for oid, text in octets.items()),
            *(f"override {oid} integer {number}" for oid, number in numbers.items()),
            "",
        ]
    )


_HEAD = re.compile(r"^### (file|dir) (\S+) (\S+:\S+) ([0-7]{3,4})$", re.MULTILINE)


def parse_files(text: str) -> Iterator[HostFile]:
    """The files and folders of a `files` target's text (`### file PATH owner:group mode`, then the content)."""
    heads = list(_HEAD.finditer(text))
    for head, following in zip_longest(heads, heads[1:]):
        content = text[head.end() + 1 : following.start() if following else len(text)]
        yield HostFile(head[2], content if head[1] == "file" else None, head[3], int(head[4], 8))
