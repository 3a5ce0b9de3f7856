"""The services of a simulated Linux host. Their checkers are fake: they check braces, JSON and the word `bogus`, not the real grammars.

They lie as the real ones do: testparm ends with 0 on an unknown parameter, and ganesha withdraws every export when it reads
a file with a syntax error.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from netops.lab.sim.linux_host import Host
from netops.lab.sim.linux_shell import Command, Out

Fault = tuple[int, str]
"""Line and what is wrong there."""

_BOGUS = re.compile(r"\bbogus\b")
SAMBA = "/etc/samba/smb.conf"
GANESHA = "/etc/ganesha/ganesha.conf"
CONFIGS: Mapping[str, str] = {
    "chrony": "/etc/chrony/chrony.conf",
    "kea-dhcp4-server": "/etc/kea/kea-dhcp4.conf",
    "named": "/etc/bind/named.conf.options",
    "nfs-ganesha": GANESHA,
    "nftables": "/etc/nftables.conf",
    "nginx": "/etc/nginx/nginx.conf",
    "postfix": "/etc/postfix/main.cf",
    "prometheus": "/etc/prometheus/prometheus.yml",
    "rsyslog": "/etc/rsyslog.d/60-netops.conf",
    "smbd": SAMBA,
    "snmpd": "/etc/snmp/snmpd.conf",
    "ssh": "/etc/ssh/sshd_config.d/50-netops.conf",
}
"""Units of systemd, and the file that each reads first."""


def _lines(host: Host, text: str) -> Iterator[Fault]:
    """Lines that any checker refuses: those with the word, and those of the fault refuse_line."""
    for number, line in enumerate(text.splitlines(), start=1):
        if (found := _BOGUS.search(line)) or host.faults.refuses(line):
            yield number, f'unknown directive "{found[0] if found else line.strip()}"'


def _braces(host: Host, text: str) -> Iterator[Fault]:
    """Lines that are refused, and braces that do not match."""
    yield from _lines(host, text)
    depth = 0
    for number, line in enumerate(text.splitlines(), start=1):
        bare = re.sub(r'"[^"]*"|#.*', "", line)
        depth += bare.count("{") - bare.count("}")
        if depth < 0:
            yield number, 'unexpected "}"'
            return
    if depth:
        yield text.count("\n") + 1, 'unexpected end of file, expecting "}"'


def _json(host: Host, text: str) -> Iterator[Fault]:
    yield from _lines(host, text)
    try:
        json.loads(re.sub(r"(?m)^\s*(//|#).*$", "", text))
    except json.JSONDecodeError as error:
        yield error.lineno, error.msg


Grammar = Callable[[Host, str], Iterator[Fault]]


def _checker(grammar: Grammar, said: str, last: bool = True) -> Command:
    """A checker of the file that is its last argument; `said` is how it words a fault."""

    def check(host: Host, arguments: list[str], stdin: str) -> Out:
        path = arguments[-1]
        if not host.path(path).is_file():
            return Out(1, "", f"{path}: No such file or directory\n")
        faults = grammar(host, host.path(path).read_text())
        errors = "".join(said.format(what=what, path=path, line=line) + "\n" for line, what in faults)
        return Out(1 if errors else 0, "", errors)

    return check


def _testparm(host: Host, arguments: list[str], stdin: str) -> Out:
    """Prints what is asked for; ends with 0 whatever it complains about."""
    options = dict(word.removeprefix("--").split("=", 1) for word in arguments if word.startswith("--") and "=" in word)
    operands = [word for word in arguments if not word.startswith("-")]
    path = host.path(operands[-1] if operands else SAMBA)
    if not path.is_file():
        return Out(1, "", f"Can't load {operands[-1] if operands else SAMBA} - run testparm to debug it\n")
    text = path.read_text()
    wrong = [text.splitlines()[line - 1].partition("=")[0].strip() for line, _ in _lines(host, text)]
    errors = "".join(f'Unknown parameter encountered: "{name}"\nIgnoring unknown parameter "{name}"\n' for name in wrong)
    shown = _section(text, options["section-name"]).get(options["parameter-name"], "") if "section-name" in options else text
    return Out(0, shown + "\n", errors + "Loaded services file OK.\n")


def _section(text: str, name: str) -> dict[str, str]:
    """The parameters of one share."""
    found, current = {}, ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            current = line.strip("[]")
        elif "=" in line and current == name:
            key, _, value = line.partition("=")
            found[key.strip()] = value.strip()
    return found


def _systemctl(host: Host, arguments: list[str], stdin: str) -> Out:
    verb, unit = arguments[0], arguments[-1].removesuffix(".service")
    if unit not in CONFIGS:
        return Out(5, "", f"Unit {unit}.service not found.\n")
    if verb == "is-active":
        return Out(0, "active\n")
    if verb not in ("reload", "restart", "reload-or-restart", "try-reload-or-restart"):
        return Out(1, "", f"Unknown command verb {verb}.\n")
    host.counters.commits += 1
    host.counters.saves += 1
    read_files(host, unit)
    if unit == "nftables":
        return _nft(host, ["-f", CONFIGS["nftables"]], "")
    if unit == "ssh":
        host.on_change()
    return Out()


def _nft(host: Host, arguments: list[str], stdin: str) -> Out:
    """`nft [-c] -f FILE`: reads the whole firewall, or only checks it. There is no other way to change it here."""
    path = host.path(arguments[-1])
    if "-f" not in arguments or not path.is_file():
        return Out(1, "", f"Error: Could not open file {arguments[-1]!r}: No such file or directory\n")
    text = path.read_text()
    if faults := list(_braces(host, text)):
        return Out(1, "", "".join(f"{arguments[-1]}:{line}:1-1: Error: syntax error, {what}\n" for line, what in faults))
    if "-c" not in arguments:
        host.firewall = text
        host.on_change()
    return Out()


def read_files(host: Host, *units: str) -> None:
    """What services do when they start: they read their files."""
    if "nfs-ganesha" in units:
        host.exports = _exports(host)
    if "nginx" in units:
        host.web_ports = _web_ports(host)
    if "ssh" in units:
        host.sshd = [path.read_text() for path in _sshd_files(host) if path.is_file()]


def read_firewall(host: Host) -> None:
    """What nft does when the host starts: it reads the file of its service, if there is one."""
    path = host.path(CONFIGS["nftables"])
    host.firewall = path.read_text() if path.is_file() else ""


def _sshd_files(host: Host) -> list[Path]:
    """The files of the SSH server in the order in which it reads them: the folder is included at the top of the main one, as on Debian."""
    return [*sorted(host.path("/etc/ssh/sshd_config.d").glob("*.conf")), host.path("/etc/ssh/sshd_config")]


def _exports(host: Host) -> list[str]:
    """What ganesha exports after it has read its file: nothing at all when there is a fault in it."""
    path = host.path(GANESHA)
    text = path.read_text() if path.is_file() else ""
    return [] if any(_braces(host, text)) else re.findall(r'\bPath\s*=\s*"?([^\s";]+)', text)


def _web_ports(host: Host) -> list[str]:
    """Where nginx listens after it has read its file: where it did before, when there is a fault in it."""
    path = host.path(CONFIGS["nginx"])
    text = path.read_text() if path.is_file() else ""
    return host.web_ports if any(_braces(host, text)) else sorted(set(re.findall(r"\blisten\s+(?:\S+:)?(\d+)", text)))


def _ss(host: Host, arguments: list[str], stdin: str) -> Out:
    """The sockets of the web server, all or those of `sport = :PORT`."""
    wanted = re.search(r"sport = :(\d+)", arguments[-1] if arguments else "")
    ports = [port for port in host.web_ports if wanted is None or port == wanted[1]]
    return Out(0, "".join(f'LISTEN 0 511 0.0.0.0:{port} 0.0.0.0:* users:(("nginx",pid=812,fd=6))\n' for port in ports))


def _showmount(host: Host, arguments: list[str], stdin: str) -> Out:
    return Out(0, "".join(f"{path} *\n" for path in host.exports))


def _smbcontrol(host: Host, arguments: list[str], stdin: str) -> Out:
    return Out(0, "PONG from pid 812\n") if arguments[-1] == "ping" else Out()


def _postfix(host: Host, arguments: list[str], stdin: str) -> Out:
    path = host.path(CONFIGS["postfix"])
    if not path.is_file():
        return Out(1, "", f"postfix: fatal: open {CONFIGS['postfix']}: No such file or directory\n")
    faults = list(_lines(host, path.read_text()))
    return Out(1 if faults else 0, "", "".join(f"postfix: fatal: {CONFIGS['postfix']}, line {line}: {what}\n" for line, what in faults))


SERVICES: Mapping[str, Command] = {
    "chronyd": _checker(_lines, "Fatal error : {what} at line {line} in file {path}"),
    "kea-dhcp4": _checker(_json, "Syntax check failed with: {path}:{line}: {what}"),
    "named-checkconf": _checker(_braces, "{path}:{line}: {what}"),
    "named-checkzone": _checker(_lines, "{path}:{line}: {what}"),
    "nft": _nft,
    "nginx": _checker(_braces, "nginx: [emerg] {what} in {path}:{line}"),
    "postfix": _postfix,
    "promtool": _checker(_lines, "  FAILED: parsing YAML file {path}: line {line}: {what}"),
    "rsyslogd": _checker(_lines, "rsyslogd: error: {what} at {path} line {line}"),
    "showmount": _showmount,
    "smbcontrol": _smbcontrol,
    "ss": _ss,
    "sshd": _checker(_lines, "{path} line {line}: {what}"),
    "systemctl": _systemctl,
    "testparm": _testparm,
}
