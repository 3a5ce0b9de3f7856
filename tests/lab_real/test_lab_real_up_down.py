"""The real lab from outside: it starts, every host answers with its real service, and nothing of it stays."""

import asyncio
import os
import signal
import socket
import subprocess
from pathlib import Path

import paramiko
import puresnmp
import pytest
from x690.types import ObjectIdentifier

from netops.errors import DeviceError, UsageError
from netops.lab import real
from netops.lab.real import host, network
from real_lab import REAL_SPEC, require_real_lab

pytestmark = pytest.mark.real

SMALL = {**REAL_SPEC, "targets": [target for target in REAL_SPEC["targets"] if target["name"].startswith("ham-")]}


@pytest.fixture
def state_dir(tmp_path):
    require_real_lab()
    yield tmp_path
    real.stop_lab(tmp_path)


def leftovers(state_dir: Path) -> list[str]:
    """Processes, interfaces, mounts and named namespaces of a lab, as the machine sees them."""
    processes = [entry for entry in Path("/proc").glob("[0-9]*/cmdline") if str(state_dir).encode() in command_line(entry)]
    links = subprocess.run(["ip", "-brief", "link"], capture_output=True, text=True, check=True).stdout
    spaces = subprocess.run(["ip", "netns", "list"], capture_output=True, text=True, check=True).stdout.split()
    mounts = [line for line in Path("/proc/self/mounts").read_text().splitlines() if line.startswith("lab ")]
    return [
        *map(str, processes),
        *(line for line in links.splitlines() if network.machine_interface(state_dir) in line),
        *mounts,
        *(name for name in spaces if name in real.DEVICES),
    ]


def command_line(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def test_status_names_every_host_with_its_services(real_lab):
    status = real.lab_status(real_lab.state_dir)
    missing = {name: set(real.DEVICES[name]) - set(state["services"]) for name, state in status["hosts"].items()}
    assert status["kind"] == "real"
    assert missing == {name: set() for name in real_lab.targets if ":" not in name}


def test_targets_are_complete(real_lab):
    assert set(real_lab.targets) == {target["name"] for target in REAL_SPEC["targets"]}
    assert real_lab.targets["ber-print-1:cups"]["hostname"] == real_lab.targets["ber-print-1"]["hostname"]
    ports = {name: (target["transport"], target["port"]) for name, target in real_lab.targets.items()}
    assert ports["ham-rtr-1"] == ("ssh", 22)
    assert ports["ber-print-1:cups"] == ports["ber-prn-1"] == ("ipp", 631)


@pytest.mark.parametrize("name", [target["name"] for target in REAL_SPEC["targets"]])
def test_every_target_listens_where_targets_json_says(real_lab, name):
    target = real_lab.targets[name]
    socket.create_connection((target["hostname"], target["port"]), timeout=5).close()


@pytest.mark.parametrize("name", ["ham-rtr-1", "ber-nas-1", "ber-web-1", "ber-print-1"])
def test_the_login_works_and_the_host_key_is_the_listed_one(real_lab, name):
    target = real_lab.targets[name]
    with paramiko.SSHClient() as client:
        entry = paramiko.hostkeys.HostKeyEntry.from_line(f"{target['hostname']} {target['host_key']}")
        client.get_host_keys().add(target["hostname"], entry.key.get_name(), entry.key)
        client.connect(target["hostname"], username=target["username"], password=target["password"], allow_agent=False, look_for_keys=False)
        assert client.exec_command("hostname")[1].read().decode().strip() == name
        assert "/dev/pts/" in client.exec_command("tty", get_pty=True)[1].read().decode()


def test_the_services_are_real(real_lab):
    nas = real_lab.targets["ber-nas-1"]["hostname"]
    assert "Disk|finance|Finance" in real_lab.type("ber-web-1", "smbclient", "-g", "-N", "-L", f"//{nas}")
    assert "/srv/finance" in real_lab.type("ber-web-1", "showmount", "-e", nas)
    assert "server is up and running" in real_lab.type("ber-web-1", "rndc", "status")
    web = real_lab.targets["ber-web-1"]["hostname"]
    with socket.create_connection((web, 80), timeout=5) as connection:
        connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 200")


def test_a_print_queue_leads_to_a_printer_over_the_companys_addresses(real_lab):
    real_lab.type("ber-print-1", "lpadmin", "-p", "floor1", "-E", "-v", "ipp://10.1.30.21/ipp/print", "-m", "everywhere")
    assert "ipp://10.1.30.21/ipp/print" in real_lab.type("ber-print-1", "lpstat", "-v", "floor1")
    real_lab.type("ber-print-1", "lpadmin", "-x", "floor1")


def test_a_printer_answers_over_snmp(real_lab):
    async def ask(*oids):
        client = puresnmp.Client(real_lab.targets["ber-prn-1"]["hostname"], puresnmp.V2C(REAL_SPEC["secrets"]["snmp_ro"]))
        return [(await client.get(ObjectIdentifier(oid))).value for oid in oids]

    serial, toner, level = "1.3.6.1.2.1.43.5.1.1.17.1", "1.3.6.1.2.1.43.11.1.1.6.1.1", "1.3.6.1.2.1.43.11.1.1.9.1.1"
    assert asyncio.run(ask(serial, toner, level)) == [b"SN-0001", b"Black Toner", 75]


def test_links_that_the_company_cables_are_seen_by_lldp(real_lab):
    neighbors = "lldpcli -f keyvalue show neighbors"
    host.wait_for("LLDP neighbour", lambda: "lldp.eth1.chassis.name=ham-rtr-2" in real_lab.type("ham-rtr-1", *neighbors.split()))
    assert "lldp.eth1.port.ifname=eth1" in real_lab.type("ham-rtr-1", *neighbors.split())


DESCRIBED = " description by hand\n"


@pytest.mark.parametrize(
    "typed",
    [
        ["configure", "terminal", ";", "interface", "eth0", ";", "description", "by hand"],
        ["conf t", "interface eth0", "description by hand"],
        ["configure terminal\ninterface eth0\n description by hand"],
        ["configure terminal; interface eth0; description by hand"],
        ["vtysh", "-c", "configure terminal", "-c", "interface eth0", "-c", "description by hand"],
    ],
)
def test_what_is_no_program_on_a_router_is_for_vtysh(real_lab, typed):
    real_lab.type("ham-rtr-2", *typed)
    assert DESCRIBED in real_lab.type("ham-rtr-2", "show", "running-config")
    real_lab.type("ham-rtr-2", "configure terminal", "interface eth0", "no description")
    assert DESCRIBED not in real_lab.type("ham-rtr-2", "show running-config")


def test_a_server_is_typed_at_in_words_or_in_lines(real_lab):
    real_lab.type("ber-web-1", "sh", "-c", "echo one >/tmp/typed")
    real_lab.type("ber-web-1", "echo two >>/tmp/typed", "echo three >>/tmp/typed")
    assert real_lab.type("ber-web-1", "cat", "/tmp/typed") == "one\ntwo\nthree\n"
    with pytest.raises(UsageError, match="nothing to type"):
        real.execute_on_host(real_lab.state_dir, "ber-web-1", [])


def test_an_unknown_host_is_told_with_the_known_ones(real_lab):
    with pytest.raises(UsageError, match=r"no host 'ber-fax-1' in this lab\n.*there are: ber-nas-1, ber-print-1, ber-prn-1,"):
        real.execute_on_host(real_lab.state_dir, "ber-fax-1", ["true"])


def test_systemctl_says_what_systemd_says(real_lab):
    def systemctl(*words):
        return real.execute_on_host(real_lab.state_dir, "ber-web-1", ["systemctl", *words])

    assert systemctl("is-active", "nginx", "chrony.service") == (0, "active\nactive\n")
    assert systemctl("stop", "nginx") == (0, "")
    assert systemctl("is-active", "nginx") == (3, "inactive\n")
    assert systemctl("reload", "nginx") == (1, "nginx.service is not active, cannot reload.\n")
    assert systemctl("reload-or-restart", "nginx") == (0, "")
    assert systemctl("is-active", "bind9") == (0, "active\n")
    assert systemctl("restart", "nosuch") == (5, "Unit nosuch.service could not be found.\n")
    assert systemctl("daemon-reload") == (0, "")


def test_a_deployed_ssh_policy_does_not_lock_the_lab_out(real_lab):
    policy = "/etc/ssh/sshd_config.d/50-policy.conf"
    real_lab.type("ber-web-1", f"printf 'PasswordAuthentication no\\nPermitRootLogin no\\nBanner /etc/issue.net\\n' >{policy} && sshd -t")
    real_lab.type("ber-web-1", "systemctl", "reload-or-restart", "ssh")
    shown = real_lab.type("ber-web-1", "sshd", "-T")
    real_lab.type("ber-web-1", "rm", policy)
    assert {"passwordauthentication yes", "permitrootlogin yes", "banner /etc/issue.net"} <= set(shown.splitlines())


def test_a_service_with_a_bad_config_fails_to_start_and_says_why(real_lab):
    real_lab.type("ber-web-1", "sh", "-c", "echo 'nonsense;' >/etc/nginx/conf.d/bad.conf; systemctl stop nginx")
    code, output = real.execute_on_host(real_lab.state_dir, "ber-web-1", ["systemctl", "start", "nginx"])
    assert (code, 'unknown directive "nonsense"' in output) == (1, True)
    real_lab.type("ber-web-1", "sh", "-c", "rm /etc/nginx/conf.d/bad.conf; systemctl start nginx")


def test_the_machine_keeps_its_own_files(real_lab):
    assert "netops" in real_lab.type("ber-nas-1", "getent", "passwd", "netops")
    assert "NORDWIND" in real_lab.type("ber-nas-1", "cat", "/etc/samba/smb.conf")
    assert "lab on /dev type tmpfs" in real_lab.type("ber-nas-1", "mount")
    real_lab.type("ber-nas-1", "test", "-S", "/dev/log")
    assert not any(line.startswith("netops:") for line in Path("/etc/passwd").read_text().splitlines())
    assert "NORDWIND" not in Path("/etc/samba/smb.conf").read_text()


def test_nothing_stays_after_down(state_dir):
    real.start_lab(SMALL, state_dir)
    assert leftovers(state_dir) != []
    real.stop_lab(state_dir)
    assert leftovers(state_dir) == []
    assert real.lab_status(state_dir) == {"kind": "real", "hosts": {}}


def test_down_cleans_up_what_a_crashed_up_left(state_dir):
    host.start_hosts(state_dir, ["ham-rtr-1", "fabric"])
    real.stop_lab(state_dir)
    assert leftovers(state_dir) == []


@pytest.mark.parametrize("then", [("down",), ("up", "--real", "--limit", "ber-prn-1")])
def test_hosts_that_nobody_knows_any_more_are_ended(make_example, then):
    require_real_lab()
    company = make_example()
    company.netops("lab", "up", "--real", "--limit", "ber-prn-1")
    folder = company.root / ".netops/lab"
    (lost,) = (state["pid"] for state in real.lab_status(folder)["hosts"].values())
    (folder / "targets.json").unlink()
    company.netops("lab", *then)
    assert lost not in [state["pid"] for state in real.lab_status(folder)["hosts"].values()]
    company.netops("lab", "down")
    assert real.lab_status(folder)["hosts"] == {}


def test_a_failing_service_ends_the_whole_lab_with_its_last_words(state_dir):
    bad = {
        "name": "ber-web-1",
        "platform": "linux",
        "services": ["nginx"],
        "initial": "### file /etc/nginx/nginx.conf root:root 0644\nnonsense;\n",
    }
    with pytest.raises(DeviceError, match=r'ber-web-1: systemctl start nginx ended with 1.*\n.*unknown directive "nonsense"'):
        real.start_lab({**REAL_SPEC, "targets": [bad]}, state_dir)
    assert leftovers(state_dir) == []


def test_a_target_without_its_host_is_told(state_dir):
    with pytest.raises(UsageError, match="ber-print-1:cups runs on ber-print-1, which is not selected"):
        real.start_lab({**REAL_SPEC, "targets": [{"name": "ber-print-1:cups", "platform": "cups"}]}, state_dir)


def test_a_running_lab_is_not_started_twice_and_two_labs_live_side_by_side(state_dir, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    try:
        addresses = {real.start_lab(SMALL, place)["targets"]["ham-rtr-1"]["hostname"] for place in (state_dir, other)}
        assert len(addresses) == 2
        with pytest.raises(UsageError, match="already running"):
            real.start_lab(SMALL, state_dir)
    finally:
        real.stop_lab(other)
    assert set(real.lab_status(state_dir)["hosts"]) == {"ham-rtr-1", "ham-rtr-2"}


def test_killing_the_first_process_ends_a_host(state_dir):
    real.start_lab(SMALL, state_dir)
    os.kill(real.lab_status(state_dir)["hosts"]["ham-rtr-2"]["pid"], signal.SIGKILL)
    host.wait_for("the host has ended", lambda: set(real.lab_status(state_dir)["hosts"]) == {"ham-rtr-1"})
