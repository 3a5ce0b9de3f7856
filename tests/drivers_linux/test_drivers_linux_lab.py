"""The linux, cups and printer drivers against their simulated targets, and what these do like real ones."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from netops.drivers import base
from netops.drivers.base import Access
from netops.errors import DeviceError, LineRefused, LoginRefused, Refused
from netops.lab import SimulatedLab
from netops.lab.start import start_process

pytestmark = pytest.mark.lab

SMB = "/etc/samba/smb.conf"
GANESHA = "/etc/ganesha/ganesha.conf"
NGINX = "/etc/nginx/nginx.conf"
ACTIONS = [
    {
        "name": "samba",
        "paths": [SMB, "/srv/shares/sales"],
        "prepare": [["groupadd", "--force", "sales"]],
        "checks": [{"path": SMB, "argv": ["testparm", "-s", "{path}"], "bad_words": ["Unknown parameter", "ERROR"]}],
        "reload": [["systemctl", "reload-or-restart", "smbd"]],
        "verify": [
            {"argv": ["systemctl", "is-active", "smbd"]},
            {"argv": ["testparm", "-s", "--section-name=sales", "--parameter-name=path"], "expect": "/srv/shares/sales"},
        ],
    },
    {
        "name": "nfs-ganesha",
        "paths": [GANESHA],
        "checks": [{"path": GANESHA, "builtin": "ganesha_syntax"}],
        "reload": [["systemctl", "reload-or-restart", "nfs-ganesha"]],
        "verify": [{"argv": ["showmount", "--no-headers", "-e", "127.0.0.1"], "expect": "/srv/nfs"}],
    },
    {
        "name": "nginx",
        "paths": [NGINX],
        "checks": [{"path": NGINX, "argv": ["nginx", "-t", "-q", "-c", "{path}"]}],
        "reload": [["systemctl", "reload-or-restart", "nginx"]],
    },
]
SHARES = f"""\
### file {SMB} root:root 0644
[sales]
path = /srv/shares/sales
### dir /srv/shares/sales root:sales 2770
"""
EXPORTS = f"### file {GANESHA} root:root 0644\nEXPORT {{ Export_Id = 1; Path = /srv/nfs;\n}}\n"
SITES = f"### file {NGINX} root:root 0644\nhttp {{ listen 80; }}\n"


def entry(platform: str, name: str, **view: Any) -> dict[str, Any]:
    return {"name": name, "platform": platform, "hostname": name.partition(":")[0], "model": "MODEL-1", "serial": f"S-{name}", "view": view}


@pytest.fixture(scope="session")
def small_lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatedLab]:
    folder = tmp_path_factory.mktemp("lab")
    targets = [entry("linux", f"srv-{n}") for n in range(20)] + [entry("cups", f"print-{n}:cups") for n in range(10)]
    targets += [entry("printer", f"prn-{n}", expected={"model": "Acme LaserLab 1"}, location="floor1") for n in range(4)]
    login = {"username": "netops", "password": "generated-for-this-session"}
    start_process(folder, {"login": login, "secrets": {}, "banner": "lab: test", "targets": targets})
    lab = SimulatedLab(folder, json.loads((folder / "targets.json").read_text()))
    yield lab
    lab.down()


@pytest.fixture(scope="session")
def _unused(small_lab: SimulatedLab) -> dict[str, Iterator[str]]:
    platforms = {target["platform"] for target in small_lab.targets.values()}
    return {p: iter([n for n, t in small_lab.targets.items() if t["platform"] == p]) for p in platforms}


@contextlib.contextmanager
def opened(lab: SimulatedLab, name: str, password: str = "", **options: Any) -> Iterator[Any]:
    target = lab.targets[name]
    access = Access(
        name,
        target["hostname"],
        target["port"],
        target["username"],
        password or target["password"],
        transport=target["transport"],
        host_key=target["host_key"] or "",
        timeout_s=10,
        optional_args={**target["optional_args"], "verify_wait_s": 0.5, "wait_s": 0.5, **options},
    )
    driver = base.connect(target["platform"], access)
    driver.open()
    yield driver
    driver.close()


@pytest.fixture
def srv(_unused: dict[str, Iterator[str]]) -> str:
    """A Linux host that no test has used."""
    return next(_unused["linux"])


@pytest.fixture
def cups(_unused: dict[str, Iterator[str]]) -> str:
    return next(_unused["cups"])


@pytest.fixture
def prn(_unused: dict[str, Iterator[str]]) -> str:
    return next(_unused["printer"])


def commit(driver: Any, config: str, **how: Any) -> None:
    driver.load_replace_candidate(config=config)
    driver.commit_config(**how)


def running(driver: Any) -> str:
    return str(driver.get_config("running")["running"])


def test_the_whole_cycle_on_a_server(small_lab: SimulatedLab, srv: str) -> None:
    with opened(small_lab, srv, actions=ACTIONS) as driver:
        assert running(driver) == ""
        commit(driver, EXPORTS + SITES + SHARES)
        assert running(driver) == EXPORTS + SITES + SHARES
        commit(driver, EXPORTS + SHARES)
        assert running(driver) == EXPORTS + SHARES
        driver.rollback()
        assert running(driver) == EXPORTS + SITES + SHARES
    assert small_lab.exec(srv, ["showmount"]).output == "/srv/nfs *\n"
    assert small_lab.exec(srv, ["ls /var/lib/netops/runs"]).output.count("\n") == 2


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (SHARES.replace("path =", "bogus ="), f'samba: testparm refuses {SMB}: Unknown parameter encountered: "bogus"'),
        (f"### file {NGINX} root:root 0644\nhttp {{\n", f"nginx: nginx refuses {NGINX}: nginx: [emerg] unexpected end of file"),
        (EXPORTS.replace(";", "", 1), f"nfs-ganesha: ganesha_syntax refuses {GANESHA}: line 1: expected ';' after the value '1'"),
        (SHARES.replace("root:sales", "root:none"), "a directory cannot be made: chown: invalid group: 'root:none'"),
    ],
    ids=["samba", "nginx", "ganesha", "group"],
)
def test_a_bad_config_is_refused_and_the_old_one_stays(small_lab: SimulatedLab, srv: str, config: str, message: str) -> None:
    with opened(small_lab, srv, actions=ACTIONS) as driver:
        commit(driver, EXPORTS)
        with pytest.raises(LineRefused) as error:
            commit(driver, config)
        assert running(driver) == EXPORTS
    assert str(error.value).startswith(f"{srv}: {message}")
    assert "netops" not in small_lab.exec(srv, ["ls /etc/samba", "ls /etc/nginx", "ls /etc/ganesha"]).output


def test_a_service_that_is_not_well_brings_the_old_files_back(small_lab: SimulatedLab, srv: str) -> None:
    with opened(small_lab, srv, actions=ACTIONS) as driver:
        commit(driver, EXPORTS)
        with pytest.raises(LineRefused, match=r"showmount --no-headers -e 127\.0\.0\.1 is not well after 0\.5 s: expected '/srv/nfs'"):
            commit(driver, EXPORTS.replace("/srv/nfs", "/srv/other"))
        assert running(driver) == EXPORTS
    assert small_lab.exec(srv, ["showmount"]).output == "/srv/nfs *\n"


def test_the_timer_is_on_the_labs_clock(small_lab: SimulatedLab, srv: str) -> None:
    with opened(small_lab, srv, actions=ACTIONS) as driver:
        commit(driver, EXPORTS)
        commit(driver, EXPORTS.replace("/srv/nfs", "/srv/nfs4"), revert_in=600)
        assert driver.has_pending_commit()
        small_lab.advance(599)
        assert driver.has_pending_commit()
        small_lab.advance(2)
        assert not driver.has_pending_commit()
        assert running(driver) == EXPORTS
        with pytest.raises(DeviceError, match="the revert timer fired before the confirmation"):
            driver.confirm_commit()
    assert small_lab.exec(srv, ["showmount"]).output == "/srv/nfs *\n"


def test_confirmed_in_time(small_lab: SimulatedLab, srv: str) -> None:
    with opened(small_lab, srv, actions=ACTIONS) as driver:
        commit(driver, EXPORTS, revert_in=600)
        driver.confirm_commit()
        assert not driver.has_pending_commit()
        small_lab.advance(700)
        assert running(driver) == EXPORTS


def test_one_run_at_a_time(small_lab: SimulatedLab, srv: str) -> None:
    with opened(small_lab, srv, actions=ACTIONS) as first, opened(small_lab, srv, actions=ACTIONS) as second:
        commit(first, EXPORTS, revert_in=600)
        with pytest.raises(Refused, match="waits for its confirmation"):
            commit(second, SHARES)
        first.rollback()
        commit(second, SHARES)
        assert running(second) == SHARES


def test_a_change_by_hand_shows(small_lab: SimulatedLab, srv: str) -> None:
    with opened(small_lab, srv, actions=ACTIONS) as driver:
        commit(driver, SHARES)
        assert small_lab.exec(srv, [f"sed -i s#/srv/shares/sales#/srv/shares/other# {SMB}", f"echo '# by hand' >> {SMB}"]).ok
        assert running(driver) == SHARES.replace("path = /srv/shares/sales\n", "path = /srv/shares/other\n# by hand\n")


@pytest.mark.parametrize(("fault", "words"), [("refuse_line", "unknown directive"), ("commit_fail", "No space left on device")])
def test_faults_of_a_server(small_lab: SimulatedLab, srv: str, fault: str, words: str) -> None:
    with opened(small_lab, srv, actions=ACTIONS) as driver:
        small_lab.fault(srv, fault, "listen" if fault == "refuse_line" else "")
        with pytest.raises(LineRefused, match=words):
            commit(driver, f"### file {NGINX} root:root 0644\nlisten 80;\n")
        assert running(driver) == ""


def test_the_web_server_listens_where_its_last_good_config_says(small_lab: SimulatedLab, srv: str) -> None:
    listens = ["ss -Hltnp 'sport = :80'"]
    assert small_lab.exec(srv, listens).output == ""
    with opened(small_lab, srv, actions=ACTIONS) as driver:
        commit(driver, SITES)
    assert '"nginx"' in small_lab.exec(srv, listens).output
    assert small_lab.exec(srv, ["ss -Hltnp 'sport = :8080'"]).output == ""
    assert small_lab.exec(srv, [f"sed -i s/80;/81/ {NGINX}", "systemctl reload nginx"]).ok
    assert '"nginx"' in small_lab.exec(srv, listens).output


def test_logins_and_unknown_commands(small_lab: SimulatedLab, srv: str) -> None:
    with pytest.raises(LoginRefused), opened(small_lab, srv, password="wrong"):
        pass
    with opened(small_lab, srv) as driver:
        assert driver.get_facts()["fqdn"] == srv
        assert driver.cli(["reboot --now"]) == {"reboot --now": "sh: 1: reboot: not found"}
    assert not small_lab.exec(srv, ["reboot"]).ok
    assert small_lab.exec(srv, ["cat /../../etc/os-release"]).output.startswith("PRETTY_NAME")


QUEUE = """\
queue floor1 accepting true
queue floor1 info "Colour A4"
queue floor1 location "Floor 1"
queue floor1 media "iso_a4_210x297mm"
queue floor1 model "everywhere"
queue floor1 shared true
queue floor1 sides "two-sided-long-edge"
queue floor1 uri "ipp://10.1.30.11/ipp/print"
"""


def test_the_whole_cycle_on_a_print_server(small_lab: SimulatedLab, cups: str) -> None:
    with opened(small_lab, cups) as driver:
        assert running(driver) == ""
        commit(driver, QUEUE)
        assert running(driver) == QUEUE
        assert small_lab.exec(cups, ["lpadmin -p floor1 -L Roof -o sides=one-sided"]).ok
        assert running(driver) == QUEUE.replace("Floor 1", "Roof").replace("two-sided-long-edge", "one-sided")
        commit(driver, QUEUE)
        commit(driver, "")
        assert running(driver) == ""
        driver.rollback()
        assert running(driver) == QUEUE


def test_faults_of_a_print_server(small_lab: SimulatedLab, cups: str) -> None:
    with opened(small_lab, cups) as driver:
        commit(driver, QUEUE)
        small_lab.fault(cups, "refuse_line", "Roof")
        with pytest.raises(LineRefused) as error:
            commit(driver, QUEUE.replace("Floor 1", "Roof"))
        assert running(driver) == QUEUE
    assert str(error.value) == f"{cups}: queue floor1 location: location is not taken; refused: location"
    with pytest.raises(LoginRefused, match="answers HTTP 401"), opened(small_lab, cups, password="wrong"):
        pass


def test_a_printer_is_observed(small_lab: SimulatedLab, prn: str) -> None:
    with opened(small_lab, prn) as driver:
        facts = driver.get_facts()
        told = ("model", "serial", "location", "state", "state_reasons", "sources")
        assert [facts[name] for name in told] == ["Acme LaserLab 1", f"S-{prn}", "floor1", "idle", [], ["ipp"]]
        assert small_lab.exec(prn, ["supply black 4", "model Acme Other"]).ok
        assert driver.get_supplies()[0] == {"name": "Black Toner", "type": "toner", "color": "black", "level": 4}
        assert driver.get_facts()["state_reasons"] == ["toner-low-report"]
        assert driver.get_facts()["model"] == "Acme Other"


def test_the_labs_folder_holds_everything(small_lab: SimulatedLab, srv: str) -> None:
    folder = Path(small_lab.data["control"]).parent
    assert small_lab.exec(srv, ["cat /etc/os-release"]).ok  # a host's files appear at their first use
    assert (folder / srv / "etc" / "os-release").is_file()
    assert folder.stat().st_mode & 0o777 == 0o700
