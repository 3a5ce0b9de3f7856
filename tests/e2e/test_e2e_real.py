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

    def exports(self, client: str = "ber-nas-1") -> dict[str, str]:
        """Clients by path, as an NFS client lists them: ganesha shows a client what it may use, and the server itself everything."""
        server = "127.0.0.1" if client == "ber-nas-1" else "10.1.20.20"
        return dict(line.split(None, 1) for line in self.type(client, f"showmount --no-headers -e {server}").splitlines())

    def page(self) -> str:
        with urlopen(f"http://{self.addresses['ber-web-1']}/", timeout=5) as answer:
            return str(answer.read().decode())

    def queue(self, name: str) -> dict[str, str]:
        """The attributes of a queue, as CUPS' own client asks for them over IPP."""
        printed = self.type("ber-print-1", f"ipptool -tv ipp://localhost/printers/{name} get-printer-attributes.test")
        return dict(re.findall(r"^ +([a-z-]+) \([^)]*\) = (.*)$", printed, re.MULTILINE))

    def configs(self, name: str) -> str:
        """Owner, mode and content of what netops manages on a server."""
        return self.type(name, f"find {PATHS} -exec stat -c '%n %U:%G %a' {{}} + | sort; find {PATHS} -type f | sort | xargs sha256sum")

    def files(self, name: str) -> str:
        """The same, and what every write would change: inodes and times."""
        return self.configs(name) + self.type(name, f"find {PATHS} -type f -exec stat -c '%n %i %y %z' {{}} + | sort")

    def services(self, name: str) -> str:
        """The processes of the services: one that was started again has another number."""
        return self.type(name, "grep -H . /run/lab/*.pid")

    def queues(self, moving: tuple[str, ...]) -> str:
        """All attributes of all queues, but those that change by themselves."""
        found = {name: self.queue(name) for name in ("floor1", "floor3", "store-muc", "warehouse")}
        return json.dumps({name: {k: v for k, v in queue.items() if k not in moving} for name, queue in found.items()}, indent=1)

    def state(self, moving: tuple[str, ...] = ()) -> dict[str, str]:
        """Everything that a deploy could touch."""
        found = {name: self.files(name) + self.services(name) for name in SERVERS}
        found |= {name: self.router(name) + self.type(name, "stat -c '%i %y' /etc/frr/frr.conf") for name in ROUTERS}
        return found | {QUEUES: self.queues(CLOCKS + moving)}


PATHS = "/etc/samba /etc/ganesha /etc/nginx /etc/chrony /etc/rsyslog.d /etc/ssh /etc/snmp /etc/netops-backup /etc/cron.d /etc/motd /srv"
CLOCKS = ("printer-up-time", "printer-current-time")
CHANGED_AT = (
    "printer-config-change-time",
    "printer-config-change-date-time",
    "printer-state-change-time",
    "printer-state-change-date-time",
)


@pytest.fixture(scope="module")
def company(make_example: Callable[[], Company]) -> Iterator[Company]:
    """The example company with its real lab, as freshly installed. What its tests take away from a server is much of its config."""
    require_real_lab()
    company = make_example()
    company.append("netops.yaml", "\nguards: {removed_lines_percent: 99}\n")
    company.netops("lab", "up", "--real")
    yield company
    company.netops("lab", "down")


@pytest.fixture(scope="module")
def hosts(company: Company) -> Hosts:
    return Hosts(company)


@pytest.fixture(scope="module")
def first(company: Company) -> Said:
    """The first deploy. The files that packages bring were never deployed: their lines go by their number."""
    assert "that netops has never deployed would go:\n" in company.netops("deploy", *LAB, "--yes", expect=7).err
    (number,) = re.findall(r"^deploy needs --allow-removals (\d+):", company.netops("plan", *LAB).out, re.MULTILINE)
    return company.netops("deploy", *LAB, "--yes", "--allow-removals", number)


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
    assert outcomes(first) == {"applied": ", ".join(MANAGED), "skipped": f"{', '.join(PRINTERS)}: observed only: nothing is deployed"}
    said = company.netops("drift", *LAB, "--exit-code")
    assert said.out == "drift: 10 clean, 0 drifted, 0 not read\n"


def test_second_deploy_sends_nothing(deployed: Company, hosts: Hosts) -> None:
    before = hosts.state()
    said = deployed.netops("deploy", *LAB, "--yes")
    assert said.out.startswith("plan: 0 to change (0 lines), 6 unchanged, 4 skipped\n")
    assert outcomes(said) == {"unchanged": ", ".join(MANAGED), "skipped": f"{', '.join(PRINTERS)}: observed only: nothing is deployed"}
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
    assert hosts.exports("ber-print-1") == {
        "/srv/nfs/www": "10.1.20.80/32,10.1.20.30/32,127.0.0.1/32",
        "/srv/nfs/scans": "10.1.20.30/32,127.0.0.1/32",
    }
    assert "<h1>Intranet of Nordwind</h1>" in hosts.page()
    assert hosts.queue("floor1")["printer-location"] == "By the lift"
    assert deployed.netops("drift", *LAB, "--exit-code").code == 0


# ---------------------------------------------------------------- drift


def line_of(company: Company, file: str, text: str) -> str:
    """`file:line` of the one line with a text."""
    (number,) = [n for n, line in enumerate((company.root / file).read_text().splitlines(), 1) if text in line]
    return f"{file}:{number}"


def change_by_hand(hosts: Hosts) -> None:
    """Somebody works on every service without netops."""
    hosts.type("ham-rtr-1", "configure terminal", "no ip route 10.2.0.0/16 blackhole", "ip route 198.51.100.0/24 blackhole")
    hosts.type("ber-nas-1", "sed -i 's/comment = Personnel files/comment = By hand/' /etc/samba/smb.conf && systemctl reload smbd")
    hosts.type(
        "ber-nas-1", "sed -i 's/Clients = 10.1.20.80/Clients = 10.1.20.81/' /etc/ganesha/ganesha.conf && systemctl reload nfs-ganesha"
    )
    hosts.type("ber-web-1", "sed -i 's/Intranet</By hand</' /srv/www/intranet/index.html")
    hosts.type("ber-print-1", "lpadmin", "-p", "floor1", "-L", "By hand")


def test_a_manual_change_is_found_kept_and_healed_only_when_asked(deployed: Company, hosts: Hosts) -> None:
    change_by_hand(hosts)
    assert hosts.shares()["hr"] == "By hand"

    drift = deployed.netops("drift", *LAB, "--exit-code", expect=4)

    told = {
        (row[0], " ".join(row[1:-1]), row[-1].rpartition(":")[0])
        for row in (line.partition("[manual change]")[0].split() for line in drift.out.splitlines() if "[manual change]" in line)
    }
    assert all("[manual change]" in row for row in drift.out.splitlines() if row.startswith(("  -", "  +")))
    share, export = line_of(deployed, NAS, "name: hr"), line_of(deployed, NAS, "id: 2")
    wan, web = line_of(deployed, WAN, "10.2.0.0/16, blackhole"), line_of(deployed, WEB, "index: |")
    queue = line_of(deployed, PRINT, "name: floor1")
    assert told >= {
        ("+", "ip route 10.2.0.0/16 blackhole", wan),
        ("-", "comment = By hand", share),
        ("+", "comment = Personnel files", share),
        ("-", "Clients = 10.1.20.81/32;", export),
        ("+", "Clients = 10.1.20.80/32;", export),
        ("+", "<h1>Intranet</h1>", web),
        ("-", 'queue floor1 location "By hand"', queue),
        ("+", 'queue floor1 location "Berlin head office, floor1"', queue),
    }
    assert "drift: 6 clean, 4 drifted, 0 not read" in drift.out

    before = hosts.state()
    refused = deployed.netops("deploy", *LAB, "--yes", expect=7)
    assert "changed by hand since the last deploy: ber-nas-1, ber-print-1:cups, ber-web-1, ham-rtr-1\n" in refused.err
    assert hosts.state() == before

    healed = deployed.netops("deploy", *LAB, "--yes", "--overwrite-manual")
    assert outcomes(healed)["applied"] == f"ber-nas-1, {QUEUES}, ber-web-1, ham-rtr-1"
    assert hosts.shares()["hr"] == "Personnel files"
    assert hosts.exports()["/srv/nfs/www"] == "10.1.20.80/32,127.0.0.1/32"
    assert "<h1>Intranet</h1>" in hosts.page()
    assert hosts.queue("floor1")["printer-location"] == "Berlin head office, floor1"
    routes = hosts.type("ham-rtr-1", "ip route show type blackhole")
    assert ("blackhole 10.2.0.0/16" in routes, "198.51.100.0/24" in routes) == (True, False)
    assert deployed.netops("drift", *LAB, "--exit-code").code == 0


# ---------------------------------------------------------------- what a target refuses


def break_template(company: Company, name: str, old: str, new: str) -> None:
    """The company takes a template over and makes a mistake in it."""
    company.netops("eject", name)
    company.edit(name, old, new)


def bad_nginx(company: Company) -> None:
    break_template(company, "templates/linux/nginx/nginx.conf.j2", "sendfile on;", "sendfile maybe;")


def bad_samba(company: Company) -> None:
    break_template(company, "templates/linux/samba/smb.conf.j2", "load printers = no", "load printerz = no")


def bad_ganesha(company: Company) -> None:
    break_template(company, "templates/linux/nfs-ganesha/ganesha.conf.j2", "SecType = sys;", "SecType = sys")


def bad_frr(company: Company) -> None:
    company.append(ROUTER, "\nraw_config: [ip route 10.2.0.0/33 blackhole]\n")


def lost_in_frr(company: Company) -> None:
    """FRR takes the lines, but the daemon that they are for does not run: nobody keeps them."""
    company.append(ROUTER, "\nraw_config: [router rip, ' network eth1']\n")


def bad_queue(company: Company) -> None:
    company.edit(PRINT, "media: iso_a4_210x297mm", "media: na_super-b_13x19in")


REFUSALS = [
    ("ber-web-1", bad_nginx, ["nginx: nginx refuses /etc/nginx/nginx.conf: ", 'invalid value "maybe" in "sendfile" directive']),
    ("ber-nas-1", bad_samba, ["samba: testparm refuses /etc/samba/smb.conf: ", 'Unknown parameter encountered: "load printerz"']),
    ("ham-rtr-1", bad_frr, ["FRR refuses line 1 'ip route 10.2.0.0/33 blackhole': Unknown command; nothing was changed"]),
    ("ham-rtr-1", lost_in_frr, ["its config after the commit is not what the plan predicts: + router rip; + network eth1"]),
    (QUEUES, bad_queue, ['queue floor3 media "na_super-b_13x19in"']),
]


@pytest.mark.parametrize(("target", "make_bad", "words"), REFUSALS, ids=[case[1].__name__ for case in REFUSALS])
def test_what_a_target_refuses_changes_nothing_on_it(
    target: str, make_bad: Callable[[Company], None], words: list[str], deployed: Company, hosts: Hosts
) -> None:
    before = hosts.state(CHANGED_AT)
    make_bad(deployed)

    said = deployed.netops("deploy", *LAB, "--yes", expect=5)

    assert outcomes(said)["rolled back"] == target
    for word in words:
        assert word in said.out
    assert hosts.state(CHANGED_AT) == before


def test_a_builtin_check_refuses_what_the_service_would_take(deployed: Company, hosts: Hosts) -> None:
    """Ganesha has no checker of its own, and would withdraw all exports."""
    before = hosts.state()
    bad_ganesha(deployed)

    said = deployed.netops("deploy", *LAB, "--yes", expect=5)

    assert "nfs-ganesha: ganesha_syntax refuses /etc/ganesha/ganesha.conf: line " in said.out
    assert outcomes(said)["rolled back"] == "ber-nas-1"
    assert hosts.state() == before
    assert set(hosts.exports()) == {"/srv/nfs/backup", "/srv/nfs/www"}


def test_a_service_that_does_not_come_back_gets_its_old_files(deployed: Company, hosts: Hosts) -> None:
    """nginx takes the file, but cannot listen on that port: seen only when it runs."""
    before = hosts.configs("ber-web-1")
    deployed.append(WEB, "    - {name: wiki, server_names: [wiki.nordwind.example], root: /srv/www/wiki, port: 53}\n")

    said = deployed.netops("deploy", *LAB, "--yes", expect=5)

    assert outcomes(said)["rolled back"] == "ber-web-1"
    assert "nginx: ss -Hltnp sport = :53 is not well" in said.out
    assert hosts.configs("ber-web-1") == before
    assert "<h1>Intranet</h1>" in hosts.page()


def test_a_change_that_cuts_netops_off_is_refused_and_nothing_is_sent(deployed: Company, hosts: Hosts) -> None:
    """A rule of nft, groups of sshd, the address of a router: each at its own target, in one plan."""
    before = hosts.configs("ber-web-1"), hosts.configs("ber-print-1"), hosts.router("ham-rtr-1")
    rules = "table inet filter { chain input { type filter hook input priority 0; policy drop; tcp dport 80 accept; } }"
    deployed.append(WEB, f"files:\n  - {{path: /etc/nftables.conf, content: {rules!r}}}\n")
    deployed.append(PRINT, "\nsshd: {allow_groups: [nosuchgroup]}\n")
    deployed.edit(ROUTER, "eth0: {addresses: [10.2.0.11/24]}", "eth0: {addresses: [10.2.0.11/24], enabled: false}")

    said = deployed.netops("deploy", *LAB, "--yes", "--dirty", expect=None)

    assert said.code == 7 and "nothing was sent" in said.err, said.err
    assert "GRD016: ber-web-1: ber-web-1 would be cut off from netops: inet filter input: " in said.err
    assert "ber-print-1 would be cut off from netops: sshd lets only groups nosuchgroup in (AllowGroups)" in said.err
    assert "ham-rtr-1 would be cut off from netops: eth0 with 10.2.0.11 is shut down" in said.err
    assert (hosts.configs("ber-web-1"), hosts.configs("ber-print-1"), hosts.router("ham-rtr-1")) == before


# ---------------------------------------------------------------- back, and stale


def test_rollback_of_a_run_brings_back_what_ran_before(deployed: Company, hosts: Hosts) -> None:
    files = "cat /etc/samba/smb.conf /etc/ganesha/ganesha.conf"
    before = hosts.router("ham-rtr-1"), hosts.type("ber-nas-1", files), hosts.queue("floor1")["printer-location"]
    deployed.append(ROUTER, "\nstatic_routes:\n  - {prefix: 192.0.2.0/24, blackhole: true}\n")
    deployed.edit(NAS, "comment: Books and invoices", "comment: Books since 1998")
    deployed.edit(PRINT, "department: sales}\n  - {name: floor3", "department: sales, location: By the lift}\n  - {name: floor3")
    said = deployed.netops("deploy", *LAB, "--yes")
    assert outcomes(said)["applied"] == f"ber-nas-1, {QUEUES}, ham-rtr-1"
    (run,) = re.findall(r"^run (\S+)$", said.out, re.MULTILINE)

    back = deployed.netops("rollback", run, *LAB, "--yes")

    assert outcomes(back)["applied"] == f"ber-nas-1, {QUEUES}, ham-rtr-1"
    assert (hosts.router("ham-rtr-1"), hosts.type("ber-nas-1", files), hosts.queue("floor1")["printer-location"]) == before
    assert hosts.shares()["finance"] == "Books and invoices"
    verbs = [line.split()[1] for line in deployed.netops("history", "--lab").out.splitlines()]
    assert verbs[:3] == ["WHAT", "rollback", "deploy"]


def test_a_stale_plan_is_refused_and_nothing_is_sent(deployed: Company, hosts: Hosts) -> None:
    file = deployed.root / "change.plan"
    deployed.append(ROUTER, "\nstatic_routes:\n  - {prefix: 192.0.2.0/24, blackhole: true}\n")
    deployed.edit(WEB, "<h1>Intranet</h1>", "<h1>Intranet of Nordwind</h1>")
    deployed.netops("plan", *LAB, "-o", str(file))
    hosts.type("ham-rtr-1", "configure terminal", "interface eth1", "description somebody was here")
    before = hosts.state()

    said = deployed.netops("deploy", str(file), *LAB, "--yes", expect=6)

    assert "ham-rtr-1: its running config has changed" in said.err
    assert hosts.state() == before


# ---------------------------------------------------------------- the other verbs


def test_backup_exec_and_facts(deployed: Company, hosts: Hosts) -> None:
    assert "6 done" in deployed.netops("backup", *LAB).err
    kept = {path.stem: path.read_text() for path in (deployed.root / ".netops/backups").glob("*.cfg")}
    assert "neighbor 10.2.255.1 remote-as 65020" in kept["ham-rtr-1"]
    assert "[finance]" in kept["ber-nas-1"]
    secrets = json.loads((deployed.root / ".netops/lab/targets.json").read_text())["secrets"]
    assert [name for name, value in secrets.items() if value in "".join(kept.values())] == []

    said = deployed.netops("exec", "show version", "--lab", "--limit", "platform=frr")
    assert said.out.count("FRRouting 8.4") == len(ROUTERS)

    facts = json.loads(deployed.netops("run", "facts", *LAB, "--format", "json").out)["targets"]
    assert {name: fact["value"]["hostname"] for name, fact in facts.items() if name in (*SERVERS, *ROUTERS)} == {
        name: name for name in (*SERVERS, *ROUTERS)
    }
    assert facts["ber-prn-1"]["value"]["model"] == "Brother MFC-L9570CDW"
