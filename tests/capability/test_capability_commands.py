"""Which commands refuse a line that its target cannot do, which only warn of it, and that every warning is told once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from companies import Company

ACCESS, ROUTER = "inventory/sites/ber/devices/ber-acc-1.yaml", "inventory/sites/ber/devices/ber-rtr-1.yaml"
SWITCH = ("--limit", "name=ber-acc-1")
QOS = "\nraw_config: [mls qos]\n"
AIGP = """
raw_config:
  - router bgp 65010
  - " neighbor 10.1.255.11 aigp"
"""
BROKEN = "platform: cisco_ios\nrules: []\n"


@pytest.fixture
def company(make_example: Callable[[], Company]) -> Company:
    return make_example()


@pytest.fixture
def doubtful(company: Company, tmp_path: Path) -> tuple[Company, Path]:
    """A company with a line that needs a release which nobody has named, and a folder with what the router runs."""
    company.append(ROUTER, AIGP)
    (tmp_path / "ber-rtr-1.cfg").write_text("frr version 8.4.4\nhostname ber-rtr-1\n!\nend\n")
    return company, tmp_path


@pytest.fixture(scope="module")
def lab(make_example: Callable[[], Company]) -> Iterator[Company]:
    """A lab of one switch. It runs what was intended before a line came in that it cannot do."""
    company = make_example()
    company.netops("lab", "up", *SWITCH)
    company.netops("deploy", "--lab", "--yes", *SWITCH)
    company.append(ACCESS, QOS)
    yield company
    company.netops("lab", "down")


@pytest.mark.parametrize("words", [("render", "--limit", "name=ber-rtr-1"), ("plan", "--limit", "name=ber-rtr-1"), ("diff", "ber-rtr-1")])
def test_warning_is_told_once(doubtful: tuple[Company, Path], words: tuple[str, ...]) -> None:
    company, folder = doubtful
    said = company.netops(*words, *(() if words[0] == "render" else ("--running", str(folder))))
    assert said.err.count("warning CAP502: ber-rtr-1 (protectli/vp6650) cannot do this if it runs a release <8.5: ") == 1
    assert "CAP502" not in said.out


def test_no_warning_without_doubt(company: Company) -> None:
    assert "CAP" not in company.netops("render").err


def test_task_refuses_to_render(company: Company, tmp_path: Path) -> None:
    company.append(ACCESS, QOS)
    said = company.netops("run", "render", f"folder={tmp_path}", "--limit", "name=ber-acc-1,name=ber-acc-2", expect=3)
    assert "error CAP107: ber-acc-1 (cisco/c9300-48p) cannot do this: " in said.out
    assert [path.name for path in tmp_path.iterdir()] == ["ber-acc-2.cfg"]


@pytest.mark.lab
@pytest.mark.xdist_group("simulated")
class TestLab:
    @pytest.mark.parametrize("words", [("plan", *SWITCH), ("deploy", "--yes", *SWITCH), ("diff", "ber-acc-1"), ("run", "render", *SWITCH)])
    def test_refused(self, lab: Company, words: tuple[str, ...]) -> None:
        said = lab.netops(*words, "--lab", expect=3)
        assert "error CAP107: ber-acc-1" in said.out + said.err

    def test_drift_is_found(self, lab: Company) -> None:
        said = lab.netops("drift", "--lab", "--exit-code", *SWITCH, expect=4)
        assert said.err.count("warning CAP107: ber-acc-1 (cisco/c9300-48p) cannot do this: ") == 1
        assert "mls qos" in said.out

    def test_drift_is_found_by_the_task(self, lab: Company) -> None:
        assert "+ mls qos   undeployed change, " in lab.netops("run", "drift", "--lab", *SWITCH).out

    @pytest.mark.parametrize("words", [("backup",), ("exec", "show version")])
    def test_the_device_is_read(self, lab: Company, words: tuple[str, ...]) -> None:
        lab.netops(*words, "--lab", *SWITCH)

    def test_file_of_rules_that_is_wrong_does_not_hide_drift(self, lab: Company) -> None:
        file = lab.root / "capabilities/ours.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(BROKEN)
        try:
            assert "warning" in lab.netops("drift", "--lab", *SWITCH).err
            assert "error" in lab.netops("render", *SWITCH, expect=3).err
        finally:
            file.unlink()

    def test_rollback_goes_on(self, lab: Company) -> None:
        (run,) = [r["id"] for r in json.loads(lab.netops("history", "--lab", "--format", "json").out)["runs"] if r["verb"] == "deploy"]
        said = lab.netops("rollback", run, "--lab", "--yes", *SWITCH)
        assert said.err.count("warning CAP107: ber-acc-1") == 1
        assert said.out.endswith("1 applied          ber-acc-1\n")

    def test_deploy_warns_before_the_switch_refuses(self, lab: Company) -> None:
        """The switch of the lab does not know the line either."""
        lab.append("netops.yaml", "\nrules: {CAP107: warning}\n")
        said = lab.netops("deploy", "--lab", "--yes", *SWITCH, expect=5)
        assert said.err.count("warning CAP107: ber-acc-1") == 1
        assert said.out.endswith("1 rolled back      ber-acc-1\n")
