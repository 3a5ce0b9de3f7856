"""`netops platform check` on the devices of the lab, and on devices with one fault each: the check that finds it fails, and shows why."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from typed_device import CONFIG, PASSWORD, TypedDevice, serving

import napalm_sim
from companies import Company
from napalm_sim import Sim
from netops import load, platforms
from netops.drivers.base import Access
from netops.drivers.terminal import PAGER, ReadTimeouts
from netops.errors import UsageError
from netops.events import Outcome
from netops.fleet import context
from netops.fleet.check_stages import STAGES, StageResult
from netops.fleet.platform_check import PlatformReport, check_device
from netops.platforms import Platform, without_own_driver

pytestmark = pytest.mark.lab

QUICK = ReadTimeouts(quiet_s=0.1, late_s=0.3, pager_s=0.3, silent_s=1.0)
XR = "hostname sw1\nntp\n server 10.0.0.1\n!\ninterface GigabitEthernet0/0/0/0\n description one\n!\nend\n"
FRR = "hostname r1\n!\nip route 10.0.0.0/8 192.0.2.1\n"
INITIAL = {**napalm_sim.INITIAL, "cisco_xr": XR, "frr": FRR}
NAMES = [stage.name for stage in STAGES]
TYPED = ("cisco_ios", "cisco_nxos", "cisco_xr")
"""Platforms whose own driver types on a command line."""
PAGERS = (
    "--More--",
    " <--- More --->",
    "  ---- More ----",
    "-- More --, next page: Space, continue: g, quit: ^C",
    "--More or (q)uit-- current page (1 of 2)",
    "Press any key to continue (Q to quit)",
    "lines 1-3/9 (END)",
    ":",
)


@pytest.fixture
def shared(starter: Company) -> context.Context:
    return context.make_context(load(starter.root))


@pytest.fixture
def sim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sim]:
    monkeypatch.setitem(napalm_sim.VERSIONS, "frr", "8.4.4")
    monkeypatch.setitem(napalm_sim.INTERFACES, "frr", ("eth0", "eth1"))
    made = Sim(tmp_path)
    yield made
    made.stop()


def checked(shared: context.Context, access: Access, platform: Platform, allow_changes: bool = False) -> dict[str, StageResult]:
    report = check_device(shared, access, platform, allow_changes, QUICK)
    assert [check.name for check in report.checks] == NAMES
    assert shared.drivers.open_count() == 0
    return {check.name: check for check in report.checks}


def statuses(checks: dict[str, StageResult]) -> dict[str, list[str]]:
    return {status: [name for name, check in checks.items() if check.status == status] for status in ("failed", "skipped")}


@pytest.mark.parametrize("slug", sorted(INITIAL))
def test_every_check_passes_on_the_lab(shared: context.Context, sim: Sim, slug: str) -> None:
    checks = checked(shared, sim.add(slug, "sw1", INITIAL[slug]), platforms.get(slug), allow_changes=True)
    silent = [] if slug in TYPED else ["prompt", "paging", "unread"]
    assert statuses(checks) == {"failed": [], "skipped": [*silent, *(["config mode"] if slug == "frr" else [])]}


@pytest.mark.parametrize("slug", [*TYPED, "frr"])
def test_the_generic_driver_passes_too(shared: context.Context, sim: Sim, slug: str) -> None:
    checks = checked(shared, sim.add(slug, "sw1", INITIAL[slug]), without_own_driver(platforms.get(slug)), allow_changes=True)
    assert statuses(checks) == {"failed": [], "skipped": []}


@pytest.mark.parametrize("slug", ["arista_eos", "juniper_junos"])
def test_the_generic_driver_needs_ssh(shared: context.Context, sim: Sim, slug: str) -> None:
    checks = checked(shared, sim.add(slug), without_own_driver(platforms.get(slug)))
    assert checks["login"].found.startswith("the generic driver needs SSH or telnet, not ")
    assert statuses(checks) == {"failed": ["login"], "skipped": NAMES[2:]}


def broken(shared: context.Context, device: TypedDevice, allow_changes: bool = False) -> dict[str, StageResult]:
    with serving(device) as access:
        return checked(shared, access, without_own_driver(platforms.get("cisco_ios")), allow_changes)


def test_a_device_without_a_fault_passes(shared: context.Context) -> None:
    assert statuses(broken(shared, TypedDevice(), allow_changes=True)) == {"failed": [], "skipped": []}


@pytest.mark.parametrize("pager", PAGERS)
def test_a_line_of_a_pager_is_recognised(pager: str) -> None:
    assert PAGER.search(pager.strip())


@pytest.mark.parametrize("pager", ["--More--", ":", "Weiter mit Leertaste"])
def test_a_pager_that_does_not_go_off_is_found(shared: context.Context, pager: str) -> None:
    checks = broken(shared, TypedDevice(pager=pager))
    assert statuses(checks) == {"failed": ["paging"], "skipped": ["unread", "read", "end", "parse", "repeat", "config mode"]}
    assert repr(pager.strip()) in checks["paging"].found
    assert "after 3 lines" in checks["paging"].found
    assert checks["paging"].hint


def test_a_prompt_that_counts_is_found(shared: context.Context) -> None:
    checks = broken(shared, TypedDevice(prompt=lambda typed: f"sw1[{typed}]#"))
    assert checks["prompt"].found == "'sw1[0]#', then 'sw1[1]#', then 'sw1[2]#'" or checks["prompt"].found == "'sw1[1]#', then 'sw1[2]#'"
    assert statuses(checks)["failed"] == ["prompt"]


def test_a_prompt_that_changes_after_a_command_is_found(shared: context.Context) -> None:
    device = TypedDevice()
    device.prompt = lambda typed: "sw1-b#" if "show running-config" in device.typed else "sw1-a#"
    checks = broken(shared, device)
    assert (checks["paging"].status, checks["paging"].found) == ("failed", "the prompt 'sw1-a#' became 'sw1-b#'")


def test_a_config_that_was_cut_off_is_found(shared: context.Context) -> None:
    checks = broken(shared, TypedDevice(config=lambda read: CONFIG.removesuffix("end\n")))
    assert checks["end"].found.startswith("the read gave a config that ends with 'ntp server 10.0.0.1' instead of 'end'")
    assert statuses(checks)["failed"] == ["end"]


def test_a_line_that_changes_by_itself_is_found(shared: context.Context) -> None:
    checks = broken(shared, TypedDevice(config=lambda read: CONFIG.replace("!\nntp", f"uptime 00:00:0{read}\nntp")))
    assert checks["repeat"].found == "2 lines not the same: - uptime 00:00:02; + uptime 00:00:03"
    assert statuses(checks) == {"failed": ["repeat"], "skipped": ["config mode"]}


def test_noise_of_the_platform_is_no_change(shared: context.Context) -> None:
    times = count(1)
    device = TypedDevice(config=lambda read: f"! Last configuration change at 10:00:0{next(times)} UTC\n{CONFIG}")
    assert statuses(broken(shared, device))["failed"] == []


def test_bytes_after_the_prompt_are_found(shared: context.Context) -> None:
    checks = broken(shared, TypedDevice(late="\r\n%LINK-3-UPDOWN: Interface Vlan1, changed state to up\r\nsw1#"))
    assert checks["unread"].status == "failed"
    assert "%LINK-3-UPDOWN" in checks["unread"].found


def test_a_line_that_the_grammar_cannot_bring_back_is_found(shared: context.Context) -> None:
    checks = broken(shared, TypedDevice(config=lambda read: CONFIG.replace("!\nntp", "% Invalid input detected\nntp")))
    assert statuses(checks)["failed"] == ["parse"]
    assert checks["parse"].found == "'% Invalid input detected' is in the config"


def test_a_config_mode_that_is_not_entered_is_found(shared: context.Context) -> None:
    assert statuses(broken(shared, TypedDevice(mode=False), allow_changes=True))["failed"] == ["config mode"]


def test_a_change_on_the_way_through_config_mode_is_found(shared: context.Context) -> None:
    checks = broken(shared, TypedDevice(config=lambda read: CONFIG.replace("10.0.0.1", f"10.0.0.{max(1, read - 2)}")), allow_changes=True)
    assert checks["config mode"].found == "2 lines changed: - ntp server 10.0.0.1; + ntp server 10.0.0.2"


def test_a_refused_login_and_another_key_are_found(shared: context.Context) -> None:
    platform = without_own_driver(platforms.get("cisco_ios"))
    with serving(TypedDevice()) as access:
        refused = checked(shared, replace(access, password="another"), platform)
        other = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIsMkFbm6WVmGsbPqfSxnFCBT2nZ4ZqMpmUFJKVtBHz2"
        unknown = checked(shared, replace(access, host_key=other), platform)
    assert (statuses(refused)["failed"], statuses(unknown)["failed"]) == (["login"], ["reach"])
    assert refused["login"].found == "127.0.0.1 refuses the login of 'netops'"
    assert "no password was sent" in unknown["reach"].found


def test_the_report_shows_what_to_do() -> None:
    checks = (
        StageResult("reach", "passed", "a server", "it answers"),
        StageResult("paging", "failed", "no stop", "'--More--'", "switch it off"),
    )
    report = PlatformReport("cisco_ios", "generic driver (netmiko cisco_ios)", checks, Outcome.FAILED)
    assert str(report) == (
        "  platform cisco_ios, generic driver (netmiko cisco_ios)\n  passed   reach        it answers\n"
        "  failed   paging\n      expected: no stop\n      found: '--More--'\n      hint: switch it off"
    )


def reachable(starter: Company, access: Access) -> None:
    """The company's switch is the device."""
    entry = f"match: name=hq-sw-1, username: netops, password: !secret device_password, transport: ssh, port: {access.port}"
    starter.edit("netops.yaml", "access:\n", f"access:\n  - {{{entry}}}\n")
    (starter.root / "inventory/known_hosts").write_text(f"[127.0.0.1]:{access.port} {access.host_key}\n", encoding="utf-8")
    starter.edit("inventory/sites/hq/devices/hq-sw-1.yaml", "10.0.10.11/24", "127.0.0.1/24")
    starter.edit("inventory/sites/hq/ipam.yaml", "prefixes:\n", "prefixes:\n  - {prefix: 127.0.0.0/24, role: mgmt, description: Lab}\n")


def test_the_command_shows_every_check(starter: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETOPS_DEVICE_PASSWORD", PASSWORD)
    with serving(TypedDevice(config=lambda read: CONFIG.replace("end\n", ""))) as access:
        reachable(starter, access)
        shown = starter.netops("platform", "check", "hq-sw-1", "--generic", "--format", "json", expect=5)
    target = json.loads(shown.out)["targets"]["hq-sw-1"]
    assert target["outcome"] == "failed"
    value = target["value"]
    assert (value["platform"], value["driver"]) == ("arista_eos", "generic driver (netmiko arista_eos)")
    assert {check["name"]: check["status"] for check in value["checks"]} == {
        **dict.fromkeys(NAMES, "passed"),
        "end": "failed",
        "config mode": "skipped",
    }
    assert shown.err.splitlines()[-1].split() == ["1", "failed", "hq-sw-1"]
    with pytest.raises(UsageError, match="no netmiko device type"):
        without = platforms.get("cups")
        check_device(context.make_context(load(starter.root)), Access("p", "127.0.0.1"), without_own_driver(without), False, QUICK)


def test_the_command_needs_a_name(starter: Company) -> None:
    ended = starter.netops("platform", "check", expect=2)
    assert ended.err == "error: no target is named\n    hint: name some: netops platform check NAME, or select them with --limit\n"


def test_the_list_has_every_platform_with_its_source(starter: Company) -> None:
    folder = starter.root / "platforms/cisco_ios"
    folder.mkdir(parents=True)
    own = 'PLATFORM = replace(platforms.get("cisco_ios"), package=__name__)'
    text = f'"""Our own IOS."""\nfrom dataclasses import replace\nfrom netops import platforms\n{own}\n'
    (folder / "__init__.py").write_text(text, encoding="utf-8")
    rows = {row["platform"]: row for row in json.loads(starter.netops("platform", "list", "--format", "json").out)["platforms"]}
    assert sorted(rows) == platforms.names()
    assert rows["cisco_ios"] == {
        "platform": "cisco_ios",
        "name": "Our own IOS",
        "source": "company",
        "driver": "driver of its own",
        "simulator": True,
        "reads": ["running", "startup", "facts"],
    }
    assert {row["source"] for slug, row in rows.items() if slug != "cisco_ios"} == {"netops"}
    table = starter.netops("platform", "list").out.splitlines()
    assert table[0].split() == ["PLATFORM", "NAME", "SOURCE", "DRIVER", "LAB", "READS"]
    assert len(table) == len(rows) + 1
