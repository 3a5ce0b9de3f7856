"""The main job on real FRR, Samba, NFS-Ganesha, nginx, CUPS and printers, through the command line.

What netops says is never taken for granted: each change is looked at on the host itself, with the client of the service.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from urllib.request import urlopen

import pytest

from companies import Company, Said
from real_lab import require_real_lab

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real-lab")]

SERVERS = ("ber-nas-1", "ber-print-1", "ber-web-1")
ROUTERS = ("ham-rtr-1", "ham-rtr-2")
QUEUES = "ber-print-1:cups"
MANAGED = (*sorted((*SERVERS, QUEUES)), *ROUTERS)
PRINTERS = ("ber-prn-1", "ber-prn-2", "ham-prn-1", "muc-prn-1")
LAB = ("--lab", "--limit", ",".join((*MANAGED, *PRINTERS)))

NAS = "inventory/sites/ber/storage/ber-nas-1.yaml"
PRINT = "inventory/sites/ber/servers/ber-print-1.yaml"
WEB = "inventory/roles/web-server.yaml"
ROUTER = "inventory/sites/ham/devices/ham-rtr-1.yaml"
WAN = "inventory/sites/ham/roles/wan-router.yaml"


# ---------------------------------------------------------------- the hosts


class Hosts:
    """What the hosts say of themselves, asked behind netops' back."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.addresses = {
            name: target["hostname"]
            for name, target in json.loads((company.root / ".netops/lab/targets.json").read_text())["targets"].items()
        }

    def type(self, name: str, *commands: str) -> str:
        return self.company.netops("lab", "exec", name, *commands).out

    def router(self, name: str) -> str:
        return self.type(name, "show running-config")

    def shares(self) -> dict[str, str]:
        """Comment by name, as a Samba client lists them."""
        listed = self.type("ber-print-1", "smbclient -g -N -L //10.1.20.20 2>/dev/null")
        return dict(line.split("|")[1:] for line in listed.splitlines() if line.startswith("Disk|"))

    def exports(self) -> dict[str, str]:
        """Clients by path, as an NFS client lists them."""
        return dict(line.split(None, 1) for line in self.type("ber-print-1", "showmount --no-headers -e 10.1.20.20").splitlines())

    def page(self) -> str:
        with urlopen(f"http://{self.addresses['ber-web-1']}/", timeout=5) as answer:
            return str(answer.read().decode())

    def queue(self, name: str) -> dict[str, str]:
        """The attributes of a queue, as CUPS' own client asks for them over IPP."""
        printed = self.type("ber-print-1", f"ipptool -tv ipp://localhost/printers/{name} get-printer-attributes.test")
        return dict(re.findall(r"^ +([a-z-]+) \([^)]*\) = (.*)$", printed, re.MULTILINE))

    def files(self, name: str) -> str:
        """What netops manages on a server, with all that a write would change: inode, times, owner, mode, content."""
        return self.type(
            name, f"find {PATHS} -exec stat -c '%n %i %Y %Z %U:%G %a %s' {{}} + | sort; find {PATHS} -type f | sort | xargs sha256sum"
        )

    def services(self, name: str) -> str:
        """The processes of the services: one that was started again has another number."""
        return self.type(name, "grep -H . /run/lab/*.pid")

    def state(self) -> dict[str, str]:
        """Everything that a deploy could touch, without what moves by itself."""
        found = {name: self.files(name) + self.services(name) for name in SERVERS}
        found |= {name: self.router(name) + self.type(name, "stat -c '%i %Y' /etc/frr/frr.conf") for name in ROUTERS}
        queues = {name: self.queue(name) for name in ("floor1", "floor3", "store-muc", "warehouse")}
        return found | {QUEUES: json.dumps([{k: v for k, v in q.items() if k not in MOVING} for q in queues.values()], indent=1)}


PATHS = "/etc/samba /etc/ganesha /etc/nginx /etc/chrony /etc/rsyslog.d /etc/ssh /etc/snmp /etc/netops-backup /etc/cron.d /etc/motd /srv"
MOVING = ("printer-up-time", "printer-current-time", "printer-state-change-time", "printer-state-change-date-time")


@pytest.fixture(scope="module")
def company(make_example: Callable[[], Company]) -> Iterator[Company]:
    """The example company with its real lab, as freshly installed."""
    require_real_lab()
    company = make_example()
    company.netops("lab", "up", "--real")
    yield company
    company.netops("lab", "down")


@pytest.fixture(scope="module")
def hosts(company: Company) -> Hosts:
    return Hosts(company)


@pytest.fixture(scope="module")
def first(company: Company) -> Said:
    """The first deploy."""
    return company.netops("deploy", *LAB, "--yes")


@pytest.fixture
def deployed(company: Company, first: Said) -> Iterator[Company]:
    """The company as deployed. Whatever a test does to its files and hosts is undone."""
    kept = company.root.with_name("kept")
    shutil.copytree(company.root / "inventory", kept)
    yield company
    for name in ("inventory", "templates"):
        shutil.rmtree(company.root / name, ignore_errors=True)
    kept.rename(company.root / "inventory")
    company.netops("deploy", *LAB, "--yes", "--overwrite-manual")
    company.netops("drift", *LAB, "--exit-code")


def outcomes(said: Said) -> dict[str, str]:
    """The recap of a run: names by outcome."""
    rows = re.findall(r"^ +\d+ (\S+(?: \S+)*?) {2,}(.*)$", said.out, re.MULTILINE)
    return dict(rows)


# ---------------------------------------------------------------- deploying


def test_first_deploy_is_applied_everywhere(company: Company, first: Said) -> None:
    assert outcomes(first) == {"applied": ", ".join(MANAGED), "skipped": ", ".join(PRINTERS)}
    said = company.netops("drift", *LAB, "--exit-code")
    assert said.out == "drift: 10 clean, 0 drifted, 0 not read\n"


def test_second_deploy_sends_nothing(deployed: Company, hosts: Hosts) -> None:
    before = hosts.state()
    said = deployed.netops("deploy", *LAB, "--yes")
    assert said.out.startswith("plan: 0 to change (0 lines), 6 unchanged, 4 skipped\n")
    assert outcomes(said) == {"unchanged": ", ".join(MANAGED), "skipped": ", ".join(PRINTERS)}
    assert hosts.state() == before


def test_an_edit_reaches_every_service(deployed: Company, hosts: Hosts) -> None:
    deployed.append(ROUTER, "\nstatic_routes:\n  - {prefix: 192.0.2.0/24, blackhole: true}\n")
    deployed.edit(NAS, "comment: Books and invoices", "comment: Books since 1998")
    deployed.edit(NAS, "clients: [10.1.20.80/32], comment", "clients: [10.1.20.80/32, 10.1.20.30/32], comment")
    deployed.edit(NAS, "\nbackup:", "  - {id: 3, path: /srv/nfs/scans, pseudo: /scans, clients: [10.1.20.30/32], access: rw}\n\nbackup:")
    deployed.edit(WEB, "<h1>Intranet</h1>", "<h1>Intranet of Nordwind</h1>")
    deployed.edit(PRINT, "department: sales}\n  - {name: floor3", "department: sales, location: By the lift}\n  - {name: floor3")

    said = deployed.netops("deploy", *LAB, "--yes")

    assert outcomes(said)["applied"] == f"ber-nas-1, {QUEUES}, ber-web-1, ham-rtr-1"
    assert outcomes(said)["unchanged"] == "ber-print-1, ham-rtr-2"
    assert "blackhole 192.0.2.0/24" in hosts.type("ham-rtr-1", "ip route show type blackhole")
    assert hosts.shares()["finance"] == "Books since 1998"
    assert hosts.exports()["/srv/nfs/www"] == "10.1.20.80/32,10.1.20.30/32,127.0.0.1/32"
    assert hosts.exports()["/srv/nfs/scans"] == "10.1.20.30/32,127.0.0.1/32"
    assert "<h1>Intranet of Nordwind</h1>" in hosts.page()
    assert hosts.queue("floor1")["printer-location"] == "By the lift"
    assert deployed.netops("drift", *LAB, "--exit-code").code == 0


# ---------------------------------------------------------------- drift
