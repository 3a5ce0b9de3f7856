"""The real lab as fixtures: one lab for all tests of a session."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from netops.drivers.base import Access
from netops.lab import real

__all__ = ["REAL_SPEC", "RealLab", "real_lab", "require_real_lab"]

REAL_SPEC: Mapping[str, Any] = {
    "login": {"username": "netops", "password": "a lab's password"},
    "secrets": {"snmp_ro": "lab-community"},
    "targets": [
        {
            "name": "ham-rtr-1",
            "platform": "frr",
            "interfaces": ["eth0", "eth1", "lo"],
            "neighbors": [{"interface": "eth1", "device": "ham-rtr-2", "remote_interface": "eth1"}],
            "initial": "frr defaults traditional\nhostname ham-rtr-1\n!\ninterface eth1\n ip address 10.2.255.1/30\nexit\n",
        },
        {
            "name": "ham-rtr-2",
            "platform": "frr",
            "interfaces": ["eth0", "eth1", "lo"],
            "neighbors": [{"interface": "eth1", "device": "ham-rtr-1", "remote_interface": "eth1"}],
            "initial": (
                "frr defaults traditional\nhostname ham-rtr-2\n!\ninterface eth1\n ip address 10.2.255.2/30\nexit\n!\n"
                "router bgp 65022\n no bgp ebgp-requires-policy\n neighbor 10.2.255.1 remote-as 65021\n"
                " neighbor 10.2.255.1 timers connect 1\nexit\n"
            ),
        },
        {
            "name": "ber-nas-1",
            "platform": "linux",
            "interfaces": ["eth0"],
            "addresses": {"eth0": ["10.1.20.11/24", "2001:db8:1:20::11/64"]},
            "initial": (
                "### dir /srv/finance root:root 0775\n"
                "### file /etc/samba/smb.conf root:root 0644\n"
                "[global]\n  workgroup = NORDWIND\n  map to guest = bad user\n"
                "[finance]\n  path = /srv/finance\n  comment = Finance\n  guest ok = yes\n"
                "### file /etc/ganesha/ganesha.conf root:root 0644\n"
                "NFSV4 { Grace_Period = 1; RecoveryBackend = fs; }\n"
                "EXPORT { Export_Id = 1; Path = /srv/finance; Pseudo = /finance; Access_Type = RW; SecType = sys;"
                " Protocols = 3,4; Transports = TCP; FSAL { Name = VFS; } }\n"
            ),
        },
        {"name": "ber-web-1", "platform": "linux", "interfaces": ["eth0"], "addresses": {"eth0": ["10.1.20.12/24"]}},
        {"name": "ber-print-1", "platform": "linux", "interfaces": ["eth0"], "addresses": {"eth0": ["10.1.20.13/24"]}},
        {"name": "ber-print-1:cups", "platform": "cups"},
        {
            "name": "ber-prn-1",
            "platform": "printer",
            "interfaces": ["eth0"],
            "addresses": {"eth0": ["10.1.30.21/24"]},
            "facts": {"location": "Floor 1", "serial": "SN-0001"},
        },
        {"name": "ber-prn-2", "platform": "printer", "interfaces": ["eth0"], "addresses": {"eth0": ["10.1.30.22/24"]}},
    ],
}
"""The company's hosts of the real lab, with what a test needs to see."""


@dataclass(frozen=True, slots=True)
class RealLab:
    """A running lab: `targets` is the content of targets.json."""

    state_dir: Path
    targets: Mapping[str, Mapping[str, Any]]

    def access(self, name: str) -> Access:
        """How a driver reaches a target."""
        given = self.targets[name]
        fields = {key: given[key] for key in ("hostname", "port", "username", "password", "transport", "host_key", "optional_args")}
        return Access(target=name, timeout_s=20, **fields)

    def type(self, name: str, *argv: str) -> str:
        """The output of a command typed on a host behind the tool's back; it must succeed."""
        code, output = real.execute_on_host(self.state_dir, name, argv)
        assert code == 0, f"{name}: {' '.join(argv)}: {output}"
        return output


def require_real_lab() -> None:
    """Skips where the real lab cannot run, but fails where NETOPS_REAL_LAB=required says that it must."""
    if reason := real.missing_requirement():
        (pytest.fail if os.environ.get("NETOPS_REAL_LAB") == "required" else pytest.skip)(reason)


@pytest.fixture(scope="session")
def real_lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealLab]:
    require_real_lab()
    state_dir = tmp_path_factory.mktemp("real-lab")
    started = real.start_lab(REAL_SPEC, state_dir)
    yield RealLab(state_dir, started["targets"])
    real.stop_lab(state_dir)
