"""The printer driver against real IPP printers and a real SNMP agent with a Printer-MIB."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from drivers_linux_printing import PATH, Printing, printing
from drivers_linux_sshd import free_port, wait_for

from netops.drivers.base import Access
from netops.errors import ConfigError, DeviceError, Unreachable
from netops.platforms.printer.driver import PrinterDriver, connect

pytestmark = pytest.mark.real

SNMPD = """\
agentaddress udp:127.0.0.1:{port}
rocommunity let-me-read
sysName prn-1
sysLocation Floor 9
override 1.3.6.1.2.1.25.3.2.1.3.1 octet_str "Acme LaserLab 9"
override 1.3.6.1.2.1.43.5.1.1.17.1 octet_str "SN-0815"
override 1.3.6.1.2.1.43.11.1.1.6.1.1 octet_str "Black Toner"
override 1.3.6.1.2.1.43.11.1.1.6.1.2 octet_str "Staples"
override 1.3.6.1.2.1.43.11.1.1.8.1.1 integer 2000
override 1.3.6.1.2.1.43.11.1.1.8.1.2 integer -2
override 1.3.6.1.2.1.43.11.1.1.9.1.1 integer 300
override 1.3.6.1.2.1.43.11.1.1.9.1.2 integer -3
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Printing]:
    with printing(tmp_path_factory.mktemp("printing")) as started:
        yield started


@pytest.fixture
def agent(tmp_path: Path) -> Iterator[int]:
    """The port of an SNMP agent."""
    snmpd = shutil.which("snmpd", path=PATH)
    if snmpd is None or os.geteuid() != 0:
        pytest.skip("needs root and snmpd")
    port, pid = free_port(), tmp_path / "snmpd.pid"
    (tmp_path / "snmpd.conf").write_text(SNMPD.format(port=port))
    argv = [snmpd, "-f", "-Lf", f"{tmp_path}/log", "-C", "-c", f"{tmp_path}/snmpd.conf", "-p", str(pid), "-x", f"unix:{tmp_path}/agentx"]
    process = subprocess.Popen([*argv, f"--persistentDir={tmp_path}/persistent"], stdin=subprocess.DEVNULL)
    try:
        wait_for(lambda: (pid.exists() and pid.read_text().strip()) or process.poll() is not None)
        assert process.poll() is None, (tmp_path / "log").read_text()
        yield port
    finally:
        process.terminate()
        process.wait(timeout=10)


@contextlib.contextmanager
def printer(port: int, transport: str = "ipp", timeout_s: float = 5.0, **options: Any) -> Iterator[PrinterDriver]:
    driver = connect(Access("prn-1", "127.0.0.1", port, transport=transport, timeout_s=timeout_s, optional_args=options))
    driver.open()
    yield driver
    driver.close()


def test_facts_over_ipp(server: Printing) -> None:
    with printer(server.printers[0]) as driver:
        facts = driver.get_facts()
        assert driver.get_config() == {"running": "", "startup": "", "candidate": ""}
    told = ("vendor", "model", "location", "state", "state_reasons", "sources")
    assert {name: facts[name] for name in told} == {
        "vendor": "Acme",
        "model": "Acme LaserLab 1",
        "location": "Floor 1",
        "state": "idle",
        "state_reasons": [],
        "sources": ["ipp"],
    }


def test_supplies_over_ipp(server: Printing) -> None:
    server.supplies(1, supply1=5, supply2=90)
    with printer(server.printers[1]) as driver:
        supplies = {supply["name"]: supply["level"] for supply in driver.get_supplies()}
        reasons = driver.get_facts()["state_reasons"]
    assert supplies == {"black toner": 5, "cyan toner": 90}
    assert reasons == ["toner-low-report"]


def test_facts_over_snmp(agent: int) -> None:
    with printer(agent, "snmp", ipp_port=1, community="let-me-read") as driver:
        facts = driver.get_facts()
    told = ("hostname", "model", "serial", "location", "state", "supplies", "sources")
    assert {name: facts[name] for name in told} == {
        "hostname": "prn-1",
        "model": "Acme LaserLab 9",
        "serial": "SN-0815",
        "location": "Floor 9",
        "state": "unknown",
        "supplies": [{"name": "Black Toner", "type": "", "color": "", "level": 15}],
        "sources": ["snmp"],
    }
    assert facts["uptime"] >= 0


def test_both_together(server: Printing, agent: int) -> None:
    with printer(server.printers[0], snmp_port=agent, community="let-me-read") as driver:
        facts = driver.get_facts()
    assert (facts["model"], facts["serial"], facts["sources"]) == ("Acme LaserLab 1", "SN-0815", ["ipp", "snmp"])


def test_a_wrong_community_is_no_answer(agent: int) -> None:
    with (
        pytest.raises(Unreachable, match=r"prn-1: cannot reach 127\.0\.0\.1 port "),
        printer(agent, "snmp", timeout_s=1, ipp_port=1, community="wrong"),
    ):
        pass


def test_a_path_without_a_printer(server: Printing) -> None:
    with (
        pytest.raises(DeviceError, match=r"prn-1: it does not describe itself: printer-uri .*/nowhere not found"),
        printer(server.printers[0], path="/nowhere"),
    ):
        pass


def test_nobody_there() -> None:
    with pytest.raises(Unreachable, match=r"prn-1: cannot reach 127\.0\.0\.1 port 1: "), printer(1):
        pass


def test_a_printer_is_only_observed(server: Printing) -> None:
    with printer(server.printers[0]) as driver, pytest.raises(ConfigError, match="a printer is only observed"):
        driver.load_replace_candidate(config="")
