"""Every step has the commands that lead there and back, also where the whole config is replaced; a step knows its checks and its risk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import napalm_sim
from netops.config import ParsedConfig
from netops.dialects import indent
from netops.errors import ConfigError
from netops.plan import Step, build_step
from netops.render import Rendered

XR = "hostname sw1\nntp\n server 10.0.0.1\n!\nend\n"
RUNNING = {**napalm_sim.INITIAL, "cisco_xr": XR, "frr": "frr version 8.4.4\nhostname sw1\nip route 10.0.0.1/32 192.0.2.1\n"}


def step(platform: str, running: str, wanted: str, apply: str = "replace", **more: object) -> Step:
    made = build_step(Rendered("sw1", platform, wanted), apply, running, managed=None, applied=None, **more)  # type: ignore[arg-type]
    assert made is not None
    return made


@pytest.mark.parametrize("platform", sorted(RUNNING))
def test_the_commands_of_a_step_lead_there_and_back(platform: str) -> None:
    running = RUNNING[platform]
    made = step(platform, running, running.replace("10.0.0.1", "10.0.0.2"))
    assert made.commands and made.inverse and not made.no_commands
    there = ParsedConfig(platform, running).after(made.commands)
    assert there.normal() == made.predicted
    assert there.after(made.inverse).normal() == ParsedConfig(platform, running).normal()


def test_files_are_written_as_a_whole() -> None:
    made = step("linux", "### file /etc/motd root:root 0644\nold\n", "### file /etc/motd root:root 0644\nnew\n")
    assert (made.commands, made.inverse, made.no_commands) == ((), (), "it takes whole files, no commands")


def test_a_replace_goes_on_where_no_commands_can_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*parts: object) -> list[str]:
        raise ConfigError("no right order")

    monkeypatch.setattr("netops.dialects.indent.remediate", fail)
    made = step("cisco_ios", "hostname a\n", "hostname b\n")
    assert (made.commands, made.no_commands, made.inverse, made.no_inverse) == ((), "no right order", (), "no right order")


def test_a_change_by_commands_goes_on_where_none_lead_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netops.dialects.indent.remediate", _only_once(indent.remediate))
    made = step("cisco_nxos", "hostname a\n", "hostname b\n", "commands")
    assert made.commands == ("hostname b",) and not made.inverse and made.no_inverse == "no way back"


def _only_once(remediate: Callable[..., list[str]]) -> Callable[..., list[str]]:
    calls = iter(range(2))

    def run(*parts: Any, **options: Any) -> list[str]:
        if next(calls, 1):
            raise ConfigError("no way back")
        return remediate(*parts, **options)

    return run


@pytest.mark.parametrize("platform", sorted(RUNNING))
def test_a_platform_without_a_revert_timer_is_risky(platform: str) -> None:
    made = step(platform, RUNNING[platform], RUNNING[platform].replace("10.0.0.1", "10.0.0.2"))
    why = "no revert timer on the release of this cisco_nxos, the first with it are 7.0(3)I5(1) and 8.2(1)"
    reasons = (f"{why}: if the connection is lost, the old config does not come back by itself",)
    assert (made.risk, made.risks) == (("RISKY", reasons) if platform == "cisco_nxos" else ("SAFE", ()))
    assert made.timed is (platform != "cisco_nxos")


@pytest.mark.parametrize(("apply", "risk"), [("replace", "SAFE"), ("commands", "RISKY")])
def test_nxos_has_a_timer_for_a_replace_only(apply: str, risk: str) -> None:
    made = step("cisco_nxos", "version 10.2(3) Bios:version 05.45\nhostname a\n", "hostname b\n", apply)
    assert (made.risk, made.timed) == (risk, risk == "SAFE")


def test_the_checks_of_a_bundle_are_named_with_their_files() -> None:
    action = {
        "name": "web",
        "paths": ["/etc/x"],
        "checks": [{"argv": ["nginx", "-t", "-c", "{path}"], "path": "/etc/x"}],
        "verify": [{"argv": ["curl", "localhost"]}],
        "reload": [],
    }
    other = {"name": "time", "paths": ["/etc/chrony/*"], "checks": [{"argv": ["chronyd", "-p"]}], "verify": [], "reload": []}
    made = step("linux", "### file /etc/x root:root 0644\nold\n", "### file /etc/x root:root 0644\nnew\n", actions=[action, other])
    assert "web: nginx -t -c /etc/x" in made.pre_checks
    assert "web: curl localhost" in made.post_checks
    assert not [check for check in made.pre_checks if "chronyd" in check], "its files do not change"


LACKING = {
    ("cisco_ios", "replace"): ["file prompt quiet", "ip scp server enable", "archive / path"],
    ("cisco_ios", "commands"): ["archive / path"],
    ("cisco_nxos", "replace"): ["feature scp-server"],
    ("cisco_nxos", "commands"): [],
}
READY = {
    "cisco_ios": "file prompt quiet\nip scp server enable\narchive\n path flash:archive\n",
    "cisco_nxos": "feature scp-server\n",
}


@pytest.mark.parametrize(("platform", "apply"), LACKING)
def test_what_a_device_lacks_for_a_change_is_in_the_plan(platform: str, apply: str) -> None:
    lacking = step(platform, "hostname a\n", "hostname b\n", apply).unmet
    assert [text.split("`")[1] for text in lacking] == LACKING[platform, apply]
    assert all(text.endswith("type it once on the device, and write it into the YAML") for text in lacking)
    assert step(platform, f"hostname a\n{READY[platform]}", f"hostname b\n{READY[platform]}", apply).unmet == ()
    assert step(platform, "hostname a\nno ip scp server enable\n", "hostname b\n", apply).unmet == lacking, "a negated line is none"
