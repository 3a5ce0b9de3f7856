"""A router and a file server that somebody set up by hand, on the real lab: they are brought in, a deploy changes nothing, and a change
that is made by hand afterwards is adopted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from companies import Company
from netops.lab import real
from real_lab import REAL_SPEC, require_real_lab

pytestmark = [pytest.mark.real, pytest.mark.xdist_group("real-lab")]

NAMES = ("ber-nas-1", "ham-rtr-1")
SPEC = {**REAL_SPEC, "targets": [target for target in REAL_SPEC["targets"] if target["name"] in NAMES]}
ROUTER = (
    "configure terminal",
    "ip prefix-list OURS seq 5 permit 10.2.0.0/16 le 24",
    "ip route 192.0.2.0/24 blackhole",
    "interface eth0",
    "description to the provider",
    "exit",
    "route-map OUT permit 10",
    "match ip address prefix-list OURS",
    "exit",
    "router bgp 65021",
    "neighbor 10.2.255.2 remote-as 65022",
    "neighbor 10.2.255.2 description the other one",
    "address-family ipv4 unicast",
    "network 10.2.0.0/16",
    "neighbor 10.2.255.2 route-map OUT out",
)
SHARES = """\
# Files of Berlin. Ask Petra before you change anything here!

[global]
   workgroup = NORDWIND
   server role = standalone server
   ; scanners have no account
   map to guest   =   bad user

#======================= Shares
[finance]
   path = /srv/finance
   comment = Finance
\tguest ok = yes

[scans]
   comment = What the scanners send
   path = /srv/scans
   guest ok = yes
   read only = no
"""
CHRONY = "# Our own servers\nserver 127.0.0.1 iburst\nlocal stratum 10\ndriftfile /var/lib/chrony/drift\n"


@dataclass(frozen=True, slots=True)
class Lab:
    """The company that was brought in, and the lab that it is of."""

    company: Company
    said: str

    @property
    def folder(self) -> Path:
        return self.company.root / ".netops/lab"

    def type(self, name: str, *argv: str) -> str:
        code, output = real.execute_on_host(self.folder, name, argv)
        assert code == 0, f"{name}: {' '.join(argv)}: {output}"
        return output

    def state(self) -> str:
        """Everything that a deploy would touch: the router's config, and each file with its inode and times."""
        files = "find /etc/samba /etc/chrony /etc/ssh /etc/ganesha -type f -exec stat -c '%n %i %y %z' {} + | sort"
        return self.type("ham-rtr-1", "show running-config") + self.type("ber-nas-1", files) + self.type("ber-nas-1", "cat /run/lab/*.pid")


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    require_real_lab()
    folder = tmp_path_factory.mktemp("by-hand")
    old = Company(folder / "old")
    state = old.root / ".netops/lab"
    state.mkdir(parents=True)
    (old.root / "netops.yaml").write_text("name: old\nschema: 2\n", encoding="utf-8")
    (old.root / "devices.csv").write_text("name,ip,platform,site\nber-nas-1,10.1.20.11,linux,ber\nham-rtr-1,10.2.255.1,frr,ham\n")
    lab_data = real.start_lab(SPEC, state)
    (state / "targets.json").write_text(json.dumps(lab_data), encoding="utf-8")
    try:
        real.execute_on_host(state, "ham-rtr-1", ROUTER)
        for path, text in (("/etc/samba/smb.conf", SHARES), ("/etc/chrony/chrony.conf", CHRONY)):
            assert real.execute_on_host(state, "ber-nas-1", ["sh", "-c", f"cat >{path} <<'END'\n{text}END"]) == (0, "")
        assert (
            real.execute_on_host(state, "ber-nas-1", ["sh", "-c", "mkdir -p /srv/scans; systemctl reload-or-restart smbd chrony"])[0] == 0
        )
        new = Company(folder / "new")
        said = old.netops("import", "live", str(old.root / "devices.csv"), "--lab", "--output", str(new.root))
        (new.root / ".netops").mkdir()
        (new.root / ".netops/lab").symlink_to(state)
        lab_data["secrets"] |= yaml.safe_load((folder / "new.secrets.yaml").read_text(encoding="utf-8"))
        (state / "targets.json").write_text(json.dumps(lab_data), encoding="utf-8")
        yield Lab(new, said.out)
    finally:
        real.stop_lab(state)


def test_what_was_set_up_by_hand_is_data(lab: Lab) -> None:
    router = yaml.safe_load((lab.company.root / "inventory/sites/ham/devices/ham-rtr-1.yaml").read_text())
    server = yaml.safe_load((lab.company.root / "inventory/sites/ber/servers/ber-nas-1.yaml").read_text())
    assert "raw_config" not in router
    assert (router["bgp"]["asn"], router["static_routes"]) == (65021, [{"prefix": "192.0.2.0/24", "blackhole": True}])
    assert [share["name"] for share in server["shares"]] == ["finance", "scans"]
    assert server["samba"]["preamble"].startswith("# Files of Berlin.")
    chrony = next(file for file in server["files"] if file["path"] == "/etc/chrony/chrony.conf")
    assert chrony == {"path": "/etc/chrony/chrony.conf", "service": "chrony", "content": CHRONY}


def test_the_first_plan_is_empty_and_a_deploy_changes_nothing(lab: Lab) -> None:
    before = lab.state()
    lab.company.netops("validate")
    assert lab.company.netops("plan", "--lab").out.endswith("plan: 0 to change (0 lines), 2 unchanged\n")
    assert lab.company.netops("deploy", "--lab", "--yes").out.endswith("  2 unchanged        ber-nas-1, ham-rtr-1\n")
    assert lab.state() == before


def test_a_change_by_hand_is_adopted_without_a_deploy(lab: Lab) -> None:
    lab.type("ham-rtr-1", "configure terminal", "ip route 198.51.100.0/24 blackhole")
    lab.type(
        "ber-nas-1",
        "sed -i 's/comment = Finance/comment = Money/' /etc/samba/smb.conf && echo 'allow 10.0.0.0/8' >>/etc/chrony/chrony.conf",
    )
    assert "drift: 0 clean, 2 drifted, 0 not read" in lab.company.netops("drift", "--lab", "--exit-code", expect=4).out
    before = lab.state()

    diffs = {name: lab.company.netops("adopt", name, "--lab").out for name in NAMES}

    assert lab.company.netops("drift", "--lab", "--exit-code").out.endswith("drift: 2 clean, 0 drifted, 0 not read\n")
    assert [line for line in diffs["ber-nas-1"].splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")] == [
        "-         comment = Finance",
        "+         comment = Money",
        "+      allow 10.0.0.0/8",
    ]
    assert "198.51.100.0/24" in diffs["ham-rtr-1"]
    assert lab.state() == before


def test_a_new_text_goes_through_the_checks_of_its_service(lab: Lab) -> None:
    """A file that is written as it is has the checks and the reload of Samba; what they refuse is not there afterwards."""
    file = "inventory/sites/ber/servers/ber-nas-1.yaml"
    lab.company.edit(file, "read only = no", "read only = no\n         hide dot files = yes")
    lab.company.netops("deploy", "--lab", "--yes", "--limit", "ber-nas-1")
    assert "hide dot files = yes" in lab.type("ber-nas-1", "cat", "/etc/samba/smb.conf")
    lab.company.edit(file, "hide dot files = yes", "hide dott files = yes")
    said = lab.company.netops("deploy", "--lab", "--yes", "--limit", "ber-nas-1", expect=None)
    assert "hide dott files" in said.out + said.err
    assert "hide dot files = yes" in lab.type("ber-nas-1", "cat", "/etc/samba/smb.conf")
