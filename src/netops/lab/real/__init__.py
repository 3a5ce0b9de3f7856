"""The real lab: FRR, sshd, Samba, NFS-Ganesha, nginx, CUPS, printers, snmpd and lldpd, each host in namespaces of its own.

`start_lab` takes plain data: `{"login": {"username", "password"}, "secrets": {name: value}, "targets": [target, ...]}`; a target has
`name`, `platform` (`frr`, `linux`, `cups`, `printer`), `interfaces` (names), `addresses` ({interface: [address/length]}), `neighbors`
([{interface, device, remote_interface}]), `initial` (the text its host starts with: frr.conf, or a `files` text), and if they differ from
what `provision` has: `services` (names of units), `facts` (of a printer). The targets `NAME` and `NAME:cups` are one host.
Inside, paths and services are those of production: /etc/frr/frr.conf, /etc/samba/smb.conf, `systemctl reload smbd`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from netops import platforms
from netops.errors import UsageError
from netops.lab.real import host, network, provision
from netops.lab.real.needs import PACKAGES, missing_requirement
from netops.lab.real.provision import DEVICES
from netops.secrets import fill_secrets

__all__ = ["BANNER", "DEVICES", "PACKAGES", "execute_on_host", "lab_status", "missing_requirement", "start_lab", "stop_lab"]

BANNER = "lab: real: FRR, sshd, Samba, NFS-Ganesha, nginx, CUPS, ippeveprinter, snmpd, lldpd in network namespaces"
_PORTS: Mapping[str, int] = {"ssh": 22, "ipp": 631}
"""The port of each transport."""


def _quiet(message: str) -> None:
    pass


def start_lab(spec: Mapping[str, Any], state_dir: Path | str, progress: Callable[[str], None] = _quiet) -> dict[str, Any]:
    """Starts the lab and returns when every service is ready: the content of targets.json. After a failure nothing is left running."""
    if reason := missing_requirement():
        raise UsageError(reason, hint="the simulated lab runs anywhere: netops lab up")
    lab = Path(state_dir).resolve()
    if host.running_hosts(lab):
        raise UsageError(f"a real lab is already running for {lab}", hint="netops lab down")
    stop_lab(lab)
    try:
        return _up(spec, lab, progress)
    except BaseException:
        stop_lab(lab)
        raise


def _up(spec: Mapping[str, Any], lab: Path, progress: Callable[[str], None]) -> dict[str, Any]:
    machines = [_with_secrets(target, spec) for target in spec["targets"] if ":" not in target["name"]]
    _check_hosts(spec, {target["name"] for target in machines})
    progress(f"{len(machines)} hosts: namespaces and cables")
    hosts = host.start_hosts(lab, [network.FABRIC, *(target["name"] for target in machines)])
    management = network.choose_management(lab, network.machine_prefixes())
    network.build_network(hosts, machines, management)
    with ThreadPoolExecutor(max_workers=4) as pool:
        for name in pool.map(lambda target: _boot(hosts[target["name"]], target, spec), machines):
            progress(f"{name} is ready")
    progress("links")
    _wait_for_lldp(hosts, network.links_in_lab(machines))
    addresses = {target["name"]: management.address(index) for index, target in enumerate(machines)}
    targets = {target["name"]: _target_entry(target, addresses, hosts, spec) for target in spec["targets"]}
    return {"schema": 1, "kind": "real", "banner": BANNER, "secrets": dict(spec.get("secrets", {})), "targets": targets}


def _check_hosts(spec: Mapping[str, Any], machines: set[str]) -> None:
    """UsageError for a target on a host that is not in the spec."""
    for target in spec["targets"]:
        name = target["name"].partition(":")[0]
        if name not in machines:
            raise UsageError(f"{target['name']} runs on {name}, which is not selected", hint=f"select {name} too")


def _with_secrets(target: Mapping[str, Any], spec: Mapping[str, Any]) -> dict[str, Any]:
    return {**target, "initial": fill_secrets(target.get("initial") or "", lambda name: spec.get("secrets", {}).get(name, f"lab-{name}"))}


def _boot(machine: host.Host, target: Mapping[str, Any], spec: Mapping[str, Any]) -> str:
    provision.install_host(machine, target, spec["login"], spec.get("secrets", {}))
    machine.check_output("systemctl", "start", *provision.services_of_host(target))
    return machine.name


def _wait_for_lldp(hosts: Mapping[str, host.Host], links: Sequence[network.Link]) -> None:
    """Returns when lldpd sees the other end of every cable between two hosts that run it."""
    ends = ((end, other) for link in links for end, other in ((link.a, link.b), (link.b, link.a)))
    for (name, port), (other, _) in ends:
        if all(machine in hosts and hosts[machine].path("/run/lldpd.socket").exists() for machine in (name, other)):
            host.wait_for(f"{name} sees {other} by LLDP on {port}", partial(_has_neighbor, hosts[name], port))


def _has_neighbor(machine: host.Host, port: str) -> bool:
    return f"lldp.{port}." in machine.check_output("lldpcli", "-f", "keyvalue", "show", "neighbors")


def _target_entry(
    target: Mapping[str, Any], addresses: Mapping[str, str], hosts: Mapping[str, host.Host], spec: Mapping[str, Any]
) -> dict[str, Any]:
    name = target["name"].partition(":")[0]
    transport = platforms.get(target["platform"]).transport
    key = hosts[name].path(f"{provision.HOST_KEY}.pub").read_text().rsplit(maxsplit=1)[0] if transport == "ssh" else ""
    login = spec["login"]
    return {
        "hostname": addresses[name],
        "port": _PORTS[transport],
        "username": login["username"],
        "password": login["password"],
        "transport": transport,
        "host_key": key,
        "optional_args": {},
    }


def stop_lab(state_dir: Path | str) -> None:
    """Ends the lab of a state folder, also what a crashed `start_lab` left: processes, mounts, networks. Nothing to do is fine."""
    lab = Path(state_dir).resolve()
    host.kill_hosts(lab)
    network.remove_machine_interface(lab)


def lab_status(state_dir: Path | str) -> dict[str, Any]:
    """The running hosts: `{"kind": "real", "hosts": {name: {"pid": 4711, "services": [names of running units]}}}`."""
    hosts = host.running_hosts(Path(state_dir).resolve())
    return {"kind": "real", "hosts": {name: _state(machine) for name, machine in hosts.items() if name != network.FABRIC}}


def _state(machine: host.Host) -> dict[str, Any]:
    listed = machine.run("systemctl", "list-units")
    units = [line.partition(".service")[0] for line in listed.stdout.splitlines()]
    return {"pid": machine.pid, "services": [unit for unit in units if unit] if listed.returncode == 0 else []}


def execute_on_host(state_dir: Path | str, name: str, argv: Sequence[str]) -> tuple[int, str]:
    """Exit code and output of what is typed on a host behind the tool's back, as root: the words of a command, or whole lines.

    On a router whatever starts with no program's name is for vtysh, and `;` ends a command among words:
    `execute_on_host(dir, "ham-rtr-1", ["configure terminal", "interface eth1", "description by hand"])`
    `execute_on_host(dir, "ham-rtr-1", ["configure", "terminal", ";", "interface", "eth1", ";", "description", "by hand"])`
    `execute_on_host(dir, "ber-nas-1", ["systemctl", "stop", "smbd"])`
    `execute_on_host(dir, "ber-nas-1", ["echo '# by hand' >>/etc/samba/smb.conf"])`
    """
    hosts = host.running_hosts(Path(state_dir).resolve())
    machine = hosts.get(name.partition(":")[0])
    if machine is None:
        raise UsageError(f"no host {name!r} in this lab", hint=f"there are: {', '.join(sorted(set(hosts) - {network.FABRIC})) or 'none'}")
    if not any(word.strip() for word in argv):
        raise UsageError("nothing to type", hint=f"netops lab exec {name} COMMAND...")
    done = machine.run(*_command(machine, argv))
    return done.returncode, done.stdout


def _command(machine: host.Host, argv: Sequence[str]) -> list[str]:
    program = argv[0].split()[:1]
    is_program = machine.run("sh", "-c", 'command -v -- "$1"', "sh", *program).returncode == 0
    if is_program or not machine.path("/run/frr/zebra.vty").exists():
        return list(argv) if program == [argv[0]] else ["sh", "-c", "\n".join(argv)]
    are_lines = ";" not in argv and any(" " in word.strip() for word in argv)
    commands = ("\n" if are_lines else " ").join(argv).replace(";", "\n").splitlines()
    return ["vtysh", *(word for command in commands if command.strip() for word in ("-c", command.strip()))]
